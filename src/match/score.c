#include "base/mem.h"
#include "match/evidence.h"
#include "match/keys.h"
#include "match/names.h"

ms_scorer *ms_scorer_new(void)
{
    return ms_calloc(1, sizeof(ms_scorer));
}

void ms_scorer_free(ms_scorer *s)
{
    if (s && s->room) s->free_room(s->room);
    ms_free(s);
}

uint32_t ms_token_similarity(const ms_token *a, const ms_token *b)
{
    ms_letters x, y;
    ms_token_letters(a, &x);
    ms_token_letters(b, &y);
    return ms_letters_similarity(&x, &y);
}

/* Names without anything in common say nothing for a score. */
static uint32_t score_of(int32_t names, int32_t facts, bool proven)
{
    bool none = names <= ms_finding_odds(MS_FINDING_NAME_NONE);
    return none && !proven ? 0 : ms_odds_score(names + facts);
}

uint32_t ms_name_score(ms_scorer *s, const ms_name *a, const ms_name *b)
{
    ms_run run;
    return score_of(ms_name_odds_sum(ms_names_odds(s, a, b, &run)), 0, false);
}

/* The pair of names that says most; the first of several. */
typedef struct best_names {
    const ms_name *q, *l;
    ms_run run;
    ms_name_odds odds;
    int32_t sum;
} best_names;

static best_names find_best(ms_scorer *s, const ms_identity *q, const ms_identity *l)
{
    best_names best = {.sum = ms_finding_odds(MS_FINDING_NAME_NONE)};
    for (uint32_t i = 0; i < q->n_names; i++) {
        for (uint32_t j = 0; j < l->n_names; j++) {
            ms_run run;
            ms_name_odds odds = ms_names_odds(s, &q->names[i], &l->names[j], &run);
            int32_t sum = ms_name_odds_sum(odds);
            if (best.q && sum <= best.sum) continue;
            best = (best_names){&q->names[i], &l->names[j], run, odds, sum};
        }
    }
    return best;
}

uint32_t ms_score(ms_scorer *s, const ms_identity *q, const ms_identity *l)
{
    if (!ms_schema_comparable(q->schema, l->schema)) return 0;
    int32_t names = find_best(s, q, l).sum, facts = 0;
    uint32_t likely = ms_odds_score(names);
    bool proven = false;
    for (int f = MS_FACT_NAME + 1; f < MS_FACT_COUNT; f++) {
        ms_outcome o = ms_evidence_compare((ms_fact)f, q, l);
        facts += ms_outcome_odds(&o, likely);
        proven |= ms_outcome_identifies(&o);
    }
    return score_of(names, facts, proven);
}

static ms_str date_text(ms_date d, ms_arena *a)
{
    char buf[MS_DATE_MAX];
    return ms_arena_str(a, (ms_str){buf, ms_date_print(d, buf)});
}

static ms_str sexes_text(uint8_t set, ms_arena *a)
{
    static const char *const words[] = {
        "",      "male",          "female",          "male or female",
        "other", "male or other", "female or other", "any"};
    return ms_arena_str(a, ms_str_z(words[set & 7]));
}

/* Value number `i` of fact `f`, as people read it. */
static ms_str value_text(ms_fact f, const ms_identity *id, uint32_t i, ms_arena *a)
{
    switch (f) {
    case MS_FACT_DOCUMENT:
    case MS_FACT_WALLET:
    case MS_FACT_EMAIL:
    case MS_FACT_PHONE: return ms_key_text(&id->documents[i], a);
    case MS_FACT_BIRTH_DATE: return date_text(id->births[i], a);
    case MS_FACT_SEX: return sexes_text(id->sexes, a);
    case MS_FACT_NATIONALITY: return ms_arena_str(a, ms_str_z(id->countries[i].s));
    case MS_FACT_NAME:
    case MS_FACT_COUNT: break;
    }
    return MS_STR("");
}

static ms_rc add_evidence(ms_explanation *out, ms_evidence e)
{
    if (!e.query.p || !e.entity.p) return MS_ENOMEM;
    out->evidence[out->n_evidence++] = e;
    return MS_OK;
}

/* What the names say, by where it comes from; the first always, others if they count. */
static ms_rc add_name(best_names best, bool met, ms_explanation *out)
{
    ms_name_odds o = best.odds;
    const struct {
        ms_finding finding;
        int32_t odds;
    } rows[MS_NAME_FINDINGS] = {{met ? MS_FINDING_NAME_RISE : MS_FINDING_NAME_NONE, o.met},
                                {MS_FINDING_NAME_MISSING, o.missing},
                                {ms_names_surplus(best.q, best.l), o.surplus},
                                {MS_FINDING_NAME_NUMBER, o.number},
                                {MS_FINDING_NAME_NASAB, o.nasab},
                                {MS_FINDING_NAME_ORDER, o.order},
                                {MS_FINDING_NAME_WEAK, o.weak}};
    ms_rc rc = MS_OK;
    for (int i = 0; i < MS_NAME_FINDINGS && !rc; i++) {
        if (i && !rows[i].odds) continue;
        rc = add_evidence(out, (ms_evidence){MS_FACT_NAME, rows[i].finding, rows[i].odds,
                                             best.q->text, best.l->text});
    }
    return rc;
}

static ms_rc explain_names(ms_scorer *s, best_names best, ms_arena *a, ms_explanation *out)
{
    ms_str none = MS_STR("");
    out->q_name = best.q, out->l_name = best.l;
    out->name_score = score_of(best.sum, 0, false);
    out->odds = best.sum;
    if (!best.q)
        return add_evidence(
            out, (ms_evidence){MS_FACT_NAME, MS_FINDING_NAME_NONE, best.sum, none, none});
    out->parts = ms_arena_array(a, 2 * MS_NAME_TOKENS, sizeof *out->parts);
    if (!out->parts) return MS_ENOMEM;
    out->n_parts = ms_names_parts(s, best.q, best.l, best.run, best.odds.met, out->parts);
    bool met = out->n_parts && out->parts[0].how != MS_HOW_UNMATCHED;
    return add_name(best, met, out);
}

ms_rc ms_explain(ms_scorer *s, const ms_identity *q, const ms_identity *l, ms_arena *a,
                 ms_explanation *out)
{
    *out = (ms_explanation){0};
    if (!ms_schema_comparable(q->schema, l->schema)) return MS_OK;
    ms_rc rc = explain_names(s, find_best(s, q, l), a, out);
    uint32_t likely = ms_odds_score(out->odds);
    int32_t facts = 0;
    bool proven = false;
    for (int f = MS_FACT_NAME + 1; f < MS_FACT_COUNT && rc == MS_OK; f++) {
        ms_outcome o = ms_evidence_compare((ms_fact)f, q, l);
        if (!o.found) continue;
        int32_t odds = ms_outcome_odds(&o, likely);
        facts += odds;
        proven |= ms_outcome_identifies(&o);
        rc = add_evidence(out, (ms_evidence){(ms_fact)f, o.finding, odds,
                                             value_text((ms_fact)f, q, o.q, a),
                                             value_text((ms_fact)f, l, o.l, a)});
    }
    out->score = score_of(out->odds, facts, proven);
    out->odds += facts;
    return rc;
}

void ms_explanation_weigh(ms_explanation *e, const uint32_t weights[MS_FACT_COUNT])
{
    int32_t names = 0, facts = 0;
    bool proven = false;
    if (!e->n_evidence) return;
    for (uint32_t i = 0; i < e->n_evidence; i++) {
        ms_evidence *v = &e->evidence[i];
        if (v->fact == MS_FACT_NAME) {
            names += v->effect;
            continue;
        }
        const ms_outcome o = {.found = true, .finding = v->finding};
        v->effect = (int32_t)((int64_t)v->effect * weights[v->fact] / MS_SCORE_ONE);
        facts += v->effect;
        proven |= weights[v->fact] && ms_outcome_identifies(&o);
    }
    e->odds = names + facts;
    e->score = score_of(names, facts, proven);
}

const char *ms_fact_name(ms_fact f)
{
    static const char *const names[] = {
#define X(id, name) name,
        MS_FACT_LIST(X)
#undef X
    };
    return (unsigned)f < MS_FACT_COUNT ? names[f] : "";
}
