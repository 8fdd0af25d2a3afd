#include "ask/row.h"

static const char *const codes[] = {
#define X(name, text, http) #name,
    MS_RC_LIST(X)
#undef X
};

ms_rc row_columns(const input *in, ms_arena *a, ms_str **properties, ms_diag *d)
{
    uint32_t n;
    bool useful = false;
    const ms_str *header = input_header(in, &n);
    *properties = ms_arena_array(a, n, sizeof **properties);
    if (!*properties) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    if (input_kind(in) == INPUT_JSONL) return MS_OK;
    for (uint32_t i = 0; i < n; i++) {
        (*properties)[i] = query_property(header[i]);
        useful = useful || query_names((*properties)[i]);
    }
    if (useful) return MS_OK;
    return ms_fail(d, MS_EMISSING, 1, 0,
                   "the header has no column with a name, a document, a phone, an e-mail "
                   "address or a wallet");
}

ms_rc row_query(const input_row *row, const ms_str *properties, query *q)
{
    ms_rc rc = MS_OK;
    if (row->error.rc) query_fail(q, &row->error);
    if (row->json.n) rc = query_json(q, row->json);
    for (uint32_t i = 0; i < row->n && !rc; i++)
        rc = query_add(q, properties[i], row->cells[i]);
    return rc;
}

void row_error(const ms_diag *d, ms_out *o)
{
    ms_out_lit(o, "{\"code\":");
    ms_out_json(o, ms_str_z(codes[d->rc]));
    ms_out_fmt(o, ",\"line\":%llu,\"at\":%llu,\"what\":", (unsigned long long)d->line,
               (unsigned long long)d->at);
    ms_out_json(o, ms_str_z(d->what));
    ms_out_char(o, '}');
}
