/* What the readers of all formats share: the load under way. */
#ifndef MARSAD_LISTS_READER_H
#define MARSAD_LISTS_READER_H

#include <marsad/list.h>

#include "lists/ids.h"

/* A load.  `arena` holds one record of the source and is reset before each. */
typedef struct ms_reader {
    const ms_list_opts *o;
    ms_source *src;  /* being read: set[0] at first */
    ms_source **set; /* what is read together; more than one only where the format says so */
    unsigned n_set;
    ms_load_report *report;
    ms_arena *arena;
    uint64_t shown; /* bytes consumed at the last progress call */
    ms_diag first;  /* of what was set aside */
    ms_ids ids;     /* ids of main entities (entry.h), of nested ones (ftm.h) */
    bool repeats;   /* an id that the caller has already is passed over in silence */
} ms_reader;

/* Where in the source a record or a value stands. */
typedef struct ms_place {
    uint64_t line, at;
} ms_place;

/* Makes r->set[i] the source that is read and blamed.  MS_ENOMEM. */
ms_rc ms_reader_file(ms_reader *r, unsigned i, ms_diag *d);

/* Begins a record of the source: empties the arena, counts, shows progress. */
void ms_reader_record(ms_reader *r);

/* Shows that `done` of `total` bytes are read. */
void ms_reader_progress(ms_reader *r, uint64_t done, uint64_t total);

/* Sets a record (`whole`) or one value of it aside; a value with `d->rc` MS_OK is
 * kept and only told.  MS_ENOMEM. */
ms_rc ms_reader_aside(ms_reader *r, const ms_diag *d, ms_str record, bool whole);

/* Adds `value` to `e`, cleaned.  One that cannot be cleaned is set aside with its
 * place; a country, topic, phone, email or identifier is kept as it is all the same,
 * since it may still match.  MS_ENOMEM, MS_ELIMIT. */
ms_rc ms_reader_value(ms_reader *r, ms_entity *e, ms_str prop, ms_str value, ms_place at);

/* Names `e` by its parts where it has no name, and sets its caption.  MS_EMISSING, with
 * `why`, when it is screened and has neither a name nor an identifier; MS_ENOMEM. */
ms_rc ms_reader_complete(ms_entity *e, ms_place at, ms_diag *why);

/* Gives `e`, which ms_reader_complete has made as good as `rc` and `why` say; otherwise
 * as ms_reader_take. */
ms_rc ms_reader_give(ms_reader *r, const ms_entity *e, ms_rc rc, const ms_diag *why,
                     ms_place at, bool *taken, ms_diag *d);

/* Gives `e` to the caller with its caption set.  A screened entity that has
 * neither a name nor an identifier is set aside (MS_EMISSING), as is one that the
 * caller refuses; `*taken` tells.  Anything but MS_OK ends the load. */
ms_rc ms_reader_take(ms_reader *r, ms_entity *e, ms_place at, bool *taken, ms_diag *d);

/* Gives `e`, whose source has no id for it, the id `<list>-<hash>`: 16 hexadecimal
 * digits of XXH3 over its schema, names and other matchable values, whatever their
 * order.  MS_ENOMEM. */
ms_rc ms_reader_hash_id(ms_reader *r, ms_entity *e);

/* Counts a field of the source that no property takes.  MS_ENOMEM. */
ms_rc ms_reader_unmapped(ms_reader *r, ms_str field, ms_str value);

/* The readers. */
ms_rc ms_read_un_xml(ms_reader *r, ms_diag *d);
ms_rc ms_read_ftm_jsonl(ms_reader *r, ms_diag *d);
ms_rc ms_read_ftm_delta(ms_reader *r, ms_diag *d);
ms_rc ms_read_ftm_simple(ms_reader *r, ms_diag *d);
ms_rc ms_read_own_csv(ms_reader *r, ms_diag *d);
ms_rc ms_read_ca_xml(ms_reader *r, ms_diag *d);
ms_rc ms_read_csl_csv(ms_reader *r, ms_diag *d);
ms_rc ms_read_ofac_csv(ms_reader *r, ms_diag *d);
ms_rc ms_read_ofac_xml(ms_reader *r, ms_diag *d);
ms_rc ms_read_ofac_advanced_xml(ms_reader *r, ms_diag *d);
ms_rc ms_read_eu_xml(ms_reader *r, ms_diag *d);
ms_rc ms_read_eu_csv(ms_reader *r, ms_diag *d);
ms_rc ms_read_ch_xml(ms_reader *r, ms_diag *d);
ms_rc ms_read_ofsi_csv(ms_reader *r, ms_diag *d);
ms_rc ms_read_uk_csv(ms_reader *r, ms_diag *d);
ms_rc ms_read_uk_xml(ms_reader *r, ms_diag *d);
ms_rc ms_read_au_csv(ms_reader *r, ms_diag *d);
ms_rc ms_read_pk_json(ms_reader *r, ms_diag *d);

enum { MS_HEAD_MAX = 65536 }; /* bytes of a file by which its format is known */

/* How many cells the rows of an OFAC file have that begins with `head`; 0 when it is
 * none of them. */
unsigned ms_ofac_csv_cells(ms_str head);

/* The format that the first bytes of `src` show, which it then can still read.
 * MS_EFORMAT with what was seen instead, MS_EMISSING for an empty file,
 * MS_EENCODING for UTF-16. */
ms_rc ms_detect(ms_source *src, ms_format *out, ms_diag *d);

#endif
