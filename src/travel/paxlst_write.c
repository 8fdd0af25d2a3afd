/* PAXLST: lists of passengers and crew (WCO/IATA/ICAO API guidelines, appendix II). */
#include <stdio.h>

#include "travel/write.h"

/* ---- the message -------------------------------------------------------- */

/* BGM of what the message is and does; NULL: there is none. */
static const char *begin_form(const ms_manifest *m)
{
    static const struct {
        const char *content, *action, *form;
    } forms[] = {
        {"passengers", "report", "BGM+745"},
        {"passengers", "change", "BGM+745+CP"},
        {"passengers", "reduce", "BGM+745+RP"},
        {"passengers", "cancel", "BGM+745+XR"},
        {"crew", "report", "BGM+250"},
        {"crew", "change", "BGM+250+CC"},
        {"master_crew", "report", "BGM+336"},
        {"master_crew", "change", "BGM+336+I"},
        {"master_crew", "cancel", "BGM+336+H"},
        {"gate_pass", "report", "BGM+655"},
        {"flight_status", "report", "BGM+266"},
        {"flight_status", "close", "BGM+266+CL"},
        {"flight_status", "not_on_board", "BGM+266+CLNB"},
        {"flight_status", "on_board", "BGM+266+CLOB"},
        {"flight_status", "flight_cancelled", "BGM+266+XF"},
        {"flight_status", "flight_changed", "BGM+266+CF"},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (ms_str_eq(m->content, ms_str_z(forms[i].content)) &&
            ms_str_eq(m->action, ms_str_z(forms[i].action)))
            return forms[i].form;
    return NULL;
}

bool ms_paxlst_says(const ms_manifest *m)
{
    return begin_form(m) != NULL;
}

static void write_begin(ms_writing *x)
{
    ms_edi_write(x->w, begin_form(x->m), NULL);
    if (x->m->transaction.n) MS_SEGMENT(x, "RFF+TN:%", x->m->transaction);
}

/* COM: a segment each; or C076 three times in one (D.02B to D.21B). */
static void write_contacts(ms_writing *x, const ms_contact *v, uint32_t n)
{
    static const struct {
        const char *kind, *first, *more;
    } forms[] = {{"phone", "COM+%:TE", "*%:TE"},
                 {"fax", "COM+%:FX", "*%:FX"},
                 {"email", "COM+%:EM", "*%:EM"}};
    enum { TOGETHER = 3 };
    ms_str values[TOGETHER];
    char form[sizeof "COM+%:TE*%:TE*%:TE"] = "";
    unsigned told = 0, most = x->style.repeats ? TOGETHER : 1;
    for (uint32_t i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
            if (!ms_str_eq(v[i].kind, ms_str_z(forms[k].kind))) continue;
            if (told == most) ms_edi_write(x->w, form, values);
            if (told == most) told = 0;
            strcpy(told ? form + strlen(form) : form, told ? forms[k].more : forms[k].first);
            values[told++] = v[i].value;
        }
    if (told) ms_edi_write(x->w, form, values);
}

/* ---- dates -------------------------------------------------------------- */

/* DTM of a date: 101 YYMMDD, 102 CCYYMMDD (element 2379).  Whose century is in doubt keeps the
 * two digits that say so. */
static void write_date(ms_writing *x, const char *qualifier, const ms_travel_date *d)
{
    char text[16];
    bool two = x->style.two_digits || d->other;
    if (!d->date.year) return;
    MS_SEGMENT(x, "DTM+%:%:%", ms_str_z(qualifier), ms_write_day(text, d, two),
               two ? MS_STR("101") : MS_STR("102"));
}

/* DTM of a time: 201 YYMMDDHHMM, 203 CCYYMMDDHHMM. */
static void write_time(ms_writing *x, const char *qualifier, const ms_travel_time *t)
{
    char day[16];
    bool two = x->style.two_digits || t->day.other;
    if (t->minute == MS_MINUTE_UNKNOWN || !t->day.date.year) {
        write_date(x, qualifier, &t->day);
        return;
    }
    ms_str date = ms_write_day(day, &t->day, two);
    int n = snprintf(x->text, sizeof x->text, "%.*s%02d%02d", MS_FMT(date), t->minute / 60 % 24,
                     t->minute % 60);
    MS_SEGMENT(x, "DTM+%:%:%", ms_str_z(qualifier), ((ms_str){x->text, (size_t)n}),
               two ? MS_STR("201") : MS_STR("203"));
}

/* ---- the transport ------------------------------------------------------ */

/* 8067. */
static ms_str mode_code(ms_str mode)
{
    static const char *const modes[] = {"sea", "rail", "road", "air"};
    static const char digits[] = "1234";
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (ms_str_eq(mode, ms_str_z(modes[i]))) return (ms_str){&digits[i], 1};
    return (ms_str){0};
}

/* One leg has its places as departure and arrival; several have them as places of a progressive
 * flight, the legs one behind the other. */
static void write_legs(ms_writing *x)
{
    const ms_manifest *m = x->m;
    char text[32];
    for (uint32_t i = 0; i < (m->n_legs ? m->n_legs : 1); i++) {
        const ms_leg *leg = m->n_legs ? &m->legs[i] : NULL;
        ms_str carrier = leg && leg->carrier.n ? leg->carrier : m->carrier;
        ms_str number = leg && leg->number.n ? leg->number : m->number;
        int n = snprintf(text, sizeof text, "%.*s%.*s", MS_FMT(carrier), MS_FMT(number));
        ms_str flight = {text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1};
        MS_SEGMENT(x, "TDT+20+%+%++%+++%", flight, mode_code(m->mode), carrier, m->craft);
        if (!leg) continue;
        bool one = m->n_legs == 1;
        MS_SEGMENT(x, one ? "LOC+125+%" : "LOC+92+%", leg->from);
        write_time(x, "189", &leg->departs);
        MS_SEGMENT(x, one ? "LOC+87+%" : "LOC+92+%", leg->to);
        write_time(x, "232", &leg->arrives);
    }
}

/* ---- travellers --------------------------------------------------------- */

/* 3035. */
static ms_str party_code(ms_str role)
{
    static const struct {
        const char *role, *code;
    } codes[] = {{"passenger", "FL"}, {"crew", "FM"}, {"transit", "DDU"}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (ms_str_eq(role, ms_str_z(codes[i].role))) return ms_str_z(codes[i].code);
    return MS_STR("FL");
}

static void write_name(ms_writing *x, const ms_traveller *t)
{
    /* C080 has five components; the last takes what is left. */
    enum { PARTS = 4 };
    ms_str part[PARTS] = {t->given}, name = t->surname;
    const ms_contact *a = NULL;
    for (uint32_t i = 0; i < t->n_contacts && !a; i++)
        if (ms_str_eq(t->contacts[i].kind, MS_STR("address"))) a = &t->contacts[i];
    static const ms_contact none = {0};
    if (!a) a = &none;
    if (x->style.name == MS_WRITE_ONE && t->given.n) {
        int n = snprintf(x->text, sizeof x->text, "%.*s/%.*s", MS_FMT(name), MS_FMT(t->given));
        name = (ms_str){x->text, (size_t)n < sizeof x->text ? (size_t)n : sizeof x->text - 1};
        part[0].n = 0;
    }
    for (int i = 0; x->style.name == MS_WRITE_GIVEN_APART && i + 1 < PARTS; i++) {
        const char *blank = part[i].n ? memchr(part[i].p, ' ', part[i].n) : NULL;
        if (!blank) break;
        part[i + 1] = (ms_str){blank + 1, part[i].n - (size_t)(blank + 1 - part[i].p)};
        part[i].n = (size_t)(blank - part[i].p);
    }
    MS_SEGMENT(x, "NAD+%+++%:%:%:%:%+%+%+%+%+%", party_code(t->role), name, part[0], part[1],
               part[2], part[3], a->value, a->city, a->region, a->postcode, a->country);
}

static void write_bags(ms_writing *x, const ms_traveller *t)
{
    char text[MS_WRITE_NUMBER];
    uint32_t pieces = 0, weight = 0;
    for (uint32_t i = 0; i < t->n_bags; i++) {
        pieces += t->bags[i].pieces;
        weight += t->bags[i].weight;
    }
    if (pieces) MS_SEGMENT(x, "MEA+CT++:%", ms_write_number(text, pieces));
    if (weight) MS_SEGMENT(x, "MEA+WT++KGM:%", ms_write_number(text, weight));
    for (uint32_t i = 0; i < t->n_bags; i++)
        if (t->bags[i].tag.n)
            MS_SEGMENT(x, "FTX+BAG+++%:%", t->bags[i].tag,
                       ms_write_number(text, t->bags[i].pieces));
}

/* Segments of one value: where it is, and the form. */
typedef struct simple {
    size_t at;
    const char *form;
} simple;

static void write_simple(ms_writing *x, const ms_traveller *t, const simple *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        ms_str s;
        memcpy(&s, (const char *)t + v[i].at, sizeof s);
        if (s.n) MS_SEGMENT(x, v[i].form, s);
    }
}

static void write_documents(ms_writing *x, const ms_traveller *t)
{
    for (uint32_t i = 0; i < t->n_documents; i++) {
        const ms_travel_document *d = &t->documents[i];
        MS_SEGMENT(x, "DOC+%:110:111+%", d->type, d->number);
        write_date(x, "36", &d->expires);
        write_date(x, "182", &d->issued);
        if (d->issuer.n) MS_SEGMENT(x, "LOC+91+%", d->issuer);
    }
}

/* 7365. */
static ms_str verified_code(ms_str verified)
{
    return ms_str_eq(verified, MS_STR("yes")) ? MS_STR("173") : MS_STR("174");
}

static void write_traveller(ms_writing *x, const ms_traveller *t)
{
#define AT(member) offsetof(ms_traveller, member)
    static const simple places[] = {{AT(clears), "LOC+22+%"},
                                    {AT(residence), "LOC+174+%"},
                                    {AT(embarks), "LOC+178+%"},
                                    {AT(disembarks), "LOC+179+%"}};
    static const simple references[] = {{AT(duty), "EMP+1+%"},
                                        {AT(nationality), "NAT+2+%"},
                                        {AT(second_nationality), "NAT+2+%"},
                                        {AT(locator), "RFF+AVF:%"},
                                        {AT(reference), "RFF+ABO:%"},
                                        {AT(redress), "RFF+AEA:%"}};
#undef AT
    write_name(x, t);
    if (t->sex.n) MS_SEGMENT(x, "ATT+2++%", t->sex);
    write_date(x, "329", &t->birth);
    write_bags(x, t);
    if (t->verified.n) MS_SEGMENT(x, "GEI+4+%", verified_code(t->verified));
    write_simple(x, t, places, sizeof places / sizeof *places);
    if (t->birth_place.n || t->birth_country.n)
        MS_SEGMENT(x, "LOC+180+%:::%", t->birth_country, t->birth_place);
    write_contacts(x, t->contacts, t->n_contacts);
    write_simple(x, t, references, sizeof references / sizeof *references);
    for (uint32_t i = 0; i < t->n_seats; i++)
        if (t->seats[i].seat.n) MS_SEGMENT(x, "RFF+SEA:%", t->seats[i].seat);
    for (uint32_t i = 0; i < t->n_loyalty; i++) MS_SEGMENT(x, "RFF+CR:%", t->loyalty[i].number);
    write_documents(x, t);
}

/* NAD+MS: who answers questions, by name where it is known. */
static void write_office(ms_writing *x)
{
    const ms_manifest *m = x->m;
    ms_str name = {0};
    for (uint32_t i = 0; i < m->n_contacts && !name.n; i++)
        if (ms_str_eq(m->contacts[i].kind, MS_STR("office"))) name = m->contacts[i].value;
    if (m->n_contacts) MS_SEGMENT(x, "NAD+MS+++%", name);
}

void ms_paxlst_write(ms_writing *x)
{
    const ms_manifest *m = x->m;
    char text[MS_WRITE_NUMBER];
    write_begin(x);
    write_office(x);
    write_contacts(x, m->contacts, m->n_contacts);
    write_legs(x);
    for (uint32_t i = 0; i < m->n_travellers; i++) write_traveller(x, &m->travellers[i]);
    bool crew =
        ms_str_eq(m->content, MS_STR("crew")) || ms_str_eq(m->content, MS_STR("master_crew"));
    if (m->announced)
        MS_SEGMENT(x, crew ? "CNT+41:%" : "CNT+42:%", ms_write_number(text, m->announced));
}
