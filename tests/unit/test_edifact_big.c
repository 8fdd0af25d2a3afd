/* Sizes: long messages, many interchanges, ceilings, and each allocation failing in turn. */
#include "edi_fixture.h"

#include <marsad/edikeep.h>

#include "base/mem.h"

#define UNB "UNB+UNOA:4+A+B+250101:0000+1'"
#define UNH "UNH+1+PAXLST:D:05B:UN:IATA'"

/* What a reader gives of `o`, counted. */
typedef struct counted {
    ms_rc rc;
    uint64_t opened, messages, segments, parts, more, errors;
    uint32_t longest; /* values of a segment */
} counted;

static counted count(ms_str text, const ms_edi_limits *limits)
{
    counted c = {0};
    ms_source *src;
    const ms_edi_item *x;
    assert_int_equal(ms_source_mem(text, "test", &src), MS_OK);
    ms_edi_reader *r = ms_edi_reader_new(src, limits);
    assert_non_null(r);
    while (!(c.rc = ms_edi_next(r, &x, NULL))) {
        c.opened += x->kind == MS_EDI_OPEN;
        if (x->kind != MS_EDI_MESSAGE) continue;
        c.messages += x->part == 1;
        c.parts++;
        c.more += x->more;
        c.segments += x->n;
        for (uint32_t i = 0; i < x->n; i++)
            if (x->v[i].n > c.longest) c.longest = x->v[i].n;
        assert_true(x->oddities->n <= x->oddities->found);
    }
    c.errors = ms_edi_reader_totals(r).severe[MS_SEVERITY_ERROR];
    ms_edi_reader_free(r);
    ms_source_free(src);
    return c;
}

static void long_message(void **state)
{
    (void)state;
    ms_out o = {0};
    ms_out_lit(&o, UNB UNH);
    for (unsigned i = 0; i < 100000; i++) ms_out_fmt(&o, "NAD+FL+++NAME%u:GIVEN'", i);
    ms_out_lit(&o, "UNT+100002+1'UNZ+1+1'");
    counted c = count(ms_out_str(&o), NULL);
    assert_int_equal(c.rc, MS_END);
    assert_int_equal(c.segments, 100002);
    assert_int_equal(c.parts, 1);
    assert_int_equal(c.errors, 0);
    /* The same in parts: every segment once. */
    ms_edi_limits limits = {.message = 64 * 1024};
    c = count(ms_out_str(&o), &limits);
    assert_int_equal(c.segments, 100002);
    assert_int_equal(c.messages, 1);
    assert_true(c.parts > 30 && c.more == c.parts - 1);
    ms_out_free(&o);
}

static void many_interchanges(void **state)
{
    (void)state;
    ms_out o = {0};
    for (unsigned i = 0; i < 10000; i++) ms_out_lit(&o, UNB UNH "BGM+745'UNT+3+1'UNZ+1+1'\n");
    counted c = count(ms_out_str(&o), NULL);
    assert_int_equal(c.opened, 10000);
    assert_int_equal(c.messages, 10000);
    assert_int_equal(c.segments, 30000);
    ms_out_free(&o);
}

static void ceilings(void **state)
{
    (void)state;
    ms_out o = {0};
    /* More elements, repetitions and components than are kept. */
    ms_out_lit(&o, UNB UNH "XYZ");
    for (unsigned i = 0; i < MS_EDI_ELEMENTS + 10; i++) ms_out_lit(&o, "+A");
    ms_out_lit(&o, "'XYZ+");
    for (unsigned i = 0; i < 300; i++) ms_out_lit(&o, "A*");
    ms_out_lit(&o, "'XYZ+");
    for (unsigned i = 0; i < 300; i++) ms_out_lit(&o, "A:");
    ms_out_lit(&o, "'BGM+745'UNT+6+1'UNZ+1+1'");
    counted c = count(ms_out_str(&o), NULL);
    assert_int_equal(c.longest, MS_EDI_ELEMENTS);
    assert_int_equal(c.segments, 6);
    assert_int_equal(c.errors, 3);
    /* A value longer than a segment may be. */
    ms_out_reset(&o);
    ms_out_lit(&o, UNB UNH "FTX+");
    for (unsigned i = 0; i < 5000; i++) ms_out_lit(&o, "TEXT");
    ms_out_lit(&o, "'BGM+745'UNT+4+1'UNZ+1+1'");
    ms_edi_limits limits = {.segment = 1000};
    c = count(ms_out_str(&o), &limits);
    assert_int_equal(c.segments, 4);
    assert_int_equal(c.errors, 1);
    /* A segment of 1000 bytes before its terminator is whole, one of 1001 is not. */
    for (unsigned more = 0; more < 2; more++) {
        ms_out_reset(&o);
        ms_out_lit(&o, UNB UNH "FTX+");
        for (unsigned i = 0; i < 996 + more; i++) ms_out_char(&o, 'A');
        ms_out_lit(&o, "'UNT+3+1'UNZ+1+1'");
        assert_int_equal(count(ms_out_str(&o), &limits).errors, more);
    }
    /* Text without end is passed over in bounded memory. */
    ms_out_reset(&o);
    for (unsigned i = 0; i < 200000; i++) ms_out_lit(&o, "UNHAPPY+UNA UNB ");
    c = count(ms_out_str(&o), NULL);
    assert_int_equal(c.rc, MS_END);
    assert_int_equal(c.opened, 0);
    ms_out_free(&o);
}

static void bounded_oddities(void **state)
{
    (void)state;
    ms_out o = {0};
    ms_out_lit(&o, UNB UNH);
    for (unsigned i = 0; i < 5000; i++) ms_out_lit(&o, "1+X'");
    ms_out_lit(&o, "UNT+5002+1'UNZ+1+1'");
    ms_source *src;
    const ms_edi_item *x;
    ms_edi_limits limits = {.oddities = 10};
    assert_int_equal(ms_source_mem(ms_out_str(&o), "test", &src), MS_OK);
    ms_edi_reader *r = ms_edi_reader_new(src, &limits);
    assert_int_equal(ms_edi_next(r, &x, NULL), MS_OK);
    assert_int_equal(ms_edi_next(r, &x, NULL), MS_OK);
    assert_int_equal(x->oddities->n, 10);
    assert_int_equal(x->oddities->found, 5000);
    assert_int_equal(x->oddities->severe[MS_SEVERITY_ERROR], 5000);
    ms_edi_reader_free(r);
    ms_source_free(src);
    ms_out_free(&o);
}

static long left;

static int gate(size_t n)
{
    (void)n;
    return left < 0 || left-- > 0;
}

/* What an item says of its envelope and its values, behind what `text` has. */
static void put_item(char *text, size_t size, const ms_edi_item *x)
{
    static const ms_str none = {0};
    const ms_edi_interchange *i = x->interchange;
    const ms_edi_group *g = x->group;
    const ms_edi_header *h = x->header;
    const ms_str fields[] = {i->typeb.priority,
                             i->typeb.addresses,
                             i->typeb.origin,
                             i->typeb.id,
                             i->typeb.smi,
                             i->syntax,
                             i->sender.id,
                             i->sender.qualifier,
                             i->sender.internal,
                             i->recipient.id,
                             i->recipient.qualifier,
                             i->recipient.internal,
                             i->date,
                             i->time,
                             i->reference,
                             i->application,
                             i->priority,
                             i->agreement,
                             MS_STR("group"),
                             g ? g->type : none,
                             g ? g->sender.id : none,
                             g ? g->sender.qualifier : none,
                             g ? g->recipient.id : none,
                             g ? g->recipient.qualifier : none,
                             g ? g->date : none,
                             g ? g->time : none,
                             g ? g->reference : none,
                             g ? g->agency : none,
                             g ? g->version : none,
                             g ? g->release : none,
                             g ? g->association : none,
                             MS_STR("message"),
                             h ? h->reference : none,
                             h ? h->type : none,
                             h ? h->version : none,
                             h ? h->release : none,
                             h ? h->agency : none,
                             h ? h->association : none,
                             h ? h->access : none,
                             h ? h->sequence : none,
                             h ? h->position : none};
    size_t n = strlen(text);
    for (size_t k = 0; k < sizeof fields / sizeof *fields; k++)
        n += (size_t)snprintf(text + n, size - n, fields[k].n ? "%.*s " : "%.*s",
                              MS_FMT(fields[k]));
    n += (size_t)snprintf(text + n, size - n, "values");
    for (uint32_t s = 0; s < x->n; s++)
        for (uint32_t v = 0; v < x->v[s].n; v++)
            n += (size_t)snprintf(text + n, size - n, " %.*s", MS_FMT(x->v[s].v[v].text));
    n += (size_t)snprintf(text + n, size - n, "\n");
    assert_true(n < size);
}

/* That what is kept shares no bytes of values and notes with what the next call overwrites. */
static void expect_apart(const ms_edi_item *x, const ms_edi_item *kept)
{
    assert_int_equal(kept->n, x->n);
    for (uint32_t s = 0; s < x->n; s++) {
        assert_ptr_not_equal(kept->v[s].v, x->v[s].v);
        for (uint32_t v = 0; v < x->v[s].n; v++)
            assert_ptr_not_equal(kept->v[s].v[v].text.p, x->v[s].v[v].text.p);
    }
    assert_int_equal(kept->oddities->n, x->oddities->n);
    for (uint32_t i = 0; i < x->oddities->n; i++) {
        ms_str a = x->oddities->v[i].what, b = kept->oddities->v[i].what;
        assert_true(ms_str_eq(a, b) && (!a.n || a.p != b.p));
    }
    assert_ptr_not_equal(kept->interchange->reference.p, x->interchange->reference.p);
    assert_ptr_not_equal(kept->interchange->typeb.origin.p, x->interchange->typeb.origin.p);
    if (x->group) assert_ptr_not_equal(kept->group->type.p, x->group->type.p);
    if (x->header) assert_ptr_not_equal(kept->header->type.p, x->header->type.p);
}

/* Reads, keeps and writes while allocation `n` from 0 fails, and compares what is given then
 * with `whole`, or fills that; false when there are not so many allocations. */
static bool with(long n, char whole[2048])
{
    ms_source *src = NULL;
    const ms_edi_item *x;
    char got[2048] = "";
    ms_str text = MS_STR("QU ABCDEFG\n.HIJKLMN 7\nSMI\nUNA:+.? '"
                         "UNB+UNOA:4+A:B:C+D:E:F+250101:0203+G+H+I+J++K'"
                         "UNG+PAXLST+L:M+N:O+250102:0304+1+UN+D:05B:P'"
                         "UNH+1+PAXLST:D:05B:UN:IATA+Q+01:C'"
                         "NAD+FL+++O?'N\xc3\xa9:\nJ'XXX'UNT+4+1'UNE+1+2'UNZ+1+2'");
    assert_int_equal(ms_source_mem(text, "test", &src), MS_OK);
    ms_arena *a = ms_arena_new(0);
    left = n;
    ms_edi_writer *w = ms_edi_writer_new();
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    ms_rc rc = w && r ? MS_OK : MS_ENOMEM, written = MS_OK;
    ms_edi_interchange i = {.reference = MS_STR("1")};
    if (!rc) ms_edi_write_open(w, &i);
    if (!rc) ms_edi_write_close(w);
    while (!rc && !(rc = ms_edi_next(r, &x, NULL))) {
        ms_edi_item kept;
        rc = ms_edi_keep(x, a, &kept);
        if (!rc) expect_apart(x, &kept);
        if (!rc) put_item(got, sizeof got, &kept);
    }
    ms_str out;
    if (w) written = ms_edi_write_take(w, &out, NULL);
    bool failed = n >= 0 && left < 0;
    left = -1;
    ms_edi_reader_free(r);
    ms_edi_writer_free(w);
    ms_source_free(src);
    ms_arena_free(a);
    assert_true(rc == MS_END || rc == MS_ENOMEM);
    assert_true(written == MS_OK || written == MS_ENOMEM);
    if (n < 0) memcpy(whole, got, sizeof got);
    if (rc == MS_END) assert_string_equal(got, whole);
    return failed;
}

/* Without memory a reader says so, or gives what it gives with it. */
static void allocations(void **state)
{
    (void)state;
    char whole[2048];
    left = -1;
    ms_mem_gate = gate;
    with(-1, whole);
    /* As ISO 9735-1 annex C has the places of UNB, UNG and UNH. */
#define OPENED "QU ABCDEFG HIJKLMN 7 SMI UNOA A B C D E F 250101 0203 G I J K group "
#define GROUPED OPENED "PAXLST L M N O 250102 0304 1 UN D 05B P message "
    assert_string_equal(whole, OPENED
                        "message values UNOA 4 A B C D E F 250101 0203 G H I J K\n" GROUPED
                        "values PAXLST L M N O 250102 0304 1 UN D 05B P\n" GROUPED
                        "1 PAXLST D 05B UN IATA Q 01 C values 1 PAXLST D 05B UN IATA Q 01 C FL "
                        "O'N\xc3\xa9 J 4 1\n" GROUPED "values 1 2\n" OPENED
                        "message values 1 2\n");
    long n = 0;
    while (with(n, whole)) assert_true(++n < 1000);
    ms_mem_gate = NULL;
    assert_true(n > 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_message), cmocka_unit_test(many_interchanges),
        cmocka_unit_test(ceilings),     cmocka_unit_test(bounded_oddities),
        cmocka_unit_test(allocations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
