/* Addresses and header values: what others write, read in bounds, and what of it may be
 * kept or shown. */
#ifndef MARSAD_NODE_ADDRESS_H
#define MARSAD_NODE_ADDRESS_H

#include <marsad/rc.h>

#include "base/json_out.h"

/* Appends `text` without what may be secret in the addresses that it holds: user and
 * password before a host, and everything from a question mark on, which becomes "?…". */
void ms_address_shown(ms_out *o, ms_str text);

/* What the query of `address` says behind its first '=', such as a token; "" without one
 * or when it has fewer than 4 bytes. */
ms_str ms_address_secret(ms_str address);

/* Whether `address` may be asked: https, or http to this machine (localhost, 127/8, ::1);
 * `from` is the address that redirected to it or NULL: https never leads to http.
 * MS_EINVAL, MS_ENOMEM. */
ms_rc ms_address_check(const char *address, const char *from, ms_diag *d);

/* Whether `address` is on this machine. */
bool ms_address_local(const char *address);

/* A decimal number of at most 18 digits and nothing else; RFC 9110 §8.6. */
bool ms_length_read(ms_str text, uint64_t *out);

/* "bytes FIRST-LAST/TOTAL", TOTAL 0 where it is "*"; RFC 9110 §14.4.  False for anything
 * else, also where LAST < FIRST or TOTAL <= LAST. */
bool ms_range_read(ms_str text, uint64_t *first, uint64_t *last, uint64_t *total);

/* Whether `etag` is a strong validator (RFC 9110 §8.8.3), which alone fits parts together. */
bool ms_etag_strong(ms_str etag);

/* The last segment of the path of `address` as a file's name: letters, digits, '-', '_'
 * and '.', at most 100 and not the first; "list" where nothing is left.  In `o`. */
void ms_address_file(ms_out *o, ms_str address);

#endif
