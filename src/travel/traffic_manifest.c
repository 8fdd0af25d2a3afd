/* What is said of an invented flight: lists and bookings as the closed table has them. */
#include "travel/traffic.h"

/* `n` rows of a list of `owner`: LIST(f, t, documents, 2). */
#define LIST(f, owner, member, n)         \
    ((owner)->n_##member = (uint32_t)(n), \
     (owner)->member = array((f), (n), sizeof *(owner)->member))

/* Without memory a short list lies in the flight, so that its rows can be written. */
static void *array(traffic_flight *f, size_t n, size_t size)
{
    void *p = ms_arena_array(f->a, n, size);
    if (!p) f->failed = true;
    return p || n * size > sizeof f->spare ? p : f->spare;
}

/* ---- lists -------------------------------------------------------------- */

static ms_manifest list(traffic_flight *f, const char *content, const char *action)
{
    ms_manifest m = {.type = MS_STR("PAXLST"),
                     .release = f->list_release,
                     .content = ms_str_z(content),
                     .action = ms_str_z(action),
                     .sender = traffic_text(f, "%.*sAIRLINE", MS_FMT(f->carrier)),
                     .recipient = MS_STR("BORDER"),
                     .mode = MS_STR("air"),
                     .carrier = f->carrier,
                     .number = f->number,
                     .sent = f->sent,
                     .last = true};
    m.access = traffic_text(f, "%.*s%.*s%08u", MS_FMT(f->carrier), MS_FMT(f->number),
                            (unsigned)(f->id % 100000000));
    LIST(f, &m, legs, f->legs);
    for (uint32_t i = 0; i < f->legs && !f->failed; i++) m.legs[i] = f->leg[i];
    LIST(f, &m, contacts, 2);
    m.contacts[0] = (ms_contact){.kind = MS_STR("phone"), .value = MS_STR("+12025550100")};
    m.contacts[1] = (ms_contact){.kind = MS_STR("fax"), .value = MS_STR("+12025550101")};
    return m;
}

static void list_bags(traffic_flight *f, ms_traveller *t, const traffic_person *p)
{
    if (!p->bags) return;
    LIST(f, t, bags, 1);
    t->bags[0] =
        (ms_bag){.tag = traffic_code(f, "ZZ######"), .pieces = p->bags, .weight = p->weight};
}

static ms_traveller listed(traffic_flight *f, const traffic_person *p, const char *role)
{
    ms_traveller t = {.surname = p->surname,
                      .given = p->given,
                      .role = ms_str_z(role),
                      .birth = {.date = p->birth},
                      .sex = p->sex,
                      .nationality = p->nationality,
                      .residence = p->residence,
                      .embarks = f->leg[0].from,
                      .disembarks = f->leg[f->legs - 1].to,
                      .clears = f->leg[f->legs - 1].to};
    LIST(f, &t, documents, p->documents);
    if (p->documents) memcpy(t.documents, p->document, p->documents * sizeof *p->document);
    return t;
}

static ms_traveller passenger(traffic_flight *f, uint32_t i)
{
    const traffic_person *p = &f->person[i];
    const traffic_party *party = &f->party[p->party];
    ms_traveller t = listed(f, p, "passenger");
    t.locator = party->locator;
    t.reference = traffic_text(f, "%.*s%04u", MS_FMT(f->carrier), i + 1);
    list_bags(f, &t, p);
    if (p->seat.n) {
        LIST(f, &t, seats, 1);
        t.seats[0].seat = p->seat;
    }
    if (p->phone.n || p->mail.n) {
        LIST(f, &t, contacts, 1);
        t.contacts[0] = (ms_contact){.kind = p->phone.n ? MS_STR("phone") : MS_STR("email"),
                                     .value = p->phone.n ? p->phone : p->mail};
    }
    return t;
}

ms_manifest traffic_list(traffic_flight *f, uint32_t part, uint32_t parts)
{
    ms_manifest m = list(f, "passengers", "report");
    uint32_t n = parts ? (f->people + parts - 1) / parts : f->people, first = part * n;
    if (n > f->people - first) n = f->people - first;
    if (parts > 1) m.part = part + 1;
    m.last = part + 1 >= parts;
    m.announced = f->people;
    LIST(f, &m, travellers, n);
    for (uint32_t i = 0; i < n && !f->failed; i++) m.travellers[i] = passenger(f, first + i);
    return m;
}

ms_manifest traffic_crew(traffic_flight *f)
{
    ms_manifest m = list(f, "crew", "report");
    m.announced = f->crew;
    LIST(f, &m, travellers, f->crew);
    for (uint32_t i = 0; i < f->crew && !f->failed; i++)
        m.travellers[i] = listed(f, &f->person[f->people + i], "crew");
    return m;
}

ms_manifest traffic_change(traffic_flight *f)
{
    ms_manifest m = list(f, "passengers", "change");
    uint32_t n = f->people < 3 ? f->people : 3;
    m.announced = n;
    LIST(f, &m, travellers, n);
    for (uint32_t i = 0; i < n && !f->failed; i++)
        m.travellers[i] = passenger(f, f->people / 2 + i < f->people ? f->people / 2 + i : i);
    return m;
}

ms_manifest traffic_close(traffic_flight *f)
{
    return list(f, "flight_status", "close");
}

/* ---- bookings ----------------------------------------------------------- */

static void itinerary(traffic_flight *f, ms_booking *b, const traffic_party *party)
{
    LIST(f, b, legs, f->legs + party->onward);
    for (uint32_t i = 0; i < b->n_legs && !f->failed; i++) {
        ms_leg *leg = &b->legs[i];
        *leg = f->leg[i];
        leg->booking_class = party->n > 6 ? MS_STR("G") : MS_STR("Y");
        leg->status = MS_STR("HK");
        leg->cancelled = i == f->legs && party->dropped;
        if (leg->cancelled) leg->status = MS_STR("XX");
        if (i == f->legs || !f->operator_carrier.n) continue;
        leg->operator_carrier = f->operator_carrier;
        leg->operator_number = f->operator_number;
    }
}

static void reached(traffic_flight *f, ms_booking *b, const traffic_party *party)
{
    LIST(f, b, contacts, (party->phone.n > 0) + (party->street.n > 0));
    uint32_t n = 0;
    if (party->street.n && !f->failed)
        b->contacts[n++] = (ms_contact){.kind = MS_STR("address"),
                                        .use = MS_STR("home"),
                                        .value = party->street,
                                        .city = party->city,
                                        .postcode = party->postcode,
                                        .country = party->country};
    if (party->phone.n && !f->failed)
        b->contacts[n++] = (ms_contact){.kind = MS_STR("phone"), .value = party->phone};
}

static ms_booking booking(traffic_flight *f, const traffic_party *party)
{
    ms_booking b = {.locator = party->locator,
                    .carrier = f->carrier,
                    .made = party->made,
                    .agency = party->agency,
                    .agency_place = party->agency_place,
                    .announced = party->n + party->unnamed,
                    .unnamed = party->unnamed,
                    .group = party->group,
                    .split_from = party->split_from};
    for (uint32_t i = party->first; i < party->first + party->n; i++) {
        b.announced -= f->person[i].age == TRAFFIC_INFANT;
        b.unnamed += f->person[i].later;
    }
    itinerary(f, &b, party);
    reached(f, &b, party);
    LIST(f, &b, payments, 1);
    if (!f->failed) b.payments[0] = (ms_payment){.kind = party->payment, .card = party->card};
    return b;
}

/* Which seats and bags on which legs: those of the flight itself. */
static void check_in(traffic_flight *f, ms_traveller *t, const traffic_person *p)
{
    if (p->seat.n || p->bags) t->status = MS_STR("checked_in");
    if (p->seat.n) {
        LIST(f, t, seats, f->legs);
        for (uint32_t i = 0; i < f->legs && !f->failed; i++)
            t->seats[i] =
                (ms_seat){.leg = i + 1, .seat = p->seat, .cabin = MS_STR("Y"), .boarded = true};
    }
    if (!p->bags) return;
    LIST(f, t, bags, 1);
    t->bags[0] = (ms_bag){.leg = 1,
                          .tag = traffic_code(f, "######"),
                          .pieces = p->bags,
                          .weight = p->weight,
                          .to = f->leg[f->legs - 1].to};
}

static void papers(traffic_flight *f, ms_traveller *t, const traffic_person *p)
{
    if (p->documents && ms_chance_in(&f->c, 850)) {
        LIST(f, t, documents, 1);
        t->documents[0] = p->document[0];
        t->documents[0].surname = p->surname;
        t->documents[0].given = p->given;
        t->nationality = p->nationality;
        t->birth.date = p->birth;
        t->sex = p->sex;
    }
    if (p->age != TRAFFIC_INFANT && ms_chance_in(&f->c, 100)) t->residence = p->residence;
    if (p->loyalty.n) {
        LIST(f, t, loyalty, 1);
        t->loyalty[0] = (ms_loyalty){.carrier = f->carrier, .number = p->loyalty};
    }
    if (p->age != TRAFFIC_INFANT) {
        LIST(f, t, tickets, 1);
        t->tickets[0] = (ms_ticket){.number = p->ticket, .kind = MS_STR("T")};
        t->tickets[0].issued.date = f->party[p->party].made.day.date;
    }
    if (!p->phone.n && !p->mail.n) return;
    LIST(f, t, contacts, 1);
    t->contacts[0] = (ms_contact){.kind = p->phone.n ? MS_STR("phone") : MS_STR("email"),
                                  .value = p->phone.n ? p->phone : p->mail};
}

static ms_traveller booked(traffic_flight *f, uint32_t i)
{
    static const char *const roles[] = {"passenger", "child", "infant"};
    const traffic_person *p = &f->person[i];
    const traffic_party *party = &f->party[p->party];
    ms_traveller t = {.surname = p->surname,
                      .given = p->given,
                      .role = ms_str_z(roles[p->age]),
                      .locator = party->locator,
                      .booking = p->party + 1};
    if (p->given.n) t.title = p->title;
    bool infant = p->age == TRAFFIC_INFANT;
    ms_str number = traffic_text(f, "%u", (infant ? p->guardian : i) - party->first + 1);
    t.reference = infant ? traffic_text(f, "%.*sI", MS_FMT(number)) : number;
    if (infant) t.with = number;
    if (p->later) {
        t.surname = t.given = t.title = (ms_str){0};
        t.sent_name = MS_STR("TBA");
        return t;
    }
    papers(f, &t, p);
    check_in(f, &t, p);
    return t;
}

ms_manifest traffic_bookings(traffic_flight *f)
{
    ms_manifest m = list(f, "bookings", "report");
    m.type = MS_STR("PNRGOV");
    m.release = f->booking_release;
    m.n_contacts = 0;
    /* The flight that crosses the border: level 0 has room for one. */
    m.legs = &m.legs[m.n_legs - 1];
    m.n_legs = 1;
    m.announced = f->parties;
    LIST(f, &m, bookings, f->parties);
    LIST(f, &m, travellers, f->people);
    for (uint32_t i = 0; i < f->parties && !f->failed; i++)
        m.bookings[i] = booking(f, &f->party[i]);
    for (uint32_t i = 0; i < f->people && !f->failed; i++) m.travellers[i] = booked(f, i);
    return m;
}
