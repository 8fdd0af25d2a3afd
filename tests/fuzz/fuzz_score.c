/* Both scorers on two identities, written one fact a line: a letter that says what it
 * is, and the value; a line "=" begins the second.  Other lines are left out. */
#undef NDEBUG
#include <assert.h>
#include <stdio.h>

#include "ref.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FACTS = 3, NAME_BYTES = 300 };

typedef struct side {
    ms_name names[FACTS * MS_READINGS];
    ms_date births[FACTS];
    ms_document documents[FACTS];
    ms_country countries[FACTS];
    ms_identity id;
    uint32_t facts; /* names given, each in its readings */
} side;

/* Letters and digits, upper case, as documents are compared. */
static void add_document(side *x, ms_str v)
{
    ms_document d = {0};
    for (size_t i = 0; i < v.n && d.len < MS_DOCUMENT_MAX; i++) {
        char c = v.p[i] >= 'a' && v.p[i] <= 'z' ? (char)(v.p[i] - 32) : v.p[i];
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) d.s[d.len++] = c;
    }
    if (d.len >= MS_DOCUMENT_MIN) x->documents[x->id.n_documents++] = d;
}

/* Keys other than numbers, as they are kept. */
static void add_key(side *x, ms_key kind, ms_str v)
{
    ms_document d = {.kind = (uint8_t)kind};
    d.len = (uint8_t)(v.n < MS_KEY_TEXT_MAX ? v.n : MS_KEY_TEXT_MAX);
    memcpy(d.s, v.p, d.len < sizeof d.s ? d.len : sizeof d.s);
    if (d.len) x->documents[x->id.n_documents++] = d;
}

static void add_name(side *x, ms_str v, bool weak, ms_arena *a)
{
    ms_name_kind kind = (ms_name_kind)(x->id.n_births % 4);
    if (v.n > NAME_BYTES) v.n = NAME_BYTES;
    uint32_t n;
    ms_name *ways = &x->names[x->id.n_names];
    if (ms_name_readings(v, kind, a, ways, &n) != MS_OK) return;
    for (uint32_t i = 0; i < n; i++) ways[i].weak = weak;
    x->id.n_names += n;
}

static void add_fact(side *x, char what, ms_str v, ms_arena *a)
{
    ms_identity *id = &x->id;
    if ((what == 'n' || what == 'w') && x->facts++ < FACTS) add_name(x, v, what == 'w', a);
    if (what == 'b' && id->n_births < FACTS &&
        ms_date_parse(v, &x->births[id->n_births]) == MS_OK)
        id->n_births++;
    const char *key = memchr("pex", what, 3);
    if (what == 'd' && id->n_documents < FACTS) add_document(x, v);
    if (key && id->n_documents < FACTS)
        add_key(x, MS_KEY_PHONE + (ms_key)(*key == 'e') + 2 * (*key == 'x'), v);
    bool code = v.n >= 2 && v.n < 8 && !memchr(v.p, 0, v.n);
    if (what == 'c' && id->n_countries < FACTS && code) {
        memset(&x->countries[id->n_countries], 0, sizeof *x->countries);
        memcpy(x->countries[id->n_countries++].s, v.p, v.n);
    }
    if (what == 's' && v.n) id->sexes |= v.p[0] & 7;
    if (what == 'k') id->schema = ms_schema_find(v);
}

static void check(const ms_identity *q, const ms_identity *l, ms_arena *a)
{
    static ms_scorer *s;
    ms_explanation e;
    if (!s) s = ms_scorer_new();
    uint32_t score = ms_score(s, q, l);
    int64_t sum = 0;
    assert(score <= MS_SCORE_ONE);
    assert(score == ref_score(q, l));
    assert(score == ms_score(s, l, q));
    assert(ms_explain(s, q, l, a, &e) == MS_OK && e.score == score);
    for (uint32_t i = 0; i < e.n_evidence; i++) sum += e.evidence[i].effect;
    assert(sum == e.odds && (score == 0 || score == ref_score_of(e.odds)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_arena *a = ms_arena_new(0);
    side *x = ms_arena_array(a, 2, sizeof *x);
    ms_str rest = {(const char *)data, size};
    for (int i = 0; i < 2; i++)
        x[i].facts = 0, x[i].id = (ms_identity){.names = x[i].names,
                                                .births = x[i].births,
                                                .documents = x[i].documents,
                                                .countries = x[i].countries};
    for (int i = 0; rest.n > 0;) {
        const char *end = memchr(rest.p, '\n', rest.n);
        ms_str line = {rest.p, end ? (size_t)(end - rest.p) : rest.n};
        rest.p += line.n + (end != NULL), rest.n -= line.n + (end != NULL);
        if (line.n == 1 && line.p[0] == '=') i = 1;
        if (line.n) add_fact(&x[i], line.p[0], (ms_str){line.p + 1, line.n - 1}, a);
    }
    check(&x[0].id, &x[1].id, a);
    ms_arena_free(a);
    return 0;
}
