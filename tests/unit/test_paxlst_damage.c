/* Damage to passenger lists: nobody is lost for it, and no neighbour changes.
 *
 * The invented messages of samples/, and the lists of $MARSAD_SHARED/data/messages where they
 * are at hand: cut at every byte; every segment dropped, doubled, swapped with its neighbour;
 * every byte changed to each of several in files up to 8 kB (1 kB under sanitizers), at seeded
 * places in longer ones. UNA, UNB, UNG, UNH, BGM and TDT stay whole.
 *
 * A traveller whose own segments and the delimiters around them are untouched keeps every
 * field; one whose surname and the delimiters around it are untouched is there. */
#include "manifest_fixture.h"

#include <glob.h>

#ifdef __SANITIZE_ADDRESS__
enum { SMALL = 1000, SAMPLES = 40 };
#else
enum { SMALL = 8192, SAMPLES = 300 };
#endif
enum { MOST = 512 };

/* A segment of the undamaged text. */
typedef struct piece {
    size_t at, end;
    bool fixed;
} piece;

/* A traveller of the undamaged text: bytes from the terminator before him to his last one. */
typedef struct person {
    size_t from, to;
    size_t name_from, name_to; /* the surname with the delimiters around it; equal: none */
    char *says, *surname;
} person;

typedef struct known {
    piece *piece;
    size_t n_pieces, cap;
    person person[MOST];
    size_t n;
} known;

static uint64_t seed = 5;
static size_t compared, failures;

static size_t upto(size_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(seed >> 33) % n;
}

static char *text_of(ms_out *o)
{
    ms_out_char(o, '\0');
    assert_false(o->failed);
    char *z = strdup(o->p);
    ms_out_free(o);
    return z;
}

static void know_segment(known *k, const ms_edi_segment *s)
{
    static const char *const fixed[] = {"UNB", "UNG", "UNH", "BGM", "TDT"};
    static const char *const parties[] = {"FL", "FM", "DDU", "DDT", "VW"};
    if (k->n_pieces == k->cap) {
        k->cap = k->cap ? 2 * k->cap : 256;
        k->piece = realloc(k->piece, k->cap * sizeof *k->piece);
        assert_non_null(k->piece);
    }
    piece *x = &k->piece[k->n_pieces++];
    *x = (piece){s->at, s->at + s->bytes, false};
    for (size_t i = 0; i < 5; i++) x->fixed |= strcmp(s->name, fixed[i]) == 0;
    bool person_here = k->n && k->person[k->n - 1].to == 0;
    bool ends = !strcmp(s->name, "NAD") || !strcmp(s->name, "CNT") || !strcmp(s->name, "UNT") ||
                !strcmp(s->name, "TDT");
    size_t before = k->n_pieces > 1 ? x[-1].end - 1 : 0;
    if (person_here && ends) k->person[k->n - 1].to = x[-1].end;
    if (strcmp(s->name, "NAD") != 0) return;
    for (size_t i = 0; i < 5; i++) {
        if (!ms_edi_is(s, 1, 1, parties[i])) continue;
        assert_true(k->n < MOST);
        person *p = &k->person[k->n++];
        *p = (person){.from = before};
        for (uint32_t v = 0; v < s->n; v++) {
            if (s->v[v].element != 4 || s->v[v].component != 1) continue;
            p->name_from = s->at + s->v[v].at - 1;
            p->name_to = s->at + s->v[v].at + s->v[v].text.n + 1;
        }
    }
}

static void forget(known *k)
{
    for (size_t i = 0; i < k->n; i++) {
        free(k->person[i].says);
        free(k->person[i].surname);
    }
    free(k->piece);
    *k = (known){0};
}

/* What the undamaged text says. */
static void know(ms_str text, known *k)
{
    manifests x = manifests_of(text);
    ms_manifest m;
    size_t told = 0;
    *k = (known){0};
    while (manifests_next(&x, &m)) {
        for (uint32_t i = 0; i < x.item->n; i++) know_segment(k, &x.item->v[i]);
        assert_int_equal(k->n, told + m.n_travellers);
        for (uint32_t i = 0; i < m.n_travellers; i++) {
            ms_out o = {0};
            manifest_put(&o, travellers_table(), &m.travellers[i]);
            k->person[told].says = text_of(&o);
            ms_out_raw(&o, m.travellers[i].surname);
            k->person[told++].surname = text_of(&o);
        }
        if (k->n && !k->person[k->n - 1].to) k->person[k->n - 1].to = text.n;
    }
    manifests_end(&x);
}

/* What stands in the way of a damage: bytes [from, to) of the undamaged text, and the byte
 * before. */
typedef struct harm {
    size_t from, to;
    const char *what;
} harm;

static bool apart(size_t a, size_t b, const harm *h)
{
    return b <= h->from || h->to <= a;
}

/* Whether somebody of the damaged text goes by that surname. */
static bool is_there(char *const *name, size_t n, const char *surname)
{
    for (size_t i = 0; i < n; i++)
        if (strstr(name[i], surname)) return true;
    return false;
}

/* Says what went wrong, with the place of the damage; the first ones in full. */
static void tell(const char *file, ms_str damaged, const harm *h, const char *what, size_t n,
                 const char *who)
{
    enum { AROUND = 60, SHOWN = 20 };
    size_t from = h->from > AROUND ? h->from - AROUND : 0;
    size_t to = h->from + AROUND < damaged.n ? h->from + AROUND : damaged.n;
    if (failures++ >= SHOWN || from > to) return;
    print_message("%s: %s at %zu %s traveller %zu: %s\n  in: %.*s\n", file, h->what, h->from,
                  what, n, who, (int)(to - from), damaged.p + from);
}

static void compare(const char *file, const known *k, ms_str damaged, const harm *h)
{
    static char *says[2 * MOST], *name[2 * MOST];
    size_t n = 0, next = 0;
    manifests x = manifests_of(damaged);
    ms_manifest m;
    while (manifests_next(&x, &m)) {
        for (uint32_t i = 0; i < m.n_travellers && n < 2 * MOST; i++, n++) {
            ms_out o = {0};
            manifest_put(&o, travellers_table(), &m.travellers[i]);
            says[n] = text_of(&o);
            ms_out_raw(&o, m.travellers[i].sent_name);
            name[n] = text_of(&o);
        }
    }
    manifests_end(&x);
    for (size_t i = 0; i < k->n; i++) {
        const person *p = &k->person[i];
        size_t at = next;
        compared++;
        if (apart(p->from, p->to, h)) {
            while (at < n && strcmp(says[at], p->says) != 0) at++;
            if (at == n) {
                tell(file, damaged, h, "changed", i + 1, p->says);
                for (size_t q = i; q < n && q < i + 2; q++) print_message("  %s\n", says[q]);
                at = next;
            }
            next = at + 1;
        } else if (p->name_to && *p->surname && apart(p->name_from, p->name_to, h) &&
                   !is_there(name, n, p->surname)) {
            tell(file, damaged, h, "lost", i + 1, p->surname);
        }
    }
    for (size_t i = 0; i < n; i++) {
        free(says[i]);
        free(name[i]);
    }
}

static void cut(const char *file, const known *k, ms_str text, size_t step)
{
    for (size_t n = 0; n < text.n; n += step) {
        const harm h = {n, text.n, "a cut"};
        compare(file, k, (ms_str){text.p, n}, &h);
    }
}

/* Segments dropped, doubled, swapped. */
static void move(const char *file, const known *k, ms_str text, size_t step)
{
    char *to = malloc(2 * text.n + 1);
    assert_non_null(to);
    for (size_t i = 0; i < k->n_pieces; i += step) {
        const piece *a = &k->piece[i], *b = i + 1 < k->n_pieces ? a + 1 : NULL;
        size_t n = a->end - a->at;
        if (a->fixed) continue;
        memcpy(to, text.p, a->at);
        memcpy(to + a->at, text.p + a->end, text.n - a->end);
        compare(file, k, (ms_str){to, text.n - n}, &(harm){a->at, a->end, "a dropped segment"});
        memcpy(to, text.p, a->end);
        memcpy(to + a->end, text.p + a->at, text.n - a->at);
        compare(file, k, (ms_str){to, text.n + n}, &(harm){a->at, a->end, "a doubled segment"});
        if (!b || b->fixed || b->at < a->end) continue;
        size_t gap = b->at - a->end, m = b->end - b->at;
        memcpy(to, text.p, text.n);
        memcpy(to + a->at, text.p + b->at, m);
        memcpy(to + a->at + m, text.p + a->end, gap);
        memcpy(to + a->at + m + gap, text.p + a->at, n);
        harm h = {a->at, b->end, "swapped segments"};
        compare(file, k, (ms_str){to, text.n}, &h);
    }
    free(to);
}

static bool fixed_at(const known *k, ms_str text, size_t at)
{
    (void)text;
    for (size_t i = 0; i < k->n_pieces; i++) {
        size_t from = i ? k->piece[i - 1].end - 1 : 0;
        if (k->piece[i].fixed && at >= from && at < k->piece[i].end) return true;
    }
    /* UNA, and what begins the interchange. */
    return k->n_pieces == 0 || at < k->piece[0].at;
}

static void change(const char *file, const known *k, ms_str text, bool all)
{
    static const char to[] = "+:'?* \nXUF0-";
    char *copy = malloc(text.n + 1);
    assert_non_null(copy);
    memcpy(copy, text.p, text.n);
    for (size_t i = 0; i < (all ? text.n : (size_t)SAMPLES); i++) {
        size_t at = all ? i : upto(text.n);
        if (fixed_at(k, text, at)) continue;
        for (size_t c = 0; c <= sizeof to; c++) {
            char was = copy[at];
            copy[at] = c < sizeof to - 1 ? to[c] : c == sizeof to ? was ^ 1 : (char)upto(256);
            harm h = {at, at + 1, "a changed byte"};
            if (copy[at] != was) compare(file, k, (ms_str){copy, text.n}, &h);
            copy[at] = was;
        }
    }
    free(copy);
}

static void work_on(const char *file, ms_str text)
{
    known k;
    know(text, &k);
    bool small = text.n <= SMALL;
    cut(file, &k, text, small ? 1 : 331);
    move(file, &k, text, small ? 1 : 17);
    change(file, &k, text, small);
    forget(&k);
}

static char *read_file(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    if (!f) fail_msg("%s", path);
    char *p = malloc(1 << 20);
    assert_non_null(p);
    *n = fread(p, 1, 1 << 20, f);
    fclose(f);
    return p;
}

static void work_on_all(const char *pattern, size_t *files)
{
    glob_t g = {0};
    glob(pattern, 0, NULL, &g);
    for (size_t i = 0; i < g.gl_pathc; i++) {
        size_t n;
        char *text = read_file(g.gl_pathv[i], &n);
        work_on(g.gl_pathv[i], (ms_str){text, n});
        free(text);
        (*files)++;
    }
    globfree(&g);
}

static void invented(void **state)
{
    (void)state;
    const char *source = getenv("MARSAD_SOURCE");
    char pattern[1024];
    size_t files = 0;
    snprintf(pattern, sizeof pattern, "%s/samples/messages/[cp][ra][es][ws]*.edi",
             source ? source : ".");
    work_on_all(pattern, &files);
    assert_int_equal(files, 2);
    assert_int_equal(failures, 0);
}

static void samples(void **state)
{
    (void)state;
    static const char *const where[] = {"gtas/paxlst/*", "other/ediclean/*",
                                        "other/jetway/paxlst*", "other/smooks/*"};
    const char *shared = getenv("MARSAD_SHARED"), *source = getenv("MARSAD_SOURCE");
    char pattern[1024];
    size_t files = 0;
    for (size_t i = 0; i < sizeof where / sizeof *where; i++) {
        snprintf(pattern, sizeof pattern, "%s%s/data/messages/%s",
                 shared   ? shared
                 : source ? source
                          : ".",
                 shared ? "" : "/../shared", where[i]);
        work_on_all(pattern, &files);
    }
    if (!files) {
        print_message("skipped: no files at %s\n", pattern);
        skip();
    }
    print_message("%zu files, %zu comparisons\n", files, compared);
    assert_true(files >= 22);
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(invented), cmocka_unit_test(samples)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
