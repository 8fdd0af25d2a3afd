/* Bookings: whatever the bytes, numbers of rows are of rows that are there, lists have their
 * ceilings, texts are UTF-8, and links are of travellers of both sides, each at most once. */
#include <marsad/name.h>

#include "travel/pnrgov.h"

static void require(bool ok)
{
    if (!ok) __builtin_trap();
}

static void check_record(const ms_travel_struct *of, const char *record)
{
    for (unsigned i = 0; i < of->n; i++) {
        const ms_travel_field *f = &of->field[i];
        const void *at = record + f->at;
        const ms_travel_time *t = at;
        uint32_t n;
        const char *v;
        switch (f->kind) {
        case MS_FIELD_IS_TEXT: {
            ms_str s = *(const ms_str *)at;
            require(ms_utf8_valid(s) == s.n);
            break;
        }
        case MS_FIELD_IS_TIME: require(t->minute >= -1 && t->minute < 1440); break;
        case MS_FIELD_IS_DATE: require(t->day.date.month <= 12 && t->day.date.day <= 31); break;
        case MS_FIELD_IS_LIST:
            memcpy(&n, record + f->count_at, sizeof n);
            memcpy(&v, at, sizeof v);
            for (uint32_t k = 0; k < n; k++) check_record(f->of, v + (size_t)k * f->of->size);
            break;
        default: break;
        }
    }
}

static void check_traveller(const ms_manifest *m, const ms_traveller *t)
{
    require(t->booking >= 1 && t->booking <= m->n_bookings);
    const ms_booking *b = &m->bookings[t->booking - 1];
    require(t->n_seats <= PNR_ROWS && t->n_bags <= PNR_ROWS && t->n_documents <= PNR_ROWS);
    require(t->n_contacts <= PNR_ROWS && t->n_loyalty <= PNR_ROWS && t->n_tickets <= PNR_ROWS);
    for (uint32_t i = 0; i < t->n_seats; i++)
        require(t->seats[i].leg >= 1 && t->seats[i].leg <= b->n_legs);
    for (uint32_t i = 0; i < t->n_bags; i++)
        require(t->bags[i].leg >= 1 && t->bags[i].leg <= b->n_legs);
}

static void check_links(const ms_manifest *m, ms_arena *a)
{
    ms_link *link;
    size_t n;
    require(ms_travel_link(m, m, a, &link, &n) == MS_OK && n <= m->n_travellers);
    for (size_t i = 0; i < n; i++) {
        require(link[i].a < m->n_travellers && link[i].b < m->n_travellers && link[i].why);
        require(!i || link[i].a > link[i - 1].a);
        require(ms_link_text(link[i].why, a).n > 0);
    }
}

static void check(const ms_edi_item *item, ms_arena *a)
{
    ms_manifest m;
    ms_rc rc = ms_manifest_read(item, a, &m);
    if (rc == MS_ENOTFOUND) return;
    require(rc == MS_OK);
    check_record(ms_travel_table(), (const char *)&m);
    if (!m.n_bookings) return;
    for (uint32_t i = 0; i < m.n_travellers; i++) check_traveller(&m, &m.travellers[i]);
    for (uint32_t i = 1; i < m.oddities.n; i++)
        require(m.oddities.v[i].at >= m.oddities.v[i - 1].at);
    check_links(&m, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_source *src = NULL;
    const ms_edi_item *item;
    ms_diag d;
    ms_arena *a = ms_arena_new(0);
    if (!a || ms_source_mem((ms_str){(const char *)data, size}, "fuzz", &src)) return 0;
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    while (r && !ms_edi_next(r, &item, &d)) {
        if (item->kind == MS_EDI_MESSAGE) check(item, a);
        ms_arena_reset(a);
    }
    ms_edi_reader_free(r);
    ms_source_free(src);
    ms_arena_free(a);
    return 0;
}
