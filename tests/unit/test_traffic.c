/* Invented traffic: the same from the same seed, and read as it was meant. */
#include <marsad/traffic.h>

#include "travel_same.h"

#ifdef SLOW
enum { FLIGHTS = 60 };
#else
enum { FLIGHTS = 600 };
#endif

/* ---- invented traffic ---------------------------------------------------- */

/* A name that ends in DR with a title glued to it cannot be told from one of a doctor: both are
 * written ALEKSANDRMR.  The reader takes the longer title. */
static ms_manifest as_told(const ms_manifest *m, ms_arena *a)
{
    ms_manifest told = *m;
    if (!m->n_travellers) return told;
    told.travellers = ms_arena_array(a, m->n_travellers, sizeof *told.travellers);
    assert_non_null(told.travellers);
    memcpy(told.travellers, m->travellers, m->n_travellers * sizeof *told.travellers);
    for (uint32_t i = 0; i < m->n_travellers; i++) {
        ms_traveller *t = &told.travellers[i];
        size_t n = t->given.n;
        if (!t->title.n || *t->title.p != 'M' || t->title.n > 3 || n < 4) continue;
        if (memcmp(t->given.p + n - 2, "DR", 2) != 0) continue;
        t->title = ms_arena_strf(a, "DR%.*s", MS_FMT(t->title));
        t->given.n = n - 2;
    }
    return told;
}

/* What the dialect keeps of a flight is read as it was meant. */
static void flights_are_read_as_meant(void **state)
{
    ms_arena *a = *state;
    ms_diag d;
    for (uint32_t i = 0; i < FLIGHTS; i++) {
        ms_traffic_plan plan = {.seed = 11,
                                .kind = (ms_traffic_kind)(i % MS_TRAFFIC_MRZ),
                                .dialect = (ms_traffic_dialect)(i % MS_TRAFFIC_MIXED),
                                .passengers = 1 + i % 90};
        ms_traffic t;
        ms_manifest got;
        ms_arena_reset(a);
        assert_int_equal(ms_traffic_make(&plan, i, a, &t, &d), MS_OK);
        assert_null(t.fault);
        reading x = read_bytes(t.bytes);
        for (uint32_t k = 0; k < t.n; k++) {
            bool list = ms_str_eq(t.v[k].type, MS_STR("PAXLST"));
            comparing same = {.passed = list ? never : never_booked, .centuries = true};
            assert_true(next(&x, a, &got));
            ms_manifest want = as_told(&t.v[k], a);
            if (!same_struct(&same, ms_travel_table(), (const char *)&want, (const char *)&got))
                fail_msg("flight %u, %s, message %u: %s", i, ms_traffic_dialect_name(t.dialect),
                         k + 1, same.where);
        }
        assert_false(next(&x, a, &got));
        end(&x);
    }
}

/* Any flight, in any order, gives the same bytes; another seed gives others. */
static void same_seed_same_bytes(void **state)
{
    ms_arena *a = *state;
    ms_diag d;
    for (uint32_t i = 0; i < 40; i++) {
        ms_traffic_plan plan = {.seed = 5, .kind = (ms_traffic_kind)(i % MS_TRAFFIC_KINDS)};
        ms_traffic t[3];
        plan.dialect = MS_TRAFFIC_MIXED;
        plan.faults = 300;
        assert_int_equal(ms_traffic_make(&plan, i, a, &t[0], &d), MS_OK);
        assert_int_equal(ms_traffic_make(&plan, 39 - i, a, &t[2], &d), MS_OK);
        assert_int_equal(ms_traffic_make(&plan, i, a, &t[1], &d), MS_OK);
        assert_true(ms_str_eq(t[0].bytes, t[1].bytes));
        assert_false(ms_str_eq(t[0].bytes, t[2].bytes));
        plan.seed = 6;
        assert_int_equal(ms_traffic_make(&plan, i, a, &t[2], &d), MS_OK);
        assert_false(ms_str_eq(t[0].bytes, t[2].bytes));
    }
}

/* Each document's zone says what is true; blank lines stand between. */
static void zones_are_read_as_meant(void **state)
{
    ms_arena *a = *state;
    ms_diag d;
    ms_traffic t;
    ms_traffic_plan plan = {.seed = 3, .kind = MS_TRAFFIC_MRZ, .passengers = 3000};
    assert_int_equal(ms_traffic_make(&plan, 0, a, &t, &d), MS_OK);
    const char *p = t.bytes.p, *behind = p + t.bytes.n;
    uint32_t formats[MS_MRZ_FORMATS] = {0};
    for (uint32_t i = 0; i < t.n; i++) {
        const char *blank = strstr(p, "\n\n");
        const ms_traveller *want = t.v[i].travellers;
        ms_mrz m;
        assert_non_null(blank);
        assert_int_equal(
            ms_mrz_read((ms_str){p, (size_t)(blank - p)}, (ms_date){2026, 3, 1}, a, &m), MS_OK);
        assert_true(m.valid);
        assert_true(ms_str_eq(m.number, want->documents->number));
        assert_int_equal(m.code.p[0], want->documents->type.p[0]);
        formats[m.format]++;
        assert_true(ms_str_eq(m.nationality, want->nationality));
        assert_int_equal(m.sex, *want->sex.p);
        assert_memory_equal(&m.birth.date, &want->birth.date, sizeof m.birth.date);
        assert_memory_equal(&m.expiry.date, &want->documents->expires.date,
                            sizeof m.birth.date);
        /* The surname by its letters; a long name is cut from behind. */
        size_t n = 0;
        for (uint32_t k = 0; k < m.n_surname; k++) {
            while (n < want->surname.n && strchr(" -", want->surname.p[n])) n++;
            assert_true(want->surname.n - n >= m.surname[k].n);
            assert_memory_equal(want->surname.p + n, m.surname[k].p, m.surname[k].n);
            n += m.surname[k].n;
        }
        assert_true(n == want->surname.n || m.cut);
        p = blank + 2;
    }
    assert_ptr_equal(p, behind);
    /* Of 1000 travellers 970 have a document, 60 a card, 100 a visa beside it. */
    assert_in_range(formats[MS_MRZ_TD1], 3000 * 40 / 1000, 3000 * 80 / 1000);
    assert_in_range(formats[MS_MRZ_MRVA], 3000 * 80 / 1000, 3000 * 120 / 1000);
    assert_in_range(t.n - formats[MS_MRZ_MRVA], 3000 * 955 / 1000, 3000 * 985 / 1000);
}

/* Days since the year 0 of the Julian calendar, nearly: enough for ages in years. */
static int32_t days(const ms_date *d)
{
    return d->year * 365 + d->year / 4 + d->month * 31 + d->day;
}

/* Infants are below two years old on the day, children below 17, others above 18. */
static void ages_are_those_of_the_roles(void **state)
{
    ms_arena *a = *state;
    ms_diag d;
    uint32_t seen[3] = {0};
    for (uint32_t i = 0; i < 20; i++) {
        ms_traffic_plan plan = {.seed = 19, .kind = MS_TRAFFIC_PNRGOV, .passengers = 100};
        ms_traffic t;
        ms_arena_reset(a);
        assert_int_equal(ms_traffic_make(&plan, i, a, &t, &d), MS_OK);
        for (uint32_t k = 0; k < t.v->n_travellers; k++) {
            const ms_traveller *x = &t.v->travellers[k];
            bool infant = ms_str_eq(x->role, MS_STR("infant"));
            bool child = ms_str_eq(x->role, MS_STR("child"));
            if (!x->birth.date.year) continue;
            int32_t old = days(&t.v->legs->departs.day.date) - days(&x->birth.date);
            assert_in_range(old,
                            infant  ? 0
                            : child ? 2 * 365
                                    : 18 * 365,
                            infant  ? 2 * 365
                            : child ? 17 * 366
                                    : 100 * 366);
            seen[infant ? 0 : child ? 1 : 2]++;
        }
    }
    assert_true(seen[0] && seen[1] && seen[2]);
}

/* Whatever memory there is, a flight is made whole or not at all. */
static void memory_may_be_spent(void **state)
{
    ms_traffic_plan plan = {.seed = 3, .passengers = 60, .faults = 500};
    (void)state;
    for (plan.kind = 0; plan.kind < MS_TRAFFIC_KINDS; plan.kind++) {
        uint32_t spent = 0;
        ms_rc rc = MS_ENOMEM;
        for (size_t ceiling = 512; rc; ceiling += 512 + ceiling / 50) {
            ms_arena *a = ms_arena_new(ceiling);
            ms_traffic t;
            ms_diag d;
            assert_non_null(a);
            rc = ms_traffic_make(&plan, spent, a, &t, &d);
            assert_true(rc == MS_OK || rc == MS_ENOMEM);
            assert_true(rc ? !t.n && !t.bytes.n : t.n && t.bytes.n);
            spent += rc != MS_OK;
            ms_arena_free(a);
        }
        assert_true(spent > 20);
    }
}

/* Nobody but those whose own name was dropped or doubled is lost or added by a fault. */
static void a_fault_loses_nobody(void **state)
{
    ms_arena *a = *state;
    ms_diag d;
    for (uint32_t i = 0; i < FLIGHTS; i++) {
        ms_traffic_plan plan = {.seed = 13,
                                .kind = (ms_traffic_kind)(i % 2),
                                .dialect = (ms_traffic_dialect)(i % MS_TRAFFIC_MIXED),
                                .passengers = 1 + i % 40,
                                .faults = 1000};
        ms_traffic t;
        ms_manifest got;
        uint32_t want = 0, read = 0;
        ms_arena_reset(a);
        assert_int_equal(ms_traffic_make(&plan, i, a, &t, &d), MS_OK);
        for (uint32_t k = 0; k < t.n; k++) want += t.v[k].n_travellers;
        for (reading x = read_bytes(t.bytes);;) {
            bool more = next(&x, a, &got);
            if (more) read += got.n_travellers;
            else end(&x);
            if (!more) break;
        }
        uint32_t apart = read > want ? read - want : want - read;
        bool name = t.fault && (strcmp(t.fault, "segment_dropped") == 0 ||
                                strcmp(t.fault, "segment_doubled") == 0);
        if (apart > name) fail_msg("flight %u, %s: %u of %u", i, t.fault, read, want);
    }
}

/* Bookings and list of one flight are of the same people in the same order: nobody is linked to
 * another, and all but those without a name in their booking, or with a namesake in it, are
 * linked. */
static void the_same_people_are_linked(void **state)
{
    ms_arena *a = *state;
    ms_diag d;
    uint32_t people = 0, linked = 0;
    for (uint32_t i = 0; i < FLIGHTS / 10; i++) {
        ms_traffic_plan plan = {.seed = 17, .kind = MS_TRAFFIC_BOTH, .passengers = 100};
        ms_traffic t;
        ms_manifest bookings, list;
        ms_link *v;
        size_t n;
        ms_arena_reset(a);
        assert_int_equal(ms_traffic_make(&plan, i, a, &t, &d), MS_OK);
        reading x = read_bytes(t.bytes);
        /* A message's values last until the next one is read. */
        reading y = read_bytes(t.bytes);
        assert_true(next(&x, a, &bookings));
        assert_true(next(&y, a, &list));
        assert_true(next(&y, a, &list));
        assert_true(ms_travel_same_flight(&list, &bookings));
        assert_int_equal(ms_travel_link(&list, &bookings, a, &v, &n), MS_OK);
        for (size_t k = 0; k < n; k++) assert_int_equal(v[k].a, v[k].b);
        linked += (uint32_t)n;
        for (uint32_t k = 0; k < bookings.n_travellers; k++)
            people += bookings.travellers[k].surname.n > 0;
        end(&x);
        end(&y);
    }
    assert_true(linked <= people);
    assert_true(linked * 1000ull >= people * 995ull);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(flights_are_read_as_meant, setup, teardown),
        cmocka_unit_test_setup_teardown(same_seed_same_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(zones_are_read_as_meant, setup, teardown),
        cmocka_unit_test(memory_may_be_spent),
        cmocka_unit_test_setup_teardown(ages_are_those_of_the_roles, setup, teardown),
        cmocka_unit_test_setup_teardown(a_fault_loses_nobody, setup, teardown),
        cmocka_unit_test_setup_teardown(the_same_people_are_linked, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
