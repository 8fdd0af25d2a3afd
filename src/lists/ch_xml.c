/* The sanctions list of Switzerland's State Secretariat for Economic Affairs (SECO), XML
 * (swiss-sanctions-list.xsd): programmes, targets, and behind them the places that targets
 * refer to.  A target's modifications hold what it was before, as whole targets. */
#include <string.h>

#include "lists/ch_facts.h"
#include "lists/refs.h"

static const char *const records[] = {"target", "sanctions-program", "place", "!modification",
                                      "!added", "!removed",          NULL};

/* Bytes of targets that wait; places have the rest. */
enum { HELD_MAX = MS_REFS_MAX / 8 * 7 };

/* A target that has to wait for its places. */
typedef struct held {
    ms_xml_node *n;
    struct held *next;
} held;

typedef struct swiss {
    ms_reader *r;
    ms_refs refs; /* sets of sanctions, places */
    held *first, *last;
} swiss;

/* What a set of sanctions belongs to. */
typedef struct programme {
    ms_str key, law, origin;
} programme;

static bool is(ms_str s, const char *z)
{
    return ms_str_eq(s, ms_str_z(z));
}

static ms_str text(ms_xml_node *n)
{
    if (n) n->used = true;
    return n ? n->text : MS_STR("");
}

/* Whether `n` says whom a target is about. */
static bool is_subject(const ms_xml_node *n)
{
    return is(n->name, "individual") || is(n->name, "entity") || is(n->name, "object");
}

/* The English one of the children called `name`, or else the first. */
static ms_str english(ms_xml_node *n, const char *name)
{
    for (ms_xml_node *c = NULL; (c = ms_xml_child(n, name, c));)
        if (is(ms_xml_take(c, "@lang"), "eng")) return text(c);
    return ms_xml_take(n, name);
}

/* ---- programmes and places -------------------------------------------- */

static ms_rc keep_set(ms_refs *t, ms_xml_node *set, const programme *p)
{
    ms_str id = ms_xml_take(set, "@ssid"), what = text(set);
    bool eng = is(ms_xml_take(set, "@lang"), "eng");
    if (ms_refs_get(t, "set", id) && !eng) return MS_OK;
    programme *k = ms_arena_alloc(t->a, sizeof *k);
    if (!k) return MS_ENOMEM;
    *k = *p;
    if (what.n)
        k->law = p->law.n ? ms_arena_strf(t->a, "%.*s: %.*s", MS_FMT(p->law), MS_FMT(what))
                          : ms_arena_str(t->a, what);
    return k->law.p ? ms_refs_put(t, "set", id, k) : MS_ENOMEM;
}

static ms_rc keep_programme(swiss *v, ms_xml_node *n)
{
    ms_arena *a = v->refs.a;
    programme p = {ms_arena_str(a, english(n, "program-key")),
                   ms_arena_str(a, english(n, "program-name")),
                   ms_arena_str(a, ms_xml_take(n, "origin"))};
    if (!p.key.p || !p.law.p || !p.origin.p) return MS_ENOMEM;
    ms_rc rc = MS_OK;
    for (ms_xml_node *s = NULL; !rc && (s = ms_xml_child(n, "sanctions-set", s));)
        rc = keep_set(&v->refs, s, &p);
    ms_xml_use(n);
    return rc;
}

static ms_rc keep_place(swiss *v, ms_xml_node *n)
{
    static const char *const known[] = {"location", "location-variant", "area", "area-variant",
                                        "country"};
    const ms_xml_node *id = ms_xml_child(n, "@ssid", NULL);
    ms_xml_node *kept = ms_xml_copy(v->refs.a, n);
    ms_rc rc =
        kept ? ms_refs_put(&v->refs, "place", id ? id->text : MS_STR(""), kept) : MS_ENOMEM;
    ms_xml_take(n, "@ssid");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        for (ms_xml_node *c = NULL; (c = ms_xml_child(n, known[i], c));) ms_xml_use(c);
    return rc ? rc : ms_xml_unmapped(v->r, n, MS_STR(""));
}

/* ---- the facts of an identity ------------------------------------------ */

/* The place that `n` refers to, or `n` itself, which may say it. */
static ms_xml_node *place_of(const swiss *v, ms_xml_node *n)
{
    const ms_xml_node *id = ms_xml_child(n, "@place-id", NULL);
    ms_xml_node *place = id ? ms_refs_get(&v->refs, "place", id->text) : NULL;
    if (place) ms_xml_take(n, "@place-id");
    return place ? place : n;
}

/* A country's code, or else its name. */
static ms_str country_code(ms_entry *x, ms_xml_node *n)
{
    ms_xml_node *c = ms_xml_child(n, "country", NULL);
    ms_str name = ms_entry_clean(x, text(c)), code = c ? ms_xml_take(c, "@iso-code") : name;
    return code.n ? code : name;
}

static ms_str full_place(ms_entry *x, ms_xml_node *p)
{
    ms_str all =
        ms_entry_join(x, ms_entry_take(x, p, "location"), ", ", ms_entry_take(x, p, "area"));
    ms_str name = ms_entry_take(x, p, "country");
    return ms_entry_join(x, all, ", ", name.n ? name : country_code(x, p));
}

static void each(ms_entry *x, ms_entity *e, ms_xml_node *n, const char *child, const char *prop)
{
    for (ms_xml_node *c = NULL; (c = ms_xml_child(n, child, c));)
        ms_entry_add_to(x, e, prop, ms_entry_clean(x, text(c)));
}

/* Remarks stand under one of two names. */
static ms_str remark(ms_entry *x, ms_xml_node *n)
{
    return ms_entry_join(x, ms_entry_take(x, n, "remark"), "; ",
                         ms_entry_take(x, n, "remarks"));
}

static void add_birth_date(ms_entry *x, ms_xml_node *n)
{
    ms_str year = ms_entry_take(x, n, "@year"), month = ms_entry_take(x, n, "@month");
    ms_str day = ms_entry_take(x, n, "@day"), calendar = ms_entry_take(x, n, "@calendar");
    bool low = is(ms_xml_take(n, "@quality"), "low");
    const char *zero[2] = {month.n == 1 ? "0" : "", day.n == 1 ? "0" : ""};
    if (is(calendar, "Gregorian")) calendar = MS_STR("");
    ms_str date = year;
    if (month.n && (year.n || day.n))
        date = ms_entry_f(x, "%.*s-%s%.*s", MS_FMT(year.n ? year : MS_STR("-")), zero[0],
                          MS_FMT(month));
    if (month.n && day.n)
        date = ms_entry_f(x, "%.*s-%s%.*s", MS_FMT(date), zero[1], MS_FMT(day));
    bool person = ms_schema_prop(x->e.schema, MS_STR("birthDate")) != NULL;
    const char *own =
        ms_schema_prop(x->e.schema, MS_STR("buildDate")) ? "buildDate" : "incorporationDate";
    if (calendar.n || !year.n) ms_entry_note(x, person ? "Birth date" : "Date", calendar, date);
    else if (person) ms_entry_birth(x, date);
    else ms_entry_add_or_note(x, own, "Date", date);
    if (low) ms_entry_note(x, person ? "Birth date" : "Date", date, MS_STR("low quality"));
}

static void add_birth_place(swiss *v, ms_entry *x, ms_xml_node *n)
{
    ms_xml_node *p = place_of(v, n);
    ms_str where =
        ms_entry_join(x, ms_entry_take(x, p, "location"), ", ", ms_entry_take(x, p, "area"));
    ms_entry_add_or_note(x, "birthPlace", "Birth place", where);
    for (ms_xml_node *c = NULL; (c = ms_xml_child(p, "location-variant", c));)
        ms_entry_add_or_note(x, "birthPlace", "Birth place", ms_entry_clean(x, text(c)));
    for (ms_xml_node *c = NULL; (c = ms_xml_child(p, "area-variant", c));)
        ms_entry_add_or_note(x, "birthPlace", "Birth place", ms_entry_clean(x, text(c)));
    ms_entry_add_or_note(x, "birthCountry", "Birth country", country_code(x, p));
    if (is(ms_xml_take(n, "@quality"), "low"))
        ms_entry_note(x, "Birth place", where, MS_STR("low quality"));
}

/* What is said of an address beside where it is. */
static ms_str about_address(ms_entry *x, ms_xml_node *n)
{
    ms_str about = remark(x, n);
    if (is(ms_xml_take(n, "@quality"), "low"))
        about = ms_entry_join(x, about, "; ", MS_STR("low quality"));
    if (is(ms_xml_take(n, "@current"), "false"))
        about = ms_entry_join(x, about, "; ", MS_STR("not current"));
    return about;
}

static void add_address(swiss *v, ms_entry *x, ms_xml_node *n)
{
    ms_xml_node *p = place_of(v, n);
    ms_str care = ms_entry_take(x, n, "c-o"), street = ms_entry_take(x, n, "address-details");
    ms_str box = ms_entry_take(x, n, "p-o-box"), zip = ms_entry_take(x, n, "zip-code");
    ms_str about = about_address(x, n), full = full_place(x, p);
    if (care.n) care = ms_entry_f(x, "c/o %.*s", MS_FMT(care));
    bool bare = box.n && box.p[0] >= '0' && box.p[0] <= '9';
    ms_str said = bare ? ms_entry_f(x, "P.O. Box %.*s", MS_FMT(box)) : box;
    full = ms_entry_join(x, zip, " ", full);
    full = ms_entry_join(x, ms_entry_join(x, street, ", ", said), ", ", full);
    full = ms_entry_join(x, care, ", ", full);
    if (!full.n) {
        ms_entry_note(x, "Address", MS_STR(""), about);
        return;
    }
    ms_entity *e = ms_entry_address(x, full, country_code(x, p));
    ms_entry_add_to(x, e, "street", street);
    ms_entry_add_to(x, e, "postOfficeBox", box);
    ms_entry_add_to(x, e, "postalCode", zip);
    each(x, e, p, "location", "city");
    each(x, e, p, "location-variant", "city");
    each(x, e, p, "area", "region");
    each(x, e, p, "area-variant", "region");
    ms_entry_add_to(x, e, "remarks", ms_entry_join(x, care, "; ", about));
}

static void add_document(swiss *v, ms_entry *x, ms_xml_node *n)
{
    ms_str type = ms_entry_take(x, n, "@document-type"), no = ms_entry_take(x, n, "number");
    ms_xml_node *issuer = ms_xml_child(n, "issuer", NULL);
    ms_xml_node *place = ms_xml_child(n, "place-of-issue", NULL);
    ms_str code = issuer ? ms_xml_take(issuer, "@code") : MS_STR(""), about = remark(x, n);
    bool passport = is(type, "passport") || is(type, "diplomatic-passport");
    bool person = ms_schema_prop(x->e.schema, MS_STR("birthDate")) != NULL;
    ms_entry_add_or_note(x,
                         !person    ? "registrationNumber"
                         : passport ? "passportNumber"
                                    : "idNumber",
                         "Number", no);
    if (!ms_schema_prop(x->e.schema, MS_STR("jurisdiction"))) return; /* no holder */
    ms_entity *doc = ms_entry_satellite(
        x, "doc", false, passport ? "Passport" : "Identification", "holder", NULL);
    ms_entry_add_to(x, doc, "number", no);
    ms_entry_add_to(x, doc, "type", type);
    ms_entry_add_to(x, doc, "country", code.n ? code : ms_entry_clean(x, text(issuer)));
    if (issuer) issuer->used = true;
    ms_entry_add_to(x, doc, "startDate", ms_entry_take(x, n, "date-of-issue"));
    ms_entry_add_to(x, doc, "endDate", ms_entry_take(x, n, "expiry-date"));
    ms_entry_add_to(x, doc, "authority",
                    place ? full_place(x, place_of(v, place)) : MS_STR(""));
    ms_entry_add_to(x, doc, "summary", about);
}

static void add_nationality(ms_entry *x, ms_xml_node *n)
{
    bool person = ms_schema_prop(x->e.schema, MS_STR("nationality")) != NULL;
    ms_entry_add(x, person ? "nationality" : "country", country_code(x, n));
}

static void add_identity(swiss *v, ms_entry *x, ms_xml_node *n, const ms_xml_node *main)
{
    for (ms_xml_node *c = n->child; c && !x->rc; c = c->next) {
        x->at = c->at;
        if (is(c->name, "name")) ms_ch_name(x, c, c == main);
        else if (is(c->name, "nationality")) add_nationality(x, c);
        else if (is(c->name, "day-month-year")) add_birth_date(x, c);
        else if (is(c->name, "place-of-birth")) add_birth_place(v, x, c);
        else if (is(c->name, "address")) add_address(v, x, c);
        else if (is(c->name, "identification-document")) add_document(v, x, c);
    }
    ms_xml_take(n, "@main");
}

/* The target's name: the first primary one of the main identity, or else the first. */
static const ms_xml_node *main_name(const ms_xml_node *subject)
{
    const ms_xml_node *found = NULL;
    unsigned best = 0;
    for (ms_xml_node *i = NULL; (i = ms_xml_child(subject, "identity", i));) {
        const ms_xml_node *main = ms_xml_child(i, "@main", NULL);
        unsigned rank = main && is(main->text, "true") ? 2 : 0;
        for (ms_xml_node *n = NULL; (n = ms_xml_child(i, "name", n));) {
            const ms_xml_node *type = ms_xml_child(n, "@name-type", NULL);
            unsigned mine = 1 + rank + (type && is(type->text, "primary-name"));
            if (mine > best) best = mine, found = n;
        }
    }
    return found;
}

/* ---- the sanction ------------------------------------------------------ */

/* The day of a modification: that of its effect, or else an earlier one. */
static ms_str day_of(ms_xml_node *m)
{
    static const char *const days[] = {"@effective-date", "@publication-date",
                                       "@enactment-date"};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        const ms_xml_node *day = ms_xml_child(m, days[i], NULL);
        if (day && day->text.n) return day->text;
    }
    return MS_STR("");
}

/* Whether the last modification took the target off the list; of those of one day the
 * first counts, since the file has the newest first. */
static bool is_delisted(const ms_xml_node *target)
{
    ms_xml_node *last = NULL;
    for (ms_xml_node *m = NULL; (m = ms_xml_child(target, "modification", m));)
        if (!last || ms_str_cmp(day_of(m), day_of(last)) > 0) last = m;
    const ms_xml_node *type = last ? ms_xml_child(last, "@modification-type", NULL) : NULL;
    return type && (is(type->text, "de-listed") || is(type->text, "delisted"));
}

static void add_modification(ms_entry *x, ms_entity *s, ms_xml_node *m, bool delisted)
{
    const ms_xml_node *kind = ms_xml_child(m, "@modification-type", NULL);
    ms_str type = kind ? kind->text : MS_STR(""), day = day_of(m);
    bool listed = is(type, "listed"), off = is(type, "de-listed") || is(type, "delisted");
    if (!listed && !off && !is(type, "amended")) return;
    ms_str published = ms_xml_take(m, "@publication-date");
    ms_str enacted = ms_xml_take(m, "@enactment-date"),
           from = ms_xml_take(m, "@effective-date");
    ms_xml_take(m, "@modification-type");
    if (listed) {
        ms_entry_add_to(x, s, "listingDate", published);
        ms_entry_add_to(x, s, "listingDate", enacted);
        ms_entry_add_to(x, s, "startDate", from);
    } else if (!off) ms_entry_add_to(x, s, "modifiedAt", day);
    else if (delisted) ms_entry_add_to(x, s, "endDate", day);
    else
        ms_entry_add_to(x, s, "summary",
                        ms_entry_f(x, "De-listed %.*s, listed again later", MS_FMT(day)));
}

static void add_set(swiss *v, ms_entry *x, ms_entity *s, ms_xml_node *id)
{
    const programme *p = id ? ms_refs_get(&v->refs, "set", id->text) : NULL;
    if (!p) return; /* and the number counts as unmapped */
    id->used = true;
    ms_entry_add_to(x, s, "program", ms_entry_clean(x, p->key));
    ms_entry_add_to(x, s, "provisions", ms_entry_clean(x, p->law));
    if (p->origin.n)
        ms_entry_add_to(x, s, "summary", ms_entry_f(x, "Origin: %.*s", MS_FMT(p->origin)));
}

/* The number of the list that Switzerland follows: "QDi.001" is the UN's. */
static void add_foreign(ms_entry *x, ms_entity *s, ms_str id)
{
    const char *dot = id.n > 4 ? memchr(id.p, '.', id.n) : NULL;
    bool un = dot == id.p + 3 && (id.p[2] == 'i' || id.p[2] == 'e');
    if (un) ms_entry_add_to(x, s, "unscId", id);
    else if (id.n)
        ms_entry_add_to(x, s, "summary", ms_entry_f(x, "Foreign identifier %.*s", MS_FMT(id)));
}

static void add_sanction(swiss *v, ms_entry *x, ms_xml_node *n)
{
    bool delisted = is_delisted(n);
    ms_entity *s = ms_entry_sanction(x, "State Secretariat for Economic Affairs");
    ms_entry_add_to(x, s, "authorityId", ms_xml_take(n, "@ssid"));
    ms_entry_add_to(x, s, "country", MS_STR("ch"));
    if (!delisted) ms_entry_add(x, "topics", MS_STR("sanction"));
    add_set(v, x, s, ms_xml_child(n, "@sanctions-set-id", NULL));
    for (ms_xml_node *c = n->child; c && !x->rc; c = c->next) {
        x->at = c->at;
        if (is(c->name, "sanctions-set-id")) add_set(v, x, s, c);
        else if (is(c->name, "foreign-identifier"))
            add_foreign(x, s, ms_entry_clean(x, text(c)));
        else if (is(c->name, "modification")) add_modification(x, s, c, delisted);
    }
    for (ms_xml_node *c = n->child; c; c = c->next)
        if (is_subject(c)) each(x, s, c, "justification", "reason");
}

/* ---- targets ----------------------------------------------------------- */

static void add_attribute(ms_entry *x, ms_xml_node *n)
{
    ms_str name = ms_entry_take(x, n, "@name"), value = ms_entry_clean(x, text(n));
    if (value.n) ms_ch_information(x, ms_entry_join(x, name, ": ", value));
}

static void add_subject(swiss *v, ms_entry *x, ms_xml_node *n)
{
    const ms_xml_node *main = main_name(n);
    ms_entry_add_or_note(x, "gender", "Sex", ms_entry_take(x, n, "@sex"));
    if (!ms_schema_prop(x->e.schema, MS_STR("buildDate")))
        ms_entry_note(x, "Object type", MS_STR(""), ms_entry_take(x, n, "@object-type"));
    ms_xml_take(n, "@object-type");
    for (ms_xml_node *c = n->child; c && !x->rc; c = c->next) {
        x->at = c->at;
        if (is(c->name, "identity")) add_identity(v, x, c, main);
        else if (is(c->name, "other-information")) ms_ch_information(x, text(c));
        else if (is(c->name, "generic-attribute")) add_attribute(x, c);
    }
}

static const char *schema_of(const ms_xml_node *subject)
{
    const ms_xml_node *type = ms_xml_child(subject, "@object-type", NULL);
    if (is(subject->name, "individual")) return "Person";
    if (is(subject->name, "entity")) return "Organization";
    if (type && is(type->text, "vessel")) return "Vessel";
    return type && is(type->text, "aircraft") ? "Airplane" : "LegalEntity";
}

/* A relation of target `from` as an edge of its own. */
static ms_rc relation(swiss *v, ms_xml_node *n, ms_str from, ms_diag *d)
{
    ms_str list = v->r->o->list, to = ms_xml_take(n, "@target-id"),
           id = ms_xml_take(n, "@ssid");
    if (!to.n) return MS_OK;
    id = ms_arena_strf(v->r->arena, "relation-%.*s", MS_FMT(id));
    ms_entry x = ms_entry_make(v->r, id, "UnknownLink", n->at, d);
    ms_entry_add(&x, "subject", ms_entry_f(&x, "%.*s-%.*s", MS_FMT(list), MS_FMT(from)));
    ms_entry_add(&x, "object", ms_entry_f(&x, "%.*s-%.*s", MS_FMT(list), MS_FMT(to)));
    ms_entry_add(&x, "role", ms_entry_take(&x, n, "@relation-type"));
    ms_entry_add(&x, "summary", remark(&x, n));
    ms_entry_end(&x);
    return ms_entry_rc(&x);
}

/* Numbers of the list's own making and how a text is written count as used, but for those
 * below `n` that reading it needs when it is kept (`keep`). */
static void use_structure(ms_xml_node *n, bool keep)
{
    static const struct {
        const char *name, *needed; /* in elements called like that */
    } own[] = {{"@ssid", "relation"},
               {"@lang", "spelling-variant"},
               {"@script", "spelling-variant"},
               {"@order", "name-part"},
               {"@spelling-variant-type", ""}};
    for (ms_xml_node *c = n->child; c; c = c->next) {
        for (size_t i = 0; i < sizeof own / sizeof *own; i++)
            if (is(c->name, own[i].name) && !(keep && is(n->name, own[i].needed)))
                c->used = true;
        use_structure(c, keep);
    }
}

static ms_rc target(swiss *v, ms_xml_node *n, ms_diag *d)
{
    ms_xml_node *subject = n->child;
    while (subject && !is_subject(subject)) subject = subject->next;
    ms_str id = ms_xml_take(n, "@ssid");
    ms_entry x =
        ms_entry_make(v->r, id, subject ? schema_of(subject) : "LegalEntity", n->at, d);
    if (subject) add_subject(v, &x, subject);
    for (ms_xml_node *c = NULL; (c = ms_xml_child(n, "generic-attribute", c));)
        add_attribute(&x, c);
    add_sanction(v, &x, n);
    x.at = n->at;
    ms_entry_end(&x);
    ms_rc rc = ms_entry_rc(&x);
    for (ms_xml_node *c = NULL; subject && !rc && (c = ms_xml_child(subject, "relation", c));)
        rc = relation(v, c, id, d);
    use_structure(n, false);
    return rc ? rc : ms_xml_unmapped(v->r, n, MS_STR(""));
}

/* Whether something below `n` refers to what has not been read yet. */
static bool is_waiting(const swiss *v, const ms_xml_node *n)
{
    if (is(n->name, "@place-id")) return !ms_refs_get(&v->refs, "place", n->text);
    if (is(n->name, "sanctions-set-id") || is(n->name, "@sanctions-set-id"))
        return !ms_refs_get(&v->refs, "set", n->text);
    for (const ms_xml_node *c = n->child; c; c = c->next)
        if (is_waiting(v, c)) return true;
    return false;
}

static ms_rc hold(swiss *v, ms_xml_node *n, ms_diag *d)
{
    if (ms_arena_used(v->refs.a) > HELD_MAX)
        return ms_fail(d, MS_ELIMIT, n->at.line, n->at.at,
                       "more than %d MB of targets before the places they refer to",
                       HELD_MAX >> 20);
    use_structure(n, true);
    ms_xml_node *id = ms_xml_child(n, "@ssid", NULL);
    if (id) id->used = false;
    held *h = ms_arena_alloc(v->refs.a, sizeof *h);
    if (!h || !(h->n = ms_xml_copy(v->refs.a, n))) return MS_ENOMEM;
    if (v->last) v->last->next = h;
    else v->first = h;
    v->last = h;
    return MS_OK;
}

static ms_rc give_held(swiss *v, ms_diag *d)
{
    ms_rc rc = MS_OK;
    for (held *h = v->first; h && !rc; h = h->next) {
        ms_arena_reset(v->r->arena);
        rc = target(v, h->n, d);
    }
    return rc;
}

static ms_rc record(void *ctx, ms_xml_node *n, ms_diag *d)
{
    swiss *v = ctx;
    ms_rc rc;
    if (is(n->name, "target")) rc = is_waiting(v, n) ? hold(v, n, d) : target(v, n, d);
    else {
        v->r->report->records--; /* not an entry of the list */
        if (is(n->name, "place")) rc = keep_place(v, n);
        else if (is(n->name, "sanctions-program")) rc = keep_programme(v, n);
        else rc = ms_xml_unmapped(v->r, n, MS_STR(""));
    }
    return rc && !d->rc ? ms_fail(d, rc, n->at.line, n->at.at, "%s", ms_rc_text(rc)) : rc;
}

static ms_rc root(void *ctx, ms_xml_node *n, ms_diag *d)
{
    ms_reader *r = ((swiss *)ctx)->r;
    ms_str type = ms_xml_take(n, "@list-type");
    r->report->version = ms_arena_str(r->report->arena, ms_xml_take(n, "@date"));
    if (!r->report->version.p) return ms_fail(d, MS_ENOMEM, 0, 0, "no memory for the report");
    if (!type.n || is(type, "whole-list")) return MS_OK;
    if (memmem(type.p, type.n, "delta", 5))
        return ms_fail(d, MS_EFORMAT, n->at.line, n->at.at,
                       "list-type '%.*s': the file holds changes, not the whole list",
                       (int)(type.n < 40 ? type.n : 40), type.p);
    return ms_reader_unmapped(r, MS_STR("@list-type"), type);
}

ms_rc ms_read_ch_xml(ms_reader *r, ms_diag *d)
{
    swiss v = {.r = r, .refs = ms_refs_make()};
    ms_diag own = {0};
    ms_rc rc = v.refs.a ? ms_xml_read(r, records, root, record, &v, &own)
                        : ms_fail(&own, MS_ENOMEM, 0, 0, "no memory to read XML");
    if (!rc) rc = give_held(&v, &own);
    ms_refs_free(&v.refs);
    if (rc && d) *d = own;
    return rc;
}
