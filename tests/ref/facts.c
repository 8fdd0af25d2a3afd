/* Evidence beside the name. */
#include <stdlib.h>

#include "ref.h"

static uint64_t lift(uint64_t s, uint64_t g)
{
    return s + (1000000 - s) * s * g / 1000000000;
}

static uint64_t drop(uint64_t s, uint64_t p)
{
    return s - s * p / 1000;
}

/* ---- documents --------------------------------------------------------- */

static char as_ocr_reads(char c)
{
    static const char from[] = "OQDILZSGB", to[] = "000112568";
    const char *at = c ? strchr(from, c) : NULL;
    return at ? to[at - from] : c;
}

static bool same_document(const ms_document *x, const ms_document *y, bool ocr)
{
    if (x->len != y->len) return false;
    for (unsigned i = 0; i < x->len; i++) {
        char p = x->s[i], q = y->s[i];
        if (ocr ? as_ocr_reads(p) != as_ocr_reads(q) : p != q) return false;
    }
    return true;
}

static bool share_document(const ms_identity *q, const ms_identity *l, bool ocr)
{
    for (uint32_t i = 0; i < q->n_documents; i++)
        for (uint32_t j = 0; j < l->n_documents; j++)
            if (same_document(&q->documents[i], &l->documents[j], ocr)) return true;
    return false;
}

static uint64_t by_documents(uint64_t s, const ms_identity *q, const ms_identity *l)
{
    if (share_document(q, l, false)) return s + (1000000 - s) * 950 / 1000;
    if (share_document(q, l, true)) return s + (1000000 - s) * 900 / 1000;
    return s;
}

/* ---- birth dates ------------------------------------------------------- */

/* What a pair of dates shows, in the order of the table. */
typedef struct birth_rule {
    bool (*fits)(ms_date x, ms_date y, int years);
    bool lifts;
    unsigned by;
} birth_rule;

static bool full(ms_date x)
{
    return x.month && x.day;
}

static bool same_day(ms_date x, ms_date y, int years)
{
    return years == 0 && full(x) && full(y) && x.month == y.month && x.day == y.day;
}

static bool day_unknown(ms_date x, ms_date y, int years)
{
    return years == 0 && x.month && x.month == y.month && (!x.day || !y.day);
}

static bool exchanged(ms_date x, ms_date y, int years)
{
    return years == 0 && full(x) && full(y) && x.month == y.day && x.day == y.month;
}

static bool month_unknown(ms_date x, ms_date y, int years)
{
    return years == 0 && (!x.month || !y.month);
}

static bool day_of_next_year(ms_date x, ms_date y, int years)
{
    return years == 1 && full(x) && full(y) && x.month == y.month && x.day == y.day;
}

static bool next_year_month_unknown(ms_date x, ms_date y, int years)
{
    return years == 1 && (!x.month || !y.month);
}

#define WITHIN(name, n)                               \
    static bool name(ms_date x, ms_date y, int years) \
    {                                                 \
        return x.year && y.year && years <= (n);      \
    }
WITHIN(same_year, 0)
WITHIN(one_year, 1)
WITHIN(two_years, 2)
WITHIN(five_years, 5)
WITHIN(ten_years, 10)
WITHIN(any_years, 9999)

static const birth_rule birth_rules[] = {
    {same_day, true, 600},         {day_unknown, true, 450},
    {exchanged, true, 400},        {month_unknown, true, 300},
    {day_of_next_year, true, 200}, {next_year_month_unknown, true, 50},
    {same_year, false, 150},       {one_year, false, 250},
    {two_years, false, 300},       {five_years, false, 400},
    {ten_years, false, 500},       {any_years, false, 650},
};
enum { BIRTH_RULES = sizeof birth_rules / sizeof *birth_rules };

static unsigned birth_kind(ms_date x, ms_date y)
{
    unsigned kind = 0;
    int years = abs(x.year - y.year);
    while (kind < BIRTH_RULES && !birth_rules[kind].fits(x, y, years)) kind++;
    return kind;
}

static uint64_t by_births(uint64_t s, const ms_identity *q, const ms_identity *l)
{
    unsigned best = BIRTH_RULES;
    for (uint32_t i = 0; i < q->n_births; i++)
        for (uint32_t j = 0; j < l->n_births; j++) {
            unsigned kind = birth_kind(q->births[i], l->births[j]);
            if (kind < best) best = kind;
        }
    if (best == BIRTH_RULES) return s;
    return birth_rules[best].lifts ? lift(s, birth_rules[best].by)
                                   : drop(s, birth_rules[best].by);
}

/* ---- sex and nationality ----------------------------------------------- */

static uint64_t by_sexes(uint64_t s, const ms_identity *q, const ms_identity *l)
{
    if (!q->sexes || !l->sexes) return s;
    return q->sexes & l->sexes ? lift(s, 50) : drop(s, 300);
}

static uint64_t by_countries(uint64_t s, const ms_identity *q, const ms_identity *l)
{
    if (!q->n_countries || !l->n_countries) return s;
    for (uint32_t i = 0; i < q->n_countries; i++)
        for (uint32_t j = 0; j < l->n_countries; j++)
            if (!strncmp(q->countries[i].s, l->countries[j].s, sizeof q->countries[i].s))
                return lift(s, 150);
    return drop(s, 100);
}

uint32_t ref_with_facts(uint32_t name_score, const ms_identity *q, const ms_identity *l)
{
    uint64_t s = name_score;
    if (!ms_schema_comparable(q->schema, l->schema)) return 0;
    s = by_documents(s, q, l);
    s = by_births(s, q, l);
    s = by_sexes(s, q, l);
    s = by_countries(s, q, l);
    return (uint32_t)s;
}
