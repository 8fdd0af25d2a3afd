/* Where published lists are fetched from: the rows of data/sources.tsv. */
#ifndef MARSAD_NODE_ORIGIN_H
#define MARSAD_NODE_ORIGIN_H

#include <marsad/list.h>

/* A file of a list.  Its address may hold {NAME}, which stands for an environment
 * variable, such as a token. */
typedef struct ms_origin {
    ms_str list, file;
    ms_str format_name;
    ms_format format; /* MS_FORMAT_COUNT: not read by this build */
    bool named;       /* fetched only by its name: another row holds the same list */
    uint64_t minimum; /* screened entities; fewer is not this list */
    uint64_t ceiling; /* bytes of the file */
    ms_str address, page;
} ms_origin;

/* How many rows there are; those of a list are side by side, lists in order of names. */
uint32_t ms_origin_count(void);

/* Row `i`. */
ms_origin ms_origin_at(uint32_t i);

/* The rows of `list`: `*n` of them from `*first` on; false without any. */
bool ms_origin_find(ms_str list, uint32_t *first, uint32_t *n);

/* The name of the variable in `address`; "" without one. */
ms_str ms_origin_variable(ms_str address);

/* `address` with its variable replaced by `value`, percent-encoded (RFC 3986 §2.1), in
 * `a`; `p` NULL without memory. */
ms_str ms_origin_address(ms_str address, ms_str value, ms_arena *a);

#endif
