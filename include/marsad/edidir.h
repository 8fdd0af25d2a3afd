/* What the directories say of EDIFACT segments: names of segments and elements, meanings of
 * codes, structures of messages.
 *
 * Sources: UN/EDIFACT directories D.02B to D.21B (PAXLST, CUSRES), ISO 9735 (envelopes,
 * CONTRL), the WCO/IATA/ICAO PNRGOV guide (PADIS segments).  data/edi_*.tsv has the rows, each
 * file with its source.  Everything here is constant; slices are static.
 */
#ifndef MARSAD_EDIDIR_H
#define MARSAD_EDIDIR_H

#include <marsad/edifact.h>

/* Whose segments a message is made of. */
typedef enum ms_edi_family {
    MS_EDI_UN, /* UN/EDIFACT: PAXLST, CUSRES, CONTRL, and all service segments */
    MS_EDI_IA  /* IATA PADIS: PNRGOV */
} ms_edi_family;

/* The family of a message by its controlling agency; `h` may be NULL: MS_EDI_UN. */
MS_API ms_edi_family ms_edi_family_of(const ms_edi_header *h);

/* The name of a segment, "Name and address"; empty when the directory does not have it. */
MS_API ms_str ms_edi_segment_name(ms_edi_family f, const ms_edi_segment *s);

/* What stands at a place. */
typedef struct ms_edi_meaning {
    ms_str number; /* of the data element: "3035" */
    ms_str name;   /* "Party function code qualifier" */
    ms_str format; /* "an..3" */
    ms_str code;   /* what the code means, "Passenger"; empty when it is none of the list */
    bool shown;    /* may be shown where personal data may not: a code, count, date of a
                      flight or reference of a message, that fits its format */
} ms_edi_meaning;

/* What the value `v` of `s` means; false, and a zeroed `*out`, when the directory does not have
 * its place. */
MS_API bool ms_edi_meaning_of(ms_edi_family f, const ms_edi_segment *s, const ms_edi_value *v,
                              ms_edi_meaning *out);

/* A line of a message's segment table. */
typedef struct ms_edi_rule {
    ms_str position; /* "00070" */
    ms_str groups;   /* numbers of the groups that it stands in, "2/3"; empty outside */
    ms_str tag;      /* "NAD", or "SG4" where a group begins */
    bool mandatory;
    uint32_t times; /* at most */
} ms_edi_rule;

/* Line `i`, from 0, of the table of `type` ("PAXLST", "CUSRES") in `release` ("05B"; one that
 * is not there: the one before it, or else the first).  False behind the last line. */
MS_API bool ms_edi_rule_at(ms_str type, ms_str release, uint32_t i, ms_edi_rule *out);

#endif
