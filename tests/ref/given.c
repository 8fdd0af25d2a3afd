/* Names that stand for each other, read from data/given/ by tokens. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "ref.h"

enum { CELL = 1024, WORDS = 64, PAIRS = 1 << 16 };

/* Two tokens, the lesser first. */
typedef struct pair {
    char x[MS_TOKEN_LEN + 1], y[MS_TOKEN_LEN + 1];
    uint32_t similarity;
} pair;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pair *pairs;
static const char **tokens; /* of the pairs, each twice and more */
static size_t n_pairs, n_tokens;

static pair make(const char *x, const char *y, uint32_t similarity)
{
    pair p = {.similarity = similarity};
    bool ordered = strcmp(x, y) < 0;
    if (strlen(x) > MS_TOKEN_LEN || strlen(y) > MS_TOKEN_LEN) abort();
    strcpy(p.x, ordered ? x : y);
    strcpy(p.y, ordered ? y : x);
    return p;
}

static int by_tokens(const void *a, const void *b)
{
    const pair *p = a, *q = b;
    int c = strcmp(p->x, q->x);
    return c ? c : strcmp(p->y, q->y);
}

/* The lowest of several rows comes first. */
static int by_all(const void *a, const void *b)
{
    const pair *p = a, *q = b;
    int c = by_tokens(a, b);
    return c ? c : (p->similarity > q->similarity) - (p->similarity < q->similarity);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t split(char *cell, char *words[WORDS])
{
    size_t n = 0;
    for (char *w = strtok(cell, " "); w; w = strtok(NULL, " ")) {
        if (n == WORDS) abort();
        words[n++] = w;
    }
    return n;
}

static void add_row(char *first, char *second, uint32_t similarity)
{
    char *a[WORDS], *b[WORDS];
    size_t n = split(first, a), m = split(second, b);
    for (size_t i = 0; i < n; i++)
        for (size_t j = m ? 0 : i + 1; j < (m ? m : n); j++) {
            if (n_pairs == PAIRS) abort();
            pairs[n_pairs++] = make(a[i], m ? b[j] : a[j], similarity);
        }
}

static void read_file(const char *name)
{
    FILE *f = ref_open_data(name);
    char line[3 * CELL];
    while (fgets(line, sizeof line, f)) {
        char *cell[4] = {line};
        int n = 1;
        if (line[0] == '#') continue;
        for (char *p = line; *p && n < 4; p++)
            if (*p == '\t') *p = 0, cell[n++] = p + 1;
        if (n == 4) add_row(cell[0], cell[1], (uint32_t)strtoul(cell[3], NULL, 10));
    }
    fclose(f);
}

static void read_all(void)
{
    pairs = calloc(PAIRS, sizeof *pairs);
    if (!pairs) abort();
    read_file("given/english.tsv");
    read_file("given/hand.tsv");
    read_file("given/wikidata.tsv");
    qsort(pairs, n_pairs, sizeof *pairs, by_all);
    size_t n = 0;
    for (size_t i = 0; i < n_pairs; i++)
        if (!n || by_tokens(&pairs[n - 1], &pairs[i])) pairs[n++] = pairs[i];
    n_pairs = n;
    tokens = calloc(2 * n_pairs, sizeof *tokens);
    if (!tokens) abort();
    for (size_t i = 0; i < n_pairs; i++) {
        tokens[n_tokens++] = pairs[i].x;
        tokens[n_tokens++] = pairs[i].y;
    }
    qsort(tokens, n_tokens, sizeof *tokens, by_text);
}

bool ref_given_has(const char *token)
{
    pthread_once(&once, read_all);
    for (size_t low = 0, high = n_tokens; low < high;) {
        size_t at = (low + high) / 2;
        int c = strcmp(token, tokens[at]);
        if (c == 0) return true;
        if (c < 0) high = at;
        else low = at + 1;
    }
    return false;
}

uint32_t ref_given_alike(const ms_token *x, const ms_token *y)
{
    char a[MS_TOKEN_LEN + 1] = "", b[MS_TOKEN_LEN + 1] = "";
    if (!x->given || !y->given) return 0;
    pthread_once(&once, read_all);
    memcpy(a, x->s, x->len);
    memcpy(b, y->s, y->len);
    pair key = make(a, b, 0);
    const pair *p = bsearch(&key, pairs, n_pairs, sizeof *pairs, by_tokens);
    return p ? p->similarity : 0;
}
