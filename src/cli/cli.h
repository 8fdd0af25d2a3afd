/* The command line: commands and options as rows of a table.
 *
 * One table makes parsing, usage errors, help, the man page and the shell
 * completion.  A command is a constant `ms_command` in a file of its own; all of
 * them are listed in commands.c.
 */
#ifndef MARSAD_CLI_CLI_H
#define MARSAD_CLI_CLI_H

#include <stdint.h>
#include <stdio.h>

#include <marsad/arena.h>
#include <marsad/rc.h>

/* exit status, what it means */
#define MS_EXIT_LIST(X)                                                       \
    X(OK, 0, "Done, and nothing to report.")                                  \
    X(MATCH, 1, "Done, and at least one match was found.")                    \
    X(USAGE, 2, "The command line is wrong; nothing was done.")               \
    X(INPUT, 3,                                                               \
      "Some input is bad or missing, as standard error says; the rest of it " \
      "was worked on.")                                                       \
    X(SYSTEM, 4, "Reading, writing or memory failed.")

/* Exit statuses: MS_EXIT_OK and so on; what a command's `run` returns. */
typedef enum ms_exit {
#define X(name, status, text) MS_EXIT_##name = status,
    MS_EXIT_LIST(X)
#undef X
} ms_exit;

/* For `exits` of a command: MS_EXITS_PLAIN and whatever it adds. */
#define MS_EXIT_BIT(name) (1u << MS_EXIT_##name)
#define MS_EXITS_PLAIN (MS_EXIT_BIT(OK) | MS_EXIT_BIT(USAGE) | MS_EXIT_BIT(SYSTEM))
#define MS_EXITS_INPUT (MS_EXITS_PLAIN | MS_EXIT_BIT(INPUT))

/* How an option's value is read; a bad one is a usage error. */
typedef enum ms_opt_type {
    MS_OPT_FLAG,   /* no value */
    MS_OPT_TEXT,   /* any text */
    MS_OPT_CHOICE, /* one of `choices` */
    MS_OPT_UINT,   /* min..max */
    MS_OPT_SCORE,  /* 0..1 with up to six decimals; read as millionths */
    MS_OPT_FILE,   /* any text, completed as a file */
    MS_OPT_DIR     /* any text, completed as a folder */
} ms_opt_type;

/* An option: a row of a command's table, which ends with a row without name. */
typedef struct ms_opt {
    const char *name;  /* without the dashes */
    const char *value; /* what help calls the value; NULL for flags */
    ms_opt_type type;
    const char *choices; /* "table|json|csv", for MS_OPT_CHOICE */
    const char *preset;  /* value when not given; NULL: none */
    const char *help;    /* one sentence, without its full stop */
    bool repeat;         /* may be given several times; otherwise the last counts */
    bool required;
    uint64_t min, max; /* for MS_OPT_UINT */
} ms_opt;

typedef struct ms_cli ms_cli;

/* A command: a row of the table in commands.c. */
typedef struct ms_command {
    const char *name;
    const char *summary;  /* one line */
    const char *operands; /* for usage, "FILE…"; NULL: takes none */
    unsigned min_operands, max_operands;
    const ms_opt *opts;    /* NULL: none of its own */
    const char *about;     /* paragraphs, separated by an empty line */
    const char *examples;  /* lines "command\twhat it does\n"; NULL: none */
    bool folders;          /* takes several --data */
    unsigned exits;        /* MS_EXIT_BIT set */
    int (*run)(ms_cli *c); /* returns an ms_exit */
} ms_command;

/* The commands, in the order in which help shows them; NULL ends them. */
extern const ms_command *const ms_commands[];

/* The options that every command takes. */
extern const ms_opt ms_global_opts[];

/* The command called `name`, or NULL. */
const ms_command *ms_command_find(const char *name);

/* An option's value as given or preset. */
typedef struct ms_opt_value {
    const ms_opt *opt;
    const char *text;
    uint64_t number; /* of MS_OPT_UINT and MS_OPT_SCORE; index of a choice */
} ms_opt_value;

/* One run of the program. */
struct ms_cli {
    const ms_command *command;
    ms_arena *arena; /* lives as long as the run */
    const char **operands;
    unsigned n_operands;
    ms_opt_value *values; /* presets first, then in the order given */
    unsigned n_values;
    FILE *out; /* standard output */
    bool out_tty, err_tty;
    bool out_color, err_color;
    unsigned width;     /* columns of the terminal on `out`; 0: not one */
    bool help, version; /* asked for with --help, --version */
    int out_errno;      /* why writing to `out` failed; 0: not known */
    const char *folder; /* the data folder meant; NULL: that of --data */
    int lock;           /* of the data folder, for ms_data_lock; -1: not held */
};

/* ---- what was given ---------------------------------------------------- */

/* The value of option `name` of the command; NULL when neither given nor preset.
 * The name must be in the table. */
const char *ms_cli_text(const ms_cli *c, const char *name);

/* True when the flag `name` is given. */
bool ms_cli_flag(const ms_cli *c, const char *name);

/* The value of --jobs, or the number of processors, at most 8. */
unsigned ms_cli_jobs(const ms_cli *c);

/* The number that option `name` stands for: MS_OPT_UINT as it is, MS_OPT_SCORE in
 * millionths, MS_OPT_CHOICE as the index of the choice; 0 when not given. */
uint64_t ms_cli_number(const ms_cli *c, const char *name);

/* True when option `name` is on the command line, not only preset. */
bool ms_cli_given(const ms_cli *c, const char *name);

/* The values of a repeatable option, `i` from 0; NULL behind the last. */
const char *ms_cli_nth(const ms_cli *c, const char *name, unsigned i);

/* ---- messages on standard error ---------------------------------------- */

/* "marsad: …\n"; control characters of what is printed are shown escaped. */
void ms_cli_say(const ms_cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* "marsad: FILE:LINE: what\n", or "FILE: byte N: what" where lines have no
 * meaning; `file` may be NULL. */
void ms_cli_diag(const ms_cli *c, const char *file, const ms_diag *d);

/* Writes "FILE:LINE: ", "FILE: byte N: " or "FILE: " to `buf`, cut at `n`. */
void ms_cli_place(const char *file, const ms_diag *d, char *buf, size_t n);

/* "marsad COMMAND: …\n" and where help is; returns MS_EXIT_USAGE. */
int ms_cli_usage(const ms_cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The exit status for `rc`: MS_EXIT_OK, MS_EXIT_SYSTEM for MS_EIO, MS_EBUSY and
 * MS_ENOMEM, otherwise MS_EXIT_INPUT. */
int ms_cli_exit(ms_rc rc);

/* Says that memory is spent; returns MS_EXIT_SYSTEM. */
int ms_cli_nomem(const ms_cli *c);

/* The more serious of two exit statuses. */
static inline int ms_exit_worse(int a, int b)
{
    return a > b ? a : b;
}

#endif
