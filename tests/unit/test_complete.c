/* The search loses nobody: on many small lists of people whose names are often alike, in all
 * scripts, it gives what scoring every entity gives. */
#include "snapshot_fixture.h"

#include "index/candidates.h"
#include "invent.h"
#include "mangle.h"
#include "match/odds.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__OPTIMIZE__)
enum { LISTS = 3, ASKED = 100 };
#else
enum { LISTS = 12, ASKED = 400 };
#endif
enum { LISTED = 300, FULL = 200 /* lists, with MARSAD_FULL */ };

static void add(ms_entity *e, ms_arena *a, const char *prop, ms_str value)
{
    assert_int_equal(ms_entity_add_raw(e, ms_str_z(prop), ms_arena_str(a, value)), MS_OK);
}

static void add_date(uint64_t *r, ms_entity *e, ms_arena *a)
{
    char text[32];
    int n = snprintf(text, sizeof text, "19%02u", 70 + ref_below(r, 3));
    if (ref_below(r, 4))
        n += snprintf(text + n, sizeof text - (size_t)n, "-%02u-%02u", 1 + ref_below(r, 2),
                      1 + ref_below(r, 2));
    add(e, a, "birthDate", (ms_str){text, (size_t)n});
}

/* Somebody invented or, mostly, somebody like `like`. */
static ms_entity invent(uint64_t *r, ms_arena *a, const char *id, const ms_str *like,
                        uint32_t n_like)
{
    static const char *const schemata[] = {"Person", "Person",  "Person",      "Person",
                                           "Person", "Company", "LegalEntity", "Vessel"};
    static const char *const documents[] = {"BBB0", "BBBO", "BBBQ1", "BBB01", "BBBI1"};
    static const char *const phones[] = {"+98 21 555 0100", "0098215550100", "98-21-5550101",
                                         "5550100"};
    static const char *const countries[] = {"ru", "sy", "fr"};
    const char *schema = schemata[ref_below(r, 8)];
    bool person = !strcmp(schema, "Person");
    ms_entity e = ms_entity_make(a, ms_str_z(id), ms_str_z(schema));
    for (uint32_t n = 1 + ref_below(r, 3); n && ref_below(r, 40); n--) {
        char mangled[REF_MANGLE_MAX];
        ms_str text = ref_below(r, 30) ? ref_text(r, a) : ref_zone_text(r, a);
        if (n_like && ref_below(r, 4)) text = like[ref_below(r, n_like)];
        if (n_like && ref_below(r, 3)) text = ref_mangle(r, text, mangled);
        if (text.n) add(&e, a, ref_below(r, 5) ? "name" : "weakAlias", text);
    }
    if (person && ref_below(r, 2)) add_date(r, &e, a);
    if (person && !ref_below(r, 3))
        add(&e, a, "gender", ref_below(r, 2) ? MS_STR("male") : MS_STR("female"));
    if (person && !ref_below(r, 3))
        add(&e, a, "nationality", ms_str_z(countries[ref_below(r, 3)]));
    if (person && !ref_below(r, 8))
        add(&e, a, "idNumber", ms_str_z(documents[ref_below(r, 5)]));
    if (person && !ref_below(r, 8)) add(&e, a, "phone", ms_str_z(phones[ref_below(r, 4)]));
    if (person && !ref_below(r, 8))
        add(&e, a, "email", ref_below(r, 2) ? MS_STR("a@b.example") : MS_STR("A@c.example"));
    if (!ref_below(r, 20))
        add(&e, a, "publicKey",
            ref_below(r, 2) ? MS_STR("BBB0BBB0BBB0BBB0BBB0b")
                            : MS_STR("BBBOBBB0BBB0BBB0BBB0b"));
    return e;
}

/* Writes a list of invented people and gives back their names. */
static uint32_t write_list(uint64_t *r, ms_arena *a, const char *path, ms_str names[LISTED])
{
    ms_diag d;
    ms_build *b = ms_build_new();
    uint32_t n_names = 0;
    assert_non_null(b);
    assert_int_equal(ms_build_list(b, MS_STR("list"), &d), MS_OK);
    for (unsigned i = 0; i < LISTED; i++) {
        char id[16];
        ms_identity q;
        snprintf(id, sizeof id, "p-%u", i);
        ms_entity e = invent(r, a, ms_arena_str(a, ms_str_z(id)).p, names, n_names);
        assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
        assert_int_equal(ms_identity_from_entity(&e, a, &q), MS_OK);
        if (q.n_names) names[n_names++] = q.names[0].text;
    }
    write_and_free(b, path);
    return n_names;
}

static void show(const ms_identity *q, uint32_t threshold)
{
    for (uint32_t i = 0; i < q->n_names; i++) print_error("'%.*s' ", MS_FMT(q->names[i].text));
    print_error("at %u\n", threshold);
}

/* Asks at `threshold` what must be the first `n` of `all`. */
static ms_found ask_for(const ms_snap *s, ms_scorer *scorer, const ms_identity *q,
                        uint32_t threshold, const ms_result *all, uint32_t n)
{
    static ms_result some[LISTED];
    ms_found found;
    ms_search o = MS_SEARCH_INIT;
    o.threshold = threshold, o.limit = LISTED;
    assert_int_equal(ms_snap_search(s, scorer, q, &o, some, &found), MS_OK);
    bool same = found.n == n && found.total == n;
    for (uint32_t i = 0; same && i < n; i++)
        same = some[i].entity == all[i].entity && some[i].score == all[i].score;
    if (!same) show(q, threshold);
    assert_true(same);
    return found;
}

/* Asks at `threshold` and, where a bound that is too tight by the least loses somebody, at the
 * very scores of the first, the last and some between.  How many are ruled out at `threshold`.
 */
static uint32_t ask(const ms_snap *s, ms_scorer *scorer, const ms_identity *q,
                    uint32_t threshold)
{
    enum { EDGES = 4 };
    static ms_result all[LISTED];
    ms_found every;
    ms_search o = MS_SEARCH_INIT;
    o.threshold = threshold, o.limit = LISTED, o.exhaustive = true;
    assert_int_equal(ms_snap_search(s, scorer, q, &o, all, &every), MS_OK);
    assert_int_equal(every.n, every.total);
    ms_found found = ask_for(s, scorer, q, threshold, all, every.n);
    assert_int_equal(found.scored + found.ruled_out, every.scored);
    for (uint32_t i = 0, edge = 0; edge < EDGES && i < every.n; edge++) {
        uint32_t n = i;
        while (n < every.n && all[n].score == all[i].score) n++;
        ask_for(s, scorer, q, all[i].score, all, n);
        i = n + (every.n - n) * edge / EDGES;
    }
    return found.ruled_out;
}

static void searches_lose_nobody(void **state)
{
    (void)state;
    static ms_str names[LISTED];
    uint64_t random = 7, ruled_out = 0;
    ms_scorer *scorer = ms_scorer_new(); /* one for all lists: nothing of one stays */
    unsigned lists = getenv("MARSAD_FULL") ? FULL : LISTS;
    for (unsigned k = 0; k < lists; k++) {
        ms_diag d;
        ms_snap *s;
        ms_arena *a = ms_arena_new(0);
        uint32_t n_names = write_list(&random, a, fixture_path("list"), names);
        assert_int_equal(ms_snap_open(fixture_path("list"), &s, &d), MS_OK);
        for (unsigned i = 0; i < ASKED; i++) {
            ms_identity q;
            ms_entity e = invent(&random, a, "q", names, n_names);
            assert_int_equal(ms_identity_from_entity(&e, a, &q), MS_OK);
            bool few = ref_below(&random, 2);
            ms_candidates_reckon(few ? 1 : MS_UNITS_A_LOOK);
            if (few) ms_near_cache_clear(s->near);
            ruled_out += ask(s, scorer, &q, 1 + ref_below(&random, 10) * 110000);
        }
        ms_snap_close(s);
        ms_arena_free(a);
    }
    ms_scorer_free(scorer);
    assert_true(ruled_out > (uint64_t)lists * ASKED * LISTED / 4);
}

/* Names of a few words alone, most of them small, single letters, or joined of others: what is
 * left over, unmet and joined decides everywhere. */
static ms_str few_words(uint64_t *r, ms_arena *a)
{
    static const char *const words[] = {
        "Trading", "Company",    "Ltd",        "General", "J",           "R",           "K",
        "bin",     "al",         "Abdul",      "Rahman",  "Abdulrahman", "Abdulrahmen", "Karim",
        "Karimov", "Abdulkarim", "Abdelkarim", "Rachman", "Jon",         "Rita"};
    enum { WORDS = sizeof words / sizeof *words };
    ms_str text = MS_STR("");
    for (uint32_t n = 1 + ref_below(r, 5); n; n--)
        text = ms_arena_strf(a, "%.*s%s%s", MS_FMT(text), text.n ? " " : "",
                             words[ref_below(r, WORDS)]);
    return text;
}

static ms_entity of_few_words(uint64_t *r, ms_arena *a, ms_str id)
{
    bool person = ref_below(r, 3);
    ms_entity e = ms_entity_make(a, id, person ? MS_STR("Person") : MS_STR("Company"));
    for (uint32_t n = 1 + ref_below(r, 3); n; n--) add(&e, a, "name", few_words(r, a));
    if (person && !ref_below(r, 2)) add_date(r, &e, a);
    return e;
}

static void few_words_lose_nobody(void **state)
{
    (void)state;
    uint64_t random = 11;
    ms_scorer *scorer = ms_scorer_new();
    for (unsigned k = 0; k < LISTS / 2; k++) {
        ms_diag d;
        ms_snap *s;
        ms_arena *a = ms_arena_new(0);
        ms_build *b = ms_build_new();
        assert_int_equal(ms_build_list(b, MS_STR("list"), &d), MS_OK);
        for (unsigned i = 0; i < LISTED; i++) {
            ms_entity e = of_few_words(&random, a, ms_arena_strf(a, "p-%u", i));
            assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
        }
        write_and_free(b, fixture_path("list"));
        assert_int_equal(ms_snap_open(fixture_path("list"), &s, &d), MS_OK);
        for (unsigned i = 0; i < ASKED; i++) {
            ms_identity q;
            ms_entity e = of_few_words(&random, a, MS_STR("q"));
            assert_int_equal(ms_identity_from_entity(&e, a, &q), MS_OK);
            bool few = ref_below(&random, 2);
            ms_candidates_reckon(few ? 1 : MS_UNITS_A_LOOK);
            if (few) ms_near_cache_clear(s->near);
            ask(s, scorer, &q, 1 + ref_below(&random, 10) * 110000);
        }
        ms_snap_close(s);
        ms_arena_free(a);
    }
    ms_scorer_free(scorer);
}

/* Nobody whom a person may be has a name of a thing. */
static void names_of_persons_have_numbers(void **state)
{
    (void)state;
    const ms_schema *person = ms_schema_find(MS_STR("Person"));
    ms_arena *a = ms_arena_new(0);
    for (unsigned i = 0; i < ms_schema_count(); i++) {
        const ms_schema *schema = ms_schema_at(i);
        ms_entity e = ms_entity_make(a, MS_STR("e"), ms_schema_name(schema));
        ms_identity of;
        add(&e, a, "name", MS_STR("Anna J. Tebrovani 7"));
        assert_int_equal(ms_identity_from_entity(&e, a, &of), MS_OK);
        bool may = ms_schema_comparable(person, schema);
        for (uint32_t n = 0; n < of.n_names; n++)
            for (uint32_t t = 0; t < of.names[n].n; t++)
                assert_int_equal(of.names[n].tok[t].given != 0, may);
        assert_true(of.n_names > 0 || !ms_schema_matchable(schema));
    }
    ms_arena_free(a);
}

/* docs/completeness.md rests on these. */
static void findings_have_the_signs_of_the_proof(void **state)
{
    static const ms_finding costs[] = {
        MS_FINDING_NAME_MISSING,    MS_FINDING_NAME_MISSING_SHARE,
        MS_FINDING_NAME_SURPLUS,    MS_FINDING_NAME_SURPLUS_OTHER,
        MS_FINDING_NAME_NUMBER,     MS_FINDING_NAME_NASAB,
        MS_FINDING_NAME_ORDER,      MS_FINDING_NAME_WEAK,
        MS_FINDING_BIRTH_OTHER_DAY, MS_FINDING_BIRTH_OFF_1,
        MS_FINDING_BIRTH_OFF_2,     MS_FINDING_BIRTH_OFF_5,
        MS_FINDING_BIRTH_OFF_10,    MS_FINDING_BIRTH_OFF_MORE,
    };
    (void)state;
    for (size_t i = 0; i < sizeof costs / sizeof *costs; i++)
        assert_true(ms_finding_odds(costs[i]) <= 0);
    assert_true(ms_finding_odds(MS_FINDING_NAME_RISE) >= 0);
    assert_true(ms_finding_odds(MS_FINDING_FULL_NAME) > 0);
    assert_true(ms_finding_odds(MS_FINDING_FULL_MISSING) > 0);
    assert_true(ms_finding_odds(MS_FINDING_NAME_SURPLUS) <=
                ms_finding_odds(MS_FINDING_NAME_SURPLUS_OTHER));
}

/* Where a name is too little without its initials, whoever was born then is met, and of his
 * names nothing is known. */
static void initials_find_whoever_was_born_then(void **state)
{
    static const char *const listed[] = {"שרה", "ש", "Sam", "S", "שרה לב כהן"};
    (void)state;
    ms_diag d;
    ms_snap *s;
    ms_arena *a = ms_arena_new(0);
    ms_build *b = ms_build_new();
    ms_scorer *scorer = ms_scorer_new();
    assert_int_equal(ms_build_list(b, MS_STR("list"), &d), MS_OK);
    for (unsigned i = 0; i <= sizeof listed / sizeof *listed; i++) {
        char id[16];
        ms_identity q;
        snprintf(id, sizeof id, "p-%u", i);
        bool asked = i == sizeof listed / sizeof *listed;
        ms_entity e = ms_entity_make(a, ms_arena_str(a, ms_str_z(id)), MS_STR("Person"));
        add(&e, a, "name", asked ? MS_STR("ש לוי") : ms_str_z(listed[i]));
        add(&e, a, "birthDate", MS_STR("1954-03-12"));
        add(&e, a, "nationality", MS_STR("il"));
        add(&e, a, "gender", MS_STR("female"));
        if (!asked) {
            assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
            continue;
        }
        write_and_free(b, fixture_path("list"));
        assert_int_equal(ms_snap_open(fixture_path("list"), &s, &d), MS_OK);
        assert_int_equal(ms_identity_from_entity(&e, a, &q), MS_OK);
        for (uint32_t t = 100000; t < 1000000; t += 2000) ask(s, scorer, &q, t);
    }
    ms_snap_close(s);
    ms_scorer_free(scorer);
    ms_arena_free(a);
}

/* Names of initials and a family name are found by these, not by scoring everybody. */
static void initials_rule_out(void **state)
{
    static const char *const listed[] = {"J. R. R. Dorvani", "John Ronald Reuel Dorvani",
                                         "J. R. R.",         "Johanna Rita Ruth",
                                         "Dorvani",          "B. K. Selim"};
    static const char *const asked[] = {"J. R. R. Dorvani", "J R R", "B.K. Selim",
                                        "J. Dorvani"};
    (void)state;
    ms_diag d;
    ms_snap *s;
    ms_arena *a = ms_arena_new(0);
    ms_build *b = ms_build_new();
    ms_scorer *scorer = ms_scorer_new();
    assert_int_equal(ms_build_list(b, MS_STR("list"), &d), MS_OK);
    for (unsigned i = 0; i < sizeof listed / sizeof *listed; i++) {
        ms_entity e = ms_entity_make(a, ms_arena_strf(a, "p-%u", i), MS_STR("Person"));
        add(&e, a, "name", ms_str_z(listed[i]));
        assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
    }
    for (unsigned i = 0; i < 200; i++) {
        static const char *const given[] = {"Johan", "Rana", "Karim", "Bilal", "Tarik"};
        ms_entity e = ms_entity_make(a, ms_arena_strf(a, "q-%u", i), MS_STR("Person"));
        add(&e, a, "name", ms_arena_strf(a, "%s %s Marvani", given[i % 5], given[i / 5 % 5]));
        assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
    }
    write_and_free(b, fixture_path("list"));
    assert_int_equal(ms_snap_open(fixture_path("list"), &s, &d), MS_OK);
    for (unsigned i = 0; i < sizeof asked / sizeof *asked; i++) {
        ms_identity q;
        ms_entity e = ms_entity_make(a, MS_STR("q"), MS_STR("Person"));
        add(&e, a, "name", ms_str_z(asked[i]));
        assert_int_equal(ms_identity_from_entity(&e, a, &q), MS_OK);
        for (uint32_t t = 100000; t < 1000000; t += 20000) ask(s, scorer, &q, t);
        assert_true(ask(s, scorer, &q, 700000) >= 200);
    }
    ms_snap_close(s);
    ms_scorer_free(scorer);
    ms_arena_free(a);
}

/* Somebody whose score is about all that a bound leaves, asked for at that very score. */
static void what_is_least_is_found(void **state)
{
    static const struct {
        const char *listed_as, *listed, *asked_as, *asked;
        uint32_t reckon;
    } cases[] = {
        /* Small words that nothing is like are no parts that contradict. */
        {"Person", "Oliviya Lee", "Person", "Abu Umm Bint Oglu Olivia", MS_UNITS_A_LOOK},
        /* A word that is not sought may meet two of theirs. */
        {"Person", "Melo Kuhle Tebrovani", "Person", "Melokuhle Tebrovani Dulkarez", 1},
        /* And so may a small one. */
        {"Person", "Sen Ior Tebrovani", "Person", "Tebrovani Kim Lee Wang Senior",
         MS_UNITS_A_LOOK},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ms_diag d;
        ms_snap *s;
        ms_identity q, l;
        ms_arena *a = ms_arena_new(0);
        ms_build *b = ms_build_new();
        ms_scorer *scorer = ms_scorer_new();
        ms_entity e = ms_entity_make(a, MS_STR("p"), ms_str_z(cases[i].listed_as));
        add(&e, a, "name", ms_str_z(cases[i].listed));
        assert_int_equal(ms_identity_from_entity(&e, a, &l), MS_OK);
        assert_int_equal(ms_build_list(b, MS_STR("list"), &d), MS_OK);
        assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
        write_and_free(b, fixture_path("list"));
        assert_int_equal(ms_snap_open(fixture_path("list"), &s, &d), MS_OK);
        e = ms_entity_make(a, MS_STR("q"), ms_str_z(cases[i].asked_as));
        add(&e, a, "name", ms_str_z(cases[i].asked));
        assert_int_equal(ms_identity_from_entity(&e, a, &q), MS_OK);
        ms_candidates_reckon(cases[i].reckon);
        ms_result only = {.entity = 0, .score = ms_score(scorer, &q, &l)};
        assert_true(only.score > 0);
        ask_for(s, scorer, &q, only.score, &only, 1);
        ms_snap_close(s);
        ms_scorer_free(scorer);
        ms_arena_free(a);
    }
    ms_candidates_reckon(MS_UNITS_A_LOOK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_persons_have_numbers),
        cmocka_unit_test(findings_have_the_signs_of_the_proof),
        cmocka_unit_test(what_is_least_is_found),
        cmocka_unit_test(searches_lose_nobody),
        cmocka_unit_test(few_words_lose_nobody),
        cmocka_unit_test(initials_find_whoever_was_born_then),
        cmocka_unit_test(initials_rule_out),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
