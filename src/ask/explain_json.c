#include "ask/explain.h"
#include "ask/say.h"

void explain_bits(int32_t odds, ms_out *o)
{
    if (odds < 0) ms_out_char(o, '-');
    ms_out_fixed(o, (uint32_t)(odds < 0 ? -(int64_t)odds : odds), 2);
}

static void score_json(int32_t odds, ms_out *o)
{
    ms_out_lit(o, "\"score\":");
    explain_bits(odds, o);
    ms_out_char(o, ',');
}

static void odds_json(int32_t odds, ms_out *o)
{
    ms_out_lit(o, "\"log_odds\":");
    explain_bits(odds, o);
}

/* `detail` is room to work in. */
static void part_json(const ms_explanation *e, const ms_part *p, ms_lang lang, ms_out *detail,
                      ms_out *o)
{
    ms_out_reset(detail);
    explain_how(p, lang, detail);
    ms_out_char(o, '{');
    odds_json(p->effect, o);
    ms_out_member(o, "how", ms_str_z(ms_how_name(p->how)));
    ms_out_member_or_null(o, "differs", ms_str_z(ms_differs_name(p->differs)));
    ms_out_member_or_null(o, "role", ms_str_z(ms_role_name(p->role)));
    ms_out_member_or_null(o, "query", explain_words(e->q_name, p->q_at, p->q_n));
    ms_out_member_or_null(o, "candidate", explain_words(e->l_name, p->l_at, p->l_n));
    ms_out_lit(o, ",\"similarity\":");
    ms_out_fixed(o, p->similarity, 3);
    ms_out_lit(o, ",\"weight\":");
    ms_out_fixed(o, p->weight, 1);
    ms_out_member(o, "detail", ms_out_str(detail));
    ms_out_char(o, '}');
    o->failed |= detail->failed;
}

static void parts_json(const ms_explanation *e, ms_lang lang, ms_out *o)
{
    ms_out detail = {0};
    for (uint32_t i = 0; i < e->n_parts; i++) {
        if (i) ms_out_char(o, ',');
        part_json(e, &e->parts[i], lang, &detail, o);
    }
    ms_out_free(&detail);
}

/* How many parts of the names met, and how many did not. */
static void name_detail(const ms_explanation *e, ms_lang lang, ms_out *o)
{
    char met[SAY_NUMBER], over[SAY_NUMBER];
    uint32_t n = 0;
    ms_out detail = {0};
    for (uint32_t i = 0; i < e->n_parts; i++) n += e->parts[i].how != MS_HOW_UNMATCHED;
    const ms_str values[] = {say_count(n, met), say_count(e->n_parts - n, over)};
    say_filled(lang, "parts", values, &detail);
    ms_out_member(o, "detail",
                  e->q_name ? ms_out_str(&detail) : say_text(lang, "text", "no_names"));
    o->failed |= detail.failed;
    ms_out_free(&detail);
}

static void name_json(const ms_explanation *e, uint32_t n, ms_lang lang, bool score, ms_out *o)
{
    ms_out_lit(o, "\"name\":{");
    if (score) score_json(explain_sum(e, n), o);
    odds_json(explain_sum(e, n), o);
    ms_out_member(o, "query", e->evidence[0].query);
    ms_out_member(o, "candidate", e->evidence[0].entity);
    name_detail(e, lang, o);
    ms_out_lit(o, ",\"findings\":[");
    for (uint32_t i = 0; i < n; i++) {
        const ms_evidence *v = &e->evidence[i];
        ms_out_raw(o, i ? MS_STR(",{") : MS_STR("{"));
        odds_json(v->effect, o);
        ms_out_member(o, "finding", ms_str_z(ms_finding_name(v->finding)));
        ms_out_member(o, "detail", explain_finding(e, v, lang));
        ms_out_char(o, '}');
    }
    ms_str words[] = {ms_name_disguised(e->evidence[0].query),
                      ms_name_disguised(e->evidence[0].entity)};
    ms_out_lit(o, "],\"mixed_scripts\":[");
    for (int i = 0, some = 0; i < 2; i++) {
        if (!words[i].n) continue;
        if (some++) ms_out_char(o, ',');
        ms_out_json(o, words[i]);
    }
    ms_out_lit(o, "],\"parts\":[");
    parts_json(e, lang, o);
    ms_out_lit(o, "]}");
}

static void fact_json(const ms_explanation *e, const ms_evidence *v, ms_lang lang, bool score,
                      ms_out *o)
{
    ms_out_char(o, '"');
    ms_out_raw(o, ms_str_z(ms_fact_name(v->fact)));
    ms_out_lit(o, "\":{");
    if (score) score_json(v->effect, o);
    odds_json(v->effect, o);
    ms_out_member(o, "finding", ms_str_z(ms_finding_name(v->finding)));
    ms_out_member(o, "query", v->query);
    ms_out_member(o, "candidate", v->entity);
    ms_out_member(o, "detail", explain_finding(e, v, lang));
    ms_out_char(o, '}');
}

static void facts_json(const ms_explanation *e, ms_lang lang, bool score, ms_out *o)
{
    uint32_t names = explain_names(e);
    ms_out_char(o, '{');
    if (names) name_json(e, names, lang, score, o);
    for (uint32_t i = names; i < e->n_evidence; i++) {
        if (i) ms_out_char(o, ',');
        fact_json(e, &e->evidence[i], lang, score, o);
    }
    ms_out_char(o, '}');
}

void explain_json(const ms_explanation *e, ms_lang lang, ms_out *o)
{
    facts_json(e, lang, false, o);
}

void explain_features(const ms_explanation *e, ms_lang lang, ms_out *o)
{
    facts_json(e, lang, true, o);
}
