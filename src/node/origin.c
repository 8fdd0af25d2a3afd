#include "node/origin.h"

#include "base/json_out.h"
#include "base/table.h"
#include "node/address.h"

extern const ms_table ms_table_sources;

enum { LIST, FILE_NAME, FORMAT, WHEN, MINIMUM, CEILING, ADDRESS, PAGE };
static const uint64_t MIB = 1 << 20;

uint32_t ms_origin_count(void)
{
    return ms_table_sources.rows;
}

static ms_str cell(uint32_t row, uint32_t col)
{
    return ms_table_cell(&ms_table_sources, row, col);
}

static uint64_t number(uint32_t row, uint32_t col)
{
    uint64_t v = 0;
    ms_length_read(cell(row, col), &v);
    return v;
}

ms_origin ms_origin_at(uint32_t i)
{
    return (ms_origin){.list = cell(i, LIST),
                       .file = cell(i, FILE_NAME),
                       .format_name = cell(i, FORMAT),
                       .format = ms_format_find(cell(i, FORMAT)),
                       .named = ms_str_eq(cell(i, WHEN), MS_STR("named")),
                       .minimum = number(i, MINIMUM),
                       .ceiling = number(i, CEILING) * MIB,
                       .address = cell(i, ADDRESS),
                       .page = cell(i, PAGE)};
}

bool ms_origin_find(ms_str list, uint32_t *first, uint32_t *n)
{
    *n = 0;
    if (!ms_table_find(&ms_table_sources, list, first)) return false;
    while (*first + *n < ms_origin_count() && ms_str_eq(cell(*first + *n, LIST), list)) (*n)++;
    return true;
}

ms_str ms_origin_variable(ms_str address)
{
    const char *open = address.n ? memchr(address.p, '{', address.n) : NULL;
    const char *end = address.p + address.n;
    const char *close = open ? memchr(open, '}', (size_t)(end - open)) : NULL;
    return close ? (ms_str){open + 1, (size_t)(close - open - 1)} : (ms_str){"", 0};
}

static void encode(ms_out *o, ms_str s)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] && strchr(plain, s.p[i])) ms_out_char(o, s.p[i]);
        else ms_out_fmt(o, "%%%02X", (unsigned)(unsigned char)s.p[i]);
    }
}

ms_str ms_origin_address(ms_str address, ms_str value, ms_arena *a)
{
    ms_str name = ms_origin_variable(address);
    if (!name.n) return ms_arena_str(a, address);
    ms_out o = {0};
    size_t from = (size_t)(name.p - address.p), behind = from + name.n + 1;
    ms_out_raw(&o, (ms_str){address.p, from - 1});
    encode(&o, value);
    ms_out_raw(&o, (ms_str){address.p + behind, address.n - behind});
    ms_str out = o.failed ? (ms_str){NULL, 0} : ms_arena_str(a, ms_out_str(&o));
    ms_out_free(&o);
    return out;
}
