#define XXH_STATIC_LINKING_ONLY /* states on the stack */
#include <stdlib.h>

#include "base/file.h"
#include "base/json_in.h"
#include "base/mem.h"
#include "index/buf.h"
#include "index/spool.h"
#include "index/words_layout.h"

enum { IN_BITS = 3, WORDS_MAX = 1 << (32 - IN_BITS), ASK_EVERY = 256 };

typedef struct building {
    const ms_snap *s;
    ms_arena *a;    /* of one entity */
    ms_texts words; /* in the order in which they came */
    ms_buf counts;  /* of each word: the entities that say it */
    ms_spool said;  /* of each entity: how many words, and these with where they stand */
    ms_buf here;    /* the words of one entity */
    ms_texts values;
    ms_buf of_at, of; /* value numbers of each entity, as they came */
    ms_buf sizes;
    const ms_schema *schema; /* of the entity */
    uint32_t size;           /* its values */
    bool (*stop)(void *ctx);
    void *ctx;
    ms_rc rc;
    /* while it is written */
    ms_aside *f;
    ms_words_head head;
    uint32_t *rank; /* of each word, in the order of bytes */
} building;

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static bool given_up(const building *b)
{
    return b->stop && b->stop(b->ctx);
}

/* ---- one entity -------------------------------------------------------- */

static void add_fact(building *b, ms_facet f, ms_str value)
{
    uint32_t no;
    ms_str key = ms_arena_strf(b->a, "%c%.*s", 'A' + f, MS_FMT(value));
    if (!key.p || !ms_texts_add(&b->values, key, &no) || !ms_buf_put(&b->of, &no, sizeof no))
        b->rc = MS_ENOMEM;
}

static void add_words(building *b, ms_str text, unsigned in)
{
    ms_text_reader r = {.text = text};
    ms_str word;
    while (ms_text_word(&r, &word)) {
        uint32_t no, *count;
        if (!ms_texts_add(&b->words, word, &no)) b->rc = MS_ENOMEM;
        else if (no >= WORDS_MAX) b->rc = MS_ELIMIT;
        if (b->rc) return;
        if (no == MS_COUNT(b->counts, uint32_t) && !ms_buf_add(&b->counts, sizeof *count))
            b->rc = MS_ENOMEM;
        uint32_t item = no << IN_BITS | in;
        if (!b->rc && !ms_buf_put(&b->here, &item, sizeof item)) b->rc = MS_ENOMEM;
    }
}

static void add_value(void *ctx, ms_str property, ms_str value)
{
    building *b = ctx;
    const ms_prop *p = b->schema ? ms_schema_prop(b->schema, property) : NULL;
    unsigned in = p ? MS_IN_TEXT : MS_IN_TEXT | MS_IN_DATES; /* what it is, nobody knows */
    b->size++;
    if (p && ms_prop_type(p) == MS_TYPE_DATE) in = MS_IN_DATES;
    if (p && ms_prop_grouped(p)) switch (ms_prop_type(p)) {
        case MS_TYPE_NAME: in = MS_IN_NAMES; break;
        case MS_TYPE_COUNTRY: add_fact(b, MS_FACET_COUNTRIES, value); break;
        case MS_TYPE_IDENTIFIER: add_fact(b, MS_FACET_IDENTIFIERS, value); break;
        case MS_TYPE_TOPIC: add_fact(b, MS_FACET_TOPICS, value); break;
        case MS_TYPE_GENDER: add_fact(b, MS_FACET_GENDERS, value); break;
        default: break;
        }
    if (!b->rc) add_words(b, value, in);
}

/* What the entity says it belongs to, as replies show it; otherwise its list. */
static void add_datasets(building *b, const ms_snap_entity *e)
{
    ms_json j = {.text = e->json};
    ms_str name;
    bool some = false;
    for (unsigned n = 0; ms_json_member(&j, &n, b->a, &name);) {
        bool list = ms_str_eq(name, MS_STR("datasets")) && ms_json_peek(&j) == '[';
        if (!list) ms_json_value(&j, MS_ENTITY_DEPTH_MAX);
        else some = true;
        for (unsigned k = 0; list && ms_json_item(&j, &k);) {
            if (ms_json_peek(&j) == '"')
                add_fact(b, MS_FACET_DATASETS, ms_json_string(&j, b->a));
            else ms_json_value(&j, MS_ENTITY_DEPTH_MAX);
        }
    }
    if (!some) add_fact(b, MS_FACET_DATASETS, ms_snap_list_name(b->s, e->list));
}

/* Sorts numbers and leaves each once; those that differ only in bits of `mask` become one
 * with all of these. */
static size_t once(uint32_t *v, size_t n, uint32_t mask)
{
    size_t k = 0;
    if (n) qsort(v, n, sizeof *v, by_number);
    for (size_t i = 0; i < n; i++) {
        if (k && (v[k - 1] & ~mask) == (v[i] & ~mask)) v[k - 1] |= v[i] & mask;
        else v[k++] = v[i];
    }
    return k;
}

static ms_rc keep_words(building *b, ms_diag *d)
{
    uint32_t *v = MS_ALL(b->here, uint32_t);
    uint32_t n = (uint32_t)once(v, MS_COUNT(b->here, uint32_t), MS_IN_ANY);
    for (uint32_t i = 0; i < n; i++) ++*MS_AT(b->counts, uint32_t, v[i] >> IN_BITS);
    ms_rc rc = ms_spool_put(&b->said, &n, sizeof n, d);
    if (!rc && n) rc = ms_spool_put(&b->said, v, n * sizeof *v, d);
    return rc;
}

static ms_rc add_entity(building *b, uint32_t i, ms_diag *d)
{
    ms_snap_entity e = ms_snap_get(b->s, i);
    size_t of = b->of.n;
    uint32_t at = (uint32_t)MS_COUNT(b->of, uint32_t);
    ms_arena_reset(b->a);
    b->here.n = 0;
    b->schema = e.schema;
    b->size = 0;
    ms_values_each(e.json, b->a, add_value, b);
    /* Properties are written before whatever else a list says. */
    if (e.json.n > 2 && e.json.p[e.json.n - 2] == '}')
        add_fact(b, MS_FACET_DATASETS, ms_snap_list_name(b->s, e.list));
    else add_datasets(b, &e);
    add_fact(b, MS_FACET_SCHEMA, e.schema_name);
    if (!b->rc && (!ms_buf_put(&b->of_at, &at, sizeof at) ||
                   !ms_buf_put(&b->sizes, &b->size, sizeof b->size)))
        b->rc = MS_ENOMEM;
    if (b->rc) return ms_fail(d, b->rc, 0, 0, "%s", ms_rc_text(b->rc));
    b->of.n =
        of + sizeof at * once(MS_AT(b->of, uint32_t, at), MS_COUNT(b->of, uint32_t) - at, 0);
    return keep_words(b, d);
}

static ms_rc read_all(building *b, ms_diag *d)
{
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < ms_snap_entities(b->s) && !rc; i++) {
        if (i % ASK_EVERY == 0 && given_up(b)) return ms_fail(d, MS_EBUSY, 0, 0, "given up");
        rc = add_entity(b, i, d);
        if (i % (1 << 16) == 0xFFFF) ms_snap_relax(b->s);
    }
    return rc;
}

/* ---- writing ----------------------------------------------------------- */

static ms_rc begin_section(building *b, ms_words_section s, ms_diag *d)
{
    static const char zero[MS_SNAP_ALIGN];
    uint64_t at = ms_aside_size(b->f), begin = ms_section_align(at);
    b->head.section[s].at = begin;
    return ms_aside_write(b->f, zero, (size_t)(begin - at), d);
}

static ms_rc section(building *b, ms_words_section s, const void *p, size_t n, ms_diag *d)
{
    ms_rc rc = begin_section(b, s, d);
    b->head.section[s].size = n;
    b->head.section[s].sum = XXH3_64bits(p, n);
    return rc || !n ? rc : ms_aside_write(b->f, p, n, d);
}

static int by_text(const void *a, const void *b, void *ctx)
{
    return ms_str_cmp(ms_texts_get(ctx, *(const uint32_t *)a),
                      ms_texts_get(ctx, *(const uint32_t *)b));
}

/* Writes texts in the order of their bytes, `cut` bytes left out of each, and where each
 * begins.  `order` and `rank` are filled. */
static ms_rc texts(building *b, ms_texts *t, size_t cut, ms_words_section pool, uint32_t *order,
                   uint32_t *rank, ms_diag *d)
{
    uint32_t n = ms_texts_count(t);
    ms_buf bytes = {0}, at = {0};
    for (uint32_t i = 0; i < n; i++) order[i] = i;
    if (n) qsort_r(order, n, sizeof *order, by_text, t);
    bool ok = true;
    for (uint32_t i = 0; i < n && ok; i++) {
        ms_str s = ms_texts_get(t, order[i]);
        uint32_t begins = (uint32_t)bytes.n;
        rank[order[i]] = i;
        ok = bytes.n + s.n <= UINT32_MAX && ms_buf_put(&at, &begins, sizeof begins) &&
             ms_buf_put(&bytes, s.p + cut, s.n - cut);
    }
    uint32_t end = (uint32_t)bytes.n;
    ok = ok && ms_buf_put(&at, &end, sizeof end);
    ms_rc rc = ok ? section(b, pool, bytes.p, bytes.n, d)
                  : ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    if (!rc) rc = section(b, pool + 1, at.p, at.n, d);
    ms_buf_free(&bytes);
    ms_buf_free(&at);
    return rc;
}

/* Reads the spool from its beginning. */
typedef struct spool_reader {
    const ms_spool *s;
    uint64_t at; /* of what was not read yet */
    uint32_t n, next;
    uint32_t v[1 << 14];
} spool_reader;

static ms_rc next_number(spool_reader *r, uint32_t *out, ms_diag *d)
{
    if (r->next == r->n) {
        uint64_t left = (r->s->n - r->at) / sizeof *r->v, most = sizeof r->v / sizeof *r->v;
        r->n = (uint32_t)(left < most ? left : most);
        r->next = 0;
        ms_rc rc = ms_spool_read(r->s, r->at, r->v, r->n * sizeof *r->v, d);
        if (rc) return rc;
        r->at += r->n * sizeof *r->v;
    }
    *out = r->v[r->next++];
    return MS_OK;
}

/* Fills the places of words [lo, hi), whose next free ones are `at`, counted from `base`. */
static ms_rc fill(building *b, uint32_t lo, uint32_t hi, uint32_t base, uint32_t *at,
                  uint32_t *out, ms_diag *d)
{
    spool_reader *r = ms_calloc(1, sizeof *r);
    ms_rc rc = r ? MS_OK : ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    if (!rc) r->s = &b->said;
    for (uint32_t e = 0; e < ms_snap_entities(b->s) && !rc; e++) {
        uint32_t n, v;
        rc = next_number(r, &n, d);
        for (uint32_t i = 0; i < n && !rc; i++) {
            rc = next_number(r, &v, d);
            uint32_t word = rc ? hi : b->rank[v >> IN_BITS];
            if (word >= lo && word < hi)
                out[at[word]++ - base] = e << IN_BITS | (v & MS_IN_ANY);
        }
        if (e % ASK_EVERY == 0 && given_up(b)) rc = ms_fail(d, MS_EBUSY, 0, 0, "given up");
    }
    ms_free(r);
    return rc;
}

/* Writes who says what, so many words at a time as `room` places hold. */
static ms_rc said(building *b, const uint32_t *begins, uint32_t *at, uint32_t words,
                  size_t room, ms_diag *d)
{
    XXH3_state_t sum;
    ms_rc rc = begin_section(b, MS_WORDS_SAID, d);
    XXH3_INITSTATE(&sum);
    XXH3_64bits_reset(&sum);
    for (uint32_t lo = 0, hi; lo < words && !rc; lo = hi) {
        for (hi = lo + 1; hi < words && begins[hi + 1] - begins[lo] <= room; hi++) {
        }
        size_t n = (begins[hi] - begins[lo]) * sizeof(uint32_t);
        uint32_t *out = ms_malloc(n);
        if (!out) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
        rc = fill(b, lo, hi, begins[lo], at, out, d);
        if (!rc) rc = ms_aside_write(b->f, out, n, d);
        XXH3_64bits_update(&sum, out, rc ? 0 : n);
        ms_free(out);
    }
    b->head.section[MS_WORDS_SAID].size = (uint64_t)begins[words] * sizeof(uint32_t);
    b->head.section[MS_WORDS_SAID].sum = XXH3_64bits_digest(&sum);
    return rc;
}

static ms_rc write_words(building *b, size_t memory, ms_diag *d)
{
    uint32_t n = ms_texts_count(&b->words);
    uint32_t *order = ms_calloc(n + 1, sizeof *order), *at = ms_calloc(n + 1, sizeof *at);
    b->rank = ms_calloc(n + 1, sizeof *b->rank);
    ms_rc rc = order && at && b->rank ? MS_OK : ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    if (!rc) rc = texts(b, &b->words, 0, MS_WORDS_POOL, order, b->rank, d);
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n && !rc; i++) {
        at[i] = (uint32_t)sum;
        sum += *MS_AT(b->counts, uint32_t, order[i]);
    }
    if (!rc && sum > UINT32_MAX) rc = ms_fail(d, MS_ELIMIT, 0, 0, "too many words");
    if (!rc) {
        at[n] = (uint32_t)sum;
        memcpy(order, at, (n + 1) * sizeof *at);
        rc = section(b, MS_WORDS_SAID_AT, at, (n + 1) * sizeof *at, d);
    }
    if (!rc) rc = said(b, order, at, n, memory / sizeof *at, d);
    ms_free(order);
    ms_free(at);
    return rc;
}

static ms_rc write_values(building *b, ms_diag *d)
{
    uint32_t n = ms_texts_count(&b->values), entities = ms_snap_entities(b->s);
    uint32_t *order = ms_calloc(n + 1, sizeof *order), *rank = ms_calloc(n + 1, sizeof *rank);
    uint32_t end = (uint32_t)MS_COUNT(b->of, uint32_t);
    bool ok = order && rank && ms_buf_put(&b->of_at, &end, sizeof end);
    ms_rc rc = ok ? texts(b, &b->values, 1, MS_WORDS_VALUE_POOL, order, rank, d)
                  : ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    for (uint32_t i = 0; i < n && !rc; i++)
        b->head.facet[ms_texts_get(&b->values, i).p[0] - 'A' + 1]++;
    for (int f = 0; f < MS_FACET_COUNT; f++) b->head.facet[f + 1] += b->head.facet[f];
    uint32_t *of = MS_ALL(b->of, uint32_t), *at = MS_ALL(b->of_at, uint32_t);
    for (uint32_t i = 0; i < end && !rc; i++) of[i] = rank[of[i]];
    for (uint32_t e = 0; e < entities && !rc; e++)
        qsort(of + at[e], at[e + 1] - at[e], sizeof *of, by_number);
    if (!rc) rc = section(b, MS_WORDS_OF_AT, at, b->of_at.n, d);
    if (!rc) rc = section(b, MS_WORDS_OF, of, b->of.n, d);
    if (!rc) rc = section(b, MS_WORDS_SIZES, b->sizes.p, b->sizes.n, d);
    ms_free(order);
    ms_free(rank);
    return rc;
}

static ms_rc write_all(building *b, size_t memory, ms_diag *d)
{
    ms_words_head *h = &b->head;
    memcpy(h->magic, MS_WORDS_MAGIC, sizeof h->magic);
    h->layout = MS_WORDS_LAYOUT;
    h->entities = ms_snap_entities(b->s);
    ms_head_tables(h->tables);
    memcpy(h->digest, ms_snap_digest(b->s), sizeof h->digest);
    ms_rc rc = ms_aside_write(b->f, h, sizeof *h, d);
    if (!rc) rc = write_words(b, memory, d);
    if (!rc) rc = write_values(b, d);
    h->size = ms_aside_size(b->f);
    h->sum = XXH3_64bits(h, offsetof(ms_words_head, sum));
    return rc ? rc : ms_aside_rewrite(b->f, 0, h, sizeof *h, d);
}

/* ---- whole ------------------------------------------------------------- */

static ms_rc spool_beside(building *b, const char *path, size_t memory)
{
    const char *slash = strrchr(path, '/');
    ms_str dir =
        ms_arena_str(b->a, slash ? (ms_str){path, (size_t)(slash - path) + 1} : MS_STR("."));
    return dir.p ? ms_spool_to(&b->said, dir.p, memory) : MS_ENOMEM;
}

static void free_all(building *b)
{
    ms_arena_free(b->a);
    ms_texts_free(&b->words);
    ms_texts_free(&b->values);
    ms_spool_free(&b->said);
    ms_buf_free(&b->counts);
    ms_buf_free(&b->here);
    ms_buf_free(&b->of_at);
    ms_buf_free(&b->of);
    ms_buf_free(&b->sizes);
    ms_free(b->rank);
    ms_free(b);
}

ms_rc ms_words_build(const ms_snap *s, const char *path, size_t memory, bool (*stop)(void *ctx),
                     void *ctx, ms_diag *d)
{
    building *b = ms_calloc(1, sizeof *b);
    if (!b) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    *b = (building){.s = s, .said = ms_spool_make(), .stop = stop, .ctx = ctx};
    b->a = ms_arena_new(0);
    ms_rc rc = b->a && !spool_beside(b, path, memory)
                   ? MS_OK
                   : ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    if (!rc && ms_snap_entities(s) > MS_WORD_ENTITIES)
        rc = ms_fail(d, MS_ELIMIT, 0, 0, "more than %d entities", MS_WORD_ENTITIES);
    if (!rc) rc = read_all(b, d);
    if (!rc) rc = ms_aside_open(path, &b->f, d);
    if (!rc) {
        rc = write_all(b, memory, d);
        if (rc) ms_aside_drop(b->f);
        else rc = ms_aside_publish(b->f, d);
    }
    free_all(b);
    return rc;
}
