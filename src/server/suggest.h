/* Names by what they begin with: those of all screened entities, folded by ms_text_key. */
#ifndef MARSAD_SERVER_SUGGEST_H
#define MARSAD_SERVER_SUGGEST_H

#include <marsad/index.h>

typedef struct ms_suggest ms_suggest;

enum {
    MS_SUGGEST_BYTES = 1 << 30, /* of folded names; entities beyond have none */
    MS_SUGGEST_FOUND = 1 << 20  /* entities found at most */
};

/* Reads the names of `s`, which must outlive it.  MS_ENOMEM. */
ms_rc ms_suggest_new(const ms_snap *s, ms_suggest **out);
void ms_suggest_free(ms_suggest *g); /* NULL is legal */

/* Finds the entities with a name that has `prefix` at the beginning of a word: an array of `*n`
 * numbers in `a`.  Captions come before other names, then names that begin so, then shorter
 * ones.  MS_ENOMEM. */
ms_rc ms_suggest_find(const ms_suggest *g, ms_str prefix, ms_arena *a, uint32_t **out,
                      uint32_t *n);

#endif
