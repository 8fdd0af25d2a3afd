/* The file of words: what it says is what the entities say; the same snapshot gives the same
 * bytes, whatever memory it may have; and damage is refused. */
#include "snapshot_fixture.h"

#include <string.h>

#include <marsad/words.h>

enum { FLIPS = 4000 };

static ms_snap *snap;
static const char *path;

static int begin(void **state)
{
    static char kept[320];
    ms_diag d;
    if (fixture_begin(state)) return -1;
    snprintf(kept, sizeof kept, "%s", fixture_path("words"));
    path = kept;
    const char *at = fixture_path("snap");
    write_rows(at);
    return ms_snap_open(at, &snap, &d) || ms_words_build(snap, path, 1 << 20, NULL, NULL, &d);
}

static int end(void **state)
{
    ms_snap_close(snap);
    return fixture_end(state);
}

static ms_rc open_words(const char *file, ms_words **w, ms_diag *d)
{
    return ms_words_open(file, ms_snap_digest(snap), ms_snap_entities(snap), w, d);
}

/* The ids of those who say `word`, each with where: "a-1@4 ". */
static const char *said(const ms_words *w, const char *word)
{
    static char text[1024];
    uint32_t i = ms_words_from(w, ms_str_z(word)), n = 0;
    size_t used = 0;
    text[0] = 0;
    if (i == ms_words_count(w) || !ms_str_eq(ms_words_text(w, i), ms_str_z(word))) return text;
    const uint32_t *v = ms_words_said(w, i, &n);
    for (uint32_t k = 0; k < n; k++)
        used +=
            (size_t)snprintf(text + used, sizeof text - used, "%.*s@%u ",
                             MS_FMT(ms_snap_get(snap, ms_said_by(v[k])).id), ms_said_in(v[k]));
    return text;
}

static void test_who_says_what(void **state)
{
    (void)state;
    ms_words *w;
    ms_diag d;
    assert_int_equal(open_words(path, &w, &d), MS_OK);
    assert_string_equal(ms_words_digest(w), ms_snap_digest(snap));
    assert_string_equal(said(w, "testov"), "a-1@1 a-3@1 a-6@6 ");
    assert_string_equal(said(w, "vanya"), "a-1@5 "); /* an alias, and a weak one */
    assert_string_equal(said(w, "1970"), "a-1@2 ");
    assert_string_equal(said(w, "998877"), "a-3@4 ");
    assert_string_equal(said(w, "الاختبار"), "a-2@1 ");
    assert_string_equal(said(w, "nobody"), "a-7@4 ");
    assert_string_equal(said(w, "tes"), "");
    uint32_t from = ms_words_from(w, MS_STR("tes")), behind = ms_words_behind(w, MS_STR("tes"));
    assert_int_equal(behind - from, 1);
    for (uint32_t i = 1; i < ms_words_count(w); i++)
        assert_true(ms_str_cmp(ms_words_text(w, i - 1), ms_words_text(w, i)) < 0);
    assert_int_equal(ms_words_from(w, MS_STR("\xFF")), ms_words_count(w));
    ms_words_close(w);
}

static void test_facets(void **state)
{
    (void)state;
    ms_words *w;
    ms_diag d;
    uint32_t first, n, k, e;
    assert_int_equal(open_words(path, &w, &d), MS_OK);
    ms_words_facet(w, MS_FACET_COUNTRIES, &first, &n);
    const char *want[] = {"cy", "eg", "pa", "ru", "sy"};
    assert_int_equal(n, COUNT(want));
    for (uint32_t i = 0; i < n; i++)
        assert_true(ms_str_eq(ms_words_value(w, first + i), ms_str_z(want[i])));
    ms_words_facet(w, MS_FACET_DATASETS, &first, &n);
    assert_int_equal(n, 2);
    assert_true(ms_snap_find_in(snap, 0, MS_STR("a-2"), &e));
    assert_int_equal(ms_words_size(w, e), 5);
    const uint32_t *v = ms_words_values(w, e, &k);
    assert_int_equal(k, 4); /* alpha, Person, eg, sy */
    for (uint32_t i = 1; i < k; i++) assert_true(v[i - 1] < v[i]);
    ms_words_close(w);
}

static void test_same_bytes(void **state)
{
    (void)state;
    ms_diag d;
    size_t n, again;
    char *whole = read_whole(path, &n);
    for (size_t memory = 0; memory < 5000; memory = memory * 2 + 4) {
        const char *other = fixture_path("again");
        assert_int_equal(ms_words_build(snap, other, memory, NULL, NULL, &d), MS_OK);
        char *bytes = read_whole(other, &again);
        assert_int_equal(n, again);
        assert_memory_equal(whole, bytes, n);
        free(bytes);
    }
    free(whole);
}

static bool at_once(void *ctx)
{
    (void)ctx;
    return true;
}

static void test_giving_up(void **state)
{
    (void)state;
    ms_diag d;
    const char *other = fixture_path("never");
    assert_int_equal(ms_words_build(snap, other, 0, at_once, NULL, &d), MS_EBUSY);
    assert_int_equal(access(other, F_OK), -1);
}

static void test_another_snapshot(void **state)
{
    (void)state;
    ms_words *w;
    ms_diag d;
    char digest[33];
    memcpy(digest, ms_snap_digest(snap), sizeof digest);
    assert_int_equal(ms_words_open(path, digest, ms_snap_entities(snap) + 1, &w, &d),
                     MS_EINVAL);
    digest[3] ^= 1;
    assert_int_equal(ms_words_open(path, digest, ms_snap_entities(snap), &w, &d), MS_EINVAL);
    assert_int_equal(open_words(fixture_path("nowhere"), &w, &d), MS_ENOTFOUND);
}

static void write_file(const char *file, const char *p, size_t n)
{
    FILE *f = fopen(file, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    fclose(f);
}

/* Cut anywhere it is refused; with a bit flipped it is refused, or says the same: what fills
 * up to the next section means nothing. */
static void test_damage(void **state)
{
    (void)state;
    ms_words *w;
    ms_diag d;
    size_t n, refused = 0;
    char *whole = read_whole(path, &n);
    const char *bad = fixture_path("bad");
    for (size_t cut = 0; cut < n; cut += 7) {
        write_file(bad, whole, cut);
        assert_int_not_equal(open_words(bad, &w, &d), MS_OK);
        assert_null(w);
    }
    for (int i = 0; i < FLIPS; i++) {
        size_t at = drawn() % n;
        whole[at] ^= (char)(1 << drawn() % 8);
        write_file(bad, whole, n);
        if (open_words(bad, &w, &d)) refused++;
        else assert_string_equal(said(w, "testov"), "a-1@1 a-3@1 a-6@6 ");
        ms_words_close(w);
        free(whole);
        whole = read_whole(path, &n);
    }
    assert_true(refused > FLIPS / 2);
    free(whole);
}

static void test_folding(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"", ""},
        {" - ", ""},
        {"Łukasz O'Brien", "lukasz obrien"},
        {"Straße/Ærø", "strasse aero"},
        {"普京A小", "普 京 a 小"},
        {"محمّد", "محمد"},
        {"ÇA\xFFva", "ca va"},
        {"e\xCC\x81t\xC3\xA9", "ete"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char got[256] = "";
        ms_text_reader r = {.text = ms_str_z(cases[i].text)};
        ms_str word;
        while (ms_text_word(&r, &word))
            snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s", *got ? " " : "",
                     MS_FMT(word));
        assert_string_equal(got, cases[i].words);
    }
    char longest[400];
    memset(longest, 'x', sizeof longest);
    ms_text_reader r = {.text = {longest, sizeof longest}};
    ms_str word;
    assert_true(ms_text_word(&r, &word));
    assert_int_equal(word.n, MS_WORD_MAX);
    assert_false(ms_text_word(&r, &word));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_says_what),    cmocka_unit_test(test_facets),
        cmocka_unit_test(test_same_bytes),       cmocka_unit_test(test_giving_up),
        cmocka_unit_test(test_another_snapshot), cmocka_unit_test(test_damage),
        cmocka_unit_test(test_folding),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
