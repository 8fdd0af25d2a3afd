#include "cli/cli.h"

#include <stdarg.h>
#include <unistd.h>

#include "cli/term.h"

/* The last value of option `name`, given or preset. */
static const ms_opt_value *value_of(const ms_cli *c, const char *name)
{
    for (unsigned i = c->n_values; i-- > 0;)
        if (strcmp(c->values[i].opt->name, name) == 0) return &c->values[i];
    return NULL;
}

const char *ms_cli_text(const ms_cli *c, const char *name)
{
    const ms_opt_value *v = value_of(c, name);
    return v ? v->text : NULL;
}

unsigned ms_cli_jobs(const ms_cli *c)
{
    enum { PRESET_MAX = 8 };
    uint64_t jobs = ms_cli_number(c, "jobs");
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (jobs) return (unsigned)jobs;
    return cores < 1 ? 1 : cores > PRESET_MAX ? PRESET_MAX : (unsigned)cores;
}

bool ms_cli_flag(const ms_cli *c, const char *name)
{
    return value_of(c, name) != NULL;
}

uint64_t ms_cli_number(const ms_cli *c, const char *name)
{
    const ms_opt_value *v = value_of(c, name);
    return v ? v->number : 0;
}

bool ms_cli_given(const ms_cli *c, const char *name)
{
    const ms_opt_value *v = value_of(c, name);
    return v && v->text != v->opt->preset;
}

const char *ms_cli_nth(const ms_cli *c, const char *name, unsigned i)
{
    bool given = ms_cli_given(c, name);
    for (unsigned k = 0; k < c->n_values; k++) {
        const ms_opt_value *v = &c->values[k];
        if (strcmp(v->opt->name, name) != 0) continue;
        if (given && v->text == v->opt->preset) continue;
        if (i-- == 0) return v->text;
    }
    return NULL;
}

/* Writes `text` with control characters escaped and a line end. */
static void put(const ms_cli *c, const char *head, const char *text)
{
    ms_out o = {0};
    ms_out_style(&o, c->err_color, MS_STYLE_RED);
    ms_out_raw(&o, ms_str_z(head));
    ms_out_style(&o, c->err_color, MS_STYLE_PLAIN);
    ms_out_shown(&o, ms_str_z(text), 0);
    ms_out_char(&o, '\n');
    if (o.failed) fprintf(stderr, "%s%s\n", head, text);
    else fwrite(o.p, 1, o.n, stderr);
    ms_out_free(&o);
}

void ms_cli_say(const ms_cli *c, const char *fmt, ...)
{
    char text[2048];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    put(c, "marsad: ", text);
}

void ms_cli_place(const char *file, const ms_diag *d, char *buf, size_t n)
{
    const char *f = file ? file : "";
    if (d->line)
        snprintf(buf, n, "%s%s%llu: ", f, file ? ":" : "line ", (unsigned long long)d->line);
    else if (d->at)
        snprintf(buf, n, "%s%sbyte %llu: ", f, file ? ": " : "", (unsigned long long)d->at);
    else snprintf(buf, n, "%s%s", f, file ? ": " : "");
}

void ms_cli_diag(const ms_cli *c, const char *file, const ms_diag *d)
{
    char place[1024];
    ms_cli_place(file, d, place, sizeof place);
    const char *what = d->what[0] ? d->what : ms_rc_text(d->rc);
    size_t n = file ? strlen(file) : 0;
    /* Some diagnoses begin with the path themselves. */
    if (n && strncmp(what, file, n) == 0 && strncmp(what + n, ": ", 2) == 0) what += n + 2;
    ms_cli_say(c, "%s%s", place, what);
}

int ms_cli_usage(const ms_cli *c, const char *fmt, ...)
{
    char text[1024];
    const char *name = c->command ? c->command->name : "";
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    ms_cli_say(c, "%s%s%s", name, *name ? ": " : "", text);
    fprintf(stderr, "Try 'marsad %s%s--help'.\n", name, *name ? " " : "");
    return MS_EXIT_USAGE;
}

int ms_cli_exit(ms_rc rc)
{
    switch (rc) {
    case MS_OK:
    case MS_END: return MS_EXIT_OK;
    case MS_EIO:
    case MS_EBUSY:
    case MS_ENOMEM: return MS_EXIT_SYSTEM;
    default: return MS_EXIT_INPUT;
    }
}

int ms_cli_nomem(const ms_cli *c)
{
    (void)c;
    fputs("marsad: out of memory\n", stderr);
    return MS_EXIT_SYSTEM;
}
