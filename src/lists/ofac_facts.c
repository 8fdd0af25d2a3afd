#include "lists/ofac_facts.h"

#include <string.h>
#include <strings.h>

/* Labels, longest meaning first: the first that the label contains counts. */
static const struct {
    const char *label; /* in lower case */
    const char *prop;
} props[] = {
    {"gender", "gender"},
    {"title", "title"},
    {"nationality of registration", "country"},
    {"nationality", "nationality"},
    {"citizen", "citizenship"},
    {"website", "website"},
    {"email address", "email"},
    {"phone number", "phone"},
    {"telephone", "phone"},
    {"swift/bic", "swiftBic"},
    {"organization established date", "incorporationDate"},
    {"vessel year of build", "buildDate"},
    {"aircraft manufacture date", "buildDate"},
    {"vessel call sign", "callSign"},
    {"other vessel flag", "flag"},
    {"former vessel flag", "pastFlags"},
    {"vessel flag", "flag"},
    {"other vessel type", "pastTypes"},
    {"vessel type", "type"},
    {"mmsi", "mmsi"},
    {"gross registered tonnage", "grossRegisteredTonnage"},
    {"gross tonnage", "tonnage"},
    {"previous aircraft tail number", "registrationNumber"},
    {"aircraft tail number", "registrationNumber"},
    {"aircraft manufacturer's serial number", "serialNumber"},
    {"aircraft construction number", "serialNumber"},
    {"aircraft model", "model"},
    {"aircraft type", "type"},
    {"tax id no", "taxNumber"},
    {"legal entity number", "leiCode"},
    {"d-u-n-s number", "dunsCode"},
};

/* Words of labels that make the value the number of a document. */
static const char *const numbers[] = {
    "number",      " no.",     " id",    "cedula", "license", "licence",
    "certificate", "card",     "permit", "d.n.i.", "rfc",     "r.f.c.",
    "c.u.r.p.",    "c.u.i.t.", "c.u.i.", "nit #",  "ruc #",   "rif #",
    "folio",       "c.i.f.",   "n.i.e.", "ssn",    "bik",     "registration",
    "matricula",   "rtn",      "cnpj",   "pan",    "cr no",   "code",
};

static bool has(ms_str label, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= label.n; i++)
        if (!strncasecmp(label.p + i, word, n)) return true;
    return false;
}

static bool may(const ms_entry *x, const char *prop)
{
    return ms_schema_prop(x->e.schema, ms_str_z(prop)) != NULL;
}

static void add_document(ms_entry *x, const ms_ofac_fact *f)
{
    bool passport = has(f->label, "passport");
    ms_entity *s = ms_entry_satellite(x, "doc", false, passport ? "Passport" : "Identification",
                                      "holder", NULL);
    ms_entry_add_to(x, s, "number", f->value);
    ms_entry_add_to(x, s, "type", f->label);
    ms_entry_add_to(x, s, "country", f->country);
    ms_entry_add_to(x, s, "startDate", f->issued);
    ms_entry_add_to(x, s, "endDate", f->expires);
    ms_entry_add_to(x, s, "summary", f->remark);
    bool person = may(x, "birthDate");
    ms_entry_add(x,
                 passport && person ? "passportNumber"
                 : person           ? "idNumber"
                                    : "registrationNumber",
                 f->value);
}

static void add_wallet(ms_entry *x, const ms_ofac_fact *f)
{
    const char *dash = memmem(f->label.p, f->label.n, " - ", 3);
    ms_str currency = {"", 0};
    if (dash) currency = (ms_str){dash + 3, f->label.n - (size_t)(dash + 3 - f->label.p)};
    ms_entity *s = ms_entry_satellite(x, "wallet", false, "CryptoWallet", "holder", NULL);
    ms_entry_add_to(x, s, "publicKey", f->value);
    ms_entry_add_to(x, s, "currencySymbol", ms_str_trim(currency));
}

static void add_note(ms_entry *x, const ms_ofac_fact *f)
{
    ms_str label = f->label;
    while (label.n && strchr(" :-", label.p[label.n - 1])) label.n--;
    ms_str value = ms_entry_join(x, f->value, ", ", f->country);
    if (f->issued.n)
        value = ms_entry_f(x, "%.*s, issued %.*s", MS_FMT(value), MS_FMT(f->issued));
    if (f->expires.n)
        value = ms_entry_f(x, "%.*s, expires %.*s", MS_FMT(value), MS_FMT(f->expires));
    value = ms_entry_join(x, value, ", ", f->remark);
    ms_entry_add(x, "notes", ms_entry_join(x, label, ": ", value));
}

/* An IMO number may stand under any label of registration. */
static bool add_imo(ms_entry *x, const ms_ofac_fact *f)
{
    if (f->value.n < 11 || strncasecmp(f->value.p, "IMO ", 4) != 0 || !may(x, "imoNumber"))
        return false;
    ms_entry_add(x, "imoNumber", ms_str_trim((ms_str){f->value.p + 4, f->value.n - 4}));
    return true;
}

void ms_ofac_add(ms_entry *x, const ms_ofac_fact *f)
{
    if (!f->value.n || add_imo(x, f)) return;
    if (has(f->label, "digital currency address") && may(x, "jurisdiction")) {
        add_wallet(x, f);
        return;
    }
    for (size_t i = 0; i < sizeof props / sizeof *props; i++) {
        if (!has(f->label, props[i].label) || !may(x, props[i].prop)) continue;
        ms_entry_add(x, props[i].prop, f->value);
        if (f->country.n || f->issued.n || f->expires.n || f->remark.n) add_note(x, f);
        return;
    }
    bool number = has(f->label, "passport");
    for (size_t i = 0; !number && i < sizeof numbers / sizeof *numbers; i++)
        number = has(f->label, numbers[i]);
    if (number && may(x, "jurisdiction")) add_document(x, f);
    else if (number && may(x, "registrationNumber") && has(f->label, "registration"))
        ms_entry_add(x, "registrationNumber", f->value);
    else add_note(x, f);
}

const char *ms_ofac_schema(ms_str type)
{
    static const char *const of[][2] = {{"individual", "Person"},
                                        {"entity", "Organization"},
                                        {"vessel", "Vessel"},
                                        {"aircraft", "Airplane"}};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        if (strlen(of[i][0]) == type.n && !strncasecmp(of[i][0], type.p, type.n))
            return of[i][1];
    return "LegalEntity";
}
