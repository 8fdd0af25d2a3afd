/* Pairs of names from a file, scored in parallel: what compare and eval work on. */
#ifndef MARSAD_CLI_PAIRS_H
#define MARSAD_CLI_PAIRS_H

#include "ask/input.h"
#include "base/pool.h"
#include "cli/cli.h"

/* A row of the file. */
typedef struct pair {
    const input_row *row;
    const char *error; /* what is wrong with the row; NULL: nothing */
    bool scored;       /* true in spite of an error when the row could be read */
    uint32_t score;    /* millionths */
    bool same;         /* is_match, where labels are asked for */
} pair;

/* What to do with the pairs of a file with the columns name1, name2 and optionally
 * schema. */
typedef struct pairs_job {
    ms_cli *c;
    const char *path;
    const char *schema; /* of rows that do not say theirs; NULL: not known */
    bool labelled;      /* there is a column is_match too; rows without a label are errors */
    void *ctx;          /* for the functions */
    /* Called once, before the first pair. */
    void (*begin)(void *ctx, const input *in, ms_out *out);
    /* Called for each pair, by any thread; `out` is written in the order of rows. */
    void (*take)(void *ctx, const pair *p, ms_out *out);
} pairs_job;

/* Scores all pairs with as many threads as --jobs says; rows in error are reported
 * on standard error.  An ms_exit; `*rows` and `*errors` count. */
int pairs_run(const pairs_job *job, uint64_t *rows, uint64_t *errors);

/* Says why the file `path` could not be opened; returns an ms_exit. */
int input_refused(const ms_cli *c, const char *path, const ms_diag *d);

#endif
