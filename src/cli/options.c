#include "cli/options.h"

#include <limits.h>

#include "base/ascii.h"
#include "cli/suggest.h"

const ms_opt ms_global_opts[] = {
    {.name = "data",
     .value = "DIR",
     .type = MS_OPT_DIR,
     .help = "Folder of the lists (default $MARSAD_DATA, else $XDG_DATA_HOME/marsad, else "
             "$HOME/.local/share/marsad)"},
    {.name = "color",
     .value = "WHEN",
     .type = MS_OPT_CHOICE,
     .choices = "auto|always|never",
     .preset = "auto",
     .help = "Use colour always, never, or on terminals only"},
    {.name = "help", .type = MS_OPT_FLAG, .help = "Show help and exit"},
    {.name = "version", .type = MS_OPT_FLAG, .help = "Show the version and exit"},
    {0},
};

unsigned ms_options_count(const ms_opt *opts)
{
    unsigned n = 0;
    while (opts && opts[n].name) n++;
    return n;
}

static const ms_opt *find_in(const ms_opt *opts, const char *name)
{
    for (unsigned i = 0; opts && opts[i].name; i++)
        if (strcmp(opts[i].name, name) == 0) return &opts[i];
    return NULL;
}

const ms_opt *ms_options_find(const ms_command *command, const char *name)
{
    const ms_opt *o = command ? find_in(command->opts, name) : NULL;
    return o ? o : find_in(ms_global_opts, name);
}

static bool uint_read(const char *text, uint64_t *out)
{
    uint64_t v = 0;
    if (!*text) return false;
    for (; *text; text++) {
        unsigned digit = (unsigned)(*text - '0');
        if (digit > 9 || v > (UINT64_MAX - digit) / 10) return false;
        v = v * 10 + digit;
    }
    *out = v;
    return true;
}

bool ms_score_read(const char *text, uint64_t *out)
{
    uint64_t v = 0, unit = 1000000;
    const char *p = text;
    if (*p == '0' || *p == '1') v = (uint64_t)(*p++ - '0') * unit;
    else if (*p != '.') return false;
    if (*p == '.') {
        if (!p[1] && p == text) return false;
        for (p++; ms_is_digit(*p) && unit > 1; p++) v += (uint64_t)(*p - '0') * (unit /= 10);
    }
    *out = v;
    return *p == '\0' && v <= 1000000;
}

/* The index of `text` among "a|b|c". */
static bool choice_read(const char *choices, const char *text, uint64_t *out)
{
    size_t n = strlen(text);
    *out = 0;
    for (const char *p = choices; n && p; (*out)++) {
        const char *end = strchr(p, '|');
        size_t len = end ? (size_t)(end - p) : strlen(p);
        if (len == n && memcmp(p, text, n) == 0) return true;
        p = end ? end + 1 : NULL;
    }
    return false;
}

static int bad_value(const ms_cli *c, const ms_opt *o, const char *text)
{
    switch (o->type) {
    case MS_OPT_CHOICE:
        return ms_cli_usage(c, "--%s: '%s' is not one of %s", o->name, text, o->choices);
    case MS_OPT_UINT:
        return ms_cli_usage(c, "--%s: '%s' is not a number from %llu to %llu", o->name, text,
                            (unsigned long long)o->min, (unsigned long long)o->max);
    default:
        return ms_cli_usage(c,
                            "--%s: '%s' is not a number from 0 to 1 with at most six decimals",
                            o->name, text);
    }
}

/* Reads `text` by the option's type and appends it to the values. */
static int take_value(ms_cli *c, const ms_opt *o, const char *text)
{
    ms_opt_value v = {.opt = o, .text = text};
    bool good = true;
    switch (o->type) {
    case MS_OPT_CHOICE: good = choice_read(o->choices, text, &v.number); break;
    case MS_OPT_SCORE: good = ms_score_read(text, &v.number); break;
    case MS_OPT_UINT:
        good = uint_read(text, &v.number) && v.number >= o->min && v.number <= o->max;
        break;
    default: break;
    }
    if (!good) return bad_value(c, o, text);
    c->values[c->n_values++] = v;
    return MS_EXIT_OK;
}

static int unknown_option(const ms_cli *c, const char *name)
{
    ms_suggest s = ms_suggest_begin(name);
    for (unsigned i = 0; c->command && c->command->opts && c->command->opts[i].name; i++)
        ms_suggest_try(&s, c->command->opts[i].name);
    for (unsigned i = 0; ms_global_opts[i].name; i++)
        ms_suggest_try(&s, ms_global_opts[i].name);
    if (s.best)
        return ms_cli_usage(c, "unknown option '--%s' (did you mean '--%s'?)", name, s.best);
    return ms_cli_usage(c, "unknown option '--%s'", name);
}

/* Reads the option at argv[*i], which begins with "--". */
static int take_option(ms_cli *c, int argc, char **argv, int *i)
{
    const char *arg = argv[*i] + 2;
    const char *eq = strchr(arg, '=');
    ms_str name = ms_arena_str(c->arena, (ms_str){arg, eq ? (size_t)(eq - arg) : strlen(arg)});
    if (!name.p) return ms_cli_nomem(c);
    const ms_opt *o = ms_options_find(c->command, name.p);
    if (!o) return unknown_option(c, name.p);
    if (o->type == MS_OPT_FLAG) {
        if (eq) return ms_cli_usage(c, "--%s takes no value", name.p);
        return take_value(c, o, "");
    }
    if (!eq && *i + 1 >= argc)
        return ms_cli_usage(c, "--%s needs a value %s", name.p, o->value);
    return take_value(c, o, eq ? eq + 1 : argv[++*i]);
}

static int take_presets(ms_cli *c, const ms_opt *opts)
{
    for (unsigned i = 0; opts && opts[i].name; i++) {
        int e = opts[i].preset ? take_value(c, &opts[i], opts[i].preset) : MS_EXIT_OK;
        if (e) return e;
    }
    return MS_EXIT_OK;
}

static int take_args(ms_cli *c, int argc, char **argv, int skip)
{
    bool plain = false; /* behind "--" */
    for (int i = 1; i < argc; i++) {
        int e = MS_EXIT_OK;
        char *arg = argv[i];
        if (i == skip) continue;
        if (plain || arg[0] != '-' || arg[1] == '\0') c->operands[c->n_operands++] = arg;
        else if (strcmp(arg, "--") == 0) plain = true;
        else if (strcmp(arg, "-h") == 0) e = take_value(c, ms_options_find(NULL, "help"), "");
        else if (arg[1] != '-') e = ms_cli_usage(c, "unknown option '%s'", arg);
        else e = take_option(c, argc, argv, &i);
        if (e) return e;
    }
    return MS_EXIT_OK;
}

/* The index of the first operand, which names the command; 0: none. */
static int command_at(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] != '-') return i;
        const ms_opt *o = argv[i][1] == '-' ? ms_options_find(NULL, argv[i] + 2) : NULL;
        if (strcmp(argv[i], "--") == 0) return i + 1 < argc ? i + 1 : 0;
        if (o && o->type != MS_OPT_FLAG) i++;
    }
    return 0;
}

int ms_options_unknown(const ms_cli *c, const char *name)
{
    ms_suggest s = ms_suggest_begin(name);
    for (unsigned i = 0; ms_commands[i]; i++) ms_suggest_try(&s, ms_commands[i]->name);
    if (s.best) return ms_cli_usage(c, "no command '%s' (did you mean '%s'?)", name, s.best);
    return ms_cli_usage(c, "no command '%s'", name);
}

/* What the table asks for beyond each single value. */
static int check(const ms_cli *c)
{
    const ms_command *m = c->command;
    for (unsigned i = 0; m->opts && m->opts[i].name; i++)
        if (m->opts[i].required && !ms_cli_flag(c, m->opts[i].name))
            return ms_cli_usage(c, "--%s %s is missing", m->opts[i].name, m->opts[i].value);
    if (ms_cli_nth(c, "data", 1) && !m->folders)
        return ms_cli_usage(c,
                            "--data is given twice: only marsad screen takes several folders");
    if (c->n_operands < m->min_operands) return ms_cli_usage(c, "%s is missing", m->operands);
    if (c->n_operands > m->max_operands)
        return ms_cli_usage(c, "unexpected '%s'", c->operands[m->max_operands]);
    return MS_EXIT_OK;
}

int ms_options_read(ms_cli *c, int argc, char **argv)
{
    int at = command_at(argc, argv);
    if (at) {
        c->command = ms_command_find(argv[at]);
        if (!c->command) return ms_options_unknown(c, argv[at]);
    }
    const ms_opt *own = c->command ? c->command->opts : NULL;
    size_t room = (size_t)argc + ms_options_count(own) + ms_options_count(ms_global_opts);
    c->values = ms_arena_array(c->arena, room, sizeof *c->values);
    c->operands = ms_arena_array(c->arena, room, sizeof *c->operands);
    if (!c->values || !c->operands) return ms_cli_nomem(c);
    int e = take_presets(c, ms_global_opts);
    if (!e) e = take_presets(c, own);
    if (!e) e = take_args(c, argc, argv, at);
    if (e) return e;
    c->help = ms_cli_flag(c, "help");
    c->version = ms_cli_flag(c, "version");
    return c->command && !c->help && !c->version ? check(c) : MS_EXIT_OK;
}
