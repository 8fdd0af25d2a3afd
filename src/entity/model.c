#include "entity/model.h"

#include <assert.h>
#include <pthread.h>

#include "base/table.h"

extern const ms_table ms_table_model;

/* Columns of data/model.tsv. */
enum { C_NAME, C_LABEL, C_TYPE, C_NARROW, C_FLAGS, C_CAPTION };

/* Room for the model and its next versions: 71 schemata, 439 properties of
 * their own and 2,698 with the inherited ones in 4.11. */
enum { SCHEMATA_MAX = 128, PROPS_MAX = 1024, SLOTS_MAX = 6144 };

struct ms_prop {
    ms_str name, label;
    ms_type type;
    ms_id_format format;
    bool matchable;
};

struct ms_schema {
    ms_str name, label, captions;
    uint32_t row;
    bool matchable, edge;
    bool is_a[SCHEMATA_MAX];
    const ms_prop *own;    /* declared here */
    const ms_prop **slots; /* own and inherited, sorted by name */
    unsigned n_own, n_slots;
};

static struct {
    ms_schema schemata[SCHEMATA_MAX]; /* sorted by name */
    ms_prop props[PROPS_MAX];
    const ms_prop *slots[SLOTS_MAX];
    unsigned n_schemata, n_props, n_slots;
} model;

static const char *const type_names[] = {
#define X(id, name) name,
    MS_TYPE_LIST(X)
#undef X
};

enum { TYPE_COUNT = sizeof type_names / sizeof *type_names };

/* The names that FollowTheMoney gives to formats that we verify. */
static const struct {
    ms_id_format format;
    const char *name;
} formats[] = {{MS_ID_IMO, "imo"},   {MS_ID_LEI, "lei"},   {MS_ID_IBAN, "iban"},
               {MS_ID_BIC, "bic"},   {MS_ID_ISIN, "isin"}, {MS_ID_INN, "inn"},
               {MS_ID_OGRN, "ogrn"}, {MS_ID_VIN, "vin"},   {MS_ID_CONTAINER, "container"}};

static ms_str cell(uint32_t row, uint32_t col)
{
    return ms_table_cell(&ms_table_model, row, col);
}

bool ms_word_next(ms_str *list, ms_str *word)
{
    while (list->n && list->p[0] == ' ') list->p++, list->n--;
    *word = (ms_str){list->p, 0};
    while (word->n < list->n && list->p[word->n] != ' ') word->n++;
    list->p += word->n;
    list->n -= word->n;
    return word->n > 0;
}

static bool has_word(ms_str list, const char *wanted)
{
    ms_str word;
    while (ms_word_next(&list, &word))
        if (ms_str_eq(word, ms_str_z(wanted))) return true;
    return false;
}

static ms_type type_of(ms_str name)
{
    unsigned t = 0;
    while (t < TYPE_COUNT && !ms_str_eq(name, ms_str_z(type_names[t]))) t++;
    assert(t < TYPE_COUNT);
    return (ms_type)t;
}

static ms_id_format format_of(ms_str name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (ms_str_eq(name, ms_str_z(formats[i].name))) return formats[i].format;
    return MS_ID_ANY;
}

static void load_schema(uint32_t row)
{
    assert(model.n_schemata < SCHEMATA_MAX);
    ms_str flags = cell(row, C_FLAGS);
    model.schemata[model.n_schemata++] = (ms_schema){
        .name = cell(row, C_NAME),
        .label = cell(row, C_LABEL),
        .captions = cell(row, C_CAPTION),
        .row = row,
        .matchable = has_word(flags, "matchable"),
        .edge = has_word(flags, "edge"),
        .own = model.props + model.n_props,
    };
}

/* A property's row follows its schema's: their keys sort so. */
static void load_prop(uint32_t row)
{
    assert(model.n_schemata > 0 && model.n_props < PROPS_MAX);
    ms_schema *s = &model.schemata[model.n_schemata - 1];
    ms_str key = cell(row, C_NAME);
    assert(key.n > s->name.n && key.p[s->name.n] == '.');
    ms_type type = type_of(cell(row, C_TYPE));
    model.props[model.n_props++] = (ms_prop){
        .name = {key.p + s->name.n + 1, key.n - s->name.n - 1},
        .label = cell(row, C_LABEL),
        .type = type,
        .format = type == MS_TYPE_IDENTIFIER ? format_of(cell(row, C_NARROW)) : MS_ID_ANY,
        .matchable = has_word(cell(row, C_FLAGS), "matchable"),
    };
    s->n_own++;
}

static ms_schema *find(ms_str name)
{
    unsigned lo = 0, hi = model.n_schemata;
    while (lo < hi) {
        unsigned mid = lo + (hi - lo) / 2;
        int c = ms_str_cmp(model.schemata[mid].name, name);
        if (c == 0) return &model.schemata[mid];
        if (c < 0) lo = mid + 1;
        else hi = mid;
    }
    return NULL;
}

/* The slot of `name` in `s`, or where it belongs. */
static unsigned slot_of(const ms_schema *s, ms_str name, bool *found)
{
    unsigned lo = 0, hi = s->n_slots;
    *found = false;
    while (lo < hi && !*found) {
        unsigned mid = lo + (hi - lo) / 2;
        int c = ms_str_cmp(s->slots[mid]->name, name);
        *found = c == 0;
        if (c < 0) lo = mid + 1;
        else hi = mid;
    }
    return *found ? hi : lo;
}

/* The first to declare a property wins: the schema itself, then its parents in
 * their order. */
static void inherit_prop(ms_schema *s, const ms_prop *p)
{
    bool found;
    unsigned at = slot_of(s, p->name, &found);
    if (found) return;
    assert(model.n_slots < SLOTS_MAX);
    memmove(s->slots + at + 1, s->slots + at, (s->n_slots - at) * sizeof *s->slots);
    s->slots[at] = p;
    s->n_slots++;
    model.n_slots++;
}

/* Gives `s` what `from`, itself or an ancestor, declares; the model is as deep
 * as its table says, seven levels. */
static void inherit(ms_schema *s, const ms_schema *from)
{
    s->is_a[ms_schema_number(from)] = true;
    for (unsigned i = 0; i < from->n_own; i++) inherit_prop(s, &from->own[i]);
    ms_str parents = cell(from->row, C_NARROW), name;
    while (ms_word_next(&parents, &name)) {
        const ms_schema *parent = find(name);
        assert(parent && parent != s);
        inherit(s, parent);
    }
}

static void load(void)
{
    for (uint32_t row = 0; row < ms_table_model.rows; row++) {
        if (ms_str_eq(cell(row, C_TYPE), MS_STR("schema"))) load_schema(row);
        else load_prop(row);
    }
    for (unsigned i = 0; i < model.n_schemata; i++) {
        ms_schema *s = &model.schemata[i];
        s->slots = model.slots + model.n_slots;
        inherit(s, s);
    }
}

/* The table as structs, made once, without heap memory; 0.2 ms. */
static void ready(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
}

const ms_schema *ms_schema_find(ms_str name)
{
    ready();
    return find(name);
}

const ms_schema *ms_schema_thing(void)
{
    return ms_schema_find(MS_STR("Thing"));
}

const ms_schema *ms_schema_at(unsigned i)
{
    ready();
    return i < model.n_schemata ? &model.schemata[i] : NULL;
}

unsigned ms_schema_count(void)
{
    ready();
    return model.n_schemata;
}

ms_str ms_schema_name(const ms_schema *s)
{
    return s->name;
}

ms_str ms_schema_label(const ms_schema *s)
{
    return s->label;
}

unsigned ms_schema_number(const ms_schema *s)
{
    return (unsigned)(s - model.schemata);
}

ms_str ms_schema_captions(const ms_schema *s)
{
    return s->captions;
}

bool ms_schema_is_a(const ms_schema *s, const ms_schema *ancestor)
{
    return s->is_a[ms_schema_number(ancestor)];
}

bool ms_schema_matchable(const ms_schema *s)
{
    return s->matchable;
}

bool ms_schema_edge(const ms_schema *s)
{
    return s->edge;
}

bool ms_schema_comparable(const ms_schema *a, const ms_schema *b)
{
    return !a || !b || ms_schema_is_a(a, b) || ms_schema_is_a(b, a);
}

const ms_prop *ms_schema_prop(const ms_schema *s, ms_str name)
{
    bool found;
    unsigned at = slot_of(s, name, &found);
    return found ? s->slots[at] : NULL;
}

ms_str ms_prop_name(const ms_prop *p)
{
    return p->name;
}

ms_str ms_prop_label(const ms_prop *p)
{
    return p->label;
}

ms_type ms_prop_type(const ms_prop *p)
{
    return p->type;
}

ms_id_format ms_prop_format(const ms_prop *p)
{
    return p->format;
}

bool ms_prop_matchable(const ms_prop *p)
{
    return p->matchable;
}

const char *ms_type_name(ms_type t)
{
    return (unsigned)t < TYPE_COUNT ? type_names[t] : "";
}
