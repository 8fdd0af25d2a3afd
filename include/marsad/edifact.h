/* UN/EDIFACT interchanges (ISO 9735 syntax versions 1 to 4), read and written.
 *
 * Reading goes through the input once, in memory bounded by its longest message, and gives
 * one item after another: an interchange opens, a group opens, a message, the group closes,
 * the interchange closes.  A message is its segments; a segment is its values that are not
 * empty, each with its place.  Whatever carriers do to an envelope is read as it was meant
 * and reported as an oddity; no message is lost for its neighbour, and no traveller for a
 * header: NAD+FL, NAD+FM and TIF outside of interchanges begin a message without header.
 *
 * Values are UTF-8 without release characters and line breaks.  They point into the input
 * where nothing had to be changed.
 */
#ifndef MARSAD_EDIFACT_H
#define MARSAD_EDIFACT_H

#include <marsad/oddity.h>
#include <marsad/source.h>

/* ---- segments and values ------------------------------------------------ */

/* A segment tag as one number, for `switch (s->tag)`: MS_EDI_TAG('N', 'A', 'D'). */
#define MS_EDI_TAG(a, b, c) ((uint32_t)(a) << 16 | (uint32_t)(b) << 8 | (uint32_t)(c))

/* One value: a simple data element or a component of a composite one, as sent.  Places count
 * from 1: in NAD+FL+++SMITH:JOHN' the name JOHN has element 4, repetition 1, component 2.
 * Element 0 is what stands at the tag itself: the explicit indication of nesting, ABC:1+...,
 * and in a segment without a readable tag whatever stands before the first separator. */
typedef struct ms_edi_value {
    ms_str text;        /* never empty */
    uint32_t at;        /* of its first byte, counted from the segment's `at` */
    uint16_t element;   /* 0..MS_EDI_ELEMENTS */
    uint8_t repetition; /* 1..MS_EDI_REPETITIONS */
    uint8_t component;  /* 1..MS_EDI_COMPONENTS */
} ms_edi_value;

/* Beyond these, values are left out with MS_ODDITY_TOO_MANY_VALUES.  The standard allows 99 of
 * each; PNRGOV repeats composites as elements, SSR up to 999 times. */
enum { MS_EDI_ELEMENTS = 20000, MS_EDI_REPETITIONS = 255, MS_EDI_COMPONENTS = 255 };

/* One segment.  The values that are not empty stand in the order of their places. */
typedef struct ms_edi_segment {
    const ms_edi_value *v;
    uint32_t n;
    uint32_t tag;      /* MS_EDI_TAG of its three capitals; 0 when it has no readable tag */
    char name[4];      /* the tag as text; "" when it has no readable tag */
    uint32_t number;   /* within its message, the header (UNH) being 1; 0 outside */
    uint64_t at;       /* byte offset of the tag in the input, after unpacking */
    uint32_t bytes;    /* from `at` to behind the terminator */
    uint16_t elements; /* how many were sent, empty ones included */
} ms_edi_segment;

/* A place as one number: values stand in that order.  Each of its parts is below 65536. */
static inline uint64_t ms_edi_order(unsigned element, unsigned repetition, unsigned component)
{
    return (uint64_t)element << 32 | (uint64_t)repetition << 16 | component;
}

/* How many values of `s` stand before that place.  The time grows with the logarithm of `n`. */
static inline uint32_t ms_edi_before(const ms_edi_segment *s, unsigned element,
                                     unsigned repetition, unsigned component)
{
    uint64_t place = ms_edi_order(element, repetition, component);
    uint32_t lo = 0, hi = s->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        const ms_edi_value *v = &s->v[mid];
        if (ms_edi_order(v->element, v->repetition, v->component) < place) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* The value at that place, or the empty slice.  Repetitions count from 1. */
static inline ms_str ms_edi_rep(const ms_edi_segment *s, unsigned element, unsigned repetition,
                                unsigned component)
{
    uint32_t i = ms_edi_before(s, element, repetition, component);
    if (i == s->n) return (ms_str){0};
    const ms_edi_value *v = &s->v[i];
    bool there =
        v->element == element && v->repetition == repetition && v->component == component;
    return there ? v->text : (ms_str){0};
}

/* The value at that place in the first repetition, or the empty slice. */
static inline ms_str ms_edi_get(const ms_edi_segment *s, unsigned element, unsigned component)
{
    return ms_edi_rep(s, element, 1, component);
}

/* Whether the value at that place is `code`: ms_edi_is(s, 1, 1, "FL"). */
static inline bool ms_edi_is(const ms_edi_segment *s, unsigned element, unsigned component,
                             const char *code)
{
    return ms_str_eq(ms_edi_get(s, element, component), ms_str_z(code));
}

/* The place of an element of `s` as an oddity of that code starts with it.  `at` is that of the
 * value there, of the first one of the repetition with `component` 0, of the element with
 * `repetition` 0 too; that of the segment where there is none, or `element` is 0. */
MS_API ms_oddity ms_edi_place(ms_oddity_code code, const ms_edi_segment *s, unsigned element,
                              unsigned repetition, unsigned component);

/* ---- envelopes ---------------------------------------------------------- */

/* The characters of UNA (ISO 9735-1 §9.1).  `repeat` 0: none, as before syntax 4;
 * `release` 0: none. */
typedef struct ms_edi_marks {
    char component, element, decimal, release, repeat, end;
} ms_edi_marks;

/* A sender or recipient: S002, S003. */
typedef struct ms_edi_party {
    ms_str id;        /* 0004, 0010 */
    ms_str qualifier; /* 0007 */
    ms_str internal;  /* 0008, 0014: address for reverse routing */
} ms_edi_party;

/* The type-B (IATA teletype) header before an interchange; empty slices when there is none. */
typedef struct ms_edi_typeb {
    ms_str priority;  /* QU, QD, QP... */
    ms_str addresses; /* as sent, of 7 characters each, blanks or line ends between */
    ms_str origin;    /* 7 characters behind the full stop */
    ms_str id;        /* what stands behind the origin: day and time of filing */
    ms_str smi;       /* standard message identifier, "PAXLST"; empty when there is none */
} ms_edi_typeb;

/* UNB or UIB.  A message alone, without UNB, has one with `at` of the message, `implied`. */
typedef struct ms_edi_interchange {
    uint32_t number;  /* within the input, from 1 */
    uint64_t at;      /* of UNA, or else of UNB */
    bool implied;     /* there is no UNB */
    bool interactive; /* UIB */
    bool test;        /* 0035 */
    uint8_t version;  /* 0002: 1 to 4; 3 when it says nothing */
    ms_edi_marks marks;
    ms_str syntax; /* 0001: "UNOA", "IATA" */
    ms_edi_party sender, recipient;
    ms_str date, time;  /* S004, S300: as sent, YYMMDD or CCYYMMDD and HHMM */
    ms_str reference;   /* 0020; 0300 of UIB */
    ms_str application; /* 0026 */
    ms_str priority;    /* 0029 */
    ms_str agreement;   /* 0032 */
    bool acknowledge;   /* 0031: an answer (CONTRL) is asked for */
    ms_edi_typeb typeb;
} ms_edi_interchange;

/* UNG. */
typedef struct ms_edi_group {
    uint32_t number;                      /* within the interchange, from 1 */
    ms_str type;                          /* 0038 */
    ms_edi_party sender, recipient;       /* S006, S007 */
    ms_str date, time;                    /* S004 */
    ms_str reference;                     /* 0048 */
    ms_str agency;                        /* 0051 */
    ms_str version, release, association; /* S008 */
} ms_edi_group;

/* UNH or UIH.  All empty when the segments have no header: MS_ODDITY_UNH_MISSING. */
typedef struct ms_edi_header {
    ms_str reference;   /* 0062, 0340 */
    ms_str type;        /* 0065: "PAXLST" */
    ms_str version;     /* 0052: "D" */
    ms_str release;     /* 0054: "05B" */
    ms_str agency;      /* 0051: "UN" */
    ms_str association; /* 0057: "IATA" */
    ms_str access;      /* 0068: common access reference; 0300 of UIH */
    ms_str sequence;    /* 0070, 0320: sequence of transfers, "01" */
    ms_str position;    /* 0073, 0323: "C" when it begins or goes on, "F" when it ends */
} ms_edi_header;

/* What an item is. */
typedef enum ms_edi_kind {
    MS_EDI_OPEN,        /* UNB, UIB */
    MS_EDI_GROUP_OPEN,  /* UNG */
    MS_EDI_MESSAGE,     /* UNH to UNT, UIH to UIT */
    MS_EDI_GROUP_CLOSE, /* UNE */
    MS_EDI_CLOSE        /* UNZ, UIZ */
} ms_edi_kind;

/* One item.  Openings and closings come in pairs around what they hold, also where the input
 * lacks the segment: then `n` is 0 and an oddity says so. */
typedef struct ms_edi_item {
    ms_edi_kind kind;
    const ms_edi_segment *v; /* header and trailer included */
    uint32_t n;
    uint32_t number; /* of a message within its interchange, from 1 */
    uint32_t part;   /* 1; more for the further parts of a message above the limit */
    bool more;       /* a further part follows */
    bool trailer;    /* the last segment of a message is its UNT or UIT */
    uint64_t at;     /* of the first segment */
    uint64_t bytes;  /* from there to the end of the last segment */
    const ms_edi_interchange *interchange; /* never NULL */
    const ms_edi_group *group;             /* NULL outside groups */
    const ms_edi_header *header;           /* NULL unless a message */
    const ms_oddities *oddities;
} ms_edi_item;

/* ---- reading ------------------------------------------------------------ */

/* Limits of a reader; 0 in a member means what stands behind it. */
typedef struct ms_edi_limits {
    size_t message; /* bytes of a message, beyond which it is given in parts: 64 MiB; at least 1
                       KiB */
    size_t segment; /* bytes of a segment, beyond which its rest is left out: 1 MiB */
    uint32_t oddities; /* kept for an item: MS_ODDITIES_KEPT */
} ms_edi_limits;

/* Reads one input; for one thread at a time. */
typedef struct ms_edi_reader ms_edi_reader;

/* A reader of `src`, which must outlive it and may be packed (ms_source_unpack).  `limits` may
 * be NULL.  Freed by ms_edi_reader_free.  NULL when out of memory. */
MS_API ms_edi_reader *ms_edi_reader_new(ms_source *src, const ms_edi_limits *limits);

/* The next item into `*item`, which stays valid, with all that it points to, until the next
 * call; its interchange and group until they have closed.  MS_END behind the last one.  An
 * input without any interchange or message gives MS_END at once: see ms_edi_totals.  Otherwise
 * MS_ENOMEM, MS_EENCODING (UTF-16 text), or what the source gives; these stay. */
MS_API ms_rc ms_edi_next(ms_edi_reader *r, const ms_edi_item **item, ms_diag *d);

/* What a reader has seen so far. */
typedef struct ms_edi_totals {
    uint64_t bytes, skipped; /* consumed; of these outside interchanges, blanks not counted */
    uint64_t interchanges, groups, messages, segments;
    uint64_t severe[MS_SEVERITIES]; /* oddities */
} ms_edi_totals;

/* The totals. */
MS_API ms_edi_totals ms_edi_reader_totals(const ms_edi_reader *r);

/* Frees the reader; the source stays.  NULL is legal. */
MS_API void ms_edi_reader_free(ms_edi_reader *r);

/* ---- writing ------------------------------------------------------------ */

/* Writes interchanges.  Mistakes of the caller and lack of memory stick: every later call does
 * nothing, and ms_edi_write_take reports.  What is written is read back unchanged: values that
 * are not empty, their places, the envelope; but for segments in which the reader looks for
 * lost terminators: with more elements than their directory gives them, or with NAD and FL or
 * FM as further elements.  For one thread at a time. */
typedef struct ms_edi_writer ms_edi_writer;

/* A new writer, freed by ms_edi_writer_free; NULL when out of memory. */
MS_API ms_edi_writer *ms_edi_writer_new(void);

/* How to write an interchange: `i->marks` (all 0: those of the standard for its version),
 * `i->version` (0: 4), `i->syntax` ("": UNOA); sender to acknowledge as they are.  UNA is
 * written when the marks are not the standard's.  Values must be of the character set of the
 * syntax, else MS_EENCODING; UNOA takes capitals of ASCII, and other ASCII as UNOB does; UNOX
 * takes ASCII, no other set is called. */
MS_API void ms_edi_write_open(ms_edi_writer *w, const ms_edi_interchange *i);

/* UNG. */
MS_API void ms_edi_write_group(ms_edi_writer *w, const ms_edi_group *g);

/* UNH, or UIH in an interactive interchange. */
MS_API void ms_edi_write_header(ms_edi_writer *w, const ms_edi_header *h);

/* A segment from `form`, which is written with the separators of the standard and a `%` for
 * each value to be filled in, in order, from `values`:
 * `ms_edi_write(w, "NAD+FL+++%:%", (ms_str[]){surname, given})`.  Trailing empty components and
 * elements are left out; `values` may be NULL when the form has no `%`.  A form without any
 * value left is written as its tag. */
MS_API void ms_edi_write(ms_edi_writer *w, const char *form, const ms_str *values);

/* A segment with the tag and values of `s`, as a reader gives it. */
MS_API void ms_edi_write_segment(ms_edi_writer *w, const ms_edi_segment *s);

/* UNT, UNE and UNZ (UIT, UIZ), with the counts and references of what was written. */
MS_API void ms_edi_write_trailer(ms_edi_writer *w);
MS_API void ms_edi_write_group_end(ms_edi_writer *w);
MS_API void ms_edi_write_close(ms_edi_writer *w);

/* A line break (CR LF) behind every segment when `on`; off at first. */
MS_API void ms_edi_write_lines(ms_edi_writer *w, bool on);

/* What was written since the last call into `*out`, valid until the next call on `w`.  MS_OK;
 * or why writing stopped: MS_EINVAL (calls in an impossible order), MS_EENCODING, MS_ENOMEM. */
MS_API ms_rc ms_edi_write_take(ms_edi_writer *w, ms_str *out, ms_diag *d);

/* Frees the writer and what it gave.  NULL is legal. */
MS_API void ms_edi_writer_free(ms_edi_writer *w);

#endif
