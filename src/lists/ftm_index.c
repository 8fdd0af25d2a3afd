/* index.json, which OpenSanctions publishes beside the files of a data set. */
#include <marsad/list.h>
#include <marsad/name.h>

#include "base/json_in.h"

enum { DEPTH = 64, INDEX_MAX = 64 << 20 };

static uint64_t number(ms_str s)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && n < UINT64_MAX / 20; i++)
        n = n * 10 + (uint64_t)(s.p[i] - '0');
    return n;
}

static void read_resource(ms_json *j, ms_arena *a, ms_str *name, ms_resource *out)
{
    ms_str member;
    unsigned n = 0;
    *out = (ms_resource){.checksum = {"", 0}};
    while (ms_json_member(j, &n, a, &member)) {
        bool text = ms_json_peek(j) == '"';
        ms_str value = text ? ms_json_string(j, a) : ms_json_value(j, DEPTH);
        if (ms_str_eq(member, MS_STR("name")) && text) *name = value;
        if (ms_str_eq(member, MS_STR("checksum")) && text) out->checksum = value;
        if (!ms_str_eq(member, MS_STR("size")) || text) continue;
        out->sized = true;
        out->size = number(value);
    }
}

/* The resource called `name` of the list of them at the cursor. */
static bool find(ms_json *j, ms_arena *a, ms_str name, ms_resource *out)
{
    bool found = false;
    for (unsigned n = 0; ms_json_item(j, &n);) {
        ms_str own = {"", 0};
        ms_resource r;
        if (ms_json_peek(j) != '{') {
            ms_json_value(j, DEPTH);
            continue;
        }
        read_resource(j, a, &own, &r);
        if (!ms_str_eq(own, name)) continue;
        *out = r;
        found = true;
    }
    return found;
}

ms_rc ms_ftm_index_find(ms_str json, ms_str name, ms_arena *a, ms_resource *out,
                        ms_str *version, ms_diag *d)
{
    ms_json j = {.text = json};
    ms_str member;
    bool found = false;
    *out = (ms_resource){.checksum = {"", 0}};
    *version = (ms_str){"", 0};
    if (json.n > INDEX_MAX)
        return ms_fail(d, MS_ELIMIT, 0, INDEX_MAX, "an index of more than %d bytes", INDEX_MAX);
    size_t valid = ms_utf8_valid(json);
    if (valid < json.n) return ms_fail(d, MS_EENCODING, 0, valid, "UTF-8 expected");
    for (unsigned n = 0; ms_json_member(&j, &n, a, &member);) {
        char c = ms_json_peek(&j);
        if (ms_str_eq(member, MS_STR("version")) && c == '"') *version = ms_json_string(&j, a);
        else if (ms_str_eq(member, MS_STR("resources")) && c == '[')
            found = find(&j, a, name, out) || found;
        else ms_json_value(&j, DEPTH);
    }
    ms_json_end(&j);
    if (j.rc) return ms_fail(d, j.rc, 0, j.at, "an index with resources: %s expected", j.want);
    return found ? MS_OK : MS_ENOTFOUND;
}
