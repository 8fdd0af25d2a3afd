/* Growing flat buffers and deduplicated texts: what a snapshot is built in.  A
 * million entities must fit, so that nothing here is allocated one by one. */
#ifndef MARSAD_INDEX_BUF_H
#define MARSAD_INDEX_BUF_H

#include <stdint.h>

#include <marsad/str.h>

/* `n` bytes in use at `p`, which moves when the buffer grows.  Zero: empty. */
typedef struct ms_buf {
    char *p;
    size_t n, cap;
} ms_buf;

/* Room for `n` bytes more, zeroed and counted as used; NULL: no memory, and the
 * buffer is as it was. */
void *ms_buf_add(ms_buf *b, size_t n);

/* Appends a copy of `n` bytes; false: no memory. */
bool ms_buf_put(ms_buf *b, const void *p, size_t n);

/* Frees the bytes and empties the buffer. */
void ms_buf_free(ms_buf *b);

/* All records of a buffer, NULL in an empty one; number `i`; and how many there are. */
#define MS_ALL(buf, type) ((type *)(void *)(buf).p)
#define MS_AT(buf, type, i) ((type *)(void *)(buf).p + (i))
#define MS_COUNT(buf, type) ((buf).n / sizeof(type))

/* A table from hashes to numbers by open addressing; the hash stands in the slot, so that a
 * search looks elsewhere only for what is most likely equal.  Zero: empty. */
typedef struct ms_slots {
    struct ms_slot {
        uint32_t hash;
        uint32_t next; /* number + 1, or 0: free */
    } * v;
    uint32_t n; /* a power of two, or 0 */
} ms_slots;

/* Makes room for `n` numbers, so that a third of the slots is free; false: no memory. */
bool ms_slots_room(ms_slots *s, uint64_t n);

/* The slot of the first number of `hash` at or behind slot `at`, or a free one: begin at the
 * hash, and go on behind what was not meant.  There must be free slots. */
struct ms_slot *ms_slots_find(const ms_slots *s, uint32_t hash, uint32_t at);

/* Texts, each kept once and known by its number from 0. */
typedef struct ms_texts {
    ms_buf bytes;
    ms_buf where; /* one record a text */
    ms_slots slots;
} ms_texts;

/* The number of `s`, which is added when it is new; false: no memory. */
bool ms_texts_add(ms_texts *t, ms_str s, uint32_t *no);

/* The number of `s`; false: it is not there. */
bool ms_texts_find(const ms_texts *t, ms_str s, uint32_t *no);

/* Text number `no`; valid until the next addition. */
ms_str ms_texts_get(const ms_texts *t, uint32_t no);

/* How many there are. */
uint32_t ms_texts_count(const ms_texts *t);

/* Frees the texts. */
void ms_texts_free(ms_texts *t);

#endif
