/* Texts of services that tell documents, addresses and infants: fields between slashes. */
#include "travel/pnrgov.h"

unsigned pnr_parts(ms_str text, ms_str *part, unsigned max)
{
    unsigned n = 0;
    for (unsigned i = 0; i < max; i++) part[i] = (ms_str){0};
    if (text.n && *text.p == '/') text.p++, text.n--;
    while (n < max) {
        const char *slash = text.n ? memchr(text.p, '/', text.n) : NULL;
        size_t len = slash ? (size_t)(slash - text.p) : text.n;
        part[n++] = ms_str_trim((ms_str){text.p, len});
        if (!slash) break;
        text.p += len + 1;
        text.n -= len + 1;
    }
    return n;
}

/* ---- whose --------------------------------------------------------------- */

/* How far a document's name speaks for a traveller: 0 against him, 3 for him. */
static int speaks(const ms_traveller *t, ms_str surname, ms_str given)
{
    if (!surname.n || !t->surname.n) return 1;
    if (ms_names_compare(t->surname, surname) != 2) return 0;
    return given.n && t->given.n && ms_names_compare(t->given, given) ? 3 : 2;
}

/* The infant `who`, or that which is with him: added when no other segment tells of him. */
static uint32_t infant_of(pnr *p, uint32_t who)
{
    if (pnr_is_infant(pnr_traveller(p, who))) return who;
    uint32_t his = pnr_infant_of(p, who);
    return his ? his : pnr_infant(p, (ms_str){0}, (ms_str){0}, who);
}

/* Whose a document is: who is referred to, unless its name is another's.  Documents of infants
 * are sent with the reference of the adult. */
static uint32_t holder(pnr *p, const pnr_service *v, ms_str surname, ms_str given, bool infant)
{
    uint32_t told = pnr_owner(p, &v->whose);
    if (told && infant && !surname.n) return infant_of(p, told);
    int fits = told ? speaks(pnr_traveller(p, told), surname, given) : -1;
    bool his = told && pnr_is_infant(pnr_traveller(p, told));
    if (fits == 3 || (fits > 0 && infant == his && !surname.n)) return told;
    uint32_t named = surname.n ? pnr_by_name(p, surname, given, infant) : PNR_NONE;
    if (named && named != told) {
        int better = speaks(pnr_traveller(p, named), surname, given);
        if (better > fits || (infant && !his)) {
            pnr_odd(p, MS_ODDITY_PNR_BY_NAME, 1, 9);
            return named;
        }
    }
    if (infant && !his && surname.n) return pnr_infant(p, surname, given, told);
    if (!told) pnr_odd(p, MS_ODDITY_PNR_NOBODY, 1, 9);
    else if (fits == 0) pnr_odd(p, MS_ODDITY_PNR_CONTRADICTION, 1, 9);
    return told;
}

/* No infant was born a century ago. */
static void read_birth(pnr *p, ms_traveller *t, ms_str text)
{
    pnr_day(p, text, MS_WHEN_BIRTH, &t->birth);
    if (pnr_is_infant(t)) t->birth.other = 0;
}

/* ---- DOCS ---------------------------------------------------------------- */

enum {
    TYPE,
    ISSUER,
    NUMBER,
    NATIONALITY,
    BIRTH,
    SEX,
    EXPIRY,
    SURNAME,
    GIVEN,
    SECOND,
    DOCS_PARTS
};

/* F and M, also with I behind them: an infant's. */
static ms_str sex_of(ms_str sent, bool *infant)
{
    *infant = sent.n == 2 && sent.p[1] == 'I';
    bool known = (sent.n == 1 && memchr("FMXU", *sent.p, 4)) ||
                 (*infant && (*sent.p == 'F' || *sent.p == 'M'));
    return known ? (ms_str){sent.p, 1} : (ms_str){0};
}

/* The traveller's document of that number and type, or a new one. */
static ms_travel_document *document(pnr *p, uint32_t who, ms_str type, ms_str number)
{
    ms_traveller *t = pnr_traveller(p, who);
    for (uint32_t i = 0; i < t->n_documents; i++) {
        ms_travel_document *d = &t->documents[i];
        if (ms_str_eq(d->number, number) && (ms_str_eq(d->type, type) || !d->type.n || !type.n))
            return d;
    }
    ms_travel_document *d = PNR_MORE(p, t, documents);
    if (d) d->number = number;
    return d;
}

/* A code of a State: letters. */
static ms_str state_of(pnr *p, ms_str s)
{
    bool letters = pnr_code(s, 1, 3);
    for (size_t i = 0; letters && i < s.n; i++) letters = ms_is_letter(s.p[i]);
    if (s.n && !letters) pnr_odd(p, MS_ODDITY_PNR_VALUE, 1, 9);
    return letters ? s : (ms_str){0};
}

/* The code of two letters and that of three are of one State as often as not: the first stays.
 */
static void set_state(pnr *p, ms_str *to, ms_str value)
{
    if (!to->n || to->n == value.n) pnr_set(p, to, value);
}

/* Both given names as one; they stand behind each other in the text. */
static ms_str given_names(pnr *p, ms_str first, ms_str second)
{
    if (!second.n || ms_str_eq(second, MS_STR("H"))) return first; /* H: who else holds it */
    if (!first.n) return second;
    char *to = ms_arena_alloc(p->c->a, first.n + 1 + second.n);
    if (!to) {
        p->c->rc = MS_ENOMEM;
        return first;
    }
    memcpy(to, first.p, first.n);
    to[first.n] = ' ';
    memcpy(to + first.n + 1, second.p, second.n);
    return (ms_str){to, first.n + 1 + second.n};
}

static void keep_document(pnr *p, uint32_t who, const ms_str *f, ms_str given)
{
    bool letter = f[TYPE].n == 0 || pnr_code(f[TYPE], 1, 2);
    ms_str issuer = state_of(p, f[ISSUER]);
    if (!letter) pnr_odd(p, MS_ODDITY_PNR_VALUE, 1, 9);
    if (!f[NUMBER].n && !f[TYPE].n && !issuer.n && !f[EXPIRY].n) return;
    ms_travel_document *d = document(p, who, letter ? f[TYPE] : (ms_str){0}, f[NUMBER]);
    if (!d) return;
    if (letter) pnr_set(p, &d->type, f[TYPE]);
    set_state(p, &d->issuer, issuer);
    pnr_day(p, f[EXPIRY], MS_WHEN_EXPIRY, &d->expires);
    if (!d->surname.n) d->surname = f[SURNAME];
    if (!d->given.n) d->given = given;
}

void pnr_docs(pnr *p, const pnr_service *v)
{
    ms_str f[DOCS_PARTS];
    bool infant;
    if (pnr_parts(v->text, f, DOCS_PARTS) <= NUMBER) {
        if (v->text.n) pnr_odd(p, MS_ODDITY_PNR_VALUE, 1, 9);
        return;
    }
    ms_str sex = sex_of(f[SEX], &infant);
    if (f[SEX].n && !sex.n) pnr_odd(p, MS_ODDITY_PNR_VALUE, 1, 9);
    ms_str given = given_names(p, f[GIVEN], f[SECOND]);
    uint32_t who = holder(p, v, f[SURNAME], given, infant);
    if (!who) return;
    keep_document(p, who, f, given);
    ms_traveller *t = pnr_traveller(p, who);
    read_birth(p, t, f[BIRTH]);
    pnr_set(p, &t->sex, sex);
    set_state(p, &t->nationality, state_of(p, f[NATIONALITY]));
}

/* ---- DOCO, DOCA ---------------------------------------------------------- */

enum { BIRTH_PLACE, KIND, DOCO_NUMBER, PLACE, DAY, FOR, DOCO_INFANT, DOCO_PARTS };

/* Who is meant, or his infant where the text says so: added when no other segment tells of
 * him. */
static uint32_t meant(pnr *p, const pnr_service *v, ms_str infant)
{
    uint32_t who = pnr_owner(p, &v->whose);
    if (!who) {
        pnr_odd(p, MS_ODDITY_PNR_NOBODY, 1, 9);
        return PNR_NONE;
    }
    if (!ms_str_eq(infant, MS_STR("I"))) return who;
    return infant_of(p, who);
}

void pnr_doco(pnr *p, const pnr_service *v)
{
    ms_str f[DOCO_PARTS];
    if (pnr_parts(v->text, f, DOCO_PARTS) <= KIND || !pnr_code(f[KIND], 1, 2)) {
        pnr_odd(p, MS_ODDITY_PNR_VALUE, 1, 9);
        return;
    }
    uint32_t who = meant(p, v, f[DOCO_INFANT]);
    if (!who) return;
    ms_traveller *t = pnr_traveller(p, who);
    pnr_set(p, &t->birth_place, f[BIRTH_PLACE]);
    if (ms_str_eq(f[KIND], MS_STR("R"))) {
        pnr_set(p, &t->redress, f[DOCO_NUMBER]);
        return;
    }
    ms_travel_document *d = document(p, who, f[KIND], f[DOCO_NUMBER]);
    if (!d) return;
    pnr_set(p, &d->type, f[KIND]);
    pnr_set(p, &d->issued_at, f[PLACE]);
    pnr_day(p, f[DAY], MS_WHEN_ISSUE, &d->issued);
    set_state(p, &d->valid_for, state_of(p, f[FOR]));
}

enum { ADDRESS, COUNTRY, STREET, CITY, REGION, POSTCODE, DOCA_INFANT, DOCA_PARTS };

void pnr_doca(pnr *p, const pnr_service *v)
{
    ms_str f[DOCA_PARTS];
    pnr_parts(v->text, f, DOCA_PARTS);
    bool residence = ms_str_eq(f[ADDRESS], MS_STR("R"));
    if (!residence && !ms_str_eq(f[ADDRESS], MS_STR("D"))) {
        pnr_odd(p, MS_ODDITY_PNR_VALUE, 1, 9);
        return;
    }
    uint32_t who = meant(p, v, f[DOCA_INFANT]);
    if (!who) return;
    ms_str country = state_of(p, f[COUNTRY]);
    if (residence) set_state(p, &pnr_traveller(p, who)->residence, country);
    if (!f[STREET].n && !f[CITY].n && !f[POSTCODE].n) return;
    pnr_contact(p, who,
                (ms_contact){.kind = MS_STR("address"),
                             .use = residence ? MS_STR("home") : MS_STR("destination"),
                             .value = f[STREET],
                             .city = f[CITY],
                             .region = f[REGION],
                             .postcode = f[POSTCODE],
                             .country = country});
}

/* ---- INFT ---------------------------------------------------------------- */

/* Takes a date that is the last word of `name`, and all of it where it is one, away. */
static ms_str take_day(ms_str *name)
{
    enum { DAY_MIN = 7 };
    size_t at = name->n;
    while (at && name->p[at - 1] != ' ') at--;
    if (name->n - at < DAY_MIN || !ms_is_digit(name->p[at])) return (ms_str){0};
    ms_str day = {name->p + at, name->n - at};
    *name = ms_str_trim((ms_str){name->p, at});
    return day;
}

/* "SURNAME/GIVEN 20SEP12" or "SURNAME/GIVEN/20SEP12"; or less, of an infant without a name. */
void pnr_inft(pnr *p, const pnr_service *v)
{
    enum { PARTS = 3 };
    ms_str f[PARTS], day = {0};
    pnr_parts(v->text, f, PARTS);
    for (unsigned i = PARTS; i-- && !day.n;) day = take_day(&f[i]);
    uint32_t adult = pnr_owner(p, &v->whose), who;
    bool his = adult && pnr_is_infant(pnr_traveller(p, adult));
    if (adult && !f[0].n) who = infant_of(p, adult);
    else who = his ? adult : pnr_by_name(p, f[0], f[1], true);
    if (!who) who = pnr_infant(p, f[0], f[1], adult);
    if (!who) return;
    ms_traveller *t = pnr_traveller(p, who);
    if (adult && !his && !t->with.n) t->with = pnr_traveller(p, adult)->reference;
    read_birth(p, t, day);
}
