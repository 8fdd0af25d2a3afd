#include "text/wade.h"

#include "base/table.h"
#include "text/fold.h"

extern const ms_table ms_table_wade_giles;

enum { SYLLABLE, FAMILY, GIVEN, OWN };
enum { LONGEST = 6 };                            /* letters of a syllable */
enum { MOST = MS_WADE_SYLLABLES * 2 * LONGEST }; /* letters of the tokens of a name */

/* What is gathered before it is known whether the name is in Wade-Giles. */
typedef struct reading {
    ms_wade *name;
    bool own; /* a syllable that pinyin does not have */
} reading;

/* Few words of other names have only vowels and `n g h r` from their first vowel on: too many
 * would be looked up. */
static bool sounds_so(ms_str s)
{
    size_t i = 0;
    while (i < s.n && !ms_is_vowel(s.p[i])) i++;
    for (; i < s.n; i++) {
        char c = s.p[i];
        if (!ms_is_vowel(c) && c != 'n' && c != 'g' && c != 'h' && c != 'r') return false;
    }
    return true;
}

static bool find_row(ms_str s, uint32_t *row)
{
    return s.n > 0 && s.n <= LONGEST && sounds_so(s) &&
           ms_table_find(&ms_table_wade_giles, s, row);
}

/* The letters of a syllable that an apostrophe may follow. */
static uint32_t head_of(ms_str s)
{
    if (s.p[0] == 'p' || s.p[0] == 'k') return 1;
    if (s.p[0] == 'c') return 2;
    return s.p[0] != 't' ? 0 : s.n > 1 && (s.p[1] == 's' || s.p[1] == 'z') ? 2 : 1;
}

static void take_ways(ms_str cell, ms_wade_syllable *out)
{
    while (cell.n && out->n < MS_WADE_WAYS) {
        const char *end = memchr(cell.p, '|', cell.n);
        size_t n = end ? (size_t)(end - cell.p) : cell.n, gone = n + (end != NULL);
        out->way[out->n++] = (ms_str){cell.p, n};
        cell = (ms_str){cell.p + gone, cell.n - gone};
    }
}

/* Puts syllable `s` of token `token` behind those that the name has; false where it is none,
 * or none of a family name where `column` asks for one. */
static bool put_syllable(reading *r, uint32_t token, ms_str s, uint32_t column)
{
    uint32_t row;
    if (!find_row(s, &row)) return false;
    ms_wade_syllable *out = &r->name->syllable[r->name->n];
    *out = (ms_wade_syllable){.length = (uint32_t)s.n, .head = head_of(s), .token = token};
    take_ways(ms_table_cell(&ms_table_wade_giles, row, column), out);
    r->own |= ms_table_cell(&ms_table_wade_giles, row, OWN).n > 0;
    r->name->n += out->n > 0;
    return out->n > 0;
}

/* Where the second of two syllables begins that make `s`, with a consonant; 0 where none
 * does, or it may be in several places. */
static size_t second_syllable(ms_str s)
{
    uint32_t row;
    size_t found = 0;
    for (size_t at = 1; at < s.n; at++) {
        if (ms_is_vowel(s.p[at]) || !find_row((ms_str){s.p, at}, &row) ||
            !find_row((ms_str){s.p + at, s.n - at}, &row))
            continue;
        if (found) return 0;
        found = at;
    }
    return found;
}

static ms_str letters(const ms_token *t)
{
    return (ms_str){t->s, t->len};
}

/* Token `i` as a given name by itself: a syllable, or two, of which pinyin lacks one. */
static bool put_given(reading *r, uint32_t i, ms_str s)
{
    if (s.n > 1 && put_syllable(r, i, s, GIVEN)) return true;
    size_t at = second_syllable(s);
    r->own = false;
    return at && put_syllable(r, i, (ms_str){s.p, at}, GIVEN) &&
           put_syllable(r, i, (ms_str){s.p + at, s.n - at}, GIVEN) && r->own;
}

static bool is_family(ms_str s)
{
    uint32_t row;
    return s.n > 1 && find_row(s, &row) &&
           ms_table_cell(&ms_table_wade_giles, row, FAMILY).n > 0;
}

/* The places of a text, as letters before them, where apostrophes and hyphens stand. */
typedef struct signs {
    uint64_t apostrophes, hyphens;
} signs;

/* The letters of all tokens, one behind the other; returns how many. */
static uint32_t all_letters(const ms_words *w, char out[MOST])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->n; n += w->tok[i++].len)
        memcpy(out + n, w->tok[i].s, w->tok[i].len);
    return n;
}

/* False where the text has other letters than its tokens. */
static bool find_signs(ms_str text, const ms_words *w, signs *out)
{
    char letter[MOST];
    uint32_t n = all_letters(w, letter), at = 0;
    *out = (signs){0};
    for (size_t i = 0; i < text.n && i < MS_NAME_TEXT_MAX;) {
        uint32_t cp;
        int32_t folded[MS_FOLD_MAX];
        i += ms_utf8_decode(text.p + i, text.n - i, &cp);
        int count = ms_fold_char(cp, folded);
        for (int k = 0; k < count; k++) {
            uint32_t x = (uint32_t)folded[k];
            if (ms_is_apostrophe(x)) out->apostrophes |= 1ull << at;
            if (x == '-' || x == 0x2010) out->hyphens |= 1ull << at;
            if (ms_char_class_of(x) != MS_CHAR_LETTER) continue;
            if (at == n || x != (uint32_t)letter[at]) return false;
            at++;
        }
    }
    return at == n;
}

/* Which token is the family name: the one that no hyphen joins to another; without a hyphen
 * the first of both ends that may be one.  `*given` when one joins the given name. */
static bool find_family(const ms_words *w, uint64_t hyphens, uint32_t *family, bool *given)
{
    uint32_t last = w->n - 1, at = w->tok[0].len;
    bool front = hyphens >> at & 1, back = last > 1 && hyphens >> (at + w->tok[1].len) & 1;
    *given = front != back;
    *family = front || (!back && !is_family(letters(&w->tok[0]))) ? last : 0;
    if (front && (back || last == 1)) return false;
    return is_family(letters(&w->tok[*family]));
}

static bool put_syllables(reading *r, const ms_words *w, uint32_t family)
{
    for (uint32_t i = 0; i < w->n; i++) {
        ms_str s = letters(&w->tok[i]);
        bool put = i == family ? put_syllable(r, i, s, FAMILY)
                   : w->n > 2  ? put_syllable(r, i, s, GIVEN)
                               : put_given(r, i, s);
        if (!put) return false;
    }
    return true;
}

static bool aspirated(ms_str pinyin)
{
    return memchr("ptkqc", pinyin.p[0], 5) != NULL;
}

/* Keeps the ways that begin as the apostrophe says, or all where none does. */
static void keep_ways(ms_wade_syllable *s, bool apostrophe)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (aspirated(s->way[i]) == apostrophe) s->way[n++] = s->way[i];
    if (n) s->n = n;
}

/* An apostrophe in one syllable tells that the others have theirs too. */
static void heed_apostrophes(ms_wade *x, uint64_t apostrophes)
{
    bool behind[MS_WADE_SYLLABLES], any = false;
    uint32_t at = 0;
    for (uint32_t i = 0; i < x->n; at += x->syllable[i++].length) {
        uint32_t head = x->syllable[i].head;
        behind[i] = head && (apostrophes >> (at + head) & 1);
        any |= behind[i];
    }
    for (uint32_t i = 0; any && i < x->n; i++)
        if (x->syllable[i].head) keep_ways(&x->syllable[i], behind[i]);
}

/* Two or three tokens, not too long, with a family name at an end: few others go further. */
static bool may_be(const ms_words *w)
{
    if (w->n < 2 || w->n > MS_WADE_SYLLABLES) return false;
    for (uint32_t i = 0; i < w->n; i++)
        if (w->tok[i].len > 2 * LONGEST) return false;
    return is_family(letters(&w->tok[0])) || is_family(letters(&w->tok[w->n - 1]));
}

bool ms_wade_find(ms_str text, const ms_words *w, ms_wade *out)
{
    reading r = {.name = out};
    signs s;
    uint32_t family;
    bool hyphen;
    if (!may_be(w) || !find_signs(text, w, &s)) return false;
    if (!find_family(w, s.hyphens, &family, &hyphen)) return false;
    out->n = 0, out->tokens = w->n;
    for (uint32_t i = 0; i < w->n; i++) out->word[i] = w->tok[i].word;
    if (!put_syllables(&r, w, family)) return false;
    heed_apostrophes(out, s.apostrophes);
    return r.own || hyphen;
}

/* ---- ways -------------------------------------------------------------- */

/* The ranks of the syllables' ways for number `i`, where the last counts fastest; returns
 * their sum. */
static uint32_t ranks_of(const ms_wade *x, uint32_t i, uint32_t rank[MS_WADE_SYLLABLES])
{
    uint32_t sum = 0;
    for (uint32_t k = x->n; k-- > 0; i /= x->syllable[k].n) {
        rank[k] = i % x->syllable[k].n;
        sum += rank[k];
    }
    return sum;
}

/* The `k`th choice of ways, the likely ones first. */
static bool choose(const ms_wade *x, unsigned k, uint32_t rank[MS_WADE_SYLLABLES])
{
    uint32_t all = 1;
    for (uint32_t i = 0; i < x->n; i++) all *= x->syllable[i].n;
    if (k >= all) return false;
    for (uint32_t sum = 0;; sum++)
        for (uint32_t i = 0; i < all; i++)
            if (ranks_of(x, i, rank) == sum && k-- == 0) return true;
}

static void put(ms_token *t, ms_str s)
{
    memcpy(t->s + t->len, s.p, s.n);
    t->len = (uint8_t)(t->len + s.n);
}

bool ms_wade_read(const ms_wade *x, unsigned k, ms_words *out)
{
    uint32_t rank[MS_WADE_SYLLABLES];
    if (!choose(x, k, rank)) return false;
    out->n = x->tokens;
    for (uint32_t i = 0; i < x->tokens; i++) out->tok[i] = (ms_token){.word = x->word[i]};
    for (uint32_t i = 0; i < x->n; i++)
        put(&out->tok[x->syllable[i].token], x->syllable[i].way[rank[i]]);
    for (uint32_t i = 0; i < out->n; i++)
        if (out->tok[i].len == 1) out->tok[i].flags = MS_TOKEN_INITIAL;
    return true;
}
