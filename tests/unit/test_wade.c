/* Chinese names in Wade-Giles: what they are in pinyin, whom they meet, and what is no such
 * name. */
#include <marsad/match.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/table.h"
#include "text/wade.h"

extern const ms_table ms_table_wade_giles;

static uint32_t readings(const char *text, ms_name_kind kind, ms_arena *a,
                         ms_name out[MS_READINGS])
{
    uint32_t n;
    assert_int_equal(ms_name_readings(ms_str_z(text), kind, a, out, &n), MS_OK);
    return n;
}

/* The tokens of all readings but the first, "|" between two. */
static const char *pinyin(const char *text, ms_name_kind kind)
{
    static char line[1024];
    ms_arena *a = ms_arena_new(0);
    ms_name way[MS_READINGS];
    size_t at = 0;
    line[0] = 0;
    for (uint32_t i = 1, n = readings(text, kind, a, way); i < n; i++)
        for (uint32_t k = 0; k < way[i].n; k++)
            at += (size_t)snprintf(line + at, sizeof line - at, "%s%.*s",
                                   k       ? " "
                                   : i > 1 ? "|"
                                           : "",
                                   way[i].tok[k].len, way[i].tok[k].s);
    ms_arena_free(a);
    return line;
}

/* The best score of any reading of one with any of the other. */
static uint32_t best(const char *x, const char *y)
{
    ms_scorer *s = ms_scorer_new();
    ms_arena *a = ms_arena_new(0);
    ms_name p[MS_READINGS], q[MS_READINGS];
    uint32_t top = 0;
    assert_non_null(s);
    uint32_t n = readings(x, MS_NAME_PERSON, a, p), m = readings(y, MS_NAME_PERSON, a, q);
    for (uint32_t i = 0; i < n * m; i++) {
        uint32_t score = ms_name_score(s, &p[i / m], &q[i % m]);
        if (score > top) top = score;
    }
    ms_arena_free(a);
    ms_scorer_free(s);
    return top;
}

static void names_are_read_in_pinyin(void **state)
{
    static const struct {
        const char *text, *pinyin;
    } rows[] = {
        {"Hsi Chin-p'ing", "xi jin ping"},
        {"Hsi Chʻin-ping", "xi qin bing"},
        {"Mao Tse‐tung", "mao ze dong|mao ze tong"},
        {"TSE-TUNG MAO", "ze dong mao|ze tong mao"},
        {"Hsu Shih Lin", "xu shi lin"},
        {"Hsiaofeng Hsu", "xiaofeng xu"},
        {"Chou En-lai", "zhou en lai"},
        {"Chi-shan Yeh", "qi shan ye|ji shan ye"},
        {"Ssu I-lo", "si yi luo"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(pinyin(rows[i].text, MS_NAME_PERSON), rows[i].pinyin);
        assert_string_equal(pinyin(rows[i].text, MS_NAME_ANY), rows[i].pinyin);
        assert_string_equal(pinyin(rows[i].text, MS_NAME_ORGANIZATION), "");
        assert_string_equal(pinyin(rows[i].text, MS_NAME_THING), "");
    }
}

/* In pinyin already, of other languages, or not as a whole. */
static void other_names_have_one_reading(void **state)
{
    static const char *const texts[] = {
        "Mao Zedong",       "Xi Jinping",     "Chen Ling",      "Chen Li Hua",
        "Chen Lihua",       "John Smith",     "Maria Lopez",    "Nguyen Van An",
        "Kim Jong-un",      "Lee Sang-hoon",  "Chen Shui-bian", "Mao Tse-tung of Hunan",
        "Tse-tung",         "Mao-Tse-tung",   "Anna Lo",        "Hsi",
        "Hsi Chin-p'ing 2", "Mao Tse-tüng x", "Chih O.",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (*pinyin(texts[i], MS_NAME_PERSON)) print_error("%s\n", texts[i]);
        assert_string_equal(pinyin(texts[i], MS_NAME_PERSON), "");
    }
}

static void names_meet_pinyin_and_han(void **state)
{
    static const char *const pairs[][2] = {
        {"Mao Tse-tung", "Mao Zedong"},
        {"MAO<<TSE<TUNG", "Mao Zedong"},
        {"MAO TSETUNG", "Mao Ze Dong"},
        {"Mao Tse-tung", "毛泽东"},
        {"Hsi Chin-p'ing", "Xi Jinping"},
        {"Hsi Chin-ping", "习近平"},
        {"Chou En-lai", "ZHOU Enlai"},
        {"Chou En-lai", "周恩来"},
        {"Teng Hsiao-p'ing", "Deng Xiaoping"},
        {"Hsiao-ping Teng", "Xiaoping Deng"},
        {"Chang Ch'un-ch'iao", "Zhang Chunqiao"},
        {"Chang Chun-chiao", "Zhang Chunqiao"},
        {"Ts'ai Ying-wen", "Cai Yingwen"},
        {"Tsai Ying-wen", "蔡英文"},
        {"Liu Shao-ch'i", "Liu Shaoqi"},
        {"P'eng Te-huai", "Peng Dehuai"},
        {"Chiang Ching-kuo", "Jiang Jingguo"},
        {"Kuo Yü-chih", "Guo Yuzhi"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        uint32_t score = best(pairs[i][0], pairs[i][1]);
        if (score < 900000) print_error("%s: %u\n", pairs[i][0], (unsigned)score);
        assert_true(score >= 900000);
        assert_int_equal(best(pairs[i][1], pairs[i][0]), score);
    }
}

/* Near in sound, and no pinyin of the name. */
static void other_people_do_not_meet(void **state)
{
    static const char *const pairs[][2] = {
        {"Mao Tse-tung", "Mao Anying"},      {"Chou En-lai", "Zhou Yongkang"},
        {"Hsi Chin-p'ing", "Xi Zhongxun"},   {"Chiang Ching-kuo", "Jiang Zemin"},
        {"Chu Hung-chieh", "Zhou Hongying"}, {"Teng Hsiao-p'ing", "Deng Yingchao"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_true(best(pairs[i][0], pairs[i][1]) < 500000);
}

/* An apostrophe in one syllable speaks for all. */
static void apostrophes_tell_names_apart(void **state)
{
    (void)state;
    assert_true(best("Ch'en Chang-t'ai", "Chen Zhangtai") >
                best("Ch'en Chang-t'ai", "Zhen Changdai"));
    assert_string_equal(pinyin("Ting Hsin-t'ang", MS_NAME_PERSON), "ding xin tang");
    assert_string_equal(pinyin("Ting Hsin-tang", MS_NAME_PERSON),
                        "ding xin tang|ding xin dang");
}

static bool is_pinyin(ms_str s)
{
    for (uint32_t r = 0; r < ms_table_wade_giles.rows; r++)
        for (uint32_t c = 1; c <= 2; c++) {
            char cell[64];
            ms_str ways = ms_table_cell(&ms_table_wade_giles, r, c);
            snprintf(cell, sizeof cell, "%.*s", MS_FMT(ways));
            for (char *rest = cell, *way; (way = strsep(&rest, "|"));)
                if (ms_str_eq(s, ms_str_z(way))) return true;
        }
    return false;
}

/* Each syllable is found, alternatives are within the ceiling, and what pinyin does not have
 * is marked. */
static void each_row_keeps_the_form(void **state)
{
    const ms_table *t = &ms_table_wade_giles;
    (void)state;
    assert_true(t->rows > 200);
    for (uint32_t r = 0; r < t->rows; r++) {
        ms_str s = ms_table_cell(t, r, 0), given = ms_table_cell(t, r, 2);
        bool own = ms_str_eq(ms_table_cell(t, r, 3), MS_STR("own"));
        char name[32];
        snprintf(name, sizeof name, "Hsieh Hsi-%.*s", MS_FMT(s));
        assert_true(*pinyin(name, MS_NAME_PERSON));
        assert_true(given.n > 0);
        assert_false(own && is_pinyin(s));
        for (uint32_t c = 1, ways; c <= 2; c++) {
            ms_str cell = ms_table_cell(t, r, c);
            ways = 1;
            for (size_t i = 0; i < cell.n; i++) {
                ways += cell.p[i] == '|';
                assert_true((cell.p[i] >= 'a' && cell.p[i] <= 'z') || cell.p[i] == '|');
            }
            assert_in_range(ways, 1, MS_WADE_WAYS);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_read_in_pinyin),
        cmocka_unit_test(other_names_have_one_reading),
        cmocka_unit_test(names_meet_pinyin_and_han),
        cmocka_unit_test(other_people_do_not_meet),
        cmocka_unit_test(apostrophes_tell_names_apart),
        cmocka_unit_test(each_row_keeps_the_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
