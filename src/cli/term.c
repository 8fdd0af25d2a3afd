#include "cli/term.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

void ms_out_style(ms_out *o, bool color, ms_style style)
{
    static const char *const codes[] = {"\x1b[0m",  "\x1b[1m",  "\x1b[2m",
                                        "\x1b[32m", "\x1b[33m", "\x1b[31m"};
    if (color) ms_out_raw(o, ms_str_z(codes[style]));
}

static bool color_wanted(const char *when, bool tty)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    if (strcmp(when, "auto") != 0) return strcmp(when, "always") == 0;
    return tty && !(no && *no) && term && strcmp(term, "dumb") != 0;
}

void ms_term_look(ms_cli *c, const char *when)
{
    struct winsize size = {0};
    c->out_tty = isatty(STDOUT_FILENO) == 1;
    c->err_tty = isatty(STDERR_FILENO) == 1;
    c->out_color = color_wanted(when, c->out_tty);
    c->err_color = color_wanted(when, c->err_tty);
    if (c->out_tty && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) c->width = size.ws_col;
    if (c->out_tty && c->width == 0) c->width = 80;
}
