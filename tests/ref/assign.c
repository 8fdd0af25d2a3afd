/* The best one-to-one pairing, by two exact methods. */
#include <stdlib.h>

#include "ref.h"

enum { N = MS_NAME_TOKENS, FREE = -1 };

uint64_t ref_assign_subsets(const ref_weights *w, uint32_t rows, uint32_t cols)
{
    uint32_t sets = 1u << cols;
    uint64_t top = 0;
    /* best[m]: the best sum of the rows so far with just the columns of m taken */
    uint64_t *best = calloc(sets, sizeof *best);
    if (!best) abort();
    for (uint32_t i = 0; i < rows; i++)
        for (uint32_t m = sets; m-- > 0;) /* downwards: best[less] is still without row i */
            for (uint32_t j = 0; j < cols; j++) {
                if (!(m >> j & 1)) continue;
                uint64_t with = best[m & ~(1u << j)] + w->w[i][j];
                if (with > best[m]) best[m] = with;
            }
    for (uint32_t m = 0; m < sets; m++)
        if (best[m] > top) top = best[m];
    free(best);
    return top;
}

/* An alternating path gains the weight of each pair that it makes and loses that of
 * each pair that it breaks.  gain[j]: the most on a path from an unpaired row to column
 * j; from[j]: the last row of that path. */
static int64_t best_path(const ref_weights *w, uint32_t rows, uint32_t cols,
                         const int *col_of_row, int from[N], int *end)
{
    int64_t gain[N], top = 0;
    for (uint32_t j = 0; j < cols; j++) gain[j] = INT64_MIN;
    for (bool moved = true; moved;) { /* Bellman-Ford */
        moved = false;
        for (uint32_t i = 0; i < rows; i++) {
            int c = col_of_row[i];
            if (c != FREE && gain[c] == INT64_MIN) continue;
            int64_t start = c == FREE ? 0 : gain[c] - (int64_t)w->w[i][c];
            for (uint32_t j = 0; j < cols; j++) {
                if ((int)j == c || start + (int64_t)w->w[i][j] <= gain[j]) continue;
                gain[j] = start + (int64_t)w->w[i][j];
                from[j] = (int)i;
                moved = true;
            }
        }
    }
    bool taken[N] = {false};
    for (uint32_t i = 0; i < rows; i++)
        if (col_of_row[i] != FREE) taken[col_of_row[i]] = true;
    for (uint32_t j = 0; j < cols; j++)
        if (!taken[j] && gain[j] > top) top = gain[j], *end = (int)j;
    return top;
}

uint64_t ref_assign_paths(const ref_weights *w, uint32_t rows, uint32_t cols)
{
    int col_of_row[N], from[N] = {0}, end = 0;
    uint64_t sum = 0;
    for (int i = 0; i < N; i++) col_of_row[i] = FREE;
    for (;;) {
        int64_t gain = best_path(w, rows, cols, col_of_row, from, &end);
        if (gain <= 0) return sum;
        sum += (uint64_t)gain;
        for (int j = end; j != FREE;) {
            int i = from[j], before = col_of_row[i];
            col_of_row[i] = j;
            j = before;
        }
    }
}

uint64_t ref_assign(const ref_weights *w, uint32_t rows, uint32_t cols)
{
    if (cols <= 8) return ref_assign_subsets(w, rows, cols);
    return ref_assign_paths(w, rows, cols);
}
