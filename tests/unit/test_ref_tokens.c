/* ms_name_prepare against the second tokeniser of tests/ref/. */
#include <marsad/name.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include <cmocka.h>

#include "mangle.h"
#include "tokens.h"

#if defined(__SANITIZE_ADDRESS__) || !defined(__OPTIMIZE__)
enum { MANGLED = 5000 };
#else
enum { MANGLED = 30000 };
#endif

static int load(void **state)
{
    const char *root = getenv("MARSAD_SOURCE");
    (void)state;
    ref_tokens_load(root ? root : ".");
    return 0;
}

static int unload(void **state)
{
    (void)state;
    ref_tokens_unload();
    return 0;
}

static bool same(const ms_token *x, const ms_token *y)
{
    return x->len == y->len && !memcmp(x->s, y->s, x->len) && x->weight == y->weight &&
           x->flags == y->flags && x->word == y->word && !x->given == !y->given &&
           (x->given == MS_GIVEN_NONE) == (y->given == MS_GIVEN_NONE);
}

static bool equal(const ms_token *tok, uint32_t n, uint8_t family, const ms_name *name)
{
    uint32_t sum = 0;
    bool ok = n == name->n && family == name->family;
    for (uint32_t i = 0; ok && i < n; i++) {
        ok = same(&tok[i], &name->tok[i]);
        sum += tok[i].weight;
    }
    return ok && sum == name->weight;
}

static void print_tokens(const char *whose, const ms_token *tok, uint32_t n)
{
    print_error("  %s:", whose);
    for (uint32_t i = 0; i < n; i++)
        print_error(" %.*s/%u/%u", tok[i].len, tok[i].s, tok[i].weight, tok[i].flags);
    print_error("\n");
}

/* Every reading of the twin is the next one of the engine, or like an earlier one. */
static bool agree(ms_str text, ms_name_kind kind, ms_arena *a)
{
    ms_token tok[MS_NAME_TOKENS];
    ms_name name, ways[MS_READINGS];
    uint32_t n_ways, at = 0;
    unsigned readings = 1;
    bool ok = true;
    assert_int_equal(ms_name_prepare(text, kind, a, &name), MS_OK);
    assert_int_equal(ms_name_readings(text, kind, a, ways, &n_ways), MS_OK);
    for (unsigned k = 0; ok && k < readings && k < MS_READINGS; k++) {
        uint8_t family;
        uint32_t n = ref_tokens(text, kind, k, tok, &readings, &family);
        bool seen = false;
        for (uint32_t i = 0; i < at; i++) seen |= equal(tok, n, family, &ways[i]);
        if (seen) continue;
        ok = at < n_ways && equal(tok, n, family, &ways[at]) &&
             (at || equal(tok, n, family, &name));
        if (!ok) {
            print_error("kind %d '%.*s', reading %u\n", kind, MS_FMT(text), k);
            print_tokens("engine", ways[at < n_ways ? at : 0].tok,
                         ways[at < n_ways ? at : 0].n);
            print_tokens("twin", tok, n);
        }
        at++;
    }
    if (ok && at != n_ways)
        print_error("'%.*s': %u readings for %u\n", MS_FMT(text), n_ways, at);
    return ok && at == n_ways;
}

static const char *const texts[] = {
    "",
    " ",
    "John Smith",
    "O'Neill, Seán-Óg (\"Jack\") Jr.",
    "D’Angelo d‘Arc l‛Est a′b c`d e´f",
    "MÜLLER Straße Ørsted Łukasz Æsir Þór ĲSSEL ŉgoma Ǆordan ǆ ﬁnn ſmith",
    "İstanbul Iğdır ısı İI ẞ ΐ ᾳ ΑΘΗΝΑ ς σ Ͱ",
    "Иван Щукин Юлия Ёлкина Объедков Подъячев Йошкар Ґалаґан Їжак Өмүр",
    "محمد عبد الرحمن الحسن بن علي آل سعود",
    "إلياس ألياس آلياس الياس ٱلياس اَلياس الل الله",
    "ﷲ ﷴ ﻻ ﻣﺤﻤﺪ ﺍﻟﺤﺴﻦ اﻻسد الﷴ",
    "\u0627\u0655لياس \u0627\u0653لياس \u0627\u064e\u0653لياس",
    "عبد الله عبدالله ابو بكر أبو مصعب الزرقاوي",
    "ء ءء علاء ـ مـحـمـد مُحَمَّد ٣٧٠ ۴۵ م٣",
    "أحمد‌نژاد گلپایگانی ٹوبہ خان ڈار ہمایوں",
    "Abd al Rahman Abd al-Rahman Abdul Rahman Abdel el Fattah abd abd al abd",
    "Abd",
    "Abd al",
    "abd 7 abdul 7al abd al 7 abdu ul as sayyid",
    "abd wolfeschlegelsteinhausenb x abd al wolfeschlegelsteinhause x",
    "abd abcdefghijklmnopqrstuvw abd abcdefghijklmnopqrstuvwx",
    "abd al abcdefghijklmnopqrstu abd al abcdefghijklmnopqrstuv",
    "Sheikh Dr. Mullah Haji bin ibn bint ould Limited GmbH S.A. Co. of the von der",
    "شيخ دكتور ملا حاج بن ولد شركة",
    "ООО Компания АО Группа Корпорация",
    "J. R. R. Tolkien Ж. П. م. ه",
    "7 77 R2D2 3M 1⁄2 ½ ² Ⅷ ⅷ ① ㎒ ㍿ 五 一二三",
    "习近平 Xi Jinping 김정은 金正恩 キム・ジョンウン きむ",
    "בנימין נתניהו יצחק רבין",
    "Ἀλέξανδρος Παπαδόπουλος ᾼ ͅ",
    "नरेन्द्र मोदी தமிழ் বাংলা ไทย ລາວ မြန်မာ ខ្មែរ",
    "Զինաիդա Կոստանյան ქართული ႠႡႢ ᏣᎳᎩ ꭰꭱ ᲐᲑ",
    "ʰa ʻOkina ʼalif ˈstress ˀ ˊ ՙ ꞌ ᵃ ₐ ª º",
    "a\xc2\xad"
    "b a\xe2\x80\x8d"
    "b a\xe2\x80\x8b"
    "b a\xe2\x81\xa0"
    "b a\xc2\xa0"
    "b a\xe3\x80\x80"
    "b",
    "a\xff"
    "b \xc3 \xed\xa0\x80x \xf4\x90\x80\x80y \xe2\x82z \xc0\x80 \xf0\x9f\x98",
    "😀 a😀b 👨‍👩‍👧 🇸🇾 a_b a+b a=b a&b a/b a|b a~b a^b",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyza",
    "щщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщ",
    "一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一"
    "一",
    "الababababababababababababababababababababababababababababababababababababababab",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m",
    "abd a abd b abd c abd d abd e abd f abd g abd h abd i abd j abd k abd l abd m abd n abd o "
    "abd p abd q abd r abd s",
    "Stripe Limited Liability Company; Volkswagen Gesellschaft mit beschränkter Haftung",
    "SiemensAG SiemensAg Siemens3MAG BlueSRL éLLC xAB McDONALD iPLC 3mAG abGMBHx aBC AbOOO",
    "N.A.B.C. Company A.B.C. S.A. L.L.C. Sp. z o.o. O.O.O. o.O.O. d.o.o. 1.A.2.B. а.о. A.1.C",
    "Spólka z ograniczoną odpowiedzialnością ООО общество с ограниченной ответственностью",
    "شركة ذات مسؤولية محدودة ش.م.م. شركة النور المحدودة ذ.م.م",
    "华为技术有限公司 トヨタ自動車株式会社 株式会社日立製作所 삼성전자주식회사 주식회사대우 "
    "公司 李公司",
    "有限公司有限公司 주식회사주식회사 주식회산 中国集团股份有限公司 集团公司",
    "华为 有限公司 株式会社 トヨタ 주식회사 삼성 PT Astra Tbk Sdn. Bhd. SA",
    "Three Percenters Brigade Forty-Four twenty first XXI Fund X L.P. iv V I II Malcolm X",
    "vierundvierzig cuarenta y cuatro сорок четыре أربعة وأربعون quatre-vingt-dix-sept 1st "
    "22nd",
    "I9or Sech1n b00k 1a a1 a1b2c 9a9 0o0 x2y x6z A1B.C2D",
    "AS Salam A/S AS as ab AB Volvo AB ad Company Limited Co., Ltd. & Co. KG Group X Ltd",
    "J R Smith J.R. Smith Jr. D.R. Congo Lt. Gen. Major General Abu Bakr oglu Junior Neto II",
    "الدكتور أبو محمد بن ولد генерал-майор г-н डॉ मिस्टर Tan Sri Dato Seri General, Lt Col John",
    "Smith, John",
    "Smith/John",
    "AL SMITH<<JOHN<<<",
    "SMITH<JOHN<,<<",
    "Smith< <John",
    "Smith, John, Jr",
    "Mr, Smith John",
    "الحسن، أحمد",
    "，Smith ， abd , al rahman",
    "習，近平 Xi",
    "abd, al, rahman",
    "Smith ℀ John",
    "SMITH/JOHNMR SMITH/MARIAMRS PETERMSTR ANNAMISS Amr Nimr Qamr Williams johnmrmr xyzmr mr "
    "jomr",
    "Muhammad bin Salman bin Abdulaziz Al Saud",
    "van der Berg; de la Cruz",
    "علي Ali علиali",
    "Abdالرحمن abd الرحمن عبد al Rahman عبد 5 عبد ال",
    "김정은",
    "박근혜 (朴槿惠)",
    "남궁민 이이 이인 인이 이이이 박지성박 강감찬",
    "황보라",
    "알렉산드르 류드밀라 줄리언 밝은 값 앉아 않아",
    "習近平",
    "习近平",
    "欧阳娜娜",
    "長谷川太郎",
    "田中 健一 佐々木小次郎",
    "安倍晋三 Abe",
    "小泉 純一郎 明 正明 田中 健一",
    "弗拉基米尔·普京",
    "サッカー ハッチ チャーチル ヴァイオリン きょうと ファッション ッ ー ゛が か゛",
    "ジョン・スミス ｱｲｳｴｵ ｶﾞｷﾞ",
    "ขจรศักดิ์ เพลิน สมชาย เกียรติ พงษ์ จันทร์ แสง ใจ ไทย เ เเก เหม น้ำ ฤทธิ์ กรรม",
    "ສົມສະຫວັດ ເພັດ ແສງ ໄຊ ໂພທິ ເກົາ",
    "ហ៊ុន សែន នរោត្តម សីហនុ កម្ពុជា រស្មី ចាន់ ្ក",
    "အောင်ဆန်းစုကြည် မောင် ဦးသိန်းစိန် မြန်မာ",
    "चन्द्रशेखर ज़ाहिद राजकुमार जवाहरलाल कृष्ण सिंह ड़ ढ़ वसंत पंप ् ाक क् मनमोहन",
    "বঙ্গবন্ধু চট্টোপাধ্যায় শেখ হাসিনা বিশ্বাস ড় য় ো ৌ ক্ষ",
    "ਸਿੰਘ ਅੱਮ੍ਰਿਤ ਬੱਚਾ ਜ਼ੋਰਾ ੱਕ ੱ",
    "ગુજરાતી ઝવેરી ଓଡ଼ିଆ ସ୍ୱାମୀ தமிழ்ச்செல்வன் ஸ்டாலின் தங்கம் ற்ற",
    "తెలుగు చంద్రబాబు ಕನ್ನಡ ಯಡಿಯೂರಪ್ಪ മലയാളം വിജയൻ ന്റെ සිංහල මහින්ද රාජපක්ෂ",
    "አበበ ቢቂላ መንግሥቱ ኃይለ ማርያም ፩፪",
    "Γκούμας Μπάμπης Ντίνος Αύγουστος Ευάγγελος αϋ όυ ου άγγελος Λαύριο",
    "Երևան Ոսկան Սուրեն Հովհաննես եւ օձ",
    "ג'ורג' צ׳רצ׳יל ז״א בּנימין ווקר שׂרה שלום וילי אוּרי ה'",
    "شەھاب هێمن كوردستان ئابدۇللا ئۇيغۇر عائشة مؤمن آل إبراهيم ٱلله وائل رئيس",
    "Юлия Ілля Їжак Ўладзімір Ѓорѓи Ќирил Јован Њешко Џон Ђорђе Ёж Й и\u0306 г\u0301",
    "Владимиръ Объедков Җәмилә Ҳасан Ғани Ҷамшед Өмүр Ұлан",
    "क\u0306 a\u093c k\u094d \u094dka กั\u0e4c\u0e4c abc\u0e4c ก\u0e31a\u0e4cb",
    "Mao Tse-tung Tse-tung Mao",
    "Mao Tse-tung",
    "TSE-TUNG MAO",
    "MAO<<TSE<TUNG",
    "Mao Tsetung",
    "Mao Tse- tung-",
    "Mao-Tse-tung",
    "Chou En-lai",
    "Chou En lai",
    "Chang Ch'un-ch'iao",
    "Chang Ch‘un‐chʻiao",
    "Chang Chun-chiao",
    "Chu Chü-chih",
    "Chi-Chang Ts'ai",
    "LEI CHENG I",
    "Lei Cheng-i",
    "Ssu Tzu-tz'u",
    "Szu T'e Hsi",
    "Hu Shih",
    "Wang Hsiaopin",
    "Hsiaoping Teng",
    "Hu Pin-hua",
    "Teng TzuTS'E",
    "Pi Te Tse",
    "Chiang Chingkuo, Chiang",
    "Tsai Ing-wen",
    "Anna Lo",
    "Ko Hsi 2",
    "Hsu K’anghsi",
    "MAO, Tse-tung",
    "Tse/tung Mao",
    "AL<MUBARAKI<<MOHAMMED<ABDULRAHMAN<ABDUL",
    "AL<MUBARAKI<<MOHAMMED<ABDULRAHMAN<ABD<<",
    "AL<MUBARAKI<<MOHAMMED<ABDULRAHMAN<AHMED",
    "ERIKSSON<<ANNA<MARIA<BIRGITTAE",
    "ERIKSSON<ANNA<MARIA<BIRGITTAEE",
    "ERIKSSON<<ANNA<MARIA<BIRGITTAEES",
    "Eriksson<<ANNA<MARIA<BIRGITTAE",
};
enum { TEXTS = sizeof texts / sizeof *texts };

static void tokens_agree_on_names_in_many_scripts(void **state)
{
    ms_arena *a = ms_arena_new(0);
    bool ok = true;
    (void)state;
    for (int i = 0; i < TEXTS; i++)
        for (int kind = MS_NAME_ANY; kind <= MS_NAME_THING; kind++)
            ok &= agree(ms_str_z(texts[i]), (ms_name_kind)kind, a);
    ms_arena_free(a);
    assert_true(ok);
}

static void tokens_agree_on_mangled_names(void **state)
{
    ms_arena *a = ms_arena_new(0);
    uint64_t r = 42;
    int bad = 0;
    (void)state;
    for (int i = 0; i < MANGLED && bad < 20; i++) {
        char once[REF_MANGLE_MAX], twice[REF_MANGLE_MAX];
        ms_str x = ref_mangle(&r, ms_str_z(texts[ref_below(&r, TEXTS)]), once);
        ms_str y = ref_mangle(&r, x, twice);
        uint32_t from = y.n ? ref_below(&r, (uint32_t)y.n) : 0;
        if (i % 3 == 0) y.p += from, y.n -= from; /* mostly cuts a letter of two bytes */
        bad += !agree(y, (ms_name_kind)ref_below(&r, 4), a);
        ms_arena_reset(a);
    }
    ms_arena_free(a);
    assert_int_equal(bad, 0);
}

/* Words of letters and marks of one script at a time, as nobody would write them. */
static void tokens_agree_on_random_letters_of_each_script(void **state)
{
    static const uint32_t blocks[][2] = {
        {0x61, 0x7A},      {0xC0, 0x24F},    {0x300, 0x30F},   {0x391, 0x3C9},
        {0x400, 0x4FF},    {0x561, 0x587},   {0x5B0, 0x5F4},   {0x621, 0x6D5},
        {0x901, 0x94D},    {0x981, 0x9CD},   {0xA01, 0xA71},   {0xA81, 0xACD},
        {0xB01, 0xB57},    {0xB82, 0xBCD},   {0xC00, 0xC4D},   {0xC80, 0xCCD},
        {0xD00, 0xD57},    {0xD80, 0xDDF},   {0xE01, 0xE4E},   {0xE01, 0xE4E},
        {0xE81, 0xECD},    {0x1000, 0x103E}, {0x10D0, 0x10FA}, {0x1100, 0x11C2},
        {0x1200, 0x135A},  {0x1780, 0x17D3}, {0x3041, 0x309C}, {0x30A1, 0x30FE},
        {0x4E00, 0x9FFF},  {0xAC00, 0xD7A3}, {0xFF66, 0xFF9F}, {0x660, 0x669},
        {0x20000, 0x2A6DF}};
    enum { BLOCKS = sizeof blocks / sizeof *blocks, LETTERS = 12 };
    ms_arena *a = ms_arena_new(0);
    uint64_t r = 7;
    int bad = 0;
    (void)state;
    for (int i = 0; i < MANGLED && bad < 20; i++) {
        char text[4 * LETTERS + 8];
        size_t n = 0;
        const uint32_t *b = blocks[ref_below(&r, BLOCKS)];
        for (uint32_t k = 1 + ref_below(&r, LETTERS); k > 0; k--) {
            if (!ref_below(&r, 20)) b = blocks[ref_below(&r, BLOCKS)];
            uint32_t cp = ref_below(&r, 12) ? b[0] + ref_below(&r, b[1] - b[0] + 1) : ' ';
            n += (size_t)utf8proc_encode_char((utf8proc_int32_t)cp,
                                              (utf8proc_uint8_t *)text + n);
        }
        bad += !agree((ms_str){text, n}, (ms_name_kind)ref_below(&r, 4), a);
        ms_arena_reset(a);
    }
    ms_arena_free(a);
    assert_int_equal(bad, 0);
}

/* Syllables as of Chinese names, with and without what joins them. */
static void tokens_agree_on_random_syllables(void **state)
{
    static const char *const parts[] = {"chang", "ch'ang", "tse", "ts‘e", "ssu",  "hsiao",
                                        "ping",  "p'ing",  "li",  "i",    "o",    "an",
                                        "chü",   "tz'u",   "ch",  "lo",   "wang", "t'ai",
                                        "kuo",   "xi",     "mao"},
                             *const signs[] = {" ", " ", " ",   "-", "-",
                                               "",  "'", " - ", "‐", ". "};
    enum { PARTS = sizeof parts / sizeof *parts, SIGNS = sizeof signs / sizeof *signs };
    ms_arena *a = ms_arena_new(0);
    uint64_t r = 11;
    int bad = 0;
    (void)state;
    for (int i = 0; i < MANGLED && bad < 20; i++) {
        char text[128] = "";
        for (uint32_t k = 2 + ref_below(&r, 3); k > 0; k--) {
            strcat(text, parts[ref_below(&r, PARTS)]);
            if (k > 1 || !ref_below(&r, 20)) strcat(text, signs[ref_below(&r, SIGNS)]);
        }
        bad += !agree(ms_str_z(text), ref_below(&r, 4) ? MS_NAME_PERSON : MS_NAME_ANY, a);
        ms_arena_reset(a);
    }
    ms_arena_free(a);
    assert_int_equal(bad, 0);
}

/* A soft sign by itself is a word and gives no token. */
static void tokens_agree_where_words_give_none(void **state)
{
    static const char *const words[] = {"Ivan",  "abd",     "al",     "din", "ullah",
                                        "Smith", "General", "S.A.",   "J",   "twenty",
                                        "first", "Limited", "Company"};
    enum { WORDS = sizeof words / sizeof *words };
    ms_arena *a = ms_arena_new(0);
    uint64_t r = 5;
    int bad = 0;
    (void)state;
    for (int i = 0; i < MANGLED / 10 && bad < 20; i++) {
        char text[4096] = "";
        for (uint32_t k = 1 + ref_below(&r, 6); k > 0; k--) {
            uint32_t gap = ref_below(&r, 2) ? 0 : 58 + ref_below(&r, 10);
            while (gap-- > 0) strcat(text, "ь ");
            strcat(strcat(text, words[ref_below(&r, WORDS)]), " ");
        }
        bad += !agree(ms_str_z(text), (ms_name_kind)ref_below(&r, 4), a);
        ms_arena_reset(a);
    }
    ms_arena_free(a);
    assert_int_equal(bad, 0);
}

/* Ends in the middle of a letter, within a word and just behind one. */
static void tokens_agree_on_names_beyond_the_ceiling(void **state)
{
    enum { SIZE = MS_NAME_TEXT_MAX + 10 };
    char *text = malloc(SIZE);
    ms_arena *a = ms_arena_new(0);
    (void)state;
    assert_non_null(text);
    for (int before = 0; before < 5; before++) {
        memset(text, ' ', SIZE);
        memcpy(text + MS_NAME_TEXT_MAX - before, "\xd8\xb9\xd9\x84\xd9\x8a", 6);
        assert_true(agree((ms_str){text, SIZE}, MS_NAME_PERSON, a));
    }
    ms_arena_free(a);
    free(text);
}

/* Planes 4 to 13, 15 and 16 have no character of Unicode; planes 0 to 3 and 14 have all. */
static bool has_characters(uint32_t cp)
{
    return cp >> 16 < 4 || cp >> 16 == 14;
}

/* Each code point alone and between letters, so that every category, every row of
 * the tables and every decomposition is met: those of planes without characters, and
 * without MARSAD_FULL those behind the alphabets, one of 16. */
static void tokens_agree_on_every_code_point(void **state)
{
    ms_arena *a = ms_arena_new(0);
    bool full = getenv("MARSAD_FULL");
    int bad = 0;
    (void)state;
    for (uint32_t cp = 1; cp <= 0x10FFFF && bad < 40; cp++) {
        char text[64] = "k";
        if (cp >= 0xD800 && cp <= 0xDFFF) continue;
        if (cp % 16 && (full ? !has_characters(cp) : cp > 0x3000)) continue;
        size_t n =
            (size_t)utf8proc_encode_char((utf8proc_int32_t)cp, (utf8proc_uint8_t *)text + 1);
        memcpy(text + 1 + n, "t ", 2);
        memcpy(text + 3 + n, text + 1, n);
        bad += !agree((ms_str){text, 3 + 2 * n}, MS_NAME_PERSON, a);
        ms_arena_reset(a);
    }
    ms_arena_free(a);
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_agree_on_names_in_many_scripts),
        cmocka_unit_test(tokens_agree_on_mangled_names),
        cmocka_unit_test(tokens_agree_on_random_letters_of_each_script),
        cmocka_unit_test(tokens_agree_on_random_syllables),
        cmocka_unit_test(tokens_agree_where_words_give_none),
        cmocka_unit_test(tokens_agree_on_names_beyond_the_ceiling),
        cmocka_unit_test(tokens_agree_on_every_code_point),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
