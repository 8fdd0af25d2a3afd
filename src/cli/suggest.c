#include "cli/suggest.h"

#include <string.h>

enum { WORD_MAX = 40 };

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
    unsigned m = a < b ? a : b;
    return m < c ? m : c;
}

/* Edits between `a` and `b`, a swap of neighbours counting one (optimal string
 * alignment); both at most WORD_MAX long. */
static unsigned distance(const char *a, size_t na, const char *b, size_t nb)
{
    unsigned row[3][WORD_MAX + 1];
    for (size_t j = 0; j <= nb; j++) row[0][j] = (unsigned)j;
    for (size_t i = 1; i <= na; i++) {
        unsigned *now = row[i % 3], *up = row[(i + 2) % 3], *up2 = row[(i + 1) % 3];
        now[0] = (unsigned)i;
        for (size_t j = 1; j <= nb; j++) {
            now[j] = min3(up[j] + 1, now[j - 1] + 1, up[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                up2[j - 2] + 1 < now[j])
                now[j] = up2[j - 2] + 1;
        }
    }
    return row[na % 3][nb];
}

ms_suggest ms_suggest_begin(const char *word)
{
    size_t n = strlen(word);
    /* A third of the letters may differ, and at least one. */
    return (ms_suggest){.word = word, .distance = n < 6 ? 2 : (unsigned)(n / 3) + 1};
}

void ms_suggest_try(ms_suggest *s, const char *candidate)
{
    size_t na = strlen(s->word), nb = strlen(candidate);
    if (na == 0 || na > WORD_MAX || nb > WORD_MAX) return;
    unsigned d = distance(s->word, na, candidate, nb);
    if (d >= s->distance) return;
    s->distance = d;
    s->best = candidate;
}
