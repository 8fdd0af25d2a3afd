#include "gen_person.h"

/* ---- parts --------------------------------------------------------------- */

static bool ends_with(ms_str s, ms_str end)
{
    return s.n >= end.n && memcmp(s.p + s.n - end.n, end.p, end.n) == 0;
}

/* `s` with the ending `from` made `to`. */
static ms_str end_as(ms_str s, ms_str from, ms_str to, ms_arena *a)
{
    gen_text t = {.n = 0};
    if (!ends_with(s, from)) return s;
    gen_put(&t, (ms_str){s.p, s.n - from.n});
    gen_put(&t, to);
    return gen_text_keep(&t, a);
}

/* The name by the first rule whose endings both fit; as it is without one.  A rule
 * with nothing in the own script applies to the Latin ending alone. */
static gen_row by_rule(const gen_bag *rules, gen_row name, ms_arena *a)
{
    for (uint32_t i = 0; i < rules->n; i++) {
        const gen_row *rule = &rules->v[i];
        bool own = rule->alt.n || rule->more.n;
        if (!ends_with(name.rom, rule->rom)) continue;
        if (own && !ends_with(name.orig, rule->alt)) continue;
        gen_row out = {.rom = end_as(name.rom, rule->rom, rule->orig, a), .orig = name.orig};
        if (own) out.orig = end_as(name.orig, rule->alt, rule->more, a);
        else
            out.orig = ends_with(name.orig, rule->rom)
                           ? end_as(name.orig, rule->rom, rule->orig, a)
                           : name.orig;
        return out;
    }
    return name;
}

gen_row gen_part_draw(const gen_culture *c, char letter, bool female, ms_chance *r, ms_arena *a)
{
    gen_row row;
    switch (letter) {
    case 'S':
        row = gen_draw(c, GEN_FAMILY, r, a);
        return female ? by_rule(&c->bags[GEN_FEMININE], row, a) : row;
    case 'F': return gen_draw(c, GEN_MALE, r, a);
    case 'P':
        row = gen_draw(c, GEN_MALE, r, a);
        return by_rule(&c->bags[female ? GEN_FATHER_F : GEN_FATHER_M], row, a);
    case 'M': return gen_draw(c, GEN_MIDDLE, r, a);
    default: return gen_draw(c, female ? GEN_FEMALE : GEN_MALE, r, a);
    }
}

gen_row gen_word(ms_str w)
{
    const char *bar = memchr(w.p, '|', w.n);
    if (!bar) return (gen_row){.rom = w, .orig = w};
    size_t n = (size_t)(bar - w.p);
    return (gen_row){.rom = {w.p, n}, .orig = {bar + 1, w.n - n - 1}};
}

/* A part, not one that `p` has already unless chance insists. */
static gen_row another_part(const gen_person *p, char role, ms_chance *r, ms_arena *a)
{
    gen_row row = gen_part_draw(p->culture, role, p->female, r, a);
    for (uint32_t i = 0; i + 1 < p->n_parts; i++)
        if (ms_str_eq(p->part[i].row.rom, row.rom))
            return gen_part_draw(p->culture, role, p->female, r, a);
    return row;
}

void gen_follow_pattern(gen_person *p, ms_str pattern, ms_chance *r, ms_arena *a)
{
    for (size_t at = 0; at < pattern.n && p->n_parts < GEN_PARTS;) {
        size_t end = at;
        while (end < pattern.n && pattern.p[end] != ' ') end++;
        gen_part *part = &p->part[p->n_parts++];
        bool letter = end == at + 1 && strchr("GNMFPS", pattern.p[at]);
        part->role = letter ? pattern.p[at] : ' ';
        part->row = letter ? another_part(p, part->role, r, a)
                           : gen_word((ms_str){pattern.p + at, end - at});
        at = end + 1;
    }
}

/* ---- facts --------------------------------------------------------------- */

/* A document number as the country writes it; `*` stands for all others. */
static ms_str document(const gen_bag *patterns, ms_str country, ms_chance *r, ms_arena *a)
{
    gen_text t = {.n = 0};
    const gen_row *row = NULL;
    for (uint32_t i = 0; i < patterns->n && !row; i++)
        if (ms_str_eq(patterns->v[i].rom, country)) row = &patterns->v[i];
    for (int tries = 0; tries < 64 && !row; tries++) {
        row = gen_pick(patterns, r);
        if (row->rom.n != 1) row = NULL;
    }
    if (row) gen_put_pattern(&t, row->orig, r);
    return gen_text_keep(&t, a);
}

static void facts_of(const gen_world *w, gen_person *p, uint64_t key, ms_arena *a)
{
    ms_chance r = gen_at(key, GEN_OF_FACTS, 0);
    uint32_t age = ms_chance_below(&r, 13000);
    age += ms_chance_below(&r, 14000);
    p->birth = gen_day(1932, 1, 1) + (int32_t)age;
    p->country = gen_pick(&p->culture->bags[GEN_COUNTRY], &r)->rom;
    bool passport = ms_chance_in(&r, 350), card = ms_chance_in(&r, 300);
    if (passport) p->passport = document(&w->common->bags[GEN_PASSPORT], p->country, &r, a);
    if (card) p->card = document(&w->common->bags[GEN_IDCARD], p->country, &r, a);
}

gen_person gen_person_make(const gen_world *w, uint64_t key, ms_arena *a)
{
    ms_chance r = gen_at(key, GEN_OF_NAME, 0);
    gen_person p = {.culture = gen_culture_draw(w, &r)};
    p.female = ms_chance_in(&r, 300);
    gen_kind patterns = p.female ? GEN_PATTERN_F : GEN_PATTERN_M;
    gen_follow_pattern(&p, gen_pick(&p.culture->bags[patterns], &r)->rom, &r, a);
    facts_of(w, &p, key, a);
    return p;
}
