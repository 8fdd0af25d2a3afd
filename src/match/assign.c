#include "match/assign.h"

enum { N = MS_NAME_TOKENS, NONE = -1 };

/* Kuhn's algorithm in the shortest-path form (Jonker and Volgenant 1987): rows are
 * added one by one, each along the cheapest augmenting path under potentials u, v.
 * Index 0 is a dummy, rows and columns count from 1; there are at least as many
 * columns as rows. */
typedef struct solver {
    uint32_t rows, cols;
    int64_t u[N + 1], v[N + 1];
    uint32_t row_of[N + 1]; /* of a column; 0: free */
} solver;

static int64_t cost(const ms_gains *g, bool flip, uint32_t row, uint32_t col)
{
    return -(int64_t)(flip ? g->g[col - 1][row - 1] : g->g[row - 1][col - 1]);
}

static void add_row(solver *s, const ms_gains *g, bool flip, uint32_t row)
{
    int64_t least[N + 1];
    uint32_t way[N + 1] = {0};
    bool used[N + 1] = {false};
    for (uint32_t j = 0; j <= s->cols; j++) least[j] = INT64_MAX;
    uint32_t at = 0;
    s->row_of[0] = row;
    do {
        used[at] = true;
        uint32_t i = s->row_of[at], next = 0;
        int64_t delta = INT64_MAX;
        for (uint32_t j = 1; j <= s->cols; j++) {
            if (used[j]) continue;
            int64_t c = cost(g, flip, i, j) - s->u[i] - s->v[j];
            if (c < least[j]) least[j] = c, way[j] = at;
            if (least[j] < delta) delta = least[j], next = j;
        }
        for (uint32_t j = 0; j <= s->cols; j++) {
            if (used[j]) s->u[s->row_of[j]] += delta, s->v[j] -= delta;
            else if (j) least[j] -= delta;
        }
        at = next;
    } while (s->row_of[at]);
    for (; at; at = way[at]) s->row_of[at] = s->row_of[way[at]];
}

static uint64_t solve(const ms_gains *g, int col_of[N])
{
    bool flip = g->rows > g->cols;
    solver s = {.rows = flip ? g->cols : g->rows, .cols = flip ? g->rows : g->cols};
    for (uint32_t i = 1; i <= s.rows; i++) add_row(&s, g, flip, i);
    uint64_t sum = 0;
    for (uint32_t j = 1; j <= s.cols; j++) {
        if (!s.row_of[j]) continue;
        uint32_t row = flip ? j - 1 : s.row_of[j] - 1, col = flip ? s.row_of[j] - 1 : j - 1;
        sum += g->g[row][col];
        if (col_of && g->g[row][col]) col_of[row] = (int)col;
    }
    return sum;
}

uint64_t ms_assign(const ms_gains *g, int col_of[N])
{
    uint32_t taken[N];
    uint64_t sum = 0;
    bool clash = false;
    for (uint32_t j = 0; j < g->cols; j++) taken[j] = 0;
    for (uint32_t i = 0; i < g->rows; i++) {
        uint32_t hits = 0;
        if (col_of) col_of[i] = NONE;
        for (uint32_t j = 0; j < g->cols; j++) {
            if (!g->g[i][j]) continue;
            clash |= hits++ || taken[j]++;
            sum += g->g[i][j];
            if (col_of) col_of[i] = (int)j;
        }
    }
    /* Nearly always no row and no column has two partners to choose from. */
    if (!clash) return sum;
    for (uint32_t i = 0; col_of && i < g->rows; i++) col_of[i] = NONE;
    return solve(g, col_of);
}
