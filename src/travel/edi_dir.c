#include <marsad/edidir.h>

#include <stdio.h>

#include "base/table.h"
#include "travel/edi.h"

extern const ms_table ms_table_edi_segments, ms_table_edi_places, ms_table_edi_codes,
    ms_table_edi_messages;

enum { KEY = 64 };
enum { SEGMENT_NAME = 1, SEGMENT_LISTED = 3 };
enum { PLACE_NUMBER = 1, PLACE_NAME, PLACE_FORMAT, PLACE_SHOWN };
enum { RULE_POSITION = 1, RULE_GROUPS, RULE_TAG, RULE_STATUS, RULE_TIMES };

static const char *const families[] = {[MS_EDI_UN] = "UN", [MS_EDI_IA] = "IA"};

ms_edi_family ms_edi_family_of(const ms_edi_header *h)
{
    return h && ms_str_eq(h->agency, MS_STR("IA")) ? MS_EDI_IA : MS_EDI_UN;
}

/* Service segments are the same in all messages. */
static ms_edi_family family(ms_edi_family f, const ms_edi_segment *s)
{
    return ms_edi_service(s->tag) ? MS_EDI_UN : f;
}

static bool segment_row(ms_edi_family f, const ms_edi_segment *s, uint32_t *row)
{
    char key[KEY];
    int n = snprintf(key, sizeof key, "%s.%s", families[family(f, s)], s->name);
    return s->tag && ms_table_find(&ms_table_edi_segments, (ms_str){key, (size_t)n}, row);
}

ms_str ms_edi_segment_name(ms_edi_family f, const ms_edi_segment *s)
{
    uint32_t row;
    if (!segment_row(f, s, &row)) return MS_STR("");
    return ms_table_cell(&ms_table_edi_segments, row, SEGMENT_NAME);
}

/* Whether `word` is one of the words of `list`. */
static bool listed(ms_str list, ms_str word)
{
    while (list.n) {
        const char *blank = memchr(list.p, ' ', list.n);
        size_t n = blank ? (size_t)(blank - list.p) : list.n;
        if (ms_str_eq((ms_str){list.p, n}, word)) return true;
        n += blank != NULL;
        list = (ms_str){list.p + n, list.n - n};
    }
    return false;
}

/* Whether `text` is of the form "an..3", "n5", "a1", and not free text. */
static bool fits(ms_str format, ms_str text)
{
    bool letters = format.n && format.p[0] == 'a';
    bool digits = memchr(format.p, 'n', format.n) != NULL;
    unsigned most = 0;
    for (size_t i = 0; i < format.n; i++)
        if (ms_is_digit(format.p[i])) most = most * 10 + (unsigned)(format.p[i] - '0');
    if (text.n > most) return false;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool digit = ms_is_digit(c);
        if (c < ' ' || c >= 0x7f || (digit ? !digits : !letters)) return false;
    }
    return true;
}

static bool shown(ms_str rule, ms_str format, const ms_edi_segment *s, ms_str text)
{
    if (!rule.n || !fits(format, text)) return false;
    if (ms_str_eq(rule, MS_STR("yes"))) return true;
    return rule.n > 4 && listed((ms_str){rule.p + 4, rule.n - 4}, ms_edi_get(s, 1, 1));
}

static ms_str code_of(ms_edi_family f, ms_str number, ms_str text)
{
    char key[KEY];
    if (text.n > 8) return MS_STR("");
    int n =
        snprintf(key, sizeof key, "%s.%.*s.%.*s", families[f], MS_FMT(number), MS_FMT(text));
    uint32_t row;
    if (!ms_table_find(&ms_table_edi_codes, (ms_str){key, (size_t)n}, &row)) return MS_STR("");
    return ms_table_cell(&ms_table_edi_codes, row, 1);
}

/* Elements behind the last one listed repeat it. */
static bool place_row(ms_edi_family f, const ms_edi_segment *s, const ms_edi_value *v,
                      uint32_t *row)
{
    uint32_t segment;
    if (!segment_row(f, s, &segment)) return false;
    unsigned last = (unsigned)ms_table_number(&ms_table_edi_segments, segment, SEGMENT_LISTED);
    char key[KEY];
    int n = snprintf(key, sizeof key, "%s.%s.%u.%u", families[family(f, s)], s->name,
                     v->element > last ? last : v->element, v->component);
    return ms_table_find(&ms_table_edi_places, (ms_str){key, (size_t)n}, row);
}

bool ms_edi_meaning_of(ms_edi_family f, const ms_edi_segment *s, const ms_edi_value *v,
                       ms_edi_meaning *out)
{
    uint32_t row;
    *out = (ms_edi_meaning){0};
    if (!place_row(f, s, v, &row)) return false;
    const ms_table *t = &ms_table_edi_places;
    out->number = ms_table_cell(t, row, PLACE_NUMBER);
    out->name = ms_table_cell(t, row, PLACE_NAME);
    out->format = ms_table_cell(t, row, PLACE_FORMAT);
    out->shown = shown(ms_table_cell(t, row, PLACE_SHOWN), out->format, s, v->text);
    if (out->shown) out->code = code_of(family(f, s), out->number, v->text);
    return true;
}

/* ---- structures --------------------------------------------------------- */

/* Releases by their year: those of the last century first. */
static int release_order(ms_str a, ms_str b)
{
    if (a.n != 3 || b.n != 3) return ms_str_cmp(a, b);
    int last_a = a.p[0] == '9', last_b = b.p[0] == '9';
    return last_a != last_b ? last_b - last_a : ms_str_cmp(a, b);
}

/* The first row of the message in the release asked for, or the one before it. */
static bool first_row(ms_str type, ms_str release, uint32_t *row, ms_str *key)
{
    const ms_table *t = &ms_table_edi_messages;
    bool found = false;
    for (uint32_t i = 0; i < t->rows; i++) {
        ms_str k = ms_table_cell(t, i, 0);
        if (k.n != type.n + 4 || memcmp(k.p, type.p, type.n) || k.p[type.n] != '.') continue;
        if (found && ms_str_eq(k, *key)) continue;
        ms_str r = {k.p + type.n + 1, 3};
        if (found && release_order(r, release) > 0) break;
        *key = k;
        *row = i;
        found = true;
    }
    return found;
}

bool ms_edi_rule_at(ms_str type, ms_str release, uint32_t i, ms_edi_rule *out)
{
    const ms_table *t = &ms_table_edi_messages;
    uint32_t row = 0;
    ms_str key = {0};
    *out = (ms_edi_rule){0};
    if (!type.n || !first_row(type, release, &row, &key) || i >= t->rows - row) return false;
    row += i;
    if (!ms_str_eq(ms_table_cell(t, row, 0), key)) return false;
    *out =
        (ms_edi_rule){.position = ms_table_cell(t, row, RULE_POSITION),
                      .groups = ms_table_cell(t, row, RULE_GROUPS),
                      .tag = ms_table_cell(t, row, RULE_TAG),
                      .mandatory = ms_str_eq(ms_table_cell(t, row, RULE_STATUS), MS_STR("M")),
                      .times = (uint32_t)ms_table_number(t, row, RULE_TIMES)};
    return true;
}
