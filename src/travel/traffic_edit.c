#include "travel/traffic_edit.h"

#include "base/ascii.h"

/* Characters of a line: teletypes take 63 of a line's 69; of a block, which may end anywhere.
 */
enum { LINE = 63, UNA_BYTES = 9, BLOCK = 1800 };

ms_rc traffic_cut(ms_str bytes, const ms_edi_marks *marks, ms_arena *a, traffic_segments *out)
{
    uint32_t most = 1;
    for (size_t i = 0; i < bytes.n; i++) most += bytes.p[i] == marks->end;
    *out = (traffic_segments){.v = ms_arena_array(a, most, sizeof *out->v), .marks = *marks};
    if (!out->v) return MS_ENOMEM;
    size_t from = 0, i = 0;
    if (bytes.n > UNA_BYTES && memcmp(bytes.p, "UNA", 3) == 0) i = UNA_BYTES - 1;
    for (; i < bytes.n; i++) {
        if (marks->release && bytes.p[i] == marks->release) i++;
        else if (bytes.p[i] == marks->end) {
            while (i + 1 < bytes.n && (bytes.p[i + 1] == '\r' || bytes.p[i + 1] == '\n')) i++;
            out->v[out->n++] = (ms_str){bytes.p + from, i + 1 - from};
            from = i + 1;
        }
    }
    return MS_OK;
}

/* Whether a segment has one of these tags, "UNT|UNZ". */
static bool is_one_of(ms_str segment, const char *tags)
{
    for (; *tags; tags += tags[3] ? 4 : 3)
        if (segment.n > 3 && memcmp(segment.p, tags, 3) == 0) return true;
    return false;
}

void traffic_untrail(const traffic_segments *s, ms_out *o)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (!is_one_of(s->v[i], "UNT|UNZ")) ms_out_raw(o, s->v[i]);
}

/* A trailer begins UNT+count: the count gets a 9 before it. */
void traffic_miscount(const traffic_segments *s, ms_out *o)
{
    for (uint32_t i = 0; i < s->n; i++) {
        ms_str x = s->v[i];
        if (is_one_of(x, "UNT|UNE|UNZ")) {
            ms_out_raw(o, (ms_str){x.p, 4});
            ms_out_lit(o, "9");
            x = (ms_str){x.p + 4, x.n - 4};
        }
        ms_out_raw(o, x);
    }
}

void traffic_type_b(ms_str bytes, ms_str carrier, ms_out *o)
{
    ms_out_fmt(o, "QU BORDRXB\r\n.%.*sOPSXX 010600\r\n", MS_FMT(carrier));
    for (size_t i = 0; i < bytes.n; i += LINE) {
        ms_out_raw(o, (ms_str){bytes.p + i, bytes.n - i < LINE ? bytes.n - i : LINE});
        ms_out_lit(o, "\r\n");
    }
}

void traffic_feed(const traffic_segments *s, ms_out *o)
{
    for (uint32_t i = 0; i < s->n; i++) {
        if (is_one_of(s->v[i], "UNH")) ms_out_lit(o, "\f");
        ms_out_raw(o, s->v[i]);
    }
}

void traffic_blocks(ms_str bytes, ms_str carrier, ms_out *o)
{
    for (size_t i = 0, number = 1; i < bytes.n; i += BLOCK, number++) {
        ms_out_fmt(o, "\x01QU BORDRXB\r\n.%.*sOPSXX 0106%02u\r\n\x02", MS_FMT(carrier),
                   (unsigned)(number % 60));
        ms_out_raw(o, (ms_str){bytes.p + i, bytes.n - i < BLOCK ? bytes.n - i : BLOCK});
        ms_out_lit(o, "\x03\r\n");
    }
}

void traffic_mail(ms_str bytes, ms_str carrier, ms_out *o)
{
    ms_out_fmt(o,
               "From: ops@%.*s.example.org\r\nTo: border@example.org\r\n"
               "Subject: list of travellers\r\nContent-Type: text/plain\r\n\r\n",
               MS_FMT(carrier));
    ms_out_raw(o, bytes);
    ms_out_lit(o, "\r\n-- \r\nOperations\r\nUnless you are the border, this mail was sent "
                  "to you in error: tell us, and delete it.\r\n");
}

/* ---- faults ------------------------------------------------------------- */

/* A fault: at which segments, and how the one that was drawn is written. */
typedef struct fault {
    const char *name;
    const char *tags; /* "": any segment of a message's content */
    void (*write)(const traffic_segments *s, uint32_t at, ms_out *o);
} fault;

static void drop(const traffic_segments *s, uint32_t at, ms_out *o)
{
    (void)s, (void)at, (void)o;
}

static void twice(const traffic_segments *s, uint32_t at, ms_out *o)
{
    ms_out_raw(o, s->v[at]);
    ms_out_raw(o, s->v[at]);
}

static void stray(const traffic_segments *s, uint32_t at, ms_out *o)
{
    ms_out_raw(o, s->v[at]);
    ms_out_fmt(o, "DTM%c4711%c99999999%c999%c", s->marks.element, s->marks.component,
               s->marks.component, s->marks.end);
}

static void unknown(const traffic_segments *s, uint32_t at, ms_out *o)
{
    ms_out_raw(o, s->v[at]);
    ms_out_fmt(o, "QQQ%c1%cX%c", s->marks.element, s->marks.component, s->marks.end);
}

/* The digits behind the first component mark become nines: there is no month 99. */
static void no_date(const traffic_segments *s, uint32_t at, ms_out *o)
{
    ms_str x = s->v[at];
    const char *to = memchr(x.p, s->marks.component, x.n);
    size_t n = to ? (size_t)(to - x.p) + 1 : x.n;
    ms_out_raw(o, (ms_str){x.p, n});
    for (; n < x.n && ms_is_digit(x.p[n]); n++) ms_out_lit(o, "9");
    ms_out_raw(o, (ms_str){x.p + n, x.n - n});
}

static void cut_short(const traffic_segments *s, uint32_t at, ms_out *o)
{
    ms_str x = s->v[at];
    ms_out_raw(o, (ms_str){x.p, 3});
    ms_out_char(o, s->marks.end);
}

static void unended(const traffic_segments *s, uint32_t at, ms_out *o)
{
    ms_str x = s->v[at];
    while (x.n && (x.p[x.n - 1] == '\r' || x.p[x.n - 1] == '\n')) x.n--;
    ms_out_raw(o, (ms_str){x.p, x.n ? x.n - 1 : 0});
}

static const fault faults[] = {
    {"segment_dropped", "", drop},
    {"segment_doubled", "", twice},
    {"segment_unknown", "", unknown},
    {"segment_stray", "", stray},
    {"segment_emptied", "LOC|NAT|RFF|DOC|SSR|FTI|IFT|ADD", cut_short},
    {"segment_unended", "LOC|NAT|RFF|DOC|SSR|FTI|IFT|ADD", unended},
    {"date_impossible", "DTM|DAT", no_date},
};

const char *traffic_fault(const traffic_segments *s, ms_chance *c, ms_out *o)
{
    const fault *f = &faults[ms_chance_below(c, sizeof faults / sizeof *faults)];
    uint32_t at = ms_chance_below(c, s->n ? s->n : 1), tries = 0;
    while (tries < s->n && (is_one_of(s->v[at], "UNA|UNB|UNG|UNH|UNT|UNE|UNZ|BGM|TDT|MSG") ||
                            (*f->tags && !is_one_of(s->v[at], f->tags)))) {
        at = (at + 1) % s->n;
        tries++;
    }
    for (uint32_t i = 0; i < s->n; i++) {
        if (i == at && tries < s->n) f->write(s, i, o);
        else ms_out_raw(o, s->v[i]);
    }
    return tries < s->n ? f->name : NULL;
}
