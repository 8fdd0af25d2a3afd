/* Interchanges: whatever the bytes, items end, segments follow one another, values are UTF-8
 * and their meaning can be asked for; with limits small enough to be reached too.  Segments
 * that are written again are read as they were. */
#include <marsad/edidir.h>
#include <marsad/name.h>

#include "travel/edi.h"

static void require(bool ok)
{
    if (!ok) __builtin_trap();
}

static void check_segment(const ms_edi_segment *s, ms_edi_family f)
{
    uint32_t before = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        const ms_edi_value *v = &s->v[i];
        uint64_t place =
            (uint64_t)v->element << 16 | (uint64_t)v->repetition << 8 | v->component;
        require(v->text.n && ms_utf8_valid(v->text) == v->text.n);
        require(!i || place > before);
        require(v->at < s->bytes);
        require(ms_str_eq(ms_edi_rep(s, v->element, v->repetition, v->component), v->text));
        before = (uint32_t)place;
        ms_edi_meaning m;
        ms_edi_meaning_of(f, s, v, &m);
    }
    ms_edi_segment_name(f, s);
}

/* Whether `s` can be written in a message of its own and read as it is: with a tag that is no
 * envelope's, without one or a traveller's at the end of a value (blanks aside), and not so
 * many elements that a lost terminator is looked for. */
static bool writable(const ms_edi_segment *s)
{
    for (uint32_t i = 0; i < s->n; i++) {
        ms_str t = s->v[i].text;
        while (t.n && ms_edi_blank(t.p[t.n - 1])) t.n--;
        if (t.n >= 3 && t.p[t.n - 3] == 'U' && (t.p[t.n - 2] == 'N' || t.p[t.n - 2] == 'I'))
            return false;
        if (t.n >= 3 && !memcmp(t.p + t.n - 3, "NAD", 3)) return false;
    }
    unsigned most = ms_edi_known(false, s->tag);
    if (!s->tag || s->name[0] == 'U' || (most && s->elements >= most)) return false;
    return !s->n || s->v[0].element > 0;
}

static void check_written(const ms_edi_item *x)
{
    static const ms_edi_header header = {.reference = MS_STR_INIT("1"),
                                         .type = MS_STR_INIT("X")};
    ms_edi_interchange i = {.version = 4, .syntax = MS_STR("UNOY"), .reference = MS_STR("1")};
    ms_edi_writer *w = ms_edi_writer_new();
    ms_source *src = NULL;
    ms_str bytes;
    if (!w) return;
    ms_edi_write_open(w, &i);
    ms_edi_write_header(w, &header);
    for (uint32_t k = 0; k < x->n; k++)
        if (writable(&x->v[k])) ms_edi_write_segment(w, &x->v[k]);
    ms_edi_write_trailer(w);
    ms_edi_write_close(w);
    require(!ms_edi_write_take(w, &bytes, NULL));
    if (ms_source_mem(bytes, "written", &src)) {
        ms_edi_writer_free(w);
        return;
    }
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    const ms_edi_item *y = NULL;
    require(r && !ms_edi_next(r, &y, NULL) && !ms_edi_next(r, &y, NULL));
    require(y && y->kind == MS_EDI_MESSAGE);
    uint32_t n = 1;
    for (uint32_t k = 0; k < x->n; k++) {
        if (!writable(&x->v[k])) continue;
        const ms_edi_segment *a = &x->v[k], *b = &y->v[n++];
        require(n < y->n && a->tag == b->tag && a->n == b->n);
        for (uint32_t c = 0; c < a->n; c++)
            require(a->v[c].element == b->v[c].element &&
                    ms_str_eq(a->v[c].text, b->v[c].text));
    }
    require(n + 1 == y->n);
    ms_edi_reader_free(r);
    ms_source_free(src);
    ms_edi_writer_free(w);
}

static void read_with(ms_str text, const ms_edi_limits *limits)
{
    ms_source *src = NULL;
    if (ms_source_mem(text, "fuzz", &src)) return;
    ms_edi_reader *r = ms_edi_reader_new(src, limits);
    const ms_edi_item *x;
    ms_diag d = {0};
    size_t items = 0;
    uint64_t behind = 0;
    int open = 0;
    while (r && !ms_edi_next(r, &x, &d)) {
        require(++items <= 4 * text.n + 8);
        open += x->kind == MS_EDI_OPEN;
        require(open == 1 && x->interchange);
        open -= x->kind == MS_EDI_CLOSE;
        for (uint32_t i = 0; i < x->n; i++) {
            const ms_edi_segment *s = &x->v[i];
            require(s->at >= behind && s->at + s->bytes <= text.n && s->bytes);
            behind = s->at + s->bytes;
            check_segment(s, ms_edi_family_of(x->header));
        }
        require(x->oddities->n <= x->oddities->found);
        for (uint32_t i = 0; i < x->oddities->n; i++) require(x->oddities->v[i].at <= text.n);
        if (x->kind == MS_EDI_MESSAGE && !limits) check_written(x);
    }
    require(!open || d.rc == MS_ENOMEM);
    ms_edi_reader_free(r);
    ms_source_free(src);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const ms_edi_limits small = {.message = 1024, .segment = 64, .oddities = 4};
    read_with((ms_str){(const char *)data, size}, NULL);
    read_with((ms_str){(const char *)data, size}, &small);
    return 0;
}
