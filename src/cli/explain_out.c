#include "cli/explain_out.h"

#include "ask/say.h"
#include "cli/term.h"

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

/* ---- lines ------------------------------------------------------------- */

/* "-10.0"; how far a name's parts and findings stand in; the least that is not shown as 0. */
enum { AMOUNT = 5, NESTED = 12, SHOWN = 5 };

static void pad(ms_out *o, unsigned n)
{
    while (n--) ms_out_char(o, ' ');
}

static void colon(ms_lang lang, ms_out *o)
{
    ms_out_raw(o, say_text(lang, "text", "colon"));
    ms_out_char(o, ' ');
}

/* "+5.2 bits", in a column of its own where `width` is AMOUNT. */
static void amount(int32_t odds, unsigned width, ms_lang lang, ms_out *o)
{
    char buf[SAY_NUMBER];
    ms_str text = say_odds(odds, buf);
    if (text.n < width) pad(o, width - (unsigned)text.n);
    say_begin(lang, o);
    say_filled(lang, "bits", &text, o);
    say_end(lang, o);
}

static void part_word(ms_str word, unsigned width, ms_out *o)
{
    unsigned used = ms_out_shown(o, word, 0);
    pad(o, (used < width ? width - used : 0) + 2);
}

static void weight_of(const ms_explanation *e, const ms_part *p, ms_lang lang, ms_out *o)
{
    char buf[SAY_NUMBER];
    uint32_t all = e->q_name->weight + e->l_name->weight;
    ms_str percent = say_count(all ? (uint32_t)(100ull * p->weight / all) : 0, buf);
    say_begin(lang, o);
    say_filled(lang, "weight", &percent, o);
    say_end(lang, o);
}

static void part_line(const ms_explanation *e, const ms_part *p, explain_look look,
                      unsigned width, ms_out *o)
{
    bool left = p->how == MS_HOW_UNMATCHED;
    ms_out_style(o, look.color && left, MS_STYLE_DIM);
    part_word(explain_words(e->q_name, p->q_at, p->q_n), width, o);
    ms_out_char(o, left ? ' ' : p->how == MS_HOW_EQUAL ? '=' : '~');
    pad(o, 2);
    part_word(explain_words(e->l_name, p->l_at, p->l_n), width, o);
    say_begin(look.lang, o);
    explain_how(p, look.lang, o);
    say_end(look.lang, o);
    pad(o, 2);
    if (left) weight_of(e, p, look.lang, o);
    else amount(p->effect, 0, look.lang, o);
    ms_out_style(o, look.color && left, MS_STYLE_PLAIN);
    ms_out_char(o, '\n');
}

static void part_lines(const ms_explanation *e, explain_look look, ms_out *o)
{
    unsigned width = 0;
    if (!e->q_name || !e->l_name) return;
    for (uint32_t i = 0; i < e->n_parts; i++) {
        const ms_part *p = &e->parts[i];
        unsigned q = ms_shown_width(explain_words(e->q_name, p->q_at, p->q_n));
        unsigned l = ms_shown_width(explain_words(e->l_name, p->l_at, p->l_n));
        if (q > width) width = q;
        if (l > width) width = l;
    }
    for (uint32_t i = 0; i < e->n_parts; i++) {
        pad(o, look.indent);
        part_line(e, &e->parts[i], look, width, o);
    }
}

/* A value as people read it. */
static ms_str value_of(ms_fact f, ms_str value, ms_lang lang)
{
    char name[32];
    if (f != MS_FACT_SEX || value.n >= sizeof name) return value;
    memcpy(name, value.p, value.n);
    name[value.n] = '\0';
    return say_text(lang, "sex", name);
}

/* What a fact is called, and the values that counted: of several names or dates
 * only one pair does. */
static void values_shown(const ms_evidence *v, ms_lang lang, ms_out *o)
{
    ms_out_raw(o, say_text(lang, "fact", ms_fact_name(v->fact)));
    if (!v->query.n && !v->entity.n) return;
    ms_out_char(o, ' ');
    say_value(lang, value_of(v->fact, v->query, lang), o);
    if (ms_str_eq(v->query, v->entity)) return;
    ms_out_lit(o, " ~ ");
    say_value(lang, value_of(v->fact, v->entity, lang), o);
}

/* The line of a fact but the name. */
static void fact_line(const ms_explanation *e, const ms_evidence *v, explain_look look,
                      ms_out *o)
{
    pad(o, look.indent);
    amount(v->effect, AMOUNT, look.lang, o);
    pad(o, 2);
    say_begin(look.lang, o);
    values_shown(v, look.lang, o);
    colon(look.lang, o);
    ms_out_raw(o, explain_finding(e, v, look.lang));
    say_end(look.lang, o);
    ms_out_char(o, '\n');
}

/* The names with their parts, and the `n` findings that they add up to. */
/* A word of letters that pass for others is worth a look. */
static void disguise_line(ms_str text, explain_look look, ms_out *o)
{
    ms_str word = ms_name_disguised(text);
    if (!word.n) return;
    pad(o, look.indent);
    say_begin(look.lang, o);
    say_filled(look.lang, "mixed_scripts", &word, o);
    say_end(look.lang, o);
    ms_out_char(o, '\n');
}

static void name_lines(const ms_explanation *e, uint32_t n, explain_look look, ms_out *o)
{
    pad(o, look.indent);
    amount(explain_sum(e, n), AMOUNT, look.lang, o);
    pad(o, 2);
    say_begin(look.lang, o);
    values_shown(&e->evidence[0], look.lang, o);
    say_end(look.lang, o);
    ms_out_char(o, '\n');
    look.indent += NESTED;
    disguise_line(e->evidence[0].query, look, o);
    disguise_line(e->evidence[0].entity, look, o);
    part_lines(e, look, o);
    for (uint32_t i = 0; i < n; i++) {
        if (i && e->evidence[i].effect > -SHOWN && e->evidence[i].effect < SHOWN) continue;
        pad(o, look.indent);
        amount(e->evidence[i].effect, AMOUNT, look.lang, o);
        pad(o, 2);
        say_begin(look.lang, o);
        ms_out_raw(o, explain_finding(e, &e->evidence[i], look.lang));
        say_end(look.lang, o);
        ms_out_char(o, '\n');
    }
}

/* All of it, and what the score means. */
static void total_line(const ms_explanation *e, explain_look look, ms_out *o)
{
    enum { PERCENT = MS_SCORE_ONE / 100 };
    char score[SAY_NUMBER], percent[SAY_NUMBER];
    bool few = e->score<PERCENT, most = e->score> 99 * PERCENT;
    const ms_str values[] = {say_score(e->score, score),
                             say_count(e->score / PERCENT, percent)};
    pad(o, look.indent);
    amount(e->odds, AMOUNT, look.lang, o);
    pad(o, 2);
    say_begin(look.lang, o);
    say_filled(look.lang, few ? "total_few" : most ? "total_most" : "total", values, o);
    say_end(look.lang, o);
    ms_out_char(o, '\n');
}

void explain_lines(const ms_explanation *e, explain_look look, ms_out *o)
{
    uint32_t names = explain_names(e);
    if (names) name_lines(e, names, look, o);
    for (uint32_t i = names; i < e->n_evidence; i++) fact_line(e, &e->evidence[i], look, o);
    if (e->n_evidence) total_line(e, look, o);
}
