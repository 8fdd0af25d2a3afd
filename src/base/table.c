#include "base/table.h"

ms_str ms_table_cell(const ms_table *t, uint32_t row, uint32_t col)
{
    if (col >= t->cols) return (ms_str){"", 0};
    return ms_str_z(t->pool + t->off[(size_t)row * t->cols + col]);
}

bool ms_table_find(const ms_table *t, ms_str key, uint32_t *row)
{
    uint64_t hash = ms_table_hash(key);
    uint32_t mark = ms_table_mark(hash), at = ms_table_slot(hash, t->slots);
    for (; t->slot[at]; at = at + 1 < t->slots ? at + 1 : 0) {
        *row = t->slot[at] % MS_TABLE_ROWS - 1;
        if (t->slot[at] - *row - 1 == mark && ms_str_eq(ms_table_cell(t, *row, 0), key))
            return true;
    }
    return false;
}

int32_t ms_table_number(const ms_table *t, uint32_t row, uint32_t col)
{
    enum { MOST = 100000000 };
    ms_str s = ms_table_cell(t, row, col);
    bool negative = s.n && s.p[0] == '-';
    int32_t v = 0;
    for (size_t i = negative; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && v < MOST; i++)
        v = v * 10 + (s.p[i] - '0');
    return negative ? -v : v;
}
