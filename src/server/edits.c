#include "server/edits.h"

void ms_edits_begin(ms_edits *e, ms_str word, unsigned most)
{
    e->n = 0;
    e->most = most;
    e->depth = 0;
    e->ends[0] = 0;
    for (size_t i = 0; i < word.n && e->n < MS_WORD_MAX;)
        i += ms_utf8_decode(word.p + i, word.n - i, &e->letter[e->n++]);
    for (unsigned k = 0; k <= e->n; k++) e->row[0][k] = (uint8_t)k;
    e->least[0] = 0;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Works out the row of one more letter. */
static void push(ms_edits *e, uint32_t c)
{
    unsigned d = e->depth++, min;
    const uint8_t *above = e->row[d];
    uint8_t *row = e->row[d + 1];
    e->other[d] = c;
    min = row[0] = (uint8_t)(d + 1);
    for (unsigned k = 1; k <= e->n; k++) {
        unsigned v =
            least(least(above[k], row[k - 1]) + 1u, above[k - 1] + (e->letter[k - 1] != c));
        if (d && k > 1 && e->letter[k - 2] == c && e->letter[k - 1] == e->other[d - 1])
            v = least(v, e->row[d - 1][k - 2] + 1u);
        row[k] = (uint8_t)v;
        min = least(min, v);
    }
    e->least[d + 1] = (uint8_t)min;
}

bool ms_edits_near(ms_edits *e, ms_str other, size_t shared, size_t *dead)
{
    *dead = 0;
    while (e->depth && e->ends[e->depth] > shared) e->depth--;
    for (size_t i = e->ends[e->depth]; i < other.n && e->depth < MS_WORD_MAX;) {
        uint32_t c;
        i += ms_utf8_decode(other.p + i, other.n - i, &c);
        push(e, c);
        e->ends[e->depth] = i;
        /* Swapped letters reach over a row. */
        if (e->least[e->depth] > e->most && e->least[e->depth - 1] >= e->most)
            return *dead = i, false;
    }
    return e->row[e->depth][e->n] <= e->most;
}
