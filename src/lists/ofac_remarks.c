#include "lists/ofac_remarks.h"

#include <string.h>
#include <strings.h>

/* Takes `word` from the beginning of `*s`. */
static bool take(ms_str *s, const char *word)
{
    size_t n = strlen(word);
    if (s->n <= n || strncasecmp(s->p, word, n) != 0) return false;
    *s = ms_str_trim((ms_str){s->p + n, s->n - n});
    return true;
}

/* The last place of `word` in `s`, or s.n. */
static size_t last_of(ms_str s, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = s.n >= n ? s.n - n + 1 : 0; i > 0; i--)
        if (!memcmp(s.p + i - 1, word, n)) return i - 1;
    return s.n;
}

/* Cuts " word date" off the end of `*s`. */
static ms_str cut_date(ms_str *s, const char *word)
{
    ms_date day;
    size_t at = last_of(*s, word), n = strlen(word);
    if (at == s->n) return (ms_str){"", 0};
    ms_str date = ms_str_trim((ms_str){s->p + at + n, s->n - at - n});
    if (ms_date_parse(date, &day)) return (ms_str){"", 0};
    *s = ms_str_trim((ms_str){s->p, at});
    return date;
}

/* Cuts "(Country)" off the end of `*s`; a number of its own is left. */
static ms_str cut_country(ms_str *s)
{
    size_t at = last_of(*s, "(");
    if (at == s->n || at == 0 || s->p[s->n - 1] != ')' || s->p[at - 1] != ' ')
        return (ms_str){"", 0};
    ms_str country = {s->p + at + 1, s->n - at - 2};
    for (size_t i = 0; i < country.n; i++)
        if (country.p[i] >= '0' && country.p[i] <= '9') return (ms_str){"", 0};
    *s = ms_str_trim((ms_str){s->p, at});
    return country;
}

/* Bytes of the label in front of words like "Tug" or "Malta". */
static size_t text_label(ms_str s)
{
    static const char *const labels[] = {"Gender ",
                                         "Email Address ",
                                         "Website ",
                                         "SWIFT/BIC ",
                                         "Former Vessel Flag ",
                                         "Other Vessel Flag ",
                                         "Vessel Flag ",
                                         "Other Vessel Type ",
                                         "Vessel Type ",
                                         "Vessel Call Sign ",
                                         "Other Vessel Call Sign ",
                                         "Aircraft Tail Number ",
                                         "Previous Aircraft Tail Number ",
                                         "Aircraft Model ",
                                         "Aircraft Operator ",
                                         "Phone Number ",
                                         "Telephone ",
                                         "Fax ",
                                         "Target Type ",
                                         "Nationality of Registration "};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        size_t n = strlen(labels[i]);
        if (s.n > n && !memcmp(s.p, labels[i], n)) return n - 1;
    }
    return 0;
}

/* Bytes of the label in front of a number: the words up to the first with a digit, or
 * up to "No.", "Number" and the like when letters of the number follow. */
static size_t number_label(ms_str s)
{
    static const char *const ends[] = {" No.",     " Number", " #", " Identification",
                                       "Passport", " Card",   " ID"};
    size_t digit = 0, n = 0;
    while (digit < s.n && !(s.p[digit] >= '0' && s.p[digit] <= '9')) digit++;
    if (digit == s.n) return 0;
    while (digit > 0 && s.p[digit - 1] != ' ') digit--;
    if (!digit) return 0;
    ms_str label = {s.p, digit - 1};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t at = last_of(label, ends[i]), end = at + strlen(ends[i]);
        if (at < label.n && end > n && (end == label.n || label.p[end] == ' ')) n = end;
    }
    return n && s.p[n + 1] != '(' ? n : label.n;
}

bool ms_ofac_piece(ms_entry *x, ms_str s, ms_ofac_fact *out)
{
    (void)x;
    *out = (ms_ofac_fact){{"", 0}, {"", 0}, {"", 0}, {"", 0}, {"", 0}, {"", 0}};
    out->expires = cut_date(&s, " expires ");
    out->issued = cut_date(&s, " issued ");
    if (!out->expires.n) out->expires = cut_date(&s, " expires ");
    out->country = cut_country(&s);
    size_t n = text_label(s);
    if (!n) n = number_label(s);
    if (!n || memchr(s.p, ':', n)) return false;
    out->label = (ms_str){s.p, n};
    out->value = ms_str_trim((ms_str){s.p + n, s.n - n});
    return out->value.n;
}

/* The name in quotes behind "a.k.a."; "" without one. */
static ms_str quoted(ms_str s)
{
    s = ms_str_trim(s);
    if (s.n < 3 || (s.p[0] != '\'' && s.p[0] != '"') || s.p[s.n - 1] != s.p[0])
        return (ms_str){"", 0};
    return ms_str_trim((ms_str){s.p + 1, s.n - 2});
}

static bool add_name(ms_entry *x, ms_str s)
{
    bool former = take(&s, "f.k.a. ");
    if (!former && !take(&s, "a.k.a. ") && !take(&s, "n.k.a. ")) return false;
    ms_str name = quoted(s);
    if (!name.n) return false;
    ms_entry_add(x, former ? "previousName" : "weakAlias", name);
    return true;
}

/* Whether a document's label is known, so that what follows it is a number. */
static bool document(const ms_ofac_fact *f)
{
    static const char *const words[] = {"Passport",  "No",
                                        "Number",    "#",
                                        "ID",        "Card",
                                        "License",   "Certificate",
                                        "Code",      "D.N.I.",
                                        "SSN",       "C.U.",
                                        "RFC",       "Identification",
                                        "MMSI",      "Address",
                                        "Date",      "Year",
                                        "Tonnage",   "BIK",
                                        "ISIN",      "C.I.",
                                        "N.I.E.",    "Registration",
                                        "Phone",     "Website",
                                        "Flag",      "Type",
                                        "Call Sign", "Model",
                                        "Gender",    "SWIFT",
                                        "Telephone", "Fax",
                                        "Operator"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (memmem(f->label.p, f->label.n, words[i], strlen(words[i]))) return true;
    return false;
}

static void add_piece(ms_entry *x, ms_str piece, ms_str title)
{
    bool person = ms_schema_prop(x->e.schema, MS_STR("birthDate")) != NULL;
    ms_str s = piece;
    ms_ofac_fact f;
    take(&s, "alt. ");
    if (ms_str_eq(s, title) || add_name(x, s)) return;
    if (person && take(&s, "DOB ")) ms_entry_birth(x, s);
    else if (person && take(&s, "POB ")) ms_entry_add(x, "birthPlace", s);
    else if (take(&s, "nationality ")) ms_entry_add(x, person ? "nationality" : "country", s);
    else if (take(&s, "citizen ")) ms_entry_add(x, person ? "citizenship" : "country", s);
    else if (ms_ofac_piece(x, s, &f) && document(&f)) ms_ofac_add(x, &f);
    else ms_entry_add(x, "notes", piece);
}

/* Without the full stop at the end, unless it belongs to an abbreviation ("S.A."). */
static ms_str unstopped(ms_str s)
{
    s = ms_str_trim(s);
    if (s.n < 3 || s.p[s.n - 1] != '.') return s;
    char before = s.p[s.n - 3];
    return before == '.' || before == ' ' ? s : (ms_str){s.p, s.n - 1};
}

void ms_ofac_remarks(ms_entry *x, ms_str remarks, ms_str title)
{
    ms_str piece;
    remarks = unstopped(ms_entry_clean(x, remarks));
    while (ms_next_piece(&remarks, ";", &piece)) add_piece(x, piece, title);
}
