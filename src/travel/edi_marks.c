/* Separators, and where interchanges and messages start. */
#include "base/ascii.h"
#include "travel/edi.h"

static bool word(char c)
{
    return ms_is_letter(c) || ms_is_digit(c);
}

static bool line_end(char c)
{
    return c == '\r' || c == '\n';
}

ms_edi_marks ms_edi_marks_of(unsigned version)
{
    return (ms_edi_marks){':', '+', '.', '?', version >= 4 ? '*' : 0, '\''};
}

bool ms_edi_marks_hold(const ms_edi_marks *m)
{
    const char c[] = {m->component, m->element, m->end, m->release, m->repeat};
    for (unsigned i = 0; i < sizeof c; i++) {
        if (!c[i]) {
            if (i < 3) return false;
            continue;
        }
        if (word(c[i]) || (unsigned char)c[i] >= 0x7f || (i < 3 && c[i] == ' ')) return false;
        for (unsigned k = 0; k < i; k++)
            if (c[i] == c[k]) return false;
    }
    return true;
}

void ms_edi_classify(const ms_edi_marks *m, bool repetitions, ms_edi_classes *out)
{
    for (unsigned b = 0; b < 256; b++)
        out->of[b] = b < ' ' || b == 0x7f   ? EDI_BREAK
                     : b >= 0x80            ? EDI_HIGH
                     : b >= 'a' && b <= 'z' ? EDI_LOWER
                                            : 0;
    if (m->repeat && repetitions) out->of[(unsigned char)m->repeat] = EDI_REPEAT;
    if (m->release) out->of[(unsigned char)m->release] = EDI_RELEASE;
    out->of[(unsigned char)m->component] = EDI_COMPONENT;
    out->of[(unsigned char)m->element] = EDI_ELEMENT;
    out->of[(unsigned char)m->end] = EDI_END;
}

static const char *over_breaks(const char *p, const char *end)
{
    while (p < end && line_end(*p)) p++;
    return p;
}

const char *ms_edi_over_block(const char *p, const char *end)
{
    if (p == end || (*p != EDI_ETX && *p != EDI_SOH)) return p;
    size_t n = (size_t)(end - p) < EDI_BLOCK_HEADER ? (size_t)(end - p) : EDI_BLOCK_HEADER;
    const char *stx = *p == EDI_SOH ? memchr(p, EDI_STX, n) : NULL;
    return stx ? stx + 1 : p + 1;
}

static const char *over_cuts(const char *p, const char *end)
{
    for (const char *from = NULL; p != from;) {
        from = p;
        p = ms_edi_over_block(over_breaks(p, end), end);
    }
    return p;
}

static const char *over_blanks(const char *p, const char *end)
{
    while (p < end && ms_edi_blank(*p)) p++;
    return p;
}

/* Behind a tag; a control character there may be a separator. */
static const char *over_gap(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || line_end(*p))) p++;
    return p;
}

uint32_t ms_edi_tag_at(const char *p, const char *end, const char **next)
{
    uint32_t tag = 0;
    for (int k = 0; k < 3; k++) {
        p = k ? over_cuts(p, end) : p;
        if (p == end || !(ms_is_upper(*p) || (k && ms_is_digit(*p)))) return 0;
        tag = tag << 8 | (unsigned char)*p++;
    }
    *next = p;
    return tag;
}

/* ---- separators read from the data -------------------------------------- */

/* `n` capitals or digits, which line breaks and ends of blocks may cut. */
static const char *over_code(const char *p, const char *end, int n)
{
    for (; n; n--, p++) {
        p = over_cuts(p, end);
        if (p == end || !(ms_is_upper(*p) || ms_is_digit(*p))) return NULL;
    }
    return over_cuts(p, end);
}

static bool can_part(char c)
{
    return !word(c) && c != ' ' && !line_end(c) && (unsigned char)c < 0x7f;
}

/* Whether a tag that follows headers stands at `p`, before an element separator. */
static bool follower(const char *p, const char *end, char element)
{
    static const uint32_t tags[] = {MS_EDI_TAG('U', 'N', 'G'), MS_EDI_TAG('U', 'N', 'H'),
                                    MS_EDI_TAG('U', 'I', 'H'), MS_EDI_TAG('U', 'N', 'Z'),
                                    MS_EDI_TAG('U', 'I', 'Z'), MS_EDI_TAG('B', 'G', 'M'),
                                    MS_EDI_TAG('M', 'S', 'G')};
    const char *next;
    uint32_t tag = ms_edi_tag_at(p, end, &next);
    if (!tag) return false;
    next = over_gap(next, end);
    if (next == end || *next != element) return false;
    for (unsigned i = 0; i < sizeof tags / sizeof *tags; i++)
        if (tag == tags[i]) return true;
    return false;
}

/* Whether `'` stands before any tag. */
static bool usual_end(const char *p, const char *end, char element)
{
    while ((p = memchr(p, '\'', (size_t)(end - p)))) {
        const char *next;
        p = over_blanks(p + 1, end);
        if (!ms_edi_tag_at(p, end, &next)) continue;
        next = over_gap(next, end);
        if (next < end && *next == element) return true;
    }
    return false;
}

/* The terminator: `'` where that stands before a tag; else what stands before the next tag that
 * follows headers; else `'`. */
static char end_before_next(const char *p, const char *end, char element)
{
    if (end - p > MS_EDI_LOOK) end = p + MS_EDI_LOOK;
    if (usual_end(p, end, element)) return '\'';
    for (const char *from = p; p < end; p++) {
        if (!follower(p, end, element)) continue;
        const char *q = p;
        while (q > from && ms_edi_blank(q[-1])) q--;
        if (q > from && can_part(q[-1])) return q[-1];
    }
    return '\'';
}

/* The separators around a header, whose tag ends at `p`: UNB+UNOA:3, UIB+IATA:1,
 * UNH+ref+PAXLST:D. */
static bool infer(uint32_t tag, const char *p, const char *end, ms_edi_marks *m)
{
    p = over_cuts(over_gap(p, end), end);
    if (p == end || !can_part(*p)) return false;
    *m = ms_edi_marks_of(3);
    m->element = *p++;
    bool unb = tag == MS_EDI_TAG('U', 'N', 'B') || tag == MS_EDI_TAG('U', 'I', 'B');
    bool unh = tag == MS_EDI_TAG('U', 'N', 'H');
    if (unh) {
        const char *stop = memchr(p, m->element, (size_t)(end - p));
        if (!stop || stop - p > 64) return false;
        p = stop + 1;
    }
    p = over_code(p, end, unb ? 4 : 6);
    if (!p || p == end) return false;
    if (tag == MS_EDI_TAG('U', 'N', 'G')) return m->element == *p; /* UNG+PAXLST+ */
    m->component = *p;
    if (!can_part(*p) || *p == m->element) return false;
    m->end = end_before_next(p, end, m->element);
    if (m->release == m->element || m->release == m->component || m->release == m->end)
        m->release = '\\';
    return ms_edi_marks_hold(m);
}

/* ---- UNA ---------------------------------------------------------------- */

static bool opens(uint32_t tag)
{
    switch (tag) {
    case MS_EDI_TAG('U', 'N', 'B'):
    case MS_EDI_TAG('U', 'I', 'B'):
    case MS_EDI_TAG('U', 'N', 'G'):
    case MS_EDI_TAG('U', 'N', 'H'):
    case MS_EDI_TAG('U', 'I', 'H'): return true;
    default: return false;
    }
}

/* The six characters behind UNA; `breaks`: line breaks among them are a wrap. */
static const char *six(const char *p, const char *end, bool breaks, ms_edi_marks *m)
{
    char c[6];
    for (int i = 0; i < 6; i++) {
        if (breaks) p = over_breaks(p, end);
        if (p == end) return NULL;
        c[i] = *p++;
    }
    *m = (ms_edi_marks){c[0], c[1], c[2], c[3] == ' ' ? 0 : c[3], c[4] == ' ' ? 0 : c[4], c[5]};
    return p;
}

/* Whether a terminator that is a line end is belied by the data: the header ends with another
 * character, which UNA has too. */
static bool belied(const char *una, const char *header, const char *end, const ms_edi_marks *m)
{
    if (!line_end(m->end)) return false;
    char c = end_before_next(header, end, m->element);
    return memchr(una, c, 8) != NULL;
}

static bool una_at(const char *p, const char *end, ms_edi_start *out)
{
    const char *una = p, *next;
    for (int breaks = 0; breaks < 2; breaks++) {
        ms_edi_marks m;
        const char *q = six(una, end, breaks, &m);
        if (!q || !ms_edi_marks_hold(&m)) continue;
        q = over_blanks(q, end);
        uint32_t tag = ms_edi_tag_at(q, end, &next);
        const char *part = tag ? over_gap(next, end) : end;
        if (!opens(tag) || part == end || *part != m.element || belied(una, next, end, &m))
            continue;
        *out = (ms_edi_start){.marks = m, .una = (size_t)(q - una) + 3};
        return true;
    }
    for (p = una; p < end && p < una + 16; p++) {
        uint32_t tag = ms_edi_tag_at(p, end, &next);
        ms_edi_marks m;
        bool inside = p > una && word(p[-1]); /* as UNG is in YOUNG */
        if (inside || !opens(tag) || !infer(tag, next, end, &m)) continue;
        size_t n = (size_t)(p - una);
        if (memchr(una, '\\', n) && !memchr(una, '?', n)) m.release = '\\';
        if (memchr(una, '*', n) && m.element != '*' && m.component != '*' && m.end != '*')
            m.repeat = '*';
        *out = (ms_edi_start){.marks = m, .una = n + 3, .corrupt = true};
        return true;
    }
    return false;
}

/* Whether a traveller stands at `p`, with the separators of the standard: NAD+FL+ or NAD+FM+ of
 * PAXLST, TIF+ and a name of PNRGOV.  Where all headers are lost, as in the second of two
 * telegrams, these are what must not be. */
static bool traveller(const char *p, const char *end)
{
    if (end - p < 7) return false;
    if (!memcmp(p, "NAD+F", 5)) return (p[5] == 'L' || p[5] == 'M') && p[6] == '+';
    return !memcmp(p, "TIF+", 4) && ms_is_upper(p[4]);
}

bool ms_edi_start_at(const char *p, const char *end, ms_edi_start *out)
{
    const char *next;
    uint32_t tag = ms_edi_tag_at(p, end, &next);
    if (tag == MS_EDI_TAG('U', 'N', 'A')) {
        if (!una_at(next, end, out)) return false;
        out->una += (size_t)(next - p) - 3;
        return true;
    }
    ms_edi_marks m, usual = ms_edi_marks_of(3);
    if (traveller(p, end)) return *out = (ms_edi_start){.marks = usual}, true;
    if (!opens(tag)) return false;
    if (tag == MS_EDI_TAG('U', 'I', 'H')) m = usual, next = over_gap(next, end);
    else if (!infer(tag, next, end, &m)) return false;
    if (tag == MS_EDI_TAG('U', 'I', 'H') && (next == end || *next != m.element)) return false;
    *out = (ms_edi_start){.marks = m, .corrupt = memcmp(&m, &usual, sizeof m) != 0};
    return true;
}
