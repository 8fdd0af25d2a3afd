#include "ask/joined.h"

ms_str ms_joined_by(const ms_snap *s, uint32_t a, uint32_t b, ms_arena *arena)
{
    ms_str authority, number, text = {"", 0};
    switch (ms_snap_common(s, a, b, &authority, &number)) {
    case MS_COMMON_REFERENCE:
        text = ms_arena_strf(arena, "%.*s of %.*s", MS_FMT(number), MS_FMT(authority));
        break;
    case MS_COMMON_ID: text = ms_arena_strf(arena, "id %.*s", MS_FMT(number)); break;
    case MS_COMMON_NUMBER: text = ms_arena_strf(arena, "number %.*s", MS_FMT(number)); break;
    case MS_COMMON_OTHERS: break;
    }
    return text.p ? text : MS_STR("");
}
