/* Reading lists: formats told apart, own CSV, JSON lines, bad input. */
#include <zlib.h>
#include <zstd.h>

#include "base/mem.h"
#include "list_fixture.h"

/* Reads `text` and expects failure `rc` with `what` in its message. */
static void refuse(const char *text, ms_format f, ms_rc rc, const char *what)
{
    list *l = list_text_as(text, strlen(text), f);
    assert_int_equal(l->rc, rc);
    if (!strstr(l->d.what, what)) fail_msg("'%s' has no '%s'", l->d.what, what);
    list_free(l);
}

/* One thing set aside: rc, line, byte, and a part of its message. */
static void aside(const list *l, uint32_t i, bool whole, ms_rc rc, unsigned line, unsigned at,
                  const char *what)
{
    assert_true(i < l->report.n_aside);
    const ms_setaside *s = &l->report.aside[i];
    assert_int_equal(s->diag.rc, rc);
    assert_int_equal(s->whole, whole);
    assert_int_equal(s->diag.line, line);
    assert_int_equal(s->diag.at, at);
    if (!strstr(s->diag.what, what)) fail_msg("'%s' has no '%s'", s->diag.what, what);
    assert_true(ms_str_eq(s->file, MS_STR("test")));
}

/* Where `part` begins in `text`. */
#define OFFSET(text, part) (unsigned)(strstr((text), (part)) - (text))

static void formats(void **state)
{
    (void)state;
    assert_string_equal(ms_format_name(MS_FORMAT_FTM_JSONL), "ftm-jsonl");
    assert_int_equal(ms_format_find(MS_STR("csv")), MS_FORMAT_CSV);
    assert_int_equal(ms_format_find(MS_STR("xls")), MS_FORMAT_COUNT);
    refuse("", MS_FORMAT_AUTO, MS_EMISSING, "empty");
    refuse("\xef\xbb\xbf \n\n", MS_FORMAT_AUTO, MS_EMISSING, "empty");
    refuse("\xff\xfe<\0", MS_FORMAT_AUTO, MS_EENCODING, "iconv");
    refuse("[{\"id\":1}]", MS_FORMAT_AUTO, MS_EFORMAT, "jq -c");
    refuse("<?xml version='1.0'?><!-- x --><a:otherList/>", MS_FORMAT_AUTO, MS_EFORMAT,
           "<otherList>");
    refuse("<!-- x", MS_FORMAT_AUTO, MS_EFORMAT, "without a root");
    refuse("Hello, world\n", MS_FORMAT_AUTO, MS_EFORMAT, "'Hello, world'");
    refuse("id;name\n1;x\n", MS_FORMAT_AUTO, MS_EFORMAT, "use ','");
    refuse("id,name\n1,x\n", MS_FORMAT_UN_XML, MS_EFORMAT, "un-xml expected");
    refuse("<CONSOLIDATED_LIST/>", MS_FORMAT_CSV, MS_EFORMAT, "is un-xml");
    refuse("<other/>", MS_FORMAT_UN_XML, MS_EFORMAT, "<other>");
    refuse("id,name\n", MS_FORMAT_AUTO, MS_EMISSING, "no records");
    refuse("<CONSOLIDATED_LIST/>", MS_FORMAT_AUTO, MS_EMISSING, "no records");
}

static void own_csv(void **state)
{
    (void)state;
    static const char text[] =

        "\xef\xbb\xbfid,schema,name,alias,birthDate,nationality,shoeSize,imoNumber\r\n"
        "a1,Person,\"Doe; Jane\",x\\;y;z\\\\,1980-02-30;1980,Germany,42,\r\n"
        "a2,Company,ACME,,,,,\r\n"
        "a3,Vessel,,,,,,IMO 9074729\r\n"
        "a4,Person,,,1970,,,\r\n"
        "a1,Person,Twice,,,,,\r\n"
        "a5,Persn,Who,,,,,\r\n"
        "a6,Person,Odd,,,,,,extra\r\n"
        "a7,Person,\"open,,,,,,\r\n"
        "a8,Person,Last,,,,,\r\n";
    list *l = list_text(text);
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(l->report.format, MS_FORMAT_CSV);
    assert_string_equal(
        list_json(l, "a1"),
        "{\"id\":\"a1\",\"caption\":\"Doe\",\"schema\":\"Person\",\"properties\":{\"alias\":"
        "[\"x;y\",\"z\\\\\"],\"birthDate\":[\"1980\"],\"name\":[\"Doe\",\"Jane\"],"
        "\"nationality\":[\"de\"]}}");
    assert_non_null(strstr(list_json(l, "a3"), "\"imoNumber\":[\"IMO9074729\"]"));
    assert_int_equal(l->report.records, 9);
    assert_int_equal(l->report.entities, 4);
    assert_int_equal(l->report.records_aside, 5);
    assert_int_equal(l->report.values_aside, 1);
    aside(l, 0, false, MS_EVALUE, 2, OFFSET(text, "1980-02-30;"), "birthDate: '1980-02-30'");
    assert_true(ms_str_eq(l->report.aside[0].record, MS_STR("a1")));
    aside(l, 1, true, MS_EMISSING, 5, OFFSET(text, "a4,"), "name");
    aside(l, 2, true, MS_EDUPLICATE, 6, OFFSET(text, "a1,Person,Twice"), "id");
    aside(l, 3, true, MS_EVALUE, 7, OFFSET(text, "a5,"), "schema: 'Persn'");
    aside(l, 4, true, MS_ESYNTAX, 8, OFFSET(text, "extra"), "9 cells, where the header has 8");
    aside(l, 5, true, MS_ETRUNCATED, 9, OFFSET(text, "\"open"), "never closes");
    assert_int_equal(LIST_UNMAPPED(l, "shoeSize"), 1);
    assert_non_null(list_json(l, "a8"));
    list_free(l);
}

static void csv_defaults(void **state)
{
    (void)state;
    list *l = list_text("name\tbirthDate\n\"Kim\" Lee\t1980\nKim Lee\t1981\nKim Lee\t1981\n");
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(LIST_SCHEMA(l, "Person"), 2);
    assert_int_equal(l->report.records_aside, 1); /* the same identity twice */
    assert_non_null(strstr(l->json[0].p, "\"caption\":\"\\\"Kim\\\" Lee\""));
    assert_int_equal(l->id[0].n, 18);
    assert_memory_equal(l->id[0].p, "t-", 2);
    ms_str id = l->id[1];
    /* The id is the identity's: the columns' order does not matter. */
    list *m = list_text("birthDate,name\n1981,Kim Lee\n");
    assert_true(ms_str_eq(m->id[0], id));
    list_free(l);
    list_free(m);
    l = list_text("name,country\nSome Firm,de\n");
    assert_int_equal(LIST_SCHEMA(l, "LegalEntity"), 1);
    list_free(l);
    l = list_text("firstName,lastName\nKim,Lee\n");
    assert_non_null(strstr(l->json[0].p, "\"name\":[\"Kim Lee\"]"));
    list_free(l);
}

static void jsonl(void **state)
{
    (void)state;
    static const char text[] =
        "\xef\xbb\xbf{\"id\":\"p\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A B\"],"
        "\"birthDate\":[\"1990-13-01\"],\"shoe\":[\"42\"]},\"x\":1}\r\n"
        "\n"
        "{\"id\":\"q\",\n"
        "{\"id\":\"r\",\"schema\":\"Person\",\"properties\":{\"name\":[\"\xff\"]}}\n"
        "{\"schema\":\"Person\",\"properties\":{\"name\":[\"C\"]}}\n"
        "{\"id\":\"s\",\"schema\":\"Passport\",\"properties\":{\"holder\":[\"p\"]}}\n"
        "{\"id\":\"t\",\"schema\":\"Company\",\"properties\":{}}\n"
        "{\"id\":\"u\",\"schema\":\"Starship\",\"properties\":{\"name\":[\"D\"]}}";
    list *l = list_text(text);
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(l->report.records, 7);
    assert_int_equal(l->report.entities, 3);
    assert_int_equal(l->report.records_aside, 4);
    assert_non_null(strstr(list_json(l, "p"), "\"shoe\":[\"42\"]"));
    assert_non_null(strstr(list_json(l, "p"), "\"x\":1"));
    assert_null(strstr(list_json(l, "p"), "1990"));
    aside(l, 0, false, MS_EVALUE, 1, 3, "birthDate: '1990-13-01'");
    assert_true(ms_str_eq(l->report.aside[0].record, MS_STR("p")));
    aside(l, 2, true, MS_EENCODING, 4, (unsigned)(strchr(text + 10, '\xff') - text), "UTF-8");
    aside(l, 4, true, MS_EMISSING, 7, (unsigned)(strstr(text, "{\"id\":\"t\"") - text), "name");
    assert_non_null(list_json(l, "u"));
    assert_non_null(list_json(l, "s"));
    assert_int_equal(l->report.bytes, sizeof text - 1);
    list_free(l);
}

static void nothing_readable(void **state)
{
    (void)state;
    refuse("{\n \"id\": 1\n}\n", MS_FORMAT_AUTO, MS_ESYNTAX, "");
    static const char nul[] = "{\"id\":\"a\0\"}\n";
    list *l = list_text_as(nul, sizeof nul - 1, MS_FORMAT_AUTO);
    assert_int_equal(l->rc, MS_ESYNTAX);
    list_free(l);
}

static void packed(void **state)
{
    (void)state;
    static const char text[] = "id,name\n1,Kim\n";
    char buf[256];
    size_t n = ZSTD_compress(buf, sizeof buf, text, sizeof text - 1, 3);
    list *l = list_text_as(buf, n, MS_FORMAT_AUTO);
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(l->report.entities, 1);
    assert_int_equal(l->report.bytes, sizeof text - 1);
    list_free(l);
    l = list_text_as(buf, n - 3, MS_FORMAT_AUTO);
    assert_int_equal(l->rc, MS_ETRUNCATED);
    list_free(l);
}

/* Refuses allocations of more than twice a record's ceiling. */
static int gate(size_t n)
{
    return n <= 2 * MS_RECORD_MAX;
}

/* A line of 200 MB between two records, compressed, costs itself alone and bounded
 * memory. */
static void flood(void **state)
{
    (void)state;
    enum { HEAD = 32, FLOOD = 200 << 20 };
    static const char first[] =
        "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"]}}\n";
    static const char last[] =
        "\n{\"id\":\"b\",\"schema\":\"Person\",\"properties\":{\"name\":[\"B\"]}}\n";
    size_t max = 1 << 20, n = 0;
    char *out = malloc(max), *zeros = calloc(1, 1 << 20);
    memset(zeros, 'x', 1 << 20);
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    for (int i = -1; i <= FLOOD >> 20; i++) {
        const char *p = i < 0 ? first : i == FLOOD >> 20 ? last : zeros;
        size_t len = p == zeros ? 1 << 20 : strlen(p);
        z.next_in = (unsigned char *)(uintptr_t)p;
        z.avail_in = (uInt)len;
        do {
            if (max - n < 4096) out = realloc(out, max *= 2);
            z.next_out = (unsigned char *)out + n;
            z.avail_out = (uInt)(max - n);
            deflate(&z, p == last ? Z_FINISH : Z_NO_FLUSH);
            n = max - z.avail_out;
        } while (z.avail_in);
    }
    deflateEnd(&z);
    ms_mem_gate = gate;
    list *l = list_text_as(out, n, MS_FORMAT_AUTO);
    ms_mem_gate = NULL;
    assert_int_equal(l->rc, MS_OK);
    assert_int_equal(l->report.entities, 2);
    assert_int_equal(l->report.records_aside, 1);
    aside(l, 0, true, MS_ELIMIT, 2, sizeof first - 1, "16777216");
    list_free(l);
    free(out);
    free(zeros);
}

static unsigned calls;

static ms_rc stop(void *ctx, const ms_entity *e, ms_diag *d)
{
    (void)ctx, (void)e;
    calls++;
    return ms_fail(d, MS_EIO, 0, 0, "disk full");
}

static void caller_stops(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "id,name\n1,A\n2,B\n",
        "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"]}}\n{}\n",
        "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A</"
        "FIRST_NAME>"
        "</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"};
    for (size_t i = 0; i < 3; i++) {
        ms_source *src;
        ms_diag d;
        ms_arena *a = ms_arena_new(0);
        ms_load_report r = ms_load_report_make(a);
        ms_list_opts o = {.list = MS_STR("t"), .take = stop};
        calls = 0;
        assert_int_equal(ms_source_mem(ms_str_z(texts[i]), "test", &src), MS_OK);
        assert_int_equal(ms_list_read(&o, &src, 1, &r, &d), MS_EIO);
        assert_string_equal(d.what, "disk full");
        assert_int_equal(calls, 1);
        ms_source_free(src);
        ms_arena_free(a);
    }
}

static void memory_fails(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "name,birthDate,x\nA;B,1970-02-30,y\n\"C\"d,\n,1980\nE,1981\n",
        "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"],"
        "\"birthDate\":[\"x\"],\"shoe\":[\"42\"]},\"y\":[1]}\n{}\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) list_memory_fails(texts[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats),
        cmocka_unit_test(own_csv),
        cmocka_unit_test(csv_defaults),
        cmocka_unit_test(jsonl),
        cmocka_unit_test(nothing_readable),
        cmocka_unit_test(packed),
        cmocka_unit_test(flood),
        cmocka_unit_test(caller_stops),
        cmocka_unit_test(memory_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
