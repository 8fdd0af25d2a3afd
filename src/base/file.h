/* Files: written so that a reader sees the old or the new version whole, mapped
 * read-only, locked against a second writer.
 *
 * Failures give MS_EIO (or what is said below) and a diagnosis with the path and
 * the system's reason.
 */
#ifndef MARSAD_BASE_FILE_H
#define MARSAD_BASE_FILE_H

#include <marsad/rc.h>

/* The system's words for `err`, a value of errno; static. */
const char *ms_errno_text(int err);

/* MS_EIO with "cannot VERB PATH: the system's words". */
ms_rc ms_file_fail(ms_diag *d, const char *verb, const char *path, int err);

/* A file being written aside, in the folder of the path that it will replace. */
typedef struct ms_aside ms_aside;

/* Begins the next version of `path` as `path.tmp.PID.N`.  On success `*out` is
 * to be given to ms_aside_publish or ms_aside_drop.  MS_EIO, also where `path` is there and no
 * regular file, since a device or pipe would be gone; MS_ENOMEM. */
ms_rc ms_aside_open(const char *path, ms_aside **out, ms_diag *d);

/* Lets its owner alone read it and what it replaces; before bytes are written. */
ms_rc ms_aside_private(ms_aside *f, ms_diag *d);

/* Appends `n` bytes, which a thread may write later: what failed is told by this call or one
 * behind it, at the latest by ms_aside_publish. */
ms_rc ms_aside_write(ms_aside *f, const void *p, size_t n, ms_diag *d);

/* Writes over `n` bytes at `at`, which were appended before. */
ms_rc ms_aside_rewrite(ms_aside *f, uint64_t at, const void *p, size_t n, ms_diag *d);

/* Maps what was appended, at least a byte, read-only; undone by ms_file_unmap, at any time. */
ms_rc ms_aside_map(ms_aside *f, ms_str *out, ms_diag *d);

/* Bytes appended so far. */
uint64_t ms_aside_size(const ms_aside *f);

/* Syncs the file, renames it to its path and syncs the folder.  Frees `f` in any
 * case; on failure the old version stays and the aside file is removed. */
ms_rc ms_aside_publish(ms_aside *f, ms_diag *d);

/* Removes the aside file and frees `f`.  NULL is legal. */
void ms_aside_drop(ms_aside *f);

/* Removes the aside files of `path` that killed writers left behind.  The caller
 * holds the lock that all writers of `path` take. */
ms_rc ms_aside_tidy(const char *path, ms_diag *d);

/* Makes `bytes` the content of `path`, as one step. */
ms_rc ms_file_replace(const char *path, ms_str bytes, ms_diag *d);

/* Makes lasting what was made, renamed and removed in folder `dir`. */
ms_rc ms_dir_sync(const char *dir, ms_diag *d);

/* Maps the regular file `path` read-only; an empty file gives the empty slice.
 * Undone by ms_file_unmap.  MS_ENOTFOUND, MS_EIO. */
ms_rc ms_file_map(const char *path, ms_str *out, ms_diag *d);

/* Which file it is, and in which state: another file has another, and so has this one
 * after whatever was written to it. */
typedef struct ms_file_id {
    uint64_t device, inode, size;
    uint64_t modified, changed; /* ns since 1970, on the clock of the file system */
} ms_file_id;

/* The id of a file with the status `st`. */
struct stat;
ms_file_id ms_file_id_of(const struct stat *st);

/* The id of what lies at `path` now, of whatever kind; false, and zeros, where nothing can be
 * seen. */
bool ms_file_id_now(const char *path, ms_file_id *out);

bool ms_file_id_eq(const ms_file_id *a, const ms_file_id *b);

/* As ms_file_map, with the id of what was mapped. */
ms_rc ms_file_map_id(const char *path, ms_str *out, ms_file_id *id, ms_diag *d);

/* Waits, 50 ms at most, until whatever is written to the file from then on gives it another
 * id: file systems count time in ticks.  False: it cannot be told. */
bool ms_file_settled(const ms_file_id *id);

/* Reads every byte of the file `path`, and keeps none: a disk that cannot is told with the
 * offset.  `progress` may be NULL.  MS_ENOTFOUND, MS_EIO, MS_ENOMEM. */
ms_rc ms_file_read_through(const char *path, ms_progress_fn progress, void *ctx, ms_diag *d);

/* Gives back the memory of pages [at, at + n) of a map; they are read again when they are
 * needed. */
void ms_file_relax(ms_str map, size_t at, size_t n);

/* Undoes ms_file_map; the empty slice is legal. */
void ms_file_unmap(ms_str map);

/* Takes the lock that the file `path`, made when absent, stands for; it ends with
 * ms_file_unlock or with the process, however it dies.  MS_EBUSY when another
 * holds it and `wait` is false. */
ms_rc ms_file_lock(const char *path, bool wait, int *lock, ms_diag *d);

/* Gives the lock back; -1 is legal. */
void ms_file_unlock(int lock);

/* Makes folder `path` and those above it where they are missing, open to their
 * owner alone (XDG Base Directory Specification 0.8). */
ms_rc ms_mkdirs(const char *path, ms_diag *d);

#endif
