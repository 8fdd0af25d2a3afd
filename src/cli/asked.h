/* Who is asked for: the rows of a file, or the operands of a command, and what its options
 * say of all of them. */
#ifndef MARSAD_CLI_ASKED_H
#define MARSAD_CLI_ASKED_H

#include "ask/input.h"
#include "ask/query.h"
#include "base/pool.h"
#include "cli/cli.h"

/* Initialise with {.c = c}; closed by asked_close. */
typedef struct asked {
    ms_cli *c;
    input *in;          /* NULL: names are operands */
    ms_str *properties; /* of the columns of `in` */
    query_field defaults[8];
    uint32_t n_defaults;
    unsigned next; /* operand */
} asked;

/* Notes what option `name` says about everybody: property `property`. */
void asked_default(asked *a, const char *name, const char *property);

/* Opens the file at `path`; NULL: operands are names.  Returns an ms_exit; a failure was
 * said. */
int asked_open(asked *a, const char *path);
void asked_close(asked *a);

/* Reads some rows, as ms_pool_job asks; a failure was said.  They are input_row. */
ms_rc asked_fill(asked *a, ms_pool_chunk *chunk);

/* Puts what `row` says into `q`; what lies in the row stays there.  MS_ENOMEM, MS_ELIMIT. */
ms_rc asked_row(const asked *a, const input_row *row, query *q);

/* Makes the query that `row` asks, with what the options say.  MS_ENOMEM, MS_ELIMIT. */
ms_rc asked_query(const asked *a, const input_row *row, query *q);

#endif
