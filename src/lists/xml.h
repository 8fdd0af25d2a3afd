/* XML lists, record by record: each child or grandchild of the root, as the format has
 * it, becomes a small tree; the rest of the document is never held.
 *
 * Nothing outside the document is read and no entity is ever expanded but the five
 * of XML 1.0 §4.6: a declaration of one ends the reading.  Ceilings: depth
 * MS_XML_DEPTH_MAX, MS_FIELD_MAX bytes of an element's text, MS_RECORD_MAX bytes of
 * a record and of a single tag, MS_XML_NODES_MAX elements of a record.
 */
#ifndef MARSAD_LISTS_XML_H
#define MARSAD_LISTS_XML_H

#include "lists/reader.h"

enum { MS_XML_NODES_MAX = 100000 };

/* An element, or an attribute as a child called "@name".  `text` is its own text,
 * trimmed at both ends. */
typedef struct ms_xml_node {
    ms_str name;
    ms_str text;
    ms_place at;
    bool used; /* set by ms_xml_take: some property has it */
    struct ms_xml_node *parent, *child, *last, *next;
} ms_xml_node;

/* Called for the root element with its attributes as children, and for each record.
 * Anything but MS_OK ends the reading. */
typedef ms_rc (*ms_xml_fn)(void *ctx, ms_xml_node *node, ms_diag *d);

/* Reads all of r->src.  `names` ends with NULL and says which elements are records:
 * "record" for children of the root, "container/record" for grandchildren, all alike.
 * Other elements at that depth are given to `record` as well.  "!name", behind those, is
 * an element in which former states of records stand: it is given with its attributes,
 * and what it holds is passed over; its text then says how many elements that were.
 *
 * A record that is not well-formed or over a ceiling is set aside, and the reading goes
 * on where the next of `names` begins.  A file that does not end with the end of its
 * root was cut off: MS_ETRUNCATED.  MS_ESYNTAX and MS_EENCODING before the first
 * record; MS_ENOMEM, and what the source or the callbacks give. */
ms_rc ms_xml_read(ms_reader *r, const char *const *names, ms_xml_fn root, ms_xml_fn record,
                  void *ctx, ms_diag *d);

/* The next child of `node` called `name` behind `after` (NULL: the first). */
ms_xml_node *ms_xml_child(const ms_xml_node *node, const char *name, const ms_xml_node *after);

/* The text of the first child called `name`, which counts as used; "" without one. */
ms_str ms_xml_take(ms_xml_node *node, const char *name);

/* Every element below `node` counts as used: what they say is not kept. */
void ms_xml_use(ms_xml_node *node);

/* A copy of `node` in `a` without what was taken; NULL when memory is spent. */
ms_xml_node *ms_xml_copy(ms_arena *a, const ms_xml_node *node);

/* Counts every element below `node` that has text and was not taken, under the name
 * `prefix`/…/name. */
ms_rc ms_xml_unmapped(ms_reader *r, const ms_xml_node *node, ms_str prefix);

#endif
