/* The writer: values with their places become segments; counts and references are kept. */
#include "base/json_out.h"
#include "base/mem.h"
#include "travel/edi.h"

/* Where a writer stands. */
typedef enum state { OUTSIDE, INTERCHANGE, MESSAGE } state;

struct ms_edi_writer {
    ms_out out;
    bool taken; /* `out` was given to the caller */
    bool lines, interactive, in_group;
    state at;
    ms_edi_marks marks;
    ms_edi_charset set;
    ms_arena *arena, *message_arena; /* references of what is open */
    ms_str interchange, group, message;
    uint64_t segments, messages, in_groups, groups;
    /* The segment being written: separators that no value stands behind yet. */
    unsigned elements, repetitions, components;
    ms_diag failed;
};

ms_edi_writer *ms_edi_writer_new(void)
{
    ms_edi_writer *w = ms_calloc(1, sizeof *w);
    if (!w) return NULL;
    w->arena = ms_arena_new(0);
    w->message_arena = ms_arena_new(0);
    if (!w->arena || !w->message_arena) return ms_edi_writer_free(w), NULL;
    return w;
}

void ms_edi_writer_free(ms_edi_writer *w)
{
    if (!w) return;
    ms_out_free(&w->out);
    ms_arena_free(w->arena);
    ms_arena_free(w->message_arena);
    ms_free(w);
}

void ms_edi_write_lines(ms_edi_writer *w, bool on)
{
    w->lines = on;
}

/* Whether a call may go on; `ok`: it comes where it may. */
static bool may(ms_edi_writer *w, bool ok, const char *what)
{
    if (w->failed.rc) return false;
    if (!ok) return ms_fail(&w->failed, MS_EINVAL, 0, w->out.n, "%s", what), false;
    if (w->taken) ms_out_reset(&w->out);
    w->taken = false;
    return true;
}

/* ---- values ------------------------------------------------------------- */

static void begin(ms_edi_writer *w, const char *tag)
{
    w->elements = w->repetitions = w->components = 0;
    ms_out_raw(&w->out, (ms_str){tag, 3});
    w->segments++;
}

static void end(ms_edi_writer *w)
{
    ms_out_char(&w->out, w->marks.end);
    if (w->lines) ms_out_lit(&w->out, "\r\n");
    if (w->out.failed) ms_fail(&w->failed, MS_ENOMEM, 0, w->out.n, "no memory for a message");
}

static void repeat(ms_edi_writer *w, unsigned *n, char mark)
{
    if (*n && !mark && !w->failed.rc)
        ms_fail(&w->failed, MS_EINVAL, 0, w->out.n,
                "a repetition in an interchange without a repetition separator");
    for (; *n; --*n) ms_out_char(&w->out, mark);
}

/* The separators before the next value. */
static void separate(ms_edi_writer *w)
{
    repeat(w, &w->elements, w->marks.element);
    repeat(w, &w->repetitions, w->marks.repeat);
    repeat(w, &w->components, w->marks.component);
}

static bool is_mark(const ms_edi_marks *m, char c)
{
    return c == m->component || c == m->element || c == m->end ||
           (m->release && c == m->release) || (m->repeat && c == m->repeat);
}

/* Writes text, or a part of it, with release characters. */
static void put(ms_edi_writer *w, ms_str text)
{
    if (!text.n || w->failed.rc) return;
    separate(w);
    char small[256], *buf = text.n <= sizeof small ? small : ms_malloc(text.n);
    char *to = buf ? ms_edi_encode(&w->set, text, buf) : NULL;
    if (!buf) ms_fail(&w->failed, MS_ENOMEM, 0, w->out.n, "no memory for a value");
    else if (!to)
        ms_fail(&w->failed, MS_EENCODING, 0, w->out.n,
                "a value that the character set of the interchange does not have");
    for (char *p = buf; to && p < to && !w->failed.rc; p++) {
        bool mark = is_mark(&w->marks, *p);
        if (mark && !w->marks.release)
            ms_fail(&w->failed, MS_EINVAL, 0, w->out.n,
                    "a separator without release character");
        else if (!mark && ((unsigned char)*p < ' ' || *p == 0x7f))
            ms_fail(&w->failed, MS_EENCODING, 0, w->out.n, "a control character in a value");
        if (mark) ms_out_char(&w->out, w->marks.release);
        ms_out_char(&w->out, *p);
    }
    if (buf != small) ms_free(buf);
}

static void put_values(ms_edi_writer *w, const ms_edi_value *v, unsigned n)
{
    unsigned element = 0, repetition = 1, component = 1;
    for (unsigned i = 0; i < n; i++) {
        if (v[i].element != element) {
            w->elements = v[i].element - element;
            repetition = component = 1;
        }
        if (v[i].repetition != repetition) component = 1;
        w->repetitions = v[i].repetition - repetition;
        w->components = v[i].component - component;
        put(w, v[i].text);
        element = v[i].element;
        repetition = v[i].repetition;
        component = v[i].component;
    }
}

static bool in_order(const ms_edi_value *v, uint32_t n)
{
    uint64_t before = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!v[i].text.n || !v[i].repetition || !v[i].component) return false;
        uint64_t place = ms_edi_order(v[i].element, v[i].repetition, v[i].component);
        if (i && place <= before) return false;
        before = place;
    }
    return true;
}

void ms_edi_write_segment(ms_edi_writer *w, const ms_edi_segment *s)
{
    if (!may(w, w->at == MESSAGE && s->tag && in_order(s->v, s->n),
             "a segment outside of a message, or without tag, or with values out of order"))
        return;
    begin(w, s->name);
    put_values(w, s->v, s->n);
    end(w);
}

void ms_edi_write(ms_edi_writer *w, const char *form, const ms_str *values)
{
    if (!may(w, w->at == MESSAGE && strlen(form) >= 3, "a segment outside of a message"))
        return;
    begin(w, form);
    for (const char *p = form + 3; *p; p++) {
        switch (*p) {
        case '+':
            w->elements++;
            w->repetitions = w->components = 0;
            break;
        case '*':
            w->repetitions++;
            w->components = 0;
            break;
        case ':': w->components++; break;
        case '%': put(w, *values++); break;
        default: put(w, (ms_str){p, 1}); break;
        }
    }
    end(w);
}

/* ---- envelopes ---------------------------------------------------------- */

/* Adds a value in the order of places. */
static void insert(ms_edi_value *v, unsigned *n, unsigned element, unsigned component,
                   const char *text)
{
    unsigned i = (*n)++;
    for (; i && (v[i - 1].element > element ||
                 (v[i - 1].element == element && v[i - 1].component > component));
         i--)
        v[i] = v[i - 1];
    v[i] = (ms_edi_value){.text = ms_str_z(text),
                          .element = (uint16_t)element,
                          .repetition = 1,
                          .component = (uint8_t)component};
}

static void keep(ms_edi_writer *w, ms_arena *a, ms_str *to, ms_str reference)
{
    *to = ms_arena_str(a, reference);
    if (!to->p) ms_fail(&w->failed, MS_ENOMEM, 0, w->out.n, "no memory for a reference");
}

static void put_una(ms_edi_writer *w)
{
    const ms_edi_marks *m = &w->marks;
    const char una[] = {'U',
                        'N',
                        'A',
                        m->component,
                        m->element,
                        m->decimal,
                        m->release ? m->release : ' ',
                        m->repeat ? m->repeat : ' ',
                        m->end};
    ms_out_raw(&w->out, (ms_str){una, sizeof una});
    if (w->lines) ms_out_lit(&w->out, "\r\n");
}

static bool usable(const ms_edi_marks *m)
{
    const char c[] = {m->component, m->element, m->end, m->release, m->repeat};
    for (unsigned i = 0; i < sizeof c; i++)
        if (c[i] == '\r' || c[i] == '\n' || c[i] == ' ') return false;
    return ms_edi_marks_hold(m) && m->decimal;
}

void ms_edi_write_open(ms_edi_writer *w, const ms_edi_interchange *i)
{
    static const ms_edi_marks none = {0};
    ms_edi_interchange x = *i;
    if (!x.version) x.version = 4;
    if (!x.syntax.n) x.syntax = MS_STR("UNOA");
    ms_edi_marks usual = ms_edi_marks_of(x.version);
    if (!memcmp(&x.marks, &none, sizeof none)) x.marks = usual;
    if (!may(w, w->at == OUTSIDE && x.version <= 4 && usable(&x.marks),
             "an interchange within another, or of an unknown version, or with separators that "
             "do not differ"))
        return;
    ms_arena_reset(w->arena);
    w->marks = x.marks;
    w->interactive = x.interactive;
    w->at = INTERCHANGE;
    w->messages = w->groups = 0;
    ms_edi_charset_of(x.syntax, &w->set);
    keep(w, w->arena, &w->interchange, x.reference);
    if (memcmp(&x.marks, &usual, sizeof usual)) put_una(w);
    ms_edi_value v[MS_EDI_HEADER_VALUES + 3];
    const char version[] = {(char)('0' + x.version), 0};
    const char *tag = x.interactive ? "UIB" : "UNB";
    unsigned n = ms_edi_header_values(MS_EDI_TAG('U', tag[1], 'B'), &x, v);
    insert(v, &n, 1, 2, version);
    if (x.acknowledge && !x.interactive) insert(v, &n, 9, 1, "1");
    if (x.test) insert(v, &n, x.interactive ? 10 : 11, 1, "1");
    begin(w, tag);
    put_values(w, v, n);
    end(w);
}

void ms_edi_write_group(ms_edi_writer *w, const ms_edi_group *g)
{
    if (!may(w, w->at == INTERCHANGE && !w->in_group && !w->interactive,
             "a group outside of an interchange, or within another"))
        return;
    w->in_group = true;
    w->groups++;
    w->in_groups = 0;
    keep(w, w->arena, &w->group, g->reference);
    ms_edi_value v[MS_EDI_HEADER_VALUES];
    unsigned n = ms_edi_header_values(MS_EDI_TAG('U', 'N', 'G'), g, v);
    begin(w, "UNG");
    put_values(w, v, n);
    end(w);
}

void ms_edi_write_header(ms_edi_writer *w, const ms_edi_header *h)
{
    if (!may(w, w->at == INTERCHANGE, "a message outside of an interchange, or within another"))
        return;
    w->at = MESSAGE;
    w->messages++;
    w->in_groups++;
    w->segments = 0;
    ms_arena_reset(w->message_arena);
    keep(w, w->message_arena, &w->message, h->reference);
    ms_edi_value v[MS_EDI_HEADER_VALUES];
    const char *tag = w->interactive ? "UIH" : "UNH";
    unsigned n = ms_edi_header_values(MS_EDI_TAG('U', tag[1], 'H'), h, v);
    begin(w, tag);
    put_values(w, v, n);
    end(w);
}

/* A trailer: count and reference, in the other order in interactive ones. */
static void put_trailer(ms_edi_writer *w, const char *tag, uint64_t count, ms_str reference)
{
    char text[24];
    unsigned n = 0;
    for (uint64_t k = count; k || !n; k /= 10) n++;
    for (unsigned i = n; i; count /= 10) text[--i] = (char)('0' + count % 10);
    bool first = !w->interactive;
    ms_edi_value v[2] = {
        {.text = {text, n}, .element = first ? 1 : 2, .repetition = 1, .component = 1},
        {.text = reference, .element = first ? 2 : 1, .repetition = 1, .component = 1}};
    begin(w, tag);
    if (!reference.n) put_values(w, v, 1);
    else if (first) put_values(w, v, 2);
    else put_values(w, (ms_edi_value[]){v[1], v[0]}, 2);
    end(w);
}

void ms_edi_write_trailer(ms_edi_writer *w)
{
    if (!may(w, w->at == MESSAGE, "the end of a message where there is none")) return;
    w->at = INTERCHANGE;
    put_trailer(w, w->interactive ? "UIT" : "UNT", w->segments + 1, w->message);
}

void ms_edi_write_group_end(ms_edi_writer *w)
{
    if (!may(w, w->at == INTERCHANGE && w->in_group, "the end of a group where there is none"))
        return;
    w->in_group = false;
    put_trailer(w, "UNE", w->in_groups, w->group);
}

void ms_edi_write_close(ms_edi_writer *w)
{
    if (!may(w, w->at == INTERCHANGE && !w->in_group,
             "the end of an interchange where there is none"))
        return;
    w->at = OUTSIDE;
    put_trailer(w, w->interactive ? "UIZ" : "UNZ", w->groups ? w->groups : w->messages,
                w->interchange);
}

ms_rc ms_edi_write_take(ms_edi_writer *w, ms_str *out, ms_diag *d)
{
    *out = (ms_str){"", 0};
    if (w->failed.rc) {
        if (d) *d = w->failed;
        return w->failed.rc;
    }
    if (!w->taken) *out = ms_out_str(&w->out);
    w->taken = true;
    return MS_OK;
}
