/* The same person in two messages of one flight. */
#include <stdlib.h>

#include <marsad/match.h>

#include "base/ascii.h"
#include "base/grow.h"
#include "travel/names.h"
#include "travel/zone.h"

/* Travellers who have a key in common are compared in pairs, unless they are so many that the
 * key says nothing; documents of one traveller are compared as far as this. */
enum { PAIRS_MOST = 1024, DOCUMENTS_MOST = 8, DAY_MINUTES = 1440 };

/* ---- flights ------------------------------------------------------------- */

/* The number without its carrier and zeros before it: "SQ0602" is 602. */
static ms_str number_of(const ms_leg *leg)
{
    ms_str s = leg->number;
    if (leg->carrier.n && s.n > leg->carrier.n &&
        memcmp(s.p, leg->carrier.p, leg->carrier.n) == 0) {
        s.p += leg->carrier.n;
        s.n -= leg->carrier.n;
    } else if (s.n > 2 && !ms_is_digit(s.p[1])) {
        s.p += 2;
        s.n -= 2;
    }
    while (s.n > 1 && *s.p == '0') s.p++, s.n--;
    return s;
}

/* Codes of IATA have two characters, of ICAO three: these are not compared with each other. */
static bool may_be(ms_str a, ms_str b)
{
    return !a.n || !b.n || a.n != b.n || ms_str_eq(a, b);
}

/* Minutes since 1970 of a time that is known whole; in UTC where its offset is. */
static bool minutes_of(const ms_travel_time *t, int64_t *out)
{
    const ms_date *d = &t->day.date;
    if (!d->year || !d->day || t->minute == MS_MINUTE_UNKNOWN) return false;
    *out = ms_zone_day(d->year, d->month, d->day) * DAY_MINUTES + t->minute;
    if (t->offset != MS_OFFSET_UNKNOWN) *out -= t->offset;
    return true;
}

/* Departures of one place on two days: a flight that is late over midnight has both, and is
 * hours from itself; the next flight of its number is a day away. */
static bool days_differ(const ms_travel_time *a, const ms_travel_time *b)
{
    enum { NEAR_MINUTES = 6 * 60 };
    const ms_date *x = &a->day.date, *y = &b->day.date;
    int64_t m, n;
    if (!x->year || !y->year || !x->day || !y->day || memcmp(x, y, sizeof *x) == 0)
        return false;
    bool alike = (a->offset == MS_OFFSET_UNKNOWN) == (b->offset == MS_OFFSET_UNKNOWN);
    if (!alike || !minutes_of(a, &m) || !minutes_of(b, &n)) return true;
    return m - n > NEAR_MINUTES || n - m > NEAR_MINUTES;
}

static bool same_leg(const ms_leg *a, const ms_leg *b)
{
    ms_str x = number_of(a), y = number_of(b);
    return x.n && ms_str_eq(x, y) && may_be(a->carrier, b->carrier) &&
           may_be(a->from, b->from) && !days_differ(&a->departs, &b->departs);
}

bool ms_travel_same_flight(const ms_manifest *a, const ms_manifest *b)
{
    for (uint32_t i = 0; i < a->n_legs; i++)
        for (uint32_t k = 0; k < b->n_legs; k++)
            if (same_leg(&a->legs[i], &b->legs[k])) return true;
    return false;
}

/* ---- evidence ------------------------------------------------------------ */

static bool names_agree(ms_str surname_a, ms_str given_a, ms_str surname_b, ms_str given_b)
{
    if (!surname_a.n || ms_names_compare(surname_a, surname_b) != 2) return false;
    if (!given_a.n || !given_b.n) return !given_a.n && !given_b.n;
    return ms_names_compare(given_a, given_b) > 0;
}

static uint32_t documents_of(const ms_traveller *t)
{
    return t->n_documents < DOCUMENTS_MOST ? t->n_documents : DOCUMENTS_MOST;
}

/* Also by the names in documents. */
static bool same_name(const ms_traveller *a, const ms_traveller *b)
{
    if (names_agree(a->surname, a->given, b->surname, b->given)) return true;
    for (uint32_t i = 0; i < documents_of(a); i++)
        if (names_agree(a->documents[i].surname, a->documents[i].given, b->surname, b->given))
            return true;
    for (uint32_t i = 0; i < documents_of(b); i++)
        if (names_agree(b->documents[i].surname, b->documents[i].given, a->surname, a->given))
            return true;
    return false;
}

static bool whole(ms_date d)
{
    return d.year && d.month && d.day;
}

/* Two digits of a year may mean either century. */
static bool same_birth(const ms_travel_date *a, const ms_travel_date *b)
{
    if (!whole(a->date) || !whole(b->date)) return false;
    if (a->date.month != b->date.month || a->date.day != b->date.day) return false;
    uint16_t x = a->date.year, y = b->date.year;
    return x == y || (b->other && x == b->other) || (a->other && y == a->other);
}

static bool same_number(ms_str a, ms_str b)
{
    ms_document x, y;
    return ms_key_make(MS_KEY_NUMBER, a, &x) && ms_key_make(MS_KEY_NUMBER, b, &y) &&
           ms_str_eq((ms_str){x.s, x.len}, (ms_str){y.s, y.len});
}

static bool same_document(const ms_traveller *a, const ms_traveller *b)
{
    for (uint32_t i = 0; i < documents_of(a); i++)
        for (uint32_t k = 0; k < documents_of(b); k++)
            if (same_number(a->documents[i].number, b->documents[k].number)) return true;
    return false;
}

/* What agrees, or 0 when it is not enough. */
static unsigned why(const ms_traveller *a, const ms_traveller *b)
{
    bool name = same_name(a, b), birth = same_birth(&a->birth, &b->birth);
    bool document = same_document(a, b);
    bool locator = a->locator.n && ms_str_eq(a->locator, b->locator);
    bool born = whole(a->birth.date) && whole(b->birth.date) && !birth; /* on another day */
    bool other = a->surname.n && b->surname.n && !name;                 /* another name */
    bool enough = (document && (name || birth || !(born || other))) || (name && birth) ||
                  (name && locator && !born);
    if (!enough) return 0;
    return (document ? MS_LINK_DOCUMENT : 0u) | (name ? MS_LINK_NAME : 0u) |
           (birth ? MS_LINK_BIRTH : 0u) | (locator ? MS_LINK_LOCATOR : 0u);
}

/* More is stronger evidence: a document before a birth date before a locator. */
static unsigned weight(unsigned bits)
{
    return (bits & MS_LINK_DOCUMENT ? 8u : 0u) + (bits & MS_LINK_NAME ? 4u : 0u) +
           (bits & MS_LINK_BIRTH ? 2u : 0u) + (bits & MS_LINK_LOCATOR ? 1u : 0u);
}

/* ---- pairs --------------------------------------------------------------- */

/* A traveller under one of his keys. */
typedef struct keyed {
    uint64_t key;
    uint32_t who;
    uint8_t side;
} keyed;

typedef struct linking {
    const ms_manifest *m[2];
    ms_arena *arena;
    keyed *key;
    size_t n_keys;
    ms_link *pair;
    uint32_t n_pairs, cap_pairs;
} linking;

/* FNV-1a; what happens to share it is compared in full. */
static uint64_t mix(uint64_t h, const void *p, size_t n)
{
    const unsigned char *c = p;
    for (size_t i = 0; i < n; i++) h = (h ^ c[i]) * 0x100000001b3u;
    return h;
}

enum { FROM_DOCUMENT, FROM_BIRTH, FROM_LOCATOR };

static uint64_t begin(int kind)
{
    return 0xcbf29ce484222325u + (uint64_t)kind;
}

static void add_key(linking *l, uint8_t side, uint32_t who, uint64_t key)
{
    l->key[l->n_keys++] = (keyed){.key = key, .who = who, .side = side};
}

/* A surname with the birth date and with the locator: a group of any size has one locator. */
static void add_name(linking *l, uint8_t side, uint32_t who, ms_str surname)
{
    const ms_traveller *t = &l->m[side]->travellers[who];
    const uint8_t birth[3] = {(uint8_t)(t->birth.date.year % 100), t->birth.date.month,
                              t->birth.date.day};
    if (!surname.n) return;
    if (whole(t->birth.date))
        add_key(l, side, who,
                ms_names_mix(mix(begin(FROM_BIRTH), birth, sizeof birth), surname));
    if (t->locator.n)
        add_key(l, side, who,
                ms_names_mix(mix(begin(FROM_LOCATOR), t->locator.p, t->locator.n), surname));
}

static void add_keys(linking *l, uint8_t side, uint32_t who)
{
    const ms_traveller *t = &l->m[side]->travellers[who];
    add_name(l, side, who, t->surname);
    for (uint32_t i = 0; i < documents_of(t); i++) {
        const ms_travel_document *d = &t->documents[i];
        ms_document key;
        if (ms_key_make(MS_KEY_NUMBER, d->number, &key))
            add_key(l, side, who, mix(begin(FROM_DOCUMENT), key.s, key.len));
        if (ms_names_compare(d->surname, t->surname) != 2) add_name(l, side, who, d->surname);
    }
}

static int by_key(const void *a, const void *b)
{
    const keyed *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    if (x->side != y->side) return x->side < y->side ? -1 : 1;
    return (x->who > y->who) - (x->who < y->who);
}

static int by_pair(const void *a, const void *b)
{
    const ms_link *x = a, *y = b;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static bool add_pair(linking *l, uint32_t a, uint32_t b)
{
    unsigned bits = why(&l->m[0]->travellers[a], &l->m[1]->travellers[b]);
    if (!bits) return true;
    ms_link *pair = ms_grow(l->arena, l->pair, l->n_pairs, &l->cap_pairs, sizeof *pair);
    if (!pair) return false;
    l->pair = pair;
    l->pair[l->n_pairs++] = (ms_link){.a = a, .b = b, .why = bits};
    return true;
}

/* The pairs of all that share a key. */
static bool make_pairs(linking *l)
{
    for (size_t i = 0, end; i < l->n_keys; i = end) {
        size_t middle = i;
        for (end = i; end < l->n_keys && l->key[end].key == l->key[i].key; end++)
            if (l->key[end].side == 0) middle = end + 1;
        if ((middle - i) * (end - middle) > PAIRS_MOST) continue;
        for (size_t x = i; x < middle; x++)
            for (size_t y = middle; y < end; y++)
                if (!add_pair(l, l->key[x].who, l->key[y].who)) return false;
    }
    return true;
}

/* ---- choice -------------------------------------------------------------- */

/* The best weight that a traveller has, and how many pairs have it. */
typedef struct best {
    unsigned weight, n;
} best;

static void take(best *b, unsigned w)
{
    if (w > b->weight) *b = (best){w, 0};
    if (w == b->weight) b->n++;
}

/* Keeps the pairs that are the only best ones of both. */
static bool choose(linking *l)
{
    best *a = ms_arena_array(l->arena, l->m[0]->n_travellers, sizeof *a);
    best *b = ms_arena_array(l->arena, l->m[1]->n_travellers, sizeof *b);
    uint32_t n = 0;
    if (!a || !b) return false;
    if (l->n_pairs) qsort(l->pair, l->n_pairs, sizeof *l->pair, by_pair);
    for (uint32_t i = 0; i < l->n_pairs; i++)
        if (!n || by_pair(&l->pair[n - 1], &l->pair[i]) != 0) l->pair[n++] = l->pair[i];
    l->n_pairs = n;
    for (uint32_t i = 0; i < n; i++) {
        take(&a[l->pair[i].a], weight(l->pair[i].why));
        take(&b[l->pair[i].b], weight(l->pair[i].why));
    }
    n = 0;
    for (uint32_t i = 0; i < l->n_pairs; i++) {
        ms_link x = l->pair[i];
        unsigned w = weight(x.why);
        if (w == a[x.a].weight && w == b[x.b].weight && a[x.a].n == 1 && b[x.b].n == 1)
            l->pair[n++] = x;
    }
    l->n_pairs = n;
    return true;
}

ms_rc ms_travel_link(const ms_manifest *a, const ms_manifest *b, ms_arena *arena, ms_link **out,
                     size_t *n)
{
    linking l = {.m = {a, b}, .arena = arena};
    size_t keys = 0;
    *out = NULL;
    *n = 0;
    if (!ms_travel_same_flight(a, b)) return MS_OK;
    for (unsigned k = 0; k < 2; k++)
        for (uint32_t i = 0; i < l.m[k]->n_travellers; i++)
            keys += 2 + 3 * (size_t)documents_of(&l.m[k]->travellers[i]);
    l.key = ms_arena_array(arena, keys, sizeof *l.key);
    if (!l.key) return MS_ENOMEM;
    for (uint8_t k = 0; k < 2; k++)
        for (uint32_t i = 0; i < l.m[k]->n_travellers; i++) add_keys(&l, k, i);
    if (l.n_keys) qsort(l.key, l.n_keys, sizeof *l.key, by_key);
    if (!make_pairs(&l) || !choose(&l)) return MS_ENOMEM;
    *out = l.pair;
    *n = l.n_pairs;
    return MS_OK;
}

ms_str ms_link_text(unsigned bits, ms_arena *arena)
{
    static const char *const said[] = {"same document number", "same name", "same birth date",
                                       "same locator"};
    ms_str s = {"", 0};
    for (unsigned i = 0; i < sizeof said / sizeof *said && s.p; i++)
        if (bits & 1u << i)
            s = ms_arena_strf(arena, "%.*s%s%s", MS_FMT(s), s.n ? ", " : "", said[i]);
    return s;
}
