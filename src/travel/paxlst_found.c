/* Travellers whose name segment lost a byte: its tag, its qualifier, a separator or the
 * terminator before it.  Nobody is lost for that. */
#include "travel/paxlst.h"

/* From the qualifier of NAD to the name: NAD+FL+++SMITH. */
enum { TO_NAME = 3, TAG_AND_CODE = 10 };

static bool ends_with(ms_str s, ms_str end)
{
    return s.n >= end.n && memcmp(s.p + s.n - end.n, end.p, end.n) == 0;
}

static const pax_party *traveller_party(ms_str code)
{
    const pax_party *party = code.n > 1 && code.n < 4 ? pax_party_of(code) : NULL;
    return party && party->of == PAX_OF_TRAVELLER ? party : NULL;
}

/* The party that what is left of a tag ends with: "NADXFL", "FL". */
static const pax_party *glued_party(ms_str text)
{
    for (size_t n = 3; n >= 2; n--) {
        if (text.n < n || text.n > TAG_AND_CODE) continue;
        const pax_party *party = traveller_party((ms_str){text.p + text.n - n, n});
        if (party) return party;
    }
    return NULL;
}

static bool begin(paxlst *p, const ms_edi_segment *s, const pax_party *party, unsigned name)
{
    ms_traveller *t = pax_start(p, s, true);
    if (!t) return true;
    t->role = ms_str_z(party ? party->role : "unknown");
    ms_content_odd(p->c, MS_ODDITY_PAX_NAD_DAMAGED, s, 0, 0);
    pax_names(p, s, name, 1);
    return true;
}

/* Whether a value is what is left of a qualifier or identifier and not a name: it stands apart
 * from the name, or has a digit. */
static bool remains(const ms_edi_value *v, unsigned next)
{
    return v->text.n < 2 || next >= v->element + 2u || ms_has_digit(v->text);
}

/* The name that stands alone behind the separator where its segment was cut. */
static bool cut_off(paxlst *p, const ms_edi_segment *s)
{
    bool own = s->tag && (!s->n || s->v[0].element < 2); /* the name reads as a tag */
    if (own) {
        p->t->sent_name = p->t->surname = ms_str_z(s->name);
        p->t->given = ms_str_trim(ms_edi_get(s, 0, 2));
    } else {
        uint32_t i = 0;
        while (i + 1 < s->n && remains(&s->v[i], s->v[i + 1].element)) i++;
        if (i == s->n) return false;
        pax_names(p, s, s->v[i].element, s->v[i].component);
    }
    p->unnamed = NULL;
    ms_content_odd(p->c, MS_ODDITY_PAX_NAD_DAMAGED, s, 0, 0);
    return true;
}

bool pax_found(paxlst *p, const ms_edi_segment *s)
{
    bool nad = s->tag == MS_EDI_TAG('N', 'A', 'D');
    for (uint32_t i = 0; i < s->n; i++) {
        const ms_edi_value *v = &s->v[i];
        if (v->element > (s->tag ? 1 : TO_NAME)) break;
        bool first = v->element == 0 && (!s->tag || nad);
        const pax_party *party = first ? glued_party(v->text) : traveller_party(v->text);
        if (!party || !ms_edi_get(s, v->element + TO_NAME, 1).n) continue;
        p->found = true;
        return begin(p, s, party, v->element + TO_NAME);
    }
    if (nad) return false;
    if (p->bare) {
        p->bare = false;
        ms_traveller *t = pax_start(p, s, true);
        if (!t) return true;
        t->role = MS_STR("unknown");
        return cut_off(p, s);
    }
    return p->unnamed && !(s->tag && p->party.n) && p->segments == 0 && cut_off(p, s);
}

bool pax_mistaken(const ms_edi_segment *s)
{
    return s->elements > TO_NAME && s->n > 1 && s->tag != MS_EDI_TAG('N', 'A', 'D') &&
           s->v[0].element == 1 && traveller_party(s->v[0].text) &&
           s->v[1].element == 1 + TO_NAME;
}

void pax_glued(paxlst *p, const ms_edi_segment *s)
{
    for (uint32_t i = 1; i < s->n; i++) {
        const ms_edi_value *v = &s->v[i];
        const pax_party *party = traveller_party(v->text);
        if (party && ends_with(v[-1].text, MS_STR("NAD")) && v->element == v[-1].element + 1 &&
            ms_edi_get(s, v->element + TO_NAME, 1).n)
            begin(p, s, party, v->element + TO_NAME);
    }
}
