/* Names of organisations and vessels. */
#include "gen_entity.h"

/* A word of a pattern, Latin and own. */
static gen_row org_word(const gen_world *w, const gen_culture *c, char letter, ms_chance *r,
                        ms_arena *a)
{
    gen_row row = {.rom = {0}};
    switch (letter) {
    case 'B': return gen_draw(c, GEN_BRAND, r, a);
    case 'S': return gen_draw(c, GEN_FAMILY, r, a);
    case 'C': row = *gen_pick(&c->bags[GEN_CITY], r); break;
    case 'W': row = *gen_pick(&(c->bags[GEN_WORD].n ? c : w->common)->bags[GEN_WORD], r); break;
    case 'L': row = *gen_pick(&(c->bags[GEN_FORM].n ? c : w->common)->bags[GEN_FORM], r); break;
    default: break;
    }
    if (!row.orig.n) row.orig = row.rom;
    return row;
}

static void put_word(gen_text *t, ms_str s)
{
    if (t->n) gen_lit(t, " ");
    gen_put(t, s);
}

/* An organisation's names side by side. */
typedef struct org_text {
    gen_text latin, own, plain, letters;
} org_text;

static void put_org(const gen_world *w, const gen_culture *c, ms_chance *r, ms_arena *a,
                    org_text *t)
{
    const gen_culture *says = c->bags[GEN_ORG].n ? c : w->common;
    ms_str pattern = gen_pick(&says->bags[GEN_ORG], r)->rom;
    for (size_t at = 0; at < pattern.n;) {
        size_t end = at;
        while (end < pattern.n && pattern.p[end] != ' ') end++;
        ms_str word = {pattern.p + at, end - at};
        bool letter = word.n == 1 && strchr("BSCWL", word.p[0]);
        gen_row row = gen_word(word);
        if (letter) row = org_word(w, c, word.p[0], r, a);
        put_word(&t->latin, row.rom);
        put_word(&t->own, row.orig);
        if (!letter || word.p[0] != 'L') put_word(&t->plain, row.rom);
        if (letter && word.p[0] != 'L') gen_put(&t->letters, (ms_str){row.rom.p, 1});
        at = end + 1;
    }
}

const gen_culture *gen_org_culture(const gen_world *w, uint64_t key)
{
    ms_chance r = gen_at(key, GEN_OF_FACTS, 1);
    return gen_culture_draw(w, &r);
}

void gen_org_names(const gen_world *w, const gen_culture *c, uint64_t key, ms_arena *a,
                   gen_names *out)
{
    ms_chance r = gen_at(key, GEN_OF_NAME, 2);
    static const uint16_t shares[] = {1000, 700, 450, 150, 180, 220, 120};
    org_text t = {.latin = {.n = 0}}, other = {.latin = {.n = 0}};
    out->n = 0;
    put_org(w, c, &r, a, &t);
    put_org(w, c, &r, a, &other);
    gen_text upper = {.n = 0}, english = {.n = 0};
    gen_put_upper(&upper, gen_text_str(&t.latin));
    gen_put(&english, gen_text_str(&t.plain));
    put_word(&english, gen_pick(&w->common->bags[GEN_FORM], &r)->rom);
    const struct {
        const gen_text *text;
        const char *prop;
    } forms[] = {{&t.latin, "name"},
                 {&t.own, "name"},
                 {&t.plain, "alias"},
                 {&upper, "alias"},
                 {&t.letters, "abbreviation"},
                 {&english, "alias"},
                 {&other.latin, "previousName"}};
    for (int i = 0; i < 7; i++) {
        bool has = ms_chance_in(&r, shares[i]) && forms[i].text->n > 2;
        if (has) gen_names_add(out, forms[i].text, forms[i].prop, a);
    }
}

static void put_vessel(const gen_world *w, ms_chance *r, ms_arena *a, gen_text *t)
{
    const gen_culture *c = gen_culture_draw(w, r);
    uint32_t kind = ms_chance_below(r, 100);
    if (kind < 45) put_word(t, gen_pick(&w->common->bags[GEN_VESSEL], r)->rom);
    if (kind < 30) put_word(t, gen_pick(&w->common->bags[GEN_VESSEL], r)->rom);
    else if (kind < 60) put_word(t, gen_draw(c, GEN_BRAND, r, a).rom);
    else if (kind < 75) put_word(t, gen_draw(c, GEN_FEMALE, r, a).rom);
    else if (kind < 85) put_word(t, gen_draw(c, GEN_MALE, r, a).rom);
    else put_word(t, gen_pick(&c->bags[GEN_CITY], r)->rom);
    if (kind >= 60 && kind < 80) put_word(t, gen_draw(c, GEN_FAMILY, r, a).rom);
    if (ms_chance_in(r, 200)) {
        gen_lit(t, " ");
        gen_put_u(t, ms_chance_between(r, 1, 28), 0);
    }
}

void gen_vessel_names(const gen_world *w, uint64_t key, ms_arena *a, gen_names *out)
{
    ms_chance r = gen_at(key, GEN_OF_NAME, 3);
    uint32_t before = ms_chance_below(&r, 4);
    gen_text t = {.n = 0}, upper = {.n = 0}, prefixed = {.n = 0};
    out->n = 0;
    put_vessel(w, &r, a, &t);
    gen_put_upper(&upper, gen_text_str(&t));
    gen_names_add(out, ms_chance_in(&r, 700) ? &upper : &t, "name", a);
    gen_lit(&prefixed, "M/V ");
    gen_put(&prefixed, gen_text_str(&t));
    if (ms_chance_in(&r, 150)) gen_names_add(out, &prefixed, "alias", a);
    for (uint32_t i = 0; i < before; i++) {
        gen_text old = {.n = 0};
        put_vessel(w, &r, a, &old);
        gen_names_add(out, &old, "previousName", a);
    }
}
