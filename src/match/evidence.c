#include "match/evidence.h"

/* Best first: of all pairs of dates the first row that any of them reaches counts. */
enum {
    BIRTH_SAME_DAY,
    BIRTH_SAME_MONTH,
    BIRTH_EXCHANGED,
    BIRTH_SAME_YEAR,
    BIRTH_DAY_NEXT_YEAR,
    BIRTH_NEXT_YEAR,
    BIRTH_OTHER_DAY,
    BIRTH_OFF_1,
    BIRTH_OFF_2,
    BIRTH_OFF_5,
    BIRTH_OFF_10,
    BIRTH_OFF_MORE
};

static const ms_finding birth_findings[] = {
    [BIRTH_SAME_DAY] = MS_FINDING_BIRTH_DAY,
    [BIRTH_SAME_MONTH] = MS_FINDING_BIRTH_MONTH,
    [BIRTH_EXCHANGED] = MS_FINDING_BIRTH_EXCHANGED,
    [BIRTH_SAME_YEAR] = MS_FINDING_BIRTH_YEAR,
    [BIRTH_DAY_NEXT_YEAR] = MS_FINDING_BIRTH_DAY_NEXT_YEAR,
    [BIRTH_NEXT_YEAR] = MS_FINDING_BIRTH_NEXT_YEAR,
    [BIRTH_OTHER_DAY] = MS_FINDING_BIRTH_OTHER_DAY,
    [BIRTH_OFF_1] = MS_FINDING_BIRTH_OFF_1,
    [BIRTH_OFF_2] = MS_FINDING_BIRTH_OFF_2,
    [BIRTH_OFF_5] = MS_FINDING_BIRTH_OFF_5,
    [BIRTH_OFF_10] = MS_FINDING_BIRTH_OFF_10,
    [BIRTH_OFF_MORE] = MS_FINDING_BIRTH_OFF_MORE,
};

static int birth_kind(ms_date a, ms_date b)
{
    int years = a.year > b.year ? a.year - b.year : b.year - a.year;
    bool months = a.month && b.month, days = months && a.day && b.day;
    bool same_month = months && a.month == b.month,
         same_day = days && same_month && a.day == b.day;
    if (years == 0) {
        if (same_day) return BIRTH_SAME_DAY;
        if (same_month && !days) return BIRTH_SAME_MONTH;
        if (days && a.day == b.month && a.month == b.day) return BIRTH_EXCHANGED;
        return months ? BIRTH_OTHER_DAY : BIRTH_SAME_YEAR;
    }
    if (years == 1)
        return same_day ? BIRTH_DAY_NEXT_YEAR : months ? BIRTH_OFF_1 : BIRTH_NEXT_YEAR;
    if (years == 2) return BIRTH_OFF_2;
    return years <= 5 ? BIRTH_OFF_5 : years <= 10 ? BIRTH_OFF_10 : BIRTH_OFF_MORE;
}

static ms_outcome compare_births(const ms_identity *q, const ms_identity *l)
{
    ms_outcome best = {0};
    int kind = BIRTH_OFF_MORE + 1;
    for (uint32_t i = 0; i < q->n_births; i++) {
        for (uint32_t j = 0; j < l->n_births; j++) {
            int k = birth_kind(q->births[i], l->births[j]);
            if (k >= kind) continue;
            kind = k;
            best = (ms_outcome){true, birth_findings[k], i, j};
        }
    }
    return best;
}

/* Characters that optical readers confuse, each group as its digit. */
static char unconfused(char c)
{
    switch (c) {
    case 'O':
    case 'Q':
    case 'D': return '0';
    case 'I':
    case 'L': return '1';
    case 'Z': return '2';
    case 'S': return '5';
    case 'G': return '6';
    case 'B': return '8';
    default: return c;
    }
}

int ms_document_order(const ms_document *a, const ms_document *b)
{
    if (a->len != b->len) return a->len < b->len ? -1 : 1;
    for (unsigned i = 0; i < a->len; i++) {
        char x = unconfused(a->s[i]), y = unconfused(b->s[i]);
        if (x != y) return x < y ? -1 : 1;
    }
    return 0;
}

static ms_outcome compare_documents(const ms_identity *q, const ms_identity *l)
{
    ms_outcome best = {0};
    for (uint32_t i = 0; i < q->n_documents; i++) {
        for (uint32_t j = 0; j < l->n_documents; j++) {
            const ms_document *a = &q->documents[i], *b = &l->documents[j];
            if (ms_document_order(a, b)) continue;
            if (memcmp(a->s, b->s, a->len) == 0)
                return (ms_outcome){true, MS_FINDING_DOCUMENT, i, j};
            if (!best.found) best = (ms_outcome){true, MS_FINDING_DOCUMENT_LIKE, i, j};
        }
    }
    return best;
}

static ms_outcome compare_sexes(const ms_identity *q, const ms_identity *l)
{
    if (!q->sexes || !l->sexes) return (ms_outcome){0};
    bool shared = q->sexes & l->sexes;
    return (ms_outcome){true, shared ? MS_FINDING_SEX : MS_FINDING_SEX_OTHER, 0, 0};
}

static ms_outcome compare_countries(const ms_identity *q, const ms_identity *l)
{
    if (!q->n_countries || !l->n_countries) return (ms_outcome){0};
    for (uint32_t i = 0; i < q->n_countries; i++)
        for (uint32_t j = 0; j < l->n_countries; j++)
            if (memcmp(q->countries[i].s, l->countries[j].s, sizeof q->countries[i].s) == 0)
                return (ms_outcome){true, MS_FINDING_COUNTRY, i, j};
    return (ms_outcome){true, MS_FINDING_COUNTRY_OTHER, 0, 0};
}

ms_outcome ms_evidence_compare(ms_fact f, const ms_identity *q, const ms_identity *l)
{
    switch (f) {
    case MS_FACT_DOCUMENT: return compare_documents(q, l);
    case MS_FACT_BIRTH_DATE: return compare_births(q, l);
    case MS_FACT_SEX: return compare_sexes(q, l);
    case MS_FACT_NATIONALITY: return compare_countries(q, l);
    case MS_FACT_NAME:
    case MS_FACT_COUNT: break;
    }
    return (ms_outcome){0};
}

int32_t ms_outcome_odds(const ms_outcome *o, ms_fact f, uint32_t likely)
{
    if (!o->found) return 0;
    int32_t odds = ms_finding_odds(o->finding);
    if (f == MS_FACT_DOCUMENT || odds < 0) return odds;
    return (int32_t)((int64_t)odds * likely / MS_SCORE_ONE);
}
