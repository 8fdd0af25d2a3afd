/* "Did you mean …?" */
#ifndef MARSAD_CLI_SUGGEST_H
#define MARSAD_CLI_SUGGEST_H

/* The word nearest to `word` so far; `best` is NULL while none is near. */
typedef struct ms_suggest {
    const char *word;
    const char *best;
    unsigned distance;
} ms_suggest;

/* Begins to look for words near to `word`. */
ms_suggest ms_suggest_begin(const char *word);

/* Offers `candidate`, which must outlive the search. */
void ms_suggest_try(ms_suggest *s, const char *candidate);

#endif
