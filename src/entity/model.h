/* What the room knows of a schema beyond marsad/model.h. */
#ifndef MARSAD_ENTITY_MODEL_H
#define MARSAD_ENTITY_MODEL_H

#include <marsad/model.h>

/* Thing, which stands for schemata that the model does not know. */
const ms_schema *ms_schema_thing(void);

/* The names of the properties that caption entities of `s`, in order, blanks
 * between them. */
ms_str ms_schema_captions(const ms_schema *s);

/* Cuts the first word off `*list`; false when there is none. */
bool ms_word_next(ms_str *list, ms_str *word);

#endif
