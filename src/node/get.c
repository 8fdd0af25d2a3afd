#include "node/get.h"

#include <time.h>

#include <curl/curl.h>
#include <openssl/ssl.h>

#include <marsad/version.h>

#include "base/json_out.h"
#include "node/address.h"

enum {
    REDIRECTS_MAX = 5,
    SLOW = 1000, /* bytes a second: slower than that counts as standing still */
    RETRY_MAX = 24 * 3600,
    HEADERS_MAX = 64 << 10, /* bytes that are kept of all headers */
    SHOWN_MAX = 120
};

/* A transfer under way: one of at most REDIRECTS_MAX + 1. */
typedef struct transfer {
    const ms_get_opts *o;
    const ms_get *g;
    ms_reply *r;
    CURL *curl;
    const char *address;
    ms_diag *d;
    ms_rc rc;     /* why the body is not taken */
    bool begun;   /* g->begin was called */
    bool goodbye; /* TLS said that nothing more comes */
    uint64_t got;
    char why[CURL_ERROR_SIZE];
} transfer;

static ms_rc no_memory(ms_diag *d)
{
    return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
}

/* ---- headers ------------------------------------------------------------- */

/* The value of a header, "" without it; valid until the transfer ends. */
static ms_str header(CURL *curl, const char *name)
{
    struct curl_header *h;
    if (curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &h)) return (ms_str){"", 0};
    return ms_str_z(h->value);
}

/* Whether a server sends back what was secret in an address, the first or the last. */
static bool echoes(const transfer *t, ms_str value)
{
    ms_str secrets[] = {ms_address_secret(ms_str_z(t->g->address)),
                        ms_address_secret(ms_str_z(t->address))};
    for (size_t i = 0; i < 2 && value.n; i++)
        if (secrets[i].n && memmem(value.p, value.n, secrets[i].p, secrets[i].n)) return true;
    return false;
}

/* All values of a header as one, RFC 9110 §5.3. */
static void put_values(ms_out *o, const transfer *t, const struct curl_header *first)
{
    ms_out shown = {.max = HEADERS_MAX};
    for (size_t i = 0; i < first->amount; i++) {
        struct curl_header *h;
        if (curl_easy_header(t->curl, first->name, i, CURLH_HEADER, -1, &h)) break;
        ms_str value = ms_str_z(h->value);
        if (i) ms_out_lit(&shown, ", ");
        if (echoes(t, value)) ms_out_lit(&shown, "…");
        else ms_address_shown(&shown, value);
    }
    ms_out_json(o, ms_out_str(&shown));
    ms_out_free(&shown);
}

/* The headers of the last answer as a JSON object. */
static ms_str all_headers(transfer *t)
{
    ms_out o = {0};
    struct curl_header last, *h = NULL;
    ms_out_char(&o, '{');
    while (o.n < HEADERS_MAX && (h = curl_easy_nextheader(t->curl, CURLH_HEADER, -1, h))) {
        last = *h; /* looking at others reuses it */
        h = &last;
        if (h->index || strncasecmp(h->name, "set-cookie", 10) == 0) continue;
        if (o.n > 1) ms_out_char(&o, ',');
        ms_out_json(&o, ms_str_z(h->name));
        ms_out_char(&o, ':');
        put_values(&o, t, h);
    }
    ms_out_char(&o, '}');
    ms_str s = o.failed ? (ms_str){NULL, 0} : ms_arena_str(t->r->arena, ms_out_str(&o));
    ms_out_free(&o);
    return s;
}

/* A strong ETag, or a Last-Modified so long before the answer that no second version can
 * bear it (RFC 9110 §8.8.2.2). */
static ms_str validator(transfer *t)
{
    ms_str date = header(t->curl, "Date");
    ms_str at = ms_arena_str(t->r->arena, date);
    if (ms_etag_strong(t->r->etag)) return t->r->etag;
    time_t sent = at.n ? curl_getdate(at.p, NULL) : -1;
    time_t changed = t->r->modified.n ? curl_getdate(t->r->modified.p, NULL) : -1;
    return sent > 0 && changed > 0 && sent - changed >= 60 ? t->r->modified : (ms_str){"", 0};
}

/* Fills the answer from its headers. */
static ms_rc read_head(transfer *t)
{
    ms_reply *r = t->r;
    long status = 0;
    curl_off_t wait = 0;
    ms_out shown = {0};
    curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(t->curl, CURLINFO_RETRY_AFTER, &wait);
    ms_address_shown(&shown, ms_str_z(t->address));
    r->status = (int)status;
    r->retry_after = (unsigned)(wait < 0 ? 0 : wait > RETRY_MAX ? RETRY_MAX : wait);
    r->address = ms_arena_str(r->arena, ms_out_str(&shown));
    r->etag = ms_arena_str(r->arena, header(t->curl, "ETag"));
    r->modified = ms_arena_str(r->arena, header(t->curl, "Last-Modified"));
    r->type = ms_arena_str(r->arena, header(t->curl, "Content-Type"));
    r->headers = all_headers(t);
    bool whole = !shown.failed && r->address.p && r->etag.p && r->modified.p && r->type.p &&
                 r->headers.p;
    ms_out_free(&shown);
    if (!whole) return no_memory(t->d);
    r->validator = validator(t);
    return MS_OK;
}

/* ---- the body ------------------------------------------------------------ */

static ms_rc too_large(transfer *t)
{
    return ms_fail(t->d, MS_ELIMIT, 0, 0, "larger than the ceiling of %llu bytes",
                   (unsigned long long)t->g->max);
}

/* The length of the body, where the answer has one that counts: it does not beside a
 * Transfer-Encoding (RFC 9112 §6.3). */
static ms_rc read_length(transfer *t)
{
    struct curl_header *second;
    ms_str text = header(t->curl, "Content-Length");
    bool twice = !curl_easy_header(t->curl, "Content-Length", 1, CURLH_HEADER, -1, &second);
    t->r->sized = text.n && !header(t->curl, "Transfer-Encoding").n;
    if (!t->r->sized || (!twice && ms_length_read(text, &t->r->length))) return MS_OK;
    return ms_fail(t->d, MS_EDAMAGED, 0, 0, "Content-Length '%.*s' is no length",
                   (int)(text.n < SHOWN_MAX ? text.n : SHOWN_MAX), text.p);
}

/* Whether a part is the one that was asked for: from where the part at hand ends to the end
 * of the file, of the same version. */
static ms_rc check_part(transfer *t)
{
    ms_reply *r = t->r;
    uint64_t first, last, total;
    ms_str range = header(t->curl, "Content-Range");
    bool fits = t->g->from && ms_range_read(range, &first, &last, &total) &&
                first == t->g->from && (total || t->g->size) && (!total || last + 1 == total) &&
                (!t->g->size || last + 1 == t->g->size) &&
                (!r->sized || r->length == last - first + 1);
    if (fits && !r->sized) r->length = last - first + 1, r->sized = true;
    /* Some servers pass over If-Range. */
    if (fits && r->etag.n && ms_etag_strong(t->g->validator))
        fits = ms_str_eq(r->etag, t->g->validator);
    r->from = t->g->from;
    if (fits) return MS_OK;
    return ms_fail(t->d, MS_EVERSION, 0, 0,
                   "answers with a part that was not asked for: '%.*s'",
                   (int)(range.n < SHOWN_MAX ? range.n : SHOWN_MAX), range.p);
}

/* gzip and zstd are unpacked by who reads the file; anything else is not. */
static ms_rc check_encoding(transfer *t)
{
    ms_str e = header(t->curl, "Content-Encoding");
    static const char *const known[] = {"", "identity", "gzip", "x-gzip", "zstd"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (e.n == strlen(known[i]) && strncasecmp(e.p, known[i], e.n) == 0) return MS_OK;
    return ms_fail(t->d, MS_EDAMAGED, 0, 0, "is encoded as '%.*s', which was not asked for",
                   (int)(e.n < SHOWN_MAX ? e.n : SHOWN_MAX), e.p);
}

static ms_rc begin_body(transfer *t)
{
    ms_rc rc = read_head(t);
    t->begun = true;
    if (rc || (t->r->status != 200 && t->r->status != 206)) return rc ? rc : MS_END;
    rc = read_length(t);
    if (!rc && t->r->status == 206) rc = check_part(t);
    if (!rc) rc = check_encoding(t);
    if (!rc && t->r->sized && (t->r->from > t->g->max || t->r->length > t->g->max - t->r->from))
        rc = too_large(t);
    return rc ? rc : t->g->begin(t->g->ctx, t->r, t->d);
}

static ms_rc take(transfer *t, ms_str bytes)
{
    t->got += bytes.n;
    if (t->r->sized && t->got > t->r->length)
        return ms_fail(t->d, MS_EDAMAGED, 0, 0, "sends more than the %llu bytes it announced",
                       (unsigned long long)t->r->length);
    if (t->r->from + t->got > t->g->max) return too_large(t);
    return t->g->body(t->g->ctx, bytes, t->d);
}

static size_t on_body(char *p, size_t size, size_t n, void *ctx)
{
    transfer *t = ctx;
    if (!t->begun) t->rc = begin_body(t);
    if (!t->rc) t->rc = take(t, (ms_str){p, size * n});
    return t->rc ? CURL_WRITEFUNC_ERROR : size * n;
}

static int on_progress(void *ctx, curl_off_t dltotal, curl_off_t now, curl_off_t ultotal,
                       curl_off_t up)
{
    transfer *t = ctx;
    (void)dltotal, (void)now, (void)ultotal, (void)up;
    if (t->o->progress && t->begun && !t->rc)
        t->o->progress(t->o->progress_ctx, t->r->from + t->got,
                       t->r->sized ? t->r->from + t->r->length : 0);
    return t->o->stop && t->o->stop();
}

/* ---- one question -------------------------------------------------------- */

static bool add(struct curl_slist **list, const char *name, ms_str value)
{
    ms_out o = {0};
    if (!value.n) return true;
    ms_out_fmt(&o, "%s: %.*s", name, MS_FMT(value));
    ms_out_char(&o, '\0');
    struct curl_slist *more = o.failed ? NULL : curl_slist_append(*list, o.p);
    ms_out_free(&o);
    if (more) *list = more;
    return more != NULL;
}

static struct curl_slist *request(const ms_get *g)
{
    struct curl_slist *list = NULL;
    char range[48] = "";
    if (g->from) snprintf(range, sizeof range, "bytes=%llu-", (unsigned long long)g->from);
    bool ok = add(&list, "Accept-Encoding", MS_STR("identity")) &&
              add(&list, "Connection", MS_STR("close")) &&
              add(&list, "If-None-Match", g->etag) &&
              add(&list, "If-Modified-Since", g->modified) &&
              (!g->from ||
               (add(&list, "Range", ms_str_z(range)) && add(&list, "If-Range", g->validator)));
    if (ok) return list;
    curl_slist_free_all(list);
    return NULL;
}

/* libcurl takes the end of a connection for the end of a body that has no length, also
 * where TLS does not say so: then anybody on the way may have cut it (RFC 9112 §9.8). */
static void on_tls(const SSL *ssl, int where, int value)
{
    transfer *t = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    if (where == SSL_CB_READ_ALERT && (value & 0xff) == SSL_AD_CLOSE_NOTIFY) t->goodbye = true;
}

static CURLcode watch_tls(CURL *curl, void *ctx, void *t)
{
    (void)curl;
    SSL_CTX_set_app_data(ctx, t);
    SSL_CTX_set_info_callback(ctx, on_tls);
    return CURLE_OK;
}

/* One connection an answer, read until it is closed and compared with Content-Length here:
 * libcurl would stop at Content-Length and leave the rest unseen. */
static const struct {
    CURLoption option;
    long value;
} fixed[] = {
    {CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1},
    {CURLOPT_IGNORE_CONTENT_LENGTH, 1},
    {CURLOPT_FORBID_REUSE, 1},
    {CURLOPT_SSL_VERIFYPEER, 1},
    {CURLOPT_SSL_VERIFYHOST, 2},
    {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
    {CURLOPT_LOW_SPEED_LIMIT, SLOW},
    {CURLOPT_NOSIGNAL, 1},
    {CURLOPT_NOPROGRESS, 0},
};

static bool secure(const transfer *t)
{
    return strncasecmp(t->address, "https:", 6) == 0;
}

static bool set_up(transfer *t, struct curl_slist *headers)
{
    CURL *c = t->curl;
    char agent[64];
    snprintf(agent, sizeof agent, "marsad/%s", ms_version());
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (curl_easy_setopt(c, fixed[i].option, fixed[i].value)) return false;
    return !curl_easy_setopt(c, CURLOPT_URL, t->address) &&
           !curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, secure(t) ? "https" : "http") &&
           !curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers) &&
           !curl_easy_setopt(c, CURLOPT_USERAGENT, agent) &&
           !curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)t->o->timeout) &&
           !curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)t->o->timeout) &&
           (!t->o->cacert || (!curl_easy_setopt(c, CURLOPT_CAINFO, t->o->cacert) &&
                              !curl_easy_setopt(c, CURLOPT_CAPATH, NULL))) &&
           (!secure(t) || (!curl_easy_setopt(c, CURLOPT_SSL_CTX_FUNCTION, watch_tls) &&
                           !curl_easy_setopt(c, CURLOPT_SSL_CTX_DATA, t))) &&
           (!ms_address_local(t->address) || !curl_easy_setopt(c, CURLOPT_NOPROXY, "*")) &&
           !curl_easy_setopt(c, CURLOPT_ERRORBUFFER, t->why) &&
           !curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body) &&
           !curl_easy_setopt(c, CURLOPT_WRITEDATA, t) &&
           !curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress) &&
           !curl_easy_setopt(c, CURLOPT_XFERINFODATA, t);
}

static ms_rc line_failed(transfer *t, CURLcode code)
{
    if (code == CURLE_OUT_OF_MEMORY) return no_memory(t->d);
    if (code == CURLE_ABORTED_BY_CALLBACK)
        return ms_fail(t->d, MS_EIO, 0, 0, "stopped, as was asked");
    return ms_fail(t->d, MS_EIO, 0, 0, "%s", t->why[0] ? t->why : curl_easy_strerror(code));
}

/* Whether the body is whole.  With a length that alone counts: a connection that stays open
 * or ends without TLS' goodbye behind the last byte has given all. */
static ms_rc judge_body(transfer *t, CURLcode code)
{
    const ms_reply *r = t->r;
    bool told = header(t->curl, "Transfer-Encoding").n || !secure(t) || t->goodbye;
    if (code == CURLE_ABORTED_BY_CALLBACK || (code && !r->sized)) return line_failed(t, code);
    if (!r->sized)
        return told ? MS_OK
                    : ms_fail(t->d, MS_EIO, 0, 0, "ends after %llu bytes without saying so",
                              (unsigned long long)t->got);
    if (t->got == r->length) return MS_OK;
    return ms_fail(t->d, MS_EIO, 0, 0, "ends after %llu of %llu bytes%s%s",
                   (unsigned long long)(r->from + t->got),
                   (unsigned long long)(r->from + r->length), code ? ": " : "",
                   code ? (t->why[0] ? t->why : curl_easy_strerror(code)) : "");
}

static ms_rc judge(transfer *t, CURLcode code)
{
    long status = 0;
    curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
    if (!status) return line_failed(t, code ? code : CURLE_GOT_NOTHING);
    if (!t->begun) t->rc = begin_body(t);
    if (t->rc && t->rc != MS_END) return t->rc;
    if (!t->rc) return judge_body(t, code);
    if (status == 304 && (t->g->etag.n || t->g->modified.n)) return MS_OK;
    if (status == 416 && t->g->from)
        return ms_fail(t->d, MS_EVERSION, 0, 0, "has no part from byte %llu on",
                       (unsigned long long)t->g->from);
    return ms_fail(t->d, MS_EIO, 0, 0, "answers with status %ld", status);
}

/* `location` (RFC 9110 §10.2.2) as an absolute address, in the reply's arena; "" when it is
 * none, `p` NULL without memory. */
static ms_str join(transfer *t, const char *location)
{
    CURLU *u = curl_url();
    char *to = NULL;
    if (!u) return (ms_str){NULL, 0};
    CURLUcode c = curl_url_set(u, CURLUPART_URL, t->address, 0);
    if (!c) c = curl_url_set(u, CURLUPART_URL, location, CURLU_NON_SUPPORT_SCHEME);
    if (!c) c = curl_url_get(u, CURLUPART_URL, &to, 0);
    ms_str s = c ? MS_STR("") : ms_arena_str(t->r->arena, ms_str_z(to));
    curl_free(to);
    curl_url_cleanup(u);
    return s;
}

/* The address that the answer leads to; "" when it leads nowhere. */
static ms_str redirect(transfer *t)
{
    static const int leading[] = {301, 302, 303, 307, 308};
    ms_str location = header(t->curl, "Location");
    bool leads = false;
    for (size_t i = 0; i < sizeof leading / sizeof *leading; i++)
        leads |= t->r->status == leading[i];
    return leads && location.n ? join(t, location.p) : MS_STR("");
}

static ms_rc ask(transfer *t, ms_str *next)
{
    struct curl_slist *headers = request(t->g);
    ms_rc rc;
    t->curl = curl_easy_init();
    if (!t->curl || !headers || !set_up(t, headers)) {
        rc = no_memory(t->d);
    } else {
        CURLcode code = curl_easy_perform(t->curl);
        rc = judge(t, code);
        *next = rc == MS_EIO && t->begun ? redirect(t) : (ms_str){"", 0};
    }
    curl_easy_cleanup(t->curl);
    curl_slist_free_all(headers);
    return next->p ? rc : no_memory(t->d);
}

ms_rc ms_get_run(const ms_get_opts *o, const ms_get *g, ms_reply *r, ms_diag *d)
{
    const char *address = g->address;
    ms_rc rc = ms_address_check(address, NULL, d);
    for (unsigned hop = 0; !rc; hop++) {
        transfer t = {.o = o, .g = g, .r = r, .address = address, .d = d};
        ms_str next = {"", 0};
        *r = (ms_reply){.arena = r->arena};
        rc = ask(&t, &next);
        if (!next.n) return rc;
        if (hop == REDIRECTS_MAX)
            return ms_fail(d, MS_EIO, 0, 0, "redirects more than %d times", REDIRECTS_MAX);
        rc = ms_address_check(next.p, address, d);
        address = next.p;
    }
    return rc;
}
