#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include <marsad/version.h>

#include "base/file.h"
#include "cli/cli.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/term.h"

/* Everything that was printed has reached the system, or it is an error. */
static int close_output(ms_cli *c, int status)
{
    bool failed = ferror(c->out) != 0;
    int why = c->out_errno;
    errno = 0;
    if (fclose(c->out) != 0) failed = true;
    if (!failed) return status;
    if (!why) why = errno ? errno : EIO;
    ms_cli_say(c, "standard output: %s", ms_errno_text(why));
    return MS_EXIT_SYSTEM;
}

static int run(ms_cli *c, int argc, char **argv)
{
    ms_term_look(c, "auto");
    int e = ms_options_read(c, argc, argv);
    if (e) return e;
    ms_term_look(c, ms_cli_text(c, "color"));
    if (c->version) {
        fprintf(c->out, "marsad %s\n", ms_version());
        return MS_EXIT_OK;
    }
    if (c->help) return ms_help_show(c, c->command);
    if (!c->command) {
        ms_help_show(c, NULL);
        return MS_EXIT_USAGE;
    }
    return c->command->run(c);
}

int main(int argc, char **argv)
{
    ms_cli c = {.out = stdout, .arena = ms_arena_new(0), .lock = -1};
    /* A reader that went away is an error of the write, so that it has a status. */
    signal(SIGPIPE, SIG_IGN);
    int e = c.arena ? run(&c, argc, argv) : ms_cli_nomem(&c);
    e = close_output(&c, e);
    ms_arena_free(c.arena);
    return e;
}
