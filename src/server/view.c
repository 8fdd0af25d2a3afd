#include "server/view.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include <xxhash.h>

#include "base/mem.h"
#include "server/member.h"

enum { DATASETS_MAX = 4096, SLOTS = 2 * DATASETS_MAX, SCHEMA_WORDS = 4 };

typedef struct merged {
    uint64_t hash; /* XXH3 of the id */
    uint32_t entity;
} merged;

/* Data sets are the lists at once; what entities say of themselves is in their JSON, which is
 * seconds of reading where there are a million, so that it is learnt beside the calls: whoever
 * needs it waits for it. */
struct ms_view {
    const ms_snap *snap;
    ms_dataset *datasets; /* all, lists, and then what entities say */
    uint64_t (*schemata)[SCHEMA_WORDS];
    uint32_t n_lists;     /* data sets that are known at once */
    uint32_t n_datasets;  /* all, once it is learnt */
    uint16_t slot[SLOTS]; /* by the hash of the name: 1 + number of a data set; 0: free */
    merged *merged;       /* by hash, then by entity */
    uint32_t n_merged, cap_merged;
    bool some_merged; /* there was no memory for more: entities are looked through instead */
    pthread_mutex_t learning;
    atomic_bool learnt, ending;
    bool threaded;
    pthread_t thread;     /* that learns, where `threaded` */
    pthread_mutex_t lock; /* of what follows */
    ms_suggest *names;    /* NULL: nobody has asked yet */
};

/* ---- data sets --------------------------------------------------------- */

/* The slot of a name: its own, or the free one where it would stand. */
static size_t slot_of(const ms_view *v, ms_str name)
{
    size_t i = XXH3_64bits(name.p, name.n) % SLOTS;
    while (v->slot[i] && !ms_str_eq(v->datasets[v->slot[i] - 1].name, name))
        i = (i + 1) % SLOTS;
    return i;
}

static ms_dataset *find(const ms_view *v, ms_str name)
{
    uint16_t at = v->slot[slot_of(v, name)];
    return at ? &v->datasets[at - 1] : NULL;
}

/* Texts are slices of the snapshot, or static. */
static ms_dataset *add(ms_view *v, ms_str name, ms_str title, int64_t list)
{
    if (v->n_datasets == DATASETS_MAX) return NULL;
    ms_dataset *d = &v->datasets[v->n_datasets];
    *d = (ms_dataset){
        .name = name, .title = title.n ? title : name, .list = list, .number = v->n_datasets++};
    size_t slot = slot_of(v, name);
    if (!v->slot[slot]) v->slot[slot] = (uint16_t)v->n_datasets;
    return d;
}

/* Counts an entity of `d`, with its schema. */
static void count(ms_view *v, ms_dataset *d, const ms_snap_entity *e)
{
    d->entities++;
    if (!e->matchable) return;
    d->things++;
    unsigned own = e->schema ? ms_schema_number(e->schema) : SCHEMA_WORDS * 64;
    if (own < SCHEMA_WORDS * 64) v->schemata[d->number][own / 64] |= 1ull << own % 64;
}

/* Adds the schemata above those that entities have. */
static void add_above(uint64_t schemata[SCHEMA_WORDS])
{
    unsigned n = ms_schema_count() < SCHEMA_WORDS * 64 ? ms_schema_count() : SCHEMA_WORDS * 64;
    for (unsigned own = 0; own < n; own++)
        for (unsigned i = 0; schemata[own / 64] >> own % 64 & 1 && i < n; i++)
            if (ms_schema_is_a(ms_schema_at(own), ms_schema_at(i)))
                schemata[i / 64] |= 1ull << i % 64;
}

/* Counts an entity in the data sets that it says it belongs to. */
static void count_own(ms_view *v, const ms_snap_entity *e, ms_str datasets)
{
    ms_str item;
    for (size_t at = 0; ms_member_item(datasets, &at, &item);) {
        ms_str name = ms_member_text(item);
        ms_dataset *d = find(v, name);
        if (!d && name.n) d = add(v, name, (ms_str){0}, -1);
        if (d && d->number >= v->n_lists) count(v, d, e);
    }
}

/* ---- merged ids -------------------------------------------------------- */

/* The id by its hash: the ids themselves are read where they are asked for. */
static void put_merged(ms_view *v, uint32_t entity, ms_str id)
{
    if (v->n_merged == v->cap_merged) {
        uint32_t cap = v->cap_merged ? 2 * v->cap_merged : 1024;
        merged *more = ms_realloc(v->merged, cap * sizeof *more);
        v->some_merged = !more;
        if (!more) return;
        v->merged = more;
        v->cap_merged = cap;
    }
    v->merged[v->n_merged++] = (merged){XXH3_64bits(id.p, id.n), entity};
}

static void note_merged(ms_view *v, uint32_t entity, ms_str own, ms_str referents,
                        ms_arena *scratch)
{
    ms_str item;
    for (size_t at = 0; !v->some_merged && ms_member_item(referents, &at, &item);) {
        ms_arena_reset(scratch);
        ms_str id = ms_member_string(item, scratch);
        if (id.n && !ms_str_eq(id, own)) put_merged(v, entity, id);
    }
}

static int by_hash(const void *a, const void *b)
{
    const merged *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    return (x->entity > y->entity) - (x->entity < y->entity);
}

/* Whether entity `e` says that `id` was merged into it. */
static bool says_merged(const ms_view *v, uint32_t e, ms_str id)
{
    ms_arena *a = ms_arena_new(MS_ENTITY_JSON_MAX);
    ms_str referents = ms_origin_of(ms_snap_get(v->snap, e).json).referents, item;
    bool found = false;
    for (size_t at = 0; a && !found && ms_member_item(referents, &at, &item);)
        found = ms_str_eq(ms_member_string(item, a), id);
    ms_arena_free(a);
    return found;
}

/* ---- whole ------------------------------------------------------------- */

ms_origin ms_origin_of(ms_str json)
{
    ms_origin o = {0};
    ms_str name, value;
    for (size_t at = 0; ms_member_next(json, &at, &name, &value);) {
        if (ms_str_eq(name, MS_STR("properties"))) o.properties = value;
        else if (ms_str_eq(name, MS_STR("datasets"))) o.datasets = value;
        else if (ms_str_eq(name, MS_STR("referents"))) o.referents = value;
        else if (ms_str_eq(name, MS_STR("first_seen"))) o.first_seen = value;
        else if (ms_str_eq(name, MS_STR("last_seen"))) o.last_seen = value;
        else if (ms_str_eq(name, MS_STR("last_change"))) o.last_change = value;
    }
    return o;
}

/* What entity `i` says of itself. */
static void hear(ms_view *v, uint32_t i, ms_arena *scratch)
{
    ms_snap_entity e = ms_snap_get(v->snap, i);
    /* Properties are written before whatever else a list says; most lists say nothing. */
    if (e.json.n > 2 && e.json.p[e.json.n - 2] == '}') return;
    ms_origin o = ms_origin_of(e.json);
    count_own(v, &e, o.datasets);
    note_merged(v, i, e.id, o.referents, scratch);
}

static void hear_all(ms_view *v)
{
    uint32_t n = v->snap ? ms_snap_entities(v->snap) : 0;
    ms_arena *scratch = n ? ms_arena_new(MS_ENTITY_JSON_MAX) : NULL;
    v->some_merged = n && !scratch;
    for (uint32_t i = 0; i < n && !atomic_load(&v->ending); i++) hear(v, i, scratch);
    ms_arena_free(scratch);
    for (uint32_t i = v->n_lists; i < v->n_datasets; i++) add_above(v->schemata[i]);
    if (v->n_merged) qsort(v->merged, v->n_merged, sizeof *v->merged, by_hash);
}

/* Once, whoever comes first; the others wait. */
static void learn(ms_view *v)
{
    if (atomic_load(&v->learnt)) return;
    pthread_mutex_lock(&v->learning);
    if (!atomic_load(&v->learnt)) hear_all(v);
    atomic_store(&v->learnt, true);
    pthread_mutex_unlock(&v->learning);
}

static void *learn_beside(void *ctx)
{
    learn(ctx);
    return NULL;
}

void ms_view_learn(ms_view *v)
{
    if (!v->threaded) v->threaded = !pthread_create(&v->thread, NULL, learn_beside, v);
}

/* The title that the list's report gives; empty where it gives none. */
static ms_str title_of(const ms_snap *s, uint32_t list)
{
    return ms_member_text(ms_member(ms_snap_list_report(s, list), MS_STR("title")));
}

static void count_list(ms_view *v, uint32_t list)
{
    uint32_t at = ms_snap_list_first(v->snap, list), n = ms_snap_list_entities(v->snap, list);
    for (uint32_t i = at; i < at + n; i++) {
        ms_snap_entity e = ms_snap_get(v->snap, i);
        count(v, &v->datasets[1 + list], &e);
        count(v, &v->datasets[0], &e);
    }
}

static ms_rc look_through(ms_view *v)
{
    uint32_t lists = v->snap ? ms_snap_lists(v->snap) : 0;
    if (lists >= DATASETS_MAX) return MS_ENOMEM;
    add(v, MS_STR("default"), MS_STR("All lists"), -1)->all = true;
    for (uint32_t i = 0; i < lists; i++)
        add(v, ms_snap_list_name(v->snap, i), title_of(v->snap, i), i);
    for (uint32_t i = 0; i < lists; i++) count_list(v, i);
    for (uint32_t i = 0; i <= lists; i++) add_above(v->schemata[i]);
    v->n_lists = v->n_datasets;
    return MS_OK;
}

ms_rc ms_view_new(const ms_snap *s, ms_view **out)
{
    ms_view *v = ms_calloc(1, sizeof *v);
    *out = NULL;
    if (!v) return MS_ENOMEM;
    v->snap = s;
    pthread_mutex_init(&v->lock, NULL);
    pthread_mutex_init(&v->learning, NULL);
    v->datasets = ms_calloc(DATASETS_MAX, sizeof *v->datasets);
    v->schemata = ms_calloc(DATASETS_MAX, sizeof *v->schemata);
    ms_rc rc = v->datasets && v->schemata ? look_through(v) : MS_ENOMEM;
    if (rc) ms_view_free(v);
    else *out = v;
    return rc;
}

void ms_view_free(ms_view *v)
{
    if (!v) return;
    atomic_store(&v->ending, true);
    if (v->threaded) pthread_join(v->thread, NULL);
    ms_free(v->datasets);
    ms_free(v->schemata);
    ms_free(v->merged);
    ms_suggest_free(v->names);
    pthread_mutex_destroy(&v->learning);
    pthread_mutex_destroy(&v->lock);
    ms_free(v);
}

uint32_t ms_view_datasets(ms_view *v)
{
    learn(v);
    return v->n_datasets;
}

const ms_dataset *ms_view_dataset(const ms_view *v, uint32_t i)
{
    return &v->datasets[i];
}

const ms_dataset *ms_view_find(ms_view *v, ms_str name)
{
    for (uint32_t i = 0; i < v->n_lists; i++)
        if (ms_str_eq(v->datasets[i].name, name)) return &v->datasets[i];
    learn(v);
    const ms_dataset *d = find(v, name);
    return d || !ms_str_eq(name, MS_STR("all")) ? d : &v->datasets[0];
}

static bool search_merged(const ms_view *v, ms_str id, uint32_t *entity)
{
    uint64_t hash = XXH3_64bits(id.p, id.n);
    uint32_t low = 0, high = v->n_merged;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (v->merged[middle].hash < hash) low = middle + 1;
        else high = middle;
    }
    for (; low < v->n_merged && v->merged[low].hash == hash; low++) {
        if (!says_merged(v, v->merged[low].entity, id)) continue;
        *entity = v->merged[low].entity;
        return true;
    }
    return false;
}

bool ms_view_merged(ms_view *v, ms_str id, uint32_t *entity)
{
    learn(v);
    if (!v->some_merged) return search_merged(v, id, entity);
    for (uint32_t i = 0; i < ms_snap_entities(v->snap); i++)
        if (says_merged(v, i, id)) return *entity = i, true;
    return false;
}

const uint64_t *ms_view_schemata(const ms_view *v, const ms_dataset *d)
{
    return v->schemata[d->number];
}

const ms_suggest *ms_view_names(ms_view *v)
{
    pthread_mutex_lock(&v->lock);
    if (!v->names && v->snap) ms_suggest_new(v->snap, &v->names);
    const ms_suggest *names = v->names;
    pthread_mutex_unlock(&v->lock);
    return names;
}

bool ms_view_has(const ms_view *v, const ms_dataset *d, const ms_snap_entity *e,
                 const ms_origin *o)
{
    (void)v;
    if (d->all) return true;
    if (d->list >= 0) return e->list == (uint32_t)d->list;
    return ms_member_has(o->datasets, d->name);
}
