/* The certificate that the server shows, which may be exchanged while it runs. */
#ifndef MARSAD_SERVER_TLS_H
#define MARSAD_SERVER_TLS_H

#include <marsad/rc.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

typedef struct ms_tls ms_tls;

/* Reads PEM files.  MS_EINVAL, MS_ENOTFOUND, MS_EIO, MS_ENOMEM. */
ms_rc ms_tls_new(const char *certificate, const char *key, ms_tls **out, ms_diag *d);
void ms_tls_free(ms_tls *t); /* no connection uses it any more; NULL is legal */

/* Reads the files again.  Handshakes that are under way keep what they have. */
ms_rc ms_tls_reload(ms_tls *t, ms_diag *d);

/* The certificate and key in force; as long as `t`. */
void ms_tls_current(ms_tls *t, gnutls_pcert_st **chain, unsigned *n, gnutls_privkey_t *key);

#endif
