/* One query name at work, and the room that searches of one thread work in. */
#ifndef MARSAD_INDEX_FINDER_H
#define MARSAD_INDEX_FINDER_H

#include "index/bound.h"
#include "index/candidates.h"
#include "index/near.h"

/* What a token of the query is to the search. */
typedef struct ms_want {
    ms_letters letters;
    uint32_t weight;
    bool initial, minor;
    bool essential;     /* no name reaches the threshold without one of these */
    bool sought;        /* `units` and `runs` are all that is like it, of an initial all that
                         * is equal, and `bit` is its own */
    uint16_t bit;       /* in marks; the last of many tokens share one */
    ms_buf units, runs; /* ms_near_hit, by unit */
} ms_want;

/* A unit, and how it resembles the tokens of the query. */
typedef struct ms_likeness {
    uint32_t unit;
    bool compared; /* with the tokens that are not sought */
    uint16_t similarity[MS_NAME_TOKENS];
} ms_likeness;

/* What is known of an entity: which tokens of the query its names have something like, and */
typedef uint16_t ms_mark;
enum {
    MS_MARK_BITS = 12,        /* of tokens */
    MS_MARK_ONE = 1 << 12,    /* that such a name may have but one token that is not minor */
    MS_MARK_TWO = 1 << 13,    /* that it may have but two */
    MS_MARK_BORN = 1 << 14,   /* that a birth date may agree */
    MS_MARK_JOINED = 1 << 15, /* that a run is like a token that is sought, or a unit like a run
                               * with one */
    MS_MARK_SETS = MS_MARK_JOINED /* of the others */
};

/* An entity that its marks do not rule out. */
typedef struct ms_look {
    uint32_t entity;
    ms_mark mark; /* but MS_MARK_JOINED */
    bool joined;
    int32_t most; /* log-odds that its names can have at most */
} ms_look;

/* The log-odds that names can have at most, of entities with such marks and parts. */
typedef struct ms_most {
    uint32_t key; /* 0: none */
    int32_t odds;
} ms_most;

/* Whether names with such marks may reach the threshold, as far as it was asked. */
typedef enum ms_verdict { MS_UNASKED, MS_MAY, MS_MAY_NOT } ms_verdict;

typedef struct ms_room {
    char digest[33]; /* of the snapshot */
    uint32_t *like;  /* by unit: 1 + its likeness; 0 for none */
    ms_buf likenesses;
    ms_mark *mark;  /* by entity; 0: not met */
    ms_buf met;     /* uint32_t: entities that have a mark */
    ms_buf looks;   /* ms_look */
    uint64_t *told; /* a bit for each entity that was told */
    ms_buf told_list;
    uint8_t verdict[MS_MARK_SETS]; /* ms_verdict, of all marks but MS_MARK_JOINED */
    ms_most most[1 << 12];         /* each key has one place */
    ms_want want[MS_NAME_TOKENS];
    ms_buf hits; /* ms_near_hit, of a run of the query's name */
} ms_room;

/* Nothing, and the findings about births; nothing, the same and another. */
enum { MS_BIRTHS = MS_FINDING_BIRTH_YEAR - MS_FINDING_BIRTH_DAY + 2, MS_OTHERS = 3 };

typedef struct ms_finder {
    const ms_candidates *c;
    ms_room *room;
    const ms_name *a;
    ms_whose whose;
    int32_t least, least_unborn; /* log-odds that names must have; where no birth date agrees */
    int32_t least_where[MS_BIRTHS][MS_OTHERS][MS_OTHERS]; /* what facts find; 0: not asked */
    int32_t most; /* log-odds that any name can have with this one */
    uint32_t major;
    bool compare; /* some tokens are compared with the units of the names that are looked at */
    bool all;     /* tokens but minor ones and initials are sought */
    bool runs;    /* so is each run of the query's name that has any of these, and there is no
                     other */
    ms_token tokens[MS_NAME_TOKENS];
    ms_rc rc;
} ms_finder;

/* Notes what units resemble the tokens that are sought, before names are looked at. */
void ms_finder_prepare(ms_finder *f);

/* The least log-odds that names of the entity must have, as its facts are. */
int32_t ms_finder_least(ms_finder *f, uint32_t entity);

/* Whether the log-odds of the query's name and name number `name` are `least` or more;
 * `joined` where something joined may be like something. */
bool ms_finder_reaches(ms_finder *f, uint32_t name, int32_t least, bool joined);

#endif
