/* What the local times of legs are in UTC. */
#include <marsad/travel.h>

#include "base/utc.h"
#include "travel/zone.h"

/* A time that names its zone (codes 301 to 304) and was not understood: "202603140640CST". */
static bool names_zone(const ms_travel_time *t)
{
    enum { MINUTES = 10 };
    ms_str s = t->day.sent;
    char last = s.n > MINUTES ? (char)(s.p[s.n - 1] | 32) : 0;
    return last >= 'a' && last <= 'z';
}

static ms_rc of_time(ms_zones *zones, ms_str place, const ms_travel_time *t, ms_zone_time *out)
{
    const ms_date *d = &t->day.date;
    if (!d->year || !d->month || !d->day || t->minute == MS_MINUTE_UNKNOWN) return MS_ENOTFOUND;
    int64_t local =
        ms_zone_day(d->year, d->month, d->day) * MS_DAY_SECONDS + (int64_t)t->minute * 60;
    if (t->offset == MS_OFFSET_UNKNOWN)
        return zones && !names_zone(t) ? ms_zones_utc(zones, place, local, out) : MS_ENOTFOUND;
    *out = (ms_zone_time){.utc = local - (int64_t)t->offset * 60};
    return MS_OK;
}

static ms_rc add(ms_zones *zones, ms_str place, const ms_travel_time *t, ms_str *utc,
                 ms_str *doubt, ms_arena *a)
{
    static const ms_str doubts[] = {
        [MS_ZONE_TWICE] = MS_STR_INIT("twice"), [MS_ZONE_SKIPPED] = MS_STR_INIT("skipped")};
    ms_zone_time x;
    char text[MS_UTC_BYTES];
    ms_rc rc = of_time(zones, place, t, &x);
    if (rc) return rc == MS_ENOMEM ? rc : MS_OK;
    ms_utc_at(x.utc, text);
    *utc = ms_arena_str(a, ms_str_z(text));
    if (!utc->p) return MS_ENOMEM;
    if (x.doubt) *doubt = doubts[x.doubt];
    return MS_OK;
}

static ms_rc add_all(ms_zones *zones, ms_leg *leg, uint32_t n, ms_arena *a)
{
    ms_rc rc = MS_OK;
    for (ms_leg *end = leg + n; leg < end && !rc; leg++) {
        rc = add(zones, leg->from, &leg->departs, &leg->departs_utc, &leg->departs_doubt, a);
        if (!rc)
            rc = add(zones, leg->to, &leg->arrives, &leg->arrives_utc, &leg->arrives_doubt, a);
    }
    return rc;
}

ms_rc ms_travel_utc(ms_zones *zones, ms_manifest *m, ms_arena *a)
{
    ms_rc rc = add_all(zones, m->legs, m->n_legs, a);
    for (uint32_t i = 0; i < m->n_bookings && !rc; i++)
        rc = add_all(zones, m->bookings[i].legs, m->bookings[i].n_legs, a);
    return rc;
}
