#include "cli/explain_out.h"

#include "cli/term.h"

void score_write(ms_out *o, int64_t millionths)
{
    uint64_t v = (uint64_t)(millionths < 0 ? -millionths : millionths);
    ms_out_fmt(o, "%s%u.%06u", millionths < 0 ? "-" : "", (unsigned)(v / MS_SCORE_ONE),
               (unsigned)(v % MS_SCORE_ONE));
}

void score_short(ms_out *o, uint32_t millionths)
{
    unsigned decimals = 6, v = millionths % MS_SCORE_ONE;
    for (; decimals > 2 && v % 10 == 0; decimals--) v /= 10;
    ms_out_fmt(o, "%u.%0*u", millionths / MS_SCORE_ONE, (int)decimals, v);
}

void score_shown(ms_out *o, bool color, uint32_t millionths)
{
    ms_out_style(o, color,
                 millionths >= 900000   ? MS_STYLE_RED
                 : millionths >= 700000 ? MS_STYLE_YELLOW
                                        : MS_STYLE_GREEN);
    ms_out_fmt(o, "%u.%03u", millionths / MS_SCORE_ONE, millionths % MS_SCORE_ONE / 1000);
    ms_out_style(o, color, MS_STYLE_PLAIN);
}

/* The words of a part, as they are written. */
static ms_str part_text(const ms_name *name, unsigned at, unsigned n)
{
    return name ? ms_name_words(name, at, n) : (ms_str){"", 0};
}

/* ---- JSON -------------------------------------------------------------- */

static void text_or_null(ms_out *o, ms_str s)
{
    s.n ? ms_out_json(o, s) : ms_out_lit(o, "null");
}

static void part_json(const ms_explanation *e, const ms_part *p, ms_out *o)
{
    ms_out_lit(o, "{\"how\":");
    ms_out_json(o, ms_str_z(ms_how_name(p->how)));
    ms_out_lit(o, ",\"query\":");
    text_or_null(o, part_text(e->q_name, p->q_at, p->q_n));
    ms_out_lit(o, ",\"candidate\":");
    text_or_null(o, part_text(e->l_name, p->l_at, p->l_n));
    ms_out_fmt(o, ",\"similarity\":%u.%03u,\"weight\":%u.%u}", p->similarity / 1000,
               p->similarity % 1000, p->weight / 10, p->weight % 10);
}

static void evidence_json(const ms_explanation *e, const ms_evidence *v, ms_out *o)
{
    ms_out_json(o, ms_str_z(ms_fact_name(v->fact)));
    ms_out_lit(o, ":{\"score\":");
    score_write(o, v->effect);
    ms_out_lit(o, ",\"query\":");
    ms_out_json(o, v->query);
    ms_out_lit(o, ",\"candidate\":");
    ms_out_json(o, v->entity);
    ms_out_lit(o, ",\"detail\":");
    ms_out_json(o, v->detail);
    if (v->fact == MS_FACT_NAME) {
        ms_out_lit(o, ",\"parts\":[");
        for (uint32_t i = 0; i < e->n_parts; i++) {
            if (i) ms_out_char(o, ',');
            part_json(e, &e->parts[i], o);
        }
        ms_out_char(o, ']');
    }
    ms_out_char(o, '}');
}

void explain_json(const ms_explanation *e, ms_out *o)
{
    ms_out_char(o, '{');
    for (uint32_t i = 0; i < e->n_evidence; i++) {
        if (i) ms_out_char(o, ',');
        evidence_json(e, &e->evidence[i], o);
    }
    ms_out_char(o, '}');
}

/* ---- lines ------------------------------------------------------------- */

static const struct {
    const char *sign, *text;
} hows[] = {
    [MS_HOW_EQUAL] = {"=", "the same"},          [MS_HOW_SIMILAR] = {"~", "similar"},
    [MS_HOW_VOWELS] = {"~", "same consonants"},  [MS_HOW_INITIAL] = {"~", "initial"},
    [MS_HOW_JOINED] = {"~", "written together"},
};

static void pad(ms_out *o, unsigned n)
{
    while (n--) ms_out_char(o, ' ');
}

static void part_line(const ms_explanation *e, const ms_part *p, bool color, unsigned width,
                      ms_out *o)
{
    ms_str q = part_text(e->q_name, p->q_at, p->q_n);
    bool left = p->how == MS_HOW_UNMATCHED;
    ms_out_style(o, color && left, MS_STYLE_DIM);
    unsigned used = ms_out_shown(o, q, 0);
    pad(o, (used < width ? width - used : 0) + 2);
    ms_out_raw(o, left ? MS_STR(" ") : ms_str_z(hows[p->how].sign));
    ms_out_lit(o, "  ");
    ms_str l = part_text(e->l_name, p->l_at, p->l_n);
    used = ms_out_shown(o, l, 0);
    pad(o, (used < width ? width - used : 0) + 2);
    if (left) ms_out_raw(o, p->q_n ? MS_STR("only in the query") : MS_STR("only in the entry"));
    else ms_out_raw(o, ms_str_z(hows[p->how].text));
    if (!left && p->how != MS_HOW_EQUAL)
        ms_out_fmt(o, " %u.%02u", p->similarity / 1000, p->similarity % 1000 / 10);
    uint32_t all = e->q_name->weight + e->l_name->weight;
    if (all) ms_out_fmt(o, ", %u %% of the weight", (unsigned)(100ull * p->weight / all));
    ms_out_style(o, color && left, MS_STYLE_PLAIN);
    ms_out_char(o, '\n');
}

static void part_lines(const ms_explanation *e, bool color, unsigned indent, ms_out *o)
{
    unsigned width = 0;
    if (!e->q_name || !e->l_name) return;
    for (uint32_t i = 0; i < e->n_parts; i++) {
        const ms_part *p = &e->parts[i];
        unsigned q = ms_shown_width(part_text(e->q_name, p->q_at, p->q_n));
        unsigned l = ms_shown_width(part_text(e->l_name, p->l_at, p->l_n));
        if (q > width) width = q;
        if (l > width) width = l;
    }
    for (uint32_t i = 0; i < e->n_parts; i++) {
        pad(o, indent);
        part_line(e, &e->parts[i], color, width, o);
    }
}

/* What a fact is called, and the values that counted: of several names or dates
 * only one pair does. */
static void values_shown(const ms_evidence *v, ms_out *o)
{
    static const char *const labels[MS_FACT_COUNT] = {
        [MS_FACT_NAME] = "name",
        [MS_FACT_DOCUMENT] = "document",
        [MS_FACT_BIRTH_DATE] = "birth date",
        [MS_FACT_SEX] = "sex",
        [MS_FACT_NATIONALITY] = "nationality",
    };
    ms_out_fmt(o, "%s ", labels[v->fact]);
    ms_out_shown(o, v->query, 0);
    if (!ms_str_eq(v->query, v->entity)) {
        ms_out_lit(o, " ~ ");
        ms_out_shown(o, v->entity, 0);
    }
    ms_out_lit(o, ": ");
}

void explain_lines(const ms_explanation *e, bool color, unsigned indent, ms_out *o)
{
    for (uint32_t i = 0; i < e->n_evidence; i++) {
        const ms_evidence *v = &e->evidence[i];
        uint32_t size = (uint32_t)(v->effect < 0 ? -(int64_t)v->effect : v->effect);
        pad(o, indent);
        ms_out_fmt(o, "%c%u.%03u  ", v->effect < 0 ? '-' : '+', size / MS_SCORE_ONE,
                   size % MS_SCORE_ONE / 1000);
        if (v->query.n || v->entity.n) values_shown(v, o);
        ms_out_shown(o, v->detail, 0);
        ms_out_char(o, '\n');
        if (v->fact == MS_FACT_NAME) part_lines(e, color, indent + 8, o);
    }
}
