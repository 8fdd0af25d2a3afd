/* Invented traffic: flights of people who do not exist, as carriers send them.  For tests,
 * measurements and exercises.
 *
 * A flight is made from the seed and its number alone: any flight, in any order, on any machine
 * gives the same bytes.  Names are words in common use, put together by chance; carriers,
 * agencies and documents do not exist; telephone numbers and mail addresses are of the ranges
 * that are reserved for examples (555-01XX; example.org, RFC 2606).
 */
#ifndef MARSAD_TRAFFIC_H
#define MARSAD_TRAFFIC_H

#include <marsad/travel.h>

/* What is sent of a flight: name, what people call it, what it is. */
#define MS_TRAFFIC_KIND_LIST(X)                                                        \
    X(PAXLST, "paxlst", "lists of passengers and crew, changes of them and the close") \
    X(PNRGOV, "pnrgov", "bookings")                                                    \
    X(BOTH, "both", "lists and bookings of the same people")                           \
    X(MRZ, "mrz", "machine-readable zones of their documents, with blank lines between")

/* Kinds of traffic: MS_TRAFFIC_PAXLST and so on. */
typedef enum ms_traffic_kind {
#define X(name, text, what) MS_TRAFFIC_##name,
    MS_TRAFFIC_KIND_LIST(X) MS_TRAFFIC_KINDS
#undef X
} ms_traffic_kind;

/* How a carrier sends, name and what is peculiar to it.  Each is a row of traffic.c. */
#define MS_TRAFFIC_DIALECT_LIST(X)                                                             \
    X(PLAIN, "plain", "as the standard has it: UNOA, syntax 4, dates of four-digit years")     \
    X(UNA, "una", "other separators, which a UNA declares")                                    \
    X(LINES, "lines", "a line break behind every segment")                                     \
    X(TYPE_B, "type-b", "behind a type-B header, in lines of 63 characters that cut values")   \
    X(GROUPS, "groups", "messages in a group")                                                 \
    X(SEVERAL, "several", "each message in an interchange of its own")                         \
    X(PARTS, "parts", "lists in several messages of at most 25 travellers")                    \
    X(UNTRAILED, "untrailed", "without UNT and UNZ")                                           \
    X(MISCOUNTED, "miscounted", "wrong counts in the trailers")                                \
    X(TWO_DIGITS, "two-digits", "years of two digits")                                         \
    X(ONE_NAME, "one-name", "family and given names in one value")                             \
    X(GIVEN_APART, "given-apart", "each given name in a component of its own")                 \
    X(WORDY, "wordy", "bookings with fares, taxes, meals, remarks and history")                \
    X(SYNTAX3, "syntax-3", "syntax 3, UNOB")                                                   \
    X(UNOC, "unoc", "Latin-1 with accents")                                                    \
    X(UNOE, "unoe", "Cyrillic of ISO 8859-5")                                                  \
    X(UNOY, "unoy", "UTF-8, with accents and Cyrillic")                                        \
    X(LEVEL_B, "level-b", "syntax 1, UNOB; separators are control characters (IS1, IS3, IS4)") \
    X(REPEATS, "repeats", "composites repeated with the star of syntax 4")                     \
    X(INTERACTIVE, "interactive", "in dialogues: UIB, UIH, UIT, UIZ")                          \
    X(BLOCKS, "blocks", "in blocks of SOH, type-B header, STX and ETX; form feeds")            \
    X(MAIL, "mail", "in a mail: its header before, its footer behind")                         \
    X(MIXED, "mixed", "each flight in another of these")

/* Dialects: MS_TRAFFIC_PLAIN and so on. */
typedef enum ms_traffic_dialect {
#define X(name, text, what) MS_TRAFFIC_##name,
    MS_TRAFFIC_DIALECT_LIST(X) MS_TRAFFIC_DIALECTS
#undef X
} ms_traffic_dialect;

/* Somebody whom the traffic is to have among its travellers; "" for what is not known. */
typedef struct ms_traffic_bearer {
    ms_str surname, given, sex, nationality, number;
    ms_date birth;
} ms_traffic_bearer;

/* What to make. */
typedef struct ms_traffic_plan {
    uint64_t seed;
    ms_date day; /* of the first flights; all zero: 1 March 2026 */
    ms_traffic_kind kind;
    ms_traffic_dialect dialect;
    uint32_t passengers; /* of each flight; 0: by chance, 20 to 380 */
    uint32_t faults;     /* of 1000 flights have one on purpose */
    const ms_traffic_bearer *bearer;
    uint32_t bearers; /* how many */
    uint32_t bearing; /* of 1000 travellers are one of them */
} ms_traffic_plan;

/* What is sent of a flight. */
typedef struct ms_traffic {
    ms_str bytes;
    const ms_manifest *v; /* what the bytes say, message by message; of MRZ one a document */
    uint32_t n;
    ms_traffic_dialect dialect; /* never MIXED */
    const char *fault;          /* what was done on purpose, "segment_dropped"; NULL: nothing */
} ms_traffic;

/* Makes flight `number`, in `a`.  MS_EINVAL for a plan that cannot be, MS_ENOMEM.  Any thread.
 */
MS_API ms_rc ms_traffic_make(const ms_traffic_plan *plan, uint64_t number, ms_arena *a,
                             ms_traffic *out, ms_diag *d);

/* What people call a dialect, "type-b"; static. */
MS_API const char *ms_traffic_dialect_name(ms_traffic_dialect dialect);

#endif
