/* What a name of a list can say of the query's name: docs/completeness.md, "Looking at a
 * name". */
#include "index/finder.h"
#include "match/gain.h"
#include "match/names.h"
#include "match/run.h"

/* ---- likeness ---------------------------------------------------------- */

/* How `unit` resembles a token that is sought; what is not among the hits does not. */
static uint16_t sought(const ms_want *w, uint32_t unit)
{
    const ms_near_hit *hit = MS_ALL(w->units, ms_near_hit);
    size_t low = 0, high = MS_COUNT(w->units, ms_near_hit);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (hit[middle].unit < unit) low = middle + 1;
        else high = middle;
    }
    bool found = low < MS_COUNT(w->units, ms_near_hit) && hit[low].unit == unit;
    return found ? hit[low].similarity : 0;
}

/* What is known of a unit; NULL: no memory.  It moves when another is asked for. */
static const ms_likeness *like(ms_finder *f, uint32_t unit)
{
    ms_room *r = f->room;
    if (r->like[unit]) return MS_AT(r->likenesses, ms_likeness, r->like[unit] - 1);
    ms_likeness *new = ms_buf_add(&r->likenesses, sizeof *new);
    if (!new) {
        f->rc = MS_ENOMEM;
        return NULL;
    }
    new->unit = unit;
    r->like[unit] = (uint32_t)MS_COUNT(r->likenesses, ms_likeness);
    ms_token_letters(&f->c->s->units.unit[unit], &new->letters);
    for (uint32_t i = 0; i < f->a->n; i++) {
        const ms_want *w = &r->want[i];
        new->similarity[i] = w->sought && !w->initial
                                 ? sought(w, unit)
                                 : (uint16_t)ms_letters_similarity(&w->letters, &new->letters);
    }
    return new;
}

/* ---- the bound --------------------------------------------------------- */

/* What is known of the name when all its tokens that are like a token of the query meet one,
 * and no run is like any. */
static ms_known known_of(ms_finder *f, const ms_disk_name *n)
{
    const ms_snap *s = f->c->s;
    const uint32_t *refs = s->tokens + n->token_at;
    uint64_t vouched[MS_NAME_TOKENS] = {0};
    ms_known k = {.weight = n->weight < f->a->weight ? n->weight : f->a->weight,
                  .major_a = f->major,
                  .person = f->a->kind == MS_NAME_PERSON ||
                            n->flags >> MS_DISK_KIND_AT == MS_NAME_PERSON};
    for (uint32_t j = 0; j < n->n; j++) {
        const ms_token *t = &s->units.unit[ms_unit_of(refs[j])];
        const ms_likeness *l = like(f, ms_unit_of(refs[j]));
        bool met = false, minor = t->flags & MS_TOKEN_MINOR;
        for (uint32_t i = 0; l && i < f->a->n; i++) {
            uint64_t v =
                ms_gain_of(l->similarity[i], f->room->want[i].weight, t->weight, false) >>
                MS_GAIN_VOUCHED;
            if (v > vouched[i]) vouched[i] = v;
            met |= v > 0;
        }
        k.major_b += !minor;
        if (!met) k.left += t->weight, k.left_b += !minor;
    }
    for (uint32_t i = 0; i < f->a->n; i++) {
        k.vouched += vouched[i];
        if (!vouched[i]) k.left += f->room->want[i].weight;
        if (!vouched[i]) k.left_a += !f->room->want[i].minor;
    }
    return k;
}

/* Whether a run of the name is like a token that is not sought; or like any, where `any`. */
static bool has_run(ms_finder *f, const ms_name *b, bool any)
{
    ms_token run;
    ms_letters joined;
    for (uint32_t at = 0; at < b->n; at++)
        for (unsigned n = 2; n <= MS_RUN_MAX && at + n <= b->n; n++) {
            if (!ms_run_make(b->tok + at, n, &run)) continue;
            ms_token_letters(&run, &joined);
            for (uint32_t i = 0; i < f->a->n; i++) {
                const ms_want *w = &f->room->want[i];
                if (w->initial || (w->sought && !any)) continue;
                if (ms_run_similarity(&joined, &w->letters)) return true;
            }
        }
    return false;
}

static bool any_sought(const ms_finder *f, uint32_t at, unsigned n)
{
    bool sought = false;
    for (unsigned i = 0; i < n; i++) sought |= f->room->want[at + i].sought;
    return sought;
}

/* Whether a run of the query's tokens that are not sought is like a token of the name; or any
 * run, where `any`. */
static bool is_run(ms_finder *f, const ms_disk_name *name, bool any)
{
    const uint32_t *refs = f->c->s->tokens + name->token_at;
    ms_token run;
    ms_letters joined;
    for (uint32_t at = 0; at < f->a->n; at++)
        for (unsigned n = 2; n <= MS_RUN_MAX && at + n <= f->a->n; n++) {
            if ((!any && any_sought(f, at, n)) || !ms_run_make(f->a->tok + at, n, &run))
                continue;
            ms_token_letters(&run, &joined);
            for (uint32_t j = 0; j < name->n; j++) {
                const ms_likeness *l = like(f, ms_unit_of(refs[j]));
                if (!l || ms_run_similarity(&joined, &l->letters)) return true;
            }
        }
    return false;
}

/* ---- whole ------------------------------------------------------------- */

int32_t ms_finder_least(ms_finder *f, uint32_t entity)
{
    ms_identity l = ms_snap_facts(f->c->s, entity);
    ms_finding found[MS_FACTS];
    ms_facts_find(f->c->q, &l, found);
    unsigned birth = found[0] == MS_FINDINGS ? 0 : found[0] - MS_FINDING_BIRTH_DAY + 1;
    unsigned sex = found[1] == MS_FINDINGS ? 0 : found[1] - MS_FINDING_SEX + 1;
    unsigned country = found[2] == MS_FINDINGS ? 0 : found[2] - MS_FINDING_COUNTRY + 1;
    int32_t *known = &f->least_where[birth][sex][country];
    if (!*known) *known = 1 + ms_least_odds_where(found, f->c->threshold);
    return *known - 1;
}

bool ms_finder_reaches(ms_finder *f, uint32_t name, int32_t least, bool joined)
{
    const ms_snap *s = f->c->s;
    const ms_disk_name *n = &s->names[name];
    ms_known k = known_of(f, n);
    bool may = k.vouched && ms_odds_at_most(&k) >= least;
    if (!may && !joined && f->all && f->runs) return false;
    ms_run run;
    ms_name b = ms_snap_name(s, name, f->tokens);
    if (!may && !has_run(f, &b, joined) && !is_run(f, n, joined)) return false;
    return ms_name_odds_sum(ms_names_odds(f->c->scorer, f->a, &b, &run)) >= least;
}
