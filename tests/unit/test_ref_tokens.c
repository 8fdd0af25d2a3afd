/* ms_name_prepare against a second tokeniser, written from docs/scoring.md, "Tokens":
 * whole text by whole text where the engine goes letter by letter, and tables searched
 * in the text of data/. */
#include <marsad/name.h>

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include <cmocka.h>

#include "mangle.h"
#include "spelling.h"

#if defined(__SANITIZE_ADDRESS__) || !defined(__OPTIMIZE__)
enum { MANGLED = 20000 };
#else
enum { MANGLED = 100000 };
#endif

/* ---- tables ------------------------------------------------------------ */

/* The rows of a table, each "\n" + cells, split by tabs. */
static char *rarity, *minor;

static void append(char **text, const char *file)
{
    const char *root = getenv("MARSAD_SOURCE");
    char path[4096];
    size_t old = *text ? strlen(*text) : 0, got;
    snprintf(path, sizeof path, "%s/data/%s", root ? root : ".", file);
    FILE *f = fopen(path, "r");
    if (!f) {
        perror(path);
        abort();
    }
    *text = realloc(*text, old + (1 << 20));
    assert_non_null(*text);
    (*text)[old] = '\n';
    got = fread(*text + old + 1, 1, (1 << 20) - 2, f);
    (*text)[old + 1 + got] = 0;
    fclose(f);
}

static int load(void **state)
{
    (void)state;
    append(&rarity, "rarity.tsv");
    append(&minor, "minor.tsv");
    const char *root = getenv("MARSAD_SOURCE");
    ref_spelling_load(root ? root : ".");
    return 0;
}

static int unload(void **state)
{
    (void)state;
    free(rarity);
    free(minor);
    ref_spelling_unload();
    return 0;
}

/* Cell `col` (from 1) of the row of `key`, in `out`; false without such a row. */
static bool look_up(const char *table, const char *key, int col, char out[64])
{
    char start[64];
    snprintf(start, sizeof start, "\n%s\t", key);
    const char *p = strstr(table, start);
    out[0] = 0;
    if (!p) return false;
    for (p++; col > 0 && *p && *p != '\n'; p++)
        if (*p == '\t') col--;
    if (col == 0) snprintf(out, 64, "%.*s", (int)strcspn(p, "\t\n"), p);
    return true;
}

/* ---- the twin ---------------------------------------------------------- */

typedef struct piece {
    char s[MS_TOKEN_LEN + 1];
    bool abjad, spelled;
} piece;

/* A word as it is gathered. */
typedef struct word {
    uint32_t cp[REF_WORD];
    size_t n;
    uint32_t letters;
} word;

typedef struct pieces {
    piece at[MS_NAME_TEXT_MAX];
    uint32_t n;
    unsigned k, readings; /* the reading, and how many there are */
    bool whole;           /* one word may be family and given name */
} pieces;

static void add_pieces(pieces *out, const char *s, size_t n, bool abjad, bool spelled)
{
    for (size_t at = 0; at < n; at += MS_TOKEN_LEN) {
        piece *p = &out->at[out->n++];
        size_t len = n - at < MS_TOKEN_LEN ? n - at : MS_TOKEN_LEN;
        memcpy(p->s, s + at, len);
        p->s[len] = 0;
        p->abjad = abjad, p->spelled = spelled;
    }
}

static void add_word(pieces *out, uint32_t *cp, size_t n)
{
    static ref_word w;
    bool spelled = n && cp[0] >= 0x370; /* spelling may move letters */
    ref_spell(cp, n, out->k, &w);
    add_pieces(out, w.s, strlen(w.s), w.abjad, spelled);
    if (w.readings > out->readings) out->readings = w.readings;
}

static void end_word(word *w, pieces *out)
{
    size_t cut = 0;
    if (w->letters >= 4 && w->cp[0] == 0x627 && w->cp[1] == 0x644) cut = 2;
    else if (w->letters && out->whole) cut = ref_family(w->cp, w->n, out->k);
    if (cut) add_word(out, w->cp, cut);
    if (w->letters) add_word(out, w->cp + cut, w->n - cut);
    memset(w, 0, sizeof *w);
}

enum what { LETTER, MARK, APOSTROPHE, LEFT_OUT, OTHER };

static enum what what_is(uint32_t cp)
{
    static const uint32_t apostrophes[] = {'\'',   '`',    0xB4,  0x2018, 0x2019,
                                           0x201B, 0x2032, 0x5F3, 0x5F4};
    const char *category = utf8proc_category_string((utf8proc_int32_t)cp);
    for (size_t i = 0; i < sizeof apostrophes / sizeof *apostrophes; i++)
        if (cp == apostrophes[i]) return APOSTROPHE;
    if (cp >= 0x2B0 && cp <= 0x2FF) return APOSTROPHE;
    if (category[0] == 'L' || category[0] == 'N') return LETTER;
    if (category[0] == 'M') return MARK;
    return !strcmp(category, "Cf") ? LEFT_OUT : OTHER;
}

/* Rule 2: puts a decomposed code point behind the word, where it belongs to it. */
static void add_to_word(word *w, uint32_t cp, enum what what)
{
    uint32_t before = w->n ? w->cp[w->n - 1] : 0;
    bool belongs = what == LETTER || (what == MARK && w->n && ref_has_row(cp));
    if (what == APOSTROPHE && before >= 0x5D0 && before <= 0x5EA) belongs = true, cp = 0x5F3;
    if (!belongs || w->n == REF_WORD) return;
    w->cp[w->n++] = cp;
    w->letters += what == LETTER;
}

/* Rules 1 and 2: the decomposed code points of the text, bytes that are not UTF-8 and NUL
 * as blanks.  The caller frees. */
static uint32_t *decompose(ms_str text, size_t *n)
{
    uint32_t *out = malloc((text.n + 1) * 20 * sizeof *out);
    assert_non_null(out);
    if (text.n > MS_NAME_TEXT_MAX) text.n = MS_NAME_TEXT_MAX;
    *n = 0;
    for (size_t at = 0; at < text.n;) {
        utf8proc_int32_t cp;
        utf8proc_uint8_t one[5] = {0}, *folded;
        utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)text.p + at,
                                                (utf8proc_ssize_t)(text.n - at), &cp);
        if (len <= 0 || !cp) cp = ' ', len = 1;
        at += (size_t)len;
        utf8proc_ssize_t bytes =
            utf8proc_map(one, utf8proc_encode_char(cp, one), &folded,
                         UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
        assert_true(bytes >= 0);
        for (utf8proc_ssize_t i = 0; i < bytes; out[(*n)++] = (uint32_t)cp)
            i += utf8proc_iterate(folded + i, bytes - i, &cp);
        free(folded);
    }
    return out;
}

/* Rule 5: whether exactly one word begins with a letter of Han or Hangul. */
static bool one_word(const uint32_t *cp, size_t n)
{
    int words = 0;
    bool begun = false;
    for (size_t i = 0; i < n; i++) {
        enum what what = what_is(cp[i]);
        if (what == OTHER) begun = false;
        if (what != LETTER || begun) continue;
        begun = true;
        words += (cp[i] >= 0x1100 && cp[i] <= 0x11FF) || (cp[i] >= 0x3400 && cp[i] <= 0x9FFF) ||
                 (cp[i] >= 0x20000 && cp[i] <= 0x3FFFF);
    }
    return words == 1;
}

/* Rules 1 to 6 but for the count of tokens. */
static void split_words(ms_str text, ms_name_kind kind, unsigned reading, pieces *out)
{
    word w = {.n = 0};
    size_t n;
    uint32_t *cp = decompose(text, &n);
    out->n = 0, out->k = reading, out->readings = 1;
    out->whole = (kind == MS_NAME_PERSON || kind == MS_NAME_ANY) && one_word(cp, n);
    for (size_t i = 0; i < n; i++) {
        enum what what = what_is(cp[i]);
        if (what == OTHER) end_word(&w, out);
        else add_to_word(&w, cp[i], what);
    }
    end_word(&w, out);
    free(cp);
}

static bool has_digit(const char *s)
{
    return strpbrk(s, "0123456789") != NULL;
}

/* Rule 7: `p` becomes one with `next`; false when it may not. */
static bool join(piece *p, const piece *next)
{
    if (strlen(p->s) + strlen(next->s) > MS_TOKEN_LEN) return false;
    if (has_digit(p->s) || has_digit(next->s)) return false;
    strcat(p->s, next->s);
    p->abjad |= next->abjad, p->spelled |= next->spelled;
    return true;
}

/* True when `s` is a particle, an honorific or a legal form; "al" tells an article. */
static bool is_minor(const char *s, bool *article)
{
    char kind[64], form[64];
    *article = false;
    if (!look_up(minor, s, 1, kind) || !look_up(minor, s, 3, form)) return false;
    bool other = !strcmp(kind, "join") || !strcmp(kind, "ends") || !strcmp(kind, "tail");
    *article = !other && !strcmp(form, "al");
    return !other;
}

/* Rule 7, second part: `x->at[0..n)` is what stands before `p`; the new n, or n + 1
 * when `p` is to follow as it is. */
static uint32_t put_behind(pieces *x, uint32_t n, const piece *p)
{
    char kind[64];
    bool article = false, ignored;
    uint32_t to = n;
    if (look_up(minor, p->s, 1, kind)) {
        if (!strcmp(kind, "ends")) to = n - 1;
        if (!strcmp(kind, "tail") && n >= 2 && is_minor(x->at[n - 1].s, &article) && article)
            to = n - 2;
    }
    if (to < n && !is_minor(x->at[to].s, &ignored) && join(&x->at[to], p)) return to + 1;
    x->at[n] = *p;
    return n + 1;
}

static void join_pieces(pieces *x)
{
    char kind[64], form[64];
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        piece p = x->at[i];
        if (look_up(minor, p.s, 1, kind) && !strcmp(kind, "join") && i + 1 < x->n) {
            const piece *next = &x->at[i + 1];
            bool article = look_up(minor, next->s, 3, form) && !strcmp(form, "al");
            if (join(&p, next)) {
                i++;
                if (article && i + 1 < x->n && join(&p, &x->at[i + 1])) i++;
            }
        }
        n = put_behind(x, n, &p);
    }
    x->n = n;
}

static unsigned rarity_of(const piece *p)
{
    static const unsigned by_length[] = {30, 30, 60, 100, 140};
    char key[MS_TOKEN_LEN + 2] = "~", cell[64];
    size_t n = 1;
    if (!p->abjad) snprintf(key, sizeof key, "%s", p->s), n = 1 + strlen(p->s);
    for (const char *c = p->s; p->abjad && *c; c++)
        if (!strchr("aeiouyw", *c) && *c != key[n - 1]) key[n++] = *c, key[n] = 0;
    if (look_up(rarity, key, 1, cell)) return (unsigned)atoi(cell);
    return by_length[strlen(p->s) < 4 ? strlen(p->s) : 4];
}

static ms_token classify(const piece *p, ms_name_kind kind)
{
    ms_token t = {.flags = (uint8_t)((p->abjad ? MS_TOKEN_ABJAD : 0) |
                                     (p->spelled ? MS_TOKEN_SPELLED : 0))};
    char whose[64], form[64], weight[64];
    const char *s = p->s;
    bool found = look_up(minor, p->s, 1, whose) && look_up(minor, p->s, 2, weight) &&
                 look_up(minor, p->s, 3, form);
    bool person = !strcmp(whose, "person"), organization = !strcmp(whose, "organization");
    if (found && kind != MS_NAME_THING &&
        (!strcmp(whose, "any") || (person && kind != MS_NAME_ORGANIZATION) ||
         (organization && kind != MS_NAME_PERSON))) {
        s = form;
        t.flags |= MS_TOKEN_MINOR;
    }
    t.len = (uint8_t)strlen(s);
    memcpy(t.s, s, t.len);
    t.weight = (uint16_t)(t.flags & MS_TOKEN_MINOR ? (unsigned)atoi(weight) : rarity_of(p));
    if (has_digit(s)) t.flags |= MS_TOKEN_NUMBER;
    if (!(t.flags & MS_TOKEN_MINOR) && t.len == 1 && !has_digit(s)) t.flags |= MS_TOKEN_INITIAL;
    return t;
}

/* ---- comparison -------------------------------------------------------- */

static bool same(const ms_token *x, const ms_token *y)
{
    return x->len == y->len && !memcmp(x->s, y->s, x->len) && x->weight == y->weight &&
           x->flags == y->flags;
}

/* One reading of the twin, as tokens; returns how many. */
static uint32_t read_text(ms_str text, ms_name_kind kind, unsigned reading,
                          ms_token tok[MS_NAME_TOKENS], unsigned *readings)
{
    static pieces p;
    split_words(text, kind, reading, &p);
    if (p.n > MS_NAME_TOKENS) p.n = MS_NAME_TOKENS;
    join_pieces(&p);
    for (uint32_t i = 0; i < p.n; i++) tok[i] = classify(&p.at[i], kind);
    if (reading == 0) *readings = p.readings;
    return p.n;
}

static bool equal(const ms_token *tok, uint32_t n, const ms_name *name)
{
    uint32_t sum = 0;
    bool ok = n == name->n;
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
        uint32_t n = read_text(text, kind, k, tok, &readings);
        bool seen = false;
        for (uint32_t i = 0; i < at; i++) seen |= equal(tok, n, &ways[i]);
        if (seen) continue;
        ok = at < n_ways && equal(tok, n, &ways[at]) && (at || equal(tok, n, &name));
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

/* Each code point alone and between letters, so that every category, every row of
 * the tables and every decomposition is met. */
static void tokens_agree_on_every_code_point(void **state)
{
    ms_arena *a = ms_arena_new(0);
    int bad = 0;
    (void)state;
    for (uint32_t cp = 1; cp <= 0x10FFFF && bad < 40; cp++) {
        char text[64] = "k";
        if (cp >= 0xD800 && cp <= 0xDFFF) continue;
        if (MANGLED < 100000 && cp > 0x3000 && cp % 16) continue;
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
        cmocka_unit_test(tokens_agree_on_names_beyond_the_ceiling),
        cmocka_unit_test(tokens_agree_on_every_code_point),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
