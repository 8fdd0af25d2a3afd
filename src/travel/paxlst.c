/* Passenger and crew lists (PAXLST, UN/EDIFACT D.02B to D.21B).
 *
 * One walk through the segments.  A segment belongs to the group that was begun last, unless
 * its qualifier says otherwise: a departure is of a leg and a birth date of a traveller
 * wherever they stand.  What is said twice is kept once, so that a traveller keeps his own data
 * where the next one's name segment is lost. */
#include "travel/paxlst.h"

/* ---- travellers ---------------------------------------------------------- */

/* Ends the current document: what stood before its DOC fills what it does not say. */
static void end_document(paxlst *p)
{
    if (p->loose_said) {
        if (!p->doc) p->doc = MS_MORE(p->c, p->t, documents);
        ms_travel_document *d = p->doc, *from = &p->loose;
        if (d && !d->issuer.n) d->issuer = from->issuer;
        if (d && !d->issued_at.n) d->issued_at = from->issued_at;
        if (d && !d->expires.sent.n) d->expires = from->expires;
        if (d && !d->issued.sent.n) d->issued = from->issued;
    }
    p->doc = NULL;
    p->loose = (ms_travel_document){0};
    p->loose_said = p->loose_doc = false;
}

void pax_end(paxlst *p)
{
    if (p->t) {
        end_document(p);
        if (!p->t->reference.n) p->t->reference = p->party;
        if (p->lost) ms_content_odd(p->c, MS_ODDITY_PAX_NO_NAD, p->lost, 0, 0);
        else if (p->unnamed) ms_content_odd(p->c, MS_ODDITY_PAX_NAME_NONE, p->unnamed, 0, 0);
    }
    p->owner = PAX_OF_MESSAGE;
    p->t = NULL;
    p->party = (ms_str){0};
    p->unnamed = p->lost = NULL;
    p->told = PAX_TOLD_NAD;
    p->segments = 0;
}

/* Whether the traveller whose NAD comes now is told himself what the segment without one said.
 */
static bool told_again(const paxlst *p)
{
    const ms_edi_segment *end = p->c->item->v + p->c->item->n, *s = p->next;
    if (s && end - s > PAX_SEARCHED) end = s + PAX_SEARCHED;
    for (; s && s < end; s++) {
        if (s->tag == MS_EDI_TAG('N', 'A', 'D')) return false;
        if (s->tag == p->lost->tag && ms_str_eq(ms_edi_get(s, 1, 1), ms_edi_get(p->lost, 1, 1)))
            return true;
    }
    return false;
}

ms_traveller *pax_start(paxlst *p, const ms_edi_segment *s, bool named)
{
    if (named && p->t && p->lost && p->segments == 1 && !told_again(p)) {
        /* One segment changed places with its NAD. */
        ms_content_odd(p->c, MS_ODDITY_PAX_MISPLACED, p->lost, 0, 0);
        p->lost = NULL;
        return p->t;
    }
    pax_end(p);
    p->t = MS_MORE(p->c, p->m, travellers);
    if (!p->t) return NULL;
    p->owner = PAX_OF_TRAVELLER;
    p->t->role = MS_STR("unknown");
    if (p->status) p->t->status = ms_str_z(p->status);
    if (!named) p->lost = s;
    return p->t;
}

/* The current traveller for a segment of that place; one without a name where there is none, or
 * where `again`: he was told this already and the message has gone on since, so that it is the
 * next one's.  NULL: out of memory. */
static ms_traveller *traveller(paxlst *p, const ms_edi_segment *s, pax_told place, bool again)
{
    bool next = again && place < PAX_TOLD_LOC && p->told >= PAX_TOLD_LOC;
    if (p->owner != PAX_OF_TRAVELLER || !p->t || next) pax_start(p, s, false);
    if (place > p->told) p->told = place;
    return p->t;
}

bool pax_full(paxlst *p, const ms_edi_segment *s, uint32_t n)
{
    if (n < PAX_ROWS) return false;
    ms_content_odd(p->c, MS_ODDITY_PAX_TOO_MANY, s, 0, 0);
    return true;
}

/* Sets a text that is not set; says so when another is. */
static void set(paxlst *p, const ms_edi_segment *s, unsigned element, unsigned component,
                ms_str *to, ms_str value)
{
    if (!value.n) return;
    if (!to->n) *to = value;
    else if (!ms_str_eq(*to, value))
        ms_content_odd(p->c, MS_ODDITY_PAX_SECOND, s, element, component);
}

/* Leaves out what stands where it belongs to nobody. */
static void homeless(paxlst *p, const ms_edi_segment *s)
{
    ms_content_odd(p->c, MS_ODDITY_PAX_HOMELESS, s, 0, 0);
    ms_content_drop(p->c, MS_DROPPED_OTHER);
}

/* The document that a segment is of, NULL where there is no traveller. */
static ms_travel_document *document(paxlst *p, const ms_edi_segment *s)
{
    if (p->owner != PAX_OF_TRAVELLER) {
        homeless(p, s);
        return NULL;
    }
    if (p->doc) return p->doc;
    if (!p->loose_doc) ms_content_odd(p->c, MS_ODDITY_PAX_MISPLACED, s, 0, 0);
    p->loose_said = true;
    return &p->loose;
}

/* ---- the message --------------------------------------------------------- */

static void unknown_code(paxlst *p, const ms_edi_segment *s, unsigned element)
{
    ms_content_odd(p->c, MS_ODDITY_PAX_CODE, s, element, 1);
    ms_content_drop(p->c, MS_DROPPED_UNKNOWN);
}

static void unknown_qualifier(paxlst *p, const ms_edi_segment *s)
{
    ms_content_odd(p->c, MS_ODDITY_PAX_QUALIFIER, s, 1, 1);
    ms_content_drop(p->c, MS_DROPPED_UNKNOWN);
}

/* BGM: what the list is of, and what is wanted.  Where a function (1225) is said, 1004 is the
 * number of the list or of the trip. */
static void bgm(paxlst *p, const ms_edi_segment *s)
{
    ms_str id = ms_str_trim(ms_edi_get(s, 2, 1)), function = ms_edi_get(s, 3, 1);
    const pax_message *row = pax_message_of(ms_edi_get(s, 1, 1), id);
    const char *action = pax_function(function);
    if (!row) {
        unknown_code(p, s, 1);
        return;
    }
    p->m->content = ms_str_z(row->content);
    p->m->action = ms_str_z(action ? action : row->action);
    p->status = row->status;
    if (!id.n || *row->id) return;
    if (!function.n) unknown_code(p, s, 2);
    else if (ms_str_eq(ms_edi_get(s, 1, 1), MS_STR("10"))) p->m->number = id;
}

static void cnt(paxlst *p, const ms_edi_segment *s)
{
    ms_str code = ms_edi_get(s, 1, 1);
    bool crew = ms_str_eq(code, MS_STR("41"));
    if (!crew && !ms_str_eq(code, MS_STR("42"))) {
        unknown_qualifier(p, s);
        return;
    }
    ms_str total = ms_edi_get(s, 1, 2);
    if (!total.n) total = ms_edi_get(s, 2, 1); /* CNT+41+8, of some carriers */
    p->counted[crew] = ms_number_begun(ms_str_trim(total), INT32_MAX / 2);
    if (p->counted[crew] >= 0) p->count = s;
}

/* ---- dates, places, references ------------------------------------------- */

/* Reads the date of a DTM by its code, or else by its length. */
static bool read_date(paxlst *p, const ms_edi_segment *s, ms_when_use use, ms_travel_time *out)
{
    ms_str text = ms_edi_get(s, 1, 2), code = ms_edi_get(s, 1, 3);
    if (!ms_str_trim(text).n) return false;
    const ms_when_form *form = ms_when_form_of(code);
    if (form && ms_when_read(text, form->pattern, use, p->c->sent, out)) return true;
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) n += text.p[i] != ' ';
    const char *pattern = n == 8 ? "CCYYMMDD" : n == 10 ? "YYMMDDHHNN" : "YYMMDD";
    if (n == 12) pattern = "CCYYMMDDHHNN";
    bool ok = ms_when_read(text, pattern, use, p->c->sent, out);
    if (!ok) ms_content_odd(p->c, MS_ODDITY_PAX_DATE, s, 1, 2);
    else if (code.n) ms_content_odd(p->c, MS_ODDITY_PAX_DATE_FORM, s, 1, 3);
    return true;
}

/* Sets a date that is not set; one that could be read replaces one that could not. */
static void set_date(paxlst *p, const ms_edi_segment *s, ms_travel_date *to,
                     const ms_travel_date *from)
{
    if (to->sent.n && (to->date.year || !from->date.year)) {
        if (!ms_str_eq(to->sent, from->sent))
            ms_content_odd(p->c, MS_ODDITY_PAX_SECOND, s, 1, 2);
        return;
    }
    *to = *from;
    if (from->date.year && !from->date.day)
        ms_content_odd(p->c, MS_ODDITY_PAX_DATE_PART, s, 1, 2);
}

static void dtm(paxlst *p, const ms_edi_segment *s)
{
    const pax_row *row = pax_dtm(ms_edi_get(s, 1, 1));
    ms_travel_time t;
    if (!row) {
        unknown_qualifier(p, s);
        return;
    }
    if (!read_date(p, s, row->when, &t)) return;
    if (row->of == PAX_TRAVELLER) {
        bool again = p->t && p->t->birth.sent.n;
        ms_traveller *who = traveller(p, s, PAX_TOLD_DTM, again);
        if (who) set_date(p, s, &who->birth, &t.day);
    } else if (row->of == PAX_DOCUMENT) {
        ms_travel_document *d = document(p, s);
        if (d) set_date(p, s, (ms_travel_date *)((char *)d + row->at), &t.day);
    } else if (row->of == PAX_MESSAGE) {
        if (!p->m->sent.day.sent.n) p->m->sent = t;
        ms_content_sent(p->c, t.day.date);
    } else if (p->owner == PAX_OF_JOURNEY) {
        ms_content_drop(p->c, MS_DROPPED_OTHER);
    } else {
        pax_leg_time(p, s, row->of, &t);
    }
}

/* Code lists of places (1131) that ACE names: a part of a country. */
static bool is_region(ms_str list)
{
    return ms_str_eq(list, MS_STR("163"));
}

/* Where a document was issued: a State, or a place in it. */
static void issued_by(paxlst *p, const ms_edi_segment *s, ms_travel_document *d)
{
    ms_str code = ms_str_trim(ms_edi_get(s, 2, 1)), name = ms_str_trim(ms_edi_get(s, 2, 4));
    bool place = is_region(ms_edi_get(s, 2, 2));
    if (place || (code.n && d->issuer.n && !ms_str_eq(code, d->issuer)))
        set(p, s, 2, 1, &d->issued_at, code);
    else set(p, s, 2, 1, &d->issuer, code);
    set(p, s, 2, 4, &d->issued_at, name);
}

static void birth_place(paxlst *p, const ms_edi_segment *s)
{
    enum { COUNTRY = 3 };
    ms_str code = ms_str_trim(ms_edi_get(s, 2, 1)), name = ms_str_trim(ms_edi_get(s, 2, 4));
    set(p, s, 2, 4, &p->t->birth_place, name);
    set(p, s, 2, 1, code.n <= COUNTRY ? &p->t->birth_country : &p->t->birth_place, code);
}

static void loc(paxlst *p, const ms_edi_segment *s)
{
    const pax_row *row = pax_loc(ms_edi_get(s, 1, 1));
    ms_str place = ms_str_trim(ms_edi_get(s, 2, 1));
    if (!row) {
        unknown_qualifier(p, s);
        return;
    }
    if (!place.n) place = ms_str_trim(ms_edi_get(s, 2, 4));
    if (!place.n) return;
    if (row->of == PAX_TRAVELLER) {
        if (p->owner != PAX_OF_TRAVELLER) {
            homeless(p, s);
            return;
        }
        traveller(p, s, PAX_TOLD_LOC, false);
        if (row->at == offsetof(ms_traveller, birth_place)) birth_place(p, s);
        else set(p, s, 2, 1, (ms_str *)((char *)p->t + row->at), place);
    } else if (row->of == PAX_DOCUMENT) {
        ms_travel_document *d = document(p, s);
        if (d) issued_by(p, s, d);
    } else if (row->of == PAX_IGNORED || p->owner == PAX_OF_JOURNEY) {
        ms_content_drop(p->c, MS_DROPPED_OTHER);
    } else {
        pax_leg_place(p, row->of, place);
    }
}

static void add_seat(paxlst *p, const ms_edi_segment *s, ms_str seat)
{
    ms_traveller *t = p->t;
    for (uint32_t i = 0; i < t->n_seats; i++)
        if (ms_str_eq(t->seats[i].seat, seat)) return;
    ms_seat *x = pax_full(p, s, t->n_seats) ? NULL : MS_MORE(p->c, t, seats);
    if (x) x->seat = seat;
}

static void add_loyalty(paxlst *p, const ms_edi_segment *s, ms_str number)
{
    ms_traveller *t = p->t;
    for (uint32_t i = 0; i < t->n_loyalty; i++)
        if (ms_str_eq(t->loyalty[i].number, number)) return;
    ms_loyalty *x = pax_full(p, s, t->n_loyalty) ? NULL : MS_MORE(p->c, t, loyalty);
    if (x) x->number = number;
}

static void rff(paxlst *p, const ms_edi_segment *s)
{
    const pax_row *row = pax_rff(ms_edi_get(s, 1, 1));
    ms_str value = ms_str_trim(ms_edi_get(s, 1, 2));
    if (!row) {
        unknown_qualifier(p, s);
    } else if (row->of == PAX_IGNORED) {
        ms_content_drop(p->c, MS_DROPPED_OTHER);
    } else if (row->of == PAX_MESSAGE) {
        set(p, s, 1, 2, (ms_str *)((char *)p->m + row->at), value);
    } else if (p->owner != PAX_OF_TRAVELLER) {
        homeless(p, s);
    } else if (value.n) {
        ms_traveller *t = traveller(p, s, PAX_TOLD_RFF, false);
        if (row->of == PAX_SEAT) add_seat(p, s, value);
        else if (row->of == PAX_LOYALTY) add_loyalty(p, s, value);
        else set(p, s, 1, 2, (ms_str *)((char *)t + row->at), value);
    }
}

/* ---- what a traveller is ------------------------------------------------- */

static void att(paxlst *p, const ms_edi_segment *s)
{
    if (!ms_edi_is(s, 1, 1, "2")) {
        ms_content_drop(p->c, MS_DROPPED_OTHER);
        return;
    }
    ms_traveller *t = traveller(p, s, PAX_TOLD_ATT, p->t && p->t->sex.n);
    for (uint32_t i = 0; t && i < s->n; i++) {
        const ms_edi_value *v = &s->v[i];
        if (v->element != 3 || (v->component != 1 && v->component != 4)) continue;
        const char *sex = pax_sex(ms_str_trim(v->text));
        if (sex) set(p, s, 3, 1, &t->sex, ms_str_z(sex));
        else unknown_code(p, s, 3);
    }
}

static void nat(paxlst *p, const ms_edi_segment *s)
{
    ms_str code = ms_str_trim(ms_edi_get(s, 2, 1));
    if (!code.n) code = ms_str_trim(ms_edi_get(s, 2, 4));
    if (!ms_edi_is(s, 1, 1, "2")) {
        ms_content_drop(p->c, MS_DROPPED_OTHER);
        return;
    }
    ms_traveller *t = traveller(p, s, PAX_TOLD_NAT, false);
    if (!t || !code.n) return;
    if (!t->nationality.n || ms_str_eq(t->nationality, code)) t->nationality = code;
    else set(p, s, 2, 1, &t->second_nationality, code);
}

static void gei(paxlst *p, const ms_edi_segment *s)
{
    const char *verified = pax_verified(ms_edi_get(s, 2, 1));
    if (p->owner != PAX_OF_TRAVELLER || !ms_edi_is(s, 1, 1, "4"))
        ms_content_drop(p->c, MS_DROPPED_OTHER);
    else if (!verified) unknown_code(p, s, 2);
    else set(p, s, 2, 1, &p->t->verified, ms_str_z(verified));
}

static void emp(paxlst *p, const ms_edi_segment *s)
{
    ms_str duty = ms_str_trim(ms_edi_get(s, 2, 1));
    bool kept =
        p->owner == PAX_OF_TRAVELLER && ms_edi_is(s, 1, 1, "1") && duty.n && duty.n <= 3;
    if (kept) set(p, s, 2, 1, &p->t->duty, duty);
    if (!kept || s->elements > 2) ms_content_drop(p->c, MS_DROPPED_OTHER);
}

static void doc(paxlst *p, const ms_edi_segment *s)
{
    ms_str type = ms_str_trim(ms_edi_get(s, 1, 1)), no = ms_str_trim(ms_edi_get(s, 2, 1));
    ms_traveller *t = traveller(p, s, PAX_TOLD_DOC, false);
    if (!t) return;
    if (p->doc || p->loose_doc) end_document(p);
    if (!type.n && !no.n) {
        ms_content_odd(p->c, MS_ODDITY_PAX_DOC_EMPTY, s, 0, 0);
        p->loose_doc = true;
        return;
    }
    p->doc = MS_MORE(p->c, t, documents);
    if (!p->doc) return;
    p->doc->type = type;
    p->doc->number = no;
}

/* ---- bags ---------------------------------------------------------------- */

/* The bag that all of a traveller's are counted in. */
static ms_bag *all_bags(paxlst *p)
{
    return p->t->n_bags ? &p->t->bags[0] : MS_MORE(p->c, p->t, bags);
}

static void mea(paxlst *p, const ms_edi_segment *s)
{
    enum { POUND = 45359, KILOGRAM = 100000, MOST = 10000 }; /* of 10 milligrams */
    ms_str code = ms_edi_get(s, 1, 1), unit = ms_edi_get(s, 3, 1), value = ms_edi_get(s, 3, 2);
    bool count = ms_str_eq(code, MS_STR("CT")), weight = ms_str_eq(code, MS_STR("WT"));
    int64_t v = ms_number_begun(ms_str_trim(value.n ? value : unit), MOST);
    if (p->owner != PAX_OF_TRAVELLER || !(count || weight)) {
        ms_content_drop(p->c, MS_DROPPED_OTHER);
        return;
    }
    traveller(p, s, PAX_TOLD_MEA, false);
    if (v <= 0) return;
    ms_bag *bag = all_bags(p);
    if (bag && count && bag->pieces && bag->pieces != v)
        bag = pax_full(p, s, p->t->n_bags) ? NULL : MS_MORE(p->c, p->t, bags);
    if (!bag) return;
    if (weight && (ms_str_eq(unit, MS_STR("LBR")) || ms_str_eq(unit, MS_STR("LBS"))))
        v = (v * POUND + KILOGRAM / 2) / KILOGRAM;
    if (count) bag->pieces = (uint32_t)v;
    else if (!bag->weight) bag->weight = (uint32_t)v;
}

/* What is sent in the place of a tag where there is none. */
static bool no_tag(ms_str s)
{
    static const char *const words[] = {"NULL", "NONE", "NIL", "0", "N/A"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ms_str_eq(s, ms_str_z(words[i]))) return true;
    return false;
}

/* A tag number: letters and digits, a few of these at the end (IATA resolution 740). */
static bool is_tag(ms_str s)
{
    enum { LEAST = 4, MOST = 15, DIGITS = 3 };
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool digit = ms_is_digit(c);
        if (!digit && !ms_is_upper(c)) return false;
        digits = digit ? digits + 1 : 0;
    }
    return s.n >= LEAST && s.n <= MOST && digits >= DIGITS;
}

static void ftx(paxlst *p, const ms_edi_segment *s)
{
    enum { MOST = 999 };
    ms_str tag = ms_str_trim(ms_edi_get(s, 4, 1));
    bool of_bag = p->owner == PAX_OF_TRAVELLER && ms_edi_is(s, 1, 1, "BAG");
    if (of_bag && (!tag.n || no_tag(tag))) return;
    if (!of_bag || !is_tag(tag)) {
        ms_content_drop(p->c, MS_DROPPED_FREE_TEXT);
        return;
    }
    int64_t v = ms_number_begun(ms_str_trim(ms_edi_get(s, 4, 2)), MOST);
    uint32_t pieces = v > 0 ? (uint32_t)v : 0;
    ms_traveller *t = p->t;
    for (uint32_t i = 0; i < t->n_bags; i++)
        if (ms_str_eq(t->bags[i].tag, tag)) return;
    ms_bag *bag = t->n_bags ? &t->bags[0] : NULL;
    bool same = bag && !bag->tag.n && (!pieces || !bag->pieces || bag->pieces == pieces);
    if (!same) bag = pax_full(p, s, t->n_bags) ? NULL : MS_MORE(p->c, t, bags);
    if (!bag) return;
    bag->tag = tag;
    if (!bag->pieces) bag->pieces = pieces;
}

/* ---- the walk ------------------------------------------------------------ */

static void segment(paxlst *p, const ms_edi_segment *s)
{
    if (pax_mistaken(s) && pax_found(p, s)) return;
    switch (s->tag) {
    case MS_EDI_TAG('U', 'N', 'H'):
    case MS_EDI_TAG('U', 'I', 'H'):
    case MS_EDI_TAG('U', 'N', 'T'):
    case MS_EDI_TAG('U', 'I', 'T'): return;
    case MS_EDI_TAG('B', 'G', 'M'): bgm(p, s); return;
    case MS_EDI_TAG('N', 'A', 'D'): pax_nad(p, s); return;
    case MS_EDI_TAG('A', 'T', 'T'): att(p, s); return;
    case MS_EDI_TAG('D', 'T', 'M'): dtm(p, s); return;
    case MS_EDI_TAG('L', 'O', 'C'): loc(p, s); return;
    case MS_EDI_TAG('N', 'A', 'T'): nat(p, s); return;
    case MS_EDI_TAG('R', 'F', 'F'): rff(p, s); return;
    case MS_EDI_TAG('D', 'O', 'C'): doc(p, s); return;
    case MS_EDI_TAG('M', 'E', 'A'): mea(p, s); return;
    case MS_EDI_TAG('F', 'T', 'X'): ftx(p, s); return;
    case MS_EDI_TAG('G', 'E', 'I'): gei(p, s); return;
    case MS_EDI_TAG('E', 'M', 'P'): emp(p, s); return;
    case MS_EDI_TAG('C', 'O', 'M'): pax_com(p, s); return;
    case MS_EDI_TAG('C', 'T', 'A'): pax_cta(p, s); return;
    case MS_EDI_TAG('T', 'D', 'T'): pax_tdt(p, s); return;
    case MS_EDI_TAG('C', 'N', 'T'): cnt(p, s); return;
    case MS_EDI_TAG('C', 'P', 'I'): ms_content_drop(p->c, MS_DROPPED_PAYMENT); return;
    case MS_EDI_TAG('G', 'I', 'D'):
    case MS_EDI_TAG('Q', 'T', 'Y'):
    case MS_EDI_TAG('A', 'U', 'T'): ms_content_drop(p->c, MS_DROPPED_OTHER); return;
    default: break;
    }
    if (pax_found(p, s)) return;
    ms_content_odd(p->c, MS_ODDITY_PAX_SEGMENT, s, 0, 0);
    ms_content_drop(p->c, MS_DROPPED_UNKNOWN);
}

/* What the message as a whole lacks.  Counts are of the whole list. */
static void whole(paxlst *p)
{
    const ms_edi_item *item = p->c->item;
    const ms_edi_segment *first = &item->v[0];
    ms_manifest *m = p->m;
    int64_t passengers = p->counted[0], crew = p->counted[1];
    if (p->count)
        m->announced = (uint32_t)((passengers > 0 ? passengers : 0) + (crew > 0 ? crew : 0));
    if (item->part > 1 || item->more) return;
    if (!m->content.n) ms_content_odd(p->c, MS_ODDITY_PAX_BGM, first, 0, 0);
    if (!p->transport && !ms_str_eq(m->content, MS_STR("master_crew")))
        ms_content_odd(p->c, MS_ODDITY_PAX_TDT, first, 0, 0);
    bool one = m->part <= 1 && !ms_str_eq(item->header->position, MS_STR("C"));
    if (p->count && one && m->announced != m->n_travellers)
        ms_oddity_addf(&m->oddities, p->c->a,
                       ms_edi_place(MS_ODDITY_PAX_COUNT, p->count, 1, 1, 2),
                       "announced %u, counted %u", m->announced, m->n_travellers);
    if (!m->content.n) m->content = MS_STR("passengers");
    if (!m->action.n) m->action = MS_STR("report");
}

void ms_paxlst_read(ms_content *c)
{
    enum { MAY_HOLD_NAD = 5 };
    paxlst p = {.c = c, .m = c->m, .counted = {-1, -1}};
    const ms_edi_item *item = c->item;
    for (uint32_t i = 0; i < item->n && !c->rc; i++) {
        const ms_edi_segment *s = &item->v[i];
        bool bare = p.bare;
        p.next = i + 1 < item->n ? s + 1 : NULL;
        p.found = false;
        segment(&p, s);
        if (s->elements >= MAY_HOLD_NAD && !p.found) pax_glued(&p, s);
        if (bare) p.bare = false;
        if (s->tag != MS_EDI_TAG('N', 'A', 'D')) p.segments++;
    }
    pax_end(&p);
    whole(&p);
}
