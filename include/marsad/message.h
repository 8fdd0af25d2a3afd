/* Texts for people in the languages that they read: data/messages.tsv. */
#ifndef MARSAD_MESSAGE_H
#define MARSAD_MESSAGE_H

#include <marsad/str.h>

/* In the order of the table's columns. */
typedef enum ms_lang {
    MS_LANG_EN, /* English */
    MS_LANG_AR, /* Arabic */
    MS_LANG_FR, /* French */
    MS_LANGS
} ms_lang;

/* The text for `key`, "finding.birth_day"; empty when there is none. */
MS_API ms_str ms_message(ms_lang lang, ms_str key);

/* The language of a locale such as "ar_SY.UTF-8" or "fr"; English for any other. */
MS_API ms_lang ms_lang_of(const char *locale);

#endif
