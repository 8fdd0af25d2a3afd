/* A small list and somebody to look for, one fact a line: a letter that says what it is, and
 * the value.  A line "=" ends an entity, the first of which is who is looked for; "k", at its
 * beginning only, chooses its schema, "t" the threshold in tenths.  The search gives what
 * scoring everybody gives. */
#undef NDEBUG
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <marsad/index.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ENTITIES = 40, FACTS = 8, VALUE = 120 };

typedef struct text {
    ms_str rest;
    ms_arena *a;
    uint32_t tenths;
} text;

static const char *property(char what)
{
    switch (what) {
    case 'n': return "name";
    case 'w': return "weakAlias";
    case 'b': return "birthDate";
    case 'd': return "idNumber";
    case 's': return "gender";
    case 'c': return "nationality";
    case 'p': return "phone";
    case 'e': return "email";
    case 'x': return "publicKey";
    default: return NULL;
    }
}

static ms_str line_of(text *t)
{
    const char *end = memchr(t->rest.p, '\n', t->rest.n);
    ms_str line = {t->rest.p, end ? (size_t)(end - t->rest.p) : t->rest.n};
    size_t gone = line.n + (end != NULL);
    t->rest = (ms_str){t->rest.p + gone, t->rest.n - gone};
    return line;
}

static ms_entity next_entity(text *t, unsigned number)
{
    static const char *const schemata[] = {"Person", "Company", "Vessel", "LegalEntity"};
    unsigned schema = 0;
    if (t->rest.n > 1 && t->rest.p[0] == 'k') schema = (unsigned char)line_of(t).p[1] % 4;
    ms_entity e =
        ms_entity_make(t->a, ms_arena_strf(t->a, "e-%u", number), ms_str_z(schemata[schema]));
    for (unsigned facts = 0; t->rest.n && facts < FACTS;) {
        ms_str line = line_of(t);
        if (!line.n || line.p[0] == '=') break;
        ms_str value = {line.p + 1, line.n - 1 < VALUE ? line.n - 1 : VALUE};
        const char *prop = property(line.p[0]);
        if (line.p[0] == 't' && value.n) t->tenths = (unsigned char)value.p[0] % 10;
        if (prop) ms_entity_add(&e, ms_str_z(prop), value);
        facts++;
    }
    return e;
}

static const char *path(void)
{
    static char name[300];
    const char *tmp = getenv("TMPDIR");
    if (!name[0])
        snprintf(name, sizeof name, "%s/marsad-fuzz-%d.snap", tmp ? tmp : "/tmp",
                 (int)getpid());
    return name;
}

static void compare(const ms_snap *s, const ms_identity *q, uint32_t threshold)
{
    static ms_scorer *scorer;
    ms_result some[ENTITIES], all[ENTITIES];
    ms_found found, every;
    ms_search o = MS_SEARCH_INIT;
    if (!scorer) scorer = ms_scorer_new();
    o.threshold = threshold, o.limit = ENTITIES;
    assert(ms_snap_search(s, scorer, q, &o, some, &found) == MS_OK);
    o.exhaustive = true;
    assert(ms_snap_search(s, scorer, q, &o, all, &every) == MS_OK);
    assert(found.total == every.total && found.n == every.n);
    assert(found.scored + found.ruled_out == every.scored);
    for (uint32_t i = 0; i < every.n; i++)
        assert(some[i].entity == all[i].entity && some[i].score == all[i].score);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    text t = {{(const char *)data, size}, ms_arena_new(0), 7};
    ms_build *b = ms_build_new();
    ms_identity q;
    ms_diag d;
    ms_snap *s;
    ms_entity e = next_entity(&t, 0);
    assert(ms_identity_from_entity(&e, t.a, &q) == MS_OK);
    assert(ms_build_list(b, MS_STR("list"), &d) == MS_OK);
    for (unsigned i = 1; i < ENTITIES && t.rest.n; i++) {
        e = next_entity(&t, i);
        assert(ms_build_add(b, &e, &d) == MS_OK);
    }
    if (ms_build_write(b, path(), &d) == MS_OK) {
        assert(ms_snap_open(path(), &s, &d) == MS_OK);
        compare(s, &q, 100000 * t.tenths);
        ms_snap_close(s);
        unlink(path());
    }
    ms_build_free(b);
    ms_arena_free(t.a);
    return 0;
}
