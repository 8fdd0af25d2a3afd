/* Bytes for a file that a thread of its own writes while the next are made.
 *
 * One thread uses a value of this type.  The writing thread begins with the first
 * MS_BEHIND_SLOT bytes, so that small files have none; where none can be had, the caller's
 * thread writes.
 */
#ifndef MARSAD_BASE_BEHIND_H
#define MARSAD_BASE_BEHIND_H

#include <stddef.h>

enum {
    MS_BEHIND_SLOT = 1 << 18, /* bytes written in one go */
    MS_BEHIND_SLOTS = 8       /* that wait at most */
};

typedef struct ms_behind ms_behind;

/* Appends to the open file `fd`, which stays the caller's.  NULL: out of memory. */
ms_behind *ms_behind_new(int fd);

/* Appends `n` bytes, which may change afterwards.  Gives 0, or the errno of a write that
 * failed, of these bytes or earlier ones; behind it nothing is written.  Of bytes that wait it
 * is told later. */
int ms_behind_put(ms_behind *b, const void *p, size_t n);

/* Waits until all is written, which need not have reached the disk.  Gives 0, or the errno of
 * the first write that failed. */
int ms_behind_wait(ms_behind *b);

/* Ends; what is not written yet may never be.  NULL is legal. */
void ms_behind_free(ms_behind *b);

#endif
