/* What a name of a list can say of the query's name: docs/completeness.md, "Looking at a
 * name". */
#include "index/finder.h"
#include "match/gain.h"
#include "match/names.h"
#include "match/run.h"

/* ---- likeness ---------------------------------------------------------- */

/* Of a unit, not yet known to resemble anything.  NULL: no memory.  It moves when another is
 * asked for. */
static ms_likeness *likeness_of(ms_finder *f, uint32_t unit)
{
    ms_room *r = f->room;
    if (r->like[unit]) return MS_AT(r->likenesses, ms_likeness, r->like[unit] - 1);
    ms_likeness *new = ms_buf_add(&r->likenesses, sizeof *new);
    if (!new) {
        f->rc = MS_ENOMEM;
        return NULL;
    }
    memset(new, 0, sizeof *new);
    new->unit = unit;
    r->like[unit] = (uint32_t)MS_COUNT(r->likenesses, ms_likeness);
    return new;
}

/* Whether the token is compared with each unit that is looked at.  An initial is: only what
 * equals it is sought. */
static bool is_compared(const ms_want *w)
{
    return !w->sought || w->initial;
}

void ms_finder_prepare(ms_finder *f)
{
    f->compare = false;
    for (uint32_t i = 0; i < f->a->n; i++) {
        const ms_want *w = &f->room->want[i];
        const ms_near_hit *hit = MS_ALL(w->units, ms_near_hit);
        f->compare |= is_compared(w);
        for (size_t k = 0; k < MS_COUNT(w->units, ms_near_hit) && !is_compared(w); k++) {
            ms_likeness *l = likeness_of(f, hit[k].unit);
            if (!l) return;
            l->similarity[i] = hit[k].similarity;
        }
    }
}

/* What is known of a unit; NULL: it resembles nothing, or no memory. */
static const ms_likeness *like(ms_finder *f, uint32_t unit)
{
    if (!f->compare && !f->room->like[unit]) return NULL;
    ms_likeness *l = likeness_of(f, unit);
    if (!l || l->compared || !f->compare) return l;
    ms_letters letters;
    ms_token_letters(&f->c->s->units.unit[unit], &letters);
    for (uint32_t i = 0; i < f->a->n; i++) {
        const ms_want *w = &f->room->want[i];
        if (is_compared(w))
            l->similarity[i] = (uint16_t)ms_letters_similarity(&w->letters, &letters);
    }
    l->compared = true;
    return l;
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

/* Whether `run` is like one of the letters. */
static bool is_like(const ms_token *run, const ms_letters *letters, uint32_t n)
{
    ms_letters joined;
    ms_token_letters(run, &joined);
    for (uint32_t j = 0; j < n; j++)
        if (ms_run_similarity(&joined, &letters[j])) return true;
    return false;
}

/* Whether a run of the query's tokens that are not sought is like a token of the name; or any
 * run, where `any`. */
static bool is_run(ms_finder *f, const ms_disk_name *name, bool any)
{
    const ms_snap *s = f->c->s;
    const uint32_t *refs = s->tokens + name->token_at;
    ms_letters letters[MS_NAME_TOKENS];
    ms_token run;
    uint32_t n_letters = 0;
    for (uint32_t at = 0; at < f->a->n; at++)
        for (unsigned n = 2; n <= MS_RUN_MAX && at + n <= f->a->n; n++) {
            if ((!any && any_sought(f, at, n)) || !ms_run_make(f->a->tok + at, n, &run))
                continue;
            for (; n_letters < name->n; n_letters++)
                ms_token_letters(&s->units.unit[ms_unit_of(refs[n_letters])],
                                 &letters[n_letters]);
            if (is_like(&run, letters, n_letters)) return true;
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
