/* What the US Treasury says of a party under a label, in all its formats: documents,
 * numbers, vessels, wallets ("Passport", "Vessel Registration Identification"). */
#ifndef MARSAD_LISTS_OFAC_FACTS_H
#define MARSAD_LISTS_OFAC_FACTS_H

#include "lists/entry.h"

/* A labelled fact; what is not known is "". */
typedef struct ms_ofac_fact {
    ms_str label, value;
    ms_str country;         /* a name or code */
    ms_str issued, expires; /* dates */
    ms_str remark;
} ms_ofac_fact;

/* Adds a fact: to the property that its label means, as a document of its own, or as a
 * note where there is neither. */
void ms_ofac_add(ms_entry *x, const ms_ofac_fact *f);

/* The schema of a party's type as OFAC writes it ("individual", "Vessel", …). */
const char *ms_ofac_schema(ms_str type);

#endif
