/* What the parts of the reader of PNRGOV share.
 *
 * Groups are those of the WCO/IATA/ICAO PNRGOV implementation guide (EDIFACT, 13.1, §4.1): a
 * booking begins at SRC; a traveller's group at TIF, a flight's at TVL, a check-in at TRI, what
 * was divided at EQN, what is no flight at MSG, and history at ABI. */
#ifndef MARSAD_TRAVEL_PNRGOV_H
#define MARSAD_TRAVEL_PNRGOV_H

#include "travel/content.h"
#include "travel/names.h"
#include "travel/when.h"

/* Where in a booking a segment stands. */
typedef enum pnr_part {
    PNR_TOP,    /* before the first booking */
    PNR_HEAD,   /* of a booking: group 1 */
    PNR_PERSON, /* of a traveller: groups 2 to 4 */
    PNR_FLIGHT, /* of a flight: groups 5 and 6 */
    PNR_CHECK,  /* of a traveller who checks in: group 7 */
    PNR_SPLIT,  /* what was divided off: group 8 */
    PNR_OTHER,  /* hotels, cars: group 9 */
    PNR_HISTORY /* groups 10 to 12 */
} pnr_part;

/* Nobody, no leg, no ticket: numbers of rows count from 1. */
enum { PNR_NONE = 0 };

/* Travellers of one booking among whom one is sought: ten times what the guide allows; and rows
 * of one kind that a traveller or a booking can have. */
enum { PNR_SEARCHED = 1000, PNR_ROWS = 200 };

/* A message while it is read.  A booking is gone through twice: first its travellers and legs
 * are made, then what refers to them is read. */
typedef struct pnr {
    ms_content *c;
    ms_manifest *m;
    uint32_t *made; /* by segment of the message: the traveller or leg that it made, from 1 */
    const ms_edi_segment *s; /* at hand */
    pnr_part part;
    uint32_t booking;
    uint32_t first;  /* index of the booking's first traveller */
    uint32_t who;    /* the traveller at hand */
    uint32_t leg;    /* of the booking; PNR_NONE also for legs that are no flights */
    uint32_t ticket; /* of the traveller at hand: the one that a date is of */
    uint32_t adult;  /* who has an infant with him, by TIF */
    uint32_t adults; /* how many have */
    bool payer;      /* behind FOP: addresses are those of who pays */
    char act;        /* of history: A added, C changed, X cancelled; 0 not said */
} pnr;

/* The booking at hand. */
static inline ms_booking *pnr_booking(pnr *p)
{
    return &p->m->bookings[p->booking - 1];
}

/* The traveller of number `n`, from 1. */
static inline ms_traveller *pnr_traveller(pnr *p, uint32_t n)
{
    return &p->m->travellers[n - 1];
}

/* One more row of a list, as MS_MORE; NULL, with an oddity, beyond PNR_ROWS. */
#define PNR_MORE(p, owner, member) \
    (pnr_full(p, (owner)->n_##member) ? NULL : MS_MORE((p)->c, owner, member))
bool pnr_full(pnr *p, uint32_t n);

/* Notes what is odd at a component of element 1 of the segment at hand, or at all of it. */
void pnr_odd(pnr *p, ms_oddity_code code, unsigned element, unsigned component);

/* ---- texts --------------------------------------------------------------- */

/* The components of an element, trimmed, from 1. */
enum { PNR_COMPONENTS = 10 };
typedef struct pnr_element {
    unsigned element; /* its place, from 1 */
    ms_str c[PNR_COMPONENTS];
} pnr_element;

/* The next element of `s` that has a value, or the next repetition of one (syntax 4: ANN*BEN
 * says what ANN+BEN does), `*i` being 0 at first; false behind the last. */
bool pnr_next(const ms_edi_segment *s, uint32_t *i, pnr_element *out);

/* The value at that place, trimmed. */
static inline ms_str pnr_get(const ms_edi_segment *s, unsigned element, unsigned component)
{
    return ms_str_trim(ms_edi_get(s, element, component));
}

/* True when `s` has `min` to `max` letters and digits of ASCII, and nothing else: a code,
 * which no free text passes for. */
bool pnr_code(ms_str s, size_t min, size_t max);

/* The number in `s`, at most 99999; 0 when it is none. */
static inline uint32_t pnr_number(ms_str s)
{
    return ms_content_number(s, 99999);
}

/* Reads a date and a time of day, HHMM or HHMMSS, of a component and the next into `*out`; what
 * is no such date is an oddity. */
void pnr_when(pnr *p, const pnr_element *e, unsigned component, ms_when_use use,
              ms_travel_time *out);

/* Reads a date DDMONYY or DDMONYYYY of a text.  One that `*out` has already stays; an oddity
 * when it is another.  Of up to 11 characters that are no date the text alone is kept. */
void pnr_day(pnr *p, ms_str text, ms_when_use use, ms_travel_date *out);

/* Sets `*to` unless it is set: an oddity when it says something else. */
void pnr_set(pnr *p, ms_str *to, ms_str value);

/* No time at all. */
static const ms_travel_time pnr_never = {.minute = MS_MINUTE_UNKNOWN,
                                         .offset = MS_OFFSET_UNKNOWN};

/* ---- travellers ---------------------------------------------------------- */

/* Makes the travellers of a TIF, or finds them; the number of the first, or PNR_NONE. */
uint32_t pnr_tif(pnr *p);

/* The traveller whom `reference` means; PNR_NONE: nobody. */
uint32_t pnr_by_reference(pnr *p, ms_str reference);

/* The traveller whose name fits best; PNR_NONE when nobody's surname does, or several fit
 * alike.  `infant`: infants alone. */
uint32_t pnr_by_name(pnr *p, ms_str surname, ms_str given, bool infant);

/* Whom an element of an SSR is of: by its reference, else the traveller at hand, else the only
 * one. PNR_NONE: the message does not say.  A reference that nobody has is an oddity. */
uint32_t pnr_owner(pnr *p, const pnr_element *e);

/* Behind the last of the booking's travellers among whom one is sought, as an index. */
uint32_t pnr_searched(const pnr *p);

static inline bool pnr_is_infant(const ms_traveller *t)
{
    return ms_str_eq(t->role, MS_STR("infant"));
}

/* The infant that is with `who`, or the only one that is said to be with nobody; PNR_NONE. */
uint32_t pnr_infant_of(pnr *p, uint32_t who);

/* Adds an infant of whom no TIF tells, with `adult`; without a name when there is none. */
uint32_t pnr_infant(pnr *p, ms_str surname, ms_str given, uint32_t adult);

/* ---- flights ------------------------------------------------------------- */

/* The flight of the message (level 0). */
void pnr_top_tvl(pnr *p);

/* Makes a leg, or completes the one at hand with what operates it: its number, or PNR_NONE. */
uint32_t pnr_tvl(pnr *p);

/* TRA: what operates the leg at hand. */
void pnr_tra(pnr *p);

/* A leg of history, kept when it was cancelled and not booked again. */
void pnr_past_tvl(pnr *p);

/* The leg between two places, the one at hand before others, and it alone when no places are
 * given; PNR_NONE: there is none. */
uint32_t pnr_leg_between(pnr *p, ms_str from, ms_str to);

/* Adds a seat, or completes the same one.  XXX and what is no seat leave it empty. */
void pnr_seat(pnr *p, uint32_t who, uint32_t leg, ms_str seat, ms_str cabin, bool boarded);

/* True for 1 to 3 digits and a letter. */
bool pnr_is_seat(ms_str s);

/* SSD and TBD of who checks in. */
void pnr_ssd(pnr *p);
void pnr_tbd(pnr *p);

/* ---- services, documents, contacts --------------------------------------- */

/* An SSR: its first element, its text, and the element with its reference, if it has one. */
typedef struct pnr_service {
    pnr_element head;
    pnr_element whose;
    ms_str text;
} pnr_service;

/* SSR, by data/services.tsv. */
void pnr_ssr(pnr *p);

/* FTI. */
void pnr_fti(pnr *p);

/* Adds a ticket unless the traveller, or for PNR_NONE the booking, has it; its row, from 1. */
uint32_t pnr_ticket(pnr *p, uint32_t who, ms_str number, ms_str kind);

/* Texts of DOCS, DOCO and DOCA, and of INFT (AIRIMP, IATA Resolution 830d). */
void pnr_docs(pnr *p, const pnr_service *v);
void pnr_doco(pnr *p, const pnr_service *v);
void pnr_doca(pnr *p, const pnr_service *v);
void pnr_inft(pnr *p, const pnr_service *v);

/* Divides a text at slashes into at most `max` parts, trimmed, those behind empty; a slash
 * before the first counts for nothing.  How many there were. */
unsigned pnr_parts(ms_str text, ms_str *part, unsigned max);

/* ADD, and IFT by data/remarks.tsv. */
void pnr_add(pnr *p);
void pnr_ift(pnr *p);

/* Adds a contact to a traveller, or for PNR_NONE to the booking, unless it is there. */
void pnr_contact(pnr *p, uint32_t who, ms_contact contact);

/* What a text says, with a slash or a city's code before it or without: a telephone number, or
 * an address of mail in the letters of teletype.  False: nothing such. */
bool pnr_phone(pnr *p, uint32_t who, ms_str text, ms_str use);
bool pnr_email(pnr *p, uint32_t who, ms_str text, ms_str use);

#endif
