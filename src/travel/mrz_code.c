/* Codes of issuers and nationalities, and what may be read of optional data. */
#include "base/table.h"
#include "travel/mrz.h"

extern const ms_table ms_table_mrz_codes;
extern const ms_table ms_table_mrz_optional;
extern const ms_table ms_table_mrz_scripts;

bool ms_mrz_country_find(ms_str code, ms_mrz_country *out)
{
    const ms_table *t = &ms_table_mrz_codes;
    uint32_t row;
    *out = (ms_mrz_country){{"", 0}, {"", 0}, {"", 0}};
    if (!ms_table_find(t, code, &row)) return false;
    out->country = ms_table_cell(t, row, 1);
    out->kind = ms_table_cell(t, row, 2);
    out->name = ms_table_cell(t, row, 3);
    return true;
}

static bool has_shape(ms_str text, ms_str shape)
{
    if (text.n != shape.n) return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool digit = ms_is_digit(c), letter = ms_is_upper(c);
        if (shape.p[i] == 'd' ? !digit : shape.p[i] == 'a' ? !letter : c != shape.p[i])
            return false;
    }
    return true;
}

/* "CZE.TD3.1" */
bool mrz_optional_known(ms_str issuer, ms_mrz_format format, ms_mrz_field field, ms_str text)
{
    const ms_table *t = &ms_table_mrz_optional;
    const char *name = ms_mrz_format_name(format);
    char key[24];
    size_t n = 0;
    uint32_t row;
    if (!issuer.n || issuer.n > 3) return false;
    memcpy(key, issuer.p, issuer.n);
    n = issuer.n;
    key[n++] = '.';
    while (*name) key[n++] = *name++;
    key[n++] = '.';
    key[n++] = field == MS_MRZ_OPTIONAL2 ? '2' : '1';
    if (!ms_table_find(t, (ms_str){key, n}, &row)) return false;
    for (; row < t->rows && ms_str_eq(ms_table_cell(t, row, 0), (ms_str){key, n}); row++)
        if (has_shape(text, ms_table_cell(t, row, 1))) return true;
    return false;
}
