#include "gen_person.h"

#include <marsad/name.h>

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

static gen_row part_of(const gen_culture *c, char letter, bool female, gen_rng *r, ms_arena *a)
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

/* A word of a pattern that is no letter: `bin|بن`, Latin and own. */
static gen_row word_of(ms_str w)
{
    const char *bar = memchr(w.p, '|', w.n);
    if (!bar) return (gen_row){.rom = w, .orig = w};
    size_t n = (size_t)(bar - w.p);
    return (gen_row){.rom = {w.p, n}, .orig = {bar + 1, w.n - n - 1}};
}

static void follow_pattern(gen_person *p, ms_str pattern, gen_rng *r, ms_arena *a)
{
    for (size_t at = 0; at < pattern.n && p->n_parts < GEN_PARTS;) {
        size_t end = at;
        while (end < pattern.n && pattern.p[end] != ' ') end++;
        gen_part *part = &p->part[p->n_parts++];
        bool letter = end == at + 1 && strchr("GNMFPS", pattern.p[at]);
        part->role = letter ? pattern.p[at] : ' ';
        part->row = letter ? part_of(p->culture, part->role, p->female, r, a)
                           : word_of((ms_str){pattern.p + at, end - at});
        at = end + 1;
    }
}

/* ---- facts --------------------------------------------------------------- */

/* A document number as the country writes it; `*` stands for all others. */
static ms_str document(const gen_bag *patterns, ms_str country, gen_rng *r, ms_arena *a)
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
    gen_rng r = gen_at(key, GEN_OF_FACTS, 0);
    uint32_t age = gen_below(&r, 13000);
    age += gen_below(&r, 14000);
    p->birth = gen_day(1932, 1, 1) + (int32_t)age;
    p->country = gen_pick(&p->culture->bags[GEN_COUNTRY], &r)->rom;
    bool passport = gen_chance(&r, 350), card = gen_chance(&r, 300);
    if (passport) p->passport = document(&w->common->bags[GEN_PASSPORT], p->country, &r, a);
    if (card) p->card = document(&w->common->bags[GEN_IDCARD], p->country, &r, a);
}

gen_person gen_person_make(const gen_world *w, uint64_t key, ms_arena *a)
{
    gen_rng r = gen_at(key, GEN_OF_NAME, 0);
    gen_person p = {.culture = gen_culture_draw(w, &r)};
    p.female = gen_chance(&r, 300);
    gen_kind patterns = p.female ? GEN_PATTERN_F : GEN_PATTERN_M;
    follow_pattern(&p, gen_pick(&p.culture->bags[patterns], &r)->rom, &r, a);
    facts_of(w, &p, key, a);
    return p;
}

/* ---- writing names --------------------------------------------------------- */

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

/* The longest row at `s`; NULL when no row begins so. */
static const gen_row *letters_at(const gen_script *sc, const char *s, size_t n)
{
    char c = (char)(s[0] | 32);
    if (c < 'a' || c > 'z') return NULL;
    for (uint32_t i = sc->first[c - 'a']; i < sc->first[c - 'a' + 1]; i++) {
        const gen_row *row = &sc->letters.v[i];
        size_t k = 0;
        while (k < row->rom.n && k < n && (s[k] | 32) == row->rom.p[k]) k++;
        if (k == row->rom.n) return row;
    }
    return NULL;
}

static void put_in_script(gen_text *t, ms_str latin, const gen_script *sc)
{
    gen_text word = {.n = 0};
    for (size_t at = 0; at < latin.n;) {
        const gen_row *row = letters_at(sc, latin.p + at, latin.n - at);
        bool between = latin.p[at] == ' ' || latin.p[at] == '-';
        if (row) gen_put(&word, row->orig);
        else if (between) {
            gen_capital(&word, 0);
            gen_put(t, gen_text_str(&word));
            gen_put(t, (ms_str){latin.p + at, 1});
            word.n = 0;
        }
        at += row ? row->rom.n : 1;
    }
    gen_capital(&word, 0);
    gen_put(t, gen_text_str(&word));
}

/* The form of the word that begins in `script`, when the shared lists know it. */
static ms_str known_form(const gen_row *row, ms_str script)
{
    (void)script;
    return row->forms.n ? (ms_str){0} : (ms_str){0};
}

void gen_put_name_in(gen_text *t, const gen_person *p, const gen_script *script)
{
    for (uint32_t i = 0; i < p->n_parts; i++) {
        ms_str known = known_form(&p->part[i].row, script->name);
        if (t->n) gen_put(t, script->joined ? MS_STR("・") : MS_STR(" "));
        if (known.n) gen_put(t, known);
        else put_in_script(t, p->part[i].row.rom, script);
    }
}

/* ---- variants ---------------------------------------------------------------- */

/* The word between blanks that chance picks. */
static ms_str one_of(ms_str words, gen_rng *r)
{
    uint32_t n = 1;
    for (size_t i = 0; i < words.n; i++) n += words.p[i] == ' ';
    n = gen_below(r, n);
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

static bool apply_rule(gen_text *t, const gen_bag *rules, gen_rng *r)
{
    uint32_t from = rules->n ? gen_below(r, rules->n) : 0;
    for (uint32_t i = 0; i < rules->n; i++) {
        const gen_row *rule = &rules->v[(from + i) % rules->n];
        ms_str s = gen_text_str(t);
        size_t len, at = rule_at(s, rule->rom, &len);
        if (at == SIZE_MAX) continue;
        gen_text out = {.n = 0};
        bool capital = s.p[at] >= 'A' && s.p[at] <= 'Z';
        gen_put(&out, rule->orig);
        gen_put(&out, (ms_str){s.p + at + len, s.n - at - len});
        if (capital) gen_capital(&out, 0);
        t->n = at;
        gen_put(t, gen_text_str(&out));
        return true;
    }
    return false;
}

void gen_put_variant(gen_text *t, const gen_culture *c, const gen_row *word, gen_rng *r)
{
    gen_text v = {.n = 0};
    bool spelt = word->more.n && gen_chance(r, 600);
    gen_put(&v, spelt ? one_of(word->more, r) : word->rom);
    if (!spelt && gen_chance(r, 850)) {
        apply_rule(&v, &c->bags[GEN_RULE], r);
        if (gen_chance(r, 300)) apply_rule(&v, &c->bags[GEN_RULE], r);
    }
    gen_put(t, gen_text_str(&v));
}

static void put_varied(gen_text *t, const gen_person *p, gen_rng *r)
{
    for (uint32_t i = 0; i < p->n_parts; i++) {
        blank(t);
        if (p->part[i].role == ' ') gen_put(t, p->part[i].row.rom);
        else gen_put_variant(t, p->culture, &p->part[i].row, r);
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

/* First and last part only. */
static void put_short(gen_text *t, const gen_person *p)
{
    gen_put(t, p->part[0].row.rom);
    if (p->n_parts > 1) blank(t), gen_put(t, p->part[p->n_parts - 1].row.rom);
}

/* The family's parts before the others, or behind them where they stand first. */
static void put_turned(gen_text *t, const gen_person *p, bool shout)
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

/* What people call somebody: a pet name, or a pattern such as Abu and a son's name. */
static void put_nick(gen_text *t, const gen_person *p, gen_rng *r, ms_arena *a)
{
    const gen_bag *nicks = &p->culture->bags[GEN_NICK];
    for (uint32_t i = 0; i < nicks->n; i++)
        for (uint32_t k = 0; k < p->n_parts; k++)
            if (p->part[k].role == 'G' && ms_str_eq(nicks->v[i].rom, p->part[k].row.rom)) {
                gen_put(t, one_of(nicks->v[i].orig, r));
                return;
            }
    gen_person called = {.culture = p->culture, .female = p->female};
    follow_pattern(&called, gen_pick(&p->culture->bags[GEN_NICK_PATTERN], r)->rom, r, a);
    gen_put_name(t, &called, GEN_LATIN);
}

static void add_own(const gen_person *p, gen_rng *r, ms_arena *a, gen_names *out)
{
    gen_text latin = {.n = 0}, own = {.n = 0}, second = {.n = 0};
    bool first = gen_chance(r, 120), both = gen_chance(r, 620), third = gen_chance(r, 400);
    bool name = gen_chance(r, 700);
    gen_put_name(&latin, p, GEN_LATIN);
    gen_put_name(&own, p, GEN_OWN);
    gen_put_name(&second, p, GEN_SECOND);
    if (first) gen_names_add(out, &own, "name", a);
    gen_names_add(out, &latin, "name", a);
    if (both) gen_names_add(out, &own, name ? "name" : "alias", a);
    if (both && third) gen_names_add(out, &second, "alias", a);
}

/* Forms in scripts of others, as encyclopaedias have them. */
static void add_foreign(const gen_world *w, const gen_person *p, gen_rng *r, ms_arena *a,
                        gen_names *out)
{
    uint32_t n = w->n_scripts && gen_chance(r, 280) ? gen_between(r, 1, 4) : 0;
    for (uint32_t i = 0; i < n; i++) {
        gen_text t = {.n = 0};
        gen_put_name_in(&t, p, &w->scripts[gen_below(r, w->n_scripts)]);
        gen_names_add(out, &t, "alias", a);
    }
}

void gen_person_names(const gen_world *w, const gen_person *p, uint64_t key, ms_arena *a,
                      gen_names *out)
{
    static const uint8_t counts[] = {0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 6, 9};
    gen_rng r = gen_at(key, GEN_OF_NAME, 1);
    out->n = 0;
    add_own(p, &r, a, out);
    uint32_t n = counts[gen_below(&r, sizeof counts)];
    for (uint32_t i = 0; i < n; i++) {
        gen_text t = {.n = 0};
        put_varied(&t, p, &r);
        gen_names_add(out, &t, gen_chance(&r, 150) ? "name" : "alias", a);
    }
    add_foreign(w, p, &r, a, out);
    static const uint16_t shares[] = {260, 160, 60, 90, 60};
    for (int i = 0; i < 5; i++) {
        gen_text t = {.n = 0};
        if (!gen_chance(&r, shares[i])) continue;
        if (i == 0) put_short(&t, p);
        else if (i == 1 || i == 2) put_turned(&t, p, i == 2);
        else if (i == 3) put_nick(&t, p, &r, a);
        else {
            gen_person before = *p;
            for (uint32_t k = 0; k < before.n_parts; k++)
                if (before.part[k].role == 'S')
                    before.part[k].row = part_of(p->culture, 'S', p->female, &r, a);
            gen_put_name(&t, &before, GEN_LATIN);
        }
        gen_names_add(out, &t, i == 3 ? "weakAlias" : i == 4 ? "previousName" : "alias", a);
    }
}
