/* A form, and what clients of the reconciliation API send in it: what is understood of a query
 * is JSON, and what was decoded is encoded and decoded again. */
#include <assert.h>

#include <marsad/name.h>

#include "server/form.h"
#include "server/http.h"
#include "server/recon.h"

enum { BATCH = 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_queries(ms_str json, ms_arena *a)
{
    ms_recon_batch b;
    ms_diag d = {0};
    if (ms_recon_read(json, BATCH, a, &b, &d)) {
        assert(d.rc && d.what[0]);
        return;
    }
    assert(b.n <= BATCH);
    for (uint32_t i = 0; i < b.n; i++) {
        ms_out o = {0};
        ms_recon_example(&b.v[i], a, &o);
        ms_json j = {.text = ms_out_str(&o)};
        ms_json_value(&j, 64);
        ms_json_end(&j);
        assert(!j.rc && o.p[0] == '{');
        ms_out_free(&o);
    }
}

static void read_extend(ms_str json, ms_arena *a)
{
    ms_recon_extend e;
    ms_diag d = {0};
    ms_rc rc = ms_recon_read_extend(json, BATCH, a, &e, &d);
    assert(!rc || (d.rc && d.what[0]));
    for (uint32_t i = 0; !rc && i < e.n_ids; i++) assert(e.ids[i].p);
    for (uint32_t i = 0; !rc && i < e.n_props; i++) assert(e.props[i].id.p);
}

static void read_field(ms_str form, ms_str name, ms_arena *a)
{
    ms_str v, again;
    ms_out o = {0};
    if (ms_form_field(form, name, a, &v) || !v.p) return;
    assert(ms_utf8_valid(v) == v.n && !memchr(v.p, 0, v.n));
    ms_url_encode(v, &o);
    assert(ms_url_decode(ms_out_str(&o), true, a, &again) && ms_str_eq(v, again));
    ms_out_free(&o);
    read_queries(v, a);
    read_extend(v, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_arena *a = ms_arena_new(64 << 20);
    ms_str in = {(const char *)data, size};
    read_field(in, MS_STR("queries"), a);
    read_field(in, MS_STR("extend"), a);
    if (ms_utf8_valid(in) == size) {
        read_queries(in, a);
        read_extend(in, a);
    }
    ms_arena_free(a);
    return 0;
}
