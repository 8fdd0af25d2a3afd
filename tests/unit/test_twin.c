/* ms_score against its slow twin on invented people, and what the two promise:
 * symmetry, bounds, explanations that add up, evidence that moves one way. */
#include <marsad/match.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "invent.h"
#include "mangle.h"
#include "ref.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__OPTIMIZE__)
enum { PAIRS = 20000 };
#else
enum { PAIRS = 200000 };
#endif
enum { FULL = 1000000 }; /* with MARSAD_FULL */

/* ---- invented identities ----------------------------------------------- */

static ms_date random_date(uint64_t *r)
{
    ms_date d = {.year = (uint16_t)(1970 + ref_below(r, 3))};
    if (!ref_below(r, 3)) d.year = (uint16_t)(1958 + ref_below(r, 25));
    if (ref_below(r, 4)) d.month = (uint8_t)(1 + ref_below(r, 3));
    if (d.month && ref_below(r, 4)) d.day = (uint8_t)(1 + ref_below(r, 3));
    return d;
}

static ms_document random_document(uint64_t *r)
{
    static const char letters[] = "AO0QI1L";
    ms_document d = {.len = (uint8_t)(4 + ref_below(r, 2))};
    for (unsigned i = 0; i < d.len; i++) d.s[i] = i < 3 ? 'B' : letters[ref_below(r, 7)];
    d.kind = (uint8_t)(ref_below(r, 2) ? MS_KEY_NUMBER : ref_below(r, MS_KEYS));
    if (d.kind > MS_KEY_WORLDWIDE && !ref_below(r, 3)) {
        d.len = (uint8_t)(MS_KEY_KEPT + ref_below(r, 3)); /* the whole text is not kept */
        memset(d.s + 5, 'x', sizeof d.s - 5);
    }
    return d;
}

static ms_country random_country(uint64_t *r)
{
    static const ms_country some[] = {{"ru"}, {"sy"}, {"su"}, {"fr"}, {"gb-sct"}};
    return some[ref_below(r, 5)];
}

static const ms_schema *random_schema(uint64_t *r)
{
    static const char *const some[] = {"Person", "Company", "LegalEntity", "Vessel"};
    return ref_below(r, 3) ? NULL : ms_schema_find(ms_str_z(some[ref_below(r, 4)]));
}

/* An identity whose arrays have room for one more. */
typedef struct person {
    ms_name names[4];
    ms_date births[4];
    ms_document documents[4];
    ms_country countries[4];
    ms_identity id;
} person;

/* With names of its own or, mostly, mangled from those of `like`. */
static person *random_person(uint64_t *r, ms_arena *a, const person *like)
{
    person *p = ms_arena_alloc(a, sizeof *p);
    assert_non_null(p);
    p->id = (ms_identity){.names = p->names,
                          .births = p->births,
                          .documents = p->documents,
                          .countries = p->countries,
                          .schema = random_schema(r)};
    p->id.n_names = ref_below(r, 20) ? 1 + !ref_below(r, 4) : ref_below(r, 4);
    for (uint32_t i = 0; i < p->id.n_names; i++) {
        char mangled[REF_MANGLE_MAX];
        ms_str text = ref_text(r, a);
        if (like && like->id.n_names && ref_below(r, 4))
            text = like->names[ref_below(r, like->id.n_names)].text;
        if (!ref_below(r, 30)) text = ref_zone_text(r, a);
        else if (ref_below(r, 3)) text = ms_arena_str(a, ref_mangle(r, text, mangled));
        ms_name_kind kind = (ms_name_kind)ref_below(r, 4);
        ms_name ways[MS_READINGS];
        uint32_t n;
        assert_int_equal(ms_name_readings(text, kind, a, ways, &n), MS_OK);
        p->names[i] = ways[ref_below(r, n)];
        p->names[i].weak = !ref_below(r, 6);
        if (p->names[i].n && !ref_below(r, 3))
            p->names[i].family = (uint8_t)ref_below(r, p->names[i].n);
    }
    p->id.n_births = ref_below(r, 2) ? ref_below(r, 3) : 0;
    p->id.n_documents = ref_below(r, 4) ? 0 : 1 + ref_below(r, 2);
    p->id.n_countries = ref_below(r, 2) ? ref_below(r, 3) : 0;
    for (uint32_t i = 0; i < 4; i++) {
        p->births[i] = random_date(r);
        p->documents[i] = random_document(r);
        p->countries[i] = random_country(r);
    }
    p->id.sexes = (uint8_t)(ref_below(r, 2) ? ref_below(r, 8) : 0);
    return p;
}

/* ---- what is held ------------------------------------------------------ */

static void show(const person *p)
{
    for (uint32_t i = 0; i < p->id.n_names; i++)
        print_error("%s'%.*s'", i ? ", " : "", MS_FMT(p->names[i].text));
    print_error("\n");
}

static void explanation_adds_up(ms_scorer *s, const person *q, const person *l, ms_arena *a,
                                uint32_t score)
{
    ms_explanation e;
    int64_t sum = 0;
    assert_int_equal(ms_explain(s, &q->id, &l->id, a, &e), MS_OK);
    for (uint32_t i = 0; i < e.n_evidence; i++) sum += e.evidence[i].effect;
    assert_int_equal(e.score, score);
    assert_int_equal(sum, e.odds);
    assert_true(score == 0 || score == ref_score_of(e.odds));
    if (!e.q_name) return;
    assert_int_equal(ref_name_score(e.q_name, e.l_name), e.name_score);
    if (e.evidence[0].finding == MS_FINDING_NAME_NONE) return;
    sum = 0;
    for (uint32_t i = 0; i < e.n_parts; i++) sum += e.parts[i].effect;
    assert_int_equal(sum, e.evidence[0].effect);
}

/* A fact of `l` given to `q` too never lowers the score; one that no fact of `l`
 * resembles never raises it. */
static void facts_move_one_way(ms_scorer *s, const person *q, const person *l, uint32_t score)
{
    person agrees = *q, differs = *q;
    ms_identity *y = &agrees.id, *n = &differs.id;
    *y = *n = q->id;
    y->births = agrees.births, y->documents = agrees.documents;
    y->countries = agrees.countries;
    n->births = differs.births, n->documents = differs.documents;
    n->countries = differs.countries;
    switch (score % 4) {
    case 0:
        if (l->id.n_births) agrees.births[y->n_births++] = l->births[0];
        differs.births[n->n_births++] = (ms_date){1900, 7, 9};
        break;
    case 1:
        if (l->id.n_documents) agrees.documents[y->n_documents++] = l->documents[0];
        differs.documents[n->n_documents++] = (ms_document){.len = 4, .s = "XXXX"};
        break;
    case 2:
        if (l->id.n_countries) agrees.countries[y->n_countries++] = l->countries[0];
        differs.countries[n->n_countries++] = (ms_country){"zz"};
        break;
    default:
        y->sexes |= l->id.sexes;
        if (!n->sexes) n->sexes = (uint8_t)(7 & ~l->id.sexes);
    }
    assert_true(ms_score(s, y, &l->id) >= score);
    assert_true(ms_score(s, n, &l->id) <= score);
    assert_int_equal(ms_score(s, y, &l->id), ref_score(y, &l->id));
}

static void tokens_agree(const person *q, const person *l)
{
    if (!q->id.n_names || !l->id.n_names) return;
    const ms_name *x = q->names, *y = l->names;
    for (uint32_t i = 0; i < x->n; i++)
        for (uint32_t j = 0; j < y->n; j++) {
            uint32_t similarity = ref_token_similarity(&x->tok[i], &y->tok[j]);
            assert_int_equal(ms_token_similarity(&x->tok[i], &y->tok[j]), similarity);
            assert_int_equal(ms_token_similarity(&y->tok[j], &x->tok[i]), similarity);
            assert_true(similarity == 0 || (similarity >= 600 && similarity <= 1000));
        }
}

static void scores_agree_with_the_twin(void **state)
{
    ms_scorer *s = ms_scorer_new();
    ms_arena *a = ms_arena_new(0);
    uint64_t seed = 2026;
    int above = 0, pairs = getenv("MARSAD_FULL") ? FULL : PAIRS;
    (void)state;
    assert_non_null(s);
    for (int k = 0; k < pairs; k++) {
        uint64_t r = seed + (uint64_t)k;
        const person *q = random_person(&r, a, NULL), *l = random_person(&r, a, q);
        uint32_t score = ms_score(s, &q->id, &l->id), twin = ref_score(&q->id, &l->id);
        if (score != twin) {
            print_error("pair %d: %u, twin %u\n", k, score, twin);
            show(q), show(l);
        }
        assert_int_equal(score, twin);
        assert_int_equal(score, ms_score(s, &l->id, &q->id));
        assert_true(score <= MS_SCORE_ONE);
        if (k % 4 == 0) explanation_adds_up(s, q, l, a, score);
        if (k % 4 == 1) facts_move_one_way(s, q, l, score);
        if (k % 4 == 2) tokens_agree(q, l);
        above += score >= 700000;
        ms_arena_reset(a);
    }
    print_message("%d pairs, %d at or above 0.7\n", pairs, above);
    assert_true(above > pairs / 20); /* the pairs are worth comparing */
    ms_arena_free(a);
    ms_scorer_free(s);
}

/* The memory that the long comparisons use gives what the twin gives without. */
static void scan_gives_what_the_twin_gives(void **state)
{
    enum { LISTED = 60, ASKED = 40 };
    ms_arena *a = ms_arena_new(0);
    ms_identity listed[LISTED];
    uint32_t scores[LISTED];
    uint64_t r = 7;
    (void)state;
    for (int i = 0; i < LISTED; i++) listed[i] = random_person(&r, a, NULL)->id;
    ref_scan *scan = ref_scan_new(listed, LISTED);
    for (int k = 0; k < ASKED; k++) {
        const person *q = random_person(&r, a, NULL);
        ref_scan_scores(scan, &q->id, scores);
        for (int i = 0; i < LISTED; i++)
            assert_int_equal(scores[i], ref_score(&q->id, &listed[i]));
    }
    ref_scan_free(scan);
    ms_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_agree_with_the_twin),
        cmocka_unit_test(scan_gives_what_the_twin_gives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
