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
    struct pair *before; /* handshakes may still use it */
} pair;

struct ms_tls {
    const char *certificate, *key;
    pthread_mutex_t lock; /* of `now` */
    pair *now;
};

static void free_pair(pair *p)
{
    for (unsigned i = 0; i < p->n; i++) gnutls_pcert_deinit(&p->chain[i]);
    if (p->key) gnutls_privkey_deinit(p->key);
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

ms_rc ms_tls_new(const char *certificate, const char *key, ms_tls **out, ms_diag *d)
{
    ms_tls *t = ms_calloc(1, sizeof *t);
    if (!t || pthread_mutex_init(&t->lock, NULL)) {
        ms_free(t);
        return ms_fail(d, MS_ENOMEM, 0, 0, "%s", certificate);
    }
    t->certificate = certificate;
    t->key = key;
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

void ms_tls_current(ms_tls *t, gnutls_pcert_st **chain, unsigned *n, gnutls_privkey_t *key)
{
    pthread_mutex_lock(&t->lock);
    *chain = t->now->chain;
    *n = t->now->n;
    *key = t->now->key;
    pthread_mutex_unlock(&t->lock);
}
