/* Weights of a call: how much of what each fact adds or costs shall count. */
#ifndef MARSAD_SERVER_WEIGHTS_H
#define MARSAD_SERVER_WEIGHTS_H

#include "server/asking.h"

/* With more fractions among the weights a call is refused: a search is made for each choice of
 * them. */
enum { MS_WEIGHTS_FRACTIONS = 3 };

typedef struct ms_weights {
    uint32_t of[MS_FACT_COUNT]; /* millionths */
    bool given[MS_FACT_COUNT];  /* by the caller */
    bool some;                  /* any is below MS_SCORE_ONE */
    ms_str *ignored;            /* names of weights and settings that mean nothing here */
    uint32_t n_ignored;
} ms_weights;

/* Reads `weights` and `config` of a body for the algorithm that was asked for.  False with the
 * reply set: 422 for what is no number, 400 for a weight or a setting that cannot be. */
bool ms_weights_read(ms_request *r, const ms_asking *a, ms_str algorithm, ms_weights *out);

/* Appends {"weights":{…},"ignored":[…]}. */
void ms_weights_write(const ms_weights *w, ms_out *o);

/* The facts, a bit for each, that `q` has and that count in part. */
unsigned ms_weights_fractions(const ms_weights *w, const ms_identity *q);

/* `q` without the facts of `dropped`, a bit for each, nor those without weight.  Its documents
 * are in `a`.  MS_ENOMEM. */
ms_rc ms_weights_drop(const ms_weights *w, const ms_identity *q, unsigned dropped, ms_arena *a,
                      ms_identity *out);

#endif
