/* Invented flights, their people and bookings, before any message is made of them. */
#ifndef MARSAD_TRAVEL_TRAFFIC_H
#define MARSAD_TRAVEL_TRAFFIC_H

#include <stddef.h>

#include <marsad/traffic.h>

#include "base/chance.h"

/* Characters that names may have. */
typedef enum traffic_script {
    TRAFFIC_ASCII,
    TRAFFIC_LATIN1,
    TRAFFIC_CYRILLIC,
    TRAFFIC_ANY
} traffic_script;

typedef enum traffic_age { TRAFFIC_ADULT, TRAFFIC_CHILD, TRAFFIC_INFANT } traffic_age;

/* Somebody on a flight. */
typedef struct traffic_person {
    ms_str surname, given;         /* a single name is a surname */
    ms_str title;                  /* MR, MRS, MS, MSTR, MISS */
    ms_str sex;                    /* M, F */
    ms_str nationality, residence; /* ISO 3166-1 alpha-3 */
    ms_date birth;
    traffic_age age;
    ms_travel_document document[2];
    uint32_t documents;
    uint32_t culture;  /* row of its names' table */
    bool later;        /* of a group: its booking has no name yet */
    uint32_t party;    /* 0..; of crew UINT32_MAX */
    uint32_t guardian; /* of an infant: who carries it */
    ms_str seat;       /* empty of an infant */
    uint32_t bags, weight;
    ms_str phone, mail; /* one of these, or neither */
    ms_str loyalty;     /* number in the carrier's programme, or empty */
    ms_str ticket;
} traffic_person;

/* People who booked together. */
typedef struct traffic_party {
    uint32_t first, n; /* people of the flight */
    uint32_t unnamed;  /* more of a group, without names yet */
    ms_str locator, group, split_from;
    ms_str agency, agency_place;
    ms_travel_time made;
    ms_str phone;
    ms_str street, city, postcode, country; /* an address, or empty */
    ms_str payment, card;
    bool onward;  /* a further flight behind this one */
    bool dropped; /* that one was cancelled */
} traffic_party;

enum { TRAFFIC_LEGS = 3 };

/* A flight. */
typedef struct traffic_flight {
    const ms_traffic_plan *plan;
    uint64_t id;
    ms_arena *a;
    ms_chance c;
    traffic_script script;
    ms_str list_release, booking_release; /* that the carrier sends */
    ms_str carrier, number, operator_carrier, operator_number;
    ms_leg leg[TRAFFIC_LEGS + 1]; /* the last: a flight that some go on with */
    uint32_t legs;
    ms_str country; /* where the flight ends */
    ms_travel_time sent;
    int64_t day; /* of departure */
    traffic_person *person;
    uint32_t people, crew; /* the crew stands behind the people */
    traffic_party *party;
    uint32_t parties;
    bool failed;           /* out of memory */
    max_align_t spare[64]; /* short lists, when there is none */
} traffic_flight;

/* Days since 1970-01-01 of the proleptic Gregorian calendar, and back. */
int64_t traffic_days(ms_date d);
ms_date traffic_date(int64_t days);

/* As ms_arena_strf, noting failure. */
ms_str traffic_text(traffic_flight *f, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* One of the `n` texts. */
#define TRAFFIC_ONE(f, texts) \
    ms_str_z((texts)[ms_chance_below(&(f)->c, sizeof(texts) / sizeof *(texts))])

/* `pattern` with each # made a digit and each @ a letter. */
ms_str traffic_code(traffic_flight *f, const char *pattern);

/* An invented person of that age; family names as those of `kin` when it is not NULL. */
traffic_person traffic_person_make(traffic_flight *f, traffic_age age,
                                   const traffic_person *kin);

/* Makes flight `id`: legs, parties, people and crew. */
ms_rc traffic_flight_make(traffic_flight *f, const ms_traffic_plan *plan, uint64_t id,
                          traffic_script script, ms_arena *a);

/* What is said of a flight.  `part` of `parts` of its passengers; all when `parts` is 0. */
ms_manifest traffic_list(traffic_flight *f, uint32_t part, uint32_t parts);
ms_manifest traffic_crew(traffic_flight *f);
ms_manifest traffic_change(traffic_flight *f);
ms_manifest traffic_close(traffic_flight *f);
ms_manifest traffic_bookings(traffic_flight *f);

#endif
