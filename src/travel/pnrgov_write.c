/* PNRGOV: bookings of a flight (WCO/IATA/ICAO PNRGOV implementation guide for EDIFACT, §4.1).
 */
#include <stdarg.h>
#include <stdio.h>

#include "travel/write.h"

/* A booking being written. */
typedef struct pnr_writing {
    ms_writing *x;
    const ms_booking *b;
    uint32_t number; /* of the booking, from 1 */
    ms_str carrier;
} pnr_writing;

#define EACH_TRAVELLER(p, t)                                             \
    for (const ms_traveller *t = (p)->x->m->travellers,                  \
                            *end_ = t ? t + (p)->x->m->n_travellers : t; \
         t < end_; t++)                                                  \
        if (t->booking == (p)->number)

/* ---- dates and texts ---------------------------------------------------- */

enum { DAY = 8 };

static bool whole(const ms_date *d)
{
    return d->year && d->month && d->month <= 12 && d->day && d->day <= 31;
}

/* DDMMYY; empty where the date is not wholly known. */
static ms_str day_of(char text[DAY], const ms_travel_date *d)
{
    if (!whole(&d->date)) return (ms_str){0};
    snprintf(text, DAY, "%02u%02u%02u", d->date.day % 100u, d->date.month % 100u,
             d->date.year % 100u);
    return (ms_str){text, 6};
}

/* HHMM. */
static ms_str minute_of(char text[DAY], const ms_travel_time *t)
{
    if (t->minute < 0 || !t->day.date.year) return (ms_str){0};
    snprintf(text, DAY, "%02d%02d", t->minute / 60 % 24, t->minute % 60);
    return (ms_str){text, 4};
}

/* DDMONYY, as AIRIMP writes dates. */
static ms_str month_day_of(char text[DAY], const ms_travel_date *d)
{
    static const char months[][4] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                     "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    if (!whole(&d->date)) return (ms_str){0};
    snprintf(text, DAY, "%02u%s%02u", d->date.day % 100u, months[d->date.month - 1],
             d->date.year % 100u);
    return (ms_str){text, 7};
}

static ms_str text_of(ms_writing *x, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static ms_str text_of(ms_writing *x, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(x->text, sizeof x->text, fmt, args);
    va_end(args);
    return (ms_str){x->text, n < 0                        ? 0
                             : (size_t)n < sizeof x->text ? (size_t)n
                                                          : sizeof x->text - 1};
}

/* ---- what nobody keeps -------------------------------------------------- */

/* Where a wordy sender has more to say. */
typedef enum wordy_place { HEAD, TICKET, LEG, END } wordy_place;

static void write_words(ms_writing *x, wordy_place place)
{
    static const struct {
        wordy_place place;
        const char *form;
    } words[] = {
        {HEAD, "DAT+700:010126:1010"},
        {HEAD, "IFT+4:28+REMARK OF AN AGENT THAT NOBODY NEEDS"},
        {HEAD, "EBD+GBP:40.00+4::N"},
        {TICKET, "MON+B:2888.00:GBP+T:2957.94:GBP"},
        {TICKET, "PTK+NR++010126:1010"},
        {TICKET, "TXD++3.10:::AY6+8.50:::YQ+3.40:::YC+4.30:::XY+3.10:::XA+2.80:::XF"},
        {TICKET, "IFT+4:15:9+EXA ZZ X/SMP ZZ TST GBP/IT END ROE0.618831 XT3.10AY6 8.50YQ"},
        {LEG, "APD+388"},
        {LEG, "SSR+AVML:HK:1:ZZ"},
        {LEG, "SSR+WCHR:HK:1:ZZ"},
        {END, "ABI+1+:EXARR+EXA++ZZ"},
        {END, "DAT+T:010126:1010"},
        {END, "SAC+++A"},
        {END, "SSR+AVML:HK:1:ZZ"},
        {END, "LTS+REMARK OF THE PAST THAT NOBODY NEEDS"},
    };
    for (size_t i = 0; x->style.wordy && i < sizeof words / sizeof *words; i++)
        if (words[i].place == place) ms_edi_write(x->w, words[i].form, NULL);
}

/* ---- flights ------------------------------------------------------------ */

static void write_flight(ms_writing *x, const ms_leg *leg)
{
    char day[2][DAY], time[2][DAY];
    MS_SEGMENT(x, "TVL+%:%:%:%+%+%+%:%+%:%", day_of(day[0], &leg->departs.day),
               minute_of(time[0], &leg->departs), day_of(day[1], &leg->arrives.day),
               minute_of(time[1], &leg->arrives), leg->from, leg->to, leg->carrier,
               leg->operator_carrier, leg->number, leg->booking_class);
    if (leg->operator_number.n) MS_SEGMENT(x, "TVL+++++%", leg->operator_number);
}

/* The segment that names a traveller, also where he checks in. */
static void write_name(ms_writing *x, const ms_traveller *t)
{
    static const struct {
        const char *role, *code;
    } codes[] = {{"child", "C"}, {"infant", "IN"}};
    ms_str type = MS_STR("A");
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (ms_str_eq(t->role, ms_str_z(codes[i].role))) type = ms_str_z(codes[i].code);
    ms_str given = text_of(x, "%.*s%.*s", MS_FMT(t->given), MS_FMT(t->title));
    ms_str surname = t->surname.n ? t->surname : t->sent_name; /* TBA */
    MS_SEGMENT(x, "TIF+%+%:%:%", surname, given, type, t->reference);
}

static void write_bags(ms_writing *x, const ms_traveller *t, uint32_t leg, ms_str carrier)
{
    char pieces[MS_WRITE_NUMBER], weight[MS_WRITE_NUMBER];
    for (uint32_t i = 0; i < t->n_bags; i++) {
        const ms_bag *b = &t->bags[i];
        if (b->leg != leg) continue;
        ms_str n = ms_write_number(pieces, b->pieces ? b->pieces : 1);
        ms_str kilograms = b->weight ? ms_write_number(weight, b->weight) : (ms_str){0};
        MS_SEGMENT(x, b->weight ? "TBD++%:%:700+++%:%:%:%" : "TBD++%%+++%:%:%:%", n, kilograms,
                   b->tag.n ? carrier : b->tag, b->tag, b->tag.n ? n : b->tag, b->to);
    }
}

static const ms_seat *boarded_on(const ms_traveller *t, uint32_t leg)
{
    for (uint32_t i = 0; i < t->n_seats; i++)
        if (t->seats[i].leg == leg && t->seats[i].boarded) return &t->seats[i];
    return NULL;
}

/* Who checked in on a leg, with seat and bags; seats of others are services. */
static void write_check_in(pnr_writing *p, const ms_traveller *t, uint32_t leg, uint32_t order)
{
    char number[MS_WRITE_NUMBER];
    const ms_seat *seat = boarded_on(t, leg);
    bool bags = false;
    for (uint32_t i = 0; i < t->n_bags; i++) bags |= t->bags[i].leg == leg;
    if (!seat && !bags) return;
    MS_SEGMENT(p->x, "TRI++%:::%", ms_write_number(number, order), t->reference);
    write_name(p->x, t);
    if (seat) MS_SEGMENT(p->x, "SSD+%++++%", seat->seat, seat->cabin);
    write_bags(p->x, t, leg, p->carrier);
}

static void write_seats(pnr_writing *p, const ms_leg *leg, uint32_t n)
{
    EACH_TRAVELLER(p, t)
    for (uint32_t i = 0; i < t->n_seats; i++)
        if (t->seats[i].leg == n && t->seats[i].seat.n && !t->seats[i].boarded)
            MS_SEGMENT(p->x, "SSR+SEAT:HK:1:%:::%:%+%::%", leg->carrier, leg->from, leg->to,
                       t->seats[i].seat, t->reference);
}

static void write_itinerary(pnr_writing *p)
{
    char n[MS_WRITE_NUMBER];
    for (uint32_t i = 0; i < p->b->n_legs; i++) {
        const ms_leg *leg = &p->b->legs[i];
        uint32_t order = 0;
        write_flight(p->x, leg);
        MS_SEGMENT(p->x, "RPI+%+%", ms_write_number(n, p->b->announced), leg->status);
        write_words(p->x, LEG);
        write_seats(p, leg, i + 1);
        EACH_TRAVELLER(p, t) write_check_in(p, t, i + 1, ++order);
    }
}

/* ---- travellers --------------------------------------------------------- */

/* DOCS (AIRIMP 3.14): type, issuer, number, nationality, birth, sex, expiry, names. */
static void write_identity(pnr_writing *p, const ms_traveller *t, const ms_travel_document *d)
{
    char birth[DAY], expires[DAY];
    bool infant = ms_str_eq(t->role, MS_STR("infant")) && t->sex.n;
    ms_str born = month_day_of(birth, &t->birth), ends = month_day_of(expires, &d->expires);
    ms_str surname = d->surname.n ? d->surname : t->surname;
    ms_str given = d->surname.n ? d->given : t->given;
    ms_str text = text_of(p->x, "/%.*s/%.*s/%.*s/%.*s/%.*s/%.*s%s/%.*s/%.*s/%.*s",
                          MS_FMT(d->type), MS_FMT(d->issuer), MS_FMT(d->number),
                          MS_FMT(t->nationality), MS_FMT(born), MS_FMT(t->sex),
                          infant ? "I" : "", MS_FMT(ends), MS_FMT(surname), MS_FMT(given));
    MS_SEGMENT(p->x, "SSR+DOCS:HK:1:%:::::%+::%", p->carrier, text, t->reference);
}

/* DOCO: place of birth, kind, number, where and when issued, for which country. */
static void write_other(pnr_writing *p, const ms_traveller *t, const char *kind, ms_str number,
                        const ms_travel_document *d)
{
    char issued[DAY];
    ms_str day = d ? month_day_of(issued, &d->issued) : (ms_str){0};
    ms_str place = d ? d->issued_at : (ms_str){0}, valid = d ? d->valid_for : (ms_str){0};
    ms_str text = text_of(p->x, "/%.*s/%s/%.*s/%.*s/%.*s/%.*s", MS_FMT(t->birth_place), kind,
                          MS_FMT(number), MS_FMT(place), MS_FMT(day), MS_FMT(valid));
    MS_SEGMENT(p->x, "SSR+DOCO:HK:1:%:::::%+::%", p->carrier, text, t->reference);
}

static void write_documents(pnr_writing *p, const ms_traveller *t)
{
    static const ms_travel_document none = {0};
    bool identity = false;
    for (uint32_t i = 0; i < t->n_documents; i++) {
        const ms_travel_document *d = &t->documents[i];
        if (ms_str_eq(d->type, MS_STR("V"))) {
            write_other(p, t, "V", d->number, d);
            continue;
        }
        write_identity(p, t, d);
        identity = true;
    }
    bool known = t->birth.date.year || t->sex.n || t->nationality.n;
    if (!identity && known) write_identity(p, t, &none);
    if (t->redress.n) write_other(p, t, "R", t->redress, NULL);
}

/* An address of mail as telegraphs write it, which lack three characters (IATA Resolution
 * 830d): // for @, .. for _, ./ for -. */
static ms_str telegraphed(ms_writing *x, ms_str mail)
{
    static const char lacking[] = "@_-";
    static const char *const written[] = {"//", "..", "./"};
    size_t n = 0;
    for (size_t i = 0; i < mail.n && n + 2 < sizeof x->text; i++) {
        const char *at = memchr(lacking, mail.p[i], sizeof lacking - 1);
        if (at) memcpy(x->text + n, written[at - lacking], 2);
        else x->text[n] = mail.p[i];
        n += at ? 2 : 1;
    }
    return (ms_str){x->text, n};
}

/* Contacts of a booking, or of the traveller that was named last. */
static void write_contacts(pnr_writing *p, const ms_contact *v, uint32_t n)
{
    static const struct {
        const char *kind, *use, *form, *code; /* ADD: PADIS 3299; IFT: AIRIMP */
    } forms[] = {{"address", "", "ADD++%:%:%:%::%:%", "700"},
                 {"address", "home", "ADD++%:%:%:%::%:%", "702"},
                 {"address", "destination", "ADD++%:%:%:%::%:%", "703"},
                 {"address", "billing", "ADD++%:%:%:%::%:%", "BIL"},
                 {"address", "emergency", "ADD++%:%:%:%::%:%", "3"},
                 {"phone", "", "IFT+4:28::%+% %", "CTCP"},
                 {"phone", "home", "IFT+4:28::%+% %", "CTCH"},
                 {"phone", "agency", "IFT+4:28::%+% %", "CTCT"},
                 {"email", "", "IFT+4:28::%+% %", "CTCE"}};
    for (uint32_t i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
            if (!ms_str_eq(v[i].kind, ms_str_z(forms[k].kind)) ||
                !ms_str_eq(v[i].use, ms_str_z(forms[k].use)))
                continue;
            ms_str code = ms_str_z(forms[k].code), value = v[i].value;
            if (forms[k].kind[0] == 'e') value = telegraphed(p->x, value);
            if (forms[k].kind[0] == 'a')
                MS_SEGMENT(p->x, forms[k].form, code, value, v[i].city, v[i].region,
                           v[i].country, v[i].postcode);
            else MS_SEGMENT(p->x, forms[k].form, p->carrier, code, value);
        }
}

/* Services of one value: where a traveller was told, what he is. */
static void write_services(pnr_writing *p, const ms_traveller *t)
{
    ms_writing *x = p->x;
    if (t->residence.n) {
        ms_str text = text_of(x, "/R/%.*s", MS_FMT(t->residence));
        MS_SEGMENT(x, "SSR+DOCA:HK:1:%:::::%+::%", p->carrier, text, t->reference);
    }
    if (t->age) {
        ms_str text = text_of(x, "UM%02u", t->age);
        MS_SEGMENT(x, "SSR+UMNR:HK:1:%:::::%+::%", p->carrier, text, t->reference);
    }
}

static void write_tickets(ms_writing *x, const ms_ticket *v, uint32_t n)
{
    char day[DAY];
    for (uint32_t i = 0; i < n; i++) {
        MS_SEGMENT(x, "TKT+%:%:1", v[i].number, v[i].kind);
        ms_str issued = day_of(day, &v[i].issued);
        if (issued.n) MS_SEGMENT(x, "DAT+710:%", issued);
    }
}

static void write_traveller(pnr_writing *p, const ms_traveller *t)
{
    ms_writing *x = p->x;
    write_name(x, t);
    for (uint32_t i = 0; i < t->n_loyalty; i++) {
        const ms_loyalty *l = &t->loyalty[i];
        MS_SEGMENT(x, "FTI+%:%:::%", l->carrier, l->number, l->level);
    }
    write_documents(p, t);
    write_services(p, t);
    write_contacts(p, t->contacts, t->n_contacts);
    write_tickets(x, t->tickets, t->n_tickets);
    write_words(x, TICKET);
}

/* ---- bookings ----------------------------------------------------------- */

static void write_head(pnr_writing *p)
{
    const ms_booking *b = p->b;
    ms_writing *x = p->x;
    char day[DAY], time[DAY];
    ms_edi_write(x->w, "SRC", NULL);
    MS_SEGMENT(x, "RCI+%:%::%:%", b->carrier, b->locator, day_of(day, &b->made.day),
               minute_of(time, &b->made));
    if (b->agency.n) MS_SEGMENT(x, "ORG+%+%+%", p->carrier, b->agency, b->agency_place);
    write_contacts(p, b->contacts, b->n_contacts);
    write_tickets(x, b->tickets, b->n_tickets);
    write_words(x, HEAD);
    if (b->group.n) MS_SEGMENT(x, "TIF+%:G", b->group);
}

static void write_payments(pnr_writing *p)
{
    for (uint32_t i = 0; i < p->b->n_payments; i++)
        MS_SEGMENT(p->x, "FOP+%:::%", p->b->payments[i].kind, p->b->payments[i].card);
}

static void write_booking(pnr_writing *p)
{
    bool first = true;
    write_head(p);
    EACH_TRAVELLER(p, t)
    {
        write_traveller(p, t);
        if (first) write_payments(p);
        first = false;
    }
    if (first) write_payments(p);
    write_itinerary(p);
    if (p->b->split_from.n) {
        ms_edi_write(p->x->w, "EQN+1", NULL);
        MS_SEGMENT(p->x, "RCI+%:%", p->b->carrier, p->b->split_from);
    }
    write_words(p->x, END);
}

bool ms_pnrgov_says(const ms_manifest *m)
{
    return ms_str_eq(m->action, MS_STR("report")) || ms_str_eq(m->action, MS_STR("change"));
}

void ms_pnrgov_write(ms_writing *x)
{
    const ms_manifest *m = x->m;
    char n[MS_WRITE_NUMBER];
    bool change = ms_str_eq(m->action, MS_STR("change"));
    MS_SEGMENT(x, "MSG+:%", change ? MS_STR("141") : MS_STR("22"));
    MS_SEGMENT(x, "ORG+%", m->carrier);
    for (uint32_t i = 0; i < m->n_legs; i++) write_flight(x, &m->legs[i]);
    MS_SEGMENT(x, "EQN+%", ms_write_number(n, m->announced));
    for (uint32_t i = 0; i < m->n_bookings; i++) {
        const ms_booking *b = &m->bookings[i];
        write_booking(&(pnr_writing){x, b, i + 1, b->carrier.n ? b->carrier : m->carrier});
    }
}
