/* Character sets of ISO 9735 (code list 0001) to UTF-8.
 *
 * The tables are our own, from data/edi_charsets.tsv: what iconv knows depends on files of the
 * system and on its version.  Only sets of several bytes are left to it (edi_shift.c). */
#include <marsad/name.h>

#include "base/table.h"
#include "travel/edi.h"

extern const ms_table ms_table_edi_charsets;

enum { NONE = 0xFFFD, FIRST = 0xA0 };

static void latin(ms_edi_charset *set)
{
    for (unsigned i = 0; i < 128; i++) set->at[i] = (uint16_t)(i < 32 ? NONE : 128 + i);
}

void ms_edi_charset_of(ms_str syntax, ms_edi_charset *out)
{
    static const struct {
        char id[5];
        bool ascii, capitals;
    } guessed[] = {{"UNOA", true, true},
                   {"UNOB", true, false},
                   {"IATA", true, false},
                   {"IATB", true, false},
                   {"UNOC", false, false}};
    *out = (ms_edi_charset){.kind = EDI_GUESS};
    latin(out);
    for (unsigned i = 0; i < sizeof guessed / sizeof *guessed; i++) {
        if (!ms_str_eq(syntax, ms_str_z(guessed[i].id))) continue;
        out->known = true;
        out->ascii = guessed[i].ascii;
        out->capitals = guessed[i].capitals;
        return;
    }
    if (ms_str_eq(syntax, MS_STR("UNOX"))) {
        out->kind = EDI_SHIFTS;
        out->known = true;
        return;
    }
    if (ms_str_eq(syntax, MS_STR("UNOW")) || ms_str_eq(syntax, MS_STR("UNOY"))) {
        out->kind = EDI_UTF8;
        out->known = true;
        return;
    }
    uint32_t row;
    if (!ms_table_find(&ms_table_edi_charsets, syntax, &row)) return;
    ms_str text = ms_table_cell(&ms_table_edi_charsets, row, 2);
    out->kind = EDI_TABLE;
    out->known = true;
    for (unsigned i = FIRST - 128; i < 128 && text.n; i++) {
        uint32_t cp;
        size_t n = ms_utf8_decode(text.p, text.n, &cp);
        out->at[i] = (uint16_t)cp;
        text.p += n;
        text.n -= n;
    }
}

char *ms_edi_put(char *to, uint32_t cp)
{
    if (cp < 0x80) {
        *to++ = (char)cp;
    } else if (cp < 0x800) {
        *to++ = (char)(0xC0 | cp >> 6);
        *to++ = (char)(0x80 | (cp & 0x3F));
    } else {
        *to++ = (char)(0xE0 | cp >> 12);
        *to++ = (char)(0x80 | (cp >> 6 & 0x3F));
        *to++ = (char)(0x80 | (cp & 0x3F));
    }
    return to;
}

/* Keeps what is UTF-8. */
static char *keep(ms_str s, char *to, ms_edi_met *met)
{
    for (size_t i = 0, n; i < s.n; i += n) {
        uint32_t cp;
        n = ms_utf8_decode(s.p + i, s.n - i, &cp);
        if (cp == NONE && n == 1) {
            to = ms_edi_put(to, NONE);
            met->invalid = true;
        } else {
            memcpy(to, s.p + i, n);
            to += n;
        }
    }
    return to;
}

/* Guessing is safe in these sets: what is UTF-8 of two bytes or more is no word of Latin-1. */
char *ms_edi_utf8(const ms_edi_charset *set, ms_str s, char *to, ms_edi_met *met)
{
    bool utf8 = set->kind == EDI_UTF8 || (set->kind == EDI_GUESS && ms_utf8_valid(s) == s.n);
    met->wider |= set->kind == EDI_GUESS && (set->ascii || !set->known || utf8);
    if (utf8) return keep(s, to, met);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char b = (unsigned char)s.p[i];
        uint32_t cp = b < 0x80 ? b : set->at[b - 128];
        met->invalid |= cp == NONE;
        to = ms_edi_put(to, cp);
    }
    return to;
}

/* The byte for `cp`; 0: none. */
static unsigned byte_for(const ms_edi_charset *set, uint32_t cp)
{
    if (cp < 0x80) return cp;
    if (set->ascii || !set->known || set->kind == EDI_SHIFTS || cp == NONE) return 0;
    for (unsigned i = 0; i < 128; i++)
        if (set->at[i] == cp) return 128 + i;
    return 0;
}

char *ms_edi_encode(const ms_edi_charset *set, ms_str s, char *to)
{
    if (ms_utf8_valid(s) != s.n) return NULL;
    char *from = to;
    if (set->kind == EDI_UTF8) return memcpy(to, s.p, s.n), to + s.n;
    bool high = false;
    for (size_t i = 0; i < s.n;) {
        uint32_t cp;
        i += ms_utf8_decode(s.p + i, s.n - i, &cp);
        unsigned b = byte_for(set, cp);
        if (!b) return NULL;
        high |= b >= 0x80;
        *to++ = (char)b;
    }
    ms_str text = {from, (size_t)(to - from)};
    return high && set->kind == EDI_GUESS && ms_utf8_valid(text) == text.n ? NULL : to;
}
