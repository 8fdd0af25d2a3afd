/* Addresses, telephone numbers and mail: ADD, and what a remark (IFT) may say of them. */
#include "base/table.h"
#include "travel/pnrgov.h"

extern const ms_table ms_table_remarks;

static bool same_contact(const ms_contact *a, const ms_contact *b)
{
    return ms_str_eq(a->kind, b->kind) && ms_str_eq(a->use, b->use) &&
           ms_str_eq(a->value, b->value) && ms_str_eq(a->city, b->city) &&
           ms_str_eq(a->region, b->region) && ms_str_eq(a->postcode, b->postcode) &&
           ms_str_eq(a->country, b->country);
}

void pnr_contact(pnr *p, uint32_t who, ms_contact contact)
{
    ms_booking *b = pnr_booking(p);
    ms_traveller *t = who ? pnr_traveller(p, who) : NULL;
    const ms_contact *has = t ? t->contacts : b->contacts;
    uint32_t n = t ? t->n_contacts : b->n_contacts;
    for (uint32_t i = 0; i < n; i++)
        if (same_contact(&has[i], &contact)) return;
    ms_contact *c = t ? PNR_MORE(p, t, contacts) : PNR_MORE(p, b, contacts);
    if (c) *c = contact;
}

/* ---- telephone ------------------------------------------------------------ */

enum { PHONE_MIN = 6, PHONE_MAX = 20 };

/* The first run of characters of telephone numbers with enough digits, from `*s` on, which goes
 * behind it; the letter before it, 0 for none. */
static ms_str next_phone(ms_str *s, char *letter)
{
    size_t i = 0;
    *letter = 0;
    while (i < s->n) {
        size_t from = i, digits = 0, end = i;
        for (; i < s->n && (ms_is_digit(s->p[i]) || memchr(" +-().", s->p[i], 6)); i++) {
            if (ms_is_digit(s->p[i])) {
                digits++;
                end = i + 1;
            }
        }
        if (digits >= PHONE_MIN && digits <= PHONE_MAX) {
            while (s->p[from] == ' ' || s->p[from] == '-' || s->p[from] == '.') from++;
            if (from && ms_is_letter(s->p[from - 1]) && (from == 1 || s->p[from - 2] == ' '))
                *letter = s->p[from - 1];
            ms_str found = {s->p + from, end - from};
            s->p += i;
            s->n -= i;
            return found;
        }
        if (i == from) i++;
    }
    s->n = 0;
    return (ms_str){0};
}

bool pnr_phone(pnr *p, uint32_t who, ms_str text, ms_str use)
{
    char letter;
    ms_str number = next_phone(&text, &letter);
    if (!number.n) return false;
    pnr_contact(p, who, (ms_contact){.kind = MS_STR("phone"), .use = use, .value = number});
    return true;
}

/* ---- mail ---------------------------------------------------------------- */

/* Teletype has no @ _ and lower case: // stands for @, .. for _, ./ for - (Resolution 830d). */
bool pnr_email(pnr *p, uint32_t who, ms_str text, ms_str use)
{
    enum { LONGEST = 254 };
    size_t n = 0, at = 0, dots = 0;
    text = ms_str_trim(text);
    if (text.n && *text.p == '/') text.p++, text.n--;
    char *to = ms_arena_alloc(p->c->a, text.n + 1);
    if (!to) {
        p->c->rc = MS_ENOMEM;
        return true;
    }
    for (size_t i = 0; i < text.n && text.p[i] != ' '; i++) {
        char c = text.p[i], next = i + 1 < text.n ? text.p[i + 1] : 0;
        if (c == '/' && (next != '/' || at)) break; /* a language behind the address */
        if (c == '/') c = '@';
        else if (c == '.' && next == '.') c = '_';
        else if (c == '.' && next == '/') c = '-';
        else i--;
        i++;
        if (c == '@') {
            if (at || !n) return false;
            at = n;
        }
        dots += at && c == '.';
        to[n++] = c;
    }
    if (!at || !dots || n > LONGEST || to[n - 1] == '.') return false;
    pnr_contact(p, who, (ms_contact){.kind = MS_STR("email"), .use = use, .value = {to, n}});
    return true;
}

/* ---- remarks -------------------------------------------------------------- */

/* The row of data/remarks.tsv for a remark, and the text behind its code: "AM CTCP MEX5200...",
 * "CTC M 123", "CTCE NAME//DOMAIN.COM".  False: it has none. */
static bool remark(ms_str text, uint32_t *row, ms_str *rest)
{
    char code[4] = {'C', 'T', 'C'};
    enum { CARRIER = 3 };
    text = ms_str_trim(text);
    if (text.n > CARRIER && text.p[2] == ' ' && pnr_code((ms_str){text.p, 2}, 2, 2))
        text = ms_str_trim((ms_str){text.p + CARRIER, text.n - CARRIER});
    if (text.n < 4 || memcmp(text.p, code, 3) != 0) return false;
    size_t at = 3;
    if (text.p[3] == ' ' && text.n > 5 && ms_is_letter(text.p[4]) && text.p[5] == ' ') at = 4;
    code[3] = text.p[at];
    *rest = (ms_str){text.p + at + 1, text.n - at - 1};
    bool word = rest->n && ms_is_letter(*rest->p);
    if (at == 3 && word && text.n > 6 && text.p[6] == ' ') /* CTC and a city: CTCBOG */
        *rest = (ms_str){text.p + 6, text.n - 6}, code[3] = 'P';
    return ms_table_find(&ms_table_remarks, (ms_str){code, sizeof code}, row);
}

/* Keeps what a row of data/remarks.tsv takes out of a remark; the remark itself is dropped. */
static bool take_remark(pnr *p, uint32_t who, ms_str text)
{
    uint32_t row;
    ms_str rest;
    if (!remark(text, &row, &rest)) return false;
    ms_str use = ms_table_cell(&ms_table_remarks, row, 2);
    bool mail = ms_str_eq(ms_table_cell(&ms_table_remarks, row, 1), MS_STR("email"));
    return mail ? pnr_email(p, who, rest, use) : pnr_phone(p, who, rest, use);
}

void pnr_ift(pnr *p)
{
    pnr_element e;
    bool osi = ms_edi_is(p->s, 1, 2, "28"); /* 9980: 28 other service information */
    uint32_t who = p->part == PNR_PERSON ? p->who : PNR_NONE, i = 0;
    ms_content_drop(p->c, MS_DROPPED_FREE_TEXT);
    if (!osi) return;
    for (pnr_next(p->s, &i, &e); pnr_next(p->s, &i, &e);) take_remark(p, who, e.c[1]);
}

/* ---- addresses ------------------------------------------------------------ */

/* PADIS 3299: 700 is the contact address, whatever it is of. */
static ms_str purpose(const pnr *p, ms_str code)
{
    static const struct {
        const char *code, *use;
    } uses[] = {
        {"3", "emergency"}, {"702", "home"}, {"703", "destination"}, {"BIL", "billing"}};
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
        if (ms_str_eq(code, ms_str_z(uses[i].code))) return ms_str_z(uses[i].use);
    return p->payer ? MS_STR("billing") : (ms_str){0};
}

/* Telephone numbers of an address: several, each with H before it when it is at home. */
static bool phones(pnr *p, uint32_t who, ms_str text)
{
    char letter;
    bool any = false;
    for (ms_str number; (number = next_phone(&text, &letter)).n; any = true)
        pnr_contact(p, who,
                    (ms_contact){.kind = MS_STR("phone"),
                                 .use = letter == 'H' ? MS_STR("home") : (ms_str){0},
                                 .value = number});
    return any;
}

/* A postcode where the telephone stands: three to ten letters and digits, SL1AA or 1234 AB, of
 * letters no more than three together, of digits one, or two where there is a blank.  Words of
 * free text are none. */
static bool is_postcode(ms_str s)
{
    enum { SHORTEST = 3, LONGEST = 10, LETTERS = 3 };
    size_t n = 0, blanks = 0, digits = 0, run = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool letter = ms_is_letter(s.p[i]), digit = ms_is_digit(s.p[i]);
        run = letter ? run + 1 : 0;
        if (run > LETTERS) return false;
        n += letter || digit;
        digits += digit;
        blanks += s.p[i] == ' ' || s.p[i] == '-';
    }
    return n >= SHORTEST && n <= LONGEST && digits > blanks && blanks <= 1 && n + blanks == s.n;
}

void pnr_add(pnr *p)
{
    pnr_element e;
    uint32_t who = p->part == PNR_PERSON ? p->who : PNR_NONE;
    for (uint32_t i = 0; pnr_next(p->s, &i, &e);) {
        if (e.element < 2) continue;
        ms_str use = purpose(p, e.c[1]), postcode = e.c[7], text = e.c[8];
        bool used = !text.n || take_remark(p, who, text) || phones(p, who, text);
        if (!used && !postcode.n && is_postcode(text)) {
            postcode = text;
            pnr_odd(p, MS_ODDITY_PNR_SHIFTED, e.element, 8);
        } else if (!used) {
            ms_content_drop(p->c, MS_DROPPED_FREE_TEXT);
        }
        if (!e.c[2].n && !e.c[3].n && !postcode.n) continue;
        pnr_contact(p, who,
                    (ms_contact){.kind = MS_STR("address"),
                                 .use = use,
                                 .value = e.c[2],
                                 .city = e.c[3],
                                 .region = e.c[4].n ? e.c[4] : e.c[5],
                                 .country = e.c[6],
                                 .postcode = postcode});
    }
}
