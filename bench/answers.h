/* What programs have in common that compare answers of searches with those of something else.
 */
#ifndef MARSAD_BENCH_ANSWERS_H
#define MARSAD_BENCH_ANSWERS_H

#include <marsad/index.h>

/* Says what is wrong, after the program's name, and ends it with 2. */
_Noreturn void stop(const char *what, ...) __attribute__((format(printf, 1, 2)));

/* `p`; ends the program where it is NULL. */
void *must(void *p);

/* The entities in FollowTheMoney's JSON on the lines of a file, prepared in `a`; to be freed.
 */
ms_identity *queries_read(const char *path, ms_arena *a, uint32_t *n);

/* What a search must find.  Zero: nothing. */
typedef struct answers {
    ms_result *v;
    uint32_t n, room;
} answers;

void answers_add(answers *x, uint32_t entity, uint32_t score);

/* Best first, ties by id; entities of one id in the order of their lists. */
void answers_sort(answers *x, const ms_snap *s);

/* Whether a search at `threshold` gives the first `n` of the answers, and no more. */
bool answers_are(const answers *x, uint32_t n, const ms_snap *s, ms_scorer *scorer,
                 const ms_identity *q, uint32_t threshold, bool exhaustive);

#endif
