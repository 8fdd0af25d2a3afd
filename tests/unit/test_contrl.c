/* CONTRL: made from interchanges with errors, written and read back in both versions; what the
 * writer refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <marsad/marsad.h>

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
enum { ROUNDS = 5000 };
#else
enum { ROUNDS = 100000 };
#endif

static uint64_t state = 0x2545F4914F6CDD1D;

static uint32_t any(uint32_t below)
{
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return (uint32_t)(state >> 32) % below;
}

/* No U: a value that looks like a header is read as one that lost its terminator before. */
static ms_str text(ms_arena *a, unsigned max, bool empty)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTVWXYZ0123456789+:'?";
    char buf[64];
    unsigned n = empty && any(2) ? 0 : 1 + any(max);
    for (unsigned i = 0; i < n; i++) buf[i] = letters[any(sizeof letters - 1)];
    return ms_arena_str(a, (ms_str){buf, n});
}

static ms_edi_party party(ms_arena *a, bool internal)
{
    return (ms_edi_party){text(a, 35, false), text(a, 4, true),
                          internal ? text(a, 14, true) : (ms_str){"", 0}};
}

static ms_contrl_error error(uint8_t version, bool tagged)
{
    static const char *const tags[] = {"", "UNH", "UNT"};
    ms_contrl_error e = {.code = (uint16_t)(1 + any(48)), .element = (uint16_t)any(5)};
    if (tagged) e.tag = ms_str_z(tags[any(3)]);
    else e.element++;
    if (e.element) e.component = (uint16_t)any(4);
    if (e.element && version == 4) e.repetition = (uint16_t)any(3);
    return e;
}

static void make_message(ms_arena *a, ms_contrl_message *m, uint8_t version)
{
    m->reference = text(a, 14, true), m->type = text(a, 6, true);
    m->version = text(a, 3, true), m->release = text(a, 3, true);
    m->agency = text(a, 3, true), m->association = text(a, 6, true);
    m->action = any(3) ? MS_CONTRL_REJECTED : MS_CONTRL_ACKNOWLEDGED;
    if (m->action != MS_CONTRL_REJECTED) return;
    if (any(2)) m->error = error(version, true);
    m->n_segments = any(4);
    m->segments = ms_arena_array(a, m->n_segments, sizeof *m->segments);
    for (uint32_t i = 0; i < m->n_segments; i++) {
        ms_contrl_segment *s = &m->segments[i];
        s->number = 1 + any(999999);
        s->code = (uint16_t)(any(2) * any(49));
        s->n_elements = any(4);
        s->elements = ms_arena_array(a, s->n_elements, sizeof *s->elements);
        for (uint32_t k = 0; k < s->n_elements; k++) s->elements[k] = error(version, false);
    }
}

static ms_contrl make(ms_arena *a)
{
    static const ms_contrl_action actions[] = {MS_CONTRL_REJECTED, MS_CONTRL_ACKNOWLEDGED,
                                               MS_CONTRL_RECEIVED};
    ms_contrl c = {.sender = party(a, true),
                   .recipient = party(a, true),
                   .date = MS_STR("260301"),
                   .time = MS_STR("1200"),
                   .interchange = text(a, 14, false),
                   .syntax = MS_STR("UNOB"),
                   .version = (uint8_t)(3 + any(2)),
                   .test = any(2),
                   .reference = text(a, 14, false),
                   .subject = text(a, 14, true),
                   .subject_sender = party(a, true),
                   .subject_recipient = party(a, true),
                   .action = actions[any(3)],
                   .n_groups = any(3),
                   .n_messages = any(6)};
    if (c.action == MS_CONTRL_REJECTED && any(2)) c.error = error(c.version, true);
    c.groups = ms_arena_array(a, c.n_groups, sizeof *c.groups);
    c.messages = ms_arena_array(a, c.n_messages, sizeof *c.messages);
    for (uint32_t i = 0; i < c.n_groups; i++) {
        ms_contrl_group *g = &c.groups[i];
        *g = (ms_contrl_group){text(a, 14, false),
                               party(a, false),
                               party(a, false),
                               any(2) ? MS_CONTRL_REJECTED : MS_CONTRL_ACKNOWLEDGED,
                               {0}};
        if (g->action == MS_CONTRL_REJECTED) g->error = error(c.version, true);
    }
    for (uint32_t i = 0; i < c.n_messages; i++) {
        c.messages[i].group = i * (c.n_groups + 1) / c.n_messages;
        make_message(a, &c.messages[i], c.version);
    }
    return c;
}

/* ---- equality ------------------------------------------------------------- */

static void equal(ms_str a, ms_str b)
{
    if (!ms_str_eq(a, b)) fail_msg("'%.*s' is not '%.*s'", MS_FMT(b), MS_FMT(a));
}

static void equal_party(const ms_edi_party *a, const ms_edi_party *b)
{
    equal(a->id, b->id), equal(a->qualifier, b->qualifier), equal(a->internal, b->internal);
}

static void equal_error(const ms_contrl_error *a, const ms_contrl_error *b)
{
    equal(a->tag, b->tag);
    assert_int_equal(a->code, b->code);
    assert_int_equal(a->element, b->element);
    assert_int_equal(a->component, b->component);
    assert_int_equal(a->repetition, b->repetition);
}

static void equal_message(const ms_contrl_message *a, const ms_contrl_message *b)
{
    assert_int_equal(a->group, b->group);
    equal(a->reference, b->reference), equal(a->type, b->type), equal(a->version, b->version);
    equal(a->release, b->release), equal(a->agency, b->agency);
    equal(a->association, b->association);
    assert_int_equal(a->action, b->action);
    equal_error(&a->error, &b->error);
    assert_int_equal(a->n_segments, b->n_segments);
    for (uint32_t i = 0; i < a->n_segments; i++) {
        const ms_contrl_segment *s = &a->segments[i], *t = &b->segments[i];
        assert_int_equal(s->number, t->number);
        assert_int_equal(s->code, t->code);
        assert_int_equal(s->n_elements, t->n_elements);
        for (uint32_t k = 0; k < s->n_elements; k++)
            equal_error(&s->elements[k], &t->elements[k]);
    }
}

static void equal_contrl(const ms_contrl *a, const ms_contrl *b)
{
    equal_party(&a->sender, &b->sender), equal_party(&a->recipient, &b->recipient);
    equal(a->date, b->date), equal(a->time, b->time), equal(a->interchange, b->interchange);
    assert_int_equal(a->version, b->version);
    assert_int_equal(a->test, b->test);
    equal(a->reference, b->reference), equal(a->subject, b->subject);
    equal_party(&a->subject_sender, &b->subject_sender);
    equal_party(&a->subject_recipient, &b->subject_recipient);
    assert_int_equal(a->action, b->action);
    equal_error(&a->error, &b->error);
    assert_int_equal(a->n_groups, b->n_groups);
    for (uint32_t i = 0; i < a->n_groups; i++) {
        equal(a->groups[i].reference, b->groups[i].reference);
        equal_party(&a->groups[i].sender, &b->groups[i].sender);
        equal_party(&a->groups[i].recipient, &b->groups[i].recipient);
        assert_int_equal(a->groups[i].action, b->groups[i].action);
        equal_error(&a->groups[i].error, &b->groups[i].error);
    }
    assert_int_equal(a->n_messages, b->n_messages);
    for (uint32_t i = 0; i < a->n_messages; i++)
        equal_message(&a->messages[i], &b->messages[i]);
}

/* ---- the tests ------------------------------------------------------------ */

static ms_source *source(ms_str bytes)
{
    ms_source *src = NULL;
    assert_int_equal(ms_source_mem(bytes, "contrl", &src), MS_OK);
    return src;
}

/* Reads the only message of `bytes` and compares it. */
static void read_back(const ms_contrl *c, ms_str bytes, ms_arena *a)
{
    ms_source *src = source(bytes);
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    const ms_edi_item *item;
    ms_diag d;
    unsigned messages = 0;
    while (ms_edi_next(r, &item, &d) == MS_OK) {
        ms_contrl read;
        for (uint32_t i = 0; i < item->oddities->n; i++)
            fail_msg("%s at %llu: %.*s", ms_oddity_name(item->oddities->v[i].code),
                     (unsigned long long)item->oddities->v[i].at, MS_FMT(bytes));
        if (item->kind != MS_EDI_MESSAGE) continue;
        equal(item->header->version, c->version == 4 ? MS_STR("4") : MS_STR("D"));
        equal(item->header->release, c->version == 4 ? MS_STR("1") : MS_STR("3"));
        assert_int_equal(ms_contrl_read(item, a, &read), MS_OK);
        equal_contrl(c, &read);
        messages++;
    }
    assert_int_equal(messages, 1);
    ms_edi_reader_free(r);
    ms_source_free(src);
}

static ms_str written(ms_edi_writer *w, const ms_contrl *c)
{
    ms_diag d = {0};
    ms_str out;
    if (ms_contrl_write(c, w, &d)) fail_msg("%s", d.what);
    if (ms_edi_write_take(w, &out, &d)) fail_msg("%s", d.what);
    return out;
}

static void test_round(void **unused)
{
    (void)unused;
    ms_arena *a = ms_arena_new(0);
    ms_edi_writer *w = ms_edi_writer_new();
    for (int i = 0; i < ROUNDS; i++) {
        ms_arena_reset(a);
        ms_contrl c = make(a);
        read_back(&c, written(w, &c), a);
    }
    ms_edi_writer_free(w);
    ms_arena_free(a);
}

/* The reports of every interchange of `bytes`, one behind the other. */
static ms_str reports(const char *bytes, ms_edi_writer *w, ms_arena *a)
{
    ms_source *src = source(ms_str_z(bytes));
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    const ms_edi_item *item;
    ms_contrl c = {0};
    ms_diag d;
    ms_str all = {"", 0};
    while (ms_edi_next(r, &item, &d) == MS_OK) {
        if (item->kind == MS_EDI_OPEN)
            assert_int_equal(ms_contrl_begin(item, MS_STR("202603011200"), MS_STR("R1"), a, &c),
                             MS_OK);
        else assert_int_equal(ms_contrl_item(&c, item, a), MS_OK);
        if (item->kind != MS_EDI_CLOSE) continue;
        all = ms_arena_strf(a, "%.*s%.*s", MS_FMT(all), MS_FMT(written(w, &c)));
    }
    ms_edi_reader_free(r);
    ms_source_free(src);
    return all;
}

/* What ISO 9735-4 says is to be answered, written by hand. */
static void test_made(void **unused)
{
    (void)unused;
    static const struct {
        const char *sent, *report;
    } rows[] = {
        /* nothing wrong */
        {"UNB+UNOB:3+QX:ZZ+GOV+260301:1100+77'UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'UNT+3+1'"
         "UNZ+1+77'",
         "UNB+UNOB:3+GOV+QX:ZZ+260301:1200+R1'UNH+R1+CONTRL:D:3:UN'UCI+77+QX:ZZ+GOV+7'"
         "UNT+3+R1'UNZ+1+R1'"},
        /* a warning alone, a wrong count, is acknowledged */
        {"UNB+UNOB:4+QX+GOV+20260301:1100+77'UNH+1+PAXLST:D:05B:UN'BGM+745'UNT+4+1'UNZ+1+77'",
         "UNB+UNOB:4+GOV+QX+20260301:1200+R1'UNH+R1+CONTRL:4:1:UN'UCI+77+QX+GOV+7'UNT+3+R1'"
         "UNZ+1+R1'"},
        /* the second message has a segment whose tag cannot be read */
        {"UNB+UNOB:3+QX+GOV+260301:1100+77'UNH+1+PAXLST:D:05B:UN'BGM+745'UNT+3+1'"
         "UNH+2+PAXLST:D:05B:UN'BGM+745'%%+X'NAD+FL+++DOE:JO'UNT+5+2'UNZ+2+77'",
         "UNB+UNOB:3+GOV+QX+260301:1200+R1'UNH+R1+CONTRL:D:3:UN'UCI+77+QX+GOV+7'"
         "UCM+2+PAXLST:D:05B:UN+4'UCS+3+12'UNT+5+R1'UNZ+1+R1'"},
        /* the same in a group */
        {"UNB+UNOB:3+QX+GOV+260301:1100+77'UNG+PAXLST+A:1+B+260301:1100+9+UN+D:05B'"
         "UNH+2+PAXLST:D:05B:UN'BGM+745'%%+X'NAD+FL+++DOE:JO'UNT+5+2'UNE+1+9'UNZ+1+77'",
         "UNB+UNOB:3+GOV+QX+260301:1200+R1'UNH+R1+CONTRL:D:3:UN'UCI+77+QX+GOV+7'"
         "UCF+9+A:1+B+7'UCM+2+PAXLST:D:05B:UN+4'UCS+3+12'UNT+6+R1'UNZ+1+R1'"},
    };
    ms_arena *a = ms_arena_new(0);
    ms_edi_writer *w = ms_edi_writer_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        equal(ms_str_z(rows[i].report), reports(rows[i].sent, w, a));
    ms_edi_writer_free(w);
    ms_arena_free(a);
}

static void test_refused(void **unused)
{
    (void)unused;
    ms_edi_writer *w = ms_edi_writer_new();
    ms_contrl_message m = {.action = MS_CONTRL_ACKNOWLEDGED, .error = {.code = 13}};
    ms_contrl c = {
        .version = 3, .action = MS_CONTRL_ACKNOWLEDGED, .messages = &m, .n_messages = 1};
    ms_diag d;
    ms_str bytes;
    assert_int_equal(ms_contrl_write(&c, w, &d), MS_EINVAL); /* an error, yet acknowledged */
    m.action = MS_CONTRL_RECEIVED, m.error.code = 0;
    assert_int_equal(ms_contrl_write(&c, w, &d), MS_EINVAL); /* messages are not received */
    m.action = MS_CONTRL_REJECTED, m.group = 1;
    assert_int_equal(ms_contrl_write(&c, w, &d), MS_EINVAL); /* there is no such group */
    m.group = 0, m.error = (ms_contrl_error){.code = 13, .element = 2, .repetition = 2};
    assert_int_equal(ms_contrl_write(&c, w, &d), MS_EINVAL); /* syntax 3 has no repetitions */
    c.version = 4, c.action = MS_CONTRL_UNKNOWN;
    assert_int_equal(ms_contrl_write(&c, w, NULL), MS_EINVAL);
    assert_int_equal(ms_edi_write_take(w, &bytes, &d), MS_OK);
    assert_int_equal(bytes.n, 0);
    c.action = MS_CONTRL_ACKNOWLEDGED;
    assert_int_equal(ms_contrl_write(&c, w, &d), MS_OK);
    ms_edi_writer_free(w);
}

/* Segments are reported in their order, whatever order the oddities were found in. */
static void test_order(void **unused)
{
    (void)unused;
    static const ms_edi_interchange interchange = {.reference = MS_STR_INIT("1")};
    static const ms_edi_header header = {.reference = MS_STR_INIT("M1")};
    static ms_oddity found[] = {
        {.code = MS_ODDITY_TAG_INVALID, .segment = 9},
        {.code = MS_ODDITY_TAG_INVALID, .segment = 4},
        {.code = MS_ODDITY_CHARSET_INVALID, .segment = 9, .element = 2, .component = 1},
        {.code = MS_ODDITY_CHARSET_INVALID, .segment = 4, .element = 1, .component = 3}};
    const ms_oddities none = {0}, four = {.v = found, .n = 4};
    const ms_edi_item open = {
        .kind = MS_EDI_OPEN, .interchange = &interchange, .oddities = &none};
    const ms_edi_item message = {.kind = MS_EDI_MESSAGE,
                                 .interchange = &interchange,
                                 .header = &header,
                                 .oddities = &four};
    ms_contrl c;
    ms_arena *a = ms_arena_new(0);
    assert_int_equal(ms_contrl_begin(&open, MS_STR("202603011200"), MS_STR("R1"), a, &c),
                     MS_OK);
    assert_int_equal(ms_contrl_item(&c, &message, a), MS_OK);
    assert_int_equal(c.n_messages, 1);
    assert_int_equal(c.messages[0].n_segments, 2);
    for (unsigned i = 0; i < 2; i++) {
        const ms_contrl_segment *s = &c.messages[0].segments[i];
        assert_int_equal(s->number, i ? 9 : 4);
        assert_int_equal(s->code, 12); /* list 0085: invalid value */
        assert_int_equal(s->n_elements, 1);
        assert_int_equal(s->elements[0].code, 21);           /* invalid character */
        assert_int_equal(s->elements[0].element, i ? 3 : 2); /* the tag is the first */
        assert_int_equal(s->elements[0].component, i ? 1 : 3);
    }
    ms_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round),
        cmocka_unit_test(test_made),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
