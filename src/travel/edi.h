/* What the parts of the EDIFACT reader have in common. */
#ifndef MARSAD_TRAVEL_EDI_H
#define MARSAD_TRAVEL_EDI_H

#include <marsad/edifact.h>

#include "base/ascii.h"
#include "base/feed.h"

/* What a byte is to the reader; 0: part of a value as it stands. */
enum {
    EDI_COMPONENT = 1,
    EDI_REPEAT,
    EDI_ELEMENT,
    EDI_END,
    EDI_RELEASE,
    EDI_SHIFT,     /* a control character that changes the character set (ISO 2022) */
    EDI_STOPS = 7, /* mask of the above: they end a run of plain bytes */
    EDI_BREAK = 8, /* a line break or control character: no part of a value */
    EDI_HIGH = 16, /* 0x80 and more: of the character set */
    EDI_LOWER = 32 /* a small letter of ASCII */
};

/* The class of every byte; with and without repetitions. */
typedef struct ms_edi_classes {
    uint8_t of[256];
} ms_edi_classes;

/* A character set for bytes from 0x80. */
typedef struct ms_edi_charset {
    enum { EDI_GUESS, EDI_UTF8, EDI_TABLE, EDI_SHIFTS } kind;
    bool known;       /* it is one of ISO 9735's */
    bool ascii;       /* declares no bytes from 0x80: UNOA, UNOB */
    bool capitals;    /* declares no small letters: UNOA */
    uint16_t at[128]; /* code points; 0xFFFD: no character */
} ms_edi_charset;

typedef struct ms_edi_split ms_edi_split;

/* Whether a tag is of an envelope, UNx or UIx: those are the same in all messages. */
static inline bool ms_edi_service(uint32_t tag)
{
    return tag >> 8 == ('U' << 8 | 'N') || tag >> 8 == ('U' << 8 | 'I');
}

/* ---- edi_marks.c -------------------------------------------------------- */

/* The marks of the standard for that syntax version. */
ms_edi_marks ms_edi_marks_of(unsigned version);

/* Whether `m` can work: marks differ and are no letters or digits. */
bool ms_edi_marks_hold(const ms_edi_marks *m);

/* The classes of bytes. */
void ms_edi_classify(const ms_edi_marks *m, bool repetitions, ms_edi_classes *out);

/* Control characters of lines: a block is SOH, a header, STX, its text, ETX. */
enum { EDI_SOH = 1, EDI_STX = 2, EDI_ETX = 3, EDI_BLOCK_HEADER = 512 /* bytes at most */ };

/* Control characters of ISO 2022: an escape sequence begins; another set, and back. */
enum { EDI_ESC = 0x1b, EDI_SO = 0x0e, EDI_SI = 0x0f };

/* Behind what divides two blocks of a line at `p`: ETX, or SOH and the header behind it, up to
 * STX; `p` when there is none. */
const char *ms_edi_over_block(const char *p, const char *end);

/* A segment tag at `p`, which line breaks and ends of blocks may cut: MS_EDI_TAG, and `*next`
 * behind it and behind blanks; 0 when there is none before `end`. */
uint32_t ms_edi_tag_at(const char *p, const char *end, const char **next);

/* Whether a byte may stand between segments: blanks and control characters. */
static inline bool ms_edi_blank(char c)
{
    return (unsigned char)c <= ' ';
}

/* What a start of an interchange or message says about separators. */
typedef struct ms_edi_start {
    ms_edi_marks marks;
    size_t una;   /* bytes of UNA and what stands behind it; 0: there is none */
    bool corrupt; /* the separators were read from the data */
} ms_edi_start;

/* Whether an interchange or message can start at `p`: UNA, UNB, UIB, UNG, UNH or UIH, of the
 * form that the standard gives them, or a traveller of a message that has lost these.  Needs to
 * see MS_EDI_LOOK bytes, or up to the end of the input. */
bool ms_edi_start_at(const char *p, const char *end, ms_edi_start *out);

enum { MS_EDI_LOOK = 1024 };

/* ---- edi_charset.c ------------------------------------------------------ */

/* The set that a syntax identifier (0001) stands for. */
void ms_edi_charset_of(ms_str syntax, ms_edi_charset *out);

/* What conversion met. */
typedef struct ms_edi_met {
    bool wider, invalid;
} ms_edi_met;

/* Appends `s`, of bytes in that set, as UTF-8 to `to`, which has room for three times as
 * many; the end of what was written. */
char *ms_edi_utf8(const ms_edi_charset *set, ms_str s, char *to, ms_edi_met *met);

/* Appends a character of the Basic Multilingual Plane; the end. */
char *ms_edi_put(char *to, uint32_t cp);

/* The other way: the UTF-8 text `s` in bytes of that set to `to`, which has room for as many;
 * NULL when it cannot be, or would be read as something else. */
char *ms_edi_encode(const ms_edi_charset *set, ms_str s, char *to);

/* ---- edi_shift.c -------------------------------------------------------- */

/* A set of characters of ISO/IEC 2022: of 94 or 96 of one byte, or of several bytes; and the
 * last byte of the escape sequence that calls it. */
typedef struct ms_edi_set {
    enum { EDI_SET_NONE, EDI_SET_94, EDI_SET_96, EDI_SET_WIDE } kind;
    char final;
} ms_edi_set;

/* Behind the escape sequence at `p`, which may put another set into g[0], for bytes below 0x80,
 * or g[1], for those from there on and behind SO; behind ESC alone where it calls no set. */
const char *ms_edi_escape(const char *p, const char *end, ms_edi_set g[2]);

/* Whether bytes below 0x80 are other characters in that set of 94 than in ASCII, so that none
 * is a separator. */
bool ms_edi_set_hides(ms_edi_set set);

/* Appends bytes of `set` as UTF-8 to `to`, which has room for three times as many; the end.
 * Bytes that no character has, and all of an unknown set together, become U+FFFD. */
char *ms_edi_shifted(ms_edi_set set, ms_str s, char *to, ms_edi_met *met);

/* ---- edi_typeb.c -------------------------------------------------------- */

/* Reads a type-B header in the text before an interchange; false when there is none.  The
 * slices point into `text`. */
bool ms_edi_typeb_read(ms_str text, ms_edi_typeb *out);

/* ---- edi_split.c -------------------------------------------------------- */

/* Takes segments apart.  Grows; one for all messages of a reader. */
struct ms_edi_split {
    ms_feed *feed;
    ms_arena *arena; /* for values that are not as they stand in the input */
    ms_oddities *odd;
    ms_edi_marks marks;
    ms_edi_classes plain, repeating;
    ms_edi_charset set;
    ms_edi_set right; /* for bytes from 0x80 and behind SO, where shifts are heeded */
    bool family_ia;   /* tags are of PADIS, not of UN/EDIFACT */
    size_t segment_max;
    ms_edi_segment *seg;
    uint32_t n_seg, cap_seg;
    ms_edi_value *val;
    uint32_t n_val, cap_val;
    uint32_t number; /* of the last segment of the message; 0 outside of messages */
    bool lower_said; /* small letters in a set of capitals were noted in this item */
    bool failed;     /* out of memory */
};

/* Uses other marks from here on. */
void ms_edi_split_marks(ms_edi_split *s, const ms_edi_marks *m);

/* Heeds ESC and SO from here on, as UNOX wants it (ISO/IEC 2022). */
void ms_edi_split_shifts(ms_edi_split *s);

/* Skips what may stand between segments from `i`, up to `hi`. */
size_t ms_edi_split_gap(ms_edi_split *s, size_t i, size_t hi);

/* Appends the segment at `i` of the feed's window, of which bytes up to `hi` are looked at;
 * `cut`: the segment that ends at `hi` has lost its terminator.  What is behind it. */
size_t ms_edi_split_one(ms_edi_split *s, size_t i, size_t hi, bool cut);

/* Sets the segments' values, once all are there. */
void ms_edi_split_end(ms_edi_split *s);

void ms_edi_split_free(ms_edi_split *s);

/* ---- edi_known.c -------------------------------------------------------- */

/* How many elements the directory gives that segment; 0: it does not know it.  `ia`: that of
 * PADIS, but for service segments. */
unsigned ms_edi_known(bool ia, uint32_t tag);

/* ---- edi_envelope.c ----------------------------------------------------- */

/* The fields of a header segment; strings are copied into `a`.  MS_EMISSING when a mandatory
 * one is missing, with all others; MS_ENOMEM. */
ms_rc ms_edi_read_unb(const ms_edi_segment *s, ms_arena *a, ms_edi_interchange *out);
ms_rc ms_edi_read_ung(const ms_edi_segment *s, ms_arena *a, ms_edi_group *out);
ms_rc ms_edi_read_unh(const ms_edi_segment *s, ms_arena *a, ms_edi_header *out);

/* Replaces the strings of the struct of a UNB, UNG or UNH, which has those of UIB and UIH too,
 * and of a type-B header, by copies in `a`.  MS_ENOMEM. */
ms_rc ms_edi_copy_header(uint32_t tag, void *header, ms_arena *a);
ms_rc ms_edi_copy_typeb(ms_edi_typeb *b, ms_arena *a);

/* The other way: the values of a UNB, UIB, UNG, UNH or UIH that strings of its struct hold, in
 * the order of their places, into `out` of MS_EDI_HEADER_VALUES; how many. */
unsigned ms_edi_header_values(uint32_t tag, const void *header, ms_edi_value *out);

enum { MS_EDI_HEADER_VALUES = 16 };

#endif
