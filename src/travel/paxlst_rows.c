/* The tables of PAXLST: what qualifiers and codes set.
 *
 * Sources: G, the WCO/IATA/ICAO passenger list message implementation guide (2010 to 2016),
 * with its section; U, UN/EDIFACT code lists D.21B; C, US CBP guides for manifests, master crew
 * lists and trucks (ACE). */
#include "travel/paxlst.h"

#define OF_TRAVELLER(member) PAX_TRAVELLER, offsetof(ms_traveller, member)
#define OF_DOCUMENT(member) PAX_DOCUMENT, offsetof(ms_travel_document, member)
#define OF_MESSAGE(member) PAX_MESSAGE, offsetof(ms_manifest, member)
#define IGNORED PAX_IGNORED, 0

/* 2005 */
static const pax_row dtm[] = {
    {"329", OF_TRAVELLER(birth), MS_WHEN_BIRTH},  /* G 4.13 */
    {"36", OF_DOCUMENT(expires), MS_WHEN_EXPIRY}, /* G 4.22 */
    {"182", OF_DOCUMENT(issued), MS_WHEN_ISSUE},  /* U issue date */
    {"189", PAX_FROM, 0, MS_WHEN_TRAVEL},         /* G 4.10, scheduled departure */
    {"232", PAX_TO, 0, MS_WHEN_TRAVEL},           /* G 4.10, scheduled arrival */
    {"133", PAX_FROM, 0, MS_WHEN_TRAVEL},         /* U estimated departure */
    {"132", PAX_TO, 0, MS_WHEN_TRAVEL},           /* U estimated arrival; C trucks */
    {"136", PAX_FROM, 0, MS_WHEN_TRAVEL},         /* U actual departure */
    {"178", PAX_TO, 0, MS_WHEN_TRAVEL},           /* U actual arrival */
    {"137", OF_MESSAGE(sent), MS_WHEN_TRAVEL},    /* U date of the message */
};

/* 3227 */
static const pax_row loc[] = {
    {"178", OF_TRAVELLER(embarks), 0},     /* G 4.17 */
    {"179", OF_TRAVELLER(disembarks), 0},  /* G 4.17 */
    {"22", OF_TRAVELLER(clears), 0},       /* G 4.17 */
    {"174", OF_TRAVELLER(residence), 0},   /* G 4.17 */
    {"180", OF_TRAVELLER(birth_place), 0}, /* G 4.17 */
    {"91", OF_DOCUMENT(issuer), 0},        /* G 4.23 */
    {"125", PAX_FROM, 0, 0},               /* G 4.9, last departure from abroad */
    {"87", PAX_TO, 0, 0},                  /* G 4.9, first arrival in the country */
    {"92", PAX_STOP, 0, 0},                /* G 4.9, of a progressive flight */
    {"130", PAX_TO, 0, 0},                 /* G 4.9, final destination */
    {"5", PAX_FROM, 0, 0},                 /* U place of departure */
    {"9", PAX_FROM, 0, 0},                 /* U place of loading */
    {"94", PAX_FROM, 0, 0},                /* U previous port of call */
    {"8", PAX_TO, 0, 0},                   /* U place of destination */
    {"11", PAX_TO, 0, 0},                  /* U place of discharge */
    {"60", PAX_TO, 0, 0},                  /* U place of arrival */
    {"61", PAX_TO, 0, 0},                  /* U next port of call */
    {"172", IGNORED, 0},                   /* C where the report is filed */
    {"188", IGNORED, 0},                   /* C where the manifest is filed */
};

/* 1153 */
static const pax_row rff[] = {
    {"AVF", OF_TRAVELLER(locator), 0},   /* G 4.20 */
    {"ABO", OF_TRAVELLER(reference), 0}, /* G 4.20 */
    {"SEA", PAX_SEAT, 0, 0},             /* G 4.20 */
    {"AEA", OF_TRAVELLER(redress), 0},   /* G 4.20, number of a government */
    {"CR", PAX_LOYALTY, 0, 0},           /* G 4.20, frequent traveller */
    {"TN", OF_MESSAGE(transaction), 0},  /* G, interactive messages */
    {"RF", IGNORED, 0},                  /* C number of a manifest's change */
};

/* 3035 */
static const pax_party parties[] = {
    {"FL", PAX_OF_TRAVELLER, "passenger", NULL},  /* G 4.11 */
    {"FM", PAX_OF_TRAVELLER, "crew", NULL},       /* G 4.11 */
    {"DDU", PAX_OF_TRAVELLER, "transit", NULL},   /* G 4.11 */
    {"DDT", PAX_OF_TRAVELLER, "crew", "transit"}, /* G 4.11 */
    {"VW", PAX_OF_TRAVELLER, "crew", NULL},       /* C trucks */
    {"MS", PAX_OF_OFFICE, NULL, NULL},            /* G 4.6 */
    {"CA", PAX_OF_NOBODY, NULL, NULL},            /* U carrier */
    {"CG", PAX_OF_NOBODY, NULL, NULL},            /* U carrier's agent */
    {"AG", PAX_OF_NOBODY, NULL, NULL},            /* U agent */
    {"DT", PAX_OF_NOBODY, NULL, NULL},            /* U declarant */
    {"MR", PAX_OF_NOBODY, NULL, NULL},            /* U recipient of the message */
    {"CM", PAX_OF_NOBODY, NULL, NULL},            /* U customs */
};

/* 1001 and 1004 */
static const pax_message messages[] = {
    {"745", "CP", "passengers", "change", NULL},             /* G 4.5 */
    {"745", "XR", "passengers", "cancel", "cancelled"},      /* G 4.5 */
    {"745", "RP", "passengers", "reduce", "cancelled"},      /* G 4.5 */
    {"745", "C", "passengers", "report", NULL},              /* carriers */
    {"745", "", "passengers", "report", NULL},               /* G 4.5 */
    {"250", "CC", "crew", "change", NULL},                   /* C */
    {"250", "BC", "crew", "change", NULL},                   /* C */
    {"250", "EC", "crew", "change", NULL},                   /* C */
    {"250", "FC", "crew", "change", NULL},                   /* C */
    {"250", "A", "crew", "report", NULL},                    /* C overflight, passengers */
    {"250", "B", "crew", "report", NULL},                    /* C cargo flight */
    {"250", "C", "crew", "report", NULL},                    /* C passenger flight */
    {"250", "D", "crew", "report", NULL},                    /* C overflight, cargo */
    {"250", "E", "crew", "report", NULL},                    /* C going on, passengers */
    {"250", "F", "crew", "report", NULL},                    /* C going on, cargo */
    {"250", "", "crew", "report", NULL},                     /* G 4.5 */
    {"336", "G", "master_crew", "report", NULL},             /* C added */
    {"336", "H", "master_crew", "cancel", NULL},             /* C deleted */
    {"336", "I", "master_crew", "change", NULL},             /* C */
    {"336", "", "master_crew", "report", NULL},              /* C */
    {"266", "CL", "flight_status", "close", NULL},           /* G, interactive messages */
    {"266", "CLOB", "flight_status", "on_board", "boarded"}, /* the same */
    {"266", "CLNB", "flight_status", "not_on_board", "not_boarded"}, /* the same */
    {"266", "XF", "flight_status", "flight_cancelled", NULL},        /* the same */
    {"266", "CF", "flight_status", "flight_changed", NULL},          /* the same */
    {"266", "", "flight_status", "report", NULL},                    /* the same */
    {"655", "", "gate_pass", "report", NULL},                        /* C */
    {"10", "", "crew", "report", NULL},                              /* C trucks */
};

/* 1225 */
static const pax_word functions[] = {
    {"1", "cancel"}, {"2", "change"}, {"3", "cancel"}, {"4", "change"},
    {"5", "change"}, {"9", "report"}, {"7", "report"},
};

/* 9019, of the attribute 2 (G 4.12) */
static const pax_word sexes[] = {
    {"M", "M"}, {"F", "F"}, {"X", "X"}, {"U", "U"}, {"m", "M"}, {"f", "F"},
};

/* 8067 (UN/ECE recommendation 19) */
static const pax_word modes[] = {
    {"1", "sea"}, {"2", "rail"}, {"3", "road"}, {"4", "air"}, {"8", "sea"},
};

/* 3155 */
static const pax_word channels[] = {
    {"TE", "phone"},
    {"AL", "phone"},
    {"FX", "fax"},
    {"EM", "email"},
};

/* 7365 (G 4.15) */
static const pax_word verified[] = {{"173", "yes"}, {"174", "no"}, {"ZZZ", "yes"}};

#define N(table) (sizeof(table) / sizeof *(table))

static const pax_row *row_of(const pax_row *v, size_t n, ms_str code)
{
    for (size_t i = 0; i < n; i++)
        if (ms_str_eq(code, ms_str_z(v[i].code))) return &v[i];
    return NULL;
}

static const char *word_of(const pax_word *v, size_t n, ms_str code)
{
    for (size_t i = 0; i < n; i++)
        if (ms_str_eq(code, ms_str_z(v[i].code))) return v[i].word;
    return NULL;
}

const pax_row *pax_dtm(ms_str code)
{
    return row_of(dtm, N(dtm), code);
}

const pax_row *pax_loc(ms_str code)
{
    return row_of(loc, N(loc), code);
}

const pax_row *pax_rff(ms_str code)
{
    return row_of(rff, N(rff), code);
}

const pax_party *pax_party_of(ms_str code)
{
    for (size_t i = 0; i < N(parties); i++)
        if (ms_str_eq(code, ms_str_z(parties[i].code))) return &parties[i];
    return NULL;
}

const pax_message *pax_message_of(ms_str code, ms_str id)
{
    const pax_message *any = NULL;
    for (size_t i = 0; i < N(messages); i++) {
        const pax_message *m = &messages[i];
        if (!ms_str_eq(code, ms_str_z(m->code))) continue;
        if (ms_str_eq(id, ms_str_z(m->id))) return m;
        if (!*m->id) any = m;
    }
    return any;
}

const char *pax_function(ms_str code)
{
    return word_of(functions, N(functions), code);
}

const char *pax_sex(ms_str code)
{
    return word_of(sexes, N(sexes), code);
}

const char *pax_mode(ms_str code)
{
    return word_of(modes, N(modes), code);
}

const char *pax_channel(ms_str code)
{
    return word_of(channels, N(channels), code);
}

const char *pax_verified(ms_str code)
{
    return word_of(verified, N(verified), code);
}
