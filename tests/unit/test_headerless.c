/* Messages without header or type: who travels is read all the same. */
#include "manifest_fixture.h"

#include <marsad/answer.h>

#define UNB "UNB+UNOA:4+QZ+GOV+20260314:0512+1'"
#define UNZ "UNT+9+1'UNZ+1+1'"
#define LIST                                                                                \
    "BGM+745'TDT+20+QZ417'LOC+125+BRE'DTM+189:2603140640:201'LOC+87+TUN'NAD+FL+++ROE:ANNA'" \
    "DTM+329:860714:101'DOC+P+UTO1'NAD+FM+++LIND:OTTO'ATT+2++M'"
#define BOOKINGS                                                                 \
    "MSG+:22'ORG+QZ:BRE'TVL+140326:0640:140326:0915+BRE+TUN+QZ+417'SRC'"         \
    "RCI+QZ:J2PWX9'TIF+ROE+ANNA:A:1'SSR+DOCS:HK:1:QZ:::::P/UTO/1/UTO/14JUL86/F/" \
    "01JAN30/ROE/ANNA+::1'TIF+LIND+OTTO:A:2'"

/* "PAXLST ROE/ANNA LIND/OTTO", then each oddity of missing headers and types; "-" for what is
 * no list.  `bare`: the reader of lists is given no header at all. */
static void put_message(ms_out *o, const manifests *x, bool bare)
{
    ms_edi_item item = *x->item;
    ms_manifest m;
    if (bare) item.header = NULL;
    ms_rc rc = ms_manifest_read(&item, x->a, &m);
    if (rc) assert_int_equal(rc, MS_ENOTFOUND);
    if (rc) {
        ms_out_lit(o, "-");
        return;
    }
    ms_out_fmt(o, "%.*s", MS_FMT(m.type));
    for (uint32_t i = 0; i < m.n_travellers; i++)
        ms_out_fmt(o, " %.*s/%.*s", MS_FMT(m.travellers[i].surname),
                   MS_FMT(m.travellers[i].given));
    for (uint32_t i = 0; i < m.oddities.n; i++)
        if (m.oddities.v[i].code == MS_ODDITY_TYPE_MISSING)
            ms_out_fmt(o, " as %.*s", MS_FMT(m.oddities.v[i].what));
}

static void expect(const char *text, bool bare, const char *wanted)
{
    manifests x = manifests_of(ms_str_z(text));
    ms_out o = {0};
    ms_diag d;
    while (!ms_edi_next(x.r, &x.item, &d))
        if (x.item->kind == MS_EDI_MESSAGE) put_message(&o, &x, bare);
    ms_out_char(&o, 0);
    if (strcmp(o.p, wanted) != 0) fail_msg("%s\n  says: %s\n  not: %s", text, o.p, wanted);
    ms_out_free(&o);
    manifests_end(&x);
}

static void types(void **state)
{
    (void)state;
#define PEOPLE " ROE/ANNA LIND/OTTO"
    static const struct {
        const char *text, *wanted;
    } rows[] = {
        {UNB "UNH+1+PAXLST:D:05B:UN'" LIST UNZ, "PAXLST" PEOPLE},
        {UNB LIST UNZ, "PAXLST" PEOPLE " as PAXLST"},
        {UNB "UNH+1'" LIST UNZ, "PAXLST" PEOPLE " as PAXLST"},
        {UNB "UNH+1+:D:05B:UN'" LIST UNZ, "PAXLST" PEOPLE " as PAXLST"},
        {UNB "UNH+1+paxlst:D:05B:UN'" LIST UNZ, "PAXLST" PEOPLE " as PAXLST"},
        {UNB "UNH+1+PAXL5T:D:05B:UN'" LIST UNZ, "PAXLST" PEOPLE " as PAXLST"},
        {UNB "UNH+1+PNRGOV:11:1:IA'" BOOKINGS UNZ, "PNRGOV" PEOPLE},
        {UNB BOOKINGS UNZ, "PNRGOV" PEOPLE " as PNRGOV"},
        {UNB "UNH+1+PNRGQV:11:1:IA'" BOOKINGS UNZ, "PNRGOV" PEOPLE " as PNRGOV"},
        /* what travels decides, not which type is near */
        {UNB "UNH+1+PNRGQV:11:1:IA'" LIST UNZ, "PAXLST" PEOPLE " as PAXLST"},
        /* the second part of a message whose first was lost: no envelope at all */
        {"NAD+FL+++ROE:ANNA'NAD+FM+++LIND:OTTO'UNT+9+1'UNZ+1+1'", "PAXLST" PEOPLE " as PAXLST"},
        {"TIF+ROE+ANNA:A:1'TIF+LIND+OTTO:A:2'UNT+9+1'UNZ+1+1'", "PNRGOV" PEOPLE " as PNRGOV"},
        /* other messages, and what nobody travels in */
        {UNB "UNH+1+CUSRES:D:05B:UN'" LIST UNZ, "-"},
        {UNB "UNH+1+IFTMIN:D:05B:UN'" LIST UNZ, "-"},
        {UNB "UNH+1+PAXL55:D:05B:UN'" LIST UNZ, "-"},
        {UNB "UNH+1+PAXLSTS:D:05B:UN'" LIST UNZ, "-"},
        {UNB "UNH+1'BGM+745'NAD+MS+++QZ'TDT+20+QZ417'" UNZ, "-"},
        {UNB "BGM+745'TIF'" UNZ, "-"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect(rows[i].text, false, rows[i].wanted);
}

/* Items need not be of the reader. */
static void no_header(void **state)
{
    (void)state;
    expect(UNB "UNH+1+PAXLST:D:05B:UN'" LIST UNZ, true, "PAXLST" PEOPLE " as PAXLST");
    expect(UNB "UNH+1+PNRGOV:11:1:IA'" BOOKINGS UNZ, true, "PNRGOV" PEOPLE " as PNRGOV");
    expect(UNB "UNH+1+PAXLST:D:05B:UN'BGM+745'" UNZ, true, "-");
}

/* Everything that a traveller says is the same with and without the header. */
static void same_people(void **state)
{
    (void)state;
    static const char *const texts[2][2] = {
        {UNB "UNH+1+PAXLST:D:05B:UN'" LIST UNZ, UNB LIST UNZ},
        {UNB "UNH+1+PNRGOV:11:1:IA'" BOOKINGS UNZ, UNB BOOKINGS UNZ}};
    for (int k = 0; k < 2; k++) {
        ms_out o[2] = {0};
        for (int i = 0; i < 2; i++) {
            manifests x = manifests_of(ms_str_z(texts[k][i]));
            ms_manifest m;
            assert_true(manifests_next(&x, &m));
            assert_int_equal(m.n_travellers, 2);
            for (uint32_t t = 0; t < 2; t++)
                manifest_put(&o[i], travellers_table(), &m.travellers[t]);
            ms_out_char(&o[i], 0);
            manifests_end(&x);
        }
        assert_string_equal(o[0].p, o[1].p);
        ms_out_free(&o[0]);
        ms_out_free(&o[1]);
    }
}

/* An answer may be made of it; to whom, the caller must know. */
static void answered(void **state)
{
    (void)state;
    manifests x = manifests_of(MS_STR(UNB LIST UNZ));
    ms_manifest m;
    ms_answer answer;
    assert_true(manifests_next(&x, &m));
    ms_edi_item item = *x.item;
    item.header = NULL;
    assert_int_equal(
        ms_answer_make(&item, &m, MS_STR("202603140700"), MS_STR("A1"), x.a, &answer), MS_OK);
    assert_int_equal(answer.n_travellers, 2);
    assert_true(ms_str_eq(answer.recipient.id, MS_STR("QZ")));
    manifests_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types),
        cmocka_unit_test(no_header),
        cmocka_unit_test(same_people),
        cmocka_unit_test(answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
