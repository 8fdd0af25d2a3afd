#include "base/json_in.h"
#include "index/build.h"

enum { DEPTH = 64, REF_MAX = 200 };

/* Authorities that number the same subjects alike, under one name. */
static ms_str numbering_of(ms_str authority)
{
    static const struct {
        ms_str name, numbering;
    } same[] = {
        {MS_STR_INIT("Office of Financial Sanctions Implementation"),
         MS_STR_INIT("UK Sanctions List")},
        {MS_STR_INIT("Foreign, Commonwealth and Development Office"),
         MS_STR_INIT("UK Sanctions List")},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (ms_str_eq(same[i].name, authority)) return same[i].numbering;
    return authority;
}

/* Adds the reference `ref` of the next record, whose list says it of `subject`. */
static ms_rc put(ms_build *b, ms_str subject, ms_str ref)
{
    ms_rec_ref r = {.rec = (uint32_t)MS_COUNT(b->recs, ms_rec)};
    if (!ms_texts_add(&b->texts, subject, &r.subject)) return MS_ENOMEM;
    if (!ms_texts_add(&b->texts, ref, &r.ref)) return MS_ENOMEM;
    return ms_buf_put(&b->refs, &r, sizeof r) ? MS_OK : MS_ENOMEM;
}

/* "QDi.001" and "QDI001" are the same number. */
static ms_rc put_number(ms_build *b, ms_str subject, ms_str authority, ms_str number)
{
    char text[2 * REF_MAX + 1];
    size_t n = authority.n;
    if (!n || n > REF_MAX || number.n > REF_MAX) return MS_OK;
    memcpy(text, authority.p, n);
    text[n++] = MS_REF_MARK;
    for (size_t i = 0; i < number.n; i++) {
        char c = number.p[i];
        if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) text[n++] = c;
    }
    return n > authority.n + 1 ? put(b, subject, (ms_str){text, n}) : MS_OK;
}

/* The numbers that a Sanction gives each of its subjects. */
static ms_rc add_numbers(ms_build *b, const ms_entity *e, ms_str prop, ms_str authority)
{
    const ms_prop_values *subjects = ms_entity_get(e, MS_STR("entity"));
    const ms_prop_values *numbers = ms_entity_get(e, prop);
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; numbers && subjects && i < subjects->n; i++)
        for (uint32_t k = 0; k < numbers->n && !rc; k++)
            rc = put_number(b, subjects->v[i], authority, numbers->v[k]);
    return rc;
}

/* OpenSanctions names the ids that an entity has in the lists it was merged from. */
static ms_rc add_referents(ms_build *b, const ms_entity *e, ms_str json)
{
    ms_json j = {.text = json};
    ms_rc rc = MS_OK;
    if (ms_json_peek(&j) != '[') return MS_OK;
    for (unsigned n = 0; !rc && ms_json_item(&j, &n);) {
        if (ms_json_peek(&j) != '"') {
            ms_json_value(&j, DEPTH);
            continue;
        }
        char text[REF_MAX + 1] = {MS_REF_MARK};
        ms_str id = ms_json_string(&j, b->scratch);
        if (!id.n || id.n > REF_MAX || ms_str_eq(id, e->id)) continue;
        memcpy(text + 1, id.p, id.n);
        rc = put(b, e->id, (ms_str){text, id.n + 1});
    }
    return rc ? rc : j.rc == MS_ENOMEM ? j.rc : MS_OK;
}

static bool is_a(const ms_schema *s, ms_str name)
{
    const ms_schema *above = ms_schema_find(name);
    return s && above && ms_schema_is_a(s, above);
}

bool ms_schema_held(const ms_schema *s)
{
    return is_a(s, MS_STR("Identification")) || is_a(s, MS_STR("CryptoWallet"));
}

bool ms_schema_speaks(const ms_schema *s)
{
    return ms_schema_held(s) || is_a(s, MS_STR("Sanction"));
}

ms_rc ms_crossref_add(ms_build *b, const ms_entity *e)
{
    ms_rc rc = MS_OK;
    if (is_a(e->schema, MS_STR("Sanction"))) {
        ms_str authority = numbering_of(ms_entity_first(e, MS_STR("authority")));
        rc = add_numbers(b, e, MS_STR("authorityId"), authority);
        if (!rc)
            rc = add_numbers(b, e, MS_STR("unscId"), MS_STR("United Nations Security Council"));
    }
    for (uint32_t i = 0; i < e->n_extra && !rc; i++)
        if (ms_str_eq(e->extra[i].name, MS_STR("referents")))
            rc = add_referents(b, e, e->extra[i].json);
    return rc;
}
