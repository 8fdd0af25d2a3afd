/* Places and their zones. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <marsad/arena.h>
#include <marsad/zone.h>

#include "base/cut.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/table.h"

extern const ms_table ms_table_airports;

enum {
    SLOTS = 2048, /* a power of two: there are 600 zones */
    OPENED_MAX = 1024,
    LONGEST = 64, /* characters of a zone's name */
    PATH_ROOM = 4096,
    COUNTRY_ZONES_MAX = 1024,
    IATA = 3,
    LOCODE = 5,
    COUNTRY = 2
};

static const char default_dir[] = "/usr/share/zoneinfo";

/* A zone that was needed; `zone` is NULL where `why` says why. */
typedef struct opened {
    ms_str name;
    ms_zone *zone;
    ms_diag why;
} opened;

/* A line of zone.tab. */
typedef struct country_zone {
    char country[COUNTRY];
    ms_str zone;
} country_zone;

struct ms_zones {
    pthread_mutex_t lock; /* of what follows, but for the countries, which do not change */
    ms_arena *a;
    opened *slot[SLOTS];
    opened *first[OPENED_MAX]; /* in the order in which they were needed */
    unsigned n;
    char dir[PATH_ROOM];
    country_zone country[COUNTRY_ZONES_MAX];
    unsigned n_countries;
};

/* ---- the database -------------------------------------------------------- */

/* Letters, digits, and `/`, `_`, `+`, `-` between: no way out of the folder. */
static bool is_name(ms_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!plain && (i == 0 || !memchr("/_+-", c, 4))) return false;
    }
    return s.n && s.n <= LONGEST;
}

/* Lines of code, coordinates, zone and comment, between tabs. */
static bool read_countries(ms_zones *z, ms_str tab)
{
    while (tab.n) {
        ms_str line = ms_str_cut(&tab, '\n');
        if (line.n && *line.p == '#') continue;
        ms_str code = ms_str_cut(&line, '\t');
        ms_str_cut(&line, '\t');
        ms_str zone = ms_str_trim(ms_str_cut(&line, '\t'));
        if (code.n != COUNTRY || !is_name(zone) || z->n_countries == COUNTRY_ZONES_MAX)
            continue;
        country_zone *c = &z->country[z->n_countries++];
        memcpy(c->country, code.p, COUNTRY);
        c->zone = ms_arena_str(z->a, zone);
        if (!c->zone.p) return false;
    }
    return true;
}

static ms_rc map(const ms_zones *z, ms_str name, ms_str *out, ms_diag *d)
{
    char path[PATH_ROOM];
    int n = snprintf(path, sizeof path, "%s/%.*s", z->dir, MS_FMT(name));
    if (n < 0 || (size_t)n >= sizeof path)
        return ms_fail(d, MS_ELIMIT, 0, 0, "a path of %d bytes", n);
    return ms_file_map(path, out, d);
}

static ms_rc open_dir(ms_zones *z, const char *dir, ms_diag *d)
{
    struct stat st;
    ms_str tab;
    int n = snprintf(z->dir, sizeof z->dir, "%s", dir);
    if (n < 0 || (size_t)n >= sizeof z->dir)
        return ms_fail(d, MS_ELIMIT, 0, 0, "a path of %d bytes", n);
    if (stat(dir, &st) || !S_ISDIR(st.st_mode))
        return ms_fail(d, MS_ENOTFOUND, 0, 0, "no time zones at %s: install tzdata", dir);
    /* Without it places of countries are not known, and airports are. */
    ms_rc rc = map(z, MS_STR("zone.tab"), &tab, d);
    if (rc) return rc == MS_ENOMEM ? rc : MS_OK;
    bool ok = read_countries(z, tab);
    ms_file_unmap(tab);
    return ok ? MS_OK : ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
}

ms_rc ms_zones_open(const char *dir, ms_zones **out, ms_diag *d)
{
    const char *env = getenv("TZDIR");
    ms_zones *z = ms_calloc(1, sizeof *z);
    *out = NULL;
    if (!z || !(z->a = ms_arena_new(0))) {
        ms_free(z);
        return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    }
    pthread_mutex_init(&z->lock, NULL);
    if (!dir) dir = env && *env ? env : default_dir;
    ms_rc rc = open_dir(z, dir, d);
    if (rc) ms_zones_free(z);
    else *out = z;
    return rc;
}

void ms_zones_free(ms_zones *z)
{
    if (!z) return;
    for (unsigned i = 0; i < z->n; i++) ms_zone_free(z->first[i]->zone);
    pthread_mutex_destroy(&z->lock);
    ms_arena_free(z->a);
    ms_free(z);
}

/* ---- zones --------------------------------------------------------------- */

/* Reads the file of a zone; NULL without memory. */
static opened *open_zone(ms_zones *z, ms_str name)
{
    ms_str file;
    opened *o = ms_arena_alloc(z->a, sizeof *o);
    if (!o || z->n == OPENED_MAX) return NULL;
    o->name = ms_arena_str(z->a, name);
    if (!o->name.p) return NULL;
    ms_rc rc = map(z, name, &file, &o->why);
    if (!rc) {
        ms_diag d = {0};
        rc = ms_zone_read(file, &o->zone, &d);
        if (rc) ms_fail(&o->why, rc, 0, d.at, "%s/%.*s: %s", z->dir, MS_FMT(name), d.what);
        ms_file_unmap(file);
    }
    return rc == MS_ENOMEM ? NULL : o;
}

static const opened *zone_of(ms_zones *z, ms_str name)
{
    size_t at = ms_table_hash(name) % SLOTS;
    pthread_mutex_lock(&z->lock);
    while (z->slot[at] && !ms_str_eq(z->slot[at]->name, name)) at = (at + 1) % SLOTS;
    opened *o = z->slot[at];
    if (!o && (o = open_zone(z, name))) z->slot[at] = z->first[z->n++] = o;
    pthread_mutex_unlock(&z->lock);
    return o;
}

bool ms_zones_fault(ms_zones *z, unsigned i, ms_diag *d)
{
    const opened *found = NULL;
    pthread_mutex_lock(&z->lock);
    for (unsigned k = 0; k < z->n && !found; k++)
        if (!z->first[k]->zone && i-- == 0) found = z->first[k];
    pthread_mutex_unlock(&z->lock);
    if (found) *d = found->why;
    return found;
}

/* ---- places -------------------------------------------------------------- */

static ms_rc at_zone(ms_zones *z, ms_str name, int64_t local, ms_zone_time *out)
{
    const opened *o = zone_of(z, name);
    if (!o) return MS_ENOMEM;
    return o->zone ? ms_zone_utc(o->zone, local, out) : o->why.rc;
}

/* What all zones of a country say. */
static ms_rc at_country(ms_zones *z, const char *country, int64_t local, ms_zone_time *out)
{
    bool any = false;
    for (unsigned i = 0; i < z->n_countries; i++) {
        const country_zone *c = &z->country[i];
        ms_zone_time t;
        if (memcmp(c->country, country, COUNTRY) != 0) continue;
        ms_rc rc = at_zone(z, c->zone, local, &t);
        if (rc) return rc;
        if (any && (t.utc != out->utc || t.doubt != out->doubt)) return MS_ENOTFOUND;
        *out = t;
        any = true;
    }
    return any ? MS_OK : MS_ENOTFOUND;
}

ms_rc ms_zones_utc(ms_zones *z, ms_str place, int64_t local, ms_zone_time *out)
{
    char code[LOCODE];
    uint32_t row;
    if (place.n > sizeof code) return MS_ENOTFOUND;
    for (size_t i = 0; i < place.n; i++) {
        char c = place.p[i];
        code[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    if (place.n == LOCODE || place.n == COUNTRY) return at_country(z, code, local, out);
    if (place.n != IATA || !ms_table_find(&ms_table_airports, (ms_str){code, place.n}, &row))
        return MS_ENOTFOUND;
    return at_zone(z, ms_table_cell(&ms_table_airports, row, 1), local, out);
}
