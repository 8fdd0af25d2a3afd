/* Beginnings and ends that two tokens share, by data/affixes.tsv. */
#include <pthread.h>
#include <stdlib.h>

#include "ref.h"

enum { ROWS = 256 };

typedef struct row {
    char letters[MS_TOKEN_LEN + 1], where[8], group[16];
} row;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static row rows[ROWS];
static int n_rows;

static void read_rows(void)
{
    FILE *f = ref_open_data("affixes.tsv");
    char line[256];
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#') continue;
        if (n_rows == ROWS) abort();
        row *r = &rows[n_rows++];
        if (sscanf(line, "%24s %7s %15s", r->letters, r->where, r->group) != 3) abort();
    }
    fclose(f);
}

static const row *longer(const row *a, const row *b)
{
    return !a || strlen(b->letters) > strlen(a->letters) ? b : a;
}

/* The row that begins the text, and the one that ends what is left. */
static void affixes_of(const char *text, const row *out[2])
{
    size_t n = strlen(text), taken = 0;
    out[0] = out[1] = NULL;
    for (int i = 0; i < n_rows; i++) {
        size_t k = strlen(rows[i].letters);
        if (!strcmp(rows[i].where, "begin") && n >= k + 3 && !strncmp(text, rows[i].letters, k))
            out[0] = longer(out[0], &rows[i]);
    }
    if (out[0]) taken = strlen(out[0]->letters);
    for (int i = 0; i < n_rows; i++) {
        size_t k = strlen(rows[i].letters);
        if (!strcmp(rows[i].where, "end") && n >= taken + k + 3 &&
            !strcmp(text + n - k, rows[i].letters))
            out[1] = longer(out[1], &rows[i]);
    }
}

static void cut(ms_token *t, const row *before, const row *behind)
{
    size_t head = before ? strlen(before->letters) : 0,
           tail = behind ? strlen(behind->letters) : 0;
    t->len = (uint8_t)(t->len - head - tail);
    memmove(t->s, t->s + head, t->len);
}

bool ref_without_affixes(ms_token *x, ms_token *y)
{
    char s[2][MS_TOKEN_LEN + 1] = {"", ""};
    const row *a[2], *b[2];
    if ((x->flags | y->flags) & MS_TOKEN_ABJAD) return false;
    pthread_once(&once, read_rows);
    memcpy(s[0], x->s, x->len);
    memcpy(s[1], y->s, y->len);
    affixes_of(s[0], a);
    affixes_of(s[1], b);
    bool begin = a[0] && b[0] && !strcmp(a[0]->group, b[0]->group);
    bool end = a[1] && b[1] && !strcmp(a[1]->group, b[1]->group);
    cut(x, begin ? a[0] : NULL, end ? a[1] : NULL);
    cut(y, begin ? b[0] : NULL, end ? b[1] : NULL);
    return begin || end;
}

bool ref_is_written_apart(const ms_token *x)
{
    char s[MS_TOKEN_LEN + 1] = "";
    pthread_once(&once, read_rows);
    memcpy(s, x->s, x->len);
    for (int i = 0; i < n_rows; i++)
        if (!strcmp(rows[i].letters, s)) return !strcmp(rows[i].where, "apart");
    return false;
}
