#include "lists/ch_facts.h"

#include <string.h>
#include <strings.h>

static bool is(ms_str s, const char *z)
{
    return ms_str_eq(s, ms_str_z(z));
}

static bool may(const ms_entry *x, const char *prop)
{
    return ms_schema_prop(x->e.schema, ms_str_z(prop)) != NULL;
}

/* ---- names ------------------------------------------------------------ */

enum { PARTS = 32, VARIANTS = 64 /* of a part */ };

typedef struct part {
    ms_xml_node *n;
    unsigned order;
    ms_str value;
    ms_xml_node *variant[VARIANTS];
    unsigned n_variants;
} part;

/* A name's parts in their order, titles left out: they are no part of what is said. */
typedef struct name {
    part v[PARTS];
    unsigned n;
} name;

static unsigned number(ms_str s)
{
    unsigned v = 0;
    for (size_t i = 0; i < s.n && i < 4 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        v = v * 10 + (unsigned)(s.p[i] - '0');
    return v;
}

/* "-" stands for a part that is not known. */
static ms_str text_of(ms_entry *x, ms_xml_node *n)
{
    n->used = true;
    ms_str s = ms_entry_clean(x, n->text);
    return is(s, "-") ? MS_STR("") : s;
}

static void read_part(ms_entry *x, name *out, ms_xml_node *n)
{
    part p = {.n = n, .order = number(ms_xml_take(n, "@order"))};
    ms_xml_node *value = ms_xml_child(n, "value", NULL);
    p.value = value ? text_of(x, value) : MS_STR("");
    for (ms_xml_node *v = NULL; (v = ms_xml_child(n, "spelling-variant", v));)
        if (p.n_variants < VARIANTS && text_of(x, v).n) p.variant[p.n_variants++] = v;
    unsigned i = out->n++;
    for (; i > 0 && out->v[i - 1].order > p.order; i--) out->v[i] = out->v[i - 1];
    out->v[i] = p;
}

static bool same(const ms_xml_node *a, const ms_xml_node *b, const char *attribute)
{
    const ms_xml_node *x = ms_xml_child(a, attribute, NULL),
                      *y = ms_xml_child(b, attribute, NULL);
    return ms_str_eq(x ? x->text : MS_STR(""), y ? y->text : MS_STR(""));
}

static bool alike(const ms_xml_node *a, const ms_xml_node *b)
{
    return same(a, b, "@lang") && same(a, b, "@script");
}

/* How many of the variants before `i` are in the language and script of that. */
static unsigned rank(const part *p, unsigned i)
{
    unsigned k = 0;
    for (unsigned j = 0; j < i; j++) k += alike(p->variant[j], p->variant[i]);
    return k;
}

/* Variant `k` of the part in the language and script of `v`, or else the last one, or
 * NULL. */
static ms_xml_node *pick(const part *p, const ms_xml_node *v, unsigned k)
{
    ms_xml_node *last = NULL;
    unsigned n = 0;
    for (unsigned i = 0; i < p->n_variants && n <= k; i++) {
        if (!alike(p->variant[i], v)) continue;
        last = p->variant[i];
        n++;
    }
    return last;
}

/* The name as its parts are written in the language and script of `v`, each in its
 * variant `k`; parts without one as they are. */
static ms_str variant(ms_entry *x, const name *m, ms_xml_node *v, unsigned k)
{
    ms_str all = MS_STR("");
    for (unsigned i = 0; i < m->n; i++) {
        ms_xml_node *mine = pick(&m->v[i], v, k);
        all = ms_entry_words(x, all, mine ? text_of(x, mine) : m->v[i].value);
    }
    return all;
}

/* Variants of several parts make the same name, which is kept once. */
static void add_variants(ms_entry *x, const name *m, const char *prop)
{
    for (unsigned i = 0; i < m->n && !x->rc; i++)
        for (unsigned j = 0; j < m->v[i].n_variants && !x->rc; j++) {
            ms_xml_node *v = m->v[i].variant[j];
            ms_entry_add(x, prop, variant(x, m, v, rank(&m->v[i], j)));
        }
}

/* A part of the main name of a person; others are in the name alone. */
static void add_part(ms_entry *x, const part *p)
{
    static const char *const props[][2] = {{"given-name", "firstName"},
                                           {"further-given-name", "secondName"},
                                           {"father-name", "fatherName"},
                                           {"family-name", "lastName"},
                                           {"suffix", "nameSuffix"}};
    const ms_xml_node *type = ms_xml_child(p->n, "@name-part-type", NULL);
    for (size_t i = 0; type && i < sizeof props / sizeof *props; i++)
        if (is(type->text, props[i][0])) ms_entry_add(x, props[i][1], p->value);
}

void ms_ch_name(ms_entry *x, ms_xml_node *n, bool main)
{
    name m = {.n = 0};
    ms_str type = ms_xml_take(n, "@name-type"), all = MS_STR("");
    bool weak = is(ms_xml_take(n, "@quality"), "low");
    const char *prop = is(type, "formerly-known-as") ? "previousName"
                       : weak                        ? "weakAlias"
                                                     : "alias";
    for (ms_xml_node *p = NULL; (p = ms_xml_child(n, "name-part", p));) {
        if (is(ms_xml_take(p, "@name-part-type"), "title")) {
            ms_xml_node *value = ms_xml_child(p, "value", NULL);
            if (value) ms_entry_add_or_note(x, "title", "Title", text_of(x, value));
        } else if (m.n < PARTS) read_part(x, &m, p);
    }
    for (unsigned i = 0; i < m.n; i++) all = ms_entry_words(x, all, m.v[i].value);
    ms_entry_add(x, main ? "name" : prop, all);
    add_variants(x, &m, prop);
    for (unsigned i = 0; i < m.n && main && may(x, "birthDate"); i++) add_part(x, &m.v[i]);
}

/* ---- other information ------------------------------------------------ */

/* How the value of a label is read: as it is, as one word, as a list, as a date, as a
 * date of birth. */
typedef enum form { TEXT, NUMBER, SEVERAL, DATE, BIRTH } form;

static const struct {
    const char *label; /* in lower case, without its colon */
    form form;
    const char *prop;
} labels[] = {
    {"imo number", NUMBER, "imoNumber"},
    {"imo", NUMBER, "imoNumber"},
    {"mmsi", NUMBER, "mmsi"},
    {"mmsi number", NUMBER, "mmsi"},
    {"call sign", NUMBER, "callSign"},
    {"callsign", NUMBER, "callSign"},
    {"flag", TEXT, "flag"},
    {"website", SEVERAL, "website"},
    {"company website", SEVERAL, "website"},
    {"e-mail", SEVERAL, "email"},
    {"email", SEVERAL, "email"},
    {"e-mail address", SEVERAL, "email"},
    {"email address", SEVERAL, "email"},
    {"company email", SEVERAL, "email"},
    {"tel", SEVERAL, "phone"},
    {"tel.", SEVERAL, "phone"},
    {"tel. number", SEVERAL, "phone"},
    {"telephone", SEVERAL, "phone"},
    {"telephone number", SEVERAL, "phone"},
    {"telephone no.", SEVERAL, "phone"},
    {"phone", SEVERAL, "phone"},
    {"phone number", SEVERAL, "phone"},
    {"company phone", SEVERAL, "phone"},
    {"swift", NUMBER, "swiftBic"},
    {"swift/bic", NUMBER, "swiftBic"},
    {"swift/bic code", NUMBER, "swiftBic"},
    {"inn", NUMBER, "innCode"},
    {"ogrn", NUMBER, "ogrnCode"},
    {"registration number (ogrn)", NUMBER, "ogrnCode"},
    {"okpo", NUMBER, "okpoCode"},
    {"taxpayer identification number", NUMBER, "taxNumber"},
    {"tax identification number", NUMBER, "taxNumber"},
    {"tax registration number", NUMBER, "taxNumber"},
    {"tax payer id", NUMBER, "taxNumber"},
    {"tax id number", NUMBER, "taxNumber"},
    {"unp", NUMBER, "taxNumber"},
    {"registration number", NUMBER, "registrationNumber"},
    {"state registration number", NUMBER, "registrationNumber"},
    {"business registration number", NUMBER, "registrationNumber"},
    {"state identification number", NUMBER, "registrationNumber"},
    {"passport number", NUMBER, "passportNumber"},
    {"national identification number", NUMBER, "idNumber"},
    {"national id number", NUMBER, "idNumber"},
    {"national id", NUMBER, "idNumber"},
    {"national id.", NUMBER, "idNumber"},
    {"id number", NUMBER, "idNumber"},
    {"id card number", NUMBER, "idNumber"},
    {"identity document number", NUMBER, "idNumber"},
    {"personal id", NUMBER, "idNumber"},
    {"type of entity", TEXT, "legalForm"},
    {"date of registration", DATE, "incorporationDate"},
    {"function", TEXT, "position"},
    {"position", TEXT, "position"},
    {"position(s)", TEXT, "position"},
    {"designation", TEXT, "position"},
    {"title", TEXT, "title"},
    {"rank", TEXT, "title"},
    {"dob", BIRTH, "birthDate"},
    {"date of birth", BIRTH, "birthDate"},
    {"gender", NUMBER, "gender"},
};

/* Whether `s` is one word. */
static bool one_word(ms_str s)
{
    return s.n && !memchr(s.p, ' ', s.n) && !memchr(s.p, ',', s.n) && !memchr(s.p, ';', s.n);
}

/* Adds the pieces of a list; false, and nothing, where one has something beside it. */
static bool add_several(ms_entry *x, const char *prop, ms_str all)
{
    bool phone = !strcmp(prop, "phone");
    for (int pass = 0; pass < 2; pass++) {
        ms_str rest = all, semi, piece;
        while (ms_next_piece(&rest, ";", &semi))
            while (ms_next_piece(&semi, ",", &piece)) {
                size_t n = 0;
                while (n < piece.n && (!phone || strchr("+0123456789 ()-/.", piece.p[n]))) n++;
                if (n < piece.n || (!phone && !one_word(piece))) return false;
                if (pass) ms_entry_add(x, prop, piece);
            }
    }
    return true;
}

/* Whether label `k` takes the whole of `value`. */
static bool take(ms_entry *x, unsigned k, ms_str value)
{
    const char *prop = labels[k].prop;
    ms_date day;
    if (!value.n || !may(x, prop)) return false;
    if (labels[k].form == SEVERAL) return add_several(x, prop, value);
    if (labels[k].form != TEXT && value.p[value.n - 1] == '.') value.n--;
    if (labels[k].form == NUMBER && !one_word(value)) return false;
    if (labels[k].form == TEXT && memchr(value.p, ':', value.n)) return false;
    if (labels[k].form == DATE && ms_date_parse(value, &day)) return false;
    if (!strcmp(prop, "birthDate")) ms_entry_birth(x, value);
    else ms_entry_add(x, prop, value);
    return true;
}

/* Whether `text` is "Label: value" and the property of that label takes it. */
static bool labelled(ms_entry *x, ms_str text)
{
    const char *colon = text.n ? memchr(text.p, ':', text.n) : NULL;
    size_t n = colon ? (size_t)(colon - text.p) : 0;
    ms_str label = ms_str_trim((ms_str){text.p, n});
    if (!colon) return false;
    for (unsigned k = 0; k < sizeof labels / sizeof *labels; k++)
        if (label.n == strlen(labels[k].label) &&
            !strncasecmp(label.p, labels[k].label, label.n))
            return take(x, k, ms_str_trim((ms_str){colon + 1, text.n - n - 1}));
    return false;
}

void ms_ch_information(ms_entry *x, ms_str text)
{
    text = ms_entry_clean(x, text);
    if (labelled(x, text)) return;
    ms_str rest = text, piece;
    bool all = text.n && memchr(text.p, ';', text.n);
    while (ms_next_piece(&rest, ";", &piece)) all = labelled(x, piece) && all;
    if (!all) ms_entry_add(x, "notes", text);
}
