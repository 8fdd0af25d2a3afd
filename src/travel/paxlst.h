/* What the parts of the PAXLST reader share: where a message is, and its tables. */
#ifndef MARSAD_TRAVEL_PAXLST_H
#define MARSAD_TRAVEL_PAXLST_H

#include "travel/content.h"
#include "travel/when.h"

/* What the segments that follow belong to. */
typedef enum pax_owner {
    PAX_OF_MESSAGE,
    PAX_OF_OFFICE,    /* group 1 */
    PAX_OF_TRANSPORT, /* groups 2 and 3 */
    PAX_OF_TRAVELLER, /* groups 4 and 5 */
    PAX_OF_JOURNEY,   /* group 7: a transport of the traveller's own */
    PAX_OF_NOBODY     /* behind a party that is not kept */
} pax_owner;

/* Places of segments in group 4: how far a traveller was told. */
typedef enum pax_told {
    PAX_TOLD_NAD,
    PAX_TOLD_ATT,
    PAX_TOLD_DTM,
    PAX_TOLD_MEA,
    PAX_TOLD_LOC,
    PAX_TOLD_NAT,
    PAX_TOLD_RFF,
    PAX_TOLD_DOC
} pax_told;

/* Where the reader of a message is. */
typedef struct paxlst {
    ms_content *c;
    ms_manifest *m;
    const ms_edi_segment *next; /* the segment behind this one, or NULL */
    pax_owner owner;
    const char *status; /* of the travellers of such a message; NULL: not said */

    ms_traveller *t; /* the current one, or NULL */
    pax_told told;
    uint32_t segments;          /* of the current one so far */
    ms_str party;               /* what NAD calls him, where it names him so */
    const ms_edi_segment *lost; /* the segment that began him without a NAD; NULL: he has one */
    const ms_edi_segment *unnamed; /* the segment that gave him no name; NULL: he has one */
    bool bare;                     /* the last segment was a NAD without anything */
    bool found;                    /* this segment is a broken NAD, which was read */

    ms_travel_document *doc;    /* of the current one, or NULL */
    ms_travel_document loose;   /* what was said of a document before its DOC */
    bool loose_said, loose_doc; /* something was; behind an empty DOC */

    bool transport; /* there was a TDT */
    uint32_t legs;  /* of the manifest before the current TDT */
    uint32_t from,
        to; /* the legs that times of departure and arrival are of, from 1; 0: none */
    int64_t counted[2];          /* of passengers, of crew; -1: not said */
    const ms_edi_segment *count; /* the CNT that said so */
} paxlst;

/* ---- tables -------------------------------------------------------------- */

/* What a row sets. */
typedef enum pax_of {
    PAX_IGNORED, /* known; not in the closed table */
    PAX_MESSAGE,
    PAX_FROM, /* of a leg: where it begins, or when */
    PAX_TO,
    PAX_STOP, /* both: of a progressive flight */
    PAX_TRAVELLER,
    PAX_DOCUMENT,
    PAX_SEAT,
    PAX_LOYALTY
} pax_of;

/* A qualifier of DTM, LOC or RFF, and the field that it sets. */
typedef struct pax_row {
    const char *code;
    pax_of of;
    uint16_t at;      /* of the field in the manifest, traveller or document */
    ms_when_use when; /* of DTM */
} pax_row;

/* A kind of party: the role of such a traveller. */
typedef struct pax_party {
    const char *code;
    pax_owner of;
    const char *role, *status;
} pax_party;

/* A message: what it is of and what it wants done. */
typedef struct pax_message {
    const char *code; /* 1001 */
    const char *id;   /* 1004; "": any other */
    const char *content, *action, *status;
} pax_message;

/* A code and what it stands for in the closed table. */
typedef struct pax_word {
    const char *code, *word;
} pax_word;

/* The row of a qualifier; NULL when the table has none. */
const pax_row *pax_dtm(ms_str code);
const pax_row *pax_loc(ms_str code);
const pax_row *pax_rff(ms_str code);
const pax_party *pax_party_of(ms_str code);
const pax_message *pax_message_of(ms_str code, ms_str id);
const char *pax_function(ms_str code); /* 1225: an action */
const char *pax_sex(ms_str code);
const char *pax_mode(ms_str code);    /* 8067 */
const char *pax_channel(ms_str code); /* 3155: kind of a contact */
const char *pax_verified(ms_str code);

/* ---- parts --------------------------------------------------------------- */

/* Rows of a traveller in one list that is searched for what is said twice, and contacts in a
 * COM: the standard allows 9 references, 99 texts and 9 COM of 3 contacts.  And segments behind
 * one that lost its NAD, in which it is looked for again: group 4 has some 60. */
enum { PAX_ROWS = 200, PAX_SEARCHED = 200 };

/* Whether a list of `n` rows takes no more; then says so. */
bool pax_full(paxlst *p, const ms_edi_segment *s, uint32_t n);

/* Starts a traveller, who has a name segment or not. */
ms_traveller *pax_start(paxlst *p, const ms_edi_segment *s, bool named);

/* Ends the current traveller: what was said of his documents is his. */
void pax_end(paxlst *p);

/* NAD, and what is left of one. */
void pax_nad(paxlst *p, const ms_edi_segment *s);

/* Looks for a traveller in a segment that is none of PAXLST, or in a broken NAD.  True: he was
 * read. */
bool pax_found(paxlst *p, const ms_edi_segment *s);

/* Whether a segment of another tag is built like the NAD of a traveller. */
bool pax_mistaken(const ms_edi_segment *s);

/* Starts the travellers whose NAD went into the end of a segment, which lost its terminator. */
void pax_glued(paxlst *p, const ms_edi_segment *s);

/* Names in the components of an element, from `first`. */
void pax_names(paxlst *p, const ms_edi_segment *s, unsigned element, unsigned first);

/* CTA and COM. */
void pax_cta(paxlst *p, const ms_edi_segment *s);
void pax_com(paxlst *p, const ms_edi_segment *s);

/* TDT, and what LOC and DTM say of its legs. */
void pax_tdt(paxlst *p, const ms_edi_segment *s);
void pax_leg_place(paxlst *p, pax_of of, ms_str place);
void pax_leg_time(paxlst *p, const ms_edi_segment *s, pax_of of, const ms_travel_time *t);

#endif
