/* Changes over a list, against a table that is searched from end to end. */
#include "snapshot_fixture.h"

#include <marsad/overlay.h>

enum { IDS = 40, CHANGES = 300 };

static uint32_t draw(uint32_t n)
{
    static uint64_t seed = 20261125;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % n);
}

/* What each id became: 0 nothing was said, 1 dropped, else the text of that number. */
typedef struct twin {
    unsigned said[IDS];
    ms_snap *s;
    uint32_t list;
    unsigned walked;
    char last[16];
} twin;

static const char *text_of(unsigned n)
{
    static char text[CHANGES + 3][16];
    snprintf(text[n], sizeof text[n], "{%u}", n);
    return text[n];
}

/* The ids of list alpha and others; so some changes drop or replace what is there. */
static ms_str id_of(unsigned i)
{
    static char id[IDS][16];
    if (i < 10) snprintf(id[i], sizeof id[i], "a-%u", i);
    else snprintf(id[i], sizeof id[i], "%c%u", "Zb"[i % 2], i);
    return ms_str_z(id[i]);
}

static ms_rc step(void *ctx, ms_str id, ms_str json)
{
    twin *t = ctx;
    unsigned i = 0;
    assert_true(ms_str_cmp(ms_str_z(t->last), id) < 0);
    snprintf(t->last, sizeof t->last, "%.*s", MS_FMT(id));
    while (i < IDS && !ms_str_eq(id_of(i), id)) i++;
    assert_true(i < IDS && t->said[i] != 1);
    if (t->said[i]) assert_true(ms_str_eq(json, ms_str_z(text_of(t->said[i]))));
    else assert_true(json.p[0] == '{');
    t->walked++;
    return MS_OK;
}

static unsigned expected(const twin *t)
{
    unsigned n = 0;
    uint32_t found[4];
    for (unsigned i = 0; i < IDS; i++) {
        bool there = false;
        uint32_t k = ms_snap_find(t->s, id_of(i), found, 4);
        while (k) there |= ms_snap_get(t->s, found[--k]).list == t->list;
        n += t->said[i] > 1 || (!t->said[i] && there);
    }
    return n;
}

static void changes(void **state)
{
    (void)state;
    ms_diag d;
    twin t = {.list = 0};
    ms_overlay *o = ms_overlay_new();
    write_rows(fixture_path("overlay.snap"));
    assert_int_equal(ms_snap_open(fixture_path("overlay.snap"), &t.s, &d), MS_OK);
    for (unsigned i = 0; i < CHANGES; i++) {
        unsigned id = draw(IDS), what = 1 + draw(2) * (i + 1);
        ms_str json = what > 1 ? ms_str_z(text_of(what)) : (ms_str){NULL, 0};
        t.said[id] = what;
        assert_int_equal(ms_overlay_put(o, id_of(id), json), MS_OK);
        if (i % 7) continue;
        t.walked = 0;
        t.last[0] = '\0';
        assert_int_equal(ms_overlay_each(o, t.s, t.list, step, &t), MS_OK);
        assert_int_equal(t.walked, expected(&t));
    }
    unsigned said = 0;
    for (unsigned i = 0; i < IDS; i++) said += t.said[i] != 0;
    assert_int_equal(ms_overlay_count(o), said);
    ms_snap_close(t.s);
    ms_overlay_free(o);
}

/* Without changes the list is as it is; without a list there are the changes alone. */
static ms_rc count(void *ctx, ms_str id, ms_str json)
{
    (void)id, (void)json;
    ++*(unsigned *)ctx;
    return MS_OK;
}

static void nothing(void **state)
{
    (void)state;
    ms_diag d;
    ms_snap *s;
    unsigned n = 0;
    ms_str json;
    write_rows(fixture_path("overlay.snap"));
    assert_int_equal(ms_snap_open(fixture_path("overlay.snap"), &s, &d), MS_OK);
    assert_int_equal(ms_overlay_each(NULL, s, 0, count, &n), MS_OK);
    assert_int_equal(n, ms_snap_list_entities(s, 0));
    assert_int_equal(ms_overlay_count(NULL), 0);
    assert_false(ms_overlay_get(NULL, MS_STR("a-1"), &json));
    ms_overlay *o = ms_overlay_new();
    assert_int_equal(ms_overlay_put(o, MS_STR("x"), MS_STR("{}")), MS_OK);
    n = 0;
    assert_int_equal(ms_overlay_each(o, NULL, 0, count, &n), MS_OK);
    assert_int_equal(n, 1);
    ms_overlay_free(o);
    ms_snap_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes),
        cmocka_unit_test(nothing),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
