/* marsad travel screen: what its parts share. */
#ifndef MARSAD_CLI_TRAVEL_SCREEN_H
#define MARSAD_CLI_TRAVEL_SCREEN_H

#include <marsad/answer.h>
#include <marsad/lost.h>
#include <marsad/parts.h>
#include <marsad/shard.h>

#include "ask/query.h"
#include "base/pool.h"
#include "cli/answer.h"
#include "cli/cli.h"
#include "cli/rows.h"

/* Bytes of a count in references of answers: seven digits of 36, and a NUL. */
enum { SCREEN_COUNT = 8 };

/* What all of a run agree on; nothing of it changes while threads work. */
typedef struct screening {
    ms_cli *c;
    ms_snaps snaps;
    bool complete; /* all shards are there */
    ms_search search;
    ms_rows_format format;
    ms_lang lang;
    ms_lost *lost; /* NULL: none is asked for */
    ms_date today; /* settles centuries of zones */
    char now[sizeof "202601312359"];
    char stamp[SCREEN_COUNT]; /* begins the references of what is sent */
    bool answers;             /* they are wanted */
    ms_str code[MS_VERDICTS]; /* agreed with carriers; empty: the table's */
} screening;

/* What a message turned out to be. */
typedef enum screen_kind {
    SCREEN_LIST,   /* of travellers, perhaps of none */
    SCREEN_UNREAD, /* nothing of it can be read: of no known type, or no zone */
    SCREEN_OTHER   /* an answer or a report: nobody travels */
} screen_kind;

/* A message or document on its way: set by whoever reads, then by whoever works. */
typedef struct screen_row {
    const char *file;
    uint64_t ordinal;        /* within the run, from 1 */
    uint64_t number;         /* of a document within its file, from 1 */
    const ms_edi_item *item; /* NULL: a document */
    ms_str zone;
    /* what became of it */
    screen_kind kind;
    ms_travel_part part; /* of a list in several messages */
    uint64_t travellers, referred;
    ms_str answer; /* an interchange */
    bool answered; /* it is to be answered, and is */
    bool refused;  /* it is to be answered, and could not be */
} screen_row;

/* name in outputs, what people read */
#define SCREEN_REASON_LIST(X)                                                     \
    X(MATCH, "match", "on a list")                                                \
    X(LOST, "lost_document", "a document on the list of lost ones")               \
    X(LIKE, "like_lost_document", "a document like one on the list of lost ones") \
    X(UNSCREENED, "not_screened", "no name to ask for: none yet, or a broken one")

/* Why a traveller is referred: bits 1 << SCREEN_MATCH and so on. */
enum {
#define X(id, name, text) SCREEN_##id,
    SCREEN_REASON_LIST(X)
#undef X
        SCREEN_REASONS
};

/* One traveller who was screened. */
typedef struct screened {
    uint32_t number; /* within the message, from 1 */
    const ms_traveller *traveller;
    const ms_answer_traveller *answer;
    unsigned reasons;      /* 0: to board */
    ms_lost_row lost;      /* where SCREEN_LOST or SCREEN_LIKE holds */
    uint32_t document;     /* the traveller's, from 0 */
    const ms_result *best; /* NULL: no match */
    uint32_t matches;
} screened;

/* ---- travel_screen_work.c: one thread's work ------------------------------ */

void *screen_begin(void *ctx); /* `ctx` is a screening, first member of its owner */
void screen_end(void *worker);

/* Writes the last seven digits of `n` to the base of 36. */
void screen_count(uint64_t n, char to[SCREEN_COUNT]);

/* Screens the screen_row of a chunk. */
ms_rc screen_work(void *worker, ms_pool_chunk *chunk);

/* ---- travel_screen_out.c: what is written of it --------------------------- */

/* The header of the CSV lines; nothing in other formats. */
void screen_head(const screening *s, ms_out *o);

/* One traveller: those referred, in CSV all; with `found`, unless NULL, for people to see.
 * MS_ENOMEM. */
ms_rc screen_one(const screening *s, const screen_row *row, const ms_manifest *m,
                 const screened *t, const answer *found, bool first, ms_out *o);

/* The message, with `travellers`, what screen_one wrote of it. */
void screen_message(const screening *s, const screen_row *row, const ms_manifest *m,
                    ms_str travellers, ms_out *o);

/* Totals of a run. */
typedef struct screen_totals {
    uint64_t messages, unread, others, travellers, referred, answered, refused;
    uint64_t incomplete; /* lists that lack a part */
} screen_totals;

/* The totals, behind all messages. */
void screen_foot(const screening *s, const screen_totals *t, ms_out *o);

#endif
