#include "cli/report.h"

#include "base/json_in.h"

enum { REPORT_DEPTH = 16 };

static uint64_t number(ms_str json)
{
    uint64_t v = 0;
    for (size_t i = 0; i < json.n && json.p[i] >= '0' && json.p[i] <= '9'; i++)
        v = v * 10 + (uint64_t)(json.p[i] - '0');
    return v;
}

ms_stored ms_stored_read(const ms_snap *s, uint32_t list, ms_arena *a)
{
    ms_stored out = {MS_STR(""), MS_STR(""), MS_STR(""), 0};
    ms_json j = {.text = ms_snap_list_report(s, list)};
    const struct {
        ms_str name;
        ms_str *to;
    } texts[] = {{MS_STR("version"), &out.version},
                 {MS_STR("imported"), &out.imported},
                 {MS_STR("format"), &out.format}};
    ms_str name;
    for (unsigned n = 0; ms_json_member(&j, &n, a, &name);) {
        bool text = ms_json_peek(&j) == '"';
        ms_str value = text ? ms_json_string(&j, a) : ms_json_value(&j, REPORT_DEPTH);
        for (size_t i = 0; text && i < sizeof texts / sizeof *texts; i++)
            if (ms_str_eq(name, texts[i].name)) *texts[i].to = value;
        if (!text && ms_str_eq(name, MS_STR("names"))) out.names = number(value);
    }
    return out;
}

bool ms_is_name(ms_str name)
{
    static const ms_str names[] = {
        {"name", 4}, {"alias", 5}, {"weakAlias", 9}, {"previousName", 12}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ms_str_eq(name, names[i])) return true;
    return false;
}

uint64_t ms_names_count(const ms_load_report *r)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < r->n_facts; i++)
        if (ms_is_name(r->facts[i].name)) n += r->facts[i].count;
    return n;
}
