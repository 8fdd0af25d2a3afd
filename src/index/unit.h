/* Units: what may stand as one token in the names of lists, each once.  A unit is a token
 * whatever its place in a name, or a run of tokens that may be joined (match/run.h). */
#ifndef MARSAD_INDEX_UNIT_H
#define MARSAD_INDEX_UNIT_H

#include <marsad/name.h>

#include "index/buf.h"

/* A token of a name: the number of its unit, and how many words further in the text it
 * stands than the token before it; the first, its word. */
enum { MS_STEP_BITS = 6, MS_UNITS_MAX = 1 << (32 - MS_STEP_BITS) };

_Static_assert(MS_NAME_STEP == (1 << MS_STEP_BITS) - 1, "a step fits its bits");

static inline uint32_t ms_unit_of(uint32_t ref)
{
    return ref >> MS_STEP_BITS;
}

static inline uint32_t ms_unit_ref(uint32_t unit, uint32_t step)
{
    return unit << MS_STEP_BITS | step;
}

/* Writes the `n` tokens of a name that `refs` stand for. */
void ms_unit_tokens(const ms_token *units, const uint32_t *refs, uint32_t n, ms_token *out);

/* What a unit is beside its letters, as one number: units of one class resemble a given token
 * down to the same floor, and may all stand in somebody's name, or none: those of a thing are
 * names of organizations or things only, as ms_token's `given` tells of tokens that are not
 * minor. */
enum {
    MS_UNIT_FLAGS = MS_TOKEN_ABJAD | MS_TOKEN_MINOR | MS_TOKEN_INITIAL | MS_TOKEN_NUMBER |
                    MS_TOKEN_KNOWN | MS_TOKEN_SPELLED | MS_TOKEN_CUT,
    MS_UNIT_THING = 128
};

static inline unsigned ms_unit_class(const ms_token *t)
{
    bool thing = !(t->flags & MS_TOKEN_MINOR) && !t->given;
    return (t->flags & MS_UNIT_FLAGS) | (thing ? MS_UNIT_THING : 0);
}

/* The order of units: by class, then by letters, then by the bytes of the record. */
int ms_unit_cmp(const ms_token *x, const ms_token *y);

/* The class and the first letters of a unit as one number, for sorting: a unit with a smaller
 * one comes first. */
uint64_t ms_unit_key(const ms_token *t);

/* Units while they are gathered, each kept once and known by its number from 0. */
typedef struct ms_units {
    ms_buf unit; /* ms_token */
    ms_slots slots;
} ms_units;

/* The number of `t`, which has no word; it is added when it is new.  False: no memory. */
bool ms_units_add(ms_units *u, const ms_token *t, uint32_t *no);

/* How many there are, and all, valid until the next addition. */
uint32_t ms_units_count(const ms_units *u);
const ms_token *ms_units_all(const ms_units *u);

/* Frees what only adding needs, when nothing more is added; or everything. */
void ms_units_close(ms_units *u);
void ms_units_free(ms_units *u);

#endif
