/* The slow twin against values worked out by hand from docs/scoring.md and
 * data/costs_by_hand.tsv, whose costs no run of tools/learn-costs changes, so that they
 * pin the document itself; ms_score is held to the twin elsewhere. */
#include <marsad/match.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "mangle.h"
#include "ref.h"

static ms_token token(const char *s, unsigned flags, unsigned weight)
{
    ms_token t = {
        .weight = (uint16_t)weight, .len = (uint8_t)strlen(s), .flags = (uint8_t)flags};
    memcpy(t.s, s, t.len);
    return t;
}

static void tokens_worked_out_by_hand(void **state)
{
    static const struct {
        const char *x, *y;
        unsigned x_flags, y_flags, similarity;
    } rows[] = {
        /* o/u 2, m repeats 2, e/a 3: 7 of 54 */
        {"mohamed", "muhammad", 0, 0, 871},
        {"ali", "aly", 0, 0, 955},             /* i/y 1 of 22 */
        {"kim", "gim", 0, 0, 808},             /* k/g 5 of 26 */
        {"mhmd", "muhammad", 1, 0, 862},       /* u 1, a 1, m 2, a 1: 5 of 36 */
        {"mhmd", "muhammad", 0, 0, 0},         /* u 5, a 5, m 2, a 5: 17 of 36 */
        {"mhmd", "muhammad", 1, 1, 0},         /* the same: both write no vowels */
        {"robert", "rboert", 0, 0, 847},       /* swap 8 of 52 */
        {"khan", "kan", 0, 0, 847},            /* h 4 of 26 */
        {"jaffar", "jafar", 0, 0, 953},        /* f repeats 2 of 42 */
        {"djamal", "jamal", 0, 0, 929},        /* d before j 3 of 42 */
        {"tschad", "chad", 0, 0, 0},           /* t before s 4, s 10: 14 of 32 */
        {"anna", "ana", 0, 0, 910},            /* n repeats 2 of 22 */
        {"j", "john", 4, 0, 800},              /* initial of */
        {"j", "k", 4, 4, 0},                   /* two initials */
        {"j", "j", 4, 4, 1000},                /* equal letters come first */
        {"j", "robert", 4, 0, 0},              /* not its initial */
        {"370", "371", 8, 8, 0},               /* numbers are equal or not */
        {"370", "370", 8, 8, 1000},            /* … */
        {"smith", "brown", 0, 0, 0},           /* below the floor */
        {"al", "el", 2, 2, 813},               /* a/e 3 of 16 */
        {"gvozdev", "gwozdew", 0, 0, 897},     /* v/w 3 twice: 6 of 58 */
        {"aleksandr", "alexander", 0, 0, 730}, /* k/x 5, s 10, e 5: 20 of 74 */
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_token x = token(rows[i].x, rows[i].x_flags, 100);
        ms_token y = token(rows[i].y, rows[i].y_flags, 100);
        if (ref_token_similarity(&x, &y) != rows[i].similarity)
            print_error("%s %s\n", rows[i].x, rows[i].y);
        assert_int_equal(ref_token_similarity(&x, &y), rows[i].similarity);
        assert_int_equal(ref_token_similarity(&y, &x), rows[i].similarity);
    }
}

/* A name of tokens "letters:weight", weights as given here; one letter is an initial,
 * a weight below 30 minor. */
static ms_name name(ms_token *tok, const char *tokens)
{
    ms_name out = {.tok = tok};
    for (const char *p = tokens; *p;) {
        char letters[MS_TOKEN_LEN + 1];
        int n = 0;
        unsigned weight = 0;
        assert_int_equal(sscanf(p, " %26[a-z0-9]:%u%n", letters, &weight, &n), 2);
        tok[out.n++] = token(letters,
                             !letters[1]   ? MS_TOKEN_INITIAL
                             : weight < 30 ? MS_TOKEN_MINOR
                                           : 0,
                             weight);
        out.weight += weight;
        p += n;
    }
    return out;
}

static void names_worked_out_by_hand(void **state)
{
    static const struct {
        const char *a, *b;
        bool weak;
        unsigned score;
    } rows[] = {
        /* order is free; 220 tenths of a bit: cap 850 + 102 */
        {"john:100 smith:120", "smith:120 john:100", false, 952000},
        {"john:100 smith:120", "smith:120 john:100", true, 856800},
        /* 800 * 60 + 1000 * 240 of 300 + 35: 859701; cap 850 + 70 */
        {"j:30 smith:120", "john:100 smith:120", false, 790924},
        /* 1000 * 200 of 200 + 60: 769230; cap 850 + 46 */
        {"john:100", "john:100 smith:120", false, 689230},
        /* joined: 1000 * 280 + 1000 * 200 of 480 + 30: 941176; cap 850 + 112 */
        {"jean:90 pierre:110 martin:100", "jeanpierre:140 martin:100", false, 905411},
        /* run of three: 1000 * 280 of 280 + 51: 845921; cap 850 + 65 */
        {"abd:111 al:10 rahman:120", "abdalrahman:140", false, 774017},
        /* minor tokens alone do not join: 1000 * 200 of 220 + 5: 888888; cap 850 + 51 */
        {"al:10 el:10 smith:100", "alel:10 smith:100", false, 800888},
        /* a run is nobody's initial: 800 * 80 of 200 + 20: 290909; cap 850 + 46 */
        {"ann:40 khan:100", "a:100", false, 260654},
        /* a minor token meets no other: 0 of 200 + 45 */
        {"al:10", "all:100", false, 0},
        /* 1000 * 260 + 871 * 200 of 460 + 10: 923829; cap 850 + 107 */
        {"mohamed:100 gvozdev:130", "muhammad:120 gvozdev:130", false, 884104},
        /* all information there is: 300 and more */
        {"abcde:140 fghij:140 klmno:140", "abcde:140 fghij:140 klmno:140", false, 990000},
        {"", "john:100", false, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_token x[MS_NAME_TOKENS], y[MS_NAME_TOKENS];
        ms_name a = name(x, rows[i].a), b = name(y, rows[i].b);
        b.weak = rows[i].weak;
        if (ref_name_score(&a, &b) != rows[i].score) print_error("%s\n", rows[i].a);
        assert_int_equal(ref_name_score(&a, &b), rows[i].score);
        assert_int_equal(ref_name_score(&b, &a), rows[i].score);
    }
}

/* From a name score of 962000. */
static void facts_worked_out_by_hand(void **state)
{
    static const struct {
        ms_date q, l;
        unsigned score;
    } rows[] = {
        {{1970, 3, 12}, {1970, 3, 12}, 983933}, /* + 38000 * 962000 * 600 / 10^9 */
        {{1970, 3, 12}, {1970, 3, 0}, 978450},  /* 450 */
        {{1970, 3, 12}, {1970, 12, 3}, 976622}, /* 400 */
        {{1970, 3, 12}, {1970, 0, 0}, 972966},  /* 300 */
        {{1970, 3, 12}, {1971, 3, 12}, 969311}, /* 200 */
        {{1970, 0, 0}, {1971, 3, 12}, 963827},  /* 50 */
        {{1970, 3, 12}, {1970, 3, 13}, 817700}, /* - 962000 * 150 / 1000 */
        {{1970, 3, 12}, {1971, 3, 13}, 721500}, /* 250 */
        {{1970, 3, 12}, {1972, 3, 12}, 673400}, /* 300 */
        {{1970, 3, 12}, {1975, 3, 12}, 577200}, /* 400 */
        {{1970, 3, 12}, {1980, 0, 0}, 481000},  /* 500 */
        {{1970, 3, 12}, {1981, 3, 12}, 336700}, /* 650 */
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_identity q = {.births = &rows[i].q, .n_births = 1};
        ms_identity l = {.births = &rows[i].l, .n_births = 1};
        assert_int_equal(ref_with_facts(962000, &q, &l), rows[i].score);
        assert_int_equal(ref_with_facts(962000, &l, &q), rows[i].score);
    }
}

static void facts_work_in_their_order(void **state)
{
    ms_document doc[] = {{8, "P1023456", 0}, {8, "PI0Z3456", 0}, {8, "P1023457", 0}};
    ms_country country[] = {{"ru"}, {"su"}};
    ms_date day = {1970, 3, 12};
    ms_identity q = {.documents = &doc[0], .births = &day, .countries = &country[0]};
    ms_identity l = q;
    (void)state;
    q.n_documents = l.n_documents = 1;
    assert_int_equal(ref_with_facts(400000, &q, &l), 970000); /* 600000 * 950 / 1000 more */
    assert_int_equal(ref_with_facts(0, &q, &l), 950000);
    l.documents = &doc[1];
    assert_int_equal(ref_with_facts(400000, &q, &l), 940000); /* 900 */
    l.documents = &doc[2];
    assert_int_equal(ref_with_facts(400000, &q, &l), 400000); /* people have several */
    q.n_births = l.n_births = 1;
    q.sexes = MS_SEX_MALE;
    l.sexes = MS_SEX_FEMALE;
    /* 962000, + 21933 = 983933, - 295179 = 688754, + 311246 * 688754 * 150 / 10^9 */
    assert_int_equal(ref_with_facts(962000, &q, &l), 688754);
    q.n_countries = l.n_countries = 1;
    assert_int_equal(ref_with_facts(962000, &q, &l), 720909);
    l.countries = &country[1]; /* - 68875 */
    assert_int_equal(ref_with_facts(962000, &q, &l), 619879);
    l.sexes |= MS_SEX_MALE; /* 983933 + 16067 * 983933 * 50 / 10^9 = 984723, - 98472 */
    assert_int_equal(ref_with_facts(962000, &q, &l), 886251);
    q.schema = ms_schema_find(MS_STR("Person"));
    l.schema = ms_schema_find(MS_STR("Vessel"));
    assert_int_equal(ref_with_facts(962000, &q, &l), 0);
    l.schema = ms_schema_find(MS_STR("LegalEntity"));
    assert_int_equal(ref_with_facts(962000, &q, &l), 886251);
}

static void both_ways_to_pair_agree(void **state)
{
    uint64_t random = 1;
    (void)state;
    for (int k = 0; k < 3000; k++) {
        ref_weights w;
        uint32_t rows = 1 + ref_below(&random, 12), cols = 1 + ref_below(&random, 9);
        uint32_t top = 1 + ref_below(&random, 2) * 200000, none = ref_below(&random, 4);
        for (uint32_t i = 0; i < rows; i++)
            for (uint32_t j = 0; j < cols; j++)
                w.w[i][j] = ref_below(&random, 4) < none ? 0 : ref_below(&random, top + 1);
        assert_int_equal(ref_assign_paths(&w, rows, cols), ref_assign_subsets(&w, rows, cols));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_worked_out_by_hand),
        cmocka_unit_test(names_worked_out_by_hand),
        cmocka_unit_test(facts_worked_out_by_hand),
        cmocka_unit_test(facts_work_in_their_order),
        cmocka_unit_test(both_ways_to_pair_agree),
    };
    setenv("MARSAD_COSTS", "costs_by_hand.tsv", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
