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
 * a weight below 30 minor; ", " ends what is said to be the family name. */
static ms_name name(ms_token *tok, const char *tokens)
{
    ms_name out = {.tok = tok};
    for (const char *p = tokens; *p;) {
        if (*p == ',') out.family = (uint8_t)out.n, p++;
        char letters[MS_TOKEN_LEN + 1];
        int n = 0;
        unsigned weight = 0;
        assert_int_equal(sscanf(p, " %24[a-z0-9]:%u%n", letters, &weight, &n), 2);
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

static const struct {
    const char *a, *b;
    ms_name_kind kind;
    bool weak;
    int odds;
} name_rows[] = {
    /* -50 + 620; order: 250 * 100000 / 220000 */
    {"john:100 smith:120", "smith:120 john:100", MS_NAME_ANY, false, 457},
    {"john:100 smith:120", "smith:120 john:100", MS_NAME_ANY, true, 357},
    {"smith:120, john:100", "john:100 smith:120", MS_NAME_ANY, false, 570},
    {"smith:120, john:100", "smith:120 john:100", MS_NAME_ANY, false, 570},
    {"smith:120, john:100", "smith:120, john:100", MS_NAME_ANY, false, 570},
    {"smith:120, john:100", "john:100, smith:120", MS_NAME_ANY, false, 457},
    /* the family names meet behind: 570; order: 250 * 100000 / 310000 */
    {"smith:120, john:100 mark:90", "mark:90 john:100 smith:120", MS_NAME_ANY, false, 498},
    {"de:10 smith:120, john:100", "john:100 desmith:130", MS_NAME_ANY, false, 570},
    /* V = 850 * 30 + 120000: 620 * 145500 / 200000 = 451; X = 4500: 54 and 1 */
    {"j:30 smith:120", "john:100 smith:120", MS_NAME_ANY, false, 346},
    /* V = 100000: 310; U = 120000 of 2 * 100000: 90, of a person 360 */
    {"john:100", "john:100 smith:120", MS_NAME_ANY, false, 170},
    {"john:100", "john:100 smith:120", MS_NAME_PERSON, false, -100},
    /* V = 120000: 372; C = X = 1000 * 190 * 1 / 2: 600, and 60 * 190000 / 430000 = 26 */
    {"john:100 smith:120", "mary:90 smith:120", MS_NAME_ANY, false, -304},
    /* C = 1000 * 320 * 1 / 3 = 106666: 600 and 22; U = 106668 of 2 * 210: 38 */
    {"john:90 smith:120", "mary:90 smith:120 khan:140", MS_NAME_ANY, false, -338},
    /* joined: V = 140000 + 100000 */
    {"jean:90 pierre:110 martin:100", "jeanpierre:140 martin:100", MS_NAME_ANY, false, 570},
    /* a run of three has something small in it: ann's V = 0 */
    {"mary:60 ann:60 lou:60", "maryannlou:140", MS_NAME_ANY, false, -1000},
    {"j:30 p:30 morgan:100", "jpmorgan:140", MS_NAME_ANY, false, 384},
    /* run of three: V = 140000 */
    {"abd:111 al:10 rahman:120", "abdalrahman:140", MS_NAME_ANY, false, 384},
    /* 570; order: 250 * 115000 / 215000 = 133; son and father exchanged */
    {"ahmad:100 bin:15 hasan:100", "hasan:100 bin:15 ahmad:100", MS_NAME_ANY, false, -63},
    {"ahmad:100 bin:15 ahmad:100", "ahmad:100 bin:15 ahmad:100", MS_NAME_ANY, false, 570},
    /* minor tokens alone do not join: V = 100000: 310; U = 30000 of 2 * 110: 20 */
    {"al:10 el:10 smith:100", "alel:10 smith:100", MS_NAME_ANY, false, 240},
    /* a run is nobody's initial: V = 850 * 40: 105; X = 6000: 72 and 3; U = 100000: 75 */
    {"ann:40 khan:100", "a:100", MS_NAME_ANY, false, -95},
    /* a minor token meets no other */
    {"al:10", "all:100", MS_NAME_ANY, false, -1000},
    /* V = 904 * 100 + 130000; X = 9600: 115 and 2 */
    {"mohamed:100 gvozdev:130", "muhammad:120 gvozdev:130", MS_NAME_ANY, false, 453},
    {"abcde:140 fghij:140 klmno:140", "abcde:140 fghij:140 klmno:140", MS_NAME_ANY, false, 570},
    /* -50 + 93 - 600 - 56 - 600 would be less than nothing in common, -1000 */
    {"ann:30 xyzzy:140", "ann:30 bcdfg:140 klmno:140 pqrst:140 vwxyz:140", MS_NAME_PERSON,
     false, -1000},
    {"", "john:100", MS_NAME_ANY, false, -1000},
};

static void names_worked_out_by_hand(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof name_rows / sizeof *name_rows; i++) {
        ms_token x[MS_NAME_TOKENS], y[MS_NAME_TOKENS];
        ms_name a = name(x, name_rows[i].a), b = name(y, name_rows[i].b);
        b.weak = name_rows[i].weak;
        b.kind = name_rows[i].kind;
        if (ref_names_odds(&a, &b) != name_rows[i].odds) print_error("%s\n", name_rows[i].a);
        assert_int_equal(ref_names_odds(&a, &b), name_rows[i].odds);
        assert_int_equal(ref_names_odds(&b, &a), name_rows[i].odds);
    }
}

static void scores_worked_out_by_hand(void **state)
{
    (void)state;
    assert_int_equal(ref_score_of(0), 500000);
    assert_int_equal(ref_score_of(100), 666667); /* 2 / 3 */
    assert_int_equal(ref_score_of(-100), 333333);
    assert_int_equal(ref_score_of(300), 888889); /* 8 / 9 */
    assert_int_equal(ref_score_of(-300), 111111);
    assert_int_equal(ref_score_of(50), 585787); /* 1 / (1 + 0.70710678) */
    assert_int_equal(ref_score_of(3200), 1000000);
    assert_int_equal(ref_score_of(3300), 1000000);
    assert_int_equal(ref_score_of(-3300), 0);
}

/* With names of 300: P is 888889. */
static void facts_worked_out_by_hand(void **state)
{
    static const struct {
        ms_date q, l;
        int adds;
    } rows[] = {
        {{1970, 3, 12}, {1970, 3, 12}, 444}, /* 500 * 888889 / 1000000 */
        {{1970, 3, 12}, {1970, 3, 0}, 311},  /* 350 */
        {{1970, 3, 12}, {1970, 12, 3}, 311}, /* 350 */
        {{1970, 3, 12}, {1970, 0, 0}, 177},  /* 200 */
        {{1970, 3, 12}, {1971, 3, 12}, 133}, /* 150 */
        {{1970, 0, 0}, {1971, 3, 12}, 26},   /* 30 */
        {{1970, 3, 12}, {1970, 3, 13}, -100}, {{1970, 3, 12}, {1971, 3, 13}, -150},
        {{1970, 3, 12}, {1972, 3, 12}, -220}, {{1970, 3, 12}, {1975, 3, 12}, -350},
        {{1970, 3, 12}, {1980, 0, 0}, -500},  {{1970, 3, 12}, {1981, 3, 12}, -700},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_identity q = {.births = &rows[i].q, .n_births = 1};
        ms_identity l = {.births = &rows[i].l, .n_births = 1};
        uint32_t score = ref_score_of(300 + rows[i].adds);
        assert_int_equal(ref_with_facts(300, &q, &l), score);
        assert_int_equal(ref_with_facts(300, &l, &q), score);
    }
}

static void facts_add_up(void **state)
{
    ms_document doc[] = {{8, "P1023456", 0}, {8, "PI0Z3456", 0}, {8, "P1023457", 0}};
    ms_country country[] = {{"ru"}, {"su"}};
    ms_date day = {1970, 3, 12};
    ms_identity q = {.documents = &doc[0], .births = &day, .countries = &country[0]};
    ms_identity l = q;
    (void)state;
    assert_int_equal(ref_with_facts(-1000, &q, &l), 0); /* nothing in common */
    q.n_documents = l.n_documents = 1;
    assert_int_equal(ref_with_facts(-100, &q, &l), ref_score_of(1400)); /* 1500, in full */
    assert_int_equal(ref_with_facts(-1000, &q, &l), ref_score_of(500));
    l.documents = &doc[1];
    assert_int_equal(ref_with_facts(-100, &q, &l), ref_score_of(1200)); /* 1300 */
    l.documents = &doc[2];
    assert_int_equal(ref_with_facts(300, &q, &l), 888889); /* people have several */
    q.n_births = l.n_births = 1;
    q.sexes = MS_SEX_MALE;
    l.sexes = MS_SEX_FEMALE;
    assert_int_equal(ref_with_facts(300, &q, &l), ref_score_of(300 + 444 - 300));
    q.n_countries = l.n_countries = 1; /* 70 * 888889 / 1000000 */
    assert_int_equal(ref_with_facts(300, &q, &l), ref_score_of(300 + 444 - 300 + 62));
    l.countries = &country[1];
    assert_int_equal(ref_with_facts(300, &q, &l), ref_score_of(300 + 444 - 300 - 70));
    l.sexes |= MS_SEX_MALE; /* 15 * 888889 / 1000000 */
    assert_int_equal(ref_with_facts(300, &q, &l), ref_score_of(300 + 444 + 13 - 70));
    q.schema = ms_schema_find(MS_STR("Person"));
    l.schema = ms_schema_find(MS_STR("Vessel"));
    assert_int_equal(ref_with_facts(300, &q, &l), 0);
    l.schema = ms_schema_find(MS_STR("LegalEntity"));
    assert_int_equal(ref_with_facts(300, &q, &l), ref_score_of(300 + 444 + 13 - 70));
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
        cmocka_unit_test(scores_worked_out_by_hand),
        cmocka_unit_test(facts_worked_out_by_hand),
        cmocka_unit_test(facts_add_up),
        cmocka_unit_test(both_ways_to_pair_agree),
    };
    setenv("MARSAD_COSTS", "costs_by_hand.tsv", 1);
    setenv("MARSAD_EVIDENCE", "../tests/unit/data/evidence.tsv", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
