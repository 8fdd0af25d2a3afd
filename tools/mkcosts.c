/* mkcosts SHARED [FOLD] > edits.tsv: how people's spellings of a name differ from ours.
 *
 * Learns a memoryless stochastic edit model (Ristad & Yianilos, "Learning string-edit
 * distance", 1998) by expectation-maximisation over pairs of Latin tokens: ours, made of a
 * name in its own script, and the one that people wrote.  Both ways are one: a letter stands
 * for another as often as the other for it.  A letter is left out with a chance that depends
 * on the letter behind it, that is one for all letters which repeat the one before, and one
 * for all vowels that the other token's script leaves out.
 *
 * A pair counts as much as it looks like one name rather than two (OTHER); of several
 * readings the likeliest counts.  Each set counts as SHARE pairs, however many it has, so
 * that no script outweighs the others.  With FOLD (0 to 4) the fifth of the pairs that has
 * this number is left out.
 *
 * Prints natural logarithms, from nothing (as good as equal) on, that tools/learn-costs
 * turns into data/costs.tsv. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <marsad/name.h>

enum { LETTERS = 26, FOLDS = 5, ROUNDS = 12, SHARE = 20000, SEEN = 30 };

/* The share of pairs that are not one name: 3 to 10 % of rows are noise. */
static const double OTHER = 0.05;

/* Sets with an open licence; columns count from 0. */
static const struct set {
    const char *file;
    int latin, native;
    ms_name_kind kind; /* a person's names are taken token by token */
} sets[] = {
    {"coling2018_token_en_arabic", 0, 1, MS_NAME_THING},         /* CC0 */
    {"google_ar2en_token", 0, 1, MS_NAME_THING},                 /* Apache-2.0 */
    {"coling2018_token_en_hebrew", 0, 1, MS_NAME_THING},         /* CC0 */
    {"coling2018_token_en_russian", 0, 1, MS_NAME_THING},        /* CC0 */
    {"india_affidavit_fullname_en_hindi", 2, 3, MS_NAME_PERSON}, /* MIT */
    {"coling2018_token_en_korean", 0, 1, MS_NAME_THING},         /* CC0 */
    {"coling2018_token_en_chinese", 0, 1, MS_NAME_THING},        /* CC0 */
    {"coling2018_token_en_katakana", 0, 1, MS_NAME_THING},       /* CC0 */
};

typedef struct letters {
    uint8_t n;
    bool abjad;
    uint8_t c[MS_TOKEN_LEN];
} letters;

/* Our readings of a token, and the one that people wrote. */
typedef struct pair {
    letters x[MS_READINGS], y;
    uint32_t n;
} pair;

/* The pairs of one set. */
typedef struct pairs {
    pair *v;
    size_t n, room;
} pairs;

/* Why a letter may go. */
typedef enum skip_kind { PLAIN, REPEATS, UNWRITTEN, SKIP_KINDS } skip_kind;

/* Chances.  `sub` is of both letters at once; the others are of leaving a letter out where
 * it stands. */
typedef struct model {
    double letter[LETTERS], sub[LETTERS][LETTERS];
    double skip[LETTERS], before[LETTERS][LETTERS + 1]; /* LETTERS: the end */
    double repeat, unwritten;
} model;

/* How often letters stood somewhere, and how often they were left out there. */
typedef struct rate {
    double skipped, stood;
} rate;

/* What the pairs show under a model. */
typedef struct tally {
    double sub[LETTERS][LETTERS];
    rate skip[LETTERS], before[LETTERS][LETTERS + 1], repeat, unwritten;
} tally;

/* ---- pairs ------------------------------------------------------------- */

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "mkcosts: %s\n", what);
    exit(1);
}

/* Which fifth a pair belongs to (FNV-1a over both names). */
static int fold_of(ms_str x, ms_str y)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < x.n; i++) h = (h ^ (uint8_t)x.p[i]) * 16777619u;
    for (size_t i = 0; i < y.n; i++) h = (h ^ (uint8_t)y.p[i]) * 16777619u;
    return (int)(h % FOLDS);
}

static bool is_plain(const ms_token *t)
{
    return t->len > 1 && !(t->flags & (MS_TOKEN_MINOR | MS_TOKEN_INITIAL | MS_TOKEN_NUMBER));
}

static letters letters_of(const ms_token *t)
{
    letters out = {.n = t->len, .abjad = t->flags & MS_TOKEN_ABJAD};
    for (unsigned i = 0; i < t->len; i++) out.c[i] = (uint8_t)(t->s[i] - 'a');
    return out;
}

static void add(pairs *all, const pair *p)
{
    if (all->n == all->room) {
        all->room = all->room ? 2 * all->room : 1024;
        all->v = realloc(all->v, all->room * sizeof *all->v);
        if (!all->v) die("out of memory");
    }
    all->v[all->n++] = *p;
}

/* One token in all readings of the whole name. */
static void add_token(pairs *all, const ms_name *latin, const ms_name *native, uint32_t n)
{
    pair p = {.n = 0};
    if (latin->n != 1 || !is_plain(latin->tok)) return;
    for (uint32_t i = 0; i < n; i++)
        if (native[i].n == 1 && is_plain(native[i].tok)) p.x[p.n++] = letters_of(native[i].tok);
    p.y = letters_of(latin->tok);
    if (p.n) add(all, &p);
}

/* The tokens of a person's names, where both have as many. */
static void add_name(pairs *all, const ms_name *latin, const ms_name *native)
{
    if (latin->n != native->n) return;
    for (uint32_t i = 0; i < latin->n; i++) {
        if (!is_plain(&latin->tok[i]) || !is_plain(&native->tok[i])) continue;
        pair p = {{letters_of(&native->tok[i])}, letters_of(&latin->tok[i]), 1};
        add(all, &p);
    }
}

static ms_str field(const char *line, int k)
{
    while (k-- > 0) line += strcspn(line, "\t"), line += *line == '\t';
    return (ms_str){line, strcspn(line, "\t\r\n")};
}

static pairs read_set(const char *shared, const struct set *s, int left_out, ms_arena *a)
{
    char path[4096], line[65536];
    pairs all = {NULL, 0, 0};
    snprintf(path, sizeof path, "%s/data/names/%s.tsv", shared, s->file);
    FILE *f = fopen(path, "r");
    if (!f || !fgets(line, sizeof line, f)) die(path);
    while (fgets(line, sizeof line, f)) {
        ms_str x = field(line, s->latin), y = field(line, s->native);
        ms_name latin, native[MS_READINGS];
        uint32_t n;
        if (fold_of(x, y) == left_out) continue;
        ms_arena_reset(a);
        if (ms_name_prepare(x, s->kind, a, &latin) ||
            ms_name_readings(y, s->kind, a, native, &n))
            die("out of memory");
        if (s->kind == MS_NAME_PERSON) add_name(&all, &latin, native);
        else add_token(&all, &latin, native, n);
    }
    fclose(f);
    return all;
}

/* ---- one pair ---------------------------------------------------------- */

static bool is_vowel(unsigned c)
{
    return c < LETTERS && strchr("aeiou", (int)('a' + c));
}

static skip_kind why(const letters *x, unsigned i, const letters *y)
{
    if (i > 0 && x->c[i - 1] == x->c[i]) return REPEATS;
    return is_vowel(x->c[i]) && y->abjad && !x->abjad ? UNWRITTEN : PLAIN;
}

static unsigned behind(const letters *x, unsigned i)
{
    return i + 1 < x->n ? x->c[i + 1] : LETTERS;
}

/* The chance that each letter of `x` stands in it alone. */
static void skips(const model *m, const letters *x, const letters *y, double out[MS_TOKEN_LEN])
{
    for (unsigned i = 0; i < x->n; i++) {
        const double chance[SKIP_KINDS] = {m->before[x->c[i]][behind(x, i)], m->repeat,
                                           m->unwritten};
        out[i] = m->letter[x->c[i]] * chance[why(x, i, y)];
    }
}

/* All ways through one pair of tokens. */
typedef struct ways {
    double x[MS_TOKEN_LEN], y[MS_TOKEN_LEN]; /* of leaving letters out */
    double to[MS_TOKEN_LEN + 1][MS_TOKEN_LEN + 1];
    double from[MS_TOKEN_LEN + 1][MS_TOKEN_LEN + 1];
} ways;

/* The chance of both tokens, and of each beginning of them. */
static double forward(const model *m, const letters *x, const letters *y, ways *w)
{
    skips(m, x, y, w->x);
    skips(m, y, x, w->y);
    for (unsigned i = 0; i <= x->n; i++) {
        for (unsigned j = 0; j <= y->n; j++) {
            double p = i || j ? 0 : 1;
            if (i) p += w->to[i - 1][j] * w->x[i - 1];
            if (j) p += w->to[i][j - 1] * w->y[j - 1];
            if (i && j) p += w->to[i - 1][j - 1] * m->sub[x->c[i - 1]][y->c[j - 1]];
            w->to[i][j] = p;
        }
    }
    return w->to[x->n][y->n];
}

static void backward(const model *m, const letters *x, const letters *y, ways *w)
{
    for (int i = x->n; i >= 0; i--) {
        for (int j = y->n; j >= 0; j--) {
            double p = i < x->n || j < y->n ? 0 : 1;
            if (i < x->n) p += w->from[i + 1][j] * w->x[i];
            if (j < y->n) p += w->from[i][j + 1] * w->y[j];
            if (i < x->n && j < y->n) p += w->from[i + 1][j + 1] * m->sub[x->c[i]][y->c[j]];
            w->from[i][j] = p;
        }
    }
}

/* Where letter `i` of `x` is counted. */
static void count(tally *t, const letters *x, unsigned i, const letters *y, rate by)
{
    unsigned c = x->c[i];
    rate *at[SKIP_KINDS] = {&t->before[c][behind(x, i)], &t->repeat, &t->unwritten};
    rate *r = at[why(x, i, y)];
    r->skipped += by.skipped;
    r->stood += by.stood;
}

/* Counts every edit of the ways through a pair by its chance, `times` all of them. */
static void count_ways(const model *m, const letters *x, const letters *y, const ways *w,
                       double times, tally *t)
{
    for (unsigned i = 0; i <= x->n; i++) {
        for (unsigned j = 0; j <= y->n; j++) {
            double p = w->to[i][j] * times / w->to[x->n][y->n];
            if (i < x->n) count(t, x, i, y, (rate){p * w->x[i] * w->from[i + 1][j], 0});
            if (j < y->n) count(t, y, j, x, (rate){p * w->y[j] * w->from[i][j + 1], 0});
            if (i == x->n || j == y->n) continue;
            p *= m->sub[x->c[i]][y->c[j]] * w->from[i + 1][j + 1] / 2;
            t->sub[x->c[i]][y->c[j]] += p;
            t->sub[y->c[j]][x->c[i]] += p;
        }
    }
    for (unsigned i = 0; i < x->n; i++) count(t, x, i, y, (rate){0, times});
    for (unsigned j = 0; j < y->n; j++) count(t, y, j, x, (rate){0, times});
}

/* The chance of a token whose letters depend on nothing. */
static double alone(const model *m, const letters *x)
{
    double p = 1;
    for (unsigned i = 0; i < x->n; i++) p *= m->letter[x->c[i]];
    return p;
}

/* Counts one pair, `times` if it is one name for certain. */
static void count_pair(const model *m, const pair *p, double times, tally *t)
{
    ways w;
    const letters *x = &p->x[0];
    double most = 0;
    for (uint32_t k = 0; k < p->n; k++) {
        double odds = forward(m, &p->x[k], &p->y, &w) / alone(m, &p->x[k]);
        if (odds > most) most = odds, x = &p->x[k];
    }
    double one = (1 - OTHER) * forward(m, x, &p->y, &w);
    double two = OTHER * alone(m, x) * alone(m, &p->y);
    if (one <= 0) return;
    backward(m, x, &p->y, &w);
    count_ways(m, x, &p->y, &w, times * one / (one + two), t);
}

/* ---- the model --------------------------------------------------------- */

/* A beginning that knows which letters are vowels; the rounds forget it. */
static void begin(model *m)
{
    memset(m, 0, sizeof *m);
    m->repeat = m->unwritten = 0.5;
    for (unsigned c = 0; c < LETTERS; c++) {
        m->letter[c] = 1.0 / LETTERS;
        m->skip[c] = is_vowel(c) ? 0.1 : 0.05;
        for (unsigned d = 0; d <= LETTERS; d++) m->before[c][d] = m->skip[c];
        for (unsigned d = 0; d < LETTERS; d++)
            m->sub[c][d] = (is_vowel(c) && is_vowel(d) ? 0.001 : 0.0001);
        m->sub[c][c] = 0.8 / LETTERS;
    }
}

static double chance(rate r)
{
    return (r.skipped + 1) / (r.stood + 2);
}

static void renew_skips(model *m, tally *t)
{
    m->repeat = chance(t->repeat);
    m->unwritten = chance(t->unwritten);
    for (unsigned c = 0; c < LETTERS; c++) {
        for (unsigned d = 0; d <= LETTERS; d++) {
            t->skip[c].skipped += t->before[c][d].skipped;
            t->skip[c].stood += t->before[c][d].stood;
        }
        m->skip[c] = chance(t->skip[c]);
        for (unsigned d = 0; d <= LETTERS; d++) /* what is rarely seen: as before any letter */
            m->before[c][d] =
                (t->before[c][d].skipped + SEEN * m->skip[c]) / (t->before[c][d].stood + SEEN);
    }
}

static void renew(model *m, tally *t)
{
    double all = t->repeat.skipped + t->unwritten.skipped, letters = 0;
    renew_skips(m, t);
    for (unsigned c = 0; c < LETTERS; c++) {
        m->letter[c] = t->skip[c].skipped;
        all += t->skip[c].skipped;
        for (unsigned d = 0; d < LETTERS; d++) {
            t->sub[c][d] += 0.5;
            all += t->sub[c][d];
            m->letter[c] += 2 * t->sub[c][d];
        }
        letters += m->letter[c];
    }
    for (unsigned c = 0; c < LETTERS; c++) {
        m->letter[c] /= letters;
        for (unsigned d = 0; d < LETTERS; d++) m->sub[c][d] = t->sub[c][d] / all;
    }
}

/* ---- the result -------------------------------------------------------- */

static double out_of(double p)
{
    return -log(p / (1 - p));
}

/* Two letters against each other, by how often both meet their equal. */
static double against(const model *m, unsigned c, unsigned d)
{
    return -log(m->sub[c][d] / sqrt(m->sub[c][c] * m->sub[d][d]));
}

/* What two consonants cost on the mean whose meeting says nothing: as often as chance
 * would have it. */
static double by_chance(const model *m)
{
    double sum = 0, n = 0;
    for (unsigned c = 0; c < LETTERS; c++)
        for (unsigned d = 0; d < c; d++)
            if (!is_vowel(c) && !is_vowel(d)) {
                double equal = sqrt(m->sub[c][c] * m->sub[d][d]);
                sum -= log(m->letter[c] * m->letter[d] / equal);
                n++;
            }
    return sum / n;
}

static void print(const model *m, const tally *t)
{
    printf("chance\t\t%.4f\t0\n", by_chance(m));
    printf("repeat\t\t%.4f\t%.0f\n", out_of(m->repeat), t->repeat.stood);
    printf("unwritten\t\t%.4f\t%.0f\n", out_of(m->unwritten), t->unwritten.stood);
    for (unsigned c = 0; c < LETTERS; c++) {
        printf("skip\t%c\t%.4f\t%.0f\n", 'a' + c, out_of(m->skip[c]), t->skip[c].stood);
        for (unsigned d = 0; d < LETTERS; d++) {
            if (d != c)
                printf("before\t%c%c\t%.4f\t%.0f\n", 'a' + c, 'a' + d, out_of(m->before[c][d]),
                       t->before[c][d].stood);
            if (d > c)
                printf("sub\t%c%c\t%.4f\t%.0f\n", 'a' + c, 'a' + d, against(m, c, d),
                       2 * t->sub[c][d]);
        }
    }
}

int main(int argc, char **argv)
{
    enum { SETS = sizeof sets / sizeof *sets };
    static model m;
    static tally t;
    pairs read[SETS];
    ms_arena *a = argc == 2 || argc == 3 ? ms_arena_new(0) : NULL;
    if (!a) return fputs("usage: mkcosts SHARED [FOLD]\n", stderr), 2;
    for (int s = 0; s < SETS; s++)
        read[s] = read_set(argv[1], &sets[s], argc == 3 ? atoi(argv[2]) : -1, a);
    begin(&m);
    for (int round = 0; round < ROUNDS; round++) {
        memset(&t, 0, sizeof t);
        for (int s = 0; s < SETS; s++)
            for (size_t i = 0; i < read[s].n; i++)
                count_pair(&m, &read[s].v[i], SHARE / (double)read[s].n, &t);
        renew(&m, &t);
    }
    print(&m, &t);
    for (int s = 0; s < SETS; s++) free(read[s].v);
    ms_arena_free(a);
    return 0;
}
