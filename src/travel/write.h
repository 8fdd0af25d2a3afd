/* What the writers of messages share: how a manifest becomes segments. */
#ifndef MARSAD_TRAVEL_WRITE_H
#define MARSAD_TRAVEL_WRITE_H

#include <marsad/travel.h>

/* How names stand in a party's name (C080). */
typedef enum ms_write_name {
    MS_WRITE_PARTED,     /* SMITH:JOHN PAUL */
    MS_WRITE_ONE,        /* SMITH/JOHN PAUL */
    MS_WRITE_GIVEN_APART /* SMITH:JOHN:PAUL */
} ms_write_name;

/* What senders do alike but not equally; all zero: years of four digits where the message has
 * them, names in two parts. */
typedef struct ms_write_style {
    bool two_digits; /* years */
    bool repeats;    /* ways to reach an office as repetitions, for which syntax 4 has a mark */
    bool wordy; /* bookings with fares, taxes, meals, remarks and history, which nobody keeps */
    ms_write_name name;
} ms_write_style;

/* Bytes that a number takes at most. */
enum { MS_WRITE_NUMBER = 12 };

/* A manifest being written. */
typedef struct ms_writing {
    ms_edi_writer *w;
    const ms_manifest *m;
    ms_write_style style;
    char text[256]; /* of the segment at hand */
} ms_writing;

/* A form of ms_edi_write with its values: SEGMENT(w, "LOC+22+%", t->clears). */
#define MS_SEGMENT(x, form, ...) ms_edi_write((x)->w, form, (ms_str[]){__VA_ARGS__})

/* Divides a release at its colon: "D:15B", "13:1". */
static inline void ms_write_release(ms_str s, ms_str *version, ms_str *release)
{
    const char *colon = s.n ? memchr(s.p, ':', s.n) : NULL;
    *version = (ms_str){s.p, colon ? (size_t)(colon - s.p) : s.n};
    *release = colon ? (ms_str){colon + 1, s.n - version->n - 1} : (ms_str){0};
}

/* `n` in decimal, in `text`. */
ms_str ms_write_number(char text[MS_WRITE_NUMBER], uint32_t n);

/* The same; empty for 0, which stands for no number. */
static inline ms_str ms_write_number_or_none(char text[MS_WRITE_NUMBER], uint32_t n)
{
    return n ? ms_write_number(text, n) : (ms_str){0};
}

/* The date in `text` as YYMMDD or CCYYMMDD; what is not known is 00.  Without a year the text
 * as it was sent. */
ms_str ms_write_day(char text[16], const ms_travel_date *d, bool two_digits);

/* True when a message of the type can say what `m` is and does: content and action. */
bool ms_paxlst_says(const ms_manifest *m);
bool ms_pnrgov_says(const ms_manifest *m);

/* Writes `m` as one message into the interchange that is open. */
void ms_paxlst_write(ms_writing *x);
void ms_pnrgov_write(ms_writing *x);

/* As ms_manifest_write, in that style. */
ms_rc ms_manifest_write_as(ms_edi_writer *w, const ms_manifest *m, const ms_write_style *style,
                           ms_diag *d);

#endif
