/* everybody SNAPSHOT QUERIES THRESHOLD,T… THREADS WHOLE: whether a search finds what scoring
 * everybody finds.
 *
 * QUERIES has an entity in FollowTheMoney's JSON on each line.  Nothing of the index is used to
 * score everybody: the names of all who are screened are read, and which of their tokens and of
 * their runs of tokens that may be joined are like one of the query's is worked out (walk.h).
 * Whoever has none that is like any, and no key in common, scores 0 (docs/scoring.md: nothing
 * is vouched for); all others are scored.  Of every WHOLEth query (0: of none) every entity is
 * scored without that too, by the exhaustive search.
 *
 * Writes a JSON object for each query, in no order: its number, what reaches each threshold,
 * and whether the search at each differs in an entity, a score or the order.  1 where one does.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "answers.h"
#include "index/unit.h"
#include "match/evidence.h"
#include "match/run.h"
#include "walk.h"

enum { THRESHOLDS_MAX = 8, THREADS_MAX = 64, QUERIES = 32 /* at once */ };

static const ms_snap *snap;
static ms_identity *listed; /* by entity; without names and keys where nobody is screened */
static uint32_t n_listed;

static void add(ms_buf *numbers, uint32_t n)
{
    if (!ms_buf_put(numbers, &n, sizeof n)) stop("out of memory");
}

/* ---- what names are made of -------------------------------------------- */

enum { TOKENS, RUNS /* that may be joined */, KINDS };

/* Calls `each` for the tokens of a name and its runs. */
static void for_parts(const ms_name *n, void (*each)(void *, int kind, const ms_token *),
                      void *context)
{
    ms_token run;
    for (uint32_t at = 0; at < n->n; at++) {
        each(context, TOKENS, &n->tok[at]);
        for (unsigned k = 2; k <= MS_RUN_MAX && at + k <= n->n; k++)
            if (ms_run_make(n->tok + at, k, &run)) each(context, RUNS, &run);
    }
}

/* The number of `t`, whatever its place; for a new one a record of `size` is added too. */
static uint32_t number_of(ms_units *units, const ms_token *t, ms_buf *records, size_t size)
{
    ms_token unit = *t;
    uint32_t no;
    unit.word = 0;
    if (!ms_units_add(units, &unit, &no)) stop("out of memory");
    if (no == records->n / size) must(ms_buf_add(records, size));
    return no;
}

/* ---- who has what ------------------------------------------------------ */

static ms_units known[KINDS]; /* the parts of all names of the lists */
static ms_buf having[KINDS];  /* for each the entities that have it, ascending, a ms_buf */
static walk *walks[KINDS];    /* through each kind */

static void note(void *context, int kind, const ms_token *t)
{
    uint32_t e = *(const uint32_t *)context;
    uint32_t no = number_of(&known[kind], t, &having[kind], sizeof(ms_buf));
    ms_buf *who = MS_AT(having[kind], ms_buf, no);
    size_t n = MS_COUNT(*who, uint32_t);
    if (!n || *MS_AT(*who, uint32_t, n - 1) != e) add(who, e);
}

static void read_lists(ms_arena *a)
{
    n_listed = ms_snap_entities(snap);
    listed = must(calloc(n_listed + 1, sizeof *listed));
    for (uint32_t e = 0; e < n_listed; e++) {
        if (!ms_snap_get(snap, e).matchable) continue;
        if (ms_snap_identity(snap, e, a, &listed[e])) stop("out of memory");
        for (uint32_t i = 0; i < listed[e].n_names; i++)
            for_parts(&listed[e].names[i], note, &e);
    }
    for (int kind = 0; kind < KINDS; kind++) {
        uint32_t n = ms_units_count(&known[kind]);
        walks[kind] = walk_new(ms_units_all(&known[kind]), n);
        fprintf(stderr, "%u %s\n", n, kind == RUNS ? "runs" : "tokens");
    }
}

/* ---- what is like what ------------------------------------------------- */

/* The numbers of the lists' tokens and runs that are like a part of a query. */
typedef struct likes {
    ms_buf of[KINDS];
    bool known;
} likes;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of the two below */
static ms_units asked[KINDS];
static ms_buf like[KINDS]; /* for each its likes */

/* Parts of one kind whose likes are worked out together. */
typedef struct together {
    ms_letters x[WALK_TOGETHER];
    uint32_t no[WALK_TOGETHER]; /* in `asked` */
    uint32_t n;
} together;

/* Two threads may work out the same; the first to have it is kept. */
static void work_out(together *t, int kind)
{
    ms_buf found[KINDS][WALK_TOGETHER] = {0};
    walk_like(walks[TOKENS], t->x, t->n, kind == RUNS ? WALK_RUN : WALK_TOKENS, found[TOKENS]);
    if (kind == TOKENS) walk_like(walks[RUNS], t->x, t->n, WALK_RUNS, found[RUNS]);
    pthread_mutex_lock(&lock);
    for (uint32_t i = 0; i < t->n; i++) {
        likes *l = MS_AT(like[kind], likes, t->no[i]);
        for (int of = 0; of < KINDS; of++) {
            if (l->known) ms_buf_free(&found[of][i]);
            else l->of[of] = found[of][i];
        }
        l->known = true;
    }
    pthread_mutex_unlock(&lock);
    t->n = 0;
}

/* The number of a part of a query, and what is like it, if that is known. */
static uint32_t ask(int kind, const ms_token *part, likes *l)
{
    pthread_mutex_lock(&lock);
    uint32_t no = number_of(&asked[kind], part, &like[kind], sizeof(likes));
    *l = *MS_AT(like[kind], likes, no);
    pthread_mutex_unlock(&lock);
    return no;
}

/* Adds a part to those that are to be worked out, unless it was. */
static void ask_for(void *context, int kind, const ms_token *part)
{
    likes l;
    together *t = (together *)context + kind;
    uint32_t no = ask(kind, part, &l);
    for (uint32_t i = 0; i < t->n; i++) l.known |= t->no[i] == no;
    if (l.known) return;
    ms_token_letters(part, &t->x[t->n]);
    t->no[t->n++] = no;
    if (t->n == WALK_TOGETHER) work_out(t, kind);
}

/* ---- one query --------------------------------------------------------- */

typedef struct worker {
    ms_scorer *scorer;
    bool *met;   /* by entity */
    ms_buf meet; /* the same as a list */
    answers want;
    uint32_t differ; /* queries */
} worker;

static void meet(worker *w, uint32_t e)
{
    if (w->met[e]) return;
    w->met[e] = true;
    add(&w->meet, e);
}

static void meet_like(void *context, int kind, const ms_token *part)
{
    likes l;
    ask(kind, part, &l);
    for (kind = 0; kind < KINDS; kind++)
        for (size_t i = 0; i < MS_COUNT(l.of[kind], uint32_t); i++) {
            const ms_buf *who = MS_AT(having[kind], ms_buf, *MS_AT(l.of[kind], uint32_t, i));
            for (size_t k = 0; k < MS_COUNT(*who, uint32_t); k++)
                meet(context, *MS_AT(*who, uint32_t, k));
        }
}

static void meet_keys(worker *w, const ms_identity *q)
{
    static const ms_fact keys[] = {MS_FACT_DOCUMENT, MS_FACT_WALLET, MS_FACT_EMAIL,
                                   MS_FACT_PHONE};
    for (uint32_t e = 0; e < n_listed && q->n_documents; e++)
        for (size_t k = 0; k < sizeof keys / sizeof *keys && listed[e].n_documents; k++)
            if (ms_evidence_compare(keys[k], q, &listed[e]).found) meet(w, e);
}

/* Scores everybody who can score anything; what reaches `least` is wanted. */
static void score_everybody(worker *w, const ms_identity *q, uint32_t least)
{
    w->want.n = 0, w->meet.n = 0;
    for (uint32_t i = 0; i < q->n_names; i++) for_parts(&q->names[i], meet_like, w);
    meet_keys(w, q);
    for (size_t i = 0; i < MS_COUNT(w->meet, uint32_t); i++) {
        uint32_t e = *MS_AT(w->meet, uint32_t, i);
        uint32_t score = ms_score(w->scorer, q, &listed[e]);
        if (score >= least) answers_add(&w->want, e, score);
        w->met[e] = false;
    }
    answers_sort(&w->want, snap);
}

/* ---- all of them ------------------------------------------------------- */

static ms_identity *queries;
static uint32_t n_queries, whole;
static uint32_t thresholds[THRESHOLDS_MAX], n_thresholds; /* ascending */
static atomic_uint next;

static void answer(worker *w, uint32_t no)
{
    const ms_identity *q = &queries[no];
    char line[512];
    int at = snprintf(line, sizeof line, "{\"query\": %" PRIu32 ", \"found\": [", no);
    bool differ[THRESHOLDS_MAX + 1] = {false}, any = false;
    score_everybody(w, q, thresholds[0]);
    const answers *want = &w->want;
    uint32_t n = want->n;
    for (uint32_t t = 0; t < n_thresholds; t++) {
        while (n && want->v[n - 1].score < thresholds[t]) n--;
        differ[t] = !answers_are(want, n, snap, w->scorer, q, thresholds[t], false);
        at += snprintf(line + at, sizeof line - (size_t)at, "%s%" PRIu32, t ? ", " : "", n);
    }
    bool also = whole && no % whole == 0;
    if (also)
        differ[n_thresholds] =
            !answers_are(want, want->n, snap, w->scorer, q, thresholds[0], true);
    at += snprintf(line + at, sizeof line - (size_t)at, "], \"differ\": [");
    for (uint32_t t = 0; t < n_thresholds; t++)
        at += snprintf(line + at, sizeof line - (size_t)at, "%s%d", t ? ", " : "", differ[t]);
    snprintf(line + at, sizeof line - (size_t)at, "], \"whole\": %s}",
             also ? (differ[n_thresholds] ? "false" : "true") : "null");
    for (uint32_t t = 0; t <= n_thresholds; t++) any |= differ[t];
    w->differ += any;
    puts(line);
    fflush(stdout);
}

static void *work(void *context)
{
    worker *w = context;
    w->scorer = must(ms_scorer_new());
    w->met = must(calloc(n_listed + 1, sizeof *w->met));
    together t[KINDS] = {0};
    for (uint32_t from; (from = atomic_fetch_add(&next, QUERIES)) < n_queries;) {
        uint32_t end = n_queries - from < QUERIES ? n_queries : from + QUERIES;
        for (uint32_t i = from; i < end; i++)
            for (uint32_t k = 0; k < queries[i].n_names; k++)
                for_parts(&queries[i].names[k], ask_for, t);
        for (int kind = 0; kind < KINDS; kind++) work_out(&t[kind], kind);
        for (uint32_t i = from; i < end; i++) answer(w, i);
    }
    free(w->met), free(w->want.v);
    ms_buf_free(&w->meet);
    ms_scorer_free(w->scorer);
    return NULL;
}

static void read_thresholds(const char *p)
{
    for (char *end; n_thresholds < THRESHOLDS_MAX; p = end + 1) {
        double t = strtod(p, &end);
        uint32_t score = (uint32_t)(t * MS_SCORE_ONE + 0.5);
        if (end == p || t <= 0 || t > 1 ||
            (n_thresholds && score <= thresholds[n_thresholds - 1]))
            break;
        thresholds[n_thresholds++] = score;
        if (!*end) return;
    }
    stop("THRESHOLD,T… above 0, at most 1, ascending, at most 8");
}

int main(int argc, char **argv)
{
    ms_diag d;
    ms_snap *s;
    if (argc != 6) stop("SNAPSHOT QUERIES THRESHOLD,T… THREADS WHOLE");
    read_thresholds(argv[3]);
    uint32_t threads = (uint32_t)strtoul(argv[4], NULL, 10), differ = 0;
    if (threads < 1 || threads > THREADS_MAX) stop("THREADS from 1 to 64");
    whole = (uint32_t)strtoul(argv[5], NULL, 10);
    if (ms_snap_open(argv[1], &s, &d)) stop("%s", d.what);
    snap = s;
    ms_arena *a = must(ms_arena_new(0));
    queries = queries_read(argv[2], a, &n_queries);
    read_lists(a);
    pthread_t thread[THREADS_MAX];
    worker *w = must(calloc(threads, sizeof *w));
    for (uint32_t i = 0; i < threads; i++)
        if (pthread_create(&thread[i], NULL, work, &w[i])) stop("no thread");
    for (uint32_t i = 0; i < threads; i++) {
        pthread_join(thread[i], NULL);
        differ += w[i].differ;
    }
    free(w);
    return differ != 0;
}
