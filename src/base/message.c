#include <marsad/message.h>

#include "base/table.h"

extern const ms_table ms_table_messages;

ms_str ms_message(ms_lang lang, ms_str key)
{
    uint32_t row;
    if ((unsigned)lang >= MS_LANGS || !ms_table_find(&ms_table_messages, key, &row))
        return MS_STR("");
    return ms_table_cell(&ms_table_messages, row, 1 + (uint32_t)lang);
}

ms_lang ms_lang_of(const char *locale)
{
    static const char codes[MS_LANGS][3] = {
        [MS_LANG_EN] = "en", [MS_LANG_AR] = "ar", [MS_LANG_FR] = "fr"};
    for (int l = 0; l < MS_LANGS; l++) {
        char behind = strncmp(locale, codes[l], 2) == 0 ? locale[2] : 'x';
        if (!behind || strchr("_.@-", behind)) return (ms_lang)l;
    }
    return MS_LANG_EN;
}
