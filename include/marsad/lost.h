/* Lost and stolen documents: a list of numbers, and whether a traveller's document is one.
 *
 * The list is an own one, CSV with a header: `number`, `issuer` (a code of ISO 3166-1 or ICAO
 * Doc 9303, or a country's name) and `type` (P, I, V), the last two may be missing or empty.
 */
#ifndef MARSAD_LOST_H
#define MARSAD_LOST_H

#include <marsad/source.h>
#include <marsad/travel.h>

/* A list; may be shared by threads once read. */
typedef struct ms_lost ms_lost;

/* What was read. */
typedef struct ms_lost_report {
    uint64_t rows, kept;
    uint64_t broken; /* rows that could not be read, or whose number has not 4 to 32 letters
                        and digits */
    ms_diag first;   /* why the first of them could not; its line */
} ms_lost_report;

/* Reads a list from `src`.  Broken rows are counted and left out.  Freed by ms_lost_free.
 * MS_EMISSING when the header has no number; what the source gives; MS_ENOMEM. */
MS_API ms_rc ms_lost_read(ms_source *src, ms_lost **out, ms_lost_report *report, ms_diag *d);

/* NULL is legal. */
MS_API void ms_lost_free(ms_lost *l);

/* name, name in outputs, what it is */
#define MS_LOST_LIST(X)                                                                  \
    X(NONE, "none", "not on the list")                                                   \
    X(LIKE, "like", "as optical readers confuse letters and digits, or of another type") \
    X(EXACT, "exact", "the same number, and issuer and type where both sides say them")

/* What was found: MS_LOST_EXACT and so on. */
typedef enum ms_lost_finding {
#define X(name, key, what) MS_LOST_##name,
    MS_LOST_LIST(X)
#undef X
} ms_lost_finding;

/* The row that was found, as the list writes it; slices of the list. */
typedef struct ms_lost_row {
    ms_str number, issuer, type;
    uint64_t line;
} ms_lost_row;

/* Looks a document up; the best row, the first of several as good.  Case, blanks and other
 * marks in numbers do not matter; another issuer is another document.  `row` may be NULL, and
 * `l` too: nothing is found.  Any thread. */
MS_API ms_lost_finding ms_lost_find(const ms_lost *l, const ms_travel_document *document,
                                    ms_lost_row *row);

/* The name in outputs; static. */
MS_API const char *ms_lost_finding_name(ms_lost_finding f);

#endif
