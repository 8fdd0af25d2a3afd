/* From any text to the grid of a zone: lines, wrapping, blanks, other marks for the filler. */
#include <marsad/name.h>

#include "travel/mrz.h"

enum { GLYPHS = 512, ROWS = 16, NO_LAYOUT = 1 << 30 };

/* What a character was before. */
enum { WAS_SMALL = 1, WAS_FILLER = 2, WAS_STRANGE = 4, WAS_BLANK = 8, BEHIND_BLANK = 16 };

/* A character of a zone, and the bytes of the text that it stands for. */
typedef struct glyph {
    char c;
    uint8_t was;
    uint16_t from, end;
} glyph;

/* The characters in lines: line i is glyph[start[i]] to glyph[start[i + 1]]. */
typedef struct page {
    glyph glyph[GLYPHS];
    uint16_t start[ROWS + 1];
    unsigned rows;
    unsigned n;
    bool cut; /* there were more */
} page;

/* How the lines of a page become those of a format. */
typedef struct layout {
    unsigned lines, width, first; /* `first`: the line of the page that is the zone's first */
    bool joined;
    int cost;
} layout;

/* ---- characters -------------------------------------------------------- */

static bool is_break(uint32_t cp)
{
    return (cp >= '\n' && cp <= '\r') || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200A) ||
           cp == 0x202F || cp == 0x3000;
}

/* What has no width: controls, marks of direction, byte order marks. */
static bool is_nothing(uint32_t cp)
{
    return cp < ' ' || cp == 0x7F || (cp >= 0x200B && cp <= 0x200F) ||
           (cp >= 0x202A && cp <= 0x202E) || cp == 0x2060 || cp == 0xFEFF;
}

/* How many fillers a mark stands for that printers and OCR put in their place; 0: none. */
static unsigned fillers_of(uint32_t cp)
{
    static const struct {
        uint16_t cp;
        uint8_t n;
    } marks[] = {{0xAB, 2},   {0x2039, 1}, {0x226A, 2}, {0x27E8, 1},
                 {0x2329, 1}, {0x3008, 1}, {0x300A, 2}, {0xFF1C, 1}};
    for (unsigned i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i].cp == cp) return marks[i].n;
    return 0;
}

static void put(page *p, char c, uint8_t was, size_t from, size_t end)
{
    if (p->n == GLYPHS) p->cut = true;
    else p->glyph[p->n++] = (glyph){c, was, (uint16_t)from, (uint16_t)end};
}

static void put_cp(page *p, uint32_t cp, size_t from, size_t end)
{
    unsigned fillers = fillers_of(cp);
    if ((cp >= 'A' && cp <= 'Z') || (cp >= '0' && cp <= '9') || cp == '<')
        put(p, (char)cp, 0, from, end);
    else if (cp >= 'a' && cp <= 'z') put(p, (char)(cp - 'a' + 'A'), WAS_SMALL, from, end);
    else if (!fillers) put(p, MRZ_UNREAD, WAS_STRANGE, from, end);
    for (; fillers; fillers--) put(p, '<', WAS_FILLER, from, end);
}

/* ---- lines ------------------------------------------------------------- */

static unsigned length(const page *p, unsigned row)
{
    return p->start[row + 1] - p->start[row];
}

static bool is_width(size_t n)
{
    return n == 30 || n == 36 || n == 44;
}

/* Blanks that part pieces of one width, that of a format, are line ends. */
static bool split_row(page *p, unsigned from)
{
    unsigned piece = 0, width = 0, pieces = 1;
    for (unsigned i = from; i <= p->n; i++) {
        if (i < p->n && p->glyph[i].c != ' ') {
            piece++;
        } else if (piece) {
            if (!is_width(piece) || (width && piece != width)) return false;
            width = piece;
            piece = 0;
            pieces += i < p->n;
        }
    }
    if (pieces < 2 || pieces > MS_MRZ_LINES || p->rows + pieces > ROWS) return false;
    unsigned to = from;
    for (unsigned i = from; i < p->n; i++)
        if (p->glyph[i].c != ' ') p->glyph[to++] = p->glyph[i];
    p->n = to;
    for (unsigned i = 1; i < pieces; i++) p->start[++p->rows] = (uint16_t)(from + i * width);
    return true;
}

/* Blanks are fillers where the line has its length with them, and nothing otherwise. */
static void settle_blanks(page *p, unsigned from)
{
    bool fillers = is_width(p->n - from), blank = false;
    unsigned to = from;
    for (unsigned i = from; i < p->n; i++) {
        glyph g = p->glyph[i];
        if (g.c == ' ' && !fillers) {
            blank = true;
            continue;
        }
        if (g.c == ' ') g.c = '<', g.was = WAS_BLANK;
        if (blank) g.was |= BEHIND_BLANK;
        blank = false;
        p->glyph[to++] = g;
    }
    p->n = to;
}

/* Blanks around a line are nothing, unless it has its length with them alone. */
static void trim(page *p, unsigned from)
{
    unsigned first = from, end = p->n;
    while (first < end && p->glyph[first].c == ' ') first++;
    while (end > first && p->glyph[end - 1].c == ' ') end--;
    if (first < end && is_width(p->n - from) && !is_width(end - first)) return;
    memmove(p->glyph + from, p->glyph + first, (end - first) * sizeof *p->glyph);
    p->n = from + end - first;
}

static void end_row(page *p)
{
    unsigned from = p->start[p->rows];
    bool blanks = false;
    trim(p, from);
    if (p->n == from) return;
    for (unsigned i = from; i < p->n; i++) blanks |= p->glyph[i].c == ' ';
    if (blanks && !split_row(p, from)) settle_blanks(p, from);
    p->start[++p->rows] = (uint16_t)p->n;
}

static void read_page(ms_str text, page *p)
{
    unsigned blanks = 0; /* in a row; more tell nothing */
    p->rows = p->n = p->start[0] = 0;
    p->cut = text.n > MS_MRZ_TEXT_MAX;
    if (p->cut) text.n = MS_MRZ_TEXT_MAX;
    for (size_t at = 0, step; at < text.n && !(p->cut && p->n == GLYPHS); at += step) {
        uint32_t cp;
        step = ms_utf8_decode(text.p + at, text.n - at, &cp);
        if (is_break(cp)) {
            end_row(p);
            blanks = 0;
            if (p->rows == ROWS) {
                p->cut |= at + step < text.n;
                return;
            }
        } else if (is_blank(cp)) {
            if (blanks++ < MS_MRZ_WIDTH) put(p, ' ', 0, at, at + step);
        } else if (!is_nothing(cp)) {
            put_cp(p, cp, at, at + step);
            blanks = 0;
        }
    }
    end_row(p);
}

/* ---- layout ------------------------------------------------------------ */

/* What the beginning tells against a width: passports are 44 wide, cards are not; line 1 of
 * TD1 has a number. */
static int against(const page *p, const layout *l)
{
    const glyph *g = p->glyph + p->start[l->first];
    unsigned n = length(p, l->first);
    bool digit = false;
    for (unsigned i = 5; i < n; i++) digit |= ms_is_digit(g[i].c);
    int cost = l->width == 30 && !digit ? 8 : 0;
    if (g->c == 'P') return cost + (l->width == 30 ? 20 : l->width == 36 ? 10 : 0);
    if (g->c == 'V') return cost + (l->width == 30 ? 20 : 0);
    return cost + (l->width == 44 ? 4 : 0);
}

static int cost_of(const page *p, const layout *l)
{
    int cost = 0, all = (int)(l->lines * l->width);
    if (l->joined) {
        int off = (int)p->n - all;
        if (off == 0) return p->rows == l->lines ? 3 : 1;
        cost = (off < 0 ? -off : off) + 8 + against(p, l);
        for (unsigned i = 0; i < p->rows && p->rows > 1; i++)
            if (is_width(length(p, i))) cost += 30; /* a line that is one already */
        return cost;
    }
    for (unsigned i = 0; i < p->rows; i++) {
        int n = (int)length(p, i), off = n - (int)l->width;
        if (i < l->first || i >= l->first + l->lines) cost += 2 * n;
        else if (off < 0 && i + 1 == p->rows) cost -= off;
        else cost += off < 0 ? -2 * off : 2 * off;
    }
    if (p->rows < l->first + l->lines) cost += 6 * (int)(l->first + l->lines - p->rows);
    return cost ? cost + against(p, l) : 0;
}

/* The character in that place of the zone. */
static char char_at(const page *p, const layout *l, unsigned line, unsigned column)
{
    unsigned row = l->first + line, i = line * l->width + column;
    if (l->joined) return i < p->n ? p->glyph[i].c : '<';
    return row < p->rows && column < length(p, row) ? p->glyph[p->start[row] + column].c : '<';
}

/* How many check digits of fields that are not empty are right, were this the layout. */
static int right_digits(const page *p, const layout *l)
{
    static const ms_mrz_format formats[] = {MS_MRZ_TD1, MS_MRZ_TD2, MS_MRZ_TD3};
    const mrz_row *row = mrz_forms[formats[l->width == 30 ? 0 : l->width == 36 ? 1 : 2]].row;
    int right = 0;
    for (; row->len; row++) {
        char c[MS_MRZ_WIDTH];
        bool any = false;
        for (unsigned i = 0; i < row->len; i++) {
            c[i] = char_at(p, l, row->line, row->at + i);
            any |= c[i] != '<';
        }
        if (row->check && any)
            right +=
                char_at(p, l, row->line, row->check) == ms_mrz_digit((ms_str){c, row->len});
    }
    return right;
}

static layout choose(const page *p)
{
    enum { DIGIT = 15 }; /* what a right one outweighs, in characters */
    static const layout shapes[] = {
        {3, 30, 0, false, 0}, {2, 36, 0, false, 0}, {2, 44, 0, false, 0}};
    layout best = {.cost = NO_LAYOUT};
    for (unsigned i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        for (unsigned first = 0; first <= p->rows; first++) {
            layout l = shapes[i];
            l.joined = first == p->rows; /* tried last */
            l.first = l.joined ? 0 : first;
            l.cost = cost_of(p, &l);
            if (l.cost) l.cost -= DIGIT * right_digits(p, &l);
            else l.cost = -NO_LAYOUT; /* as the format has it */
            if (l.cost < best.cost) best = l;
        }
    }
    return best;
}

static ms_mrz_format format_of(const char *cell, const layout *l)
{
    bool visa = cell[0] == 'V', france = cell[0] == 'I' || cell[0] == '1';
    for (unsigned i = 1; i < 5; i++)
        france &= cell[i] == "IDFRA"[i] || (i == 1 && cell[i] == '0');
    if (l->width == 30) return MS_MRZ_TD1;
    if (l->width == 44) return visa ? MS_MRZ_MRVA : MS_MRZ_TD3;
    return visa ? MS_MRZ_MRVB : france ? MS_MRZ_FRA : MS_MRZ_TD2;
}

/* ---- the grid ---------------------------------------------------------- */

ms_str mrz_counted(mrz_reading *r, unsigned n, const char *what)
{
    char text[32], digits[4];
    unsigned k = 0, d = 0;
    do digits[d++] = (char)('0' + n % 10);
    while ((n /= 10) && d < sizeof digits);
    while (d) text[k++] = digits[--d];
    text[k++] = ' ';
    while (*what && k < sizeof text) text[k++] = *what++;
    return mrz_keep(r, (ms_str){text, k});
}

/* One oddity for all characters of a line that were something. */
static void tell(mrz_reading *r, unsigned line, const glyph *g, unsigned n, uint8_t was,
                 ms_mrz_oddity_kind kind, const char *what)
{
    unsigned first = n, count = 0;
    for (unsigned i = 0; i < n; i++) {
        if (!(g[i].was & was)) continue;
        if (!count++) first = i;
    }
    if (!count) return;
    mrz_odd(r, (ms_mrz_oddity){.kind = kind,
                               .line = (uint8_t)(line + 1),
                               .column = (uint8_t)(first + 1),
                               .found = mrz_counted(r, count, what)});
}

static void tell_strange(mrz_reading *r, ms_str text, unsigned line, const glyph *g, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        if (!(g[i].was & WAS_STRANGE)) continue;
        ms_str found = {text.p + g[i].from, (size_t)(g[i].end - g[i].from)};
        if (mrz_is_optional(r->form, (uint8_t)line, i)) found.n = 0;
        mrz_odd(r, (ms_mrz_oddity){.kind = MS_MRZ_ODD_CHARACTER,
                                   .line = (uint8_t)(line + 1),
                                   .column = (uint8_t)(i + 1),
                                   .found = mrz_keep(r, found)});
    }
}

/* Line `line` of the zone from the `n` characters at `g`. */
static void fill_line(mrz_reading *r, ms_str text, unsigned line, const glyph *g, unsigned n)
{
    unsigned width = r->form->width, whole = n;
    ms_mrz_oddity odd = {.line = (uint8_t)(line + 1), .column = (uint8_t)(n + 1)};
    if (n < width) {
        odd.kind = n ? MS_MRZ_ODD_LINE_SHORT : MS_MRZ_ODD_LINE_MISSING;
    } else if (n > width) {
        odd.kind = MS_MRZ_ODD_LINE_LONG;
        odd.column = (uint8_t)(width + 1);
    }
    odd.found = mrz_counted(r, n, "characters");
    if (n != width) mrz_odd(r, odd);
    if (n > width) n = width;
    r->present[line] = n > 0;
    if (whole <= width + MRZ_OFF_MAX) {
        r->line[line].n = (uint8_t)whole;
        for (unsigned i = 0; i < whole; i++) r->line[line].c[i] = g[i].c;
    }
    for (unsigned i = 0; i < n; i++) r->cell[mrz_place((uint8_t)line, (uint8_t)i)] = g[i].c;
    tell(r, line, g, n, WAS_SMALL, MS_MRZ_ODD_SMALL, "small letters");
    tell(r, line, g, n, WAS_FILLER, MS_MRZ_ODD_FILLER, "other marks");
    tell(r, line, g, n, WAS_BLANK, MS_MRZ_ODD_BLANK_FILLER, "blanks");
    tell(r, line, g, n, BEHIND_BLANK, MS_MRZ_ODD_BLANK, "blanks");
    tell_strange(r, text, line, g, n);
}

/* True when the only line of a format of two is its second: check digits stand where that one
 * has them (9303-4, 9303-6 and 9303-7). */
static bool is_second(const page *p, const layout *l)
{
    char c[20];
    if (l->joined || l->lines != 2 || p->rows != l->first + 1 || length(p, l->first) < 20)
        return false;
    for (unsigned i = 0; i < sizeof c; i++) c[i] = p->glyph[p->start[l->first] + i].c;
    return c[9] == ms_mrz_digit((ms_str){c, 9}) && c[19] == ms_mrz_digit((ms_str){c + 13, 6});
}

static void begin(mrz_reading *r, const page *p, const layout *l, bool second)
{
    char head[5] = "<<<<<";
    unsigned left = p->n - p->start[l->first];
    for (unsigned i = 0; i < 5 && i < left && !second; i++)
        head[i] = p->glyph[p->start[l->first] + i].c;
    r->out->format = format_of(head, l);
    r->form = &mrz_forms[r->out->format];
    memset(r->cell, '<', sizeof r->cell);
}

bool mrz_fill(mrz_reading *r, ms_str text)
{
    page p;
    bool any = false;
    read_page(text, &p);
    for (unsigned i = 0; i < p.n; i++) any |= !(p.glyph[i].was & WAS_STRANGE);
    if (!any) return false;
    layout l = choose(&p);
    unsigned second = is_second(&p, &l);
    begin(r, &p, &l, second);
    if (p.cut) mrz_odd(r, (ms_mrz_oddity){.kind = MS_MRZ_ODD_TEXT_LONG});
    if (l.joined) mrz_odd(r, (ms_mrz_oddity){.kind = MS_MRZ_ODD_WRAPPED});
    for (unsigned i = 0; i < l.lines; i++) {
        unsigned from = l.joined ? i * l.width : 0, n = 0;
        if (l.joined) {
            n = p.n > from ? p.n - from : 0;
            if (n > l.width && i + 1 < l.lines) n = l.width;
        } else if (i >= second && l.first + i - second < p.rows) {
            from = p.start[l.first + i - second];
            n = length(&p, l.first + i - second);
        }
        fill_line(r, text, i, p.glyph + (n ? from : 0), n);
    }
    unsigned end = l.joined ? p.rows : l.first + l.lines - second;
    unsigned extra = l.first + (p.rows > end ? p.rows - end : 0);
    for (; extra; extra--) mrz_odd(r, (ms_mrz_oddity){.kind = MS_MRZ_ODD_LINE_EXTRA});
    memcpy(r->raw, r->cell, sizeof r->raw);
    return true;
}
