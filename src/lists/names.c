#include "lists/names.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool same(ms_str s, const char *z)
{
    return strlen(z) == s.n && !strncasecmp(s.p, z, s.n);
}

static bool one_of(ms_str s, const char *const *words)
{
    while (*words && !same(s, *words)) words++;
    return *words;
}

/* A legal form, which is no name of its own. */
static bool legal_form(ms_str s)
{
    static const char *const forms[] = {
        "Ltd",  "Ltd.",   "Limited",      "Inc",     "Inc.",     "LLC",    "L.L.C.",
        "S.A.", "SA",     "S.L.",         "Co.",     "Co",       "Corp.",  "Corp",
        "GmbH", "AG",     "PLC",          "JSC",     "OJSC",     "CJSC",   "PJSC",
        "C.A.", "N.V.",   "B.V.",         "SARL",    "S.A.R.L.", "LLP",    "Company",
        "FZE",  "FZ-LLC", "FZCO",         "S.R.L.",  "SRL",      "Jr.",    "Jr",
        "Sr.",  "II",     "III",          "Co. Ltd", "Co. Ltd.", "S.p.A.", "SpA",
        "LTDA", "Ltda.",  "S.A. de C.V.", NULL};
    return one_of(ms_str_trim(s), forms);
}

/* Bytes of the character at `p` that opens or closes what belongs together; the depth
 * changes by `*by`. */
static size_t bracket(const char *p, size_t n, bool inside, int *by)
{
    static const struct {
        const char *text;
        int by;
    } marks[] = {{"(", 1},  {")", -1}, {"[", 1},  {"]", -1}, {"«", 1},
                 {"»", -1}, {"“", 1},  {"”", -1}, {"„", 1}};
    *by = 0;
    if (*p == '"') return *by = inside ? -1 : 1, 1;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t m = strlen(marks[i].text);
        if (m <= n && !memcmp(p, marks[i].text, m)) return *by = marks[i].by, m;
    }
    return 1;
}

/* Where the next separator at depth 0 is; s.n without one.  A bracket that never closes
 * is an ordinary character. */
static size_t separator(ms_str s, bool brackets)
{
    int depth = 0, by;
    bool quoted = false;
    for (size_t i = 0; i < s.n;) {
        if (depth == 0 && strchr(",;\n", s.p[i]) && s.p[i]) return i;
        size_t n = bracket(s.p + i, s.n - i, quoted, &by);
        if (s.p[i] == '"') quoted = !quoted;
        if (brackets) depth += by;
        if (depth < 0) depth = 0;
        i += n;
    }
    return depth ? separator(s, false) : s.n;
}

bool ms_alias_next(ms_str *rest, ms_str *name)
{
    while (rest->p) {
        size_t n = separator(*rest, true);
        for (;;) {
            ms_str behind =
                n < rest->n ? (ms_str){rest->p + n + 1, rest->n - n - 1} : (ms_str){NULL, 0};
            size_t next = behind.p ? separator(behind, true) : 0;
            if (!behind.p || rest->p[n] != ',' || !legal_form((ms_str){behind.p, next})) break;
            n += 1 + next;
        }
        *name = ms_str_trim((ms_str){rest->p, n});
        *rest = n < rest->n ? (ms_str){rest->p + n + 1, rest->n - n - 1} : (ms_str){NULL, 0};
        if (name->n) return true;
    }
    return false;
}

void ms_entry_alias(ms_entry *x, ms_str name)
{
    static const char *const languages[] = {
        "Arabic",  "Russian", "Belarusian", "Belarussian", "Ukrainian", "Persian", "Farsi",
        "Chinese", "French",  "English",    "Korean",      "Burmese",   "Spanish", "Hebrew",
        "Kurdish", "Turkish", "German",     "Japanese",    "Georgian",  "Serbian", NULL};
    const char *colon = name.n ? memchr(name.p, ':', name.n) : NULL;
    if (colon && one_of(ms_str_trim((ms_str){name.p, (size_t)(colon - name.p)}), languages))
        name = ms_str_trim((ms_str){colon + 1, name.n - (size_t)(colon - name.p) - 1});
    name = ms_entry_clean(x, name);
    bool word = name.n && !memchr(name.p, ' ', name.n);
    bool person = ms_schema_prop(x->e.schema, MS_STR("birthDate")) != NULL;
    ms_entry_add(x, person && word ? "weakAlias" : "alias", name);
}

void ms_entry_name(ms_entry *x, const char *prop, ms_str name, bool parts)
{
    name = ms_entry_clean(x, name);
    const char *comma = name.n ? memmem(name.p, name.n, ", ", 2) : NULL;
    if (!comma) {
        ms_entry_add(x, prop, name);
        return;
    }
    ms_str last = {name.p, (size_t)(comma - name.p)};
    ms_str first = {comma + 2, name.n - last.n - 2};
    ms_entry_add(x, prop, ms_entry_f(x, "%.*s %.*s", MS_FMT(first), MS_FMT(last)));
    if (!parts) return;
    ms_entry_add(x, "lastName", last);
    ms_entry_add(x, "firstName", first);
}

/* Bytes of the mark "(2)" or "b)" for number `n` at `p`; 0 without one. */
static size_t mark(const char *p, size_t left, unsigned n)
{
    char text[16];
    int len = snprintf(text, sizeof text, "(%u)", n);
    if (len > 0 && (size_t)len <= left && !memcmp(p, text, (size_t)len)) return (size_t)len;
    if (n <= 26 && left >= 2 && (p[0] | 32) == (char)('a' + n - 1) && p[1] == ')') return 2;
    return 0;
}

/* Whether a mark may begin at `i`: behind a blank, also an unbreakable one, or a sign. */
static bool behind_gap(ms_str s, size_t i)
{
    char before = s.p[i - 1];
    return (before && strchr(" \t\n,;.", before)) ||
           (i > 1 && !memcmp(s.p + i - 2, "\xc2\xa0", 2));
}

bool ms_numbered_next(ms_str *rest, unsigned *number, ms_str *piece)
{
    while (rest->p) {
        *rest = ms_str_trim(*rest);
        unsigned n = ++*number;
        size_t skip = rest->n ? mark(rest->p, rest->n, n) : 0, end = rest->n;
        for (size_t i = skip + 1; skip && i < rest->n && end == rest->n; i++)
            if (behind_gap(*rest, i) && mark(rest->p + i, rest->n - i, n + 1)) end = i;
        *piece = ms_str_trim((ms_str){rest->p + skip, end - skip});
        while (piece->n && strchr(",;", piece->p[piece->n - 1])) piece->n--;
        *rest = end < rest->n ? (ms_str){rest->p + end, rest->n - end} : (ms_str){NULL, 0};
        if (piece->n && !ms_str_eq(*piece, MS_STR("-"))) return true;
    }
    return false;
}
