/* The language of GET /search, as docs/search-query.md has it: text becomes a tree. */
#ifndef MARSAD_SERVER_GRAMMAR_H
#define MARSAD_SERVER_GRAMMAR_H

#include "server/field.h"

/* Ceilings. */
enum {
    MS_GRAMMAR_BYTES = 8192,
    MS_GRAMMAR_DEPTH = 24, /* of parentheses and of what is denied */
    MS_GRAMMAR_TERMS = 64,
    MS_GRAMMAR_WORDS = 64 /* of one term */
};

typedef enum ms_term_kind {
    MS_TERM_WORDS,  /* these words, one behind the other */
    MS_TERM_PREFIX, /* and the last is the beginning of one */
    MS_TERM_FUZZY,  /* a word with at most `edits` letters wrong */
    MS_TERM_RANGE,  /* dates */
    MS_TERM_ANY     /* whatever value */
} ms_term_kind;

/* What is looked for in one field. */
typedef struct ms_term {
    ms_term_kind kind;
    ms_field field;
    ms_str *words; /* folded */
    uint32_t n;
    ms_str text;       /* as written, for dates */
    unsigned edits;    /* 0 to 2 */
    ms_str from, to;   /* empty: open */
    bool above, below; /* `from`, and `to`, are outside */
} ms_term;

typedef enum ms_node_kind {
    MS_NODE_ALL,
    MS_NODE_NONE,
    MS_NODE_AND,
    MS_NODE_OR,
    MS_NODE_NOT, /* of its first child */
    MS_NODE_TERM
} ms_node_kind;

typedef struct ms_node {
    ms_node_kind kind;
    ms_term term;
    struct ms_node *first, *next; /* children in their order */
    bool silent;                  /* does not count for the order of results */
    /* What find.c works out: */
    uint64_t *set, *named; /* a bit for each entity: answers it; and with its names */
    uint32_t weight;
} ms_node;

/* Reads `q`; text without anything is MS_NODE_ALL.  MS_ESYNTAX and MS_ELIMIT with the byte
 * offset, MS_ENOMEM. */
ms_rc ms_grammar_read(ms_str q, ms_arena *a, ms_node **out, ms_diag *d);

/* The words of `q`, all of them, whatever else it has; those beyond the ceiling are left out.
 * NULL: no memory. */
ms_node *ms_grammar_words(ms_str q, ms_arena *a);

/* Looks for `text`, whole, in `f`; NULL: no memory. */
ms_node *ms_grammar_term(const ms_field *f, ms_str text, ms_arena *a);

/* Adds a child behind the others. */
void ms_node_add(ms_node *parent, ms_node *child);

/* A node without children; NULL: no memory. */
ms_node *ms_node_new(ms_node_kind kind, ms_arena *a);

#endif
