/* Accept-Language: which of the languages that there are is wanted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "server/language.h"

static void what_is_wanted_most(void **state)
{
    (void)state;
    static const struct {
        const char *accept;
        ms_lang lang;
    } rows[] = {
        {"", MS_LANG_EN},
        {"fr", MS_LANG_FR},
        {"AR-SY", MS_LANG_AR},
        {"fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", MS_LANG_FR},
        {"de, ar;q=0.3, fr;q=0.4", MS_LANG_FR},
        {"en;q=0.2,ar ; q=0.9", MS_LANG_AR},
        {"fr;q=0", MS_LANG_EN},
        {"fr;q=0, ar;q=0.001", MS_LANG_AR},
        {"en, fr", MS_LANG_EN},
        {"ar, fr", MS_LANG_AR},
        {"frr, arn, enx", MS_LANG_EN},
        {"de", MS_LANG_EN},
        {", ;q=1,, ar", MS_LANG_AR},
        {"fr;level=1;Q=0.5, ar;q=0.4", MS_LANG_FR},
        {"a-language-that-nobody-speaks-at-all, fr", MS_LANG_FR},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_lang got = ms_language_wanted(ms_str_z(rows[i].accept));
        if (got != rows[i].lang) print_error("%s: %d\n", rows[i].accept, got);
        assert_int_equal(got, rows[i].lang);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_wanted_most)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
