/* The manifest of one document: what its machine-readable zone says. */
#include "travel/content.h"

static ms_str copy(ms_content *c, ms_str s)
{
    if (!s.n) return (ms_str){0};
    ms_str to = ms_arena_str(c->a, s);
    if (!to.p) c->rc = MS_ENOMEM;
    return to;
}

/* Components with blanks between them. */
static ms_str joined(ms_content *c, const ms_str *part, unsigned n)
{
    return copy(c, ms_content_join(c, part, n, " "));
}

static ms_travel_date date_of(ms_content *c, const ms_mrz_date *d)
{
    return (ms_travel_date){
        .date = d->date, .other = d->other, .sent = copy(c, ms_str_z(d->text))};
}

ms_rc ms_manifest_of_mrz(const ms_mrz *zone, ms_arena *a, ms_manifest *out)
{
    ms_content c = {.a = a, .m = out};
    *out = (ms_manifest){0};
    ms_traveller *t = MS_MORE(&c, out, travellers);
    ms_travel_document *d = t ? MS_MORE(&c, t, documents) : NULL;
    if (!d) return MS_ENOMEM;
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
    for (int i = 0; i < 2; i++) out->dropped[MS_DROPPED_OTHER] += zone->optional[i].n > 0;
    out->dropped[MS_DROPPED_UNKNOWN] = zone->dropped > 0;
    return c.rc;
}
