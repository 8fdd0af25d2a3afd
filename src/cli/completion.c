#include "cli/help.h"

/* The words of "a|b|c", separated by `sep`. */
static void words(ms_out *o, const char *choices, char sep)
{
    for (; *choices; choices++) ms_out_char(o, *choices == '|' ? sep : *choices);
}

/* Whether `operands` names a closed list of words ("bash|zsh|fish"). */
static bool closed(const char *operands)
{
    return operands && strchr(operands, '|') && operands[0] >= 'a' && operands[0] <= 'z';
}

/* ---- bash -------------------------------------------------------------- */

static void bash_names(ms_out *o, const ms_opt *opts)
{
    for (unsigned i = 0; opts && opts[i].name; i++) ms_out_fmt(o, " --%s", opts[i].name);
}

/* What follows an option: words, files, folders, or anything. */
static void bash_values(ms_out *o, const char *command, const ms_opt *opts)
{
    for (unsigned i = 0; opts && opts[i].name; i++) {
        if (opts[i].type == MS_OPT_FLAG) continue;
        ms_out_fmt(o, "    %s:--%s) ", command, opts[i].name);
        if (opts[i].choices) {
            ms_out_lit(o, "COMPREPLY=($(compgen -W '");
            words(o, opts[i].choices, ' ');
            ms_out_lit(o, "' -- \"$cur\"));");
        } else if (opts[i].type == MS_OPT_DIR) {
            ms_out_lit(o, "mapfile -t COMPREPLY < <(compgen -d -- \"$cur\");");
        } else if (opts[i].type == MS_OPT_FILE) {
            ms_out_lit(o, "mapfile -t COMPREPLY < <(compgen -f -- \"$cur\");");
        }
        ms_out_lit(o, " return ;;\n");
    }
}

static void bash_commands(ms_out *o)
{
    for (unsigned i = 0; ms_commands[i]; i++) {
        const ms_command *m = ms_commands[i];
        ms_out_fmt(o, "    %s) opts='", m->name);
        bash_names(o, m->opts);
        ms_out_lit(o, "'; words='");
        if (closed(m->operands)) words(o, m->operands, ' ');
        if (m == &ms_cmd_help)
            for (unsigned k = 0; ms_commands[k]; k++)
                ms_out_fmt(o, " %s", ms_commands[k]->name);
        ms_out_fmt(o, "'; files=%d ;;\n", m->operands && strstr(m->operands, "FILE") != NULL);
    }
}

static void bash(ms_out *o)
{
    ms_out_lit(
        o, "# bash completion for marsad\n_marsad() {\n"
           "  local cur=\"${COMP_WORDS[COMP_CWORD]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
           "  if [[ $prev == = ]]; then prev=\"${COMP_WORDS[COMP_CWORD-2]}\"; fi\n"
           "  if [[ $cur == = ]]; then cur=''; fi\n"
           "  local command='' opts='' words='' files=0 i\n  COMPREPLY=()\n"
           "  for ((i = 1; i < COMP_CWORD; i++)); do\n    case \"${COMP_WORDS[i]}\" in\n"
           "    --data|--color) ((i++)) ;;\n    -*) ;;\n"
           "    *) command=\"${COMP_WORDS[i]}\"; break ;;\n    esac\n  done\n"
           "  case \"$command:$prev\" in\n");
    for (unsigned i = 0; ms_commands[i]; i++)
        bash_values(o, ms_commands[i]->name, ms_commands[i]->opts);
    bash_values(o, "*", ms_global_opts);
    ms_out_lit(o, "  esac\n  case \"$command\" in\n    '') words='");
    for (unsigned i = 0; ms_commands[i]; i++) ms_out_fmt(o, " %s", ms_commands[i]->name);
    ms_out_lit(o, "' ;;\n");
    bash_commands(o);
    ms_out_lit(o, "  esac\n  if [[ $cur == -* ]]; then words=\"$opts");
    bash_names(o, ms_global_opts);
    ms_out_lit(
        o,
        "\"; files=0; fi\n  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
        "  if [[ $files == 1 ]]; then mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); fi\n}\n"
        "complete -o filenames -F _marsad marsad\n");
}

/* ---- zsh --------------------------------------------------------------- */

/* Text within '…[…]' of _arguments. */
static void zsh_text(ms_out *o, const char *text)
{
    for (; *text; text++) {
        if (*text == '\'') ms_out_lit(o, "'\\'");
        if (strchr("[]:\\", *text)) ms_out_char(o, '\\');
        ms_out_char(o, *text);
    }
}

static void zsh_options(ms_out *o, const ms_opt *opts)
{
    for (unsigned i = 0; opts && opts[i].name; i++) {
        ms_out_fmt(o, " \\\n      '%s--%s%s[", opts[i].repeat ? "*" : "", opts[i].name,
                   opts[i].type == MS_OPT_FLAG ? "" : "=");
        zsh_text(o, opts[i].help);
        ms_out_char(o, ']');
        if (opts[i].value) ms_out_fmt(o, ":%s:", opts[i].value);
        if (opts[i].choices) {
            ms_out_char(o, '(');
            words(o, opts[i].choices, ' ');
            ms_out_char(o, ')');
        } else if (opts[i].type == MS_OPT_FILE) {
            ms_out_lit(o, "_files");
        } else if (opts[i].type == MS_OPT_DIR) {
            ms_out_lit(o, "_files -/");
        }
        ms_out_char(o, '\'');
    }
}

static void zsh(ms_out *o)
{
    ms_out_lit(o, "#compdef marsad\n_marsad() {\n  local context state state_descr line\n"
                  "  local -a commands\n  typeset -A opt_args\n  commands=(");
    for (unsigned i = 0; ms_commands[i]; i++) {
        ms_out_fmt(o, "\n    '%s:", ms_commands[i]->name);
        zsh_text(o, ms_commands[i]->summary);
        ms_out_char(o, '\'');
    }
    ms_out_lit(o, ")\n  _arguments -C");
    zsh_options(o, ms_global_opts);
    ms_out_lit(o, " \\\n      '1: :->command' '*:: :->rest' && return\n"
                  "  if [[ $state == command ]]; then _describe command commands; return; fi\n"
                  "  case $line[1] in\n");
    for (unsigned i = 0; ms_commands[i]; i++) {
        const ms_command *m = ms_commands[i];
        ms_out_fmt(o, "    %s) _arguments", m->name);
        zsh_options(o, m->opts);
        zsh_options(o, ms_global_opts);
        if (closed(m->operands)) {
            ms_out_lit(o, " \\\n      '*: :(");
            words(o, m->operands, ' ');
            ms_out_lit(o, ")'");
        } else if (m->operands && strstr(m->operands, "FILE")) {
            ms_out_lit(o, " \\\n      '*:file:_files'");
        }
        ms_out_lit(o, " ;;\n");
    }
    ms_out_lit(o, "  esac\n}\ncompdef _marsad marsad\n");
}

/* ---- fish -------------------------------------------------------------- */

static void fish_text(ms_out *o, const char *text)
{
    ms_out_char(o, '\'');
    for (; *text; text++) {
        if (*text == '\'' || *text == '\\') ms_out_char(o, '\\');
        ms_out_char(o, *text);
    }
    ms_out_char(o, '\'');
}

static void fish_options(ms_out *o, const char *command, const ms_opt *opts)
{
    for (unsigned i = 0; opts && opts[i].name; i++) {
        ms_out_lit(o, "complete -c marsad");
        if (command) ms_out_fmt(o, " -n '__fish_seen_subcommand_from %s'", command);
        ms_out_fmt(o, " -l %s", opts[i].name);
        if (opts[i].type == MS_OPT_FILE || opts[i].type == MS_OPT_DIR) ms_out_lit(o, " -rF");
        else if (opts[i].type != MS_OPT_FLAG) ms_out_lit(o, " -x");
        if (opts[i].choices) {
            ms_out_lit(o, " -a '");
            words(o, opts[i].choices, ' ');
            ms_out_char(o, '\'');
        }
        ms_out_lit(o, " -d ");
        fish_text(o, opts[i].help);
        ms_out_char(o, '\n');
    }
}

static void fish(ms_out *o)
{
    fish_options(o, NULL, ms_global_opts);
    for (unsigned i = 0; ms_commands[i]; i++) {
        ms_out_fmt(o, "complete -c marsad -f -n __fish_use_subcommand -a %s -d ",
                   ms_commands[i]->name);
        fish_text(o, ms_commands[i]->summary);
        ms_out_char(o, '\n');
        fish_options(o, ms_commands[i]->name, ms_commands[i]->opts);
        if (!closed(ms_commands[i]->operands)) continue;
        ms_out_fmt(o, "complete -c marsad -f -n '__fish_seen_subcommand_from %s' -a '",
                   ms_commands[i]->name);
        words(o, ms_commands[i]->operands, ' ');
        ms_out_lit(o, "'\n");
    }
}

void ms_completion_write(ms_out *o, const char *shell)
{
    switch (shell[0]) {
    case 'b': bash(o); break;
    case 'z': zsh(o); break;
    default: fish(o); break;
    }
}
