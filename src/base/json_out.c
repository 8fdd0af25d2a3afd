#include "base/json_out.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/mem.h"

enum { FIRST = 256 };

void ms_out_free(ms_out *o)
{
    ms_free(o->p);
    *o = (ms_out){.max = o->max};
}

void ms_out_reset(ms_out *o)
{
    o->n = 0;
    o->failed = false;
}

ms_str ms_out_str(const ms_out *o)
{
    return o->failed || !o->p ? (ms_str){"", 0} : (ms_str){o->p, o->n};
}

/* Room for `more` bytes behind what is there, or NULL and the failure set. */
static char *grow(ms_out *o, size_t more)
{
    size_t max = o->max ? o->max : SIZE_MAX / 2;
    if (o->n > max || more > max - o->n) o->failed = true;
    if (o->failed) return NULL;
    if (more <= o->cap - o->n) return o->p + o->n;
    size_t cap = o->cap ? o->cap : FIRST;
    while (cap < o->n + more) cap *= 2;
    char *p = ms_realloc(o->p, cap);
    o->failed = !p;
    if (!p) return NULL;
    o->p = p;
    o->cap = cap;
    return p + o->n;
}

/* The same, in a few instructions where there is room and no ceiling. */
static inline char *reserve(ms_out *o, size_t more)
{
    bool room = !o->failed && !o->max && more <= o->cap - o->n;
    return room ? o->p + o->n : grow(o, more);
}

void ms_out_raw(ms_out *o, ms_str s)
{
    char *at = s.n ? reserve(o, s.n) : NULL;
    if (!at) return;
    memcpy(at, s.p, s.n);
    o->n += s.n;
}

void ms_out_char(ms_out *o, char c)
{
    char *at = reserve(o, 1);
    if (!at) return;
    *at = c;
    o->n++;
}

void ms_out_fmt(ms_out *o, const char *fmt, ...)
{
    size_t room = o->failed ? 0 : o->cap - o->n;
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(room ? o->p + o->n : NULL, room, fmt, ap);
    va_end(ap);
    char *at = n < 0 ? NULL : reserve(o, (size_t)n + 1);
    if (!at) {
        o->failed = true;
        return;
    }
    if ((size_t)n >= room) {
        va_start(ap, fmt);
        vsnprintf(at, (size_t)n + 1, fmt, ap);
        va_end(ap);
    }
    o->n += (size_t)n;
}

void ms_out_u64(ms_out *o, uint64_t v)
{
    char digits[20];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + v % 10);
    while (v /= 10);
    ms_out_raw(o, (ms_str){digits + at, sizeof digits - at});
}

void ms_out_fixed(ms_out *o, uint32_t v, unsigned places)
{
    char text[24];
    size_t at = sizeof text;
    for (unsigned i = 0; i < places || v || i == places; i++) {
        if (i == places && places) text[--at] = '.';
        text[--at] = (char)('0' + v % 10);
        v /= 10;
    }
    ms_out_raw(o, (ms_str){text + at, sizeof text - at});
}

static bool between(unsigned char c, unsigned lo, unsigned hi)
{
    return c >= lo && c <= hi;
}

/* Length of the sequence of bytes >= 0x80 at `b`, or 0 when it is not UTF-8
 * (Unicode 15.0, table 3-7). */
static size_t sequence(const unsigned char *b, size_t n)
{
    size_t len = between(b[0], 0xC2, 0xDF)   ? 2
                 : between(b[0], 0xE0, 0xEF) ? 3
                 : between(b[0], 0xF0, 0xF4) ? 4
                                             : 0;
    if (len == 0 || len > n) return 0;
    unsigned lo = b[0] == 0xE0 ? 0xA0 : b[0] == 0xF0 ? 0x90 : 0x80;
    unsigned hi = b[0] == 0xED ? 0x9F : b[0] == 0xF4 ? 0x8F : 0xBF;
    if (!between(b[1], lo, hi)) return 0;
    for (size_t i = 2; i < len; i++)
        if (!between(b[i], 0x80, 0xBF)) return 0;
    return len;
}

/* Whether all of eight bytes are ASCII that a JSON string holds as it is: each term sets the
 * highest bit of a byte that is not. */
static bool eight_plain(const unsigned char *b)
{
    const uint64_t one = 0x0101010101010101u, high = 0x80 * one;
    uint64_t w, quote, backslash;
    memcpy(&w, b, sizeof w);
    quote = w ^ '"' * one;
    backslash = w ^ '\\' * one;
    return !((w | (w - 0x20 * one) | (quote - one) | (backslash - one)) & high);
}

/* How many bytes from `i` can stand in a JSON string as they are. */
static size_t plain_run(ms_str s, size_t i)
{
    const unsigned char *b = (const unsigned char *)s.p;
    size_t at = i;
    while (at < s.n) {
        if (s.n - at >= 8 && eight_plain(b + at)) {
            at += 8;
            continue;
        }
        size_t len = b[at] < 0x80 ? b[at] >= 0x20 && b[at] != '"' && b[at] != '\\'
                                  : sequence(b + at, s.n - at);
        if (len == 0) break;
        at += len;
    }
    return at - i;
}

static void escape(ms_out *o, unsigned char c)
{
    static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
    const char *short_form = c ? strchr(from, c) : NULL;
    if (c >= 0x80) ms_out_lit(o, "\xEF\xBF\xBD");
    else if (short_form) ms_out_raw(o, (ms_str){(char[]){'\\', to[short_form - from]}, 2});
    else ms_out_fmt(o, "\\u%04x", c);
}

void ms_out_json(ms_out *o, ms_str s)
{
    ms_out_char(o, '"');
    for (size_t i = 0; i < s.n && !o->failed;) {
        size_t n = plain_run(s, i);
        ms_out_raw(o, (ms_str){s.p + i, n});
        i += n;
        if (i < s.n) escape(o, (unsigned char)s.p[i++]);
    }
    ms_out_char(o, '"');
}

void ms_out_json_list(ms_out *o, const ms_str *v, size_t n)
{
    ms_out_char(o, '[');
    for (size_t i = 0; i < n; i++) {
        if (i) ms_out_char(o, ',');
        ms_out_json(o, v[i]);
    }
    ms_out_char(o, ']');
}

void ms_out_key(ms_out *o, const char *name)
{
    bool first = !o->n || o->p[o->n - 1] == '{';
    if (!first) ms_out_char(o, ',');
    ms_out_char(o, '"');
    ms_out_raw(o, ms_str_z(name));
    ms_out_lit(o, "\":");
}

void ms_out_member(ms_out *o, const char *name, ms_str value)
{
    ms_out_key(o, name);
    ms_out_json(o, value);
}

void ms_out_member_or_null(ms_out *o, const char *name, ms_str value)
{
    ms_out_key(o, name);
    if (value.n) ms_out_json(o, value);
    else ms_out_lit(o, "null");
}

void ms_out_member_u64(ms_out *o, const char *name, uint64_t value)
{
    ms_out_key(o, name);
    ms_out_u64(o, value);
}
