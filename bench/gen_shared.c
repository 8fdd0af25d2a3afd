/* Name lists that others publish, read where the folder of shared data has them; they
 * make the tables longer, their weights real and the spellings those that occur. */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "gen_tables.h"
#include "gen_text.h"
#include <marsad/name.h>

#include "text/fold.h"
#include "text/script.h"
#include "text/translit.h"

enum { UNCOUNTED = 150 }; /* the weight of a name that a list has without its number */

/* Where rows go. */
typedef struct shared {
    gen_world *w;
    gen_kind kind;
    uint32_t own; /* rows of the bag before the file */
    bool counted; /* the file's weights are better than ours */
} shared;

/* ---- words ------------------------------------------------------------------- */

static bool plain(ms_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] > 127) return false;
    return s.n > 1;
}

/* The Latin letters of `cp` by itself. */
static bool letter_latin(uint32_t cp, ms_str *out)
{
    ms_letters l;
    ms_letter_rows rows = ms_letter_rows_of(&cp, 1, 0);
    if (!ms_letter_next(&rows, &l)) return false;
    *out = l.latin;
    return true;
}

/* Latin letters of `s` without marks, each word with a capital; empty when it has
 * letters that no table knows. */
static ms_str latin(shared *sh, ms_str s)
{
    gen_text t = {.n = 0};
    for (size_t at = 0; at < s.n;) {
        uint32_t cp;
        int32_t folded[MS_FOLD_MAX];
        at += ms_utf8_decode(s.p + at, s.n - at, &cp);
        int n = ms_fold_char(cp, folded);
        for (int i = 0; i < n; i++) {
            uint32_t f = (uint32_t)folded[i];
            ms_str letters;
            if (f < 128) gen_put_cp(&t, f);
            else if (letter_latin(f, &letters)) gen_put(&t, letters);
            else if (ms_char_class_of(f) == MS_CHAR_LETTER) return (ms_str){0};
        }
    }
    for (size_t i = 0; i < t.n; i++)
        if (i == 0 || strchr(" -", t.p[i - 1])) gen_capital(&t, i);
    return gen_keep(sh->w, gen_text_str(&t));
}

/* `s` with a capital and without stress marks. */
static ms_str own_form(shared *sh, ms_str s)
{
    gen_text t = {.n = 0};
    for (size_t at = 0; at < s.n;) {
        uint32_t cp;
        at += ms_utf8_decode(s.p + at, s.n - at, &cp);
        if (cp != 0x301) gen_put_cp(&t, cp);
    }
    gen_capital(&t, 0);
    return gen_keep(sh->w, gen_text_str(&t));
}

static uint32_t whole(ms_str s)
{
    uint32_t v = 0;
    for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && v < 100000000; i++)
        v = v * 10 + (uint32_t)(s.p[i] - '0');
    return v;
}

/* Gives the row with these letters a counted weight, or adds one. */
static void merge(shared *sh, gen_bag *b, gen_row row, uint32_t weight)
{
    uint32_t until = sh->own && sh->own < b->n ? sh->own : b->n;
    if (!row.rom.n || !plain(row.rom)) return;
    for (uint32_t i = 0; i < until; i++) {
        bool same = ms_str_eq(b->v[i].rom, row.rom) ||
                    (row.orig.n && ms_str_eq(b->v[i].orig, row.orig));
        if (!same) continue;
        if (sh->counted) b->upto[i] = weight;
        return;
    }
    gen_add(b, row, weight);
}

static gen_bag *bag(shared *sh, const char *culture)
{
    gen_culture *c = gen_culture_of(sh->w, culture);
    if (!c) gen_die(culture, "no such table");
    return &c->bags[sh->kind];
}

/* ---- the commonest names of each country ------------------------------------------ */

/* The culture that most of a country's people have. */
static gen_culture *culture_in(gen_world *w, ms_str country)
{
    gen_culture *best = NULL;
    uint32_t most = 0;
    for (uint32_t i = 0; i < w->n_cultures; i++) {
        const gen_bag *b = &w->cultures[i].bags[GEN_COUNTRY];
        for (uint32_t k = 0; k < b->n; k++) {
            bool here = country.n == 2 && b->v[k].rom.p[0] == (country.p[0] | 32) &&
                        b->v[k].rom.p[1] == (country.p[1] | 32);
            uint32_t people = here ? b->upto[k] * w->cultures[i].share : 0;
            if (people <= most) continue;
            most = people;
            best = &w->cultures[i];
        }
    }
    return best;
}

/* Names are taken only where they are in the culture's own script or all are Latin. */
static void add_common(shared *sh, ms_str country, gen_kind kind, ms_str local, ms_str rom)
{
    gen_culture *c = culture_in(sh->w, country);
    if (!c || !local.n || !rom.n) return;
    gen_bag *b = &c->bags[kind];
    const char *script = ms_script_name(local);
    bool latin_names =
        !b->n ||
        strcmp(ms_script_name(b->v[0].orig.n ? b->v[0].orig : b->v[0].rom), "Latin") == 0;
    if (latin_names != (strcmp(script, "Latin") == 0)) return;
    sh->own = 0;
    merge(sh, b, (gen_row){.rom = latin(sh, rom), .orig = own_form(sh, local)}, 0);
}

static void forename(void *ctx, const char *path, uint64_t line, ms_str *cell, uint32_t n)
{
    (void)path;
    if (line == 1 || n < 12) return;
    bool female = ms_str_eq(cell[9], MS_STR("F"));
    add_common(ctx, cell[0], female ? GEN_FEMALE : GEN_MALE, cell[10], cell[11]);
}

static void surname(void *ctx, const char *path, uint64_t line, ms_str *cell, uint32_t n)
{
    (void)path;
    if (line > 1 && n >= 6) add_common(ctx, cell[0], GEN_FAMILY, cell[4], cell[5]);
}

/* ---- counted names -------------------------------------------------------------- */

static void spanish(void *ctx, const char *path, uint64_t line, ms_str *cell, uint32_t n)
{
    shared *sh = ctx;
    (void)path;
    if (line == 1 || n < 2) return;
    merge(sh, bag(sh, "spanish"), (gen_row){.rom = latin(sh, cell[0])}, whole(cell[1]));
}

static void japanese_family(void *ctx, const char *path, uint64_t line, ms_str *cell,
                            uint32_t n)
{
    shared *sh = ctx;
    (void)path;
    (void)line;
    if (n < 4) return;
    gen_row row = {
        latin(sh, cell[3]), gen_keep(sh->w, cell[0]), gen_keep(sh->w, cell[2]), {0}, {0}};
    merge(sh, bag(sh, "japanese"), row, whole(cell[1]) / 100);
}

/* The reading, in Latin letters, and the ways to write it, of which the first three
 * count. */
static void japanese_given(void *ctx, const char *path, uint64_t line, ms_str *cell, uint32_t n)
{
    shared *sh = ctx;
    (void)path;
    (void)line;
    ms_str rom = n > 2 ? latin(sh, cell[1]) : (ms_str){0};
    for (uint32_t i = 2; i < n && i < 5; i++) {
        gen_row row = {rom, gen_keep(sh->w, cell[i]), gen_keep(sh->w, cell[0]), {0}, {0}};
        merge(sh, bag(sh, "japanese"), row, UNCOUNTED / 2);
    }
}

/* Sets the weight of the rows that are written so. */
static void weigh(gen_bag *b, ms_str written, uint32_t weight)
{
    for (uint32_t i = 0; i < b->n; i++)
        if (ms_str_eq(b->v[i].orig, written)) b->upto[i] = weight;
}

/* In parts per million. */
static void chinese_family(void *ctx, const char *path, uint64_t line, ms_str *cell, uint32_t n)
{
    (void)path;
    if (line > 1 && n > 1) weigh(bag(ctx, "chinese"), cell[0], whole(cell[1]) + 1);
}

/* In hundredths of a percent, of both sexes. */
static void persian_given(void *ctx, const char *path, uint64_t line, ms_str *cell, uint32_t n)
{
    (void)path;
    if (line == 1 || n < 2 || cell[1].n < 5) return;
    uint32_t percent = whole(cell[1]), rest = whole((ms_str){cell[1].p + cell[1].n - 3, 2});
    weigh(bag(ctx, "persian"), cell[0], 1000 * (100 * percent + rest) + 1);
}

/* Characters of given names with their reading and how often they occur: pieces. */
static void chinese_given(void *ctx, const char *path, uint64_t line, ms_str *cell, uint32_t n)
{
    shared *sh = ctx;
    (void)path;
    gen_text t = {.n = 0};
    if (line == 1 || n < 3 || cell[1].n < 2) return;
    gen_put(&t, (ms_str){cell[1].p, cell[1].n - 1}); /* without the tone */
    for (size_t i = 0; i < t.n; i++)
        if (t.p[i] == 'v') t.p[i] = 'u';
    ms_str han = gen_keep(sh->w, cell[0]);
    merge(sh, bag(sh, "chinese"),
          (gen_row){gen_keep(sh->w, gen_text_str(&t)), han, han, {0}, {0}}, whole(cell[2]) + 1);
}

/* Spellings of family names outside China. */
static void chinese_spelling(void *ctx, const char *path, uint64_t line, ms_str *cell,
                             uint32_t n)
{
    shared *sh = ctx;
    gen_bag *b = bag(sh, "chinese");
    ms_str said = line > 1 && n > 1 ? latin(sh, cell[1]) : (ms_str){0};
    (void)path;
    for (uint32_t i = 0; i < b->n && said.n; i++) {
        gen_text t = {.n = 0};
        if (!ms_str_eq(b->v[i].rom, said) || ms_str_eq(cell[0], cell[1])) continue;
        gen_put(&t, b->v[i].more);
        if (t.n) gen_lit(&t, " ");
        gen_put(&t, latin(sh, cell[0]));
        b->v[i].more = gen_keep(sh->w, gen_text_str(&t));
    }
}

/* In the order of the alphabet: each as likely as the next. */
static void russian(void *ctx, const char *path, uint64_t line, ms_str *cell, uint32_t n)
{
    shared *sh = ctx;
    (void)path;
    (void)line;
    (void)n;
    merge(sh, bag(sh, "russian"),
          (gen_row){.rom = latin(sh, cell[0]), .orig = own_form(sh, cell[0])}, UNCOUNTED);
}

/* ---- Wikidata's groups of forms of one name ----------------------------------------- */

/* Groups by each of their Latin forms. */
typedef struct groups {
    shared *sh;
    gen_row *slots; /* `rom`: a form; `orig`: all forms of the group */
    uint32_t cap, n;
} groups;

static gen_row *slot(const groups *g, ms_str form)
{
    uint64_t hash = 5381;
    for (size_t i = 0; i < form.n; i++) hash = ms_chance_mix(hash ^ (unsigned char)form.p[i]);
    uint32_t at = (uint32_t)hash & (g->cap - 1);
    while (g->slots[at].rom.n && !ms_str_eq(g->slots[at].rom, form))
        at = (at + 1) & (g->cap - 1);
    return &g->slots[at];
}

/* Takes the next form of a group off its list. */
static ms_str next_form(ms_str *forms)
{
    const char *end = memchr(forms->p, ',', forms->n);
    size_t n = end ? (size_t)(end - forms->p) : forms->n;
    ms_str form = {forms->p, n};
    size_t skip = end ? n + 1 : n;
    forms->p += skip;
    forms->n -= skip;
    return ms_str_trim(form);
}

static void group(void *ctx, const char *path, uint64_t line, ms_str *cell, uint32_t n)
{
    groups *g = ctx;
    (void)path;
    if (line == 1 || n < 2) return;
    ms_str all = gen_keep(g->sh->w, cell[1]);
    for (ms_str rest = all; rest.n;) {
        ms_str form = next_form(&rest);
        if (!plain(form) || memchr(form.p, ' ', form.n) || 2 * g->n > g->cap) continue;
        gen_row *s = slot(g, form);
        if (s->rom.n) continue;
        *s = (gen_row){.rom = form, .orig = all};
        g->n++;
    }
}

/* Adds `form` between blanks unless the list is full. */
static void add_form(gen_text *t, ms_str form, bool capital)
{
    if (t->n > 160) return;
    if (t->n) gen_lit(t, " ");
    size_t at = t->n;
    gen_put(t, form);
    if (capital) gen_capital(t, at);
}

/* The group's spellings and forms in other scripts, put to the name. */
static void enrich(const groups *g, gen_row *row)
{
    gen_text key = {.n = 0}, more = {.n = 0}, forms = {.n = 0};
    for (size_t i = 0; i < row->rom.n; i++)
        gen_put_cp(&key, gen_lower((unsigned char)row->rom.p[i]));
    const gen_row *s = slot(g, gen_text_str(&key));
    if (!s->rom.n) return;
    gen_put(&more, row->more);
    for (ms_str rest = s->orig; rest.n;) {
        ms_str form = next_form(&rest);
        if (form.n < 4 || memchr(form.p, ' ', form.n)) continue;
        bool same = ms_str_eq(form, gen_text_str(&key));
        if (!same && plain(form)) add_form(&more, form, true);
        else if (!same && strcmp(ms_script_name(form), "Latin") != 0)
            add_form(&forms, form, false);
    }
    if (more.n) row->more = gen_keep(g->sh->w, gen_text_str(&more));
    if (forms.n) row->forms = gen_keep(g->sh->w, gen_text_str(&forms));
}

static bool add_groups(shared *sh, const char *path)
{
    groups g = {.sh = sh, .cap = 1u << 19};
    g.slots = gen_need(ms_calloc(g.cap, sizeof *g.slots));
    bool found = gen_each_row(path, '\t', group, &g);
    for (uint32_t c = 0; c < sh->w->n_cultures && found; c++)
        for (int kind = GEN_MALE; kind <= GEN_FAMILY; kind++) {
            gen_bag *b = &sh->w->cultures[c].bags[kind];
            for (uint32_t i = 0; i < b->n; i++) enrich(&g, &b->v[i]);
        }
    ms_free(g.slots);
    return found;
}

/* ---- all of them ------------------------------------------------------------------ */

static const struct {
    const char *path;
    gen_row_fn *take;
    gen_kind kind;
    const char *culture; /* whose bag the file goes to, when it is one */
    bool counted;
} files[] = {
    {"names/resources/common_forenames_by_country_localized_romanized.csv", forename, 0, NULL,
     false},
    {"names/resources/common_surnames_by_country_localized_romanized.csv", surname, 0, NULL,
     false},
    {"scale/name_lists/es_hombres.csv", spanish, GEN_MALE, "spanish", true},
    {"scale/name_lists/es_mujeres.csv", spanish, GEN_FEMALE, "spanish", true},
    {"scale/name_lists/es_apellidos.csv", spanish, GEN_FAMILY, "spanish", true},
    {"scale/name_lists/ru_male_names_rus.txt", russian, GEN_MALE, "russian", false},
    {"scale/name_lists/ru_female_names_rus.txt", russian, GEN_FEMALE, "russian", false},
    {"scale/name_lists/ru_male_surnames_rus.txt", russian, GEN_FAMILY, "russian", false},
    {"scale/name_lists/fa_given_names_frequency.csv", persian_given, GEN_MALE, "persian",
     false},
    {"scale/name_lists/fa_given_names_frequency.csv", persian_given, GEN_FEMALE, "persian",
     false},
    {"names/resources/japanese_last_name_org.csv", japanese_family, GEN_FAMILY, "japanese",
     true},
    {"names/resources/japanese_first_name_man_org.csv", japanese_given, GEN_MALE, "japanese",
     false},
    {"names/resources/japanese_first_name_woman_org.csv", japanese_given, GEN_FEMALE,
     "japanese", false},
    {"names/resources/chinese_familyname_orcid.csv", chinese_family, GEN_FAMILY, "chinese",
     false},
    {"names/resources/chinese_givenname_orcid.csv", chinese_given, GEN_PIECE, "chinese", true},
    {"names/resources/chinese_surname_romanizations.csv", chinese_spelling, GEN_FAMILY,
     "chinese", false},
};

bool gen_load_shared(gen_world *w, const char *folder)
{
    shared sh = {.w = w};
    char path[4096];
    bool any = false;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/data/%s", folder, files[i].path);
        sh.kind = files[i].kind;
        sh.counted = files[i].counted;
        sh.own = files[i].culture ? bag(&sh, files[i].culture)->n : 0;
        any |= gen_each_row(path, ',', files[i].take, &sh);
    }
    snprintf(path, sizeof path, "%s/data/names/wikidata_name_groups.tsv.gz", folder);
    any |= add_groups(&sh, path);
    return any;
}
