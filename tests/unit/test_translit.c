/* The tables of data/translit/ keep their form: letters as NFKD and case folding give
 * them, marks that count by themselves, Latin of a to z and digits, known classes.  And
 * names of invented people, paired by hand, meet across scripts. */
#include <marsad/match.h>

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include <cmocka.h>

#include "spelling.h"

typedef struct line {
    const char *file;
    char text[512], *cell[5];
} line;

static int bad;

static void blame(const line *l, const char *why)
{
    print_error("%s: %s: %s\n", l->file, l->cell[0], why);
    bad++;
}

static bool one_of(const char *s, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(s, *list) == 0) return true;
    return false;
}

static void check_letters(const line *l)
{
    utf8proc_uint8_t *folded;
    const utf8proc_uint8_t *s = (const utf8proc_uint8_t *)l->cell[0];
    utf8proc_ssize_t n = utf8proc_map(s, 0, &folded,
                                      UTF8PROC_NULLTERM | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                          UTF8PROC_CASEFOLD);
    assert_true(n > 0);
    if (strcmp((char *)folded, l->cell[0]) != 0) blame(l, "not decomposed and folded");
    for (utf8proc_ssize_t at = 0, letters = 0; at < n; letters++) {
        utf8proc_int32_t cp;
        at += utf8proc_iterate(s + at, -1, &cp);
        if (utf8proc_category_string(cp)[0] == 'M' && !ref_has_row((uint32_t)cp))
            blame(l, "a mark in it has no row of its own");
        if (letters == 16) blame(l, "too many letters");
    }
    free(folded);
}

/* Cells with alternatives: their number, and that each is of `allowed` or in `list`. */
static void check_alternatives(const line *l, char *cell, const char *allowed,
                               const char *const *list)
{
    int n = 0;
    for (char *next = cell; next; n++) {
        char *this = next;
        next = strchr(this, '|');
        if (next) *next++ = 0;
        if (list ? !one_of(this, list) : strspn(this, allowed) != strlen(this))
            blame(l, "holds what no table may");
    }
    if (n > MS_READINGS) blame(l, "has too many readings");
}

static void check(line *l)
{
    static const char *const classes[] = {
        "",       "abjad",    "written", "consonant", "consonant2", "sign",  "sign2", "medial",
        "virama", "preposed", "quiet",   "double",    "family",     "legal", NULL};
    static const char *const wheres[] = {"", "begin", "end", "whole", "tail", NULL};
    check_letters(l);
    if (strcmp(l->cell[1], "*") != 0)
        check_alternatives(l, l->cell[1], "abcdefghijklmnopqrstuvwxyz0123456789*", NULL);
    check_alternatives(l, l->cell[2], NULL, classes);
    check_alternatives(l, l->cell[3], "aeiou/-+", NULL);
    if (!one_of(l->cell[4], wheres)) blame(l, "is nowhere");
}

static void each_row_keeps_the_form(void **state)
{
    static char none[] = "";
    const char *root = getenv("MARSAD_SOURCE");
    char pattern[4096];
    glob_t files;
    int rows = 0;
    (void)state;
    snprintf(pattern, sizeof pattern, "%s/data/translit/*.tsv", root ? root : ".");
    assert_int_equal(glob(pattern, 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        FILE *f = fopen(files.gl_pathv[i], "r");
        line l = {.file = strrchr(files.gl_pathv[i], '/') + 1};
        assert_non_null(f);
        while (fgets(l.text, sizeof l.text, f)) {
            l.text[strcspn(l.text, "\n")] = 0;
            if (!*l.text || *l.text == '#') continue;
            l.cell[0] = l.text;
            for (int c = 1; c < 5; c++) {
                char *tab = strchr(l.cell[c - 1], '\t');
                l.cell[c] = tab ? tab + 1 : none;
                if (tab) *tab = 0;
            }
            check(&l);
            rows++;
        }
        fclose(f);
    }
    globfree(&files);
    assert_true(rows > 10000);
    assert_int_equal(bad, 0);
}

/* One name in two scripts; `typo` is the same with a slip in one letter. */
static const struct {
    const char *native, *latin, *typo;
} people[] = {
    {"جان بوزمن", "John Boozman", "John Boozmen"},
    {"آریا وایتفورد", "Aria Whitford", "Aria Whitfort"},
    {"Алекс Карвер", "Alex Carver", "Alex Carber"},
    {"Мелина Ли", "Melina Lee", "Melima Lee"},
    {"Џо Вартен", "Joe Varten", "Joe Vorten"},
    {"Ντάνιελ Μπάρτον", "Daniel Barton", "Daniel Borton"},
    {"金善英", "Kim Sun-young", "Kim Sum-young"},
    {"朴鳳柱", "Pak Pong-ju", "Pak Bong-ju"},
    {"林吉祥", "Lim Kit Siang", "Lim Kit Sieng"},
    {"梁家麒", "Leung Ka-ki", "Leung Ka-kei"},
    {"约翰·贝克尔", "John Becker", "John Bekker"},
    {"亚历山大·贝克尔", "Alexander Becker", "Alexandr Becker"},
    {"김서윤", "Kim Seo-yun", "Kim Seo-yoon"},
    {"एम. प्रभाकरन", "M. Prabhakaran", "M. Prabakaran"},
    {"आर पेरियसामी", "R. Periyasamy", "R. Periasamy"},
};

/* Names that look alike in some reading, of different people. */
static const char *const others[][2] = {
    {"金熙國", "Kim Ho-jin"},       {"林吉祥", "Lim Guan Eng"},
    {"जी. मुनियांदी", "R. Krishnan"}, {"Алекс Карвер", "Alex Corbin"},
    {"نادر حسینی", "Nadia Hassan"},
};

static bool meet(const char *x, const char *y)
{
    ms_scorer *s = ms_scorer_new();
    ms_arena *a = ms_arena_new(0);
    ms_name p[MS_READINGS], q[MS_READINGS];
    uint32_t n, m;
    bool met = false;
    assert_non_null(s);
    assert_int_equal(ms_name_readings(ms_str_z(x), MS_NAME_PERSON, a, p, &n), MS_OK);
    assert_int_equal(ms_name_readings(ms_str_z(y), MS_NAME_PERSON, a, q, &m), MS_OK);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < m; k++) met |= ms_name_score(s, &p[i], &q[k]) >= 700000;
    ms_arena_free(a);
    ms_scorer_free(s);
    return met;
}

static void people_are_found_from_another_script(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        if (meet(people[i].native, people[i].latin) && meet(people[i].native, people[i].typo))
            continue;
        print_error("%s is not found by %s\n", people[i].native, people[i].latin);
        wrong++;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (!meet(others[i][0], others[i][1])) continue;
        print_error("%s is found by %s\n", others[i][0], others[i][1]);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const char *root = getenv("MARSAD_SOURCE");
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_row_keeps_the_form),
                                       cmocka_unit_test(people_are_found_from_another_script)};
    ref_spelling_load(root ? root : ".");
    int rc = cmocka_run_group_tests(tests, NULL, NULL);
    ref_spelling_unload();
    return rc;
}
