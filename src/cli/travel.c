#include "cli/travel.h"

#include <limits.h>

#define X(name, operands, text) {#name, travel_##name},
static const struct {
    const char *name;
    int (*run)(ms_cli *c, const char *const *operand, unsigned n);
} verbs[] = {TRAVEL_VERBS(X)};
#undef X

#define X(name, operands, text) ", " #name
static const char names[] = TRAVEL_VERBS(X);
#undef X

static int run(ms_cli *c)
{
    for (unsigned i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(c->operands[0], verbs[i].name) == 0)
            return verbs[i].run(c, c->operands + 1, c->n_operands - 1);
    return ms_cli_usage(c, "'%s' is not one of %s", c->operands[0], names + 2);
}

static const ms_opt opts[] = {
    {.name = "input",
     .value = "FILE",
     .type = MS_OPT_FILE,
     .repeat = true,
     .help =
         "mrz: read documents from a file, with blank lines between; '-' is standard input"},
    {.name = "date",
     .value = "DAY",
     .type = MS_OPT_TEXT,
     .help = "mrz: settle centuries as on that day, 2026-01-31; today unless given"},
    {.name = "format",
     .value = "F",
     .type = MS_OPT_CHOICE,
     .choices = "table|json|csv",
     .preset = "table",
     .help = "How to write what was read"},
    {0},
};

#define X(name, operands, text) #name " " operands ": " text "\n\n"
const ms_command ms_cmd_travel = {
    .name = "travel",
    .summary = "Read travel documents",
    .operands = "mrz [LINES…|-]",
    .min_operands = 1,
    .max_operands = UINT_MAX,
    .opts = opts,
    .about = TRAVEL_VERBS(
        X) "A zone is one document: its lines as operands, or all in one; ICAO Doc 9303 TD1, "
           "TD2, "
           "TD3, MRV-A and MRV-B, and the French identity card of 1988.  Small letters, "
           "blanks, "
           "other marks for the filler, lines of a wrong length are read and said.  Misread "
           "characters are corrected where check digits prove it.  Of optional data only "
           "personal numbers of known issuers are kept.\n\n"
           "Each departure from the standard is an oddity with its place, what was expected, "
           "what "
           "was found and what was done.",
    .examples =
        "marsad travel mrz 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<' "
        "'L898902C36UTO7408122F1204159ZE184226B<<<<<10'\tOne passport.\n"
        "marsad travel mrz --input zones.txt --format json\tOne JSON object a document.\n",
    .exits = MS_EXITS_INPUT,
    .run = run,
};
#undef X
