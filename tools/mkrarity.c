/* mkrarity SHARED > data/rarity.tsv: how much each token of a name tells, counted
 * over people of the world and of single cultures, in sources with an open licence.
 *
 * A token that c of N people carry tells log2(N / c) bits, and a token tells what it
 * tells where it is commonest: Kim says little of a Korean.  The world is the Latin full
 * names of Wikidata people (CC0, names/coling2018_fullname_*.tsv), one person a row, with
 * the commonest names of each country (CC0, names/resources/common_*_by_country_*.csv),
 * where rank r counts as TOP / r people.  A country is its own rows there: where no share
 * is given, rank r is taken to have FIRST / r of the people.  Korea is the Wikidata people
 * whose names are 2 to 4 syllables of which the first is a common family name, China the
 * researchers of names/resources/chinese_*_orcid.csv (Apache-2.0), Japan the family names
 * of names/resources/japanese_last_name_org.csv (MIT).
 *
 * Tokens of scripts that leave vowels out are looked up by consonants: a row that begins
 * with `~` is the mean over the tokens with these consonants, each as often as
 * it is carried. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <marsad/name.h>

enum { TOP = 120, CAP = 1 << 20, MOST = 140, LEAST = 25, SEEN_LEAST = 3 };
static const double FIRST = 0.02;

typedef struct entry {
    char key[MS_TOKEN_LEN + 2];
    double count, sum; /* sum: of weights, for consonants */
    double share;      /* the largest of a culture's */
} entry;

static entry world[CAP], culture[CAP], skeletons[CAP];
static double people;

static entry *find(entry *table, const char *key)
{
    size_t h = 5381;
    for (const char *p = key; *p; p++) h = h * 33 + (unsigned char)*p;
    for (h %= CAP; table[h].key[0] && strcmp(table[h].key, key) != 0;) h = (h + 1) % CAP;
    strcpy(table[h].key, key);
    return &table[h];
}

static void count_token(entry *table, const ms_token *t, double by)
{
    char key[MS_TOKEN_LEN + 2] = "";
    if (t->flags & (MS_TOKEN_MINOR | MS_TOKEN_INITIAL | MS_TOKEN_NUMBER)) return;
    memcpy(key, t->s, t->len);
    find(table, key)->count += by;
}

/* How many of the world's people carry the token, if they are as many as where it is
 * commonest. */
static double carriers(const entry *e)
{
    return e->count > e->share * people ? e->count : e->share * people;
}

/* Tenths of a bit. */
static long weight(const entry *e)
{
    long w = lround(10 * log2(people / carriers(e)));
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
    double count = carriers(token);
    e->count += count;
    e->sum += count * (double)weight(token);
}

static void count_name(entry *table, ms_str text, double by, ms_arena *a)
{
    ms_name name;
    ms_arena_reset(a);
    if (ms_name_prepare(text, MS_NAME_PERSON, a, &name) != MS_OK) exit(1);
    for (uint32_t i = 0; i < name.n; i++) count_token(table, &name.tok[i], by);
}

/* Ends a culture of `n` people: its shares stand beside the world's. */
static void end_culture(double n, double least)
{
    for (size_t i = 0; i < CAP; i++) {
        if (!culture[i].key[0] || culture[i].count < least) continue;
        entry *e = find(world, culture[i].key);
        if (culture[i].count / n > e->share) e->share = culture[i].count / n;
    }
    memset(culture, 0, sizeof culture);
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
        count_name(world, (ms_str){line, strcspn(line, "\t\n")}, 1, a);
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

/* What of a row is wanted, as fields counted from the right; `percent` -1: none. */
typedef struct columns {
    int rank, text, percent;
} columns;

/* A row of one country's names: for the world, and for the country, which ends where
 * another one begins. */
static void ranks_file(const char *shared, const char *name, columns c, ms_arena *a)
{
    FILE *f = open_in(shared, name);
    char line[65536], country[3] = "";
    if (!fgets(line, sizeof line, f)) exit(1);
    while (fgets(line, sizeof line, f)) {
        long r = strtol(from_right(line, c.rank).p, NULL, 10);
        double percent = c.percent < 0 ? 0 : strtod(from_right(line, c.percent).p, NULL);
        if (strncmp(line, country, 2)) end_culture(1, 0);
        memcpy(country, line, 2);
        if (r < 1) continue;
        ms_str text = from_right(line, c.text);
        count_name(world, text, (double)TOP / (double)r, a);
        count_name(culture, text, percent > 0 ? percent / 100 : FIRST / (double)r, a);
    }
    end_culture(1, 0);
    fclose(f);
}

/* Whether `native` is a Korean person's name: 2 to 4 syllables without a blank, of which
 * the first is a common family name. */
static bool is_korean(const char *native)
{
    static const char families[] = "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남"
                                   "심노하곽성차주우구나민류진지엄채원"
                                   "천방공현";
    size_t n = strcspn(native, "\r\n");
    if (n < 6 || n > 12 || memchr(native, ' ', n)) return false;
    for (const char *p = families; *p; p += 3)
        if (!memcmp(p, native, 3)) return true;
    return false;
}

static void korea(const char *shared, ms_arena *a)
{
    FILE *f = open_in(shared, "coling2018_fullname_en_korean.tsv");
    char line[65536];
    double n = 0;
    while (fgets(line, sizeof line, f)) {
        size_t latin = strcspn(line, "\t\n");
        if (line[latin] != '\t' || !is_korean(line + latin + 1)) continue;
        count_name(culture, (ms_str){line, latin}, 1, a);
        n++;
    }
    end_culture(n, SEEN_LEAST);
    fclose(f);
}

/* Rows "text,…,count", of `n` people. */
static void counts_file(const char *shared, const char *name, int text, int count, double n,
                        ms_arena *a)
{
    FILE *f = open_in(shared, name);
    char line[65536];
    while (fgets(line, sizeof line, f)) {
        double c = strtod(from_right(line, count).p, NULL);
        if (c > 0) count_name(culture, from_right(line, text), c, a);
    }
    end_culture(n, SEEN_LEAST);
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
    ranks_file(argv[1], "resources/common_forenames_by_country_localized_romanized.csv",
               (columns){4, 0, -1}, a);
    ranks_file(argv[1], "resources/common_surnames_by_country_localized_romanized.csv",
               (columns){6, 2, 0}, a);
    korea(argv[1], a);
    counts_file(argv[1], "resources/chinese_familyname_orcid.csv", 1, 0, 1e6, a);
    counts_file(argv[1], "resources/chinese_givenname_orcid.csv", 2, 0, 1e6, a);
    counts_file(argv[1], "resources/japanese_last_name_org.csv", 0, 2, 1.25e8, a);
    for (size_t i = 0; i < CAP; i++)
        if (world[i].key[0]) add_to_skeleton(&world[i]);
    qsort(world, CAP, sizeof *world, by_name);
    qsort(skeletons, CAP, sizeof *skeletons, by_name);
    puts("# What a token of a name tells, in tenths of a bit: log2(people / people who carry "
         "it).\n"
         "# source: tools/mkrarity.c over Wikidata full names and the commonest names by "
         "country (CC0),"
         " Chinese researchers (Apache-2.0), Japanese family names (MIT); version 2; "
         "licence Apache-2.0\n"
         "# token (`~`: consonants of scripts without vowels), tenths of a bit");
    for (size_t i = 0; i < CAP; i++) {
        const entry *t = &world[i], *k = &skeletons[i];
        if (t->key[0] && weight(t) < MOST) printf("%s\t%ld\n", t->key, weight(t));
        if (!k->key[0]) continue;
        long w = lround(k->sum / k->count);
        if (w < MOST) printf("%s\t%ld\n", k->key, w);
    }
    ms_arena_free(a);
    return 0;
}
