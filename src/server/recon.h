/* What clients of the reconciliation API ask, as JSON (Reconciliation Service API 0.2, §4 and
 * §6): read without a server. */
#ifndef MARSAD_SERVER_RECON_H
#define MARSAD_SERVER_RECON_H

#include <stdint.h>

#include "base/json_in.h"
#include "base/json_out.h"

/* A query of a batch; JSON is as given. */
typedef struct ms_recon_query {
    ms_str key;        /* of the caller */
    ms_str text;       /* `p` NULL: none */
    ms_str type;       /* the first; `p` NULL: none */
    ms_str properties; /* a list; empty: none */
    double limit;      /* as given; 5 unless given */
} ms_recon_query;

typedef struct ms_recon_batch {
    ms_recon_query *v;
    uint32_t n;
} ms_recon_batch;

/* Reads {"q0":{"query","type","limit","properties":[{"pid","v"}]}} into `a`; `json` must be
 * UTF-8.  MS_ESYNTAX or MS_EVALUE with what is wrong and where; MS_ELIMIT beyond `max` queries
 * or too deep; MS_ENOMEM. */
ms_rc ms_recon_read(ms_str json, uint32_t max, ms_arena *a, ms_recon_batch *out, ms_diag *d);

/* Appends the properties of a query as an example for /match has them:
 * {"name":["…"],"birthDate":["…"]}, one member for each that is given.  `pid` is "birthDate",
 * "Person:birthDate" or "Person.birthDate"; of an entity as a value the name counts, else the
 * id. */
void ms_recon_example(const ms_recon_query *q, ms_arena *a, ms_out *o);

/* A property that is to be fetched. */
typedef struct ms_recon_prop {
    ms_str id;
    double limit; /* of values; 0: none */
    bool raw;     /* codes as they are, not in words */
} ms_recon_prop;

typedef struct ms_recon_extend {
    ms_str *ids;
    uint32_t n_ids;
    ms_recon_prop *props;
    uint32_t n_props;
} ms_recon_extend;

enum { MS_RECON_PROPS = 256 }; /* of a data extension query */

/* Reads {"ids":["…"],"properties":[{"id","settings":{"limit","render"}}]} in the same way;
 * MS_ELIMIT beyond `max` ids. */
ms_rc ms_recon_read_extend(ms_str json, uint32_t max, ms_arena *a, ms_recon_extend *out,
                           ms_diag *d);

#endif
