#include "ask/traveller.h"

#include "travel/names.h"

/* Documents of one traveller that are asked for. */
enum { DOCUMENTS_MAX = 100 };

/* Whether nobody has that name: "TBA:TBA", "TBA/A". */
static bool nobody(ms_str sent)
{
    size_t n = 0;
    while (n < sent.n && sent.p[n] != ':' && sent.p[n] != '/') n++;
    return ms_name_nobody(ms_str_trim((ms_str){sent.p, n}));
}

/* The one text that is searched, or the two that make it; empty where there is none. */
static void name_of(const ms_manifest *m, const ms_traveller *t, ms_str *first, ms_str *second)
{
    bool zone = ms_str_eq(m->type, MS_STR("MRZ"));
    *second = (ms_str){0};
    *first = t->surname.n ? t->surname : t->given;
    if (!first->n && !nobody(t->sent_name)) *first = t->sent_name;
    if (zone && t->sent_name.n) *first = t->sent_name;
    else if (t->surname.n) *second = t->given;
}

bool traveller_asked(const ms_manifest *m, const ms_traveller *t)
{
    bool zone = ms_str_eq(m->type, MS_STR("MRZ"));
    bool named = t->surname.n || t->given.n || (zone && t->sent_name.n);
    return named && t->n_documents <= DOCUMENTS_MAX;
}

static ms_rc add_name(ms_str first, ms_str second, query *q)
{
    if (!second.n) return query_add(q, MS_STR("name"), first);
    ms_str both = ms_arena_strf(q->arena, "%.*s/%.*s", MS_FMT(first), MS_FMT(second));
    return both.p ? query_add(q, MS_STR("name"), both) : MS_ENOMEM;
}

/* A booking's name may be short for the passport's: each is asked for. */
static ms_rc add_names(const ms_manifest *m, const ms_traveller *t, query *q)
{
    ms_str first, second;
    name_of(m, t, &first, &second);
    ms_rc rc = first.n ? add_name(first, second, q) : MS_OK;
    for (uint32_t i = 0; i < t->n_documents && i < DOCUMENTS_MAX && !rc; i++) {
        const ms_travel_document *d = &t->documents[i];
        bool same = ms_str_eq(d->surname, first) && ms_str_eq(d->given, second);
        if (d->surname.n && !same) rc = add_name(d->surname, d->given, q);
    }
    return rc;
}

static ms_rc add_birth(ms_date d, query *q)
{
    char buf[MS_DATE_MAX];
    if (!d.year) return MS_OK;
    return query_add(q, MS_STR("birthDate"), (ms_str){buf, ms_date_print(d, buf)});
}

static ms_rc add_births(const ms_travel_date *birth, query *q)
{
    ms_date other = birth->date;
    other.year = birth->other;
    ms_rc rc = add_birth(birth->date, q);
    return rc ? rc : add_birth(other, q);
}

/* ICAO Doc 9303-3 §5: three letters; what has no country there is of no use for a score. */
static ms_rc add_nationality(ms_str code, query *q)
{
    ms_mrz_country c;
    if (ms_mrz_country_find(code, &c))
        return c.country.n ? query_add(q, MS_STR("nationality"), c.country) : MS_OK;
    return code.n == 2 ? query_add(q, MS_STR("nationality"), code) : MS_OK;
}

static ms_rc add_sex(ms_str sex, query *q)
{
    bool said = sex.n == 1 && strchr("MFX", sex.p[0]);
    return said ? query_add(q, MS_STR("gender"), sex) : MS_OK;
}

ms_rc traveller_query(const ms_manifest *m, const ms_traveller *t, query *q)
{
    ms_rc rc = query_add(q, MS_STR("schema"), MS_STR("Person"));
    if (!rc) rc = add_names(m, t, q);
    if (!rc) rc = add_births(&t->birth, q);
    if (!rc) rc = add_sex(t->sex, q);
    if (!rc) rc = add_nationality(t->nationality, q);
    if (!rc) rc = add_nationality(t->second_nationality, q);
    for (uint32_t i = 0; i < t->n_documents && i < DOCUMENTS_MAX && !rc; i++) {
        ms_document key; /* too short or long a number is not compared */
        if (ms_key_make(MS_KEY_NUMBER, t->documents[i].number, &key))
            rc = query_add(q, MS_STR("document"), t->documents[i].number);
    }
    return rc ? rc : query_finish(q);
}

static void part(ms_str s, ms_out *o)
{
    ms_out_raw(o, s);
    ms_out_char(o, '\n');
}

void traveller_key(const ms_manifest *m, const ms_traveller *t, ms_out *o)
{
    ms_str first, second;
    const ms_date d = t->birth.date;
    name_of(m, t, &first, &second);
    const char born[] = {
        (char)(d.year >> 8),         (char)d.year,        (char)d.month, (char)d.day,
        (char)(t->birth.other >> 8), (char)t->birth.other};
    part(first, o);
    part(second, o);
    part((ms_str){born, sizeof born}, o);
    part(t->sex, o);
    part(t->nationality, o);
    part(t->second_nationality, o);
    for (uint32_t i = 0; i < t->n_documents && i < DOCUMENTS_MAX; i++) {
        part(t->documents[i].number, o);
        part(t->documents[i].surname, o);
        part(t->documents[i].given, o);
    }
}
