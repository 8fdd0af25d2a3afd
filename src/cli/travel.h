/* Subcommands of `marsad travel`. */
#ifndef MARSAD_CLI_TRAVEL_H
#define MARSAD_CLI_TRAVEL_H

#include <marsad/parts.h>
#include <marsad/travel.h>

#include "base/json_out.h"
#include "cli/cli.h"

/* name, operands, what it does */
#define TRAVEL_VERBS(X)                                                                        \
    X(mrz, "LINES…|-", "Reads machine-readable zones of passports, cards and visas.")          \
    X(explain, "FILE…",                                                                        \
      "Shows EDIFACT messages (PAXLST, PNRGOV, CUSRES, CONTRL) segment by "                    \
      "segment: what elements are, what codes mean, where each stands, and each departure "    \
      "from the standard with what was done.  Of values that can identify a person only the "  \
      "length is shown, unless --raw is given.")                                               \
    X(read, "FILE…",                                                                           \
      "Reads passenger and crew lists (PAXLST) and bookings (PNRGOV): what was understood "    \
      "of each message, what was left out by kind, and each oddity with its place.  Legs "     \
      "have "                                                                                  \
      "local times and UTC, by the system's time zones.  JSON is "                             \
      "an object a message, CSV a line a traveller.  Free text and what is not in the "        \
      "closed table of fields are not shown, unless --raw is given: then segments stand "      \
      "below as they were sent.  Which parts of a list in several messages did not come is "   \
      "said behind all files.")                                                                \
    X(screen, "FILE…",                                                                         \
      "Screens each traveller and document of messages (PAXLST, PNRGOV) and of zones against " \
      "the lists, and says whom to refer.  Nobody is refused: that is for people to decide.")  \
    X(generate, "",                                                                            \
      "Writes invented traffic to standard output: flights of people who do not exist, as "    \
      "carriers send them, for tests and exercises.  The same seed gives the same bytes.")

/* A subcommand `travel_mrz` and so on; `operand` are those behind its name.  Returns an
 * ms_exit. */
#define X(name, operands, text) \
    int travel_##name(ms_cli *c, const char *const *operand, unsigned n);
TRAVEL_VERBS(X)
#undef X

/* The day by which centuries are settled: --date, or today.  Returns an ms_exit. */
int travel_today(ms_cli *c, ms_date *today);

/* A zone as it is written: where it came from, and what it says. */
typedef struct zone_shown {
    uint64_t number; /* of the document, from 1 */
    ms_rc rc;        /* of ms_mrz_read; the rest counts when it is MS_OK */
    const ms_mrz *mrz;
    const ms_mrz_readings *own;
} zone_shown;

/* The header of the CSV lines, with its line end. */
#define ZONE_CSV_HEADER                                                                    \
    "document,format,valid,code,issuer,number,surname,given_names,nationality,birth_date," \
    "sex,expiry_date,personal_number,wrong_check_digits,oddities\n"

/* Appends a JSON object and a line end. */
void zone_json(const zone_shown *z, ms_out *o);

/* Appends a CSV line. */
void zone_csv(const zone_shown *z, ms_out *o);

/* Appends a block for people. */
void zone_block(const zone_shown *z, bool color, ms_out *o);

/* A message as it is written: what it was read from, and what was understood.  Without a
 * manifest it is the beginning or the end of an interchange, or a message that is no list, of
 * which the oddities are said. */
typedef struct manifest_shown {
    const char *file;
    const ms_edi_item *item;
    const ms_manifest *manifest;
    bool raw; /* with its segments as they were sent */
} manifest_shown;

/* Appends a JSON object and a line end. */
void manifest_json(const manifest_shown *x, ms_out *o);

/* Appends the header of the CSV lines, then a line for each traveller. */
void manifest_csv_header(ms_out *o);
void manifest_csv(const manifest_shown *x, ms_out *o);

/* Says on standard error of each list which parts are missing or came again, with `json` in an
 * object too; how many lists lack a part. */
uint64_t travel_parts_say(const ms_cli *c, const ms_parts *p, bool json, ms_out *o);

/* Messages that are kept to be linked; opaque. */
typedef struct travel_links travel_links;

/* NULL when out of memory; freed by travel_links_free, for which NULL is legal. */
travel_links *travel_links_new(void);
void travel_links_free(travel_links *l);

/* Keeps a copy of a message, whose manifest is `*m`, as long as `l`; `file` must outlive `l`.
 * MS_ENOTFOUND for what is neither PAXLST nor PNRGOV; MS_ELIMIT beyond 10,000 messages;
 * MS_ENOMEM, also beyond 1 GiB. */
ms_rc travel_links_add(travel_links *l, const char *file, const ms_edi_item *message,
                       ms_manifest *m);

/* Writes a row for each traveller of a list who is one of the bookings of the same flight, in
 * the format of --format.  MS_EIO, MS_ENOMEM. */
ms_rc travel_links_show(ms_cli *c, const travel_links *l);

/* Appends a block for people. */
void manifest_block(const manifest_shown *x, bool color, ms_out *o);

#endif
