#include <utf8proc.h>

#include <marsad/name.h>

#include "base/table.h"
#include "text/fold.h"

extern const ms_table ms_table_translit;

/* The ASCII digit that the `n` bytes of `cp` at `s` are; 0: none. */
static char digit(uint32_t cp, const char *s, size_t n)
{
    uint32_t row;
    int32_t folded[MS_FOLD_MAX] = {0};
    if (ms_table_find(&ms_table_translit, (ms_str){s, n}, &row)) {
        ms_str latin = ms_table_cell(&ms_table_translit, row, 1);
        return latin.n == 1 && *latin.p >= '0' && *latin.p <= '9' ? *latin.p : 0;
    }
    /* Full width and the like; not what stands above a line or in a circle. */
    if (utf8proc_category((utf8proc_int32_t)cp) != UTF8PROC_CATEGORY_ND) return 0;
    ms_fold_char(cp, folded);
    return folded[0] >= '0' && folded[0] <= '9' ? (char)folded[0] : 0;
}

ms_str ms_text_digits(ms_str text, ms_arena *a)
{
    if (ms_is_ascii(text)) return text;
    char *out = ms_arena_alloc(a, text.n);
    size_t used = 0;
    if (!out) return (ms_str){NULL, 0};
    for (size_t i = 0, len; i < text.n; i += len) {
        uint32_t cp;
        len = ms_utf8_decode(text.p + i, text.n - i, &cp);
        char d = cp < 0x80 ? 0 : digit(cp, text.p + i, len);
        if (d) out[used++] = d;
        else memcpy(out + used, text.p + i, len), used += len;
    }
    return (ms_str){out, used};
}
