/* Names of messages: titles behind given names and glued to them, what stands for nobody, and
 * how two names compare. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "travel/names.h"

static void titles(void **state)
{
    (void)state;
    static const struct {
        const char *sent, *given, *title;
    } row[] = {
        {"JOHN", "JOHN", ""},
        {"JOHN MR", "JOHN", "MR"},
        {"JOHN  DR MR", "JOHN", "DR MR"},
        {"JOHNMR", "JOHN", "MR"},
        {"johnmr", "john", "mr"},
        {"JOHN PAULMR", "JOHN PAUL", "MR"},
        {"ANNAMRS", "ANNA", "MRS"},
        {"ANNAMISS", "ANNA", "MISS"},
        {"ANNADRMS", "ANNA", "DRMS"},
        {"PIMMSTR", "PIM", "MSTR"},
        {"PIMCHD", "PIM", "CHD"},
        {"PIMINF", "PIM", "INF"},
        /* Two letters of a name stay, one does not make a name. */
        {"JOMR", "JO", "MR"},
        {"XMR", "XMR", ""},
        /* Only what may be glued. */
        {"JOHNDR", "JOHNDR", ""},
        {"JOHN DR", "JOHN", "DR"},
        /* No name but this: a title of a certain kind only. */
        {"MR", "", "MR"},
        {"SIR", "SIR", ""},
        {"", "", ""},
        /* Names that only seem to end with a title. */
        {"SHAMS", "SHAMS", ""},
        {"Shams", "Shams", ""},
        {"NIMR", "NIMR", ""},
        {"ALI NIMR", "ALI NIMR", ""},
        {"SHAMSMS", "SHAMS", "MS"},
        {"ADAMS", "ADAMS", ""},
        {"WILLIAMS", "WILLIAMS", ""},
        {"ABRAHAMS", "ABRAHAMS", ""},
        {"AAMR", "AAMR", ""},
        {"THAMR", "THAMR", ""},
        {"MAKSIMS", "MAKSIMS", ""},
        /* Given names that are titles elsewhere. */
        {"WAI HON", "WAI HON", ""},
        {"MARIA LADY", "MARIA LADY", ""},
        {"JOHN LORD", "JOHN LORD", ""},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        ms_str given, title;
        ms_name_title(ms_str_z(row[i].sent), &given, &title);
        if (!ms_str_eq(given, ms_str_z(row[i].given)) ||
            !ms_str_eq(title, ms_str_z(row[i].title)))
            fail_msg("'%s': '%.*s', '%.*s'", row[i].sent, MS_FMT(given), MS_FMT(title));
    }
}

static void nobody(void **state)
{
    (void)state;
    assert_true(ms_name_nobody(MS_STR("TBA")));
    assert_true(ms_name_nobody(MS_STR("tbn")));
    assert_true(ms_name_nobody(MS_STR("NONAME")));
    assert_false(ms_name_nobody(MS_STR("TBAX")));
    assert_false(ms_name_nobody(MS_STR("MR")));
    assert_false(ms_name_nobody(MS_STR("")));
}

static void compared(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int want;
    } row[] = {
        {"ROE", "ROE", 2},
        {"roe", "ROE", 2},
        {"VAN DYK", "Van-Dyk", 2},
        {"ROE", "ROEDER", 1},
        {"ROEDER", "ROE", 1},
        {"", "ROE", 1},
        {"", "", 2},
        {"ROE", "RAE", 0},
        {"\xC3\x96", "\xC3\x9C", 0},
        {"O'HARA", "OHARA", 2},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        assert_int_equal(ms_names_compare(ms_str_z(row[i].a), ms_str_z(row[i].b)), row[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles),
        cmocka_unit_test(nobody),
        cmocka_unit_test(compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
