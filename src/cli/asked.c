#include "cli/asked.h"

#include "ask/row.h"
#include "cli/pairs.h"

enum { ROWS_A_CHUNK = 32, BYTES_A_CHUNK = 64 * 1024 };

/* Without a name the options alone make one query. */
static ms_rc fill_operands(asked *a, ms_pool_chunk *chunk)
{
    unsigned all = a->c->n_operands ? a->c->n_operands : 1;
    input_row *rows = ms_arena_array(chunk->arena, ROWS_A_CHUNK, sizeof *rows);
    if (!rows) return MS_ENOMEM;
    chunk->rows = rows;
    for (; chunk->n < ROWS_A_CHUNK && a->next < all; chunk->n++, a->next++) {
        ms_str *name = ms_arena_alloc(chunk->arena, sizeof *name);
        if (!name) return MS_ENOMEM;
        if (a->c->n_operands) *name = ms_str_z(a->c->operands[a->next]);
        rows[chunk->n] = (input_row){.row = a->next + 1, .cells = name, .n = 1};
    }
    return MS_OK;
}

ms_rc asked_fill(asked *a, ms_pool_chunk *chunk)
{
    if (!a->in) return fill_operands(a, chunk);
    ms_diag d = {0};
    ms_rc rc = input_fill(a->in, chunk->arena, ROWS_A_CHUNK, BYTES_A_CHUNK,
                          (input_row **)&chunk->rows, &chunk->n, &d);
    input_progress(a->in, &chunk->done, &chunk->total);
    if (rc) ms_cli_diag(a->c, input_name(a->in), &d);
    return rc;
}

ms_rc asked_row(const asked *a, const input_row *row, query *q)
{
    return row_query(row, a->properties, q);
}

ms_rc asked_query(const asked *a, const input_row *row, query *q)
{
    ms_rc rc = asked_row(a, row, q);
    if (!rc) rc = query_default(q, a->defaults, a->n_defaults);
    if (q->error.rc && !q->error.line) q->error.line = row->line;
    return rc ? rc : query_finish(q);
}

/* Reads what the columns of the input hold; an ms_exit. */
static int take_columns(asked *a)
{
    ms_diag d = {0};
    ms_rc rc = row_columns(a->in, a->c->arena, &a->properties, &d);
    if (!rc) return MS_EXIT_OK;
    if (rc == MS_ENOMEM) return ms_cli_nomem(a->c);
    ms_cli_say(a->c, "%s: %s", input_name(a->in), d.what);
    return MS_EXIT_INPUT;
}

int asked_open(asked *a, const char *path)
{
    static ms_str operand = {"name", 4};
    ms_diag d = {0};
    a->properties = &operand;
    if (!path) return MS_EXIT_OK;
    ms_rc rc = input_open(path, &a->in, &d);
    return rc ? input_refused(a->c, path, &d) : take_columns(a);
}

void asked_close(asked *a)
{
    input_close(a->in);
}

void asked_default(asked *a, const char *name, const char *property)
{
    const char *value = ms_cli_text(a->c, name);
    if (value)
        a->defaults[a->n_defaults++] = (query_field){ms_str_z(property), ms_str_z(value)};
}
