#include <stdlib.h>
#include <time.h>

#include "base/utc.h"
#include "cli/data.h"
#include "cli/rows.h"
#include "server/api_key.h"

#define X(name, text) "|" name
#define PURPOSES ("" MS_PURPOSE_LIST(X)) + 1
static const ms_opt opts[] = {
    {.name = "name",
     .value = "TEXT",
     .type = MS_OPT_TEXT,
     .help = "add: who holds the key, as it stands in the log"},
    {.name = "role",
     .value = "ROLE",
     .type = MS_OPT_CHOICE,
     .choices = "read|screen|operate",
     .help = "add: what it may do: see lists; and screen; and see how the server is"},
    {.name = "purpose",
     .value = "PURPOSE",
     .type = MS_OPT_CHOICE,
     .choices = PURPOSES,
     .help = "add: what its calls are for, as it stands in the log"},
    {.name = "rate",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = MS_API_KEY_RATE_MAX,
     .help = "add: calls a minute at most; no limit unless given"},
    {.name = "list",
     .value = "NAME",
     .type = MS_OPT_TEXT,
     .repeat = true,
     .help = "add: a list that it may see; all unless given"},
    {.name = "days",
     .value = "N",
     .type = MS_OPT_UINT,
     .min = 1,
     .max = 36500,
     .help = "add: days until it ends; never unless given"},
    {.name = "format",
     .value = "F",
     .type = MS_OPT_CHOICE,
     .choices = "table|json|csv",
     .preset = "table",
     .help = "list: how to write the keys"},
    {0},
};
#undef X

/* ---- the file ---------------------------------------------------------- */

static int fail(const ms_cli *c, const char *path, ms_rc rc, ms_diag *d)
{
    d->rc = rc;
    ms_cli_diag(c, rc == MS_EIO ? NULL : path, d);
    return ms_cli_exit(rc);
}

/* Reads the keys; none where there is no file. */
static int read_keys(ms_cli *c, const char *path, ms_api_keys *k)
{
    ms_diag d = {0};
    ms_rc rc = ms_api_keys_read(path, c->arena, k, &d);
    if (rc == MS_ENOTFOUND) rc = ms_api_keys_parse(MS_STR(""), c->arena, k, &d);
    return rc ? fail(c, path, rc, &d) : MS_EXIT_OK;
}

static int write_keys(ms_cli *c, const char *path, const ms_api_keys *k)
{
    ms_diag d = {0};
    ms_rc rc = ms_api_keys_write(path, k, &d);
    return rc ? fail(c, path, rc, &d) : MS_EXIT_OK;
}

/* The key that holds and has that name or id; NULL: none. */
static ms_api_key *find(const ms_api_keys *k, ms_str name)
{
    for (uint32_t i = 0; i < k->n; i++)
        if (!k->v[i].revoked.n &&
            (ms_str_eq(k->v[i].name, name) || ms_str_eq(k->v[i].id, name)))
            return &k->v[i];
    return NULL;
}

/* ---- add --------------------------------------------------------------- */

static ms_str days_from_now(ms_arena *a, uint64_t days)
{
    char text[MS_UTC_BYTES];
    ms_utc_at((int64_t)time(NULL) + (int64_t)(days * 86400), text);
    return ms_arena_str(a, ms_str_z(text));
}

static ms_str lists_of(ms_cli *c)
{
    ms_str s = MS_STR("");
    const char *name;
    for (unsigned i = 0; (name = ms_cli_nth(c, "list", i)) && s.p; i++)
        s = ms_arena_strf(c->arena, "%.*s%s%s", MS_FMT(s), i ? "," : "", name);
    return s;
}

static int check(ms_cli *c, const ms_api_key *k)
{
    static const char *const needed[] = {"name", "role", "purpose"};
    if (c->n_operands > 1) return ms_cli_usage(c, "unexpected '%s'", c->operands[1]);
    for (unsigned i = 0; i < 3; i++)
        if (!ms_cli_given(c, needed[i])) return ms_cli_usage(c, "--%s is missing", needed[i]);
    if (k->name.n > MS_API_KEY_NAME_MAX)
        return ms_cli_usage(c, "--name: at most %d bytes", MS_API_KEY_NAME_MAX);
    if (!ms_api_text_ok(k->name) || !k->name.n)
        return ms_cli_usage(c, "--name: UTF-8 without control characters is expected");
    for (unsigned i = 0; ms_cli_nth(c, "list", i); i++) {
        ms_str name = ms_str_z(ms_cli_nth(c, "list", i));
        if (!name.n || !ms_api_text_ok(name) || memchr(name.p, ',', name.n))
            return ms_cli_usage(c, "--list: '%s' is no name of a list", name.p);
    }
    return MS_EXIT_OK;
}

/* Prints the token, which nobody can show again. */
static int add(ms_cli *c, const char *path)
{
    ms_api_keys k;
    ms_str token;
    ms_api_key new = {.name = ms_str_z(ms_cli_text(c, "name")),
                      .role = (ms_role_needed)(MS_NEEDS_READ + ms_cli_number(c, "role")),
                      .purpose = ms_str_z(ms_cli_text(c, "purpose")),
                      .rate = (uint32_t)ms_cli_number(c, "rate"),
                      .lists = lists_of(c),
                      .made = days_from_now(c->arena, 0)};
    int e = check(c, &new);
    if (!e) e = read_keys(c, path, &k);
    if (e) return e;
    if (find(&k, new.name))
        return ms_cli_say(c, "there is a key called '%s'", new.name.p), MS_EXIT_INPUT;
    if (k.n == MS_API_KEYS_MAX)
        return ms_cli_say(c, "there are %u keys, which are all that there may be", k.n),
               MS_EXIT_INPUT;
    if (ms_cli_given(c, "days")) new.ends = days_from_now(c->arena, ms_cli_number(c, "days"));
    if (!new.lists.p || !new.made.n || ms_api_key_make(&new, c->arena, &token))
        return ms_cli_nomem(c);
    k.v[k.n++] = new;
    e = write_keys(c, path, &k);
    if (!e) fprintf(c->out, "%.*s\n", MS_FMT(token));
    return e;
}

/* ---- revoke ------------------------------------------------------------ */

/* Revoked keys stay in the file: the log names them, and a server whose last key is revoked is
 * not open to all. */
static int revoke(ms_cli *c, const char *path)
{
    ms_api_keys k;
    int e = c->n_operands < 2 ? ms_cli_usage(c, "KEY is missing") : read_keys(c, path, &k);
    if (e) return e;
    ms_str now = days_from_now(c->arena, 0);
    if (!now.n) return ms_cli_nomem(c);
    for (unsigned i = 1; i < c->n_operands; i++) {
        ms_api_key *found = find(&k, ms_str_z(c->operands[i]));
        if (!found)
            return ms_cli_say(c, "no key is called '%s'; nothing was revoked", c->operands[i]),
                   MS_EXIT_INPUT;
        found->revoked = now;
    }
    return write_keys(c, path, &k);
}

/* ---- list -------------------------------------------------------------- */

static const ms_col cols[] = {
    {"id", "Id", MS_COL_TEXT, false},           {"name", "Name", MS_COL_TEXT, true},
    {"role", "Role", MS_COL_TEXT, false},       {"purpose", "Purpose", MS_COL_TEXT, false},
    {"rate", "Rate", MS_COL_NUMBER, false},     {"lists", "Lists", MS_COL_TEXT, true},
    {"made", NULL, MS_COL_TEXT, false},         {"ends", "Ends", MS_COL_TEXT, false},
    {"revoked", "Revoked", MS_COL_TEXT, false},
};

enum { N_COLS = sizeof cols / sizeof *cols };

static int by_made(const void *a, const void *b)
{
    const ms_api_key *x = a, *y = b;
    int c = ms_str_cmp(x->made, y->made);
    return c ? c : ms_str_cmp(x->id, y->id);
}

static int list(ms_cli *c, const char *path)
{
    ms_api_keys k;
    if (c->n_operands > 1) return ms_cli_usage(c, "unexpected '%s'", c->operands[1]);
    int e = read_keys(c, path, &k);
    if (e) return e;
    qsort(k.v, k.n, sizeof *k.v, by_made);
    ms_rows *r = ms_rows_begin(c, (ms_rows_format)ms_cli_number(c, "format"), cols, N_COLS);
    for (uint32_t i = 0; r && i < k.n; i++) {
        const ms_api_key *v = &k.v[i];
        char rate[24] = "";
        if (v->rate) snprintf(rate, sizeof rate, "%u", v->rate);
        ms_str cells[N_COLS] = {v->id,      v->name,        ms_str_z(ms_api_role_name(v->role)),
                                v->purpose, ms_str_z(rate), v->lists,
                                v->made,    v->ends,        v->revoked};
        if (ms_rows_add(r, cells)) break;
        ms_rows_tint(r, v->revoked.n ? 2 : 0);
    }
    ms_rc rc = ms_rows_end(r);
    return rc == MS_ENOMEM ? ms_cli_nomem(c) : ms_cli_exit(rc);
}

/* ---- the command ------------------------------------------------------- */

static int run(ms_cli *c)
{
    static const struct {
        const char *name;
        int (*run)(ms_cli *c, const char *path);
        bool writes;
    } verbs[] = {{"add", add, true}, {"list", list, false}, {"revoke", revoke, true}};
    const char *path = ms_data_path(c, MS_DATA_KEYS);
    if (!path) return MS_EXIT_SYSTEM;
    for (unsigned i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(c->operands[0], verbs[i].name)) continue;
        int e = verbs[i].writes ? ms_data_lock(c) : MS_EXIT_OK;
        if (!e) e = verbs[i].run(c, path);
        if (verbs[i].writes) ms_data_unlock(c);
        return e;
    }
    return ms_cli_usage(c, "'%s' is not one of add, list, revoke", c->operands[0]);
}

#define X(name, text) " " name " (" text ")."
const ms_command ms_cmd_key = {
    .name = "key",
    .summary = "Give callers of the server keys, and take them away",
    .operands = "add|list|revoke [KEY…]",
    .min_operands = 1,
    .max_operands = 100,
    .opts = opts,
    .about = "add prints the key, which callers send as Authorization: Bearer KEY, as\n"
             "Authorization: ApiKey KEY or as ?api_key=KEY. It is shown this once: the file\n"
             "keys of the data folder holds its Argon2id hash. revoke takes names or ids; a\n"
             "revoked key stays in the list. A server that runs takes changes within a second\n"
             "or two.\n"
             "\n"
             "From the first key on, calls without one are refused, but for /healthz, /readyz\n"
             "and whatever else shows no list. A key with --list sees those lists alone, and\n"
             "default means them.\n"
             "\n"
             "Purposes:" MS_PURPOSE_LIST(X),
    .examples = "marsad key add --name gate-7 --role screen --purpose border-control --rate "
                "600\tPrint a "
                "key for 600 calls a minute.\n"
                "marsad key list --format json\tOne JSON object for each key.\n"
                "marsad key revoke gate-7\tRefuse its calls from now on.\n",
    .exits = MS_EXITS_INPUT,
    .run = run,
};
#undef X
