/* Slices: every text that crosses an interface of the library.
 *
 * A slice does not own its bytes and has no terminating NUL.  It stays valid as
 * long as the arena, buffer or literal that it points into.
 */
#ifndef MARSAD_STR_H
#define MARSAD_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <marsad/api.h>

/* `n` bytes at `p`.  `p` may be NULL only when `n` is 0. */
typedef struct ms_str {
    const char *p;
    size_t n;
} ms_str;

/* A slice over a string literal. */
#define MS_STR(lit) ((ms_str){(lit), sizeof(lit) - 1})

/* The same as an initialiser of static objects. */
#define MS_STR_INIT(lit)       \
    {                          \
        (lit), sizeof(lit) - 1 \
    }

/* For printf: `printf("%.*s", MS_FMT(s))`. */
#define MS_FMT(s) (int)(s).n, (s).p ? (s).p : ""

/* A slice over the NUL-terminated `z`; NULL gives the empty slice. */
static inline ms_str ms_str_z(const char *z)
{
    return (ms_str){z, z ? strlen(z) : 0};
}

/* True when both hold the same bytes. */
static inline bool ms_str_eq(ms_str a, ms_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Order by unsigned bytes, a prefix before what it begins: <0, 0, >0. */
static inline int ms_str_cmp(ms_str a, ms_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

/* `s` without ASCII white space at both ends. */
MS_API ms_str ms_str_trim(ms_str s);

#endif
