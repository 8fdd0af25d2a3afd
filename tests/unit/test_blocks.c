/* Telegrams in several blocks: wherever one ends, the message reads as if it did not. */
#include "edi_fixture.h"

#define BLOCK      \
    "\x03\r\n\x01" \
    "QU BORDRXB\r\n.QZOPSXX 010602\r\n\x02"

#define INTERCHANGE                                                                     \
    "UNB+UNOA:4+QZ:ZZ+GOV+20260314:0512+31'UNG+PAXLST+QZ+GOV+20260314:0512+9+UN+D:05B'" \
    "UNH+1+PAXLST:D:05B:UN:IATA+ACCESS+01:C'BGM+745'NAD+MS+++QZ?'S DESK?+?"             \
    "?'"                                                                                \
    "COM+1:TE*2:FX'TDT+20+QZ417'LOC+125+BRE'NAD+FL+++ROE:ANNA MARIA'UNT+8+1'"           \
    "UNH+2+PAXLST:D:05B:UN:IATA+ACCESS+02:F'BGM+745'NAD+FL+++LIND'UNT+4+2'UNE+2+9'UNZ+1+31'"
static const char TEXT[] = INTERCHANGE INTERCHANGE;

static void expect_same(size_t at, const char *wanted)
{
    ms_out text = {0}, got = {0};
    ms_out_raw(&text, (ms_str){TEXT, at});
    ms_out_lit(&text, BLOCK);
    ms_out_raw(&text, ms_str_z(TEXT + at));
    assert_int_equal(edi_dump(ms_out_str(&text), NULL, false, &got), MS_END);
    ms_out_char(&got, 0);
    if (strcmp(got.p, wanted) != 0)
        fail_msg("cut at byte %zu, before %.12s: %s", at, TEXT + at, got.p);
    ms_out_free(&text);
    ms_out_free(&got);
}

/* Behind the first tag, by which the beginning is found. */
static void anywhere(void **state)
{
    (void)state;
    ms_out whole = {0};
    assert_int_equal(edi_dump(ms_str_z(TEXT), NULL, false, &whole), MS_END);
    ms_out_char(&whole, 0);
    for (size_t at = 12; at < sizeof TEXT - 1; at++) expect_same(at, whole.p);
    ms_out_free(&whole);
}

/* A flood of beginnings and ends of blocks costs time that grows with it, not more. */
static void many(void **state)
{
    (void)state;
    ms_out text = {0}, got = {0};
    ms_out_lit(&text, "UNB+UNOA:4+QZ+GOV+20260314:0512+31'UNH+1+PAXLST:D:05B:UN'BGM+745'");
    for (int i = 0; i < 300000; i++)
        ms_out_lit(&text, "\x02U\x01"
                          "UNT\x02");
    ms_out_lit(&text, "'UNT+3+1'UNZ+1+31'");
    assert_int_equal(edi_dump(ms_out_str(&text), NULL, false, &got), MS_END);
    ms_out_free(&text);
    ms_out_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(anywhere), cmocka_unit_test(many)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
