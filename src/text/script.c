#include "text/script.h"

#include <marsad/name.h>

#include "text/fold.h"

/* Blocks of letters, ascending (Unicode 15.0, Blocks.txt and Scripts.txt, as far as
 * names are written in them). */
static const struct {
    uint32_t first, last;
    const char *name;
} blocks[] = {
    {0x41, 0x5a, "Latin"},         {0x61, 0x7a, "Latin"},        {0xc0, 0x2af, "Latin"},
    {0x370, 0x3ff, "Greek"},       {0x400, 0x52f, "Cyrillic"},   {0x531, 0x58f, "Armenian"},
    {0x591, 0x5ff, "Hebrew"},      {0x600, 0x6ff, "Arabic"},     {0x700, 0x74f, "Syriac"},
    {0x750, 0x77f, "Arabic"},      {0x780, 0x7bf, "Thaana"},     {0x870, 0x8ff, "Arabic"},
    {0x900, 0x97f, "Devanagari"},  {0x980, 0x9ff, "Bengali"},    {0xa00, 0xa7f, "Gurmukhi"},
    {0xa80, 0xaff, "Gujarati"},    {0xb00, 0xb7f, "Oriya"},      {0xb80, 0xbff, "Tamil"},
    {0xc00, 0xc7f, "Telugu"},      {0xc80, 0xcff, "Kannada"},    {0xd00, 0xd7f, "Malayalam"},
    {0xd80, 0xdff, "Sinhala"},     {0xe00, 0xe7f, "Thai"},       {0xe80, 0xeff, "Lao"},
    {0xf00, 0xfff, "Tibetan"},     {0x1000, 0x109f, "Myanmar"},  {0x10a0, 0x10ff, "Georgian"},
    {0x1100, 0x11ff, "Hangul"},    {0x1200, 0x139f, "Ethiopic"}, {0x1780, 0x17ff, "Khmer"},
    {0x1800, 0x18af, "Mongolian"}, {0x1c90, 0x1cbf, "Georgian"}, {0x1e00, 0x1eff, "Latin"},
    {0x1f00, 0x1fff, "Greek"},     {0x2d00, 0x2d2f, "Georgian"}, {0x3005, 0x3007, "Han"},
    {0x3041, 0x309f, "Hiragana"},  {0x30a1, 0x30ff, "Katakana"}, {0x3131, 0x318e, "Hangul"},
    {0x3400, 0x4dbf, "Han"},       {0x4e00, 0x9fff, "Han"},      {0xac00, 0xd7ff, "Hangul"},
    {0xf900, 0xfaff, "Han"},       {0xfb1d, 0xfb4f, "Hebrew"},   {0xfb50, 0xfdff, "Arabic"},
    {0xfe70, 0xfefc, "Arabic"},    {0xff21, 0xff5a, "Latin"},    {0xff66, 0xff9d, "Katakana"},
    {0x20000, 0x3134f, "Han"},
};

static const char *script_of(uint32_t c)
{
    size_t from = 0, to = sizeof blocks / sizeof *blocks;
    if (c == 0xd7 || c == 0xf7 || c == 0x60c || c == 0x61b || c == 0x61f)
        return NULL; /* signs */
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (c > blocks[mid].last) from = mid + 1;
        else to = mid;
    }
    if (from == sizeof blocks / sizeof *blocks || c < blocks[from].first) return NULL;
    return blocks[from].name;
}

/* Japanese is written in three scripts at once. */
static bool japanese(const char *a, const char *b)
{
    bool kana = *a == 'J' || !strcmp(a, "Hiragana") || !strcmp(a, "Katakana");
    bool more = !strcmp(b, "Hiragana") || !strcmp(b, "Katakana");
    return (kana && (more || !strcmp(b, "Han"))) || (more && !strcmp(a, "Han"));
}

const char *ms_script_name(ms_str text)
{
    const char *seen = NULL;
    for (size_t i = 0; i < text.n;) {
        uint32_t c;
        i += ms_utf8_decode(text.p + i, text.n - i, &c);
        const char *s = script_of(c);
        if (!s || (seen && !strcmp(s, seen))) continue;
        if (seen && !japanese(seen, s)) return "mixed";
        seen = seen ? "Japanese" : s;
    }
    return seen ? seen : "none";
}

static bool is_any(const char *script, const char *const names[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(script, names[i])) return true;
    return false;
}

ms_str ms_name_disguised(ms_str text)
{
    static const char *const latin[] = {"Latin"}, *const alike[] = {"Greek", "Cyrillic",
                                                                    "Armenian"};
    size_t from = 0, at = 0;
    bool is_latin = false, is_alike = false;
    if (ms_is_ascii(text)) return MS_STR(""); /* most names, soon done with */
    while (at < text.n) {
        uint32_t c;
        size_t next = at + ms_utf8_decode(text.p + at, text.n - at, &c);
        const char *script = script_of(c);
        if (script) {
            is_latin |= is_any(script, latin, 1);
            is_alike |= is_any(script, alike, 3);
        } else if (ms_char_class_of(c) == MS_CHAR_BREAK) {
            if (is_latin && is_alike) break;
            from = next;
            is_latin = is_alike = false;
        }
        at = next;
    }
    return is_latin && is_alike ? (ms_str){text.p + from, at - from} : (ms_str){"", 0};
}
