/* What reading messages costs: travel_read FILE [TIMES], or travel_read - for a stream.
 *
 * Of a file, CPU seconds of each stage on the same bytes in memory, the best of TIMES (5):
 * looking at every byte once (two passes of memchr), the envelope, the envelope and the
 * content.  Of a stream one pass, and the most memory that it took.  Writes one JSON object. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <marsad/travel.h>

/* What a pass has seen. */
typedef struct seen {
    uint64_t messages, travellers, segments, bytes, longest;
} seen;

static void die(const char *what)
{
    fprintf(stderr, "travel_read: %s\n", what);
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- stages ------------------------------------------------------------- */

static uint64_t count(ms_str s, char c)
{
    uint64_t n = 0;
    for (const char *p = s.p, *end = s.p + s.n; (p = memchr(p, c, (size_t)(end - p))); p++) n++;
    return n;
}

static void look(ms_str bytes, seen *to)
{
    to->segments = count(bytes, '\'') + count(bytes, '+');
}

static void read_source(ms_source *src, bool content, seen *to)
{
    ms_diag d;
    ms_arena *a = ms_arena_new(0);
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    const ms_edi_item *item;
    ms_rc rc;
    if (!a || !r) die("out of memory");
    while (!(rc = ms_edi_next(r, &item, &d))) {
        if (item->kind != MS_EDI_MESSAGE) continue;
        to->messages++;
        if (item->bytes > to->longest) to->longest = item->bytes;
        if (!content) continue;
        ms_manifest m;
        ms_arena_reset(a);
        rc = ms_manifest_read(item, a, &m);
        if (!rc) to->travellers += m.n_travellers;
        else if (rc == MS_ENOMEM) die("out of memory");
    }
    if (rc != MS_END) die(d.what);
    ms_edi_totals t = ms_edi_reader_totals(r);
    to->segments = t.segments;
    to->bytes = t.bytes;
    ms_edi_reader_free(r);
    ms_arena_free(a);
}

static void read_bytes(ms_str bytes, bool content, seen *to)
{
    ms_source *src;
    if (ms_source_mem(bytes, "bench", &src)) die("out of memory");
    read_source(src, content, to);
    ms_source_free(src);
}

static void envelope(ms_str bytes, seen *to)
{
    read_bytes(bytes, false, to);
}

static void whole(ms_str bytes, seen *to)
{
    read_bytes(bytes, true, to);
}

static double best(void (*stage)(ms_str bytes, seen *to), ms_str bytes, int times, seen *to)
{
    double least = 0;
    for (int i = 0; i < times; i++) {
        *to = (seen){0};
        double began = now();
        stage(bytes, to);
        double took = now() - began;
        if (!i || took < least) least = took;
    }
    return least;
}

/* ---- input -------------------------------------------------------------- */

static ms_str load(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END)) die("cannot open the file");
    long n = ftell(f);
    char *p = malloc(n > 0 ? (size_t)n : 1);
    rewind(f);
    if (!p || fread(p, 1, (size_t)n, f) != (size_t)n) die("cannot read the file");
    fclose(f);
    return (ms_str){p, (size_t)n};
}

/* The most memory that this program held, bytes: getrusage would count its parent's too, from
 * before it became this program. */
static uint64_t most_memory(void)
{
    char line[128];
    uint64_t kilobytes = 0;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "VmHWM:", 6) == 0) kilobytes = strtoull(line + 6, NULL, 10);
    if (f) fclose(f);
    return kilobytes * 1024;
}

static void report(const seen *s)
{
    printf("\"bytes\":%llu,\"messages\":%llu,\"travellers\":%llu,\"segments\":%llu,\"longest\":"
           "%llu,"
           "\"memory\":%llu}\n",
           (unsigned long long)s->bytes, (unsigned long long)s->messages,
           (unsigned long long)s->travellers, (unsigned long long)s->segments,
           (unsigned long long)s->longest, (unsigned long long)most_memory());
}

int main(int argc, char **argv)
{
    seen s = {0};
    ms_diag d;
    if (argc < 2) die("travel_read FILE [TIMES] | -");
    if (strcmp(argv[1], "-") == 0) {
        ms_source *src;
        if (ms_source_file("-", &src, &d)) die(d.what);
        double began = now();
        read_source(src, true, &s);
        printf("{\"whole\":%.6f,", now() - began);
        ms_source_free(src);
        report(&s);
        return 0;
    }
    int times = argc > 2 ? atoi(argv[2]) : 5;
    ms_str bytes = load(argv[1]);
    double looked = best(look, bytes, times, &s), enveloped = best(envelope, bytes, times, &s);
    double all = best(whole, bytes, times, &s);
    printf("{\"look\":%.6f,\"envelope\":%.6f,\"whole\":%.6f,", looked, enveloped, all);
    report(&s);
    free((void *)(uintptr_t)bytes.p);
    return 0;
}
