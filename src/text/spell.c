#include "text/spell.h"

#include "text/fold.h"
#include "text/translit.h"

/* A word while it is spelled. */
typedef struct speller {
    uint32_t *cp;
    size_t n, at;
    unsigned reading;
    ms_spelling *out;
    ms_str vowel;      /* of the last consonant, while nothing has replaced it */
    uint8_t drop;      /* where that vowel is not spoken */
    bool kept;         /* it is spoken at the end behind a consonant without vowel */
    uint32_t before;   /* letters before the last consonant */
    size_t moved;      /* where a preposed sign stands now; 0 for nowhere */
    bool vowel_before; /* the last consonant follows a vowel */
    bool conjunct;     /* it follows a consonant that has lost its vowel */
    bool second;       /* it is of the second series */
    bool killed;       /* a virama has just been read */
    bool doubled;      /* the next consonant is to be doubled */
    bool open;         /* a consonant without vowel closes the syllable here */
    bool written;      /* short vowels are written in this word */
} speller;

static void put(speller *s, ms_str x)
{
    ms_spelling *o = s->out;
    size_t room = MS_WORD_LETTERS - o->n;
    if (x.n > room) o->cut = true, x.n = room;
    if (x.n) memcpy(o->s + o->n, x.p, x.n);
    o->n += (uint32_t)x.n;
}

static bool is_hangul_behind(uint32_t cp)
{
    return cp >= 0x1160 && cp <= 0x11FF; /* conjoining vowels and finals */
}

/* The class of the code point at `i` by itself. */
static ms_letter_class class_at(const speller *s, size_t i)
{
    ms_letters l;
    if (i >= s->n || !ms_letter_classed(s->cp[i])) return MS_LETTER_PLAIN;
    ms_letter_rows rows = ms_letter_rows_of(s->cp + i, 1, s->reading);
    return ms_letter_next(&rows, &l) ? l.class : MS_LETTER_PLAIN;
}

static bool sign_at(const speller *s, size_t i)
{
    ms_letter_class c = class_at(s, i);
    return c == MS_LETTER_SIGN || c == MS_LETTER_SIGN2 || c == MS_LETTER_QUIET ||
           (c == MS_LETTER_PREPOSED && i == s->moved);
}

/* How many consonants without a vowel of their own stand from `i` on; a few are
 * enough to tell. */
static size_t bare_consonants(const speller *s, size_t i)
{
    enum { ENOUGH = 8 };
    size_t n = 0;
    while (n < ENOUGH && class_at(s, i + n) == MS_LETTER_CONSONANT && !sign_at(s, i + n + 1))
        n++;
    return n;
}

/* Rows for a part of a name that stands in one word with the rest; they spell no others. */
static bool is_name_word(const ms_letters *l)
{
    return l->class == MS_LETTER_FAMILY || l->class == MS_LETTER_LEGAL;
}

static bool holds(const speller *s, const ms_letters *l, size_t len)
{
    size_t end = s->at + len;
    /* A row must not end within a syllable block. */
    if (len > 1 && end < s->n && s->cp[end] >= 0x11A8 && s->cp[end] <= 0x11FF) return false;
    if (l->class == MS_LETTER_SIGN2 && !s->second) return false;
    if (is_name_word(l) && len < s->n) return false;
    switch (l->where) {
    case MS_WHERE_ANY: return true;
    case MS_WHERE_BEGIN: return s->at == 0;
    case MS_WHERE_END: return end == s->n;
    case MS_WHERE_WHOLE: return s->at == 0 && end == s->n;
    case MS_WHERE_TAIL: return s->open && bare_consonants(s, end - 1) % 2 == 1;
    }
    return false;
}

/* Rows that say where they hold come before those that hold anywhere. */
static bool placed(const ms_letters *l)
{
    return l->where != MS_WHERE_ANY || l->class == MS_LETTER_SIGN2 || is_name_word(l);
}

/* The row for what stands at `s->at`: of those that hold, the longest; of these one that
 * says where it holds; then the first.  Gives how many code points it has; 0 without a
 * row. */
static size_t find(const speller *s, ms_letters *out)
{
    size_t best = 0, len;
    ms_letters l;
    ms_letter_rows rows = ms_letter_rows_of(s->cp + s->at, s->n - s->at, s->reading);
    while ((len = ms_letter_next(&rows, &l)) > 0) {
        if (len == best && (placed(out) || !placed(&l))) continue;
        if (!holds(s, &l, len)) continue;
        *out = l;
        best = len;
    }
    return best;
}

/* Puts the vowel of the last consonant, if it still has one. */
static void settle(speller *s)
{
    put(s, s->vowel);
    s->vowel = (ms_str){NULL, 0};
}

/* "tch" for a doubled "ch", otherwise the first letter twice. */
static void put_double(speller *s, ms_str latin)
{
    if (!s->doubled || !latin.n) return;
    put(s, latin.p[0] == 'c' ? MS_STR("t") : (ms_str){latin.p, 1});
    s->doubled = false;
}

static void put_plain(speller *s, ms_str latin)
{
    settle(s);
    put_double(s, latin);
    put(s, latin);
    s->before = s->out->n;
}

static void put_consonant(speller *s, const ms_letters *l, size_t len)
{
    bool spoken = s->drop < 2 || s->conjunct || !s->vowel_before || !sign_at(s, s->at + len);
    if (spoken) settle(s);
    const ms_spelling *o = s->out;
    s->vowel_before = o->n && ms_is_vowel(o->s[o->n - 1]);
    s->conjunct = s->killed;
    s->killed = false;
    s->second = l->class == MS_LETTER_CONSONANT2;
    s->before = o->n;
    put_double(s, l->latin);
    put(s, l->latin);
    size_t bare = l->closed.p ? bare_consonants(s, s->at + len - 1) : 0;
    bool closed = bare && bare % 2 == 0;
    s->vowel = closed ? l->closed : l->vowel;
    s->drop = l->drop;
    s->kept = l->kept;
    s->open = closed;
}

static void put_sign(speller *s, const ms_letters *l)
{
    s->vowel = (ms_str){NULL, 0};
    put(s, l->latin);
    s->open = true;
}

/* Exchanges a vowel that is written before its consonant with it; false where none
 * follows. */
static bool move_behind(speller *s)
{
    size_t i = s->at;
    ms_letter_class next = class_at(s, i + 1);
    if (s->moved == i && i) return false;
    if (next != MS_LETTER_CONSONANT && next != MS_LETTER_CONSONANT2) return false;
    uint32_t sign = s->cp[i];
    s->cp[i] = s->cp[i + 1];
    s->cp[i + 1] = sign;
    s->moved = i + 1;
    return true;
}

static void put_row(speller *s, const ms_letters *l, size_t len)
{
    switch (l->class) {
    case MS_LETTER_CONSONANT:
    case MS_LETTER_CONSONANT2: put_consonant(s, l, len); return;
    case MS_LETTER_SIGN:
    case MS_LETTER_SIGN2:
    case MS_LETTER_PREPOSED: put_sign(s, l); return;
    case MS_LETTER_MEDIAL: put(s, l->latin); return;
    case MS_LETTER_VIRAMA:
        s->vowel = (ms_str){NULL, 0};
        s->killed = true;
        return;
    case MS_LETTER_QUIET:
        s->vowel = (ms_str){NULL, 0};
        s->open = false;
        if (s->before < s->out->n) s->out->n = s->before;
        return;
    case MS_LETTER_DOUBLE: s->doubled = true; return;
    case MS_LETTER_ABJAD: s->out->abjad = true; break;
    case MS_LETTER_WRITTEN: s->written = true; break;
    case MS_LETTER_FAMILY:
    case MS_LETTER_LEGAL:
    case MS_LETTER_PLAIN: break;
    }
    put_plain(s, l->latin);
}

/* A letter without a row is spelled as its number, so that equal letters stay equal. */
static void put_number(speller *s, uint32_t cp)
{
    char buf[10];
    size_t n = sizeof buf;
    do buf[--n] = (char)('0' + cp % 10);
    while (cp /= 10);
    put_plain(s, (ms_str){buf + n, sizeof buf - n});
}

/* Spells what stands at `s->at` and goes behind it. */
static void put_next(speller *s)
{
    uint32_t cp = s->cp[s->at];
    ms_letters l;
    if (cp < 0x80) {
        char c = (char)cp;
        put_plain(s, (ms_str){&c, 1});
        s->at++;
        return;
    }
    size_t len = find(s, &l);
    if (len && l.class == MS_LETTER_PREPOSED && move_behind(s)) len = find(s, &l);
    if (len) {
        put_row(s, &l, len);
        if (l.readings > s->out->readings) s->out->readings = l.readings;
    } else {
        put_number(s, cp);
    }
    s->at += len ? len : 1;
}

void ms_spell(uint32_t *cp, size_t n, unsigned reading, ms_spelling *out)
{
    speller s = {.cp = cp, .n = n, .reading = reading, .out = out};
    out->n = 0, out->readings = 1, out->abjad = false, out->cut = false;
    while (s.at < n) put_next(&s);
    if (!s.drop || (s.conjunct && s.kept)) settle(&s);
    if (s.written) out->abjad = false;
}

/* Letters as people count them: a syllable of Hangul is one. */
static size_t count_letters(const uint32_t *cp, size_t n)
{
    size_t letters = 0;
    for (size_t i = 0; i < n; i++) letters += !is_hangul_behind(cp[i]);
    return letters;
}

/* What of a word the first `len` code points may be. */
typedef bool part_fits(const uint32_t *cp, size_t n, size_t len);

/* The longest row of the class with which the word begins and that fits; 0 without one. */
static size_t longest_part(const uint32_t *cp, size_t n, unsigned reading,
                           ms_letter_class class, part_fits *fits)
{
    size_t best = 0, len;
    ms_letters l;
    ms_letter_rows rows = ms_letter_rows_of(cp, n, reading);
    while ((len = ms_letter_next(&rows, &l)) > 0)
        if (l.class == class && fits(cp, n, len)) best = len;
    return best;
}

static bool is_whole(const uint32_t *cp, size_t n, size_t len)
{
    (void)cp;
    return len == n;
}

static bool is_begin(const uint32_t *cp, size_t n, size_t len)
{
    return len < n && !is_hangul_behind(cp[len]);
}

static bool is_family(const uint32_t *cp, size_t n, size_t len)
{
    if (!is_begin(cp, n, len)) return false;
    size_t own = count_letters(cp, len), given = count_letters(cp + len, n - len);
    return given <= (own > 1 ? 3 : 2);
}

size_t ms_spell_family(const uint32_t *cp, size_t n, unsigned reading)
{
    return longest_part(cp, n, reading, MS_LETTER_FAMILY, is_family);
}

size_t ms_spell_legal(const uint32_t *cp, size_t n, unsigned reading)
{
    size_t begin = n ? longest_part(cp, n, reading, MS_LETTER_LEGAL, is_begin) : 0;
    for (size_t at = 1; at < n && n - at >= begin; at++)
        if (longest_part(cp + at, n - at, reading, MS_LETTER_LEGAL, is_whole)) return at;
    return begin;
}
