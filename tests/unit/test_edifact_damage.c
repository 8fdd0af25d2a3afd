/* Damage: whatever happens to a segment, those around it that it does not touch are given as
 * before, with the same values at the same bytes.
 *
 * Invented messages, and the files of $MARSAD_SHARED/data/messages where they are at hand: cut
 * at every byte; every segment dropped, doubled, swapped with its neighbour; every byte changed
 * in files up to 8 kB, at seeded places in longer ones.  UNA, UNB, UNG and UNH stay whole,
 * since they say how to read the rest. */
#include "edi_fixture.h"

#include <glob.h>

#include <xxhash.h>

/* Sanitizers make reading thirty times slower: they see fewer of the same damages. */
#ifdef __SANITIZE_ADDRESS__
enum { SMALL = 700, SAMPLES = 20 };
#else
enum { SMALL = 8192, SAMPLES = 300 };
#endif

/* A segment as the undamaged input gives it. */
typedef struct known {
    uint64_t at, bytes, hash;
    bool service; /* of an envelope */
    bool fixed;   /* stays whole */
} known;

typedef struct list {
    known *v;
    size_t n, cap;
} list;

static uint64_t seed = 11;

static size_t upto(size_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(seed >> 33) % n;
}

static uint64_t hash_of(const ms_edi_segment *s)
{
    XXH3_state_t *h = XXH3_createState();
    XXH3_64bits_reset(h);
    XXH3_64bits_update(h, &s->tag, sizeof s->tag);
    for (uint32_t i = 0; i < s->n; i++) {
        const ms_edi_value *v = &s->v[i];
        const unsigned place[] = {v->element, v->repetition, v->component};
        XXH3_64bits_update(h, place, sizeof place);
        XXH3_64bits_update(h, v->text.p, v->text.n);
    }
    uint64_t out = XXH3_64bits_digest(h);
    XXH3_freeState(h);
    return out;
}

static void add(list *l, const ms_edi_segment *s)
{
    if (l->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 256;
        l->v = realloc(l->v, l->cap * sizeof *l->v);
        assert_non_null(l->v);
    }
    bool service = s->name[0] == 'U' && (s->name[1] == 'N' || s->name[1] == 'I');
    bool fixed = service && strchr("BGH", s->name[2]);
    l->v[l->n++] = (known){s->at, s->bytes, hash_of(s), service, fixed};
}

/* All segments of `text`, which must end in an orderly way; items are bounded by its bytes. */
static void read_all(ms_str text, list *l)
{
    ms_source *src;
    ms_diag d = {0};
    const ms_edi_item *x;
    l->n = 0;
    assert_int_equal(ms_source_mem(text, "test", &src), MS_OK);
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    ms_rc rc;
    uint64_t behind = 0;
    size_t items = 0;
    while (!(rc = ms_edi_next(r, &x, &d))) {
        assert_true(++items <= 4 * text.n + 8);
        for (uint32_t i = 0; i < x->n; i++) {
            assert_true(x->v[i].at >= behind && x->v[i].at + x->v[i].bytes <= text.n);
            behind = x->v[i].at + x->v[i].bytes;
            add(l, &x->v[i]);
        }
    }
    assert_int_equal(rc, MS_END);
    ms_edi_reader_free(r);
    ms_source_free(src);
}

static bool has(const list *l, uint64_t at, uint64_t hash)
{
    size_t lo = 0, hi = l->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (l->v[mid].at < at) lo = mid + 1;
        else hi = mid;
    }
    return lo < l->n && l->v[lo].at == at && l->v[lo].hash == hash;
}

/* One input, and what is made of it. */
typedef struct work {
    const char *name;
    ms_str text;
    list whole, got;
    char *buf; /* twice the text */
    size_t checked;
} work;

static void expect(work *w, const known *k, uint64_t at, const char *what, size_t where)
{
    w->checked++;
    if (!has(&w->got, at, k->hash))
        fail_msg("%s: %s %zu: the segment at %llu is not given", w->name, what, where,
                 (unsigned long long)k->at);
}

static void truncated(work *w, size_t at)
{
    read_all((ms_str){w->text.p, at}, &w->got);
    for (size_t i = 0; i < w->whole.n && w->whole.v[i].at + w->whole.v[i].bytes <= at; i++)
        expect(w, &w->whole.v[i], w->whole.v[i].at, "cut at", at);
}

static void changed(work *w, size_t at)
{
    static const char with[] = {'X',  '9', ' ', '\n', '?',  '+',   ':',
                                '\'', '*', '-', '#',  '\\', '\xff'};
    memcpy(w->buf, w->text.p, w->text.n);
    w->buf[at] = with[upto(sizeof with)];
    read_all((ms_str){w->buf, w->text.n}, &w->got);
    size_t k = 0;
    while (k < w->whole.n && w->whole.v[k].at + w->whole.v[k].bytes <= at) k++;
    for (size_t i = 0; i < w->whole.n; i++)
        if (i != k && i != k + 1 && !(i + 1 == k && at < w->whole.v[k].at))
            expect(w, &w->whole.v[i], w->whole.v[i].at, "changed byte", at);
}

/* Appends bytes [from, to) of the text. */
static size_t append(work *w, size_t n, uint64_t from, uint64_t to)
{
    memcpy(w->buf + n, w->text.p + from, to - from);
    return n + (size_t)(to - from);
}

static void dropped(work *w, size_t k)
{
    const known *s = &w->whole.v[k];
    size_t n = append(w, 0, 0, s->at);
    n = append(w, n, s->at + s->bytes, w->text.n);
    read_all((ms_str){w->buf, n}, &w->got);
    for (size_t i = 0; i < w->whole.n; i++)
        if (i != k && !w->whole.v[i].service)
            expect(w, &w->whole.v[i], w->whole.v[i].at - (i > k ? s->bytes : 0), "dropped", k);
}

static void doubled(work *w, size_t k)
{
    const known *s = &w->whole.v[k];
    size_t n = append(w, 0, 0, s->at + s->bytes);
    n = append(w, n, s->at, w->text.n);
    read_all((ms_str){w->buf, n}, &w->got);
    for (size_t i = 0; i < w->whole.n; i++)
        if (!w->whole.v[i].service)
            expect(w, &w->whole.v[i], w->whole.v[i].at + (i > k ? s->bytes : 0), "doubled", k);
    if (!s->service) expect(w, s, s->at + s->bytes, "doubled", k);
}

static void swapped(work *w, size_t k)
{
    const known *a = &w->whole.v[k], *b = a + 1;
    uint64_t gap = b->at - (a->at + a->bytes);
    size_t n = append(w, 0, 0, a->at);
    n = append(w, n, b->at, b->at + b->bytes);
    n = append(w, n, a->at + a->bytes, b->at);
    n = append(w, n, a->at, a->at + a->bytes);
    n = append(w, n, b->at + b->bytes, w->text.n);
    read_all((ms_str){w->buf, n}, &w->got);
    for (size_t i = 0; i < w->whole.n; i++) {
        const known *s = &w->whole.v[i];
        uint64_t at = i == k ? a->at + b->bytes + gap : i == k + 1 ? a->at : s->at;
        if (!s->service) expect(w, s, at, "swapped", k);
    }
}

/* The segment that byte `at` lies in, or that follows it. */
static bool stays(const work *w, size_t at)
{
    size_t k = 0;
    while (k < w->whole.n && w->whole.v[k].at + w->whole.v[k].bytes <= at) k++;
    return k == w->whole.n || w->whole.v[k].fixed;
}

static void damage(work *w)
{
    bool small = w->text.n <= SMALL;
    size_t first = w->whole.n ? (size_t)(w->whole.v[0].at + w->whole.v[0].bytes) : w->text.n;
    for (size_t i = 0; i < (small ? w->text.n : SAMPLES); i++) {
        size_t at = small ? i : upto(w->text.n);
        if (at >= first) truncated(w, at);
        else read_all((ms_str){w->text.p, at}, &w->got);
        if (!stays(w, at)) changed(w, at);
    }
    for (size_t i = 0; i < (small ? w->whole.n : SAMPLES); i++) {
        size_t k = small ? i : upto(w->whole.n);
        if (w->whole.v[k].fixed) continue;
        dropped(w, k);
        doubled(w, k);
        if (k + 1 < w->whole.n && !w->whole.v[k + 1].fixed) swapped(w, k);
    }
}

/* Damages `text`; how many segments were compared. */
static size_t work_on(const char *name, ms_str text)
{
    work w = {.name = name, .text = text, .buf = malloc(2 * text.n + 1)};
    assert_non_null(w.buf);
    read_all(text, &w.whole);
    for (size_t i = 0; i < w.whole.n; i++) { /* without a terminator there is no neighbour */
        const known *a = &w.whole.v[0], *s = &w.whole.v[i];
        w.whole.v[i].fixed |= text.p[s->at + s->bytes - 1] != text.p[a->at + a->bytes - 1];
    }
    damage(&w);
    free(w.whole.v);
    free(w.got.v);
    free(w.buf);
    return w.checked;
}

#define PAX(n, name)                                                                    \
    "NAD+FL+++" name ":JANE'ATT+2++F'DTM+329:800519'LOC+178+VIE'LOC+179+FRA'NAT+2+AUT'" \
    "RFF+AVF:9N2DY" n "'DOC+P:110:111+GE3421423" n "'DTM+36:251029'LOC+91+AUT'"
#define FLIGHT                                                                        \
    "BGM+745'NAD+MS+++HELPDESK'TDT+20+AT123+++AT'LOC+125+VIE'DTM+189:2108271450:201'" \
    "LOC+87+FRA'DTM+232:2108271740:201'"

static void invented(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "UNB+UNOA:4+A:ZZ+B:ZZ+210827:1137+1++APIS'UNG+PAXLST+A+B+210827:1137+1+UN+D:05B'"
        "UNH+1+PAXLST:D:05B:UN:IATA++01:C'" FLIGHT PAX("1", "DOE") PAX("2", "ROE?'S")
            PAX("3", "POE") "CNT+42:3'UNT+40+1'UNH+2+PAXLST:D:05B:UN:IATA++02:F'" FLIGHT PAX(
                "4", "LOE") "CNT+42:1'UNT+20+2'UNE+2+1'UNZ+1+1'",
        "QD ABCDEFG\r\n.HIJKLMN 271137\r\nUNA:+.? '\r\nUNB+UNOA:4+A:ZZ+B:ZZ+210827:1137+1'\r\n"
        "UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'NAD+FL+++MULLERSFER:MAAUTIA'ATT+2+\r\n"
        "+F'DTM+329:130523'LOC+178+VIE'NAD+FL+++RDEERF:EERFRWDTF'ATT+2++M'DTM+32\r\n"
        "9:590610'CNT+42:2'UNT+10+1'UNZ+1+1'\r\n\x03\r\nmail footer\r\n",
    };
    for (unsigned i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_true(work_on("invented", ms_str_z(texts[i])) > 1000);
}

static char *read_file(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *p = NULL;
    *n = 0;
    for (size_t got = 1; got;) {
        p = realloc(p, *n + 65536);
        assert_non_null(p);
        got = fread(p + *n, 1, 65536, f);
        *n += got;
    }
    fclose(f);
    return p;
}

/* Files whose separators are read off the data, or whose segments have lost terminators: what
 * damage does to them has no answer that others would agree on. */
static bool doubtful(const char *path)
{
    static const char *const names[] = {"infant.edi",   "Pg75",        "Pg77",
                                        "ForCodeShare", "una_corrupt", "codeshare.edi"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (strstr(path, names[i])) return true;
    return false;
}

static void samples(void **state)
{
    (void)state;
    const char *shared = getenv("MARSAD_SHARED"), *source = getenv("MARSAD_SOURCE");
    char pattern[1024];
    size_t checked = 0;
    glob_t g = {0};
    for (int k = 0; k < 2; k++) {
        snprintf(pattern, sizeof pattern, "%s%s/data/messages/%s/*/*",
                 shared   ? shared
                 : source ? source
                          : ".",
                 shared ? "" : "/../shared", k ? "other" : "gtas");
        glob(pattern, k ? GLOB_APPEND : 0, NULL, &g);
    }
    for (size_t i = 0; i < g.gl_pathc; i++) {
        size_t n;
        if (doubtful(g.gl_pathv[i])) continue;
        char *p = read_file(g.gl_pathv[i], &n);
        checked += work_on(g.gl_pathv[i], (ms_str){p, n});
        free(p);
    }
    size_t files = g.gl_pathc;
    globfree(&g);
    if (!files) {
        print_message("no files at %s\n", pattern);
        skip();
    }
    print_message("%zu files, %zu segments compared\n", files, checked);
    assert_true(checked > 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invented),
        cmocka_unit_test(samples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
