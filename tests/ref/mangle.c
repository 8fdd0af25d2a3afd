#include "mangle.h"

#include <marsad/name.h>

uint64_t ref_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

uint32_t ref_below(uint64_t *state, uint32_t n)
{
    return (uint32_t)(ref_random(state) % n);
}

/* A text as letters (code points as slices) that can be moved about. */
typedef struct letters {
    ms_str at[1000];
    uint32_t n;
} letters;

static void take_apart(ms_str s, letters *out)
{
    uint32_t cp;
    out->n = 0;
    for (size_t at = 0; at < s.n && out->n < 900;) {
        size_t len = ms_utf8_decode(s.p + at, s.n - at, &cp);
        out->at[out->n++] = (ms_str){s.p + at, len};
        at += len;
    }
}

static void put(letters *l, uint32_t at, ms_str x)
{
    memmove(l->at + at + 1, l->at + at, (l->n - at) * sizeof *l->at);
    l->at[at] = x;
    l->n++;
}

static void cut(letters *l, uint32_t at, uint32_t n)
{
    l->n -= n;
    memmove(l->at + at, l->at + at + n, (l->n - at) * sizeof *l->at);
}

static bool blank(const letters *l, uint32_t i)
{
    return l->at[i].n == 1 && *l->at[i].p == ' ';
}

/* The first letter of the word around letter `i`, and the end of that word. */
static uint32_t word_at(const letters *l, uint32_t i, uint32_t *end)
{
    uint32_t start = i;
    while (start > 0 && !blank(l, start - 1)) start--;
    for (*end = i; *end < l->n && !blank(l, *end);) ++*end;
    return start;
}

/* Another letter of the same text (so of a script it has), or one of a…z. */
static ms_str some_letter(uint64_t *r, const letters *l)
{
    static const char latin[] = "abcdefghijklmnopqrstuvwxyz";
    uint32_t i = ref_below(r, l->n);
    return ref_below(r, 2) && !blank(l, i) ? l->at[i] : (ms_str){latin + ref_below(r, 26), 1};
}

/* Exchanges the word around `i` with the one behind it, when there is one. */
static void swap_words(letters *l, uint32_t i)
{
    uint32_t end, end2, start = word_at(l, i, &end);
    if (end + 1 >= l->n) return;
    word_at(l, end + 1, &end2);
    for (uint32_t k = start; k < end; k++) { /* the first word moves behind the second */
        ms_str x = l->at[start];
        cut(l, start, 1);
        put(l, end2 - 1, x);
    }
    ms_str gap = l->at[start];
    cut(l, start, 1);
    put(l, start + end2 - end - 1, gap);
}

static void change(uint64_t *r, letters *l)
{
    uint32_t i = ref_below(r, l->n), end, start = word_at(l, i, &end), kind = ref_below(r, 11);
    if (kind == 0) l->at[i] = some_letter(r, l);
    if (kind == 1) cut(l, i, 1);
    if (kind == 2) put(l, i, l->at[i]);
    if (kind == 3) put(l, i, some_letter(r, l));
    if (kind == 4 && i + 1 < l->n) {
        ms_str x = l->at[i];
        l->at[i] = l->at[i + 1];
        l->at[i + 1] = x;
    }
    if (kind == 5) swap_words(l, i);
    if (kind == 6 && end < l->n) cut(l, end, 1);
    if (kind == 7) put(l, i, MS_STR(" "));
    if (kind == 8) cut(l, start, end - start);
    if (kind >= 9 && end > start + 1) cut(l, start + 1, end - start - 1);
}

ms_str ref_mangle(uint64_t *state, ms_str name, char out[REF_MANGLE_MAX])
{
    letters l;
    size_t n = 0;
    uint32_t times = ref_below(state, 4) ? 1 : 2;
    take_apart(name, &l);
    for (uint32_t t = 0; t < times && l.n > 0; t++) change(state, &l);
    for (uint32_t i = 0; i < l.n && n + l.at[i].n <= REF_MANGLE_MAX; i++) {
        memcpy(out + n, l.at[i].p, l.at[i].n);
        n += l.at[i].n;
    }
    return (ms_str){out, n};
}
