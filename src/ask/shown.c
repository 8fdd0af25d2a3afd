#include "ask/shown.h"

#include <utf8proc.h>

#include <marsad/name.h>

enum { FSI = 0x2068, PDI = 0x2069, ELLIPSIS = 0x2026 };

/* What could steer a terminal, end a line or reorder the line's other text:
 * Unicode general categories Cc, Zl, Zp, and the explicit formatting characters
 * of UAX 9 §2. */
static bool steers(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 || cp == 0x2029 ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

static bool right_to_left(uint32_t cp)
{
    if (cp < 0x590) return false;
    int bidi = utf8proc_get_property((utf8proc_int32_t)cp)->bidi_class;
    return bidi == UTF8PROC_BIDI_CLASS_R || bidi == UTF8PROC_BIDI_CLASS_AL;
}

static bool has_right_to_left(ms_str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t cp;
        i += ms_utf8_decode(s.p + i, s.n - i, &cp);
        if (right_to_left(cp)) return true;
    }
    return false;
}

static unsigned columns(uint32_t cp)
{
    if (steers(cp)) return cp < 0x10 ? 5 : cp < 0x100 ? 6 : 8; /* \u{HEX} */
    int w = utf8proc_charwidth((utf8proc_int32_t)cp);
    return w > 0 ? (unsigned)w : 0;
}

static void encode(ms_out *o, uint32_t cp)
{
    utf8proc_uint8_t b[4];
    utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)cp, b);
    ms_out_raw(o, (ms_str){(const char *)b, (size_t)n});
}

unsigned ms_shown_width(ms_str s)
{
    unsigned w = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t cp;
        i += ms_utf8_decode(s.p + i, s.n - i, &cp);
        w += columns(cp);
    }
    return w;
}

void ms_out_isolate(ms_out *o, bool begin)
{
    encode(o, begin ? FSI : PDI);
}

static unsigned shown(ms_out *o, ms_str s, unsigned max, bool isolate)
{
    bool cut = max && ms_shown_width(s) > max;
    unsigned room = cut ? max - 1 : ~0u, w = 0;
    if (isolate) encode(o, FSI);
    for (size_t i = 0; i < s.n;) {
        uint32_t cp;
        i += ms_utf8_decode(s.p + i, s.n - i, &cp);
        if (w + columns(cp) > room) break;
        w += columns(cp);
        if (steers(cp)) ms_out_fmt(o, "\\u{%X}", (unsigned)cp);
        else encode(o, cp);
    }
    if (cut) encode(o, ELLIPSIS);
    if (isolate) encode(o, PDI);
    return w + cut;
}

unsigned ms_out_shown(ms_out *o, ms_str s, unsigned max)
{
    return shown(o, s, max, has_right_to_left(s));
}

void ms_out_isolated(ms_out *o, ms_str s)
{
    shown(o, s, 0, true);
}
