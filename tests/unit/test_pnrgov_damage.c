/* Damage: a booking whose own segments and delimiters are untouched says the same of its
 * travellers and of itself, whatever happens to its neighbours; and a traveller whose TIF is
 * untouched is there.
 *
 * The invented sample, and the files of $MARSAD_SHARED/data/messages where they are at hand:
 * cut at every byte; every segment dropped, doubled, swapped with the next; every byte changed
 * in files up to 8 kB (1 kB under sanitizers), at seeded places in longer ones.  The header,
 * UNA to UNH, stays whole.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <glob.h>

#include <marsad/travel.h>

#include "base/json_out.h"

#ifdef __SANITIZE_ADDRESS__
enum { SMALL = 1000, SAMPLES = 40 };
#else
enum { SMALL = 8192, SAMPLES = 400 };
#endif
enum { BOOKINGS = 512, SEGMENTS = 8192, NAMES = 512 };

static uint64_t seed = 7;

static size_t upto(size_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(seed >> 33) % n;
}

/* ---- a manifest as text -------------------------------------------------- */

static void put(ms_out *o, const ms_travel_struct *of, const char *record);

static void put_field(ms_out *o, const ms_travel_field *f, const char *record)
{
    const void *at = record + f->at;
    const ms_travel_time *t = at;
    switch (f->kind) {
    case MS_FIELD_IS_TEXT: ms_out_raw(o, *(const ms_str *)at); break;
    case MS_FIELD_IS_TIME: ms_out_fmt(o, "%d,%d,", t->minute, t->offset); /* fall through */
    case MS_FIELD_IS_DATE:
        ms_out_fmt(o, "%d-%d-%d/%d ", t->day.date.year, t->day.date.month, t->day.date.day,
                   t->day.other);
        ms_out_raw(o, t->day.sent);
        break;
    case MS_FIELD_IS_COUNT: ms_out_u64(o, *(const uint32_t *)at); break;
    case MS_FIELD_IS_FLAG: ms_out_char(o, *(const bool *)at ? 'y' : 'n'); break;
    case MS_FIELD_IS_LIST: {
        uint32_t n;
        const char *v;
        memcpy(&n, record + f->count_at, sizeof n);
        memcpy(&v, at, sizeof v);
        for (uint32_t i = 0; i < n; i++) put(o, f->of, v + (size_t)i * f->of->size);
    }
    }
}

/* All fields but the number of the booking, which depends on its neighbours. */
static void put(ms_out *o, const ms_travel_struct *of, const char *record)
{
    ms_out_char(o, '{');
    for (unsigned i = 0; i < of->n; i++) {
        if (strcmp(of->field[i].name, "booking") == 0) continue;
        ms_out_fmt(o, "%s=", of->field[i].name);
        put_field(o, &of->field[i], record);
        ms_out_char(o, '\n');
    }
    ms_out_char(o, '}');
}

static const ms_travel_struct *table_of(const char *list)
{
    const ms_travel_struct *m = ms_travel_table();
    for (unsigned i = 0; i < m->n; i++)
        if (strcmp(m->field[i].name, list) == 0) return m->field[i].of;
    fail_msg("no list %s", list);
    return NULL;
}

/* ---- bookings of a text --------------------------------------------------- */

/* A booking: its bytes, from before SRC to its last one, and what is said of it. */
typedef struct booking {
    size_t from, to;
    ms_str said;
} booking;

typedef struct found {
    booking b[BOOKINGS], name[NAMES]; /* names: of travellers, with the bytes of their TIF */
    size_t n, names;
    ms_out o;
    size_t end_of_head; /* behind UNH */
    size_t seg_at[SEGMENTS], seg_end[SEGMENTS], segs;
} found;

/* Where the delimiter before a segment stands, with the byte before it, which may release it.
 */
static size_t before(const ms_edi_segment *s)
{
    return s[-1].at + s[-1].bytes - 2;
}

/* The names of the travellers; the bytes are those of the first TIF that has the name. */
static void take_names(found *f, const ms_edi_item *item, const ms_manifest *m)
{
    for (uint32_t i = 0; i < m->n_travellers && f->names < NAMES; i++) {
        booking *b = &f->name[f->names];
        ms_str name = m->travellers[i].sent_name;
        *b = (booking){.said = {NULL, ms_out_str(&f->o).n}};
        ms_out_raw(&f->o, name);
        ms_out_char(&f->o, '\0');
        for (uint32_t k = 1; k < item->n && !b->to; k++) {
            const ms_edi_segment *s = &item->v[k];
            ms_str surname = ms_edi_get(s, 1, 1), given = ms_edi_get(s, 2, 1);
            if (s->tag != MS_EDI_TAG('T', 'I', 'F') || !surname.n || name.n < surname.n)
                continue;
            bool same = !memcmp(name.p, surname.p, surname.n) &&
                        (given.n ? name.n == surname.n + 1 + given.n : name.n == surname.n) &&
                        (!given.n || !memcmp(name.p + surname.n + 1, given.p, given.n));
            if (!same) continue;
            b->from = before(s);
            b->to = s->at + s->bytes;
        }
        if (b->to) f->names++;
    }
}

static void say(found *f, const ms_manifest *m, uint32_t n)
{
    size_t from = ms_out_str(&f->o).n;
    put(&f->o, table_of("bookings"), (const char *)&m->bookings[n]);
    for (uint32_t i = 0; i < m->n_travellers; i++)
        if (m->travellers[i].booking == n + 1)
            put(&f->o, table_of("travellers"), (const char *)&m->travellers[i]);
    ms_out_char(&f->o, '\0');
    f->b[f->n++].said = (ms_str){NULL, from};
}

static void take(found *f, const ms_edi_item *item, ms_arena *a)
{
    ms_manifest m;
    size_t first = f->n;
    ms_rc rc = ms_manifest_read(item, a, &m);
    if (rc == MS_ENOTFOUND) return;
    assert_int_equal(rc, MS_OK);
    for (uint32_t i = 0; i < m.n_travellers; i++)
        assert_in_range(m.travellers[i].booking, 1, m.n_bookings);
    for (uint32_t i = 0; i < m.n_bookings && f->n < BOOKINGS; i++) say(f, &m, i);
    size_t n = first;
    take_names(f, item, &m);
    for (uint32_t i = 0; i < item->n; i++) {
        const ms_edi_segment *s = &item->v[i];
        if (i == 0) f->end_of_head = s->at + s->bytes;
        if (s->tag == MS_EDI_TAG('S', 'R', 'C') && n < f->n) f->b[n++].from = before(s);
        if (n > first) f->b[n - 1].to = s->at + s->bytes;
        if (f->segs < SEGMENTS) {
            f->seg_at[f->segs] = s->at;
            f->seg_end[f->segs++] = s->at + s->bytes;
        }
    }
}

static void read_all(ms_str text, found *f)
{
    ms_source *src;
    ms_diag d = {0};
    const ms_edi_item *item;
    ms_arena *a = ms_arena_new(0);
    f->n = f->segs = f->names = 0;
    ms_out_reset(&f->o);
    assert_int_equal(ms_source_mem(text, "test", &src), MS_OK);
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    ms_rc rc;
    while (!(rc = ms_edi_next(r, &item, &d)))
        if (item->kind == MS_EDI_MESSAGE) take(f, item, a);
    assert_int_equal(rc, MS_END);
    const char *base = ms_out_str(&f->o).p;
    for (size_t i = 0; i < f->n; i++) f->b[i].said = ms_str_z(base + f->b[i].said.n);
    for (size_t i = 0; i < f->names; i++) f->name[i].said = ms_str_z(base + f->name[i].said.n);
    ms_edi_reader_free(r);
    ms_source_free(src);
    ms_arena_free(a);
}

/* ---- damage --------------------------------------------------------------- */

typedef struct work {
    const char *name;
    ms_str text;
    found whole, got;
    char *buf; /* twice the text */
    size_t checked;
} work;

/* What is outside `from` to `to` must be said alike. */
static void compare(work *w, const booking *b, const booking *got, size_t n, const char *what,
                    size_t from, size_t to)
{
    bool there = false;
    if (b->from < to && from < b->to) return;
    for (size_t k = 0; k < n && !there; k++) there = ms_str_eq(got[k].said, b->said);
    w->checked++;
    if (!there)
        fail_msg("%s: %s at %zu to %zu: not as it was:\n%.*s", w->name, what, from, to,
                 MS_FMT(b->said));
}

static void expect(work *w, size_t from, size_t to, size_t len, const char *what)
{
    const found *old = &w->whole;
    read_all((ms_str){w->buf, len}, &w->got);
    for (size_t i = 0; i < old->n; i++)
        compare(w, &old->b[i], w->got.b, w->got.n, what, from, to);
    for (size_t i = 0; i < old->names; i++)
        compare(w, &old->name[i], w->got.name, w->got.names, what, from, to);
}

static size_t splice(work *w, size_t from, size_t to, ms_str by)
{
    memcpy(w->buf, w->text.p, from);
    if (by.n) memcpy(w->buf + from, by.p, by.n);
    memcpy(w->buf + from + by.n, w->text.p + to, w->text.n - to);
    return w->text.n - (to - from) + by.n;
}

static void segments(work *w, size_t i)
{
    const found *f = &w->whole;
    const char *p = w->text.p;
    size_t at = f->seg_at[i], end = f->seg_end[i],
           next = i + 1 < f->segs ? f->seg_end[i + 1] : end;
    ms_str none = {0}, own = {p + at, end - at};
    expect(w, at, end, splice(w, at, end, none), "dropped");
    expect(w, at, end, splice(w, end, end, own), "doubled");
    if (next == end) return;
    size_t len = splice(w, at, next, none), second = f->seg_at[i + 1];
    memmove(w->buf + at + (next - at), w->buf + at, len - at);
    memcpy(w->buf + at, p + second, next - second);
    memcpy(w->buf + at + (next - second), p + end, second - end);
    memcpy(w->buf + at + (next - end), p + at, end - at);
    expect(w, at, next, w->text.n, "swapped");
}

static void byte(work *w, size_t at)
{
    static const char by[] = "A9'+:?/ \n\xff";
    char c = by[upto(sizeof by - 1)];
    if (c == w->text.p[at]) c = 'X';
    expect(w, at, at + 1, splice(w, at, at + 1, (ms_str){&c, 1}), "changed");
}

static void damage(const char *name, ms_str text)
{
    static work w;
    w.name = name;
    w.text = text;
    w.checked = 0;
    w.buf = malloc(2 * text.n + 1);
    assert_non_null(w.buf);
    read_all(text, &w.whole);
    bool small = text.n <= SMALL;
    size_t head = w.whole.end_of_head, times = small ? text.n : SAMPLES;
    for (size_t i = 0; i < times && text.n > head; i++) {
        size_t at = small ? i : upto(text.n);
        memcpy(w.buf, text.p, at);
        if (at) expect(&w, at - 1, text.n, at, "cut");
        if (at >= head) byte(&w, at);
    }
    for (size_t i = 0; i < (small ? w.whole.segs : SAMPLES / 4); i++) {
        size_t k = small ? i : upto(w.whole.segs);
        if (w.whole.seg_at[k] >= head) segments(&w, k);
    }
    print_message("%s: %zu bookings, %zu comparisons\n", name, w.whole.n, w.checked);
    free(w.buf);
}

static void damage_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    static char buf[1 << 20];
    size_t n = fread(buf, 1, sizeof buf, f);
    fclose(f);
    const char *slash = strrchr(path, '/');
    damage(slash ? slash + 1 : path, (ms_str){buf, n});
}

static void sample(void **state)
{
    (void)state;
    const char *root = getenv("MARSAD_SOURCE");
    char path[4096];
    snprintf(path, sizeof path, "%s/samples/messages/bookings.edi", root ? root : ".");
    damage_file(path);
}

static bool skipped;

static void shared(void **state)
{
    (void)state;
    static const char *const folders[] = {"gtas/pnrgov/*", "other/jetway/pnrgov*"};
    const char *root = getenv("MARSAD_SOURCE"), *files = getenv("MARSAD_SHARED");
    char path[4096];
    size_t n = 0;
    for (size_t k = 0; k < 2; k++) {
        glob_t g;
        if (files) snprintf(path, sizeof path, "%s/data/messages/%s", files, folders[k]);
        else
            snprintf(path, sizeof path, "%s/../shared/data/messages/%s", root ? root : ".",
                     folders[k]);
        if (glob(path, 0, NULL, &g)) continue;
        for (size_t i = 0; i < g.gl_pathc; i++, n++) damage_file(g.gl_pathv[i]);
        globfree(&g);
    }
    if (!n) {
        print_message("skipped: no %s (set MARSAD_SHARED)\n", path);
        skipped = true;
        skip();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sample), cmocka_unit_test(shared)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    return failed ? failed : skipped ? 77 : 0;
}
