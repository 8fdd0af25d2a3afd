#include "ask/why.h"

#include "ask/say.h"

/* The findings that lower the log-odds most. */
static void find_reasons(const ms_explanation *e, why_not *w)
{
    for (uint32_t i = 0; i < e->n_evidence; i++) {
        const ms_evidence *x = &e->evidence[i];
        if (x->effect >= 0) continue;
        uint32_t at = w->n < WHY_REASONS ? w->n++ : WHY_REASONS;
        for (; at > 0 && w->v[at - 1]->effect > x->effect; at--)
            if (at < WHY_REASONS) w->v[at] = w->v[at - 1];
        if (at < WHY_REASONS) w->v[at] = x;
    }
}

static int32_t lacking(const ms_explanation *e, uint32_t threshold)
{
    enum { CERTAIN = 4000, TENTH = 10 };
    int32_t odds = e->odds;
    while (odds < CERTAIN && ms_odds_score(odds) < threshold) odds++;
    return (odds - e->odds + TENTH - 1) / TENTH * TENTH;
}

why_not why_not_of(const ms_explanation *e, uint32_t threshold)
{
    why_not w = {.lacking = lacking(e, threshold)};
    find_reasons(e, &w);
    return w;
}

/* What was found of which fact; names' findings say of what they are. */
static void found(const ms_explanation *e, const ms_evidence *v, ms_lang lang, ms_out *o)
{
    if (v->fact != MS_FACT_NAME) {
        ms_out_raw(o, say_text(lang, "fact", ms_fact_name(v->fact)));
        ms_out_raw(o, say_text(lang, "text", "colon"));
        ms_out_char(o, ' ');
    }
    ms_out_raw(o, explain_finding(e, v, lang));
}

/* Without names nothing is left. */
static bool names_none(const ms_evidence *v)
{
    return v->finding == MS_FINDING_NAME_NONE;
}

void why_reason(const ms_explanation *e, const why_not *w, uint32_t i, ms_lang lang, ms_out *o)
{
    ms_out text = {0};
    char odds[SAY_NUMBER], without[SAY_NUMBER];
    if (i >= w->n) {
        ms_out_raw(o, say_text(lang, "text", "why_little"));
        return;
    }
    const ms_evidence *v = w->v[i];
    found(e, v, lang, &text);
    const ms_str values[] = {ms_out_str(&text), say_odds(v->effect, odds),
                             say_score(ms_odds_score(e->odds - v->effect), without)};
    say_filled(lang, names_none(v) ? "why_names" : "why", values, o);
    o->failed |= text.failed;
    ms_out_free(&text);
}

void why_needed(const why_not *w, uint32_t threshold, ms_lang lang, ms_out *o)
{
    char score[SAY_NUMBER], more[SAY_NUMBER];
    ms_str odds = say_odds(w->lacking, more);
    const ms_str values[] = {say_score(threshold, score), {odds.p + 1, odds.n - 1}};
    say_filled(lang, "why_needed", values, o);
}

/* ---- JSON -------------------------------------------------------------- */

static void reason_json(const ms_explanation *e, const ms_evidence *v, ms_lang lang, ms_out *o)
{
    ms_out_fmt(o, "{\"fact\":\"%s\",\"finding\":\"%s\",\"log_odds\":", ms_fact_name(v->fact),
               ms_finding_name(v->finding));
    explain_bits(v->effect, o);
    ms_out_lit(o, ",\"score_without\":");
    if (names_none(v)) ms_out_lit(o, "null");
    else score_write(o, ms_odds_score(e->odds - v->effect));
    ms_out_member(o, "detail", explain_finding(e, v, lang));
    ms_out_char(o, '}');
}

/* A sentence as a string. */
static void text_json(ms_out *sentence, ms_out *o)
{
    ms_out_json(o, ms_out_str(sentence));
    o->failed |= sentence->failed;
    ms_out_reset(sentence);
}

void why_json(const ms_explanation *e, uint32_t threshold, ms_lang lang, ms_out *o)
{
    why_not w = why_not_of(e, threshold);
    ms_out sentence = {0};
    ms_out_lit(o, "{\"lowered_by\":[");
    for (uint32_t i = 0; i < w.n; i++) {
        if (i) ms_out_char(o, ',');
        reason_json(e, w.v[i], lang, o);
    }
    ms_out_lit(o, "],\"lacks_log_odds\":");
    explain_bits(w.lacking, o);
    ms_out_lit(o, ",\"text\":[");
    for (uint32_t i = 0; i < (w.n ? w.n : 1); i++) {
        why_reason(e, &w, i, lang, &sentence);
        text_json(&sentence, o);
        ms_out_char(o, ',');
    }
    why_needed(&w, threshold, lang, &sentence);
    text_json(&sentence, o);
    ms_out_lit(o, "]}");
    ms_out_free(&sentence);
}
