#include "tokens.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "ref.h"
#include "rows.h"
#include "spelling.h"
#include "wade.h"

/* ---- tables ------------------------------------------------------------ */

/* The rows of a table, each "\n" + cells, split by tabs. */
static char *rarity;

static ref_rows minor, types, numbers;

/* The text of a file of data/ behind a line end.  The caller frees. */
static char *read_table(const char *root, const char *file)
{
    enum { ROOM = 1 << 20 };
    char path[4096], *text = calloc(1, ROOM);
    snprintf(path, sizeof path, "%s/data/%s", root, file);
    FILE *f = fopen(path, "r");
    if (!f || !text) {
        perror(path);
        abort();
    }
    *text = '\n';
    if (fread(text + 1, 1, ROOM - 2, f) == ROOM - 2) abort();
    fclose(f);
    return text;
}

/* Cell `col` (from 1) of the row of `key`, in `out`; false without such a row. */
static bool look_up(const char *table, const char *key, int col, char out[64])
{
    char start[64];
    snprintf(start, sizeof start, "\n%s\t", key);
    const char *p = strstr(table, start);
    out[0] = 0;
    if (!p) return false;
    for (p++; col > 0 && *p && *p != '\n'; p++)
        if (*p == '\t') col--;
    if (col == 0) snprintf(out, 64, "%.*s", (int)strcspn(p, "\t\n"), p);
    return true;
}

/* ---- the twin ---------------------------------------------------------- */

typedef struct piece {
    char s[MS_TOKEN_LEN + 1];
    bool abjad;
    bool syllables; /* one or two of the East, and nothing else */
    bool spelled;   /* from other letters than Latin ones */
    bool dotted;    /* nothing but a full stop stands before its word */
    bool capitals;  /* it was cut off as rule 5 says of them */
    uint32_t gaps;  /* how many before it say that a family name ends there */
    uint32_t word;  /* how many stand before its first */
    const ref_row *row;
} piece;

/* A word as it is gathered. */
typedef struct word {
    uint32_t cp[REF_WORD];
    size_t n;
    uint32_t letters;
    char before;         /* the category of the last letter as written, 'u' or 'l' */
    size_t from;         /* where capitals begin behind a small letter */
    uint32_t n_capitals; /* of these */
    bool dotted;
} word;

typedef struct pieces {
    piece at[MS_NAME_TEXT_MAX];
    uint32_t n;
    uint32_t words, gaps; /* so far; of these, the ones that say so */
    unsigned k, readings; /* the reading, and how many there are */
    bool whole;           /* one word may be family and given name */
    bool types;           /* capitals may be cut off */
} pieces;

static bool is_syllables(const uint32_t *cp, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        bool vowel_or_end = cp[i] >= 0x1160 && cp[i] <= 0x11FF;
        bool first = (cp[i] >= 0x1100 && cp[i] <= 0x115F) ||
                     (cp[i] >= 0x3400 && cp[i] <= 0x9FFF) ||
                     (cp[i] >= 0x20000 && cp[i] <= 0x3FFFF);
        if (!first && !vowel_or_end) return false;
        if (first) count++;
    }
    return count == 1 || count == 2;
}

static void add_pieces(pieces *out, const char *s, size_t n, piece like)
{
    for (size_t at = 0; at < n; at += MS_TOKEN_LEN) {
        piece *p = &out->at[out->n++];
        size_t len = n - at < MS_TOKEN_LEN ? n - at : MS_TOKEN_LEN;
        *p = like;
        memcpy(p->s, s + at, len);
    }
}

/* Returns the first piece of the word. */
static piece *add_word(pieces *out, uint32_t *cp, size_t n)
{
    static ref_word w;
    static piece none;
    uint32_t at = out->n;
    piece like = {.syllables = is_syllables(cp, n),
                  .spelled = n && cp[0] >= 0x370,
                  .gaps = out->gaps,
                  .word = out->words};
    ref_spell(cp, n, out->k, &w);
    like.abjad = w.abjad;
    add_pieces(out, w.s, strlen(w.s), like);
    if (w.readings > out->readings) out->readings = w.readings;
    return out->n > at ? &out->at[at] : &none;
}

static void end_word(word *w, pieces *out)
{
    size_t cut = 0;
    bool capitals = false;
    if (w->letters >= 4 && w->cp[0] == 0x627 && w->cp[1] == 0x644) cut = 2;
    else if (w->letters && out->whole) cut = ref_family(w->cp, w->n, out->k);
    if (!cut && w->letters && out->types) cut = ref_legal(w->cp, w->n, out->k);
    if (!cut && w->letters && out->types && w->n_capitals >= 2) cut = w->from, capitals = true;
    if (cut) add_word(out, w->cp, cut)->dotted = w->dotted;
    if (w->letters) {
        piece *p = add_word(out, w->cp + cut, w->n - cut);
        p->capitals = capitals;
        p->dotted = !cut && w->dotted;
        out->words++;
    }
    memset(w, 0, sizeof *w);
}

enum what { LETTER, MARK, APOSTROPHE, LEFT_OUT, OTHER };

static enum what what_is(uint32_t cp)
{
    static const uint32_t apostrophes[] = {'\'',   '`',    0xB4,  0x2018, 0x2019,
                                           0x201B, 0x2032, 0x5F3, 0x5F4};
    const char *category = utf8proc_category_string((utf8proc_int32_t)cp);
    for (size_t i = 0; i < sizeof apostrophes / sizeof *apostrophes; i++)
        if (cp == apostrophes[i]) return APOSTROPHE;
    if (cp >= 0x2B0 && cp <= 0x2FF) return APOSTROPHE;
    if (category[0] == 'L' || category[0] == 'N') return LETTER;
    if (category[0] == 'M') return MARK;
    return !strcmp(category, "Cf") ? LEFT_OUT : OTHER;
}

/* Rule 5, capitals: `cp` as written begins with a letter, which `w` has not yet. */
static void see_capital(word *w, uint32_t cp)
{
    const char *category = utf8proc_category_string((utf8proc_int32_t)cp);
    bool capital = !strcmp(category, "Lu"), first = capital && w->before == 'l';
    if (w->n == REF_WORD) return;
    if (first) w->from = w->n;
    w->n_capitals = !capital ? 0 : first ? 1 : w->n_capitals ? w->n_capitals + 1 : 0;
    w->before = !strcmp(category, "Ll") ? 'l' : 'u';
}

/* Rule 2: puts a decomposed code point behind the word, where it belongs to it. */
static void add_to_word(word *w, uint32_t cp, enum what what)
{
    uint32_t before = w->n ? w->cp[w->n - 1] : 0;
    bool belongs = what == LETTER || (what == MARK && w->n && ref_has_row(cp));
    if (what == APOSTROPHE && before >= 0x5D0 && before <= 0x5EA) belongs = true, cp = 0x5F3;
    if (!belongs || w->n == REF_WORD) return;
    w->cp[w->n++] = cp;
    w->letters += what == LETTER;
}

/* Rules 1 and 2: the decomposed code points of the text, bytes that are not UTF-8 and NUL
 * as blanks; in `*written` the code point as written, at the first of those that it gives.
 * The caller frees both. */
static uint32_t *decompose(ms_str text, size_t *n, uint32_t **written)
{
    uint32_t *out = malloc((text.n + 1) * 20 * sizeof *out);
    *written = calloc((text.n + 1) * 20, sizeof **written);
    if (!out || !*written) abort();
    if (text.n > MS_NAME_TEXT_MAX) text.n = MS_NAME_TEXT_MAX;
    *n = 0;
    for (size_t at = 0; at < text.n;) {
        utf8proc_int32_t cp;
        utf8proc_uint8_t one[5] = {0}, *folded;
        utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)text.p + at,
                                                (utf8proc_ssize_t)(text.n - at), &cp);
        if (len <= 0 || !cp) cp = ' ', len = 1;
        at += (size_t)len;
        utf8proc_ssize_t bytes =
            utf8proc_map(one, utf8proc_encode_char(cp, one), &folded,
                         UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
        if (bytes < 0) abort();
        (*written)[*n] = (uint32_t)cp;
        for (utf8proc_ssize_t i = 0; i < bytes; out[(*n)++] = (uint32_t)cp)
            i += utf8proc_iterate(folded + i, bytes - i, &cp);
        free(folded);
    }
    return out;
}

/* Rule 5: whether exactly one word begins with a letter of Han or Hangul. */
static bool one_word(const uint32_t *cp, size_t n)
{
    int words = 0;
    bool begun = false;
    for (size_t i = 0; i < n; i++) {
        enum what what = what_is(cp[i]);
        if (what == OTHER) begun = false;
        if (what != LETTER || begun) continue;
        begun = true;
        words += (cp[i] >= 0x1100 && cp[i] <= 0x11FF) || (cp[i] >= 0x3400 && cp[i] <= 0x9FFF) ||
                 (cp[i] >= 0x20000 && cp[i] <= 0x3FFFF);
    }
    return words == 1;
}

/* Rule 16: whether the gap before place `i` says that a family name ends in it. */
static bool says(const uint32_t *cp, size_t i)
{
    uint32_t behind = 0;
    while (i-- > 0) {
        enum what what = what_is(cp[i]);
        if (what == LETTER) return false;
        if (what != OTHER) continue;
        if (cp[i] == ',' || cp[i] == '/' || cp[i] == 0x60C) return true;
        if (cp[i] == '<' && behind == '<') return true;
        behind = cp[i];
    }
    return false;
}

/* Rules 1 to 6 but for the count of tokens. */
static void split_words(ms_str text, ms_name_kind kind, unsigned reading, pieces *out)
{
    word w = {.n = 0};
    size_t n;
    uint32_t *written, *cp = decompose(text, &n, &written);
    out->n = 0, out->k = reading, out->readings = 1, out->words = 0, out->gaps = 0;
    out->whole = (kind == MS_NAME_PERSON || kind == MS_NAME_ANY) && one_word(cp, n);
    out->types = kind == MS_NAME_ORGANIZATION || kind == MS_NAME_ANY;
    for (size_t i = 0; i < n; i++) {
        enum what what = what_is(cp[i]);
        bool word_before = w.letters > 0;
        if (what == LETTER && w.letters == 0 && out->words > 0) out->gaps += says(cp, i);
        if (what == LETTER && written[i]) see_capital(&w, written[i]);
        if (what != OTHER) {
            add_to_word(&w, cp[i], what);
        } else {
            end_word(&w, out);
            w.dotted = word_before && cp[i] == '.';
        }
    }
    end_word(&w, out);
    free(cp);
    free(written);
}

/* Rule 10: the letters of a row in every reading. */
static void add_line(ref_rows *t, const char *line)
{
    static pieces p;
    unsigned readings = 1;
    for (unsigned k = 0; k < readings && k < MS_READINGS; k++) {
        char letters[8 * REF_WORD] = "";
        split_words((ms_str){line, strcspn(line, "\t")}, MS_NAME_THING, k, &p);
        if (k == 0) readings = p.readings;
        for (uint32_t i = 0; i < p.n; i++) strcat(letters, p.at[i].s);
        if (letters[0] && strlen(letters) <= REF_ROW_LETTERS) ref_rows_add(t, letters, line);
    }
}

static void load_words(ref_rows *t, const char *root, const char *file)
{
    char *text = read_table(root, file);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
        if (*line != '#') add_line(t, line);
    free(text);
}

void ref_tokens_load(const char *root)
{
    ref_spelling_load(root);
    ref_wade_load(root);
    rarity = read_table(root, "rarity.tsv");
    load_words(&minor, root, "minor.tsv");
    load_words(&types, root, "organization_types/house.tsv");
    load_words(&types, root, "organization_types/rigour.tsv");
    load_words(&numbers, root, "numbers.tsv");
}

void ref_tokens_unload(void)
{
    free(rarity);
    ref_rows_free(&minor);
    ref_rows_free(&types);
    ref_rows_free(&numbers);
    ref_spelling_unload();
}

static bool has_digit(const char *s)
{
    return strpbrk(s, "0123456789") != NULL;
}

/* Rules 7 and 9: puts `next` behind `p`; false when it may not. */
static bool join(piece *p, const piece *next)
{
    if (strlen(p->s) + strlen(next->s) > MS_TOKEN_LEN) return false;
    if (has_digit(p->s) || has_digit(next->s)) return false;
    strcat(p->s, next->s);
    p->abjad |= next->abjad;
    p->syllables = false;
    p->spelled |= next->spelled;
    return true;
}

/* Rule 7. */
static void settle_capitals(pieces *x)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        bool stays = !x->at[i].capitals || n == 0 || ref_rows_first(&types, x->at[i].s);
        if (stays || !join(&x->at[n - 1], &x->at[i])) x->at[n++] = x->at[i];
    }
    x->n = n;
}

/* Rule 8. */
static void read_digits(piece *p)
{
    char was[MS_TOKEN_LEN + 1];
    memcpy(was, p->s, sizeof was);
    for (size_t i = 1; was[0] && was[i + 1]; i++) {
        static const char digits[] = "01345789", letters[] = "oieastbg";
        const char *d = strchr(digits, was[i]);
        if (d && isalpha((unsigned char)was[i - 1]) && isalpha((unsigned char)was[i + 1]))
            p->s[i] = letters[d - digits];
    }
}

static bool kind_is(const ref_row *r, const char *kind)
{
    return r && !strcmp(r->kind, kind);
}

/* Rule 8, titles: how many letters of `s` stand before one, or 0. */
static size_t before_title(const char *s)
{
    char name[MS_TOKEN_LEN + 1], cell[64];
    if (look_up(rarity, s, 1, cell)) return 0;
    for (size_t i = 3; s[0] && i < strlen(s); i++)
        for (const ref_row *r = ref_rows_first(&minor, s + i); r; r = r->next)
            if (!strcmp(r->letters, s + i) && kind_is(r, "glued")) {
                snprintf(name, sizeof name, "%.*s", (int)i, s);
                return look_up(rarity, name, 1, cell) ? i : 0;
            }
    return 0;
}

static void cut_titles(pieces *x)
{
    for (uint32_t i = 0; i < x->n && x->n < MS_NAME_TOKENS; i++) {
        piece *p = &x->at[i];
        size_t n = p->abjad || has_digit(p->s) ? 0 : before_title(p->s);
        if (!n) continue;
        piece title = {.gaps = p->gaps, .word = p->word};
        strcpy(title.s, p->s + n);
        p->s[n] = 0;
        memmove(p + 2, p + 1, (x->n - i - 1) * sizeof *p);
        p[1] = title;
        x->n++;
    }
}

static bool is_particle(const ref_row *r)
{
    return kind_is(r, "any") || kind_is(r, "person");
}

static bool is_article(const ref_row *r)
{
    return is_particle(r) && !strcmp(r->form, "al");
}

/* Rule 9, second part: `x->at[0..n)` is what stands before `p`; the new n, or n + 1
 * when `p` is to follow as it is. */
static uint32_t put_behind(pieces *x, uint32_t n, const piece *p)
{
    const ref_row *r = ref_rows_first(&minor, p->s);
    uint32_t to = n;
    if (kind_is(r, "ends")) to = n - 1;
    if (kind_is(r, "tail") && n >= 2 && is_article(ref_rows_first(&minor, x->at[n - 1].s)))
        to = n - 2;
    if (to < n && !is_particle(ref_rows_first(&minor, x->at[to].s)) && join(&x->at[to], p))
        return to + 1;
    x->at[n] = *p;
    return n + 1;
}

static void join_pieces(pieces *x)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        piece p = x->at[i];
        if (kind_is(ref_rows_first(&minor, p.s), "join") && i + 1 < x->n) {
            const piece *next = &x->at[i + 1];
            bool article = is_article(ref_rows_first(&minor, next->s));
            if (join(&p, next)) {
                i++;
                if (article && i + 1 < x->n && join(&p, &x->at[i + 1])) i++;
            }
        }
        n = put_behind(x, n, &p);
    }
    x->n = n;
}

static bool continues(const pieces *x, uint32_t i)
{
    return i > 0 && i < x->n && x->at[i].dotted && strlen(x->at[i].s) == 1 &&
           strlen(x->at[i - 1].s) == 1;
}

/* Rules 10 and 11: whether row `r` holds for tokens `from` to `to - 1`. */
static bool holds(const ref_row *r, const pieces *x, uint32_t from, uint32_t to,
                  ms_name_kind kind)
{
    bool person = kind_is(r, "person") || kind_is(r, "any");
    bool organization = kind_is(r, "organization") || kind_is(r, "any");
    bool fits = (kind == MS_NAME_PERSON && person) ||
                (kind == MS_NAME_ORGANIZATION && organization) ||
                (kind == MS_NAME_ANY && (person || organization)) || kind_is(r, "number");
    if (!fits || continues(x, from) || continues(x, to)) return false;
    bool first = from == 0, last = to == x->n;
    if (!strcmp(r->where, "edge")) return first || last;
    if (!strcmp(r->where, "later")) return !first;
    if (!strcmp(r->where, "last")) return !first && (last || x->at[to].row);
    return true;
}

/* The row of `t` for a run, or NULL. */
static const ref_row *run_row(const ref_rows *t, const char *letters, const pieces *x,
                              uint32_t from, uint32_t to, ms_name_kind kind)
{
    for (const ref_row *r = ref_rows_first(t, letters); r; r = r->next)
        if (!strcmp(r->letters, letters) && holds(r, x, from, to, kind)) return r;
    return NULL;
}

/* Rules 10 and 11: tries every run from `at` on; how many tokens the longest has. */
static uint32_t longest(const ref_rows *t, const pieces *x, uint32_t at, ms_name_kind kind,
                        const ref_row **row)
{
    char letters[REF_ROW_LETTERS + MS_TOKEN_LEN + 1] = "";
    uint32_t best = 0;
    for (uint32_t to = at; to < x->n && !x->at[to].row; to++) {
        strcat(letters, x->at[to].s);
        if (strlen(letters) > REF_ROW_LETTERS) break;
        bool initials = to > at && strlen(letters) == to + 1 - at &&
                        (t != &types || (kind == MS_NAME_ANY && to + 1 < x->n));
        const ref_row *r = initials ? NULL : run_row(t, letters, x, at, to + 1, kind);
        if (r) *row = r, best = to + 1 - at;
    }
    return best;
}

/* The run from token `from` on becomes one of the letters of `row`. */
static void take_run(pieces *x, uint32_t from, uint32_t n, const ref_row *row)
{
    piece *p = &x->at[from];
    for (uint32_t i = 1; i < n; i++) p->abjad |= x->at[from + i].abjad;
    strcpy(p->s, row->form);
    p->row = row;
    p->dotted = false;
    memmove(p + 1, p + n, (x->n - from - n) * sizeof *p);
    x->n -= n - 1;
}

/* Rules 10 and 11: each run that `t`, or else `other`, has becomes one token.  Runs are
 * looked for in a copy, so that no run sees what earlier ones became. */
static void mark_runs(pieces *x, const ref_rows *t, const ref_rows *other, ms_name_kind kind)
{
    static pieces seen;
    uint32_t done = 0;
    memcpy(seen.at, x->at, x->n * sizeof *x->at);
    seen.n = x->n;
    for (uint32_t at = 0; at < seen.n; done++) {
        const ref_row *row = NULL, *second = NULL;
        uint32_t n = t ? longest(t, &seen, at, kind, &row) : 0;
        uint32_t m = other ? longest(other, &seen, at, kind, &second) : 0;
        if (m > n) n = m, row = second;
        if (n) take_run(x, done, n, row);
        at += n ? n : 1;
    }
}

/* Rule 12. */
static void join_dotted(pieces *x)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n; n++) {
        piece p = x->at[i++];
        bool letter = !p.row && !p.s[1] && isalpha((unsigned char)p.s[0]);
        while (letter && i < x->n && !x->at[i].row && x->at[i].dotted && !x->at[i].s[1] &&
               join(&p, &x->at[i]))
            i++;
        x->at[n] = p;
    }
    x->n = n;
}

/* Rule 6, the last of it. */
static void end_far(pieces *x)
{
    for (uint32_t i = 0; i < x->n; i++)
        if (x->at[i].word > 63 + (i ? x->at[i - 1].word : 0)) x->n = i;
}

static unsigned rarity_of(const piece *p, bool *known)
{
    static const unsigned by_length[] = {30, 30, 60, 100, 140};
    char key[MS_TOKEN_LEN + 2] = "~", cell[64];
    size_t n = 1;
    if (!p->abjad) snprintf(key, sizeof key, "%s", p->s), n = 1 + strlen(p->s);
    for (const char *c = p->s; p->abjad && *c; c++)
        if (!strchr("aeiouyw", *c) && *c != key[n - 1]) key[n++] = *c, key[n] = 0;
    bool listed = look_up(rarity, key, 1, cell);
    *known = listed && !p->abjad;
    if (listed) return (unsigned)atoi(cell);
    return by_length[strlen(p->s) < 4 ? strlen(p->s) : 4];
}

/* Rules 13 and 14; `given` is 1 where the engine has a number. */
static ms_token classify(const piece *p, ms_name_kind kind)
{
    bool is_minor = p->row && !kind_is(p->row, "number"), known = false;
    piece plain = *p;
    if (kind_is(p->row, "number")) plain.abjad = plain.syllables = false;
    ms_token t = {.flags = plain.abjad ? MS_TOKEN_ABJAD : 0,
                  .word = (uint16_t)p->word,
                  .len = (uint8_t)strlen(p->s)};
    memcpy(t.s, p->s, t.len);
    t.weight =
        (uint16_t)(is_minor ? (unsigned)atoi(p->row->weight) : rarity_of(&plain, &known));
    if (known || (plain.syllables && !is_minor)) t.flags |= MS_TOKEN_KNOWN;
    if (plain.syllables && !is_minor && t.weight > 90) t.weight = 90;
    if (p->spelled && !p->row) t.flags |= MS_TOKEN_SPELLED;
    if (!is_minor && (kind == MS_NAME_PERSON || kind == MS_NAME_ANY))
        t.given = ref_given_has(p->s) ? 1 : MS_GIVEN_NONE;
    if (is_minor) t.flags |= MS_TOKEN_MINOR;
    else if (has_digit(p->s)) t.flags |= MS_TOKEN_NUMBER;
    else if (t.len == 1) t.flags |= MS_TOKEN_INITIAL;
    return t;
}

/* Rule 15. */
static bool full_zone(ms_str text)
{
    char z[40] = "";
    if (text.n >= sizeof z) return false;
    memcpy(z, text.p, text.n);
    size_t n = strspn(z, "ABCDEFGHIJKLMNOPQRSTUVWXYZ<");
    return n == text.n && (n == 30 || n == 31 || n == 39) && strstr(z, "<<") && z[n - 1] != '<';
}

/* Rule 16. */
static uint8_t family_tokens(const pieces *x, const ms_token *tok)
{
    uint32_t n = 0, names[2] = {0, 0};
    if (x->gaps != 1) return 0;
    for (uint32_t i = 0; i < x->n; i++) {
        n += x->at[i].gaps == 0;
        names[x->at[i].gaps] += !(tok[i].flags & MS_TOKEN_MINOR);
    }
    return (uint8_t)(names[0] && names[1] ? n : 0);
}

/* The text as ref_wade takes it.  The caller frees. */
static char *sketch_of(ms_str text)
{
    size_t n, at = 0;
    uint32_t *written, *cp = decompose(text, &n, &written);
    char *out = calloc(n + 1, 1);
    if (!out) abort();
    for (size_t i = 0; i < n; i++) {
        enum what what = what_is(cp[i]);
        if (what == LETTER) out[at++] = cp[i] >= 'a' && cp[i] <= 'z' ? (char)cp[i] : '?';
        if (what == APOSTROPHE) out[at++] = '\'';
        if (cp[i] == '-' || cp[i] == 0x2010) out[at++] = '-';
    }
    free(cp);
    free(written);
    return out;
}

/* "Wade-Giles": how many readings the tokens of reading 0 have in pinyin; they become those of
 * reading `k`, if that is one of them. */
static unsigned read_pinyin(ms_str text, pieces *p, unsigned k)
{
    ref_tokens3 name = {.n = p->n}, out[MS_READINGS - 1];
    if (p->n < 2 || p->n > 3) return 0;
    for (uint32_t i = 0; i < p->n; i++) memcpy(name.at[i], p->at[i].s, sizeof name.at[i]);
    char *sketch = sketch_of(text);
    unsigned ways = ref_wade(sketch, &name, out);
    free(sketch);
    if (k == 0 || k > ways) return ways;
    for (uint32_t i = 0; i < p->n; i++) {
        p->at[i] = (piece){.gaps = p->at[i].gaps, .word = p->at[i].word};
        memcpy(p->at[i].s, out[k - 1].at[i], sizeof p->at[i].s);
    }
    return ways;
}

/* Rules 1 to 6 of one reading, and how many readings there are. */
static void read_words(ms_str text, ms_name_kind kind, unsigned reading, pieces *p,
                       unsigned *readings)
{
    split_words(text, kind, 0, p);
    *readings = p->readings;
    bool person = kind == MS_NAME_PERSON || kind == MS_NAME_ANY;
    if (*readings == 1 && person) *readings += read_pinyin(text, p, reading);
    else if (reading > 0) split_words(text, kind, reading, p);
}

uint32_t ref_tokens(ms_str text, ms_name_kind kind, unsigned reading,
                    ms_token tok[MS_NAME_TOKENS], unsigned *readings, uint8_t *family)
{
    static pieces p;
    unsigned count;
    read_words(text, kind, reading, &p, &count);
    if (p.n > MS_NAME_TOKENS) p.n = MS_NAME_TOKENS;
    settle_capitals(&p);
    for (uint32_t i = 0; i < p.n && kind == MS_NAME_PERSON; i++) read_digits(&p.at[i]);
    if (kind == MS_NAME_PERSON) cut_titles(&p);
    join_pieces(&p);
    if (kind != MS_NAME_THING)
        mark_runs(&p, kind == MS_NAME_PERSON ? NULL : &types, &minor, kind);
    if (kind == MS_NAME_ORGANIZATION || kind == MS_NAME_THING)
        mark_runs(&p, &numbers, NULL, kind);
    if (kind == MS_NAME_ORGANIZATION) join_dotted(&p);
    end_far(&p);
    for (uint32_t i = 0; i < p.n; i++) tok[i] = classify(&p.at[i], kind);
    bool person = kind == MS_NAME_PERSON || kind == MS_NAME_ANY;
    *family = person ? family_tokens(&p, tok) : 0;
    if (p.n && person && full_zone(text)) {
        ms_token *last = &tok[p.n - 1];
        if (last->len >= 3 && !(last->flags & (MS_TOKEN_MINOR | MS_TOKEN_NUMBER)))
            last->flags |= MS_TOKEN_CUT;
    }
    if (reading == 0) *readings = count;
    return p.n;
}
