#include "lists/entry.h"

#include <stdarg.h>
#include <stdio.h>

#include "lists/un_text.h"

static const ms_str nothing = MS_STR_INIT("");

static void nomem(ms_entry *x)
{
    if (!x->rc) x->rc = MS_ENOMEM;
}

ms_entry ms_entry_make(ms_reader *r, ms_str id, const char *schema, ms_place at, ms_diag *d)
{
    ms_entry x = {.r = r, .a = r->arena, .at = at, .d = d};
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

ms_entity ms_entry_satellite(ms_entry *x, const char *suffix, unsigned number,
                             const char *schema)
{
    ms_str id = number ? ms_entry_f(x, "%.*s-%s-%u", MS_FMT(x->e.id), suffix, number)
                       : ms_entry_f(x, "%.*s-%s", MS_FMT(x->e.id), suffix);
    ms_entity e = ms_entity_make(x->a, id, ms_str_z(schema));
    if (!e.id.p || !e.schema_name.p) nomem(x);
    return e;
}

void ms_entry_give(ms_entry *x, ms_entity *e)
{
    bool taken;
    if (!x->rc) x->rc = ms_reader_take(x->r, e, x->at, &taken, x->d);
}

bool ms_entry_end(ms_entry *x)
{
    bool taken = false;
    if (!x->rc && !x->e.id.n) x->rc = ms_reader_hash_id(x->r, &x->e);
    if (x->rc == MS_ELIMIT) {
        ms_diag why;
        ms_fail(&why, MS_ELIMIT, x->at.line, x->at.at, "more than %d values",
                MS_ENTITY_VALUES_MAX);
        x->rc = ms_reader_aside(x->r, &why, x->e.id, true);
        return false;
    }
    if (!x->rc) x->rc = ms_reader_take(x->r, &x->e, x->at, &taken, x->d);
    return taken && !x->rc;
}

ms_rc ms_entry_rc(ms_entry *x)
{
    if (!x->rc || !x->d || x->d->rc) return x->rc;
    return ms_fail(x->d, x->rc, x->at.line, x->at.at, "%s", ms_rc_text(x->rc));
}
