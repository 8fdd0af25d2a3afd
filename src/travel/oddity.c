#include <marsad/oddity.h>

#include <stdarg.h>
#include <stdio.h>

enum { FIRST = 16, TEXT_MAX = 160 };

static const struct row {
    const char *name, *text;
    ms_severity severity;
    unsigned contrl;
} rows[MS_ODDITIES] = {
#define X(name, severity, contrl, text) {#name, text, MS_SEVERITY_##severity, contrl},
    MS_ODDITY_LIST(X)
#undef X
};

static bool room(ms_oddities *o, ms_arena *a)
{
    uint32_t max = o->max ? o->max : MS_ODDITIES_KEPT;
    if (o->n < o->cap) return true;
    if (o->n >= max) return false;
    uint32_t cap = o->cap ? o->cap * 2 : FIRST;
    if (cap > max) cap = max;
    ms_oddity *v = ms_arena_array(a, cap, sizeof *v);
    if (!v) return false;
    if (o->n) memcpy(v, o->v, o->n * sizeof *v);
    o->v = v;
    o->cap = cap;
    return true;
}

void ms_oddity_add(ms_oddities *o, ms_arena *a, ms_oddity x)
{
    o->found++;
    o->severe[rows[x.code].severity]++;
    if (room(o, a)) o->v[o->n++] = x;
}

void ms_oddity_addf(ms_oddities *o, ms_arena *a, ms_oddity x, const char *fmt, ...)
{
    char text[TEXT_MAX];
    if (room(o, a)) {
        va_list args;
        va_start(args, fmt);
        vsnprintf(text, sizeof text, fmt, args);
        va_end(args);
        x.what = ms_arena_str(a, ms_str_z(text));
    }
    ms_oddity_add(o, a, x);
}

const char *ms_oddity_name(ms_oddity_code code)
{
    return rows[code].name;
}

const char *ms_oddity_text(ms_oddity_code code)
{
    return rows[code].text;
}

ms_severity ms_oddity_severity(ms_oddity_code code)
{
    return rows[code].severity;
}

unsigned ms_oddity_contrl(ms_oddity_code code)
{
    return rows[code].contrl;
}

const char *ms_severity_name(ms_severity s)
{
    static const char *const names[MS_SEVERITIES] = {"note", "warning", "error"};
    return names[s];
}
