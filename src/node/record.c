#include "node/record.h"

#include <marsad/name.h>

#include "base/file.h"
#include "base/json_in.h"
#include "node/address.h"

enum { RECORD_MAX = 1 << 20, DEPTH = 8 };

/* The members of the JSON object, in their order. */
static const struct {
    const char *name;
    size_t at;
    enum { TEXT, NUMBER, JSON } kind;
} members[] = {
    {"url", offsetof(ms_record, address), TEXT},
    {"url_id", offsetof(ms_record, address_id), TEXT},
    {"final_url", offsetof(ms_record, final_address), TEXT},
    {"status", offsetof(ms_record, status), NUMBER},
    {"etag", offsetof(ms_record, etag), TEXT},
    {"last_modified", offsetof(ms_record, modified), TEXT},
    {"content_type", offsetof(ms_record, type), TEXT},
    {"validator", offsetof(ms_record, validator), TEXT},
    {"boot", offsetof(ms_record, boot), TEXT},
    {"sha256", offsetof(ms_record, sha256), TEXT},
    {"size", offsetof(ms_record, size), NUMBER},
    {"fetched", offsetof(ms_record, fetched), TEXT},
    {"checked", offsetof(ms_record, checked), TEXT},
    {"headers", offsetof(ms_record, headers), JSON},
};

enum { N_MEMBERS = sizeof members / sizeof *members };

void ms_record_text(ms_out *o, const ms_record *r)
{
    const char *sep = "\n";
    ms_out_char(o, '{');
    for (size_t i = 0; i < N_MEMBERS; i++) {
        const void *at = (const char *)r + members[i].at;
        const ms_str *text = at;
        const uint64_t *number = at;
        if (members[i].kind == NUMBER ? !*number : !text->n) continue;
        ms_out_fmt(o, "%s  \"%s\": ", sep, members[i].name);
        if (members[i].kind == NUMBER) ms_out_u64(o, *number);
        else if (members[i].kind == JSON) ms_out_raw(o, *text);
        else ms_out_json(o, *text);
        sep = ",\n";
    }
    ms_out_lit(o, "\n}\n");
}

ms_rc ms_record_write(const char *path, const ms_record *r, ms_diag *d)
{
    ms_out o = {0};
    ms_record_text(&o, r);
    ms_rc rc = o.failed ? ms_fail(d, MS_ENOMEM, 0, 0, "out of memory")
                        : ms_file_replace(path, ms_out_str(&o), d);
    ms_out_free(&o);
    return rc;
}

/* Takes the value of the member `name`; one of another kind than it has is passed over. */
static void take(ms_json *j, ms_arena *a, ms_str name, ms_record *out)
{
    char c = ms_json_peek(j);
    ms_str value = c == '"' ? ms_json_string(j, a) : ms_json_value(j, DEPTH);
    for (size_t i = 0; i < N_MEMBERS; i++) {
        void *at = (char *)out + members[i].at;
        if (!ms_str_eq(name, ms_str_z(members[i].name))) continue;
        if (members[i].kind == NUMBER) ms_length_read(value, at);
        else if (c == (members[i].kind == JSON ? '{' : '"')) *(ms_str *)at = value;
    }
}

bool ms_record_parse(ms_str json, ms_arena *a, ms_record *out)
{
    *out = (ms_record){.status = 0};
    if (json.n > RECORD_MAX || ms_utf8_valid(json) < json.n) return false;
    ms_str text = ms_arena_str(a, json), name;
    ms_json j = {.text = text};
    unsigned n = 0;
    if (!text.p) return false;
    while (ms_json_member(&j, &n, a, &name)) take(&j, a, name, out);
    ms_json_end(&j);
    return j.rc == MS_OK;
}

bool ms_record_read(const char *path, ms_arena *a, ms_record *out)
{
    ms_str map;
    if (ms_file_map(path, &map, NULL)) return false;
    bool ok = ms_record_parse(map, a, out);
    ms_file_unmap(map);
    return ok;
}
