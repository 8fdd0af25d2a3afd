#include "cli/travel.h"

#include <limits.h>

#include <marsad/traffic.h>

#include "base/pool.h"
#include "cli/lang.h"

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

#define X(name, text, what) "|" text
#define KINDS ("" MS_TRAFFIC_KIND_LIST(X)) + 1
#define DIALECTS ("" MS_TRAFFIC_DIALECT_LIST(X)) + 1
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
     .help = "mrz: settle centuries as on that day, 2026-01-31; today unless given.  generate: "
             "day of the first flights, 2026-03-01 unless given"},
    {.name = "format",
     .value = "F",
     .type = MS_OPT_CHOICE,
     .choices = "table|json|csv",
     .preset = "table",
     .help = "How to write what was read"},
    {.name = "raw",
     .type = MS_OPT_FLAG,
     .help = "explain, read: show every value as it was sent, personal data too"},
    {.name = "link",
     .type = MS_OPT_FLAG,
     .help =
         "read: show instead which travellers of lists (PAXLST) and of bookings (PNRGOV) of "
         "one flight are the same person, and why"},
    {.name = "answer",
     .value = "OUT",
     .type = MS_OPT_FILE,
     .help = "screen: write the answers to the senders, CUSRES, to this file"},
    {.name = "codes",
     .value = "BOARD,REFER",
     .type = MS_OPT_TEXT,
     .help = "screen: the codes (9321) that carriers know for boarding and for being referred, "
             "where "
             "they are not 0Z and 2Z; none can refuse"},
    {.name = "contrl",
     .value = "OUT",
     .type = MS_OPT_FILE,
     .help = "screen: write reports of the syntax, CONTRL, of interchanges that ask for one or "
             "that have a message to be sent again"},
    {.name = "documents",
     .value = "LIST",
     .type = MS_OPT_FILE,
     .help = "screen: refer documents of this list of lost and stolen ones too: CSV with "
             "columns number, issuer, type"},
    {.name = "threshold",
     .value = "SCORE",
     .type = MS_OPT_SCORE,
     .preset = "0.7",
     .help = "screen: refer whoever scores at least this, from 0 to 1"},
    {.name = "lists",
     .value = "A,B",
     .type = MS_OPT_TEXT,
     .help = "screen: against these lists only"},
    {.name = "jobs",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = MS_POOL_JOBS_MAX,
     .help = "screen: threads; the number of processors, at most 8, unless given"},
    SAY_LANG_OPT,
    {.name = "kind",
     .value = "KIND",
     .type = MS_OPT_CHOICE,
     .choices = KINDS,
     .preset = "paxlst",
     .help = "generate: what of each flight: lists, bookings, both, zones of documents"},
    {.name = "flights",
     .value = "N",
     .type = MS_OPT_UINT,
     .max = 1000000000,
     .preset = "1",
     .help = "generate: how many"},
    {.name = "seed",
     .value = "S",
     .type = MS_OPT_UINT,
     .max = UINT64_MAX,
     .preset = "1",
     .help = "generate: what everything follows from"},
    {.name = "passengers",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = 1000000,
     .help = "generate: on each flight; 20 to 380 unless given"},
    {.name = "dialect",
     .value = "D",
     .type = MS_OPT_CHOICE,
     .choices = DIALECTS,
     .preset = "plain",
     .help = "generate: how the carrier writes"},
    {.name = "errors",
     .value = "SHARE",
     .type = MS_OPT_SCORE,
     .preset = "0",
     .help = "generate: share of flights that get a fault, 0.1"},
    {.name = "people",
     .value = "FILE",
     .type = MS_OPT_FILE,
     .help = "generate: CSV of people to be among the travellers: surname, given, birth, sex, "
             "nationality, number"},
    {.name = "share",
     .value = "SHARE",
     .type = MS_OPT_SCORE,
     .preset = "0.01",
     .help = "generate: share of travellers that are these"},
    {.name = "truth",
     .value = "FILE",
     .type = MS_OPT_FILE,
     .help = "generate: write there what is true, a JSON line a message"},
    {0},
};
#undef X

#define X(name, operands, text) #name " " operands ": " text "\n\n"
const ms_command ms_cmd_travel = {
    .name = "travel",
    .summary = "Read travel documents and what carriers send",
    .operands = "mrz [LINES…|-] | explain FILE… | read FILE… | screen FILE… | generate",
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
        "marsad travel mrz --input zones.txt --format json\tOne JSON object a document.\n"
        "marsad travel explain manifest.edi\tEach segment with its meaning.\n"
        "marsad travel read manifest.edi --format csv\tOne line a traveller.\n"
        "marsad travel generate --flights 10 --seed 7 --dialect type-b\tTen flights.\n"
        "marsad travel screen --answer out.edi manifest.edi\tWhom to refer, and the carrier's "
        "answer.\n",
    .folders = true,
    .exits = MS_EXITS_INPUT | MS_EXIT_BIT(MATCH),
    .run = run,
};
#undef X
