/* The table of routes and that of models: whatever the document and the reference need is
 * there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "server/document.h"
#include "server/models.h"
#include "server/routes.h"

static void said(const char *what, const char *of, const char *text)
{
    if (!text || !*text) print_error("%s: no %s\n", of, what);
    assert_true(text && *text);
}

static void model_is_known(const char *route, const char *name)
{
    if (!name) return;
    if (!ms_model_find(ms_str_z(name)))
        print_error("%s: no model %.*s\n", route, MS_FMT(ms_str_z(name)));
    assert_non_null(ms_model_find(ms_str_z(name)));
}

static void routes_say_what_they_are(void **state)
{
    (void)state;
    for (const ms_route *r = ms_routes; r->method; r++) {
        ms_str name;
        unsigned n = 0;
        said("tag", r->path, r->tag);
        said("summary", r->path, r->summary);
        for (const char *at = r->path; (at = ms_document_var(at, &name)); n++)
            said("word on a variable", r->path, n < MS_ROUTE_VARS ? r->vars[n] : NULL);
        for (const ms_param *p = r->params; p && p->name; p++) {
            said("help", p->name, p->help);
            assert_int_equal(p->type == MS_PARAM_CHOICE, p->choices != NULL);
        }
        model_is_known(r->path, r->takes);
        model_is_known(r->path, r->gives);
    }
}

static void statuses_have_words(void **state)
{
    (void)state;
    for (const ms_route *r = ms_routes; r->method; r++) {
        int all[MS_DOCUMENT_STATUSES];
        unsigned n = ms_document_statuses(r, all);
        for (unsigned i = 0; i < n; i++) {
            if (i) assert_true(all[i - 1] < all[i]);
            if (!strcmp(ms_document_status(all[i]), "Something else"))
                print_error("%s: no words for %d\n", r->path, all[i]);
            assert_string_not_equal(ms_document_status(all[i]), "Something else");
        }
    }
}

static void see(void *ctx, ms_str name)
{
    if (!ms_model_find(name)) print_error("%s: no model %.*s\n", (char *)ctx, MS_FMT(name));
    assert_non_null(ms_model_find(name));
}

static void models_name_models(void **state)
{
    (void)state;
    for (const ms_model *m = ms_models; m->name; m++) {
        char of[128];
        snprintf(of, sizeof of, "%s", m->name);
        said("word on it", of, m->about);
        for (const ms_model_member *k = m->members; k->name; k++) {
            said("help", k->name, k->help);
            if (!ms_model_type_names(k->type, see, of))
                print_error("%s.%s: %s is no type\n", of, k->name, k->type);
            assert_true(ms_model_type_names(k->type, see, of));
        }
        assert_null(m->members[MS_MODEL_MEMBERS - 1].name);
        assert_ptr_equal(ms_model_find(ms_str_z(m->name)), m);
    }
}

/* Read by another library's reader. */
static void types_are_schemata(void **state)
{
    (void)state;
    static const struct {
        const char *type, *schema;
    } rows[] = {
        {"string", "{\"type\":\"string\"}"},
        {"any", "{}"},
        {"TotalSpec", "{\"$ref\":\"#/components/schemas/TotalSpec\"}"},
        {"[integer]", "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}"},
        {"{integer|string}", "{\"type\":\"object\",\"additionalProperties\":{\"anyOf\":["
                             "{\"type\":\"integer\"},{\"type\":\"string\"}]}}"},
        {"number?", "{\"anyOf\":[{\"type\":\"number\"},{\"type\":\"null\"}]}"},
        {"{[string|TotalSpec]}",
         "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"array\",\"items\":{"
         "\"anyOf\":["
         "{\"type\":\"string\"},{\"$ref\":\"#/components/schemas/TotalSpec\"}]}}}"},
        {"[boolean]|string?", "{\"anyOf\":[{\"type\":\"array\",\"items\":{\"type\":\"boolean\"}"
                              "},{\"type\":\"string\"},"
                              "{\"type\":\"null\"}]}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_out o = {0};
        ms_model_type_json(rows[i].type, &o);
        json_t *made = json_loadb(o.p, o.n, 0, NULL);
        json_t *wanted = json_loads(rows[i].schema, 0, NULL);
        assert_non_null(made);
        assert_true(json_equal(made, wanted));
        json_decref(made);
        json_decref(wanted);
        ms_out_free(&o);
    }
}

static void what_is_no_type_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "[string", "string]", "{}", "a|", "[a]]", "?", "a b"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(ms_model_type_names(bad[i], NULL, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(routes_say_what_they_are),   cmocka_unit_test(statuses_have_words),
        cmocka_unit_test(models_name_models),         cmocka_unit_test(types_are_schemata),
        cmocka_unit_test(what_is_no_type_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
