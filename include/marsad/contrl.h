/* CONTRL: what the reader of an interchange tells its sender of the syntax (ISO 9735-4).
 *
 * It says whether the interchange was received, acknowledged or rejected, and which messages
 * were rejected for what error in which segment and element.  It says nothing of what the
 * messages mean: that is CUSRES.  An error is only reported with a rejection, so what was read
 * with a guess is acknowledged (ISO 9735-4 §5.3.2).  Versions: CONTRL D:3 for interchanges of
 * syntax 1 to 3, 4:1 for those of syntax 4.
 *
 * Functions touch nothing but their arguments: any thread may call them.
 */
#ifndef MARSAD_CONTRL_H
#define MARSAD_CONTRL_H

#include <marsad/edifact.h>

/* Actions (0083). */
typedef enum ms_contrl_action {
    MS_CONTRL_UNKNOWN = 0,
    MS_CONTRL_REJECTED = 4,     /* this level and all below */
    MS_CONTRL_ACKNOWLEDGED = 7, /* with all below that is not rejected */
    MS_CONTRL_RECEIVED = 8      /* an interchange; what becomes of it follows */
} ms_contrl_action;

/* An error (0085) and where it is: tag of a service segment (0135), data element in it (0098,
 * the tag itself being 1), component (0104), repetition (0136; syntax 4).  0 and empty: not
 * said. */
typedef struct ms_contrl_error {
    uint16_t code;
    ms_str tag;
    uint16_t element, component, repetition;
} ms_contrl_error;

/* A segment: UCS. */
typedef struct ms_contrl_segment {
    uint32_t number;           /* 0096: the header being 1 */
    uint16_t code;             /* 0085, of the segment as a whole; 0: none */
    ms_contrl_error *elements; /* UCD; without tags */
    uint32_t n_elements;
} ms_contrl_segment;

/* A message: UCM. */
typedef struct ms_contrl_message {
    uint32_t group; /* number of its group, from 1; 0: outside */
    ms_str reference, type, version, release, agency, association;
    ms_contrl_action action;
    ms_contrl_error error;
    ms_contrl_segment *segments;
    uint32_t n_segments;
} ms_contrl_message;

/* A group: UCF. */
typedef struct ms_contrl_group {
    ms_str reference;
    ms_edi_party sender, recipient;
    ms_contrl_action action;
    ms_contrl_error error;
} ms_contrl_group;

/* Ceilings of the standard, and of what is reported of one interchange. */
enum {
    MS_CONTRL_SEGMENTS = 999,
    MS_CONTRL_ELEMENTS = 99,
    MS_CONTRL_MESSAGES = 9999,
    MS_CONTRL_CODE = 999 /* of a code or a place */
};

/* A CONTRL with its envelope. */
typedef struct ms_contrl {
    /* its own interchange; sender and recipient change places with those of the subject */
    ms_edi_party sender, recipient;
    ms_str date, time, interchange, syntax;
    uint8_t version;
    bool test;
    ms_str reference; /* of the message */
    /* what it is of */
    ms_str subject; /* 0020 */
    ms_edi_party subject_sender, subject_recipient;
    ms_contrl_action action;
    ms_contrl_error error;
    ms_contrl_group *groups;
    ms_contrl_message *messages; /* by group, those outside first */
    uint32_t n_groups, n_messages;
    bool asked; /* the sender asks for it (0031); made, neither written nor read */
} ms_contrl;

/* Begins the report of the interchange that `open`, an item of kind MS_EDI_OPEN, opens.  `now`
 * is CCYYMMDDHHMM, `reference` names the report, at most 14 bytes.  All of it is copied into
 * `a`, which must live as long.  MS_ENOMEM. */
MS_API ms_rc ms_contrl_begin(const ms_edi_item *open, ms_str now, ms_str reference, ms_arena *a,
                             ms_contrl *out);

/* Adds what was odd in the next item of the interchange: a message with an error that could
 * not be read over is rejected.  Closing a group or the interchange reports theirs.  Beyond
 * MS_CONTRL_MESSAGES rejected messages the interchange is.  MS_ENOMEM. */
MS_API ms_rc ms_contrl_item(ms_contrl *c, const ms_edi_item *item, ms_arena *a);

/* Whether anything in it was rejected. */
MS_API bool ms_contrl_rejects(const ms_contrl *c);

/* Writes an interchange with the report.  MS_EINVAL for an action that its level does not have,
 * an error without a rejection, messages out of order, too many segments or elements; then
 * nothing is written.  `d` may be NULL. */
MS_API ms_rc ms_contrl_write(const ms_contrl *c, ms_edi_writer *w, ms_diag *d);

/* Reads a message.  MS_ENOTFOUND when it is no CONTRL; MS_ENOMEM.  What does not fit is left
 * out. */
MS_API ms_rc ms_contrl_read(const ms_edi_item *message, ms_arena *a, ms_contrl *out);

#endif
