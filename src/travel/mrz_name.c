/* Names: components, truncation (9303-3 §4.6; 9303-4 to 9303-6 §4.2.3). */
#include "travel/mrz.h"

bool mrz_digits_in_name(ms_str issuer, ms_str code)
{
    return ms_str_eq(issuer, MS_STR("RUS")) && ms_str_eq(code, MS_STR("PN"));
}

/* ---- reading ----------------------------------------------------------- */

/* Components of `s`, between fillers. */
static uint8_t split(mrz_reading *r, ms_str s, ms_str *part)
{
    uint8_t n = 0;
    for (size_t i = 0, from = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != '<') continue;
        if (i > from && n < MS_MRZ_PARTS)
            part[n++] = mrz_keep(r, (ms_str){s.p + from, i - from});
        from = i + 1;
    }
    return n;
}

/* True when fillers stand in a row between components, or before the first. */
static bool has_fillers(ms_str s)
{
    for (size_t i = 0; i + 1 < s.n; i++)
        if (s.p[i] == '<' && (i == 0 || s.p[i + 1] == '<')) return true;
    return s.n && s.p[0] == '<';
}

/* The field without the fillers behind. */
static ms_str field_text(const mrz_reading *r, const mrz_row *row)
{
    ms_str s = {r->cell + mrz_place(row->line, row->at), row->len};
    while (s.n && s.p[s.n - 1] == '<') s.n--;
    return s;
}

static size_t find_separator(ms_str s)
{
    for (size_t i = 0; i + 1 < s.n; i++)
        if (s.p[i] == '<' && s.p[i + 1] == '<') return i;
    return s.n;
}

/* Given names in a field of their own stand two fillers apart, and the surname is alone. */
static void read_apart(mrz_reading *r, ms_str surname, const mrz_row *row)
{
    ms_mrz *m = r->out;
    ms_str given = field_text(r, row);
    m->n_surname = split(r, surname, m->surname);
    m->n_given = split(r, given, m->given);
    m->cut |= given.n == row->len;
    if (has_fillers(surname))
        mrz_odd_at(r, MS_MRZ_ODD_NAME_FILLERS, MS_MRZ_NAME, mrz_place(0, 5), 25);
    char text[MRZ_CELLS];
    memcpy(text, surname.p, surname.n);
    size_t n = surname.n;
    if (given.n) text[n++] = '<', text[n++] = '<';
    for (size_t i = 0; i < given.n; i++)
        if (given.p[i] != '<' || given.p[i + 1] != '<') text[n++] = given.p[i];
    m->name = mrz_keep(r, (ms_str){text, n});
}

void mrz_name_read(mrz_reading *r)
{
    ms_mrz *m = r->out;
    const mrz_row *row = mrz_row_of(m->format, MS_MRZ_NAME);
    const mrz_row *apart = mrz_row_of(m->format, MS_MRZ_GIVEN);
    if (!r->present[row->line]) return;
    ms_str s = field_text(r, row);
    uint8_t at = mrz_place(row->line, row->at);
    m->cut = s.n == row->len;
    if (apart) {
        read_apart(r, s, apart);
    } else {
        size_t first = find_separator(s), from = first;
        while (from < s.n && s.p[from] == '<') from++;
        ms_str surname = {s.p, first}, given = {s.p + from, s.n - from};
        m->n_surname = split(r, surname, m->surname);
        m->n_given = split(r, given, m->given);
        m->name = mrz_keep(r, s);
        if (has_fillers(surname) || has_fillers(given) || from > first + 2)
            mrz_odd_at(r, MS_MRZ_ODD_NAME_FILLERS, MS_MRZ_NAME, at, (uint8_t)s.n);
    }
    if (!m->n_surname)
        mrz_odd_at(r, MS_MRZ_ODD_NO_NAME, MS_MRZ_NAME, at, (uint8_t)(s.n ? s.n : 1));
    if (m->cut) {
        const mrz_row *full = apart && s.n < row->len ? apart : row;
        at = mrz_place(full->line, (uint8_t)(full->at + full->len - 1));
        mrz_odd_at(r, MS_MRZ_ODD_NAME_CUT, full->field, at, 1);
    }
}

/* ---- writing ----------------------------------------------------------- */

/* Letters of components with fillers between, as they are written. */
typedef struct words {
    const ms_str *part;
    uint8_t len[MS_MRZ_PARTS]; /* letters that are kept of each */
    uint8_t n;
} words;

static words words_of(const ms_str *part, uint8_t n)
{
    words w = {.part = part, .n = n};
    for (unsigned i = 0; i < n; i++)
        w.len[i] = (uint8_t)(part[i].n < MS_MRZ_WIDTH ? part[i].n : MS_MRZ_WIDTH);
    return w;
}

static unsigned words_length(const words *w, unsigned gap)
{
    unsigned n = w->n ? gap * (w->n - 1u) : 0;
    for (unsigned i = 0; i < w->n; i++) n += w->len[i];
    return n;
}

/* Makes the words exactly `room` long, with a letter at the end: takes letters from the last
 * word, then from those before it that have two.  False when that cannot be. */
static bool words_cut(words *w, unsigned room, unsigned gap)
{
    unsigned length = words_length(w, gap);
    while (length > room && w->n) {
        unsigned last = w->n - 1u, over = length - room;
        if (over >= w->len[last] + gap && last) {
            length -= w->len[last] + gap;
            w->n--;
        } else if (over < w->len[last]) {
            w->len[last] = (uint8_t)(w->len[last] - over);
            return true;
        } else { /* one letter of it stays; the fillers before it take room of others */
            if (!last) return false;
            length -= w->len[last] - 1u;
            w->len[last] = 1;
            for (unsigned i = last; i-- > 0 && length > room;)
                while (w->len[i] > 1 && length > room) w->len[i]--, length--;
            return length == room;
        }
    }
    return length == room && w->n;
}

static char *words_write(const words *w, unsigned gap, char *to)
{
    for (unsigned i = 0; i < w->n; i++) {
        for (unsigned k = 0; i && k < gap; k++) *to++ = '<';
        memcpy(to, w->part[i].p, w->len[i]);
        to += w->len[i];
    }
    return to;
}

/* The primary identifier gives room until the secondary one has its first letter, and more
 * where else no letter would stand at the end. */
static bool write_cut(const ms_mrz *m, unsigned room, char *to)
{
    words all = words_of(m->surname, m->n_surname);
    unsigned whole = words_length(&all, 1);
    for (unsigned n = whole < room - 3 ? whole : room - 3; n > 0; n--) {
        words s = all, g = words_of(m->given, m->n_given);
        if (n < whole && !words_cut(&s, n, 1)) continue;
        if (!words_cut(&g, room - n - 2, 1)) continue;
        to = words_write(&s, 1, to);
        *to++ = '<';
        *to++ = '<';
        words_write(&g, 1, to);
        return true;
    }
    return false;
}

bool mrz_name_write(const ms_mrz *m, const mrz_row *row, char *field)
{
    bool apart = mrz_row_of(m->format, MS_MRZ_GIVEN) != NULL,
         given = row->field == MS_MRZ_GIVEN;
    unsigned room = row->len, gap = given ? 2 : 1;
    words s = given ? words_of(m->given, m->n_given) : words_of(m->surname, m->n_surname);
    words g = words_of(m->given, apart ? 0 : m->n_given);
    unsigned length = words_length(&s, gap);
    memset(field, '<', room);
    if (g.n) length += 2 + words_length(&g, 1);
    if (length > room && g.n) return write_cut(m, room, field);
    if (length > room && !words_cut(&s, room, gap)) return false;
    field = words_write(&s, gap, field);
    if (g.n) words_write(&g, 1, field + 2);
    return true;
}
