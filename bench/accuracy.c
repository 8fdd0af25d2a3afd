/* The part of bench/accuracy that needs millions of comparisons; bench/accuracy builds
 * it and runs it, and says what the figures mean. */
#include <stdio.h>
#include <stdlib.h>

#include "accuracy.h"

static const struct command {
    const char *name;
    int args;
    int (*run)(char **args);
    const char *usage;
} commands[] = {
    {"rank", 4, rank_run, "rank LIST QUERIES TOP JOBS"},
    {"cost", 1, cost_run, "cost NAMES"},
};

void die(const char *what)
{
    fprintf(stderr, "bench_accuracy: %s\n", what);
    exit(4);
}

static ms_str read_file(const char *path, ms_arena *a)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END)) die(path);
    long n = ftell(f);
    if (n < 0 || fseek(f, 0, SEEK_SET)) die(path);
    char *p = ms_arena_alloc(a, (size_t)n);
    if (!p || fread(p, 1, (size_t)n, f) != (size_t)n) die(path);
    fclose(f);
    return (ms_str){p, (size_t)n};
}

/* Cuts what stands before the next `sep` off the front of `s`. */
static ms_str cut(ms_str *s, char sep)
{
    const char *end = s->n ? memchr(s->p, sep, s->n) : NULL;
    ms_str head = {s->p, end ? (size_t)(end - s->p) : s->n};
    size_t gone = head.n + (end != NULL);
    *s = (ms_str){s->p + gone, s->n - gone};
    return head;
}

lines read_lines(const char *path, ms_arena *a)
{
    ms_str text = read_file(path, a);
    size_t most = 1;
    for (size_t i = 0; i < text.n; i++) most += text.p[i] == '\n';
    lines all = {.arena = a, .line = ms_arena_array(a, most, sizeof(fields))};
    if (!all.line) die("out of memory");
    while (text.n) {
        ms_str line = cut(&text, '\n');
        for (int i = 0; i < FIELDS; i++) all.line[all.n].v[i] = cut(&line, '\t');
        all.n++;
    }
    return all;
}

ms_name_kind kind_of(ms_str s)
{
    switch (s.n ? s.p[0] : 0) {
    case 'p': return MS_NAME_PERSON;
    case 'o': return MS_NAME_ORGANIZATION;
    case 't': return MS_NAME_THING;
    default: return MS_NAME_ANY;
    }
}

ms_name prepare(ms_str text, ms_name_kind kind, ms_arena *a)
{
    ms_name name = {0};
    if (ms_name_prepare(text, kind, a, &name)) die("out of memory");
    return name;
}

readings read_name(ms_str text, ms_name_kind kind, ms_arena *a)
{
    readings r = {.n = 0};
    if (ms_name_readings(text, kind, a, r.v, &r.n)) die("out of memory");
    return r;
}

ms_scorer *scorer_new(void)
{
    ms_scorer *s = ms_scorer_new();
    if (!s) die("out of memory");
    return s;
}

int main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (argc == commands[i].args + 2 && !strcmp(argv[1], commands[i].name))
            return commands[i].run(argv + 2);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        fprintf(stderr, "usage: bench_accuracy %s\n", commands[i].usage);
    return 2;
}
