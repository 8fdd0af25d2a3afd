#include "lists/un_text.h"

#include <marsad/name.h>

#include "base/ascii.h"

enum {
    NESTED = 4, /* parentheses in parentheses */
    SPLIT_MAX = 8192,
    PARENS_MAX = 32,
    LATIN = 1,
    OTHER = 2,
    YEAR_FIRST = 1850,
    YEAR_LAST = 2099
};

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static ms_str from(ms_str s, size_t i)
{
    return (ms_str){s.p + i, s.n - i};
}

static ms_str first(ms_str s, size_t n)
{
    return (ms_str){s.p, n < s.n ? n : s.n};
}

/* The offset of `what` (lower case) in `s`, whatever its case; s.n without it. */
static size_t find(ms_str s, const char *what)
{
    size_t n = strlen(what), k;
    for (size_t i = 0; i + n <= s.n; i++) {
        for (k = 0; k < n && ms_lower(s.p[i + k]) == what[k];) k++;
        if (k == n) return i;
    }
    return s.n;
}

ms_str ms_un_clean(ms_str s, ms_arena *a)
{
    char *p = ms_arena_alloc(a, s.n + 1);
    if (!p) return (ms_str){NULL, 0};
    size_t w = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool space = s.p[i] == ' ' || (s.p[i] >= '\t' && s.p[i] <= '\r');
        bool nbsp = i + 1 < s.n && memcmp(s.p + i, "\xc2\xa0", 2) == 0;
        i += nbsp;
        if (!space && !nbsp) p[w++] = s.p[i];
        else if (w && p[w - 1] != ' ') p[w++] = ' ';
    }
    return ms_str_trim((ms_str){p, w});
}

/* Which scripts a text has letters of: LATIN, OTHER, both or neither. */
static unsigned scripts(ms_str s)
{
    unsigned mask = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t c;
        i += ms_utf8_decode(s.p + i, s.n - i, &c);
        bool latin = (c < 0x80 && (ms_is_upper((char)c) || is_lower((char)c))) ||
                     (c >= 0xc0 && c < 0x250) || (c >= 0x1e00 && c < 0x1f00);
        bool marks = c >= 0x2000 && c < 0x2e80; /* punctuation and symbols */
        if (latin) mask |= LATIN;
        else if (c >= 0x370 && !marks && c != 0xfffd) mask |= OTHER;
    }
    return mask;
}

/* Remarks that stand in parentheses behind a name and are no part of it. */
static const char *const remarks[] = {
    "birth name",         "combat name", "nom de guerre",   "previously listed as",
    "formerly listed as", "third",       "original script",
};

static bool is_remark(ms_str s)
{
    for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++)
        if (s.n == strlen(remarks[i]) && find(s, remarks[i]) == 0) return true;
    return ms_has_digit(s);
}

bool ms_un_previous(ms_str text)
{
    return find(text, "previously listed") < text.n || find(text, "formerly listed") < text.n ||
           find(text, "formerly known") < text.n;
}

/* Labels of a name in its own script. */
static const char *const labels[] = {"original script:", "arabic script:", "in arabic:"};

/* `s` behind a label, if it has one; `*found` tells. */
static ms_str unlabelled(ms_str s, bool *found)
{
    *found = false;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        size_t at = find(s, labels[i]);
        if (at == s.n) continue;
        *found = true;
        return ms_str_trim(from(s, at + strlen(labels[i])));
    }
    return s;
}

static void add_remark(ms_un_names *out, ms_str s)
{
    s = ms_str_trim(s);
    if (!s.n || find(s, "original script") == 0) return;
    out->previous |= ms_un_previous(s);
    out->remark =
        out->remark.n ? ms_arena_strf(out->a, "%.*s; %.*s", MS_FMT(out->remark), MS_FMT(s)) : s;
    out->nomem |= !out->remark.p;
}

/* Takes what cannot begin or end a name from both ends. */
static ms_str strip(ms_str s)
{
    for (s = ms_str_trim(s); s.n && strchr(",;\"", s.p[s.n - 1]); s = ms_str_trim(s)) s.n--;
    while (s.n && strchr(",;\") ", s.p[0])) s = from(s, 1);
    return s;
}

static void add_name(ms_un_names *out, ms_str s)
{
    s = strip(s);
    if (!scripts(s)) return;
    for (uint32_t i = 0; i < out->n; i++)
        if (ms_str_eq(out->v[i], s)) return;
    if (out->n == MS_UN_NAMES) out->more = true;
    else out->v[out->n++] = s;
}

/* Adds the runs of words of one script in `s`: "Agha Jan اغا جان" is two names. */
static void add_runs(ms_un_names *out, ms_str s)
{
    size_t run = 0;
    unsigned mask = 0;
    for (size_t i = 0; i < s.n;) {
        size_t end = i;
        while (end < s.n && s.p[end] != ' ') end++;
        unsigned word = scripts((ms_str){s.p + i, end - i});
        if (mask && word && !(mask & word)) {
            add_name(out, (ms_str){s.p + run, i - run});
            run = i;
            mask = 0;
        }
        mask |= word;
        i = end + 1;
    }
    add_name(out, from(s, run));
}

/* The end of the parenthesis that opens at `i`; s.n when it does not close. */
static size_t closing(ms_str s, size_t i)
{
    unsigned depth = 0;
    for (; i < s.n; i++) {
        if (s.p[i] == '(') depth++;
        if (s.p[i] == ')' && --depth == 0) return i;
    }
    return s.n;
}

static void split(ms_un_names *out, ms_str s, unsigned depth);

/* What of `s` is no parenthesis. */
static ms_str outside(ms_un_names *out, ms_str s)
{
    char *p = ms_arena_alloc(out->a, s.n);
    size_t w = 0;
    if (!p) return out->nomem = true, (ms_str){"", 0};
    for (size_t i = 0; i < s.n; i++) {
        size_t end = s.p[i] == '(' ? closing(s, i) : s.n;
        if (end < s.n) i = end;
        else p[w++] = s.p[i];
    }
    return (ms_str){p, w};
}

/* `s` without what follows a name unmarked by parentheses. */
static ms_str cut_remark(ms_un_names *out, ms_str s)
{
    static const char *const born[] = {", born ", " born in ", " born on "};
    static const ms_str unit = {" - sub-unit name", 16};
    for (size_t i = 0; i < sizeof born / sizeof *born; i++) {
        size_t at = find(s, born[i]);
        if (at == s.n || memchr(s.p, '(', at)) continue;
        add_remark(out, from(s, at + (s.p[at] == ',')));
        s = first(s, at);
    }
    if (s.n > unit.n && ms_str_eq(from(s, s.n - unit.n), unit)) {
        add_remark(out, from(unit, 3));
        s = first(s, s.n - unit.n);
    }
    return s;
}

/* The text in the parentheses from `i` to `end`, without its label. */
static ms_str group(ms_str s, size_t i, size_t end)
{
    bool label;
    return unlabelled(ms_str_trim((ms_str){s.p + i + 1, end - i - 1}), &label);
}

/* Sorts the parentheses of one name: a remark, names of their own, or a part of the
 * name, which stays. */
static void one(ms_un_names *out, ms_str s, unsigned depth)
{
    s = cut_remark(out, strip(s));
    unsigned own = scripts(outside(out, s));
    char *p = ms_arena_alloc(out->a, s.n);
    size_t w = 0;
    if (!p) {
        out->nomem = true;
        return;
    }
    ms_str inner[MS_UN_NAMES];
    unsigned n = 0;
    for (size_t i = 0; i < s.n; i++) {
        size_t end = s.p[i] == '(' ? closing(s, i) : s.n;
        ms_str g = end < s.n ? group(s, i, end) : (ms_str){"", 0};
        bool names = g.n && n < MS_UN_NAMES && depth < NESTED &&
                     (memchr(g.p, ';', g.n) || (own && !(own & scripts(g))));
        bool remark = g.n && is_remark(g);
        if (remark) add_remark(out, g);
        else if (names) inner[n++] = g;
        else p[w++] = s.p[i];
        if (remark || names) i = end;
    }
    ms_str head = ms_un_clean((ms_str){p, w}, out->a);
    out->nomem |= !head.p;
    add_runs(out, head);
    for (unsigned k = 0; k < n; k++) split(out, inner[k], depth + 1);
}

/* Whether an enumerator, "b) ", begins at `i`. */
static bool enumerator(ms_str s, size_t i)
{
    return i + 2 < s.n && is_lower(s.p[i]) && s.p[i + 1] == ')' && s.p[i + 2] == ' ' &&
           (i == 0 || s.p[i - 1] == ' ');
}

static void split(ms_un_names *out, ms_str s, unsigned depth)
{
    size_t begin = 0;
    for (size_t i = 0; i < s.n; i++) {
        size_t end = s.p[i] == '(' ? closing(s, i) : s.n;
        if (end < s.n) i = end;
        bool item = enumerator(s, i);
        if (s.p[i] != ';' && !item) continue;
        one(out, (ms_str){s.p + begin, i - begin}, depth);
        begin = i + (item ? 3 : 1);
        i = begin - 1;
    }
    one(out, from(s, begin), depth);
}

/* Parentheses are matched by looking ahead: neither long texts nor many of them. */
static bool splittable(ms_str s)
{
    unsigned open = 0;
    for (size_t i = 0; i < s.n; i++) open += s.p[i] == '(';
    return s.n <= SPLIT_MAX && open <= PARENS_MAX;
}

void ms_un_split(ms_un_names *out, ms_str text)
{
    if (splittable(text)) split(out, text, 0);
    else add_name(out, text);
}

/* Whether every piece of `s` between ";" looks like a name. */
static bool name_list(ms_str s)
{
    if (!s.n || !memchr(s.p, ';', s.n) || ms_has_digit(s)) return false;
    if (memchr(s.p, ':', s.n) || memchr(s.p, '(', s.n)) return false;
    for (size_t i = 0, begin = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != ';') continue;
        ms_str piece = ms_str_trim((ms_str){s.p + begin, i - begin});
        if (!piece.n || piece.n > 100 || is_lower(piece.p[0])) return false;
        begin = i + 1;
    }
    return true;
}

void ms_un_note_names(ms_un_names *out, ms_str name, ms_str note)
{
    bool label;
    ms_str rest = unlabelled(note, &label);
    if (label) {
        size_t n = 0;
        while (n < rest.n && !is_lower(rest.p[n]) && !ms_is_upper(rest.p[n]) &&
               rest.p[n] != ';')
            n++;
        add_name(out, first(rest, n));
    }
    if (!splittable(note)) return;
    if (!(scripts(name) & LATIN) && name_list(note)) split(out, note, 0);
    for (size_t i = 0; i < note.n; i++) {
        size_t end = note.p[i] == '(' ? closing(note, i) : note.n;
        if (end == note.n) continue;
        ms_str g = {note.p + i + 1, end - i - 1};
        if (g.n && name_list(g)) split(out, g, 1);
        i = end;
    }
}

ms_str ms_un_used_name(ms_str note)
{
    static const char *const marks[] = {"under the name of ", "under the name ", "under name ",
                                        "in the name of ",    "made out to ",    "issued to "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t at = find(note, marks[i]), n = 0;
        if (at == note.n) continue;
        ms_str rest = from(note, at + strlen(marks[i]));
        while (n < rest.n && !strchr(",;()", rest.p[n])) n++;
        rest = strip(first(rest, n));
        if (rest.n && !is_lower(rest.p[0]) && !ms_has_digit(rest)) return rest;
    }
    return (ms_str){"", 0};
}

bool ms_un_acronym(ms_str name, ms_str *full, ms_str *acronym)
{
    if (!name.n || name.p[name.n - 1] != ')') return false;
    size_t open = name.n;
    while (open && name.p[open - 1] != '(') open--;
    if (open < 2) return false;
    *acronym = (ms_str){name.p + open, name.n - open - 1};
    *full = ms_str_trim(first(name, open - 1));
    if (acronym->n < 2 || acronym->n > 12) return false;
    /* Its letters stand in the name in their order, its first one first. */
    size_t k = 0;
    for (size_t i = 0; i < acronym->n; i++) {
        char c = ms_lower(acronym->p[i]);
        if (c == '-') continue;
        if (!is_lower(c)) return false;
        while (k < full->n && ms_lower(full->p[k]) != c) k++;
        if (k == full->n || (i == 0 && k)) return false;
        k++;
    }
    return true;
}

/* The end of the word that begins at `i`. */
static size_t word_end(ms_str s, size_t i)
{
    while (i < s.n && s.p[i] != ' ') i++;
    return i;
}

/* A word that belongs to the description of a number, not to it: it has small
 * letters, or ends with "." or ":" ("No.", "SSN:").  Several numbers have small
 * letters behind digits, so only words that begin without a digit count. */
static bool describes(ms_str w)
{
    unsigned small = 0;
    for (size_t i = 0; i < w.n; i++) small += is_lower(w.p[i]);
    if (!w.n || ms_is_digit(w.p[0])) return false;
    return small >= 2 || strchr(".:", w.p[w.n - 1]) != NULL;
}

ms_str ms_un_number(ms_str text)
{
    ms_str s = text;
    size_t paren = 0;
    while (paren < s.n && s.p[paren] != '(') paren++;
    if (paren && paren < s.n && ms_has_digit(first(s, paren))) s = ms_str_trim(first(s, paren));
    size_t comma = find(s, ", ");
    if (comma < s.n && ms_has_digit(first(s, comma)) && !ms_has_digit(from(s, comma)))
        s = first(s, comma);
    size_t begin = 0;
    bool digits = false; /* the word before has them: "8208 No. 555627" is one number */
    for (size_t i = 0; i < s.n;) {
        size_t end = word_end(s, i);
        ms_str w = {s.p + i, end - i};
        if (!digits && describes(w)) begin = end;
        digits = ms_has_digit(w);
        i = end + 1;
    }
    ms_str out = ms_str_trim(from(s, begin));
    return ms_has_digit(out) ? out : text;
}

/* Whether a word says that a number follows. */
static bool announces(ms_str w)
{
    static const char *const marks[] = {
        "number", "no.", "no.:", "number:", "code:", "card", "ssn"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (w.n == strlen(marks[i]) && find(w, marks[i]) == 0) return true;
    return false;
}

ms_str ms_un_number_in(ms_str text)
{
    bool announced = false;
    size_t lead = text.n; /* where one to three capitals before the number begin */
    for (size_t i = 0; i < text.n;) {
        size_t end = word_end(text, i);
        ms_str w = {text.p + i, end - i};
        unsigned digits = 0, small = 0, capitals = 0;
        for (size_t k = 0; k < w.n; k++) {
            digits += ms_is_digit(w.p[k]);
            small += is_lower(w.p[k]);
            capitals += ms_is_upper(w.p[k]);
        }
        if (!small && (digits >= 5 || (digits && announced))) {
            size_t begin = lead < i ? lead : i;
            while (end > begin && strchr(",;.)", text.p[end - 1])) end--;
            return (ms_str){text.p + begin, end - begin};
        }
        bool leads = !digits && !small && capitals && w.n <= 4 && !announces(w);
        lead = leads ? i : text.n;
        announced = announces(w) || (announced && leads);
        i = end + 1;
    }
    return (ms_str){"", 0};
}

ms_str ms_un_passport_in(ms_str text)
{
    size_t at = find(text, "passport n");
    if (at == text.n) return (ms_str){"", 0};
    ms_str s = from(text, at + 9);
    if (find(s, "no.") == 0 && s.n > 3 && ms_is_digit(s.p[3])) s = from(s, 3);
    return ms_un_number_in(first(s, 24));
}

/* Reads a date of one to three words at the start of `s`; `*used` its length. */
static bool date_at(ms_str s, ms_date *out, size_t *used)
{
    size_t ends[3] = {0}, n = 0;
    for (size_t i = 0; n < 3 && i < s.n; n++) {
        ends[n] = word_end(s, i);
        i = ends[n] + 1;
    }
    for (; n; n--) {
        *used = ends[n - 1];
        if (*used < 4 || *used > 24 || ms_date_parse(first(s, *used), out)) continue;
        if (out->year >= YEAR_FIRST && out->year <= YEAR_LAST) return true;
    }
    return false;
}

/* `s` with everything but letters and digits as blanks, in `buf`. */
static ms_str plain(ms_str s, char *buf, size_t max)
{
    size_t w = 0;
    for (size_t i = 0; i < s.n && w < max; i++) {
        bool keep = ms_is_digit(s.p[i]) || is_lower(s.p[i]) || ms_is_upper(s.p[i]);
        if (keep) buf[w++] = s.p[i];
        else if (w && buf[w - 1] != ' ') buf[w++] = ' ';
    }
    return ms_str_trim((ms_str){buf, w});
}

/* The dates of `s`, word by word. */
static unsigned dates_in(ms_str s, ms_date *out, unsigned max)
{
    unsigned n = 0;
    for (size_t i = 0; i < s.n && n < max;) {
        size_t used;
        if (date_at(from(s, i), &out[n], &used)) {
            n++;
            i += used + 1;
        } else {
            i = word_end(s, i) + 1;
        }
    }
    return n;
}

unsigned ms_un_births(ms_str note, ms_date *out, unsigned max)
{
    static const char *const marks[] = {"born ", "dob:", "dpob"};
    static const char *const ends[] = {"pob:", "passport", "issue", ";", "expir"};
    char buf[256];
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t at = find(note, marks[i]);
        if (at == note.n) continue;
        ms_str s = from(note, at + strlen(marks[i]));
        for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) s = first(s, find(s, ends[k]));
        unsigned n = dates_in(plain(s, buf, sizeof buf), out, max);
        if (n) return n;
    }
    return 0;
}

ms_date ms_un_note_date(ms_str note)
{
    char buf[256];
    ms_date d[4] = {{0}};
    if (find(note, "hijri") < note.n || find(note, "calendar") < note.n) return d[0];
    if (dates_in(plain(note, buf, sizeof buf), d, 4) != 1) return (ms_date){0};
    if (find(note, "between") < note.n) d[0].month = d[0].day = 0;
    return d[0];
}

ms_str ms_un_gender(ms_str text)
{
    static const struct {
        const char *word;
        ms_str value;
    } words[] = {{"female", {"female", 6}}, {"male", {"male", 4}}};
    static const char *const marks[] = {"gender", "sex"};
    for (size_t m = 0; m < 2; m++) {
        for (ms_str s = text; s.n;) {
            size_t at = find(s, marks[m]), i = 0;
            if (at == s.n) break;
            s = from(s, at + strlen(marks[m]));
            while (i < s.n && i < 4 && strchr(": [(", s.p[i])) i++;
            ms_str word = first(from(s, i), 6);
            for (size_t w = 0; i && w < 2; w++)
                if (find(word, words[w].word) == 0) return words[w].value;
        }
    }
    return (ms_str){"", 0};
}
