/* How names are built in several cultures: one family name of him and of her, what a part
 * is, and what a person expects of invented names at the threshold. */
#include <marsad/match.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "match/role.h"

static ms_arena *arena;

static ms_name name(const char *text, ms_name_kind kind)
{
    ms_name n;
    assert_int_equal(ms_name_prepare(ms_str_z(text), kind, arena, &n), MS_OK);
    return n;
}

static uint32_t alike(const char *x, const char *y, ms_name_kind kind)
{
    ms_name a = name(x, kind), b = name(y, kind);
    assert_true(a.n == 1 && b.n == 1);
    uint32_t s = ms_token_similarity(a.tok, b.tok);
    assert_int_equal(ms_token_similarity(b.tok, a.tok), s);
    return s;
}

static void his_and_her_family_name_are_one(void **state)
{
    static const char *const rows[][2] = {
        {"Ivanov", "Ivanova"},
        {"Иванов", "Ivanova"},
        {"Медведев", "Медведева"},
        {"Putin", "Putina"},
        {"Dostoevsky", "Достоевская"},
        {"Zelenskyy", "Зеленська"},
        {"Tolstoy", "Tolstaya"},
        {"Kowalski", "Kowalska"},
        {"Novák", "Nováková"},
        {"Svoboda", "Svobodová"},
        {"Dvořáček", "Dvořáčková"},
        {"Novotný", "Novotná"},
        {"Kazlauskas", "Kazlauskienė"},
        {"Kazlauskas", "Kazlauskaitė"},
        {"Petkevičius", "Petkevičienė"},
        {"Bērziņš", "Bērziņa"},
        {"Ozols", "Ozola"},
        {"Papadopoulos", "Παπαδοπούλου"},
        {"Papadakis", "Papadaki"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(alike(rows[i][0], rows[i][1], MS_NAME_PERSON), 950);
}

/* Nor are given names, firms and what only ends so. */
static void brother_and_sister_are_two(void **state)
{
    static const char *const rows[][2] = {
        {"Ivanovich", "Ivanovna"}, {"Владимирович", "Vladimirovna"},
        {"Jonsson", "Jonsdottir"}, {"Ivan", "Ivanova"},
        {"Jonas", "Joniene"},      {"Andres", "Andrea"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(alike(rows[i][0], rows[i][1], MS_NAME_PERSON), 0);
    assert_int_equal(alike("Novak", "Novakova", MS_NAME_ORGANIZATION), 0);
}

static void parts_have_roles(void **state)
{
    static const struct {
        const char *text;
        ms_role roles[6];
    } rows[] = {
        {"Ibrahim al-Tikriti", {MS_ROLE_ORDINARY, MS_ROLE_ORDINARY, MS_ROLE_NISBA}},
        {"ابراهيم البغدادي", {MS_ROLE_ORDINARY, MS_ROLE_ORDINARY, MS_ROLE_NISBA}},
        {"Ali bin al-Hadi", {MS_ROLE_ORDINARY, MS_ROLE_NASAB, MS_ROLE_ORDINARY, MS_ROLE_NASAB}},
        {"Abu Omar", {MS_ROLE_KUNYA, MS_ROLE_KUNYA}},
        {"Umm Salama", {MS_ROLE_KUNYA, MS_ROLE_KUNYA}},
        {"Salah al-Din Hasan", {MS_ROLE_LAQAB, MS_ROLE_ORDINARY}},
        {"Nuruddin Hasan", {MS_ROLE_LAQAB, MS_ROLE_ORDINARY}},
        {"Jean Bernardin", {MS_ROLE_ORDINARY, MS_ROLE_ORDINARY}},
        {"Ali Hasan oglu Rzayev",
         {MS_ROLE_ORDINARY, MS_ROLE_NASAB, MS_ROLE_NASAB, MS_ROLE_ORDINARY}},
        {"Anna Petrovna Sidorova", {MS_ROLE_ORDINARY, MS_ROLE_PATRONYMIC, MS_ROLE_ORDINARY}},
        {"Сидоров Иван Петрович", {MS_ROLE_ORDINARY, MS_ROLE_ORDINARY, MS_ROLE_PATRONYMIC}},
        {"Roman Abramovich", {MS_ROLE_ORDINARY, MS_ROLE_ORDINARY}},
        {"Roman Arkadyevich Abramovich",
         {MS_ROLE_ORDINARY, MS_ROLE_PATRONYMIC, MS_ROLE_ORDINARY}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_name n = name(rows[i].text, MS_NAME_PERSON);
        for (uint32_t k = 0; k < n.n; k++) {
            if (ms_role_of(&n, k) != rows[i].roles[k])
                print_error("%s, %u: %s\n", rows[i].text, k, ms_role_name(ms_role_of(&n, k)));
            assert_int_equal(ms_role_of(&n, k), rows[i].roles[k]);
        }
    }
    ms_name firm = name("Abu Omar", MS_NAME_ORGANIZATION);
    assert_int_equal(ms_role_of(&firm, 0), MS_ROLE_ORDINARY);
    assert_string_equal(ms_role_name(MS_ROLES), "");
}

static void what_a_person_expects(void **state)
{
    static const struct {
        const char *x, *y;
        bool same;
    } rows[] = {
        {"Anna Petrov", "Anna Petrova", true},
        {"Jana Novak", "Jana Nováková", true},
        {"Rasa Kazlauskas", "Rasa Kazlauskienė", true},
        {"Ivan Petrov", "Anna Petrova", false},
        {"Valentin Petrovich Sidorov", "Valentina Petrovna Sidorova", false},
        /* Ethiopia: one's own name, the father's, the grandfather's; written in one or two */
        {"Gebremedhin Tesfaye", "Gebre Medhin Tesfaye", true},
        {"Gebremedhin Tesfaye", "ገብረ መድኅን ተስፋዬ", true},
        {"Gebre Medhin Tesfaye", "ገብረመድኅን ተስፋዬ", true},
        {"Haileselassie", "ኃይለ ሥላሴ", true},
        {"Woldemariam Bekele", "ወልደ ማርያም በቀለ", true},
        {"Teklehaymanot Asfaw", "ተክለ ሃይማኖት አስፋው", true},
        {"Habtemariam Girma", "ሀብተ ማርያም ግርማ", true},
        {"Mengistu Hailemariam", "መንግሥቱ ኃይለ ማርያም", true},
        {"Haile Gebreselassie", "ኃይሌ ገብረ ሥላሴ", true},
        {"Haile Tesfaye", "Tesfaye Haile", true},
        {"Abebe Bekele Tessema", "Abebe Bekele", true},
        {"Gebremedhin Tesfaye", "Gebremariam Tesfaye", false},
        /* Iceland: no family name */
        {"Sigríður Anna Jónsdóttir", "Sigridur Jonsdottir", true},
        {"Jon Gunnarsson", "Jona Gunnarsdottir", false},
        {"Gunnar Jonsson", "Jon Gunnarsson", false},
        /* Indonesia: one name, in the old spelling and the new */
        {"Suharto", "Soeharto", true},
        {"Sukarno", "Soekarno", true},
        {"Sukarno", "Suharto", false},
        /* Hungary and Vietnam: the family name first, and last abroad */
        {"Nagy János", "Janos Nagy", true},
        {"Szabo Istvan", "Istvan Szabo", true},
        {"Kovacs Istvan", "Szabo Istvan", false},
        {"Nguyễn Văn Minh", "Minh Van Nguyen", true},
        {"Nguyen Van Minh", "Minh Nguyen", true},
        {"Trần Quốc Tuấn", "Tuan Quoc Tran", true},
        {"Nguyen Van Minh", "Nguyen Van Hung", false},
    };
    ms_scorer *s = ms_scorer_new();
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_name x = name(rows[i].x, MS_NAME_PERSON), y = name(rows[i].y, MS_NAME_PERSON);
        uint32_t score = ms_name_score(s, &x, &y);
        if ((score >= 700000) != rows[i].same)
            print_error("%s, %s: %u\n", rows[i].x, rows[i].y, (unsigned)score);
        assert_int_equal(score >= 700000, rows[i].same);
    }
    ms_scorer_free(s);
}

static int begin(void **state)
{
    (void)state;
    arena = ms_arena_new(0);
    return arena ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    ms_arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(his_and_her_family_name_are_one),
        cmocka_unit_test(brother_and_sister_are_two),
        cmocka_unit_test(parts_have_roles),
        cmocka_unit_test(what_a_person_expects),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
