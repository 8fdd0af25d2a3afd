#include "server/weights.h"

#include "base/grow.h"
#include "server/real.h"

/* nomenklatura 4, logic-v2: its settings, which clients send along. */
static const char *const settings[] = {
    "nm_name_property",     "nm_number_mismatch",    "nm_extra_query_name",
    "nm_extra_result_name", "nm_family_name_weight", "nm_fuzzy_cutoff_factor",
};

/* ---- reading ----------------------------------------------------------- */

static bool no_memory(ms_request *r)
{
    return ms_reply_error(r->call, 503, "out of memory"), false;
}

static bool ignore(ms_request *r, ms_weights *w, uint32_t *cap, ms_str name)
{
    ms_str *v = ms_grow(r->call->arena, w->ignored, w->n_ignored, cap, sizeof *v);
    if (!v) return no_memory(r);
    w->ignored = v;
    w->ignored[w->n_ignored++] = name;
    return true;
}

/* The fact called `name`; MS_FACT_COUNT: none. */
static ms_fact fact_of(ms_str name)
{
    unsigned f = 0;
    while (f < MS_FACT_COUNT && !ms_str_eq(name, ms_str_z(ms_fact_name((ms_fact)f)))) f++;
    return (ms_fact)f;
}

/* A number, or a text that is one, as yente reads them. */
static bool number(ms_request *r, ms_json *j, double *out)
{
    bool text = ms_json_peek(j) == '"';
    ms_str v = text ? ms_str_trim(ms_json_string(j, r->call->arena)) : ms_json_value(j, 16);
    return !j->rc && ms_real_read(v, out);
}

static bool set_weight(ms_request *r, ms_weights *w, ms_fact f, double value)
{
    const char *name = ms_fact_name(f);
    if (value < 0 || value > 1) {
        ms_reply_error(r->call, 400, "Invalid weight of %s: a number from 0 to 1 is needed",
                       name);
        return false;
    }
    if (f == MS_FACT_NAME && value < 1) {
        ms_reply_error(r->call, 400,
                       "Invalid weight of name: only 1 is taken, because what other facts add "
                       "depends on how much the names say");
        return false;
    }
    w->of[f] = (uint32_t)(value * MS_SCORE_ONE + 0.5);
    w->given[f] = true;
    w->some |= w->of[f] < MS_SCORE_ONE;
    return true;
}

static bool read_weights(ms_request *r, ms_str json, ms_weights *w, uint32_t *cap)
{
    ms_json j = {.text = json};
    unsigned n = 0;
    ms_str name;
    while (ms_json_member(&j, &n, r->call->arena, &name)) {
        double value;
        if (!number(r, &j, &value))
            return ms_asking_wrong(r, "float_type",
                                   (ms_place){.member = "weights", .sub = name},
                                   "Input should be a valid number");
        ms_fact f = fact_of(name);
        bool ok = f == MS_FACT_COUNT ? ignore(r, w, cap, name) : set_weight(r, w, f, value);
        if (!ok) return false;
    }
    return !j.rc || no_memory(r); /* the whole body is known to be JSON */
}

static bool known_setting(ms_str name)
{
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (ms_str_eq(name, ms_str_z(settings[i]))) return true;
    return false;
}

static bool read_config(ms_request *r, ms_str json, ms_str algorithm, ms_weights *w,
                        uint32_t *cap)
{
    ms_json j = {.text = json};
    unsigned n = 0;
    ms_str name;
    bool best = ms_str_eq(algorithm, MS_STR("best"));
    while (ms_json_member(&j, &n, r->call->arena, &name)) {
        char first = ms_json_peek(&j);
        ms_json_value(&j, 16);
        if (first == '{' || first == '[')
            return ms_asking_wrong(r, "string_type",
                                   (ms_place){.member = "config", .sub = name},
                                   "Input should be a valid string, number or boolean");
        if (!known_setting(name)) {
            ms_reply_error(r->call, 400,
                           "Invalid configuration parameter: %.*s for algorithm %.*s",
                           MS_FMT(name), MS_FMT(best ? MS_STR("marsad") : algorithm));
            return false;
        }
        if (!ignore(r, w, cap, name)) return false;
    }
    return !j.rc || no_memory(r);
}

bool ms_weights_read(ms_request *r, const ms_asking *a, ms_str algorithm, ms_weights *out)
{
    uint32_t cap = 0;
    unsigned fractions = 0;
    *out = (ms_weights){0};
    for (int f = 0; f < MS_FACT_COUNT; f++) out->of[f] = MS_SCORE_ONE;
    if (a->weights.n && !read_weights(r, a->weights, out, &cap)) return false;
    if (a->config.n && !read_config(r, a->config, algorithm, out, &cap)) return false;
    for (int f = 0; f < MS_FACT_COUNT; f++)
        fractions += out->of[f] > 0 && out->of[f] < MS_SCORE_ONE;
    if (fractions <= MS_WEIGHTS_FRACTIONS) return true;
    ms_reply_error(r->call, 400, "Invalid weights: at most %d may be between 0 and 1, not %u",
                   MS_WEIGHTS_FRACTIONS, fractions);
    return false;
}

void ms_weights_write(const ms_weights *w, ms_out *o)
{
    unsigned n = 0;
    ms_out_lit(o, "{\"weights\":{");
    for (int f = 0; f < MS_FACT_COUNT; f++) {
        if (!w->given[f]) continue;
        ms_out_fmt(o, "%s\"%s\":%u.%06u", n++ ? "," : "", ms_fact_name((ms_fact)f),
                   w->of[f] / MS_SCORE_ONE, w->of[f] % MS_SCORE_ONE);
    }
    ms_out_lit(o, "},\"ignored\":");
    ms_out_json_list(o, w->ignored, w->n_ignored);
    ms_out_char(o, '}');
}

/* ---- queries with less ------------------------------------------------- */

static ms_fact fact_of_key(const ms_document *d)
{
    switch (d->kind) {
    case MS_KEY_WALLET: return MS_FACT_WALLET;
    case MS_KEY_EMAIL: return MS_FACT_EMAIL;
    case MS_KEY_PHONE: return MS_FACT_PHONE;
    default: return MS_FACT_DOCUMENT;
    }
}

static unsigned facts_of(const ms_identity *q)
{
    unsigned facts = 0;
    for (uint32_t i = 0; i < q->n_documents; i++) facts |= 1u << fact_of_key(&q->documents[i]);
    if (q->n_births) facts |= 1u << MS_FACT_BIRTH_DATE;
    if (q->sexes) facts |= 1u << MS_FACT_SEX;
    if (q->n_countries) facts |= 1u << MS_FACT_NATIONALITY;
    return facts;
}

unsigned ms_weights_fractions(const ms_weights *w, const ms_identity *q)
{
    unsigned all = facts_of(q), some = 0;
    for (int f = 0; f < MS_FACT_COUNT; f++)
        if (w->of[f] > 0 && w->of[f] < MS_SCORE_ONE) some |= 1u << f;
    return some & all;
}

ms_rc ms_weights_drop(const ms_weights *w, const ms_identity *q, unsigned dropped, ms_arena *a,
                      ms_identity *out)
{
    for (int f = 0; f < MS_FACT_COUNT; f++)
        if (!w->of[f]) dropped |= 1u << f;
    *out = *q;
    ms_document *kept = ms_arena_array(a, q->n_documents, sizeof *kept);
    if (!kept) return MS_ENOMEM;
    out->documents = kept;
    out->n_documents = 0;
    for (uint32_t i = 0; i < q->n_documents; i++)
        if (!(dropped >> fact_of_key(&q->documents[i]) & 1))
            kept[out->n_documents++] = q->documents[i];
    if (dropped >> MS_FACT_BIRTH_DATE & 1) out->n_births = 0;
    if (dropped >> MS_FACT_SEX & 1) out->sexes = 0;
    if (dropped >> MS_FACT_NATIONALITY & 1) out->n_countries = 0;
    return MS_OK;
}
