/* Parties: travellers, with their names and addresses, and the office of the sender. */
#include "travel/names.h"
#include "travel/paxlst.h"

/* C080, C058, C059: components of a name, lines of an address. */
enum { PARTS = 5 };

/* Places in NAD (EDSD D.21B). */
enum { PARTY = 1, ID, LINES, NAME, STREET, CITY, REGION, POSTCODE, COUNTRY };

/* ---- texts --------------------------------------------------------------- */

/* The components of an element, without blanks around; how many up to the last one. */
static unsigned components(const ms_edi_segment *s, unsigned element, unsigned first,
                           ms_str part[PARTS])
{
    unsigned n = 0;
    memset(part, 0, PARTS * sizeof *part);
    for (uint32_t i = 0; i < s->n && s->v[i].element <= element; i++) {
        const ms_edi_value *v = &s->v[i];
        unsigned at = v->component - first;
        if (v->element != element || v->repetition != 1 || v->component < first || at >= PARTS)
            continue;
        part[at] = ms_str_trim(v->text);
        if (part[at].n) n = at + 1;
    }
    return n;
}

/* ---- names --------------------------------------------------------------- */

/* A title that says more than a title. */
static const pax_word ages[] = {{"INF", "infant"}, {"CHD", "child"}};

static void name_title(ms_traveller *t)
{
    ms_str given, title;
    ms_name_title(t->given, &given, &title);
    if (!title.n) return;
    t->given = given;
    t->title = title;
    for (size_t i = 0; i < sizeof ages / sizeof *ages; i++)
        if (ms_str_eq(title, ms_str_z(ages[i].code)) && ms_str_eq(t->role, MS_STR("passenger")))
            t->role = ms_str_z(ages[i].word);
}

/* "SMITH/JOHN": a name of a booking in one component. */
static void divide(ms_traveller *t)
{
    const char *slash = t->surname.n ? memchr(t->surname.p, '/', t->surname.n) : NULL;
    if (!slash) return;
    size_t at = (size_t)(slash - t->surname.p);
    t->given = ms_str_trim((ms_str){slash + 1, t->surname.n - at - 1});
    t->surname = ms_str_trim((ms_str){t->surname.p, at});
}

static void set_names(paxlst *p, const ms_edi_segment *s, unsigned element, ms_str *part,
                      unsigned n)
{
    ms_traveller *t = p->t;
    if (!n) return;
    t->sent_name = ms_content_join(p->c, part, n, ":");
    if (ms_name_nobody(part[0])) {
        ms_content_odd(p->c, MS_ODDITY_PAX_NAME_LATER, s, element, 1);
        return;
    }
    t->surname = part[0];
    t->given = ms_content_join_full(p->c, part + 1, n - 1, " ");
    if (n == 1) divide(t);
    name_title(t);
}

void pax_names(paxlst *p, const ms_edi_segment *s, unsigned element, unsigned first)
{
    ms_str part[PARTS];
    set_names(p, s, element, part, components(s, element, first, part));
}

/* C058: a name in lines, and perhaps the address.  Two or three lines without a digit are the
 * parts of a name that slipped out of its element; of others only the first is kept. */
static void lines(paxlst *p, const ms_edi_segment *s)
{
    ms_str part[PARTS];
    unsigned n = components(s, LINES, 1, part);
    if (!n) return;
    bool name = n <= 3;
    for (unsigned i = 0; i < n; i++) name &= !ms_has_digit(part[i]);
    ms_content_odd(p->c, MS_ODDITY_PAX_NAME_LINES, s, LINES, 1);
    if (!name) {
        for (unsigned i = 1; i < n; i++) ms_content_drop(p->c, MS_DROPPED_FREE_TEXT);
        n = 1;
    }
    set_names(p, s, LINES, part, n);
}

static void address(paxlst *p, const ms_edi_segment *s)
{
    ms_str street[PARTS], part[PARTS];
    unsigned n = components(s, STREET, 1, street);
    ms_contact x = {.kind = MS_STR("address"),
                    .value = ms_content_join_full(p->c, street, n, " ")};
    x.city = ms_str_trim(ms_edi_get(s, CITY, 1));
    components(s, REGION, 1, part);
    x.region = part[0].n ? part[0] : part[3]; /* C819: code, or name */
    x.postcode = ms_str_trim(ms_edi_get(s, POSTCODE, 1));
    x.country = ms_str_trim(ms_edi_get(s, COUNTRY, 1));
    if (!(x.value.n || x.city.n || x.region.n || x.postcode.n || x.country.n)) return;
    ms_contact *to = MS_MORE(p->c, p->t, contacts);
    if (to) *to = x;
}

/* ---- parties ------------------------------------------------------------- */

/* Whether what follows a party of an unknown kind is told of people. */
static bool personal_next(const paxlst *p)
{
    if (!p->next) return false;
    switch (p->next->tag) {
    case MS_EDI_TAG('A', 'T', 'T'):
    case MS_EDI_TAG('N', 'A', 'T'):
    case MS_EDI_TAG('D', 'O', 'C'):
    case MS_EDI_TAG('E', 'M', 'P'): return true;
    case MS_EDI_TAG('D', 'T', 'M'): return ms_edi_is(p->next, 1, 1, "329");
    default: return false;
    }
}

/* Whether an element reads like a name and not like a number, a code or a street. */
static bool like_name(const ms_edi_segment *s, unsigned element, unsigned least)
{
    ms_str part[PARTS];
    unsigned n = components(s, element, 1, part);
    for (unsigned i = 0; i < n; i++)
        if (ms_has_digit(part[i])) return false;
    return n >= least && part[0].n > 1;
}

/* The element that the name stands in.  Where a separator before it is broken, that is the
 * place of the lines, of the identifier or of the street: the standard has only one of these
 * without digits beside a name. */
static unsigned name_at(const ms_edi_segment *s, bool broken)
{
    ms_str part[PARTS];
    unsigned in_place = components(s, NAME, 1, part);
    if (in_place > 1) return NAME;
    if (like_name(s, LINES, in_place && !ms_has_digit(part[0]) ? 2 : 1)) return LINES;
    if (like_name(s, ID, 2)) return ID;
    if (in_place) return NAME;
    if (like_name(s, STREET, broken ? 1 : 2)) return STREET;
    if (components(s, LINES, 1, part)) return LINES;
    return like_name(s, ID, 1) ? ID : NAME;
}

/* A name that stands behind a separator which was read as part of the identifier, or of any
 * value where there is no name. */
static bool behind_mark(paxlst *p, const ms_edi_segment *s)
{
    char mark = p->c->item->interchange->marks.element;
    for (uint32_t i = 0; i < s->n; i++) {
        ms_str t = s->v[i].text;
        if (p->t->sent_name.n && s->v[i].element != ID) continue;
        const char *at = memrchr(t.p, mark, t.n);
        size_t n = at ? t.n - (size_t)(at + 1 - t.p) : 0;
        if (n < 2) continue;
        p->t->sent_name = p->t->surname = (ms_str){at + 1, n};
        return true;
    }
    return false;
}

/* What a traveller is called, and where he lives. */
static void called(paxlst *p, const ms_edi_segment *s, bool known)
{
    unsigned at = name_at(s, !known);
    if (at != ID) p->party = ms_str_trim(ms_edi_get(s, ID, 1));
    if (at == LINES) lines(p, s);
    else pax_names(p, s, at, 1);
    bool odd = at != NAME && at != LINES;
    if (s->n > 1 && behind_mark(p, s)) odd = true;
    if (odd) ms_content_odd(p->c, MS_ODDITY_PAX_NAD_DAMAGED, s, 0, 0);
    if (at == NAME && s->elements >= STREET) address(p, s);
    if (!p->t->sent_name.n) p->unnamed = s;
}

static void traveller(paxlst *p, const ms_edi_segment *s, const pax_party *party)
{
    ms_traveller *t = pax_start(p, s, true);
    if (!t) return;
    t->role = ms_str_z(party ? party->role : "unknown");
    if (party && party->status && !t->status.n) t->status = ms_str_z(party->status);
    called(p, s, party);
}

static void office(paxlst *p, const ms_edi_segment *s)
{
    ms_str part[PARTS];
    unsigned n = components(s, NAME, 1, part);
    if (!n) n = components(s, LINES, 1, part);
    if (!n) n = components(s, ID, 1, part) ? 1 : 0;
    pax_end(p);
    p->owner = PAX_OF_OFFICE;
    ms_contact *to = n ? MS_MORE(p->c, p->m, contacts) : NULL;
    if (!to) return;
    *to = (ms_contact){.kind = MS_STR("office"),
                       .value = ms_content_join_full(p->c, part, n, " ")};
}

void pax_nad(paxlst *p, const ms_edi_segment *s)
{
    ms_str code = ms_edi_get(s, PARTY, 1);
    const pax_party *party = pax_party_of(code);
    if (!s->n) {
        pax_end(p);
        p->bare = true;
        ms_content_odd(p->c, MS_ODDITY_PAX_NAD_DAMAGED, s, 0, 0);
    } else if (party && party->of == PAX_OF_TRAVELLER) {
        traveller(p, s, party);
    } else if (party && party->of == PAX_OF_OFFICE) {
        office(p, s);
    } else if (party && !(p->transport && (ms_edi_get(s, NAME, 2).n || personal_next(p)))) {
        pax_end(p);
        p->owner = PAX_OF_NOBODY;
        ms_content_drop(p->c, MS_DROPPED_OTHER);
    } else if (pax_found(p, s)) {
        return;
    } else if (p->transport || p->m->n_travellers || personal_next(p)) {
        ms_content_odd(p->c, MS_ODDITY_PAX_PARTY, s, PARTY, 1);
        traveller(p, s, NULL);
    } else {
        pax_end(p);
        p->owner = PAX_OF_NOBODY;
        ms_content_odd(p->c, MS_ODDITY_PAX_QUALIFIER, s, PARTY, 1);
        ms_content_drop(p->c, MS_DROPPED_UNKNOWN);
    }
}

/* ---- contacts ------------------------------------------------------------ */

/* Whether contacts are of somebody who is kept. */
static bool reachable(const paxlst *p)
{
    return p->owner != PAX_OF_NOBODY && p->owner != PAX_OF_JOURNEY;
}

void pax_cta(paxlst *p, const ms_edi_segment *s)
{
    ms_str name = ms_str_trim(ms_edi_get(s, 2, 2));
    if (!name.n || p->owner == PAX_OF_TRAVELLER || !reachable(p)) {
        ms_content_drop(p->c, MS_DROPPED_OTHER);
        return;
    }
    ms_contact *to = MS_MORE(p->c, p->m, contacts);
    if (to) *to = (ms_contact){.kind = MS_STR("office"), .value = name};
}

static bool letter(char c)
{
    return ms_is_letter(c) || (unsigned char)c >= 0x80;
}

/* Whether it may be the number of a telephone: digits, and what stands between them; no word
 * but an extension's mark. */
static bool is_number(ms_str v)
{
    enum { LONGEST = 40, MARK = 3 };
    size_t digits = 0, word = 0;
    for (size_t i = 0; i < v.n; i++) {
        digits += ms_is_digit(v.p[i]);
        word = letter(v.p[i]) ? word + 1 : 0;
        if (word > MARK) return false;
    }
    return digits && v.n <= LONGEST;
}

/* Whether it may be an address of mail (RFC 5321): where the character set has no @, carriers
 * write .AT. or (A). */
static bool is_mail(ms_str v)
{
    enum { LONGEST = 254 };
    static const ms_str ats[] = {{"@", 1}, {".AT.", 4}, {"(AT)", 4}, {"(A)", 3}, {" AT ", 4}};
    bool at = false;
    for (size_t i = 0; i < sizeof ats / sizeof *ats; i++)
        at |= v.n > ats[i].n && memmem(v.p + 1, v.n - 1, ats[i].p, ats[i].n);
    return at && memchr(v.p, '.', v.n) && v.n <= LONGEST;
}

/* What a text is that its channel says is `kind`, or "", not said; NULL: it is free text. */
static const char *contact_kind(const char *kind, ms_str v)
{
    bool mail = !strcmp(kind, "email");
    if (!*kind) return is_mail(v) ? "email" : is_number(v) ? "phone" : NULL;
    return (mail ? is_mail(v) : is_number(v)) ? kind : NULL;
}

void pax_com(paxlst *p, const ms_edi_segment *s)
{
    if (!reachable(p)) {
        ms_content_drop(p->c, MS_DROPPED_OTHER);
        return;
    }
    uint32_t told = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        const ms_edi_value *v = &s->v[i];
        if (v->component != 1) continue;
        if (pax_full(p, s, told++)) return;
        ms_str value = ms_str_trim(v->text), code = ms_edi_rep(s, v->element, v->repetition, 2);
        const char *kind = code.n ? pax_channel(code) : "";
        if (!value.n) continue;
        if (!kind) {
            ms_content_odd(p->c, MS_ODDITY_PAX_CODE, s, v->element, 2);
            ms_content_drop(p->c, MS_DROPPED_UNKNOWN);
            continue;
        }
        if (!(kind = contact_kind(kind, value))) {
            ms_content_drop(p->c, MS_DROPPED_FREE_TEXT);
            continue;
        }
        ms_contact *to = p->owner == PAX_OF_TRAVELLER ? MS_MORE(p->c, p->t, contacts)
                                                      : MS_MORE(p->c, p->m, contacts);
        if (to) *to = (ms_contact){.kind = ms_str_z(kind), .value = value};
    }
}
