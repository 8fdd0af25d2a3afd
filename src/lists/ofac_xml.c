/* The sanctions lists of the US Office of Foreign Assets Control as XML: sdn.xml and
 * consolidated.xml, in the namespace of before 2024 and that of today. */
#include <string.h>

#include "lists/names.h"
#include "lists/ofac_facts.h"
#include "lists/ofac_links.h"
#include "lists/xml.h"

static const char *const records[] = {"sdnEntry", NULL};

typedef struct reading {
    ms_reader *r;
    ms_ofac_links links;
} reading;

/* The items of list `list` of the entry, one behind another. */
static ms_xml_node *item(ms_xml_node *n, const char *list, const char *name, ms_xml_node *after)
{
    if (after) return ms_xml_child(after->parent, name, after);
    ms_xml_node *all = ms_xml_child(n, list, NULL);
    return all ? ms_xml_child(all, name, NULL) : NULL;
}

static ms_str full_name(ms_entry *x, ms_xml_node *n, ms_str *last, ms_str *first)
{
    *last = ms_entry_take(x, n, "lastName");
    *first = ms_entry_take(x, n, "firstName");
    return ms_entry_words(x, *first, *last);
}

static void add_names(ms_entry *x, ms_xml_node *n, bool person)
{
    ms_str last, first;
    ms_entry_add(x, "name", full_name(x, n, &last, &first));
    if (person) ms_entry_add(x, "lastName", last);
    ms_entry_add_or_note(x, "firstName", "First name", first);
    for (ms_xml_node *a = NULL; (a = item(n, "akaList", "aka", a));) {
        ms_str type = ms_xml_take(a, "type"), quality = ms_xml_take(a, "category");
        bool former = ms_str_eq(type, MS_STR("f.k.a.")),
             weak = ms_str_eq(quality, MS_STR("weak"));
        ms_xml_take(a, "uid");
        ms_entry_add(x,
                     former ? "previousName"
                     : weak ? "weakAlias"
                            : "alias",
                     full_name(x, a, &last, &first));
    }
}

static void add_addresses(ms_entry *x, ms_xml_node *n)
{
    for (ms_xml_node *a = NULL; (a = item(n, "addressList", "address", a));) {
        ms_str street = ms_entry_take(x, a, "address1");
        ms_xml_take(a, "uid");
        street = ms_entry_join(x, street, ", ", ms_entry_take(x, a, "address2"));
        street = ms_entry_join(x, street, ", ", ms_entry_take(x, a, "address3"));
        ms_str city = ms_entry_take(x, a, "city"),
               state = ms_entry_take(x, a, "stateOrProvince");
        ms_str code = ms_entry_take(x, a, "postalCode"),
               country = ms_entry_take(x, a, "country");
        ms_str full = ms_entry_join(x, street, ", ", city);
        full = ms_entry_join(x, full, ", ", state);
        full = ms_entry_join(x, full, " ", code);
        ms_entity *e = ms_entry_address(x, ms_entry_join(x, full, ", ", country), country);
        ms_entry_add_to(x, e, "street", street);
        ms_entry_add_to(x, e, "city", city);
        ms_entry_add_to(x, e, "state", state);
        ms_entry_add_to(x, e, "postalCode", code);
    }
}

static void add_ids(ms_entry *x, ms_xml_node *n)
{
    for (ms_xml_node *i = NULL; (i = item(n, "idList", "id", i));) {
        ms_xml_take(i, "uid");
        ms_ofac_fact f = {.label = ms_entry_take(x, i, "idType"),
                          .value = ms_entry_take(x, i, "idNumber"),
                          .country = ms_entry_take(x, i, "idCountry"),
                          .issued = ms_entry_take(x, i, "issueDate"),
                          .expires = ms_entry_take(x, i, "expirationDate"),
                          .remark = MS_STR("")};
        if (f.value.n) ms_ofac_add(x, &f);
        else
            ms_entry_note(x, "Document", MS_STR(""),
                          ms_entry_join(x, f.label, ", ", f.country));
    }
}

/* Lists of one fact an item: `prop` for persons. */
static void add_facts(ms_entry *x, ms_xml_node *n, bool person)
{
    static const struct {
        const char *list, *item, *field, *prop, *other;
    } facts[] = {
        {"nationalityList", "nationality", "country", "nationality", "country"},
        {"citizenshipList", "citizenship", "country", "citizenship", "country"},
        {"placeOfBirthList", "placeOfBirthItem", "placeOfBirth", "birthPlace", "notes"},
        {"dateOfBirthList", "dateOfBirthItem", "dateOfBirth", NULL, "notes"},
    };
    for (size_t k = 0; k < sizeof facts / sizeof *facts; k++)
        for (ms_xml_node *i = NULL; (i = item(n, facts[k].list, facts[k].item, i));) {
            ms_str v = ms_entry_take(x, i, facts[k].field);
            ms_xml_take(i, "uid");
            ms_xml_take(i, "mainEntry");
            if (person && !facts[k].prop) ms_entry_birth(x, v);
            else ms_entry_add(x, person ? facts[k].prop : facts[k].other, v);
        }
}

static void add_vessel(ms_entry *x, ms_xml_node *n)
{
    static const struct {
        const char *field, *prop, *label;
    } facts[] = {
        {"callSign", "callSign", "Call sign"},
        {"vesselType", "type", "Vessel type"},
        {"vesselFlag", "flag", "Vessel flag"},
        {"vesselOwner", "-", "Vessel owner"},
        {"tonnage", "tonnage", "Tonnage"},
        {"grossRegisteredTonnage", "grossRegisteredTonnage", "Gross registered tonnage"}};
    ms_xml_node *v = ms_xml_child(n, "vesselInfo", NULL);
    for (size_t k = 0; v && k < sizeof facts / sizeof *facts; k++)
        ms_entry_add_or_note(x, facts[k].prop, facts[k].label,
                             ms_entry_take(x, v, facts[k].field));
}

static void add_sanction(ms_entry *x, ms_xml_node *n, ms_str uid)
{
    ms_entity *s = ms_entry_sanction(x, "Office of Foreign Assets Control");
    ms_entry_add(x, "topics", MS_STR("sanction"));
    ms_entry_add_to(x, s, "country", MS_STR("us"));
    ms_entry_add_to(x, s, "authorityId", uid);
    for (ms_xml_node *p = NULL; (p = item(n, "programList", "program", p)); p->used = true)
        ms_entry_add_to(x, s, "program", ms_entry_clean(x, p->text));
}

/* "03/24/2022" as a date of ISO 8601. */
static ms_rc publication(ms_reader *r, ms_xml_node *n)
{
    ms_str s = ms_str_trim(ms_xml_take(n, "Publish_Date"));
    ms_xml_take(n, "Record_Count");
    if (s.n == 10 && s.p[2] == '/' && s.p[5] == '/')
        s = ms_arena_strf(r->report->arena, "%.4s-%.2s-%.2s", s.p + 6, s.p, s.p + 3);
    else s = ms_arena_str(r->report->arena, s);
    if (!s.p) return MS_ENOMEM;
    r->report->version = s;
    return ms_xml_unmapped(r, n, n->name);
}

/* A name as remarks write it: "LAST, First". */
static void name_link(ms_ofac_links *l, ms_str id, ms_xml_node *n, bool alias)
{
    ms_str last = ms_xml_take(n, "lastName"), first = ms_xml_take(n, "firstName");
    ms_str name = ms_arena_strf(l->a, "%.*s, %.*s", MS_FMT(last), MS_FMT(first));
    if (name.p) ms_ofac_links_name(l, id, name, alias);
    else l->rc = MS_ENOMEM;
}

static void name_links(ms_ofac_links *l, ms_str id, ms_xml_node *n)
{
    name_link(l, id, n, false);
    for (ms_xml_node *i = NULL; (i = item(n, "akaList", "aka", i));) name_link(l, id, i, true);
}

static ms_rc record(void *ctx, ms_xml_node *n, ms_diag *d)
{
    reading *v = ctx;
    ms_reader *r = v->r;
    if (ms_str_eq(n->name, MS_STR("publshInformation"))) {
        r->report->records--; /* it is none */
        return publication(r, n);
    }
    if (!ms_str_eq(n->name, MS_STR("sdnEntry"))) return ms_xml_unmapped(r, n, n->name);
    ms_str uid = ms_str_trim(ms_xml_take(n, "uid"));
    const char *schema = ms_ofac_schema(ms_xml_take(n, "sdnType"));
    bool person = !strcmp(schema, "Person");
    ms_entry x = ms_entry_make(r, uid, schema, n->at, d);
    add_names(&x, n, person);
    ms_entry_add_or_note(&x, "position", "Title", ms_entry_take(&x, n, "title"));
    ms_str remarks = ms_entry_take(&x, n, "remarks");
    ms_entry_add(&x, "notes", remarks);
    add_addresses(&x, n);
    add_ids(&x, n);
    add_facts(&x, n, person);
    add_vessel(&x, n);
    add_sanction(&x, n, uid);
    if (!x.rc) x.rc = ms_xml_unmapped(r, n, MS_STR("sdnEntry"));
    ms_entry_end(&x);
    name_links(&v->links, x.e.id, n);
    ms_ofac_links_remarks(&v->links, x.e.id, remarks, n->at);
    return ms_entry_rc(&x);
}

static ms_rc root(void *ctx, ms_xml_node *n, ms_diag *d)
{
    (void)ctx, (void)d;
    ms_xml_use(n);
    return MS_OK;
}

ms_rc ms_read_ofac_xml(ms_reader *r, ms_diag *d)
{
    reading v = {.r = r, .links = ms_ofac_links_make()};
    ms_rc rc = ms_xml_read(r, records, root, record, &v, d);
    if (!rc) rc = ms_ofac_links_give(&v.links, r, d);
    ms_ofac_links_free(&v.links);
    return rc;
}
