#include "server/view.h"

#include <pthread.h>
#include <stdlib.h>

#include <xxhash.h>

#include "base/mem.h"
#include "server/member.h"

enum { DATASETS_MAX = 4096, SCHEMA_WORDS = 4 };

typedef struct merged {
    uint64_t hash; /* XXH3 of the id */
    uint32_t entity;
} merged;

struct ms_view {
    const ms_snap *snap;
    ms_arena *arena;
    ms_dataset *datasets; /* lists first, then what entities say, then all */
    uint64_t (*schemata)[SCHEMA_WORDS];
    uint32_t n_datasets;
    merged *merged; /* by hash, then by entity */
    uint32_t n_merged, cap_merged;
    pthread_mutex_t lock; /* of what follows */
    ms_suggest *names;    /* NULL: nobody has asked yet */
};

/* ---- data sets --------------------------------------------------------- */

static ms_dataset *find(const ms_view *v, ms_str name)
{
    for (uint32_t i = 0; i < v->n_datasets; i++)
        if (ms_str_eq(v->datasets[i].name, name)) return &v->datasets[i];
    return NULL;
}

static ms_dataset *add(ms_view *v, ms_str name, ms_str title, int64_t list)
{
    ms_str kept = ms_arena_str(v->arena, name);
    ms_str said = title.n ? ms_arena_str(v->arena, title) : kept;
    if (v->n_datasets == DATASETS_MAX || !kept.p || !said.p) return NULL;
    ms_dataset *d = &v->datasets[v->n_datasets];
    *d = (ms_dataset){.name = kept, .title = said, .list = list, .number = v->n_datasets++};
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
        if (d && d->list < 0) count(v, d, e);
    }
}

/* ---- merged ids -------------------------------------------------------- */

/* The id by its hash: the ids themselves are read where they are asked for. */
static ms_rc put_merged(ms_view *v, uint32_t entity, ms_str id)
{
    if (v->n_merged == v->cap_merged) {
        uint32_t cap = v->cap_merged ? 2 * v->cap_merged : 1024;
        merged *more = ms_realloc(v->merged, cap * sizeof *more);
        if (!more) return MS_ENOMEM;
        v->merged = more;
        v->cap_merged = cap;
    }
    v->merged[v->n_merged++] = (merged){XXH3_64bits(id.p, id.n), entity};
    return MS_OK;
}

static ms_rc note_merged(ms_view *v, uint32_t entity, ms_str own, ms_str referents)
{
    ms_rc rc = MS_OK;
    ms_str item;
    for (size_t at = 0; !rc && ms_member_item(referents, &at, &item);) {
        ms_str id = ms_member_string(item, v->arena);
        if (id.n && !ms_str_eq(id, own)) rc = put_merged(v, entity, id);
    }
    return rc;
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

static ms_rc look_at(ms_view *v, uint32_t i, ms_dataset *list, ms_dataset *all)
{
    ms_snap_entity e = ms_snap_get(v->snap, i);
    count(v, list, &e);
    count(v, all, &e);
    /* Properties are written before whatever else a list says; most lists say nothing. */
    if (e.json.n > 2 && e.json.p[e.json.n - 2] == '}') return MS_OK;
    ms_origin o = ms_origin_of(e.json);
    count_own(v, &e, o.datasets);
    return note_merged(v, i, e.id, o.referents);
}

/* The title that the list's report gives; empty where it gives none. */
static ms_str title_of(const ms_snap *s, uint32_t list)
{
    return ms_member_text(ms_member(ms_snap_list_report(s, list), MS_STR("title")));
}

static ms_rc look_through(ms_view *v)
{
    uint32_t lists = v->snap ? ms_snap_lists(v->snap) : 0;
    ms_dataset *all = add(v, MS_STR("default"), MS_STR("All lists"), -1);
    if (!all) return MS_ENOMEM;
    all->all = true;
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < lists && !rc; i++)
        if (!add(v, ms_snap_list_name(v->snap, i), title_of(v->snap, i), i)) rc = MS_ENOMEM;
    for (uint32_t i = 0; i < lists && !rc; i++) {
        uint32_t at = ms_snap_list_first(v->snap, i), n = ms_snap_list_entities(v->snap, i);
        for (uint32_t k = 0; k < n && !rc; k++)
            rc = look_at(v, at + k, &v->datasets[1 + i], &v->datasets[0]);
    }
    for (uint32_t i = 0; i < v->n_datasets; i++) add_above(v->schemata[i]);
    if (v->n_merged) qsort(v->merged, v->n_merged, sizeof *v->merged, by_hash);
    return rc;
}

ms_rc ms_view_new(const ms_snap *s, ms_view **out)
{
    ms_view *v = ms_calloc(1, sizeof *v);
    *out = NULL;
    if (!v) return MS_ENOMEM;
    v->snap = s;
    pthread_mutex_init(&v->lock, NULL);
    v->arena = ms_arena_new(0);
    v->datasets = ms_calloc(DATASETS_MAX, sizeof *v->datasets);
    v->schemata = ms_calloc(DATASETS_MAX, sizeof *v->schemata);
    ms_rc rc = v->arena && v->datasets && v->schemata ? look_through(v) : MS_ENOMEM;
    if (rc) ms_view_free(v);
    else *out = v;
    return rc;
}

void ms_view_free(ms_view *v)
{
    if (!v) return;
    ms_arena_free(v->arena);
    ms_free(v->datasets);
    ms_free(v->schemata);
    ms_free(v->merged);
    ms_suggest_free(v->names);
    pthread_mutex_destroy(&v->lock);
    ms_free(v);
}

uint32_t ms_view_datasets(const ms_view *v)
{
    return v->n_datasets;
}

const ms_dataset *ms_view_dataset(const ms_view *v, uint32_t i)
{
    return &v->datasets[i];
}

const ms_dataset *ms_view_find(const ms_view *v, ms_str name)
{
    const ms_dataset *d = find(v, name);
    return d || !ms_str_eq(name, MS_STR("all")) ? d : &v->datasets[0];
}

bool ms_view_merged(const ms_view *v, ms_str id, uint32_t *entity)
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
