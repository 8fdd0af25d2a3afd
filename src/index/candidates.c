#include "index/candidates.h"

#include "base/mem.h"
#include "index/finder.h"
#include "match/evidence.h"
#include "match/names.h"
#include "match/run.h"

/* ---- room -------------------------------------------------------------- */

static void free_room(void *p)
{
    ms_room *r = p;
    if (!r) return;
    ms_free(r->like);
    ms_free(r->mark);
    ms_free(r->told);
    ms_buf_free(&r->likenesses);
    ms_buf_free(&r->met);
    ms_buf_free(&r->looks);
    ms_buf_free(&r->told_list);
    ms_buf_free(&r->hits);
    for (int i = 0; i < MS_NAME_TOKENS; i++) {
        ms_buf_free(&r->want[i].units);
        ms_buf_free(&r->want[i].runs);
    }
    ms_free(r);
}

static ms_room *new_room(const ms_snap *s)
{
    ms_room *r = ms_calloc(1, sizeof *r);
    if (!r) return NULL;
    memcpy(r->digest, s->digest, sizeof r->digest);
    r->like = ms_calloc((size_t)s->units.n + 1, sizeof *r->like);
    r->mark = ms_calloc((size_t)s->n_entities + 1, sizeof *r->mark);
    r->told = ms_calloc((size_t)s->n_entities / 64 + 1, sizeof *r->told);
    if (r->like && r->mark && r->told) return r;
    free_room(r);
    return NULL;
}

/* The room that `scorer` holds, made for `s` if it has none.  NULL: no memory. */
static ms_room *room_of(ms_scorer *scorer, const ms_snap *s)
{
    ms_room *r = scorer->room;
    if (r && !memcmp(r->digest, s->digest, sizeof r->digest)) return r;
    free_room(r);
    scorer->room = new_room(s);
    scorer->free_room = free_room;
    return scorer->room;
}

static void put(ms_finder *f, ms_buf *list, const void *p, size_t n)
{
    if (!ms_buf_put(list, p, n)) f->rc = MS_ENOMEM;
}

/* Tells an entity, once. */
static void tell(ms_finder *f, uint32_t entity)
{
    ms_room *r = f->room;
    uint64_t *word = &r->told[entity / 64], bit = 1ull << entity % 64;
    if (*word & bit || f->c->skip(f->c->context, entity)) return;
    put(f, &r->told_list, &entity, sizeof entity);
    if (f->rc) return;
    *word |= bit;
    f->c->each(f->c->context, entity);
}

static void forget_told(ms_room *r)
{
    for (uint32_t i = 0; i < MS_COUNT(r->told_list, uint32_t); i++)
        r->told[*MS_AT(r->told_list, uint32_t, i) / 64] = 0;
    r->told_list.n = 0;
}

/* ---- which tokens a name must be like one of --------------------------- */

static void read_name(ms_finder *f)
{
    f->major = 0;
    for (uint32_t i = 0; i < f->a->n; i++) {
        const ms_token *t = &f->a->tok[i];
        ms_want *w = &f->room->want[i];
        ms_token_letters(t, &w->letters);
        w->weight = t->weight;
        w->initial = t->flags & MS_TOKEN_INITIAL;
        w->minor = t->flags & MS_TOKEN_MINOR;
        w->sought = false;
        w->bit = 0;
        w->units.n = w->runs.n = 0;
        f->major += !w->minor;
    }
    ms_known all = {.vouched = (uint64_t)f->a->weight * MS_SIMILARITY_ONE};
    f->most = ms_odds_at_most(&all);
}

/* Notes in `k` that nothing is like token `w` of the query; or equal to it, an initial. */
static void unmet(ms_known *k, const ms_want *w)
{
    if (w->initial) {
        k->first_letters += w->weight;
        return;
    }
    k->left += w->weight;
    k->left_a += !w->minor;
}

/* The most of whatever is known; name_none where nothing can meet. */
static int32_t most_of_known(const ms_known *k)
{
    bool any = k->vouched || k->first_letters;
    return any ? ms_odds_at_most(k) : ms_finding_odds(MS_FINDING_NAME_NONE);
}

/* The most that a name can reach that is like none of the essential tokens. */
static int32_t without_essential(const ms_finder *f)
{
    ms_known k = {.weight = f->a->weight,
                  .major_a = f->major,
                  .major_b = MS_NAME_TOKENS,
                  .person = f->a->kind == MS_NAME_PERSON};
    for (uint32_t i = 0; i < f->a->n; i++) {
        const ms_want *w = &f->room->want[i];
        if (w->essential) unmet(&k, w);
        else k.vouched += (uint64_t)w->weight * MS_SIMILARITY_ONE;
    }
    return most_of_known(&k);
}

/* The lightest of the essential tokens; a->n where there is none. */
static uint32_t lightest_essential(const ms_finder *f)
{
    const ms_want *w = f->room->want;
    uint32_t found = f->a->n;
    for (uint32_t i = 0; i < f->a->n; i++)
        if (w[i].essential && (found == f->a->n || w[i].weight < w[found].weight)) found = i;
    return found;
}

/* Makes essential as few kinds of tokens as are enough: all but minor ones and initials, all
 * but initials, all.  False where no name needs any to reach `least`. */
static bool enough_essential(ms_finder *f, int32_t least)
{
    ms_want *w = f->room->want;
    for (int kinds = 0; kinds < 3; kinds++) {
        for (uint32_t i = 0; i < f->a->n; i++)
            w[i].essential = (kinds > 0 || !w[i].minor) && (kinds > 1 || !w[i].initial);
        if (without_essential(f) < least) return true;
    }
    return false;
}

/* Frees of the essential tokens the commonest, as long as no name reaches `least` with the
 * others; false when names can do without any. */
static bool choose_essential(ms_finder *f, int32_t least)
{
    ms_want *w = f->room->want;
    if (!enough_essential(f, least)) return false;
    for (;;) {
        uint32_t i = lightest_essential(f);
        if (i == f->a->n) return true;
        w[i].essential = false;
        if (without_essential(f) < least) continue;
        w[i].essential = true;
        return true;
    }
}

/* ---- marks ------------------------------------------------------------- */

/* Marks the entity if it was met already, or is met now, where `meet`. */
static inline void mark_entity(ms_finder *f, uint32_t entity, ms_mark as, bool meet)
{
    ms_mark *m = &f->room->mark[entity];
    if (!*m) {
        if (!meet) return;
        put(f, &f->room->met, &entity, sizeof entity);
        if (f->rc) return; /* nobody would take the mark back */
    }
    *m |= as;
}

/* Marks the entities that have a unit among the hits: those that were met already, and where
 * `meet`, all others. */
static void mark(ms_finder *f, const ms_snap_units *u, const ms_buf *hits, ms_mark as,
                 bool meet)
{
    enum { AHEAD = 8 };
    static const ms_mark few[] = {MS_MARK_ONE, MS_MARK_ONE, MS_MARK_TWO, 0};
    const ms_near_hit *hit = MS_ALL(*hits, ms_near_hit);
    uint32_t n = (uint32_t)MS_COUNT(*hits, ms_near_hit);
    for (uint32_t i = 0; i < n && !f->rc; i++) {
        if (i + 2 * AHEAD < n) __builtin_prefetch(&u->at[hit[i + 2 * AHEAD].unit]);
        if (i + AHEAD < n) __builtin_prefetch(&u->posted[u->at[hit[i + AHEAD].unit]]);
        uint32_t at = u->at[hit[i].unit], end = u->at[hit[i].unit + 1];
        for (; at < end; at++)
            mark_entity(f, ms_posted_entity(u->posted[at]),
                        as | few[ms_posted_fewest(u->posted[at])], meet);
    }
}

/* Whose units may be in the names of entities that the query's schema is comparable with: of
 * persons, where a person may be such an entity, else of things. */
static ms_whose whose_names(const ms_candidates *c)
{
    const ms_schema *person = ms_schema_find(MS_STR("Person"));
    bool persons = false, things = false;
    for (uint32_t i = 0; i < c->s->n_schemata; i++) {
        const ms_schema *of = c->s->schemata[i];
        if (of && !ms_schema_matchable(of)) continue;
        if (!ms_schema_comparable(c->q->schema, of)) continue;
        bool may = ms_schema_comparable(person, of);
        persons |= may;
        things |= !may;
    }
    return persons && things ? MS_WHOSE_ANY : things ? MS_WHOSE_THING : MS_WHOSE_PERSON;
}

/* Where what is like the query's tokens is sought. */
static ms_near near_of(const ms_finder *f, bool runs)
{
    ms_near v = ms_snap_near(f->c->s, runs);
    v.whose = f->whose;
    return v;
}

/* Finds all that is like token `i`, and marks who has it. */
static void seek(ms_finder *f, uint32_t i)
{
    ms_want *w = &f->room->want[i];
    const ms_snap *s = f->c->s;
    ms_near units = near_of(f, false), runs = near_of(f, true);
    f->rc = ms_near_cached(s->near, &units, &w->letters, false, &w->units);
    if (!f->rc) f->rc = ms_near_cached(s->near, &runs, &w->letters, false, &w->runs);
    mark(f, &s->units, &w->units, w->bit, w->essential);
    mark(f, &s->runs, &w->runs, w->bit | MS_MARK_JOINED, w->essential);
}

/* Where a minor token is the same as something joined, less is known of the name. */
static void seek_minor(ms_finder *f, uint32_t i)
{
    ms_near runs = near_of(f, true);
    ms_buf *hits = &f->room->hits;
    hits->n = 0;
    f->rc = ms_near_cached(f->c->s->near, &runs, &f->room->want[i].letters, false, hits);
    mark(f, &f->c->s->runs, hits, MS_MARK_JOINED, false);
}

/* The marks of a run of the query's name that has a token that is sought; `*essential` where
 * that is one of these. */
static ms_mark marks_of_run(const ms_finder *f, uint32_t at, unsigned n, bool *essential)
{
    ms_mark bits = 0;
    *essential = false;
    for (unsigned i = 0; i < n; i++) {
        bits |= f->room->want[at + i].bit;
        *essential |= f->room->want[at + i].essential;
    }
    return bits;
}

static void seek_runs(ms_finder *f, bool essential)
{
    ms_near units = near_of(f, false);
    ms_buf *hits = &f->room->hits;
    for (unsigned n = 2; n <= MS_RUN_MAX; n++) {
        for (uint32_t at = 0; at + n <= f->a->n && !f->rc; at++) {
            ms_token run;
            ms_letters joined;
            bool is;
            ms_mark bits = marks_of_run(f, at, n, &is);
            if (is != essential || !ms_run_make(f->a->tok + at, n, &run)) continue;
            f->runs &= bits != 0;
            if (!bits) continue;
            ms_token_letters(&run, &joined);
            hits->n = 0;
            f->rc = ms_near_cached(f->c->s->near, &units, &joined, true, hits);
            mark(f, &f->c->s->units, hits, bits | MS_MARK_JOINED, essential);
        }
    }
}

/* The tokens that may be sought get a bit each; those of a name that has more of them than bits
 * share the last. */
static void give_bits(ms_finder *f)
{
    ms_want *w = f->room->want;
    unsigned n = 0;
    for (uint32_t i = 0; i < f->a->n; i++) {
        w[i].sought = w[i].essential || (!w[i].initial && !w[i].minor);
        if (!w[i].sought) continue;
        w[i].bit = (ms_mark)(1u << (n < MS_MARK_BITS ? n : MS_MARK_BITS - 1));
        n++;
    }
}

/* ---- birth dates ------------------------------------------------------- */

/* The first record of a date of `key` or later, at `from` or behind. */
static uint32_t born_from(const ms_snap *s, uint32_t from, uint32_t key)
{
    uint32_t step = 1, high = from;
    while (high < s->n_born && ms_born_key(s->born[high].date) < key) {
        from = high + 1;
        high += step;
        step *= 2;
    }
    if (high > s->n_born) high = s->n_born;
    while (from < high) {
        uint32_t middle = from + (high - from) / 2;
        if (ms_born_key(s->born[middle].date) < key) from = middle + 1;
        else high = middle;
    }
    return from;
}

/* Marks the entities who have a date from `key` up to `end_key` that agrees with the query's:
 * those that were met, and where `meet`, all others. */
static void mark_born_in(ms_finder *f, ms_date date, uint32_t key, uint32_t end_key, bool meet)
{
    const ms_snap *s = f->c->s;
    ms_mark as = meet ? MS_MARK_BORN | MS_MARK_ONE : MS_MARK_BORN; /* for any name of theirs */
    uint32_t at = born_from(s, 0, key);
    while (at < s->n_born && ms_born_key(s->born[at].date) < end_key) {
        ms_date d = s->born[at].date;
        uint32_t end = born_from(s, at, ms_born_key(d) + 1);
        ms_identity q = {.births = &date, .n_births = 1}, l = {.births = &d, .n_births = 1};
        ms_outcome o = ms_evidence_compare(MS_FACT_BIRTH_DATE, &q, &l);
        for (; at < end && ms_finding_odds(o.finding) > 0; at++)
            mark_entity(f, s->born[at].entity, as, meet);
        at = end;
    }
}

/* Marks the entities whose birth date may agree with the query's.  None does that is more than
 * a year off, or of another month that is known, unless day and month are exchanged. */
static void mark_born(ms_finder *f, ms_date date, bool meet)
{
    const uint8_t months[] = {0, date.month, date.day};
    for (uint16_t year = date.year > 1 ? date.year - 1 : 1; year <= date.year + 1; year++) {
        uint32_t key = ms_born_key((ms_date){.year = year});
        uint32_t next = ms_born_key((ms_date){.year = (uint16_t)(year + 1)});
        if (!date.month) mark_born_in(f, date, key, next, meet);
        for (unsigned i = 0; date.month && i < sizeof months; i++) {
            uint32_t month = ms_born_key((ms_date){.year = year, .month = months[i]});
            mark_born_in(f, date, month, month + ms_born_key((ms_date){.month = 1}), meet);
        }
    }
}

/* ---- what marks rule out ----------------------------------------------- */

/* The most that names can reach, of `most` tokens that are not minor, with nothing like the
 * tokens that have no mark. */
static int32_t most_with(const ms_finder *f, ms_mark mark, uint32_t most)
{
    ms_known k = {.weight = f->a->weight,
                  .major_a = f->major,
                  .major_b = most,
                  .person = f->a->kind == MS_NAME_PERSON};
    uint32_t met = 0, fewest = mark & MS_MARK_ONE ? 0 : mark & MS_MARK_TWO ? 2 : MS_FEW_MAX;
    for (uint32_t i = 0; i < f->a->n; i++) {
        const ms_want *w = &f->room->want[i];
        bool without = w->sought && !(mark & w->bit);
        if (without) unmet(&k, w);
        else k.vouched += (uint64_t)w->weight * MS_SIMILARITY_ONE;
        met += (!without || w->initial) && !w->minor;
    }
    k.left_b = fewest > met ? fewest - met : 0;
    return most_of_known(&k);
}

static bool may(ms_finder *f, ms_mark mark)
{
    uint8_t *verdict = &f->room->verdict[mark];
    if (*verdict == MS_UNASKED) {
        int32_t least = mark & MS_MARK_BORN ? f->least : f->least_unborn;
        *verdict = most_with(f, mark, MS_NAME_TOKENS) >= least ? MS_MAY : MS_MAY_NOT;
    }
    return *verdict == MS_MAY;
}

/* The most that names of the entity can reach, as its marks are. */
static int32_t most_of(ms_finder *f, ms_look l)
{
    uint32_t most = f->c->s->parts[l.entity], key = (uint32_t)l.mark << 16 | most;
    ms_most *known = &f->room->most[key * 2654435761u >> 20];
    if (known->key != key + 1) *known = (ms_most){key + 1, most_with(f, l.mark, most)};
    return known->odds;
}

/* Whether the entity is to be looked at. */
static bool choose(ms_finder *f, ms_look *l)
{
    if (!f->all || l->joined) l->mark |= MS_MARK_ONE;
    if (!may(f, l->mark)) return false;
    l->most = most_of(f, *l);
    return l->most >= (l->mark & MS_MARK_BORN ? f->least : f->least_unborn);
}

/* Forgets all marks, and keeps in mind whom they do not rule out. */
static void choose_looks(ms_finder *f)
{
    enum { AHEAD = 16 };
    ms_room *r = f->room;
    const ms_snap *s = f->c->s;
    const uint32_t *met = MS_ALL(r->met, uint32_t);
    uint32_t n = (uint32_t)MS_COUNT(r->met, uint32_t);
    ms_mark tokens = 0;
    for (uint32_t i = 0; i < f->a->n; i++) tokens |= r->want[i].bit;
    for (uint32_t i = 0; i < MS_MARK_SETS; i += MS_MARK_ONE)
        memset(r->verdict + i, MS_UNASKED, tokens + 1);
    memset(r->most, 0, sizeof r->most);
    r->looks.n = r->met.n = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (i + AHEAD < n) {
            __builtin_prefetch(&r->mark[met[i + AHEAD]]);
            __builtin_prefetch(&s->parts[met[i + AHEAD]]);
        }
        ms_mark m = r->mark[met[i]];
        ms_look l = {.entity = met[i], .joined = m & MS_MARK_JOINED};
        l.mark = m & (tokens | MS_MARK_ONE | MS_MARK_TWO | MS_MARK_BORN);
        r->mark[met[i]] = 0;
        if (!f->rc && choose(f, &l)) put(f, &r->looks, &l, sizeof l);
    }
}

static void look(ms_finder *f, ms_look l)
{
    const ms_snap *s = f->c->s;
    if (f->room->told[l.entity / 64] >> l.entity % 64 & 1) return;
    if (f->c->skip(f->c->context, l.entity)) return;
    int32_t least = ms_finder_least(f, l.entity);
    if (l.most < least) return;
    const ms_disk_entity *e = &s->entities[l.entity];
    for (uint32_t k = 0; k < e->n_names && !f->rc; k++) {
        if (!ms_finder_reaches(f, e->name_at + k, least, l.joined)) continue;
        tell(f, l.entity);
        return;
    }
}

static void look_at_all(ms_finder *f)
{
    enum { AHEAD = 4 };
    ms_room *r = f->room;
    const ms_snap *s = f->c->s;
    uint32_t n = (uint32_t)MS_COUNT(r->looks, ms_look);
    for (uint32_t i = 0; i < n && !f->rc; i++) {
        if (i + 2 * AHEAD < n)
            __builtin_prefetch(&s->entities[MS_AT(r->looks, ms_look, i + 2 * AHEAD)->entity]);
        if (i + AHEAD < n) {
            const ms_disk_entity *e = &s->entities[MS_AT(r->looks, ms_look, i + AHEAD)->entity];
            __builtin_prefetch(&s->names[e->name_at]);
            __builtin_prefetch(&s->births[e->birth_at]);
        }
        look(f, *MS_AT(r->looks, ms_look, i));
    }
}

/* ---- one name of the query --------------------------------------------- */

static void seek_tokens(ms_finder *f, bool essential)
{
    ms_want *w = f->room->want;
    for (uint32_t i = 0; i < f->a->n && !f->rc; i++)
        if (w[i].sought && w[i].essential == essential) seek(f, i);
    seek_runs(f, essential);
}

static uint32_t units_a_look = MS_UNITS_A_LOOK;

void ms_candidates_reckon(uint32_t n)
{
    units_a_look = n;
}

/* Leaves those of the tokens that are not essential alone that cost more to seek than to
 * compare with the names of all entities met.  False where any is left alone. */
static bool seek_others(ms_finder *f)
{
    const ms_room *r = f->room;
    ms_near units = near_of(f, false);
    bool all = true, many = MS_COUNT(r->met, uint32_t) > units.n / units_a_look;
    for (uint32_t i = 0; i < f->a->n; i++) {
        ms_want *w = &f->room->want[i];
        if (!w->sought || w->essential || many) continue;
        w->sought = ms_near_kept(f->c->s->near, &units, &w->letters, false);
        if (!w->sought) w->bit = 0;
        all &= w->sought;
    }
    seek_tokens(f, false);
    for (uint32_t i = 0; i < f->a->n && !f->rc; i++)
        if (f->room->want[i].minor && !f->room->want[i].sought) seek_minor(f, i);
    return all;
}

/* False where it cannot be told without looking at all names. */
static bool find_by_name(ms_finder *f)
{
    ms_room *r = f->room;
    read_name(f);
    bool enough = choose_essential(f, f->least);
    if (!enough && !choose_essential(f, f->least_unborn)) return false;
    give_bits(f);
    seek_tokens(f, true);
    for (uint32_t i = 0; i < f->c->q->n_births && !f->rc; i++)
        mark_born(f, f->c->q->births[i], !enough);
    f->runs = true;
    f->all = seek_others(f);
    choose_looks(f);
    if (MS_COUNT(r->looks, ms_look)) ms_finder_prepare(f);
    look_at_all(f);
    for (uint32_t i = 0; i < MS_COUNT(r->likenesses, ms_likeness); i++)
        r->like[MS_AT(r->likenesses, ms_likeness, i)->unit] = 0;
    r->likenesses.n = 0;
    return true;
}

/* ---- documents --------------------------------------------------------- */

static void find_by_document(ms_finder *f, const ms_document *d)
{
    const ms_snap *s = f->c->s;
    uint32_t low = 0, high = s->n_numbers;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (ms_document_order(&s->documents[s->numbers[middle].document], d) < 0)
            low = middle + 1;
        else high = middle;
    }
    for (; low < s->n_numbers && !f->rc; low++) {
        if (ms_document_order(&s->documents[s->numbers[low].document], d)) return;
        tell(f, s->numbers[low].entity);
    }
}

ms_rc ms_candidates_find(const ms_candidates *c)
{
    ms_finder f = {.c = c, .room = room_of(c->scorer, c->s)};
    if (!f.room) return MS_ENOMEM;
    f.whose = whose_names(c);
    ms_identity unborn = *c->q;
    unborn.n_births = 0;
    f.least = ms_least_odds(c->q, c->threshold);
    f.least_unborn = ms_least_odds(&unborn, c->threshold);
    for (uint32_t i = 0; i < c->q->n_documents && !f.rc; i++)
        find_by_document(&f, &c->q->documents[i]);
    bool told = true;
    for (uint32_t i = 0; i < c->q->n_names && told && !f.rc; i++) {
        f.a = &c->q->names[i];
        if (f.a->n == 0 || f.least == INT32_MAX) continue;
        told = find_by_name(&f);
    }
    forget_told(f.room);
    return f.rc ? f.rc : told ? MS_OK : MS_ENOTFOUND;
}
