/* mktable SYMBOL FILE.tsv...: writes the rows of the files as a C source with one
 * constant ms_table called SYMBOL.  Lines that are empty or begin with `#` are
 * left out; cells are separated by tabs.  After a line `#! key folded` the first
 * cell of each row of that file is brought into the form of ms_text_key. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <marsad/name.h>

#include "base/table.h"

typedef struct row {
    char *line;
    size_t seq;
} row;

static row *rows;
static size_t n_rows, cap_rows, n_cols = 1;

static void die(const char *what)
{
    fprintf(stderr, "mktable: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void add(char *line)
{
    if (n_rows == cap_rows) {
        cap_rows = cap_rows ? cap_rows * 2 : 1024;
        rows = realloc(rows, cap_rows * sizeof *rows);
        if (!rows) die("rows");
    }
    size_t cols = 1;
    for (const char *p = line; *p; p++) cols += *p == '\t';
    if (cols > n_cols) n_cols = cols;
    rows[n_rows] = (row){line, n_rows};
    n_rows++;
}

static char *fold_key(const char *line)
{
    static ms_arena *arena;
    if (!arena && !(arena = ms_arena_new(0))) die("arena");
    size_t n = strcspn(line, "\t");
    ms_str key = ms_text_key((ms_str){line, n}, arena);
    char *out = key.p ? malloc(key.n + strlen(line + n) + 1) : NULL;
    if (!out) die("key");
    memcpy(out, key.p, key.n);
    strcpy(out + key.n, line + n);
    ms_arena_reset(arena);
    return out;
}

static void read_file(const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f) die(path);
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    int fold = 0;
    while ((n = getline(&line, &cap, f)) >= 0) {
        while (n && (line[n - 1] == '\n' || line[n - 1] == '\r')) line[--n] = 0;
        if (strcmp(line, "#! key folded") == 0) fold = 1;
        if (n == 0 || line[0] == '#') continue;
        char *copy = fold ? fold_key(line) : strdup(line);
        if (!copy) die(path);
        add(copy);
    }
    if (ferror(f)) die(path);
    free(line);
    fclose(f);
}

static int by_key(const void *a, const void *b)
{
    const row *x = a, *y = b;
    size_t nx = strcspn(x->line, "\t"), ny = strcspn(y->line, "\t");
    size_t n = nx < ny ? nx : ny;
    int c = memcmp(x->line, y->line, n);
    if (c) return c;
    if (nx != ny) return nx < ny ? -1 : 1;
    return (x->seq > y->seq) - (x->seq < y->seq);
}

static void put_pool(const char *s)
{
    fputs("    \"", stdout);
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '\t') fputs("\\000\"\n    \"", stdout);
        else if (c < 32 || c > 126 || c == '"' || c == '\\' || c == '?') printf("\\%03o", c);
        else putchar(c);
    }
    fputs("\\000\"\n", stdout);
}

static ms_str key_of(size_t i)
{
    return (ms_str){rows[i].line, strcspn(rows[i].line, "\t")};
}

/* Returns how many slots there are. */
static uint32_t put_slots(void)
{
    uint32_t n = (uint32_t)(n_rows + n_rows / 2 + 1), *slot = calloc(n, sizeof *slot);
    if (!slot || n_rows >= MS_TABLE_ROWS) die("rows");
    for (size_t i = 0; i < n_rows; i++) {
        if (i && ms_str_eq(key_of(i - 1), key_of(i))) continue;
        uint64_t hash = ms_table_hash(key_of(i));
        uint32_t at = ms_table_slot(hash, n);
        while (slot[at]) at = (at + 1) % n;
        slot[at] = ms_table_mark(hash) | (uint32_t)(i + 1);
    }
    printf("static const uint32_t slot[] = {\n");
    for (uint32_t i = 0; i < n; i++) printf(i % 8 == 7 ? "%u,\n" : "%u,", slot[i]);
    printf("};\n\n");
    free(slot);
    return n;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: mktable SYMBOL FILE.tsv...\n", stderr);
        return 2;
    }
    for (int i = 2; i < argc; i++) read_file(argv[i]);
    if (n_rows) qsort(rows, n_rows, sizeof *rows, by_key);
    printf("#include \"base/table.h\"\n\nstatic const char pool[] =\n");
    for (size_t i = 0; i < n_rows; i++) put_pool(rows[i].line);
    printf("    \"\";\n\nstatic const uint32_t off[] = {\n");
    size_t at = 0;
    for (size_t i = 0; i < n_rows; i++) {
        const char *p = rows[i].line;
        for (size_t c = 0; c < n_cols; c++) {
            size_t len = p ? strcspn(p, "\t") : 0;
            printf("%zu,", p ? at : at - 1); /* a missing cell is the NUL before */
            at += p ? len + 1 : 0;
            if (p) p = p[len] ? p + len + 1 : NULL;
        }
        putchar('\n');
    }
    printf("0};\n\n");
    uint32_t slots = put_slots();
    printf("extern const ms_table %s;\nconst ms_table %s = {pool, off, slot, %zu, %zu, %u};\n",
           argv[1], argv[1], n_rows, n_cols, slots);
    return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
