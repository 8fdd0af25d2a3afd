#include "match/how.h"

#include "match/ending.h"
#include "text/given.h"

/* Letters of a token, some of them left out. */
typedef struct kept {
    unsigned n;
    uint8_t c[MS_TOKEN_LEN];
} kept;

/* The letters without those in `vowels` and those equal to the one kept before. */
static kept keep(const ms_letters *x, const char *vowels)
{
    kept k = {0};
    for (unsigned i = 0; i < x->n; i++) {
        bool vowel = x->c[i] < 26 && strchr(vowels, 'a' + x->c[i]);
        bool repeats = k.n && k.c[k.n - 1] == x->c[i];
        if (!vowel && !repeats) k.c[k.n++] = x->c[i];
    }
    return k;
}

static bool same_without(const ms_letters *x, const ms_letters *y, const char *vowels)
{
    kept a = keep(x, vowels), b = keep(y, vowels);
    return a.n == b.n && memcmp(a.c, b.c, a.n) == 0;
}

/* Scripts that leave short vowels out write long ones as y and w. */
static const char *vowels_of(const ms_letters *x, const ms_letters *y)
{
    return (x->flags | y->flags) & MS_TOKEN_ABJAD ? "aeiouyw" : "aeiou";
}

ms_how ms_how_met(const ms_letters *x, const ms_letters *y, uint32_t sim)
{
    if (sim == MS_SIMILARITY_ONE) return MS_HOW_EQUAL;
    if ((x->flags ^ y->flags) & MS_TOKEN_INITIAL) return MS_HOW_INITIAL;
    const ms_letters *shorter = x->n < y->n ? x : y;
    if (x->n != y->n && shorter->flags & MS_TOKEN_CUT) return MS_HOW_CUT;
    if (x->given == MS_GIVEN_NONE && y->given == MS_GIVEN_NONE) {
        ms_ending e = ms_endings_of(x, y);
        if (e.found && e.similarity == sim) return MS_HOW_ENDING;
    }
    bool form = x->given && y->given && ms_given_alike(x->given, y->given) == sim;
    if (form) return MS_HOW_FORM;
    bool abjad = (x->flags ^ y->flags) & MS_TOKEN_ABJAD;
    return abjad && same_without(x, y, vowels_of(x, y)) ? MS_HOW_VOWELS : MS_HOW_SIMILAR;
}

ms_differs ms_how_differs(const ms_letters *x, const ms_letters *y)
{
    const char *vowels = vowels_of(x, y);
    bool abjad = (x->flags ^ y->flags) & MS_TOKEN_ABJAD;
    if (same_without(x, y, "")) return MS_DIFFERS_DOUBLED;
    if (same_without(x, y, vowels)) return MS_DIFFERS_VOWELS;
    kept a = keep(x, abjad ? vowels : ""), b = keep(y, abjad ? vowels : "");
    unsigned n = a.n < b.n ? a.n : b.n, head = 0, tail = 0;
    while (head < n && a.c[head] == b.c[head]) head++;
    while (tail < n - head && a.c[a.n - 1 - tail] == b.c[b.n - 1 - tail]) tail++;
    unsigned in_a = a.n - head - tail, in_b = b.n - head - tail;
    if (in_a <= 1 && in_b <= 1) return MS_DIFFERS_ONE;
    bool crossed =
        in_a == 2 && in_b == 2 && a.c[head] == b.c[head + 1] && a.c[head + 1] == b.c[head];
    return crossed ? MS_DIFFERS_SWAPPED : MS_DIFFERS_SEVERAL;
}

const char *ms_how_name(ms_how how)
{
    static const char *const names[] = {
#define X(id, name) name,
        MS_HOW_LIST(X)
#undef X
    };
    return (unsigned)how < MS_HOWS ? names[how] : "";
}

const char *ms_differs_name(ms_differs d)
{
    static const char *const names[] = {
#define X(id, name) name,
        MS_DIFFERS_LIST(X)
#undef X
    };
    return (unsigned)d < MS_DIFFERENCES ? names[d] : "";
}
