#include "gen_query.h"

#include <stdlib.h>

#include <marsad/name.h>

typedef enum query_kind {
    EXACT,
    TYPO,
    SWAPPED,
    MISSING,
    INITIAL,
    JOINED,
    SCRIPT,
    BIRTH_YEAR,
    BIRTH_SWAPPED,
    DOCUMENT,
    TRAVELLER
} query_kind;

const char *const gen_mix_kinds[GEN_MIX_KINDS + 1] = {
    "exact",  "typo",       "swapped",       "missing",  "initial",   "joined",
    "script", "birth-year", "birth-swapped", "document", "traveller", NULL};

const char gen_query_header[] =
    "id,schema,name,birth_date,sex,nationality,document,kind,expected\n";

/* What a query says. */
typedef struct query {
    const char *schema;
    gen_text name;
    int32_t birth;
    bool has_birth, swap_birth;
    const char *sex;
    ms_str country;
    gen_text document, expected;
} query;

void gen_mix_default(gen_mix_shares *m)
{
    static const gen_mix_shares usual = {{40, 60, 25, 25, 20, 20, 30, 15, 15, 20, 730}};
    *m = usual;
}

bool gen_mix_set(gen_mix_shares *m, const char *s)
{
    gen_mix_shares out = {{0}};
    uint32_t sum = 0;
    while (*s) {
        size_t n = strcspn(s, "="), k = 0;
        char *end;
        while (k < GEN_MIX_KINDS &&
               (strlen(gen_mix_kinds[k]) != n || strncmp(gen_mix_kinds[k], s, n)))
            k++;
        if (k == GEN_MIX_KINDS || s[n] != '=') return false;
        unsigned long v = strtoul(s + n + 1, &end, 10);
        if (end == s + n + 1 || v > 1000000 || (*end && *end != ',')) return false;
        sum += out.of[k] = (uint32_t)v;
        s = *end ? end + 1 : end;
    }
    if (sum) *m = out;
    return sum > 0;
}

/* ---- changing a name ------------------------------------------------------------ */

/* The code points of a name. */
typedef struct letters {
    uint32_t v[256];
    uint32_t n;
} letters;

static letters letters_of(ms_str s)
{
    letters l = {.n = 0};
    for (size_t at = 0; at < s.n && l.n < 256;)
        at += ms_utf8_decode(s.p + at, s.n - at, &l.v[l.n++]);
    return l;
}

static bool is_letter(uint32_t cp)
{
    return cp >= 128 || (cp | 32) - 'a' < 26u;
}

/* One letter left out, doubled, another in its place, or two turned round. */
static void put_typo(gen_text *t, ms_str name, ms_chance *r)
{
    letters l = letters_of(name);
    uint32_t at = ms_chance_below(r, l.n), what = ms_chance_below(r, 4),
             other = ms_chance_below(r, l.n);
    for (uint32_t i = 0; i < l.n && !is_letter(l.v[at]); i++) at = (at + 1) % l.n;
    bool turn =
        at + 1 < l.n && is_letter(l.v[at + 1]) && gen_lower(l.v[at]) != gen_lower(l.v[at + 1]);
    bool differs = is_letter(l.v[other]) && gen_lower(l.v[other]) != gen_lower(l.v[at]);
    if (what == 3 && !turn) what = 0;
    if (what == 2 && !differs) what = 0;
    for (uint32_t i = 0; i < l.n; i++) {
        if (i != at) {
            gen_put_cp(t, l.v[i]);
            continue;
        }
        if (what == 1) gen_put_cp(t, l.v[i]), gen_put_cp(t, gen_lower(l.v[i]));
        else if (what == 2) gen_put_cp(t, gen_lower(l.v[other]));
        else if (what == 3) gen_put_cp(t, l.v[i + 1]), gen_put_cp(t, l.v[i]), i++;
    }
}

/* The words of a name between blanks. */
typedef struct words {
    ms_str v[16];
    uint32_t n;
} words;

static words words_of(ms_str s)
{
    words w = {.n = 0};
    for (size_t at = 0; at < s.n && w.n < 16;) {
        const char *end = memchr(s.p + at, ' ', s.n - at);
        size_t n = end ? (size_t)(end - s.p) - at : s.n - at;
        if (n) w.v[w.n++] = (ms_str){s.p + at, n};
        at += n + 1;
    }
    return w;
}

static void put_words(gen_text *t, query_kind kind, ms_str name, ms_chance *r)
{
    words w = words_of(name);
    uint32_t at = ms_chance_below(r, w.n > 1 ? w.n - 1 : 1),
             first = kind == SWAPPED ? at + 1 : 0;
    for (uint32_t k = 0; k < w.n; k++) {
        uint32_t i = (first + k) % w.n;
        uint32_t cp;
        if (kind == MISSING && i == at) continue;
        if (t->n && !(kind == JOINED && i == at + 1)) gen_lit(t, " ");
        if (kind == INITIAL && i == at) w.v[i].n = ms_utf8_decode(w.v[i].p, w.v[i].n, &cp);
        gen_put(t, w.v[i]);
    }
}

/* The name in a script that the list does not have it in: its own, else another's. */
static void put_other_script(gen_text *t, const gen_world *w, const gen_subject *s,
                             ms_chance *r)
{
    gen_text own = {.n = 0};
    gen_put_name(&own, &s->person, GEN_OWN);
    for (uint32_t i = 0; i < s->names.n; i++)
        if (ms_str_eq(s->names.v[i].text, gen_text_str(&own))) own.n = 0;
    if (own.n) gen_put(t, gen_text_str(&own));
    else gen_put_name_in(t, &s->person, &w->scripts[ms_chance_below(r, w->n_scripts)]);
}

/* ---- documents -------------------------------------------------------------------- */

/* Two characters that machines take for one another. */
static const char confusions[][3] = {"0O", "1I", "8B", "5S", "2Z", "6G", "0D", "4A", "7T"};

static char confused(char c)
{
    for (size_t i = 0; i < sizeof confusions / sizeof *confusions; i++) {
        if (c == confusions[i][0]) return confusions[i][1];
        if (c == confusions[i][1]) return confusions[i][0];
    }
    return c;
}

/* The number with one character misread, if it has one that can be. */
static void put_misread(gen_text *t, ms_str number, ms_chance *r)
{
    size_t at = ms_chance_below(r, (uint32_t)number.n), tries = 0;
    while (confused(number.p[at]) == number.p[at] && tries++ < number.n)
        at = (at + 1) % number.n;
    gen_put(t, number);
    t->p[at] = confused(t->p[at]);
}

/* ---- queries ---------------------------------------------------------------------- */

static int32_t month_of(int32_t day)
{
    gen_text t = {.n = 0};
    gen_put_date(&t, day);
    return (t.p[5] - '0') * 10 + t.p[6] - '0';
}

static int32_t day_of(int32_t day)
{
    gen_text t = {.n = 0};
    gen_put_date(&t, day);
    return (t.p[8] - '0') * 10 + t.p[9] - '0';
}

/* Whether the kind can be asked about `s` by this name. */
static bool suits(query_kind kind, const gen_subject *s, ms_str name)
{
    const gen_person *p = &s->person;
    uint32_t n = words_of(name).n;
    if (kind == EXACT || kind == TYPO) return true;
    if (s->schema != GEN_PERSON) return false;
    if (kind == MISSING) return n > 2;
    if (kind == SWAPPED || kind == INITIAL || kind == JOINED) return n > 1;
    if (kind == DOCUMENT) return p->passport.n || p->card.n;
    if (kind == BIRTH_SWAPPED)
        return day_of(p->birth) <= 12 && day_of(p->birth) != month_of(p->birth);
    return true;
}

/* A listed name to ask for. */
static ms_str a_name(const gen_subject *s, ms_chance *r)
{
    uint32_t at = ms_chance_below(r, s->names.n);
    if (strcmp(s->names.v[at].prop, "name") && strcmp(s->names.v[at].prop, "alias")) at = 0;
    return s->names.v[at].text;
}

/* Somebody listed whom the kind can be asked about, and the name. */
static uint32_t somebody(const gen_list *l, query_kind kind, ms_chance *r, ms_arena *a,
                         gen_subject *s, ms_str *name)
{
    for (int tries = 0; tries < 1000; tries++) {
        uint32_t i = ms_chance_below(r, l->n);
        gen_schema schema = gen_schema_of(i);
        bool named = schema <= GEN_VESSEL_ENTITY;
        if (!named || (schema != GEN_PERSON && kind > TYPO)) continue;
        gen_subject_make(l, i, a, s);
        *name = a_name(s, r);
        if (suits(kind, s, *name)) return i;
    }
    gen_die("queries", "the list is too small");
}

static void ask_about(const gen_list *l, query_kind kind, ms_chance *r, ms_arena *a, query *q)
{
    gen_subject s;
    ms_str name;
    uint32_t i = somebody(l, kind, r, a, &s, &name);
    bool person = s.schema == GEN_PERSON,
         birth_kind = kind == BIRTH_YEAR || kind == BIRTH_SWAPPED;
    gen_put_id(&q->expected, l, i);
    q->schema = gen_schema_name(s.schema);
    if (kind == TYPO) put_typo(&q->name, name, r);
    else if (kind >= SWAPPED && kind <= JOINED) put_words(&q->name, kind, name, r);
    else if (kind == SCRIPT) put_other_script(&q->name, l->w, &s, r);
    else gen_put(&q->name, name);
    if (!person) return;
    q->birth = s.person.birth + (kind == BIRTH_YEAR ? 365 : 0);
    q->swap_birth = kind == BIRTH_SWAPPED;
    q->has_birth = ms_chance_in(r, 600) || birth_kind;
    if (ms_chance_in(r, 500)) q->sex = s.person.female ? "female" : "male";
    if (ms_chance_in(r, 600)) q->country = s.person.country;
    ms_str number = s.person.passport.n ? s.person.passport : s.person.card;
    if (kind == DOCUMENT) put_misread(&q->document, number, r);
}

/* Somebody who is not on the list. */
static void ask_for_traveller(const gen_list *l, ms_chance *r, ms_arena *a, query *q)
{
    gen_person p =
        gen_person_make(l->w, gen_at(l->seed, GEN_OF_TRAVELLER, ms_chance_next(r)).s, a);
    gen_put_name(&q->name, &p, ms_chance_in(r, 200) ? GEN_OWN : GEN_LATIN);
    q->schema = "Person";
    q->birth = p.birth;
    q->has_birth = ms_chance_in(r, 950);
    if (ms_chance_in(r, 900)) q->sex = p.female ? "female" : "male";
    if (ms_chance_in(r, 950)) q->country = p.country;
    gen_put(&q->document, p.passport);
}

/* ---- writing ------------------------------------------------------------------------ */

static void cell(ms_out *o, ms_str s)
{
    bool quoted = s.n && (memchr(s.p, ',', s.n) || memchr(s.p, '"', s.n));
    if (quoted) ms_out_char(o, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') ms_out_char(o, '"');
        ms_out_char(o, s.p[i]);
    }
    if (quoted) ms_out_char(o, '"');
    ms_out_char(o, ',');
}

static void birth_cell(ms_out *o, const query *q)
{
    gen_text t = {.n = 0};
    if (q->has_birth) gen_put_date(&t, q->birth);
    if (q->swap_birth)
        for (int i = 0; i < 2; i++) {
            char c = t.p[5 + i];
            t.p[5 + i] = t.p[8 + i];
            t.p[8 + i] = c;
        }
    cell(o, gen_text_str(&t));
}

void gen_query_write(const gen_queries *q, uint32_t i, ms_arena *a, ms_out *o)
{
    ms_chance again = gen_at(q->l->seed, GEN_OF_QUERY, (uint64_t)i * 2);
    unsigned bits = 1;
    while (bits < 31 && (1u << bits) < q->n) bits++;
    uint32_t what = ms_chance_in(&again, q->repeat) ? gen_zipf(&again, bits) % q->n : i;
    ms_chance r = gen_at(q->l->seed, GEN_OF_QUERY, (uint64_t)what * 2 + 1);
    uint32_t sum = 0, k = 0;
    for (int m = 0; m < GEN_MIX_KINDS; m++) sum += q->mix->of[m];
    for (sum = ms_chance_below(&r, sum); sum >= q->mix->of[k]; k++) sum -= q->mix->of[k];
    query out = {.schema = "", .sex = ""};
    if (k == TRAVELLER) ask_for_traveller(q->l, &r, a, &out);
    else ask_about(q->l, (query_kind)k, &r, a, &out);
    ms_out_u64(o, i);
    ms_out_char(o, ',');
    cell(o, ms_str_z(out.schema));
    cell(o, gen_text_str(&out.name));
    birth_cell(o, &out);
    cell(o, ms_str_z(out.sex));
    cell(o, out.country);
    cell(o, gen_text_str(&out.document));
    cell(o, ms_str_z(gen_mix_kinds[k]));
    ms_out_raw(o, gen_text_str(&out.expected));
    ms_out_char(o, '\n');
}
