/* The closed table of fields as rows: what outputs and docs/privacy.md are made of. */
#include <stddef.h>

#include <marsad/travel.h>

#define FIELD(owner, kind_, member, permits_, what_) \
    FIELD_##kind_(owner, member, permits_, what_)
#define FIELD_ONE(owner, is, member, permits_, what_) \
    {is, offsetof(owner, member), 0, #member, permits_, what_, NULL},
#define FIELD_TEXT(o, m, p, w) FIELD_ONE(o, MS_FIELD_IS_TEXT, m, p, w)
#define FIELD_DATE(o, m, p, w) FIELD_ONE(o, MS_FIELD_IS_DATE, m, p, w)
#define FIELD_TIME(o, m, p, w) FIELD_ONE(o, MS_FIELD_IS_TIME, m, p, w)
#define FIELD_COUNT(o, m, p, w) FIELD_ONE(o, MS_FIELD_IS_COUNT, m, p, w)
#define FIELD_FLAG(o, m, p, w) FIELD_ONE(o, MS_FIELD_IS_FLAG, m, p, w)
#define FIELD_LIST(o, m, p, w) \
    {MS_FIELD_IS_LIST, offsetof(o, m), offsetof(o, n_##m), #m, p, w, &struct_##m},

#define STRUCT(id, type, name_, fields)                              \
    static const ms_travel_field fields_##id[] = {fields(ROW_##id)}; \
    static const ms_travel_struct struct_##id = {                    \
        name_, sizeof(type), sizeof fields_##id / sizeof *fields_##id, fields_##id};

#define ROW_legs(k, m, p, w) FIELD(ms_leg, k, m, p, w)
#define ROW_documents(k, m, p, w) FIELD(ms_travel_document, k, m, p, w)
#define ROW_seats(k, m, p, w) FIELD(ms_seat, k, m, p, w)
#define ROW_bags(k, m, p, w) FIELD(ms_bag, k, m, p, w)
#define ROW_contacts(k, m, p, w) FIELD(ms_contact, k, m, p, w)
#define ROW_loyalty(k, m, p, w) FIELD(ms_loyalty, k, m, p, w)
#define ROW_tickets(k, m, p, w) FIELD(ms_ticket, k, m, p, w)
#define ROW_payments(k, m, p, w) FIELD(ms_payment, k, m, p, w)
#define ROW_travellers(k, m, p, w) FIELD(ms_traveller, k, m, p, w)
#define ROW_bookings(k, m, p, w) FIELD(ms_booking, k, m, p, w)
#define ROW_manifest(k, m, p, w) FIELD(ms_manifest, k, m, p, w)

STRUCT(legs, ms_leg, "leg", MS_LEG_FIELDS)
STRUCT(documents, ms_travel_document, "document", MS_DOCUMENT_FIELDS)
STRUCT(seats, ms_seat, "seat", MS_SEAT_FIELDS)
STRUCT(bags, ms_bag, "bag", MS_BAG_FIELDS)
STRUCT(contacts, ms_contact, "contact", MS_CONTACT_FIELDS)
STRUCT(loyalty, ms_loyalty, "loyalty", MS_LOYALTY_FIELDS)
STRUCT(tickets, ms_ticket, "ticket", MS_TICKET_FIELDS)
STRUCT(payments, ms_payment, "payment", MS_PAYMENT_FIELDS)
STRUCT(travellers, ms_traveller, "traveller", MS_TRAVELLER_FIELDS)
STRUCT(bookings, ms_booking, "booking", MS_BOOKING_FIELDS)
STRUCT(manifest, ms_manifest, "manifest", MS_MANIFEST_FIELDS)

const ms_travel_struct *ms_travel_table(void)
{
    return &struct_manifest;
}

const char *ms_dropped_name(ms_dropped kind)
{
    static const char *const names[] = {
#define X(name, key) key,
        MS_DROPPED_LIST(X)
#undef X
    };
    return names[kind];
}
