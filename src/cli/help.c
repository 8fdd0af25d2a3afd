#include "cli/help.h"

#include <marsad/version.h>

#include "cli/options.h"
#include "cli/rows.h"
#include "cli/term.h"

enum { LINE = 79, INDENT = 2, OPTION_COLUMN = 24 };

const char ms_help_about[] =
    "Marsad screens names against sanctions and watch lists: it loads published lists and "
    "own ones, finds every entity that may be meant by a name or an identity, in any "
    "script, and explains each score.";

const ms_term ms_help_environment[] = {
    {"MARSAD_DATA", "The data folder, unless --data is given"},
    {"XDG_DATA_HOME", "Holds the data folder, marsad, unless MARSAD_DATA is set; "
                      "$HOME/.local/share when not set"},
    {"MARSAD_LANG",
     "Language of explanations for people, unless --lang is given: ar, en or fr; "
     "LC_ALL, LC_MESSAGES and LANG when not set"},
    {"TZDIR", "Folder of the time zones (tz database); /usr/share/zoneinfo when not set"},
    {"NO_COLOR", "When not empty, colour is used only with --color always"},
    {NULL, NULL},
};

const ms_term ms_help_files[] = {
    {"marsad.snap",
     "In the data folder: all lists, ready to screen; written aside and renamed, "
     "so that it is always the old version or the new one"},
    {"marsad.snap.checked",
     "In the data folder: a note that this snapshot was read whole and found right; without "
     "it, or after whatever is written to the snapshot, each command reads it whole"},
    {"lock", "In the data folder: held by the one import that may write"},
    {NULL, NULL},
};

/* One word after another, lines broken before `LINE` and indented to `indent`;
 * the text begins at column `at`. */
static void wrap(ms_out *o, const char *text, unsigned at, unsigned indent)
{
    bool first = true;
    while (*text) {
        size_t n = strcspn(text, " \n");
        unsigned w = ms_shown_width((ms_str){text, n});
        if (!first && at + 1 + w > LINE) {
            ms_out_fmt(o, "\n%*s", (int)indent, "");
            at = indent;
            first = true;
        }
        if (!first) ms_out_char(o, ' '), at++;
        ms_out_raw(o, (ms_str){text, n});
        at += w;
        first = false;
        text += n;
        text += strspn(text, " \n");
    }
    ms_out_char(o, '\n');
}

/* Paragraphs are separated by an empty line. */
static void paragraphs(ms_out *o, const char *text)
{
    char part[2048];
    while (*text) {
        const char *end = strstr(text, "\n\n");
        size_t n = end ? (size_t)(end - text) : strlen(text);
        if (n >= sizeof part) n = sizeof part - 1;
        memcpy(part, text, n);
        part[n] = '\0';
        ms_out_char(o, '\n');
        wrap(o, part, 0, 0);
        text += n;
        text += strspn(text, "\n");
    }
}

/* "  term   text", the text wrapped in its column. */
static void row(ms_out *o, const char *term, const char *text, unsigned column)
{
    unsigned w = INDENT + ms_shown_width(ms_str_z(term));
    ms_out_fmt(o, "%*s%s", INDENT, "", term);
    if (w + 2 > column) ms_out_fmt(o, "\n%*s", (int)column, "");
    else ms_out_fmt(o, "%*s", (int)(column - w), "");
    wrap(o, text, column, column);
}

static void heading(ms_out *o, const ms_cli *c, const char *text)
{
    ms_out_char(o, '\n');
    ms_out_style(o, c->out_color, MS_STYLE_BOLD);
    ms_out_raw(o, ms_str_z(text));
    ms_out_style(o, c->out_color, MS_STYLE_PLAIN);
    ms_out_char(o, '\n');
}

void ms_help_usage(ms_out *o, const ms_command *command)
{
    ms_out_lit(o, "[OPTION…]");
    for (unsigned i = 0; command->opts && command->opts[i].name; i++)
        if (command->opts[i].required)
            ms_out_fmt(o, " --%s %s", command->opts[i].name, command->opts[i].value);
    if (command->operands) ms_out_fmt(o, " %s", command->operands);
}

void ms_help_notes(ms_out *o, const ms_opt *opt)
{
    const char *sep = " (";
    if (opt->choices) {
        ms_out_fmt(o, "%s%s", sep, opt->choices);
        sep = "; ";
    }
    if (opt->preset) {
        ms_out_fmt(o, "%sdefault %s", sep, opt->preset);
        sep = "; ";
    }
    if (opt->required) {
        ms_out_fmt(o, "%srequired", sep);
        sep = "; ";
    }
    if (opt->repeat) {
        ms_out_fmt(o, "%smay be given several times", sep);
        sep = "; ";
    }
    if (*sep == ';') ms_out_char(o, ')');
}

static void options(ms_out *o, const ms_opt *opts)
{
    for (unsigned i = 0; opts && opts[i].name; i++) {
        ms_out term = {0}, text = {0};
        ms_out_fmt(&term, "--%s%s%s%c", opts[i].name, opts[i].value ? " " : "",
                   opts[i].value ? opts[i].value : "", '\0');
        ms_out_raw(&text, ms_str_z(opts[i].help));
        ms_help_notes(&text, &opts[i]);
        ms_out_fmt(&text, ".%c", '\0');
        if (term.failed || text.failed) o->failed = true;
        else row(o, term.p, text.p, OPTION_COLUMN);
        ms_out_free(&term);
        ms_out_free(&text);
    }
}

const char *ms_help_exit(unsigned bit)
{
    static const char *const texts[] = {
#define X(name, status, text) [status] = (text),
        MS_EXIT_LIST(X)
#undef X
    };
    return bit < sizeof texts / sizeof *texts ? texts[bit] : NULL;
}

static void exits(ms_out *o, const ms_cli *c, unsigned mask)
{
    char number[2] = "0";
    heading(o, c, "Exit status");
    for (unsigned i = 0; ms_help_exit(i); i++) {
        number[0] = (char)('0' + i);
        if (mask & 1u << i) row(o, number, ms_help_exit(i), INDENT + 3);
    }
}

static void terms(ms_out *o, const ms_cli *c, const char *title, const ms_term *t)
{
    heading(o, c, title);
    for (; t->term; t++) row(o, t->term, t->text, OPTION_COLUMN);
}

/* Examples are lines "command\twhat it does". */
static void examples(ms_out *o, const ms_cli *c, const char *text)
{
    heading(o, c, "Examples");
    while (*text) {
        size_t command = strcspn(text, "\t"), line = strcspn(text, "\n");
        ms_out_fmt(o, "  %.*s\n", (int)command, text);
        if (line > command)
            ms_out_fmt(o, "      %.*s\n", (int)(line - command - 1), text + command + 1);
        text += line + (text[line] == '\n');
    }
}

static void command_help(ms_out *o, const ms_cli *c, const ms_command *command)
{
    ms_out_fmt(o, "Usage: marsad %s ", command->name);
    ms_help_usage(o, command);
    ms_out_fmt(o, "\n\n%s.\n", command->summary);
    if (command->about) paragraphs(o, command->about);
    if (command->opts) {
        heading(o, c, "Options");
        options(o, command->opts);
    }
    heading(o, c, "Options of every command");
    options(o, ms_global_opts);
    exits(o, c, command->exits);
    if (command->examples) examples(o, c, command->examples);
}

static void program_help(ms_out *o, const ms_cli *c)
{
    ms_out_lit(o, "Usage: marsad COMMAND [OPTION…] [OPERAND…]\n\n");
    wrap(o, ms_help_about, 0, 0);
    heading(o, c, "Commands");
    for (unsigned i = 0; ms_commands[i]; i++)
        row(o, ms_commands[i]->name, ms_commands[i]->summary, 14);
    heading(o, c, "Options of every command");
    options(o, ms_global_opts);
    terms(o, c, "Environment", ms_help_environment);
    ms_out_lit(o, "\n'marsad COMMAND --help' tells more about a command.\n");
}

int ms_help_show(ms_cli *c, const ms_command *command)
{
    ms_out o = {0};
    if (command) command_help(&o, c, command);
    else program_help(&o, c);
    ms_rc rc = ms_cli_write(c, &o);
    ms_out_free(&o);
    return ms_cli_exit(rc);
}

/* ---- the commands help, version and completion ------------------------- */

static int written(ms_cli *c, ms_out *o)
{
    ms_rc rc = ms_cli_write(c, o);
    ms_out_free(o);
    return rc == MS_ENOMEM ? ms_cli_nomem(c) : ms_cli_exit(rc);
}

static int run_help(ms_cli *c)
{
    if (ms_cli_flag(c, "man")) {
        ms_out o = {0};
        ms_man_write(&o);
        return written(c, &o);
    }
    if (c->n_operands == 0) return ms_help_show(c, NULL);
    const ms_command *command = ms_command_find(c->operands[0]);
    return command ? ms_help_show(c, command) : ms_options_unknown(c, c->operands[0]);
}

static const ms_opt help_opts[] = {
    {.name = "man", .help = "Write the man page in place of help, in man(7) markup"},
    {0},
};

const ms_command ms_cmd_help = {
    .name = "help",
    .summary = "Show help on the program or on one command",
    .operands = "[COMMAND]",
    .max_operands = 1,
    .opts = help_opts,
    .exits = MS_EXITS_PLAIN,
    .run = run_help,
};

static int run_version(ms_cli *c)
{
    ms_out o = {0};
    ms_out_fmt(&o, "marsad %s\n", ms_version());
    return written(c, &o);
}

const ms_command ms_cmd_version = {
    .name = "version",
    .summary = "Show the version of the engine and its knowledge tables",
    .exits = MS_EXITS_PLAIN,
    .about =
        "The part behind the plus sign names the knowledge tables.  The same version gives "
        "the same scores everywhere.",
    .run = run_version,
};

static int run_completion(ms_cli *c)
{
    const char *shell = c->operands[0];
    ms_out o = {0};
    if (strcmp(shell, "bash") != 0 && strcmp(shell, "zsh") != 0 && strcmp(shell, "fish") != 0)
        return ms_cli_usage(c, "'%s' is not one of bash|zsh|fish", shell);
    ms_completion_write(&o, shell);
    return written(c, &o);
}

const ms_command ms_cmd_completion = {
    .name = "completion",
    .summary = "Write the completion script of a shell",
    .operands = "bash|zsh|fish",
    .min_operands = 1,
    .max_operands = 1,
    .exits = MS_EXITS_PLAIN,
    .examples = "eval \"$(marsad completion bash)\"\tCompletes in this shell.\n",
    .run = run_completion,
};
