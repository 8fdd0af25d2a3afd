/* Queries to measure with. */
#include "base/mem.h"
#include "cli/asked.h"
#include "cli/bench.h"

/* A million rows of some hundred bytes. */
static const size_t BYTES_MAX = 1 << 30;

enum { FIELDS_MAX = 4, TRIES = 400, DRAWN = 8, NAME_TRIES = 16 };

/* A row of a file. */
typedef struct bench_row {
    query_field *fields;
    uint32_t n;
} bench_row;

struct bench_queries {
    ms_arena *arena;
    asked asked; /* the file, open as long as there are rows of it */
    bench_row *rows;
    uint64_t n, room;
    uint64_t unread;     /* rows that are left out */
    const ms_snap *snap; /* NULL: rows of a file */
    uint64_t seed;
};

/* ---- from a file ------------------------------------------------------- */

static ms_rc add_row(bench_queries *b, const query *q)
{
    if (b->n == b->room) {
        uint64_t room = b->room ? 2 * b->room : 1024;
        bench_row *more = ms_realloc(b->rows, room * sizeof *more);
        if (!more) return MS_ENOMEM;
        b->rows = more, b->room = room;
    }
    b->rows[b->n++] = (bench_row){q->fields, q->n_fields};
    return MS_OK;
}

/* Reads one row, or leaves it out. */
static ms_rc take_row(bench_queries *b, const input_row *row)
{
    query q = query_make(b->arena, row->row);
    ms_rc rc = asked_row(&b->asked, row, &q);
    if (rc) return rc;
    b->unread += q.error.rc != MS_OK;
    return q.error.rc ? MS_OK : add_row(b, &q);
}

static ms_rc read_rows(bench_queries *b, ms_diag *d)
{
    input_row row;
    ms_rc rc = MS_OK;
    while (!rc) {
        rc = input_next(b->asked.in, b->arena, &row, d);
        if (!rc) rc = take_row(b, &row);
    }
    if (rc == MS_END && !b->n)
        return ms_fail(d, MS_EMISSING, 0, 0, "there is no query in the file");
    return rc == MS_END ? MS_OK : rc;
}

int bench_queries_read(ms_cli *c, const char *path, bench_queries **out)
{
    ms_diag d = {0};
    bench_queries *b = ms_calloc(1, sizeof *b);
    if (b) b->arena = ms_arena_new(BYTES_MAX), b->asked.c = c;
    *out = b;
    if (!b || !b->arena) return ms_cli_nomem(c);
    int e = asked_open(&b->asked, path);
    if (e) return e;
    const char *name = input_name(b->asked.in);
    ms_rc rc = read_rows(b, &d);
    if (rc == MS_ENOMEM) ms_cli_nomem(c);
    else if (rc) ms_cli_diag(c, name, &d);
    if (!rc && b->unread)
        ms_cli_say(c, "%s: %llu rows that cannot be read are left out", name,
                   (unsigned long long)b->unread);
    return ms_cli_exit(rc);
}

/* ---- from lists -------------------------------------------------------- */

/* Query `i` being made: chance, and what has been drawn. */
typedef struct maker {
    const ms_snap *s;
    ms_arena *a;
    uint64_t chance;
    bool foreign; /* in another script than Latin */
    uint32_t block;
    ms_rc rc;
} maker;

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t mixed(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* A number from 0 to n - 1; 0 where `n` is. */
static uint32_t below(maker *m, uint32_t n)
{
    m->chance += 0x9e3779b97f4a7c15u;
    return (uint32_t)(((mixed(m->chance) >> 32) * n) >> 32);
}

static bool one_in(maker *m, uint32_t n)
{
    return below(m, n) == 0;
}

/* Somebody of the lists who is screened and has a name, a thing where lists have no people;
 * false: nothing was found. */
static bool draw_entity(maker *m, ms_identity *id, ms_snap_entity *e)
{
    for (int i = 0; i < TRIES && !m->rc; i++) {
        uint32_t no = below(m, ms_snap_entities(m->s));
        *e = ms_snap_get(m->s, no);
        if (!e->matchable) continue;
        if (i < TRIES / 2 && !ms_str_eq(e->schema_name, MS_STR("Person"))) continue;
        m->rc = ms_snap_identity(m->s, no, m->a, id);
        if (!m->rc && id->n_names) return true;
    }
    return false;
}

/* A number for the script of the text's letters: 0 Latin, one for all of East Asia. */
static uint32_t block_of(ms_str s)
{
    uint32_t cp;
    for (size_t at = 0; at < s.n;) {
        at += ms_utf8_decode(s.p + at, s.n - at, &cp);
        if (cp >= 0x2e80) return 0x2e;
        if (cp >= 0x370 && (cp < 0x1e00 || cp >= 0x2070)) return cp >> 8;
    }
    return 0;
}

/* Whether the name is in the script that the query is to have. */
static bool fits(const maker *m, const ms_name *n)
{
    uint32_t block = block_of(n->text);
    if (m->block) return block == m->block;
    return n->n && m->foreign == (block != 0);
}

/* A name of somebody; where lists have none in that script, any; NULL: none at all. */
static const ms_name *draw_name(maker *m, ms_identity *id, ms_snap_entity *e)
{
    const ms_name *n = NULL;
    for (int i = 0; i < NAME_TRIES * NAME_TRIES && draw_entity(m, id, e); i++)
        for (int k = 0; k < 4; k++) {
            n = &id->names[below(m, id->n_names)];
            if (!fits(m, n)) continue;
            m->block = block_of(n->text);
            return n;
        }
    return n;
}

/* A word of somebody's name, and how rare it is. */
static ms_str draw_word(maker *m, uint16_t *weight)
{
    ms_identity id;
    ms_snap_entity e;
    const ms_name *n = draw_name(m, &id, &e);
    if (!n || !n->n) return MS_STR("");
    uint32_t at = below(m, n->n);
    *weight = n->tok[at].flags & MS_TOKEN_MINOR ? UINT16_MAX : n->tok[at].weight;
    return ms_name_words(n, at, 1);
}

static ms_str joined(maker *m, ms_str a, ms_str b, const char *between)
{
    ms_str out = ms_arena_strf(m->a, "%.*s%s%.*s", MS_FMT(a), between, MS_FMT(b));
    if (!out.p) m->rc = MS_ENOMEM;
    return out.p ? out : a;
}

/* Where character `k` of `s` begins; its end for those that it does not have. */
static size_t at_character(ms_str s, uint32_t k)
{
    size_t at = 0;
    uint32_t cp;
    while (k-- > 0 && at < s.n) at += ms_utf8_decode(s.p + at, s.n - at, &cp);
    return at;
}

static uint32_t characters(ms_str s)
{
    uint32_t n = 0, cp;
    for (size_t at = 0; at < s.n; n++) at += ms_utf8_decode(s.p + at, s.n - at, &cp);
    return n;
}

/* One character left out, doubled, in the place of the next, or exchanged with it. */
static ms_str with_typo(maker *m, ms_str s)
{
    uint32_t n = characters(s), k = n > 2 ? 1 + below(m, n - 2) : 0;
    size_t at = at_character(s, k), next = at_character(s, k + 1),
           then = at_character(s, k + 2);
    ms_str head = {s.p, at}, one = {s.p + at, next - at}, two = {s.p + next, then - next};
    ms_str tail = {s.p + next, s.n - next}, rest = {s.p + then, s.n - then};
    switch (below(m, 4)) {
    case 0: return n > 2 ? joined(m, head, tail, "") : s;
    case 1: return joined(m, joined(m, head, one, ""), (ms_str){s.p + at, s.n - at}, "");
    case 2: return joined(m, joined(m, head, one, ""), joined(m, one, rest, ""), "");
    default: return joined(m, joined(m, head, two, ""), joined(m, one, rest, ""), "");
    }
}

/* The commonest words of those drawn, as people of common names have them. */
static ms_str common_name(maker *m)
{
    ms_str word[DRAWN], out = MS_STR("");
    uint16_t weight[DRAWN];
    for (int i = 0; i < DRAWN; i++) weight[i] = UINT16_MAX, word[i] = draw_word(m, &weight[i]);
    for (uint32_t n = 2 + below(m, 2); n > 0; n--) {
        int best = 0;
        for (int i = 1; i < DRAWN; i++)
            if (weight[i] < weight[best]) best = i;
        out = out.n ? joined(m, out, word[best], " ") : word[best];
        weight[best] = UINT16_MAX;
    }
    return out;
}

/* Two words, each of the beginning of one and the end of another. */
static ms_str unlisted_name(maker *m)
{
    ms_str out = MS_STR("");
    uint16_t weight;
    for (int i = 0; i < 2; i++) {
        ms_str a = draw_word(m, &weight), b = draw_word(m, &weight);
        size_t from = at_character(b, characters(b) / 2);
        a.n = at_character(a, (characters(a) + 1) / 2);
        ms_str word = joined(m, a, (ms_str){b.p + from, b.n - from}, "");
        out = out.n ? joined(m, out, word, " ") : word;
    }
    return out;
}

static ms_str one_word(maker *m, ms_str name)
{
    const char *blank = name.n ? memchr(name.p, ' ', name.n) : NULL;
    if (!blank || blank == name.p) return name;
    size_t n = (size_t)(blank - name.p);
    return one_in(m, 2) ? (ms_str){name.p, n} : (ms_str){blank + 1, name.n - n - 1};
}

/* A birth date and a nationality: those of `id`, where it has them. */
static uint32_t add_facts(maker *m, const ms_identity *id, query_field *f)
{
    ms_identity other;
    ms_snap_entity e;
    ms_date d = {(uint16_t)(1940 + below(m, 70)), (uint8_t)(1 + below(m, 12)),
                 (uint8_t)(1 + below(m, 28))};
    if (id->n_births) d = id->births[0];
    for (int i = 0; i < DRAWN && !id->n_countries && draw_entity(m, &other, &e); i++)
        id = &other;
    char text[MS_DATE_MAX];
    ms_str date = ms_arena_str(m->a, (ms_str){text, ms_date_print(d, text)});
    if (!date.p) m->rc = MS_ENOMEM;
    f[0] = (query_field){MS_STR("birthDate"), date};
    if (!id->n_countries) return 1;
    f[1] = (query_field){MS_STR("nationality"), ms_str_z(id->countries[0].s)};
    return 2;
}

/* A third are listed with an error of writing, a third have common names, the others are not
 * listed; a tenth are in another script than Latin, one in fifty is one word; half the people
 * say when they were born and what they are. */
static uint32_t make(maker *m, query_field *f)
{
    ms_identity id = {0};
    ms_snap_entity e = {.schema_name = MS_STR("Person")};
    uint32_t kind = below(m, 3), n = 2;
    bool word = one_in(m, 50), facts = one_in(m, 2);
    m->foreign = one_in(m, 10);
    const ms_name *listed = kind == 0 ? draw_name(m, &id, &e) : NULL;
    ms_str name = listed      ? with_typo(m, listed->text)
                  : kind == 1 ? common_name(m)
                              : unlisted_name(m);
    f[0] = (query_field){MS_STR("name"), word ? one_word(m, name) : name};
    f[1] = (query_field){MS_STR("schema"), e.schema_name};
    if (facts && ms_str_eq(e.schema_name, MS_STR("Person"))) n += add_facts(m, &id, f + n);
    return n;
}

bench_queries *bench_queries_make(const ms_snap *s, uint64_t seed)
{
    bench_queries *b = ms_calloc(1, sizeof *b);
    if (b) b->snap = s, b->seed = seed;
    return b;
}

void bench_queries_free(bench_queries *b)
{
    if (!b) return;
    asked_close(&b->asked);
    ms_arena_free(b->arena);
    ms_free(b->rows);
    ms_free(b);
}

uint64_t bench_queries_count(const bench_queries *b)
{
    return b->n;
}

ms_rc bench_queries_get(const bench_queries *b, uint64_t i, ms_arena *a,
                        const query_field **fields, uint32_t *n)
{
    if (!b->snap) {
        *fields = b->rows[i % b->n].fields, *n = b->rows[i % b->n].n;
        return MS_OK;
    }
    query_field *f = ms_arena_array(a, FIELDS_MAX, sizeof *f);
    maker m = {.s = b->snap, .a = a, .chance = mixed(b->seed ^ mixed(i + 1))};
    if (!f) return MS_ENOMEM;
    *n = make(&m, f);
    *fields = f;
    return m.rc;
}
