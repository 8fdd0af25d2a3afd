#include <marsad/name.h>
#include <marsad/version.h>

#include "cli/help.h"

/* Text in man(7) markup: backslashes and hyphens escaped, characters beyond
 * ASCII by their code point, nothing read as a request at a line's start. */
static void put(ms_out *o, ms_str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t cp;
        size_t n = ms_utf8_decode(s.p + i, s.n - i, &cp);
        if ((i == 0 || s.p[i - 1] == '\n') && (cp == '.' || cp == '\'')) ms_out_lit(o, "\\&");
        if (cp == '\\') ms_out_lit(o, "\\e");
        else if (cp == '-') ms_out_lit(o, "\\-");
        else if (cp >= 0x80) ms_out_fmt(o, "\\[u%04X]", (unsigned)cp);
        else ms_out_char(o, s.p[i]);
        i += n;
    }
}

static void puts_man(ms_out *o, const char *z)
{
    put(o, ms_str_z(z));
}

static void paragraphs(ms_out *o, const char *text)
{
    while (*text) {
        const char *end = strstr(text, "\n\n");
        size_t n = end ? (size_t)(end - text) : strlen(text);
        ms_out_lit(o, ".PP\n");
        put(o, (ms_str){text, n});
        ms_out_char(o, '\n');
        text += n;
        text += strspn(text, "\n");
    }
}

static void options(ms_out *o, const ms_opt *opts)
{
    for (unsigned i = 0; opts && opts[i].name; i++) {
        ms_out notes = {0};
        ms_out_lit(o, ".TP\n\\fB\\-\\-");
        puts_man(o, opts[i].name);
        ms_out_lit(o, "\\fR");
        if (opts[i].value) {
            ms_out_lit(o, " \\fI");
            puts_man(o, opts[i].value);
            ms_out_lit(o, "\\fR");
        }
        ms_out_char(o, '\n');
        puts_man(o, opts[i].help);
        ms_help_notes(&notes, &opts[i]);
        put(o, ms_out_str(&notes));
        ms_out_lit(o, ".\n");
        if (notes.failed) o->failed = true;
        ms_out_free(&notes);
    }
}

static void terms(ms_out *o, const char *title, const ms_term *t)
{
    ms_out_fmt(o, ".SH %s\n", title);
    for (; t->term; t++) {
        ms_out_lit(o, ".TP\n\\fB");
        puts_man(o, t->term);
        ms_out_lit(o, "\\fR\n");
        puts_man(o, t->text);
        ms_out_lit(o, ".\n");
    }
}

static void synopsis(ms_out *o)
{
    ms_out_lit(o, ".SH SYNOPSIS\n");
    for (unsigned i = 0; ms_commands[i]; i++) {
        ms_out usage = {0};
        ms_help_usage(&usage, ms_commands[i]);
        ms_out_fmt(o, "%s\\fBmarsad %s\\fR ", i ? ".br\n" : "", ms_commands[i]->name);
        put(o, ms_out_str(&usage));
        ms_out_char(o, '\n');
        if (usage.failed) o->failed = true;
        ms_out_free(&usage);
    }
}

static void exits(ms_out *o)
{
    ms_out_lit(o, ".SH EXIT STATUS\n");
    for (unsigned i = 0; ms_help_exit(i); i++) {
        ms_out_fmt(o, ".TP\n\\fB%u\\fR\n", i);
        puts_man(o, ms_help_exit(i));
        ms_out_char(o, '\n');
    }
}

static void examples(ms_out *o, const char *text)
{
    while (text && *text) {
        size_t command = strcspn(text, "\t"), line = strcspn(text, "\n");
        ms_out_lit(o, ".TP\n\\fB");
        put(o, (ms_str){text, command});
        ms_out_lit(o, "\\fR\n");
        if (line > command) put(o, (ms_str){text + command + 1, line - command - 1});
        ms_out_char(o, '\n');
        text += line + (text[line] == '\n');
    }
}

void ms_man_write(ms_out *o)
{
    ms_out_fmt(o, ".TH MARSAD 1 \"\" \"marsad %s\" \"User Commands\"\n", ms_version());
    ms_out_lit(o, ".SH NAME\nmarsad \\- screen names against sanctions and watch lists\n");
    synopsis(o);
    ms_out_lit(o, ".SH DESCRIPTION\n");
    paragraphs(o, ms_help_about);
    ms_out_lit(o, ".SH OPTIONS\nEvery command takes these.\n");
    options(o, ms_global_opts);
    ms_out_lit(o, ".SH COMMANDS\n");
    for (unsigned i = 0; ms_commands[i]; i++) {
        ms_out_fmt(o, ".SS marsad %s\n", ms_commands[i]->name);
        puts_man(o, ms_commands[i]->summary);
        ms_out_lit(o, ".\n");
        if (ms_commands[i]->about) paragraphs(o, ms_commands[i]->about);
        options(o, ms_commands[i]->opts);
    }
    exits(o);
    terms(o, "ENVIRONMENT", ms_help_environment);
    terms(o, "FILES", ms_help_files);
    ms_out_lit(o, ".SH EXAMPLES\n");
    for (unsigned i = 0; ms_commands[i]; i++) examples(o, ms_commands[i]->examples);
}
