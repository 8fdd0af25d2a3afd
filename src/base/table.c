#include "base/table.h"

ms_str ms_table_cell(const ms_table *t, uint32_t row, uint32_t col)
{
    if (col >= t->cols) return (ms_str){"", 0};
    return ms_str_z(t->pool + t->off[(size_t)row * t->cols + col]);
}

bool ms_table_find(const ms_table *t, ms_str key, uint32_t *row)
{
    uint32_t lo = 0, hi = t->rows;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (ms_str_cmp(ms_table_cell(t, mid, 0), key) < 0) lo = mid + 1;
        else hi = mid;
    }
    *row = lo;
    return lo < t->rows && ms_str_eq(ms_table_cell(t, lo, 0), key);
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
