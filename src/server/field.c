#include "server/field.h"

/* Groups, as FollowTheMoney calls them, and what else has a name. */
static const struct {
    const char *name;
    ms_field field;
} fields[] = {
    {"names", {.kind = MS_FIELD_GROUP, .type = MS_TYPE_NAME}},
    {"addresses", {.kind = MS_FIELD_GROUP, .type = MS_TYPE_ADDRESS}},
    {"countries", {.kind = MS_FIELD_GROUP, .type = MS_TYPE_COUNTRY, .whole = true}},
    {"topics", {.kind = MS_FIELD_GROUP, .type = MS_TYPE_TOPIC, .whole = true}},
    {"identifiers", {.kind = MS_FIELD_GROUP, .type = MS_TYPE_IDENTIFIER, .whole = true}},
    {"dates", {.kind = MS_FIELD_GROUP, .type = MS_TYPE_DATE, .whole = true, .date = true}},
    {"genders", {.kind = MS_FIELD_GROUP, .type = MS_TYPE_GENDER, .whole = true}},
    {"phones", {.kind = MS_FIELD_GROUP, .type = MS_TYPE_PHONE, .whole = true}},
    {"emails", {.kind = MS_FIELD_GROUP, .type = MS_TYPE_EMAIL, .whole = true}},
    {"urls", {.kind = MS_FIELD_GROUP, .type = MS_TYPE_URL, .whole = true}},
    {"languages", {.kind = MS_FIELD_GROUP, .type = MS_TYPE_LANGUAGE, .whole = true}},
    {"datasets", {.kind = MS_FIELD_DATASETS, .whole = true}},
    {"schema", {.kind = MS_FIELD_SCHEMA, .whole = true}},
    {"id", {.kind = MS_FIELD_ID, .whole = true}},
    {"entity_id", {.kind = MS_FIELD_ID, .whole = true}},
    {"caption", {.kind = MS_FIELD_CAPTION}},
    {"first_seen", {.kind = MS_FIELD_MEMBER, .whole = true, .date = true}},
    {"last_seen", {.kind = MS_FIELD_MEMBER, .whole = true, .date = true}},
    {"last_change", {.kind = MS_FIELD_MEMBER, .whole = true, .date = true}},
};

/* Types whose values are sentences, or names of several words. */
static bool wordy(ms_type t)
{
    switch (t) {
    case MS_TYPE_NAME:
    case MS_TYPE_ADDRESS:
    case MS_TYPE_STRING:
    case MS_TYPE_TEXT:
    case MS_TYPE_NUMBER:
    case MS_TYPE_JSON:
    case MS_TYPE_HTML: return true;
    default: return false;
    }
}

/* A property of that name of whatever schema; where several differ in type, values that are
 * compared whole in one of them are in all. */
static bool property(ms_str name, ms_field *out)
{
    bool found = false;
    *out = (ms_field){.kind = MS_FIELD_PROPERTY, .name = name};
    for (unsigned i = 0; i < ms_schema_count(); i++) {
        const ms_prop *p = ms_schema_prop(ms_schema_at(i), name);
        if (!p) continue;
        found = true;
        out->whole = out->whole || !wordy(ms_prop_type(p));
        out->date = out->date || ms_prop_type(p) == MS_TYPE_DATE;
    }
    return found;
}

bool ms_field_find(ms_str name, ms_field *out)
{
    static const char head[] = "properties.";
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!ms_str_eq(name, ms_str_z(fields[i].name))) continue;
        *out = fields[i].field;
        out->name = ms_str_z(fields[i].name);
        return true;
    }
    if (name.n > sizeof head - 1 && !memcmp(name.p, head, sizeof head - 1))
        name = (ms_str){name.p + sizeof head - 1, name.n - (sizeof head - 1)};
    return property(name, out);
}

bool ms_field_has(const ms_field *f, ms_str name, const ms_prop *p)
{
    if (f->kind == MS_FIELD_PROPERTY) return ms_str_eq(f->name, name);
    if (f->kind == MS_FIELD_GROUP) return p && ms_prop_type(p) == f->type && ms_prop_grouped(p);
    return f->kind == MS_FIELD_ALL;
}

unsigned ms_field_in(const ms_field *f)
{
    if (f->date) return MS_IN_DATES;
    return f->kind == MS_FIELD_GROUP && f->type == MS_TYPE_NAME ? MS_IN_NAMES : MS_IN_ANY;
}
