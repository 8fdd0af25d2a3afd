#include "gen_entity.h"

#include "gen_writer.h"

/* ---- subjects ------------------------------------------------------------------- */

/* Seven digits, the last one the sum of the others by 7..2 (IMO resolution A.1117(30)).
 * Of 490,000 ships no two have the same: the step is prime to that number. */
static ms_str imo_number(const gen_list *l, uint32_t i, ms_arena *a)
{
    uint64_t at = gen_at(l->seed, GEN_OF_FACTS, 0).s % 490000 + gen_ordinal(i) * 104729ull;
    uint32_t number = (uint32_t)(510000 + at % 490000), sum = 0, rest = number;
    for (uint32_t by = 2; by <= 7; by++, rest /= 10) sum += rest % 10 * by;
    gen_text t = {.n = 0};
    gen_lit(&t, "IMO");
    gen_put_u(&t, number, 6);
    gen_put_u(&t, sum % 10, 1);
    return gen_text_keep(&t, a);
}

static ms_str pattern_number(const char *pattern, uint64_t key, ms_arena *a)
{
    ms_chance r = gen_at(key, GEN_OF_FACTS, 2);
    gen_text t = {.n = 0};
    gen_put_pattern(&t, ms_str_z(pattern), &r);
    return gen_text_keep(&t, a);
}

static ms_str wallet_key(const gen_world *w, uint64_t key, ms_arena *a)
{
    ms_chance r = gen_at(key, GEN_OF_FACTS, 2);
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
        out->number = imo_number(l, i, a);
        break;
    case GEN_WALLET: out->number = wallet_key(l->w, key, a); break;
    default: break;
    }
}

/* ---- the changed version ----------------------------------------------------------- */

/* One more alias, one less, or a caption that is another. */
static void change_names(gen_writer *w, gen_subject *s)
{
    ms_chance r = gen_at(w->key, GEN_OF_CHANGE, 1);
    gen_text t = {.n = 0};
    uint32_t what = ms_chance_below(&r, 3);
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

static void props_source(gen_writer *w)
{
    gen_open_prop(w, "sourceUrl");
    for (uint32_t n = ms_chance_between(&w->r, 1, 5); n--;) {
        gen_text t = {.n = 0};
        gen_put(&t, gen_pick(&w->w->common->bags[GEN_SOURCE], &w->r)->alt);
        gen_put_u(&t, ms_chance_below(&w->r, 100000000), 8);
        gen_value(w, gen_text_str(&t));
    }
    gen_close_prop(w);
}

static void props_birth(gen_writer *w, const gen_person *p)
{
    gen_text t = {.n = 0};
    uint32_t how = ms_chance_below(&w->r, 100);
    gen_put_date(&t, p->birth);
    if (how < 5) return;
    gen_open_prop(w, "birthDate");
    if (how < 12) t.n = 4;
    gen_value(w, gen_text_str(&t));
    if (how >= 97) {
        gen_text other = {.n = 0};
        gen_put_date(&other, p->birth + 366);
        gen_value(w, gen_text_str(&other));
    }
    gen_close_prop(w);
}

static void props_parts(gen_writer *w, const gen_person *p)
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
        gen_prop_text(w, roles[k].prop, &t);
    }
}

static void props_topics(gen_writer *w)
{
    static const struct {
        const char *topic;
        uint32_t share;
    } topics[] = {{"role.pep", 560}, {"sanction", 700},     {"role.rca", 780}, {"crime", 860},
                  {"wanted", 920},   {"crime.terror", 950}, {"poi", 1000}};
    uint32_t x = ms_chance_below(&w->r, 1000), k = 0;
    while (x >= topics[k].share) k++;
    gen_prop(w, "topics", ms_str_z(topics[k].topic));
}

/* What a passport number of `p` looks like on the person. */
static void props_documents(gen_writer *w, const gen_person *p)
{
    gen_prop(w, "passportNumber", p->passport);
    gen_prop(w, "idNumber", p->card);
    if (ms_chance_in(&w->r, 150)) gen_prop_pattern(w, "taxNumber", "999999999999");
}

static void props_reach(gen_writer *w, const gen_person *p)
{
    gen_text t = {.n = 0};
    if (ms_chance_in(&w->r, 120)) gen_prop_pattern(w, "phone", "+4479999999");
    if (!ms_chance_in(&w->r, 150)) return;
    gen_put_parts(&t, p, 'G');
    for (size_t i = 0; i < t.n; i++) {
        bool fits = (t.p[i] | 32) >= 'a' && (t.p[i] | 32) <= 'z';
        t.p[i] = fits ? (char)(t.p[i] | 32) : '-';
    }
    gen_put_u(&t, ms_chance_below(&w->r, 10000), 0);
    gen_lit(&t, "@example.org");
    if (t.p[0] != '-' && t.n > 16) gen_prop_text(w, "email", &t);
}

static void write_person(gen_writer *w, const gen_subject *s)
{
    const gen_person *p = &s->person;
    gen_text place = {.n = 0};
    props_parts(w, p);
    props_birth(w, p);
    gen_prop(w, "gender", p->female ? MS_STR("female") : MS_STR("male"));
    if (ms_chance_in(&w->r, 700)) gen_prop(w, "nationality", p->country);
    if (ms_chance_in(&w->r, 600)) gen_prop(w, "citizenship", p->country);
    gen_prop(w, "country", p->country);
    gen_put(&place, gen_pick(&p->culture->bags[GEN_CITY], &w->r)->rom);
    if (ms_chance_in(&w->r, 550)) gen_prop_text(w, "birthPlace", &place);
    props_topics(w);
    gen_prop_sentences(w, "position", p->culture, GEN_POSITION, 4);
    if (ms_chance_in(&w->r, 300))
        gen_prop_sentences(w, "education", p->culture, GEN_EDUCATION, 2);
    props_documents(w, p);
    if (ms_chance_in(&w->r, 350)) gen_prop_address(w, p->culture);
    if (ms_chance_in(&w->r, 80))
        gen_prop_link(w, "addressEntity", gen_near(w->l, w->i, GEN_ADDRESS, &w->r));
    props_reach(w, p);
    gen_prop_notes(w, p->culture, 10);
    props_source(w);
    gen_prop_pick(w, "programId", GEN_PROGRAM);
}

static void write_org(gen_writer *w, const gen_subject *s)
{
    const gen_culture *c = gen_org_culture(w->w, w->key);
    ms_str country = gen_pick(&c->bags[GEN_COUNTRY], &w->r)->rom;
    gen_prop(w, "country", country);
    if (ms_chance_in(&w->r, 600)) gen_prop(w, "jurisdiction", country);
    gen_prop(w, "registrationNumber", s->number);
    if (ms_chance_in(&w->r, 400)) gen_prop_day(w, "incorporationDate", 1950, 2024);
    if (ms_chance_in(&w->r, 300)) gen_prop_pattern(w, "taxNumber", "9999999999");
    if (ms_chance_in(&w->r, 500)) gen_prop_address(w, c);
    if (ms_chance_in(&w->r, 80))
        gen_prop_link(w, "addressEntity", gen_near(w->l, w->i, GEN_ADDRESS, &w->r));
    props_topics(w);
    gen_prop_notes(w, c, 10);
    props_source(w);
    gen_prop_pick(w, "programId", GEN_PROGRAM);
}

static void write_vessel(gen_writer *w, const gen_subject *s)
{
    gen_prop(w, "imoNumber", s->number);
    gen_prop_pick(w, "type", GEN_VESSEL_TYPE);
    gen_prop_pick(w, "flag", GEN_FLAG);
    if (ms_chance_in(&w->r, 500)) gen_prop_pick(w, "pastFlags", GEN_FLAG);
    if (ms_chance_in(&w->r, 700)) gen_prop_pattern(w, "mmsi", "379999999");
    if (ms_chance_in(&w->r, 400)) gen_prop_pattern(w, "callSign", "AAA99");
    if (ms_chance_in(&w->r, 600)) gen_prop_day(w, "buildDate", 1978, 2022);
    if (ms_chance_in(&w->r, 500)) gen_prop_pattern(w, "grossRegisteredTonnage", "19999");
    props_topics(w);
    gen_prop_notes(w, gen_culture_draw(w->w, &w->r), 10);
    props_source(w);
}

static void write_wallet(gen_writer *w, const gen_subject *s)
{
    ms_chance r = gen_at(w->key, GEN_OF_FACTS, 2);
    gen_prop(w, "publicKey", s->number);
    gen_prop(w, "currency", gen_pick(&w->w->common->bags[GEN_COIN], &r)->rom);
    gen_prop_link(w, "holder", gen_link(w->l, w->i, 0));
    props_topics(w);
    props_source(w);
}

static void write_post(gen_writer *w, const gen_subject *s)
{
    const gen_culture *c = gen_org_culture(w->w, w->key);
    gen_text t = {.n = 0};
    (void)s;
    gen_put_sentence(&t, w, c, GEN_POSITION);
    gen_lit(&t, " (");
    gen_put(&t, gen_pick(&c->bags[GEN_CITY], &w->r)->rom);
    gen_lit(&t, ")");
    gen_prop_text(w, "name", &t);
    gen_prop(w, "country", gen_pick(&c->bags[GEN_COUNTRY], &w->r)->rom);
    gen_prop(w, "topics", MS_STR("gov.national"));
}

static void write_address(gen_writer *w, const gen_subject *s)
{
    const gen_culture *c = gen_org_culture(w->w, w->key);
    gen_text t = {.n = 0};
    ms_str country;
    (void)s;
    gen_put_address(&t, w, c, &country);
    gen_prop_text(w, "full", &t);
    gen_prop(w, "city", gen_pick(&c->bags[GEN_CITY], &w->r)->rom);
    gen_prop(w, "country", country);
}

static void write_document(gen_writer *w, const gen_subject *s)
{
    uint32_t holder = gen_link(w->l, w->i, 0);
    gen_person p = gen_person_make(w->w, gen_key(w->l, holder), w->a);
    bool passport = s->schema == GEN_PASSPORT_ENTITY;
    ms_str number = passport ? p.passport : p.card;
    gen_prop_link(w, "holder", holder);
    if (number.n) gen_prop(w, "number", number);
    else gen_prop_pattern(w, "number", passport ? "A99999999" : "9999999999");
    gen_prop(w, "country", p.country);
    gen_prop(w, "type", passport ? MS_STR("Passport") : MS_STR("National identity card"));
    gen_prop_day(w, "startDate", 2000, 2024);
    if (ms_chance_in(&w->r, 600)) gen_prop_day(w, "endDate", 2025, 2034);
}

static void write_sanction(gen_writer *w, const gen_subject *s)
{
    const gen_row *source = gen_pick(&w->w->common->bags[GEN_SOURCE], &w->r);
    gen_text t = {.n = 0};
    (void)s;
    gen_prop_link(w, "entity", gen_link(w->l, w->i, 0));
    gen_prop(w, "authority", source->orig);
    gen_prop_pick(w, "programId", GEN_PROGRAM);
    gen_prop(w, "program", source->orig);
    gen_prop_day(w, "listingDate", 2001, 2025);
    gen_put_sentence(&t, w, gen_culture_draw(w->w, &w->r), GEN_REASON);
    gen_prop_text(w, "reason", &t);
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

static void write_edge(gen_writer *w, const gen_subject *s)
{
    size_t k = 0;
    while (edges[k].schema != s->schema) k++;
    gen_prop_link(w, edges[k].from, gen_link(w->l, w->i, 0));
    gen_prop_link(w, edges[k].to, gen_link(w->l, w->i, 1));
    if (edges[k].what) gen_prop_pick(w, edges[k].what, edges[k].kind);
    if (s->schema == GEN_OWNERSHIP) gen_prop_pattern(w, "percentage", "99");
    if (ms_chance_in(&w->r, 500)) gen_prop_day(w, "startDate", 1995, 2024);
    if (ms_chance_in(&w->r, 200)) gen_prop_day(w, "endDate", 2025, 2026);
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

static void write_times(gen_writer *w)
{
    gen_text first = {.n = 0}, change = {.n = 0};
    gen_put_day(&first, &w->r, 2021, 2024);
    gen_put_day(&change, &w->r, 2025, 2025);
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

static void write_tail(gen_writer *w, gen_schema s)
{
    uint32_t n = ms_chance_between(&w->r, 1, 3);
    ms_out_lit(w->o, "},\"referents\":[");
    for (uint32_t k = 0; k < n; k++) {
        gen_text t = {.n = 0};
        gen_put(&t, gen_pick(&w->w->common->bags[GEN_SOURCE], &w->r)->rom);
        gen_lit(&t, "-");
        gen_put_u(&t, ms_chance_below(&w->r, 1000000000), 9);
        if (k) ms_out_char(w->o, ',');
        ms_out_json(w->o, gen_text_str(&t));
    }
    ms_out_lit(w->o, "],\"datasets\":[");
    n = ms_chance_between(&w->r, 1, 3);
    for (uint32_t k = 0; k < n; k++) {
        if (k) ms_out_char(w->o, ',');
        ms_out_json(w->o, gen_pick(&w->w->common->bags[GEN_SOURCE], &w->r)->rom);
    }
    ms_out_lit(w->o, "]");
    write_times(w);
    ms_out_lit(w->o, ",\"target\":");
    ms_out_raw(w->o, gen_screened(s) ? MS_STR("true}") : MS_STR("false}"));
}

typedef void write_fn(gen_writer *w, const gen_subject *s);

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
    gen_writer w = {.l = l, .w = l->w, .i = i, .key = key, .changed = changed, .a = a, .o = o};
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
    gen_prop_names(&w, &s.names);
    writers[s.schema](&w, &s);
    gen_put_date(&modified,
                 gen_day(2026, 3, 2) - (changed ? 0 : (int32_t)ms_chance_below(&w.r, 900)));
    gen_prop_text(&w, "modifiedAt", &modified);
    write_tail(&w, s.schema);
    if (seen) *seen = s.names;
}
