/* Names in Wade-Giles, written from docs/scoring.md, "Wade-Giles". */
#ifndef MARSAD_TESTS_REF_WADE_H
#define MARSAD_TESTS_REF_WADE_H

#include <marsad/name.h>

typedef struct ref_tokens3 {
    char at[3][MS_TOKEN_LEN + 1];
    uint32_t n;
} ref_tokens3;

/* Reads data/wade_giles.tsv below `root`; ends the program where it cannot. */
void ref_wade_load(const char *root);

/* The name in pinyin, in each of its readings: writes as many as there is room for beside
 * reading 0, and returns how many.  `sketch` is the text with its letters a to z, `'` for each
 * apostrophe, `-` for each hyphen, `?` for each other letter. */
uint32_t ref_wade(const char *sketch, const ref_tokens3 *name,
                  ref_tokens3 out[MS_READINGS - 1]);

#endif
