/* A second tokeniser, written from docs/scoring.md, "Tokens": whole text by whole text where
 * the engine goes letter by letter, with the tables in the text of data/. */
#ifndef MARSAD_TESTS_REF_TOKENS_H
#define MARSAD_TESTS_REF_TOKENS_H

#include <marsad/name.h>

/* Reads the tables below `root`; ends the program where it cannot. */
void ref_tokens_load(const char *root);
void ref_tokens_unload(void);

/* Writes the tokens of `text` in one reading and returns how many; `*readings` is how many
 * there are, when this is the first, and `*family` how many tokens are said to be the family
 * name. */
uint32_t ref_tokens(ms_str text, ms_name_kind kind, unsigned reading,
                    ms_token tok[MS_NAME_TOKENS], unsigned *readings, uint8_t *family);

#endif
