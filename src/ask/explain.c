#include "ask/explain.h"

#include "ask/say.h"

void score_write(ms_out *o, uint32_t millionths)
{
    ms_out_fixed(o, millionths, 6);
}

ms_str explain_words(const ms_name *name, unsigned at, unsigned n)
{
    return name ? ms_name_words(name, at, n) : MS_STR("");
}

ms_str explain_finding(const ms_explanation *e, const ms_evidence *v, ms_lang lang)
{
    bool names = e->q_name || v->fact != MS_FACT_NAME;
    return names ? say_text(lang, "finding", ms_finding_name(v->finding))
                 : say_text(lang, "text", "no_names");
}

uint32_t explain_names(const ms_explanation *e)
{
    uint32_t n = 0;
    while (n < e->n_evidence && e->evidence[n].fact == MS_FACT_NAME) n++;
    return n;
}

int32_t explain_sum(const ms_explanation *e, uint32_t n)
{
    int32_t sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += e->evidence[i].effect;
    return sum;
}

static void met_how(const ms_part *p, ms_lang lang, ms_out *o)
{
    if (p->how == MS_HOW_UNMATCHED) {
        ms_out_raw(o, say_text(lang, "text", p->q_n ? "only_query" : "only_entry"));
        return;
    }
    ms_out_raw(o, say_text(lang, "how", ms_how_name(p->how)));
    if (!p->differs) return;
    ms_out_raw(o, say_text(lang, "text", "colon"));
    ms_out_char(o, ' ');
    ms_out_raw(o, say_text(lang, "differs", ms_differs_name(p->differs)));
}

void explain_how(const ms_part *p, ms_lang lang, ms_out *o)
{
    met_how(p, lang, o);
    if (!p->role) return;
    ms_out_lit(o, " (");
    ms_out_raw(o, say_text(lang, "role", ms_role_name(p->role)));
    ms_out_char(o, ')');
}
