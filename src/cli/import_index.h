/* OpenSanctions' index.json: what a data set's files must be. */
#ifndef MARSAD_CLI_IMPORT_INDEX_H
#define MARSAD_CLI_IMPORT_INDEX_H

#include "cli/cli.h"

/* Checks that each of `files` has the size and the SHA-1 checksum which the index `path`
 * gives for its name, and takes the version that the index says, in the arena of `c`.
 * Returns an ms_exit; a failure was said. */
int ms_import_index(ms_cli *c, const char *path, const char *const *files, unsigned n,
                    ms_str *version);

#endif
