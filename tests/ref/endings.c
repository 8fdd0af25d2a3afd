/* One name with the end of a man's and of a woman's, by data/endings.tsv. */
#include <pthread.h>
#include <stdlib.h>

#include "ref.h"

enum { ROWS = 128, CELL = 64 };

typedef struct row {
    char his[CELL], hers[CELL], culture[CELL], kind[CELL];
    int similarity, before;
} row;

static row rows[ROWS];
static int n_rows;

static void read_rows(void)
{
    FILE *f = ref_open_data("endings.tsv");
    char line[512];
    while (fgets(line, sizeof line, f)) {
        row *r = &rows[n_rows];
        if (line[0] == '#') continue;
        if (n_rows++ == ROWS) abort();
        if (sscanf(line, "%63[^\t]\t%63[^\t]\t%63[^\t]\t%63[^\t]\t%d\t%d", r->his, r->hers,
                   r->culture, r->kind, &r->similarity, &r->before) != 6)
            abort();
    }
    fclose(f);
}

/* Puts the stems of `s` without one of the ends of the cell, and at least `before` letters
 * long, into `out`; how many. */
static int stems(const char *s, const char *cell, int before, char out[][MS_TOKEN_LEN + 1])
{
    char ends[CELL];
    int n = 0;
    strcpy(ends, cell);
    for (char *end = strtok(ends, " "); end; end = strtok(NULL, " ")) {
        if (!strcmp(end, "-")) *end = 0;
        int stem = (int)strlen(s) - (int)strlen(end);
        if (stem < before || strcmp(s + stem, end)) continue;
        memcpy(out[n], s, (size_t)stem);
        out[n++][stem] = 0;
    }
    return n;
}

static bool fits(const row *r, const char *him, const char *her)
{
    char a[CELL][MS_TOKEN_LEN + 1], b[CELL][MS_TOKEN_LEN + 1];
    int n = stems(him, r->his, r->before, a), m = stems(her, r->hers, r->before, b);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < m; j++)
            if (!strcmp(a[i], b[j])) return true;
    return false;
}

int ref_endings_alike(const ms_token *x, const ms_token *y)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    char s[MS_TOKEN_LEN + 1] = "", t[MS_TOKEN_LEN + 1] = "";
    int least = -1;
    if (x->given != MS_GIVEN_NONE || y->given != MS_GIVEN_NONE) return -1;
    if ((x->flags | y->flags) & MS_TOKEN_ABJAD || x->s[0] != y->s[0]) return -1;
    pthread_once(&once, read_rows);
    memcpy(s, x->s, x->len);
    memcpy(t, y->s, y->len);
    for (int i = 0; i < n_rows; i++) {
        if (!fits(&rows[i], s, t) && !fits(&rows[i], t, s)) continue;
        if (least < 0 || rows[i].similarity < least) least = rows[i].similarity;
    }
    return least;
}
