/* The manifest of one document: what its machine-readable zone says. */
#include <marsad/travel.h>

typedef struct copying {
    ms_arena *a;
    bool failed;
} copying;

static ms_str copy(copying *c, ms_str s)
{
    if (!s.n) return (ms_str){0};
    ms_str to = ms_arena_str(c->a, s);
    c->failed |= !to.p;
    return to;
}

/* Components with blanks between them. */
static ms_str joined(copying *c, const ms_str *part, unsigned n)
{
    size_t bytes = n ? n - 1 : 0;
    for (unsigned i = 0; i < n; i++) bytes += part[i].n;
    char *to = bytes ? ms_arena_alloc(c->a, bytes) : NULL, *at = to;
    c->failed |= bytes && !to;
    if (!to) return (ms_str){0};
    for (unsigned i = 0; i < n; i++) {
        if (i) *at++ = ' ';
        memcpy(at, part[i].p, part[i].n);
        at += part[i].n;
    }
    return (ms_str){to, bytes};
}

static ms_travel_date date_of(copying *c, const ms_mrz_date *d)
{
    return (ms_travel_date){
        .date = d->date, .other = d->other, .sent = copy(c, ms_str_z(d->text))};
}

ms_rc ms_manifest_of_mrz(const ms_mrz *zone, ms_arena *a, ms_manifest *out)
{
    copying c = {.a = a};
    ms_traveller *t = ms_arena_alloc(a, sizeof *t);
    ms_travel_document *d = ms_arena_alloc(a, sizeof *d);
    *out = (ms_manifest){0};
    if (!t || !d) return MS_ENOMEM;
    *d = (ms_travel_document){.type = copy(&c, zone->code),
                              .number = copy(&c, zone->number),
                              .issuer = copy(&c, zone->issuer),
                              .expires = date_of(&c, &zone->expiry)};
    *t = (ms_traveller){.sent_name = copy(&c, zone->name),
                        .surname = joined(&c, zone->surname, zone->n_surname),
                        .given = joined(&c, zone->given, zone->n_given),
                        .role = MS_STR("unknown"),
                        .birth = date_of(&c, &zone->birth),
                        .sex = copy(&c, (ms_str){&zone->sex, zone->sex ? 1 : 0}),
                        .nationality = copy(&c, zone->nationality),
                        .documents = d,
                        .n_documents = 1};
    out->type = MS_STR("MRZ");
    out->content = MS_STR("document");
    out->action = MS_STR("report");
    out->last = true;
    out->travellers = t;
    out->n_travellers = 1;
    for (int i = 0; i < 2; i++) out->dropped[MS_DROPPED_OTHER] += zone->optional[i].n > 0;
    out->dropped[MS_DROPPED_UNKNOWN] = zone->dropped > 0;
    return c.failed ? MS_ENOMEM : MS_OK;
}
