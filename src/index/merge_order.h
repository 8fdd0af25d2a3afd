/* Sections that stand in an order of their own, merged. */
#ifndef MARSAD_INDEX_MERGE_ORDER_H
#define MARSAD_INDEX_MERGE_ORDER_H

#include "index/merge.h"

/* Put the sections numbers, born and ids. */
void ms_merge_numbers(ms_emit *o, const ms_merge *m);
void ms_merge_born(ms_emit *o, const ms_merge *m);
void ms_merge_ids(ms_emit *o, const ms_merge *m);

#endif
