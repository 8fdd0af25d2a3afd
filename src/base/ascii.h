/* Letters, digits and decimal numbers of ASCII; other bytes are neither. */
#ifndef MARSAD_BASE_ASCII_H
#define MARSAD_BASE_ASCII_H

#include <stdint.h>

#include <marsad/str.h>

static inline bool ms_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ms_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool ms_is_letter(char c)
{
    return ms_is_upper((char)(c & ~32));
}

static inline char ms_lower(char c)
{
    return ms_is_upper(c) ? (char)(c + 32) : c;
}

static inline char ms_upper(char c)
{
    return ms_is_letter(c) ? (char)(c & ~32) : c;
}

/* Whether a digit is anywhere in `s`. */
bool ms_has_digit(ms_str s);

/* The digits that `s` begins with, perhaps none. */
ms_str ms_digits(ms_str s);

/* Whether `n` digits stand at `at` in `s`. */
bool ms_digits_at(ms_str s, size_t at, size_t n);

/* The number that `s` is, which has digits alone and is at most `max`; -1 for anything else. */
int64_t ms_number(ms_str s, int64_t max);

/* The number that the digits at the beginning of `s` are, `max` where it is larger; -1 where
 * there is no digit. */
int64_t ms_number_begun(ms_str s, int64_t max);

#endif
