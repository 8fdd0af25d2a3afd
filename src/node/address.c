#include "node/address.h"

#include <curl/curl.h>

enum { SECRET_MIN = 4, DIGITS_MAX = 18, NAME_MAX_BYTES = 100 };

/* ---- what may be shown --------------------------------------------------- */

/* The length of "user:password@" at the start of an authority, 0 without one. */
static size_t userinfo(ms_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && !strchr("/?# \t\"<>", s.p[i]); i++)
        if (s.p[i] == '@') n = i + 1;
    return n;
}

void ms_address_shown(ms_out *o, ms_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '?' && i + 1 < text.n) {
            ms_out_lit(o, "?…");
            return;
        }
        ms_out_char(o, text.p[i]);
        if (i && text.p[i] == '/' && text.p[i - 1] == '/')
            i += userinfo((ms_str){text.p + i + 1, text.n - i - 1});
    }
}

ms_str ms_address_secret(ms_str address)
{
    const char *q = address.n ? memchr(address.p, '?', address.n) : NULL;
    const char *end = address.p + address.n;
    const char *eq = q ? memchr(q, '=', (size_t)(end - q)) : NULL;
    if (!eq || end - eq - 1 < SECRET_MIN) return (ms_str){"", 0};
    return (ms_str){eq + 1, (size_t)(end - eq - 1)};
}

/* ---- what may be asked --------------------------------------------------- */

static bool local_host(const char *host)
{
    size_t n = strlen(host);
    if (strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0) return true;
    return strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") == n;
}

/* The scheme of `address` and whether its host is this machine. */
static ms_rc look(const char *address, bool *https, bool *http, bool *local)
{
    CURLU *u = curl_url();
    char *scheme = NULL, *host = NULL;
    if (!u) return MS_ENOMEM;
    CURLUcode c = curl_url_set(u, CURLUPART_URL, address, 0);
    if (!c) c = curl_url_get(u, CURLUPART_SCHEME, &scheme, 0);
    if (!c) c = curl_url_get(u, CURLUPART_HOST, &host, 0);
    *https = !c && strcmp(scheme, "https") == 0;
    *http = !c && strcmp(scheme, "http") == 0;
    *local = !c && local_host(host);
    curl_free(scheme);
    curl_free(host);
    curl_url_cleanup(u);
    if (c == CURLUE_OUT_OF_MEMORY) return MS_ENOMEM;
    return c ? MS_EINVAL : MS_OK;
}

ms_rc ms_address_check(const char *address, const char *from, ms_diag *d)
{
    bool https, http, local, secure = false, x, y;
    ms_rc rc = look(address, &https, &http, &local);
    if (!rc && from) rc = look(from, &secure, &x, &y);
    if (rc == MS_ENOMEM) return ms_fail(d, rc, 0, 0, "out of memory");
    if (!rc && (https || (http && local && !secure))) return MS_OK;
    ms_out o = {0};
    ms_address_shown(&o, ms_str_z(address));
    ms_str shown = ms_out_str(&o);
    ms_fail(d, MS_EINVAL, 0, 0, "%s%.*s: only https is fetched, http from this machine alone",
            from ? "redirects to " : "", (int)(shown.n < 120 ? shown.n : 120),
            shown.p ? shown.p : "");
    ms_out_free(&o);
    return MS_EINVAL;
}

bool ms_address_local(const char *address)
{
    bool https, http, local;
    return !look(address, &https, &http, &local) && local;
}

/* ---- header values ------------------------------------------------------- */

bool ms_length_read(ms_str text, uint64_t *out)
{
    uint64_t v = 0;
    if (text.n == 0 || text.n > DIGITS_MAX) return false;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9') return false;
        v = v * 10 + (uint64_t)(text.p[i] - '0');
    }
    *out = v;
    return true;
}

/* Takes what stands before `c`; false when there is no `c`. */
static bool before(ms_str *s, char c, ms_str *out)
{
    const char *p = s->n ? memchr(s->p, c, s->n) : NULL;
    if (!p) return false;
    *out = (ms_str){s->p, (size_t)(p - s->p)};
    *s = (ms_str){p + 1, s->n - out->n - 1};
    return true;
}

bool ms_range_read(ms_str text, uint64_t *first, uint64_t *last, uint64_t *total)
{
    ms_str unit, a, b;
    if (!before(&text, ' ', &unit) || !ms_str_eq(unit, MS_STR("bytes"))) return false;
    if (!before(&text, '-', &a) || !before(&text, '/', &b)) return false;
    if (!ms_length_read(a, first) || !ms_length_read(b, last) || *last < *first) return false;
    *total = 0;
    if (ms_str_eq(text, MS_STR("*"))) return true;
    return ms_length_read(text, total) && *total > *last;
}

bool ms_etag_strong(ms_str etag)
{
    return etag.n >= 2 && etag.p[0] == '"' && etag.p[etag.n - 1] == '"';
}

void ms_address_file(ms_out *o, ms_str address)
{
    size_t n = 0, from = 0, put = 0;
    while (n < address.n && address.p[n] != '?' && address.p[n] != '#') n++;
    const char *host = n ? memmem(address.p, n, "://", 3) : NULL;
    for (size_t i = host ? (size_t)(host - address.p) + 3 : 0; i < n; i++)
        if (address.p[i] == '/') from = i + 1;
    for (size_t i = from; from && i < n && put < NAME_MAX_BYTES; i++) {
        char c = address.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != '.') continue;
        if (c == '.' && !put) continue;
        ms_out_char(o, c);
        put++;
    }
    if (!put) ms_out_lit(o, "list");
}
