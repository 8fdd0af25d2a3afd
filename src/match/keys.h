/* Keys: which are alike, and how they are shown. */
#ifndef MARSAD_MATCH_KEYS_H
#define MARSAD_MATCH_KEYS_H

#include <marsad/match.h>

/* Whether two keys of one kind, numbers aside, are the same. */
bool ms_key_same(const ms_document *a, const ms_document *b);

/* The bytes of `d` that are kept. */
static inline size_t ms_key_kept(const ms_document *d)
{
    return d->len < MS_KEY_KEPT ? d->len : MS_KEY_KEPT;
}

/* Whether it is a number of a document or another identifier. */
static inline bool ms_key_is_number(const ms_document *d)
{
    return d->kind == MS_KEY_NUMBER || d->kind == MS_KEY_WORLDWIDE;
}

/* Whether it can tell that two entities are one: phones and e-mail addresses are shared. */
static inline bool ms_key_joins(const ms_document *d)
{
    return ms_key_is_number(d) || d->kind == MS_KEY_WALLET;
}

/* The text of `d` for people, in `a`; one that is not kept whole ends with "…". */
ms_str ms_key_text(const ms_document *d, ms_arena *a);

#endif
