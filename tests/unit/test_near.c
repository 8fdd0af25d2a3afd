/* ms_near_find against comparing every unit, for every instruction set that runs here. */
#include "index/near.h"

#include <stdio.h>
#include <stdlib.h>

#include "index/near_blocks.h"
#include "token_fixture.h"

#if defined(__SANITIZE_ADDRESS__) || !defined(__OPTIMIZE__)
enum { UNITS = 1500, QUERIES = 60, DAMAGES = 300 };
#else
enum { UNITS = 5000, QUERIES = 400, DAMAGES = 2000 };
#endif

static const char *const sets[] = {"scalar", "sse4.1", "avx2", "avx512", "neon"};

typedef struct vocabulary {
    ms_buf units, blocks;
    ms_near v;
} vocabulary;

static void open_vocabulary(vocabulary *o)
{
    o->v.units = (const ms_token *)(void *)o->units.p;
    o->v.blocks = o->blocks.p;
    o->v.n_blocks = o->blocks.n;
}

static vocabulary vocabulary_of(uint32_t n, bool runs)
{
    vocabulary o = {.v = {.runs = runs}};
    for (uint32_t i = 0; i < n; i++) {
        ms_token t = runs ? some_run() : some_token();
        assert_true(ms_buf_put(&o.units, &t, sizeof t));
    }
    ms_token *t = (ms_token *)(void *)o.units.p;
    o.v.n = sort_units(t, n);
    assert_int_equal(ms_near_build(t, o.v.n, &o.blocks), MS_OK);
    open_vocabulary(&o);
    assert_true(ms_near_check(&o.v));
    return o;
}

static void free_vocabulary(vocabulary *o)
{
    ms_buf_free(&o->units);
    ms_buf_free(&o->blocks);
}

static void expect(const ms_near *v, const ms_letters *x, bool x_is_run, ms_buf *hits)
{
    for (uint32_t u = 0; u < v->n; u++) {
        ms_letters y;
        ms_token_letters(&v->units[u], &y);
        uint32_t s = x_is_run  ? ms_run_similarity(x, &y)
                     : v->runs ? ms_run_similarity(&y, x)
                               : ms_letters_similarity(x, &y);
        ms_near_hit hit = {.unit = u, .similarity = (uint16_t)s};
        if (x->flags & MS_TOKEN_INITIAL && s < MS_SIMILARITY_ONE) continue;
        bool thing = !v->units[u].given, minor = y.flags & MS_TOKEN_MINOR;
        if (v->whose == MS_WHOSE_PERSON && thing && !minor) continue;
        if (v->whose == MS_WHOSE_THING && !thing && !minor) continue;
        if (s) assert_true(ms_buf_put(hits, &hit, sizeof hit));
    }
}

/* Returns how many were found. */
static size_t compare_in(const ms_near *v, ms_token t, bool x_is_run)
{
    ms_letters x;
    ms_buf want = {0}, got = {0};
    ms_token_letters(&t, &x);
    expect(v, &x, x_is_run, &want);
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        if (!ms_near_use(sets[i])) continue;
        got.n = 0;
        assert_int_equal(ms_near_find(v, &x, x_is_run, &got), MS_OK);
        if (got.n != want.n || (want.n && memcmp(got.p, want.p, want.n)))
            print_error("%s: %.*s, flags %u\n", sets[i], t.len, t.s, t.flags);
        assert_int_equal(got.n, want.n);
        if (want.n) assert_memory_equal(got.p, want.p, want.n);
    }
    size_t n = want.n / sizeof(ms_near_hit);
    ms_buf_free(&want);
    ms_buf_free(&got);
    return n;
}

/* Returns how many were found, whose ever they are. */
static size_t compare(const vocabulary *o, ms_token t, bool x_is_run)
{
    ms_near some = o->v;
    some.whose = ref_below(&seed, 2) ? MS_WHOSE_PERSON : MS_WHOSE_THING;
    size_t few = compare_in(&some, t, x_is_run), all = compare_in(&o->v, t, x_is_run);
    assert_true(few <= all);
    return all;
}

static void compare_all(const vocabulary *o, bool x_is_run, int queries)
{
    size_t found = 0;
    for (int i = 0; i < queries; i++) {
        ms_token t = x_is_run ? some_run() : some_token();
        found += compare(o, t, x_is_run);
    }
    if (o->v.n >= UNITS / 2) assert_true(found > 0);
}

static void the_same_as_comparing_all(void **state)
{
    static const uint32_t sizes[] = {0, 1, 2, 7, 8, 9, 64, 100, UNITS};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        int queries = sizes[i] == UNITS ? QUERIES : 40;
        vocabulary o = vocabulary_of(sizes[i], false);
        compare_all(&o, false, queries);
        compare_all(&o, true, queries);
        free_vocabulary(&o);
        o = vocabulary_of(sizes[i], true);
        compare_all(&o, false, queries);
        free_vocabulary(&o);
    }
}

static void every_unit_finds_itself(void **state)
{
    (void)state;
    vocabulary o = vocabulary_of(300, false);
    for (uint32_t u = 0; u < o.v.n; u++) assert_true(compare(&o, o.v.units[u], false));
    free_vocabulary(&o);
}

/* `times` units of the letters of `t`. */
static void add_same(vocabulary *o, ms_token t, uint16_t times)
{
    for (t.weight = 1; t.weight <= times; t.weight++, o->v.n++)
        assert_true(ms_buf_put(&o->units, &t, sizeof t));
}

static void close_vocabulary(vocabulary *o)
{
    qsort(o->units.p, o->v.n, sizeof(ms_token), by_unit);
    assert_int_equal(ms_near_build((const ms_token *)(void *)o->units.p, o->v.n, &o->blocks),
                     MS_OK);
    open_vocabulary(o);
    assert_true(ms_near_check(&o->v));
}

/* Blocks that begin with all letters of their units. */
static void units_that_begin_alike_to_the_end(void **state)
{
    enum { TOKENS = UNITS / 200, TIMES = NEAR_BLOCK + NEAR_UNITS + 1 };
    (void)state;
    vocabulary o = {0};
    for (unsigned i = 0; i < TOKENS; i++) {
        ms_token t = some_token();
        bool plain = !(t.flags & (MS_TOKEN_NUMBER | MS_TOKEN_INITIAL | MS_TOKEN_CUT));
        if (plain && t.len <= NEAR_BEGIN) add_same(&o, t, TIMES);
    }
    close_vocabulary(&o);
    for (unsigned i = 0; i < QUERIES / 4; i++) {
        ms_token t = some_token();
        compare(&o, t, false);
        t.flags |= MS_TOKEN_CUT;
        compare(&o, t, false);
    }
    free_vocabulary(&o);
}

static void some_letters(ms_token *t, unsigned n, const char *of)
{
    for (; n; n--) t->s[t->len++] = of[ref_below(&seed, (uint32_t)strlen(of))];
}

/* `t` with its letters at `at` and behind that swapped, and more that cost as much as they
 * weigh somewhere behind them. */
static ms_token swapped(ms_token t, unsigned at, unsigned more)
{
    char first = t.s[at];
    t.s[at] = t.s[at + 1];
    t.s[at + 1] = first;
    for (; more; more--, t.len++) {
        unsigned to = at + 2 + ref_below(&seed, t.len - at - 1);
        memmove(t.s + to + 1, t.s + to, t.len - to);
        t.s[to] = "hu"[ref_below(&seed, 2)];
    }
    return t;
}

/* `t` without some of its first `n` letters. */
static ms_token without(ms_token t, unsigned n, unsigned less)
{
    for (; n > 1 && less; n--, less--) {
        unsigned at = ref_below(&seed, n);
        memmove(t.s + at, t.s + at + 1, t.len - at - 1u);
        t.s[--t.len] = 0;
    }
    return t;
}

/* Letters with which a group begins left out; and its last, which weighs much, and the first
 * behind it swapped, with other errors: up to the limit. */
static void errors_in_what_a_group_begins_with(void **state)
{
    static const char rest[] = "mngeijya"; /* of other kinds than what is swapped or added */
    (void)state;
    for (unsigned i = 0; i < QUERIES; i++) {
        vocabulary o = {0};
        ms_token stem = {.weight = 1}, unit[NEAR_UNITS];
        some_letters(&stem, i % NEAR_BEGIN, "aceihjklnprstuy");
        some_letters(&stem, 1, "dbps");
        for (unsigned u = 0; u < NEAR_UNITS; u++) {
            unit[u] = stem;
            unit[u].s[unit[u].len++] = rest[u];
            some_letters(&unit[u], ref_below(&seed, 4), rest);
            add_same(&o, unit[u], 1);
        }
        close_vocabulary(&o);
        for (unsigned u = 0; u < NEAR_UNITS; u++)
            for (unsigned errors = 0; errors < 5; errors++) {
                compare(&o, swapped(unit[u], stem.len - 1u, errors), false);
                compare(&o, without(unit[u], stem.len, errors), false);
            }
        free_vocabulary(&o);
    }
}

/* Groups, blocks and batches that are full, and those that are not. */
static void units_of_the_same_letters(void **state)
{
    static const uint16_t sizes[] = {1,   7,   8,   9,   63,  64,  65,  128,
                                     129, 200, 511, 512, 513, 520, 1025};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        vocabulary o = {0};
        ms_token t = {.len = 5, .s = "ahmad"};
        add_same(&o, t, sizes[i]);
        close_vocabulary(&o);
        memcpy(t.s, "ahmed", 5);
        assert_int_equal(compare(&o, t, false), sizes[i]);
        free_vocabulary(&o);
    }
}

static ms_token token_of(const char *letters, uint8_t flags)
{
    ms_token t = {.weight = 100, .len = (uint8_t)strlen(letters), .flags = flags};
    memcpy(t.s, letters, t.len);
    return t;
}

/* Chance seldom makes digits in what is no number, or small words that are alike. */
static void digits_and_small_words(void **state)
{
    static const struct {
        const char *x, *y;
        uint8_t flags;
    } alike[] = {{"k1a3r5m7", "k1e3r5m7", 0},
                 {"1h2m3d4k", "1h2n3d4k", 0},
                 {"company", "companyy", MS_TOKEN_MINOR},
                 {"limited", "limiteda", MS_TOKEN_MINOR}};
    (void)state;
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        vocabulary o = {0};
        add_same(&o, token_of(alike[i].y, alike[i].flags), 1);
        close_vocabulary(&o);
        assert_int_equal(compare(&o, token_of(alike[i].x, alike[i].flags), false), 1);
        free_vocabulary(&o);
    }
}

static void the_same_units_give_the_same_bytes(void **state)
{
    (void)state;
    ms_buf again = {0};
    vocabulary o = vocabulary_of(UNITS, false);
    assert_int_equal(ms_near_build(o.v.units, o.v.n, &again), MS_OK);
    assert_int_equal(again.n, o.blocks.n);
    assert_memory_equal(again.p, o.blocks.p, again.n);
    ms_buf_free(&again);
    free_vocabulary(&o);
}

/* What damaged blocks find is wrong, but lies in them. */
static void find_anything(const ms_near *v)
{
    ms_buf hits = {0};
    ms_letters x;
    ms_token t = some_token();
    ms_token_letters(&t, &x);
    assert_int_equal(ms_near_find(v, &x, false, &hits), MS_OK);
    ms_near_hit *hit = (ms_near_hit *)(void *)hits.p;
    for (size_t i = 0; i < hits.n / sizeof *hit; i++) assert_true(hit[i].unit < v->n);
    ms_buf_free(&hits);
}

static void damage_is_refused_or_harmless(void **state)
{
    (void)state;
    vocabulary o = vocabulary_of(400, false);
    char *good = o.blocks.p, *bad = malloc(o.blocks.n);
    unsigned refused = 0;
    assert_non_null(bad);
    for (int i = 0; i < DAMAGES; i++) {
        memcpy(bad, good, o.blocks.n);
        uint32_t head = ref_below(&seed, 2) ? (uint32_t)o.blocks.n : 4 * NEAR_ALIGN;
        for (uint32_t times = 1 + ref_below(&seed, 3); times; times--)
            bad[ref_below(&seed, head)] ^= (char)(1u << ref_below(&seed, 8));
        o.v.blocks = bad;
        if (ms_near_check(&o.v)) find_anything(&o.v);
        else refused++;
    }
    assert_in_range(refused, 1, DAMAGES - 1);
    o.v.blocks = good;
    for (o.v.n_blocks = 0; o.v.n_blocks < o.blocks.n; o.v.n_blocks += 1 + ref_below(&seed, 100))
        assert_false(ms_near_check(&o.v));
    free(bad);
    free_vocabulary(&o);
}

/* What the sums of letters are worth: an edit never changes them, over all groups, by more than
 * twice its cost, whatever else the table says. */
static void no_edit_changes_the_sums_by_more_than_it_costs(void **state)
{
    (void)state;
    const ms_costs *k = ms_costs_get();
    const near_weights *w = near_weights_get();
    unsigned weighty = 0;
    for (unsigned c = 0; c < MS_LETTERS; c++) {
        weighty += w->weight[c] > 0;
        assert_in_range(w->weight[c], 0, 2 * k->swap);
        for (unsigned skip = 1; skip <= k->skip[c]; skip++)
            assert_true(near_counts(w, (uint8_t)c, (uint8_t)skip) <= 2 * skip);
        for (unsigned d = 0; d < MS_LETTERS; d++) {
            int one = w->weight[c], other = w->weight[d];
            int change = w->kind[c] == w->kind[d] ? abs(one - other) : one + other;
            if (c != d) assert_in_range(change, 0, 2 * k->sub[c][d]);
        }
    }
    assert_in_range(weighty, 20, 26);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_edit_changes_the_sums_by_more_than_it_costs),
        cmocka_unit_test(the_same_as_comparing_all),
        cmocka_unit_test(every_unit_finds_itself),
        cmocka_unit_test(units_that_begin_alike_to_the_end),
        cmocka_unit_test(errors_in_what_a_group_begins_with),
        cmocka_unit_test(units_of_the_same_letters),
        cmocka_unit_test(the_same_units_give_the_same_bytes),
        cmocka_unit_test(damage_is_refused_or_harmless),
        cmocka_unit_test(digits_and_small_words), /* last: chance goes on as it did */
    };
    return cmocka_run_group_tests(tests, make_tokens, free_tokens);
}
