#include <marsad/match.h>

#include <stdlib.h>

#include "match/keys.h"

static const struct {
    ms_str prop;
    bool weak;
} name_props[] = {
    {MS_STR_INIT("name"), false},         {MS_STR_INIT("alias"), false},
    {MS_STR_INIT("previousName"), false}, {MS_STR_INIT("abbreviation"), false},
    {MS_STR_INIT("weakAlias"), true},
};

/* Read in this order when an entity has no name of its own. */
static const ms_str part_props[] = {
    MS_STR_INIT("firstName"),  MS_STR_INIT("secondName"), MS_STR_INIT("fatherName"),
    MS_STR_INIT("middleName"), MS_STR_INIT("lastName"),
};

static const ms_str country_props[] = {
    MS_STR_INIT("nationality"),
    MS_STR_INIT("citizenship"),
    MS_STR_INIT("jurisdiction"),
    MS_STR_INIT("mainCountry"),
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool is_a(const ms_schema *s, ms_str name)
{
    const ms_schema *ancestor = ms_schema_find(name);
    return s && ancestor && ms_schema_is_a(s, ancestor);
}

static ms_name_kind kind_of(const ms_schema *s)
{
    if (is_a(s, MS_STR("Person"))) return MS_NAME_PERSON;
    if (is_a(s, MS_STR("Organization"))) return MS_NAME_ORGANIZATION;
    bool thing = s && ms_str_eq(ms_schema_name(s), MS_STR("Thing"));
    return !s || thing || is_a(s, MS_STR("LegalEntity")) ? MS_NAME_ANY : MS_NAME_THING;
}

/* Adds the readings of a name; `names` has room for MS_READINGS more. */
static ms_rc add_name(ms_name *names, uint32_t *n, ms_str text, ms_name_kind kind, bool weak,
                      ms_arena *a)
{
    ms_name ways[MS_READINGS];
    uint32_t count;
    ms_rc rc = ms_name_readings(text, kind, a, ways, &count);
    if (rc != MS_OK) return rc;
    for (uint32_t i = 0; i < count; i++) {
        if (!ways[i].n) continue;
        names[*n] = ways[i];
        names[(*n)++].weak = weak;
    }
    return MS_OK;
}

static ms_str joined_parts(const ms_entity *e, ms_arena *a)
{
    ms_str text = {"", 0};
    for (size_t i = 0; i < COUNT(part_props) && text.p; i++) {
        ms_str part = ms_entity_first(e, part_props[i]);
        if (!part.n) continue;
        text = ms_arena_strf(a, "%.*s%s%.*s", MS_FMT(text), text.n ? " " : "", MS_FMT(part));
    }
    return text;
}

static ms_rc take_names(const ms_entity *e, ms_arena *a, ms_identity *out)
{
    uint32_t total = 1;
    for (size_t i = 0; i < COUNT(name_props); i++) {
        const ms_prop_values *v = ms_entity_get(e, name_props[i].prop);
        total += v ? v->n : 0;
    }
    ms_name *names = ms_arena_array(a, (size_t)total * MS_READINGS, sizeof *names);
    if (!names) return MS_ENOMEM;
    ms_name_kind kind = kind_of(e->schema);
    ms_rc rc = MS_OK;
    for (size_t i = 0; i < COUNT(name_props); i++) {
        const ms_prop_values *v = ms_entity_get(e, name_props[i].prop);
        for (uint32_t k = 0; v && k < v->n && rc == MS_OK; k++)
            rc = add_name(names, &out->n_names, v->v[k], kind, name_props[i].weak, a);
    }
    if (rc == MS_OK && out->n_names == 0) {
        ms_str text = joined_parts(e, a);
        rc = text.p ? add_name(names, &out->n_names, text, kind, false, a) : MS_ENOMEM;
    }
    out->names = names;
    return rc;
}

static ms_rc take_births(const ms_entity *e, ms_arena *a, ms_identity *out)
{
    const ms_prop_values *v = ms_entity_get(e, MS_STR("birthDate"));
    if (!v) return MS_OK;
    ms_date *births = ms_arena_array(a, v->n, sizeof *births);
    if (!births) return MS_ENOMEM;
    for (uint32_t i = 0; i < v->n; i++)
        out->n_births += ms_date_parse(v->v[i], &births[out->n_births]) == MS_OK;
    out->births = births;
    return MS_OK;
}

/* Numbers that one body gives out (IMO, LEI, OGRN …), and long ones. */
static ms_rc mark_worldwide(const ms_prop *p, ms_str value, ms_arena *a, ms_document *d)
{
    enum { LONG = 20 };
    ms_str clean;
    ms_id_format format = ms_prop_format(p);
    ms_rc rc = MS_EVALUE;
    if (format) rc = ms_value_clean(MS_TYPE_IDENTIFIER, format, value, a, &clean);
    if (rc == MS_OK || d->len >= LONG || ms_str_eq(ms_prop_name(p), MS_STR("wikidataId")))
        d->kind = MS_KEY_WORLDWIDE;
    return rc == MS_ENOMEM ? rc : MS_OK;
}

/* What kind of keys the values are; MS_KEYS: none. */
static ms_key kind_of_keys(const ms_prop_values *v)
{
    if (ms_str_eq(v->name, MS_STR("publicKey")) || ms_str_eq(v->name, MS_STR("cryptoAddress")))
        return MS_KEY_WALLET;
    if (!v->prop || !ms_prop_matchable(v->prop)) return MS_KEYS;
    switch (ms_prop_type(v->prop)) {
    case MS_TYPE_IDENTIFIER: return MS_KEY_NUMBER;
    case MS_TYPE_PHONE: return MS_KEY_PHONE;
    case MS_TYPE_EMAIL: return MS_KEY_EMAIL;
    default: return MS_KEYS;
    }
}

static int by_letters(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(ms_document));
}

static ms_rc take_keys(const ms_prop_values *v, ms_key kind, ms_arena *a, ms_document *all,
                       uint32_t *n)
{
    ms_rc rc = MS_OK;
    for (uint32_t k = 0; k < v->n && !rc; k++) {
        ms_document *d = &all[*n];
        if (!ms_key_make(kind, v->v[k], d)) continue;
        if (kind == MS_KEY_NUMBER) rc = mark_worldwide(v->prop, v->v[k], a, d);
        ++*n;
    }
    return rc;
}

/* In the order of their letters: the order of properties is the writer's whim, and
 * the same entity must give the same snapshot. */
static ms_rc take_documents(const ms_entity *e, ms_arena *a, ms_identity *out)
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < e->n_props; i++)
        if (kind_of_keys(&e->props[i]) != MS_KEYS) total += e->props[i].n;
    if (!total) return MS_OK;
    ms_document *docs = ms_arena_array(a, total, sizeof *docs);
    ms_rc rc = docs ? MS_OK : MS_ENOMEM;
    for (uint32_t i = 0; i < e->n_props && !rc; i++) {
        ms_key kind = kind_of_keys(&e->props[i]);
        if (kind != MS_KEYS) rc = take_keys(&e->props[i], kind, a, docs, &out->n_documents);
    }
    if (docs) qsort(docs, out->n_documents, sizeof *docs, by_letters);
    out->documents = docs;
    return rc;
}

static ms_rc take_countries(const ms_entity *e, ms_arena *a, ms_identity *out)
{
    uint32_t total = 0;
    for (size_t i = 0; i < COUNT(country_props); i++) {
        const ms_prop_values *v = ms_entity_get(e, country_props[i]);
        total += v ? v->n : 0;
    }
    if (!total) return MS_OK;
    ms_country *countries = ms_arena_array(a, total, sizeof *countries);
    if (!countries) return MS_ENOMEM;
    for (size_t i = 0; i < COUNT(country_props); i++) {
        const ms_prop_values *v = ms_entity_get(e, country_props[i]);
        for (uint32_t k = 0; v && k < v->n; k++) {
            /* Longer texts are names of countries that could not be read. */
            if (v->v[k].n < 2 || v->v[k].n >= sizeof countries->s) continue;
            memcpy(countries[out->n_countries++].s, v->v[k].p, v->v[k].n);
        }
    }
    out->countries = countries;
    return MS_OK;
}

static uint8_t sexes_of(const ms_entity *e)
{
    const ms_prop_values *v = ms_entity_get(e, MS_STR("gender"));
    uint8_t set = 0;
    for (uint32_t i = 0; v && i < v->n; i++) {
        if (ms_str_eq(v->v[i], MS_STR("male"))) set |= MS_SEX_MALE;
        if (ms_str_eq(v->v[i], MS_STR("female"))) set |= MS_SEX_FEMALE;
        if (ms_str_eq(v->v[i], MS_STR("other"))) set |= MS_SEX_OTHER;
    }
    return set;
}

ms_rc ms_identity_from_entity(const ms_entity *e, ms_arena *a, ms_identity *out)
{
    *out = (ms_identity){.schema = e->schema, .sexes = sexes_of(e)};
    ms_rc rc = take_names(e, a, out);
    if (rc == MS_OK) rc = take_births(e, a, out);
    if (rc == MS_OK) rc = take_documents(e, a, out);
    if (rc == MS_OK) rc = take_countries(e, a, out);
    return rc;
}
