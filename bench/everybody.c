/* everybody SNAPSHOT QUERIES THRESHOLD,T… THREADS WHOLE: whether a search finds what scoring
 * everybody finds.
 *
 * QUERIES has an entity in FollowTheMoney's JSON on each line.  Nothing of the index is used to
 * score everybody: the names of all who are screened are read, and each token and each run of
 * tokens that may be joined is compared, by the code that scores, with each of the query's.
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

#include <marsad/index.h>

#include "match/cost.h"
#include "match/evidence.h"
#include "match/run.h"

enum { THRESHOLDS_MAX = 8, THREADS_MAX = 64, TOGETHER = 64, QUERIES = 16 /* at once */ };

static const ms_snap *snap;
static ms_identity *listed; /* by entity; without names and keys where nobody is screened */
static uint32_t n_listed;

static void stop(const char *what)
{
    fprintf(stderr, "everybody: %s\n", what);
    exit(2);
}

static void *must(void *p)
{
    if (!p) stop("out of memory");
    return p;
}

/* A list of numbers. */
typedef struct numbers {
    uint32_t *v;
    size_t n, room;
} numbers;

static void add(numbers *x, uint32_t v)
{
    if (x->n == x->room) {
        x->room = x->room ? 2 * x->room : 4;
        x->v = must(realloc(x->v, x->room * sizeof *x->v));
    }
    x->v[x->n++] = v;
}

/* ---- what names are made of -------------------------------------------- */

/* What a token is like depends on no more than this. */
typedef struct part {
    char s[MS_TOKEN_LEN];
    uint16_t given;
    uint8_t len, flags, run;
} part;

static part part_of(const ms_token *t, bool run)
{
    part p;
    memset(&p, 0, sizeof p);
    memcpy(p.s, t->s, sizeof p.s);
    p.given = t->given, p.len = t->len, p.flags = t->flags, p.run = run;
    return p;
}

static ms_letters letters_of(const part *p)
{
    ms_letters x;
    ms_letters_make(p->s, p->len, p->flags, &x);
    x.given = p->given;
    return x;
}

/* Parts, each once, by a table of their hashes. */
typedef struct parts {
    part *v;
    uint32_t n, room;
    uint32_t *slot; /* 1 + number; a power of two of them, at least half free */
    uint32_t n_slots;
} parts;

static uint64_t hash(const part *p)
{
    const unsigned char *b = (const unsigned char *)p;
    uint64_t h = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < sizeof *p; i++) h = (h ^ b[i]) * 1099511628211u;
    return h ^ h >> 29;
}

static uint32_t *slot_of(const parts *x, const part *p)
{
    uint32_t at = (uint32_t)hash(p) & (x->n_slots - 1);
    while (x->slot[at] && memcmp(&x->v[x->slot[at] - 1], p, sizeof *p) != 0)
        at = (at + 1) & (x->n_slots - 1);
    return &x->slot[at];
}

static void grow(parts *x)
{
    x->room = x->room ? 2 * x->room : 1024;
    x->n_slots = 2 * x->room;
    x->v = must(realloc(x->v, x->room * sizeof *x->v));
    free(x->slot);
    x->slot = must(calloc(x->n_slots, sizeof *x->slot));
    for (uint32_t i = 0; i < x->n; i++) *slot_of(x, &x->v[i]) = i + 1;
}

/* The number of a part, which is new if it is parts.n - 1 now and was not before. */
static uint32_t number_of(parts *x, const part *p)
{
    if (x->n == x->room) grow(x);
    uint32_t *slot = slot_of(x, p);
    if (!*slot) {
        x->v[x->n] = *p;
        *slot = ++x->n;
    }
    return *slot - 1;
}

/* Calls `each` for the tokens of a name and for its runs that may be joined. */
static void for_parts(const ms_name *n, void (*each)(void *, part), void *context)
{
    ms_token run;
    for (uint32_t at = 0; at < n->n; at++) {
        each(context, part_of(&n->tok[at], false));
        for (unsigned k = 2; k <= MS_RUN_MAX && at + k <= n->n; k++)
            if (ms_run_make(n->tok + at, k, &run)) each(context, part_of(&run, true));
    }
}

/* ---- who has what ------------------------------------------------------ */

static parts known;         /* the parts of all names of the lists */
static ms_letters *letters; /* of each */
static numbers *having;     /* the entities that have each, ascending */
static uint32_t having_room;

static void note(void *context, part p)
{
    uint32_t e = *(const uint32_t *)context, i = number_of(&known, &p);
    if (known.room > having_room) {
        having = must(realloc(having, known.room * sizeof *having));
        memset(having + having_room, 0, (known.room - having_room) * sizeof *having);
        having_room = known.room;
    }
    if (!having[i].n || having[i].v[having[i].n - 1] != e) add(&having[i], e);
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
    letters = must(calloc(known.n + 1, sizeof *letters));
    for (uint32_t i = 0; i < known.n; i++) letters[i] = letters_of(&known.v[i]);
    fprintf(stderr, "everybody: %u entities, %u tokens and runs\n", n_listed, known.n);
}

/* ---- what is like what ------------------------------------------------- */

/* The parts of the lists that are like each part of a query that was asked, under a lock. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static parts asked;
static numbers **like; /* by number in `asked`; NULL: not worked out yet */
static uint32_t like_room;

/* Parts whose likes are worked out together, so that the lists' letters are read once. */
typedef struct together {
    part v[TOGETHER];
    uint32_t no[TOGETHER], n; /* numbers in `asked` */
} together;

/* The number in `asked`; the lock is held. */
static uint32_t ask(const part *p)
{
    uint32_t i = number_of(&asked, p);
    if (asked.room > like_room) {
        like = must(realloc(like, asked.room * sizeof *like));
        memset(like + like_room, 0, (asked.room - like_room) * sizeof *like);
        like_room = asked.room;
    }
    return i;
}

static bool alike(const part *p, const ms_letters *x, bool run, const ms_letters *y)
{
    if (p->run) return !run && ms_run_similarity(x, y);
    return run ? ms_run_similarity(y, x) : ms_letters_similarity(x, y);
}

/* Two threads may work out the same; the first to have it is kept. */
static void work_out(together *t)
{
    numbers *found[TOGETHER];
    ms_letters x[TOGETHER];
    for (uint32_t k = 0; k < t->n; k++) {
        found[k] = must(calloc(1, sizeof *found[k]));
        x[k] = letters_of(&t->v[k]);
    }
    for (uint32_t i = 0; i < known.n; i++)
        for (uint32_t k = 0; k < t->n; k++)
            if (alike(&t->v[k], &x[k], known.v[i].run, &letters[i])) add(found[k], i);
    pthread_mutex_lock(&lock);
    for (uint32_t k = 0; k < t->n; k++) {
        if (!like[t->no[k]]) like[t->no[k]] = found[k];
        else free(found[k]->v), free(found[k]);
    }
    pthread_mutex_unlock(&lock);
    t->n = 0;
}

/* Adds a part to those that are to be worked out, unless it was. */
static void ask_for(void *context, part p)
{
    together *t = context;
    pthread_mutex_lock(&lock);
    uint32_t no = ask(&p);
    bool there = like[no] != NULL;
    pthread_mutex_unlock(&lock);
    for (uint32_t k = 0; k < t->n; k++) there |= t->no[k] == no;
    if (there) return;
    t->v[t->n] = p;
    t->no[t->n++] = no;
    if (t->n == TOGETHER) work_out(t);
}

static const numbers *like_what(const part *p)
{
    pthread_mutex_lock(&lock);
    const numbers *found = like[ask(p)];
    pthread_mutex_unlock(&lock);
    return found;
}

/* ---- one query --------------------------------------------------------- */

typedef struct worker {
    ms_scorer *scorer;
    bool *met; /* by entity */
    numbers meet;
    ms_result *want, *got;
    uint32_t n, room;
    uint32_t differ; /* queries */
} worker;

static void meet(worker *w, uint32_t e)
{
    if (w->met[e]) return;
    w->met[e] = true;
    add(&w->meet, e);
}

static void meet_like(void *context, part p)
{
    const numbers *parts_like = like_what(&p);
    for (size_t i = 0; i < parts_like->n; i++) {
        const numbers *who = &having[parts_like->v[i]];
        for (size_t k = 0; k < who->n; k++) meet(context, who->v[k]);
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

static void want(worker *w, uint32_t e, uint32_t score)
{
    if (w->n + 1 >= w->room) {
        w->room = w->room ? 2 * w->room : 1024;
        w->want = must(realloc(w->want, w->room * sizeof *w->want));
        w->got = must(realloc(w->got, w->room * sizeof *w->got));
    }
    w->want[w->n++] = (ms_result){e, score};
}

/* Best first, ties by id; entities of one id in the order of their lists. */
static int order(const void *a, const void *b)
{
    const ms_result *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    int c = ms_str_cmp(ms_snap_get(snap, x->entity).id, ms_snap_get(snap, y->entity).id);
    return c ? c : x->entity < y->entity ? -1 : x->entity > y->entity;
}

/* Scores everybody who can score anything; what reaches `least` is wanted. */
static void score_everybody(worker *w, const ms_identity *q, uint32_t least)
{
    w->n = 0, w->meet.n = 0;
    for (uint32_t i = 0; i < q->n_names; i++) for_parts(&q->names[i], meet_like, w);
    meet_keys(w, q);
    want(w, 0, 0), w->n = 0; /* so that there is room, whatever is found */
    for (size_t i = 0; i < w->meet.n; i++) {
        uint32_t e = w->meet.v[i], score = ms_score(w->scorer, q, &listed[e]);
        if (score >= least) want(w, e, score);
        w->met[e] = false;
    }
    qsort(w->want, w->n, sizeof *w->want, order);
}

/* Whether a search gives the first `n` of what is wanted, and no more. */
static bool agrees(worker *w, const ms_identity *q, uint32_t threshold, uint32_t n,
                   bool exhaustive)
{
    ms_found found;
    ms_search o = MS_SEARCH_INIT;
    o.threshold = threshold, o.limit = n + 1, o.exhaustive = exhaustive;
    if (ms_snap_search(snap, w->scorer, q, &o, w->got, &found)) stop("search failed");
    bool same = found.n == n && found.total == n;
    for (uint32_t i = 0; same && i < n; i++)
        same = w->got[i].entity == w->want[i].entity && w->got[i].score == w->want[i].score;
    return same;
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
    uint32_t n = w->n;
    for (uint32_t t = 0; t < n_thresholds; t++) {
        while (n && w->want[n - 1].score < thresholds[t]) n--;
        differ[t] = !agrees(w, q, thresholds[t], n, false);
        at += snprintf(line + at, sizeof line - (size_t)at, "%s%" PRIu32, t ? ", " : "", n);
    }
    bool also = whole && no % whole == 0;
    if (also) differ[n_thresholds] = !agrees(w, q, thresholds[0], w->n, true);
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
    together *t = must(calloc(1, sizeof *t));
    for (uint32_t from; (from = atomic_fetch_add(&next, QUERIES)) < n_queries;) {
        uint32_t end = n_queries - from < QUERIES ? n_queries : from + QUERIES;
        for (uint32_t i = from; i < end; i++)
            for (uint32_t k = 0; k < queries[i].n_names; k++)
                for_parts(&queries[i].names[k], ask_for, t);
        work_out(t);
        for (uint32_t i = from; i < end; i++) answer(w, i);
    }
    free(t);
    free(w->met), free(w->meet.v), free(w->want), free(w->got);
    ms_scorer_free(w->scorer);
    return NULL;
}

static void read_queries(const char *path, ms_arena *a)
{
    char *line = NULL;
    size_t room = 0;
    FILE *f = fopen(path, "r");
    if (!f) stop(path);
    for (; getline(&line, &room, f) > 0; n_queries++) {
        ms_diag d;
        ms_entity e;
        queries = must(realloc(queries, (n_queries + 1) * sizeof *queries));
        if (ms_entity_read(ms_arena_str(a, ms_str_z(line)), a, NULL, NULL, &e, &d))
            stop(d.what);
        if (ms_identity_from_entity(&e, a, &queries[n_queries])) stop("out of memory");
    }
    free(line);
    fclose(f);
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
    if (ms_snap_open(argv[1], &s, &d)) stop(d.what);
    snap = s;
    ms_arena *a = must(ms_arena_new(0));
    read_queries(argv[2], a);
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
