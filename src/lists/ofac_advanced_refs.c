#include <stdlib.h>
#include <string.h>

#include "lists/ofac_advanced.h"

ms_str ms_ofac_text(const ms_refs *t, const char *kind, ms_str id)
{
    const ms_str *s = id.n ? ms_refs_get(t, kind, id) : NULL;
    return s ? *s : (ms_str){"", 0};
}

static unsigned number(ms_xml_node *n, const char *child)
{
    ms_str s = ms_xml_take(n, child);
    unsigned v = 0;
    for (size_t i = 0; i < s.n && i < 4 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        v = v * 10 + (unsigned)(s.p[i] - '0');
    return v;
}

ms_date ms_ofac_date(ms_xml_node *n)
{
    ms_date d = {.year = (uint16_t)number(n, "Year")};
    unsigned month = number(n, "Month"), day = number(n, "Day");
    if (month <= 12) d.month = (uint8_t)month;
    if (day <= 31 && d.month) d.day = (uint8_t)day;
    return d;
}

/* A copy of `s` in the table's arena, for keeping. */
static ms_str *kept(ms_refs *t, ms_str s)
{
    ms_str *v = ms_arena_alloc(t->a, sizeof *v);
    if (v) *v = s.n ? ms_arena_str(t->a, s) : (ms_str){"", 0};
    return v && v->p ? v : NULL;
}

ms_rc ms_ofac_keep_values(ms_refs *t, ms_xml_node *n)
{
    ms_rc rc = MS_OK;
    for (ms_xml_node *v = n->child; v && !rc; v = v->next) {
        ms_str id = ms_xml_take(v, "@ID"), type = ms_xml_take(v, "@PartyTypeID");
        char kind[64];
        if (!id.n || v->name.n >= sizeof kind) continue;
        memcpy(kind, v->name.p, v->name.n);
        kind[v->name.n] = 0;
        ms_str *text = kept(t, v->text);
        rc = text ? ms_refs_put(t, kind, id, text) : MS_ENOMEM;
        if (rc || !type.n) continue;
        text = kept(t, type);
        rc = text ? ms_refs_put(t, "PartyTypeOf", id, text) : MS_ENOMEM;
    }
    return rc;
}

static ms_str joined(ms_refs *t, ms_str a, const char *sep, ms_str b)
{
    if (!a.n || !b.n) return a.n ? a : b;
    return ms_arena_strf(t->a, "%.*s%s%.*s", MS_FMT(a), sep, MS_FMT(b));
}

/* The text of a part of a place. */
static ms_str part_text(ms_refs *t, ms_xml_node *part)
{
    ms_str all = {"", 0};
    for (ms_xml_node *v = NULL; (v = ms_xml_child(part, "LocationPartValue", v));) {
        ms_str *one = kept(t, ms_xml_take(v, "Value"));
        all = one ? joined(t, all, " ", *one) : (ms_str){NULL, 0};
    }
    return all;
}

static ms_str country_text(ms_refs *t, ms_xml_node *n)
{
    ms_xml_node *c = ms_xml_child(n, "LocationCountry", NULL);
    ms_xml_node *area = ms_xml_child(n, "LocationAreaCode", NULL);
    ms_str text =
        c ? ms_ofac_text(t, "Country", ms_xml_take(c, "@CountryID")) : (ms_str){"", 0};
    if (!text.n && area) {
        ms_str id = ms_xml_take(area, "@AreaCodeID");
        text = ms_ofac_text(t, "Country", id);
        if (!text.n) text = ms_ofac_text(t, "AreaCode", id);
    }
    return ms_str_eq(text, MS_STR("undetermined")) ? (ms_str){"", 0} : text;
}

ms_rc ms_ofac_keep_place(ms_refs *t, ms_xml_node *n)
{
    static const struct {
        const char *type;
        size_t at;
        const char *sep;
    } parts[] = {{"ADDRESS1", offsetof(ms_ofac_place, street), ", "},
                 {"ADDRESS2", offsetof(ms_ofac_place, street), ", "},
                 {"ADDRESS3", offsetof(ms_ofac_place, street), ", "},
                 {"CITY", offsetof(ms_ofac_place, city), ", "},
                 {"STATE/PROVINCE", offsetof(ms_ofac_place, state), ", "},
                 {"POSTAL CODE", offsetof(ms_ofac_place, code), " "}};
    ms_str none = {"", 0};
    ms_ofac_place *place = ms_arena_alloc(t->a, sizeof *place);
    if (!place) return MS_ENOMEM;
    *place = (ms_ofac_place){none, none, none, none, none, country_text(t, n)};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (ms_xml_node *p = NULL; (p = ms_xml_child(n, "LocationPart", p));) {
            ms_str type = ms_ofac_text(t, "LocPartType", ms_xml_take(p, "@LocPartTypeID"));
            if (!ms_str_eq(type, ms_str_z(parts[i].type))) continue;
            ms_str text = part_text(t, p),
                   *field = (ms_str *)(void *)((char *)place + parts[i].at);
            *field = joined(t, *field, ", ", text);
            place->full = joined(t, place->full, parts[i].sep, text);
        }
    place->full = joined(t, place->full, ", ", place->country);
    if (!place->full.p) return MS_ENOMEM;
    return ms_refs_put(t, "Location", ms_xml_take(n, "@ID"), place);
}

static ms_rc add_dates(ms_refs *t, ms_xml_node *n, ms_ofac_fact *f)
{
    for (ms_xml_node *v = NULL; (v = ms_xml_child(n, "DocumentDate", v));) {
        ms_str type =
            ms_ofac_text(t, "IDRegDocDateType", ms_xml_take(v, "@IDRegDocDateTypeID"));
        ms_xml_node *p = ms_xml_child(v, "DatePeriod", NULL);
        ms_xml_node *start = p ? ms_xml_child(p, "Start", NULL) : NULL;
        ms_xml_node *from = start ? ms_xml_child(start, "From", NULL) : NULL;
        ms_date day = from ? ms_ofac_date(from) : (ms_date){0};
        char buf[MS_DATE_MAX];
        if (!day.year) continue;
        ms_str *text = kept(t, (ms_str){buf, ms_date_print(day, buf)});
        if (!text) return MS_ENOMEM;
        if (memmem(type.p, type.n, "xpir", 4)) f->expires = *text;
        else f->issued = *text;
    }
    return MS_OK;
}

ms_rc ms_ofac_keep_document(ms_refs *t, ms_xml_node *n)
{
    ms_str identity = ms_xml_take(n, "@IdentityID"), none = {"", 0};
    ms_str validity = ms_ofac_text(t, "Validity", ms_xml_take(n, "@ValidityID"));
    ms_ofac_document *doc = ms_arena_alloc(t->a, sizeof *doc), *first, *last;
    ms_str *number = kept(t, ms_xml_take(n, "IDRegistrationNo"));
    ms_str *authority = kept(t, ms_xml_take(n, "IssuingAuthority"));
    ms_str *comment = kept(t, ms_xml_take(n, "Comment"));
    if (!doc || !number || !authority || !comment) return MS_ENOMEM;
    ms_str type = ms_ofac_text(t, "IDRegDocType", ms_xml_take(n, "@IDRegDocTypeID"));
    ms_str remark = joined(t, *authority, "; ", *comment);
    if (validity.n && !ms_str_eq(validity, MS_STR("Valid")))
        remark = joined(t, remark, "; ", validity);
    if (!remark.p) return MS_ENOMEM;
    *doc = (ms_ofac_document){
        .fact = {.label = type,
                 .value = *number,
                 .country = ms_ofac_text(t, "Country", ms_xml_take(n, "@IssuedBy-CountryID")),
                 .issued = none,
                 .expires = none,
                 .remark = remark}};
    ms_rc rc = add_dates(t, n, &doc->fact);
    if (rc) return rc;
    first = last = ms_refs_get(t, "Identity", identity);
    if (!first) return ms_refs_put(t, "Identity", identity, doc);
    while (last->next) last = last->next;
    last->next = doc;
    return MS_OK;
}
