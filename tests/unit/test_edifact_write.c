/* What is written is read back: bytes by hand, refusals, and 100,000 random messages. */
#include "edi_fixture.h"

#define V(...) ((ms_str[]){__VA_ARGS__})

static ms_edi_interchange usual(void)
{
    return (ms_edi_interchange){.version = 3,
                                .sender = {.id = MS_STR("A"), .qualifier = MS_STR("ZZ")},
                                .recipient = {.id = MS_STR("B")},
                                .date = MS_STR("250101"),
                                .time = MS_STR("0000"),
                                .reference = MS_STR("1")};
}

static const ms_edi_header header = {.reference = MS_STR_INIT("9"),
                                     .type = MS_STR_INIT("PAXLST"),
                                     .version = MS_STR_INIT("D"),
                                     .release = MS_STR_INIT("05B"),
                                     .agency = MS_STR_INIT("UN"),
                                     .sequence = MS_STR_INIT("01"),
                                     .position = MS_STR_INIT("F")};

static void expect_taken(ms_edi_writer *w, const char *wanted)
{
    ms_str got;
    ms_out o = {0};
    assert_int_equal(ms_edi_write_take(w, &got, NULL), MS_OK);
    ms_out_raw(&o, got);
    ms_out_char(&o, 0);
    assert_string_equal(o.p, wanted);
    ms_out_free(&o);
}

static void by_hand(void **state)
{
    (void)state;
    ms_edi_writer *w = ms_edi_writer_new();
    ms_edi_interchange i = usual();
    ms_edi_group g = {
        .type = MS_STR("PAXLST"), .reference = MS_STR("7"), .agency = MS_STR("UN")};
    i.test = i.acknowledge = true;
    ms_edi_write_open(w, &i);
    expect_taken(w, "UNB+UNOA:3+A:ZZ+B+250101:0000+1++++1++1'");
    ms_edi_write_group(w, &g);
    ms_edi_write_header(w, &header);
    ms_edi_write(w, "BGM+745", NULL);
    ms_edi_write(w, "NAD+FL+++%:%:%+%",
                 V(MS_STR("O'NEIL+"), MS_STR(""), MS_STR("?"), MS_STR("")));
    ms_edi_write(w, "DTM+329:%:101", V(MS_STR("")));
    ms_edi_write(w, "SRC", NULL);
    expect_taken(w, "UNG+PAXLST++++7+UN'UNH+9+PAXLST:D:05B:UN++01:F'BGM+745'"
                    "NAD+FL+++O?'NEIL?+::?\?'DTM+329::101'SRC'");
    ms_edi_write_trailer(w);
    ms_edi_write_group_end(w);
    ms_edi_write_lines(w, true);
    ms_edi_write_close(w);
    expect_taken(w, "UNT+6+9'UNE+1+7'UNZ+1+1'\r\n");
    i.marks = (ms_edi_marks){':', '-', ',', 0, 0, '#'};
    i.acknowledge = i.test = false;
    ms_edi_write_open(w, &i);
    ms_edi_write_close(w);
    expect_taken(w, "UNA:-,  #\r\nUNB-UNOA:3-A:ZZ-B-250101:0000-1#\r\nUNZ-0-1#\r\n");
    ms_edi_write_lines(w, false);
    i = (ms_edi_interchange){.interactive = true, .version = 1, .syntax = MS_STR("IATA")};
    i.sender.id = MS_STR("A");
    ms_edi_write_open(w, &i);
    ms_edi_write_header(w, &header);
    ms_edi_write_trailer(w);
    ms_edi_write_close(w);
    expect_taken(w, "UIB+IATA:1+++++A'UIH+PAXLST:D:05B::UN+9++01:F'UIT+9+2'UIZ++1'");
    ms_edi_writer_free(w);
}

static void character_sets(void **state)
{
    (void)state;
    static const struct {
        const char *syntax, *text, *bytes;
    } rows[] = {{"UNOC", "Jos\xc3\xa9", "Jos\xe9"},
                {"UNOE", "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd", "\xb8\xd2\xd0\xdd"},
                {"UNOW", "\xd9\x85", "\xd9\x85"},
                {"UNOA", "\xd9\x85", NULL},
                {"UNOI", "\xd0\x98", NULL},
                {"UNOC", "\xc3\x83\xc2\xa9", NULL}, /* would be read as UTF-8 */
                {"UNOC", "\xff", NULL},
                {"UNOW", "a\nb", NULL}};
    for (unsigned k = 0; k < sizeof rows / sizeof *rows; k++) {
        ms_edi_writer *w = ms_edi_writer_new();
        ms_edi_interchange i = usual();
        ms_str got;
        i.syntax = ms_str_z(rows[k].syntax);
        ms_edi_write_open(w, &i);
        ms_edi_write_header(w, &header);
        assert_int_equal(ms_edi_write_take(w, &got, NULL), MS_OK);
        ms_edi_write(w, "FTX+%", V(ms_str_z(rows[k].text)));
        ms_rc rc = ms_edi_write_take(w, &got, NULL);
        assert_int_equal(rc, rows[k].bytes ? MS_OK : MS_EENCODING);
        if (!rc)
            assert_true(ms_str_eq((ms_str){got.p + 4, got.n - 5}, ms_str_z(rows[k].bytes)));
        ms_edi_writer_free(w);
    }
}

/* Each call in an order that cannot be, and separators that cannot be. */
static void refusals(void **state)
{
    (void)state;
    for (int k = 0; k < 9; k++) {
        ms_edi_writer *w = ms_edi_writer_new();
        ms_edi_interchange i = usual();
        ms_edi_group g = {0};
        ms_str got;
        ms_diag d = {0};
        if (k == 0) ms_edi_write_close(w);
        if (k == 1) ms_edi_write_header(w, &header);
        if (k == 2) i.marks = (ms_edi_marks){':', ':', '.', '?', 0, '\''};
        if (k == 3) i.marks = (ms_edi_marks){':', 'A', '.', '?', 0, '\''};
        if (k == 4) i.marks = (ms_edi_marks){':', '+', '.', '?', 0, '\n'};
        ms_edi_write_open(w, &i);
        if (k == 5) ms_edi_write_open(w, &i);
        if (k == 6) ms_edi_write(w, "BGM", NULL);
        if (k == 7) ms_edi_write_group(w, &g), ms_edi_write_close(w);
        ms_edi_write_header(w, &header);
        if (k == 8) ms_edi_write(w, "ATT+A*B", NULL); /* no repetition in version 3 */
        assert_int_equal(ms_edi_write_take(w, &got, &d), MS_EINVAL);
        assert_int_equal(got.n, 0);
        assert_true(d.what[0] != 0);
        ms_edi_writer_free(w);
    }
}

/* ---- random messages ---------------------------------------------------- */

static uint64_t seed = 7;

static unsigned upto(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((seed >> 33) % n);
}

enum { SEGMENTS = 12, VALUES = 10, TEXT = 24 };

/* A random message, and the text of its values. */
typedef struct message {
    ms_edi_interchange i;
    ms_edi_header h;
    ms_edi_segment s[SEGMENTS];
    ms_edi_value v[SEGMENTS][VALUES];
    char text[SEGMENTS][VALUES][TEXT];
    char field[8][TEXT];
    unsigned n;
} message;

/* Random text: letters, separators and characters of the set. */
static ms_str text(const message *m, char *to, unsigned most)
{
    static const char *const wide[] = {"\xc3\xa9", "\xc3\xbc", "\xc3\x9f"};
    bool high =
        ms_str_eq(m->i.syntax, MS_STR("UNOC")) || ms_str_eq(m->i.syntax, MS_STR("UNOY"));
    unsigned n = 0, k = 1 + upto(most);
    while (k-- && n + 3 < TEXT) {
        const char *marks = &m->i.marks.component;
        unsigned kind = upto(8);
        if (kind == 0 && m->i.marks.release) to[n] = marks[upto(6)];
        else if (kind == 1 && high) memcpy(to + n, wide[upto(3)], 2), n++;
        else if (kind == 2) to[n] = " /-.()"[upto(6)];
        else to[n] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[upto(36)];
        if (to[n] == 0) to[n] = 'Q';
        if (!m->i.marks.release)
            for (int c = 0; c < 6; c++)
                if (to[n] == marks[c]) to[n] = 'Q';
        n++;
    }
    return (ms_str){to, n};
}

static void random_envelope(message *m)
{
    static const char *const sets[] = {"UNOA", "UNOB", "UNOC", "UNOY", "IATA"};
    static const char all[] = "+:'?*-|#~^!;/&%@";
    m->i = (ms_edi_interchange){.version = (uint8_t)(1 + upto(4)),
                                .syntax = ms_str_z(sets[upto(5)]),
                                .interactive = upto(8) == 0,
                                .test = upto(2),
                                .marks = {':', '+', '.', '?', 0, '\''}};
    if (m->i.version == 4) m->i.marks.repeat = '*';
    if (upto(2)) {
        unsigned from = upto(16), step = (unsigned[]){1, 3, 5, 7}[upto(4)];
        char *c = &m->i.marks.component;
        for (unsigned k = 0; k < 6; k++) c[k] = all[(from + k * step) % 16];
        if (!upto(4)) m->i.marks.release = 0;
        if (!upto(4)) m->i.marks.repeat = 0;
    }
    m->i.sender.id = text(m, m->field[0], 8);
    m->i.recipient.qualifier = text(m, m->field[1], 3);
    m->i.recipient.id = text(m, m->field[2], 8);
    m->i.date = MS_STR("250101");
    m->i.time = MS_STR("0000");
    m->i.reference = text(m, m->field[3], 8);
    m->h = (ms_edi_header){.type = MS_STR("PAXLST"),
                           .version = MS_STR("D"),
                           .release = MS_STR("05B"),
                           .agency = MS_STR("UN"),
                           .access = text(m, m->field[5], 8)};
    m->h.reference = text(m, m->field[4], 8);
}

static void random_segment(message *m, unsigned k)
{
    static const char *const tags[] = {"NAD", "LOC", "FTX", "DOC", "ABC", "X12", "TVL", "QQQ"};
    ms_edi_segment *s = &m->s[k];
    *s = (ms_edi_segment){.v = m->v[k]};
    memcpy(s->name, tags[upto(8)], 4);
    s->tag = MS_EDI_TAG(s->name[0], s->name[1], s->name[2]);
    unsigned e = 0, r = 1, c = 1, n = upto(VALUES);
    for (unsigned j = 0; j < n; j++) {
        unsigned kind = upto(3);
        if (kind == 0 && e > 3) kind = 2; /* as many as directories give LOC and DOC */
        if (kind == 0 || !j) e += 1 + upto(2), r = c = 1;
        else if (kind == 1 && m->i.marks.repeat) r += 1 + upto(2), c = 1;
        else c += 1 + upto(2);
        m->v[k][j] = (ms_edi_value){.text = text(m, m->text[k][j], 12),
                                    .element = (uint16_t)e,
                                    .repetition = (uint8_t)r,
                                    .component = (uint8_t)c};
    }
    s->n = n;
}

static void write_message(ms_edi_writer *w, const message *m)
{
    ms_edi_write_lines(w, upto(2));
    ms_edi_write_open(w, &m->i);
    ms_edi_write_header(w, &m->h);
    for (unsigned k = 0; k < m->n; k++) ms_edi_write_segment(w, &m->s[k]);
    ms_edi_write_trailer(w);
    ms_edi_write_close(w);
}

static bool same_values(const ms_edi_segment *a, const ms_edi_segment *b)
{
    if (a->tag != b->tag || a->n != b->n) return false;
    for (uint32_t i = 0; i < a->n; i++)
        if (a->v[i].element != b->v[i].element || a->v[i].repetition != b->v[i].repetition ||
            a->v[i].component != b->v[i].component || !ms_str_eq(a->v[i].text, b->v[i].text))
            return false;
    return true;
}

/* Whether the reader gives what was written, without a warning. */
static bool same(const message *m, ms_str bytes)
{
    ms_source *src;
    const ms_edi_item *x;
    assert_int_equal(ms_source_mem(bytes, "test", &src), MS_OK);
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    bool ok = !ms_edi_next(r, &x, NULL) && x->kind == MS_EDI_OPEN && x->n == 1;
    const ms_edi_interchange *i = ok ? x->interchange : NULL;
    ok = ok && ms_str_eq(i->sender.id, m->i.sender.id) && i->test == m->i.test &&
         ms_str_eq(i->recipient.qualifier, m->i.recipient.qualifier) &&
         ms_str_eq(i->reference, m->i.reference) && i->version == m->i.version &&
         ms_str_eq(i->syntax, m->i.syntax) && i->interactive == m->i.interactive &&
         !memcmp(&i->marks.component, &m->i.marks.component, 2) &&
         i->marks.end == m->i.marks.end;
    ok = ok && !ms_edi_next(r, &x, NULL) && x->kind == MS_EDI_MESSAGE && x->n == m->n + 2 &&
         ms_str_eq(x->header->reference, m->h.reference) &&
         ms_str_eq(x->header->access, m->h.access) && x->trailer;
    for (unsigned k = 0; ok && k < m->n; k++) ok = same_values(&m->s[k], &x->v[k + 1]);
    ok = ok && !ms_edi_next(r, &x, NULL) && x->kind == MS_EDI_CLOSE && x->n == 1 &&
         ms_edi_next(r, &x, NULL) == MS_END;
    uint64_t errors = ms_edi_reader_totals(r).severe[MS_SEVERITY_ERROR];
    ms_edi_reader_free(r);
    ms_source_free(src);
    return ok && !errors;
}

static void random_messages(void **state)
{
    (void)state;
    static message m;
    ms_edi_writer *w = ms_edi_writer_new();
    for (unsigned k = 0; k < 100000; k++) {
        random_envelope(&m);
        m.n = upto(SEGMENTS);
        for (unsigned s = 0; s < m.n; s++) random_segment(&m, s);
        write_message(w, &m);
        ms_str bytes;
        ms_diag d = {0};
        if (ms_edi_write_take(w, &bytes, &d)) fail_msg("%u: %s", k, d.what);
        if (!same(&m, bytes)) fail_msg("%u: read otherwise: %.*s", k, MS_FMT(bytes));
    }
    ms_edi_writer_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(character_sets),
        cmocka_unit_test(refusals),
        cmocka_unit_test(random_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
