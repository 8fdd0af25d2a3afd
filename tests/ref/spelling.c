#include "spelling.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { CELLS = 5, KEY = 16, ALTERNATIVES = 8, BUCKETS = 4096 };

typedef struct row {
    uint32_t key[KEY];
    size_t n;
    char *line; /* its cells, each ended by NUL */
    const char *latin[ALTERNATIVES], *class[ALTERNATIVES], *vowel[ALTERNATIVES], *where;
    unsigned n_latin, n_class, n_vowel;
    struct row *next; /* in its bucket, in the order of the files */
} row;

static row *first[BUCKETS], *last[BUCKETS];

/* ---- tables ------------------------------------------------------------ */

static unsigned split(char *cell, const char *out[ALTERNATIVES])
{
    unsigned n = 1;
    out[0] = cell;
    for (; *cell; cell++)
        if (*cell == '|' && n < ALTERNATIVES) *cell = 0, out[n++] = cell + 1;
    return n;
}

static void add_line(const char *text)
{
    static char none[] = "";
    char *cell[CELLS] = {none, none, none, none, none};
    row *r = calloc(1, sizeof *r);
    utf8proc_int32_t cp;
    if (!r || !(r->line = strdup(text))) abort();
    cell[0] = r->line;
    for (int i = 1; i < CELLS && (cell[i] = strchr(cell[i - 1], '\t')); i++) *cell[i]++ = 0;
    for (int i = 1; i < CELLS; i++)
        if (!cell[i]) {
            for (; i < CELLS; i++) cell[i] = none;
        }
    for (const char *p = cell[0]; *p; r->key[r->n++] = (uint32_t)cp) {
        if (r->n == KEY) abort();
        p += utf8proc_iterate((const utf8proc_uint8_t *)p, -1, &cp);
    }
    r->n_latin = split(cell[1], r->latin);
    r->n_class = split(cell[2], r->class);
    r->n_vowel = split(cell[3], r->vowel);
    r->where = cell[4];
    row **to = &last[r->key[0] % BUCKETS];
    if (*to) (*to)->next = r;
    else first[r->key[0] % BUCKETS] = r;
    *to = r;
}

void ref_spelling_load(const char *root)
{
    char path[4096], line[4096];
    glob_t files;
    snprintf(path, sizeof path, "%s/data/translit/*.tsv", root);
    if (glob(path, 0, NULL, &files) != 0) abort();
    for (size_t i = 0; i < files.gl_pathc; i++) {
        FILE *f = fopen(files.gl_pathv[i], "r");
        if (!f) abort();
        while (fgets(line, sizeof line, f)) {
            line[strcspn(line, "\n")] = 0;
            if (*line && *line != '#') add_line(line);
        }
        fclose(f);
    }
    globfree(&files);
}

void ref_spelling_unload(void)
{
    for (int i = 0; i < BUCKETS; i++) {
        for (row *r = first[i], *next; r; r = next) {
            next = r->next;
            free(r->line);
            free(r);
        }
        first[i] = last[i] = NULL;
    }
}

static const char *latin_of(const row *r, unsigned k)
{
    return r->latin[k < r->n_latin ? k : 0];
}

static bool valid(const row *r, unsigned k)
{
    return strcmp(latin_of(r, k), "*") != 0;
}

static bool starts(const row *r, const uint32_t *cp, size_t n)
{
    return r->n <= n && !memcmp(r->key, cp, r->n * sizeof *cp);
}

/* The first row of reading `k` whose letters are `cp` alone. */
static const row *single(uint32_t cp, unsigned k)
{
    for (const row *r = first[cp % BUCKETS]; r; r = r->next)
        if (r->n == 1 && r->key[0] == cp && valid(r, k)) return r;
    return NULL;
}

bool ref_has_row(uint32_t cp)
{
    for (const row *r = first[cp % BUCKETS]; r; r = r->next)
        if (r->n == 1 && r->key[0] == cp) return true;
    return false;
}

/* ---- a word ------------------------------------------------------------ */

typedef struct state {
    uint32_t *cp;
    size_t n, at, moved;
    unsigned k;
    ref_word *w;
    char pending[32];
    int dashes; /* of the pending vowel */
    bool plus;  /* it has that too */
    bool behind_vowel, behind_virama, virama, series2, open, twice;
    size_t cut_to; /* what `quiet` leaves */
} state;

static bool is(const row *r, unsigned k, const char *class)
{
    return r && strcmp(r->class[k < r->n_class ? k : 0], class) == 0;
}

static bool sign_follows(const state *s, size_t at)
{
    const row *r = at < s->n && s->cp[at] >= 128 ? single(s->cp[at], s->k) : NULL;
    if (is(r, s->k, "preposed")) return at == s->moved;
    return is(r, s->k, "sign") || is(r, s->k, "sign2") || is(r, s->k, "quiet");
}

static int bare(const state *s, size_t from)
{
    int n = 0;
    for (size_t i = from; n < 8 && i < s->n && s->cp[i] >= 128; i++, n++)
        if (!is(single(s->cp[i], s->k), s->k, "consonant") || sign_follows(s, i + 1)) break;
    return n;
}

static bool of_names(const row *r, unsigned k)
{
    return is(r, k, "family") || is(r, k, "legal");
}

static bool can_stand(const state *s, const row *r)
{
    size_t end = s->at + r->n;
    if (r->n >= 2 && end < s->n && s->cp[end] >= 0x11A8 && s->cp[end] <= 0x11FF) return false;
    if (is(r, s->k, "sign2") && !s->series2) return false;
    if (of_names(r, s->k) && r->n != s->n) return false;
    if (!strcmp(r->where, "begin")) return s->at == 0;
    if (!strcmp(r->where, "end")) return end == s->n;
    if (!strcmp(r->where, "whole")) return s->n == r->n;
    if (!strcmp(r->where, "tail")) return s->open && bare(s, end - 1) % 2 == 1;
    return true;
}

static const row *choose(const state *s)
{
    const row *best = NULL;
    size_t worth = 0; /* twice the length, and one for a placed row */
    for (const row *r = first[s->cp[s->at] % BUCKETS]; r; r = r->next) {
        size_t w = 2 * r->n + (*r->where || is(r, s->k, "sign2") || of_names(r, s->k));
        if (w <= worth || !starts(r, s->cp + s->at, s->n - s->at)) continue;
        if (valid(r, s->k) && can_stand(s, r)) best = r, worth = w;
    }
    return best;
}

static void say(state *s, const char *latin)
{
    if (strlen(s->w->s) + strlen(latin) >= REF_LATIN) abort();
    strcat(s->w->s, latin);
}

static void say_twice(state *s, const char *latin)
{
    char letter[2] = {*latin == 'c' ? 't' : *latin, 0};
    if (s->twice && *latin) say(s, letter), s->twice = false;
    say(s, latin);
}

static void say_pending(state *s)
{
    say(s, s->pending);
    s->pending[0] = 0;
}

static void without_class(state *s, const char *latin)
{
    say_pending(s);
    say_twice(s, latin);
    s->cut_to = strlen(s->w->s);
}

static void consonant(state *s, const row *r)
{
    bool dropped =
        s->dashes >= 2 && s->behind_vowel && !s->behind_virama && sign_follows(s, s->at + r->n);
    if (!dropped) say_pending(s);
    s->cut_to = strlen(s->w->s);
    s->behind_vowel = s->cut_to > 0 && strchr("aeiou", s->w->s[s->cut_to - 1]);
    s->behind_virama = s->virama;
    s->virama = false;
    s->series2 = is(r, s->k, "consonant2");
    say_twice(s, latin_of(r, s->k));

    char cell[32];
    snprintf(cell, sizeof cell, "%s", r->vowel[s->k < r->n_vowel ? s->k : 0]);
    s->dashes = 0;
    s->plus = *cell && cell[strlen(cell) - 1] == '+';
    if (s->plus) cell[strlen(cell) - 1] = 0;
    for (size_t n = strlen(cell); n > 0 && cell[n - 1] == '-'; n--)
        cell[n - 1] = 0, s->dashes++;
    char *slash = strchr(cell, '/');
    int run = slash ? bare(s, s->at + r->n - 1) : 0;
    s->open = run > 0 && run % 2 == 0;
    if (slash) *slash = 0;
    snprintf(s->pending, sizeof s->pending, "%s", s->open ? slash + 1 : cell);
}

static bool moves(state *s)
{
    size_t i = s->at;
    const row *next = i + 1 < s->n && s->cp[i + 1] >= 128 ? single(s->cp[i + 1], s->k) : NULL;
    if ((i > 0 && s->moved == i) ||
        !(is(next, s->k, "consonant") || is(next, s->k, "consonant2")))
        return false;
    uint32_t x = s->cp[i];
    s->cp[i] = s->cp[i + 1];
    s->cp[i + 1] = x;
    s->moved = i + 1;
    return true;
}

static void act(state *s, const row *r)
{
    const char *latin = latin_of(r, s->k);
    if (is(r, s->k, "consonant") || is(r, s->k, "consonant2")) {
        consonant(s, r);
    } else if (is(r, s->k, "sign") || is(r, s->k, "sign2") || is(r, s->k, "preposed")) {
        s->pending[0] = 0;
        say(s, latin);
        s->open = true;
    } else if (is(r, s->k, "medial")) {
        say(s, latin);
    } else if (is(r, s->k, "virama")) {
        s->pending[0] = 0;
        s->virama = true;
    } else if (is(r, s->k, "quiet")) {
        s->pending[0] = 0;
        s->w->s[s->cut_to] = 0;
        s->open = false;
    } else if (is(r, s->k, "double")) {
        s->twice = true;
    } else {
        without_class(s, latin);
    }
}

void ref_spell(uint32_t *cp, size_t n, unsigned k, ref_word *out)
{
    state s = {.cp = cp, .n = n, .k = k, .w = out};
    bool abjad = false, written = false;
    out->s[0] = 0;
    out->readings = 1;
    while (s.at < n) {
        char itself[16];
        snprintf(itself, sizeof itself, cp[s.at] < 128 ? "%c" : "%u", (unsigned)cp[s.at]);
        const row *r = cp[s.at] < 128 ? NULL : choose(&s);
        if (is(r, k, "preposed") && moves(&s)) continue;
        if (r) act(&s, r);
        else without_class(&s, itself);
        s.at += r ? r->n : 1;
        abjad |= is(r, k, "abjad");
        written |= is(r, k, "written");
        if (r && r->n_latin > out->readings) out->readings = r->n_latin;
        if (r && r->n_class > out->readings) out->readings = r->n_class;
        if (r && r->n_vowel > out->readings) out->readings = r->n_vowel;
    }
    if (s.dashes == 0 || (s.plus && s.behind_virama)) say_pending(&s);
    if (strlen(out->s) > REF_WORD) out->s[REF_WORD] = 0;
    out->abjad = abjad && !written;
}

size_t ref_family(const uint32_t *cp, size_t n, unsigned k)
{
    size_t longest = 0;
    for (const row *r = first[cp[0] % BUCKETS]; r; r = r->next) {
        size_t own = 0, given = 0;
        if (!is(r, k, "family") || !valid(r, k) || r->n >= n || !starts(r, cp, n)) continue;
        if (cp[r->n] >= 0x1160 && cp[r->n] <= 0x11FF) continue;
        for (size_t i = 0; i < n; i++)
            if (cp[i] < 0x1160 || cp[i] > 0x11FF) ++*(i < r->n ? &own : &given);
        if (given <= (own >= 2 ? 3 : 2) && r->n > longest) longest = r->n;
    }
    return longest;
}

size_t ref_legal(const uint32_t *cp, size_t n, unsigned k)
{
    size_t longest = 0, cut = 0;
    for (size_t at = 0; at < n; at++)
        for (const row *r = first[cp[at] % BUCKETS]; r; r = r->next) {
            bool begins = at == 0, ends = at + r->n == n;
            if (!is(r, k, "legal") || !valid(r, k) || !starts(r, cp + at, n - at)) continue;
            if (begins == ends) continue;
            if (begins && cp[r->n] >= 0x1160 && cp[r->n] <= 0x11FF) continue;
            if (r->n > longest || (r->n == longest && ends))
                longest = r->n, cut = begins ? r->n : at;
        }
    return cut;
}
