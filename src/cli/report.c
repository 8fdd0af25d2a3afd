#include "cli/report.h"

#include "base/ascii.h"
#include "base/json_in.h"

enum { REPORT_DEPTH = 16 };

static uint64_t number(ms_str json)
{
    int64_t v = ms_number_begun(json, INT64_MAX);
    return v > 0 ? (uint64_t)v : 0;
}

/* Takes the numbers of the members that are named. */
static void numbers(ms_str json, ms_arena *a, const ms_str *names, uint64_t **to, unsigned n)
{
    ms_json j = {.text = json};
    ms_str name;
    for (unsigned k = 0; ms_json_member(&j, &k, a, &name);) {
        ms_str value = ms_json_value(&j, REPORT_DEPTH);
        for (unsigned i = 0; i < n; i++)
            if (ms_str_eq(name, names[i])) *to[i] = number(value);
    }
}

/* What the report says of changes in screened entities. */
static void changes(ms_str json, ms_arena *a, ms_stored *out)
{
    static const ms_str names[] = {{"added", 5}, {"changed", 7}, {"removed", 7}};
    ms_json j = {.text = json};
    ms_str name;
    for (unsigned k = 0; ms_json_member(&j, &k, a, &name);) {
        ms_str value = ms_json_value(&j, REPORT_DEPTH);
        if (ms_str_eq(name, MS_STR("screened")))
            numbers(value, a, names, (uint64_t *[]){&out->added, &out->changed, &out->removed},
                    3);
    }
}

ms_stored ms_stored_of(ms_str json, ms_arena *a)
{
    static const ms_str counts[] = {
        {"number", 6}, {"entities", 8}, {"screened", 8}, {"names", 5}};
    ms_stored out = {.version = MS_STR(""), .imported = MS_STR(""), .format = MS_STR("")};
    ms_json j = {.text = json};
    ms_str shard = {0};
    const struct {
        ms_str name;
        ms_str *to;
    } texts[] = {{MS_STR("version"), &out.version},
                 {MS_STR("imported"), &out.imported},
                 {MS_STR("format"), &out.format},
                 {MS_STR("shard"), &shard}};
    ms_str name;
    numbers(json, a, counts,
            (uint64_t *[]){&out.number, &out.entities, &out.screened, &out.names}, 4);
    if (!out.number) out.number = 1;
    for (unsigned n = 0; ms_json_member(&j, &n, a, &name);) {
        bool text = ms_json_peek(&j) == '"';
        ms_str value = text ? ms_json_string(&j, a) : ms_json_value(&j, REPORT_DEPTH);
        for (size_t i = 0; text && i < sizeof texts / sizeof *texts; i++)
            if (ms_str_eq(name, texts[i].name)) *texts[i].to = value;
        if (ms_str_eq(name, MS_STR("changes"))) changes(value, a, &out);
    }
    ms_shard_parse(shard, &out.shard);
    return out;
}

ms_stored ms_stored_read(const ms_snap *s, uint32_t list, ms_arena *a)
{
    return ms_stored_of(ms_snap_list_report(s, list), a);
}

/* The members of `json`, names and numbers, in `a`. */
static ms_rc tallies(ms_str json, ms_arena *a, ms_tally **out, uint32_t *n, uint32_t *cap)
{
    ms_json j = {.text = json};
    ms_str name;
    uint32_t all = 0;
    for (unsigned k = 0; ms_json_member(&j, &k, a, &name); all++)
        ms_json_value(&j, REPORT_DEPTH);
    *out = ms_arena_array(a, all, sizeof **out);
    if (!*out) return MS_ENOMEM;
    *cap = all;
    j = (ms_json){.text = json};
    for (unsigned k = 0; *n < all && ms_json_member(&j, &k, a, &name);)
        (*out)[(*n)++] =
            (ms_tally){.name = name, .count = number(ms_json_value(&j, REPORT_DEPTH))};
    return MS_OK;
}

ms_rc ms_stored_counts(const ms_snap *s, uint32_t list, ms_load_report *out)
{
    ms_json j = {.text = ms_snap_list_report(s, list)};
    ms_arena *a = out->arena;
    ms_str name;
    ms_rc rc = MS_OK;
    out->entities = ms_snap_list_entities(s, list);
    out->n_schemata = out->n_scripts = out->n_facts = 0;
    for (unsigned n = 0; !rc && ms_json_member(&j, &n, a, &name);) {
        ms_str value = ms_json_value(&j, REPORT_DEPTH);
        if (ms_str_eq(name, MS_STR("schemata")))
            rc = tallies(value, a, &out->schemata, &out->n_schemata, &out->cap_schemata);
        else if (ms_str_eq(name, MS_STR("scripts")))
            rc = tallies(value, a, &out->scripts, &out->n_scripts, &out->cap_scripts);
        else if (ms_str_eq(name, MS_STR("facts")))
            rc = tallies(value, a, &out->facts, &out->n_facts, &out->cap_facts);
    }
    return rc;
}

uint64_t ms_names_count(const ms_load_report *r)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < r->n_facts; i++)
        if (ms_is_name(r->facts[i].name)) n += r->facts[i].count;
    return n;
}
