#include "gen_entity.h"

/* An entity being written. */
typedef struct writer {
    const gen_list *l;
    const gen_world *w;
    uint32_t i;
    uint64_t key;
    bool changed;
    ms_arena *a;
    ms_out *o;
    bool more_props, more_values;
    gen_rng r; /* for all that no other entity knows */
} writer;

/* ---- JSON -------------------------------------------------------------------- */

static void open_prop(writer *w, const char *name)
{
    if (w->more_props) ms_out_char(w->o, ',');
    ms_out_json(w->o, ms_str_z(name));
    ms_out_lit(w->o, ":[");
    w->more_props = true;
    w->more_values = false;
}

static void value(writer *w, ms_str v)
{
    if (!v.n) return;
    if (w->more_values) ms_out_char(w->o, ',');
    ms_out_json(w->o, v);
    w->more_values = true;
}

static void close_prop(writer *w)
{
    ms_out_char(w->o, ']');
}

static void prop(writer *w, const char *name, ms_str v)
{
    if (!v.n) return;
    open_prop(w, name);
    value(w, v);
    close_prop(w);
}

static void prop_text(writer *w, const char *name, const gen_text *t)
{
    prop(w, name, gen_text_str(t));
}

static void prop_link(writer *w, const char *name, uint32_t i)
{
    gen_text t = {.n = 0};
    if (i == GEN_NOBODY) return;
    gen_put_id(&t, w->l, i);
    prop_text(w, name, &t);
}

/* A property drawn from the common tables. */
static void prop_pick(writer *w, const char *name, gen_kind kind)
{
    prop(w, name, gen_pick(&w->w->common->bags[kind], &w->r)->rom);
}

static void prop_pattern(writer *w, const char *name, const char *pattern)
{
    gen_text t = {.n = 0};
    gen_put_pattern(&t, ms_str_z(pattern), &w->r);
    prop_text(w, name, &t);
}

/* A day between two years. */
static void put_day(gen_text *t, gen_rng *r, int32_t from, int32_t to)
{
    int32_t first = gen_day(from, 1, 1), last = gen_day(to, 12, 31);
    gen_put_date(t, first + (int32_t)gen_below(r, (uint32_t)(last - first + 1)));
}

static void prop_day(writer *w, const char *name, int32_t from, int32_t to)
{
    gen_text t = {.n = 0};
    put_day(&t, &w->r, from, to);
    prop_text(w, name, &t);
}

static void props_names(writer *w, const gen_names *names)
{
    static const char *const props[] = {"name", "alias", "weakAlias", "previousName",
                                        "abbreviation"};
    for (size_t p = 0; p < sizeof props / sizeof *props; p++) {
        bool any = false;
        for (uint32_t i = 0; i < names->n; i++) {
            if (strcmp(names->v[i].prop, props[p]) != 0) continue;
            if (!any) open_prop(w, props[p]);
            value(w, names->v[i].text);
            any = true;
        }
        if (any) close_prop(w);
    }
}

/* ---- sentences ---------------------------------------------------------------- */

static void put_sentence(gen_text *t, writer *w, const gen_culture *c, gen_kind kind);

/* What a sentence of the tables speaks of. */
static void put_term(gen_text *t, writer *w, const gen_culture *c, char letter)
{
    gen_names names;
    switch (letter) {
    case 'c': gen_put(t, gen_pick(&c->bags[GEN_CITY], &w->r)->rom); break;
    case 'y': gen_put_u(t, gen_between(&w->r, 1985, 2025), 4); break;
    case 'd': put_day(t, &w->r, 1995, 2025); break;
    case 'n': gen_put_u(t, gen_between(&w->r, 2, 990), 0); break;
    case 'p': put_sentence(t, w, c, GEN_POSITION); break;
    case 's': gen_put(t, gen_draw(c, GEN_FAMILY, &w->r, w->a).rom); break;
    case 'o':
        gen_org_names(w->w, c, gen_next(&w->r), w->a, &names);
        gen_put(t, names.v[0].text);
        break;
    default: break;
    }
}

/* A sentence with `{c}` and so on filled in. */
static void put_sentence(gen_text *t, writer *w, const gen_culture *c, gen_kind kind)
{
    ms_str s = gen_pick(&w->w->common->bags[kind], &w->r)->rom;
    size_t from = 0;
    for (size_t i = 0; i + 2 < s.n; i++) {
        if (s.p[i] != '{' || s.p[i + 2] != '}') continue;
        gen_put(t, (ms_str){s.p + from, i - from});
        put_term(t, w, c, s.p[i + 1]);
        from = i + 3;
    }
    gen_put(t, (ms_str){s.p + from, s.n - from});
}

/* 1 to `most` sentences, each a value. */
static void props_sentences(writer *w, const char *name, const gen_culture *c, gen_kind kind,
                            uint32_t most)
{
    open_prop(w, name);
    for (uint32_t n = gen_between(&w->r, 1, most); n--;) {
        gen_text t = {.n = 0};
        put_sentence(&t, w, c, kind);
        value(w, gen_text_str(&t));
    }
    close_prop(w);
}

static void props_notes(writer *w, const gen_culture *c, uint32_t most)
{
    uint32_t n = gen_between(&w->r, 1, most);
    open_prop(w, "notes");
    for (uint32_t i = 0; i < n; i++) {
        gen_text t = {.n = 0};
        uint32_t sentences = gen_between(&w->r, 1, 5);
        for (uint32_t k = 0; k < sentences; k++) {
            if (k) gen_lit(&t, " ");
            put_sentence(&t, w, c, GEN_NOTE);
        }
        value(w, gen_text_str(&t));
    }
    close_prop(w);
}

/* A street, a number, a city: Latin. */
static void put_address(gen_text *t, writer *w, const gen_culture *c, ms_str *country)
{
    const gen_bag *streets = &(c->bags[GEN_STREET].n ? c : w->w->common)->bags[GEN_STREET];
    const gen_row *city = gen_pick(&c->bags[GEN_CITY], &w->r);
    gen_put_u(t, gen_between(&w->r, 1, 240), 0);
    gen_lit(t, " ");
    gen_put(t, gen_draw(c, GEN_FAMILY, &w->r, w->a).rom);
    gen_lit(t, " ");
    gen_put(t, gen_pick(streets, &w->r)->rom);
    gen_lit(t, ", ");
    gen_put_u(t, gen_between(&w->r, 10000, 99999), 0);
    gen_lit(t, " ");
    gen_put(t, city->rom);
    *country = gen_pick(&c->bags[GEN_COUNTRY], &w->r)->rom;
}

static void prop_address(writer *w, const gen_culture *c)
{
    gen_text t = {.n = 0};
    ms_str country;
    put_address(&t, w, c, &country);
    prop_text(w, "address", &t);
}

/* ---- subjects ------------------------------------------------------------------- */

/* Seven digits, the last one the sum of the others by 7..2 (IMO resolution A.1117(30)). */
static ms_str imo_number(uint64_t key, ms_arena *a)
{
    gen_rng r = gen_at(key, GEN_OF_FACTS, 2);
    uint32_t number = gen_between(&r, 510000, 999999), sum = 0, rest = number;
    for (uint32_t by = 2; by <= 7; by++, rest /= 10) sum += rest % 10 * by;
    gen_text t = {.n = 0};
    gen_lit(&t, "IMO");
    gen_put_u(&t, number, 6);
    gen_put_u(&t, sum % 10, 1);
    return gen_text_keep(&t, a);
}

static ms_str pattern_number(const char *pattern, uint64_t key, ms_arena *a)
{
    gen_rng r = gen_at(key, GEN_OF_FACTS, 2);
    gen_text t = {.n = 0};
    gen_put_pattern(&t, ms_str_z(pattern), &r);
    return gen_text_keep(&t, a);
}

static ms_str wallet_key(const gen_world *w, uint64_t key, ms_arena *a)
{
    gen_rng r = gen_at(key, GEN_OF_FACTS, 2);
    gen_text t = {.n = 0};
    gen_put_pattern(&t, gen_pick(&w->common->bags[GEN_COIN], &r)->orig, &r);
    return gen_text_keep(&t, a);
}

void gen_subject_make(const gen_list *l, uint32_t i, ms_arena *a, gen_subject *out)
{
    uint64_t key = gen_key(l, i);
    out->schema = gen_schema_of(i);
    out->names.n = 0;
    out->number = (ms_str){0};
    switch (out->schema) {
    case GEN_PERSON:
        out->person = gen_person_make(l->w, key, a);
        gen_person_names(l->w, &out->person, key, a, &out->names);
        break;
    case GEN_COMPANY:
    case GEN_ORGANIZATION:
    case GEN_LEGAL_ENTITY:
        gen_org_names(l->w, gen_org_culture(l->w, key), key, a, &out->names);
        out->number = pattern_number("AA99999999", key, a);
        break;
    case GEN_VESSEL_ENTITY:
        gen_vessel_names(l->w, key, a, &out->names);
        out->number = imo_number(key, a);
        break;
    case GEN_WALLET: out->number = wallet_key(l->w, key, a); break;
    default: break;
    }
}

/* ---- the changed version ----------------------------------------------------------- */

/* One more alias, one less, or a caption that is another. */
static void change_names(writer *w, gen_subject *s)
{
    gen_rng r = gen_at(w->key, GEN_OF_CHANGE, 1);
    gen_text t = {.n = 0};
    uint32_t what = gen_below(&r, 3);
    if (!s->names.n) return;
    if (what == 0 && s->names.n > 1) {
        s->names.n--;
        return;
    }
    gen_put(&t, s->names.v[0].text);
    if (what == 1) gen_lit(&t, " II");
    else gen_lit(&t, " (new)");
    gen_names_add(&s->names, &t, "alias", w->a);
}

/* ---- schemata ------------------------------------------------------------------------ */

static void props_source(writer *w)
{
    open_prop(w, "sourceUrl");
    for (uint32_t n = gen_between(&w->r, 1, 5); n--;) {
        gen_text t = {.n = 0};
        gen_put(&t, gen_pick(&w->w->common->bags[GEN_SOURCE], &w->r)->alt);
        gen_put_u(&t, gen_below(&w->r, 100000000), 8);
        value(w, gen_text_str(&t));
    }
    close_prop(w);
}

static void props_birth(writer *w, const gen_person *p)
{
    gen_text t = {.n = 0};
    uint32_t how = gen_below(&w->r, 100);
    gen_put_date(&t, p->birth);
    if (how < 5) return;
    open_prop(w, "birthDate");
    if (how < 12) t.n = 4;
    value(w, gen_text_str(&t));
    if (how >= 97) {
        gen_text other = {.n = 0};
        gen_put_date(&other, p->birth + 366);
        value(w, gen_text_str(&other));
    }
    close_prop(w);
}

static void props_parts(writer *w, const gen_person *p)
{
    static const struct {
        char role;
        const char *prop;
    } roles[] = {{'G', "firstName"},
                 {'N', "secondName"},
                 {'M', "middleName"},
                 {'P', "fatherName"},
                 {'S', "lastName"}};
    for (size_t k = 0; k < sizeof roles / sizeof *roles; k++) {
        gen_text t = {.n = 0};
        gen_put_parts(&t, p, roles[k].role);
        prop_text(w, roles[k].prop, &t);
    }
}

static void props_topics(writer *w)
{
    static const struct {
        const char *topic;
        uint32_t share;
    } topics[] = {{"role.pep", 560}, {"sanction", 700},     {"role.rca", 780}, {"crime", 860},
                  {"wanted", 920},   {"crime.terror", 950}, {"poi", 1000}};
    uint32_t x = gen_below(&w->r, 1000), k = 0;
    while (x >= topics[k].share) k++;
    prop(w, "topics", ms_str_z(topics[k].topic));
}

/* What a passport number of `p` looks like on the person. */
static void props_documents(writer *w, const gen_person *p)
{
    prop(w, "passportNumber", p->passport);
    prop(w, "idNumber", p->card);
    if (gen_chance(&w->r, 150)) prop_pattern(w, "taxNumber", "999999999999");
}

static void props_reach(writer *w, const gen_person *p)
{
    gen_text t = {.n = 0};
    if (gen_chance(&w->r, 120)) prop_pattern(w, "phone", "+4479999999");
    if (!gen_chance(&w->r, 150)) return;
    gen_put_parts(&t, p, 'G');
    for (size_t i = 0; i < t.n; i++) {
        bool fits = (t.p[i] | 32) >= 'a' && (t.p[i] | 32) <= 'z';
        t.p[i] = fits ? (char)(t.p[i] | 32) : '-';
    }
    gen_put_u(&t, gen_below(&w->r, 10000), 0);
    gen_lit(&t, "@example.org");
    if (t.p[0] != '-' && t.n > 16) prop_text(w, "email", &t);
}

static void write_person(writer *w, const gen_subject *s)
{
    const gen_person *p = &s->person;
    gen_text place = {.n = 0};
    props_parts(w, p);
    props_birth(w, p);
    prop(w, "gender", p->female ? MS_STR("female") : MS_STR("male"));
    if (gen_chance(&w->r, 700)) prop(w, "nationality", p->country);
    if (gen_chance(&w->r, 600)) prop(w, "citizenship", p->country);
    prop(w, "country", p->country);
    gen_put(&place, gen_pick(&p->culture->bags[GEN_CITY], &w->r)->rom);
    if (gen_chance(&w->r, 550)) prop_text(w, "birthPlace", &place);
    props_topics(w);
    props_sentences(w, "position", p->culture, GEN_POSITION, 4);
    if (gen_chance(&w->r, 300)) props_sentences(w, "education", p->culture, GEN_EDUCATION, 2);
    props_documents(w, p);
    if (gen_chance(&w->r, 350)) prop_address(w, p->culture);
    if (gen_chance(&w->r, 80))
        prop_link(w, "addressEntity", gen_near(w->l, w->i, GEN_ADDRESS, &w->r));
    props_reach(w, p);
    props_notes(w, p->culture, 10);
    props_source(w);
    prop_pick(w, "programId", GEN_PROGRAM);
}

static void write_org(writer *w, const gen_subject *s)
{
    const gen_culture *c = gen_org_culture(w->w, w->key);
    ms_str country = gen_pick(&c->bags[GEN_COUNTRY], &w->r)->rom;
    prop(w, "country", country);
    if (gen_chance(&w->r, 600)) prop(w, "jurisdiction", country);
    prop(w, "registrationNumber", s->number);
    if (gen_chance(&w->r, 400)) prop_day(w, "incorporationDate", 1950, 2024);
    if (gen_chance(&w->r, 300)) prop_pattern(w, "taxNumber", "9999999999");
    if (gen_chance(&w->r, 500)) prop_address(w, c);
    if (gen_chance(&w->r, 80))
        prop_link(w, "addressEntity", gen_near(w->l, w->i, GEN_ADDRESS, &w->r));
    props_topics(w);
    props_notes(w, c, 10);
    props_source(w);
    prop_pick(w, "programId", GEN_PROGRAM);
}

static void write_vessel(writer *w, const gen_subject *s)
{
    prop(w, "imoNumber", s->number);
    prop_pick(w, "type", GEN_VESSEL_TYPE);
    prop_pick(w, "flag", GEN_FLAG);
    if (gen_chance(&w->r, 500)) prop_pick(w, "pastFlags", GEN_FLAG);
    if (gen_chance(&w->r, 700)) prop_pattern(w, "mmsi", "379999999");
    if (gen_chance(&w->r, 400)) prop_pattern(w, "callSign", "AAA99");
    if (gen_chance(&w->r, 600)) prop_day(w, "buildDate", 1978, 2022);
    if (gen_chance(&w->r, 500)) prop_pattern(w, "grossRegisteredTonnage", "19999");
    props_topics(w);
    props_notes(w, gen_culture_draw(w->w, &w->r), 10);
    props_source(w);
}

static void write_wallet(writer *w, const gen_subject *s)
{
    gen_rng r = gen_at(w->key, GEN_OF_FACTS, 2);
    prop(w, "publicKey", s->number);
    prop(w, "currency", gen_pick(&w->w->common->bags[GEN_COIN], &r)->rom);
    prop_link(w, "holder", gen_link(w->l, w->i, 0));
    props_topics(w);
    props_source(w);
}

static void write_post(writer *w, const gen_subject *s)
{
    const gen_culture *c = gen_org_culture(w->w, w->key);
    gen_text t = {.n = 0};
    (void)s;
    put_sentence(&t, w, c, GEN_POSITION);
    gen_lit(&t, " (");
    gen_put(&t, gen_pick(&c->bags[GEN_CITY], &w->r)->rom);
    gen_lit(&t, ")");
    prop_text(w, "name", &t);
    prop(w, "country", gen_pick(&c->bags[GEN_COUNTRY], &w->r)->rom);
    prop(w, "topics", MS_STR("gov.national"));
}

static void write_address(writer *w, const gen_subject *s)
{
    const gen_culture *c = gen_org_culture(w->w, w->key);
    gen_text t = {.n = 0};
    ms_str country;
    (void)s;
    put_address(&t, w, c, &country);
    prop_text(w, "full", &t);
    prop(w, "city", gen_pick(&c->bags[GEN_CITY], &w->r)->rom);
    prop(w, "country", country);
}

static void write_document(writer *w, const gen_subject *s)
{
    uint32_t holder = gen_link(w->l, w->i, 0);
    gen_person p = gen_person_make(w->w, gen_key(w->l, holder), w->a);
    bool passport = s->schema == GEN_PASSPORT_ENTITY;
    ms_str number = passport ? p.passport : p.card;
    prop_link(w, "holder", holder);
    if (number.n) prop(w, "number", number);
    else prop_pattern(w, "number", passport ? "A99999999" : "9999999999");
    prop(w, "country", p.country);
    prop(w, "type", passport ? MS_STR("Passport") : MS_STR("National identity card"));
    prop_day(w, "startDate", 2000, 2024);
    if (gen_chance(&w->r, 600)) prop_day(w, "endDate", 2025, 2034);
}

static void write_sanction(writer *w, const gen_subject *s)
{
    const gen_row *source = gen_pick(&w->w->common->bags[GEN_SOURCE], &w->r);
    gen_text t = {.n = 0};
    (void)s;
    prop_link(w, "entity", gen_link(w->l, w->i, 0));
    prop(w, "authority", source->orig);
    prop_pick(w, "programId", GEN_PROGRAM);
    prop(w, "program", source->orig);
    prop_day(w, "listingDate", 2001, 2025);
    put_sentence(&t, w, gen_culture_draw(w->w, &w->r), GEN_REASON);
    prop_text(w, "reason", &t);
    props_source(w);
}

/* Relations between two others. */
static const struct {
    gen_schema schema;
    const char *from, *to, *what;
    gen_kind kind;
} edges[] = {
    {GEN_OWNERSHIP, "owner", "asset", "role", GEN_ROLE},
    {GEN_DIRECTORSHIP, "director", "organization", "role", GEN_ROLE},
    {GEN_FAMILY_EDGE, "person", "relative", "relationship", GEN_RELATION},
    {GEN_OCCUPANCY, "holder", "post", NULL, GEN_ROLE},
};

static void write_edge(writer *w, const gen_subject *s)
{
    size_t k = 0;
    while (edges[k].schema != s->schema) k++;
    prop_link(w, edges[k].from, gen_link(w->l, w->i, 0));
    prop_link(w, edges[k].to, gen_link(w->l, w->i, 1));
    if (edges[k].what) prop_pick(w, edges[k].what, edges[k].kind);
    if (s->schema == GEN_OWNERSHIP) prop_pattern(w, "percentage", "99");
    if (gen_chance(&w->r, 500)) prop_day(w, "startDate", 1995, 2024);
    if (gen_chance(&w->r, 200)) prop_day(w, "endDate", 2025, 2026);
    props_source(w);
}

/* ---- around the properties -------------------------------------------------------- */

static void put_caption(gen_text *t, const gen_subject *s)
{
    if (s->names.n) gen_put(t, s->names.v[0].text);
    else if (s->number.n) gen_put(t, s->number);
    else gen_put(t, ms_str_z(gen_schema_name(s->schema)));
}

static void member(ms_out *o, const char *name, const gen_text *t)
{
    ms_out_char(o, ',');
    ms_out_json(o, ms_str_z(name));
    ms_out_char(o, ':');
    ms_out_json(o, gen_text_str(t));
}

static void write_times(writer *w)
{
    gen_text first = {.n = 0}, change = {.n = 0};
    put_day(&first, &w->r, 2021, 2024);
    put_day(&change, &w->r, 2025, 2025);
    gen_lit(&first, "T04:18:02");
    gen_lit(&change, "T06:40:11");
    if (w->changed) {
        change.n = 0;
        gen_lit(&change, "2026-03-02T06:40:11");
    }
    member(w->o, "first_seen", &first);
    member(w->o, "last_seen", &change);
    member(w->o, "last_change", &change);
}

static void write_tail(writer *w, gen_schema s)
{
    uint32_t n = gen_between(&w->r, 1, 3);
    ms_out_lit(w->o, "},\"referents\":[");
    for (uint32_t k = 0; k < n; k++) {
        gen_text t = {.n = 0};
        gen_put(&t, gen_pick(&w->w->common->bags[GEN_SOURCE], &w->r)->rom);
        gen_lit(&t, "-");
        gen_put_u(&t, gen_below(&w->r, 1000000000), 9);
        if (k) ms_out_char(w->o, ',');
        ms_out_json(w->o, gen_text_str(&t));
    }
    ms_out_lit(w->o, "],\"datasets\":[");
    n = gen_between(&w->r, 1, 3);
    for (uint32_t k = 0; k < n; k++) {
        if (k) ms_out_char(w->o, ',');
        ms_out_json(w->o, gen_pick(&w->w->common->bags[GEN_SOURCE], &w->r)->rom);
    }
    ms_out_lit(w->o, "]");
    write_times(w);
    ms_out_lit(w->o, ",\"target\":");
    ms_out_raw(w->o, gen_screened(s) ? MS_STR("true}") : MS_STR("false}"));
}

typedef void write_fn(writer *w, const gen_subject *s);

static write_fn *const writers[GEN_SCHEMATA] = {
    [GEN_PERSON] = write_person,
    [GEN_COMPANY] = write_org,
    [GEN_ORGANIZATION] = write_org,
    [GEN_LEGAL_ENTITY] = write_org,
    [GEN_VESSEL_ENTITY] = write_vessel,
    [GEN_WALLET] = write_wallet,
    [GEN_POST] = write_post,
    [GEN_ADDRESS] = write_address,
    [GEN_PASSPORT_ENTITY] = write_document,
    [GEN_IDENTIFICATION] = write_document,
    [GEN_SANCTION] = write_sanction,
    [GEN_OWNERSHIP] = write_edge,
    [GEN_DIRECTORSHIP] = write_edge,
    [GEN_FAMILY_EDGE] = write_edge,
    [GEN_OCCUPANCY] = write_edge,
};

void gen_entity_write(const gen_list *l, uint32_t i, bool changed, ms_arena *a, ms_out *o,
                      gen_names *seen)
{
    uint64_t key = gen_key(l, i);
    writer w = {.l = l, .w = l->w, .i = i, .key = key, .changed = changed, .a = a, .o = o};
    gen_subject s;
    gen_text id = {.n = 0}, caption = {.n = 0}, schema = {.n = 0}, modified = {.n = 0};
    w.r = gen_at(key, GEN_OF_TEXT, 0);
    gen_subject_make(l, i, a, &s);
    if (changed) change_names(&w, &s);
    gen_put_id(&id, l, i);
    put_caption(&caption, &s);
    gen_put(&schema, ms_str_z(gen_schema_name(s.schema)));
    ms_out_lit(o, "{\"id\":");
    ms_out_json(o, gen_text_str(&id));
    member(o, "caption", &caption);
    member(o, "schema", &schema);
    ms_out_lit(o, ",\"properties\":{");
    props_names(&w, &s.names);
    writers[s.schema](&w, &s);
    gen_put_date(&modified,
                 gen_day(2026, 3, 2) - (changed ? 0 : (int32_t)gen_below(&w.r, 900)));
    prop_text(&w, "modifiedAt", &modified);
    write_tail(&w, s.schema);
    if (seen) *seen = s.names;
}
