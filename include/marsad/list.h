/* Reading published lists and own lists into entities. */
#ifndef MARSAD_LIST_H
#define MARSAD_LIST_H

#include <marsad/entity.h>
#include <marsad/source.h>

/* name on the command line, what it is */
#define MS_FORMAT_LIST(X)                                                              \
    X(UN_XML, "un-xml", "UN Security Council consolidated list, XML")                  \
    X(FTM_JSONL, "ftm-jsonl", "FollowTheMoney entities, one JSON object a line")       \
    X(FTM_DELTA, "ftm-delta", "Changes to FollowTheMoney entities, one a line")        \
    X(FTM_SIMPLE, "ftm-simple-csv", "OpenSanctions' targets.simple.csv")               \
    X(CSV, "csv", "CSV with FollowTheMoney property names in its header")              \
    X(CA_XML, "ca-xml", "Canada, consolidated autonomous sanctions list, XML")         \
    X(CSL_CSV, "csl-csv", "US consolidated screening list, CSV")                       \
    X(OFAC_CSV, "ofac-csv", "US OFAC lists, CSV: names, aliases, addresses, comments") \
    X(OFAC_XML, "ofac-xml", "US OFAC lists, XML (sdn.xml, consolidated.xml)")          \
    X(OFAC_ADVANCED_XML, "ofac-advanced-xml", "US OFAC lists, advanced XML")           \
    X(EU_XML, "eu-xml", "EU financial sanctions files, XML 1.1")                       \
    X(EU_CSV, "eu-csv", "EU financial sanctions files, CSV 1.1 and 1.0")               \
    X(OFSI_CSV, "ofsi-csv", "UK OFSI consolidated list of targets, CSV")               \
    X(UK_CSV, "uk-csv", "UK Sanctions List, CSV")                                      \
    X(UK_XML, "uk-xml", "UK Sanctions List, XML")                                      \
    X(AU_CSV, "au-csv", "Australia, DFAT consolidated list, CSV")                      \
    X(CH_XML, "ch-xml", "Switzerland, SECO sanctions list, XML")                       \
    X(PK_JSON, "pk-json", "Pakistan, NACTA proscribed persons, JSON")

/* Formats: MS_FORMAT_UN_XML and so on; MS_FORMAT_AUTO looks at the content. */
typedef enum ms_format {
    MS_FORMAT_AUTO,
#define X(id, name, text) MS_FORMAT_##id,
    MS_FORMAT_LIST(X)
#undef X
        MS_FORMAT_COUNT
} ms_format;

/* The command-line name of `f`, and back; MS_FORMAT_COUNT when unknown. */
MS_API const char *ms_format_name(ms_format f);
MS_API ms_format ms_format_find(ms_str name); /* by its command-line name */

/* Ceilings of the readers: what is larger is set aside. */
enum {
    MS_RECORD_MAX = 16 << 20, /* bytes of a line, row or XML record */
    MS_XML_DEPTH_MAX = 64,
    MS_FIELD_MAX = 4 << 20 /* bytes of one field */
};

/* A counter of a load report: a field, property or reason, how often, and the
 * first values seen (at most three, cut at 120 bytes). */
typedef struct ms_tally {
    ms_str name;
    uint64_t count;
    ms_str examples[3];
    uint32_t n_examples;
} ms_tally;

/* What was set aside: a record or one value of it, where and why.  `record` is
 * the record's id as far as known.  With `diag.rc` MS_OK the value does not fit its
 * type but is kept as it is. */
typedef struct ms_setaside {
    ms_diag diag;
    ms_str file;
    ms_str record;
    bool whole; /* true: the record is not loaded; false: one value of it */
} ms_setaside;

enum { MS_SETASIDE_KEPT = 1000 }; /* set-aside places kept; all are counted */

/* What a load found.  Everything lies in `arena`. */
typedef struct ms_load_report {
    ms_arena *arena;
    ms_format format;  /* of the source read last */
    ms_str file;       /* name of the source under way; after a failure: of the one to blame */
    ms_str version;    /* the source's own date or version, "" when it has none */
    uint64_t bytes;    /* read, decompressed */
    uint64_t records;  /* records of the source that were seen */
    uint64_t entities; /* entities given to the caller */
    uint64_t dropped;  /* entities that a delta drops */
    uint64_t passed;   /* entities that the caller passed over */
    uint64_t records_aside;
    uint64_t values_aside; /* left out */
    uint64_t values_odd;   /* do not fit their type, kept as they are */
    ms_setaside *aside;
    uint32_t n_aside, cap_aside;
    ms_tally *schemata; /* entities by schema */
    uint32_t n_schemata, cap_schemata;
    ms_tally *scripts; /* names by the script of their letters; "mixed", "none" */
    uint32_t n_scripts, cap_scripts;
    ms_tally *facts; /* values by property */
    uint32_t n_facts, cap_facts;
    ms_tally *unmapped; /* source fields that no property takes */
    uint32_t n_unmapped, cap_unmapped;
} ms_load_report;

/* Whether property `prop` holds names that are screened: name, alias, weakAlias,
 * previousName. */
MS_API bool ms_is_name(ms_str prop);

/* An empty report in `a`. */
MS_API ms_load_report ms_load_report_make(ms_arena *a);

/* Counts `e` as ms_list_read counts what it gives; for callers that put the entities of
 * a list together themselves.  MS_ENOMEM. */
MS_API ms_rc ms_load_report_count(ms_load_report *p, const ms_entity *e);

/* Takes back what ms_load_report_count has counted of `e`. */
MS_API void ms_load_report_uncount(ms_load_report *p, const ms_entity *e);

/* Takes an entity.  It lives only during the call.  Any rc but MS_OK stops the
 * read, but MS_EDUPLICATE, MS_EVALUE and MS_EMISSING set the record aside with
 * the text that the callee put into `d`, and MS_END passes the entity over: it is counted
 * apart. */
typedef ms_rc (*ms_entity_fn)(void *ctx, const ms_entity *e, ms_diag *d);

/* Takes the id of an entity that a delta drops; rc as for ms_entity_fn, but MS_END is not
 * counted. */
typedef ms_rc (*ms_drop_fn)(void *ctx, ms_str id, ms_diag *d);

/* Prepares an entity for ms_entity_fn, which finds the result as e->prepared: work that
 * several threads can do at once.  `a` lives as long as the entity.  Any rc but MS_OK
 * stops the read. */
typedef ms_rc (*ms_prepare_fn)(void *ctx, const ms_entity *e, ms_arena *a, const void **out);

/* How to read a list. */
typedef struct ms_list_opts {
    ms_format format;
    ms_str list; /* list name: prefix of ids that the source does not give */
    ms_entity_fn take;
    ms_drop_fn drop;         /* NULL: deltas are refused (MS_EFORMAT) */
    ms_progress_fn progress; /* may be NULL */
    void *ctx;               /* for all of them */
    unsigned jobs;           /* threads that read, where the format allows; 0 as 1 */
    ms_prepare_fn prepare;   /* may be NULL; not every format uses it */
} ms_list_opts;

/* Reads the `n` sources as one version of a list (decompressing as ms_source_unpack
 * does, which may replace them), calls `take` for each entity and adds to `report`.
 * Sources of changes (ftm-delta) are read in their order and only without others: what
 * `take` and `drop` are given then applies to an earlier version of the list.
 * Sources of a format that keeps one list in several files (the OFAC tables) are read
 * together, in whatever order they are given; all others one after the other.  Works in
 * bounded memory, whatever the size of the input.  `take`, `drop` and `progress` are
 * called in the order of the source, by one thread at a time, which with `jobs` is not
 * the caller's; `prepare` by several at once.  A record that cannot be read is set
 * aside and the next one is read; a value that cannot be cleaned is set aside and the
 * rest of its record kept.  Fails as a whole, with `d` and `report->file` filled, when a
 * format is not known (MS_EFORMAT), a file is empty (MS_EMISSING), the XML is not
 * well-formed (MS_ESYNTAX, MS_ETRUNCATED), or reading fails; entities taken before that
 * must then not be used. */
MS_API ms_rc ms_list_read(const ms_list_opts *o, ms_source **src, unsigned n,
                          ms_load_report *report, ms_diag *d);

/* What an index says of one file of a data set. */
typedef struct ms_resource {
    ms_str checksum; /* SHA-1, hexadecimal; empty where it is not given */
    uint64_t size;   /* bytes */
    bool sized;      /* `size` is given */
} ms_resource;

/* Finds file `name` among the resources of `json`, an index.json as OpenSanctions publishes
 * it (https://www.opensanctions.org/docs/bulk/), and the version that it is of, "" where
 * it does not say.  The texts are slices of `json` or lie in `a`.  MS_ENOTFOUND when the
 * index does not name it; MS_ESYNTAX, MS_EENCODING with the byte offset, MS_ELIMIT beyond
 * 64 MiB or 64 levels, MS_ENOMEM. */
MS_API ms_rc ms_ftm_index_find(ms_str json, ms_str name, ms_arena *a, ms_resource *out,
                               ms_str *version, ms_diag *d);

#endif
