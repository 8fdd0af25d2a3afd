/* Answers: what their codes mean, and one made from the message that is answered. */
#include <marsad/answer.h>

#include "base/ascii.h"
#include "travel/content.h"

/* Errors of a message that its answer names. */
enum { ERRORS_MAX = 20 };

static const struct {
    const char *key, *code, *text;
} verdicts[] = {
#define X(name, key, code, text) {key, code, text},
    MS_VERDICT_LIST(X)
#undef X
};

static const struct {
    const char *key, *code;
} kinds[] = {
#define X(name, key, code, what) {key, code},
    MS_ANSWER_LIST(X)
#undef X
};

const char *ms_verdict_name(ms_verdict v)
{
    return verdicts[v].key;
}

const char *ms_verdict_code(ms_verdict v)
{
    return verdicts[v].code;
}

const char *ms_answer_kind_name(ms_answer_kind k)
{
    return kinds[k].key;
}

const char *ms_answer_kind_code(ms_answer_kind k)
{
    return kinds[k].code;
}

bool ms_verdict_fits(ms_verdict v, ms_str code)
{
    enum { LONGEST = 8 }; /* 9321, an..8 */
    if (!code.n || code.n > LONGEST || v == MS_VERDICT_UNKNOWN) return false;
    for (size_t i = 0; i < code.n; i++)
        if (!ms_is_digit(code.p[i]) && !ms_is_upper(code.p[i])) return false;
    return (code.p[0] == '0') == (v == MS_VERDICT_BOARD) &&
           (code.p[0] == '1') == (v == MS_VERDICT_DO_NOT_BOARD);
}

void ms_answer_judge(ms_answer_traveller *t, ms_verdict verdict)
{
    t->verdict = verdict;
    t->text = ms_str_z(verdicts[verdict].text);
}

/* ---- made from a message ------------------------------------------------ */

/* `s`, where it can be given back to whoever sent it. */
static ms_str given_back(ms_str s)
{
    if (s.n > MS_ANSWER_REFERENCE) return (ms_str){0};
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f) return (ms_str){0};
    return s;
}

static bool ascii(ms_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] > 0x7e) return false;
    return true;
}

static ms_edi_party party_back(ms_edi_party p)
{
    return (ms_edi_party){given_back(p.id), given_back(p.qualifier), given_back(p.internal)};
}

/* The header, also where there is none. */
static const ms_edi_header *header_of(const ms_edi_item *asked)
{
    static const ms_edi_header none = {0};
    return asked->header ? asked->header : &none;
}

/* The number that the sender gave the transaction (RFF+TN), or else the message. */
static ms_str transaction(const ms_edi_item *asked)
{
    for (uint32_t i = 0; i < asked->n && asked->v[i].tag != MS_EDI_TAG('N', 'A', 'D'); i++)
        if (asked->v[i].tag == MS_EDI_TAG('R', 'F', 'F') && ms_edi_is(&asked->v[i], 1, 1, "TN"))
            return given_back(ms_edi_get(&asked->v[i], 1, 2));
    return given_back(header_of(asked)->reference);
}

static void make_envelope(const ms_edi_item *asked, ms_str now, ms_str reference,
                          ms_answer *out)
{
    const ms_edi_interchange *i = asked->interchange;
    const ms_edi_header *h = header_of(asked);
    bool list = ms_str_eq(h->type, MS_STR("PAXLST")) && ms_str_eq(h->version, MS_STR("D"));
    bool century = i->date.n == 8; /* as the sender writes it */
    /* ISO 9735-3: who responds in a dialogue names it as its initiator does */
    ms_str dialogue = i->interactive ? given_back(i->reference) : (ms_str){0};
    *out = (ms_answer){.kind = MS_ANSWER_REPLY,
                       .sender = party_back(i->recipient),
                       .recipient = party_back(i->sender),
                       .date = {now.p + (century ? 0 : 2), century ? 8 : 6},
                       .time = {now.p + 8, 4},
                       .interchange = dialogue.n ? dialogue : reference,
                       .syntax = i->syntax,
                       .version = i->version,
                       .interactive = i->interactive,
                       .test = i->test,
                       .group = asked->group ? reference : (ms_str){0},
                       .reference = reference,
                       .release = list ? given_back(h->release) : MS_STR("05B"),
                       .association = given_back(h->association),
                       .access = given_back(h->access),
                       .part = h->sequence.n ? 1 : 0,
                       .last = h->sequence.n != 0,
                       .transaction = transaction(asked)};
}

static ms_rc make_legs(const ms_manifest *m, ms_arena *a, ms_answer *out)
{
    static const ms_leg none = {
        .departs = {.minute = MS_MINUTE_UNKNOWN, .offset = MS_OFFSET_UNKNOWN},
        .arrives = {.minute = MS_MINUTE_UNKNOWN, .offset = MS_OFFSET_UNKNOWN}};
    if (!m->n_legs && !m->number.n) return MS_OK;
    out->n_legs = m->n_legs ? m->n_legs : 1;
    out->legs = ms_arena_array(a, out->n_legs, sizeof *out->legs);
    if (!out->legs) return MS_ENOMEM;
    for (uint32_t i = 0; i < out->n_legs; i++) {
        const ms_leg *l = m->n_legs ? &m->legs[i] : &none;
        ms_str carrier = l->carrier.n ? l->carrier : m->carrier;
        ms_str flight = ms_arena_strf(a, "%.*s%.*s", MS_FMT(carrier),
                                      MS_FMT(l->number.n ? l->number : m->number));
        if (!flight.p) return MS_ENOMEM;
        out->legs[i] = (ms_answer_leg){.flight = given_back(flight),
                                       .departs = l->departs,
                                       .arrives = l->arrives,
                                       .from = given_back(l->from),
                                       .to = given_back(l->to)};
    }
    return MS_OK;
}

static ms_rc make_errors(const ms_oddities *o, ms_arena *a, ms_answer *out)
{
    for (uint32_t i = 0; i < o->n && out->n_errors < ERRORS_MAX; i++) {
        if (ms_oddity_severity(o->v[i].code) != MS_SEVERITY_ERROR) continue;
        unsigned code = ms_oddity_contrl(o->v[i].code);
        ms_content c = {.a = a};
        ms_answer_error *e = ms_content_add(&c, &out->errors, &out->n_errors, sizeof *e);
        if (!e) return MS_ENOMEM;
        *e = (ms_answer_error){.code = ms_arena_strf(a, "%u", code ? code : 18),
                               .tag = ms_arena_str(a, ms_str_z(o->v[i].tag)),
                               .segment = o->v[i].segment,
                               .text = ms_str_z(ms_oddity_text(o->v[i].code))};
        if (!e->code.p || !e->tag.p) return MS_ENOMEM;
    }
    return MS_OK;
}

static ms_rc make_travellers(const ms_manifest *m, ms_arena *a, ms_answer *out)
{
    out->n_travellers = m->n_travellers;
    out->travellers = ms_arena_array(a, m->n_travellers, sizeof *out->travellers);
    if (!out->travellers) return MS_ENOMEM;
    for (uint32_t i = 0; i < m->n_travellers; i++) {
        const ms_traveller *t = &m->travellers[i];
        ms_answer_traveller *to = &out->travellers[i];
        to->locator = given_back(t->locator);
        to->reference = given_back(t->reference);
        if (!to->locator.n && t->booking && t->booking <= m->n_bookings)
            to->locator = given_back(m->bookings[t->booking - 1].locator);
        if (!to->reference.n) to->number = i + 1;
        ms_answer_judge(to, MS_VERDICT_REFER);
    }
    return MS_OK;
}

/* Whatever is not ASCII needs a character set that has it. */
static void choose_set(ms_answer *x)
{
    bool plain = ascii(x->sender.id) && ascii(x->sender.qualifier) && ascii(x->sender.internal);
    plain = plain && ascii(x->recipient.id) && ascii(x->recipient.qualifier);
    plain = plain && ascii(x->recipient.internal) && ascii(x->association);
    plain = plain && ascii(x->access) && ascii(x->transaction) && ascii(x->release);
    for (uint32_t i = 0; i < x->n_legs; i++)
        plain =
            plain && ascii(x->legs[i].flight) && ascii(x->legs[i].from) && ascii(x->legs[i].to);
    for (uint32_t i = 0; i < x->n_travellers; i++)
        plain = plain && ascii(x->travellers[i].locator) && ascii(x->travellers[i].reference);
    if (!plain || !ascii(x->syntax) || x->syntax.n != 4) {
        x->syntax = plain ? MS_STR("UNOA") : MS_STR("UNOY"); /* UTF-8 */
        if (!plain) x->version = 4;
    }
}

ms_rc ms_answer_make(const ms_edi_item *asked, const ms_manifest *m, ms_str now,
                     ms_str reference, ms_arena *a, ms_answer *out)
{
    make_envelope(asked, now, reference, out);
    ms_rc rc = make_legs(m, a, out);
    if (!rc) rc = make_errors(&m->oddities, a, out);
    if (!rc) rc = make_travellers(m, a, out);
    if (!rc) choose_set(out);
    return rc;
}
