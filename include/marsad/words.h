/* The words of a snapshot: which entities say them, in a file beside it.
 *
 * A word is a run of letters and digits, compatibility decomposed and case folded (Unicode
 * NFKD), without marks and apostrophes; each ideograph and each Hiragana letter is a word.
 * docs/search-query.md states the folding and the file.
 */
#ifndef MARSAD_WORDS_H
#define MARSAD_WORDS_H

#include <marsad/index.h>

/* Ceilings. */
enum {
    MS_WORD_MAX = 128,         /* bytes of a word; what is beyond is not looked at */
    MS_WORD_ENTITIES = 1 << 28 /* entities of a snapshot */
};

/* ---- text -------------------------------------------------------------- */

/* Goes through the words of a text: `ms_text_reader r = {.text = t};`. */
typedef struct ms_text_reader {
    ms_str text;
    size_t at;
    int32_t folded[32]; /* what the character before `at` became */
    int n, next;
    char word[MS_WORD_MAX];
} ms_text_reader;

/* The next word, valid until the next call; false at the end. */
MS_API bool ms_text_word(ms_text_reader *r, ms_str *word);

/* Called for each value of an entity that is text. */
typedef void (*ms_value_fn)(void *ctx, ms_str property, ms_str value);

/* Goes through the values of the properties of an entity's JSON; texts with escapes are read
 * into `a`. */
MS_API void ms_values_each(ms_str json, ms_arena *a, ms_value_fn fn, void *ctx);

/* ---- groups ------------------------------------------------------------ */

/* name, label */
#define MS_FACET_LIST(X)                         \
    X(DATASETS, "datasets", "Data sources")      \
    X(SCHEMA, "schema", "Entity types")          \
    X(COUNTRIES, "countries", "Countries")       \
    X(IDENTIFIERS, "identifiers", "Identifiers") \
    X(TOPICS, "topics", "Topics")                \
    X(GENDERS, "genders", "Genders")

/* What entities are counted by: MS_FACET_DATASETS and so on. */
typedef enum ms_facet {
#define X(id, name, label) MS_FACET_##id,
    MS_FACET_LIST(X)
#undef X
        MS_FACET_COUNT
} ms_facet;

/* Where a word stands in an entity. */
enum {
    MS_IN_NAMES = 1, /* names that are matched */
    MS_IN_DATES = 2,
    MS_IN_TEXT = 4, /* anywhere else */
    MS_IN_ANY = 7
};

/* Whether the values of property `p` are in the group of its type (names, countries, …), as
 * FollowTheMoney has it: those that are matched, and all of types that never are. */
MS_API bool ms_prop_grouped(const ms_prop *p);

/* ---- building ---------------------------------------------------------- */

/* Writes the words of `s` to `path`: written aside, synced, renamed.  The same snapshot gives
 * the same bytes.  Asks `stop` (NULL: never) now and then whether to give up.  What is larger
 * than `memory` bytes beside the list of words goes through files in the folder of `path`.
 * MS_EBUSY when it gave up, MS_EIO, MS_ELIMIT, MS_ENOMEM. */
MS_API ms_rc ms_words_build(const ms_snap *s, const char *path, size_t memory,
                            bool (*stop)(void *ctx), void *ctx, ms_diag *d);

/* ---- reading ----------------------------------------------------------- */

/* An open file of words; may be shared by threads. */
typedef struct ms_words ms_words;

/* Maps `path`, reads every byte and checks it.  MS_ENOTFOUND; MS_EVERSION for another layout
 * or a file made with other tables; MS_EINVAL for that of another snapshot than the one with
 * `digest` and so many entities; MS_EDAMAGED with the byte offset; MS_EIO, MS_ENOMEM. */
MS_API ms_rc ms_words_open(const char *path, const char *digest, uint32_t entities,
                           ms_words **out, ms_diag *d);
MS_API void ms_words_close(ms_words *w); /* NULL is legal */

/* 32 hexadecimal digits: of which snapshot. */
MS_API const char *ms_words_digest(const ms_words *w);

/* Words in the order of their bytes, and word number `i`. */
MS_API uint32_t ms_words_count(const ms_words *w);
MS_API ms_str ms_words_text(const ms_words *w, uint32_t i);

/* The first word that is not before `s`; ms_words_count where all are. */
MS_API uint32_t ms_words_from(const ms_words *w, ms_str s);

/* Behind the last word that begins with `s`. */
MS_API uint32_t ms_words_behind(const ms_words *w, ms_str s);

/* The entities that say word `i`, ascending: `*n` numbers for ms_said_by and ms_said_in. */
MS_API const uint32_t *ms_words_said(const ms_words *w, uint32_t i, uint32_t *n);

/* Who says it. */
static inline uint32_t ms_said_by(uint32_t said)
{
    return said >> 3;
}

/* Where: MS_IN_…. */
static inline unsigned ms_said_in(uint32_t said)
{
    return said & MS_IN_ANY;
}

/* What entities are counted by: values by number, ordered by facet and then by their bytes;
 * those of `f` are [*first, *first + *n). */
MS_API void ms_words_facet(const ms_words *w, ms_facet f, uint32_t *first, uint32_t *n);
MS_API ms_str ms_words_value(const ms_words *w, uint32_t value);

/* The values of entity `e`, ascending. */
MS_API const uint32_t *ms_words_values(const ms_words *w, uint32_t e, uint32_t *n);

/* How many values all properties of entity `e` have. */
MS_API uint32_t ms_words_size(const ms_words *w, uint32_t e);

#endif
