/* The bytes of the file of words, as docs/search-query.md states them: little-endian, fixed
 * widths, no pointers, no unnamed padding. */
#ifndef MARSAD_INDEX_WORDS_LAYOUT_H
#define MARSAD_INDEX_WORDS_LAYOUT_H

#include <marsad/words.h>

#include "index/layout.h"

#define MS_WORDS_MAGIC "MARSADWD"

enum { MS_WORDS_LAYOUT = 1 };

/* Sections in the order of the file; offsets of n things are n + 1 numbers. */
#define MS_WORDS_SECTIONS(X)                                                       \
    X(POOL, "words", 1)                 /* words, one behind the other, sorted */  \
    X(AT, "word offsets", 4)            /* of each word in the pool */             \
    X(SAID_AT, "entity offsets", 4)     /* of each word in what follows */         \
    X(SAID, "entities", 4)              /* as ms_said_by and ms_said_in read it */ \
    X(VALUE_POOL, "values", 1)          /* of facets, sorted by facet and bytes */ \
    X(VALUE_AT, "value offsets", 4)     /* of each in the pool */                  \
    X(OF_AT, "value number offsets", 4) /* of each entity in what follows */       \
    X(OF, "value numbers", 4)           /* ascending */                            \
    X(SIZES, "sizes", 4)                /* of each entity */

typedef enum ms_words_section {
#define X(id, name, item) MS_WORDS_##id,
    MS_WORDS_SECTIONS(X)
#undef X
        MS_WORDS_SECTION_COUNT
} ms_words_section;

typedef struct ms_words_head {
    char magic[8];
    uint32_t layout;
    uint32_t entities;
    char tables[8];                     /* of ms_head_tables */
    char digest[32];                    /* of the snapshot */
    uint64_t size;                      /* of the file */
    uint32_t facet[MS_FACET_COUNT + 1]; /* first value of each, and how many there are */
    uint32_t zero;
    struct {
        uint64_t at, size, sum; /* XXH3-64 of the bytes */
    } section[MS_WORDS_SECTION_COUNT];
    uint64_t sum; /* XXH3-64 of all that stands before it */
} ms_words_head;

/* As ms_words_open on bytes in memory, which must be aligned to 64 and outlive the words. */
ms_rc ms_words_mem(ms_str bytes, const char *digest, uint32_t entities, ms_words **out,
                   ms_diag *d);

/* Makes the magic, the versions, the size and every checksum of the `n` bytes those of a whole
 * file, whatever the sections hold; sections that lie outside are left alone.  For tests that
 * damage what checksums protect. */
void ms_words_seal(char *bytes, size_t n);

_Static_assert(sizeof(ms_words_head) ==
                   64 + 4 * (MS_FACET_COUNT + 2) + 24 * MS_WORDS_SECTION_COUNT + 8,
               "layout 1");

#endif
