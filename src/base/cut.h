/* Lists in one text: "a, b;q=0.5", "x=1&y=2". */
#ifndef MARSAD_BASE_CUT_H
#define MARSAD_BASE_CUT_H

#include <marsad/str.h>

/* Takes what stands before the first `at`, or else all, off `rest`, and `at` too.  Of the empty
 * text the empty text. */
static inline ms_str ms_str_cut(ms_str *rest, char at)
{
    const char *end = rest->n ? memchr(rest->p, at, rest->n) : NULL;
    ms_str first = {rest->p, end ? (size_t)(end - rest->p) : rest->n};
    *rest = end ? (ms_str){end + 1, rest->n - first.n - 1} : (ms_str){0};
    return first;
}

#endif
