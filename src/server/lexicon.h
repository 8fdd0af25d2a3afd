/* The words of the lists in force, opened or made in a thread of their own: /match answers
 * before /search does. */
#ifndef MARSAD_SERVER_LEXICON_H
#define MARSAD_SERVER_LEXICON_H

#include <marsad/words.h>

typedef struct ms_lexicon ms_lexicon;

/* What it works with; texts are copied. */
typedef struct ms_lexicon_opts {
    const char *snapshot, *words; /* files: read; opened, or made anew */
    /* Prints what an operator should see. */
    void (*say)(void *ctx, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
    void *ctx;
} ms_lexicon_opts;

/* MS_ENOMEM. */
ms_rc ms_lexicon_start(const ms_lexicon_opts *o, ms_lexicon **out);
void ms_lexicon_stop(ms_lexicon *l); /* closes all words; NULL is legal */

/* Begins to get the words of `s`, which stays open until ms_lexicon_forget. */
void ms_lexicon_want(ms_lexicon *l, const ms_snap *s);

/* Closes the words of `s`, which nobody uses any more; NULL is legal. */
void ms_lexicon_forget(ms_lexicon *l, const ms_snap *s);

/* The words of `s`; NULL: not yet. */
const ms_words *ms_lexicon_words(ms_lexicon *l, const ms_snap *s);

/* Waits for them, so many milliseconds at most. */
void ms_lexicon_wait(ms_lexicon *l, const ms_snap *s, unsigned milliseconds);

#endif
