/* How parts of names met, and in what their letters differ. */
#include "match/how.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static ms_letters letters(const char *s, uint8_t flags)
{
    ms_letters x;
    ms_letters_make(s, (unsigned)strlen(s), flags, &x);
    return x;
}

static void differences(void **state)
{
    static const struct {
        const char *x, *y;
        uint8_t flags; /* of `y` */
        ms_differs differs;
    } rows[] = {
        {"hamadi", "hammadi", 0, MS_DIFFERS_DOUBLED},
        {"orsolya", "osrolya", 0, MS_DIFFERS_SWAPPED},
        {"tomasz", "tomazs", 0, MS_DIFFERS_SWAPPED},
        {"ab", "ba", 0, MS_DIFFERS_VOWELS},
        {"hasan", "husain", 0, MS_DIFFERS_VOWELS},
        {"karim", "kareem", 0, MS_DIFFERS_VOWELS},
        {"bakri", "bakry", 0, MS_DIFFERS_ONE},
        {"bakri", "bakry", MS_TOKEN_ABJAD, MS_DIFFERS_VOWELS},
        {"kovarik", "kovarick", 0, MS_DIFFERS_ONE},
        {"kovarik", "govarick", 0, MS_DIFFERS_SEVERAL},
        {"tarek", "tarq", MS_TOKEN_ABJAD, MS_DIFFERS_ONE},
        {"tarek", "tarq", 0, MS_DIFFERS_SEVERAL},
        {"orsa", "orosa", 0, MS_DIFFERS_VOWELS},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_letters x = letters(rows[i].x, 0), y = letters(rows[i].y, rows[i].flags);
        assert_int_equal(ms_how_differs(&x, &y), rows[i].differs);
        assert_int_equal(ms_how_differs(&y, &x), rows[i].differs);
    }
}

static void ways(void **state)
{
    ms_letters latin = letters("darwish", 0), arabic = letters("drwysh", MS_TOKEN_ABJAD),
               other = letters("drwyz", MS_TOKEN_ABJAD),
               initial = letters("d", MS_TOKEN_INITIAL);
    (void)state;
    assert_int_equal(ms_how_met(&latin, &latin, 1000), MS_HOW_EQUAL);
    assert_int_equal(ms_how_met(&latin, &arabic, 900), MS_HOW_VOWELS);
    assert_int_equal(ms_how_met(&other, &latin, 800), MS_HOW_SIMILAR);
    assert_int_equal(ms_how_met(&arabic, &other, 800), MS_HOW_SIMILAR);
    assert_int_equal(ms_how_met(&latin, &initial, 800), MS_HOW_INITIAL);
    assert_string_equal(ms_how_name(MS_HOW_FORM), "form");
    assert_string_equal(ms_how_name(MS_HOWS), "");
    assert_string_equal(ms_differs_name(MS_DIFFERS_NOTHING), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences),
        cmocka_unit_test(ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
