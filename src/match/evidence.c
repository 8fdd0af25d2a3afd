#include "match/evidence.h"

#include "match/keys.h"

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

/* Numbers of every kind are compared with each other. */
static int class_of(const ms_document *d)
{
    return ms_key_is_number(d) ? MS_KEY_NUMBER : d->kind;
}

int ms_document_order(const ms_document *a, const ms_document *b)
{
    if (class_of(a) != class_of(b)) return class_of(a) < class_of(b) ? -1 : 1;
    if (a->len != b->len) return a->len < b->len ? -1 : 1;
    if (!ms_key_is_number(a)) return memcmp(a->s, b->s, ms_key_kept(a));
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
            if (!ms_key_is_number(a) || ms_document_order(a, b)) continue;
            if (memcmp(a->s, b->s, a->len) == 0)
                return (ms_outcome){true, MS_FINDING_DOCUMENT, i, j};
            if (!best.found) best = (ms_outcome){true, MS_FINDING_DOCUMENT_LIKE, i, j};
        }
    }
    return best;
}

/* A key of another kind than numbers, that both have. */
static ms_outcome compare_keys(ms_key kind, const ms_identity *q, const ms_identity *l,
                               ms_finding finding)
{
    for (uint32_t i = 0; i < q->n_documents; i++) {
        if (q->documents[i].kind != kind) continue;
        for (uint32_t j = 0; j < l->n_documents; j++)
            if (l->documents[j].kind == kind && ms_key_same(&q->documents[i], &l->documents[j]))
                return (ms_outcome){true, finding, i, j};
    }
    return (ms_outcome){0};
}

/* Families and firms share phones and e-mail addresses: they say whose it is only where no
 * names can. */
static ms_finding shared(const ms_identity *q, const ms_identity *l, ms_finding support,
                         ms_finding alone)
{
    return q->n_names && l->n_names ? support : alone;
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
    case MS_FACT_WALLET: return compare_keys(MS_KEY_WALLET, q, l, MS_FINDING_WALLET);
    case MS_FACT_EMAIL:
        return compare_keys(MS_KEY_EMAIL, q, l,
                            shared(q, l, MS_FINDING_EMAIL, MS_FINDING_EMAIL_ALONE));
    case MS_FACT_PHONE:
        return compare_keys(MS_KEY_PHONE, q, l,
                            shared(q, l, MS_FINDING_PHONE, MS_FINDING_PHONE_ALONE));
    case MS_FACT_BIRTH_DATE: return compare_births(q, l);
    case MS_FACT_SEX: return compare_sexes(q, l);
    case MS_FACT_NATIONALITY: return compare_countries(q, l);
    case MS_FACT_NAME:
    case MS_FACT_COUNT: break;
    }
    return (ms_outcome){0};
}

bool ms_outcome_identifies(const ms_outcome *o)
{
    switch (o->finding) {
    case MS_FINDING_DOCUMENT:
    case MS_FINDING_DOCUMENT_LIKE:
    case MS_FINDING_EMAIL_ALONE:
    case MS_FINDING_PHONE_ALONE:
    case MS_FINDING_WALLET: return o->found;
    default: return false;
    }
}

int32_t ms_outcome_odds(const ms_outcome *o, uint32_t likely)
{
    if (!o->found) return 0;
    int32_t odds = ms_finding_odds(o->finding);
    if (ms_outcome_identifies(o) || odds < 0) return odds;
    return (int32_t)((int64_t)odds * likely / MS_SCORE_ONE);
}
