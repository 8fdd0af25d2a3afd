/* All heap memory of the library goes through these, so that a test can make
 * each allocation fail in turn. */
#ifndef MARSAD_BASE_MEM_H
#define MARSAD_BASE_MEM_H

#include <stddef.h>

void *ms_malloc(size_t n);
void *ms_calloc(size_t count, size_t size);
void *ms_realloc(void *p, size_t n);
void ms_free(void *p);

/* Decides before each allocation of `n` bytes whether it may happen.  NULL (the
 * default) lets all pass.  For tests; set while no other thread allocates. */
extern int (*ms_mem_gate)(size_t n);

#endif
