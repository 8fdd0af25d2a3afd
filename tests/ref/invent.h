/* Invented names in all scripts, of parts that are often alike. */
#ifndef MARSAD_REF_INVENT_H
#define MARSAD_REF_INVENT_H

#include <stdint.h>

#include <marsad/arena.h>

/* Some words of names, from 1 to 5, seldom up to 40; `r` is moved on. */
ms_str ref_text(uint64_t *r, ms_arena *a);

/* The name of a machine-readable zone that has no room for all of it. */
ms_str ref_zone_text(uint64_t *r, ms_arena *a);

#endif
