#include "base/ascii.h"
#include "server/http.h"

#include <marsad/name.h>

static int hex(char c)
{
    if (ms_is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool ms_url_decode(ms_str s, bool form, ms_arena *a, ms_str *out)
{
    char *to = ms_arena_alloc(a, s.n + 1);
    size_t n = 0;
    if (!to) return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '%') {
            int high = s.n - i > 2 ? hex(s.p[i + 1]) : -1;
            int low = s.n - i > 2 ? hex(s.p[i + 2]) : -1;
            if (high < 0 || low < 0) return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && form) {
            c = ' ';
        }
        if (!c) return false;
        to[n++] = c;
    }
    *out = (ms_str){to, n};
    return ms_utf8_valid(*out) == n;
}

void ms_url_encode(ms_str s, ms_out *o)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool plain =
            ms_is_letter(c) || ms_is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) ms_out_char(o, (char)c);
        else ms_out_fmt(o, "%%%02X", c);
    }
}
