/* What the Swiss sanctions list says of a target under a label, in running text. */
#ifndef MARSAD_LISTS_CH_FACTS_H
#define MARSAD_LISTS_CH_FACTS_H

#include "lists/entry.h"
#include "lists/xml.h"

/* Adds a text of other information: "Label: value" to the property that the label means,
 * anything else, or what the schema has no place for, as a note. */
void ms_ch_information(ms_entry *x, ms_str text);

/* Adds a name with its parts and its spelling variants.  As the target's name (`main`) it
 * gives `name`, and a person's parts their properties. */
void ms_ch_name(ms_entry *x, ms_xml_node *name, bool main);

#endif
