#include "cli/report.h"

#include <jansson.h>

static ms_str member(const json_t *object, const char *name, ms_arena *a)
{
    const json_t *v = json_object_get(object, name);
    if (!json_is_string(v)) return MS_STR("");
    ms_str s = ms_arena_str(a, (ms_str){json_string_value(v), json_string_length(v)});
    return s.p ? s : MS_STR("");
}

ms_stored ms_stored_read(const ms_snap *s, uint32_t list, ms_arena *a)
{
    ms_stored out = {MS_STR(""), MS_STR(""), MS_STR(""), 0};
    ms_str json = ms_snap_list_report(s, list);
    json_t *root = json.n ? json_loadb(json.p, json.n, 0, NULL) : NULL;
    if (!root) return out;
    json_int_t names = json_integer_value(json_object_get(root, "names"));
    out.version = member(root, "version", a);
    out.imported = member(root, "imported", a);
    out.format = member(root, "format", a);
    out.names = names > 0 ? (uint64_t)names : 0;
    json_decref(root);
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
