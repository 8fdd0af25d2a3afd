/* Travellers: what carriers and documents say of people who travel, in one form.
 *
 * A manifest is what one message says: a passenger or crew list (PAXLST), bookings of a flight
 * (PNRGOV), or a document's machine-readable zone.  Nobody in a message is left out: who has no
 * document, no name yet or a broken one is there as far as he is known, and an oddity says so.
 *
 * The lists of fields below are closed: the structs are made of them, and so are the outputs
 * and docs/privacy.md.  What has no row does not leave this room; it is counted by kind
 * (MS_DROPPED_LIST).  Free text is never kept; a row of data/remarks.tsv may take a typed field
 * out of it.  Each row names what permits it: `P` and a number, that item of Annex I of
 * Directive (EU) 2016/681; `A`, item 18 of it, advance passenger information, as ICAO Annex 9,
 * chapter 9, and the WCO/IATA/ICAO guidelines list it; `M`, what a message needs to be
 * answered.
 *
 * Texts are UTF-8 as sent, without blanks around; they lie in the input's item or in the arena.
 * An empty text, list or date: not said.
 */
#ifndef MARSAD_TRAVEL_H
#define MARSAD_TRAVEL_H

#include <marsad/date.h>
#include <marsad/edifact.h>
#include <marsad/mrz.h>
#include <marsad/oddity.h>
#include <marsad/zone.h>

/* ---- values ------------------------------------------------------------- */

/* A date as far as it is known: an unknown day or month is 0, nothing is made up.  `other`: the
 * year of another century that the two digits sent may mean, 0 for none.  `sent` is empty where
 * the text sent cannot have been a date: it is free text, which is not kept. */
typedef struct ms_travel_date {
    ms_date date;
    uint16_t other;
    ms_str sent;
} ms_travel_date;

/* Of a time of day and its offset: not said. */
enum { MS_MINUTE_UNKNOWN = -1, MS_OFFSET_UNKNOWN = INT16_MIN };

/* A date and the time of day there.  `minute` 0..1439, or unknown; `offset` of local time from
 * UTC in minutes, -720..840, or unknown: messages send local times, UTC where they say so. */
typedef struct ms_travel_time {
    ms_travel_date day;
    int16_t minute;
    int16_t offset;
} ms_travel_time;

/* ---- the closed table of fields ----------------------------------------- */

/* kind of value, member and name in outputs, what permits it, what it is */

#define MS_PLACE_FIELDS(X)                                            \
    X(TEXT, code, "A", "IATA or UN/LOCODE code, or a country's code") \
    X(TEXT, name, "A", "name, where no code is sent")

#define MS_LEG_FIELDS(X)                                                      \
    X(TEXT, carrier, "P7", "marketing carrier: IATA or ICAO code")            \
    X(TEXT, number, "P7", "flight, voyage or trip number, with its letter")   \
    X(TEXT, operator_carrier, "P15", "operating carrier of a code share")     \
    X(TEXT, operator_number, "P15", "its flight number")                      \
    X(TEXT, from, "P7", "where the leg begins")                               \
    X(TEXT, to, "P7", "where the leg ends")                                   \
    X(TIME, departs, "P3", "scheduled departure")                             \
    X(TEXT, departs_utc, "P3", "the same in UTC, by the zone of the place")   \
    X(TEXT, departs_doubt, "P3", "the clock is changed then: twice, skipped") \
    X(TIME, arrives, "P3", "scheduled arrival")                               \
    X(TEXT, arrives_utc, "P3", "the same in UTC, by the zone of the place")   \
    X(TEXT, arrives_doubt, "P3", "the clock is changed then: twice, skipped") \
    X(TEXT, booking_class, "P7", "class of booking")                          \
    X(TEXT, status, "P10", "status of the booking: HK, XX")                   \
    X(FLAG, cancelled, "P19", "the booking of the leg was cancelled")

#define MS_DOCUMENT_FIELDS(X)                                                    \
    X(TEXT, type, "A", "P passport, V visa, I identity card and so on, as sent") \
    X(TEXT, number, "A", "number")                                               \
    X(TEXT, issuer, "A", "issuing State: code as sent")                          \
    X(DATE, expires, "A", "date of expiry")                                      \
    X(DATE, issued, "A", "date of issue")                                        \
    X(TEXT, issued_at, "A", "place of issue")                                    \
    X(TEXT, valid_for, "A", "country that a visa is for")                        \
    X(TEXT, surname, "A", "surname in it, where a booking tells that")           \
    X(TEXT, given, "A", "given names in it, where a booking tells them")

#define MS_SEAT_FIELDS(X)                                     \
    X(COUNT, leg, "P14", "number of the leg, from 1; 0: all") \
    X(TEXT, seat, "P14", "seat")                              \
    X(TEXT, cabin, "P14", "class of the cabin")               \
    X(FLAG, boarded, "P10", "checked in or boarded")

#define MS_BAG_FIELDS(X)                                                                \
    X(COUNT, leg, "P16", "number of the leg, from 1; 0: all")                           \
    X(TEXT, tag, "P16", "tag number, the first of several")                             \
    X(COUNT, pieces, "P16", "how many")                                                 \
    X(COUNT, weight, "P16", "kilograms, of the rows with 0 behind it too; 0: not said") \
    X(TEXT, to, "P16", "where they are sent")

#define MS_CONTACT_FIELDS(X)                                                         \
    X(TEXT, kind, "P5", "phone, fax, email, address, office")                        \
    X(TEXT, use, "P5", "home, destination, billing, emergency, agency; or not said") \
    X(TEXT, value, "P5", "number, address, or street")                               \
    X(TEXT, city, "P5", "of an address")                                             \
    X(TEXT, region, "P5", "of an address")                                           \
    X(TEXT, postcode, "P5", "of an address")                                         \
    X(TEXT, country, "P5", "of an address: code as sent")

#define MS_LOYALTY_FIELDS(X)                  \
    X(TEXT, carrier, "P8", "whose programme") \
    X(TEXT, number, "P8", "number in it")     \
    X(TEXT, level, "P8", "level in it")

#define MS_TICKET_FIELDS(X)                            \
    X(TEXT, number, "P13", "ticket number")            \
    X(TEXT, kind, "P13", "how it was issued, as sent") \
    X(DATE, issued, "P2", "date of issue")             \
    X(FLAG, one_way, "P13", "one way only")

/* The kind alone: no number, no name of an account. */
#define MS_PAYMENT_FIELDS(X)                                \
    X(TEXT, kind, "P6", "form: CC card, CA cash and so on") \
    X(TEXT, card, "P6", "company of a card: VI, CA")

#define MS_TRAVELLER_FIELDS(X)                                                             \
    X(TEXT, sent_name, "P4", "the name as the message has it")                             \
    X(TEXT, surname, "P4", "surname, without title")                                       \
    X(TEXT, given, "P4", "given names, without title")                                     \
    X(TEXT, title, "P4", "title that was glued to or sent with the name")                  \
    X(TEXT, role, "P12", "passenger, crew, transit, infant, child, group, unknown")        \
    X(DATE, birth, "A", "birth date")                                                      \
    X(TEXT, sex, "A", "M, F, X not specified, U unknown")                                  \
    X(TEXT, nationality, "A", "code as sent")                                              \
    X(TEXT, second_nationality, "A", "another one: code as sent (PAXLST NAT, nine times)") \
    X(TEXT, residence, "A", "country of residence: code as sent")                          \
    X(TEXT, birth_place, "A", "place of birth")                                            \
    X(TEXT, birth_country, "A", "country of it: code as sent")                             \
    X(TEXT, embarks, "A", "where this journey began")                                      \
    X(TEXT, disembarks, "A", "where this journey ends")                                    \
    X(TEXT, clears, "A", "where the border is crossed")                                    \
    X(TEXT, status, "P10", "boarded, not_boarded, checked_in, and the like")               \
    X(TEXT, locator, "P1", "locator of the booking that the message names")                \
    X(TEXT, reference, "P17", "number of the traveller in the booking or message")         \
    X(TEXT, with, "P17", "reference of the adult an infant is with")                       \
    X(TEXT, redress, "A", "redress number")                                                \
    X(TEXT, duty, "A",                                                                     \
      "of crew: CR1 cockpit, CR2 cabin, CR3 operations, CR4 cargo, CR5 not on duty")       \
    X(TEXT, verified, "A",                                                                 \
      "whether the carrier compared it with the document: yes, no; or not said")           \
    X(COUNT, booking, "P17", "number of the booking in the manifest, from 1; 0: none")     \
    X(COUNT, age, "P12", "age of an unaccompanied minor; 0: not said")                     \
    X(LIST, documents, "A", "documents")                                                   \
    X(LIST, seats, "P14", "seats")                                                         \
    X(LIST, bags, "P16", "bags")                                                           \
    X(LIST, contacts, "P5", "contacts")                                                    \
    X(LIST, loyalty, "P8", "frequent flyer programmes")                                    \
    X(LIST, tickets, "P13", "tickets")

#define MS_BOOKING_FIELDS(X)                                            \
    X(TEXT, locator, "P1", "record locator")                            \
    X(TEXT, carrier, "P1", "whose locator it is")                       \
    X(TIME, made, "P2", "when it was made")                             \
    X(TEXT, agency, "P9", "travel agency: IATA number or office")       \
    X(TEXT, agency_place, "P9", "where that is")                        \
    X(COUNT, announced, "P17", "travellers that it says it has")        \
    X(COUNT, unnamed, "P17", "of these without a name yet")             \
    X(TEXT, group, "P17", "name of a group")                            \
    X(TEXT, split_from, "P11", "locator of a booking that was divided") \
    X(LIST, legs, "P7", "itinerary")                                    \
    X(LIST, contacts, "P5", "contacts of all")                          \
    X(LIST, payments, "P6", "forms of payment")                         \
    X(LIST, tickets, "P13", "tickets of all")

#define MS_MANIFEST_FIELDS(X)                                                                \
    X(TEXT, reference, "M", "reference of the message")                                      \
    X(TEXT, access, "M", "common reference of messages that belong together")                \
    X(TEXT, transaction, "M", "number of the transaction, which an answer repeats (RFF+TN)") \
    X(TEXT, type, "M", "PAXLST, PNRGOV, MRZ")                                                \
    X(TEXT, release, "M", "D:05B, 11:1")                                                     \
    X(TEXT, content, "M",                                                                    \
      "passengers, crew, master_crew, flight_status, gate_pass, bookings, document")         \
    X(TEXT, action, "M",                                                                     \
      "report, change, reduce, cancel, close, on_board, not_on_board, flight_cancelled, "    \
      "flight_changed")                                                                      \
    X(TEXT, sender, "M", "who sent the interchange")                                         \
    X(TEXT, recipient, "M", "to whom")                                                       \
    X(TIME, sent, "M", "when")                                                               \
    X(TEXT, mode, "P7", "air, sea, road, rail, or not said")                                 \
    X(TEXT, carrier, "P7", "carrier of the transport")                                       \
    X(TEXT, number, "P7", "its flight, voyage or trip number")                               \
    X(TEXT, craft, "P7", "registration or name of a ship or vehicle")                        \
    X(COUNT, part, "M", "number of this part of a list in several messages")                 \
    X(FLAG, last, "M", "the last part, or the only one")                                     \
    X(COUNT, announced, "M", "people, in PNRGOV bookings, that the message says it has")     \
    X(LIST, legs, "P7", "route of the transport")                                            \
    X(LIST, contacts, "M", "office of the sender that answers questions")                    \
    X(LIST, bookings, "P1", "bookings")                                                      \
    X(LIST, travellers, "P4", "travellers")

/* Structs of these fields: a list is a pointer and its count, `legs` and `n_legs`, of structs
 * named after the member. */
#define MS_FIELD_TEXT(member) ms_str member;
#define MS_FIELD_DATE(member) ms_travel_date member;
#define MS_FIELD_TIME(member) ms_travel_time member;
#define MS_FIELD_COUNT(member) uint32_t member;
#define MS_FIELD_FLAG(member) bool member;
#define MS_FIELD_LIST(member)          \
    struct ms_travel_##member *member; \
    uint32_t n_##member;
#define MS_FIELD(kind, member, permits, what) MS_FIELD_##kind(member)

/* A leg of a journey or of a transport's route. */
typedef struct ms_travel_legs {
    MS_LEG_FIELDS(MS_FIELD)
} ms_leg;

/* A travel document. */
typedef struct ms_travel_documents {
    MS_DOCUMENT_FIELDS(MS_FIELD)
} ms_travel_document;

/* A seat. */
typedef struct ms_travel_seats {
    MS_SEAT_FIELDS(MS_FIELD)
} ms_seat;

/* Bags under one tag, or all of a traveller's. */
typedef struct ms_travel_bags {
    MS_BAG_FIELDS(MS_FIELD)
} ms_bag;

/* A way to reach somebody. */
typedef struct ms_travel_contacts {
    MS_CONTACT_FIELDS(MS_FIELD)
} ms_contact;

/* A number in a frequent flyer programme. */
typedef struct ms_travel_loyalty {
    MS_LOYALTY_FIELDS(MS_FIELD)
} ms_loyalty;

/* A ticket. */
typedef struct ms_travel_tickets {
    MS_TICKET_FIELDS(MS_FIELD)
} ms_ticket;

/* How a booking was paid. */
typedef struct ms_travel_payments {
    MS_PAYMENT_FIELDS(MS_FIELD)
} ms_payment;

/* Somebody who travels. */
typedef struct ms_travel_travellers {
    MS_TRAVELLER_FIELDS(MS_FIELD)
} ms_traveller;

/* A booking. */
typedef struct ms_travel_bookings {
    MS_BOOKING_FIELDS(MS_FIELD)
} ms_booking;

/* What is not kept, by kind: counted, never shown. */
#define MS_DROPPED_LIST(X)                                                      \
    X(FREE_TEXT, "free_text") /* remarks, also those a field was taken from */  \
    X(SENSITIVE, "sensitive") /* reveals religion, health or diet */            \
    X(PAYMENT, "payment")     /* numbers of cards and accounts, amounts */      \
    X(HISTORY, "history")     /* earlier states of what is dropped */           \
    X(UNKNOWN, "unknown")     /* codes that no table knows, and their values */ \
    X(OTHER, "other")         /* known, and not in the closed table */

/* Kinds of what is dropped: MS_DROPPED_FREE_TEXT and so on. */
typedef enum ms_dropped {
#define X(name, key) MS_DROPPED_##name,
    MS_DROPPED_LIST(X)
#undef X
        MS_DROPPED_KINDS
} ms_dropped;

/* What one message says.  It points into the item it was read from and into the arena. */
typedef struct ms_manifest {
    MS_MANIFEST_FIELDS(MS_FIELD)
    uint32_t dropped[MS_DROPPED_KINDS];
    ms_oddities oddities; /* of the envelope and of the content, in the order of the message */
} ms_manifest;

/* Reads a message into `*out`, all of it in `a` or in the item: PAXLST or PNRGOV; a message
 * without a type, or whose type is one of these but for a letter or in small ones, as that of
 * which it has travellers (NAD+FL, NAD+FM; TIF), with MS_ODDITY_TYPE_MISSING.  MS_ENOTFOUND for
 * any other message, and for what is none; MS_ENOMEM.  Everything else is read as far as it
 * goes: see `oddities`.  Any thread. */
MS_API ms_rc ms_manifest_read(const ms_edi_item *message, ms_arena *a, ms_manifest *out);

/* The manifest of one document, of which a zone was read, into `*out`: type MRZ, one traveller,
 * also where the zone gives no name.  All of it is copied into `a`: `zone` may go.  MS_OK,
 * MS_ENOMEM. */
MS_API ms_rc ms_manifest_of_mrz(const ms_mrz *zone, ms_arena *a, ms_manifest *out);

/* Adds to all legs of `m`, of the route and of bookings, what their times are in UTC, as
 * "2026-03-14T05:40:00Z" in `a`: by the offset that a time says, or else by the zone of its
 * place.  A time that the clock shows twice or never is given as ms_zone_time has it, with the
 * doubt.  Nothing is added without day, time of day or a known place, nor to a time that names
 * a zone other than UTC; `zones` may be NULL: then only times with an offset are added.  Files
 * of zones that cannot be read are told by ms_zones_fault.  MS_OK, MS_ENOMEM.  Any thread. */
MS_API ms_rc ms_travel_utc(ms_zones *zones, ms_manifest *m, ms_arena *a);

/* ---- the same person in two messages ------------------------------------- */

/* Why two travellers are taken for one person: bits of ms_link.why. */
typedef enum ms_link_why {
    MS_LINK_DOCUMENT = 1, /* the number of a document */
    MS_LINK_NAME = 2,     /* surname, and one given name begins with the other */
    MS_LINK_BIRTH = 4,    /* birth date */
    MS_LINK_LOCATOR = 8   /* locator of the booking */
} ms_link_why;

/* A traveller of one manifest who is a traveller of another: indexes, and all that agrees. */
typedef struct ms_link {
    uint32_t a, b;
    unsigned why;
} ms_link;

/* True when the manifests have a leg in common: the same number and, as far as both say them,
 * carrier, day and place of departure; departures on two days that are at most six hours apart
 * are one. */
MS_API bool ms_travel_same_flight(const ms_manifest *a, const ms_manifest *b);

/* Links travellers of `a` and `b`, as of the advance list (PAXLST) and the bookings (PNRGOV) of
 * one flight, into `*out`, which lies in `arena`, by `a`.  Two are one person when they have a
 * document number in common and neither name nor birth date speaks against it, or one of these
 * for it; or name and birth date; or name and locator while no birth date speaks against it.
 * Nothing is linked where two fit alike, nor between other flights.  What more than 1024 pairs
 * have in common, as a number that stands for all, is no reason to compare them.  MS_OK;
 * MS_ENOMEM with `*n` 0.  Any thread. */
MS_API ms_rc ms_travel_link(const ms_manifest *a, const ms_manifest *b, ms_arena *arena,
                            ms_link **out, size_t *n);

/* "same document number, same name", in `arena`; `p` is NULL when memory is spent. */
MS_API ms_str ms_link_text(unsigned why, ms_arena *arena);

/* ---- writing ------------------------------------------------------------ */

/* Writes `m` as one message into the interchange that is open in `w`, in the release that it
 * names: PAXLST "D:02B" to "D:21B", PNRGOV "11:1" or "13:1".  What the message has a place for
 * is written, and ms_manifest_read gives it back; docs/exercise-traffic.md lists that.  Sender,
 * recipient and `sent` are of the interchange, which is the caller's.  MS_EVALUE for another
 * type or release, and for a content or action that the type has no code for; failures of `w`
 * stick there. */
MS_API ms_rc ms_manifest_write(ms_edi_writer *w, const ms_manifest *m, ms_diag *d);

/* ---- the table, for outputs --------------------------------------------- */

/* What a field holds. */
typedef enum ms_field_kind {
    MS_FIELD_IS_TEXT,
    MS_FIELD_IS_DATE,
    MS_FIELD_IS_TIME,
    MS_FIELD_IS_COUNT,
    MS_FIELD_IS_FLAG,
    MS_FIELD_IS_LIST
} ms_field_kind;

/* A row of the closed table. */
typedef struct ms_travel_field {
    ms_field_kind kind;
    uint16_t at;         /* in the struct, bytes; of a list the pointer */
    uint16_t count_at;   /* of a list its count */
    const char *name;    /* "birth" */
    const char *permits; /* "A" */
    const char *what;
    const struct ms_travel_struct *of; /* what a list is of, else NULL */
} ms_travel_field;

/* A struct of the closed table, with its rows. */
typedef struct ms_travel_struct {
    const char *name; /* "traveller" */
    uint16_t size;
    uint16_t n;
    const ms_travel_field *field;
} ms_travel_struct;

/* Manifest; all others are reached from it.  Static. */
MS_API const ms_travel_struct *ms_travel_table(void);

/* What kind of thing was dropped, "free_text"; static. */
MS_API const char *ms_dropped_name(ms_dropped kind);

#endif
