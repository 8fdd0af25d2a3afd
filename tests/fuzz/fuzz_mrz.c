/* Machine-readable zones from any bytes: what is told lies in its bounds, alternatives satisfy
 * their check digit, and what can be written again reads as it was. */
#undef NDEBUG
#include <assert.h>
#include <stdint.h>
#include <stdio.h>

#include <marsad/mrz.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const ms_date today = {2026, 1, 31};

static void check(const ms_mrz *m)
{
    bool departs = false;
    assert(m->format > MS_MRZ_UNKNOWN && m->format < MS_MRZ_FORMATS);
    assert(m->n_surname <= MS_MRZ_PARTS && m->n_given <= MS_MRZ_PARTS);
    assert(m->n_checks <= MS_MRZ_CHECKS && m->n_alternatives <= MS_MRZ_ALTERNATIVES);
    assert(m->name.n <= MS_MRZ_WIDTH && m->number.n <= MS_MRZ_WIDTH);
    for (unsigned i = 0; i < m->n_oddities && i < MS_MRZ_ODDITIES; i++) {
        const ms_mrz_oddity *o = &m->oddity[i];
        departs |= ms_mrz_oddity_departs(o->kind);
        assert(o->line <= MS_MRZ_LINES && o->column <= MS_MRZ_WIDTH + 1 && o->expected.n);
        assert(*ms_mrz_field_key(o->field) && *ms_mrz_oddity_done(o->kind));
    }
    assert(m->n_oddities > MS_MRZ_ODDITIES || m->valid == !departs);
    for (unsigned i = 0; i < m->n_checks; i++) {
        assert(m->check[i].line >= 1 && m->check[i].line <= MS_MRZ_LINES);
        assert(!m->valid || m->check[i].right);
    }
    for (unsigned i = 0; i < m->n_alternatives; i++) {
        assert(m->alternative[i].text.n <= MS_MRZ_WIDTH);
        assert(m->alternative[i].field == MS_MRZ_NUMBER || m->alternative[i].text.n == 6);
    }
    for (unsigned i = 0; i < m->n_surname; i++) assert(m->surname[i].n);
    for (unsigned i = 0; i < m->n_given; i++) assert(m->given[i].n);
}

/* What a valid zone says is written again and says the same. */
static void again(const ms_mrz *m, ms_arena *a)
{
    ms_str line[MS_MRZ_LINES];
    char text[MS_MRZ_LINES * (MS_MRZ_WIDTH + 1)];
    size_t n = 0;
    ms_mrz got;
    /* A code that nobody knows is a doubt and no departure, and an empty one is not written. */
    if (!m->valid || !m->issuer.n || !m->nationality.n) return;
    assert(ms_mrz_write(m, a, line, NULL) == MS_OK);
    for (unsigned i = 0; i < MS_MRZ_LINES; i++) {
        memcpy(text + n, line[i].p, line[i].n);
        n += line[i].n;
        text[n++] = '\n';
    }
    assert(ms_mrz_read((ms_str){text, n}, today, a, &got) == MS_OK);
    assert(got.format == m->format && got.valid);
    assert(ms_str_eq(got.number, m->number));
    /* Compound given names of the French card take one filler more, and may be cut for it. */
    assert(ms_str_eq(got.name, m->name) || (got.format == MS_MRZ_FRA && got.cut));
    assert(ms_str_eq(got.issuer, m->issuer) && ms_str_eq(got.nationality, m->nationality));
    assert(!strcmp(got.birth.text, m->birth.text) && !strcmp(got.expiry.text, m->expiry.text));
    assert(got.sex == m->sex && ms_str_eq(got.optional[0], m->optional[0]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_arena *a = ms_arena_new(0);
    ms_mrz m;
    ms_mrz_readings own;
    assert(a);
    ms_rc rc = ms_mrz_read((ms_str){(const char *)data, size}, today, a, &m);
    assert(rc == MS_OK || rc == MS_ENOTFOUND);
    if (!rc) {
        check(&m);
        assert(ms_mrz_own_script(&m, a, &own) == MS_OK && own.n <= MS_MRZ_READINGS);
        again(&m, a);
    }
    ms_arena_free(a);
    return 0;
}
