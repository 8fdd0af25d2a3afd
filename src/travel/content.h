/* What the readers of messages share: where they write, and what they say of it. */
#ifndef MARSAD_TRAVEL_CONTENT_H
#define MARSAD_TRAVEL_CONTENT_H

#include <marsad/travel.h>

#include "base/ascii.h"

/* Where a message is read to.  `rc` is MS_OK or MS_ENOMEM, and sticks. */
typedef struct ms_content {
    const ms_edi_item *item;
    ms_arena *a;
    ms_manifest *m;
    ms_date sent; /* when the message was sent: settles centuries; all zero: not known */
    ms_rc rc;
} ms_content;

/* Room for one more, zeroed, behind the `*n` of `*list`, each of `size` bytes: NULL when there
 * is no memory.  Earlier pointers into the list do not hold any longer. */
void *ms_content_add(ms_content *c, void *list, uint32_t *n, size_t size);

/* One more of a list of the closed table: MS_MORE(c, &c->m, travellers) is an ms_traveller *.
 */
#define MS_MORE(c, owner, member)                                                           \
    ((struct ms_travel_##member *)ms_content_add(c, &(owner)->member, &(owner)->n_##member, \
                                                 sizeof *(owner)->member))

/* Notes what is odd at an element of a segment. */
void ms_content_odd(ms_content *c, ms_oddity_code code, const ms_edi_segment *s,
                    unsigned element, unsigned component);

/* The `n` texts of `v` with `between` between them; of one text that itself, else in the arena.
 */
ms_str ms_content_join(ms_content *c, const ms_str *v, unsigned n, const char *between);

/* The same of those that are not empty; `v` is left without the others. */
ms_str ms_content_join_full(ms_content *c, ms_str *v, unsigned n, const char *between);

/* The day that the message was sent, unless another is known: by it centuries are settled.  A
 * year out of 1980 to 2079 is damage, which would move every birth date by it: not taken. */
void ms_content_sent(ms_content *c, ms_date day);

/* Counts what is not kept. */
static inline void ms_content_drop(ms_content *c, ms_dropped kind)
{
    c->m->dropped[kind]++;
}

/* The number that `s` is, at most `max`; 0 where it is none. */
static inline uint32_t ms_content_number(ms_str s, uint32_t max)
{
    int64_t n = ms_number(s, max);
    return n > 0 ? (uint32_t)n : 0;
}

/* Readers of the content of one kind of message: they fill `c->m`, which has what the envelope
 * says. */
void ms_paxlst_read(ms_content *c);
void ms_pnrgov_read(ms_content *c);

#endif
