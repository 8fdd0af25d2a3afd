/* The model: facts of the published FollowTheMoney schemata, checked by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <marsad/model.h>

static const ms_schema *schema(const char *name)
{
    const ms_schema *s = ms_schema_find(ms_str_z(name));
    if (!s) fail_msg("%s: not in the model", name);
    return s;
}

static void schemata_are_there(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Thing",        "LegalEntity", "Person",     "Organization", "Company",
        "PublicBody",   "Vessel",      "Airplane",   "Vehicle",      "CryptoWallet",
        "Security",     "BankAccount", "Address",    "Passport",     "Identification",
        "Sanction",     "Position",    "Family",     "Associate",    "Ownership",
        "Directorship", "UnknownLink", "Succession", "Employment",   "Membership",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const ms_schema *s = schema(names[i]);
        assert_true(ms_str_eq(ms_schema_name(s), ms_str_z(names[i])));
        assert_ptr_equal(ms_schema_at(ms_schema_number(s)), s);
    }
    assert_null(ms_schema_find(MS_STR("person")));
    assert_null(ms_schema_find(MS_STR("Person.birthDate")));
    assert_null(ms_schema_find((ms_str){NULL, 0}));
    assert_null(ms_schema_at(ms_schema_count()));
    assert_true(ms_str_eq(ms_schema_label(schema("BankAccount")), MS_STR("Bank account")));
}

static void inheritance(void **state)
{
    (void)state;
    assert_true(ms_schema_is_a(schema("Person"), schema("Person")));
    assert_true(ms_schema_is_a(schema("Person"), schema("Thing")));
    assert_true(ms_schema_is_a(schema("Company"), schema("LegalEntity")));
    assert_true(ms_schema_is_a(schema("Company"), schema("Asset")));
    assert_true(ms_schema_is_a(schema("Company"), schema("Value")));
    assert_true(ms_schema_is_a(schema("Vessel"), schema("Asset")));
    assert_true(ms_schema_is_a(schema("Passport"), schema("Interval")));
    assert_false(ms_schema_is_a(schema("Person"), schema("Organization")));
    assert_false(ms_schema_is_a(schema("Thing"), schema("Person")));
    assert_false(ms_schema_is_a(schema("Passport"), schema("Thing")));
}

static void who_is_screened(void **state)
{
    (void)state;
    static const char *const yes[] = {"LegalEntity",  "Person",      "Organization", "Company",
                                      "PublicBody",   "Vessel",      "Airplane",     "Vehicle",
                                      "CryptoWallet", "BankAccount", "Security"};
    static const char *const no[] = {"Thing",          "Interval",  "Asset",      "Passport",
                                     "Family",         "Ownership", "Address",    "Sanction",
                                     "Identification", "Document",  "UnknownLink"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        assert_true(ms_schema_matchable(schema(yes[i])));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(ms_schema_matchable(schema(no[i])));
    assert_true(ms_schema_edge(schema("Ownership")));
    assert_true(ms_schema_edge(schema("Family")));
    assert_false(ms_schema_edge(schema("Sanction")));
    assert_false(ms_schema_edge(schema("Person")));
}

static void comparable(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool yes;
    } cases[] = {{"Person", "Person", true},       {"LegalEntity", "Person", true},
                 {"LegalEntity", "Company", true}, {"Organization", "PublicBody", true},
                 {"Person", "Company", false},     {"PublicBody", "Company", false},
                 {"Vessel", "Airplane", false},    {"Vehicle", "Vessel", true},
                 {"Thing", "Person", true},        {"Person", "Passport", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const ms_schema *a = schema(cases[i].a), *b = schema(cases[i].b);
        assert_int_equal(ms_schema_comparable(a, b), cases[i].yes);
        assert_int_equal(ms_schema_comparable(b, a), cases[i].yes);
    }
    assert_true(ms_schema_comparable(NULL, schema("Person")));
    assert_true(ms_schema_comparable(schema("Person"), NULL));
    assert_true(ms_schema_comparable(NULL, NULL));
}

static void properties(void **state)
{
    (void)state;
    static const struct {
        const char *schema, *prop, *label;
        ms_type type;
        ms_id_format format;
        bool matchable;
    } cases[] = {
        {"Person", "birthDate", "Birth date", MS_TYPE_DATE, MS_ID_ANY, true},
        {"Person", "name", "Name", MS_TYPE_NAME, MS_ID_ANY, true},
        {"Person", "innCode", "INN", MS_TYPE_IDENTIFIER, MS_ID_INN, true},
        {"Person", "firstName", "First name", MS_TYPE_STRING, MS_ID_ANY, false},
        {"Person", "position", "Position", MS_TYPE_STRING, MS_ID_ANY, false},
        {"Person", "gender", "Gender", MS_TYPE_GENDER, MS_ID_ANY, false},
        {"Person", "socialSecurityNumber", "Social security number", MS_TYPE_IDENTIFIER,
         MS_ID_ANY, true},
        {"Company", "leiCode", "LEI", MS_TYPE_IDENTIFIER, MS_ID_LEI, true},
        {"Company", "ogrnCode", "OGRN", MS_TYPE_IDENTIFIER, MS_ID_OGRN, true},
        {"Company", "amount", "Amount", MS_TYPE_NUMBER, MS_ID_ANY, false},
        {"Vessel", "imoNumber", "IMO Number", MS_TYPE_IDENTIFIER, MS_ID_IMO, true},
        {"BankAccount", "iban", "IBAN", MS_TYPE_IDENTIFIER, MS_ID_IBAN, true},
        {"BankAccount", "bic", "Bank Identifier Code", MS_TYPE_IDENTIFIER, MS_ID_BIC, true},
        {"Security", "isin", "ISIN", MS_TYPE_IDENTIFIER, MS_ID_ISIN, true},
        {"Sanction", "entity", "Entity", MS_TYPE_ENTITY, MS_ID_ANY, true},
        {"Passport", "country", "Country", MS_TYPE_COUNTRY, MS_ID_ANY, true},
        {"Thing", "topics", "Topics", MS_TYPE_TOPIC, MS_ID_ANY, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const ms_prop *p = ms_schema_prop(schema(cases[i].schema), ms_str_z(cases[i].prop));
        if (!p) fail_msg("%s.%s: not in the model", cases[i].schema, cases[i].prop);
        assert_true(ms_str_eq(ms_prop_name(p), ms_str_z(cases[i].prop)));
        if (!ms_str_eq(ms_prop_label(p), ms_str_z(cases[i].label)))
            fail_msg("%s: label %.*s", cases[i].prop, MS_FMT(ms_prop_label(p)));
        assert_int_equal(ms_prop_type(p), cases[i].type);
        assert_int_equal(ms_prop_format(p), cases[i].format);
        if (ms_prop_matchable(p) != cases[i].matchable) fail_msg("%s", cases[i].prop);
    }
    assert_null(ms_schema_prop(schema("Thing"), MS_STR("birthDate")));
    assert_null(ms_schema_prop(schema("Company"), MS_STR("birthDate")));
    /* The far side of another schema's property holds no values. */
    assert_null(ms_schema_prop(schema("Person"), MS_STR("passports")));
}

/* One property, wherever it is asked of, is one pointer. */
static void inherited_properties_are_shared(void **state)
{
    (void)state;
    const ms_prop *p = ms_schema_prop(schema("Thing"), MS_STR("name"));
    for (unsigned i = 0; i < ms_schema_count(); i++) {
        const ms_schema *s = ms_schema_at(i);
        if (!ms_schema_is_a(s, schema("Thing"))) continue;
        assert_ptr_equal(ms_schema_prop(s, MS_STR("name")), p);
    }
    assert_string_equal(ms_type_name(MS_TYPE_DATE), "date");
    assert_string_equal(ms_type_name(MS_TYPE_ENTITY), "entity");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schemata_are_there), cmocka_unit_test(inheritance),
        cmocka_unit_test(who_is_screened),    cmocka_unit_test(comparable),
        cmocka_unit_test(properties),         cmocka_unit_test(inherited_properties_are_shared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
