/* Parts of lists: a table of lists, and of each a chain of its parts by number. */
#include <marsad/parts.h>

#include <stdio.h>
#include <xxhash.h>

#include "base/mem.h"

#define NONE UINT32_MAX

enum { LISTS = 65536, PARTS_EACH = 16 };

/* Chains of lists: of all flights, and of one flight, so that a carrier who sends no reference
 * (0068) costs no more than others. */
enum { OF_LIST, OF_FLIGHT };

/* Parts of one number. */
typedef struct row {
    uint32_t next; /* of the list, with a higher number; NONE */
    uint32_t number;
    uint32_t times, lasts; /* how often it came, of these as the last one */
} row;

typedef struct list {
    ms_travel_part part; /* the first that came */
    const char *file;
    uint32_t next[2]; /* of its chains; NONE */
    uint32_t first;   /* row */
    bool more;        /* a part says that others follow */
} list;

struct ms_parts {
    list *lists;
    row *rows;
    uint32_t *chain[2]; /* OF_LIST, OF_FLIGHT: as many as there may be lists */
    uint32_t n_lists, cap_lists, n_rows, cap_rows, max;
    uint64_t unwatched;
    bool full; /* forgetting makes no room */
};

/* ---- a part -------------------------------------------------------------- */

static size_t put(char *to, size_t at, size_t size, ms_str s)
{
    for (size_t i = 0; i < s.n && at + 1 < size; i++)
        to[at++] = s.p[i] >= ' ' && s.p[i] <= '~' ? s.p[i] : '?';
    to[at] = 0;
    return at;
}

static uint64_t mix(uint64_t h, ms_str s)
{
    return XXH3_64bits_withSeed(s.n ? s.p : "", s.n, h + s.n);
}

static void put_flight(ms_travel_part *p, const ms_manifest *m)
{
    static const ms_leg none = {0};
    const ms_leg *l = m->n_legs ? &m->legs[0] : &none;
    char day[MS_DATE_MAX];
    ms_str number = m->number.n ? m->number : l->number;
    size_t at = put(p->flight, 0, sizeof p->flight, m->carrier.n ? m->carrier : l->carrier);
    at = put(p->flight, at, sizeof p->flight, number);
    if (!number.n) at = put(p->flight, at, sizeof p->flight, m->craft);
    if (!at) return;
    const ms_str more[] = {{day, ms_date_print(l->departs.day.date, day)}, l->from};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        if (!more[i].n) continue;
        at = put(p->flight, at, sizeof p->flight, MS_STR(" "));
        at = put(p->flight, at, sizeof p->flight, more[i]);
    }
}

/* `s` of one of the tables of contents, which are static; by its text else. */
static const char *content_of(ms_str s)
{
    static const char *const contents[] = {"passengers",    "crew",      "master_crew",
                                           "flight_status", "gate_pass", "bookings"};
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++)
        if (ms_str_eq(s, ms_str_z(contents[i]))) return contents[i];
    return "travellers";
}

ms_travel_part ms_travel_part_of(const ms_edi_item *message, const ms_manifest *m)
{
    ms_travel_part p = {.content = content_of(m->content), .number = m->part};
    if (!m->part || message->part > 1 || !message->header) return (ms_travel_part){0};
    put(p.sender, 0, sizeof p.sender, m->sender);
    put(p.access, 0, sizeof p.access, m->access);
    put_flight(&p, m);
    p.list = mix(mix(mix(mix(0, m->sender), m->type), m->content), m->access);
    p.last = ms_str_eq(message->header->position, MS_STR("F"));
    p.more = ms_str_eq(message->header->position, MS_STR("C"));
    return p;
}

/* ---- what is there, and what is not --------------------------------------- */

/* Appends "2-4" to the text of ranges, or ", ..." once where there is no room. */
static void put_range(char text[MS_PARTS_RANGES], uint32_t from, uint32_t to)
{
    enum { LONGEST = 16 }; /* of a range, with ", ..." behind it */
    size_t n = strlen(text), left = MS_PARTS_RANGES - n;
    const char *between = n ? ", " : "";
    if (n && text[n - 1] == '.') return;
    if (left < LONGEST) snprintf(text + n, left, ", ...");
    else if (from == to) snprintf(text + n, left, "%s%u", between, from);
    else snprintf(text + n, left, "%s%u-%u", between, from, to);
}

/* A list that was sent k times has k last parts, and part p as often as there are last parts
 * not below p.  Lists without any last part are measured by the part that came least. */
static bool look(const ms_parts *p, const list *l, ms_parts_gap *out)
{
    uint32_t lasts = 0, least = UINT32_MAX, before = 0;
    *out = (ms_parts_gap){.part = l->part, .file = l->file};
    for (uint32_t i = l->first; i != NONE; i = p->rows[i].next) {
        lasts += p->rows[i].lasts;
        if (p->rows[i].times < least) least = p->rows[i].times;
    }
    out->last_missing = !lasts && l->more;
    for (uint32_t i = l->first, expected = lasts ? lasts : least; i != NONE;
         i = p->rows[i].next) {
        const row *x = &p->rows[i];
        if (x->number > before + 1) {
            out->missing += x->number - before - 1;
            put_range(out->missing_which, before + 1, x->number - 1);
        }
        if (x->times != expected) {
            out->uneven = true;
            put_range(out->uneven_which, x->number, x->number);
        }
        expected -= x->lasts;
        before = x->number;
    }
    return out->missing || out->last_missing || out->uneven;
}

bool ms_parts_next(const ms_parts *p, uint32_t *at, ms_parts_gap *out)
{
    while (*at < p->n_lists)
        if (look(p, &p->lists[(*at)++], out)) return true;
    return false;
}

uint64_t ms_parts_unwatched(const ms_parts *p)
{
    return p->unwatched;
}

/* ---- the table ----------------------------------------------------------- */

static void no_chains(ms_parts *p)
{
    for (int k = 0; k < 2; k++) memset(p->chain[k], 0xff, p->max * sizeof *p->chain[k]);
}

ms_parts *ms_parts_new(uint32_t lists)
{
    ms_parts *p = ms_calloc(1, sizeof *p);
    if (!p) return NULL;
    p->max = lists && lists < LISTS ? lists : LISTS;
    for (int k = 0; k < 2; k++) {
        p->chain[k] = ms_malloc(p->max * sizeof *p->chain[k]);
        if (!p->chain[k]) return ms_parts_free(p), NULL;
    }
    no_chains(p);
    return p;
}

void ms_parts_free(ms_parts *p)
{
    if (!p) return;
    ms_free(p->lists);
    ms_free(p->rows);
    for (int k = 0; k < 2; k++) ms_free(p->chain[k]);
    ms_free(p);
}

/* Room for one more of `size` bytes in the list whose pointer is at `at`, up to `max`. */
static bool grow(void *at, uint32_t n, uint32_t *cap, uint32_t max, size_t size)
{
    void *v;
    if (n < *cap) return true;
    uint32_t more = *cap ? *cap * 2 : 16;
    if (more > max) more = max;
    memcpy(&v, at, sizeof v);
    v = ms_realloc(v, more * size);
    if (!v) return false;
    memcpy(at, &v, sizeof v);
    *cap = more;
    return true;
}

static uint32_t *head(ms_parts *p, int chain, const ms_travel_part *part, const char *flight)
{
    uint64_t key = chain == OF_LIST ? part->list : mix(part->list, ms_str_z(flight));
    return &p->chain[chain][key % p->max];
}

static void enter(ms_parts *p, int chain, uint32_t i)
{
    uint32_t *first = head(p, chain, &p->lists[i].part, p->lists[i].part.flight);
    p->lists[i].next[chain] = *first;
    *first = i;
}

static void leave(ms_parts *p, int chain, uint32_t i)
{
    uint32_t *k = head(p, chain, &p->lists[i].part, p->lists[i].part.flight);
    while (*k != i) k = &p->lists[*k].next[chain];
    *k = p->lists[i].next[chain];
}

/* Forgets the lists that are complete.  MS_ENOMEM. */
static ms_rc forget(ms_parts *p)
{
    ms_parts_gap gap;
    uint32_t n = 0, n_rows = 0;
    row *rows = ms_malloc(p->n_rows * sizeof *rows);
    if (!rows) return MS_ENOMEM;
    no_chains(p);
    for (uint32_t i = 0; i < p->n_lists; i++) {
        if (!look(p, &p->lists[i], &gap)) continue;
        list *to = &p->lists[n];
        *to = p->lists[i];
        for (uint32_t *k = &to->first; *k != NONE; k = &rows[n_rows++].next) {
            rows[n_rows] = p->rows[*k];
            *k = n_rows;
        }
        for (int k = 0; k < 2; k++) enter(p, k, n);
        n++;
    }
    ms_free(p->rows);
    p->rows = rows;
    p->cap_rows = p->n_rows;
    p->n_rows = n_rows;
    p->n_lists = n;
    p->full = n > p->max / 4 * 3 || n_rows > p->max / 4 * 3 * PARTS_EACH;
    return MS_OK;
}

/* The newest list of the part's chain that is of `flight`; in OF_LIST, of any. */
static list *find_in(ms_parts *p, int chain, const ms_travel_part *part, const char *flight)
{
    for (uint32_t i = *head(p, chain, part, flight); i != NONE; i = p->lists[i].next[chain]) {
        const ms_travel_part *x = &p->lists[i].part;
        if (x->list == part->list && strcmp(x->access, part->access) == 0 &&
            (chain == OF_LIST || strcmp(x->flight, flight) == 0))
            return &p->lists[i];
    }
    return NULL;
}

/* The part's list; one that had no flight so far has that of the part from here on. */
static list *find(ms_parts *p, const ms_travel_part *part)
{
    if (!*part->flight) return find_in(p, OF_LIST, part, "");
    list *l = find_in(p, OF_FLIGHT, part, part->flight);
    if (l || !(l = find_in(p, OF_FLIGHT, part, ""))) return l;
    uint32_t i = (uint32_t)(l - p->lists);
    leave(p, OF_FLIGHT, i);
    memcpy(l->part.flight, part->flight, sizeof l->part.flight);
    enter(p, OF_FLIGHT, i);
    return l;
}

/* The row of that number, in its place; NULL: there is no room. */
static row *find_row(ms_parts *p, list *l, uint32_t number)
{
    uint32_t before = NONE, i = l->first;
    while (i != NONE && p->rows[i].number < number) before = i, i = p->rows[i].next;
    if (i != NONE && p->rows[i].number == number) return &p->rows[i];
    if (p->n_rows == p->max * PARTS_EACH ||
        !grow(&p->rows, p->n_rows, &p->cap_rows, p->max * PARTS_EACH, sizeof *p->rows))
        return NULL;
    p->rows[p->n_rows] = (row){.next = i, .number = number};
    *(before == NONE ? &l->first : &p->rows[before].next) = p->n_rows;
    return &p->rows[p->n_rows++];
}

static list *add_list(ms_parts *p, const ms_travel_part *part, const char *file)
{
    if (!grow(&p->lists, p->n_lists, &p->cap_lists, p->max, sizeof *p->lists)) return NULL;
    p->lists[p->n_lists] = (list){.part = *part, .file = file, .first = NONE};
    for (int k = 0; k < 2; k++) enter(p, k, p->n_lists);
    return &p->lists[p->n_lists++];
}

ms_rc ms_parts_add(ms_parts *p, const ms_travel_part *part, const char *file)
{
    if (!part->number) return MS_OK;
    bool spent = p->n_lists == p->max || p->n_rows == p->max * PARTS_EACH;
    ms_rc rc = spent && !p->full ? forget(p) : MS_OK;
    if (rc) return rc;
    list *l = find(p, part);
    spent = p->n_rows == p->max * PARTS_EACH || (!l && p->n_lists == p->max);
    if (spent || part->number > MS_PARTS_MOST) {
        p->unwatched++;
        return MS_OK;
    }
    if (!l) l = add_list(p, part, file);
    row *r = l ? find_row(p, l, part->number) : NULL;
    if (!r) return MS_ENOMEM;
    r->times += r->times < UINT32_MAX;
    r->lasts += part->last && r->lasts < r->times;
    l->more = l->more || part->more;
    return MS_OK;
}
