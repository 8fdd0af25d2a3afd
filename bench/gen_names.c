/* Names in every form that lists have: own script, others' scripts, spellings. */
#include "gen_person.h"
#include "text/script.h"

/* ---- forms ------------------------------------------------------------------- */

static void blank(gen_text *t)
{
    if (t->n) gen_lit(t, " ");
}

void gen_put_name(gen_text *t, const gen_person *p, gen_form form)
{
    for (uint32_t i = 0; i < p->n_parts; i++) {
        const gen_row *row = &p->part[i].row;
        ms_str s = form == GEN_LATIN ? row->rom : row->orig;
        if (form == GEN_SECOND && row->alt.n) s = row->alt;
        if (form == GEN_LATIN || !p->culture->joined) blank(t);
        gen_put(t, s);
    }
}

void gen_put_parts(gen_text *t, const gen_person *p, char role)
{
    for (uint32_t i = 0; i < p->n_parts; i++) {
        if (p->part[i].role != role) continue;
        blank(t);
        gen_put(t, p->part[i].row.rom);
    }
}

static bool latin_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* The longest row at `s` and its Latin letters; NULL when no row begins so.  `$` stands
 * for the end of a word. */
static const gen_row *letters_at(const gen_script *sc, const char *s, size_t n, size_t *took)
{
    if (!latin_letter(s[0])) return NULL;
    int c = (s[0] | 32) - 'a';
    for (uint32_t i = sc->first[c]; i < sc->first[c + 1]; i++) {
        const gen_row *row = &sc->letters.v[i];
        bool ends = row->rom.p[row->rom.n - 1] == '$';
        size_t k = 0, len = row->rom.n - ends;
        while (k < len && k < n && (s[k] | 32) == row->rom.p[k]) k++;
        if (k < len || (ends && k < n && latin_letter(s[k]))) continue;
        *took = len;
        return row;
    }
    return NULL;
}

static void put_in_script(gen_text *t, ms_str latin, const gen_script *sc)
{
    gen_text word = {.n = 0};
    for (size_t at = 0, took = 0; at < latin.n;) {
        const gen_row *row = letters_at(sc, latin.p + at, latin.n - at, &took);
        bool between = latin.p[at] == ' ' || latin.p[at] == '-';
        if (row) gen_put(&word, row->orig);
        else if (between) {
            gen_capital(&word, 0);
            gen_put(t, gen_text_str(&word));
            gen_put(t, (ms_str){latin.p + at, 1});
            word.n = 0;
        }
        at += row ? took : 1;
    }
    gen_capital(&word, 0);
    gen_put(t, gen_text_str(&word));
}

/* The word's form in `script`, when the shared lists know it. */
static ms_str known_form(const gen_row *row, ms_str script)
{
    for (size_t at = 0; at < row->forms.n;) {
        const char *end = memchr(row->forms.p + at, ' ', row->forms.n - at);
        size_t n = end ? (size_t)(end - row->forms.p) - at : row->forms.n - at;
        ms_str form = {row->forms.p + at, n};
        if (ms_str_eq(ms_str_z(ms_script_name(form)), script)) return form;
        at += n + 1;
    }
    return (ms_str){0};
}

static void put_capital(gen_text *t, ms_str s)
{
    size_t at = t->n;
    gen_put(t, s);
    gen_capital(t, at);
}

void gen_put_name_in(gen_text *t, const gen_person *p, const gen_script *script)
{
    for (uint32_t i = 0; i < p->n_parts; i++) {
        ms_str known = known_form(&p->part[i].row, script->name);
        if (t->n) gen_put(t, script->joined ? MS_STR("・") : MS_STR(" "));
        if (known.n) put_capital(t, known);
        else put_in_script(t, p->part[i].row.rom, script);
    }
}

/* ---- variants ---------------------------------------------------------------- */

/* The word between blanks that chance picks. */
static ms_str one_of(ms_str words, ms_chance *r)
{
    uint32_t n = 1;
    for (size_t i = 0; i < words.n; i++) n += words.p[i] == ' ';
    n = ms_chance_below(r, n);
    size_t at = 0;
    for (; n; at++) n -= words.p[at] == ' ';
    const char *end = memchr(words.p + at, ' ', words.n - at);
    return (ms_str){words.p + at, end ? (size_t)(end - words.p) - at : words.n - at};
}

/* Where the rule's Latin letters stand in `s` (`^` and `$` hold it to an end); SIZE_MAX
 * when they do not. */
static size_t rule_at(ms_str s, ms_str from, size_t *len)
{
    bool start = from.n && from.p[0] == '^', end = from.n && from.p[from.n - 1] == '$';
    ms_str core = {from.p + start, from.n - start - end};
    *len = core.n;
    if (!core.n || core.n > s.n) return SIZE_MAX;
    size_t first = end ? s.n - core.n : 0, last = start ? 0 : s.n - core.n;
    for (size_t i = first; i <= last; i++) {
        size_t k = 0;
        while (k < core.n && (s.p[i + k] | 32) == (core.p[k] | 32)) k++;
        if (k == core.n) return i;
    }
    return SIZE_MAX;
}

/* Applies a rule that fits, but not rule `except`; returns which, or `except`. */
static uint32_t apply_rule(gen_text *t, const gen_bag *rules, uint32_t except, ms_chance *r)
{
    uint32_t from = rules->n ? ms_chance_below(r, rules->n) : 0;
    for (uint32_t i = 0; i < rules->n; i++) {
        uint32_t which = (from + i) % rules->n;
        const gen_row *rule = &rules->v[which];
        ms_str s = gen_text_str(t);
        size_t len, at = rule_at(s, rule->rom, &len);
        if (at == SIZE_MAX || which == except) continue;
        gen_text out = {.n = 0};
        bool capital = s.p[at] >= 'A' && s.p[at] <= 'Z';
        gen_put(&out, rule->orig);
        gen_put(&out, (ms_str){s.p + at + len, s.n - at - len});
        if (capital) gen_capital(&out, 0);
        t->n = at;
        gen_put(t, gen_text_str(&out));
        return which;
    }
    return except;
}

/* The word with another usual spelling, or as it is. */
static void put_variant(gen_text *t, const gen_culture *c, const gen_row *word, ms_chance *r)
{
    gen_text v = {.n = 0};
    bool spelt = word->more.n && ms_chance_in(r, 600);
    gen_put(&v, spelt ? one_of(word->more, r) : word->rom);
    if (!spelt && ms_chance_in(r, 850)) {
        uint32_t first = apply_rule(&v, &c->bags[GEN_RULE], UINT32_MAX, r);
        if (ms_chance_in(r, 300)) apply_rule(&v, &c->bags[GEN_RULE], first, r);
    }
    gen_put(t, gen_text_str(&v));
}

static void put_varied(gen_text *t, const gen_person *p, ms_chance *r)
{
    for (uint32_t i = 0; i < p->n_parts; i++) {
        blank(t);
        if (p->part[i].role == ' ') gen_put(t, p->part[i].row.rom);
        else put_variant(t, p->culture, &p->part[i].row, r);
    }
}

/* ---- all names ----------------------------------------------------------------- */

void gen_names_add(gen_names *names, const gen_text *t, const char *prop, ms_arena *a)
{
    if (!t->n || names->n == GEN_NAMES) return;
    for (uint32_t i = 0; i < names->n; i++)
        if (ms_str_eq(names->v[i].text, gen_text_str(t))) return;
    names->v[names->n++] = (gen_name){gen_text_keep(t, a), prop};
}

/* Something that chance may say of a person's name. */
typedef void put_fn(gen_text *t, const gen_person *p, ms_chance *r, ms_arena *a);

/* First and last part only. */
static void put_short(gen_text *t, const gen_person *p, ms_chance *r, ms_arena *a)
{
    (void)r;
    (void)a;
    gen_put(t, p->part[0].row.rom);
    if (p->n_parts > 1) blank(t), gen_put(t, p->part[p->n_parts - 1].row.rom);
}

/* The family's parts before the others, or behind them where they stand first. */
static void turn(gen_text *t, const gen_person *p, bool shout)
{
    bool first = p->part[0].role == 'S';
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < p->n_parts; i++) {
            bool family = p->part[i].role == 'S';
            if (family != (first ? round == 1 : round == 0)) continue;
            blank(t);
            if (family && shout) gen_put_upper(t, p->part[i].row.rom);
            else gen_put(t, p->part[i].row.rom);
        }
}

static void put_turned(gen_text *t, const gen_person *p, ms_chance *r, ms_arena *a)
{
    (void)r;
    (void)a;
    turn(t, p, false);
}

static void put_shouted(gen_text *t, const gen_person *p, ms_chance *r, ms_arena *a)
{
    (void)r;
    (void)a;
    turn(t, p, true);
}

/* What people call somebody: a pet name, or a pattern such as Abu and a son's name. */
static void put_nick(gen_text *t, const gen_person *p, ms_chance *r, ms_arena *a)
{
    const gen_bag *nicks = &p->culture->bags[GEN_NICK];
    for (uint32_t i = 0; i < nicks->n; i++)
        for (uint32_t k = 0; k < p->n_parts; k++)
            if (p->part[k].role == 'G' && ms_str_eq(nicks->v[i].rom, p->part[k].row.rom)) {
                gen_put(t, one_of(nicks->v[i].orig, r));
                return;
            }
    gen_person called = {.culture = p->culture, .female = p->female};
    const gen_row *pattern = gen_pick(&p->culture->bags[GEN_NICK_PATTERN], r);
    gen_follow_pattern(&called, pattern->rom, r, a);
    gen_put_name(t, &called, GEN_LATIN);
}

/* The name with another family's. */
static void put_before(gen_text *t, const gen_person *p, ms_chance *r, ms_arena *a)
{
    gen_person before = *p;
    for (uint32_t k = 0; k < before.n_parts; k++)
        if (before.part[k].role == 'S')
            before.part[k].row = gen_part_draw(p->culture, 'S', p->female, r, a);
    gen_put_name(t, &before, GEN_LATIN);
}

static const struct {
    put_fn *put;
    const char *prop;
    uint32_t share; /* of 1000 people who are not just listed */
} others[] = {
    {put_short, "alias", 330},    {put_turned, "alias", 210},       {put_shouted, "alias", 80},
    {put_nick, "weakAlias", 120}, {put_before, "previousName", 80},
};

/* How much is known of somebody: `share` of 1000 people, spellings, and of 1000 how
 * many have the name in their own script, and in others'. */
static const struct {
    uint32_t share, spellings_from, spellings_to, own, foreign, scripts;
} fame[] = {{250, 0, 0, 250, 0, 1}, {520, 1, 7, 700, 160, 2}, {230, 5, 24, 900, 800, 6}};

static void add_own(const gen_person *p, uint32_t own_share, ms_chance *r, ms_arena *a,
                    gen_names *out)
{
    gen_text latin = {.n = 0}, own = {.n = 0}, second = {.n = 0};
    bool first = ms_chance_in(r, 120), both = ms_chance_in(r, own_share),
         third = ms_chance_in(r, 400);
    bool name = ms_chance_in(r, 700);
    gen_put_name(&latin, p, GEN_LATIN);
    gen_put_name(&own, p, GEN_OWN);
    gen_put_name(&second, p, GEN_SECOND);
    if (first) gen_names_add(out, &own, "name", a);
    gen_names_add(out, &latin, "name", a);
    if (both) gen_names_add(out, &own, name ? "name" : "alias", a);
    if (both && third) gen_names_add(out, &second, "alias", a);
}

void gen_person_names(const gen_world *w, const gen_person *p, uint64_t key, ms_arena *a,
                      gen_names *out)
{
    ms_chance r = gen_at(key, GEN_OF_NAME, 1);
    uint32_t x = ms_chance_below(&r, 1000), k = 0;
    while (x >= fame[k].share) x -= fame[k++].share;
    out->n = 0;
    add_own(p, fame[k].own, &r, a, out);
    for (uint32_t n = ms_chance_between(&r, fame[k].spellings_from, fame[k].spellings_to);
         n--;) {
        gen_text t = {.n = 0};
        put_varied(&t, p, &r);
        gen_names_add(out, &t, ms_chance_in(&r, 150) ? "name" : "alias", a);
    }
    uint32_t foreign =
        ms_chance_in(&r, fame[k].foreign) ? ms_chance_between(&r, 1, fame[k].scripts) : 0;
    while (foreign--) {
        gen_text t = {.n = 0};
        gen_put_name_in(&t, p, &w->scripts[ms_chance_below(&r, w->n_scripts)]);
        gen_names_add(out, &t, "alias", a);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others && k; i++) {
        gen_text t = {.n = 0};
        if (!ms_chance_in(&r, others[i].share)) continue;
        others[i].put(&t, p, &r, a);
        gen_names_add(out, &t, others[i].prop, a);
    }
}
