/* Who travels: names, ages, papers. */
#include <stdarg.h>
#include <stdio.h>

#include "base/table.h"
#include "travel/traffic.h"

extern const ms_table ms_table_traffic_names;

/* Letters of a name field: WCO/IATA/ICAO guidelines, 3036. */
enum { NAME_MAX = 35 };

/* ---- days and texts ----------------------------------------------------- */

/* Years that begin in March put the leap day last. */
int64_t traffic_days(ms_date d)
{
    int64_t y = d.year - (d.month <= 2), era = y / 400, of_era = y - era * 400;
    int64_t day = (153 * ((d.month + 9) % 12) + 2) / 5 + d.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + day - 719468;
}

ms_date traffic_date(int64_t days)
{
    int64_t z = days + 719468, era = z / 146097, of_era = z - era * 146097;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t day = of_era - (365 * y + y / 4 - y / 100), m = (5 * day + 2) / 153;
    ms_date d = {.month = (uint8_t)(m < 10 ? m + 3 : m - 9),
                 .day = (uint8_t)(day - (153 * m + 2) / 5 + 1)};
    d.year = (uint16_t)(y + era * 400 + (d.month <= 2));
    return d;
}

ms_str traffic_text(traffic_flight *f, const char *fmt, ...)
{
    char text[256];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    size_t len = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    ms_str s = ms_arena_str(f->a, (ms_str){text, len});
    if (!s.p) f->failed = true;
    return s;
}

ms_str traffic_code(traffic_flight *f, const char *pattern)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    char text[32];
    size_t n = 0;
    for (const char *p = pattern; *p && n < sizeof text; p++)
        text[n++] = *p == '#'   ? (char)('0' + ms_chance_below(&f->c, 10))
                    : *p == '@' ? letters[ms_chance_below(&f->c, sizeof letters - 1)]
                                : *p;
    ms_str s = ms_arena_str(f->a, (ms_str){text, n});
    if (!s.p) f->failed = true;
    return s;
}

/* ---- names -------------------------------------------------------------- */

/* A culture of data/traffic_names.tsv. */
typedef struct culture {
    ms_str countries, shapes, male, female, family, feminine;
    uint32_t share;
} culture;

static culture culture_at(uint32_t *row)
{
    const ms_table *t = &ms_table_traffic_names;
    culture c = {.share = 0};
    ms_str key = ms_table_cell(t, *row, 0);
    for (; *row < t->rows && ms_str_eq(ms_table_cell(t, *row, 0), key); ++*row) {
        ms_str kind = ms_table_cell(t, *row, 1), words = ms_table_cell(t, *row, 2);
        if (ms_str_eq(kind, MS_STR("share"))) c.share = (uint32_t)ms_table_number(t, *row, 2);
        if (ms_str_eq(kind, MS_STR("countries"))) c.countries = words;
        if (ms_str_eq(kind, MS_STR("shapes"))) c.shapes = words;
        if (ms_str_eq(kind, MS_STR("male"))) c.male = words;
        if (ms_str_eq(kind, MS_STR("female"))) c.female = words;
        if (ms_str_eq(kind, MS_STR("family"))) c.family = words;
        if (ms_str_eq(kind, MS_STR("feminine"))) c.feminine = words;
    }
    return c;
}

/* The first row of a culture, by its share. */
static uint32_t culture_draw(ms_chance *chance)
{
    uint32_t all = 0, n = ms_table_traffic_names.rows;
    for (uint32_t row = 0; row < n;) all += culture_at(&row).share;
    uint32_t k = ms_chance_below(chance, all), row = 0;
    for (;;) {
        uint32_t next = row;
        culture c = culture_at(&next);
        if (k < c.share) return row;
        k -= c.share;
        row = next;
    }
}

static ms_str part(ms_str s, char between, uint32_t k)
{
    const char *p = s.p, *end = s.p + s.n, *next;
    while ((next = memchr(p, between, (size_t)(end - p))) && k--) p = next + 1;
    return (ms_str){p, (size_t)((next ? next : end) - p)};
}

static uint32_t count(ms_str s, char between)
{
    uint32_t n = 1;
    for (size_t i = 0; i < s.n; i++) n += s.p[i] == between;
    return n;
}

static ms_str pick(ms_chance *c, ms_str s, char between)
{
    return part(s, between, ms_chance_below(c, count(s, between)));
}

/* A name: the first ones of the table are the frequent ones. */
static ms_str pick_name(ms_chance *c, ms_str words)
{
    uint32_t n = count(words, ' '), i = ms_chance_below(c, n), k = ms_chance_below(c, n);
    return part(words, ' ', i < k ? i : k);
}

/* The spelling of a word that the character set has. */
static ms_str spelling(ms_str word, traffic_script script)
{
    const char *eq = memchr(word.p, '=', word.n);
    if (!eq) return word;
    ms_str latin = {word.p, (size_t)(eq - word.p)};
    ms_str own = {eq + 1, word.n - latin.n - 1};
    /* Letters of Latin-1 begin with the byte C3, Cyrillic ones with D0 or D1. */
    bool cyrillic = (unsigned char)own.p[own.n - 1] >= 0x80 && memchr(own.p, 0xD0, own.n);
    if (script == TRAFFIC_ANY ||
        (cyrillic ? script == TRAFFIC_CYRILLIC : script == TRAFFIC_LATIN1))
        return own;
    return latin;
}

/* A name being put together. */
typedef struct naming {
    char text[256];
    size_t n;
    ms_str surname; /* of relatives, or empty: what `s` stands for */
} naming;

static void add(naming *m, ms_str s)
{
    if (s.n > sizeof m->text - m->n) s.n = sizeof m->text - m->n;
    memcpy(m->text + m->n, s.p, s.n);
    m->n += s.n;
}

static void add_family(naming *m, traffic_flight *f, const culture *c, bool woman)
{
    ms_str word = pick_name(&f->c, c->family);
    const char *eq = memchr(word.p, '=', word.n);
    ms_str latin = {word.p, eq ? (size_t)(eq - word.p) : word.n};
    add(m, spelling(word, f->script));
    bool v = latin.n > 2 &&
             (latin.p[latin.n - 1] == 'V' || memcmp(latin.p + latin.n - 2, "IN", 2) == 0);
    if (woman && v && c->feminine.n) add(m, spelling(c->feminine, f->script));
}

static void fill(naming *m, traffic_flight *f, const culture *c, ms_str shape, bool woman)
{
    m->n = 0;
    for (size_t i = 0; i < shape.n; i++) {
        char x = shape.p[i];
        if (x == 's') add_family(m, f, c, woman);
        else if (x == 'g' || x == 'f')
            add(m,
                spelling(pick_name(&f->c, x == 'g' && woman ? c->female : c->male), f->script));
        else add(m, (ms_str){&x, 1});
    }
}

/* The name as a field of the message holds it. */
static ms_str fit(traffic_flight *f, const naming *m)
{
    size_t n = 0, letters = 0;
    for (; n < m->n; n++) {
        bool begins = ((unsigned char)m->text[n] & 0xC0) != 0x80;
        if (begins && letters++ == NAME_MAX) break;
    }
    while (n && (m->text[n - 1] == ' ' || m->text[n - 1] == '-')) n--;
    ms_str s = ms_arena_str(f->a, (ms_str){m->text, n});
    if (!s.p) f->failed = true;
    return s;
}

static void name(traffic_flight *f, traffic_person *p, const culture *c,
                 const traffic_person *kin)
{
    naming m;
    bool woman = p->sex.p[0] == 'F';
    ms_str shape = pick(&f->c, c->shapes, '|');
    const char *slash = memchr(shape.p, '/', shape.n);
    ms_str left = {shape.p, slash ? (size_t)(slash - shape.p) : shape.n};
    fill(&m, f, c, left, woman);
    p->surname = fit(f, &m);
    if (kin && kin->given.n) p->surname = kin->surname;
    if (!slash) return;
    fill(&m, f, c, (ms_str){slash + 1, shape.n - left.n - 1}, woman);
    p->given = fit(f, &m);
}

/* ---- ages and papers ---------------------------------------------------- */

static void be_born(traffic_flight *f, traffic_person *p)
{
    static const struct {
        uint32_t from, to;
    } days[] = {{19 * 366, 62 * 365}, {3 * 366, 16 * 365}, {20, 640}};
    uint32_t back = ms_chance_between(&f->c, days[p->age].from, days[p->age].to);
    if (p->age == TRAFFIC_ADULT && ms_chance_in(&f->c, 150)) back += 9000;
    p->birth = traffic_date(f->day - back);
}

static ms_travel_date day(int64_t days)
{
    return (ms_travel_date){.date = traffic_date(days)};
}

/* Of 1000 travellers 30 have no document, 60 an identity card, 100 a visa beside the passport.
 */
static void document(traffic_flight *f, traffic_person *p)
{
    static const char *const numbers[] = {"#########", "@#######", "@@#######", "@########",
                                          "##@@#####"};
    uint32_t kind = ms_chance_below(&f->c, 1000);
    ms_travel_document *d = p->document;
    int64_t expires = f->day + ms_chance_between(&f->c, 20, 3600);
    *d = (ms_travel_document){.type = kind < 90 ? MS_STR("I") : MS_STR("P"),
                              .number = TRAFFIC_ONE(f, numbers),
                              .issuer = p->nationality,
                              .expires = day(expires)};
    d->number = traffic_code(f, d->number.p);
    p->documents = kind >= 30;
    if (kind < 900) return;
    p->document[p->documents++] = (ms_travel_document){.type = MS_STR("V"),
                                                       .number = traffic_code(f, "V########"),
                                                       .issuer = f->country,
                                                       .expires = day(f->day + 90)};
}

static ms_str title_of(const traffic_person *p, ms_chance *c)
{
    bool woman = p->sex.p[0] == 'F';
    if (p->age != TRAFFIC_ADULT) return woman ? MS_STR("MISS") : MS_STR("MSTR");
    if (!woman) return MS_STR("MR");
    return ms_chance_in(c, 600) ? MS_STR("MRS") : MS_STR("MS");
}

static void bear(traffic_flight *f, traffic_person *p)
{
    const ms_traffic_plan *plan = f->plan;
    if (!plan->bearers || !ms_chance_in(&f->c, plan->bearing)) return;
    const ms_traffic_bearer *b = &plan->bearer[ms_chance_below(&f->c, plan->bearers)];
    p->surname = b->surname;
    p->given = b->given;
    if (b->sex.n) p->sex = b->sex;
    if (b->nationality.n) p->nationality = p->residence = b->nationality;
    if (b->birth.year) p->birth = b->birth;
    if (b->number.n) p->document[0].number = b->number, p->documents += !p->documents;
}

static void reach(traffic_flight *f, traffic_person *p)
{
    uint32_t kind = ms_chance_below(&f->c, 10);
    if (kind < 2) p->phone = traffic_code(f, "+120255501##");
    else if (kind < 4)
        p->mail = traffic_text(f, "TRAVELLER%u@EXAMPLE.ORG", ms_chance_below(&f->c, 100000));
    if (ms_chance_in(&f->c, 250)) p->loyalty = traffic_code(f, "##########");
    p->ticket = traffic_code(f, "999##########");
}

traffic_person traffic_person_make(traffic_flight *f, traffic_age age,
                                   const traffic_person *kin)
{
    traffic_person p = {.age = age, .party = UINT32_MAX};
    p.culture = kin ? kin->culture : culture_draw(&f->c);
    uint32_t row = p.culture;
    culture c = culture_at(&row);
    p.sex = ms_chance_in(&f->c, 480) ? MS_STR("F") : MS_STR("M");
    p.nationality = pick(&f->c, c.countries, ' ');
    name(f, &p, &c, kin);
    if (kin) p.nationality = kin->nationality;
    p.residence = p.nationality;
    if (ms_chance_in(&f->c, 120)) p.residence = pick(&f->c, c.countries, ' ');
    be_born(f, &p);
    document(f, &p);
    p.title = title_of(&p, &f->c);
    if (age == TRAFFIC_ADULT && !kin) bear(f, &p);
    reach(f, &p);
    return p;
}
