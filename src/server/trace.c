#include "server/trace.h"

#include <sodium.h>

#include "base/ascii.h"
#include "base/cut.h"

#define OWN "marsad"

enum { STATE_MAX = 512, MEMBERS_MAX = 32, KEY_MAX = 256, VALUE_MAX = 256 };

/* ---- traceparent ------------------------------------------------------- */

/* Copies `n` digits in lower case, and tells whether they are, and whether any is not 0. */
static bool digits(ms_str s, size_t at, size_t n, char *out, bool *some)
{
    *some = false;
    for (size_t i = 0; i < n; i++) {
        char c = s.p[at + i];
        if (!ms_is_digit(c) && !(c >= 'a' && c <= 'f')) return false;
        *some = *some || c != '0';
        out[i] = c;
    }
    out[n] = 0;
    return true;
}

bool ms_trace_read(ms_str h, ms_trace *out)
{
    char version[3];
    bool any, id, parent;
    if (h.n < 55 || h.p[2] != '-' || h.p[35] != '-' || h.p[52] != '-') return false;
    if (!digits(h, 0, 2, version, &any) || !strcmp(version, "ff")) return false;
    /* Later versions may go on behind another "-" (§3.2.4). */
    if (h.n > 55 && (!any || h.p[55] != '-')) return false;
    return digits(h, 3, 32, out->id, &id) && id && digits(h, 36, 16, out->parent, &parent) &&
           parent && digits(h, 53, 2, out->flags, &any);
}

/* ---- tracestate -------------------------------------------------------- */

static bool key_char(char c)
{
    return (c >= 'a' && c <= 'z') || ms_is_digit(c) || (c && strchr("_-*/@", c));
}

/* "key=value" (§3.3.1.3); values are printable ASCII without "," and "=". */
static bool is_member(ms_str m)
{
    const char *equals = m.n ? memchr(m.p, '=', m.n) : NULL;
    size_t key = equals ? (size_t)(equals - m.p) : 0, value = equals ? m.n - key - 1 : 0;
    if (!key || key > KEY_MAX || !value || value > VALUE_MAX) return false;
    for (size_t i = 0; i < key; i++)
        if (!key_char(m.p[i])) return false;
    for (size_t i = key + 1; i < m.n; i++)
        if (m.p[i] < ' ' || m.p[i] > '~' || m.p[i] == '=') return false;
    return true;
}

static bool is_own(ms_str m)
{
    size_t n = sizeof OWN - 1;
    return m.n > n && m.p[n] == '=' && !memcmp(m.p, OWN, n);
}

ms_str ms_trace_state(ms_str header, const char *own, ms_arena *a)
{
    char text[STATE_MAX + 1];
    int first = snprintf(text, sizeof text, OWN "=%s", own);
    size_t n = first > 0 ? (size_t)first : 0;
    ms_str rest = header, alone = {text, n};
    for (unsigned members = 1; rest.n;) {
        ms_str m = ms_str_trim(ms_str_cut(&rest, ','));
        if (!m.n || is_own(m)) continue;
        if (!is_member(m) || ++members > MEMBERS_MAX) return ms_arena_str(a, alone);
        if (n + 1 + m.n > STATE_MAX) break; /* whole members alone are passed on */
        text[n++] = ',';
        memcpy(text + n, m.p, m.n);
        n += m.n;
    }
    return ms_arena_str(a, (ms_str){text, n});
}

/* ---- a call ------------------------------------------------------------ */

static void random_digits(char *out, size_t n)
{
    unsigned char bytes[16];
    randombytes_buf(bytes, n / 2);
    sodium_bin2hex(out, n + 1, bytes, n / 2);
}

void ms_trace_begin(ms_call *c, ms_trace *t)
{
    bool taken = ms_trace_read(ms_call_sent(c, "traceparent"), t);
    if (!taken) {
        *t = (ms_trace){.flags = "00"};
        random_digits(t->id, 32);
    }
    random_digits(t->parent, 16);
    ms_str state = taken ? ms_call_sent(c, "tracestate") : (ms_str){0};
    ms_call_header(c, "traceparent",
                   ms_arena_strf(c->arena, "00-%s-%s-%s", t->id, t->parent, t->flags));
    ms_call_header(c, "tracestate", ms_trace_state(state, t->parent, c->arena));
}
