/* Keys that callers show, and the file that holds what is known of them.
 *
 * A token is "msk_", the key's id (12 hexadecimal digits), "_" and 64 hexadecimal digits, which
 * are secret.  The file has a line of tab-separated cells for each key, with the Argon2id hash
 * of the token (RFC 9106) in place of the token.
 */
#ifndef MARSAD_SERVER_API_KEY_H
#define MARSAD_SERVER_API_KEY_H

#include <marsad/arena.h>
#include <marsad/rc.h>

#include "server/route.h"

/* What calls of a key are for: name, what it means.  It stands in the log of each call. */
#define MS_PURPOSE_LIST(X)                                           \
    X("border-control", "checks of travellers at a border")          \
    X("advance-passenger", "checks of passenger data before travel") \
    X("visa", "visas and travel authorisations")                     \
    X("asylum", "applications for protection and residence")         \
    X("customs", "goods, declarants and means of transport")         \
    X("police", "investigations under a law that allows the query")  \
    X("finance", "sanctions checks of customers and payments")       \
    X("training", "training and tests, with invented people only")   \
    X("operation", "running the node: health, metrics, list updates")

/* Ceilings. */
enum {
    MS_API_KEYS_MAX = 10000,
    MS_API_KEY_NAME_MAX = 64, /* bytes */
    MS_API_KEY_RATE_MAX = 1000000,
    MS_API_KEY_ID = 12, /* digits of an id */
    MS_API_KEY_TOKEN = 4 + MS_API_KEY_ID + 1 + 64
};

/* A key.  Texts are UTF-8 without control characters. */
typedef struct ms_api_key {
    ms_str id, name;
    ms_role_needed role; /* MS_NEEDS_READ or more: what it may do, and all below */
    ms_str purpose;
    uint32_t rate;  /* requests a minute; 0: no limit */
    ms_str lists;   /* that it may see, divided by commas; empty: all */
    ms_str made;    /* RFC 3339 in UTC, as all times here: they compare as texts */
    ms_str ends;    /* empty: never */
    ms_str revoked; /* empty: it was not */
    ms_str hash;
} ms_api_key;

/* All keys. */
typedef struct ms_api_keys {
    ms_api_key *v;
    uint32_t n;
} ms_api_keys;

/* Reads the text of a file; what `out` holds lies in `text` and `a`.  MS_ESYNTAX and MS_EVALUE
 * with the line, MS_EDUPLICATE, MS_ELIMIT, MS_ENOMEM. */
ms_rc ms_api_keys_parse(ms_str text, ms_arena *a, ms_api_keys *out, ms_diag *d);

/* Reads the file `path` into `a`, with room for one key more.  MS_ENOTFOUND too. */
ms_rc ms_api_keys_read(const char *path, ms_arena *a, ms_api_keys *out, ms_diag *d);

/* Makes the keys the content of `path` as one step, for its owner alone. */
ms_rc ms_api_keys_write(const char *path, const ms_api_keys *k, ms_diag *d);

/* Gives `k` a new id and hash, and `token` its secret, which nothing keeps.  MS_ENOMEM. */
ms_rc ms_api_key_make(ms_api_key *k, ms_arena *a, ms_str *token);

/* The id in a token; `p` NULL where it has not the form of one. */
ms_str ms_api_token_id(ms_str token);

/* Whether `token` is that of `k`: some 20 ms and 19 MiB. */
bool ms_api_key_is(const ms_api_key *k, ms_str token);

/* Whether list `name` is one of the key's. */
bool ms_api_key_sees(const ms_api_key *k, ms_str name);

/* Whether the key holds at the time `now`. */
bool ms_api_key_holds(const ms_api_key *k, ms_str now);

/* Whether `s` is UTF-8 without control characters. */
bool ms_api_text_ok(ms_str s);

/* "read", "screen", "operate". */
const char *ms_api_role_name(ms_role_needed role);

#endif
