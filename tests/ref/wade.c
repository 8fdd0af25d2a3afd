#include "wade.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 512, WAYS = 8, SYLLABLES = 3, LETTERS = 36 };

typedef struct row {
    char letters[8], family[32], given[32], own[8];
} row;

static row rows[ROWS];
static int n_rows;

void ref_wade_load(const char *root)
{
    char path[4096], line[256];
    snprintf(path, sizeof path, "%s/data/wade_giles.tsv", root);
    FILE *f = fopen(path, "r");
    if (!f) {
        perror(path);
        abort();
    }
    n_rows = 0;
    while (fgets(line, sizeof line, f)) {
        static char none[] = "";
        char *cell[4], *next = line;
        line[strcspn(line, "\n")] = 0;
        if (line[0] == '#') continue;
        for (int i = 0; i < 4; i++) cell[i] = next ? strsep(&next, "\t") : none;
        if (n_rows == ROWS) abort();
        row *r = &rows[n_rows++];
        snprintf(r->letters, sizeof r->letters, "%s", cell[0]);
        snprintf(r->family, sizeof r->family, "%s", cell[1]);
        snprintf(r->given, sizeof r->given, "%s", cell[2]);
        snprintf(r->own, sizeof r->own, "%s", cell[3]);
    }
    fclose(f);
}

static const row *find(const char *letters, size_t n)
{
    for (int i = 0; i < n_rows; i++)
        if (strlen(rows[i].letters) == n && !strncmp(rows[i].letters, letters, n))
            return &rows[i];
    return NULL;
}

/* A syllable of the name: where it begins among its letters, and what it may be. */
typedef struct syllable {
    const row *row;
    size_t at;
    uint32_t token, n;
    char way[WAYS][8];
} syllable;

/* What the rules find on their way. */
typedef struct state {
    char letters[LETTERS + 2];
    bool apostrophe[LETTERS + 2], hyphen[LETTERS + 2]; /* before each letter, and the end */
    syllable s[SYLLABLES];
    uint32_t n;
} state;

/* Rule 1. */
static bool read_letters(const char *sketch, const ref_tokens3 *name, state *x)
{
    char all[4 * MS_TOKEN_LEN] = "";
    size_t n = 0;
    for (uint32_t i = 0; i < name->n; i++) {
        if (strlen(name->at[i]) > 12) return false;
        strcat(all, name->at[i]);
    }
    for (const char *p = sketch; *p; p++) {
        if (*p == '\'') x->apostrophe[n] = true;
        else if (*p == '-') x->hyphen[n] = true;
        else if (*p != ' ' && n == LETTERS) return false;
        else if (*p != ' ') x->letters[n++] = *p;
    }
    return !strcmp(all, x->letters);
}

static void add(state *x, const row *r, const char *cell, size_t at, uint32_t token)
{
    syllable *s = &x->s[x->n++];
    char ways[32], *next = ways;
    *s = (syllable){.row = r, .at = at, .token = token};
    snprintf(ways, sizeof ways, "%s", cell);
    while (next) snprintf(s->way[s->n++], sizeof s->way[0], "%s", strsep(&next, "|"));
}

static bool is_family(const char *letters)
{
    const row *r = strlen(letters) > 1 ? find(letters, strlen(letters)) : NULL;
    return r && r->family[0];
}

/* Rule 3, the given name in one token. */
static bool add_word(state *x, const char *word, size_t at, uint32_t token)
{
    size_t n = strlen(word), cut = 0;
    int cuts = 0;
    const row *whole = n > 1 ? find(word, n) : NULL;
    if (whole) return add(x, whole, whole->given, at, token), true;
    for (size_t i = 1; i < n; i++)
        if (!strchr("aeiou", word[i]) && find(word, i) && find(word + i, n - i))
            cut = i, cuts++;
    if (cuts != 1) return false;
    const row *a = find(word, cut), *b = find(word + cut, n - cut);
    add(x, a, a->given, at, token);
    add(x, b, b->given, at + cut, token);
    return a->own[0] || b->own[0];
}

/* Rule 5. */
static bool may_be_marked(const syllable *s, const state *x, bool *marked)
{
    const char *p = s->row->letters;
    size_t head = strspn(p, "ptk") ? 1 : 0;
    if (!strncmp(p, "ch", 2) || !strncmp(p, "ts", 2) || !strncmp(p, "tz", 2)) head = 2;
    *marked = head && x->apostrophe[s->at + head];
    return head;
}

static void drop_ways(state *x)
{
    bool any = false, marked;
    for (uint32_t i = 0; i < x->n; i++) any |= may_be_marked(&x->s[i], x, &marked) && marked;
    for (uint32_t i = 0; any && i < x->n; i++) {
        syllable kept = x->s[i];
        if (!may_be_marked(&x->s[i], x, &marked)) continue;
        kept.n = 0;
        for (uint32_t k = 0; k < x->s[i].n; k++) {
            bool breath = strchr("ptkqc", x->s[i].way[k][0]);
            if (breath == marked)
                memcpy(kept.way[kept.n++], x->s[i].way[k], sizeof kept.way[0]);
        }
        if (kept.n) x->s[i] = kept;
    }
}

/* Rules 2 to 4; false where it is no such name. */
static bool parse(const ref_tokens3 *name, state *x)
{
    uint32_t last = name->n - 1;
    size_t at = strlen(name->at[0]), at2 = at + strlen(name->at[1]);
    bool first_joined = x->hyphen[at], last_joined = last == 2 && x->hyphen[at2], own = false;
    if (first_joined && (last_joined || last == 1)) return false;
    uint32_t family = first_joined ? last : 0;
    if (!first_joined && !last_joined && !is_family(name->at[0])) family = last;
    if (!is_family(name->at[family])) return false;
    at = 0;
    for (uint32_t i = 0; i <= last; at += strlen(name->at[i++])) {
        const row *r = find(name->at[i], strlen(name->at[i]));
        if (i != family && last == 1) {
            if (!add_word(x, name->at[i], at, i)) return false;
        } else {
            if (!r) return false;
            add(x, r, i == family ? r->family : r->given, at, i);
        }
    }
    for (uint32_t i = 0; i < x->n; i++) own |= x->s[i].row->own[0] != 0;
    return own || first_joined || last_joined;
}

/* Rule 6, by trying every sum. */
uint32_t ref_wade(const char *sketch, const ref_tokens3 *name, ref_tokens3 out[MS_READINGS - 1])
{
    static const state empty;
    state x = empty;
    uint32_t n = 0;
    if (name->n < 2 || name->n > 3 || !read_letters(sketch, name, &x) || !parse(name, &x))
        return 0;
    drop_ways(&x);
    if (x.n == 2) x.s[2] = (syllable){.token = name->n, .n = 1}; /* an empty one */
    for (uint32_t sum = 0; sum < 3 * WAYS; sum++)
        for (uint32_t i = 0; i < x.s[0].n; i++)
            for (uint32_t j = 0; j < x.s[1].n; j++)
                for (uint32_t k = 0; k < x.s[2].n && n < MS_READINGS - 1; k++) {
                    if (i + j + k != sum) continue;
                    ref_tokens3 *t = &out[n++];
                    *t = (ref_tokens3){.n = name->n};
                    strcat(t->at[x.s[0].token], x.s[0].way[i]);
                    strcat(t->at[x.s[1].token], x.s[1].way[j]);
                    if (x.n == 3) strcat(t->at[x.s[2].token], x.s[2].way[k]);
                }
    return n;
}
