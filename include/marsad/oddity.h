/* Oddities: where something that was sent departs from its standard, and what was done
 * about it.
 *
 * Readers of travellers lose nobody for an oddity.  An oddity says where it stands and what
 * was done; its text never shows a value that a person could be known by.
 */
#ifndef MARSAD_ODDITY_H
#define MARSAD_ODDITY_H

#include <stdint.h>

#include <marsad/arena.h>

/* What an oddity means for the data behind it. */
typedef enum ms_severity {
    MS_SEVERITY_NOTE,    /* read as meant; nothing is in doubt */
    MS_SEVERITY_WARNING, /* read with a guess that could be wrong */
    MS_SEVERITY_ERROR,   /* something could not be read, or is missing */
    MS_SEVERITIES
} ms_severity;

/* name, severity, error code of CONTRL (ISO 9735-4, element 0085; 0: none of its business),
 * what is odd and what was done.  Readers of messages add their rows below those of the
 * envelope. */
#define MS_ODDITY_LIST(X)                                                                      \
    X(SKIPPED_TEXT, NOTE, 0, "text outside an interchange; left out")                          \
    X(TYPE_B, NOTE, 0, "a type-B header; read")                                                \
    X(BYTE_ORDER_MARK, NOTE, 0, "a byte order mark; left out")                                 \
    X(CONTROL_BYTES, NOTE, 0, "control characters between segments; left out")                 \
    X(WRAPPED, NOTE, 0, "a line break inside a tag or value; removed")                         \
    X(UNA_CORRUPT, WARNING, 22, "a UNA that does not hold; separators read from the data")     \
    X(UNA_REPETITION, NOTE, 0,                                                                 \
      "a repetition separator before syntax 4; taken as the UNA says")                         \
    X(SYNTAX_UNKNOWN, WARNING, 2, "an unknown syntax or version; read as version 3 or 4")      \
    X(CHARSET_UNKNOWN, WARNING, 46, "an unknown character set; read as UTF-8 or Latin-1")      \
    X(CHARSET_LOWER, NOTE, 21, "lower case in a set of capitals; kept")                        \
    X(CHARSET_WIDER, WARNING, 21,                                                              \
      "characters outside the declared set; read as UTF-8 or Latin-1")                         \
    X(CHARSET_INVALID, ERROR, 21, "bytes that no character has; replaced")                     \
    X(UNB_MISSING, WARNING, 13, "no interchange header; the message is read alone")            \
    X(UNB_INCOMPLETE, WARNING, 13,                                                             \
      "an interchange header without a mandatory element; read as it is")                      \
    X(UNB_EMPTY, NOTE, 32, "an interchange without messages; read as it is")                   \
    X(UNZ_MISSING, WARNING, 13, "no interchange trailer; ended by what follows")               \
    X(UNZ_EARLY, WARNING, 33, "an interchange trailer before the last segments; left out")     \
    X(UNZ_COUNT, WARNING, 29,                                                                  \
      "another number of messages or groups than the trailer says; all kept")                  \
    X(UNZ_REFERENCE, WARNING, 28, "another reference in the trailer than in the header; kept") \
    X(UNG_MISSING, WARNING, 33, "a group trailer without a group; left out")                   \
    X(UNE_MISSING, WARNING, 13, "no group trailer; ended by what follows")                     \
    X(UNE_COUNT, WARNING, 29,                                                                  \
      "another number of messages than the group trailer says; all kept")                      \
    X(UNE_REFERENCE, WARNING, 28,                                                              \
      "another reference in the group trailer than in its header; kept")                       \
    X(UNH_MISSING, ERROR, 13, "segments without a message header; given as a message")         \
    X(UNH_INCOMPLETE, WARNING, 13,                                                             \
      "a message header without a mandatory element; read as it is")                           \
    X(UNT_MISSING, WARNING, 13, "no message trailer; ended by what follows")                   \
    X(UNT_STRAY, WARNING, 33, "a message trailer without a message; left out")                 \
    X(UNT_COUNT, WARNING, 29,                                                                  \
      "another number of segments than the message trailer says; all kept")                    \
    X(UNT_REFERENCE, WARNING, 28,                                                              \
      "another reference in the message trailer than in its header; kept")                     \
    X(SEGMENT_EMPTY, NOTE, 0, "a terminator without a segment; left out")                      \
    X(TAG_BLANKS, NOTE, 21, "blanks at a segment tag; left out")                               \
    X(TAG_LOWER, NOTE, 21, "a segment tag in lower case; read as capitals")                    \
    X(TAG_INVALID, ERROR, 12, "a segment without a readable tag; kept")                        \
    X(TERMINATOR_MISSING, ERROR, 13, "a lost segment terminator; the segment was divided")     \
    X(TERMINATOR_TYPOGRAPHIC, WARNING, 22,                                                     \
      "a quotation mark of a word processor as the terminator; taken as one")                  \
    X(UNTERMINATED, ERROR, 13, "the input ends inside a segment; kept as far as it goes")      \
    X(RELEASE_DANGLING, WARNING, 22, "a release character that releases nothing; left out")    \
    X(SEGMENT_TOO_LONG, ERROR, 39, "a segment above the limit; its rest is left out")          \
    X(MESSAGE_TOO_LONG, WARNING, 18, "a message above the limit; given in parts")              \
    X(TOO_MANY_VALUES, ERROR, 16, "more elements than the limit; the rest is left out")        \
    X(TYPE_MISSING, WARNING, 0,                                                                \
      "a message of no type, or of a misspelt one; read by what its segments are of")          \
    X(PAX_BGM, WARNING, 0, "a list that does not say what it is of; taken as of passengers")   \
    X(PAX_TDT, WARNING, 0, "a list that names no transport")                                   \
    X(PAX_SEGMENT, WARNING, 0, "a segment that PAXLST does not have; left out")                \
    X(PAX_QUALIFIER, WARNING, 0, "a qualifier that no table knows; left out")                  \
    X(PAX_CODE, WARNING, 0, "a code that no table knows; left out")                            \
    X(PAX_PARTY, WARNING, 0, "a party of a kind that no table knows; kept as a traveller")     \
    X(PAX_NO_NAD, ERROR, 0, "a traveller without name segment; kept without a name")           \
    X(PAX_NAD_DAMAGED, ERROR, 0, "a broken name segment; read from what is left of it")        \
    X(PAX_NAME_NONE, WARNING, 0, "a traveller without a name; kept")                           \
    X(PAX_NAME_LATER, NOTE, 0, "a name that is to be announced; kept as a traveller")          \
    X(PAX_NAME_LINES, NOTE, 0, "a name in the place of lines; read from there")                \
    X(PAX_MISPLACED, NOTE, 0, "a segment outside the group that it belongs to; read as meant") \
    X(PAX_HOMELESS, WARNING, 0, "of a traveller, where none is told of; left out")             \
    X(PAX_SECOND, WARNING, 0, "a second value where there is one; the first is kept")          \
    X(PAX_DATE, ERROR, 0, "no date; kept as sent only")                                        \
    X(PAX_DATE_FORM, NOTE, 0, "a date in another form than its code says; read by its length") \
    X(PAX_DATE_PART, NOTE, 0, "a date that is not known whole; kept as far as it is known")    \
    X(PAX_TOO_MANY, ERROR, 0,                                                                  \
      "more of a kind than a traveller can have; the rest is left out")                        \
    X(PAX_DOC_EMPTY, NOTE, 0, "a document without type and number")                            \
    X(PAX_CARRIER, WARNING, 0,                                                                 \
      "a flight number of another carrier than the one named; that is kept")                   \
    X(PAX_COUNT, WARNING, 0, "another number of people than the message announces")            \
    X(PNR_RELEASE, NOTE, 0, "a release that no message was at hand of; read as 13.1 is")       \
    X(PNR_SRC, WARNING, 0, "a booking without its beginning; taken as one")                    \
    X(PNR_EMPTY, NOTE, 0, "a booking without anything; left out")                              \
    X(PNR_COUNT, WARNING, 0, "another number of bookings than the message says")               \
    X(PNR_COUNT_PEOPLE, NOTE, 0, "travellers announced in the place of bookings; read so")     \
    X(PNR_SEGMENT, NOTE, 0, "a segment that PNRGOV does not have; left out")                   \
    X(PNR_SHIFTED, NOTE, 0, "a value beside its place; read as meant")                         \
    X(PNR_DATE, WARNING, 0, "no date or time; kept as sent")                                   \
    X(PNR_VALUE, WARNING, 0, "no value of its kind; left out")                                 \
    X(PNR_CONTRADICTION, WARNING, 0, "another value than before; the first is kept")           \
    X(PNR_REFERENCE, WARNING, 0,                                                               \
      "a reference to a traveller who is not there; see what it is of")                        \
    X(PNR_BY_NAME, NOTE, 0,                                                                    \
      "a value without a reference; given to the traveller of that name")                      \
    X(PNR_BY_ORDER, WARNING, 0, "seats without names; given to the travellers in their order") \
    X(PNR_NOBODY, WARNING, 0, "of a traveller whom the message does not tell; left out")       \
    X(PNR_INFANT, NOTE, 0, "an infant whom no TIF names; added")                               \
    X(PNR_TWICE, NOTE, 0, "a traveller or leg named twice; taken as one")                      \
    X(PNR_STRANGER, WARNING, 0, "checked in without a name in the booking; added")             \
    X(PNR_NO_NAME, NOTE, 0, "no name yet; kept as a traveller without one")                    \
    X(PNR_MISSING, NOTE, 0, "fewer names than travellers on a leg")                            \
    X(PNR_NO_LEG, WARNING, 0, "of a leg that is not in the booking; left out")                 \
    X(PNR_SERVICE, NOTE, 0, "a service that no table knows; left out")                         \
    X(PNR_TOO_MANY, ERROR, 0, "more rows than one can have; the rest is left out")             \
    X(PNR_BAGS, WARNING, 0,                                                                    \
      "numbers of bags that contradict each other; tags count as one each")                    \
    X(ANSWER_SEGMENT, NOTE, 0, "no part of an answer to a passenger list; left out")           \
    X(ANSWER_CODE, WARNING, 0, "a code of an answer that no table has; it permits nothing")

/* Names of oddities: MS_ODDITY_WRAPPED and so on. */
typedef enum ms_oddity_code {
#define X(name, severity, contrl, text) MS_ODDITY_##name,
    MS_ODDITY_LIST(X)
#undef X
        MS_ODDITIES
} ms_oddity_code;

/* One oddity.  Places that have no meaning for it are 0. */
typedef struct ms_oddity {
    ms_oddity_code code;
    uint32_t segment;   /* number within its message, the header being 1 */
    uint64_t at;        /* byte offset in the input, after unpacking */
    char tag[4];        /* of the segment */
    uint16_t element;   /* from 1: the first behind the tag */
    uint8_t repetition; /* from 1 */
    uint8_t component;  /* from 1 */
    ms_str what;        /* "announced 9, counted 3", or empty; no personal data */
} ms_oddity;

/* Oddities of one message or document, in the order found.  At most `max` are kept, the first
 * ones; all are counted. */
typedef struct ms_oddities {
    ms_oddity *v;
    uint32_t n, cap, max;
    uint64_t found; /* n plus those beyond `max` */
    uint64_t severe[MS_SEVERITIES];
} ms_oddities;

/* Kept for one message unless said otherwise. */
enum { MS_ODDITIES_KEPT = 1000 };

/* Counts `x` and keeps a copy while there is room, growing in `a`; out of memory it is
 * counted only.  `o` may be zeroed: `max` 0 means MS_ODDITIES_KEPT.  The bytes of `x.what`
 * are not copied. */
MS_API void ms_oddity_add(ms_oddities *o, ms_arena *a, ms_oddity x);

/* As ms_oddity_add with `what` made as by printf, into `a`, unless the oddity is beyond those
 * kept. */
MS_API void ms_oddity_addf(ms_oddities *o, ms_arena *a, ms_oddity x, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Its name, "UNT_COUNT", static: stable, for programs. */
MS_API const char *ms_oddity_name(ms_oddity_code code);

/* What is odd and what was done, in English, static. */
MS_API const char *ms_oddity_text(ms_oddity_code code);

/* Its severity. */
MS_API ms_severity ms_oddity_severity(ms_oddity_code code);

/* Its code in the list 0085 of CONTRL, 0 when it is to be kept from the sender. */
MS_API unsigned ms_oddity_contrl(ms_oddity_code code);

/* "note", "warning" or "error". */
MS_API const char *ms_severity_name(ms_severity s);

#endif
