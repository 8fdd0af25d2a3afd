#include "cli/oddities.h"

#include "cli/term.h"

/* ---- both ---------------------------------------------------------------- */

static void begin_json(ms_out *o)
{
    ms_out_key(o, "oddities");
    ms_out_char(o, '[');
}

static void end_json(uint64_t more, ms_out *o)
{
    ms_out_char(o, ']');
    if (more) ms_out_member_u64(o, "more_oddities", more);
}

static void end_block(uint64_t more, ms_out *o)
{
    if (more) ms_out_fmt(o, "  and %llu more oddities\n", (unsigned long long)more);
}

static void number_unless_none(ms_out *o, const char *name, uint32_t n)
{
    if (n) ms_out_member_u64(o, name, n);
}

/* ---- of messages --------------------------------------------------------- */

void oddities_json(const ms_oddities *list, ms_out *o)
{
    begin_json(o);
    for (uint32_t i = 0; i < list->n; i++) {
        const ms_oddity *x = &list->v[i];
        ms_out_raw(o, i ? MS_STR(",{") : MS_STR("{"));
        ms_out_member(o, "name", ms_str_z(ms_oddity_name(x->code)));
        ms_out_member(o, "severity", ms_str_z(ms_severity_name(ms_oddity_severity(x->code))));
        ms_out_member_u64(o, "at", x->at);
        number_unless_none(o, "segment", x->segment);
        if (*x->tag) ms_out_member(o, "tag", ms_str_z(x->tag));
        number_unless_none(o, "element", x->element);
        if (x->repetition > 1) ms_out_member_u64(o, "repetition", x->repetition);
        number_unless_none(o, "component", x->component);
        ms_out_member(o, "text", ms_str_z(ms_oddity_text(x->code)));
        if (x->what.n) ms_out_member(o, "what", x->what);
        ms_out_char(o, '}');
    }
    end_json(list->found - list->n, o);
}

void oddities_block(const ms_oddities *list, bool color, ms_out *o)
{
    static const ms_style styles[MS_SEVERITIES] = {MS_STYLE_DIM, MS_STYLE_YELLOW, MS_STYLE_RED};
    for (uint32_t i = 0; i < list->n; i++) {
        const ms_oddity *x = &list->v[i];
        ms_severity severity = ms_oddity_severity(x->code);
        ms_out_lit(o, "  ");
        ms_out_style(o, color, styles[severity]);
        ms_out_raw(o, ms_str_z(ms_severity_name(severity)));
        ms_out_style(o, color, MS_STYLE_PLAIN);
        ms_out_fmt(o, " at byte %llu", (unsigned long long)x->at);
        if (x->segment) ms_out_fmt(o, ", segment %u", x->segment);
        if (*x->tag) ms_out_char(o, ' '), ms_out_shown(o, ms_str_z(x->tag), 0);
        if (x->element) ms_out_fmt(o, ", element %u", x->element);
        if (x->component) ms_out_fmt(o, ".%u", x->component);
        ms_out_fmt(o, ": %s", ms_oddity_text(x->code));
        if (x->what.n) ms_out_lit(o, ": "), ms_out_shown(o, x->what, 0);
        ms_out_char(o, '\n');
    }
    end_block(list->found - list->n, o);
}

/* ---- of zones ------------------------------------------------------------ */

void zone_oddities_json(const ms_mrz *m, ms_out *o)
{
    begin_json(o);
    for (unsigned i = 0; i < zone_oddities_kept(m); i++) {
        const ms_mrz_oddity *x = &m->oddity[i];
        ms_out_raw(o, i ? MS_STR(",{") : MS_STR("{"));
        ms_out_member(o, "name", ms_str_z(ms_mrz_oddity_key(x->kind)));
        ms_out_fmt(o, ",\"departs\":%s", ms_mrz_oddity_departs(x->kind) ? "true" : "false");
        ms_out_member(o, "field", ms_str_z(ms_mrz_field_key(x->field)));
        if (x->line) ms_out_fmt(o, ",\"line\":%u,\"column\":%u", x->line, x->column);
        ms_out_member(o, "expected", x->expected);
        ms_out_member(o, "found", x->found);
        if (x->taken.n) ms_out_member(o, "taken", x->taken);
        ms_out_member(o, "done", ms_str_z(ms_mrz_oddity_done(x->kind)));
        ms_out_char(o, '}');
    }
    end_json(m->n_oddities - zone_oddities_kept(m), o);
}

void zone_oddities_block(const ms_mrz *m, bool color, ms_out *o)
{
    for (unsigned i = 0; i < zone_oddities_kept(m); i++) {
        const ms_mrz_oddity *x = &m->oddity[i];
        bool departs = ms_mrz_oddity_departs(x->kind);
        ms_out_style(o, color, departs ? MS_STYLE_YELLOW : MS_STYLE_DIM);
        ms_out_fmt(o, "  %c ", departs ? '!' : '-');
        if (x->line) ms_out_fmt(o, "line %u, column %u: ", x->line, x->column);
        ms_out_fmt(o, "%s: ", ms_mrz_field_name(x->field));
        ms_out_shown(o, x->expected, 0);
        ms_out_lit(o, " expected");
        if (x->found.n) ms_out_lit(o, ", found ");
        ms_out_shown(o, x->found, 0);
        ms_out_fmt(o, "; %s", ms_mrz_oddity_done(x->kind));
        if (x->taken.n) ms_out_lit(o, ": ");
        ms_out_shown(o, x->taken, 0);
        ms_out_style(o, color, MS_STYLE_PLAIN);
        ms_out_char(o, '\n');
    }
    end_block(m->n_oddities - zone_oddities_kept(m), o);
}
