#include "travel/write.h"

#include <stdio.h>

ms_str ms_write_number(char text[MS_WRITE_NUMBER], uint32_t n)
{
    char *end = text + MS_WRITE_NUMBER, *p = end;
    do *--p = (char)('0' + n % 10);
    while (n /= 10);
    return (ms_str){p, (size_t)(end - p)};
}

ms_str ms_write_day(char text[16], const ms_travel_date *d, bool two_digits)
{
    const ms_date *x = &d->date;
    if (!x->year) return d->sent;
    int n = two_digits ? snprintf(text, 16, "%02u%02u%02u", x->year % 100u, x->month % 100u,
                                  x->day % 100u)
                       : snprintf(text, 16, "%04u%02u%02u", x->year % 10000u, x->month % 100u,
                                  x->day % 100u);
    return (ms_str){text, (size_t)n};
}

/* UNH: parts of a list are numbered, and the last says so (WCO/IATA/ICAO guidelines, UNH S010).
 */
static void write_header(ms_writing *x)
{
    const ms_manifest *m = x->m;
    char number[8];
    ms_edi_header h = {.reference = m->reference, .type = m->type, .access = m->access};
    if (!h.reference.n) h.reference = MS_STR("1");
    ms_write_release(m->release, &h.version, &h.release);
    bool iata = ms_str_eq(m->type, MS_STR("PNRGOV"));
    h.agency = iata ? MS_STR("IA") : MS_STR("UN");
    if (!iata) h.association = MS_STR("IATA");
    if (m->part) {
        int n = snprintf(number, sizeof number, "%02u", m->part % 10000u);
        h.sequence = (ms_str){number, (size_t)n};
        h.position = m->last ? MS_STR("F") : MS_STR("C");
    }
    ms_edi_write_header(x->w, &h);
}

ms_rc ms_manifest_write_as(ms_edi_writer *w, const ms_manifest *m, const ms_write_style *style,
                           ms_diag *d)
{
    static const struct {
        const char *type, *version;
        bool (*says)(const ms_manifest *m);
        void (*write)(ms_writing *x);
    } writers[] = {{"PAXLST", "D:", ms_paxlst_says, ms_paxlst_write},
                   {"PNRGOV", "1", ms_pnrgov_says, ms_pnrgov_write}};
    ms_writing x = {.w = w, .m = m, .style = *style};
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        ms_str version = ms_str_z(writers[i].version);
        if (!ms_str_eq(m->type, ms_str_z(writers[i].type))) continue;
        if (m->release.n < version.n || memcmp(m->release.p, version.p, version.n) != 0) break;
        if (!writers[i].says(m))
            return ms_fail(d, MS_EVALUE, 0, 0, "no %s is a '%.*s' of '%.*s'", writers[i].type,
                           MS_FMT(m->action), MS_FMT(m->content));
        write_header(&x);
        writers[i].write(&x);
        ms_edi_write_trailer(w);
        return MS_OK;
    }
    return ms_fail(d, MS_EVALUE, 0, 0, "no message '%.*s' of release '%.*s' can be written",
                   MS_FMT(m->type), MS_FMT(m->release));
}

ms_rc ms_manifest_write(ms_edi_writer *w, const ms_manifest *m, ms_diag *d)
{
    return ms_manifest_write_as(w, m, &(ms_write_style){0}, d);
}
