#include "server/holds.h"

#include "base/ascii.h"
#include "server/member.h"

/* ---- values of a field ------------------------------------------------- */

typedef struct each {
    const ms_field *f;
    const ms_schema *schema;
    void (*fn)(void *ctx, ms_str value);
    void *ctx;
} each;

static void property(void *ctx, ms_str name, ms_str value)
{
    const each *x = ctx;
    const ms_prop *p = NULL;
    if (x->f->kind == MS_FIELD_GROUP && x->schema) p = ms_schema_prop(x->schema, name);
    if (ms_field_has(x->f, name, p)) x->fn(x->ctx, value);
}

void ms_field_values(const ms_field *f, const ms_snap_entity *e, ms_arena *a,
                     void (*fn)(void *ctx, ms_str value), void *ctx)
{
    each x = {f, e->schema, fn, ctx};
    switch (f->kind) {
    case MS_FIELD_ID: fn(ctx, e->id); break;
    case MS_FIELD_CAPTION: fn(ctx, e->caption); break;
    case MS_FIELD_SCHEMA: fn(ctx, e->schema_name); break;
    case MS_FIELD_MEMBER: {
        ms_str v = ms_member_text(ms_member(e->json, f->name));
        if (v.n) fn(ctx, v);
        break;
    }
    default: ms_values_each(e->json, a, property, &x);
    }
}

/* ---- one value --------------------------------------------------------- */

void ms_holds_fold(ms_str value, ms_out *o)
{
    ms_text_reader r = {.text = value};
    ms_str word;
    ms_out_reset(o);
    while (ms_text_word(&r, &word)) {
        ms_out_char(o, ' ');
        ms_out_raw(o, word);
    }
}

bool ms_holds_begin(ms_holds *h, const ms_term *t, ms_arena *arena)
{
    memset(h, 0, offsetof(ms_holds, edits));
    h->term = t;
    size_t n = 0;
    for (uint32_t i = 0; i < t->n; i++) n += t->words[i].n + 1;
    char *p = ms_arena_alloc(arena, n + 1);
    h->needle = (ms_str){p, n};
    for (uint32_t i = 0; p && i < t->n; i++) {
        *p++ = ' ';
        memcpy(p, t->words[i].p, t->words[i].n);
        p += t->words[i].n;
    }
    if (t->kind == MS_TERM_FUZZY) ms_edits_begin(&h->edits, t->words[0], t->edits);
    h->a = ms_arena_new(0);
    return h->needle.p && h->a;
}

void ms_holds_end(ms_holds *h)
{
    ms_out_free(&h->folded);
    ms_arena_free(h->a);
}

/* Dates are compared as far as the bound goes; one that is known less well comes before. */
static int cut_cmp(ms_str value, ms_str bound)
{
    return ms_str_cmp((ms_str){value.p, value.n < bound.n ? value.n : bound.n}, bound);
}

/* Whether it begins as a date does. */
static bool dated(ms_str v)
{
    return ms_digits_at(v, 0, 4) && (v.n == 4 || v.p[4] == '-');
}

static bool in_range(const ms_term *t, ms_str v)
{
    int from = t->from.n ? cut_cmp(v, t->from) : 1, to = t->to.n ? cut_cmp(v, t->to) : -1;
    return dated(v) && (t->above ? from > 0 : from >= 0) && (t->below ? to < 0 : to <= 0);
}

/* The same day, or a day of that month or year. */
static bool in_date(ms_str text, ms_str v)
{
    return v.n >= text.n && !memcmp(v.p, text.p, text.n) &&
           (v.n == text.n || v.p[text.n] == '-' || (text.n == 10 && v.p[10] == 'T'));
}

/* Whether one word of `folded`, or all of it where `whole`, is near. */
static bool near(ms_holds *h, ms_str folded, bool whole)
{
    size_t dead;
    while (folded.n) {
        ms_str w = {folded.p + 1, folded.n - 1};
        const char *end = whole ? NULL : memchr(w.p, ' ', w.n);
        if (end) w.n = (size_t)(end - w.p);
        if (w.n <= MS_WORD_MAX && ms_edits_near(&h->edits, w, 0, &dead)) return true;
        folded = (ms_str){w.p + w.n, folded.n - 1 - w.n};
    }
    return false;
}

/* Whether the words of the needle follow each other in `folded`. */
static bool follow(ms_str folded, ms_str needle, bool prefix)
{
    for (;;) {
        const char *at = folded.n ? memmem(folded.p, folded.n, needle.p, needle.n) : NULL;
        if (!at) return false;
        const char *behind = at + needle.n, *end = folded.p + folded.n;
        if (prefix || behind == end || *behind == ' ') return true;
        folded = (ms_str){at + 1, (size_t)(end - at) - 1};
    }
}

bool ms_holds_value(ms_holds *h, ms_str value)
{
    const ms_term *t = h->term;
    if (t->kind == MS_TERM_ANY) return value.n;
    if (t->kind == MS_TERM_RANGE) return in_range(t, value);
    if (t->kind == MS_TERM_WORDS && t->field.date) return in_date(t->text, value);
    ms_holds_fold(value, &h->folded);
    ms_str folded = ms_out_str(&h->folded);
    if (t->kind == MS_TERM_FUZZY) return near(h, folded, t->field.whole);
    bool prefix = t->kind == MS_TERM_PREFIX;
    if (!t->field.whole) return follow(folded, h->needle, prefix);
    if (prefix && folded.n > h->needle.n) folded.n = h->needle.n;
    return ms_str_eq(folded, h->needle);
}

static void look(void *ctx, ms_str value)
{
    ms_holds *h = ctx;
    h->found = h->found || ms_holds_value(h, value);
}

bool ms_holds_entity(ms_holds *h, const ms_snap_entity *e)
{
    h->found = false;
    ms_arena_reset(h->a);
    ms_field_values(&h->term->field, e, h->a, look, h);
    return h->found;
}
