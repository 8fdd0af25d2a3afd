#include "gen_writer.h"

#include "gen_entity.h"

/* ---- JSON -------------------------------------------------------------------- */

void gen_open_prop(gen_writer *w, const char *name)
{
    if (w->more_props) ms_out_char(w->o, ',');
    ms_out_json(w->o, ms_str_z(name));
    ms_out_lit(w->o, ":[");
    w->more_props = true;
    w->more_values = false;
}

void gen_value(gen_writer *w, ms_str v)
{
    if (!v.n) return;
    if (w->more_values) ms_out_char(w->o, ',');
    ms_out_json(w->o, v);
    w->more_values = true;
}

void gen_close_prop(gen_writer *w)
{
    ms_out_char(w->o, ']');
}

void gen_prop(gen_writer *w, const char *name, ms_str v)
{
    if (!v.n) return;
    gen_open_prop(w, name);
    gen_value(w, v);
    gen_close_prop(w);
}

void gen_prop_text(gen_writer *w, const char *name, const gen_text *t)
{
    gen_prop(w, name, gen_text_str(t));
}

void gen_prop_link(gen_writer *w, const char *name, uint32_t i)
{
    gen_text t = {.n = 0};
    if (i == GEN_NOBODY) return;
    gen_put_id(&t, w->l, i);
    gen_prop_text(w, name, &t);
}

void gen_prop_pick(gen_writer *w, const char *name, gen_kind kind)
{
    gen_prop(w, name, gen_pick(&w->w->common->bags[kind], &w->r)->rom);
}

void gen_prop_pattern(gen_writer *w, const char *name, const char *pattern)
{
    gen_text t = {.n = 0};
    gen_put_pattern(&t, ms_str_z(pattern), &w->r);
    gen_prop_text(w, name, &t);
}

void gen_put_day(gen_text *t, ms_chance *r, int32_t from, int32_t to)
{
    int32_t first = gen_day(from, 1, 1), last = gen_day(to, 12, 31);
    gen_put_date(t, first + (int32_t)ms_chance_below(r, (uint32_t)(last - first + 1)));
}

void gen_prop_day(gen_writer *w, const char *name, int32_t from, int32_t to)
{
    gen_text t = {.n = 0};
    gen_put_day(&t, &w->r, from, to);
    gen_prop_text(w, name, &t);
}

void gen_prop_names(gen_writer *w, const gen_names *names)
{
    static const char *const props[] = {"name", "alias", "weakAlias", "previousName",
                                        "abbreviation"};
    for (size_t p = 0; p < sizeof props / sizeof *props; p++) {
        bool any = false;
        for (uint32_t i = 0; i < names->n; i++) {
            if (strcmp(names->v[i].prop, props[p]) != 0) continue;
            if (!any) gen_open_prop(w, props[p]);
            gen_value(w, names->v[i].text);
            any = true;
        }
        if (any) gen_close_prop(w);
    }
}

/* ---- sentences ---------------------------------------------------------------- */

/* What a sentence of the tables speaks of. */
static void put_term(gen_text *t, gen_writer *w, const gen_culture *c, char letter)
{
    gen_names names;
    switch (letter) {
    case 'c': gen_put(t, gen_pick(&c->bags[GEN_CITY], &w->r)->rom); break;
    case 'y': gen_put_u(t, ms_chance_between(&w->r, 1985, 2025), 4); break;
    case 'd': gen_put_day(t, &w->r, 1995, 2025); break;
    case 'n': gen_put_u(t, ms_chance_between(&w->r, 2, 990), 0); break;
    case 'p': gen_put_sentence(t, w, c, GEN_POSITION); break;
    case 's': gen_put(t, gen_draw(c, GEN_FAMILY, &w->r, w->a).rom); break;
    case 'o':
        gen_org_names(w->w, c, ms_chance_next(&w->r), w->a, &names);
        gen_put(t, names.v[0].text);
        break;
    default: break;
    }
}

void gen_put_sentence(gen_text *t, gen_writer *w, const gen_culture *c, gen_kind kind)
{
    ms_str s = gen_pick(&w->w->common->bags[kind], &w->r)->rom;
    size_t from = 0;
    for (size_t i = 0; i + 2 < s.n; i++) {
        if (s.p[i] != '{' || s.p[i + 2] != '}') continue;
        gen_put(t, (ms_str){s.p + from, i - from});
        put_term(t, w, c, s.p[i + 1]);
        from = i + 3;
    }
    gen_put(t, (ms_str){s.p + from, s.n - from});
}

void gen_prop_sentences(gen_writer *w, const char *name, const gen_culture *c, gen_kind kind,
                        uint32_t most)
{
    gen_open_prop(w, name);
    for (uint32_t n = ms_chance_between(&w->r, 1, most); n--;) {
        gen_text t = {.n = 0};
        gen_put_sentence(&t, w, c, kind);
        gen_value(w, gen_text_str(&t));
    }
    gen_close_prop(w);
}

void gen_prop_notes(gen_writer *w, const gen_culture *c, uint32_t most)
{
    uint32_t n = ms_chance_between(&w->r, 1, most);
    gen_open_prop(w, "notes");
    for (uint32_t i = 0; i < n; i++) {
        gen_text t = {.n = 0};
        uint32_t sentences = ms_chance_between(&w->r, 1, 5);
        for (uint32_t k = 0; k < sentences; k++) {
            if (k) gen_lit(&t, " ");
            gen_put_sentence(&t, w, c, GEN_NOTE);
        }
        gen_value(w, gen_text_str(&t));
    }
    gen_close_prop(w);
}

void gen_put_address(gen_text *t, gen_writer *w, const gen_culture *c, ms_str *country)
{
    const gen_bag *streets = &(c->bags[GEN_STREET].n ? c : w->w->common)->bags[GEN_STREET];
    const gen_row *city = gen_pick(&c->bags[GEN_CITY], &w->r);
    gen_put_u(t, ms_chance_between(&w->r, 1, 240), 0);
    gen_lit(t, " ");
    gen_put(t, gen_draw(c, GEN_FAMILY, &w->r, w->a).rom);
    gen_lit(t, " ");
    gen_put(t, gen_pick(streets, &w->r)->rom);
    gen_lit(t, ", ");
    gen_put_u(t, ms_chance_between(&w->r, 10000, 99999), 0);
    gen_lit(t, " ");
    gen_put(t, city->rom);
    *country = gen_pick(&c->bags[GEN_COUNTRY], &w->r)->rom;
}

void gen_prop_address(gen_writer *w, const gen_culture *c)
{
    gen_text t = {.n = 0};
    ms_str country;
    gen_put_address(&t, w, c, &country);
    gen_prop_text(w, "address", &t);
}
