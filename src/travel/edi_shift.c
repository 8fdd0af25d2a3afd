/* Code extension (ISO/IEC 2022, the same as ECMA-35), which UNOX allows: escape sequences
 * choose character sets by their number in the International Register (ISO 2375).
 *
 * Characters of several bytes are converted by iconv, from the EUC form of their set: a byte of
 * a character in columns 2 to 7 is the same in columns 10 to 15 of it. */
#include <iconv.h>

#include <marsad/name.h>

#include "travel/edi.h"

enum { NONE = 0xFFFD, ROOM = 6 /* bytes of UTF-8 for two of a wide set */ };

/* A set of two bytes a character: its last byte in escape sequences, the EUC that has it, and
 * what stands there before each character. */
static const struct {
    char final, euc[8], before[3];
} wide_sets[] = {
    {'@', "EUC-JP", ""},         /* 42: JIS C 6226-1978 */
    {'A', "EUC-CN", ""},         /* 58: GB 2312 */
    {'B', "EUC-JP", ""},         /* 87: JIS X 0208 */
    {'C', "EUC-KR", ""},         /* 149: KS X 1001 */
    {'D', "EUC-JP", "\x8f"},     /* 159: JIS X 0212 */
    {'G', "EUC-TW", ""},         /* 171: CNS 11643, plane 1 */
    {'H', "EUC-TW", "\x8e\xa2"}, /* 172: plane 2 */
};

/* A right-hand part of ISO 8859: its last byte in escape sequences, and the set of ISO 9735
 * that has it. */
static const struct {
    char final, syntax[5];
} right_sets[] = {{'A', "UNOC"}, {'B', "UNOD"}, {'C', "UNOG"}, {'D', "UNOH"}, {'F', "UNOF"},
                  {'G', "UNOI"}, {'H', "UNOJ"}, {'L', "UNOE"}, {'M', "UNOK"}, {'b', "UNOL"}};

/* Private finals, below '@', are none here, and '+' stands before no set: both can be
 * separators. */
const char *ms_edi_escape(const char *p, const char *end, ms_edi_set g[2])
{
    const char *behind = p + 1, *q = behind;
    bool wide = q < end && *q == '$';
    char to = '(';
    q += wide;
    if (q < end && strchr("()*-./", *q) && *q) to = *q++;
    else if (!wide) return behind;
    if (q == end || *q < '@' || *q > '~') return behind;
    if (to == '(' || to == ')')
        g[to == ')'] = (ms_edi_set){wide ? EDI_SET_WIDE : EDI_SET_94, *q};
    else if (to == '-' && !wide) g[1] = (ms_edi_set){EDI_SET_96, *q};
    return q + 1;
}

bool ms_edi_set_hides(ms_edi_set set)
{
    enum { KATAKANA = 'I' };
    return set.kind == EDI_SET_WIDE || (set.kind == EDI_SET_94 && set.final == KATAKANA);
}

static char *none(char *to, ms_edi_met *met)
{
    met->invalid = true;
    return ms_edi_put(to, NONE);
}

/* Whether a byte is of columns 2 to 7 or 10 to 15, and no blank or DEL. */
static bool is_of_94(char c)
{
    return (c & 0x7f) > ' ' && (c & 0x7f) < 0x7f;
}

/* One character of `n` bytes. */
static char *convert(iconv_t from, char *bytes, size_t n, char *to, ms_edi_met *met)
{
    size_t room = ROOM;
    char *end = to;
    iconv(from, NULL, NULL, NULL, NULL);
    bool whole = iconv(from, &bytes, &n, &end, &room) != (size_t)-1 && !n;
    return whole ? end : none(to, met);
}

static char *wide(char final, ms_str s, char *to, ms_edi_met *met)
{
    size_t row = 0;
    while (row < sizeof wide_sets / sizeof *wide_sets && wide_sets[row].final != final) row++;
    if (row == sizeof wide_sets / sizeof *wide_sets) return none(to, met);
    iconv_t from = iconv_open("UTF-8", wide_sets[row].euc);
    if (from == (iconv_t)-1) return none(to, met);
    size_t before = strlen(wide_sets[row].before);
    for (; s.n > 1; s.p += 2, s.n -= 2) {
        char bytes[4];
        memcpy(bytes, wide_sets[row].before, before);
        bytes[before] = (char)(s.p[0] | '\x80');
        bytes[before + 1] = (char)(s.p[1] | '\x80');
        bool may = is_of_94(s.p[0]) && is_of_94(s.p[1]);
        to = may ? convert(from, bytes, before + 2, to, met) : none(to, met);
    }
    iconv_close(from);
    return s.n ? none(to, met) : to;
}

static char *right(char final, ms_str s, char *to, ms_edi_met *met)
{
    ms_edi_charset set;
    size_t row = 0;
    while (row < sizeof right_sets / sizeof *right_sets && right_sets[row].final != final)
        row++;
    if (row == sizeof right_sets / sizeof *right_sets) return none(to, met);
    ms_edi_charset_of(ms_str_z(right_sets[row].syntax), &set);
    for (size_t i = 0; i < s.n; i++) {
        uint32_t cp = set.at[s.p[i] & 0x7f];
        to = cp == NONE ? none(to, met) : ms_edi_put(to, cp);
    }
    return to;
}

/* Half-width katakana (13: JIS X 0201), and sets that differ from ASCII in two signs at most.
 */
static char *left(ms_edi_set set, ms_str s, char *to, ms_edi_met *met)
{
    enum { HALF_WIDTH = 0xFF61 - 0x21, LAST = 0x5F };
    bool katakana = ms_edi_set_hides(set);
    if (!katakana && !strchr("@ABJ", set.final)) return none(to, met);
    for (size_t i = 0; i < s.n; i++) {
        unsigned c = s.p[i] & 0x7f;
        if (c < ' ' || c > (katakana ? LAST : '~')) to = none(to, met);
        else to = ms_edi_put(to, katakana && c > ' ' ? c + HALF_WIDTH : c);
    }
    return to;
}

char *ms_edi_shifted(ms_edi_set set, ms_str s, char *to, ms_edi_met *met)
{
    switch (set.kind) {
    case EDI_SET_WIDE: return wide(set.final, s, to, met);
    case EDI_SET_96: return right(set.final, s, to, met);
    case EDI_SET_94: return left(set, s, to, met);
    case EDI_SET_NONE: break;
    }
    return none(to, met);
}
