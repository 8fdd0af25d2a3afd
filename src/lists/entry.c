#include "lists/entry.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "lists/un_text.h"

static const ms_str nothing = MS_STR_INIT("");

static void nomem(ms_entry *x)
{
    if (!x->rc) x->rc = MS_ENOMEM;
}

/* An id that no source has in earnest is told and not used. */
static ms_str without_id(ms_entry *x, ms_str id)
{
    ms_diag why;
    ms_fail(&why, MS_EVALUE, x->at.line, x->at.at, "id of %zu bytes: at most %d are read", id.n,
            MS_ENTRY_ID_MAX);
    if (!x->rc) x->rc = ms_reader_aside(x->r, &why, id, false);
    return nothing;
}

ms_entry ms_entry_make(ms_reader *r, ms_str id, const char *schema, ms_place at, ms_diag *d)
{
    ms_entry x = {.r = r, .a = r->arena, .at = at, .d = d};
    if (id.n > MS_ENTRY_ID_MAX) id = without_id(&x, id);
    if (id.n) id = ms_entry_f(&x, "%.*s-%.*s", MS_FMT(r->o->list), MS_FMT(id));
    x.e = ms_entity_make(x.a, id, ms_str_z(schema));
    if (!x.e.id.p || !x.e.schema_name.p) nomem(&x);
    return x;
}

ms_str ms_entry_f(ms_entry *x, const char *fmt, ...)
{
    va_list ap;
    char *p = NULL;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n >= 0) p = ms_arena_alloc(x->a, (size_t)n + 1);
    if (!p) return nomem(x), nothing;
    va_start(ap, fmt);
    vsnprintf(p, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return (ms_str){p, (size_t)n};
}

ms_str ms_entry_clean(ms_entry *x, ms_str s)
{
    s = ms_un_clean(s, x->a);
    return s.p ? s : (nomem(x), nothing);
}

ms_str ms_entry_take(ms_entry *x, ms_xml_node *n, const char *name)
{
    return ms_entry_clean(x, ms_xml_take(n, name));
}

ms_str ms_entry_join(ms_entry *x, ms_str a, const char *sep, ms_str b)
{
    if (!a.n || ms_str_eq(a, b)) return b;
    return b.n ? ms_entry_f(x, "%.*s%s%.*s", MS_FMT(a), sep, MS_FMT(b)) : a;
}

ms_str ms_entry_words(ms_entry *x, ms_str a, ms_str b)
{
    if (!a.n || !b.n) return a.n ? a : b;
    return ms_entry_f(x, "%.*s %.*s", MS_FMT(a), MS_FMT(b));
}

void ms_entry_add_to(ms_entry *x, ms_entity *e, const char *prop, ms_str value)
{
    if (!x->rc && value.n) x->rc = ms_reader_value(x->r, e, ms_str_z(prop), value, x->at);
}

void ms_entry_add(ms_entry *x, const char *prop, ms_str value)
{
    ms_entry_add_to(x, &x->e, prop, value);
}

void ms_entry_date(ms_entry *x, const char *prop, ms_date d)
{
    char buf[MS_DATE_MAX];
    if (d.year) ms_entry_add(x, prop, (ms_str){buf, ms_date_print(d, buf)});
}

void ms_entry_birth_years(ms_entry *x, unsigned a, unsigned b)
{
    ms_entry_note(x, "Birth date", nothing, ms_entry_f(x, "between %u and %u", a, b));
    if (b < a || b - a > MS_BIRTH_SPAN || a == 0 || b > 9999) return;
    for (unsigned y = a; y <= b; y++)
        ms_entry_date(x, "birthDate", (ms_date){.year = (uint16_t)y});
}

void ms_entry_note(ms_entry *x, const char *what, ms_str which, ms_str text)
{
    if (!text.n) return;
    ms_entry_add(x, "notes",
                 which.n ? ms_entry_f(x, "%s \"%.*s\": %.*s", what, MS_FMT(which), MS_FMT(text))
                         : ms_entry_f(x, "%s: %.*s", what, MS_FMT(text)));
}

void ms_entry_unmapped(ms_entry *x, const char *field, ms_str value)
{
    if (!x->rc && value.n) x->rc = ms_reader_unmapped(x->r, ms_str_z(field), value);
}

ms_entity *ms_entry_satellite(ms_entry *x, const char *suffix, bool single, const char *schema,
                              const char *back, const char *prop)
{
    static ms_satellite spare; /* what is written to when memory is spent; never read */
    ms_satellite *s = ms_arena_alloc(x->a, sizeof *s);
    if (!s) return nomem(x), &spare.e;
    *s = (ms_satellite){.suffix = suffix, .back = back, .prop = prop, .number = !single};
    for (const ms_satellite *o = x->first; o && !single; o = o->next)
        if (!strcmp(o->suffix, suffix)) s->number++;
    s->e = ms_entity_make(x->a, nothing, ms_str_z(schema));
    if (!s->e.schema_name.p) nomem(x);
    if (x->last) x->last->next = s;
    else x->first = s;
    return &(x->last = s)->e;
}

ms_entity *ms_entry_sanction(ms_entry *x, const char *authority)
{
    ms_entity *s = ms_entry_satellite(x, "sanction", true, "Sanction", "entity", NULL);
    ms_entry_add_to(x, s, "authority", ms_str_z(authority));
    return s;
}

ms_entity *ms_entry_address(ms_entry *x, ms_str full, ms_str country)
{
    ms_entity *s = ms_entry_satellite(x, "addr", false, "Address", NULL, "addressEntity");
    ms_entry_add_to(x, s, "full", full);
    ms_entry_add_to(x, s, "country", country);
    ms_entry_add(x, "address", full);
    ms_entry_add(x, "country", country);
    return s;
}

void ms_entry_add_or_note(ms_entry *x, const char *prop, const char *label, ms_str value)
{
    if (ms_schema_prop(x->e.schema, ms_str_z(prop))) ms_entry_add(x, prop, value);
    else ms_entry_note(x, label, nothing, value);
}

/* The year that is the whole of `s`; 0 when it is something else. */
static unsigned year_of(ms_str s)
{
    ms_date d;
    s = ms_str_trim(s);
    return s.n == 4 && !ms_date_parse(s, &d) ? d.year : 0;
}

static bool strip(ms_str *s, const char *word)
{
    size_t n = strlen(word);
    if (s->n <= n || strncasecmp(s->p, word, n) != 0) return false;
    *s = ms_str_trim((ms_str){s->p + n, s->n - n});
    return true;
}

/* "3 Sep. 1960" without the full stop of the month. */
static ms_str without_stops(ms_entry *x, ms_str s)
{
    char *p = ms_arena_alloc(x->a, s.n + 1);
    size_t n = 0;
    if (!p) return nomem(x), s;
    for (size_t i = 0; i < s.n; i++) {
        bool stop =
            s.p[i] == '.' && i > 0 && (s.p[i - 1] | 32) >= 'a' && (s.p[i - 1] | 32) <= 'z';
        if (!stop) p[n++] = s.p[i];
    }
    return (ms_str){p, n};
}

void ms_entry_birth(ms_entry *x, ms_str text)
{
    ms_str s = ms_str_trim(text), a;
    bool about = strip(&s, "circa ") || strip(&s, "approximately ") || strip(&s, "approx. ") ||
                 strip(&s, "approx ") || strip(&s, "c. ");
    bool between = strip(&s, "between ");
    ms_str rest = s;
    ms_date d;
    if (!s.n) return;
    if (ms_next_piece(&rest, between ? " and " : " to ", &a) && rest.p && year_of(a) &&
        year_of(rest)) {
        ms_entry_birth_years(x, year_of(a), year_of(rest));
        return;
    }
    if (s.n == 9 && s.p[4] == '-' && year_of((ms_str){s.p, 4}) &&
        year_of((ms_str){s.p + 5, 4})) {
        ms_entry_birth_years(x, year_of((ms_str){s.p, 4}), year_of((ms_str){s.p + 5, 4}));
        return;
    }
    ms_rc rc = ms_date_parse(without_stops(x, s), &d);
    if (about) d.month = d.day = 0;
    if (!rc && !between) ms_entry_date(x, "birthDate", d);
    else if (rc == MS_EVALUE) ms_entry_add(x, "birthDate", s);
    if (rc || about || between) ms_entry_note(x, "Birth date", nothing, text);
}

bool ms_next_piece(ms_str *rest, const char *sep, ms_str *piece)
{
    size_t n = strlen(sep);
    while (rest->p) {
        const char *at = rest->n ? memmem(rest->p, rest->n, sep, n) : NULL;
        size_t before = at ? (size_t)(at - rest->p) : rest->n;
        *piece = ms_str_trim((ms_str){rest->p, before});
        *rest = at ? (ms_str){at + n, rest->n - before - n} : (ms_str){NULL, 0};
        if (piece->n) return true;
    }
    return false;
}

/* Gives the main entity an id that no earlier one has. */
static void make_id(ms_entry *x)
{
    uint32_t count = 1;
    if (!x->rc && !x->e.id.n) x->rc = ms_reader_hash_id(x->r, &x->e);
    if (!x->rc) x->rc = ms_ids_add(&x->r->ids, x->e.id, &count);
    if (count > 1) x->e.id = ms_entry_f(x, "%.*s-%u", MS_FMT(x->e.id), count);
}

/* Satellites and the main entity point at each other. */
static void tie(ms_entry *x)
{
    for (ms_satellite *s = x->first; s && !x->rc; s = s->next) {
        if (s->number)
            s->e.id = ms_entry_f(x, "%.*s-%s-%u", MS_FMT(x->e.id), s->suffix, s->number);
        else s->e.id = ms_entry_f(x, "%.*s-%s", MS_FMT(x->e.id), s->suffix);
        if (s->back) ms_entry_add_to(x, &s->e, s->back, x->e.id);
        if (s->prop) ms_entry_add(x, s->prop, s->e.id);
    }
}

void ms_entry_end(ms_entry *x)
{
    bool taken = false;
    make_id(x);
    tie(x);
    if (x->rc == MS_ELIMIT) {
        ms_diag why;
        ms_fail(&why, MS_ELIMIT, x->at.line, x->at.at, "more than %d values",
                MS_ENTITY_VALUES_MAX);
        x->rc = ms_reader_aside(x->r, &why, x->e.id, true);
        return;
    }
    if (!x->rc) x->rc = ms_reader_take(x->r, &x->e, x->at, &taken, x->d);
    for (ms_satellite *s = x->first; taken && s && !x->rc; s = s->next)
        x->rc = ms_reader_take(x->r, &s->e, x->at, &taken, x->d), taken = true;
}

ms_rc ms_entry_rc(ms_entry *x)
{
    if (!x->rc || !x->d || x->d->rc) return x->rc;
    return ms_fail(x->d, x->rc, x->at.line, x->at.at, "%s", ms_rc_text(x->rc));
}
