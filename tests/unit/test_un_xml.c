/* The UN list: invented entries for each rule, bad XML, and facts of real entries read
 * by hand from the official files (skipped where these are not at hand). */
#include <jansson.h>

#include "base/mem.h"
#include "list_fixture.h"

/* Whether property `prop` of entity `id` has `value`; with `value` NULL, whether it
 * has any. */
static bool has(const list *l, const char *id, const char *prop, const char *value)
{
    json_t *e = json_loads(list_json(l, id), 0, NULL);
    json_t *v = json_object_get(json_object_get(e, "properties"), prop), *item;
    bool found = v && !value;
    size_t i;
    json_array_foreach(v, i, item) if (value) found |= !strcmp(json_string_value(item), value);
    json_decref(e);
    return found;
}

/* What an entry must hold, or with a "!" before the property must not. */
typedef struct fact {
    const char *id, *prop, *value;
} fact;

static void check(const list *l, const fact *f, size_t n)
{
    unsigned bad = 0;
    for (size_t i = 0; i < n; i++) {
        bool not = f[i].prop[0] == '!';
        if (has(l, f[i].id, f[i].prop + not, f[i].value) != not ) continue;
        print_error("%s: %s '%s' in %s\n", f[i].id, f[i].prop,
                    f[i].value ? f[i].value : "anything", list_json(l, f[i].id));
        bad++;
    }
    assert_int_equal(bad, 0);
}

#define CHECK(l, facts) check((l), (facts), sizeof(facts) / sizeof *(facts))

#define PERSON(fields) \
    "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>ANA</FIRST_NAME>" fields "</INDIVIDUAL>"
#define ENTITY(fields) "<ENTITY><DATAID>2</DATAID>" fields "</ENTITY>"
#define LIST(persons, entities)                                                              \
    "<?xml version=\"1.0\"?>\n<CONSOLIDATED_LIST "                                           \
    "dateGenerated=\"2026-01-01\"><INDIVIDUALS>" persons "</INDIVIDUALS><ENTITIES>" entities \
    "</ENTITIES></CONSOLIDATED_LIST>"

static const fact names_facts[] = {
    {"t-1", "name", "ANA BEN ALI KORA"},
    {"t-1", "name", "آنا"},
    {"t-1", "firstName", "ANA"},
    {"t-1", "secondName", "BEN ALI"},
    {"t-1", "middleName", "KORA"},
    {"t-1", "!lastName", NULL},
    {"t-1", "alias", "Kora, Ana"},
    {"t-1", "alias", "Anna Kora"},
    {"t-1", "weakAlias", "Anja"},
    {"t-1", "weakAlias", "Аня"},
    {"t-1", "weakAlias", "أنوش"},
    {"t-1", "weakAlias", "Anush"},
    {"t-1", "weakAlias", "Anoush"},
    {"t-1", "notes", "Alias \"أنوش\": nom de guerre"},
    {"t-1", "previousName", "Mira"},
    {"t-1", "alias", "ميرا"},
    {"t-1", "alias", "Lena"},
    {"t-1", "notes", "Alias \"Lena\": birth name"},
    {"t-1", "alias", "Nora"},
    {"t-1", "alias", "Nura"},
    {"t-1", "alias", "Kora (Kura)"},
    {"t-2", "name", "GREEN RIVER TRADE (GRT)"},
    {"t-2", "alias", "GREEN RIVER TRADE"},
    {"t-2", "abbreviation", "GRT"},
    {"t-2", "name", "NILE WORKS (EGYPT)"},
    {"t-2", "!abbreviation", "EGYPT"},
    {"t-2", "previousName", "Old River"},
    {"t-2", "topics", "sanction"},
};

static void names(void **state)
{
    (void)state;
    list *l = list_text(LIST(
        PERSON("<SECOND_NAME>BEN\n  ALI</SECOND_NAME><THIRD_NAME>KORA</THIRD_NAME>"
               "<FOURTH_NAME>na</FOURTH_NAME><NAME_ORIGINAL_SCRIPT>آنا</NAME_ORIGINAL_SCRIPT>"
               "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Kora, Ana; Anna "
               "Kora</ALIAS_NAME></INDIVIDUAL_ALIAS>"
               "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Anja (original "
               "script: Аня)</ALIAS_NAME></INDIVIDUAL_ALIAS>"
               "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>أنوش (Anush; "
               "Anoush)</ALIAS_NAME><NOTE>nom de guerre</NOTE></INDIVIDUAL_ALIAS>"
               "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Mira</ALIAS_NAME>"
               "<NOTE>Previously listed as. In Arabic: ميرا</NOTE></INDIVIDUAL_ALIAS>"
               "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Lena (birth name)"
               "</ALIAS_NAME></INDIVIDUAL_ALIAS>"
               "<INDIVIDUAL_ALIAS><QUALITY>Odd</QUALITY><ALIAS_NAME>Nora b) Nura</ALIAS_NAME>"
               "</INDIVIDUAL_ALIAS>"
               "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Kora (Kura)</ALIAS_NAME>"
               "</INDIVIDUAL_ALIAS>"),
        ENTITY("<FIRST_NAME>GREEN RIVER TRADE (GRT) ; NILE WORKS (EGYPT)</FIRST_NAME>"
               "<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Old River</ALIAS_NAME>"
               "</ENTITY_ALIAS><ENTITY_ALIAS><QUALITY/><ALIAS_NAME/></ENTITY_ALIAS>")));
    assert_int_equal(l->rc, MS_OK);
    CHECK(l, names_facts);
    assert_int_equal(LIST_UNMAPPED(l, "FOURTH_NAME"), 1);
    assert_int_equal(LIST_UNMAPPED(l, "QUALITY"), 1);
    list_free(l);
}

#define BIRTH(fields) "<INDIVIDUAL_DATE_OF_BIRTH>" fields "</INDIVIDUAL_DATE_OF_BIRTH>"
#define TYPE(type) "<TYPE_OF_DATE>" type "</TYPE_OF_DATE>"

static const char births_text[] = LIST(
    PERSON(
        BIRTH(TYPE("EXACT") "<DATE>1950-02-03-05:00</DATE><NOTE>from a school book</NOTE>")
            BIRTH(TYPE("APPROXIMATELY") "<YEAR>1961</YEAR>")
                BIRTH(TYPE("APPROXIMATELY") "<DATE>1963-05-01</DATE>") BIRTH(
                    TYPE("BETWEEN") "<FROM_YEAR>1970</FROM_YEAR><TO_YEAR>1972</TO_YEAR>"
                                    "<NOTE>Approximately</NOTE>")
                    BIRTH(TYPE("BETWEEN") "<FROM_YEAR>1900</FROM_YEAR><TO_YEAR>1926</"
                                          "TO_YEAR>") BIRTH(TYPE("EXACT") "<NOTE>Nov. 1980 "
                                                                          "</NOTE>")
                        BIRTH(TYPE("EXACT") "<YEAR>1982</YEAR><NOTE>Sep.</NOTE>") BIRTH(
                            TYPE("EXACT") "<NOTE>12/06/1402 (Hijri Calendar)</NOTE>")
                            BIRTH(TYPE("APPROXIMATELY") "<NOTE>30-35 years old</NOTE>") BIRTH(
                                TYPE("EXACT") "<NOTE>Between Aug. and Sep. "
                                              "1977</NOTE>") BIRTH(TYPE("EXACT") "<DATE>"
                                                                                 "1999-02-"
                                                                                 "29</DATE>")
                                BIRTH(TYPE("")) "<INDIVIDUAL_ALIAS><QUALITY>Good</"
                                                "QUALITY><ALIAS_NAME>X</"
                                                "ALIAS_NAME><DATE_OF_BIRTH>"
                                                "1985</DATE_OF_BIRTH><CITY_OF_BIRTH>Rome</"
                                                "CITY_OF_BIRTH><COUNTRY_OF_BIRTH>Italy"
                                                "</COUNTRY_OF_BIRTH><NOTE>DOB: a) 1 Apr. 1986 "
                                                "b) 1987. POB: Oran in 1800. "
                                                "Passport No. "
                                                "A1234567</NOTE></INDIVIDUAL_ALIAS>"
                                                "<INDIVIDUAL_PLACE_OF_BIRTH><STREET>Mill "
                                                "Lane</STREET><CITY>Oran</CITY><COUNTRY>"
                                                "Algeria</COUNTRY><NOTE>possibly</NOTE></"
                                                "INDIVIDUAL_PLACE_OF_BIRTH>"
                                                "<INDIVIDUAL_PLACE_OF_BIRTH><COUNTRY>Sudan/"
                                                "South Sudan</COUNTRY>"
                                                "</INDIVIDUAL_PLACE_OF_BIRTH><COMMENTS1>Uses "
                                                "sexual threats. Sex: female.</COMMENTS1>"),
    "");

static const fact births_facts[] = {
    {"t-1", "birthDate", "1950-02-03"},
    {"t-1", "notes", "Birth date \"1950-02-03\": from a school book"},
    {"t-1", "birthDate", "1961"},
    {"t-1", "notes", "Birth date \"1961\": approximately"},
    {"t-1", "birthDate", "1963"},
    {"t-1", "!birthDate", "1963-05-01"},
    {"t-1", "birthDate", "1970"},
    {"t-1", "birthDate", "1971"},
    {"t-1", "birthDate", "1972"},
    {"t-1", "notes", "Birth date: between 1970 and 1972; Approximately"},
    {"t-1", "!birthDate", "1910"},
    {"t-1", "notes", "Birth date: between 1900 and 1926"},
    {"t-1", "birthDate", "1980-11"},
    {"t-1", "birthDate", "1982-09"},
    {"t-1", "!birthDate", "1402-06-12"},
    {"t-1", "!birthDate", "1402"},
    {"t-1", "notes", "Birth date: 12/06/1402 (Hijri Calendar)"},
    {"t-1", "notes", "Birth date: approximately; 30-35 years old"},
    {"t-1", "birthDate", "1977"},
    {"t-1", "birthDate", "1985"},
    {"t-1", "birthDate", "1986-04-01"},
    {"t-1", "birthDate", "1987"},
    {"t-1", "!birthDate", "1800"},
    {"t-1", "passportNumber", "A1234567"},
    {"t-1", "birthPlace", "Rome, Italy"},
    {"t-1", "birthPlace", "Mill Lane, Oran, Algeria"},
    {"t-1", "birthCountry", "dz"},
    {"t-1", "birthCountry", "it"},
    {"t-1", "birthCountry", "sd"},
    {"t-1", "birthCountry", "ss"},
    {"t-1", "notes", "birthCountry: Sudan/South Sudan"},
    {"t-1", "notes", "Birth place \"Mill Lane, Oran, Algeria\": possibly"},
    {"t-1", "gender", "female"},
};

static void births(void **state)
{
    (void)state;
    list *l = list_text(births_text);
    assert_int_equal(l->rc, MS_OK);
    CHECK(l, births_facts);
    assert_int_equal(l->report.values_aside, 1);
    assert_non_null(strstr(l->report.aside[0].diag.what, "birthDate: '1999-02-29'"));
    assert_true(ms_str_eq(l->report.aside[0].record, MS_STR("t-1")));
    assert_false(l->report.aside[0].whole);
    list_free(l);
}

#define DOCUMENT(fields) "<INDIVIDUAL_DOCUMENT>" fields "</INDIVIDUAL_DOCUMENT>"

static const char satellites_text[] = LIST(
    PERSON(
        "<UN_LIST_TYPE>Sample</UN_LIST_TYPE><REFERENCE_NUMBER>SMi.1</REFERENCE_NUMBER>"
        "<LISTED_ON>2015-07-01-04:00</LISTED_ON><SUBMITTED_BY>Chad</SUBMITTED_BY>"
        "<DELISTED_ON>2020-01-01</DELISTED_ON><GENDER>Unknown</GENDER>"
        "<LAST_DAY_UPDATED><VALUE>2016-01-02</VALUE></LAST_DAY_UPDATED>"
        "<TITLE><VALUE>Dr.</VALUE></TITLE><DESIGNATION><VALUE>Clerk</VALUE></DESIGNATION>"
        "<NATIONALITY><VALUE>Chad (since 2001)</VALUE><VALUE>na</VALUE></NATIONALITY>"
        "<INDIVIDUAL_DOCUMENT/>" DOCUMENT(
            "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>Chadian passport "
            "number C 12345</NUMBER><ISSUING_COUNTRY>Chad</ISSUING_COUNTRY>"
            "<DATE_OF_ISSUE>2001-02-03</DATE_OF_ISSUE><CITY_OF_ISSUE>Milan</CITY_OF_ISSUE>"
            "<COUNTRY_OF_ISSUE>Italy</COUNTRY_OF_ISSUE><NOTE>issued under name Ana Bel, "
            "expired</NOTE>")
            DOCUMENT("<TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT>"
                     "<TYPE_OF_DOCUMENT2>Ration card number:</TYPE_OF_DOCUMENT2><NUMBER>77 (A)"
                     "</NUMBER>")
                DOCUMENT("<TYPE_OF_DOCUMENT>National Identification "
                         "Number</TYPE_OF_DOCUMENT><NOTE>"
                         "Fiscal Code: QRS74T</NOTE>") "<INDIVIDUAL_ADDRESS><COUNTRY/></"
                                                       "INDIVIDUAL_ADDRESS>"
                                                       "<INDIVIDUAL_ADDRESS><STREET>1 Mill "
                                                       "Lane</STREET><CITY>Moundou</"
                                                       "CITY><STATE_PROVINCE>"
                                                       "Logone</STATE_PROVINCE><ZIP_CODE>235</"
                                                       "ZIP_CODE><COUNTRY>Chad</"
                                                       "COUNTRY><NOTE>in 2010"
                                                       "</NOTE></INDIVIDUAL_ADDRESS>"
                                                       "<INDIVIDUAL_ADDRESS><NOTE>unknown</"
                                                       "NOTE></INDIVIDUAL_ADDRESS>"),
    "");

static const fact satellites_facts[] = {
    {"t-1", "program", "Sample"},
    {"t-1", "summary", "United Nations Security Council SMi.1, listed 2015-07-01"},
    {"t-1", "modifiedAt", "2016-01-02"},
    {"t-1", "title", "Dr."},
    {"t-1", "position", "Clerk"},
    {"t-1", "nationality", "td"},
    {"t-1", "notes", "nationality: Chad (since 2001)"},
    {"t-1", "!gender", NULL},
    {"t-1", "passportNumber", "C 12345"},
    {"t-1", "alias", "Ana Bel"},
    {"t-1", "idNumber", "77"},
    {"t-1", "idNumber", "QRS74T"},
    {"t-1", "address", "1 Mill Lane, Moundou, Logone, 235, Chad"},
    {"t-1", "country", "td"},
    {"t-1", "addressEntity", "t-1-addr-1"},
    {"t-1", "addressEntity", "t-1-addr-2"},
    {"t-1", "notes", "Address \"1 Mill Lane, Moundou, Logone, 235, Chad\": in 2010"},
    {"t-1", "notes", "Address: unknown"},
    {"t-1-sanction", "entity", "t-1"},
    {"t-1-sanction", "unscId", "SMi.1"},
    {"t-1-sanction", "authorityId", "SMi.1"},
    {"t-1-sanction", "listingDate", "2015-07-01"},
    {"t-1-sanction", "endDate", "2020-01-01"},
    {"t-1-sanction", "summary", "submitted by Chad"},
    {"t-1-sanction", "program", "Sample"},
    {"t-1-doc-1", "holder", "t-1"},
    {"t-1-doc-1", "number", "C 12345"},
    {"t-1-doc-1", "passportNumber", "C 12345"},
    {"t-1-doc-1", "country", "td"},
    {"t-1-doc-1", "startDate", "2001-02-03"},
    {"t-1-doc-1", "authority", "Milan, Italy"},
    {"t-1-doc-1", "summary", "issued under name Ana Bel, expired"},
    {"t-1-doc-1", "summary", "Chadian passport number C 12345"},
    {"t-1-doc-2", "number", "77"},
    {"t-1-doc-2", "type", "Ration card number:"},
    {"t-1-doc-3", "number", "QRS74T"},
    {"t-1-addr-1", "city", "Moundou"},
    {"t-1-addr-1", "postalCode", "235"},
    {"t-1-addr-1", "country", "td"},
    {"t-1-addr-2", "remarks", "unknown"},
};

static void satellites(void **state)
{
    (void)state;
    list *l = list_text(satellites_text);
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(l->report.records, 1);
    assert_int_equal(l->report.entities, 7);
    CHECK(l, satellites_facts);
    assert_int_equal(LIST_UNMAPPED(l, "GENDER"), 1);
    assert_int_equal(LIST_UNMAPPED(l, "INDIVIDUAL/NATIONALITY/VALUE"), 1);
    assert_int_equal(LIST_SCHEMA(l, "Passport"), 1);
    list_free(l);
}

static void ids_and_gaps(void **state)
{
    (void)state;
    list *l = list_text(
        LIST(PERSON("") PERSON("") "<INDIVIDUAL><DATAID>3</DATAID></INDIVIDUAL>"
                                   "<INDIVIDUAL><DATAID>000000</DATAID><REFERENCE_NUMBER>R.1"
                                   "</REFERENCE_NUMBER><FIRST_NAME>BO</FIRST_NAME></INDIVIDUAL>"
                                   "<INDIVIDUAL><FIRST_NAME>CY</FIRST_NAME><EYES>blue</EYES>"
                                   "<NEW><PART a=\"b\">c</PART></NEW></INDIVIDUAL>",
             "<OTHER><X>y</X></OTHER>stray"));
    assert_int_equal(l->rc, MS_OK);
    assert_true(ms_str_eq(l->report.version, MS_STR("2026-01-01")));
    assert_non_null(list_json(l, "t-1"));
    assert_non_null(list_json(l, "t-R.1"));
    assert_int_equal(LIST_SCHEMA(l, "Person"), 3);
    assert_int_equal(l->report.records_aside, 2);
    assert_int_equal(l->report.aside[0].diag.rc, MS_EDUPLICATE);
    assert_int_equal(l->report.aside[1].diag.rc, MS_EMISSING);
    assert_true(ms_str_eq(l->report.aside[1].record, MS_STR("t-3")));
    assert_int_equal(l->report.aside[1].diag.line, 2);
    assert_int_equal(LIST_UNMAPPED(l, "INDIVIDUAL/EYES"), 1);
    assert_int_equal(LIST_UNMAPPED(l, "INDIVIDUAL/NEW/PART"), 1);
    assert_int_equal(LIST_UNMAPPED(l, "INDIVIDUAL/NEW/PART/@a"), 1);
    assert_int_equal(LIST_UNMAPPED(l, "OTHER/X"), 1);
    assert_int_equal(LIST_UNMAPPED(l, "ENTITIES"), 1);
    list_free(l);
}

static void refuse(const char *text, size_t n, ms_rc rc, const char *what)
{
    list *l = list_text_as(text, n, MS_FORMAT_AUTO);
    if (l->rc != rc || !strstr(l->d.what, what)) fail_msg("%d '%s'", l->rc, l->d.what);
    list_free(l);
}

#define REFUSE(text, rc, what) refuse((text), sizeof(text) - 1, (rc), (what))

static void bad_xml(void **state)
{
    (void)state;
    static const char good[] = LIST(PERSON(""), "");
    refuse(good, sizeof good - 9, MS_ETRUNCATED, "cut off");
    refuse(good, 60, MS_ETRUNCATED, "cut off");
    REFUSE("<!DOCTYPE x [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]><CONSOLIDATED_LIST>&c;"
           "</CONSOLIDATED_LIST>",
           MS_ESYNTAX, "entity declarations");
    REFUSE("<!DOCTYPE x [<!ENTITY % p SYSTEM \"file:///etc/passwd\">%p;]><CONSOLIDATED_LIST/>",
           MS_ESYNTAX, "entity declarations");
    REFUSE("<!DOCTYPE x SYSTEM \"x.dtd\"><CONSOLIDATED_LIST>&c;</CONSOLIDATED_LIST>",
           MS_ESYNTAX, "'c' is not declared");
    REFUSE("<CONSOLIDATED_LIST>&c;</CONSOLIDATED_LIST>", MS_ESYNTAX, "undefined entity");
    REFUSE("<CONSOLIDATED_LIST><A></B></CONSOLIDATED_LIST>", MS_ESYNTAX, "mismatched tag");
    REFUSE("<CONSOLIDATED_LIST>\xd6\x20</CONSOLIDATED_LIST>", MS_EENCODING, "UTF-8");
    REFUSE("<?xml version=\"1.0\" encoding=\"KOI8-R\"?><CONSOLIDATED_LIST/>", MS_EENCODING,
           "unknown encoding");
    list *l = list_text("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><CONSOLIDATED_LIST>"
                        "<INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>J\xd6RG"
                        "</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>");
    assert_true(has(l, "t-1", "name", "JÖRG"));
    list_free(l);
}

/* The lines are counted from the file's first, however often reading had to begin anew. */
static void broken_records_name_their_line(void **state)
{
    (void)state;
    list *l =
        list_text("<?xml version=\"1.0\"?>\n<CONSOLIDATED_LIST>\n<INDIVIDUALS>\n"
                  "<INDIVIDUAL>\n<A></B>\n</INDIVIDUAL>\n"          /* 4 to 6 */
                  "<INDIVIDUAL>\n\n<DATAID>3<</INDIVIDUAL>\n"       /* 7 to 9 */
                  "<INDIVIDUAL><DATAID>4</DATAID>\n</INDIVIDUAL>\n" /* 10 */
                  "</INDIVIDUALS>\n<ENTITIES>\n"                    /* 12 and 13 */
                  "<ENTITY>\n<A></B></ENTITY>\n" ENTITY(
                      "<FIRST_NAME>ZED</FIRST_NAME>") "</ENTITIES>\n</CONSOLIDATED_LIST>");
    static const uint64_t lines[] = {5, 9, 10, 15};
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(l->report.records_aside, 4);
    for (size_t i = 0; i < 4; i++) assert_int_equal(l->report.aside[i].diag.line, lines[i]);
    list_free(l);
}

/* `open`, `n` times `unit`, `close`; freed by the caller. */
static char *repeat(const char *open, const char *unit, size_t n, const char *close,
                    size_t *len)
{
    size_t u = strlen(unit), at = strlen(open);
    char *p = malloc(at + n * u + strlen(close) + 1);
    memcpy(p, open, at);
    for (size_t i = 0; i < n; i++, at += u) memcpy(p + at, unit, u);
    strcpy(p + at, close);
    *len = at + strlen(close);
    return p;
}

static int gate(size_t n)
{
    return n <= 64 << 20;
}

static void ceilings(void **state)
{
    (void)state;
    size_t n;
    char *p = repeat("<CONSOLIDATED_LIST>", "<A>", 100000, "", &n);
    refuse(p, n, MS_ELIMIT, "nested");
    free(p);
    /* One text over its ceiling, and a record of too many elements: each costs itself. */
    p = repeat("<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>", "0123456789abcdef",
               (MS_FIELD_MAX >> 4) + 1,
               "</FIRST_NAME></INDIVIDUAL>" PERSON("") "</INDIVIDUALS></CONSOLIDATED_LIST>",
               &n);
    list *l = list_text_as(p, n, MS_FORMAT_AUTO);
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(l->report.records_aside, 1);
    assert_int_equal(l->report.aside[0].diag.rc, MS_ELIMIT);
    assert_non_null(list_json(l, "t-1"));
    list_free(l);
    free(p);
    p = repeat("<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL>", "<A/>", 100001,
               "</INDIVIDUAL>" PERSON("") "</INDIVIDUALS></CONSOLIDATED_LIST>", &n);
    l = list_text_as(p, n, MS_FORMAT_AUTO);
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(l->report.records_aside, 1);
    list_free(l);
    free(p);
    /* A tag of 40 MB: refused before it is held. */
    p = repeat("<CONSOLIDATED_LIST><A b=\"", "0123456789abcdef", 40 << 16,
               "\"/></CONSOLIDATED_LIST>", &n);
    ms_mem_gate = gate;
    refuse(p, n, MS_ELIMIT, "tag");
    ms_mem_gate = NULL;
    free(p);
}

/* Texts made to be slow to take apart. */
static void hostile_names(void **state)
{
    (void)state;
    static const char *const units[] = {"(", "(a;", "a) ", ";", "(a) ", "born ", "ا a "};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t n;
        char *p =
            repeat("<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>"
                   "A</FIRST_NAME><INDIVIDUAL_ALIAS><ALIAS_NAME>",
                   units[i], 100000,
                   "</ALIAS_NAME></INDIVIDUAL_ALIAS></INDIVIDUAL></INDIVIDUALS>"
                   "</CONSOLIDATED_LIST>",
                   &n);
        list *l = list_text_as(p, n, MS_FORMAT_AUTO);
        assert_int_equal(l->rc, MS_OK);
        list_free(l);
        free(p);
    }
}

static void memory_fails(void **state)
{
    (void)state;
    list_memory_fails(LIST(
        PERSON("<INDIVIDUAL_ALIAS><ALIAS_NAME>B (ب)</ALIAS_NAME></INDIVIDUAL_ALIAS>"), ""));
}

/* The official files. */

static list *real(const char *date)
{
    char path[4096];
    ms_source *src;
    const char *shared = getenv("MARSAD_SHARED"), *root = getenv("MARSAD_SOURCE");
    snprintf(path, sizeof path, "%s%s/data/lists/un/un_consolidated_%s.xml",
             shared ? shared
             : root ? root
                    : "..",
             shared ? "" : "/../shared", date);
    if (ms_source_file(path, &src, NULL)) return NULL;
    return list_read(src, MS_FORMAT_AUTO);
}

static void list_2018(void **state)
{
    (void)state;
    list *l = real("2018-10-29");
    if (!l) skip();
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(LIST_SCHEMA(l, "Person"), 703);
    assert_int_equal(LIST_SCHEMA(l, "Organization"), 390);
    assert_int_equal(LIST_SCHEMA(l, "Sanction"), 1093);
    assert_int_equal(l->report.records_aside, 0);
    /* "Kuwaiti citizenship withdrawn in 2002" and the like. */
    assert_int_equal(l->report.values_aside, 0);
    assert_in_range(l->report.values_odd, 1, 20);
    static const fact facts[] = {
        {"t-6908458", "birthCountry", "ss"},
        {"t-6908458", "birthCountry", "sd"},
        {"t-111496", "notes", NULL},
        {"t-6908458-sanction", "listingDate", "2015-07-01"},
    };
    CHECK(l, facts);
    list_free(l);
}

/* Entries chosen for their oddities; facts read in the XML by eye. */
static const fact list_2026_facts[] = {
    /* TAi.153: FOURTH_NAME "na", a range of years, an alias in Arabic with its
     * spellings in the note, a former listing */
    {"t-2975510", "!lastName", NULL},
    {"t-2975510", "birthDate", "1969"},
    {"t-2975510", "birthDate", "1961"},
    {"t-2975510", "alias", "Haji Fiazullah"},
    {"t-2975510", "previousName", "Faizullah Noorzai Akhtar Mohammed Mira Khan"},
    {"t-2975510", "address",
     "Boghra Road, Miralzei Village, Chaman, Baluchistan Province, Pakistan"},
    {"t-2975510", "birthPlace", "Chaman, Baluchistan Province, Pakistan"},
    {"t-2975510", "title", "Haji"},
    /* QDi.299: names between ";" inside a note, a ration card */
    {"t-2975516", "alias", "Ibrahim ‘Awad Ibrahim al-Samarra’i"},
    {"t-2975516", "weakAlias", "Abu Duaa’"},
    {"t-2975516", "weakAlias", "Abu Bakr al-Baghdadi"},
    {"t-2975516", "idNumber", "0134852"},
    {"t-2975516-doc-1", "type", "Ration card number:"},
    /* QDe.137: ten names in one alias, parentheses in parentheses */
    {"t-6908429", "alias", "هيئة تحرير الشام"},
    {"t-6908429", "alias", "Hayat Tahrir al-Sham"},
    {"t-6908429", "alias", "Ansar al-Mujahideen Network"},
    {"t-6908429", "abbreviation", "HTS"},
    /* CDe.003: two names in FIRST_NAME */
    {"t-6908026", "name", "GREAT LAKES BUSINESS COMPANY (GLBC)"},
    {"t-6908026", "abbreviation", "CAGL"},
    {"t-6908026", "country", "rw"},
    /* KPi.009: one passport in three languages */
    {"t-690745", "passportNumber", "PS381420397"},
    {"t-690745-doc-2", "country", "kp"},
    {"t-690745-doc-3", "number", "PS381420397"},
    /* TAi.147: approximate year */
    {"t-2913442", "birthDate", "1972"},
    {"t-2913442", "notes", "Birth date \"1972\": approximately"},
    /* QDi.291: a Hijri date, an Arabic alias in parentheses */
    {"t-2962519", "birthDate", "1982-04-18"},
    {"t-2962519", "birthDate", "1982-04-19"},
    {"t-2962519", "notes", "Birth date: 24/06/1402 (Hijri Calendar)"},
    {"t-2962519", "alias", "إبراهيم حسن طالع عسيري"},
    {"t-2962519-doc-1", "startDate", "2005-04-30"},
    /* CDi.004: birth date only in a note */
    {"t-6907996", "birthDate", "1973-11"},
    {"t-6907996", "weakAlias", "India Queen"},
    /* QDi.395: month in a note, blanks around a number */
    {"t-6908545", "birthDate", "1958-09"},
    {"t-6908545", "idNumber", "3311092409580002"},
    /* QDi.365: Cyrillic spellings in the notes, a passport called national id */
    {"t-6908489", "alias", "Давид Майер"},
    {"t-6908489", "weakAlias", "Однорукий"},
    {"t-6908489", "passportNumber", "9600133195"},
    {"t-6908489-doc-1", "authority",
     "Vedensiky District, Republic of Chechnya, Russian Federation"},
    /* QDi.060: numbers only in notes */
    {"t-111735", "passportNumber", "L 191609"},
    {"t-111735", "idNumber", "04643632"},
    {"t-111735", "idNumber", "DAOMMD74T11Z352Z"},
    /* QDi.096: issued by one country in another */
    {"t-112042-doc-1", "country", "tn"},
    {"t-112042-doc-1", "authority", "Milan, Italy"},
    /* SSi.001: listing date with a time zone, two birth countries */
    {"t-6908457-sanction", "listingDate", "2015-07-01"},
    {"t-6908457", "birthCountry", "ss"},
    {"t-6908457", "birthCountry", "sd"},
    {"t-6908457", "idNumber", "M6600000258472"},
    /* QDi.001: birth facts and Arabic name in an alias' note */
    {"t-113219", "alias", "سيف العدل"},
    {"t-113219", "birthDate", "1960-04-11"},
    /* QDi.430: two nationalities, four addresses with notes */
    {"t-6908858", "nationality", "tt"},
    {"t-6908858", "nationality", "us"},
    {"t-6908858-addr-4", "remarks", "previous location- January 1991-2008"},
};

static void list_2026(void **state)
{
    (void)state;
    list *l = real("2026-02-27");
    if (!l) skip();
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(LIST_SCHEMA(l, "Person"), 730);
    assert_int_equal(LIST_SCHEMA(l, "Organization"), 273);
    assert_int_equal(LIST_SCHEMA(l, "Sanction"), 1003);
    assert_int_equal(LIST_SCHEMA(l, "Passport") + LIST_SCHEMA(l, "Identification"), 468);
    assert_int_equal(l->report.records_aside, 0);
    assert_int_equal(l->report.values_aside, 0);
    assert_true(ms_str_eq(l->report.version, MS_STR("2026-02-27T00:00:09.554Z")));
    CHECK(l, list_2026_facts);
    list_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),        cmocka_unit_test(births),
        cmocka_unit_test(satellites),   cmocka_unit_test(ids_and_gaps),
        cmocka_unit_test(bad_xml),      cmocka_unit_test(broken_records_name_their_line),
        cmocka_unit_test(ceilings),     cmocka_unit_test(hostile_names),
        cmocka_unit_test(memory_fails), cmocka_unit_test(list_2018),
        cmocka_unit_test(list_2026),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
