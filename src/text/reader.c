#include "text/reader.h"

#include <utf8proc.h>

#include "text/fold.h"
#include "text/spell.h"
#include "text/translit.h"

/* A text while it is read: the word at hand as folded code points. */
typedef struct reader {
    ms_words *out;
    bool types; /* an organisation's type may be written in one word with its name */
    uint16_t word_no;
    unsigned reading;
    bool whole; /* family and given name may be written in one word */
    uint32_t cp[MS_WORD_LETTERS];
    size_t cps;
    uint32_t letters; /* of the code points; the others are marks */
    size_t capitals;  /* where capitals behind a small letter begin that end the word */
    uint32_t n_capitals;
    bool small;     /* the last letter is small */
    uint8_t dotted; /* MS_READ_DOTTED when a full stop alone stands before the word */
    uint32_t gap;   /* the last of what stands before the word, and ends one */
    bool says;      /* it says that a family name has ended */
} reader;

static void put_token(reader *r, const char *s, size_t n, uint8_t flags)
{
    ms_words *w = r->out;
    if (w->n == MS_NAME_TOKENS) {
        w->cut = true;
        return;
    }
    ms_token *t = &w->tok[w->n++];
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

/* True for one or two syllables of the East: few enough for people to tell them apart. */
static bool is_syllables(const uint32_t *cp, size_t n)
{
    size_t syllables = 0;
    for (size_t i = 0; i < n; i++) {
        bool begins = !(cp[i] >= 0x1160 && cp[i] <= 0x11FF);
        if (begins && !is_eastern(cp[i])) return false;
        syllables += begins;
    }
    return syllables == 1 || syllables == 2;
}

enum { BEHIND_LATIN = 0x370 };

/* Spells a word or a part of one; `flags` are of its first token. */
static void put_word(reader *r, uint32_t *cp, size_t n, uint8_t flags)
{
    ms_spelling w;
    uint8_t from = is_syllables(cp, n) ? MS_TOKEN_KNOWN : 0;
    if (n && cp[0] >= BEHIND_LATIN) from |= MS_TOKEN_SPELLED; /* spelling moves letters */
    ms_spell(cp, n, r->reading, &w);
    for (size_t at = 0; at < w.n; at += MS_TOKEN_LEN) {
        size_t left = w.n - at;
        put_token(r, w.s + at, left < MS_TOKEN_LEN ? left : MS_TOKEN_LEN,
                  (uint8_t)(flags | from | (w.abjad ? MS_TOKEN_ABJAD : 0)));
        flags = 0;
    }
    r->out->cut |= w.cut;
    if (w.readings > r->out->readings) r->out->readings = w.readings;
}

/* The Arabic article is written in one word with its noun: ال before two letters
 * or more (docs/scoring.md, "Tokens", 5). */
static size_t article(const reader *r)
{
    return r->cps > 2 && r->cp[0] == 0x627 && r->cp[1] == 0x644 && r->letters >= 4 ? 2 : 0;
}

/* The word may begin or end with a legal form of the East. */
static bool has_type(const reader *r)
{
    return r->types && (is_eastern(r->cp[0]) || is_eastern(r->cp[r->cps - 1]));
}

/* Where two capitals or more end the word behind a small letter ("SiemensAG"). */
static size_t glued(const reader *r)
{
    return r->types && r->n_capitals >= 2 ? r->capitals : 0;
}

/* Counts what stood before the word at hand. */
static void end_gap(reader *r)
{
    if (r->says && r->word_no) r->out->said++, r->out->family = r->word_no;
    r->says = false, r->gap = 0;
}

static void end_word(reader *r)
{
    if (r->letters == 0) return;
    end_gap(r);
    size_t head = article(r);
    if (!head && r->whole) head = ms_spell_family(r->cp, r->cps, r->reading);
    if (!head && has_type(r)) head = ms_spell_legal(r->cp, r->cps, r->reading);
    size_t tail = head ? 0 : glued(r);
    if (tail) head = tail;
    if (head) put_word(r, r->cp, head, r->dotted);
    put_word(r, r->cp + head, r->cps - head, tail ? MS_READ_GLUED : head ? 0 : r->dotted);
    r->word_no++;
    r->cps = 0, r->letters = 0, r->n_capitals = 0, r->small = false;
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

/* Counts capitals, as written, from the one behind a small letter on. */
static void see_case(reader *r, uint32_t cp)
{
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
    bool capital = c == UTF8PROC_CATEGORY_LU;
    if (capital && r->small) r->capitals = r->cps, r->n_capitals = 1;
    else r->n_capitals = capital && r->n_capitals ? r->n_capitals + 1 : 0;
    r->small = c == UTF8PROC_CATEGORY_LL;
}

/* Lists write "family, given", carriers "FAMILY/GIVEN", machine-readable zones
 * "FAMILY<<GIVEN". */
static void put_break(reader *r, uint32_t cp)
{
    enum { ARABIC_COMMA = 0x60C };
    bool first = r->letters > 0;
    end_word(r);
    r->says |= cp == ',' || cp == '/' || cp == ARABIC_COMMA || (cp == '<' && r->gap == '<');
    r->gap = cp;
    r->dotted = cp == '.' && first ? MS_READ_DOTTED : 0;
}

static void put_char(reader *r, uint32_t cp)
{
    int32_t folded[MS_FOLD_MAX];
    int count = ms_fold_char(cp, folded);
    for (int i = 0; i < count; i++) {
        uint32_t x = (uint32_t)folded[i];
        ms_char_class c = ms_char_class_of(x);
        if (c == MS_CHAR_BREAK) put_break(r, x);
        if (c == MS_CHAR_BREAK || (c == MS_CHAR_MARK && !mark_counts(r, &x))) continue;
        if (r->cps == MS_WORD_LETTERS) {
            r->out->cut = true;
            continue;
        }
        if (c == MS_CHAR_LETTER && i == 0 && r->types) see_case(r, cp);
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

/* A quick look for bytes that may begin a letter of Han or Hangul. */
static bool family_may_be_in(ms_str text, ms_name_kind kind)
{
    if (kind != MS_NAME_PERSON && kind != MS_NAME_ANY) return false;
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0xE1) return true;
    return false;
}

void ms_read_words(ms_str text, ms_name_kind kind, unsigned reading, ms_words *out)
{
    reader r;
    r.out = out, r.reading = reading, r.word_no = 0;
    r.cps = 0, r.letters = 0, r.n_capitals = 0, r.small = false, r.dotted = 0;
    r.gap = 0, r.says = false;
    out->n = 0, out->said = 0, out->family = 0, out->readings = 1,
    out->cut = text.n > MS_NAME_TEXT_MAX;
    if (out->cut) text.n = MS_NAME_TEXT_MAX;
    r.types = kind == MS_NAME_ORGANIZATION || kind == MS_NAME_ANY;
    r.whole = family_may_be_in(text, kind) && one_eastern_word(text);
    for (size_t i = 0; i < text.n;) {
        uint32_t cp;
        i += ms_utf8_decode(text.p + i, text.n - i, &cp);
        put_char(&r, cp);
    }
    end_word(&r);
}
