/* spellkeys FILE.tsv...: writes the rows of the files with the words of their first cell as
 * names hold them: in Latin letters by data/translit/, without blanks, one row for each way
 * in which the words can be read. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/reader.h"

typedef struct key {
    char s[MS_NAME_TOKENS * MS_TOKEN_LEN + 1];
} key;

static void die(const char *what)
{
    fprintf(stderr, "spellkeys: %s: %s\n", what, strerror(errno));
    exit(1);
}

static unsigned spell(ms_str words, unsigned reading, key *out)
{
    ms_words w;
    size_t n = 0;
    ms_read_words(words, MS_NAME_THING, reading, &w);
    for (uint32_t i = 0; i < w.n; i++) {
        memcpy(out->s + n, w.tok[i].s, w.tok[i].len);
        n += w.tok[i].len;
    }
    out->s[n] = 0;
    return w.readings < MS_READINGS ? w.readings : MS_READINGS;
}

static void put_row(const char *line)
{
    size_t n = strcspn(line, "\t");
    key keys[MS_READINGS];
    unsigned readings = 1;
    for (unsigned k = 0; k < readings; k++) {
        bool known = false;
        unsigned ways = spell((ms_str){line, n}, k, &keys[k]);
        if (k == 0) readings = ways;
        for (unsigned i = 0; i < k; i++) known |= !strcmp(keys[i].s, keys[k].s);
        if (!known && keys[k].s[0]) printf("%s%s\n", keys[k].s, line + n);
    }
}

static void read_file(const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f) die(path);
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    while ((n = getline(&line, &cap, f)) >= 0) {
        while (n && (line[n - 1] == '\n' || line[n - 1] == '\r')) line[--n] = 0;
        if (n && line[0] != '#') put_row(line);
    }
    if (ferror(f)) die(path);
    free(line);
    fclose(f);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) read_file(argv[i]);
    return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
