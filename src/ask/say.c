#include "ask/say.h"

#include <stdio.h>

#include <marsad/match.h>

#include "ask/shown.h"

ms_str say_text(ms_lang lang, const char *group, const char *name)
{
    char key[64];
    size_t n = strlen(group), more = strlen(name);
    if (n + more >= sizeof key) return MS_STR("");
    memcpy(key, group, n);
    key[n] = '.';
    memcpy(key + n + 1, name, more);
    return ms_message(lang, (ms_str){key, n + 1 + more});
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
    size_t at = SAY_NUMBER;
    do buf[--at] = (char)('0' + count % 10);
    while (count /= 10);
    return (ms_str){buf + at, SAY_NUMBER - at};
}

void say_filled(ms_lang lang, const char *name, const ms_str *values, ms_out *o)
{
    ms_str text = say_text(lang, "text", name);
    size_t said = 0;
    for (size_t i = 0; i + 2 < text.n; i++) {
        if (text.p[i] != '{' || text.p[i + 2] != '}') continue;
        ms_out_raw(o, (ms_str){text.p + said, i - said});
        say_value(lang, values[text.p[i + 1] - '1'], o);
        i += 2;
        said = i + 1;
    }
    ms_out_raw(o, (ms_str){text.p + said, text.n - said});
}
