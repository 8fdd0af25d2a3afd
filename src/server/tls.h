/* The certificate that the server shows and those that vouch for its clients, which may be
 * exchanged while it runs. */
#ifndef MARSAD_SERVER_TLS_H
#define MARSAD_SERVER_TLS_H

#include <marsad/rc.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

typedef struct ms_tls ms_tls;

/* Reads PEM files; `clients` NULL: no client is asked for a certificate.  Paths are not copied.
 * MS_EINVAL, MS_ENOTFOUND, MS_EIO, MS_ENOMEM. */
ms_rc ms_tls_new(const char *certificate, const char *key, const char *clients, ms_tls **out,
                 ms_diag *d);
void ms_tls_free(ms_tls *t); /* no connection uses it any more; NULL is legal */

/* Reads the files again; where one of them is bad, all that was read before stays.  Handshakes
 * that are under way keep what they have. */
ms_rc ms_tls_reload(ms_tls *t, ms_diag *d);

/* Tells a handshake the certificate and key in force, which live as long as `t`, and has it ask
 * the client for one, of whatever authority. */
void ms_tls_show(ms_tls *t, gnutls_session_t session, gnutls_pcert_st **chain, unsigned *n,
                 gnutls_privkey_t *key);

/* What was found of the client of one connection; {0} at its beginning. */
typedef struct ms_tls_client {
    const void *asked; /* the reading of the files that was asked; NULL: none yet */
    bool known;
} ms_tls_client;

/* Whether the client showed a certificate, with those above it eight at most, that those in
 * force vouch for; looked at again after each reading of the files.  False where no client is
 * asked. */
bool ms_tls_knows(ms_tls *t, gnutls_session_t session, ms_tls_client *c);

#endif
