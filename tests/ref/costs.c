/* Reads data/costs.tsv, or the file of data/ that $MARSAD_COSTS names, as the first lines
 * of data/costs.tsv describe it. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "ref.h"

static ref_costs costs;

static void row(const char *kind, const char *letters, const char *number)
{
    unsigned v = (unsigned)strtoul(number, NULL, 10);
    unsigned char x = (unsigned char)letters[0], y = x ? (unsigned char)letters[1] : 0;
    if (x > 127 || y > 127 || v > 100) abort();
    if (!strcmp(kind, "weight")) costs.weight[x] = (uint8_t)v;
    if (!strcmp(kind, "skip")) costs.skip[x] = (uint8_t)v;
    if (!strcmp(kind, "sub")) costs.sub[x][y] = costs.sub[y][x] = (uint8_t)v;
    if (!strcmp(kind, "before")) costs.before[x][y] = (uint8_t)v;
    if (!strcmp(kind, "repeat")) costs.repeat = (uint8_t)v;
    if (!strcmp(kind, "unwritten")) costs.unwritten = (uint8_t)v;
    if (!strcmp(kind, "swap")) costs.swap = (uint8_t)v;
}

/* Below $MARSAD_SOURCE, else beside the folder that holds tests/ref/costs.c. */
FILE *ref_open_data(const char *name)
{
    static const char here[] = __FILE__, below[] = "tests/ref/costs.c";
    const char *root = getenv("MARSAD_SOURCE");
    size_t n = sizeof here > sizeof below ? sizeof here - sizeof below : 0;
    char path[4096];
    if (root) snprintf(path, sizeof path, "%s/data/%s", root, name);
    else snprintf(path, sizeof path, "%.*sdata/%s", (int)n, here, name);
    FILE *f = fopen(path, "r");
    if (!f) {
        perror(path);
        abort();
    }
    return f;
}

static void read_costs(void)
{
    char line[256];
    const char *other = getenv("MARSAD_COSTS");
    FILE *f = ref_open_data(other ? other : "costs.tsv");
    memset(costs.weight, 10, sizeof costs.weight);
    memset(costs.skip, 10, sizeof costs.skip);
    memset(costs.sub, 10, sizeof costs.sub);
    memset(costs.before, 255, sizeof costs.before);
    while (fgets(line, sizeof line, f)) {
        char *letters = strchr(line, '\t');
        char *number = letters ? strchr(letters + 1, '\t') : NULL;
        if (line[0] == '#' || !number) continue;
        *letters = *number = 0;
        row(line, letters + 1, number + 1);
    }
    fclose(f);
}

const ref_costs *ref_costs_get(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, read_costs);
    return &costs;
}
