/* Tokens of names in many scripts, of wrong writings of them and of no sense, and runs of two.
 */
#ifndef MARSAD_TESTS_TOKEN_FIXTURE_H
#define MARSAD_TESTS_TOKEN_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <marsad/name.h>

#include "index/unit.h"
#include "mangle.h"

static const char *const texts[] = {
    "Mohammed bin Salman al-Qahtani",
    "محمد عبد الله القحطاني",
    "فاطمة الزهراء",
    "Владимир Сергеевич Иванов",
    "Наталья Пономаренко",
    "Γεώργιος Παπαδόπουλος",
    "王小明",
    "김민준 이서연",
    "佐藤 健太郎",
    "Nguyễn Thị Hương",
    "Abdulrahman Abu Bakr",
    "דוד בן גוריון",
    "राजेश कुमार शर्मा",
    "স্বপ্না রহমান",
    "ประยุทธ์ จันทร์โอชา",
    "Գրիգոր Հակոբյան",
    "ნინო ბერიძე",
    "O'Brien-Fitzgerald Patrick",
    "Elizabeth Katherine Liz Kate",
    "Bill Bob Peggy",
    "Aleksandr Aleksandrovich Alexander Sasha",
    "Wojciech Szczepański",
    "José María García López",
    "Ng Li Wu Xu Yi",
    "Trading Company 24 Ltd",
    "Petrovich Petrovna Ivanova Ivanov Kowalska Kowalski Novak Novakova",
    "Ali Aly Ally",
    "Khaled Khalid خالد",
    "Ayatollah Seyyed Ruhollah",
    "A. B. Charles D",
    "Boeing 747 No 12",
    "Wolfeschlegelsteinhausenberger",
    "Constantinopolitanus Bartholomaeus"};

static uint64_t seed = 5;
static ms_buf made; /* ms_token: what the texts and wrong writings of them give */

static inline void add_tokens(ms_str text, ms_arena *a)
{
    ms_name name[MS_READINGS];
    uint32_t n;
    assert_int_equal(ms_name_readings(text, MS_NAME_ANY, a, name, &n), MS_OK);
    for (uint32_t r = 0; r < n; r++) {
        for (uint32_t i = 0; i < name[r].n; i++) {
            ms_token t = name[r].tok[i];
            t.word = 0;
            if (ref_below(&seed, 25) == 0) t.flags |= MS_TOKEN_CUT;
            if (ref_below(&seed, 8) == 0) t.flags ^= MS_TOKEN_KNOWN;
            assert_true(ms_buf_put(&made, &t, sizeof t));
        }
    }
}

/* Letters without sense, which meet in ways that names do not.  Half begin as others do, so
 * that whole blocks begin alike. */
static inline void add_noise(void)
{
    static const char few[] = "aeiouynlrtkcsh";
    static const char *const stems[] = {"schtaeli", "kcsh", "tsnyck", "aeihoush"};
    ms_token t = {.weight = 100, .len = (uint8_t)(1 + ref_below(&seed, MS_TOKEN_LEN))};
    unsigned letters = ref_below(&seed, 2) ? 3 : sizeof few - 1;
    for (unsigned i = 0; i < t.len; i++) t.s[i] = few[ref_below(&seed, letters)];
    const char *stem = stems[ref_below(&seed, 4)];
    if (ref_below(&seed, 2) == 0)
        memcpy(t.s, stem, t.len < strlen(stem) ? t.len : strlen(stem));
    if (ref_below(&seed, 4) == 0) t.s[ref_below(&seed, t.len)] = few[ref_below(&seed, letters)];
    if (ref_below(&seed, 20) == 0) t.s[ref_below(&seed, t.len)] = '7'; /* without the flag */
    t.flags =
        (uint8_t)ref_below(&seed, 256) & (MS_TOKEN_ABJAD | MS_TOKEN_KNOWN | MS_TOKEN_SPELLED);
    if (ref_below(&seed, 25) == 0) t.flags |= MS_TOKEN_CUT;
    assert_true(ms_buf_put(&made, &t, sizeof t));
}

static inline int by_unit(const void *a, const void *b)
{
    return ms_unit_cmp(a, b);
}

/* Brings `n` units into their order, each once; how many are left. */
static inline uint32_t sort_units(ms_token *t, uint32_t n)
{
    uint32_t left = 0;
    if (n) qsort(t, n, sizeof *t, by_unit);
    for (uint32_t i = 0; i < n; i++)
        if (!i || ms_unit_cmp(&t[i], &t[left - 1])) t[left++] = t[i];
    return left;
}

/* What goes before a group of tests, and behind it. */
static inline int make_tokens(void **state)
{
    enum { MADE = 40000 };
    (void)state;
    ms_arena *a = ms_arena_new(0);
    assert_non_null(a);
    while (made.n < MADE * sizeof(ms_token)) {
        char out[REF_MANGLE_MAX];
        ms_str text = ms_str_z(texts[ref_below(&seed, sizeof texts / sizeof *texts)]);
        for (uint32_t times = ref_below(&seed, 5); times; times--)
            text = ms_arena_str(a, ref_mangle(&seed, text, out));
        add_tokens(text, a);
        add_noise();
        ms_arena_reset(a);
    }
    ms_arena_free(a);
    return 0;
}

static inline int free_tokens(void **state)
{
    (void)state;
    ms_buf_free(&made);
    return 0;
}

static inline ms_token some_token(void)
{
    const ms_token *t = (const ms_token *)(void *)made.p;
    return t[ref_below(&seed, (uint32_t)(made.n / sizeof *t))];
}

/* Two tokens in one, as join() of src/match/names.c makes them. */
static inline ms_token some_run(void)
{
    for (;;) {
        ms_token a = some_token(), b = some_token();
        uint8_t any = a.flags | b.flags, all = a.flags & b.flags;
        if (a.len + b.len > MS_TOKEN_LEN) continue;
        memcpy(a.s + a.len, b.s, b.len);
        a.len = (uint8_t)(a.len + b.len);
        a.flags = (any & (MS_TOKEN_ABJAD | MS_TOKEN_SPELLED | MS_TOKEN_NUMBER)) |
                  (all & MS_TOKEN_KNOWN);
        a.given = 0;
        return a;
    }
}

#endif
