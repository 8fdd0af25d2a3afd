#include <marsad/name.h>

#include "text/classes.h"
#include "text/fold.h"
#include "text/spell.h"
#include "text/translit.h"

/* A text while it is read: the word at hand as folded code points, and the tokens so far. */
typedef struct reader {
    ms_token tok[MS_NAME_TOKENS];
    uint32_t n;
    uint16_t word_no;
    bool cut;
    uint8_t readings;
    unsigned reading;
    bool whole; /* family and given name may be written in one word */
    uint32_t cp[MS_WORD_LETTERS];
    size_t cps;
    uint32_t letters; /* of the code points; the others are marks */
} reader;

static void put_token(reader *r, const char *s, size_t n, uint8_t flags)
{
    if (r->n == MS_NAME_TOKENS) {
        r->cut = true;
        return;
    }
    ms_token *t = &r->tok[r->n++];
    *t = (ms_token){.word = r->word_no, .len = (uint8_t)n, .flags = flags};
    memcpy(t->s, s, n);
    if (n == 1 && s[0] >= 'a') t->flags |= MS_TOKEN_INITIAL;
    for (size_t i = 0; i < n; i++)
        if (s[i] <= '9') t->flags |= MS_TOKEN_NUMBER;
}

static bool is_eastern(uint32_t cp)
{
    return (cp >= 0x1100 && cp <= 0x11FF) || (cp >= 0x3400 && cp <= 0x9FFF) ||
           (cp >= 0x20000 && cp <= 0x3FFFF);
}

/* True for one or two syllables of Han or Hangul: names that many people have. */
static bool is_short_eastern(const uint32_t *cp, size_t n)
{
    unsigned syllables = 0;
    for (size_t i = 0; i < n; i++) {
        if (cp[i] >= 0x1160 && cp[i] <= 0x11FF) continue;
        if (!is_eastern(cp[i]) || ++syllables > 2) return false;
    }
    return syllables > 0;
}

static uint8_t flags_of(const uint32_t *cp, size_t n)
{
    enum { BEHIND_LATIN = 0x370 };
    return (uint8_t)((n && cp[0] >= BEHIND_LATIN ? MS_TOKEN_SPELLED : 0) |
                     (is_short_eastern(cp, n) ? MS_TOKEN_KNOWN : 0));
}

static void put_word(reader *r, uint32_t *cp, size_t n)
{
    ms_spelling w;
    uint8_t flags = flags_of(cp, n);
    ms_spell(cp, n, r->reading, &w);
    if (w.abjad) flags |= MS_TOKEN_ABJAD;
    for (size_t at = 0; at < w.n; at += MS_TOKEN_LEN) {
        size_t left = w.n - at;
        put_token(r, w.s + at, left < MS_TOKEN_LEN ? left : MS_TOKEN_LEN, flags);
    }
    r->cut |= w.cut;
    if (w.readings > r->readings) r->readings = w.readings;
}

/* The Arabic article is written in one word with its noun: ال before two letters
 * or more (docs/scoring.md, "Tokens", 5). */
static size_t article(const reader *r)
{
    return r->cps > 2 && r->cp[0] == 0x627 && r->cp[1] == 0x644 && r->letters >= 4 ? 2 : 0;
}

static void end_word(reader *r)
{
    if (r->letters == 0) return;
    size_t head = article(r);
    if (!head && r->whole) head = ms_spell_family(r->cp, r->cps, r->reading);
    if (head) put_word(r, r->cp, head);
    put_word(r, r->cp + head, r->cps - head);
    r->word_no++;
    r->cps = 0, r->letters = 0;
}

/* A mark counts behind a letter and with a row of its own; an apostrophe, as geresh,
 * behind a Hebrew letter. */
static bool mark_counts(const reader *r, uint32_t *cp)
{
    uint32_t last = r->cps ? r->cp[r->cps - 1] : 0;
    if (ms_is_apostrophe(*cp)) {
        *cp = 0x5F3;
        return last >= 0x5D0 && last <= 0x5EA;
    }
    return last && ms_letter_known(*cp);
}

static void put_char(reader *r, uint32_t cp)
{
    int32_t folded[MS_FOLD_MAX];
    int count = ms_fold_char(cp, folded);
    for (int i = 0; i < count; i++) {
        uint32_t x = (uint32_t)folded[i];
        ms_char_class c = ms_char_class_of(x);
        if (c == MS_CHAR_BREAK) end_word(r);
        if (c == MS_CHAR_BREAK || (c == MS_CHAR_MARK && !mark_counts(r, &x))) continue;
        if (r->cps == MS_WORD_LETTERS) {
            r->cut = true;
            continue;
        }
        r->cp[r->cps++] = x;
        r->letters += c == MS_CHAR_LETTER;
    }
}

/* True when just one word of the text begins with a letter of Han or Hangul: then the
 * whole of a name may stand in it. */
static bool one_eastern_word(ms_str text)
{
    uint32_t words = 0;
    bool in = false;
    for (size_t i = 0; i < text.n && words < 2;) {
        uint32_t cp;
        int32_t folded[MS_FOLD_MAX];
        i += ms_utf8_decode(text.p + i, text.n - i, &cp);
        int count = ms_fold_char(cp, folded);
        for (int k = 0; k < count; k++) {
            ms_char_class c = ms_char_class_of((uint32_t)folded[k]);
            if (c == MS_CHAR_LETTER && !in) words += is_eastern((uint32_t)folded[k]);
            in = c == MS_CHAR_BREAK ? false : in || c == MS_CHAR_LETTER;
        }
    }
    return words == 1;
}

static ms_word_class class_of(const ms_token *t)
{
    return ms_word_class_of((ms_str){t->s, t->len}, MS_NAME_ANY);
}

static bool is_article(const ms_token *t)
{
    ms_word_class c = class_of(t);
    return c.minor && ms_str_eq(c.canonical, MS_STR("al"));
}

/* Puts the letters of `next` behind those of `t`; false where they stay apart. */
static bool append(ms_token *t, const ms_token *next)
{
    if (t->len + next->len > MS_TOKEN_LEN || (t->flags | next->flags) & MS_TOKEN_NUMBER)
        return false;
    memcpy(t->s + t->len, next->s, next->len);
    t->len = (uint8_t)(t->len + next->len);
    t->flags = (uint8_t)((t->flags | next->flags) & ~MS_TOKEN_INITIAL);
    return true;
}

/* Joins `t` to the last of the `*n` tokens where it ends a name that is written apart
 * ("Hidayat Ullah", "Salah al-Din"); false where it does not. */
static bool join_back(ms_token *tok, uint32_t *n, const ms_token *t)
{
    ms_word_class c = class_of(t);
    uint32_t skip = c.tail && *n > 1 && is_article(&tok[*n - 1]) ? 1 : 0;
    if (!c.ends && !skip) return false;
    if (*n <= skip || class_of(&tok[*n - 1 - skip]).minor) return false;
    if (!append(&tok[*n - 1 - skip], t)) return false;
    *n -= skip;
    return true;
}

/* Makes one token of a joining word, an article behind it, and the next; and of a
 * name and what ends it. */
static void join_tokens(reader *r)
{
    uint32_t out = 0;
    for (uint32_t i = 0; i < r->n;) {
        ms_token t = r->tok[i++];
        bool joins = class_of(&t).joins;
        for (int k = 0; joins && k < 2 && i < r->n; k++) {
            const ms_token *next = &r->tok[i];
            if (!append(&t, next)) break;
            i++;
            joins = is_article(next);
        }
        if (!join_back(r->tok, &out, &t)) r->tok[out++] = t;
    }
    r->n = out;
}

static void weigh(ms_token *t, ms_name_kind kind)
{
    ms_str s = {t->s, t->len};
    ms_word_class c = ms_word_class_of(s, kind);
    if (!c.minor) {
        bool known;
        t->weight = ms_word_rarity(s, t->flags & MS_TOKEN_ABJAD, &known);
        if (known) t->flags |= MS_TOKEN_KNOWN;
        return;
    }
    t->flags = (uint8_t)((t->flags | MS_TOKEN_MINOR) & ~MS_TOKEN_INITIAL);
    t->weight = c.weight;
    memset(t->s, 0, sizeof t->s);
    memcpy(t->s, c.canonical.p, c.canonical.n);
    t->len = (uint8_t)c.canonical.n;
}

static void start(reader *r, ms_str text, ms_name_kind kind, unsigned reading)
{
    r->n = 0, r->word_no = 0, r->cut = false, r->readings = 1, r->reading = reading;
    r->cps = 0, r->letters = 0, r->whole = false;
    if (kind != MS_NAME_PERSON && kind != MS_NAME_ANY) return;
    for (size_t i = 0; i < text.n && !r->whole; i++)
        r->whole = (unsigned char)text.p[i] >= 0xE1;
    if (r->whole) r->whole = one_eastern_word(text);
}

/* Prepares one reading; `*readings` is how many the letters of the text tell apart. */
static ms_rc prepare(ms_str text, ms_name_kind kind, unsigned reading, ms_arena *a,
                     ms_name *out, uint8_t *readings)
{
    reader r;
    ms_str seen = {text.p, text.n < MS_NAME_TEXT_MAX ? text.n : MS_NAME_TEXT_MAX};
    start(&r, seen, kind, reading);
    for (size_t i = 0; i < seen.n;) {
        uint32_t cp;
        i += ms_utf8_decode(seen.p + i, seen.n - i, &cp);
        put_char(&r, cp);
    }
    end_word(&r);
    r.cut |= seen.n < text.n;
    join_tokens(&r);
    *out = (ms_name){.n = r.n, .kind = kind, .cut = r.cut, .text = text};
    *readings = r.readings;
    for (uint32_t i = 0; i < r.n; i++) {
        weigh(&r.tok[i], kind);
        out->weight += r.tok[i].weight;
    }
    ms_token *tok = ms_arena_array(a, r.n, sizeof *tok);
    if (!tok) return MS_ENOMEM;
    if (r.n) memcpy(tok, r.tok, r.n * sizeof *tok);
    out->tok = tok;
    return MS_OK;
}

ms_rc ms_name_prepare(ms_str text, ms_name_kind kind, ms_arena *a, ms_name *out)
{
    uint8_t readings;
    return prepare(text, kind, 0, a, out, &readings);
}

static bool same_tokens(const ms_name *x, const ms_name *y)
{
    return x->n == y->n && (x->n == 0 || !memcmp(x->tok, y->tok, x->n * sizeof *x->tok));
}

ms_rc ms_name_readings(ms_str text, ms_name_kind kind, ms_arena *a, ms_name out[MS_READINGS],
                       uint32_t *n)
{
    uint8_t readings, ignored;
    ms_rc rc = prepare(text, kind, 0, a, &out[0], &readings);
    *n = rc == MS_OK;
    for (unsigned k = 1; k < readings && k < MS_READINGS && rc == MS_OK; k++) {
        bool known = false;
        rc = prepare(text, kind, k, a, &out[*n], &ignored);
        for (uint32_t i = 0; i < *n && rc == MS_OK; i++)
            known |= same_tokens(&out[i], &out[*n]);
        *n += rc == MS_OK && !known;
    }
    return rc;
}
