/* The UK Sanctions List, XML: a Designation each, its facts in elements whose names say
 * what they are, wherever they stand. */
#include "lists/uk_facts.h"

static const char *const records[] = {"Designation", NULL};

static void add_name(ms_uk *u, ms_xml_node *n)
{
    static const char *const names[MS_UK_PARTS] = {"Name1", "Name2", "Name3",
                                                   "Name4", "Name5", "Name6"};
    ms_str part[MS_UK_PARTS];
    for (unsigned i = 0; i < MS_UK_PARTS; i++) part[i] = ms_entry_take(&u->x, n, names[i]);
    ms_uk_name(u, part, ms_xml_take(n, "NameType"), ms_xml_take(n, "AliasStrength"));
}

static void add_birth_place(ms_uk *u, ms_xml_node *n)
{
    ms_str town = ms_xml_take(n, "TownOfBirth");
    ms_uk_birth_place(u, town, ms_xml_take(n, "CountryOfBirth"));
}

static void add_passport(ms_uk *u, ms_xml_node *n)
{
    ms_str number = ms_xml_take(n, "PassportNumber");
    ms_uk_numbered(u, true, number, ms_xml_take(n, "PassportAdditionalInformation"));
}

static void add_national(ms_uk *u, ms_xml_node *n)
{
    ms_str number = ms_xml_take(n, "NationalIdentifierNumber");
    ms_uk_numbered(u, false, number, ms_xml_take(n, "NationalIdentifierAdditionalInformation"));
}

static void add_address(ms_uk *u, ms_xml_node *n)
{
    static const char *const names[MS_UK_LINES] = {"AddressLine1", "AddressLine2",
                                                   "AddressLine3", "AddressLine4",
                                                   "AddressLine5", "AddressLine6"};
    ms_str line[MS_UK_LINES];
    for (unsigned i = 0; i < MS_UK_LINES; i++) line[i] = ms_entry_take(&u->x, n, names[i]);
    ms_str post_code = ms_xml_take(n, "AddressPostalCode");
    ms_uk_address(u, line, post_code, ms_xml_take(n, "AddressCountry"));
}

static void add_wallet(ms_uk *u, ms_xml_node *n)
{
    ms_str key = ms_entry_clean(&u->x, n->text);
    n->used = true;
    if (!key.n) return;
    ms_entity *s = ms_entry_satellite(&u->x, "wallet", false, "CryptoWallet", "holder", NULL);
    ms_entry_add_to(&u->x, s, "publicKey", key);
}

/* The measures once more, each "true" or "false"; they count where the text is missing. */
static void add_measures(ms_uk *u, ms_xml_node *n)
{
    bool said = ms_entity_get(u->sanction, MS_STR("provisions")) != NULL;
    for (ms_xml_node *c = n->child; c; c = c->next)
        if (!said && ms_str_eq(c->text, MS_STR("true")))
            ms_entry_add_to(&u->x, u->sanction, "provisions", c->name);
    ms_xml_use(n);
}

static const struct part {
    const char *element;
    void (*add)(ms_uk *u, ms_xml_node *n);
} parts[] = {
    {"Name", add_name},         {"Location", add_birth_place},
    {"Passport", add_passport}, {"NationalIdentifier", add_national},
    {"Address", add_address},   {"CryptoWalletAddress", add_wallet},
};

/* Adds every element below `n` that is a `p`, or a fact number `fact`. */
static void each(ms_uk *u, ms_xml_node *n, const struct part *p, unsigned fact)
{
    ms_str name = ms_str_z(p ? p->element : ms_uk_fact_element(fact));
    for (ms_xml_node *c = n->child; c && !u->x.rc; c = c->next) {
        u->x.at = c->at;
        if (!ms_str_eq(c->name, name)) each(u, c, p, fact);
        else if (p) p->add(u, c);
        else {
            c->used = true;
            ms_uk_fact(u, fact, c->text);
        }
    }
}

/* "02/09/2026" before the first designation. */
static ms_rc generated(ms_reader *r, ms_xml_node *n)
{
    r->report->records--; /* it is none */
    return ms_uk_version(r, n->text);
}

static ms_rc record(void *ctx, ms_xml_node *n, ms_diag *d)
{
    ms_reader *r = ctx;
    if (ms_str_eq(n->name, MS_STR("DateGenerated"))) return generated(r, n);
    if (!ms_str_eq(n->name, MS_STR("Designation"))) return ms_xml_unmapped(r, n, n->name);
    ms_str id = ms_xml_take(n, "UniqueID"), group = ms_xml_take(n, "OFSIGroupID");
    ms_uk u = ms_uk_designation(r, id, group, ms_xml_take(n, "IndividualEntityShip"), n->at, d);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) each(&u, n, &parts[i], 0);
    for (unsigned f = 0; f < ms_uk_fact_count(); f++) each(&u, n, NULL, f);
    ms_xml_node *measures = ms_xml_child(n, "SanctionsImposedIndicators", NULL);
    if (measures) add_measures(&u, measures);
    u.x.at = n->at;
    if (!u.x.rc) u.x.rc = ms_xml_unmapped(r, n, MS_STR(""));
    ms_entry_end(&u.x);
    return ms_entry_rc(&u.x);
}

static ms_rc root(void *ctx, ms_xml_node *n, ms_diag *d)
{
    (void)ctx, (void)d;
    ms_xml_use(n);
    return MS_OK;
}

ms_rc ms_read_uk_xml(ms_reader *r, ms_diag *d)
{
    return ms_xml_read(r, records, root, record, r, d);
}
