/* What the shared library exports. */
#ifndef MARSAD_API_H
#define MARSAD_API_H

/* Marks a declaration as public; everything else is hidden. */
#define MS_API __attribute__((visibility("default")))

#endif
