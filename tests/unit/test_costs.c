/* data/costs.tsv: the bounds that the distance needs of it, and what people who read names
 * say of pairs of them.  The pairs are written by hand; a table that tools/learn-costs
 * writes anew must still agree. */
#include <marsad/match.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static ms_token token(const char *s)
{
    ms_token t = {.weight = 100, .len = (uint8_t)strlen(s)};
    if (s[0] == '~') t.flags = MS_TOKEN_ABJAD, t.len--, s++;
    memcpy(t.s, s, t.len);
    return t;
}

static uint32_t similarity(const char *a, const char *b)
{
    ms_token x = token(a), y = token(b);
    assert_int_equal(ms_token_similarity(&x, &y), ms_token_similarity(&y, &x));
    return ms_token_similarity(&x, &y);
}

/* Two spellings of one name (`~`: of letters without short vowels). */
static void spellings_of_a_name_are_near(void **state)
{
    static const char *const pairs[][2] = {
        {"mohamed", "muhammad"},
        {"~mhmd", "muhammad"},
        {"~mhmd", "mohamed"},
        {"yousef", "youssef"},
        {"hussein", "hossain"},
        {"khaled", "khalid"},
        {"dmitry", "dmitri"},
        {"aleksandr", "alexander"},
        {"evgeny", "yevgeny"},
        {"qadhafi", "gaddafi"},
        {"tchaikovsky", "chaykovskiy"},
        {"osama", "usama"},
        {"djamel", "jamal"},
        {"sharif", "cherif"},
        {"meyer", "meier"},
        {"gonzalez", "gonzales"},
        {"philip", "filip"},
        {"michael", "mikhail"},
        {"rashid", "rachid"},
        {"zawahiri", "zawahri"},
        {"tarek", "tariq"},
        {"abdulqadir", "abdelkader"},
        {"abdullah", "abdallah"},
        {"saifullah", "sayfullah"},
        {"petrovich", "petrovych"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (similarity(pairs[i][0], pairs[i][1]) < 800)
            print_error("%s %s\n", pairs[i][0], pairs[i][1]);
        assert_true(similarity(pairs[i][0], pairs[i][1]) >= 800);
    }
}

static void different_names_are_not(void **state)
{
    static const char *const pairs[][2] = {
        {"ahmed", "mohamed"},
        {"~ahmd", "mohamed"},
        {"hassan", "hussein"},
        {"hamid", "ahmad"},
        {"mahmoud", "mohamed"},
        {"juan", "ivan"},
        {"pavel", "paul"},
        {"lee", "rhee"},
        {"abdulhamid", "abdulghani"},
        {"jonsdottir", "tomasdottir"},
        {"ivanovich", "stepanovich"},
        {"nguyen", "ngo"},
        {"zhang", "zhao"},
        {"smith", "schmidt"},
        {"park", "bak"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (similarity(pairs[i][0], pairs[i][1]) > 0)
            print_error("%s %s\n", pairs[i][0], pairs[i][1]);
        assert_int_equal(similarity(pairs[i][0], pairs[i][1]), 0);
    }
}

/* Of pairs that differ by the same number of letters, the one that people confuse is
 * nearer. */
static void habits_are_nearer_than_mistakes(void **state)
{
    static const char *const triples[][3] = {
        /* from, nearer, farther */
        {"karim", "qarim", "parim"},   {"ali", "aly", "ala"},
        {"fedor", "fyedor", "fpedor"}, {"viktor", "wiktor", "liktor"},
        {"hasan", "hassan", "hastan"}, {"khan", "kan", "han"},
        {"jorge", "gorge", "lorge"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof triples / sizeof *triples; i++) {
        const char *const *t = triples[i];
        if (similarity(t[0], t[1]) <= similarity(t[0], t[2])) print_error("%s\n", t[0]);
        assert_true(similarity(t[0], t[1]) > similarity(t[0], t[2]));
    }
}

/* Every row of the file: 1 to 10 tenths, said once. */
static void rows_are_bounded(void **state)
{
    static bool seen[128][128][128];
    const char *root = getenv("MARSAD_SOURCE");
    char path[4096], line[1024];
    int rows = 0;
    (void)state;
    snprintf(path, sizeof path, "%s/data/costs.tsv", root ? root : ".");
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        char kind[16], letters[3] = "";
        unsigned cost = 0;
        if (line[0] == '#') continue;
        if (sscanf(line, "%15[a-z]\t%2[a-z0-9]\t%u", kind, letters, &cost) != 3)
            assert_int_equal(sscanf(line, "%15[a-z]\t\t%u", kind, &cost), 2);
        assert_in_range(cost, 1, 10);
        if (!strcmp(kind, "sub")) assert_true(letters[0] < letters[1]);
        bool *once = &seen[kind[0] + (kind[1] == 'w')][(int)letters[0]][(int)letters[1]];
        assert_false(*once);
        *once = true;
        rows++;
    }
    fclose(f);
    assert_true(rows > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_of_a_name_are_near),
        cmocka_unit_test(different_names_are_not),
        cmocka_unit_test(habits_are_nearer_than_mistakes),
        cmocka_unit_test(rows_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
