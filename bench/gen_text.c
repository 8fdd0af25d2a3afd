#include "gen_text.h"

#include "gen_tables.h"
#include <marsad/name.h>

/* Capitals `from`..`to`; the small letter lies `by` behind.  Pairs: capitals and small
 * letters take turns, the capital on the parity of `from`. */
static const struct {
    uint32_t from, to, by;
    bool pairs;
} cases[] = {
    {'A', 'Z', 32, false},     {0xC0, 0xD6, 32, false},   {0xD8, 0xDE, 32, false},
    {0x100, 0x12E, 1, true},   {0x132, 0x136, 1, true},   {0x139, 0x147, 1, true},
    {0x14A, 0x176, 1, true},   {0x179, 0x17D, 1, true},   {0x1A0, 0x1A4, 1, true},
    {0x1AF, 0x1AF, 1, true},   {0x386, 0x386, 38, false}, {0x388, 0x38A, 37, false},
    {0x391, 0x3A1, 32, false}, {0x3A3, 0x3AB, 32, false}, {0x38C, 0x38C, 64, false},
    {0x38E, 0x38F, 63, false}, {0x400, 0x40F, 80, false}, {0x410, 0x42F, 32, false},
    {0x490, 0x4BE, 1, true},   {0x4D0, 0x52E, 1, true},   {0x531, 0x556, 48, false},
    {0x1E00, 0x1E94, 1, true}, {0x1EA0, 0x1EFE, 1, true}, {0x18F, 0x18F, 202, false},
};

enum { N_CASES = sizeof cases / sizeof *cases };

void gen_put(gen_text *t, ms_str s)
{
    if (!s.n || s.n > sizeof t->p - t->n) return;
    memcpy(t->p + t->n, s.p, s.n);
    t->n += s.n;
}

void gen_put_u(gen_text *t, uint64_t v, unsigned digits)
{
    char b[20];
    size_t at = sizeof b;
    do b[--at] = (char)('0' + v % 10);
    while (v /= 10);
    while (sizeof b - at < digits && at) b[--at] = '0';
    gen_put(t, (ms_str){b + at, sizeof b - at});
}

void gen_put_cp(gen_text *t, uint32_t cp)
{
    char b[4];
    size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n; i-- > 1; cp >>= 6) b[i] = (char)(0x80 | (cp & 0x3F));
    b[0] = (char)(lead[n] | cp);
    gen_put(t, (ms_str){b, n});
}

ms_str gen_text_str(const gen_text *t)
{
    return (ms_str){t->p, t->n};
}

ms_str gen_text_keep(const gen_text *t, ms_arena *a)
{
    ms_str s = ms_arena_str(a, gen_text_str(t));
    if (!s.p) gen_need(NULL);
    return s;
}

uint32_t gen_upper(uint32_t cp)
{
    if (cp < 0x80) return cp >= 'a' && cp <= 'z' ? cp - 32 : cp;
    for (size_t i = 0; i < N_CASES; i++) {
        uint32_t up = cp - cases[i].by;
        if (cp < cases[i].by || up < cases[i].from || up > cases[i].to) continue;
        if (!cases[i].pairs || (up & 1) == (cases[i].from & 1)) return up;
    }
    return cp;
}

uint32_t gen_lower(uint32_t cp)
{
    if (cp < 0x80) return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
    for (size_t i = 0; i < N_CASES; i++) {
        if (cp < cases[i].from || cp > cases[i].to) continue;
        if (!cases[i].pairs || (cp & 1) == (cases[i].from & 1)) return cp + cases[i].by;
    }
    return cp;
}

void gen_capital(gen_text *t, size_t at)
{
    uint32_t cp;
    gen_text rest = {.n = 0};
    if (at >= t->n) return;
    size_t took = ms_utf8_decode(t->p + at, t->n - at, &cp);
    gen_put_cp(&rest, gen_upper(cp));
    gen_put(&rest, (ms_str){t->p + at + took, t->n - at - took});
    t->n = at;
    gen_put(t, gen_text_str(&rest));
}

void gen_put_upper(gen_text *t, ms_str s)
{
    for (size_t at = 0; at < s.n;) {
        uint32_t cp;
        at += ms_utf8_decode(s.p + at, s.n - at, &cp);
        gen_put_cp(t, gen_upper(cp));
    }
}

void gen_put_pattern(gen_text *t, ms_str pattern, ms_chance *r)
{
    static const char letters[] = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
    for (size_t i = 0; i < pattern.n; i++) {
        char c = pattern.p[i];
        if (c == '9') c = (char)('0' + ms_chance_below(r, 10));
        else if (c == 'A') c = letters[ms_chance_below(r, 23)];
        else if (c == 'a') c = (char)(letters[ms_chance_below(r, 23)] + 32);
        else if (c == 'X') c = letters[ms_chance_below(r, 33)];
        gen_put(t, (ms_str){&c, 1});
    }
}

/* Howard Hinnant's days_from_civil and civil_from_days (chrono-Compatible Low-Level Date
 * Algorithms), years from 1 March. */
int32_t gen_day(int32_t year, uint32_t month, uint32_t day)
{
    int32_t y = month <= 2 ? year - 1 : year, era = y / 400;
    uint32_t of_era = (uint32_t)(y - era * 400);
    uint32_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    uint32_t days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return era * 146097 + (int32_t)days - 719468;
}

void gen_put_date(gen_text *t, int32_t day)
{
    uint32_t z = (uint32_t)(day + 719468), era = z / 146097, of_era = z % 146097;
    uint32_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    uint32_t of_year = of_era - (365 * y + y / 4 - y / 100);
    uint32_t m = (5 * of_year + 2) / 153, d = of_year - (153 * m + 2) / 5 + 1;
    m = m < 10 ? m + 3 : m - 9;
    gen_put_u(t, y + era * 400 + (m <= 2), 4);
    gen_lit(t, "-");
    gen_put_u(t, m, 2);
    gen_lit(t, "-");
    gen_put_u(t, d, 2);
}
