/* Lines that lost or gained fillers on the way: where, check digits can prove. */
#include "travel/mrz.h"

/* Fewer check digits than these prove nothing: visas and the French card have three. */
enum { ENOUGH = 4 };

/* How many of the check digits that the zone has are right, over dates that are such, and how
 * many it has. */
typedef struct score {
    unsigned right, all;
} score;

static score score_of(const mrz_reading *r)
{
    score s = {0, 0};
    for (const mrz_row *row = r->form->row; row->len; row++) {
        mrz_places p = {.n = 0};
        if (!row->check || !r->present[row->line]) continue;
        mrz_places_add(&p, row->line, row->at, (uint8_t)(row->at + row->len));
        char found = r->cell[mrz_place(row->line, row->check)];
        bool sound = row->kind != MRZ_DATE || mrz_date_is(r->cell + p.at[0], true);
        s.right += sound && mrz_digit_fits(r->cell, &p, found, row->field == MS_MRZ_OPTIONAL);
        s.all++;
    }
    if (r->form->composite) {
        mrz_places p = mrz_composite(r->form);
        char found = r->cell[mrz_place(r->form->composite_line, r->form->composite)];
        s.right += mrz_digit_fits(r->cell, &p, found, false);
        s.all++;
    }
    return s;
}

/* The line with fillers put in or taken out at column `at`; false when there are none. */
static bool moved(const mrz_reading *r, const mrz_line *line, unsigned at, char *to)
{
    unsigned width = r->form->width, n = line->n;
    unsigned off = n < width ? width - n : n - width;
    if (n < width) {
        memcpy(to, line->c, at);
        memset(to + at, '<', off);
        memcpy(to + at + off, line->c + at, n - at);
        return true;
    }
    for (unsigned i = at; i < at + off; i++)
        if (i >= n || line->c[i] != '<') return false;
    memcpy(to, line->c, at);
    memcpy(to + at, line->c + at + off, n - at - off);
    return true;
}

/* True when fillers stand in the document number, where hardly any has them, and not behind. */
static bool number_parted(const mrz_reading *r)
{
    const mrz_row *row = mrz_row_of(r->out->format, MS_MRZ_NUMBER);
    const char *c = r->cell + mrz_place(row->line, row->at);
    for (unsigned i = 1; i < row->len; i++)
        if (c[i - 1] == '<' && c[i] != '<') return true;
    return false;
}

static void align_line(mrz_reading *r, uint8_t number, const mrz_line *line)
{
    char *cell = r->cell + mrz_place(number, 0), was[MS_MRZ_WIDTH], best[MS_MRZ_WIDTH];
    unsigned width = r->form->width, found = 0, column = 0;
    memcpy(was, cell, width);
    for (unsigned at = 0; at < line->n; at++) {
        /* Each place of a run of fillers gives the same line: the first stands for all. */
        if (at && line->c[at - 1] == '<') continue;
        if (!moved(r, line, at, cell)) continue;
        score s = score_of(r);
        if (s.right < s.all || number_parted(r)) continue;
        found++;
        column = at;
        memcpy(best, cell, width);
    }
    memcpy(cell, found == 1 ? best : was, width);
    if (found != 1) return;
    memcpy(r->raw + mrz_place(number, 0), best, width);
    mrz_odd(r, (ms_mrz_oddity){.kind = line->n < width ? MS_MRZ_ODD_FILLERS_LOST
                                                       : MS_MRZ_ODD_FILLERS_MORE,
                               .line = (uint8_t)(number + 1),
                               .column = (uint8_t)(column + 1),
                               .found = mrz_counted(r, line->n, "characters")});
}

void mrz_align(mrz_reading *r)
{
    for (uint8_t i = 0; i < r->form->lines; i++) {
        const mrz_line *line = &r->line[i];
        score s = score_of(r);
        if (!line->n || s.all < ENOUGH || s.right == s.all || line->n == r->form->width)
            continue;
        unsigned off =
            line->n < r->form->width ? r->form->width - line->n : line->n - r->form->width;
        if (off <= MRZ_OFF_MAX) align_line(r, i, line);
    }
}
