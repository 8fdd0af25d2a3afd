#include "match/odds.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/table.h"

extern const ms_table ms_table_evidence;

enum { PER_BIT = 100 };

/* 2^32 · 2^(-1/100), rounded. */
static const uint64_t root = 4265299790u;

static int32_t findings[MS_FINDINGS];
static uint64_t part_of_bit[PER_BIT]; /* 2^32 · 2^(-k/100) */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static const char *const names[] = {
#define X(id, name) name,
    MS_FINDING_LIST(X)
#undef X
};

const char *ms_finding_name(ms_finding f)
{
    return (unsigned)f < MS_FINDINGS ? names[f] : "";
}

static void read_table(void)
{
    for (int f = 0; f < MS_FINDINGS; f++) {
        uint32_t row;
        if (!ms_table_find(&ms_table_evidence, ms_str_z(names[f]), &row)) abort();
        findings[f] = ms_table_number(&ms_table_evidence, row, 1);
    }
    part_of_bit[0] = 1ull << 32;
    for (int k = 1; k < PER_BIT; k++) part_of_bit[k] = part_of_bit[k - 1] * root >> 32;
}

int32_t ms_finding_odds(ms_finding f)
{
    pthread_once(&once, read_table);
    return findings[f];
}

uint32_t ms_odds_score(int32_t odds)
{
    pthread_once(&once, read_table);
    uint32_t x = odds < 0 ? -(uint32_t)odds : (uint32_t)odds;
    uint64_t one = 1ull << 32;
    uint64_t against = x / PER_BIT > 32 ? 0 : part_of_bit[x % PER_BIT] >> x / PER_BIT;
    uint64_t unlikely = MS_SCORE_ONE * against / (one + against);
    return (uint32_t)(odds < 0 ? unlikely : MS_SCORE_ONE - unlikely);
}
