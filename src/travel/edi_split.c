/* One segment into its values.
 *
 * Bytes are looked at once, by their class; values that hold no release character, line break
 * or byte from 0x80 stay where they are.  Then the segment is looked at as a whole: a lost
 * terminator shows by what stands behind it. */
#include "base/mem.h"
#include "travel/edi.h"

enum {
    RELEASED = 64, /* beside the classes: the value holds a release character */
    SHIFTED = 128, /* the value holds shifts to other sets of characters */
    HELD = EDI_BREAK | EDI_HIGH | RELEASED | SHIFTED,
    ODD_KINDS = 16,
    LINE_FULL = 60, /* bytes of a line that a teletype or mail program breaks anywhere */
    FIRST_SEGMENTS = 256,
    FIRST_VALUES = 1024
};

/* What taking one segment apart has met, before it is known that it ends there. */
typedef struct took {
    ms_oddity odd[ODD_KINDS];
    unsigned n_odd;
    uint32_t tag;
    uint32_t elements;
    bool ended; /* by a terminator */
    /* Where a lost terminator shows; `behind` 0: nowhere. */
    size_t end, behind;
    ms_oddity_code why;
} took;

/* Where the value being read stands. */
typedef struct place {
    size_t from;
    uint32_t element, repetition, component;
} place;

void ms_edi_split_marks(ms_edi_split *s, const ms_edi_marks *m)
{
    s->marks = *m;
    ms_edi_classify(m, false, &s->plain);
    ms_edi_classify(m, true, &s->repeating);
}

void ms_edi_split_shifts(ms_edi_split *s)
{
    static const unsigned char shifts[] = {EDI_ESC, EDI_SO};
    for (unsigned i = 0; i < sizeof shifts; i++) {
        if (s->plain.of[shifts[i]] != EDI_BREAK) continue;
        s->plain.of[shifts[i]] = s->repeating.of[shifts[i]] = EDI_SHIFT;
    }
    s->right = (ms_edi_set){EDI_SET_NONE, 0};
}

void ms_edi_split_free(ms_edi_split *s)
{
    ms_free(s->seg);
    ms_free(s->val);
}

/* Notes the first oddity of its kind in a segment. */
static void odd(took *t, ms_oddity_code code, size_t at, const place *p)
{
    for (unsigned i = 0; i < t->n_odd; i++)
        if (t->odd[i].code == code) return;
    if (t->n_odd == ODD_KINDS) return;
    ms_oddity *o = &t->odd[t->n_odd++];
    *o = (ms_oddity){.code = code, .at = at};
    if (!p || !p->element) return;
    o->element = (uint16_t)p->element;
    o->repetition = (uint8_t)p->repetition;
    o->component = (uint8_t)p->component;
}

/* ---- values ------------------------------------------------------------- */

/* Behind the break at `p`, and behind the header of a block that it begins. */
static const char *over_break(const char *p, const char *end)
{
    return *p == EDI_SOH ? ms_edi_over_block(p, end) : p + 1;
}

/* Behind what a shift at `p` brings: an escape sequence, which may choose `*right`; and of
 * characters, none of whose bytes is a separator, up to the next shift: `*text`, of the set
 * `*set`.  These end within their line and SHIFTED_MAX bytes, else they are none. */
static const char *over_shift(const char *p, const char *end, ms_edi_set *right,
                              ms_edi_set *set, ms_str *text)
{
    enum { SHIFTED_MAX = 512 };
    bool escape = *p == EDI_ESC;
    char back = escape ? EDI_ESC : EDI_SI;
    ms_edi_set g[2] = {{EDI_SET_NONE, 0}, *right};
    p = escape ? ms_edi_escape(p, end, g) : p + 1;
    *right = g[1];
    *set = escape ? g[0] : g[1];
    *text = (ms_str){0};
    const char *q = p;
    bool hides = !escape || ms_edi_set_hides(*set);
    while (hides && q < end && q - p < SHIFTED_MAX && *q != back && *q != '\r' && *q != '\n')
        q++;
    if (q == p || q == end || *q != back) return p;
    *text = (ms_str){p, (size_t)(q - p)};
    return escape ? q : q + 1;
}

/* Appends the bytes from 0x80 at `p`, where shifts are heeded; behind them.  Where no set was
 * chosen for them they are UTF-8 or Latin-1. */
static const char *high(const ms_edi_split *s, const char *p, const char *end, char **to,
                        ms_edi_met *met)
{
    const char *from = p;
    while (p < end && *p & '\x80') p++;
    ms_str text = {from, (size_t)(p - from)};
    if (s->right.kind) {
        *to = ms_edi_shifted(s->right, text, *to, met);
    } else {
        ms_edi_charset guess;
        ms_edi_charset_of(MS_STR("UNOC"), &guess);
        *to = ms_edi_utf8(&guess, text, *to, met);
        met->wider = true;
    }
    return p;
}

/* Copies `raw` without release characters and breaks, and shifted characters as UTF-8; the end.
 * Where shifts are heeded `to` has room for three times as many, else for as many. */
static char *bare(ms_edi_split *s, ms_str raw, char *to, ms_edi_met *met)
{
    const uint8_t *of = s->plain.of;
    const char *p = raw.p, *end = raw.p + raw.n;
    bool shifts = s->set.kind == EDI_SHIFTS;
    while (p < end) {
        unsigned char c = (unsigned char)*p;
        if (of[c] == EDI_BREAK) {
            p = over_break(p, end);
            continue;
        }
        if (of[c] == EDI_SHIFT) {
            ms_str text;
            ms_edi_set set;
            p = over_shift(p, end, &s->right, &set, &text);
            if (text.n) to = ms_edi_shifted(set, text, to, met);
            continue;
        }
        if (shifts && c & 0x80) {
            p = high(s, p, end, &to, met);
            continue;
        }
        if (of[c] == EDI_RELEASE) {
            p++;
            while (p < end && of[(unsigned char)*p] == EDI_BREAK) p = over_break(p, end);
            if (p == end) break;
            if (of[(unsigned char)*p] == EDI_SHIFT || (shifts && *p & '\x80')) continue;
        }
        *to++ = *p++;
    }
    return to;
}

/* The text that `raw` stands for; empty without memory. */
static ms_str mend(ms_edi_split *s, ms_str raw, unsigned seen, took *t, const place *p)
{
    bool shifts = s->set.kind == EDI_SHIFTS, wider = seen & EDI_HIGH && !shifts;
    char *buf = ms_arena_alloc(s->arena, raw.n * (wider ? 4 : shifts ? 3 : 1));
    if (!buf) return s->failed = true, (ms_str){0};
    ms_edi_met met = {0};
    char *plain = wider ? buf + raw.n * 3 : buf;
    ms_str text = {plain, (size_t)(bare(s, raw, plain, &met) - plain)};
    if (wider) text = (ms_str){buf, (size_t)(ms_edi_utf8(&s->set, text, buf, &met) - buf)};
    if (met.wider)
        odd(t, s->set.known ? MS_ODDITY_CHARSET_WIDER : MS_ODDITY_CHARSET_UNKNOWN, p->from, p);
    if (met.invalid) odd(t, MS_ODDITY_CHARSET_INVALID, p->from, p);
    return text;
}

static bool value_room(ms_edi_split *s)
{
    if (s->n_val < s->cap_val) return true;
    uint32_t cap = s->cap_val ? s->cap_val * 2 : FIRST_VALUES;
    ms_edi_value *v = cap > s->cap_val ? ms_realloc(s->val, (size_t)cap * sizeof *v) : NULL;
    if (!v) return !(s->failed = true);
    s->val = v;
    s->cap_val = cap;
    return true;
}

/* Keeps the value of the window's bytes [p->from, to) of a segment that begins at `i`. */
static void keep(ms_edi_split *s, size_t i, size_t to, unsigned seen, took *t, const place *p)
{
    if (to == p->from) return;
    if (p->element > MS_EDI_ELEMENTS || p->repetition > MS_EDI_REPETITIONS ||
        p->component > MS_EDI_COMPONENTS) {
        odd(t, MS_ODDITY_TOO_MANY_VALUES, i, NULL);
        return;
    }
    if (to - i > s->segment_max) {
        odd(t, MS_ODDITY_SEGMENT_TOO_LONG, i, NULL);
        return;
    }
    ms_str text = {s->feed->p + p->from, to - p->from};
    if (seen & EDI_BREAK) odd(t, MS_ODDITY_WRAPPED, p->from, p);
    if (seen & EDI_LOWER && s->set.capitals) odd(t, MS_ODDITY_CHARSET_LOWER, p->from, p);
    if (seen & HELD) text = mend(s, text, seen, t, p);
    if (!text.n || !value_room(s)) return;
    s->val[s->n_val++] = (ms_edi_value){.text = text,
                                        .at = (uint32_t)(p->from - i),
                                        .element = (uint16_t)p->element,
                                        .repetition = (uint8_t)p->repetition,
                                        .component = (uint8_t)p->component};
}

/* Behind the release character at `j` and what it releases. */
static size_t release(const ms_edi_split *s, size_t j, size_t hi, unsigned *seen, took *t,
                      const place *at)
{
    const char *p = s->feed->p;
    const uint8_t *of = s->repeating.of;
    size_t from = j++;
    for (; j < hi && of[(unsigned char)p[j]] == EDI_BREAK; *seen |= EDI_BREAK)
        j = (size_t)(over_break(p + j, p + hi) - p);
    unsigned k = j < hi ? of[(unsigned char)p[j]] : 0;
    if (k == EDI_SHIFT) k = 0, hi = j; /* no character that could be released */
    if (!(k & EDI_STOPS)) odd(t, MS_ODDITY_RELEASE_DANGLING, from, at);
    *seen |= RELEASED | (k & ~(unsigned)EDI_STOPS);
    return j < hi ? j + 1 : j;
}

/* Behind a shift at `j`, and behind the characters of several bytes that follow. */
static size_t shift(const ms_edi_split *s, size_t j, size_t hi, unsigned *seen)
{
    ms_str text;
    ms_edi_set set, right = s->right;
    const char *p = s->feed->p;
    *seen |= SHIFTED;
    return (size_t)(over_shift(p + j, p + hi, &right, &set, &text) - p);
}

/* ---- tags --------------------------------------------------------------- */

static bool tag_char(char c, int k)
{
    c = ms_upper(c);
    return ms_is_upper(c) || (k && ms_is_digit(c));
}

/* Reads the tag at `i`: behind it, at the first separator; `i` when there is none. */
static size_t take_tag(const ms_edi_split *s, size_t i, size_t hi, took *t)
{
    const char *p = s->feed->p;
    const uint8_t *of = s->plain.of;
    uint32_t tag = 0;
    size_t j = i;
    bool lower = false, broken = false, blanks = false;
    for (int k = 0; j < hi && k < 3; j++) {
        unsigned cls = of[(unsigned char)p[j]];
        if (cls == EDI_BREAK && k) {
            broken = true;
            j = (size_t)(over_break(p + j, p + hi) - p) - 1;
            continue;
        }
        if (cls & EDI_STOPS || !tag_char(p[j], k)) break;
        lower |= ms_upper(p[j]) != p[j];
        tag = tag << 8 | (unsigned char)ms_upper(p[j]);
        k++;
    }
    for (; j < hi && ms_edi_blank(p[j]) && !(of[(unsigned char)p[j]] & EDI_STOPS); j++) {
        broken |= p[j] != ' ';
        blanks |= p[j] == ' ';
        j = (size_t)(over_break(p + j, p + hi) - p) - 1;
    }
    if (tag < MS_EDI_TAG('A', 0, 0) || (j < hi && !(of[(unsigned char)p[j]] & EDI_STOPS))) {
        odd(t, MS_ODDITY_TAG_INVALID, i, NULL);
        return i;
    }
    if (lower) odd(t, MS_ODDITY_TAG_LOWER, i, NULL);
    if (broken) odd(t, MS_ODDITY_WRAPPED, i, NULL);
    if (blanks) odd(t, MS_ODDITY_TAG_BLANKS, i, NULL);
    t->tag = tag;
    return j;
}

/* ---- segments ----------------------------------------------------------- */

static bool known_before(const ms_edi_split *s, size_t j)
{
    const char *next;
    uint32_t tag = ms_edi_tag_at(s->feed->p + j - 3, s->feed->p + j, &next);
    return tag && ms_edi_known(s->family_ia, tag);
}

/* How many bytes before byte `j` are of its line, as far as they matter. */
static size_t line_before(const ms_edi_split *s, size_t j)
{
    size_t n = 0;
    while (n < j && n < LINE_FULL && s->feed->p[j - n - 1] != '\n' &&
           s->feed->p[j - n - 1] != '\r')
        n++;
    return n;
}

/* A known tag at the end of the value [from, j), before an element separator, and at the
 * beginning of a line: the line before is a short one, which no program that breaks long lines
 * has cut, or ends with a quotation mark of a word processor (U+2018, U+2019). */
static bool begins_line(const ms_edi_split *s, size_t from, size_t j, took *t)
{
    const char *p = s->feed->p;
    size_t k = j < from + 3 ? from : j - 3;
    bool line = false;
    for (; k > from && ms_edi_blank(p[k - 1]); k--) line |= p[k - 1] != ' ';
    if (!line || !known_before(s, j)) return false;
    bool quote = s->marks.end == '\'' && k >= from + 3 && p[k - 3] == '\xe2' &&
                 p[k - 2] == '\x80' && (p[k - 1] == '\x98' || p[k - 1] == '\x99');
    if (!quote && line_before(s, k) >= LINE_FULL) return false;
    t->behind = k;
    t->end = quote ? k - 3 : k;
    t->why = quote ? MS_ODDITY_TERMINATOR_TYPOGRAPHIC : MS_ODDITY_TERMINATOR_MISSING;
    return true;
}

/* The first known tag in [i, j] that stands before an element separator. */
static bool tag_within(const ms_edi_split *s, size_t i, size_t j, took *t)
{
    for (; i <= j; i++) {
        if (s->feed->p[i] != s->marks.element || !known_before(s, i)) continue;
        t->end = t->behind = i - 3;
        t->why = MS_ODDITY_TERMINATOR_MISSING;
        return true;
    }
    return false;
}

/* A traveller whose segment has lost the terminator before it, whatever it stands in: NAD+FL+,
 * NAD+FM+ of PAXLST; in PNRGOV a TIF that no letter stands before, outside of names and text.
 */
static bool traveller(const ms_edi_split *s, size_t i, size_t j, size_t hi, took *t)
{
    const char *p = s->feed->p + j;
    if (j < i + 6) return false;
    if (!s->family_ia) {
        if (hi - j < 4 || memcmp(p - 3, "NAD", 3) || p[1] != 'F' ||
            (p[2] != 'L' && p[2] != 'M') || p[3] != s->marks.element)
            return false;
    } else {
        if (memcmp(p - 3, "TIF", 3) || ms_is_upper(p[-4])) return false;
        switch (t->tag) {
        case MS_EDI_TAG('T', 'I', 'F'):
        case MS_EDI_TAG('I', 'F', 'T'):
        case MS_EDI_TAG('L', 'T', 'S'):
        case MS_EDI_TAG('S', 'S', 'R'):
        case MS_EDI_TAG('A', 'D', 'D'): return false;
        default: break;
        }
    }
    t->end = t->behind = j - 3;
    t->why = MS_ODDITY_TERMINATOR_MISSING;
    return true;
}

/* Takes the bytes [i, hi) of the window apart up to the first terminator: behind it.  Unless
 * `whole`, stops where a lost terminator shows: a tag begins a line, a traveller begins, or a
 * tag stands at the end of an element in a segment that has more of them than its directory
 * gives it. */
static size_t take(ms_edi_split *s, size_t i, size_t hi, bool whole, took *t)
{
    *t = (took){0};
    const char *p = s->feed->p;
    size_t j = take_tag(s, i, hi, t);
    /* Envelopes know no repetition: names of senders may hold its separator. */
    const uint8_t *of = ms_edi_service(t->tag) ? s->plain.of : s->repeating.of;
    unsigned most = whole ? 0 : ms_edi_known(s->family_ia, t->tag);
    place at = {j, 0, 1, 1};
    unsigned seen = 0, k = 0;
    for (;; at.from = j, seen = 0) {
        for (;;) {
            while (j < hi && !((k = of[(unsigned char)p[j]]) & EDI_STOPS)) seen |= k, j++;
            if (j == hi || (k != EDI_RELEASE && k != EDI_SHIFT)) break;
            if (k == EDI_SHIFT) j = shift(s, j, hi, &seen);
            else j = release(s, j, hi, &seen, t, &at);
        }
        if (j < hi && k == EDI_ELEMENT && at.element) {
            if (!whole && seen & EDI_BREAK && begins_line(s, at.from, j, t)) break;
            if (!whole && traveller(s, i, j, hi, t)) break;
            if (most && at.element >= most &&
                tag_within(s, at.element == most ? i + 7 : j, j, t))
                break;
        }
        keep(s, i, j, seen, t, &at);
        if (j == hi) break;
        j++;
        t->ended = k == EDI_END;
        if (t->ended) break;
        if (k == EDI_COMPONENT) at.component++;
        else if (k == EDI_REPEAT) at.repetition++, at.component = 1;
        else at.element++, at.repetition = at.component = 1;
    }
    t->elements = at.element;
    return j;
}

static bool segment_room(ms_edi_split *s)
{
    if (s->n_seg < s->cap_seg) return true;
    uint32_t cap = s->cap_seg ? s->cap_seg * 2 : FIRST_SEGMENTS;
    ms_edi_segment *v = cap > s->cap_seg ? ms_realloc(s->seg, (size_t)cap * sizeof *v) : NULL;
    if (!v) return !(s->failed = true);
    s->seg = v;
    s->cap_seg = cap;
    return true;
}

/* Puts the segment [i, next) of values from `first` down, and its oddities. */
static void put(ms_edi_split *s, size_t i, size_t next, uint32_t first, took *t)
{
    if (!segment_room(s)) return;
    ms_edi_segment *g = &s->seg[s->n_seg++];
    if (s->number) s->number++;
    *g = (ms_edi_segment){.n = s->n_val - first,
                          .tag = t->tag,
                          .number = s->number ? s->number - 1 : 0,
                          .at = s->feed->at + i,
                          .bytes = (uint32_t)(next - i),
                          .elements =
                              (uint16_t)(t->elements < UINT16_MAX ? t->elements : UINT16_MAX)};
    if (t->tag)
        memcpy(g->name, (char[]){(char)(t->tag >> 16), (char)(t->tag >> 8), (char)t->tag, 0},
               4);
    for (unsigned k = 0; k < t->n_odd; k++) {
        ms_oddity *o = &t->odd[k];
        if (o->code == MS_ODDITY_CHARSET_LOWER && s->lower_said) continue;
        s->lower_said |= o->code == MS_ODDITY_CHARSET_LOWER;
        o->at += s->feed->at;
        o->segment = g->number;
        memcpy(o->tag, g->name, 4);
        ms_oddity_add(s->odd, s->arena, *o);
    }
}

size_t ms_edi_split_one(ms_edi_split *s, size_t i, size_t hi, bool cut)
{
    took t;
    uint32_t first = s->n_val;
    ms_edi_set right = s->right;
    size_t next = take(s, i, hi, false, &t);
    ms_oddity_code why = cut ? MS_ODDITY_TERMINATOR_MISSING : MS_ODDITY_UNTERMINATED;
    if (t.behind) {
        size_t end = t.end;
        next = t.behind;
        why = t.why;
        s->n_val = first;
        s->right = right;
        take(s, i, end, true, &t);
    }
    if (!t.ended) odd(&t, why, next - 1, NULL);
    put(s, i, next, first, &t);
    return next;
}

size_t ms_edi_split_gap(ms_edi_split *s, size_t i, size_t hi)
{
    const char *p = s->feed->p;
    for (; i < hi; i++) {
        unsigned char c = (unsigned char)p[i];
        unsigned k = s->plain.of[c];
        ms_oddity_code code;
        if (k == EDI_END) code = MS_ODDITY_SEGMENT_EMPTY;
        else if (k == EDI_SHIFT || (k == EDI_BREAK && c != '\r' && c != '\n' && c != '\t'))
            code = MS_ODDITY_CONTROL_BYTES;
        else if (c == ' ' || (k == EDI_BREAK)) continue;
        else break;
        ms_oddity_add(s->odd, s->arena, (ms_oddity){.code = code, .at = s->feed->at + i});
        ms_str text;
        ms_edi_set set;
        if (c == EDI_SOH && k == EDI_BREAK)
            i = (size_t)(ms_edi_over_block(p + i, p + hi) - p) - 1;
        else if (k == EDI_SHIFT)
            i = (size_t)(over_shift(p + i, p + hi, &s->right, &set, &text) - p) - 1;
    }
    return i;
}

void ms_edi_split_end(ms_edi_split *s)
{
    const ms_edi_value *v = s->val;
    for (uint32_t i = 0; i < s->n_seg; i++) {
        s->seg[i].v = v;
        if (v) v += s->seg[i].n;
    }
}
