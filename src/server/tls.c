#include "server/tls.h"

#include <pthread.h>

#include "base/file.h"
#include "base/mem.h"

enum { CHAIN_MAX = 8 };

/* One reading of the files. */
typedef struct pair {
    gnutls_pcert_st chain[CHAIN_MAX];
    unsigned n;
    gnutls_privkey_t key;
    gnutls_x509_trust_list_t clients; /* NULL: none are asked */
    struct pair *before;              /* handshakes may still use it */
} pair;

struct ms_tls {
    const char *certificate, *key, *clients;
    pthread_mutex_t lock; /* of `now` */
    pair *now;
};

static void free_pair(pair *p)
{
    for (unsigned i = 0; i < p->n; i++) gnutls_pcert_deinit(&p->chain[i]);
    if (p->key) gnutls_privkey_deinit(p->key);
    if (p->clients) gnutls_x509_trust_list_deinit(p->clients, 1);
    ms_free(p);
}

static ms_rc bad(const char *path, int code, ms_diag *d)
{
    return ms_fail(d, MS_EINVAL, 0, 0, "%s: %s", path, gnutls_strerror(code));
}

static ms_rc read_chain(const char *path, pair *p, ms_diag *d)
{
    ms_str text;
    ms_rc rc = ms_file_map(path, &text, d);
    if (rc) return rc;
    gnutls_datum_t data = {(unsigned char *)(uintptr_t)text.p, (unsigned)text.n};
    unsigned n = CHAIN_MAX;
    int code = gnutls_pcert_list_import_x509_raw(p->chain, &n, &data, GNUTLS_X509_FMT_PEM, 0);
    ms_file_unmap(text);
    if (code < 0) return bad(path, code, d);
    p->n = n;
    return MS_OK;
}

static ms_rc read_key(const char *path, pair *p, ms_diag *d)
{
    ms_str text;
    ms_rc rc = ms_file_map(path, &text, d);
    if (rc) return rc;
    gnutls_datum_t data = {(unsigned char *)(uintptr_t)text.p, (unsigned)text.n};
    int code = gnutls_privkey_init(&p->key);
    if (!code)
        code = gnutls_privkey_import_x509_raw(p->key, &data, GNUTLS_X509_FMT_PEM, NULL, 0);
    ms_file_unmap(text);
    return code < 0 ? bad(path, code, d) : MS_OK;
}

/* Who vouches for clients. */
static ms_rc read_clients(const char *path, pair *p, ms_diag *d)
{
    ms_str text;
    ms_rc rc = ms_file_map(path, &text, d);
    if (rc) return rc;
    gnutls_datum_t data = {(unsigned char *)(uintptr_t)text.p, (unsigned)text.n};
    int n = gnutls_x509_trust_list_init(&p->clients, 0);
    if (n >= 0)
        n = gnutls_x509_trust_list_add_trust_mem(p->clients, &data, NULL, GNUTLS_X509_FMT_PEM,
                                                 0, 0);
    ms_file_unmap(text);
    return n > 0 ? MS_OK : bad(path, n ? n : GNUTLS_E_NO_CERTIFICATE_FOUND, d);
}

/* Whether the key is that of the certificate. */
static ms_rc check_pair(const ms_tls *t, pair *p, ms_diag *d)
{
    gnutls_pubkey_t of_key;
    unsigned char a[64], b[64];
    size_t n_a = sizeof a, n_b = sizeof b;
    int code = gnutls_pubkey_init(&of_key);
    if (code < 0) return bad(t->key, code, d);
    code = gnutls_pubkey_import_privkey(of_key, p->key, 0, 0);
    if (!code) code = gnutls_pubkey_get_key_id(of_key, GNUTLS_KEYID_USE_SHA256, a, &n_a);
    if (!code)
        code = gnutls_pubkey_get_key_id(p->chain[0].pubkey, GNUTLS_KEYID_USE_SHA256, b, &n_b);
    gnutls_pubkey_deinit(of_key);
    if (code < 0) return bad(t->key, code, d);
    if (n_a == n_b && !memcmp(a, b, n_a)) return MS_OK;
    return ms_fail(d, MS_EINVAL, 0, 0, "%s is not the key of %s", t->key, t->certificate);
}

ms_rc ms_tls_reload(ms_tls *t, ms_diag *d)
{
    pair *p = ms_calloc(1, sizeof *p);
    if (!p) return ms_fail(d, MS_ENOMEM, 0, 0, "%s", t->certificate);
    ms_rc rc = read_chain(t->certificate, p, d);
    if (!rc) rc = read_key(t->key, p, d);
    if (!rc) rc = check_pair(t, p, d);
    if (!rc && t->clients) rc = read_clients(t->clients, p, d);
    if (rc) {
        free_pair(p);
        return rc;
    }
    pthread_mutex_lock(&t->lock);
    p->before = t->now;
    t->now = p;
    pthread_mutex_unlock(&t->lock);
    return MS_OK;
}

ms_rc ms_tls_new(const char *certificate, const char *key, const char *clients, ms_tls **out,
                 ms_diag *d)
{
    ms_tls *t = ms_calloc(1, sizeof *t);
    if (!t || pthread_mutex_init(&t->lock, NULL)) {
        ms_free(t);
        return ms_fail(d, MS_ENOMEM, 0, 0, "%s", certificate);
    }
    t->certificate = certificate;
    t->key = key;
    t->clients = clients;
    ms_rc rc = ms_tls_reload(t, d);
    if (rc) ms_tls_free(t), t = NULL;
    *out = t;
    return rc;
}

void ms_tls_free(ms_tls *t)
{
    if (!t) return;
    for (pair *p = t->now, *before; p; p = before) {
        before = p->before;
        free_pair(p);
    }
    pthread_mutex_destroy(&t->lock);
    ms_free(t);
}

static pair *in_force(ms_tls *t)
{
    pthread_mutex_lock(&t->lock);
    pair *p = t->now;
    pthread_mutex_unlock(&t->lock);
    return p;
}

/* The names of authorities are left out of what the client is asked for, as one may (RFC 5246
 * §7.4.4, RFC 8446 §4.2.4): libmicrohttpd would send those of its start for ever. */
void ms_tls_show(ms_tls *t, gnutls_session_t session, gnutls_pcert_st **chain, unsigned *n,
                 gnutls_privkey_t *key)
{
    pair *p = in_force(t);
    *chain = p->chain;
    *n = p->n;
    *key = p->key;
    if (!p->clients) return;
    gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUEST);
    gnutls_certificate_send_x509_rdn_sequence(session, 1);
}

static bool vouched_for(const pair *p, gnutls_session_t session)
{
    gnutls_typed_vdata_st purpose = {GNUTLS_DT_KEY_PURPOSE_OID,
                                     (unsigned char *)(uintptr_t)GNUTLS_KP_TLS_WWW_CLIENT, 0};
    gnutls_x509_crt_t shown[CHAIN_MAX];
    unsigned status = 0, n = 0, made = 0;
    const gnutls_datum_t *sent = gnutls_certificate_get_peers(session, &n);
    bool good = sent && n && n <= CHAIN_MAX;
    while (good && made < n) {
        good = !gnutls_x509_crt_init(&shown[made]);
        if (!good) break;
        good = !gnutls_x509_crt_import(shown[made], &sent[made], GNUTLS_X509_FMT_DER);
        made++;
    }
    good = good &&
           !gnutls_x509_trust_list_verify_crt2(p->clients, shown, n, &purpose, 1,
                                               GNUTLS_PROFILE_TO_VFLAGS(GNUTLS_PROFILE_LOW),
                                               &status, NULL) &&
           !status;
    for (unsigned i = 0; i < made; i++) gnutls_x509_crt_deinit(shown[i]);
    return good;
}

bool ms_tls_knows(ms_tls *t, gnutls_session_t session, ms_tls_client *c)
{
    const pair *p = in_force(t);
    if (!p->clients) return false;
    if (c->asked != p) c->known = vouched_for(p, session);
    c->asked = p;
    return c->known;
}
