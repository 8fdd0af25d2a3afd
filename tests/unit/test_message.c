/* Texts for people: whatever an explanation can hold has one in every language. */
#include <marsad/match.h>
#include <marsad/message.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/table.h"

extern const ms_table ms_table_messages;

static void has_texts(const char *group, const char *name)
{
    char key[64];
    snprintf(key, sizeof key, "%s.%s", group, name);
    for (int l = 0; l < MS_LANGS; l++) {
        if (!ms_message((ms_lang)l, ms_str_z(key)).n) print_error("%s: no text %d\n", key, l);
        assert_true(ms_message((ms_lang)l, ms_str_z(key)).n > 0);
    }
}

/* Rows of data/evidence.tsv that only say how others are counted. */
static bool amount(ms_finding f)
{
    return f == MS_FINDING_FULL_MISSING || f == MS_FINDING_FULL_NAME ||
           f == MS_FINDING_NAME_LEAST || f == MS_FINDING_NAME_MISSING_SHARE;
}

static void explanations_have_texts(void **state)
{
    (void)state;
    for (int f = 0; f < MS_FINDINGS; f++)
        if (!amount((ms_finding)f)) has_texts("finding", ms_finding_name((ms_finding)f));
    for (int h = 0; h < MS_HOWS; h++) has_texts("how", ms_how_name((ms_how)h));
    for (int d = 1; d < MS_DIFFERENCES; d++)
        has_texts("differs", ms_differs_name((ms_differs)d));
    for (int r = 1; r < MS_ROLES; r++) has_texts("role", ms_role_name((ms_role)r));
    for (int f = 0; f < MS_FACT_COUNT; f++) has_texts("fact", ms_fact_name((ms_fact)f));
}

/* Which of {1}, {2} and {3} the text has. */
static unsigned places(ms_str s)
{
    unsigned set = 0;
    for (size_t i = 0; i + 2 < s.n; i++)
        if (s.p[i] == '{' && s.p[i + 2] == '}') set |= 1u << (s.p[i + 1] - '0');
    return set;
}

static bool arabic(ms_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0xD8 && (unsigned char)s.p[i] <= 0xDB) return true;
    return false;
}

static void rows_are_complete(void **state)
{
    const ms_table *t = &ms_table_messages;
    (void)state;
    assert_int_equal(t->cols, 1 + MS_LANGS);
    for (uint32_t r = 0; r < t->rows; r++) {
        ms_str key = ms_table_cell(t, r, 0), english = ms_table_cell(t, r, 1);
        if (r) assert_false(ms_str_eq(key, ms_table_cell(t, r - 1, 0)));
        for (uint32_t c = 1; c < t->cols; c++) {
            ms_str text = ms_table_cell(t, r, c);
            assert_true(text.n > 0);
            assert_int_equal(places(text), places(english));
        }
        bool letters = !ms_str_eq(key, MS_STR("text.colon"));
        assert_int_equal(arabic(ms_table_cell(t, r, 1 + MS_LANG_AR)), letters);
    }
}

static void locales_name_languages(void **state)
{
    (void)state;
    assert_int_equal(ms_lang_of("ar"), MS_LANG_AR);
    assert_int_equal(ms_lang_of("ar_SY.UTF-8"), MS_LANG_AR);
    assert_int_equal(ms_lang_of("fr_FR@euro"), MS_LANG_FR);
    assert_int_equal(ms_lang_of("fr-CA"), MS_LANG_FR);
    assert_int_equal(ms_lang_of("fra"), MS_LANG_EN);
    assert_int_equal(ms_lang_of("de_DE"), MS_LANG_EN);
    assert_int_equal(ms_lang_of("C"), MS_LANG_EN);
    assert_int_equal(ms_lang_of(""), MS_LANG_EN);
    assert_int_equal(ms_message(MS_LANG_FR, MS_STR("finding.none such")).n, 0);
    assert_int_equal(ms_message(MS_LANGS, MS_STR("fact.name")).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(explanations_have_texts),
        cmocka_unit_test(rows_are_complete),
        cmocka_unit_test(locales_name_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
