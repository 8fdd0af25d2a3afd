#include <marsad/name.h>

/* Unicode 15.0 §3.9, table 3-7: which second bytes a first byte allows. */
static int second_ok(unsigned char b0, unsigned char b1)
{
    switch (b0) {
    case 0xE0: return b1 >= 0xA0 && b1 <= 0xBF;
    case 0xED: return b1 >= 0x80 && b1 <= 0x9F;
    case 0xF0: return b1 >= 0x90 && b1 <= 0xBF;
    case 0xF4: return b1 >= 0x80 && b1 <= 0x8F;
    default: return (b1 & 0xC0) == 0x80;
    }
}

size_t ms_utf8_decode(const char *s, size_t n, uint32_t *cp)
{
    const unsigned char *b = (const unsigned char *)s;
    if (b[0] < 0x80) {
        *cp = b[0];
        return 1;
    }
    size_t len = b[0] >= 0xC2 && b[0] <= 0xDF   ? 2
                 : (b[0] & 0xF0) == 0xE0        ? 3
                 : b[0] >= 0xF0 && b[0] <= 0xF4 ? 4
                                                : 0;
    *cp = 0xFFFD;
    if (len == 0 || len > n || !second_ok(b[0], b[1])) return 1;
    uint32_t c = b[0] & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((b[i] & 0xC0) != 0x80) return 1;
        c = c << 6 | (b[i] & 0x3Fu);
    }
    *cp = c;
    return len;
}

size_t ms_utf8_valid(ms_str s)
{
    size_t i = 0;
    while (i < s.n) {
        uint32_t cp;
        size_t len = ms_utf8_decode(s.p + i, s.n - i, &cp);
        if (len == 1 && (unsigned char)s.p[i] >= 0x80) return i;
        i += len;
    }
    return s.n;
}
