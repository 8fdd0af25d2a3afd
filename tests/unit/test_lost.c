/* Lists of lost and stolen documents: what is the same document, and rows that are broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <marsad/marsad.h>

static ms_rc read(const char *text, ms_lost **out, ms_lost_report *report, ms_diag *d)
{
    ms_source *src = NULL;
    assert_int_equal(ms_source_mem(ms_str_z(text), "list", &src), MS_OK);
    ms_rc rc = ms_lost_read(src, out, report, d);
    ms_source_free(src);
    return rc;
}

static const char list[] = "Document number,Issuer,Type,Remark\n"
                           "AB 12-3450,DEU,P,x\n"  /* 2 */
                           "AB1234SO,France,ID,\n" /* 3 */
                           "AB123450,,,\n"         /* 4 */
                           "c7000001,D,P,\n"       /* 5 */
                           "9990001,Atlantis,P,\n" /* 6 */
                           "9990001,UNO,,\n";      /* 7 */

static void test_find(void **unused)
{
    (void)unused;
    static const struct {
        const char *number, *issuer, *type;
        ms_lost_finding finding;
        unsigned line;
    } rows[] = {
        {"AB123450", "DEU", "P", MS_LOST_EXACT, 2},
        {"ab-12 34 50", "D", "PP", MS_LOST_EXACT, 2}, /* codes of one State; P and what it is */
        {"AB123450", "DE", "", MS_LOST_EXACT, 2},
        {"AB123450", "DEU", "V", MS_LOST_EXACT, 4}, /* that row says no type */
        {"AB123450", "FRA", "P", MS_LOST_EXACT, 4}, /* nor an issuer */
        {"AB1234SO", "FRA", "I", MS_LOST_EXACT, 3},
        {"ABI2345O", "FRA", "I", MS_LOST_LIKE, 3}, /* I for 1, O for 0 */
        {"C700000I", "DEU", "P", MS_LOST_LIKE, 5},
        {"C7000001", "FRA", "P", MS_LOST_NONE, 0}, /* another issuer */
        {"C7000001", "DEU", "I", MS_LOST_LIKE, 5}, /* another type */
        {"C7000002", "DEU", "P", MS_LOST_NONE, 0},
        {"9990001", "atlantis", "P", MS_LOST_EXACT, 6}, /* an issuer that no table knows */
        {"9990001", "UNO", "P", MS_LOST_EXACT, 7},
        {"9990001", "", "", MS_LOST_EXACT, 6},
        {"AB1", "", "", MS_LOST_NONE, 0},
        {"", "", "", MS_LOST_NONE, 0},
        {"A23456789012345678901234567890123", "", "", MS_LOST_NONE, 0},
    };
    ms_lost *l = NULL;
    ms_lost_report report;
    ms_diag d;
    assert_int_equal(read(list, &l, &report, &d), MS_OK);
    assert_int_equal(report.rows, 6);
    assert_int_equal(report.kept, 6);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_lost_row row = {0};
        ms_travel_document doc = {.number = ms_str_z(rows[i].number),
                                  .issuer = ms_str_z(rows[i].issuer),
                                  .type = ms_str_z(rows[i].type)};
        ms_lost_finding f = ms_lost_find(l, &doc, &row);
        if (f != rows[i].finding || row.line != rows[i].line)
            fail_msg("%s of %s: %s, line %u", rows[i].number, rows[i].issuer,
                     ms_lost_finding_name(f), (unsigned)row.line);
        assert_int_equal(ms_lost_find(l, &doc, NULL), f);
        assert_int_equal(ms_lost_find(NULL, &doc, NULL), MS_LOST_NONE);
    }
    ms_lost_free(l);
}

/* Each of 5,000 numbers is found, and none that is not there. */
static void test_many(void **unused)
{
    (void)unused;
    static char text[200000];
    size_t n = (size_t)snprintf(text, sizeof text, "number\n");
    for (unsigned i = 0; i < 5000; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "K%07u\n", i * 7919 % 10000000);
    ms_lost *l = NULL;
    ms_lost_report report;
    ms_diag d;
    assert_int_equal(read(text, &l, &report, &d), MS_OK);
    assert_int_equal(report.kept, 5000);
    for (unsigned i = 0; i < 6000; i++) {
        char number[16];
        ms_lost_row row = {0};
        snprintf(number, sizeof number, "k%07u", i * 7919 % 10000000);
        ms_travel_document doc = {.number = ms_str_z(number)};
        ms_lost_finding f = ms_lost_find(l, &doc, &row);
        assert_int_equal(f, i < 5000 ? MS_LOST_EXACT : MS_LOST_NONE);
        assert_int_equal(row.line, i < 5000 ? i + 2 : 0);
    }
    ms_lost_free(l);
}

static void test_broken(void **unused)
{
    (void)unused;
    ms_lost *l = NULL;
    ms_lost_report report;
    ms_diag d;
    assert_int_equal(read("", &l, &report, &d), MS_EMISSING);
    assert_int_equal(read("issuer,type\nA,B\n", &l, &report, &d), MS_EMISSING);
    assert_int_equal(read("number\n\"A1\"x\nAB\nABCD\n\"open\n", &l, &report, &d), MS_OK);
    assert_int_equal(report.rows, 4);
    assert_int_equal(report.kept, 1);
    assert_int_equal(report.broken, 3);
    assert_int_equal(report.first.line, 2);
    ms_lost_free(l);
    assert_int_equal(read("number\n", &l, &report, &d), MS_OK);
    ms_travel_document doc = {.number = MS_STR("ABCD")};
    assert_int_equal(ms_lost_find(l, &doc, NULL), MS_LOST_NONE);
    ms_lost_free(l);
    ms_lost_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
