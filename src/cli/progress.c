#include "cli/progress.h"

#include <inttypes.h>
#include <time.h>

enum { BAR = 30 };
static const uint64_t MS = 1000000; /* ns of a millisecond */

static uint64_t clock_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 * MS + (uint64_t)t.tv_nsec;
}

void ms_progress_begin(ms_progress *p, const ms_cli *c, const char *what, const char *unit)
{
    *p = (ms_progress){.c = c, .what = what, .unit = unit, .began = clock_ns()};
}

/* "12.3 of 45.6 MB" or "12 of 45 rows". */
static void amount(const ms_progress *p, uint64_t done, uint64_t total, char *buf, size_t n)
{
    if (p->unit && total)
        snprintf(buf, n, "%" PRIu64 " of %" PRIu64 " %s", done, total, p->unit);
    else if (p->unit) snprintf(buf, n, "%" PRIu64 " %s", done, p->unit);
    else if (total)
        snprintf(buf, n, "%.1f of %.1f MB", (double)done / 1e6, (double)total / 1e6);
    else snprintf(buf, n, "%.1f MB", (double)done / 1e6);
}

static void draw(ms_progress *p, uint64_t done, uint64_t total)
{
    char text[96], bar[BAR + 1];
    unsigned full = total ? (unsigned)((double)done / (double)total * BAR) : 0;
    for (unsigned i = 0; i < BAR; i++) bar[i] = i < full ? '#' : '.';
    bar[BAR] = '\0';
    amount(p, done, total, text, sizeof text);
    /* Back to the line's start, and erase what was behind the text. */
    fprintf(stderr, "\r%s [%s] %s\x1b[K", p->what, total ? bar : "...", text);
    fflush(stderr);
    p->drawn = true;
}

void ms_progress_at(void *ctx, uint64_t done, uint64_t total)
{
    ms_progress *p = ctx;
    uint64_t now = clock_ns();
    uint64_t wait = p->c->err_tty ? 300 * MS : 1000 * MS;
    uint64_t pause = p->c->err_tty ? 100 * MS : 5000 * MS;
    if (done > total && total) done = total;
    if (now - p->began < wait || (p->shown && now - p->shown < pause)) return;
    p->shown = now;
    if (p->c->err_tty) {
        draw(p, done, total);
        return;
    }
    char text[96];
    amount(p, done, total, text, sizeof text);
    ms_cli_say(p->c, "%s: %s", p->what, text);
}

void ms_progress_end(ms_progress *p)
{
    if (p->drawn) fputs("\r\x1b[K", stderr);
    p->drawn = false;
}
