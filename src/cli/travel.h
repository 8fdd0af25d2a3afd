/* Subcommands of `marsad travel`. */
#ifndef MARSAD_CLI_TRAVEL_H
#define MARSAD_CLI_TRAVEL_H

#include <marsad/mrz.h>

#include "base/json_out.h"
#include "cli/cli.h"

/* name, operands, what it does */
#define TRAVEL_VERBS(X) \
    X(mrz, "LINES…|-", "Reads machine-readable zones of passports, cards and visas.")

/* A subcommand `travel_mrz` and so on; `operand` are those behind its name.  Returns an
 * ms_exit. */
#define X(name, operands, text) \
    int travel_##name(ms_cli *c, const char *const *operand, unsigned n);
TRAVEL_VERBS(X)
#undef X

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

#endif
