/* From a flight to bytes: messages, envelopes, dialects. */
#include <stdio.h>

#include "travel/traffic_edit.h"
#include "travel/write.h"

/* A dialect: what differs from the plain one. */
typedef struct dialect {
    const char *syntax; /* "UNOA" */
    uint8_t version;
    traffic_script script;
    ms_edi_marks marks;
    ms_write_style style;
    bool lines, group, several, interactive;
    uint32_t part; /* travellers of a part; 0: all */
    void (*edit)(const traffic_segments *s, ms_out *o);
    void (*wrap)(ms_str bytes, ms_str carrier, ms_out *o); /* all of a flight */
} dialect;

static const dialect dialects[MS_TRAFFIC_DIALECTS] = {
    [MS_TRAFFIC_PLAIN] = {.syntax = "UNOA"},
    [MS_TRAFFIC_UNA] = {.syntax = "UNOB", .marks = {'|', ';', ',', '\\', '*', '~'}},
    [MS_TRAFFIC_LINES] = {.syntax = "UNOA", .lines = true},
    [MS_TRAFFIC_TYPE_B] = {.syntax = "UNOA", .wrap = traffic_type_b},
    [MS_TRAFFIC_GROUPS] = {.syntax = "UNOA", .group = true},
    [MS_TRAFFIC_SEVERAL] = {.syntax = "UNOA", .several = true},
    [MS_TRAFFIC_PARTS] = {.syntax = "UNOA", .part = 25},
    [MS_TRAFFIC_UNTRAILED] = {.syntax = "UNOA", .edit = traffic_untrail},
    [MS_TRAFFIC_MISCOUNTED] = {.syntax = "UNOA", .edit = traffic_miscount},
    [MS_TRAFFIC_TWO_DIGITS] = {.syntax = "UNOA", .style = {.two_digits = true}},
    [MS_TRAFFIC_ONE_NAME] = {.syntax = "UNOA", .style = {.name = MS_WRITE_ONE}},
    [MS_TRAFFIC_GIVEN_APART] = {.syntax = "UNOA", .style = {.name = MS_WRITE_GIVEN_APART}},
    [MS_TRAFFIC_WORDY] = {.syntax = "UNOA", .style = {.wordy = true}},
    [MS_TRAFFIC_SYNTAX3] = {.syntax = "UNOB", .version = 3},
    [MS_TRAFFIC_UNOC] = {.syntax = "UNOC", .version = 3, .script = TRAFFIC_LATIN1},
    [MS_TRAFFIC_UNOE] = {.syntax = "UNOE", .version = 3, .script = TRAFFIC_CYRILLIC},
    [MS_TRAFFIC_UNOY] = {.syntax = "UNOY", .script = TRAFFIC_ANY},
    /* ISO 9735:1988 §5.1.2: IS1 between components, IS3 between elements, IS4 behind segments
     */
    [MS_TRAFFIC_LEVEL_B] = {.syntax = "UNOB",
                            .version = 1,
                            .marks = {'\x1f', '\x1d', '.', 0, 0, '\x1c'}},
    [MS_TRAFFIC_REPEATS] = {.syntax = "UNOB", .style = {.repeats = true}},
    [MS_TRAFFIC_INTERACTIVE] = {.syntax = "UNOA", .interactive = true},
    [MS_TRAFFIC_BLOCKS] = {.syntax = "UNOA", .edit = traffic_feed, .wrap = traffic_blocks},
    [MS_TRAFFIC_MAIL] = {.syntax = "UNOA", .lines = true, .wrap = traffic_mail},
};

const char *ms_traffic_dialect_name(ms_traffic_dialect d)
{
    static const char *const names[] = {
#define X(name, text, what) text,
        MS_TRAFFIC_DIALECT_LIST(X)
#undef X
    };
    return names[d];
}

/* ---- messages ----------------------------------------------------------- */

/* What is being made. */
typedef struct making {
    traffic_flight f;
    const dialect *d;
    ms_manifest *v;
    uint32_t n;
    ms_edi_writer *w;
    ms_edi_marks marks; /* of the interchange */
    uint32_t interchanges;
    ms_diag *diag;
} making;

/* Each flight has a list of passengers and one of the crew; one of eight a change of it, one of
 * eight a close. */
static ms_rc make_messages(making *k, ms_traffic_kind kind)
{
    traffic_flight *f = &k->f;
    bool lists = kind == MS_TRAFFIC_PAXLST || kind == MS_TRAFFIC_BOTH;
    uint32_t parts = k->d->part ? (f->people + k->d->part - 1) / k->d->part : 1;
    k->v = ms_arena_array(f->a, parts + 4, sizeof *k->v);
    if (!k->v) return MS_ENOMEM;
    if (kind != MS_TRAFFIC_PAXLST) k->v[k->n++] = traffic_bookings(f);
    for (uint32_t i = 0; lists && i < parts; i++) k->v[k->n++] = traffic_list(f, i, parts);
    if (lists) k->v[k->n++] = traffic_crew(f);
    if (lists && ms_chance_in(&f->c, 125)) k->v[k->n++] = traffic_change(f);
    if (lists && ms_chance_in(&f->c, 125)) k->v[k->n++] = traffic_close(f);
    for (uint32_t i = 0; i < k->n; i++) k->v[i].reference = traffic_text(f, "%u", i + 1);
    return f->failed ? MS_ENOMEM : MS_OK;
}

/* ---- envelopes ---------------------------------------------------------- */

static void open(making *k, const ms_manifest *m)
{
    traffic_flight *f = &k->f;
    const ms_date *day = &f->sent.day.date;
    ms_edi_interchange i = {.version = k->d->version,
                            .marks = k->d->marks,
                            .interactive = k->d->interactive,
                            .syntax = ms_str_z(k->d->syntax),
                            .sender = {.id = m->sender},
                            .recipient = {.id = m->recipient}};
    bool old = k->d->version && k->d->version < 4;
    i.date = traffic_text(f, old ? "%02u%02u%02u" : "%u%02u%02u",
                          old ? day->year % 100u : day->year, day->month, day->day);
    i.time = traffic_text(f, "%02d%02d", f->sent.minute / 60, f->sent.minute % 60);
    i.reference =
        traffic_text(f, "%09u", (unsigned)(f->id * 8 + ++k->interchanges) % 1000000000u);
    ms_edi_write_open(k->w, &i);
    if (!k->d->group) return;
    bool lists = ms_str_eq(m->type, MS_STR("PAXLST"));
    ms_edi_group g = {.type = m->type,
                      .sender = i.sender,
                      .recipient = i.recipient,
                      .date = i.date,
                      .time = i.time,
                      .reference = i.reference,
                      .agency = lists ? MS_STR("UN") : MS_STR("IA")};
    ms_write_release(m->release, &g.version, &g.release);
    ms_edi_write_group(k->w, &g);
}

static void close(making *k)
{
    if (k->d->group) ms_edi_write_group_end(k->w);
    ms_edi_write_close(k->w);
}

/* Whether an interchange begins at message `i`. */
static bool apart(const making *k, uint32_t i)
{
    return !i || k->d->several || !ms_str_eq(k->v[i].type, k->v[i - 1].type);
}

static ms_rc write_messages(making *k, ms_str *bytes)
{
    ms_rc rc = MS_OK;
    ms_edi_write_lines(k->w, k->d->lines);
    for (uint32_t i = 0; i < k->n && !rc; i++) {
        if (apart(k, i)) open(k, &k->v[i]);
        rc = ms_manifest_write_as(k->w, &k->v[i], &k->d->style, k->diag);
        if (i + 1 == k->n || apart(k, i + 1)) close(k);
    }
    return rc ? rc : ms_edi_write_take(k->w, bytes, k->diag);
}

/* ---- what becomes of the bytes ------------------------------------------ */

static ms_rc edit(making *k, ms_str bytes, ms_traffic *out)
{
    static const ms_edi_marks usual = {':', '+', '.', '?', 0, '\''};
    const ms_traffic_plan *plan = k->f.plan;
    traffic_segments s;
    ms_out o = {0}, end = {0};
    ms_rc rc = traffic_cut(bytes, k->d->marks.end ? &k->d->marks : &usual, k->f.a, &s);
    if (rc) return rc;
    if (ms_chance_in(&k->f.c, plan->faults)) out->fault = traffic_fault(&s, &k->f.c, &o);
    else if (k->d->edit) k->d->edit(&s, &o);
    else ms_out_raw(&o, bytes);
    if (k->d->wrap) k->d->wrap(ms_out_str(&o), k->f.carrier, &end);
    bool failed = o.failed || end.failed;
    out->bytes = ms_arena_str(k->f.a, ms_out_str(k->d->wrap ? &end : &o));
    ms_out_free(&o);
    ms_out_free(&end);
    return failed || !out->bytes.p ? MS_ENOMEM : MS_OK;
}

/* ---- zones -------------------------------------------------------------- */

/* The words of a name as a zone's components, as many as a zone has room for. */
static uint8_t words(ms_str s, ms_str *to)
{
    uint8_t n = 0;
    for (size_t i = 0, from = 0; i <= s.n && n < MS_MRZ_PARTS; i++) {
        if (i < s.n && s.p[i] != ' ' && s.p[i] != '-') continue;
        if (i > from) to[n++] = (ms_str){s.p + from, i - from};
        from = i + 1;
    }
    return n;
}

/* A misread character: the last one of the number becomes its neighbour, whose check digit is
 * another (9303-3 §4.9). */
static void misread(ms_str line, ms_str number)
{
    char *at = memmem(line.p, line.n, number.p, number.n);
    if (!at) return;
    at += number.n - 1;
    *at = *at == '9' ? '0' : *at == 'Z' ? 'A' : (char)(*at + 1);
}

static ms_mrz_format format_of(const ms_travel_document *d)
{
    return *d->type.p == 'I' ? MS_MRZ_TD1 : *d->type.p == 'V' ? MS_MRZ_MRVA : MS_MRZ_TD3;
}

static ms_rc write_zone(making *k, const traffic_person *p, const ms_travel_document *d,
                        bool wrong, ms_out *o)
{
    ms_mrz m = {.format = format_of(d),
                .code = d->type,
                .issuer = d->issuer,
                .nationality = p->nationality,
                .number = d->number,
                .birth = {.date = p->birth},
                .expiry = {.date = d->expires.date},
                .sex = p->sex.p[0]};
    ms_str line[MS_MRZ_LINES];
    m.n_surname = words(p->surname, m.surname);
    m.n_given = words(p->given, m.given);
    ms_rc rc = ms_mrz_write(&m, k->f.a, line, k->diag);
    for (uint32_t i = 0; !rc && i < MS_MRZ_LINES && line[i].n; i++) {
        if (wrong) misread(line[i], d->number);
        ms_out_raw(o, line[i]);
        ms_out_lit(o, "\n");
    }
    ms_out_lit(o, "\n");
    return rc;
}

/* What a zone says, one manifest a document. */
static ms_rc say_zone(making *k, const traffic_person *p, ms_travel_document *d, ms_manifest *m)
{
    ms_traveller *t = ms_arena_alloc(k->f.a, sizeof *t);
    if (!t) return MS_ENOMEM;
    *t = (ms_traveller){.surname = p->surname,
                        .given = p->given,
                        .birth = {.date = p->birth},
                        .sex = p->sex,
                        .nationality = p->nationality,
                        .documents = d,
                        .n_documents = 1};
    *m = (ms_manifest){.type = MS_STR("MRZ"),
                       .content = MS_STR("document"),
                       .travellers = t,
                       .n_travellers = 1};
    return MS_OK;
}

/* The zones of a person's documents; the fault is in the first of a flight. */
static ms_rc make_zones_of(making *k, traffic_person *p, bool fault, ms_out *o)
{
    for (uint32_t i = 0; i < p->documents; i++) {
        bool wrong = fault && !k->n;
        ms_rc rc = say_zone(k, p, &p->document[i], &k->v[k->n++]);
        if (!rc) rc = write_zone(k, p, &p->document[i], wrong, o);
        if (rc) return rc;
    }
    return MS_OK;
}

static ms_rc make_zones(making *k, ms_traffic *out)
{
    enum { MOST = sizeof k->f.person->document / sizeof *k->f.person->document };
    ms_out o = {0};
    ms_rc rc = MS_OK;
    k->v = ms_arena_array(k->f.a, (size_t)k->f.people * MOST, sizeof *k->v);
    if (!k->v) return MS_ENOMEM;
    bool fault = ms_chance_in(&k->f.c, k->f.plan->faults);
    for (uint32_t i = 0; i < k->f.people && !rc; i++)
        rc = make_zones_of(k, &k->f.person[i], fault, &o);
    if (fault && k->n) out->fault = "check_digit";
    if (!rc && o.failed) rc = MS_ENOMEM;
    if (!rc) out->bytes = ms_arena_str(k->f.a, ms_out_str(&o));
    if (!rc && !out->bytes.p) rc = MS_ENOMEM;
    ms_out_free(&o);
    return rc;
}

/* ---- a flight ----------------------------------------------------------- */

static bool holds(const ms_traffic_plan *p)
{
    return p->kind < MS_TRAFFIC_KINDS && p->dialect < MS_TRAFFIC_DIALECTS &&
           p->faults <= 1000 && p->bearing <= 1000 && (p->bearers || !p->bearing) &&
           p->passengers <= 1000000;
}

ms_rc ms_traffic_make(const ms_traffic_plan *plan, uint64_t number, ms_arena *a,
                      ms_traffic *out, ms_diag *d)
{
    making k = {.diag = d};
    ms_str bytes = {0};
    *out = (ms_traffic){.dialect = plan->dialect};
    if (!holds(plan)) return ms_fail(d, MS_EINVAL, 0, 0, "a plan of traffic that cannot be");
    if (plan->dialect == MS_TRAFFIC_MIXED) {
        ms_chance c = ms_chance_at(plan->seed, 1, number);
        out->dialect = (ms_traffic_dialect)ms_chance_below(&c, MS_TRAFFIC_MIXED);
    }
    bool zones = plan->kind == MS_TRAFFIC_MRZ;
    k.d = &dialects[zones ? MS_TRAFFIC_PLAIN : out->dialect];
    ms_rc rc = traffic_flight_make(&k.f, plan, number, k.d->script, a);
    if (!rc && zones) rc = make_zones(&k, out);
    else if (!rc) {
        k.w = ms_edi_writer_new();
        rc = k.w ? make_messages(&k, plan->kind) : MS_ENOMEM;
        if (!rc) rc = write_messages(&k, &bytes);
        if (!rc) rc = edit(&k, bytes, out);
        ms_edi_writer_free(k.w);
    }
    if (rc) return rc == MS_ENOMEM ? ms_fail(d, rc, 0, 0, "no memory for a flight") : rc;
    out->v = k.v;
    out->n = k.n;
    return MS_OK;
}
