#include "ask/query.h"

#include "base/ascii.h"
#include "base/grow.h"
#include "base/json_in.h"

/* What a query may say, by its header without blanks, hyphens, underscores and
 * case. */
static const struct {
    const char *key, *property;
} columns[] = {
    {"id", "id"},
    {"schema", "schema"},
    {"name", "name"},
    {"fullname", "name"},
    {"alias", "alias"},
    {"weakalias", "weakAlias"},
    {"previousname", "previousName"},
    {"abbreviation", "abbreviation"},
    {"firstname", "firstName"},
    {"givenname", "firstName"},
    {"secondname", "secondName"},
    {"middlename", "middleName"},
    {"fathername", "fatherName"},
    {"mothername", "motherName"},
    {"lastname", "lastName"},
    {"surname", "lastName"},
    {"familyname", "lastName"},
    {"birthdate", "birthDate"},
    {"dateofbirth", "birthDate"},
    {"dob", "birthDate"},
    {"birthplace", "birthPlace"},
    {"gender", "gender"},
    {"sex", "gender"},
    {"nationality", "nationality"},
    {"citizenship", "citizenship"},
    {"jurisdiction", "jurisdiction"},
    {"maincountry", "mainCountry"},
    {"country", "country"},
    {"document", "document"},
    {"idnumber", "idNumber"},
    {"passportnumber", "passportNumber"},
    {"taxnumber", "taxNumber"},
    {"registrationnumber", "registrationNumber"},
    {"inncode", "innCode"},
    {"ogrncode", "ogrnCode"},
    {"leicode", "leiCode"},
    {"swiftbic", "swiftBic"},
    {"imonumber", "imoNumber"},
    {"mmsi", "mmsi"},
    {"callsign", "callSign"},
    {"isin", "isin"},
    {"iban", "iban"},
    {"publickey", "publicKey"},
    {"wallet", "publicKey"},
    {"walletaddress", "publicKey"},
    {"cryptoaddress", "publicKey"},
    {"phone", "phone"},
    {"phonenumber", "phone"},
    {"telephone", "phone"},
    {"tel", "phone"},
    {"mobile", "phone"},
    {"email", "email"},
    {"emailaddress", "email"},
};

enum { N_COLUMNS = sizeof columns / sizeof *columns, KEY_MAX = 32 };

/* Where a value goes when the schema does not have the property itself: a
 * company has a jurisdiction in place of a nationality, and every kind of thing
 * has another number. */
static const char *const places[][8] = {
    {"document", "idNumber", "registrationNumber", "imoNumber", "publicKey", "isin",
     "accountNumber", NULL},
    {"nationality", "nationality", "jurisdiction", NULL},
};

static const char *const name_parts[] = {"firstName", "secondName", "middleName", "fatherName",
                                         "lastName"};

static const char *const reasons[] = {
    [MS_TYPE_DATE] = "not a possible date", [MS_TYPE_COUNTRY] = "not a known country",
    [MS_TYPE_GENDER] = "not a known sex",   [MS_TYPE_EMAIL] = "not an e-mail address",
    [MS_TYPE_TOPIC] = "not a known topic",
};

query query_make(ms_arena *a, uint64_t row)
{
    return (query){.arena = a, .row = row};
}

const ms_schema *query_schema(ms_str name)
{
    for (unsigned i = 0; i < ms_schema_count(); i++) {
        ms_str s = ms_schema_name(ms_schema_at(i));
        size_t k = 0;
        while (k < s.n && s.n == name.n && ms_lower(s.p[k]) == ms_lower(name.p[k])) k++;
        if (s.n == name.n && k == s.n) return ms_schema_at(i);
    }
    return NULL;
}

/* The first schema that entities are screened under and that has `property`. */
static const ms_schema *schema_with(ms_str property)
{
    for (unsigned i = 0; i < ms_schema_count(); i++) {
        const ms_schema *s = ms_schema_at(i);
        if (ms_schema_matchable(s) && ms_schema_prop(s, property)) return s;
    }
    return NULL;
}

ms_str query_property(ms_str header)
{
    char key[KEY_MAX];
    size_t n = 0;
    header = ms_str_trim(header);
    for (size_t i = 0; i < header.n && n < sizeof key; i++)
        if (!strchr("_- ", header.p[i]) || !header.p[i]) key[n++] = ms_lower(header.p[i]);
    for (size_t i = 0; i < N_COLUMNS; i++)
        if (ms_str_eq(ms_str_z(columns[i].key), (ms_str){key, n}))
            return ms_str_z(columns[i].property);
    return schema_with(header) ? header : (ms_str){0};
}

bool query_names(ms_str property)
{
    const ms_schema *s = schema_with(property);
    const ms_prop *p = s ? ms_schema_prop(s, property) : NULL;
    bool found = ms_str_eq(property, MS_STR("document"));
    for (size_t i = 0; i < sizeof name_parts / sizeof *name_parts; i++)
        found = found || ms_str_eq(property, ms_str_z(name_parts[i]));
    if (!p) return found;
    ms_type t = ms_prop_type(p);
    return found || t == MS_TYPE_NAME || t == MS_TYPE_IDENTIFIER || t == MS_TYPE_PHONE ||
           t == MS_TYPE_EMAIL;
}

/* ---- collecting -------------------------------------------------------- */

/* `s` cut to what an answer repeats, at the edge of a code point. */
static ms_str shown(ms_str s)
{
    if (s.n <= QUERY_SHOWN_MAX) return s;
    s.n = QUERY_SHOWN_MAX;
    while (s.n && ((unsigned char)s.p[s.n] & 0xC0) == 0x80) s.n--;
    return s;
}

static ms_rc drop(query *q, ms_str property, ms_str value, const char *reason, bool bad)
{
    query_drop *p = ms_grow(q->arena, q->dropped, q->n_dropped, &q->cap_dropped, sizeof *p);
    if (!p) return MS_ENOMEM;
    q->dropped = p;
    p[q->n_dropped++] = (query_drop){property, shown(value), reason, bad};
    return MS_OK;
}

ms_rc query_fail(query *q, const ms_diag *d)
{
    if (!q->error.rc) q->error = *d;
    return q->error.rc;
}

ms_rc query_add(query *q, ms_str property, ms_str value)
{
    ms_str v = ms_str_trim(value);
    if (!v.n || !property.n) return MS_OK;
    size_t bad = ms_utf8_valid(v);
    if (bad < v.n) {
        ms_diag d;
        ms_fail(&d, MS_EENCODING, 0, bad, "%.*s: byte 0x%02X is not UTF-8", MS_FMT(property),
                (unsigned char)v.p[bad]);
        query_fail(q, &d);
        return MS_OK;
    }
    if (q->n_fields >= QUERY_FIELDS_MAX) {
        ms_diag d;
        ms_fail(&d, MS_ELIMIT, 0, 0, "more than %d values", QUERY_FIELDS_MAX);
        query_fail(q, &d);
        return MS_OK;
    }
    query_field *f = ms_grow(q->arena, q->fields, q->n_fields, &q->cap_fields, sizeof *f);
    ms_str copy = ms_arena_str(q->arena, v);
    if (!f || !copy.p) return MS_ENOMEM;
    q->fields = f;
    f[q->n_fields++] = (query_field){property, copy};
    return MS_OK;
}

static bool has(const query *q, ms_str property)
{
    for (uint32_t i = 0; i < q->n_fields; i++)
        if (ms_str_eq(q->fields[i].property, property)) return true;
    return false;
}

ms_rc query_default(query *q, const query_field *defaults, uint32_t n)
{
    ms_rc rc = MS_OK;
    uint32_t given = q->n_fields;
    for (uint32_t i = 0; i < n && !rc; i++) {
        query before = *q;
        before.n_fields = given;
        if (!has(&before, defaults[i].property))
            rc = query_add(q, defaults[i].property, defaults[i].value);
    }
    return rc;
}

/* ---- JSON -------------------------------------------------------------- */

enum { DEPTH_MAX = 32 };

static ms_rc add_scalar(query *q, ms_str property, ms_json *j)
{
    char c = ms_json_peek(j);
    if (c == '"') {
        ms_str text = ms_json_string(j, q->arena);
        return j->rc ? MS_OK : query_add(q, property, text);
    }
    ms_str other = ms_json_value(j, DEPTH_MAX);
    bool whole = c == '-' || ms_is_digit(c);
    for (size_t i = 0; i < other.n; i++) whole = whole && !strchr(".eE", other.p[i]);
    if (j->rc || ms_str_eq(other, MS_STR("null"))) return MS_OK;
    return whole ? query_add(q, property, other) : drop(q, property, other, "not a text", true);
}

static ms_rc add_member(query *q, ms_str name, ms_json *j)
{
    unsigned n = 0;
    ms_rc rc = MS_OK;
    ms_str property = query_property(name);
    if (!property.n) return ms_json_value(j, DEPTH_MAX), MS_OK;
    property = ms_arena_str(q->arena, property); /* outlives the document */
    if (!property.p) return MS_ENOMEM;
    if (ms_json_peek(j) != '[') return add_scalar(q, property, j);
    while (!rc && ms_json_item(j, &n)) rc = add_scalar(q, property, j);
    return rc;
}

static ms_rc add_object(query *q, ms_json *j, bool top)
{
    unsigned n = 0;
    ms_rc rc = MS_OK;
    ms_str name;
    while (!rc && ms_json_member(j, &n, q->arena, &name)) {
        bool properties = top && ms_str_eq(name, MS_STR("properties"));
        if (properties && ms_json_peek(j) == '{') rc = add_object(q, j, false);
        else rc = add_member(q, name, j);
    }
    return rc;
}

ms_rc query_json(query *q, ms_str text)
{
    ms_diag d;
    ms_json j = {.text = text};
    size_t bad = ms_utf8_valid(text);
    if (bad < text.n) {
        ms_fail(&d, MS_EENCODING, 0, bad, "JSON: byte 0x%02X is not UTF-8",
                (unsigned char)text.p[bad]);
        query_fail(q, &d);
        return MS_OK;
    }
    ms_rc rc = add_object(q, &j, true);
    if (rc) return rc;
    ms_json_end(&j);
    if (j.rc == MS_ENOMEM) return MS_ENOMEM;
    if (!j.rc) return MS_OK;
    if (j.at >= text.n) j.rc = MS_ETRUNCATED;
    ms_fail(&d, j.rc, 0, j.at, "JSON: %s is expected", j.want);
    query_fail(q, &d);
    return MS_OK;
}

/* ---- the identity ------------------------------------------------------ */

/* Takes id and schema out of the fields. */
static ms_rc place_heads(query *q)
{
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < q->n_fields && !rc; i++) {
        query_field f = q->fields[i];
        if (ms_str_eq(f.property, MS_STR("id"))) {
            q->id = f.value;
        } else if (ms_str_eq(f.property, MS_STR("schema"))) {
            q->schema = query_schema(f.value);
            if (!q->schema) rc = drop(q, f.property, f.value, "not a known schema", true);
        }
    }
    return rc;
}

/* What anybody may have, and anything. */
#define WALLET MS_STR("publicKey")

/* The property of `s` that takes values of `property`; empty when none does. */
static ms_str place(const ms_schema *s, ms_str property)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (!ms_str_eq(ms_str_z(places[i][0]), property)) continue;
        for (size_t k = 1; places[i][k]; k++)
            if (ms_schema_prop(s, ms_str_z(places[i][k]))) return ms_str_z(places[i][k]);
        return (ms_str){0};
    }
    return ms_schema_prop(s, property) || ms_str_eq(property, WALLET) ? property : (ms_str){0};
}

/* The schema under which values are read while the query does not say its own:
 * a person's, which has every kind of evidence, or the first that has a number
 * which persons do not have. */
static const ms_schema *reading_schema(const query *q)
{
    const ms_schema *person = ms_schema_find(MS_STR("Person"));
    if (q->schema) return q->schema;
    for (uint32_t i = 0; i < q->n_fields; i++) {
        ms_str p = q->fields[i].property;
        if (ms_str_eq(p, MS_STR("id")) || ms_str_eq(p, MS_STR("schema"))) continue;
        if (ms_str_eq(p, WALLET)) continue;
        if (!place(person, p).n && schema_with(p)) return schema_with(p);
    }
    return person;
}

/* Why a value of property `to` and type `t`, asked for as `property`, finds nobody; NULL: it
 * may. */
static const char *not_a_key(ms_str property, ms_str to, ms_type t, ms_str value)
{
    ms_document key;
    if (ms_str_eq(to, WALLET))
        return ms_key_make(MS_KEY_WALLET, value, &key) ? NULL : "not the address of a wallet";
    if (ms_str_eq(property, MS_STR("document")) && !ms_key_make(MS_KEY_NUMBER, value, &key))
        return "not 4 to 32 letters and digits";
    if (t == MS_TYPE_PHONE && !ms_key_make(MS_KEY_PHONE, value, &key))
        return "not a phone number of 7 to 15 digits";
    return NULL;
}

/* Adds one field to the entity.  A number with a wrong check digit stays as it
 * was written: it may be a misread one, and documents are compared with that in
 * mind. */
static ms_rc place_field(query *q, const ms_schema *s, query_field f)
{
    ms_str to = place(s, f.property);
    const ms_prop *p = ms_schema_prop(s, to);
    ms_type t = p ? ms_prop_type(p) : MS_TYPE_IDENTIFIER; /* a wallet, which all have */
    ms_str value;
    ms_rc rc = ms_value_plain(t, f.value, q->arena, &value);
    if (rc) return rc;
    const char *why = not_a_key(f.property, to, t, value);
    if (why) return drop(q, f.property, f.value, why, true);
    if (!to.n) return drop(q, f.property, f.value, "not a property of its schema", false);
    if (ms_str_eq(to, WALLET)) return ms_entity_add_raw(&q->entity, to, value);
    rc = ms_entity_add(&q->entity, to, value);
    if (rc == MS_ENOMEM || !rc) return rc;
    if (t == MS_TYPE_IDENTIFIER || t == MS_TYPE_PHONE)
        return ms_entity_add_raw(&q->entity, to, value);
    why = t < sizeof reasons / sizeof *reasons ? reasons[t] : NULL;
    return drop(q, f.property, f.value, why ? why : ms_rc_text(rc), true);
}

/* A row that has only the parts of a name gets its name by joining them. */
static ms_rc join_name(query *q)
{
    ms_str name = {0};
    if (ms_entity_get(&q->entity, MS_STR("name"))) return MS_OK;
    for (size_t i = 0; i < sizeof name_parts / sizeof *name_parts; i++) {
        ms_str part = ms_entity_first(&q->entity, ms_str_z(name_parts[i]));
        if (!part.n) continue;
        name = ms_arena_strf(q->arena, "%.*s%s%.*s", MS_FMT(name), name.n ? " " : "",
                             MS_FMT(part));
        if (!name.p) return MS_ENOMEM;
    }
    return name.n ? ms_entity_add_raw(&q->entity, MS_STR("name"), name) : MS_OK;
}

/* True when name `i` is another reading of the name before it. */
static bool same_name(const ms_identity *id, uint32_t i)
{
    return i > 0 && id->names[i].text.p == id->names[i - 1].text.p;
}

/* Names of nobody knows whom are read with the word classes of every kind. */
static ms_rc reread_names(query *q)
{
    ms_identity *id = &q->identity;
    ms_name *names = ms_arena_array(q->arena, (size_t)id->n_names * MS_READINGS, sizeof *names);
    if (!names) return MS_ENOMEM;
    uint32_t n = 0, readings;
    for (uint32_t i = 0; i < id->n_names; i++) {
        if (same_name(id, i)) continue;
        ms_rc rc =
            ms_name_readings(id->names[i].text, MS_NAME_ANY, q->arena, names + n, &readings);
        if (rc) return rc;
        for (uint32_t k = 0; k < readings; k++) names[n++].weak = id->names[i].weak;
    }
    id->names = names;
    id->n_names = n;
    id->schema = NULL;
    return MS_OK;
}

/* Lists write a ship's number as "IMO" and seven digits; a query may give the
 * digits alone as some document's number. */
static ms_rc widen_documents(query *q)
{
    ms_identity *id = &q->identity;
    ms_document *all = ms_arena_array(q->arena, 2 * (size_t)id->n_documents, sizeof *all);
    uint32_t n = id->n_documents;
    if (!all) return MS_ENOMEM;
    if (n) memcpy(all, id->documents, n * sizeof *all);
    for (uint32_t i = 0; i < id->n_documents; i++) {
        if (all[i].kind > MS_KEY_WORLDWIDE) continue;
        ms_str number = {all[i].s, all[i].len}, imo;
        ms_rc rc = ms_value_clean(MS_TYPE_IDENTIFIER, MS_ID_IMO, number, q->arena, &imo);
        if (rc == MS_ENOMEM) return rc;
        if (rc || imo.n >= sizeof all[n].s || ms_str_eq(imo, number)) continue;
        all[n].len = (uint8_t)imo.n;
        memcpy(all[n++].s, imo.p, imo.n);
    }
    id->documents = all;
    id->n_documents = n;
    return MS_OK;
}

/* True when the field is a name of which the identity could make nothing. */
static bool unnamed(const query *q, query_field f)
{
    const ms_prop *p = ms_schema_prop(q->entity.schema, f.property);
    if (!p || ms_prop_type(p) != MS_TYPE_NAME) return false;
    for (uint32_t i = 0; i < q->identity.n_names; i++)
        if (q->identity.names[i].n && ms_str_eq(q->identity.names[i].text, f.value))
            return false;
    return true;
}

/* Reports names that say nothing or too much, and whether anything is left to
 * search with. */
static ms_rc judge(query *q)
{
    const ms_identity *id = &q->identity;
    ms_rc rc = MS_OK;
    bool told = false;
    q->searchable = id->n_documents > 0;
    for (uint32_t i = 0; i < q->n_fields && !rc; i++)
        if (unnamed(q, q->fields[i]))
            rc = drop(q, q->fields[i].property, q->fields[i].value, "has no letters or digits",
                      true);
    for (uint32_t i = 0; i < id->n_names && !rc; i++) {
        if (id->names[i].n) q->searchable = true;
        if (id->names[i].cut && !same_name(id, i))
            rc = drop(q, MS_STR("name"), id->names[i].text, "too long: its end is left out",
                      false);
    }
    for (uint32_t i = 0; i < q->n_dropped; i++)
        told = told || query_names(q->dropped[i].property);
    if (!rc && !q->searchable && !told)
        rc = drop(q, MS_STR("name"), MS_STR(""),
                  "a name, a document, a phone, an e-mail address or a wallet is needed", true);
    return rc;
}

/* Only people are born, and are men or women. */
static bool is_person(const ms_entity *e)
{
    return ms_entity_get(e, MS_STR("birthDate")) || ms_entity_get(e, MS_STR("gender"));
}

ms_rc query_finish(query *q)
{
    ms_rc rc = place_heads(q);
    const ms_schema *s = reading_schema(q);
    if (rc || q->error.rc) return rc;
    q->entity = ms_entity_make(q->arena, q->id, ms_schema_name(s));
    for (uint32_t i = 0; i < q->n_fields && !rc; i++) {
        ms_str p = q->fields[i].property;
        if (!ms_str_eq(p, MS_STR("id")) && !ms_str_eq(p, MS_STR("schema")))
            rc = place_field(q, s, q->fields[i]);
    }
    if (!q->schema && is_person(&q->entity)) q->schema = ms_schema_find(MS_STR("Person"));
    if (!rc) rc = join_name(q);
    if (!rc) rc = ms_identity_from_entity(&q->entity, q->arena, &q->identity);
    if (!rc && !q->schema) rc = reread_names(q);
    if (!rc) rc = widen_documents(q);
    return rc ? rc : judge(q);
}

bool query_blemished(const query *q)
{
    bool bad = q->error.rc != MS_OK;
    for (uint32_t i = 0; i < q->n_dropped; i++) bad = bad || q->dropped[i].bad;
    return bad;
}

/* ---- writing ----------------------------------------------------------- */

static void write_values(const ms_prop_values *p, ms_out *o)
{
    ms_out_json(o, p->name);
    ms_out_char(o, ':');
    ms_out_json_list(o, p->v, p->n);
}

void query_write_dropped(const query *q, ms_out *o)
{
    ms_out_char(o, '[');
    for (uint32_t i = 0; i < q->n_dropped; i++) {
        ms_out_raw(o, i ? MS_STR(",{\"property\":") : MS_STR("{\"property\":"));
        ms_out_json(o, q->dropped[i].property);
        ms_out_member(o, "value", q->dropped[i].value);
        ms_out_member(o, "reason", ms_str_z(q->dropped[i].reason));
        ms_out_char(o, '}');
    }
    ms_out_char(o, ']');
}

void query_write(const query *q, ms_out *o)
{
    ms_out_lit(o, "{\"id\":");
    q->id.p ? ms_out_json(o, q->id) : ms_out_lit(o, "null");
    ms_out_lit(o, ",\"row\":");
    ms_out_u64(o, q->row);
    ms_out_lit(o, ",\"schema\":");
    q->schema ? ms_out_json(o, ms_schema_name(q->schema)) : ms_out_lit(o, "null");
    ms_out_lit(o, ",\"properties\":{");
    for (uint32_t i = 0; i < q->entity.n_props; i++) {
        if (i) ms_out_char(o, ',');
        write_values(&q->entity.props[i], o);
    }
    ms_out_lit(o, "},\"dropped\":");
    query_write_dropped(q, o);
    ms_out_char(o, '}');
}
