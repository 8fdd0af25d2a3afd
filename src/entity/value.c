#include <marsad/date.h>
#include <marsad/model.h>
#include <marsad/name.h>

#include "base/ascii.h"
#include "base/table.h"
#include "entity/identifier.h"

extern const ms_table ms_table_countries;
extern const ms_table ms_table_genders;
extern const ms_table ms_table_topics;

enum {
    WORDS_MAX = 200, /* bytes of the longest country name or gender word, generously */
    PHONE_MIN = 7,   /* digits, ITU-T E.164 §6.2 */
    PHONE_MAX = 15,
    LOCAL_MAX = 64, /* bytes before the @, RFC 5321 §4.5.3.1 */
    DOMAIN_MAX = 255
};

static ms_rc keep(ms_str s, ms_arena *a, ms_str *out)
{
    *out = ms_arena_str(a, s);
    return out->p ? MS_OK : MS_ENOMEM;
}

static ms_rc clean_date(ms_str in, ms_arena *a, ms_str *out)
{
    ms_date d;
    char buf[MS_DATE_MAX];
    if (ms_date_parse(in, &d) != MS_OK) return MS_EVALUE;
    return keep((ms_str){buf, ms_date_print(d, buf)}, a, out);
}

/* The second cell of the row of `table` whose key is the folded `in`. */
static ms_rc look_up(const ms_table *table, ms_str in, ms_arena *a, ms_str *out)
{
    static const char article[] = "the ";
    if (in.n > WORDS_MAX) return MS_EVALUE;
    ms_str key = ms_text_key(in, a);
    if (!key.p) return MS_ENOMEM;
    uint32_t row;
    bool found = ms_table_find(table, key, &row);
    size_t skip = sizeof article - 1;
    if (!found && key.n > skip && memcmp(key.p, article, skip) == 0)
        found = ms_table_find(table, (ms_str){key.p + skip, key.n - skip}, &row);
    if (!found) return MS_EVALUE;
    *out = ms_table_cell(table, row, 1);
    return MS_OK;
}

static ms_rc clean_topic(ms_str in, ms_arena *a, ms_str *out)
{
    ms_str s;
    if (in.n > WORDS_MAX) return MS_EVALUE;
    char buf[WORDS_MAX];
    for (size_t i = 0; i < in.n; i++) buf[i] = ms_lower(in.p[i]);
    s = (ms_str){buf, in.n};
    uint32_t row;
    return ms_table_find(&ms_table_topics, s, &row) ? keep(s, a, out) : MS_EVALUE;
}

/* The text behind `+`, `00` or neither. */
static bool cut_prefix(ms_str *s)
{
    size_t n = s->n && s->p[0] == '+' ? 1 : s->n > 1 && memcmp(s->p, "00", 2) == 0 ? 2 : 0;
    s->p += n;
    s->n -= n;
    return n > 0;
}

/* The `(0)` that some write between country code and number. */
static size_t trunk_zero(ms_str s, size_t i)
{
    return s.n - i >= 3 && memcmp(s.p + i, "(0)", 3) == 0 ? 3 : 0;
}

static ms_rc clean_phone(ms_str in, ms_arena *a, ms_str *out)
{
    char buf[1 + PHONE_MAX] = "+";
    size_t n = 1;
    ms_str s = in;
    if (!ms_has_digit(in)) return MS_EVALUE;
    if (!cut_prefix(&s)) return keep(in, a, out);
    for (size_t i = 0; i < s.n; i++) {
        if (n > 1 && trunk_zero(s, i)) i += 2;
        else if (!ms_is_digit(s.p[i]) && !memchr(" -./()\t", s.p[i], 7)) return MS_EVALUE;
        else if (ms_is_digit(s.p[i]) && n == sizeof buf) return MS_EVALUE;
        else if (ms_is_digit(s.p[i])) buf[n++] = s.p[i];
    }
    if (n - 1 < PHONE_MIN || buf[1] == '0') return MS_EVALUE;
    return keep((ms_str){buf, n}, a, out);
}

/* Labels of letters, digits, hyphens and whatever is not ASCII, at least two. */
static bool is_domain(ms_str s)
{
    size_t label = 0, dots = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = ms_lower(s.p[i]);
        bool inner = (c >= 'a' && c <= 'z') || ms_is_digit(c) || (unsigned char)c >= 0x80;
        if (c == '.' && label == 0) return false;
        if (c != '.' && !inner && (c != '-' || label == 0)) return false;
        dots += c == '.';
        label = c == '.' ? 0 : label + 1;
    }
    return dots > 0 && label > 0 && s.n <= DOMAIN_MAX;
}

static ms_rc clean_email(ms_str in, ms_arena *a, ms_str *out)
{
    size_t at = 0;
    while (at < in.n && in.p[at] != '@') {
        unsigned char c = (unsigned char)in.p[at++];
        if (c <= ' ' || c == 0x7F || strchr("<>()[],;:\\\"", c)) return MS_EVALUE;
    }
    if (at == 0 || at > LOCAL_MAX || at == in.n) return MS_EVALUE;
    if (!is_domain((ms_str){in.p + at + 1, in.n - at - 1})) return MS_EVALUE;
    char *p = ms_arena_alloc(a, in.n + 1);
    if (!p) return MS_ENOMEM;
    for (size_t i = 0; i < in.n; i++) p[i] = i < at ? in.p[i] : ms_lower(in.p[i]);
    *out = (ms_str){p, in.n};
    return MS_OK;
}

bool ms_type_kept(ms_type t)
{
    switch (t) {
    case MS_TYPE_COUNTRY:
    case MS_TYPE_TOPIC:
    case MS_TYPE_PHONE:
    case MS_TYPE_EMAIL:
    case MS_TYPE_IDENTIFIER: return true;
    default: return false;
    }
}

ms_rc ms_value_plain(ms_type t, ms_str in, ms_arena *a, ms_str *out)
{
    *out = ms_str_trim(in);
    if (t != MS_TYPE_DATE && t != MS_TYPE_PHONE && t != MS_TYPE_IDENTIFIER) return MS_OK;
    *out = ms_text_digits(*out, a);
    return out->p || !out->n ? MS_OK : MS_ENOMEM;
}

ms_rc ms_value_clean(ms_type t, ms_id_format format, ms_str in, ms_arena *a, ms_str *out)
{
    ms_rc rc = ms_value_plain(t, in, a, &in);
    if (rc || in.n == 0) return rc ? rc : MS_EMISSING;
    switch (t) {
    case MS_TYPE_DATE: return clean_date(in, a, out);
    case MS_TYPE_COUNTRY: return look_up(&ms_table_countries, in, a, out);
    case MS_TYPE_GENDER: return look_up(&ms_table_genders, in, a, out);
    case MS_TYPE_TOPIC: return clean_topic(in, a, out);
    case MS_TYPE_PHONE: return clean_phone(in, a, out);
    case MS_TYPE_EMAIL: return clean_email(in, a, out);
    case MS_TYPE_IDENTIFIER:
        if (format != MS_ID_ANY) return ms_identifier_clean(format, in, a, out);
        break;
    default: break;
    }
    *out = in;
    return MS_OK;
}
