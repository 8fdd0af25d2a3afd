/* Entities as replies show them. */
#ifndef MARSAD_SERVER_REPLY_H
#define MARSAD_SERVER_REPLY_H

#include "server/site.h"

/* Appends the members of an entity: id, caption, schema, properties, datasets, referents,
 * target, first_seen, last_seen, last_change; the object stays open.  `properties` stands in
 * place of the entity's own where it is not empty. */
void ms_reply_entity(const ms_request *r, const ms_snap_entity *e, ms_str properties,
                     ms_out *o);

/* The same in two parts, around the value of `properties`: what stands before it, and, with
 * what `ms_reply_before` gave, what comes behind it. */
ms_origin ms_reply_before(const ms_snap_entity *e, ms_out *o);
void ms_reply_behind(const ms_request *r, const ms_snap_entity *e, const ms_origin *from,
                     ms_out *o);

/* Whether one of the entity's topics is of those that FollowTheMoney calls risks. */
bool ms_reply_target(ms_str properties);

/* Appends seconds since 1970 as YYYY-MM-DDTHH:MM:SS. */
void ms_reply_time(int64_t seconds, ms_out *o);

#endif
