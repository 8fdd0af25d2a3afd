/* What the parts of bench_accuracy share. */
#ifndef MARSAD_BENCH_ACCURACY_H
#define MARSAD_BENCH_ACCURACY_H

#include <stdint.h>

#include <marsad/match.h>

/* A line of a file, cut at its tabs.  Missing fields are empty. */
enum { FIELDS = 5 };
typedef struct fields {
    ms_str v[FIELDS];
} fields;

/* The lines of a file.  Everything lies in `arena`. */
typedef struct lines {
    ms_arena *arena;
    fields *line;
    uint32_t n;
} lines;

/* Reads `path`; ends the program when it cannot. */
lines read_lines(const char *path, ms_arena *a);

/* The kind that a field's first letter names: p(erson), o(rganization), t(hing), else any. */
ms_name_kind kind_of(ms_str s);

/* A name in all ways in which it is read. */
typedef struct readings {
    ms_name v[MS_READINGS];
    uint32_t n;
} readings;

/* Prepares all readings of `text`; ends the program when memory is spent. */
readings read_name(ms_str text, ms_name_kind kind, ms_arena *a);

/* Prepares `text`; ends the program when memory is spent. */
ms_name prepare(ms_str text, ms_name_kind kind, ms_arena *a);

/* A fresh scorer; ends the program when memory is spent. */
ms_scorer *scorer_new(void);

/* Ends the program with status 4 and `what` on standard error. */
_Noreturn void die(const char *what);

/* rank LIST QUERIES TOP JOBS: see accuracy_rank.c. */
int rank_run(char **args);

/* cost NAMES: see accuracy_cost.c. */
int cost_run(char **args);

#endif
