/* Files of time zones (RFC 9636): read once, then asked. */
#include "travel/zone.h"

#include "base/mem.h"

enum {
    HEADER = 44,
    COUNTS_AT = 20,  /* of the header: six counts of four bytes */
    TYPE_BYTES = 6,  /* of a type of local time */
    TYPES_MAX = 256, /* one byte says which */
    FOOTER_MAX = 512,
    WINDOW = 26 * 3600, /* no offset is larger */
    VERSION_LAST = '4'
};

/* Changes of the clock, in order, and the offset from each on; `first` before them all. */
struct ms_zone {
    uint32_t n;
    int32_t first;
    bool has_rule;
    ms_zone_rule rule; /* from the last change on */
    struct change {
        int64_t at;
        int32_t offset;
    } change[];
};

/* ---- reading ------------------------------------------------------------- */

static uint64_t big(const char *p, unsigned bytes)
{
    uint64_t v = 0;
    while (bytes--) v = v << 8 | (unsigned char)*p++;
    return v;
}

static int64_t big_signed(const char *p, unsigned bytes)
{
    return bytes == 8 ? (int64_t)big(p, 8) : (int32_t)big(p, 4);
}

/* A block: where it begins, its counts (RFC 9636 §3.1), and where it ends. */
typedef struct block {
    size_t at;     /* of its data, behind the header */
    unsigned wide; /* bytes of a time */
    uint32_t isut, isstd, leaps, times, types, chars;
    size_t end;
} block;

static ms_rc read_header(ms_str file, size_t at, unsigned wide, block *b, ms_diag *d)
{
    if (file.n - at < HEADER)
        return ms_fail(d, MS_ETRUNCATED, 0, at, "a zone file ends in its header");
    if (memcmp(file.p + at, "TZif", 4) != 0)
        return ms_fail(d, MS_EFORMAT, 0, at, "no zone file: it does not begin with TZif");
    uint32_t *const count[] = {&b->isut, &b->isstd, &b->leaps, &b->times, &b->types, &b->chars};
    *b = (block){.at = at + HEADER, .wide = wide};
    for (unsigned i = 0; i < sizeof count / sizeof *count; i++) {
        *count[i] = (uint32_t)big(file.p + at + COUNTS_AT + 4 * i, 4);
        if (*count[i] > MS_ZONE_BYTES_MAX)
            return ms_fail(d, MS_ELIMIT, 0, at + COUNTS_AT + 4 * i,
                           "a count of %u in a zone file", *count[i]);
    }
    size_t n = (size_t)b->times * (wide + 1) + (size_t)b->types * TYPE_BYTES + b->chars +
               (size_t)b->leaps * (wide + 4) + b->isstd + b->isut;
    if (n > file.n - b->at)
        return ms_fail(d, MS_ETRUNCATED, 0, file.n, "a zone file ends before its block does");
    b->end = b->at + n;
    return MS_OK;
}

static ms_rc read_offset(ms_str file, const block *b, uint32_t type, int32_t *out, ms_diag *d)
{
    size_t at = b->at + (size_t)b->times * (b->wide + 1) + (size_t)type * TYPE_BYTES;
    if (type >= b->types)
        return ms_fail(d, MS_EDAMAGED, 0, at, "a zone file names type %u of %u", type,
                       b->types);
    int64_t offset = big_signed(file.p + at, 4);
    if (offset < MS_ZONE_OFFSET_LEAST || offset > MS_ZONE_OFFSET_MOST)
        return ms_fail(d, MS_EDAMAGED, 0, at, "a zone is %lld s from UTC", (long long)offset);
    *out = (int32_t)offset;
    return MS_OK;
}

static ms_rc read_changes(ms_str file, const block *b, ms_zone *z, ms_diag *d)
{
    ms_rc rc = read_offset(file, b, 0, &z->first, d);
    for (uint32_t i = 0; i < b->times && !rc; i++) {
        size_t at = b->at + (size_t)i * b->wide;
        uint32_t type = (unsigned char)file.p[b->at + (size_t)b->times * b->wide + i];
        z->change[i].at = big_signed(file.p + at, b->wide);
        if (i && z->change[i].at <= z->change[i - 1].at)
            return ms_fail(d, MS_EDAMAGED, 0, at, "changes of a zone are not in order");
        rc = read_offset(file, b, type, &z->change[i].offset, d);
    }
    z->n = b->times;
    return rc;
}

/* The footer: a rule between line ends (RFC 9636 §3.3); nothing between them is no rule. */
static ms_rc read_footer(ms_str file, size_t at, ms_zone *z, ms_diag *d)
{
    ms_str text = {file.p + at, file.n - at};
    const char *end = text.n > 1 ? memchr(text.p + 1, '\n', text.n - 1) : NULL;
    if (!end || *text.p != '\n')
        return ms_fail(d, MS_ETRUNCATED, 0, at, "a zone file has no footer");
    text = (ms_str){text.p + 1, (size_t)(end - text.p - 1)};
    if (text.n > FOOTER_MAX)
        return ms_fail(d, MS_ELIMIT, 0, at, "a footer of %zu bytes", text.n);
    z->has_rule = text.n > 0;
    if (text.n && !ms_zone_rule_read(text, &z->rule))
        return ms_fail(d, MS_EDAMAGED, 0, at + 1, "the footer of a zone file is no rule");
    return MS_OK;
}

/* A file of version 2 and later repeats its data with wide times, which alone count. */
static ms_rc read_blocks(ms_str file, block *b, ms_diag *d)
{
    ms_rc rc = read_header(file, 0, 4, b, d);
    char version = rc ? 0 : file.p[4];
    if (rc) return rc;
    if (version && (version < '2' || version > VERSION_LAST))
        return ms_fail(d, MS_EFORMAT, 0, 4, "a zone file of an unknown version");
    if (version && (rc = read_header(file, b->end, 8, b, d))) return rc;
    if (b->leaps)
        return ms_fail(d, MS_EFORMAT, 0, 0, "a zone file that counts leap seconds is not read");
    if (b->times > MS_ZONE_CHANGES_MAX || b->types > TYPES_MAX)
        return ms_fail(d, MS_ELIMIT, 0, 0, "a zone file of %u changes and %u types", b->times,
                       b->types);
    return MS_OK;
}

ms_rc ms_zone_read(ms_str file, ms_zone **out, ms_diag *d)
{
    block b = {0};
    *out = NULL;
    if (file.n > MS_ZONE_BYTES_MAX)
        return ms_fail(d, MS_ELIMIT, 0, 0, "a zone file of %zu bytes", file.n);
    ms_rc rc = read_blocks(file, &b, d);
    if (rc) return rc;
    ms_zone *z = ms_calloc(1, sizeof *z + b.times * sizeof *z->change);
    if (!z) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    rc = read_changes(file, &b, z, d);
    if (!rc && b.wide == 8) rc = read_footer(file, b.end, z, d);
    if (rc) ms_zone_free(z);
    else *out = z;
    return rc;
}

void ms_zone_free(ms_zone *z)
{
    ms_free(z);
}

/* ---- asking -------------------------------------------------------------- */

/* How many changes are at or before `utc`. */
static uint32_t changes_until(const ms_zone *z, int64_t utc)
{
    uint32_t low = 0, high = z->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (z->change[middle].at <= utc) low = middle + 1;
        else high = middle;
    }
    return low;
}

static ms_zone_span span_at(const ms_zone *z, int64_t utc)
{
    uint32_t k = changes_until(z, utc);
    ms_zone_span span = {.from = k ? z->change[k - 1].at : INT64_MIN,
                         .to = k < z->n ? z->change[k].at : INT64_MAX,
                         .offset = k ? z->change[k - 1].offset : z->first};
    if (k < z->n || !z->has_rule) return span;
    ms_zone_span ruled = ms_zone_rule_span(&z->rule, utc);
    if (ruled.from < span.from) ruled.from = span.from;
    return ruled;
}

ms_rc ms_zone_utc(const ms_zone *z, int64_t local, ms_zone_time *out)
{
    bool found = false;
    if (local < MS_ZONE_LOCAL_LEAST || local > MS_ZONE_LOCAL_MOST) return MS_EVALUE;
    for (int64_t at = local - WINDOW; at <= local + WINDOW;) {
        ms_zone_span s = span_at(z, at);
        int64_t utc = local - s.offset;
        bool in = utc >= s.from && utc < s.to;
        if (in && found) {
            out->doubt = MS_ZONE_TWICE;
            break;
        }
        /* Behind a span and in no later one: the clock is set forward over it at its end. */
        if (in || (!found && utc >= s.to))
            *out = (ms_zone_time){utc, s.offset, in ? MS_ZONE_SURE : MS_ZONE_SKIPPED};
        found |= in;
        at = s.to;
    }
    return MS_OK;
}
