/* The CSV reader: what RFC 4180 says, what spreadsheets do, what broken files hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/csv.h"

/* Reads all rows and writes them as `[cell|cell]`, broken ones as `!rc@line:at`. */
static void dump(const char *text, size_t n, const ms_csv_opts *o, char *out, size_t max)
{
    ms_source *src;
    ms_csv *r;
    ms_csv_row row;
    ms_diag d;
    size_t w = 0;
    assert_int_equal(ms_source_mem((ms_str){text, n}, "test", &src), MS_OK);
    assert_int_equal(ms_csv_open(src, o, &r), MS_OK);
    ms_rc rc;
    while ((rc = ms_csv_next(r, &row, &d)) == MS_OK) {
        if (row.fault)
            w += (size_t)snprintf(out + w, max - w, "!%d@%d:%d", row.fault, (int)d.line,
                                  (int)d.at);
        for (uint32_t k = 0; k < row.n; k++)
            w += (size_t)snprintf(out + w, max - w, "%c%.*s", k ? '|' : '[',
                                  MS_FMT(row.cell[k]));
        if (!row.fault) w += (size_t)snprintf(out + w, max - w, "]");
        assert_true(w < max);
    }
    if (rc != MS_END) snprintf(out + w, max - w, "#%d", rc);
    else out[w] = '\0';
    ms_csv_free(r);
    ms_source_free(src);
}

static void expect(const char *text, char delimiter, bool quoting, const char *rows)
{
    char out[4096];
    ms_csv_opts o = {.delimiter = delimiter, .quoting = quoting};
    dump(text, strlen(text), &o, out, sizeof out);
    assert_string_equal(out, rows);
}

static void rfc_4180(void **state)
{
    (void)state;
    /* The examples of section 2, rules 1 to 7. */
    expect("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", ',', true, "[aaa|bbb|ccc][zzz|yyy|xxx]");
    expect("aaa,bbb,ccc\r\nzzz,yyy,xxx", ',', true, "[aaa|bbb|ccc][zzz|yyy|xxx]");
    expect("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx", ',', true, "[aaa|bbb|ccc][zzz|yyy|xxx]");
    expect("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx", ',', true,
           "[aaa|b\r\nbb|ccc][zzz|yyy|xxx]");
    expect("\"aaa\",\"b\"\"bb\",\"ccc\"", ',', true, "[aaa|b\"bb|ccc]");
}

static void line_ends_and_blanks(void **state)
{
    (void)state;
    expect("\xef\xbb\xbf"
           "a,b\rc,d\n\n\r\ne,f",
           ',', true, "[a|b][c|d][e|f]");
    expect("", ',', true, "");
    expect("\n\n", ',', true, "");
    expect("a\n\"\"\n", ',', true, "[a][]");
    expect(",\n,,\n", ',', true, "[|][||]");
    expect("\xff\xfe"
           "a\0",
           ',', true, "#4");
}

static void tabs_without_quoting(void **state)
{
    (void)state;
    expect("a\t\"b\nc\"\td\r\n", '\t', false, "[a|\"b][c\"|d]");
    expect("5\" gun,b\n", ',', true, "[5\" gun|b]");
}

static void broken_rows_cost_only_themselves(void **state)
{
    (void)state;
    /* Text behind a closing quote. */
    expect("a,b\n\"x\"y,1\nc,d\n", ',', true, "[a|b]!3@2:7[c|d]");
    /* Never closed: the rows behind it stay. */
    expect("a,b\n\"x,1\nc,d\ne,f\n", ',', true, "[a|b]!10@2:4[c|d][e|f]");
    /* Closed by a later row's opening quote. */
    expect("a,b\n1,\"x\nc,d\ne,\"f\"\n", ',', true, "[a|b]!3@4:16[c|d][e|f]");
    /* Closed by a stray quote at a line's end, with too few cells. */
    expect("a,b\n\"x,1\nc,d\"\ne,f\n", ',', true, "[a|b]!3@2:4[c|d\"][e|f]");
}

static void ceilings(void **state)
{
    (void)state;
    ms_csv_opts o = {.delimiter = ',', .quoting = true, .row_max = 40, .cell_max = 20};
    char out[256];
    static const char cell[] = "a,b\nxxxxxxxxxxxxxxxxxxxxxxxxx,2\nc,d\n";
    dump(cell, sizeof cell - 1, &o, out, sizeof out);
    assert_string_equal(out, "[a|b]!9@2:4[c|d]");
    static const char row[] = "a,b\n1234567890,1234567890,1234567890,123456789012\nc,d\n";
    dump(row, sizeof row - 1, &o, out, sizeof out);
    assert_string_equal(out, "[a|b]!9@2:4[c|d]");
    char *many = malloc(20000);
    memset(many, ',', 20000);
    memcpy(many + 10000, "\nc,d", 4);
    o = (ms_csv_opts){.delimiter = ',', .quoting = true};
    dump(many, 10004, &o, out, sizeof out);
    assert_string_equal(out, "!9@1:4096[c|d]");
    /* A quote over too many lines: each line is then read for itself. */
    memset(many, '\n', 20000);
    memcpy(many, "\"", 1);
    memcpy(many + 5000, "z", 1);
    dump(many, 20000, &o, out, sizeof out);
    assert_string_equal(out, "!9@1:0[z]");
    free(many);
}

static void positions(void **state)
{
    (void)state;
    static const char text[] = "id,name\n1,\"A \"\"B\"\"\nC\"\n2,\"D\"\n";
    ms_source *src;
    ms_csv *r;
    ms_csv_row row;
    ms_csv_opts o = {.delimiter = ',', .quoting = true};
    assert_int_equal(ms_source_mem(MS_STR(text), "test", &src), MS_OK);
    assert_int_equal(ms_csv_open(src, &o, &r), MS_OK);
    for (int i = 0; i < 3; i++) assert_int_equal(ms_csv_next(r, &row, NULL), MS_OK);
    assert_int_equal(row.line, 4);
    assert_int_equal(row.at, strstr(text, "2,") - text);
    assert_int_equal(row.cell_at[1], strstr(text, "D\"") - text);
    assert_int_equal(ms_csv_next(r, &row, NULL), MS_END);
    ms_csv_free(r);
    ms_source_free(src);
}

/* A title stands before the header, with which rows over several lines are compared. */
static void header_behind_title(void **state)
{
    (void)state;
    static const char text[] = "Title\nx,y\n1,\"a\nb\"\n\"2\n\"\n3,c\n";
    ms_source *src;
    ms_csv *r;
    ms_csv_row row;
    ms_diag d;
    ms_csv_opts o = {.delimiter = ',', .quoting = true};
    assert_int_equal(ms_source_mem(MS_STR(text), "test", &src), MS_OK);
    assert_int_equal(ms_csv_open(src, &o, &r), MS_OK);
    for (unsigned i = 0; i < 2; i++) assert_int_equal(ms_csv_next(r, &row, &d), MS_OK);
    ms_csv_header(r);
    assert_int_equal(ms_csv_next(r, &row, &d), MS_OK);
    assert_int_equal(row.fault, MS_OK);
    assert_true(ms_str_eq(row.cell[1], MS_STR("a\nb")));
    assert_int_equal(ms_csv_next(r, &row, &d), MS_OK);
    assert_int_equal(row.fault, MS_ESYNTAX);
    ms_csv_free(r);
    ms_source_free(src);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rfc_4180),
        cmocka_unit_test(line_ends_and_blanks),
        cmocka_unit_test(tabs_without_quoting),
        cmocka_unit_test(broken_rows_cost_only_themselves),
        cmocka_unit_test(ceilings),
        cmocka_unit_test(positions),
        cmocka_unit_test(header_behind_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
