/* Parties that OFAC's remarks link to others by their names: "(Linked To: HIZBALLAH)".
 * Whom a name means is known when all entries are read. */
#ifndef MARSAD_LISTS_OFAC_LINKS_H
#define MARSAD_LISTS_OFAC_LINKS_H

#include "lists/reader.h"

/* What has been seen so far; the first failure stays in `rc`. */
typedef struct ms_ofac_links {
    ms_arena *a;
    struct ms_ofac_name *names;
    uint32_t n_names, cap_names;
    struct ms_ofac_link *links;
    uint32_t n_links, cap_links;
    ms_rc rc;
} ms_ofac_links;

/* Begins; freed by ms_ofac_links_free. */
ms_ofac_links ms_ofac_links_make(void);
void ms_ofac_links_free(ms_ofac_links *l); /* frees everything */

/* Entity `id` has this name, as the list writes it. */
void ms_ofac_links_name(ms_ofac_links *l, ms_str id, ms_str name, bool alias);

/* Takes the links that the remarks of entity `id` have. */
void ms_ofac_links_remarks(ms_ofac_links *l, ms_str id, ms_str remarks, ms_place at);

/* Gives an UnknownLink for each link to a name that one entity has, by its own name
 * rather than an alias.  MS_ENOMEM, or what ends the load, with the diagnosis filled. */
ms_rc ms_ofac_links_give(ms_ofac_links *l, ms_reader *r, ms_diag *d);

#endif
