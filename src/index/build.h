/* What a snapshot being built holds: records in flat buffers, in the order in
 * which they came, and texts by number. */
#ifndef MARSAD_INDEX_BUILD_H
#define MARSAD_INDEX_BUILD_H

#include <marsad/index.h>

#include "index/buf.h"
#include "index/layout.h"
#include "index/spool.h"
#include "index/unit.h"

/* One entity.  Its names, births and so on follow each other in their buffers. */
typedef struct ms_rec {
    uint64_t json_at; /* in the spool */
    uint32_t json_n;
    uint32_t list;
    uint32_t id, caption, schema; /* texts */
    uint32_t name_at, n_names;
    uint32_t birth_at, n_births;
    uint32_t document_at, n_documents;
    uint32_t country_at, n_countries;
    uint32_t link_at, n_links; /* texts: ids of entities of the same list */
    uint8_t sexes;
    uint8_t flags;
} ms_rec;

typedef struct ms_rec_name {
    uint64_t token_at;
    uint32_t text;
    uint32_t weight;
    uint16_t n;
    uint8_t flags;
    uint8_t family;
} ms_rec_name;

/* Document `rec` names the entity with the id `holder` as its holder. */
typedef struct ms_rec_holder {
    uint32_t rec;
    uint32_t holder; /* text */
} ms_rec_holder;

/* What the list of record `rec` says elsewhere about its entity `subject`: a reference
 * that other lists may have too. */
typedef struct ms_rec_ref {
    uint32_t rec;
    uint32_t subject; /* text: its id */
    uint32_t ref;     /* text: as ms_crossref_add makes it */
} ms_rec_ref;

typedef struct ms_rec_list {
    uint32_t name;   /* text */
    uint32_t report; /* text */
} ms_rec_list;

/* What is taken from an older snapshot as it is. */
typedef struct ms_keep {
    const ms_snap *old;
    uint8_t *kept; /* of each entity */
    uint32_t *as;  /* of each list: the one of the build that it becomes + 1; 0: none */
} ms_keep;

struct ms_build {
    ms_texts texts;
    ms_units units; /* tokens */
    ms_buf recs, names;
    ms_buf tokens; /* uint32_t: as ms_unit_ref makes them */
    ms_buf births, documents, countries, links;
    ms_buf holders, refs, lists;
    ms_spool json;
    ms_keep *keep;  /* NULL: nothing was kept */
    uint32_t *slot; /* by list and id, open addressing: record + 1, or 0 */
    uint32_t slots; /* a power of two, or 0 */
    ms_arena *scratch;
    bool open; /* the last list takes entities */
};

/* Writes the tokens of name `n` of the build, at most MS_NAME_TOKENS. */
static inline void ms_build_tokens(const ms_build *b, const ms_rec_name *n, ms_token *out)
{
    const uint32_t *refs = n->n ? MS_AT(b->tokens, uint32_t, n->token_at) : NULL;
    ms_unit_tokens(ms_units_all(&b->units), refs, n->n, out);
}

void ms_keep_free(ms_keep *k); /* NULL is legal */

/* Whether `list` of the build keeps an entity with the id; `k` may be NULL. */
bool ms_keep_has(const ms_keep *k, uint32_t list, ms_str id);

/* Whether the keys of entities of schema `s`, which may be NULL, are their holders' too:
 * numbers of documents, addresses of wallets. */
bool ms_schema_held(const ms_schema *s);

/* Whether entities of schema `s` say something of others that is kept with these: what is
 * held of its holders, sanctions of whom they are about. */
bool ms_schema_speaks(const ms_schema *s);

/* Adds the references of `e`, which becomes the next record.  MS_ENOMEM. */
ms_rc ms_crossref_add(ms_build *b, const ms_entity *e);

/* The record of `list` with the id numbered `id`; false: there is none. */
bool ms_build_lookup(const ms_build *b, uint32_t list, uint32_t id, uint32_t *rec);

#endif
