/* docs/privacy.md says of the closed table of fields, and of the tables of services and
 * remarks, what they are: every row, and no field that is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <marsad/travel.h>

#include "base/table.h"

extern const ms_table ms_table_services, ms_table_remarks;

enum { TABLES = 32, LONGEST = 1 << 17 };

static char page[LONGEST];

static int read_page(void **state)
{
    (void)state;
    const char *root = getenv("MARSAD_SOURCE");
    char path[4096];
    snprintf(path, sizeof path, "%s/docs/privacy.md", root ? root : ".");
    FILE *f = fopen(path, "rb");
    if (!f) return -1;
    size_t n = fread(page, 1, sizeof page - 1, f);
    page[n] = 0;
    fclose(f);
    return 0;
}

static unsigned count(const char *what)
{
    unsigned n = 0;
    for (const char *p = page; (p = strstr(p, what)); p++) n++;
    return n;
}

static void expect(const char *what)
{
    if (!strstr(page, what)) fail_msg("docs/privacy.md lacks: %s", what);
}

static const ms_travel_struct *seen[TABLES];
static size_t n_seen;

static void find(const ms_travel_struct *t)
{
    for (size_t i = 0; i < n_seen; i++)
        if (seen[i] == t) return;
    assert_in_range(n_seen, 0, TABLES - 1);
    seen[n_seen++] = t;
    for (unsigned i = 0; i < t->n; i++)
        if (t->field[i].kind == MS_FIELD_IS_LIST) find(t->field[i].of);
}

static void fields(void **state)
{
    (void)state;
    unsigned rows = 0;
    find(ms_travel_table());
    for (size_t k = 0; k < n_seen; k++) {
        for (unsigned i = 0; i < seen[k]->n; i++, rows++) {
            const ms_travel_field *f = &seen[k]->field[i];
            char line[512];
            snprintf(line, sizeof line, "\n| `%s.%s` | %s | %s |\n", seen[k]->name, f->name,
                     f->what, f->permits);
            expect(line);
            assert_true(*f->permits == 'A' || *f->permits == 'M' || *f->permits == 'P');
            if (*f->permits == 'P') assert_in_range(strtoul(f->permits + 1, NULL, 10), 1, 19);
        }
    }
    unsigned told = 0;
    for (const char *p = strstr(page, "## What is kept"),
                    *end = strstr(p, "## What is left out");
         (p = strstr(p, "\n| `")) && p < end; p++)
        told++;
    assert_int_equal(told, rows);
}

static void kinds(void **state)
{
    (void)state;
    for (int k = 0; k < MS_DROPPED_KINDS; k++) {
        char line[64];
        snprintf(line, sizeof line, "\n| `%s` | ", ms_dropped_name((ms_dropped)k));
        expect(line);
    }
}

/* Every code once, among those of what is done with it. */
static void services(void **state)
{
    (void)state;
    const ms_table *t = &ms_table_services;
    for (uint32_t row = 0; row < t->rows; row++) {
        ms_str code = ms_table_cell(t, row, 0), act = ms_table_cell(t, row, 1);
        char text[32];
        snprintf(text, sizeof text, "`%.*s` ", MS_FMT(code));
        if (code.n == 2) continue; /* ML: all other meals */
        if (count(text) < 1) fail_msg("docs/privacy.md lacks service %s", text);
        assert_true(ms_table_cell(t, row, 3).n > 0);
        const char *at = strstr(strstr(page, "## Special services"), text);
        assert_non_null(at);
        while (at > page && at[-1] != '\n') at--;
        bool sensitive = strncmp(at, "| sensitive", 11) == 0;
        bool other = strncmp(at, "| other", 7) == 0, free = strncmp(at, "| free text", 11) == 0;
        assert_int_equal(sensitive, ms_str_eq(act, MS_STR("sensitive")));
        assert_int_equal(other, ms_str_eq(act, MS_STR("other")));
        assert_int_equal(free, ms_str_eq(act, MS_STR("text")));
    }
}

static void remarks(void **state)
{
    (void)state;
    const ms_table *t = &ms_table_remarks;
    for (uint32_t row = 0; row < t->rows; row++) {
        ms_str code = ms_table_cell(t, row, 0), kind = ms_table_cell(t, row, 1);
        char text[64];
        snprintf(text, sizeof text, "\n| `%.*s` | %s", MS_FMT(code),
                 ms_str_eq(kind, MS_STR("email")) ? "e-mail address" : "telephone number");
        expect(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fields), cmocka_unit_test(kinds),
                                       cmocka_unit_test(services), cmocka_unit_test(remarks)};
    return cmocka_run_group_tests(tests, read_page, NULL);
}
