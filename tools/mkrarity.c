/* mkrarity SHARED > data/rarity.tsv: how much each token of a name tells, counted
 * over people of the world in sources with an open licence.
 *
 * A token that c of N people carry tells log2(N / c) bits.  Counted are the Latin
 * full names of Wikidata people (CC0, names/coling2018_fullname_*.tsv), one
 * person a row, and the commonest names of each country (CC0,
 * names/resources/common_*_by_country_*.csv), where rank r counts as TOP / r
 * people.  Tokens of scripts that leave vowels out are looked up by consonants:
 * a row that begins with `~` is the mean over the tokens with these consonants, each
 * as often as it was counted. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <marsad/name.h>

enum { TOP = 120, CAP = 1 << 20, MOST = 140, LEAST = 50 };

typedef struct entry {
    char key[MS_TOKEN_LEN + 2];
    double count, sum; /* sum: of weights, for consonants */
} entry;

static entry tokens[CAP], skeletons[CAP];
static double people;

static entry *find(entry *table, const char *key)
{
    size_t h = 5381;
    for (const char *p = key; *p; p++) h = h * 33 + (unsigned char)*p;
    for (h %= CAP; table[h].key[0] && strcmp(table[h].key, key) != 0;) h = (h + 1) % CAP;
    strcpy(table[h].key, key);
    return &table[h];
}

static void count_token(const ms_token *t, double by)
{
    char key[MS_TOKEN_LEN + 2] = "";
    if (t->flags & (MS_TOKEN_MINOR | MS_TOKEN_INITIAL | MS_TOKEN_NUMBER)) return;
    memcpy(key, t->s, t->len);
    find(tokens, key)->count += by;
}

static long weight(double count)
{
    long w = lround(10 * log2(people / count));
    return w < LEAST ? (long)LEAST : w > MOST ? (long)MOST : w;
}

/* Adds a token to the mean of its consonants. */
static void add_to_skeleton(const entry *token)
{
    char key[MS_TOKEN_LEN + 2] = "~";
    size_t n = 1;
    for (const char *p = token->key; *p; p++)
        if (!strchr("aeiouwy", *p) && *p != key[n - 1]) key[n++] = *p;
    if (n == 1) return;
    entry *e = find(skeletons, key);
    e->count += token->count;
    e->sum += token->count * (double)weight(token->count);
}

static void count_name(ms_str text, double by, ms_arena *a)
{
    ms_name name;
    ms_arena_reset(a);
    if (ms_name_prepare(text, MS_NAME_PERSON, a, &name) != MS_OK) exit(1);
    for (uint32_t i = 0; i < name.n; i++) count_token(&name.tok[i], by);
}

static FILE *open_in(const char *shared, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/data/names/%s", shared, name);
    FILE *f = fopen(path, "r");
    if (!f) perror(path), exit(1);
    return f;
}

static void people_file(const char *shared, const char *name, ms_arena *a)
{
    FILE *f = open_in(shared, name);
    char line[65536];
    if (!fgets(line, sizeof line, f)) exit(1); /* header */
    while (fgets(line, sizeof line, f)) {
        count_name((ms_str){line, strcspn(line, "\t\n")}, 1, a);
        people++;
    }
    fclose(f);
}

/* The `k`-th field from the right (0: the last); its fields hold no commas. */
static ms_str from_right(const char *line, int k)
{
    const char *end = line + strcspn(line, "\r\n"), *p = end;
    for (;; p--) {
        if (p > line && p[-1] != ',') continue;
        if (k-- == 0 || p == line) return (ms_str){p, (size_t)(end - p)};
        end = p - 1;
    }
}

/* `rank` and `text` are fields counted from the right. */
static void ranks_file(const char *shared, const char *name, int rank, int text, ms_arena *a)
{
    FILE *f = open_in(shared, name);
    char line[65536];
    if (!fgets(line, sizeof line, f)) exit(1);
    while (fgets(line, sizeof line, f)) {
        long r = strtol(from_right(line, rank).p, NULL, 10);
        if (r > 0) count_name(from_right(line, text), (double)TOP / (double)r, a);
    }
    fclose(f);
}

static int by_name(const void *x, const void *y)
{
    return strcmp(((const entry *)x)->key, ((const entry *)y)->key);
}

int main(int argc, char **argv)
{
    ms_arena *a = argc == 2 ? ms_arena_new(0) : NULL;
    if (!a) return fputs("usage: mkrarity SHARED\n", stderr), 2;
    people_file(argv[1], "coling2018_fullname_en_hebrew.tsv", a);
    people_file(argv[1], "coling2018_fullname_en_korean.tsv", a);
    ranks_file(argv[1], "resources/common_forenames_by_country_localized_romanized.csv", 4, 0,
               a);
    ranks_file(argv[1], "resources/common_surnames_by_country_localized_romanized.csv", 6, 2,
               a);
    for (size_t i = 0; i < CAP; i++)
        if (tokens[i].key[0]) add_to_skeleton(&tokens[i]);
    qsort(tokens, CAP, sizeof *tokens, by_name);
    qsort(skeletons, CAP, sizeof *skeletons, by_name);
    puts("# What a token of a name tells, in tenths of a bit: log2(people / people who carry "
         "it).\n"
         "# source: tools/mkrarity.c over Wikidata full names and the commonest names by "
         "country,"
         " both CC0; version 1; licence CC0\n"
         "# token (`~`: consonants of scripts without vowels), tenths of a bit");
    for (size_t i = 0; i < CAP; i++) {
        const entry *t = &tokens[i], *k = &skeletons[i];
        if (t->key[0] && weight(t->count) < MOST) printf("%s\t%ld\n", t->key, weight(t->count));
        if (!k->key[0]) continue;
        long w = lround(k->sum / k->count);
        if (w < MOST) printf("%s\t%ld\n", k->key, w);
    }
    ms_arena_free(a);
    return 0;
}
