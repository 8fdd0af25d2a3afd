#include "ask/say.h"
#include "cli/explain_out.h"

enum { REASONS = 3 };

/* The findings that lower the log-odds most, first those that do so more; how many. */
static uint32_t reasons_of(const ms_explanation *e, const ms_evidence *v[REASONS])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->n_evidence; i++) {
        const ms_evidence *x = &e->evidence[i];
        if (x->effect >= 0) continue;
        uint32_t at = n < REASONS ? n++ : REASONS;
        for (; at > 0 && v[at - 1]->effect > x->effect; at--)
            if (at < REASONS) v[at] = v[at - 1];
        if (at < REASONS) v[at] = x;
    }
    return n;
}

static void begin(explain_look look, ms_out *o)
{
    for (unsigned i = 0; i < look.indent; i++) ms_out_char(o, ' ');
    say_begin(look.lang, o);
}

static void end(explain_look look, ms_out *o)
{
    say_end(look.lang, o);
    ms_out_char(o, '\n');
}

/* What was found of which fact; names' findings say of what they are. */
static void reason(const ms_explanation *e, const ms_evidence *v, ms_lang lang, ms_out *o)
{
    if (v->fact != MS_FACT_NAME) {
        ms_out_raw(o, say_text(lang, "fact", ms_fact_name(v->fact)));
        ms_out_raw(o, say_text(lang, "text", "colon"));
        ms_out_char(o, ' ');
    }
    ms_out_raw(o, explain_finding(e, v, lang));
}

static void reason_line(const ms_explanation *e, const ms_evidence *v, explain_look look,
                        ms_out *o)
{
    ms_out text = {0};
    char odds[SAY_NUMBER], without[SAY_NUMBER];
    bool none = v->finding == MS_FINDING_NAME_NONE; /* nothing is left without it */
    reason(e, v, look.lang, &text);
    const ms_str values[] = {ms_out_str(&text), say_odds(v->effect, odds),
                             say_score(ms_odds_score(e->odds - v->effect), without)};
    begin(look, o);
    say_filled(look.lang, none ? "why_names" : "why", values, o);
    end(look, o);
    o->failed |= text.failed;
    ms_out_free(&text);
}

/* The log-odds that lack for the threshold, rounded up to a tenth of a bit. */
static int32_t lacking(const ms_explanation *e, uint32_t threshold)
{
    enum { CERTAIN = 4000, TENTH = 10 };
    int32_t odds = e->odds;
    while (odds < CERTAIN && ms_odds_score(odds) < threshold) odds++;
    return (odds - e->odds + TENTH - 1) / TENTH * TENTH;
}

void explain_why_not(const ms_explanation *e, uint32_t threshold, explain_look look, ms_out *o)
{
    const ms_evidence *v[REASONS];
    char score[SAY_NUMBER], more[SAY_NUMBER];
    uint32_t n = reasons_of(e, v);
    for (uint32_t i = 0; i < n; i++) reason_line(e, v[i], look, o);
    if (!n) {
        begin(look, o);
        ms_out_raw(o, say_text(look.lang, "text", "why_little"));
        end(look, o);
    }
    ms_str odds = say_odds(lacking(e, threshold), more);
    const ms_str values[] = {say_score(threshold, score), {odds.p + 1, odds.n - 1}};
    begin(look, o);
    say_filled(look.lang, "why_needed", values, o);
    end(look, o);
}
