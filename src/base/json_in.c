#include "base/json_in.h"

#include <stdint.h>

#include "base/ascii.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void fail(ms_json *j, ms_rc rc, size_t at, const char *want)
{
    if (j->rc) return;
    j->rc = rc;
    j->at = at;
    j->want = want;
}

/* The byte at the cursor; 0 at the end, where no byte of JSON can be 0. */
static char here(const ms_json *j)
{
    return j->at < j->text.n ? j->text.p[j->at] : 0;
}

char ms_json_peek(ms_json *j)
{
    if (j->rc) return 0;
    while (is_space(here(j))) j->at++;
    return here(j);
}

bool ms_json_take(ms_json *j, char c)
{
    if (ms_json_peek(j) != c || j->rc) return false;
    j->at++;
    return true;
}

void ms_json_need(ms_json *j, char c, const char *want)
{
    if (!ms_json_take(j, c)) fail(j, MS_ESYNTAX, j->at, want);
}

void ms_json_end(ms_json *j)
{
    ms_json_peek(j);
    if (j->at < j->text.n) fail(j, MS_ESYNTAX, j->at, "nothing behind the object");
}

/* Four hexadecimal digits at `at`; false when they are not there. */
static bool hex4(const ms_json *j, size_t at, uint32_t *out)
{
    *out = 0;
    for (size_t i = at; i < at + 4; i++) {
        char c = i < j->text.n ? j->text.p[i] : 0;
        int v = ms_is_digit(c)         ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;
        if (v < 0) return false;
        *out = *out << 4 | (uint32_t)v;
    }
    return true;
}

/* The code point of the \u escape, or pair of them, at the cursor; 0 and the
 * error set when it is none. */
static uint32_t take_unicode(ms_json *j)
{
    uint32_t c, low;
    size_t at = j->at;
    if (!hex4(j, at + 2, &c)) return fail(j, MS_ESYNTAX, at, "four hexadecimal digits"), 0;
    if (c == 0) return fail(j, MS_ESYNTAX, at, "no U+0000"), 0;
    j->at += 6;
    if (c < 0xD800 || c > 0xDFFF) return c;
    bool pair = c < 0xDC00 && j->at + 1 < j->text.n && j->text.p[j->at] == '\\' &&
                j->text.p[j->at + 1] == 'u' && hex4(j, j->at + 2, &low);
    if (!pair || low < 0xDC00 || low > 0xDFFF)
        return fail(j, MS_ESYNTAX, at, "a pair of surrogates"), 0;
    j->at += 6;
    return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
}

/* The character of the escape at the cursor; 0 and the error set when none. */
static uint32_t take_escape(ms_json *j)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = j->at + 1 < j->text.n ? j->text.p[j->at + 1] : 0;
    if (c == 'u') return take_unicode(j);
    const char *known = c ? strchr(from, c) : NULL;
    if (!known) return fail(j, MS_ESYNTAX, j->at, "an escape of RFC 8259"), 0;
    j->at += 2;
    return (unsigned char)to[known - from];
}

/* The string's text between its quotes; `*escapes` tells whether it has any. */
static ms_str take_raw_string(ms_json *j, bool *escapes)
{
    ms_json_need(j, '"', "a string");
    size_t start = j->at;
    *escapes = false;
    while (!j->rc && here(j) != '"') {
        unsigned char c = (unsigned char)here(j);
        if (c == '\\') *escapes = take_escape(j) != 0;
        else if (c < ' ') fail(j, MS_ESYNTAX, j->at, "no control character in a string");
        else j->at++;
    }
    if (j->rc) return (ms_str){"", 0};
    return (ms_str){j->text.p + start, j->at++ - start};
}

static size_t put_utf8(char *p, uint32_t c)
{
    if (c < 0x80) return p[0] = (char)c, 1;
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6) p[i] = (char)(0x80 | (c & 0x3F));
    p[0] = (char)((0xF00u >> n & 0xFF) | c);
    return n;
}

ms_str ms_json_string(ms_json *j, ms_arena *a)
{
    bool escapes;
    ms_str raw = take_raw_string(j, &escapes);
    if (j->rc || !escapes) return raw;
    char *p = ms_arena_alloc(a, raw.n);
    if (!p) return fail(j, MS_ENOMEM, j->at, "memory"), (ms_str){"", 0};
    ms_json k = {.text = raw}; /* every escape in it is known to be good */
    size_t n = 0;
    while (k.at < raw.n) {
        if (here(&k) == '\\') n += put_utf8(p + n, take_escape(&k));
        else p[n++] = raw.p[k.at++];
    }
    return (ms_str){p, n};
}

static void take_digits(ms_json *j)
{
    if (!ms_is_digit(here(j))) fail(j, MS_ESYNTAX, j->at, "a digit");
    while (!j->rc && ms_is_digit(here(j))) j->at++;
}

static void take_number(ms_json *j)
{
    j->at += here(j) == '-';
    if (here(j) == '0') j->at++;
    else take_digits(j);
    if (!j->rc && here(j) == '.') j->at++, take_digits(j);
    if (j->rc || (here(j) != 'e' && here(j) != 'E')) return;
    j->at++;
    j->at += here(j) == '+' || here(j) == '-';
    take_digits(j);
}

static void take_word(ms_json *j)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(words[i]);
        if (j->text.n - j->at < n || memcmp(j->text.p + j->at, words[i], n) != 0) continue;
        j->at += n;
        return;
    }
    fail(j, MS_ESYNTAX, j->at, "a value");
}

static void take_scalar(ms_json *j)
{
    bool escapes;
    char c = ms_json_peek(j);
    if (c == '"') take_raw_string(j, &escapes);
    else if (c == '-' || ms_is_digit(c)) take_number(j);
    else take_word(j);
}

/* What is open: one bit for each level, 1 for an object. */
typedef struct nest {
    uint64_t objects;
    unsigned depth;
} nest;

static void take_key(ms_json *j)
{
    bool escapes;
    take_raw_string(j, &escapes);
    ms_json_need(j, ':', "a colon");
}

/* Opens what begins here; true when a value must follow. */
static bool open(ms_json *j, nest *s, unsigned max)
{
    bool object = here(j) == '{';
    if (s->depth == max) return fail(j, MS_ELIMIT, j->at, "less nesting"), false;
    j->at++;
    s->objects = s->objects << 1 | object;
    s->depth++;
    char c = ms_json_peek(j);
    if (c == (object ? '}' : ']')) return false;
    if (object) take_key(j);
    return true;
}

/* Behind a value: closes what ends here; true when another value must follow. */
static bool go_on(ms_json *j, nest *s)
{
    while (!j->rc && s->depth) {
        bool object = s->objects & 1;
        if (ms_json_take(j, ',')) {
            if (object) take_key(j);
            return true;
        }
        ms_json_need(j, object ? '}' : ']', object ? "a comma or }" : "a comma or ]");
        s->objects >>= 1;
        s->depth--;
    }
    return false;
}

ms_str ms_json_value(ms_json *j, unsigned max)
{
    nest s = {0};
    ms_json_peek(j);
    size_t start = j->at;
    bool more = true;
    while (more && !j->rc) {
        char c = ms_json_peek(j);
        if ((c == '{' || c == '[') && open(j, &s, max)) continue;
        if (c != '{' && c != '[') take_scalar(j);
        more = go_on(j, &s);
    }
    return j->rc ? (ms_str){"", 0} : (ms_str){j->text.p + start, j->at - start};
}

static bool next(ms_json *j, unsigned *n, char open, char close, const char *want)
{
    if ((*n)++ == 0) {
        ms_json_need(j, open, want);
        return !j->rc && !ms_json_take(j, close);
    }
    if (ms_json_take(j, ',')) return true;
    ms_json_need(j, close, close == '}' ? "a comma or }" : "a comma or ]");
    return false;
}

bool ms_json_member(ms_json *j, unsigned *n, ms_arena *a, ms_str *name)
{
    if (!next(j, n, '{', '}', "an object")) return false;
    *name = ms_json_string(j, a);
    ms_json_need(j, ':', "a colon");
    return !j->rc;
}

bool ms_json_item(ms_json *j, unsigned *n)
{
    return next(j, n, '[', ']', "a list");
}

ms_str ms_json_compact(ms_str json, ms_arena *a)
{
    char *p = ms_arena_alloc(a, json.n + 1);
    bool in_string = false;
    size_t n = 0;
    if (!p) return (ms_str){NULL, 0};
    for (size_t i = 0; i < json.n; i++) {
        char c = json.p[i];
        if (!in_string && is_space(c)) continue;
        p[n++] = c;
        if (c == '"') in_string = !in_string;
        if (in_string && c == '\\') p[n++] = json.p[++i];
    }
    return (ms_str){p, n};
}
