/* Answers to queries: as a JSON line, as CSV lines, as a block for people. */
#ifndef MARSAD_CLI_ANSWER_H
#define MARSAD_CLI_ANSWER_H

#include <marsad/message.h>
#include <marsad/shard.h>
#include <marsad/version.h>

#include "ask/query.h"

/* The other members of a result's group, best first; some may lie below the threshold. */
typedef struct answer_group {
    const ms_result *v;
    uint32_t n;
} answer_group;

/* What was found for `q`.  `complete` is false when nothing was searched, because
 * the query could not be read or says nothing to search with, or where a shard is not there. */
typedef struct answer {
    const query *q;
    ms_snaps snaps; /* the numbers of entities are theirs together */
    uint32_t threshold;
    bool complete;
    bool searched;
    ms_found found;
    const ms_result *results;           /* found.n of them */
    const ms_explanation *explanations; /* as many; NULL: none */
    const answer_group *groups;         /* as many; NULL: every entity by itself */
} answer;

/* Sets the groups of `a`, searched with `o`, in the query's arena.  MS_ENOMEM. */
ms_rc answer_group_results(answer *a, const ms_search *o, ms_scorer *scorer);

/* What joins `entity`, a member of the group of result `i`, to it, as ms_joined_by. */
ms_str answer_joined(const answer *a, uint32_t i, uint32_t entity);

/* How a block for people is laid out. */
typedef struct answer_look {
    bool color;
    ms_lang lang;
    bool numbered;  /* rows of a file: say which */
    unsigned width; /* columns of the terminal; 0: no limit */
} answer_look;

/* Appends {"query","results","total","complete","scored","ruled_out","index",
 * "engine"} and a line end; "error" behind the query when it could not be read. */
void answer_json(const answer *a, ms_lang lang, ms_out *o);

/* The header of the CSV lines, with its line end. */
#define ANSWER_CSV_HEADER "row,query,rank,id,caption,schema,datasets,score,group\n"

/* Appends a CSV line for each match; those of one group have the rank, and as `group` the
 * id, of its best. */
void answer_csv(const answer *a, ms_out *o);

/* Appends the block; scratch memory is the query's arena.  MS_ENOMEM. */
ms_rc answer_block(const answer *a, answer_look look, ms_out *o);

/* The name, or else the first number, that stands for the query in an answer. */
ms_str answer_title(const query *q);

/* The member `name` of the compact JSON object `json` as it stands there; empty
 * when there is none. */
ms_str answer_member(ms_str json, ms_str name);

/* Appends the query in one line: its title and whatever else it says. */
void answer_query_line(const query *q, bool color, ms_out *o);

/* Appends a line "not used: …" for each value that did not count, or why the
 * query could not be read; each begins with `lead`. */
void answer_remarks(const query *q, const char *lead, bool color, ms_out *o);

#endif
