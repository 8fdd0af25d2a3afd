/* Phones, e-mail addresses and wallets: their normal form, which of them are the same, whose
 * they are, what they say, and that they join nobody. */
#include "snapshot_fixture.h"

#include <string.h>

#include "mangle.h"
#include "match/keys.h"
#include "ref.h"

#define LONG_A \
    "4AdUndXHHZ6cfufTMvppY6JwXNouMBzSkbLYfpAXLq8Yb3dAFzwTqZ2gZKk1rXnXy9BcDq" /* of 70 */

/* ---- the normal form --------------------------------------------------- */

static const struct {
    ms_key kind;
    const char *text, *want; /* NULL: no key */
} forms[] = {
    {MS_KEY_PHONE, "+971 4 555 0100", "97145550100"},
    {MS_KEY_PHONE, "00971-4-555.0100", "97145550100"},
    {MS_KEY_PHONE, "971/4/5550100", "97145550100"},
    {MS_KEY_PHONE, "Tel.: +971 (0)4 5550100", "97145550100"},
    {MS_KEY_PHONE, "+44 (0)20 7946 0018", "442079460018"},
    {MS_KEY_PHONE, "+44(20)79460018 ext. 12", "442079460018"},
    {MS_KEY_PHONE, "tel:+442079460018;ext=12", "442079460018"},
    {MS_KEY_PHONE, "(0)20 7946 0018", "02079460018"}, /* nobody's country: as it is */
    {MS_KEY_PHONE, "020 7946 0018", "02079460018"},
    {MS_KEY_PHONE, "555 0100", "5550100"},
    {MS_KEY_PHONE, "555 010", NULL},
    {MS_KEY_PHONE, "1234567890123456", NULL},
    {MS_KEY_PHONE, "+442079460018 +442079460019", "442079460018"},
    {MS_KEY_PHONE, "none", NULL},
    {MS_KEY_PHONE, "", NULL},
    {MS_KEY_PHONE, "+", NULL},
    {MS_KEY_PHONE, "00", NULL},
    {MS_KEY_EMAIL, " Orlan.Tevik+x@Post.EXAMPLE ", "orlan.tevik+x@post.example"},
    {MS_KEY_EMAIL, "a@b", "a@b"},
    {MS_KEY_EMAIL, "@b", NULL},
    {MS_KEY_EMAIL, "a@", NULL},
    {MS_KEY_EMAIL, "a@b@c", NULL},
    {MS_KEY_EMAIL, "a b@c", NULL},
    {MS_KEY_EMAIL, "nobody", NULL},
    {MS_KEY_WALLET, "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"},
    {MS_KEY_WALLET, "0x52908400098527886E0F7030069857D2E4169EE7",
     "0x52908400098527886e0f7030069857d2e4169ee7"},
    {MS_KEY_WALLET, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
     "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"},
    {MS_KEY_WALLET, "bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
     "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"},
    {MS_KEY_WALLET, "1BoatSLRHtKNngkdXEe", NULL},
    {MS_KEY_WALLET, "1BoatSLRHtKNngkd XEeobR76b53LETtpyT", NULL},
    {MS_KEY_WALLET, "", NULL},
    {MS_KEY_NUMBER, "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", NULL},
};

static void texts_have_one_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        ms_document d, again;
        const char *want = forms[i].want;
        bool is = ms_key_make(forms[i].kind, ms_str_z(forms[i].text), &d);
        if (is != (want != NULL)) fail_msg("'%s': %s a key", forms[i].text, is ? "is" : "no");
        if (!is) continue;
        if (d.len != strlen(want)) fail_msg("'%s': %u characters", forms[i].text, d.len);
        if (d.len <= MS_KEY_KEPT && strncmp(d.s, want, sizeof d.s) != 0)
            fail_msg("'%s': %.38s", forms[i].text, d.s);
        assert_int_equal(d.kind, forms[i].kind);
        assert_true(ms_key_make(forms[i].kind, ms_str_z(want), &again));
        assert_memory_equal(&d, &again, sizeof d);
    }
}

/* Texts put together from what matters: as a second reading of the rules has them. */
static void forms_are_those_of_the_twin(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "+",    "00", "(0)", "44",     "20 79", "7", "-",
        "/",    "0x", "BC1", "Q8F3T4", "abc",   "@", ".example",
        "Post", ":",  " ",   "\t",     "\x7f",  "é", "1BoatSLRHtKNngkdXEeobR76b53",
        "ext",  "(",  ")",   "0"};
    uint64_t r = 11;
    unsigned keys = 0;
    for (unsigned i = 0; i < 300000; i++) {
        char text[512] = "";
        ms_document got, want;
        ms_key kind = (ms_key)(MS_KEY_PHONE + ref_below(&r, 3));
        for (uint32_t n = ref_below(&r, 14); n; n--)
            strcat(text, pieces[ref_below(&r, sizeof pieces / sizeof *pieces)]);
        bool is = ms_key_make(kind, ms_str_z(text), &got);
        if (is != ref_key(kind, text, strlen(text), &want)) fail_msg("'%s'", text);
        if (is) assert_memory_equal(&got, &want, sizeof got);
        keys += is;
    }
    assert_true(keys > 10000);
}

/* Long ones are told apart by every byte, though not all are kept. */
static void long_texts_are_told_apart(void **state)
{
    (void)state;
    char text[] = LONG_A, shown[64];
    ms_document first, other;
    ms_arena *a = ms_arena_new(0);
    assert_true(ms_key_make(MS_KEY_WALLET, ms_str_z(text), &first));
    assert_int_equal(first.len, sizeof text - 1);
    for (size_t i = 0; text[i]; i++) {
        char was = text[i];
        text[i] = was == 'z' ? 'y' : 'z';
        assert_true(ms_key_make(MS_KEY_WALLET, ms_str_z(text), &other));
        assert_false(ms_key_same(&first, &other));
        text[i] = was;
    }
    ms_str s = ms_key_text(&first, a);
    snprintf(shown, sizeof shown, "%.22s…", text);
    assert_true(ms_str_eq(s, ms_str_z(shown)));
    ms_arena_free(a);
    char most[MS_KEY_TEXT_MAX + 2];
    memset(most, 'a', sizeof most);
    assert_true(ms_key_make(MS_KEY_WALLET, (ms_str){most, MS_KEY_TEXT_MAX}, &other));
    assert_false(ms_key_make(MS_KEY_WALLET, (ms_str){most, MS_KEY_TEXT_MAX + 1}, &other));
}

/* ---- what they say ----------------------------------------------------- */

static ms_identity identity(ms_arena *a, const char *const *props)
{
    ms_identity id;
    ms_entity e = ms_entity_make(a, MS_STR("x"), MS_STR("Person"));
    for (; *props; props += 2)
        assert_int_equal(ms_entity_add_raw(&e, ms_str_z(props[0]), ms_str_z(props[1])), MS_OK);
    assert_int_equal(ms_identity_from_entity(&e, a, &id), MS_OK);
    return id;
}

#define ID(...) identity(a, (const char *const[]){__VA_ARGS__, NULL})

static uint32_t score(ms_scorer *s, ms_identity q, ms_identity l)
{
    uint32_t one = ms_score(s, &q, &l);
    assert_int_equal(one, ms_score(s, &l, &q));
    return one;
}

static void keys_say_what_they_should(void **state)
{
    (void)state;
    ms_scorer *s = ms_scorer_new();
    ms_arena *a = ms_arena_new(0);
    const char *w = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
               *x = "1boatSLRHtKNngkdXEeobR76b53LETtpyT";
    /* Log-odds in hundredths of a bit: -1000 for no names, and the row of the table. */
    assert_int_equal(score(s, ID("phone", "+98 21 5550100"), ID("phone", "0098215550100")),
                     ms_odds_score(-1000 + 1150));
    assert_int_equal(score(s, ID("email", "A@B.example"), ID("email", "a@b.example")),
                     ms_odds_score(-1000 + 1200));
    assert_int_equal(score(s, ID("publicKey", w), ID("cryptoAddress", w)),
                     ms_odds_score(-1000 + 1500));
    assert_int_equal(score(s, ID("publicKey", w), ID("publicKey", x)), 0);
    /* A side with a name does not help where the other has none. */
    ms_identity named = ID("name", "Orlan Tevik", "phone", "+98 21 5550100", "publicKey", w);
    assert_int_equal(score(s, ID("phone", "0098215550100"), named), ms_odds_score(150));
    /* Phones support names, and do not stand in for them; wallets do. */
    uint32_t names = score(s, ID("name", "Orlan Tewik"), named);
    assert_true(score(s, ID("name", "Orlan Tewik", "phone", "0098215550100"), named) > names);
    assert_int_equal(score(s, ID("name", "Qqq Zzz", "phone", "0098215550100"), named), 0);
    assert_true(score(s, ID("name", "Qqq Zzz", "publicKey", w), named) > 900000);
    /* Another phone says nothing, nor does the same text as a number of another kind. */
    assert_int_equal(score(s, ID("name", "Orlan Tewik", "phone", "0098215550101"), named),
                     names);
    assert_int_equal(score(s, ID("idNumber", "98215550100"), ID("phone", "+98215550100")), 0);
    ms_arena_free(a);
    ms_scorer_free(s);
}

/* ---- in a snapshot ----------------------------------------------------- */

static const row listed[] = {
    {"m", "Person", "k1", "", {"name", "Orlan Tevik", "phone", "+98215550100"}},
    {"m", "Company", "k2", "", {"name", "Tevik Shipping", "phone", "+98 21 5550100"}},
    {"m", "CryptoWallet", "k3", "", {"publicKey", LONG_A, "holder", "k1"}},
    {"n", "Person", "k4", "", {"name", "Orlan Tevik", "phone", "+98215550100"}},
    {"n", "Person", "k5", "", {"name", "Somebody Else", "publicKey", LONG_A}},
    {"n", "Person", "k6", "", {"name", "Orlan Tewik", "publicKey", LONG_A}},
    {"n", "CryptoWallet", "k7", "", {"publicKey", LONG_A}},
};

static ms_snap *open_listed(void)
{
    ms_diag d;
    ms_snap *s;
    ms_arena *a = ms_arena_new(0);
    ms_build *b = ms_build_new();
    const char *list = "";
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++) {
        if (strcmp(list, listed[i].list) != 0)
            assert_int_equal(ms_build_list(b, ms_str_z(listed[i].list), &d), MS_OK);
        list = listed[i].list;
        ms_entity e = entity_of(&listed[i], a);
        assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
    }
    ms_arena_free(a);
    write_and_free(b, fixture_path("listed"));
    assert_int_equal(ms_snap_open(fixture_path("listed"), &s, &d), MS_OK);
    return s;
}

/* The ids that a query with one property finds, best first, as "k1 k2 …". */
static const char *found_by(const ms_snap *s, const char *prop, const char *value)
{
    static char ids[64];
    ms_arena *a = ms_arena_new(0);
    ms_scorer *scorer = ms_scorer_new();
    ms_identity q = ID(prop, value);
    ms_result out[8];
    ms_found found;
    ms_search o = MS_SEARCH_INIT;
    q.schema = NULL;
    ids[0] = 0;
    assert_int_equal(ms_snap_search(s, scorer, &q, &o, out, &found), MS_OK);
    for (uint32_t i = 0; i < found.n; i++)
        sprintf(ids + strlen(ids), "%s%.*s", i ? " " : "",
                MS_FMT(ms_snap_get(s, out[i].entity).id));
    ms_scorer_free(scorer);
    ms_arena_free(a);
    return ids;
}

static void whoever_has_them_is_found(void **state)
{
    (void)state;
    uint32_t out[8];
    ms_snap *s = open_listed();
    assert_string_equal(found_by(s, "phone", "00 98 21 555 01 00"), "k1 k2 k4");
    assert_string_equal(found_by(s, "phone", "00 98 21 555 01 01"), "");
    assert_string_equal(found_by(s, "publicKey", LONG_A),
                        "k1 k3 k5 k6 k7"); /* and whose it is */
    /* A wallet joins what has it and a like name, or none; a phone joins nobody. */
    assert_int_equal(ms_snap_group(s, number_of(s, "k1", 0), out, 8), 2);
    assert_int_equal(out[1], number_of(s, "k6", 1));
    assert_int_equal(ms_snap_group(s, number_of(s, "k5", 1), out, 8), 1);
    assert_int_equal(ms_snap_group(s, number_of(s, "k3", 0), out, 8), 2);
    assert_int_equal(out[1], number_of(s, "k7", 1));
    assert_int_equal(ms_snap_group(s, number_of(s, "k2", 0), out, 8), 1);
    assert_int_equal(ms_snap_group(s, number_of(s, "k4", 1), out, 8), 1);
    ms_snap_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_have_one_form),
        cmocka_unit_test(forms_are_those_of_the_twin),
        cmocka_unit_test(long_texts_are_told_apart),
        cmocka_unit_test(keys_say_what_they_should),
        cmocka_unit_test(whoever_has_them_is_found),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
