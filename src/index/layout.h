/* The bytes of a snapshot file, as docs/snapshot.md states them: little-endian,
 * fixed widths, no pointers, no unnamed padding. */
#ifndef MARSAD_INDEX_LAYOUT_H
#define MARSAD_INDEX_LAYOUT_H

#include <stdint.h>

#include <xxhash.h>

#include <marsad/match.h>

#include "index/unit.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "records are mapped as they are");

#define MS_SNAP_MAGIC "MARSADSN"

enum { MS_SNAP_LAYOUT = 7, MS_SNAP_ALIGN = 64 };

/* A text: a range of the pool. */
typedef struct ms_disk_text {
    uint32_t at, n;
} ms_disk_text;

typedef struct ms_disk_list {
    ms_disk_text name;
    uint32_t first; /* entity */
    uint32_t count;
    uint32_t screened; /* of them */
} ms_disk_list;

enum { MS_DISK_MATCHABLE = 1 };

/* Ranges follow each other without gaps, in the order of the entities. */
typedef struct ms_disk_entity {
    uint64_t json_at;
    uint32_t json_n;
    ms_disk_text id, caption;
    uint32_t list, schema;
    uint32_t name_at, n_names;
    uint32_t birth_at, n_births;
    uint32_t document_at, n_documents;
    uint32_t country_at, n_countries;
    uint32_t ref_at, n_refs;
    uint8_t sexes;
    uint8_t flags;
    uint8_t zero[2];
} ms_disk_entity;

enum {
    MS_DISK_WEAK = 1,
    MS_DISK_CUT = 2,
    MS_DISK_KIND_AT = 2
}; /* an ms_name_kind from there on */

typedef struct ms_disk_name {
    uint32_t token_at;
    uint32_t weight;
    ms_disk_text text;
    uint16_t n; /* tokens */
    uint8_t flags;
    uint8_t family; /* so many of them, the first, are said to be the family name */
} ms_disk_name;

/* An entity whose names have a unit, and the fewest tokens that are not minor of any name of
 * its that does, at most MS_FEW_MAX. */
enum { MS_FEW_BITS = 2, MS_FEW_MAX = 3, MS_POSTED_MAX = 1 << (32 - MS_FEW_BITS) };

static inline uint32_t ms_posted(uint32_t entity, uint32_t fewest)
{
    return entity << MS_FEW_BITS | fewest;
}

static inline uint32_t ms_posted_entity(uint32_t posted)
{
    return posted >> MS_FEW_BITS;
}

static inline uint32_t ms_posted_fewest(uint32_t posted)
{
    return posted & MS_FEW_MAX;
}

/* A key and the entity that has it, in the order of ms_document_order. */
typedef struct ms_disk_number {
    uint32_t document, entity;
} ms_disk_number;

/* A birth date and an entity that has it; sorted by date, then by entity, each once. */
typedef struct ms_disk_born {
    ms_date date;
    uint32_t entity;
} ms_disk_born;

/* The order of dates: by year, month and day; what is not known is 0. */
static inline uint32_t ms_born_key(ms_date d)
{
    return (uint32_t)d.year << 16 | (uint32_t)d.month << 8 | d.day;
}

/* An entity and what it names as an entity of its list, which the list has not. */
typedef struct ms_disk_absent {
    ms_disk_text id;
    uint32_t entity;
} ms_disk_absent;

/* What stands between the authority and its number in a reference; the authority is
 * empty where the number is the id that another list has given. */
#define MS_REF_MARK '\x1f'

/* Where a list's load report lies, counted from the start of the section. */
typedef struct ms_disk_report {
    uint64_t at, n;
} ms_disk_report;

/* Sections in the order of the file: name in messages, bytes of a record. */
#define MS_SECTION_LIST(X)                              \
    X(POOL, "pool", 1)                                  \
    X(SCHEMATA, "schemata", sizeof(ms_disk_text))       \
    X(LISTS, "lists", sizeof(ms_disk_list))             \
    X(ENTITIES, "entities", sizeof(ms_disk_entity))     \
    X(NAMES, "names", sizeof(ms_disk_name))             \
    X(PARTS, "parts", sizeof(uint8_t))                  \
    X(TOKENS, "tokens", sizeof(uint32_t))               \
    X(UNITS, "units", sizeof(ms_token))                 \
    X(UNIT_AT, "unit offsets", sizeof(uint32_t))        \
    X(UNIT_ENTITIES, "unit entities", sizeof(uint32_t)) \
    X(RUNS, "runs", sizeof(ms_token))                   \
    X(RUN_AT, "run offsets", sizeof(uint32_t))          \
    X(RUN_ENTITIES, "run entities", sizeof(uint32_t))   \
    X(UNIT_BLOCKS, "unit blocks", 1)                    \
    X(RUN_BLOCKS, "run blocks", 1)                      \
    X(BIRTHS, "births", sizeof(ms_date))                \
    X(DOCUMENTS, "documents", sizeof(ms_document))      \
    X(NUMBERS, "numbers", sizeof(ms_disk_number))       \
    X(BORN, "born", sizeof(ms_disk_born))               \
    X(COUNTRIES, "countries", sizeof(ms_country))       \
    X(JSON, "json", 1)                                  \
    X(IDS, "ids", sizeof(uint32_t))                     \
    X(LINK_AT, "link offsets", sizeof(uint32_t))        \
    X(LINKS, "links", sizeof(uint32_t))                 \
    X(ABSENT, "absent", sizeof(ms_disk_absent))         \
    X(REFS, "references", sizeof(ms_disk_text))         \
    X(GROUPS, "groups", sizeof(uint32_t))               \
    X(REPORTS, "reports", 1)

typedef enum ms_section {
#define X(id, name, item) MS_SECTION_##id,
    MS_SECTION_LIST(X)
#undef X
        MS_SECTION_COUNT
} ms_section;

/* One row of the header's section table. */
typedef struct ms_disk_section {
    uint32_t kind; /* ms_section */
    uint32_t item; /* bytes of a record */
    uint64_t at;   /* a multiple of MS_SNAP_ALIGN */
    uint64_t size; /* bytes, padding not counted */
    uint64_t sum;  /* XXH3-64 of these bytes */
} ms_disk_section;

typedef struct ms_disk_head {
    char magic[8];
    uint32_t layout;
    uint32_t n_sections;
    char tables[8]; /* what ms_version says behind the '+' */
    uint64_t size;  /* of the file */
    unsigned char digest[16];
    ms_disk_section section[MS_SECTION_COUNT];
    uint64_t sum; /* XXH3-64 of all that stands before it */
} ms_disk_head;

_Static_assert(sizeof(ms_disk_entity) == 80, "layout 7");
_Static_assert(sizeof(ms_disk_name) == 20, "layout 7");
_Static_assert(sizeof(ms_disk_head) == 48 + 32 * MS_SECTION_COUNT + 8, "layout 7");
_Static_assert(sizeof(ms_token) == 32 && sizeof(ms_date) == 4, "layout 7");
_Static_assert(sizeof(ms_document) == 40 && sizeof(ms_country) == 8, "layout 7");

/* The name of `s` in messages, and the bytes of one of its records. */
const char *ms_section_name(ms_section s);
uint32_t ms_section_item(ms_section s);

/* `at` rounded up to where a section may begin. */
static inline uint64_t ms_section_align(uint64_t at)
{
    return (at + MS_SNAP_ALIGN - 1) & ~(uint64_t)(MS_SNAP_ALIGN - 1);
}

/* Sets the digest of `h`, in the canonical byte order of XXH128. */
static inline void ms_head_digest(ms_disk_head *h, XXH128_hash_t digest)
{
    XXH128_canonical_t c;
    XXH128_canonicalFromHash(&c, digest);
    memcpy(h->digest, c.digest, sizeof h->digest);
}

/* Eight characters that stand for this program's knowledge tables. */
void ms_head_tables(char out[8]);

/* The checksum that belongs into `h`. */
uint64_t ms_head_sum(const ms_disk_head *h);

/* Writes into `h` what is the same in every file of this program, and at last
 * its checksum; the section table and the digest are there already. */
void ms_head_finish(ms_disk_head *h);

/* Makes the magic, the versions, every checksum and the digest of the `n` bytes
 * those of a whole file, whatever the sections hold; sections that lie outside
 * are left alone.  For tests that damage what checksums protect. */
void ms_snap_seal(char *bytes, size_t n);

#endif
