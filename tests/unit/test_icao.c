/* The tables of data/translit/ against ICAO Doc 9303-3, section 6, tables B (Cyrillic) and
 * C (Arabic), in $MARSAD_SHARED/data/mrz; skipped where these are not at hand. */
#include <marsad/name.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Letters whose ICAO spelling no reading has, and why that is meant. */
static const char *const cyrillic_exceptions[] = {
    "Ђ", /* dj, as people write it; 9303 prints the glyph of Ћ there */
    "Ъ", /* ie: Russian passports only; left out, or Bulgarian a */
    "Ѵ", /* i, its sound */
    "Ғ", /* gh; 9303's own row is doubtful */
    "Һ", /* h, its sound */
};

static FILE *open_table(const char *name)
{
    char path[4096];
    const char *shared = getenv("MARSAD_SHARED"), *source = getenv("MARSAD_SOURCE");
    if (shared) snprintf(path, sizeof path, "%s/data/mrz/%s", shared, name);
    else snprintf(path, sizeof path, "%s/../shared/data/mrz/%s", source ? source : ".", name);
    return fopen(path, "r");
}

/* True when some reading of `letter` alone is `latin`. */
static bool reads(const char *letter, const char *latin)
{
    ms_arena *a = ms_arena_new(0);
    ms_name ways[MS_READINGS];
    uint32_t n;
    bool found = false;
    assert_int_equal(ms_name_readings(ms_str_z(letter), MS_NAME_THING, a, ways, &n), MS_OK);
    for (uint32_t i = 0; i < n; i++) {
        const ms_token *t = ways[i].tok;
        found |= ways[i].n == 1 && ms_str_eq((ms_str){t->s, t->len}, ms_str_z(latin));
    }
    ms_arena_free(a);
    return found;
}

/* The second and third cells of the next line, the third in small letters. */
static bool next_row(FILE *f, char letter[16], char latin[32])
{
    char line[512];
    do
        if (!fgets(line, sizeof line, f)) return false;
    while (sscanf(line, "%*[^,],%15[^,],%31[^,\n]", letter, latin) != 2);
    for (char *p = latin; *p; p++)
        if (*p >= 'A' && *p <= 'Z') *p = (char)(*p + 32);
    return true;
}

static void cyrillic_letters_are_read_as_in_passports(void **state)
{
    char letter[16], latin[32];
    FILE *f = open_table("translit-6B-cyrillic.csv");
    int rows = 0, bad = 0;
    (void)state;
    assert_non_null(f);
    while (next_row(f, letter, latin)) {
        bool exception = !strcmp(latin, "mrz");
        size_t n = sizeof cyrillic_exceptions / sizeof *cyrillic_exceptions;
        for (size_t i = 0; i < n; i++) exception |= !strcmp(letter, cyrillic_exceptions[i]);
        rows++;
        if (exception || reads(letter, latin)) continue;
        print_error("%s is not read as %s\n", letter, latin);
        bad++;
    }
    fclose(f);
    assert_true(rows > 40);
    assert_int_equal(bad, 0);
}

/* Of table C the letters that 9303 writes without its escape X. */
static void plain_arabic_letters_are_read_as_in_passports(void **state)
{
    char letter[16], latin[32];
    FILE *f = open_table("translit-6C-arabic.csv");
    int rows = 0, bad = 0;
    (void)state;
    assert_non_null(f);
    while (next_row(f, letter, latin)) {
        bool vowel = strchr("aeiou", latin[0]) != NULL;
        if (latin[0] == 'x' || vowel || !strcmp(latin, "mrz") || !strcmp(latin, "double"))
            continue;
        if (!strcmp(latin, "g") || !strcmp(letter, "ې")) continue; /* gh and e, as written */
        rows++;
        if (reads(letter, latin)) continue;
        print_error("%s is not read as %s\n", letter, latin);
        bad++;
    }
    fclose(f);
    assert_true(rows > 15);
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cyrillic_letters_are_read_as_in_passports),
        cmocka_unit_test(plain_arabic_letters_are_read_as_in_passports),
    };
    FILE *f = open_table("translit-6B-cyrillic.csv");
    if (!f) {
        printf("skipped: no data/mrz in the shared data\n");
        return 77;
    }
    fclose(f);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
