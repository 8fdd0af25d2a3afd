#include "server/facets.h"

#include <stdlib.h>

#include "server/described.h"

static const struct {
    const char *name, *label;
} facets[] = {
#define X(id, name, label) {name, label},
    MS_FACET_LIST(X)
#undef X
};

static ms_str label_of(const ms_request *r, ms_facet f, ms_str value)
{
    const ms_dataset *d;
    const ms_schema *s;
    switch (f) {
    case MS_FACET_DATASETS:
        d = ms_view_find(r->view, value);
        return d && d->title.n ? d->title : value;
    case MS_FACET_SCHEMA: s = ms_schema_find(value); return s ? ms_described_plural(s) : value;
    case MS_FACET_COUNTRIES: return ms_described_value(MS_TYPE_COUNTRY, value);
    case MS_FACET_TOPICS: return ms_described_value(MS_TYPE_TOPIC, value);
    default: return value;
    }
}

/* A value and how many have it. */
typedef struct counted {
    uint32_t value, n;
} counted;

static int most_first(const void *a, const void *b)
{
    const counted *x = a, *y = b;
    if (x->n != y->n) return x->n < y->n ? 1 : -1;
    return (x->value > y->value) - (x->value < y->value); /* in the order of their bytes */
}

static ms_rc write_facet(const ms_request *r, const ms_find *f, ms_facet facet,
                         const uint32_t *counts, ms_out *o)
{
    uint32_t first, n, k = 0;
    ms_words_facet(f->words, facet, &first, &n);
    counted *v = ms_arena_array(f->a, n + 1u, sizeof *v);
    if (!v) return MS_ENOMEM;
    for (uint32_t i = 0; i < n; i++)
        if (counts[first + i]) v[k++] = (counted){first + i, counts[first + i]};
    qsort(v, k, sizeof *v, most_first);
    ms_out_fmt(o, "\"%s\":{\"label\":\"%s\",\"values\":[", facets[facet].name,
               facets[facet].label);
    for (uint32_t i = 0; i < k && i < MS_FACET_VALUES; i++) {
        ms_str name = ms_words_value(f->words, v[i].value);
        ms_out_raw(o, i ? MS_STR(",{\"name\":") : MS_STR("{\"name\":"));
        ms_out_json(o, name);
        ms_out_member(o, "label", label_of(r, facet, name));
        ms_out_fmt(o, ",\"count\":%u}", v[i].n);
    }
    ms_out_lit(o, "]}");
    return MS_OK;
}

/* Whether the call asks for facet `f`; for three where it names none. */
static bool asked(const ms_request *r, ms_facet f)
{
    const ms_arg *a = ms_request_arg(r, "facets");
    for (uint32_t i = 0; i < a->n; i++)
        if (ms_str_eq(a->v[i], ms_str_z(facets[f].name))) return true;
    return !a->n && (f == MS_FACET_COUNTRIES || f == MS_FACET_TOPICS || f == MS_FACET_DATASETS);
}

ms_rc ms_facets_write(const ms_request *r, const ms_find *f, const uint64_t *set, ms_out *o)
{
    uint32_t first, n, k;
    ms_words_facet(f->words, MS_FACET_COUNT - 1, &first, &n);
    uint32_t *counts = ms_arena_array(f->a, first + n + 1u, sizeof *counts);
    if (!counts) return MS_ENOMEM;
    for (uint32_t e = ms_set_next(set, 0, f->n); e < f->n; e = ms_set_next(set, e + 1, f->n)) {
        const uint32_t *v = ms_words_values(f->words, e, &k);
        for (uint32_t i = 0; i < k; i++) counts[v[i]]++;
    }
    ms_rc rc = MS_OK;
    bool some = false;
    ms_out_char(o, '{');
    for (unsigned i = 0; i < MS_FACET_COUNT && !rc; i++) {
        if (!asked(r, (ms_facet)i)) continue;
        if (some) ms_out_char(o, ',');
        some = true;
        rc = write_facet(r, f, (ms_facet)i, counts, o);
    }
    ms_out_char(o, '}');
    return rc;
}
