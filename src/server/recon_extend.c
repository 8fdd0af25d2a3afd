/* What the reconciliation API tells of entities: the values of their properties
 * (Reconciliation Service API 0.2, §6), and a page for people (§3.3). */
#include <stdlib.h>

#include "server/described.h"
#include "server/entities.h"
#include "server/member.h"
#include "server/recon.h"
#include "server/reconcile.h"
#include "server/routes.h"

enum { REPLY_MAX = 32 << 20 }; /* bytes of values in one reply */

/* ---- values ------------------------------------------------------------ */

static void put_values(ms_request *r, const ms_prop *p, ms_str values, const ms_recon_prop *ask,
                       ms_out *o)
{
    ms_str v;
    uint32_t n = 0;
    ms_out_char(o, '[');
    for (size_t at = 0; ms_member_item(values, &at, &v);) {
        if (ask->limit > 0 && n >= ask->limit) break;
        ms_str text = ms_member_string(v, r->call->arena);
        if (n++) ms_out_char(o, ',');
        ms_out_lit(o, "{\"str\":");
        ms_out_json(o, ask->raw ? text : ms_described_value(ms_prop_type(p), text));
        ms_out_char(o, '}');
    }
    ms_out_char(o, ']');
}

/* Appends the values of one entity; notes in `met` which properties its schema has. */
static void put_row(ms_request *r, uint32_t e, const ms_recon_extend *x, const ms_prop **met,
                    ms_out *o)
{
    ms_snap_entity s = ms_snap_get(r->snap, e);
    ms_str properties = ms_member(s.json, MS_STR("properties"));
    bool some = false;
    for (uint32_t i = 0; i < x->n_props; i++) {
        const ms_prop *p = s.schema ? ms_schema_prop(s.schema, x->props[i].id) : NULL;
        if (!p) continue;
        met[i] = p;
        if (some) ms_out_char(o, ',');
        some = true;
        ms_out_json(o, x->props[i].id);
        ms_out_char(o, ':');
        put_values(r, p, ms_member(properties, x->props[i].id), &x->props[i], o);
    }
}

/* Members of an object have one name each. */
static void drop_repeats(ms_recon_extend *x)
{
    uint32_t n = 0;
    for (uint32_t i = 0, k; i < x->n_props; i++) {
        for (k = 0; k < n && !ms_str_eq(x->props[k].id, x->props[i].id);) k++;
        if (k == n) x->props[n++] = x->props[i];
    }
    x->n_props = n;
    n = 0;
    for (uint32_t i = 0, k; i < x->n_ids; i++) {
        for (k = 0; k < n && !ms_str_eq(x->ids[k], x->ids[i]);) k++;
        if (k == n) x->ids[n++] = x->ids[i];
    }
    x->n_ids = n;
}

static void put_rows(ms_request *r, const ms_dataset *d, const ms_recon_extend *x,
                     const ms_prop **met, ms_out *o)
{
    uint32_t e;
    for (uint32_t i = 0; i < x->n_ids; i++) {
        if (i) ms_out_char(o, ',');
        ms_out_json(o, x->ids[i]);
        ms_out_lit(o, ":{");
        if (ms_entity_find(r, d, x->ids[i], &e)) put_row(r, e, x, met, o);
        ms_out_char(o, '}');
    }
}

static void put_meta(const ms_recon_extend *x, const ms_prop *const *met, ms_out *o)
{
    bool some = false;
    for (uint32_t i = 0; i < x->n_props; i++) {
        if (!met[i]) continue;
        if (some) ms_out_char(o, ',');
        some = true;
        ms_out_lit(o, "{\"id\":");
        ms_out_json(o, ms_prop_name(met[i]));
        ms_out_member(o, "name", ms_prop_label(met[i]));
        ms_out_char(o, '}');
    }
}

/* Whether somebody is asked about by an id that was merged into another one; 400 then. */
static bool some_merged(ms_request *r, const ms_dataset *d, const ms_recon_extend *x)
{
    uint32_t e;
    for (uint32_t i = 0; i < x->n_ids; i++) {
        if (ms_entity_find(r, d, x->ids[i], &e)) continue;
        if (!ms_entity_merged(r, x->ids[i], &e)) continue;
        ms_reply_error(r->call, 400, "Please specify the canonical entity ID, not a referent");
        return true;
    }
    return false;
}

void ms_recon_answer_extend(ms_request *r, const ms_dataset *d, ms_str json)
{
    ms_call *c = r->call;
    ms_recon_extend x;
    ms_diag why = {0};
    ms_rc rc = ms_recon_read_extend(json, r->server->o.batch, c->arena, &x, &why);
    if (rc) {
        ms_reply_error(c, rc == MS_ENOMEM ? 503 : 400, "%s", why.what);
        return;
    }
    if (some_merged(r, d, &x)) return;
    drop_repeats(&x);
    r->batch = x.n_ids;
    const ms_prop **met = ms_arena_array(c->arena, MS_RECON_PROPS, sizeof(ms_prop *));
    ms_out rows = {.max = REPLY_MAX};
    if (met) put_rows(r, d, &x, met, &rows);
    if (!met || rows.failed) {
        ms_out_free(&rows);
        if (met) ms_reply_error(c, 413, "The reply is larger than 32 MiB: ask for fewer ids");
        else ms_reply_error(c, 503, "out of memory");
        return;
    }
    ms_out *o = ms_request_json(r);
    ms_out_lit(o, "{\"meta\":[");
    put_meta(&x, met, o);
    ms_out_lit(o, "],\"rows\":{");
    ms_out_raw(o, ms_out_str(&rows));
    ms_out_lit(o, "}}");
    ms_out_free(&rows);
    ms_call_header(c, "x-batch-size", ms_arena_strf(c->arena, "%u", x.n_ids));
}

/* ---- properties that there are ----------------------------------------- */

typedef struct proposed {
    const ms_prop *v[1024];
    uint32_t n;
} proposed;

static void propose(proposed *p, const ms_prop *prop)
{
    for (uint32_t i = 0; i < p->n; i++)
        if (p->v[i] == prop) return;
    if (prop && p->n < sizeof p->v / sizeof *p->v) p->v[p->n++] = prop;
}

static int by_label(const void *a, const void *b)
{
    const ms_prop *const *x = a, *const *y = b;
    int c = ms_str_cmp(ms_prop_label(*x), ms_prop_label(*y));
    return c ? c : ms_str_cmp(ms_prop_name(*x), ms_prop_name(*y));
}

/* Featured ones first, so that a limit leaves those; then whatever a schema or those above it
 * declare. */
static void propose_all(proposed *p, const ms_schema *s)
{
    ms_str featured = ms_described_featured(s);
    while (featured.n) {
        const char *blank = memchr(featured.p, ' ', featured.n);
        size_t n = blank ? (size_t)(blank - featured.p) : featured.n;
        propose(p, ms_schema_prop(s, (ms_str){featured.p, n}));
        featured.p += n + (blank != NULL);
        featured.n -= n + (blank != NULL);
    }
    uint32_t n;
    const ms_described_prop *all = ms_described_props(&n);
    for (uint32_t i = 0; i < n; i++) {
        if (all[i].hidden || ms_prop_type(all[i].prop) == MS_TYPE_ENTITY) continue;
        if (!ms_schema_is_a(s, all[i].schema)) continue;
        if (ms_schema_prop(s, ms_prop_name(all[i].prop)) == all[i].prop)
            propose(p, all[i].prop);
    }
}

void ms_answer_extend_properties(ms_request *r)
{
    ms_str type = ms_request_text(r, "type");
    double limit = ms_request_number(r, "limit");
    if (!ms_request_dataset(r)) return;
    const ms_schema *s = ms_schema_find(type);
    proposed *p = ms_arena_alloc(r->call->arena, sizeof *p);
    if (!s || !p) {
        if (s) ms_reply_error(r->call, 503, "out of memory");
        else ms_reply_error(r->call, 400, "Invalid type: %.*s", MS_FMT(type));
        return;
    }
    propose_all(p, s);
    if (limit > 0 && p->n > limit) p->n = (uint32_t)limit;
    if (p->n) qsort(p->v, p->n, sizeof(ms_prop *), by_label);
    ms_out *o = ms_request_json(r);
    ms_out_fmt(o, "{\"limit\":%.0f,\"type\":", limit);
    ms_out_json(o, ms_schema_name(s));
    ms_out_lit(o, ",\"properties\":[");
    for (uint32_t i = 0; i < p->n; i++) {
        if (i) ms_out_char(o, ',');
        ms_out_lit(o, "{\"id\":");
        ms_out_json(o, ms_prop_name(p->v[i]));
        ms_out_member(o, "name", ms_prop_label(p->v[i]));
        ms_out_char(o, '}');
    }
    ms_out_lit(o, "]}");
}
