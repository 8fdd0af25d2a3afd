/* Names to tokens: the decoder against Unicode's table 3-7, tokens against words
 * transliterated by hand. */
#include <marsad/name.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/table.h"

extern const ms_table ms_table_rarity;

static void decoder_accepts_the_ends_of_each_range(void **state)
{
    static const struct {
        const char *bytes;
        uint32_t cp;
    } good[] = {
        {"\x7f", 0x7F},
        {"\xc2\x80", 0x80},
        {"\xdf\xbf", 0x7FF},
        {"\xe0\xa0\x80", 0x800},
        {"\xed\x9f\xbf", 0xD7FF},
        {"\xee\x80\x80", 0xE000},
        {"\xef\xbf\xbf", 0xFFFF},
        {"\xf0\x90\x80\x80", 0x10000},
        {"\xf4\x8f\xbf\xbf", 0x10FFFF},
    };
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        uint32_t cp;
        size_t n = strlen(good[i].bytes);
        assert_int_equal(ms_utf8_decode(good[i].bytes, n, &cp), n);
        assert_int_equal(cp, good[i].cp);
        assert_int_equal(ms_utf8_valid(ms_str_z(good[i].bytes)), n);
    }
}

static void decoder_always_advances_over_bad_bytes(void **state)
{
    static const char *const bad[] = {
        "\x80",
        "\xbf",
        "\xc0\x80",
        "\xc1\xbf",
        "\xe0\x9f\xbf",
        "\xed\xa0\x80",
        "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xff",
        "\xe2\x82",
        "\xf0\x9f\x98",
        "\xc3",
        "\xc3(",
        "\xe2(\xa1",
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint32_t cp;
        assert_int_equal(ms_utf8_decode(bad[i], strlen(bad[i]), &cp), 1);
        assert_int_equal(cp, 0xFFFD);
        assert_int_equal(ms_utf8_valid(ms_str_z(bad[i])), 0);
    }
}

/* The tokens of `text`, joined by blanks. */
static const char *tokens(const char *text, ms_name_kind kind)
{
    static char out[4096];
    ms_arena *a = ms_arena_new(0);
    ms_name n;
    size_t at = 0;
    uint32_t sum = 0;
    assert_int_equal(ms_name_prepare(ms_str_z(text), kind, a, &n), MS_OK);
    out[0] = 0;
    for (uint32_t i = 0; i < n.n; i++) {
        at += (size_t)snprintf(out + at, sizeof out - at, "%s%.*s", i ? " " : "", n.tok[i].len,
                               n.tok[i].s);
        sum += n.tok[i].weight;
    }
    assert_int_equal(sum, n.weight);
    ms_arena_free(a);
    return out;
}

static void words_become_latin_tokens(void **state)
{
    static const struct {
        const char *text, *tokens;
    } rows[] = {
        {"", ""},
        {" .,- ", ""},
        {"Jean-Pierre  O'Neill", "jean pierre oneill"},
        {"MÜLLER, Łukasz", "muller lukasz"},
        {"Straße Ørsted Æsir", "strasse orsted aesir"},
        {"Иван Щукин", "ivan shchukin"},
        {"Юлия Ёлкина", "yuliya elkina"},
        {"محمد", "mhmd"},
        {"صدام حسين", "sdam hsyn"},
        {"الحسن", "al hsn"},
        {"عمر", "amr"},
        {"علاء", "ala"},
        {"Abdul Rahman", "abdulrahman"},
        {"Abd al-Rahman Khan", "abdalrahman khan"},
        {"عبد الرحمن", "abdalrhmn"},
        {"Abdul", "abdul"},
        {"Hidayat Ullah Khan", "hidayatullah khan"},
        {"هدايت الله", "hdaytlh"},
        {"Salah ud-Din", "salahdin"},
        {"شمس الدین", "shmsdyn"},
        {"Din Mohammad", "din mohammad"},
        {"bin al-Din", "bin al din"},
        {"Ullah", "ullah"},
        {"Usama ibn Laden", "usama bin laden"},
        {"J. R. Smith", "j r smith"},
        {"Flight ٣٧٠", "flight 370"},
        {"ﬁnn", "finn"},
        {"a\xff"
         "b",
         "a b"},
        {"abcdefghijklmnopqrstuvwxyzabcd", "abcdefghijklmnopqrstuvwx yzabcd"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(tokens(rows[i].text, MS_NAME_PERSON), rows[i].tokens);
}

/* True when one of the readings of `text` has these tokens. */
static bool reads(const char *text, const char *wanted)
{
    ms_arena *a = ms_arena_new(0);
    ms_name ways[MS_READINGS];
    uint32_t n;
    bool found = false;
    assert_int_equal(ms_name_readings(ms_str_z(text), MS_NAME_PERSON, a, ways, &n), MS_OK);
    assert_in_range(n, 1, MS_READINGS);
    for (uint32_t i = 0; i < n; i++) {
        char line[1024];
        size_t at = 0;
        line[0] = 0;
        for (uint32_t k = 0; k < ways[i].n; k++)
            at += (size_t)snprintf(line + at, sizeof line - at, "%s%.*s", k ? " " : "",
                                   ways[i].tok[k].len, ways[i].tok[k].s);
        found |= strcmp(line, wanted) == 0;
    }
    ms_arena_free(a);
    return found;
}

/* Spellings that the persons, governments or standards named use in public. */
static const struct {
    const char *text, *tokens;
} known[] = {
    /* Greek, Armenian, Georgian: passports */
    {"Αλέξης Τσίπρας", "alexis tsipras"},
    {"Ευάγγελος", "evangelos"},
    {"Μπουτάρης", "boutaris"},
    {"Σερζ Σարգսյան", "serz sargsyan"},
    {"Նիկոլ Փաշինյան", "nikol pashinyan"},
    {"Երևան", "yerevan"},
    {"მიხეილ სააკაშვილი", "mikheil saakashvili"},
    /* Cyrillic: the examples of Ukrainian resolution 55 of 2010, and neighbours */
    {"Згорани", "zghorany"},
    {"Александр Лукашенко", "aleksandr lukashenko"},
    {"Зоран Заев", "zoran zaev"},
    {"Нурсұлтан Назарбаев", "nursultan nazarbaev"},
    /* Arabic script */
    {"محمد", "mhmd"},
    {"ولادیمیر", "vladymyr"},
    {"إبراهيم", "ibrahym"},
    /* Hebrew */
    {"בנימין", "bnimin"},
    {"ג'ורג'", "jorj"},
    /* Indic */
    {"नरेन्द्र मोदी", "narendra modi"},
    {"जवाहरलाल", "jawaharlal"},
    {"कृष्ण", "krishna"},
    {"সুবোধ চন্দ্র", "subodh chandra"},
    {"ਅਮਰਿੰਦਰ", "amrindar"},
    {"સરદાર", "sardar"},
    {"ஸ்டாலின்", "stalin"},
    {"ರಾಮ", "rama"},
    {"വിജയൻ", "vijayan"},
    {"මහින්ද", "mahinda"},
    /* South-East Asia */
    {"สมชาย", "somchai"},
    {"ขจรศักดิ์", "khachonsak"},
    {"แสง", "saeng"},
    {"ဦးသိန်းစိန်", "utheinsein"},
    {"ကို", "ko"},
    /* Ethiopic */
    {"አበበ", "abebe"},
    {"ገብረ", "gebre"},
    /* Hangul */
    {"김정은", "kim jungeun"},
    {"박근혜", "bak geunhye"},
    {"이승만", "lee seungman"},
    {"최규하", "choi kyooha"},
    {"남궁옥분", "namgung okbun"},
    {"리설주", "ri solchu"},
    /* Han: Mandarin, Wade-Giles, Cantonese, Korean, Japanese, as in Malaysia */
    {"习近平", "xi jinping"},
    {"習近平", "xi jinping"},
    {"毛澤東", "mao tsetung"},
    {"欧阳修", "ouyang xiu"},
    {"陳大文", "chan taiman"},
    {"金正日", "kim jungil"},
    {"金正日", "kim jongil"},
    {"林吉祥", "lim kitsiang"},
    {"田中太郎", "tanaka taro"},
    {"小泉純一郎", "koizumi junichiro"},
    {"黒澤明", "kurosawa akira"},
    {"安倍晋三", "abe shinzo"},
    {"曾国藩", "zeng guofan"},
    /* Kana */
    {"トランプ", "toranpu"},
    {"こうた", "kota"},
    {"はっとり", "hattori"},
    {"はっちょう", "hatcho"},
    {"キム・ジョンウン", "kim jonun"},
    /* Digits */
    {"٣٧٠ ३७० ๓๗๐ 370", "370 370 370 370"},
};

static void names_are_read_as_they_are_known(void **state)
{
    int bad = 0;
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (reads(known[i].text, known[i].tokens)) continue;
        print_error("%s is not read as %s\n", known[i].text, known[i].tokens);
        bad++;
    }
    assert_int_equal(bad, 0);
}

static void one_name_has_each_reading_once(void **state)
{
    static const struct {
        const char *text;
        uint32_t n;
    } rows[] = {{"", 1}, {"John Smith", 1}, {"Łukasz Müller", 1}, {"Анна", 1}, {"Борис", 2}};
    ms_arena *a = ms_arena_new(0);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_name ways[MS_READINGS];
        uint32_t n;
        ms_str text = ms_str_z(rows[i].text);
        assert_int_equal(ms_name_readings(text, MS_NAME_PERSON, a, ways, &n), MS_OK);
        assert_int_equal(n, rows[i].n);
        for (uint32_t k = 0; k < n; k++) assert_true(ms_str_eq(ways[k].text, text));
    }
    ms_arena_free(a);
}

/* Family and given name in one word are of persons, and of names of one such word. */
static void family_names_are_cut_off_where_they_can_be(void **state)
{
    (void)state;
    assert_string_equal(tokens("王毅", MS_NAME_PERSON), "wang yi");
    assert_string_equal(tokens("王毅", MS_NAME_ANY), "wang yi");
    assert_string_equal(tokens("王毅", MS_NAME_ORGANIZATION), "wangyi");
    assert_string_equal(tokens("王毅", MS_NAME_THING), "wangyi");
    assert_string_equal(tokens("马丁·路德", MS_NAME_PERSON), "mading lude");
    assert_string_equal(tokens("王毅 (Wang Yi)", MS_NAME_PERSON), "wang yi wang yi");
    assert_string_equal(tokens("马其顿共和国", MS_NAME_PERSON), "maqidungongheguo");
}

static void letters_without_a_table_stay_distinct(void **state)
{
    (void)state;
    /* Tibetan: U+0F56 = 3926, U+0F51 = 3921 */
    assert_string_equal(tokens("བད", MS_NAME_PERSON), "39263921");
}

static void classes_depend_on_the_kind_of_name(void **state)
{
    ms_arena *a = ms_arena_new(0);
    ms_name n;
    (void)state;
    assert_int_equal(ms_name_prepare(MS_STR("Acme Limited"), MS_NAME_ORGANIZATION, a, &n),
                     MS_OK);
    assert_string_equal(tokens("Acme Limited", MS_NAME_ORGANIZATION), "acme llc");
    assert_true(n.tok[1].flags & MS_TOKEN_MINOR);
    assert_string_equal(tokens("Acme Limited", MS_NAME_PERSON), "acme limited");
    assert_string_equal(tokens("Star of Limited", MS_NAME_THING), "star of limited");
    ms_arena_free(a);
}

/* Forms of one law, in full, short and translated, by the laws' own words. */
static void legal_forms_are_compared_as_one(void **state)
{
    static const struct {
        const char *text, *tokens;
    } rows[] = {
        {"Acme LLC", "acme llc"},
        {"Acme L.L.C.", "acme llc"},
        {"Acme Limited Liability Company", "acme llc"},
        {"ACME Gesellschaft mit beschränkter Haftung", "acme llc"},
        {"Acme d.o.o.", "acme llc"},
        {"Acme Sp. z o.o.", "acme llc"},
        {"Acme Sdn. Bhd.", "acme llc"},
        {"Societatea cu Răspundere Limitată ACME", "llc acme"},
        {"ООО «Акме»", "llc akme"},
        {"Общество с ограниченной ответственностью «Акме»", "llc akme"},
        {"Acme Aktiengesellschaft", "acme jsc"},
        {"AcmeAG", "acme jsc"},
        {"AcmeAc", "acmeac"},
        {"MacDONALD", "macdonald"},
        {"PT Acme", "jsc acme"},
        {"Acme 株式会社", "acme jsc"},
        {"Acme 有限公司", "acme llc"},
        {"Acme 주식회사", "acme jsc"},
        {"华为有限公司", "huawei llc"},
        {"株式会社トヨタ", "jsc toyota"},
        {"トヨタ株式会社", "toyota jsc"},
        {"شركة أكمي ذات مسؤولية محدودة", "co akmy llc"},
        {"N.A.B.C. Company", "nabc co"},
        {"A.B.C. S.A.", "abc jsc"},
        {"J. P. Acme", "j p acme"},
        {"I.I. Acme", "ii acme"},
        {"KB Acme", "kb acme"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(tokens(rows[i].text, MS_NAME_ORGANIZATION), rows[i].tokens);
    assert_string_equal(tokens("Acme Limited Liability Company", MS_NAME_PERSON),
                        "acme limited liability company");
}

static void numbers_in_words_become_digits(void **state)
{
    static const struct {
        const char *text, *tokens;
    } rows[] = {
        {"Brigade Forty-Four", "brigade 44"},
        {"Brigada Cuarenta y Cuatro", "brigada 44"},
        {"Brigade vierundvierzig", "brigade 44"},
        {"Бригада сорок четыре", "brigada 44"},
        {"Brigade quatre-vingt-dix-neuf", "brigade 99"},
        {"Third Battalion", "3 battalion"},
        {"3rd Battalion", "3 battalion"},
        {"Ocean XXIX", "ocean 29"},
        {"Ocean V", "ocean 5"},
        {"V Ocean", "v ocean"},
        {"XXIX", "xxix"},
        {"Ocean IIII", "ocean iiii"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(tokens(rows[i].text, MS_NAME_ORGANIZATION), rows[i].tokens);
        assert_string_equal(tokens(rows[i].text, MS_NAME_THING), rows[i].tokens);
    }
    assert_string_equal(tokens("Ocean V Ltd", MS_NAME_ORGANIZATION), "ocean 5 llc");
    assert_string_equal(tokens("Ocean V Ltd", MS_NAME_THING), "ocean v ltd");
    assert_string_equal(tokens("Forty Ocean", MS_NAME_PERSON), "forty ocean");
}

static void digits_among_letters_of_people_are_letters(void **state)
{
    (void)state;
    assert_string_equal(tokens("J0hn Sm1th", MS_NAME_PERSON), "john smith");
    assert_string_equal(tokens("J2hn 1Smith 7", MS_NAME_PERSON), "j2hn 1smith 7");
    assert_string_equal(tokens("J0hn", MS_NAME_ORGANIZATION), "j0hn");
}

static void titles_are_cut_off_given_names(void **state)
{
    (void)state;
    assert_string_equal(tokens("SMITH/JOHNMR", MS_NAME_PERSON), "smith john mr");
    assert_string_equal(tokens("SMITH/MARIAMRS", MS_NAME_PERSON), "smith maria mrs");
    assert_string_equal(tokens("SMITH/PETERMSTR", MS_NAME_PERSON), "smith peter mr");
    assert_string_equal(tokens("Amr Nimr", MS_NAME_PERSON), "amr nimr");
    assert_string_equal(tokens("Williams Adams", MS_NAME_PERSON), "williams adams");
    assert_string_equal(tokens("SMITH/JOHNMR", MS_NAME_ORGANIZATION), "smith johnmr");
}

/* The same word in the languages of lists and travel documents. */
static void titles_and_ranks_are_compared_as_one(void **state)
{
    static const struct {
        const char *text, *tokens;
    } rows[] = {
        {"Herr Acme", "mr acme"},
        {"Señor Acme", "mr acme"},
        {"Lt. Gen. Acme", "general acme"},
        {"Lieutenant General Acme", "general acme"},
        {"Генерал-лейтенант Акме", "general akme"},
        {"Teniente Coronel Acme", "colonel acme"},
        {"Dr. Acme Jr.", "dr acme jr"},
        {"Acme III", "acme iii"},
        {"Acme Junior", "acme jr"},
        {"Junior Acme", "junior acme"},
        {"J. R. Acme", "j r acme"},
        {"الدكتور علي", "al dr aly"},
        {"Abou Acme", "abu acme"},
        {"أبو علي", "abu aly"},
        {"Acme oğlu", "acme oglu"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(tokens(rows[i].text, MS_NAME_PERSON), rows[i].tokens);
}

static void flags_tell_what_a_token_is(void **state)
{
    ms_arena *a = ms_arena_new(0);
    ms_name n;
    (void)state;
    assert_int_equal(ms_name_prepare(MS_STR("J محمد 7th bin"), MS_NAME_PERSON, a, &n), MS_OK);
    assert_int_equal(n.n, 4);
    assert_int_equal(n.tok[0].flags, MS_TOKEN_INITIAL);
    assert_int_equal(n.tok[1].flags, MS_TOKEN_ABJAD | MS_TOKEN_SPELLED);
    assert_int_equal(n.tok[2].flags, MS_TOKEN_NUMBER);
    assert_int_equal(n.tok[3].flags, MS_TOKEN_MINOR);
    ms_arena_free(a);
}

static void long_names_are_cut_and_say_so(void **state)
{
    ms_arena *a = ms_arena_new(0);
    ms_name n;
    static char text[200000];
    (void)state;
    for (size_t i = 0; i < sizeof text; i++) text[i] = i % 3 == 2 ? ' ' : 'k';
    assert_int_equal(ms_name_prepare((ms_str){text, 92}, MS_NAME_PERSON, a, &n), MS_OK);
    assert_int_equal(n.n, 31);
    assert_false(n.cut);
    assert_int_equal(ms_name_prepare((ms_str){text, sizeof text}, MS_NAME_PERSON, a, &n),
                     MS_OK);
    assert_int_equal(n.n, MS_NAME_TOKENS);
    assert_true(n.cut);
    ms_arena_free(a);
}

/* A soft sign by itself is a word and gives no token. */
static void a_token_far_behind_ends_the_name(void **state)
{
    static const struct {
        const char *first, *last;
        int between; /* soft signs */
        uint32_t tokens;
        bool cut;
    } rows[] = {
        {"Ivan ", "Petrov", 62, 2, false},
        {"Ivan ", "Petrov", 63, 1, true},
        {"", "Petrov", 63, 1, false},
        {"", "Petrov Ivan", 64, 0, true},
        {"Abd Rahman ", "Petrov", 61, 2, false},
        {"Abd Rahman ", "Petrov", 62, 1, true}, /* one token, and its first word counts */
    };
    ms_arena *a = ms_arena_new(0);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[512];
        ms_name n;
        strcpy(text, rows[i].first);
        for (int k = 0; k < rows[i].between; k++) strcat(text, "ь ");
        strcat(text, rows[i].last);
        assert_int_equal(ms_name_prepare(ms_str_z(text), MS_NAME_PERSON, a, &n), MS_OK);
        assert_int_equal(n.n, rows[i].tokens);
        assert_int_equal(n.cut, rows[i].cut);
    }
    ms_arena_free(a);
}

static void parts_are_found_in_the_text(void **state)
{
    static const char text[] = " Abd al-Rahman, الحسن (Omar) ";
    ms_arena *a = ms_arena_new(0);
    ms_name n;
    (void)state;
    assert_int_equal(ms_name_prepare(ms_str_z(text), MS_NAME_PERSON, a, &n), MS_OK);
    assert_int_equal(n.n, 4); /* abdalrahman, al, hsn, omar */
    assert_true(ms_str_eq(ms_name_words(&n, 0, 1), MS_STR("Abd al-Rahman")));
    assert_true(ms_str_eq(ms_name_words(&n, 1, 1), MS_STR("ال")));
    assert_true(ms_str_eq(ms_name_words(&n, 2, 1), MS_STR("حسن")));
    assert_true(ms_str_eq(ms_name_words(&n, 1, 2), MS_STR("الحسن")));
    assert_true(ms_str_eq(ms_name_words(&n, 3, 1), MS_STR("Omar")));
    assert_true(ms_str_eq(ms_name_words(&n, 0, 3), MS_STR("Abd al-Rahman, الحسن")));
    assert_int_equal(ms_name_words(&n, 0, 0).n, 0);
    ms_arena_free(a);
}

static void runs_of_words_are_found_in_the_text(void **state)
{
    static const struct {
        const char *text, *part;
    } rows[] = {
        {"Acme Limited Liability Company, Paris", "Limited Liability Company"},
        {"Acme L.L.C., Paris", "L.L.C"},
        {"Acme Forty-Four Paris", "Forty-Four"},
        {"Acme A.B.C. Paris", "A.B.C"},
        {"Acme GmbH", "GmbH"},
    };
    ms_arena *a = ms_arena_new(0);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_name n;
        ms_str text = ms_str_z(rows[i].text);
        assert_int_equal(ms_name_prepare(text, MS_NAME_ORGANIZATION, a, &n), MS_OK);
        assert_true(ms_str_eq(ms_name_words(&n, 0, 1), MS_STR("Acme")));
        assert_true(ms_str_eq(ms_name_words(&n, 1, 1), ms_str_z(rows[i].part)));
    }
    ms_arena_free(a);
}

/* The article ends at a letter, whatever bytes it takes: a mark on the alef, letters
 * in presentation forms, a ligature that cannot be cut.  So does a family name. */
static void halves_of_words_are_found_in_the_text(void **state)
{
    static const struct {
        const char *text, *article, *rest;
    } rows[] = {
        {"الحسن", "ال", "حسن"},
        {"\u0627\u064e\u0644حسن", "\u0627\u064e\u0644", "حسن"},
        {"\u0627\u200d\u0644حسن", "\u0627\u200d\u0644", "حسن"},
        {"\ufe8d\ufedfحسن", "\ufe8d\ufedf", "حسن"},
        {"\ufdf2", "\ufdf2", "\ufdf2"},
        {"习近平", "习", "近平"},
        {"欧阳修", "欧阳", "修"},
        {"김정은", "김", "정은"},
    };
    ms_arena *a = ms_arena_new(0);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_name n;
        assert_int_equal(ms_name_prepare(ms_str_z(rows[i].text), MS_NAME_PERSON, a, &n), MS_OK);
        assert_int_equal(n.n, 2);
        assert_true(ms_str_eq(ms_name_words(&n, 0, 1), ms_str_z(rows[i].article)));
        assert_true(ms_str_eq(ms_name_words(&n, 1, 1), ms_str_z(rows[i].rest)));
    }
    ms_arena_free(a);
}

static void keys_fold_but_keep_the_script(void **state)
{
    static const struct {
        const char *text, *key;
    } rows[] = {
        {"Côte d’Ivoire", "cote divoire"},
        {" (St.)  Kitts ", "st kitts"},
        {"ЁЛКА", "елка"},
        {"فِلَسطين", "فلسطين"},
        {"", ""},
        {"--", ""},
    };
    ms_arena *a = ms_arena_new(0);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_str key = ms_text_key(ms_str_z(rows[i].text), a);
        assert_true(ms_str_eq(key, ms_str_z(rows[i].key)));
    }
    ms_arena_free(a);
}

/* The field of a passport has 39 characters, of cards 30 and 31. */
static void names_that_fill_a_zone_are_cut(void **state)
{
    static const struct {
        const char *text;
        ms_name_kind kind;
        bool cut;
    } rows[] = {
        {"AL<MUBARAKI<<MOHAMMED<ABDULRAHMAN<ABDUL", MS_NAME_PERSON, true},
        {"AL<MUBARAKI<<MOHAMMED<ABDULRAHMAN<ABDUL", MS_NAME_ORGANIZATION, false},
        {"AL<MUBARAKI<<MOHAMMED<ABDULRAHMAN<<<<<<", MS_NAME_PERSON, false},
        {"AL<MUBARAKI<MOHAMMED<ABDULRAHMAN<ABDULL", MS_NAME_PERSON, false},
        {"ERIKSSON<<ANNA<MARIA<BIRGITTAE", MS_NAME_ANY, true},
        {"ERIKSSON<<ANNA<MARIA<BIRGITTAE<", MS_NAME_ANY, false},
        {"ERIKSSON<<ANNA<MARIA<BIRGITTA", MS_NAME_ANY, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_arena *a = ms_arena_new(0);
        ms_name n;
        assert_int_equal(ms_name_prepare(ms_str_z(rows[i].text), rows[i].kind, a, &n), MS_OK);
        assert_int_equal(!!(n.tok[n.n - 1].flags & MS_TOKEN_CUT), rows[i].cut);
        ms_arena_free(a);
    }
}

static void disguised_words_are_seen(void **state)
{
    static const struct {
        const char *text, *word;
    } rows[] = {
        {"Pavel Sokolov", ""},
        {"Павел Соколов", ""},
        {"Pavel Соколов", ""},
        {"P\u0430vel Sokolov", "P\u0430vel"},
        {"Ivan P\u0430vel", "P\u0430vel"},
        {"\u0391nna, M", "\u0391nna"},
        {"Ωnassis-Kostas", "Ωnassis"},
        {"", ""},
        {"ﬁrst 2й", ""},
        {"x\xffй", ""},
        {"Łódź", ""},
        {"Jose\u0301 Nу", "Nу"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ms_str word = ms_name_disguised(ms_str_z(rows[i].text));
        if (!ms_str_eq(word, ms_str_z(rows[i].word))) print_error("%s\n", rows[i].text);
        assert_true(ms_str_eq(word, ms_str_z(rows[i].word)));
    }
}

/* A weight that cannot be is no weight: a token of weight 0 counts for nothing. */
static void every_row_of_the_rarity_table_weighs(void **state)
{
    (void)state;
    for (uint32_t r = 0; r < ms_table_rarity.rows; r++) {
        ms_str w = ms_table_cell(&ms_table_rarity, r, 1);
        bool fine = w.n >= 2 && w.n <= 3 && w.p[0] >= '1' && w.p[0] <= '9';
        if (!fine) print_error("%.*s\n", MS_FMT(ms_table_cell(&ms_table_rarity, r, 0)));
        assert_true(fine);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decoder_accepts_the_ends_of_each_range),
        cmocka_unit_test(decoder_always_advances_over_bad_bytes),
        cmocka_unit_test(words_become_latin_tokens),
        cmocka_unit_test(names_are_read_as_they_are_known),
        cmocka_unit_test(one_name_has_each_reading_once),
        cmocka_unit_test(family_names_are_cut_off_where_they_can_be),
        cmocka_unit_test(letters_without_a_table_stay_distinct),
        cmocka_unit_test(classes_depend_on_the_kind_of_name),
        cmocka_unit_test(legal_forms_are_compared_as_one),
        cmocka_unit_test(numbers_in_words_become_digits),
        cmocka_unit_test(digits_among_letters_of_people_are_letters),
        cmocka_unit_test(titles_are_cut_off_given_names),
        cmocka_unit_test(titles_and_ranks_are_compared_as_one),
        cmocka_unit_test(flags_tell_what_a_token_is),
        cmocka_unit_test(long_names_are_cut_and_say_so),
        cmocka_unit_test(a_token_far_behind_ends_the_name),
        cmocka_unit_test(parts_are_found_in_the_text),
        cmocka_unit_test(runs_of_words_are_found_in_the_text),
        cmocka_unit_test(halves_of_words_are_found_in_the_text),
        cmocka_unit_test(keys_fold_but_keep_the_script),
        cmocka_unit_test(names_that_fill_a_zone_are_cut),
        cmocka_unit_test(disguised_words_are_seen),
        cmocka_unit_test(every_row_of_the_rarity_table_weighs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
