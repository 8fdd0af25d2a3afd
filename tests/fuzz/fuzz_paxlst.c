/* Passenger lists from any bytes, as a whole input or as the segments of one list: what is read
 * is UTF-8 without blanks around, dates exist, counts fit, and a second reading says the same.
 * Each NAD of a traveller gives one. */
#undef NDEBUG
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <marsad/name.h>
#include <marsad/travel.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HEAD "UNB+UNOY:4+A+B+260314:0512+1'UNH+1+PAXLST:D:15B:UN'"

static void check_day(const ms_travel_date *d)
{
    static const uint8_t days[] = {31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    assert(d->date.month <= 12 && d->date.day <= days[d->date.month]);
    assert(d->date.year || (!d->date.month && !d->date.day && !d->other));
    assert(d->date.month || !d->date.day);
    assert(!d->date.year || d->sent.n);
    assert(ms_utf8_valid(d->sent) == d->sent.n);
}

static void check(const ms_travel_struct *of, const void *record)
{
    const char *r = record;
    for (unsigned i = 0; i < of->n; i++) {
        const ms_travel_field *f = &of->field[i];
        const ms_str *s = (const void *)(r + f->at);
        const ms_travel_time *t = (const void *)(r + f->at);
        if (f->kind == MS_FIELD_IS_TEXT) {
            assert(ms_utf8_valid(*s) == s->n);
        } else if (f->kind == MS_FIELD_IS_DATE) {
            check_day(&t->day);
        } else if (f->kind == MS_FIELD_IS_TIME) {
            check_day(&t->day);
            assert(t->minute >= MS_MINUTE_UNKNOWN && t->minute < 24 * 60);
        } else if (f->kind == MS_FIELD_IS_LIST) {
            const char *const *p = (const void *)(r + f->at);
            const uint32_t *n = (const void *)(r + f->count_at);
            for (uint32_t k = 0; k < *n; k++) check(f->of, *p + (size_t)k * f->of->size);
        }
    }
}

/* How many name segments of travellers there are that nothing is wrong with. */
static uint32_t named(const ms_edi_item *x)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n; i++)
        n += x->v[i].tag == MS_EDI_TAG('N', 'A', 'D') &&
             (ms_edi_is(&x->v[i], 1, 1, "FL") || ms_edi_is(&x->v[i], 1, 1, "FM"));
    return n;
}

static void check_message(const ms_edi_item *x)
{
    ms_arena *a = ms_arena_new(0);
    ms_manifest m, again;
    assert(a);
    ms_rc rc = ms_manifest_read(x, a, &m);
    assert(rc == MS_OK || rc == MS_ENOTFOUND);
    if (!rc && ms_str_eq(m.type, MS_STR("PAXLST"))) {
        uint32_t lost = 0;
        check(ms_travel_table(), &m);
        for (uint32_t i = 0; i < m.oddities.n; i++) {
            lost += m.oddities.v[i].code == MS_ODDITY_PAX_MISPLACED;
            assert(ms_utf8_valid(m.oddities.v[i].what) == m.oddities.v[i].what.n);
        }
        for (uint32_t i = 0; i < m.n_travellers; i++) assert(m.travellers[i].role.n);
        if (m.oddities.found == m.oddities.n) assert(m.n_travellers + lost >= named(x));
        assert(ms_manifest_read(x, a, &again) == MS_OK);
        assert(again.n_travellers == m.n_travellers && again.n_legs == m.n_legs);
        assert(again.oddities.found == m.oddities.found);
    }
    ms_arena_free(a);
}

static void read_all(ms_str text)
{
    ms_source *src;
    ms_diag d;
    const ms_edi_item *x;
    if (ms_source_mem(text, "fuzz", &src)) return;
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    while (r && !ms_edi_next(r, &x, &d))
        if (x->kind == MS_EDI_MESSAGE) check_message(x);
    ms_edi_reader_free(r);
    ms_source_free(src);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char head[] = HEAD;
    read_all((ms_str){(const char *)data, size});
    char *whole = malloc(sizeof head + size);
    assert(whole);
    memcpy(whole, head, sizeof head - 1);
    if (size) memcpy(whole + sizeof head - 1, data, size);
    read_all((ms_str){whole, sizeof head - 1 + size});
    free(whole);
    return 0;
}
