/* The parts of OFAC's advanced XML that parties refer to: reference values, places,
 * documents (schema of the UN's advanced sanctions data model, sdn_advanced.xsd). */
#ifndef MARSAD_LISTS_OFAC_ADVANCED_H
#define MARSAD_LISTS_OFAC_ADVANCED_H

#include "lists/ofac_facts.h"
#include "lists/refs.h"

/* A place. */
typedef struct ms_ofac_place {
    ms_str full, street, city, state, code, country;
} ms_ofac_place;

/* A document of an identity, and the next one. */
typedef struct ms_ofac_document {
    ms_ofac_fact fact;
    struct ms_ofac_document *next;
} ms_ofac_document;

/* The text of value `id` of the set whose elements are called `kind`; "" without one. */
ms_str ms_ofac_text(const ms_refs *t, const char *kind, ms_str id);

/* The date of an element with Year, Month and Day. */
ms_date ms_ofac_date(ms_xml_node *n);

/* Keep a set of reference values, a Location, an IDRegDocument. */
ms_rc ms_ofac_keep_values(ms_refs *t, ms_xml_node *n);
ms_rc ms_ofac_keep_place(ms_refs *t, ms_xml_node *n);    /* as "Location" */
ms_rc ms_ofac_keep_document(ms_refs *t, ms_xml_node *n); /* as "Identity", a chain */

#endif
