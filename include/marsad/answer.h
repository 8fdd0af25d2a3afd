/* Answers to carriers: CUSRES, and what its parts mean.
 *
 * An answer says of each traveller of a message whether to board, not to board, or to refer
 * to the authority; or what of the message could not be read; or, unasked, that an earlier
 * answer holds no longer.  The machine never refuses anyone: its verdicts are MS_VERDICT_BOARD
 * and MS_VERDICT_REFER, and the writer takes MS_VERDICT_DO_NOT_BOARD only with the id of the
 * decision of a person.
 *
 * Sources: UN/EDIFACT CUSRES, D.02B to D.21B; its use as in the WCO/IATA/ICAO guidelines on
 * advance passenger information, appendix IIB.  Texts are UTF-8 and lie in the item that was
 * read, in the arena, or where the caller has them.  Functions touch nothing but their
 * arguments: any thread may call them.
 */
#ifndef MARSAD_ANSWER_H
#define MARSAD_ANSWER_H

#include <marsad/edifact.h>
#include <marsad/travel.h>

/* name, name in outputs, code of BGM (1001), what it is.  Traffic with China has all three:
 * github.com/deyoz/astra, src/ts/iapi_china.ts. */
#define MS_ANSWER_LIST(X)                                            \
    X(UNKNOWN, "unknown", "", "")                                    \
    X(REPLY, "reply", "962", "to a message that was sent")           \
    X(CHANGE, "change", "132", "unasked: an earlier answer is over") \
    X(RECEIPT, "receipt", "312", "a carrier has taken a change")

/* Kinds of answers: MS_ANSWER_REPLY and so on. */
typedef enum ms_answer_kind {
#define X(name, key, code, what) MS_ANSWER_##name,
    MS_ANSWER_LIST(X)
#undef X
        MS_ANSWER_KINDS
} ms_answer_kind;

/* name, name in outputs, code of ERC (9321), what FTX says.  The first character is what to do
 * with the traveller, the second of his travel authorisation, Z for none.  9321 is a list that
 * users agree on; no standard fixes it.  Public sources of these values:
 *   0Z, 1Z   China, United Kingdom, Canada; 0 and 1 alone: United States, Secure Flight
 *   2Z       China: advisory, not to board on it.  Canada: may board.  2 alone, United States:
 *            selected for a search, may board
 *   4Z       China: insufficient data.  Canada: to be checked by hand
 * China: a departure control system, github.com/deyoz/astra, src/iapi_interaction.h, which
 * boards on 0Z only; the others: streamlane.tech/knowledge-base/passenger-clearance-statuses.
 * Whether a carrier holds a traveller back on 2Z is to be agreed with it before any is sent. A
 * code that is not here is nobody's permission: it is MS_VERDICT_UNKNOWN. */
#define MS_VERDICT_LIST(X)                                \
    X(UNKNOWN, "unknown", "", "")                         \
    X(BOARD, "board", "0Z", "OK TO BOARD")                \
    X(DO_NOT_BOARD, "do_not_board", "1Z", "DO NOT BOARD") \
    X(REFER, "refer", "2Z", "REFER TO THE AUTHORITY")     \
    X(INCOMPLETE, "incomplete", "4Z", "DATA INCOMPLETE, SEND THEM AGAIN")

/* Verdicts: MS_VERDICT_BOARD and so on. */
typedef enum ms_verdict {
#define X(name, key, code, text) MS_VERDICT_##name,
    MS_VERDICT_LIST(X)
#undef X
        MS_VERDICTS
} ms_verdict;

/* Whether `code`, agreed with a carrier, can stand for a verdict in the place of the table's:
 * one to eight letters and digits, of which 0 first permits, and 1 first refuses; so no verdict
 * of the machine can be sent as a refusal, and none but MS_VERDICT_BOARD as a permission. */
MS_API bool ms_verdict_fits(ms_verdict v, ms_str code);

/* The answer of one traveller: ERP+2. */
typedef struct ms_answer_traveller {
    ms_verdict verdict;
    uint32_t number;  /* which one of the message, from 1; 0: not said.  1052 */
    ms_str locator;   /* of the booking.  RFF+AVF */
    ms_str reference; /* of the traveller, as the carrier gave it.  RFF+ABO */
    ms_str text;      /* for people; at most MS_ANSWER_TEXT bytes.  FTX+AAP */
    ms_str code;     /* 9321: as it was sent; to be written, what was agreed, "": the table's */
    ms_str decision; /* id of a person's decision: never sent, so never read */
} ms_answer_traveller;

/* What of a message could not be read: ERP+1. */
typedef struct ms_answer_error {
    ms_str code;      /* 9321; of the code list of CONTRL (0085) where the machine says it */
    ms_str tag;       /* of the segment.  9166 */
    uint32_t segment; /* its number within the message; 0: not said.  1050 */
    ms_str text;      /* for people, as above */
} ms_answer_error;

/* A flight or voyage that the answer is of: RFF+AF with its dates and places. */
typedef struct ms_answer_leg {
    ms_str flight;                   /* carrier and number, "XX123" */
    ms_travel_time departs, arrives; /* DTM+189, DTM+232; local, to the minute */
    ms_str from, to;                 /* LOC+125, LOC+87 */
} ms_answer_leg;

/* Bytes of a text (4440, an..512), and of a reference (1154, an..70). */
enum { MS_ANSWER_TEXT = 512, MS_ANSWER_REFERENCE = 70 };

/* An answer: a message with its envelope. */
typedef struct ms_answer {
    ms_answer_kind kind;
    /* the interchange */
    ms_edi_party sender, recipient;
    ms_str date, time;  /* S004, S300: YYMMDD or CCYYMMDD, and HHMM */
    ms_str interchange; /* 0020, 0300 */
    ms_str syntax;      /* 0001; "": UNOA */
    uint8_t version;    /* 0002; 0: 4 */
    bool interactive, test;
    ms_str group; /* 0048; empty: no group */
    /* the message */
    ms_str reference;   /* 0062, 0340 */
    ms_str release;     /* 0054, "05B"; its version is always D, its agency UN */
    ms_str association; /* 0057, "IATA" */
    ms_str access;      /* 0068: what the sender of the message asked to be given back */
    uint32_t part;      /* 0070: number of this part, from 1; 0: not said */
    bool last;          /* 0073: the last part */
    /* the content */
    ms_str transaction; /* of the message that is answered.  RFF+TN */
    ms_answer_leg *legs;
    ms_answer_error *errors;
    ms_answer_traveller *travellers;
    uint32_t n_legs, n_errors, n_travellers;
    ms_oddities oddities; /* read, not written */
} ms_answer;

/* Makes the answer to `asked`, a message that `m` says what was read of: from its recipient to
 * its sender, with its references.  Each traveller of `m`, in order, is referred until
 * whoever screens clears him.  What could not be read stands in `errors`.  `now` is the time,
 * CCYYMMDDHHMM, `reference` names the message and, unless a dialogue has a
 * name already, the interchange, at most 14 bytes.  What the sender's character set cannot say
 * is written in UTF-8.  MS_ENOMEM. */
MS_API ms_rc ms_answer_make(const ms_edi_item *asked, const ms_manifest *m, ms_str now,
                            ms_str reference, ms_arena *a, ms_answer *out);

/* Gives a traveller a verdict, with its text. */
MS_API void ms_answer_judge(ms_answer_traveller *t, ms_verdict verdict);

/* Writes an interchange with the answer; in as many messages as the directory of its release
 * asks for: each repeats all but errors and travellers, and is numbered as a part when there
 * are no more than 99.  `part` and `last` count when one is enough.  MS_EINVAL, and nothing is
 * written, for an unknown kind or verdict, and for MS_VERDICT_DO_NOT_BOARD without a decision;
 * MS_EVALUE for texts and references that are too long.  What the writer itself finds sticks
 * there: ms_edi_write_take.  `d` may be NULL. */
MS_API ms_rc ms_cusres_write(const ms_answer *answer, ms_edi_writer *w, ms_diag *d);

/* Reads a message; what is not of an answer to a passenger list is passed over, with an
 * oddity.  MS_ENOTFOUND when it is no CUSRES; MS_ENOMEM. */
MS_API ms_rc ms_cusres_read(const ms_edi_item *message, ms_arena *a, ms_answer *out);

/* Travellers and errors that one message takes in that release. */
MS_API uint32_t ms_cusres_room(ms_str release);

/* The name in outputs, "do_not_board"; static. */
MS_API const char *ms_verdict_name(ms_verdict v);

/* The code of ERC, "1Z", empty for MS_VERDICT_UNKNOWN; static. */
MS_API const char *ms_verdict_code(ms_verdict v);

/* The code of BGM, "962", empty for MS_ANSWER_UNKNOWN; static. */
MS_API const char *ms_answer_kind_code(ms_answer_kind k);

/* The name in outputs, "reply"; static. */
MS_API const char *ms_answer_kind_name(ms_answer_kind k);

#endif
