/* Log-odds that two identities are one, in hundredths of a bit, and what each finding
 * adds to them: data/evidence.tsv. */
#ifndef MARSAD_MATCH_ODDS_H
#define MARSAD_MATCH_ODDS_H

#include <stdint.h>

/* The rows of data/evidence.tsv. */
#define MS_FINDING_LIST(X)                        \
    X(BIRTH_DAY, "birth_day")                     \
    X(BIRTH_DAY_NEXT_YEAR, "birth_day_next_year") \
    X(BIRTH_EXCHANGED, "birth_exchanged")         \
    X(BIRTH_MONTH, "birth_month")                 \
    X(BIRTH_NEXT_YEAR, "birth_next_year")         \
    X(BIRTH_OFF_1, "birth_off_1")                 \
    X(BIRTH_OFF_10, "birth_off_10")               \
    X(BIRTH_OFF_2, "birth_off_2")                 \
    X(BIRTH_OFF_5, "birth_off_5")                 \
    X(BIRTH_OFF_MORE, "birth_off_more")           \
    X(BIRTH_OTHER_DAY, "birth_other_day")         \
    X(BIRTH_YEAR, "birth_year")                   \
    X(COUNTRY, "country")                         \
    X(COUNTRY_OTHER, "country_other")             \
    X(DOCUMENT, "document")                       \
    X(DOCUMENT_LIKE, "document_like")             \
    X(FULL_MISSING, "full_missing")               \
    X(FULL_NAME, "full_name")                     \
    X(NAME_LEAST, "name_least")                   \
    X(NAME_MISSING, "name_missing")               \
    X(NAME_MISSING_SHARE, "name_missing_share")   \
    X(NAME_NONE, "name_none")                     \
    X(NAME_ORDER, "name_order")                   \
    X(NAME_RISE, "name_rise")                     \
    X(NAME_SURPLUS, "name_surplus")               \
    X(NAME_SURPLUS_OTHER, "name_surplus_other")   \
    X(NAME_WEAK, "name_weak")                     \
    X(SEX, "sex")                                 \
    X(SEX_OTHER, "sex_other")

typedef enum ms_finding {
#define X(id, name) MS_FINDING_##id,
    MS_FINDING_LIST(X)
#undef X
        MS_FINDINGS
} ms_finding;

/* What a finding adds, as the shipped table has it. */
int32_t ms_finding_odds(ms_finding f);

/* The probability, in millionths, that log-odds of `odds` hundredths of a bit stand for. */
uint32_t ms_odds_score(int32_t odds);

#endif
