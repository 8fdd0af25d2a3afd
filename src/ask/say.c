#include "ask/say.h"

#include <stdio.h>

#include <marsad/match.h>

#include "ask/shown.h"

ms_str say_text(ms_lang lang, const char *group, const char *name)
{
    char key[64];
    int n = snprintf(key, sizeof key, "%s.%s", group, name);
    return n < (int)sizeof key ? ms_message(lang, (ms_str){key, (size_t)n}) : MS_STR("");
}

void say_begin(ms_lang lang, ms_out *o)
{
    if (lang == MS_LANG_AR) ms_out_isolate(o, true);
}

void say_end(ms_lang lang, ms_out *o)
{
    if (lang == MS_LANG_AR) ms_out_isolate(o, false);
}

void say_value(ms_lang lang, ms_str value, ms_out *o)
{
    if (lang == MS_LANG_AR) ms_out_isolated(o, value);
    else ms_out_shown(o, value, 0);
}

ms_str say_odds(int32_t odds, char buf[SAY_NUMBER])
{
    unsigned tenths = (unsigned)((odds < 0 ? -(int64_t)odds : odds) + 5) / 10;
    int n = snprintf(buf, SAY_NUMBER, "%c%u.%u", odds < 0 && tenths ? '-' : '+', tenths / 10,
                     tenths % 10);
    return (ms_str){buf, (size_t)n};
}

ms_str say_score(uint32_t millionths, char buf[SAY_NUMBER])
{
    unsigned hundredths = millionths / (MS_SCORE_ONE / 100);
    int n = snprintf(buf, SAY_NUMBER, "%u.%02u", hundredths / 100, hundredths % 100);
    return (ms_str){buf, (size_t)n};
}

ms_str say_count(uint32_t count, char buf[SAY_NUMBER])
{
    int n = snprintf(buf, SAY_NUMBER, "%u", count);
    return (ms_str){buf, (size_t)n};
}

void say_filled(ms_lang lang, const char *name, const ms_str *values, ms_out *o)
{
    ms_str text = say_text(lang, "text", name);
    for (size_t i = 0; i < text.n; i++) {
        bool place = i + 2 < text.n && text.p[i] == '{' && text.p[i + 2] == '}';
        if (!place) {
            ms_out_char(o, text.p[i]);
            continue;
        }
        say_value(lang, values[text.p[i + 1] - '1'], o);
        i += 2;
    }
}
