/* Machine-readable zones as JSON, as CSV, as a block for people. */
#include <inttypes.h>

#include "cli/oddities.h"
#include "cli/rows.h"
#include "cli/term.h"
#include "cli/travel.h"

static ms_str sex_of(const ms_mrz *m)
{
    return (ms_str){&m->sex, m->sex ? 1 : 0};
}

static ms_str date_text(const ms_mrz_date *d, char buf[MS_DATE_MAX])
{
    return (ms_str){buf, ms_date_print(d->date, buf)};
}

/* Components with a blank between. */
static void add_parts(ms_out *o, const ms_str *part, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        if (i) ms_out_char(o, ' ');
        ms_out_raw(o, part[i]);
    }
}

/* ---- JSON -------------------------------------------------------------- */

static void json_country(ms_out *o, const char *name, ms_str code)
{
    ms_mrz_country c;
    ms_out_key(o, name);
    ms_out_lit(o, "{\"code\":");
    ms_out_json(o, code);
    if (ms_mrz_country_find(code, &c)) {
        ms_out_member(o, "name", c.name);
        ms_out_member(o, "kind", c.kind);
        if (c.country.n) ms_out_member(o, "country", c.country);
    }
    ms_out_char(o, '}');
}

static void json_date(ms_out *o, const char *name, const ms_mrz_date *d)
{
    char buf[MS_DATE_MAX];
    ms_out_key(o, name);
    ms_out_lit(o, "{\"date\":");
    ms_out_json(o, date_text(d, buf));
    if (d->other) ms_out_fmt(o, ",\"other_year\":%u", d->other);
    ms_out_member(o, "text", ms_str_z(d->text));
    ms_out_char(o, '}');
}

static void json_checks(ms_out *o, const ms_mrz *m)
{
    ms_out_lit(o, ",\"checks\":[");
    for (unsigned i = 0; i < m->n_checks; i++) {
        const ms_mrz_check *c = &m->check[i];
        ms_out_fmt(o, "%s{\"field\":\"%s\",\"line\":%u,\"column\":%u", i ? "," : "",
                   ms_mrz_field_key(c->field), c->line, c->column);
        ms_out_member(o, "found", (ms_str){&c->found, 1});
        ms_out_member(o, "expected", (ms_str){&c->expected, 1});
        ms_out_fmt(o, ",\"right\":%s,\"settled\":%s}", c->right ? "true" : "false",
                   c->settled ? "true" : "false");
    }
    ms_out_char(o, ']');
}

static void json_alternatives(ms_out *o, const ms_mrz *m)
{
    ms_out_lit(o, ",\"alternatives\":[");
    for (unsigned i = 0; i < m->n_alternatives; i++) {
        const ms_mrz_alternative *a = &m->alternative[i];
        ms_out_fmt(o, "%s{\"field\":\"%s\",\"changes\":%u", i ? "," : "",
                   ms_mrz_field_key(a->field), a->changes);
        ms_out_member(o, "text", a->text);
        ms_out_char(o, '}');
    }
    ms_out_char(o, ']');
}

void zone_json(const zone_shown *z, ms_out *o)
{
    const ms_mrz *m = z->mrz;
    ms_out_fmt(o, "{\"document\":%" PRIu64, z->number);
    if (z->rc) {
        ms_out_member(o, "error", ms_str_z(ms_rc_text(z->rc)));
        ms_out_lit(o, "}\n");
        return;
    }
    ms_out_member(o, "format", ms_str_z(ms_mrz_format_name(m->format)));
    ms_out_fmt(o, ",\"valid\":%s", m->valid ? "true" : "false");
    ms_out_member(o, "code", m->code);
    json_country(o, "issuer", m->issuer);
    ms_out_member(o, "number", m->number);
    ms_out_member(o, "name", m->name);
    ms_out_key(o, "surname");
    ms_out_json_list(o, m->surname, m->n_surname);
    ms_out_key(o, "given_names");
    ms_out_json_list(o, m->given, m->n_given);
    ms_out_fmt(o, ",\"name_cut\":%s", m->cut ? "true" : "false");
    if (z->own->n) {
        ms_out_member(o, "own_script", z->own->system);
        ms_out_key(o, "own_script_names");
        ms_out_json_list(o, z->own->text, z->own->n);
    }
    json_country(o, "nationality", m->nationality);
    json_date(o, "birth_date", &m->birth);
    ms_out_member(o, "sex", sex_of(m));
    json_date(o, "expiry_date", &m->expiry);
    bool first = m->optional[0].n > 0, second = m->optional[1].n > 0;
    ms_out_key(o, "personal_numbers");
    ms_out_json_list(o, m->optional + !first, (unsigned)(first + second));
    ms_out_fmt(o, ",\"dropped\":%u", m->dropped);
    json_checks(o, m);
    json_alternatives(o, m);
    zone_oddities_json(m, o);
    ms_out_lit(o, "}\n");
}

/* ---- CSV --------------------------------------------------------------- */

static void cell(ms_out *o, ms_str s)
{
    ms_out_char(o, ',');
    ms_out_csv(o, s);
}

static void cell_parts(ms_out *o, const ms_str *part, unsigned n)
{
    ms_out_char(o, ',');
    add_parts(o, part, n); /* of letters and digits alone */
}

void zone_csv(const zone_shown *z, ms_out *o)
{
    const ms_mrz *m = z->mrz;
    char buf[MS_DATE_MAX];
    ms_out_u64(o, z->number);
    if (z->rc) {
        ms_out_lit(o, ",,false,,,,,,,,,,,,no_zone\n");
        return;
    }
    cell(o, ms_str_z(ms_mrz_format_name(m->format)));
    cell(o, m->valid ? MS_STR("true") : MS_STR("false"));
    cell(o, m->code);
    cell(o, m->issuer);
    cell(o, m->number);
    cell_parts(o, m->surname, m->n_surname);
    cell_parts(o, m->given, m->n_given);
    cell(o, m->nationality);
    cell(o, date_text(&m->birth, buf));
    cell(o, sex_of(m));
    cell(o, date_text(&m->expiry, buf));
    cell(o, m->optional[0].n ? m->optional[0] : m->optional[1]);
    const char *sep = ",";
    for (unsigned i = 0; i < m->n_checks; i++) {
        if (m->check[i].settled) continue;
        ms_out_fmt(o, "%s%s", sep, ms_mrz_field_key(m->check[i].field));
        sep = " ";
    }
    if (*sep == ',') ms_out_char(o, ',');
    sep = ",";
    for (unsigned i = 0; i < zone_oddities_kept(m); i++, sep = " ")
        ms_out_fmt(o, "%s%s", sep, ms_mrz_oddity_key(m->oddity[i].kind));
    if (*sep == ',') ms_out_char(o, ',');
    ms_out_char(o, '\n');
}

/* ---- for people -------------------------------------------------------- */

/* "  birth date           1974-08-12"; what stands behind it follows. */
static void label(ms_out *o, ms_mrz_field field, const char *name, ms_str value)
{
    enum { WIDTH = 22 };
    const char *text = name ? name : ms_mrz_field_name(field);
    ms_out_fmt(o, "  %-*s", WIDTH, text);
    ms_out_shown(o, value, 0);
}

static const ms_mrz_check *check_of(const ms_mrz *m, ms_mrz_field field)
{
    for (unsigned i = 0; i < m->n_checks; i++)
        if (m->check[i].field == field) return &m->check[i];
    return NULL;
}

static void end_line(ms_out *o, const ms_mrz *m, ms_mrz_field field, bool color)
{
    const ms_mrz_check *c = check_of(m, field);
    if (c) {
        ms_out_style(o, color, c->settled ? MS_STYLE_GREEN : MS_STYLE_RED);
        ms_out_fmt(o, "  %s",
                   c->right     ? "check digit right"
                   : c->settled ? "check digit right once corrected"
                                : "check digit wrong");
        ms_out_style(o, color, MS_STYLE_PLAIN);
    }
    ms_out_char(o, '\n');
}

static void text_line(ms_out *o, const zone_shown *z, ms_mrz_field field, ms_str value,
                      bool color)
{
    if (!value.n && !check_of(z->mrz, field)) return;
    label(o, field, NULL, value.n ? value : MS_STR("-"));
    end_line(o, z->mrz, field, color);
}

static void country_line(ms_out *o, ms_mrz_field field, ms_str code)
{
    ms_mrz_country c;
    if (!code.n) return;
    label(o, field, NULL, code);
    if (ms_mrz_country_find(code, &c)) {
        ms_out_lit(o, "  ");
        ms_out_shown(o, c.name, 0);
    }
    ms_out_char(o, '\n');
}

static void parts_line(ms_out *o, const char *name, const ms_str *part, unsigned n, bool cut)
{
    if (!n) return;
    label(o, MS_MRZ_NAME, name, MS_STR(""));
    add_parts(o, part, n);
    if (cut) ms_out_lit(o, "…");
    ms_out_char(o, '\n');
}

static void date_line(ms_out *o, const zone_shown *z, ms_mrz_field field, const ms_mrz_date *d,
                      bool color)
{
    char buf[MS_DATE_MAX];
    ms_str text = date_text(d, buf);
    if (!text.n && !check_of(z->mrz, field)) return;
    label(o, field, NULL, text.n ? text : MS_STR("not known"));
    if (d->other) ms_out_fmt(o, " (or %u)", d->other);
    end_line(o, z->mrz, field, color);
}

/* What the field was read as. */
static ms_str read_as(const ms_mrz *m, ms_mrz_field field)
{
    if (field == MS_MRZ_NUMBER) return m->number;
    return ms_str_z(field == MS_MRZ_BIRTH ? m->birth.text : m->expiry.text);
}

static void alternative_lines(ms_out *o, const ms_mrz *m)
{
    for (unsigned i = 0; i < m->n_alternatives; i++) {
        const ms_mrz_alternative *a = &m->alternative[i];
        if (ms_str_eq(a->text, read_as(m, a->field))) continue;
        ms_out_fmt(o, "  ? %s may be ", ms_mrz_field_name(a->field));
        ms_out_shown(o, a->text, 0);
        ms_out_char(o, '\n');
    }
}

void zone_block(const zone_shown *z, bool color, ms_out *o)
{
    const ms_mrz *m = z->mrz;
    if (z->rc) return;
    if (z->number > 1) ms_out_char(o, '\n');
    ms_out_style(o, color, MS_STYLE_BOLD);
    ms_out_fmt(o, "%s, %s\n", ms_mrz_format_name(m->format),
               m->valid ? "as the standard has it" : "departs from the standard");
    ms_out_style(o, color, MS_STYLE_PLAIN);
    text_line(o, z, MS_MRZ_CODE, m->code, color);
    country_line(o, MS_MRZ_ISSUER, m->issuer);
    text_line(o, z, MS_MRZ_NUMBER, m->number, color);
    parts_line(o, "surname", m->surname, m->n_surname, m->cut && !m->n_given);
    parts_line(o, "given names", m->given, m->n_given, m->cut);
    for (unsigned i = 0; i < z->own->n; i++) {
        label(o, MS_MRZ_NAME, i ? "" : "in its script", z->own->text[i]);
        ms_out_char(o, '\n');
    }
    country_line(o, MS_MRZ_NATIONALITY, m->nationality);
    date_line(o, z, MS_MRZ_BIRTH, &m->birth, color);
    text_line(o, z, MS_MRZ_SEX, m->sex == 'X' ? MS_STR("not specified") : sex_of(m), color);
    date_line(o, z, MS_MRZ_EXPIRY, &m->expiry, color);
    for (unsigned i = 0; i < 2; i++) {
        if (!m->optional[i].n) continue;
        label(o, MS_MRZ_OPTIONAL, "personal number", m->optional[i]);
        ms_out_char(o, '\n');
    }
    text_line(o, z, MS_MRZ_OPTIONAL, MS_STR(""), color);
    text_line(o, z, MS_MRZ_COMPOSITE, MS_STR(""), color);
    zone_oddities_block(m, color, o);
    alternative_lines(o, m);
}
