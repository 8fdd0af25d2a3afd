/* The files of console/, built into the program by cmake/embed.cmake. */
#ifndef MARSAD_SERVER_CONSOLE_H
#define MARSAD_SERVER_CONSOLE_H

#include <stddef.h>

typedef struct ms_console_file {
    const char *name;
    const unsigned char *bytes;
    size_t n;
} ms_console_file;

extern const ms_console_file ms_console_files[]; /* the last has no name */

#endif
