/* Evidence beside the name, and what log-odds mean. */
#include <pthread.h>
#include <stdlib.h>

#include "ref.h"

/* ---- the table: data/evidence.tsv, or the file that $MARSAD_EVIDENCE names from there -- */

enum { ROWS = 64 };
static struct {
    char name[32];
    int value;
} table[ROWS];

static void read_table(void)
{
    const char *other = getenv("MARSAD_EVIDENCE");
    FILE *f = ref_open_data(other ? other : "evidence.tsv");
    char line[256];
    int n = 0;
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#') continue;
        if (n == ROWS || sscanf(line, "%31[^\t]\t%d", table[n].name, &table[n].value) != 2)
            abort();
        n++;
    }
    fclose(f);
}

int ref_finding(const char *name)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static _Thread_local const char *asked[ROWS]; /* texts that stand in the program, by row */
    pthread_once(&once, read_table);
    for (int i = 0; i < ROWS && table[i].name[0]; i++)
        if (asked[i] == name) return table[i].value;
    for (int i = 0; i < ROWS && table[i].name[0]; i++)
        if (!strcmp(table[i].name, name)) return asked[i] = name, table[i].value;
    fprintf(stderr, "data/evidence.tsv: no row %s\n", name);
    abort();
}

uint32_t ref_score_of(int odds)
{
    unsigned bits = (unsigned)abs(odds) / 100;
    uint64_t e = 4294967296;
    for (int k = abs(odds) % 100; k > 0; k--) e = e * 4265299790 / 4294967296;
    if (bits > 32) e = 0;
    for (; bits > 0 && e > 0; bits--) e /= 2;
    uint64_t p = 1000000 * e / (4294967296 + e);
    return (uint32_t)(odds < 0 ? p : 1000000 - p);
}

/* ---- documents --------------------------------------------------------- */

static char as_ocr_reads(char c)
{
    static const char from[] = "OQDILZSGB", to[] = "000112568";
    const char *at = c ? strchr(from, c) : NULL;
    return at ? to[at - from] : c;
}

static bool is_number(const ms_document *x)
{
    return x->kind != MS_KEY_PHONE && x->kind != MS_KEY_EMAIL && x->kind != MS_KEY_WALLET;
}

static bool same_document(const ms_document *x, const ms_document *y, bool ocr)
{
    if (!is_number(x) || !is_number(y) || x->len != y->len) return false;
    for (unsigned i = 0; i < x->len; i++) {
        char p = x->s[i], q = y->s[i];
        if (ocr ? as_ocr_reads(p) != as_ocr_reads(q) : p != q) return false;
    }
    return true;
}

static bool share_document(const ms_identity *q, const ms_identity *l, bool ocr)
{
    for (uint32_t i = 0; i < q->n_documents; i++)
        for (uint32_t j = 0; j < l->n_documents; j++)
            if (same_document(&q->documents[i], &l->documents[j], ocr)) return true;
    return false;
}

static int by_documents(const ms_identity *q, const ms_identity *l)
{
    if (share_document(q, l, false)) return ref_finding("document");
    return share_document(q, l, true) ? ref_finding("document_like") : 0;
}

/* ---- other keys -------------------------------------------------------- */

/* Texts that are not kept whole are told by what is kept of them. */
static bool share_key(const ms_identity *q, const ms_identity *l, ms_key kind)
{
    for (uint32_t i = 0; i < q->n_documents; i++)
        for (uint32_t j = 0; j < l->n_documents; j++) {
            const ms_document *x = &q->documents[i], *y = &l->documents[j];
            if (x->kind == kind && y->kind == kind && x->len == y->len &&
                !memcmp(x->s, y->s, sizeof x->s))
                return true;
        }
    return false;
}

/* What a phone or an e-mail address of both adds: in full where a side has no names. */
static int by_contact(const ms_identity *q, const ms_identity *l, ms_key kind,
                      const char *with_names, const char *alone)
{
    if (!share_key(q, l, kind)) return 0;
    return ref_finding(q->n_names == 0 || l->n_names == 0 ? alone : with_names);
}

/* ---- birth dates ------------------------------------------------------- */

/* What a pair of dates shows, in the order of the table. */
typedef struct birth_rule {
    bool (*fits)(ms_date x, ms_date y, int years);
    const char *finding;
} birth_rule;

static bool full(ms_date x)
{
    return x.month && x.day;
}

static bool same_day(ms_date x, ms_date y, int years)
{
    return years == 0 && full(x) && full(y) && x.month == y.month && x.day == y.day;
}

static bool day_unknown(ms_date x, ms_date y, int years)
{
    return years == 0 && x.month && x.month == y.month && (!x.day || !y.day);
}

static bool exchanged(ms_date x, ms_date y, int years)
{
    return years == 0 && full(x) && full(y) && x.month == y.day && x.day == y.month;
}

static bool month_unknown(ms_date x, ms_date y, int years)
{
    return years == 0 && (!x.month || !y.month);
}

static bool day_of_next_year(ms_date x, ms_date y, int years)
{
    return years == 1 && full(x) && full(y) && x.month == y.month && x.day == y.day;
}

static bool next_year_month_unknown(ms_date x, ms_date y, int years)
{
    return years == 1 && (!x.month || !y.month);
}

#define WITHIN(name, n)                               \
    static bool name(ms_date x, ms_date y, int years) \
    {                                                 \
        return x.year && y.year && years <= (n);      \
    }
WITHIN(same_year, 0)
WITHIN(one_year, 1)
WITHIN(two_years, 2)
WITHIN(five_years, 5)
WITHIN(ten_years, 10)
WITHIN(any_years, 9999)

static const birth_rule birth_rules[] = {
    {same_day, "birth_day"},
    {day_unknown, "birth_month"},
    {exchanged, "birth_exchanged"},
    {month_unknown, "birth_year"},
    {day_of_next_year, "birth_day_next_year"},
    {next_year_month_unknown, "birth_next_year"},
    {same_year, "birth_other_day"},
    {one_year, "birth_off_1"},
    {two_years, "birth_off_2"},
    {five_years, "birth_off_5"},
    {ten_years, "birth_off_10"},
    {any_years, "birth_off_more"},
};
enum { BIRTH_RULES = sizeof birth_rules / sizeof *birth_rules };

static unsigned birth_kind(ms_date x, ms_date y)
{
    unsigned kind = 0;
    int years = abs(x.year - y.year);
    while (kind < BIRTH_RULES && !birth_rules[kind].fits(x, y, years)) kind++;
    return kind;
}

static int by_births(const ms_identity *q, const ms_identity *l)
{
    unsigned best = BIRTH_RULES;
    for (uint32_t i = 0; i < q->n_births; i++)
        for (uint32_t j = 0; j < l->n_births; j++) {
            unsigned kind = birth_kind(q->births[i], l->births[j]);
            if (kind < best) best = kind;
        }
    return best == BIRTH_RULES ? 0 : ref_finding(birth_rules[best].finding);
}

/* ---- sex and nationality ----------------------------------------------- */

static int by_sexes(const ms_identity *q, const ms_identity *l)
{
    if (!q->sexes || !l->sexes) return 0;
    return ref_finding(q->sexes & l->sexes ? "sex" : "sex_other");
}

static int by_countries(const ms_identity *q, const ms_identity *l)
{
    if (!q->n_countries || !l->n_countries) return 0;
    for (uint32_t i = 0; i < q->n_countries; i++)
        for (uint32_t j = 0; j < l->n_countries; j++)
            if (!strncmp(q->countries[i].s, l->countries[j].s, sizeof q->countries[i].s))
                return ref_finding("country");
    return ref_finding("country_other");
}

uint32_t ref_with_facts(int names, const ms_identity *q, const ms_identity *l)
{
    bool nameless = q->n_names == 0 || l->n_names == 0;
    int phone = by_contact(q, l, MS_KEY_PHONE, "phone", "phone_alone");
    int email = by_contact(q, l, MS_KEY_EMAIL, "email", "email_alone");
    int proofs = by_documents(q, l);
    if (share_key(q, l, MS_KEY_WALLET)) proofs += ref_finding("wallet");
    if (nameless) proofs += phone + email;
    int facts[] = {by_births(q, l), by_sexes(q, l), by_countries(q, l), nameless ? 0 : phone,
                   nameless ? 0 : email};
    int odds = names + proofs;
    if (!ms_schema_comparable(q->schema, l->schema)) return 0;
    if (names <= ref_finding("name_none") && !proofs) return 0;
    for (int i = 0; i < 5; i++)
        odds +=
            facts[i] > 0 ? (int)((int64_t)facts[i] * ref_score_of(names) / 1000000) : facts[i];
    return ref_score_of(odds);
}
