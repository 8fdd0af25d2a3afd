#include "travel/names.h"

/* The next letter from `*i` on, in lower case; bytes beyond ASCII count as they are. */
static unsigned char next_letter(ms_str s, size_t *i)
{
    while (*i < s.n) {
        unsigned char c = (unsigned char)s.p[(*i)++];
        if (c >= 0x80) return c;
        c |= 32;
        if (c >= 'a' && c <= 'z') return c;
    }
    return 0;
}

int ms_names_compare(ms_str a, ms_str b)
{
    size_t i = 0, j = 0;
    for (;;) {
        unsigned char x = next_letter(a, &i), y = next_letter(b, &j);
        if (!x || !y) return x == y ? 2 : 1;
        if (x != y) return 0;
    }
}
