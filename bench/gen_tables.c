#include "gen_tables.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/csv.h"
#include "base/mem.h"
#include "gen_text.h"

/* The first cell of a row. */
static const struct {
    const char *key;
    gen_kind kind, also; /* `also`: a second bag for the same row, or the same */
} keys[] = {
    {"m", GEN_MALE, GEN_MALE},
    {"f", GEN_FEMALE, GEN_FEMALE},
    {"s", GEN_FAMILY, GEN_FAMILY},
    {"middle", GEN_MIDDLE, GEN_MIDDLE},
    {"model-m", GEN_MODEL + GEN_MALE, GEN_MODEL + GEN_MALE},
    {"model-f", GEN_MODEL + GEN_FEMALE, GEN_MODEL + GEN_FEMALE},
    {"model-s", GEN_MODEL + GEN_FAMILY, GEN_MODEL + GEN_FAMILY},
    {"model-brand", GEN_MODEL + GEN_BRAND, GEN_MODEL + GEN_BRAND},
    {"pattern", GEN_PATTERN_M, GEN_PATTERN_F},
    {"pattern-m", GEN_PATTERN_M, GEN_PATTERN_M},
    {"pattern-f", GEN_PATTERN_F, GEN_PATTERN_F},
    {"nick-pattern", GEN_NICK_PATTERN, GEN_NICK_PATTERN},
    {"nick", GEN_NICK, GEN_NICK},
    {"spell", GEN_SPELL, GEN_SPELL},
    {"rule", GEN_RULE, GEN_RULE},
    {"feminine", GEN_FEMININE, GEN_FEMININE},
    {"son", GEN_FATHER_M, GEN_FATHER_M},
    {"daughter", GEN_FATHER_F, GEN_FATHER_F},
    {"country", GEN_COUNTRY, GEN_COUNTRY},
    {"city", GEN_CITY, GEN_CITY},
    {"street", GEN_STREET, GEN_STREET},
    {"word", GEN_WORD, GEN_WORD},
    {"form", GEN_FORM, GEN_FORM},
    {"org", GEN_ORG, GEN_ORG},
    {"passport", GEN_PASSPORT, GEN_PASSPORT},
    {"idcard", GEN_IDCARD, GEN_IDCARD},
    {"position", GEN_POSITION, GEN_POSITION},
    {"education", GEN_EDUCATION, GEN_EDUCATION},
    {"program", GEN_PROGRAM, GEN_PROGRAM},
    {"source", GEN_SOURCE, GEN_SOURCE},
    {"note", GEN_NOTE, GEN_NOTE},
    {"reason", GEN_REASON, GEN_REASON},
    {"relation", GEN_RELATION, GEN_RELATION},
    {"role", GEN_ROLE, GEN_ROLE},
    {"vessel", GEN_VESSEL, GEN_VESSEL},
    {"vessel-type", GEN_VESSEL_TYPE, GEN_VESSEL_TYPE},
    {"flag", GEN_FLAG, GEN_FLAG},
    {"coin", GEN_COIN, GEN_COIN},
};

enum { N_KEYS = sizeof keys / sizeof *keys, CELLS = 6, TAIL_BITS = 24 };

void gen_die(const char *what, const char *why)
{
    fprintf(stderr, "gen: %s: %s\n", what, why);
    exit(4);
}

void *gen_need(void *p)
{
    if (!p) gen_die("memory", "none left");
    return p;
}

ms_str gen_keep(gen_world *w, ms_str s)
{
    ms_str copy = ms_arena_str(w->arena, s);
    gen_need((void *)(uintptr_t)copy.p);
    return copy;
}

void gen_add(gen_bag *b, gen_row row, uint32_t weight)
{
    if (b->n == b->cap) {
        b->cap = b->cap ? 2 * b->cap : 16;
        b->v = gen_need(ms_realloc(b->v, b->cap * sizeof *b->v));
        b->upto = gen_need(ms_realloc(b->upto, b->cap * sizeof *b->upto));
    }
    b->v[b->n] = row;
    b->upto[b->n++] = weight;
}

gen_culture *gen_culture_of(gen_world *w, const char *name)
{
    for (uint32_t i = 0; i < w->n_cultures; i++)
        if (ms_str_eq(w->cultures[i].name, ms_str_z(name))) return &w->cultures[i];
    return NULL;
}

/* ---- reading ----------------------------------------------------------- */

/* Where a row's cells go. */
typedef struct place {
    gen_world *w;
    gen_culture *c;
    const char *path;
    uint64_t line;
} place;

static void bad_row(const place *at, const char *why)
{
    char where[4200];
    snprintf(where, sizeof where, "%s:%llu", at->path, (unsigned long long)at->line);
    gen_die(where, why);
}

static uint32_t number(const place *at, ms_str s)
{
    uint32_t v = 0;
    if (!s.n || s.n > 9) bad_row(at, "a number expected");
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') bad_row(at, "a number expected");
        v = v * 10 + (uint32_t)(s.p[i] - '0');
    }
    return v;
}

static gen_kind kind_of(const place *at, ms_str key, gen_kind *also)
{
    if (key.n == 1 && key.p[0] >= 'A' && key.p[0] <= 'Z')
        return *also = (gen_kind)(GEN_PIECE + (key.p[0] - 'A'));
    for (size_t i = 0; i < N_KEYS; i++) {
        if (!ms_str_eq(key, ms_str_z(keys[i].key))) continue;
        *also = keys[i].also;
        return keys[i].kind;
    }
    bad_row(at, "no such row");
    return GEN_KINDS;
}

static void add_row(const place *at, const ms_str *cell, uint32_t n, uint32_t weight)
{
    ms_str kept[CELLS] = {{0}};
    gen_kind also, kind = kind_of(at, cell[0], &also);
    for (uint32_t i = 1; i < n; i++) kept[i] = gen_keep(at->w, cell[i]);
    gen_row row = {.rom = kept[1], .orig = kept[2], .alt = kept[3], .more = kept[4]};
    if (kind <= GEN_FAMILY)
        for (size_t i = 0; i < row.rom.n; i++)
            if ((unsigned char)row.rom.p[i] > 127)
                bad_row(at, "Latin letters without marks first");
    if (kind >= GEN_MODEL && kind < GEN_MODEL_END)
        for (size_t i = 0; i < row.rom.n; i++)
            if (row.rom.p[i] < 'A' || row.rom.p[i] > 'Z')
                bad_row(at, "letters of pieces expected");
    gen_add(&at->c->bags[kind], row, weight);
    if (also != kind) gen_add(&at->c->bags[also], row, weight);
}

/* `share =N`, `joined`, `tail m =N`, or a row of a bag. */
static void culture_row(const place *at, ms_str *cell, uint32_t n)
{
    uint32_t weight = 0;
    gen_kind also;
    if (n > 1 && cell[n - 1].n && cell[n - 1].p[0] == '=') {
        n--;
        weight = number(at, (ms_str){cell[n].p + 1, cell[n].n - 1});
    }
    if (n > 5 || (n < 2 && weight == 0 && !ms_str_eq(cell[0], MS_STR("joined"))))
        bad_row(at, "too many or few cells");
    if (ms_str_eq(cell[0], MS_STR("share"))) at->c->share = weight;
    else if (ms_str_eq(cell[0], MS_STR("joined"))) at->c->joined = true;
    else if (ms_str_eq(cell[0], MS_STR("tail")) && n > 1)
        at->c->bags[kind_of(at, cell[1], &also)].tail = weight;
    else add_row(at, cell, n, weight);
}

/* `Script latin letters`. */
static void script_row(const place *at, ms_str *cell, uint32_t n)
{
    gen_world *w = at->w;
    uint32_t i = 0;
    if (n < 2) bad_row(at, "script, Latin letters, its letters expected");
    while (i < w->n_scripts && !ms_str_eq(w->scripts[i].name, cell[0])) i++;
    if (i == GEN_SCRIPTS) bad_row(at, "too many scripts");
    if (i == w->n_scripts) w->scripts[w->n_scripts++].name = gen_keep(w, cell[0]);
    gen_script *s = &w->scripts[i];
    if (ms_str_eq(cell[1], MS_STR("joined"))) {
        s->joined = true;
        return;
    }
    gen_row row = {.rom = gen_keep(w, cell[1])};
    if (n > 2) row.orig = gen_keep(w, cell[2]);
    gen_add(&s->letters, row, 1);
}

static void own_row(void *ctx, const char *path, uint64_t line, ms_str *cell, uint32_t n)
{
    place at = *(place *)ctx;
    at.path = path;
    at.line = line;
    if (n > CELLS) bad_row(&at, "too many cells");
    if (cell[0].n && cell[0].p[0] != '#') (at.c ? culture_row : script_row)(&at, cell, n);
}

static void read_own(gen_world *w, gen_culture *c, const char *path)
{
    place at = {w, c, path, 0};
    if (!gen_each_row(path, '\t', own_row, &at)) gen_die(path, "cannot be read");
}

bool gen_each_row(const char *path, char delimiter, gen_row_fn *take, void *ctx)
{
    ms_source *src = NULL;
    ms_csv *csv = NULL;
    ms_csv_opts o = {.delimiter = delimiter, .quoting = delimiter == ','};
    ms_csv_row row;
    ms_diag d;
    if (ms_source_file(path, &src, &d)) return false;
    if (ms_source_unpack(&src, 0, &d)) gen_die(path, d.what);
    if (ms_csv_open(src, &o, &csv)) gen_need(NULL);
    ms_rc rc;
    while ((rc = ms_csv_next(csv, &row, &d)) == MS_OK)
        if (!row.fault) take(ctx, path, row.line, row.cell, row.n);
    if (rc != MS_END) gen_die(path, d.what);
    ms_csv_free(csv);
    ms_source_free(src);
    return true;
}

static int only_tables(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return e->d_name[0] != '.' && n > 4 && strcmp(e->d_name + n - 4, ".tsv") == 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void load_culture(gen_world *w, const char *path, ms_str name)
{
    gen_culture *c = w->common;
    if (!ms_str_eq(name, MS_STR("common"))) {
        if (w->n_cultures == GEN_CULTURES) gen_die(path, "too many cultures");
        c = &w->cultures[w->n_cultures++];
    }
    c->name = gen_keep(w, name);
    for (size_t i = 0; i < name.n; i++) c->key = c->key * 131 + (unsigned char)name.p[i];
    read_own(w, c, path);
}

void gen_load(gen_world *w, const char *folder)
{
    struct dirent **found;
    int n = scandir(folder, &found, only_tables, by_bytes);
    if (n <= 0) gen_die(folder, "no tables");
    w->arena = gen_need(ms_arena_new(0));
    w->cultures = gen_need(ms_calloc(GEN_CULTURES, sizeof *w->cultures));
    w->common = gen_need(ms_calloc(1, sizeof *w->common));
    w->scripts = gen_need(ms_calloc(GEN_SCRIPTS, sizeof *w->scripts));
    for (int i = 0; i < n; i++) {
        char path[4096];
        ms_str name = {found[i]->d_name, strlen(found[i]->d_name) - 4};
        snprintf(path, sizeof path, "%s/%s", folder, found[i]->d_name);
        if (ms_str_eq(name, MS_STR("scripts"))) read_own(w, NULL, path);
        else load_culture(w, path, name);
        free(found[i]);
    }
    free(found);
}

static void free_bag(gen_bag *b)
{
    ms_free(b->v);
    ms_free(b->upto);
}

static void free_culture(gen_culture *c)
{
    for (int k = 0; k < GEN_KINDS; k++) free_bag(&c->bags[k]);
}

void gen_unload(gen_world *w)
{
    for (uint32_t i = 0; i < w->n_cultures; i++) free_culture(&w->cultures[i]);
    for (uint32_t i = 0; i < w->n_scripts; i++) free_bag(&w->scripts[i].letters);
    free_culture(w->common);
    ms_free(w->cultures);
    ms_free(w->common);
    ms_free(w->scripts);
    ms_arena_free(w->arena);
}

/* ---- weights ----------------------------------------------------------- */

/* Given names are more alike than family names: the head of Zipf's law is cut by
 * `shift` ranks. */
static uint32_t zipf_weight(gen_kind kind, uint32_t rank)
{
    uint32_t shift = kind == GEN_FAMILY ? 4 : 2;
    return kind <= GEN_FAMILY ? 1000000 / (rank + shift) : 1;
}

static void finish_bag(gen_bag *b, gen_kind kind)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        sum += b->upto[i] ? b->upto[i] : zipf_weight(kind, i);
        if (sum > UINT32_MAX) gen_die("tables", "weights too large");
        b->upto[i] = (uint32_t)sum;
    }
}

/* Other spellings stand at the names that they belong to. */
static void spread_spellings(gen_culture *c)
{
    const gen_bag *spell = &c->bags[GEN_SPELL];
    for (uint32_t i = 0; i < spell->n; i++)
        for (int kind = GEN_MALE; kind <= GEN_FAMILY; kind++)
            for (uint32_t k = 0; k < c->bags[kind].n; k++)
                if (ms_str_eq(c->bags[kind].v[k].rom, spell->v[i].rom))
                    c->bags[kind].v[k].more = spell->v[i].orig;
}

static int by_first_then_longest(const void *a, const void *b)
{
    const gen_row *x = a, *y = b;
    if (x->rom.p[0] != y->rom.p[0]) return x->rom.p[0] < y->rom.p[0] ? -1 : 1;
    if (x->rom.n != y->rom.n) return x->rom.n > y->rom.n ? -1 : 1;
    return ms_str_cmp(x->rom, y->rom);
}

static void finish_script(gen_script *s)
{
    uint32_t at = 0;
    qsort(s->letters.v, s->letters.n, sizeof *s->letters.v, by_first_then_longest);
    for (int c = 0; c <= 26; c++) {
        while (at < s->letters.n && s->letters.v[at].rom.p[0] < 'a' + c) at++;
        s->first[c] = at;
    }
}

static void finish_culture(gen_culture *c)
{
    bool named = c->bags[GEN_PATTERN_M].n && c->bags[GEN_PATTERN_F].n && c->bags[GEN_COUNTRY].n;
    if (c->share && !named) gen_die("tables", "a culture without patterns or countries");
    spread_spellings(c);
    for (int k = 0; k < GEN_KINDS; k++) finish_bag(&c->bags[k], (gen_kind)k);
}

void gen_finish(gen_world *w)
{
    finish_culture(w->common);
    for (uint32_t i = 0; i < w->n_cultures; i++) {
        finish_culture(&w->cultures[i]);
        w->share += w->cultures[i].share;
    }
    for (uint32_t i = 0; i < w->n_scripts; i++) finish_script(&w->scripts[i]);
    if (!w->share) gen_die("tables", "no culture has a share");
}

/* ---- drawing ----------------------------------------------------------- */

const gen_row *gen_pick(const gen_bag *b, ms_chance *r)
{
    static const gen_row none;
    if (!b->n) return &none;
    uint32_t x = ms_chance_below(r, b->upto[b->n - 1]), low = 0, high = b->n - 1;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (b->upto[mid] > x) high = mid;
        else low = mid + 1;
    }
    return &b->v[low];
}

/* The name of that rank beyond the table: always the same. */
static gen_row tail_name(const gen_culture *c, gen_kind kind, uint32_t rank, ms_arena *a)
{
    ms_chance r = gen_at(c->key + (uint64_t)kind, GEN_OF_TAIL, rank);
    const gen_row *model = gen_pick(&c->bags[GEN_MODEL + kind], &r);
    gen_text rom = {.n = 0}, orig = {.n = 0}, alt = {.n = 0};
    size_t begin = 0, own_begin = 0; /* behind an article: al-, Abu */
    for (size_t i = 0; i < model->rom.n; i++) {
        const gen_row *piece = gen_pick(&c->bags[GEN_PIECE + (model->rom.p[i] - 'A')], &r);
        gen_put(&rom, piece->rom);
        gen_put(&orig, piece->orig.p ? piece->orig : piece->rom);
        gen_put(&alt, piece->alt);
        if (rom.n && strchr("- ", rom.p[rom.n - 1])) begin = rom.n, own_begin = orig.n;
    }
    gen_capital(&rom, begin);
    gen_capital(&orig, own_begin);
    return (gen_row){.rom = gen_text_keep(&rom, a),
                     .orig = gen_text_keep(&orig, a),
                     .alt = gen_text_keep(&alt, a)};
}

gen_row gen_draw(const gen_culture *c, gen_kind kind, ms_chance *r, ms_arena *a)
{
    const gen_bag *b = &c->bags[kind];
    bool tail = c->bags[GEN_MODEL + kind].n && (ms_chance_in(r, b->tail) || !b->n);
    if (tail) return tail_name(c, kind, gen_zipf(r, TAIL_BITS), a);
    gen_row row = *gen_pick(b, r);
    if (!row.orig.n) row.orig = row.rom;
    return row;
}

const gen_culture *gen_culture_draw(const gen_world *w, ms_chance *r)
{
    uint32_t x = ms_chance_below(r, w->share), i = 0;
    while (x >= w->cultures[i].share) x -= w->cultures[i++].share;
    return &w->cultures[i];
}
