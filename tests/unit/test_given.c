/* Names that stand for each other: facts that people know, and the form of the table. */
#include <marsad/match.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/table.h"
#include "text/given.h"

extern const ms_table ms_table_given;

static uint32_t alike(const char *a, const char *b)
{
    return ms_given_alike(ms_given_number(ms_str_z(a)), ms_given_number(ms_str_z(b)));
}

static void names_of_one_person_are_alike(void **state)
{
    static const struct {
        const char *a, *b;
        uint32_t similarity;
    } pairs[] = {
        {"robert", "bob", 800},          {"william", "bill", 800},
        {"elizabeth", "betty", 800},     {"margaret", "peggy", 800},
        {"aleksandr", "sasha", 800},     {"aleksandra", "sasha", 800},
        {"oleksandr", "sashko", 800},    {"evgenii", "zhenya", 800},
        {"dmitro", "dima", 800},         {"vladimir", "vova", 800},
        {"mariya", "masha", 800},        {"ekaterina", "katya", 800},
        {"jose", "pepe", 800},           {"francisco", "paco", 800},
        {"ignacio", "nacho", 800},       {"guadalupe", "lupita", 800},
        {"mohamed", "hamada", 800},      {"mhmd", "hmada", 800},
        {"ibrahim", "hima", 800},        {"suleyman", "sulo", 800},
        {"giuseppe", "beppe", 800},      {"josef", "sepp", 800},
        {"francisco", "chico", 800},     {"konstantinos", "kostas", 800},
        {"malgorzata", "gosia", 800},    {"abdulrahman", "rahman", 800},
        {"aleksandr", "oleksandr", 800}, {"sergei", "siarhei", 800},
        {"mikhail", "mykhailo", 800},    {"evgeny", "yauhen", 800},
        {"dmitry", "dzmitry", 800},      {"vladimir", "uladzimir", 800},
        {"nikolai", "mykola", 800},      {"grigory", "ryhor", 800},
        {"pavel", "povilas", 800},       {"yury", "jurijs", 800},
        {"ksenia", "oksana", 800},       {"mohammed", "mehmet", 800},
        {"muhammad", "magomed", 800},    {"ahmad", "amadou", 800},
        {"fatima", "patimat", 800},      {"omar", "oumarou", 800},
        {"hussein", "guseyn", 800},      {"khadija", "hatice", 800},
        {"john", "juan", 700},           {"john", "johannes", 700},
        {"joseph", "yusuf", 700},        {"joseph", "ywsf", 700},
        {"moses", "mwsa", 700},          {"peter", "boutros", 700},
        {"ivan", "john", 700},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        uint32_t s = alike(pairs[i].a, pairs[i].b);
        if (s != pairs[i].similarity)
            print_error("%s %s: %u\n", pairs[i].a, pairs[i].b, (unsigned)s);
        assert_int_equal(s, pairs[i].similarity);
    }
}

static void names_of_different_people_are_not(void **state)
{
    static const char *const pairs[][2] = {
        {"ahmed", "mohamed"},      {"ahmad", "mahmoud"},     {"maria", "mario"},
        {"maria", "marina"},       {"ali", "aliya"},         {"jan", "jana"},
        {"hassan", "hussein"},     {"khalid", "walid"},      {"said", "sayed"},
        {"omar", "amr"},           {"anna", "hannah"},       {"anna", "alla"},
        {"igor", "egor"},          {"sergei", "georgii"},    {"oleg", "aleksandr"},
        {"daniel", "denis"},       {"roman", "ruslan"},      {"viktor", "vitali"},
        {"viktor", "viktoria"},    {"aleksandr", "aleksei"}, {"robert", "bill"},
        {"william", "fred"},       {"aaron", "erin"},        {"moses", "amos"},
        {"patrick", "peter"},      {"emma", "emily"},        {"jose", "jorge"},
        {"pepe", "paco"},          {"sasha", "misha"},       {"sasha", "dasha"},
        {"wang", "huang"},         {"kim", "lee"},           {"fatima", "aisha"},
        {"abdullah", "abdelaziz"}, {"abdulrahman", "aziz"},  {"ivan", "igor"},
        {"john", "james"},         {"francis", "frederick"}, {"jean", "jane"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        uint32_t s = alike(pairs[i][0], pairs[i][1]);
        if (s) print_error("%s %s: %u\n", pairs[i][0], pairs[i][1], (unsigned)s);
        assert_int_equal(s, 0);
    }
}

static void a_token_without_a_row_has_no_number(void **state)
{
    (void)state;
    assert_int_equal(ms_given_number(MS_STR("")), 0);
    assert_int_equal(ms_given_number(MS_STR("qqqq")), 0);
    assert_int_equal(ms_given_number(MS_STR("rober")), 0);
    assert_int_equal(ms_given_number(MS_STR("robert bob")), 0);
    assert_int_not_equal(ms_given_number(MS_STR("robert")), 0);
    assert_int_equal(alike("robert", "robert"), 0);
    assert_int_equal(ms_given_alike(0, ms_given_number(MS_STR("bob"))), 0);
    assert_int_equal(ms_given_alike(ms_given_number(MS_STR("bob")), UINT16_MAX), 0);
}

/* ---- the table, read once more by plain loops ------------------------------------ */

enum { PAIRS_MAX = MS_GIVEN_LINKS / 2 };

/* Two tokens of a row, the one with the lower number first. */
typedef struct pair {
    uint32_t a, b, similarity;
} pair;

static pair all[PAIRS_MAX];
static size_t n_all;

static size_t words(ms_str cell, ms_str out[MS_GIVEN_ROW])
{
    size_t n = 0;
    while (cell.n) {
        const char *blank = memchr(cell.p, ' ', cell.n);
        size_t len = blank ? (size_t)(blank - cell.p) : cell.n;
        assert_in_range(len, 2, MS_TOKEN_LEN);
        assert_true(n < MS_GIVEN_ROW);
        out[n++] = (ms_str){cell.p, len};
        len += blank != NULL;
        cell = (ms_str){cell.p + len, cell.n - len};
    }
    return n;
}

/* What the row says of two tokens; `visit` gets each pair once. */
static void row_pairs(uint32_t row, void (*visit)(ms_str, ms_str, uint32_t))
{
    ms_str a[MS_GIVEN_ROW], b[MS_GIVEN_ROW];
    size_t n = words(ms_table_cell(&ms_table_given, row, 0), a);
    size_t m = words(ms_table_cell(&ms_table_given, row, 1), b);
    uint32_t s = (uint32_t)atoi(ms_table_cell(&ms_table_given, row, 3).p);
    assert_true(m > 0 || n > 1);
    for (size_t i = 0; i < n; i++)
        for (size_t j = m ? 0 : i + 1; j < (m ? m : n); j++) visit(a[i], m ? b[j] : a[j], s);
}

static void keep(ms_str x, ms_str y, uint32_t s)
{
    uint32_t a = ms_given_number(x), b = ms_given_number(y);
    assert_true(a && b && a != b);
    assert_true(n_all < PAIRS_MAX);
    all[n_all++] = (pair){a < b ? a : b, a < b ? b : a, s};
}

static int by_pair(const void *x, const void *y)
{
    const pair *p = x, *q = y;
    if (p->a != q->a) return p->a < q->a ? -1 : 1;
    if (p->b != q->b) return p->b < q->b ? -1 : 1;
    return (p->similarity > q->similarity) - (p->similarity < q->similarity);
}

/* The lowest row counts, both ways round; and nothing is alike that no row names. */
static void the_lookup_says_what_the_rows_say(void **state)
{
    uint32_t last = 0, named = 0, found = 0;
    (void)state;
    n_all = 0;
    for (uint32_t r = 0; r < ms_table_given.rows; r++) row_pairs(r, keep);
    qsort(all, n_all, sizeof *all, by_pair);
    for (size_t i = 0; i < n_all; i++) {
        const pair *p = &all[i];
        last = p->b > last ? p->b : last;
        if (i && p->a == p[-1].a && p->b == p[-1].b) continue;
        assert_int_equal(ms_given_alike((uint16_t)p->a, (uint16_t)p->b), p->similarity);
        assert_int_equal(ms_given_alike((uint16_t)p->b, (uint16_t)p->a), p->similarity);
        named += p->similarity > 0;
    }
    for (uint32_t a = 1; a <= last; a++)
        for (uint32_t b = 1; b < a; b++) found += ms_given_alike((uint16_t)a, (uint16_t)b) > 0;
    assert_int_equal(found, named);
}

/* ---- the form of the rows --------------------------------------------------------- */

static void kinds_have_their_figures(void **state)
{
    (void)state;
    for (uint32_t r = 0; r < ms_table_given.rows; r++) {
        ms_str kind = ms_table_cell(&ms_table_given, r, 2);
        ms_str similarity = ms_table_cell(&ms_table_given, r, 3);
        bool apart = ms_str_eq(kind, MS_STR("apart"));
        assert_true(apart || ms_str_eq(kind, MS_STR("nickname")) ||
                    ms_str_eq(kind, MS_STR("form")) || ms_str_eq(kind, MS_STR("adapted")));
        assert_int_equal(similarity.n, apart ? 1 : 3);
        assert_in_range(atoi(similarity.p), apart ? 0 : 700, apart ? 0 : 900);
    }
}

static ms_arena *arena;

static ms_token token_of(ms_str text)
{
    ms_name n;
    assert_int_equal(ms_name_prepare(text, MS_NAME_PERSON, arena, &n), MS_OK);
    assert_int_equal(n.n, 1);
    return n.tok[0];
}

static void folds_to_itself(ms_str x)
{
    ms_token t = token_of(x);
    bool same = t.len == x.n && memcmp(t.s, x.p, x.n) == 0;
    if (!same || t.flags & ~MS_TOKEN_KNOWN) print_error("%.*s is no token\n", MS_FMT(x));
    assert_true(same && !(t.flags & ~MS_TOKEN_KNOWN));
    assert_int_equal(t.given, ms_given_number(x));
}

static void fold_both(ms_str x, ms_str y, uint32_t similarity)
{
    (void)similarity;
    folds_to_itself(x);
    folds_to_itself(y);
    ms_arena_reset(arena);
}

static void every_token_folds_to_itself(void **state)
{
    (void)state;
    arena = ms_arena_new(0);
    for (uint32_t r = 0; r < ms_table_given.rows; r++) row_pairs(r, fold_both);
    ms_arena_free(arena);
}

static bool adds;

static void adds_to_spelling(ms_str x, ms_str y, uint32_t similarity)
{
    ms_token a = token_of(x), b = token_of(y);
    a.given = b.given = 0;
    adds |= ms_token_similarity(&a, &b) < similarity;
    ms_arena_reset(arena);
}

/* A row is there for what the letters do not show. */
static void every_row_adds_to_what_spelling_says(void **state)
{
    (void)state;
    arena = ms_arena_new(0);
    for (uint32_t r = 0; r < ms_table_given.rows; r++) {
        ms_str first = ms_table_cell(&ms_table_given, r, 0);
        adds = ms_str_eq(ms_table_cell(&ms_table_given, r, 2), MS_STR("apart"));
        if (!adds) row_pairs(r, adds_to_spelling);
        if (!adds) print_error("%.*s: spelling says as much\n", MS_FMT(first));
        assert_true(adds);
    }
    ms_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_one_person_are_alike),
        cmocka_unit_test(names_of_different_people_are_not),
        cmocka_unit_test(a_token_without_a_row_has_no_number),
        cmocka_unit_test(the_lookup_says_what_the_rows_say),
        cmocka_unit_test(kinds_have_their_figures),
        cmocka_unit_test(every_token_folds_to_itself),
        cmocka_unit_test(every_row_adds_to_what_spelling_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
