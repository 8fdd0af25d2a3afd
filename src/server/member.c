#include "server/member.h"

#include "base/json_in.h"

/* The end of the string that begins at `at`. */
static size_t string_end(ms_str j, size_t at)
{
    for (at++; at < j.n; at++) {
        const char *quote = memchr(j.p + at, '"', j.n - at);
        if (!quote) return j.n;
        size_t back = 0, i = (size_t)(quote - j.p);
        while (back < i - at && j.p[i - 1 - back] == '\\') back++;
        at = i;
        if (back % 2 == 0) return at + 1;
    }
    return j.n;
}

size_t ms_member_end(ms_str j, size_t at)
{
    size_t depth = 0;
    while (at < j.n) {
        char c = j.p[at];
        if (!depth && (c == ',' || c == '}' || c == ']')) break;
        if (c == '{' || c == '[') depth++;
        if (c == '}' || c == ']') depth--;
        at = c == '"' ? string_end(j, at) : at + 1;
        if (!depth && (c == '}' || c == ']' || c == '"')) break;
    }
    return at;
}

bool ms_member_next(ms_str j, size_t *at, ms_str *name, ms_str *value)
{
    size_t i = *at ? *at : 1;
    if (*at && i < j.n && j.p[i] == ',') i++;
    if (i >= j.n || j.p[i] != '"') return false;
    size_t behind = string_end(j, i);
    if (behind >= j.n || j.p[behind] != ':') return false;
    *name = (ms_str){j.p + i + 1, behind - i - 2};
    *at = ms_member_end(j, behind + 1);
    *value = (ms_str){j.p + behind + 1, *at - behind - 1};
    return true;
}

ms_str ms_member(ms_str json, ms_str name)
{
    ms_str n, v;
    for (size_t at = 0; ms_member_next(json, &at, &n, &v);)
        if (ms_str_eq(n, name)) return v;
    return (ms_str){0};
}

bool ms_member_item(ms_str j, size_t *at, ms_str *value)
{
    size_t i = *at ? *at : 1;
    if (!j.n || j.p[0] != '[') return false;
    if (*at && i < j.n && j.p[i] == ',') i++;
    if (i >= j.n || j.p[i] == ']') return false;
    *at = ms_member_end(j, i);
    *value = (ms_str){j.p + i, *at - i};
    return true;
}

bool ms_member_has(ms_str json, ms_str value)
{
    ms_str v;
    for (size_t at = 0; ms_member_item(json, &at, &v);)
        if (ms_str_eq(ms_member_text(v), value)) return true;
    return false;
}

ms_str ms_member_text(ms_str json)
{
    bool text = json.n >= 2 && json.p[0] == '"';
    return text ? (ms_str){json.p + 1, json.n - 2} : (ms_str){0};
}

ms_str ms_member_string(ms_str json, ms_arena *a)
{
    ms_str s = ms_member_text(json);
    if (!s.n || !memchr(s.p, '\\', s.n)) return s;
    ms_json j = {.text = json};
    return ms_json_string(&j, a);
}
