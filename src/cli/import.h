/* One import: what it reads into, compares with and tells. */
#ifndef MARSAD_CLI_IMPORT_H
#define MARSAD_CLI_IMPORT_H

#include <marsad/index.h>
#include <marsad/list.h>
#include <marsad/overlay.h>
#include <marsad/shard.h>

#include "base/json_out.h"
#include "base/utc.h"
#include "cli/cli.h"

enum {
    MS_CHANGE_EXAMPLES = 10,
    MS_CHANGE_PROPERTIES = 400 /* counted apart */
};

/* How an import tells what it loaded: the first two as --report orders them. */
typedef enum ms_import_tell {
    MS_IMPORT_TABLE,
    MS_IMPORT_JSON,
    MS_IMPORT_SILENT
} ms_import_tell;

/* What to import. */
typedef struct ms_import_job {
    ms_str list;
    ms_format format;  /* MS_FORMAT_AUTO looks at the content */
    const char *index; /* OpenSanctions' index.json that vouches for the files, or NULL */
    const char *const *files; /* "-" is standard input */
    unsigned n_files;
    bool accept_shrink;
    ms_shard shard; /* `n` 0: that of the version in force */
    ms_import_tell report;
} ms_import_job;

/* What became of it; the counts are of screened entities, against the version before. */
typedef struct ms_import_result {
    bool in_force;
    uint64_t number; /* of the version, from 1 */
    uint64_t old_screened;
    uint64_t added, changed, removed;
} ms_import_result;

/* Imports the files as the next version of the list, as `marsad import` does.  `result`,
 * which may be NULL, is filled when all was read.  Returns an ms_exit; a failure was said. */
int ms_import_files(ms_cli *c, const ms_import_job *job, ms_import_result *result);

/* How entities differ from the version in force, and the first of them. */
typedef enum ms_change {
    MS_CHANGE_ADDED,
    MS_CHANGE_CHANGED,
    MS_CHANGE_REMOVED,
    MS_CHANGE_SAME,
    MS_CHANGE_COUNT
} ms_change;

/* The name of a change in reports. */
const char *ms_change_name(ms_change k);

/* What becomes of an entity that is in force. */
typedef uint8_t ms_fate;
enum { MS_FATE_GONE, MS_FATE_CHANGED, MS_FATE_SAME };

/* An entity that was read. */
typedef struct ms_import_entity {
    ms_prepared ready; /* if `same`, the JSON alone */
    uint32_t was;      /* its number in force, if it `had` one */
    bool had, same;    /* `same`: that one has the same JSON */
} ms_import_entity;

/* An entity named as an example. */
typedef struct ms_example {
    ms_str id, caption;
} ms_example;

/* A file that was read. */
typedef struct ms_import_file {
    const char *name;
    uint64_t bytes;
} ms_import_file;

/* An import; everything lies in the arena of `c`. */
typedef struct ms_import {
    ms_cli *c;
    const ms_import_job *job;
    ms_import_result *result; /* NULL: nobody asks */
    ms_str list;
    ms_shard shard;    /* what is loaded; `n` at most 1: everything */
    ms_str vouched;    /* the version that --index says */
    ms_snap *old;      /* in force; NULL: none */
    bool had;          /* `old` has the list */
    uint32_t old_list; /* its number there */
    uint32_t old_screened;
    ms_fate *fate;        /* of each entity of the list in `old` */
    uint64_t number;      /* of the version under way, from 1 */
    ms_overlay *back;     /* what turns it into the one in force */
    ms_overlay *changing; /* what a delta changes */
    ms_arena *scratch;    /* of one comparison */
    ms_arena *stored;     /* of one entity that was stored */
    ms_build *build;
    ms_load_report report;
    ms_import_file *files;
    unsigned n_files;
    uint64_t screened;
    uint64_t compared;                    /* with the version in force */
    uint64_t changes[2][MS_CHANGE_COUNT]; /* [1]: of screened entities */
    ms_example examples[MS_CHANGE_SAME][MS_CHANGE_EXAMPLES];
    unsigned n_examples[MS_CHANGE_SAME];
    ms_tally properties[MS_CHANGE_PROPERTIES]; /* screened entities that changed in them */
    uint32_t n_properties;
    char imported[MS_UTC_BYTES]; /* UTC, ISO 8601 */
} ms_import;

/* The number that the list's entity `id` has in the version in force; false: none. */
bool ms_import_find_old(const ms_import *m, ms_str id, uint32_t *out);

/* Counts how `e`, read as `x`, differs from the version in force.  MS_ENOMEM. */
ms_rc ms_import_compare(ms_import *m, const ms_entity *e, const ms_import_entity *x,
                        ms_diag *d);

/* Counts what the version in force has and the one that was read has not, or has alike.
 * MS_ENOMEM. */
ms_rc ms_import_compare_rest(ms_import *m);

/* Appends the load report as one JSON object. */
void ms_import_json(ms_out *o, const ms_import *m, bool accepted);

/* Writes the load report as a table. */
ms_rc ms_import_table(const ms_import *m, bool accepted);

/* Says on standard error what was set aside, the first of it by its place; values
 * that are odd but kept are left to the report. */
void ms_import_say_aside(const ms_import *m);

#endif
