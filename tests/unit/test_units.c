/* The units of a snapshot and the names that have each, against the names' tokens and
 * the runs that the twin of the scorer makes of them. */
#include "snapshot_fixture.h"

#include "index/snap.h"
#include "mangle.h"
#include "ref.h"

/* Tokens of every class, words that give none, such as join, and in several scripts. */
static const char *const words[] = {"Ivan",   "Testov",  "abd",   "al",       "Rahman", "J",
                                    "ibn",    "General", "Abu",   "Bakr",     "7",      "x2y",
                                    "ь",      "محمد",    "عبد",   "الرحمن",   "Иван",   "Щукин",
                                    "习近平", "김정은",  "Maria", "Ltd",      "de",     "la",
                                    "Cruz",   "Smith",   "Mary",  "Jakowlew", "Ann",    "Anna"};
enum { WORDS = sizeof words / sizeof *words, ENTITIES = 400, NAMES_MOST = 4 };

static const char *const schemata[] = {"Person", "Company", "Vessel", "Address", "Hologram"};

static void random_name(uint64_t *r, char text[256])
{
    text[0] = 0;
    for (uint32_t k = 1 + ref_below(r, 6); k > 0; k--)
        strcat(strcat(text, words[ref_below(r, WORDS)]), k > 1 ? " " : "");
}

static ms_entity random_entity(uint64_t *r, int no, ms_arena *a)
{
    char id[16], text[256];
    snprintf(id, sizeof id, "e-%d", no);
    ms_str schema = ms_str_z(schemata[ref_below(r, 5)]);
    ms_entity e = ms_entity_make(a, ms_arena_str(a, ms_str_z(id)), schema);
    for (uint32_t k = ref_below(r, NAMES_MOST + 1); k > 0; k--) {
        random_name(r, text);
        assert_int_equal(ms_entity_add_raw(&e, MS_STR("name"), ms_arena_str(a, ms_str_z(text))),
                         MS_OK);
    }
    return e;
}

static ms_snap *open_random(void)
{
    ms_diag d;
    ms_snap *s;
    uint64_t r = 11;
    ms_arena *a = ms_arena_new(0);
    ms_build *b = ms_build_new();
    assert_int_equal(ms_build_list(b, MS_STR("random"), &d), MS_OK);
    for (int i = 0; i < ENTITIES; i++) {
        ms_entity e = random_entity(&r, i, a);
        assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
    }
    write_and_free(b, fixture_path("random"));
    assert_int_equal(ms_snap_open(fixture_path("random"), &s, &d), MS_OK);
    ms_arena_free(a);
    return s;
}

/* The names of screened entities, by number: what may stand as one token in them. */
static ref_units *units_of_names(const ms_snap *s)
{
    ms_arena *a = ms_arena_new(0);
    ref_units *out = calloc(s->n_names, sizeof *out);
    assert_non_null(out);
    uint32_t no = 0;
    for (uint32_t e = 0; e < ms_snap_entities(s); e++) {
        ms_identity id;
        assert_int_equal(ms_snap_identity(s, e, a, &id), MS_OK);
        for (uint32_t i = 0; i < id.n_names; i++, no++) {
            if (ms_snap_get(s, e).matchable) ref_units_of(&id.names[i], &out[no]);
        }
    }
    assert_int_equal(no, s->n_names);
    ms_arena_free(a);
    return out;
}

/* What a snapshot holds of unit `i` of a name. */
static ms_token stored(const ref_units *u, uint32_t i)
{
    ms_token t = u->unit[i];
    t.word = 0;
    if (i < u->n_tokens) return t;
    t.flags &= (uint8_t)~REF_RUN;
    t.weight = t.given = 0;
    for (uint32_t k = 0; k < u->n_tokens; k++)
        if (u->unit[k].given) t.given = 65535;
    return t;
}

static bool has_unit(const ref_units *u, const ms_token *t, bool run)
{
    for (uint32_t i = run ? u->n_tokens : 0; i < (run ? u->n : u->n_tokens); i++) {
        ms_token own = stored(u, i);
        if (!memcmp(&own, t, sizeof own)) return true;
    }
    return false;
}

static uint32_t parts_of(const ref_units *x)
{
    uint32_t parts = 0;
    for (uint32_t i = 0; i < x->n_tokens; i++) parts += !(x->unit[i].flags & MS_TOKEN_MINOR);
    return parts;
}

/* The fewest tokens that are not minor, up to 3, of a name of the entity that has the unit; 4
 * where none has. */
static uint32_t fewest_with(const ms_snap *s, const ref_units *names, uint32_t e,
                            const ms_token *t, bool run)
{
    const ms_disk_entity *r = &s->entities[e];
    uint32_t fewest = 4;
    for (uint32_t i = r->name_at; i < r->name_at + r->n_names; i++) {
        if (!has_unit(&names[i], t, run)) continue;
        uint32_t parts = parts_of(&names[i]) < 3 ? parts_of(&names[i]) : 3;
        if (parts < fewest) fewest = parts;
    }
    return fewest;
}

/* Each unit has just the entities whose names have it; every unit of a name is there. */
static void assert_posted(const ms_snap *s, const ref_units *names, bool run)
{
    const ms_snap_units *u = run ? &s->runs : &s->units;
    uint32_t at = 0;
    for (uint32_t i = 0; i < u->n; i++)
        for (uint32_t e = 0; e < s->n_entities; e++) {
            bool is = at < u->at[i + 1] && u->posted[at] >> 2 == e;
            uint32_t fewest = fewest_with(s, names, e, &u->unit[i], run);
            assert_int_equal(is, fewest <= 3);
            if (is) assert_int_equal(u->posted[at++] & 3, fewest);
        }
    assert_int_equal(at, u->at[u->n]);
    assert_true(at > 100);
    for (uint32_t no = 0; no < s->n_names; no++) {
        const ref_units *x = &names[no];
        for (uint32_t i = run ? x->n_tokens : 0; i < (run ? x->n : x->n_tokens); i++) {
            ms_token t = stored(x, i);
            bool found = false;
            for (uint32_t k = 0; k < u->n; k++) found |= !memcmp(&u->unit[k], &t, sizeof t);
            assert_true(found);
        }
    }
}

static void units_have_the_entities_that_have_them(void **state)
{
    (void)state;
    ms_snap *s = open_random();
    ref_units *names = units_of_names(s);
    assert_posted(s, names, false);
    assert_posted(s, names, true);
    free(names);
    ms_snap_close(s);
}

static void parts_are_counted(void **state)
{
    (void)state;
    ms_snap *s = open_random();
    ms_arena *a = ms_arena_new(0);
    for (uint32_t e = 0; e < s->n_entities; e++) {
        ms_identity id;
        uint32_t most = 0;
        assert_int_equal(ms_snap_identity(s, e, a, &id), MS_OK);
        for (uint32_t i = 0; i < id.n_names; i++) {
            uint32_t parts = 0;
            for (uint32_t k = 0; k < id.names[i].n; k++)
                parts += !(id.names[i].tok[k].flags & MS_TOKEN_MINOR);
            if (parts > most) most = parts;
        }
        assert_int_equal(s->parts[e], most);
    }
    ms_arena_free(a);
    ms_snap_close(s);
}

/* Units of things behind all others. */
static unsigned class_of(const ms_token *t)
{
    return t->flags | (t->given || t->flags & MS_TOKEN_MINOR ? 0 : 128);
}

static void assert_in_order(const ms_snap_units *u)
{
    for (uint32_t i = 1; i < u->n; i++) {
        const ms_token *x = &u->unit[i - 1], *y = &u->unit[i];
        assert_true(class_of(x) <= class_of(y));
        if (class_of(x) < class_of(y)) continue;
        int c = memcmp(x->s, y->s, sizeof x->s);
        assert_true(c < 0 || (c == 0 && memcmp(x, y, sizeof *x) < 0));
    }
}

static void units_stand_in_order(void **state)
{
    (void)state;
    ms_snap *s = open_random();
    assert_in_order(&s->units);
    assert_in_order(&s->runs);
    ms_snap_close(s);
}

/* Words that give no token count, up to the largest step. */
static void words_come_back(void **state)
{
    (void)state;
    ms_diag d;
    ms_snap *s;
    ms_identity id;
    char text[512] = "";
    for (int i = 0; i < MS_NAME_STEP; i++) strcat(text, "ь ");
    strcat(text, "Ivan ");
    for (int i = 1; i < MS_NAME_STEP; i++) strcat(text, "ь ");
    strcat(text, "Abd al Rahman Testov");
    ms_arena *a = ms_arena_new(0);
    ms_build *b = ms_build_new();
    ms_entity e = ms_entity_make(a, MS_STR("far"), MS_STR("Person"));
    assert_int_equal(ms_entity_add_raw(&e, MS_STR("name"), ms_str_z(text)), MS_OK);
    assert_int_equal(ms_build_list(b, MS_STR("far"), &d), MS_OK);
    assert_int_equal(ms_build_add(b, &e, &d), MS_OK);
    write_and_free(b, fixture_path("far"));
    assert_int_equal(ms_snap_open(fixture_path("far"), &s, &d), MS_OK);
    assert_int_equal(ms_snap_identity(s, 0, a, &id), MS_OK);
    assert_int_equal(id.names[0].n, 3);
    assert_int_equal(id.names[0].tok[0].word, 63);
    assert_int_equal(id.names[0].tok[1].word, 126);
    assert_int_equal(id.names[0].tok[2].word, 129);
    assert_true(ms_str_eq(ms_name_words(&id.names[0], 1, 1), MS_STR("Abd al Rahman")));
    ms_arena_free(a);
    ms_snap_close(s);
}

/* An entity that is refused half way leaves none of its units behind. */
static void refused_entities_leave_no_unit(void **state)
{
    (void)state;
    ms_diag d;
    ms_prepared p;
    size_t n, m;
    ms_arena *a = ms_arena_new(0);
    ms_build *b = ms_build_new();
    ms_entity e = ms_entity_make(a, MS_STR("0"), MS_STR("Person"));
    assert_int_equal(ms_entity_add_raw(&e, MS_STR("name"), MS_STR("Unheard Zyzzyva")), MS_OK);
    assert_int_equal(ms_entity_add_raw(&e, MS_STR("name"), MS_STR("Too Long")), MS_OK);
    assert_int_equal(ms_prepare(&e, a, &p), MS_OK);
    ms_name names[2] = {p.identity.names[0], p.identity.names[1]};
    names[1].text.n = (size_t)MS_ENTITY_JSON_MAX + 1;
    p.identity.names = names;
    assert_int_equal(ms_build_list(b, MS_STR("alpha"), &d), MS_OK);
    assert_int_equal(ms_build_add_prepared(b, &e, &p, &d), MS_ELIMIT);
    for (int i = 0; i < N_ROWS; i++) {
        ms_entity x = entity_of(&rows[i], a);
        if (rows[i].list[0] == 'a') assert_int_equal(ms_build_add(b, &x, &d), MS_OK);
    }
    assert_int_equal(ms_build_report(b, MS_STR("{\"records\":7}")), MS_OK);
    add_list(b, "beta", "beta", false);
    write_and_free(b, fixture_path("after"));
    write_rows(fixture_path("rows"));
    char *want = read_whole(fixture_path("rows"), &n);
    char *got = read_whole(fixture_path("after"), &m);
    assert_int_equal(n, m);
    assert_memory_equal(want, got, n);
    free(want);
    free(got);
    ms_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_have_the_entities_that_have_them),
        cmocka_unit_test(parts_are_counted),
        cmocka_unit_test(units_stand_in_order),
        cmocka_unit_test(words_come_back),
        cmocka_unit_test(refused_entities_leave_no_unit),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
