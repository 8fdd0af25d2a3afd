#include "server/api_key.h"

#include <stdlib.h>

#include <sodium.h>

#include <marsad/name.h>

#include "base/ascii.h"
#include "base/cut.h"
#include "base/file.h"

/* OWASP's smallest parameters of Argon2id.  The secret has 256 bits, so that they protect
 * nothing that could be guessed; they are what reviewers look for. */
enum { PASSES = 2, MEMORY = 19 << 20, CELLS = 10, FILE_MAX = 16 << 20 };

#define MARK "msk_"
#define HEAD "#marsad keys 1: id, name, role, purpose, rate, lists, made, ends, revoked, hash\n"

static const char *const roles[] = {"", "read", "screen", "operate"};

#define X(name, text) name,
static const char *const purposes[] = {MS_PURPOSE_LIST(X)};
#undef X

const char *ms_api_role_name(ms_role_needed role)
{
    return roles[role];
}

/* ---- reading ----------------------------------------------------------- */

static bool is_hex(ms_str s, size_t n)
{
    if (s.n != n) return false;
    for (size_t i = 0; i < n; i++)
        if (!ms_is_digit(s.p[i]) && !(s.p[i] >= 'a' && s.p[i] <= 'f')) return false;
    return true;
}

bool ms_api_text_ok(ms_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f) return false;
    return ms_utf8_valid(s) == s.n;
}

/* "2026-01-31T23:59:59Z"; nothing where `none`. */
static bool is_time(ms_str s, bool none)
{
    static const char form[] = "0000-00-00T00:00:00Z";
    if (!s.n) return none;
    if (s.n != sizeof form - 1) return false;
    for (size_t i = 0; i < s.n; i++)
        if (form[i] == '0' ? !ms_is_digit(s.p[i]) : s.p[i] != form[i]) return false;
    return true;
}

static bool read_role(ms_str s, ms_role_needed *out)
{
    for (unsigned i = MS_NEEDS_READ; i < sizeof roles / sizeof *roles; i++) {
        *out = (ms_role_needed)i;
        if (ms_str_eq(s, ms_str_z(roles[i]))) return true;
    }
    return false;
}

static bool is_purpose(ms_str s)
{
    for (size_t i = 0; i < sizeof purposes / sizeof *purposes; i++)
        if (ms_str_eq(s, ms_str_z(purposes[i]))) return true;
    return false;
}

static bool read_rate(ms_str s, uint32_t *out)
{
    int64_t v = ms_number(s, MS_API_KEY_RATE_MAX);
    if (v >= 0) *out = (uint32_t)v;
    return v >= 0;
}

static bool is_hash(ms_str s)
{
    ms_str mark = MS_STR("$argon2id$");
    return s.n > mark.n && s.n < crypto_pwhash_STRBYTES && !memcmp(s.p, mark.p, mark.n) &&
           ms_api_text_ok(s);
}

static ms_rc read_line(ms_str line, uint64_t no, ms_api_key *k, ms_diag *d)
{
    ms_str cell[CELLS];
    unsigned n = 1;
    for (size_t i = 0; i < line.n; i++) n += line.p[i] == '\t';
    if (n != CELLS) return ms_fail(d, MS_ESYNTAX, no, 0, "%d cells expected, not %u", CELLS, n);
    for (unsigned i = 0; i < CELLS; i++) cell[i] = ms_str_cut(&line, '\t');
    *k = (ms_api_key){.id = cell[0],
                      .name = cell[1],
                      .purpose = cell[3],
                      .lists = cell[5],
                      .made = cell[6],
                      .ends = cell[7],
                      .revoked = cell[8],
                      .hash = cell[9]};
    const struct {
        bool good;
        const char *what;
    } checks[] = {
        {is_hex(k->id, MS_API_KEY_ID), "id"},
        {k->name.n && k->name.n <= MS_API_KEY_NAME_MAX && ms_api_text_ok(k->name), "name"},
        {read_role(cell[2], &k->role), "role"},
        {is_purpose(k->purpose), "purpose"},
        {read_rate(cell[4], &k->rate), "rate"},
        {ms_api_text_ok(k->lists), "lists"},
        {is_time(k->made, false), "made"},
        {is_time(k->ends, true), "ends"},
        {is_time(k->revoked, true), "revoked"},
        {is_hash(k->hash), "hash"},
    };
    for (unsigned i = 0; i < sizeof checks / sizeof *checks; i++)
        if (!checks[i].good)
            return ms_fail(d, MS_EVALUE, no, 0, "this is no %s of a key", checks[i].what);
    return MS_OK;
}

static int by_id(const void *a, const void *b)
{
    return ms_str_cmp(((const ms_api_key *)a)->id, ((const ms_api_key *)b)->id);
}

ms_rc ms_api_keys_parse(ms_str text, ms_arena *a, ms_api_keys *out, ms_diag *d)
{
    uint32_t lines = 1;
    for (size_t i = 0; i < text.n && lines <= MS_API_KEYS_MAX; i++) lines += text.p[i] == '\n';
    *out = (ms_api_keys){.v = ms_arena_array(a, lines + 1, sizeof *out->v)};
    if (!out->v) return ms_fail(d, MS_ENOMEM, 0, 0, "no memory for keys");
    for (uint64_t no = 1; text.n; no++) {
        ms_str line = ms_str_cut(&text, '\n');
        if (!line.n || line.p[0] == '#') continue;
        if (out->n == MS_API_KEYS_MAX || out->n >= lines)
            return ms_fail(d, MS_ELIMIT, no, 0, "more than %d keys", MS_API_KEYS_MAX);
        ms_rc rc = read_line(line, no, &out->v[out->n++], d);
        if (rc) return rc;
    }
    qsort(out->v, out->n, sizeof *out->v, by_id);
    for (uint32_t i = 1; i < out->n; i++)
        if (ms_str_eq(out->v[i - 1].id, out->v[i].id))
            return ms_fail(d, MS_EDUPLICATE, 0, 0, "two keys have the id %.*s",
                           MS_FMT(out->v[i].id));
    return MS_OK;
}

ms_rc ms_api_keys_read(const char *path, ms_arena *a, ms_api_keys *out, ms_diag *d)
{
    ms_str map;
    *out = (ms_api_keys){0};
    ms_rc rc = ms_file_map(path, &map, d);
    if (rc) return rc;
    ms_str text = {0};
    if (map.n > FILE_MAX) rc = ms_fail(d, MS_ELIMIT, 0, 0, "%s is too large", path);
    else text = ms_arena_str(a, map);
    if (!rc && !text.p) rc = ms_fail(d, MS_ENOMEM, 0, 0, "%s", path);
    ms_file_unmap(map);
    return rc ? rc : ms_api_keys_parse(text, a, out, d);
}

/* ---- writing ----------------------------------------------------------- */

static void write_key(const ms_api_key *k, ms_out *o)
{
    ms_out_fmt(o, "%.*s\t%.*s\t%s\t%.*s\t%u\t%.*s\t", MS_FMT(k->id), MS_FMT(k->name),
               roles[k->role], MS_FMT(k->purpose), k->rate, MS_FMT(k->lists));
    ms_out_fmt(o, "%.*s\t%.*s\t%.*s\t%.*s\n", MS_FMT(k->made), MS_FMT(k->ends),
               MS_FMT(k->revoked), MS_FMT(k->hash));
}

ms_rc ms_api_keys_write(const char *path, const ms_api_keys *k, ms_diag *d)
{
    ms_out o = {0};
    ms_aside *f = NULL;
    ms_out_lit(&o, HEAD);
    for (uint32_t i = 0; i < k->n; i++) write_key(&k->v[i], &o);
    ms_rc rc = o.failed ? ms_fail(d, MS_ENOMEM, 0, 0, "%s", path) : MS_OK;
    if (!rc) rc = ms_aside_open(path, &f, d);
    if (!rc) rc = ms_aside_private(f, d);
    if (!rc) rc = ms_aside_write(f, o.p, o.n, d);
    if (!rc) rc = ms_aside_publish(f, d), f = NULL;
    ms_aside_drop(f);
    ms_out_free(&o);
    return rc;
}

/* ---- tokens ------------------------------------------------------------ */

ms_rc ms_api_key_make(ms_api_key *k, ms_arena *a, ms_str *token)
{
    unsigned char secret[32], id[MS_API_KEY_ID / 2];
    char text[2 * sizeof secret + 1], name[MS_API_KEY_ID + 1], hash[crypto_pwhash_STRBYTES];
    if (sodium_init() < 0) return MS_EIO;
    randombytes_buf(secret, sizeof secret);
    randombytes_buf(id, sizeof id);
    sodium_bin2hex(text, sizeof text, secret, sizeof secret);
    sodium_bin2hex(name, sizeof name, id, sizeof id);
    *token = ms_arena_strf(a, MARK "%s_%s", name, text);
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(text, sizeof text);
    if (!token->p || crypto_pwhash_str_alg(hash, token->p, token->n, PASSES, MEMORY,
                                           crypto_pwhash_ALG_ARGON2ID13))
        return MS_ENOMEM;
    k->id = ms_arena_str(a, ms_str_z(name));
    k->hash = ms_arena_str(a, ms_str_z(hash));
    return k->id.p && k->hash.p ? MS_OK : MS_ENOMEM;
}

ms_str ms_api_token_id(ms_str token)
{
    size_t mark = sizeof MARK - 1;
    if (token.n != MS_API_KEY_TOKEN || memcmp(token.p, MARK, mark)) return (ms_str){0};
    ms_str id = {token.p + mark, MS_API_KEY_ID};
    bool form = is_hex(id, MS_API_KEY_ID) && id.p[id.n] == '_' &&
                is_hex((ms_str){id.p + id.n + 1, 64}, 64);
    return form ? id : (ms_str){0};
}

bool ms_api_key_is(const ms_api_key *k, ms_str token)
{
    char hash[crypto_pwhash_STRBYTES] = "";
    if (k->hash.n >= sizeof hash || sodium_init() < 0) return false;
    memcpy(hash, k->hash.p, k->hash.n);
    return crypto_pwhash_str_verify(hash, token.p, token.n) == 0;
}

bool ms_api_key_sees(const ms_api_key *k, ms_str name)
{
    ms_str rest = k->lists;
    if (!rest.n) return true;
    while (rest.n)
        if (ms_str_eq(ms_str_cut(&rest, ','), name)) return true;
    return false;
}

bool ms_api_key_holds(const ms_api_key *k, ms_str now)
{
    return !k->revoked.n && (!k->ends.n || ms_str_cmp(now, k->ends) < 0);
}
