/* marsad travel read --link: who of passenger lists and who of bookings is one person. */
#include <marsad/edikeep.h>

#include "cli/rows.h"
#include "cli/travel.h"

/* Messages that are kept, all of them at most, and bytes of them. */
enum { MESSAGES_MOST = 10000, BYTES_MOST = 1 << 30 };

/* A message. */
typedef struct kept {
    struct kept *next;
    const char *file;
    ms_edi_item item;
    ms_manifest m;
} kept;

enum { LISTS, BOOKINGS, SIDES };

struct travel_links {
    ms_arena *a;
    kept *first[SIDES], *last[SIDES];
    uint32_t n;
};

travel_links *travel_links_new(void)
{
    ms_arena *a = ms_arena_new(BYTES_MOST);
    travel_links *l = a ? ms_arena_alloc(a, sizeof *l) : NULL;
    if (l) l->a = a;
    else ms_arena_free(a);
    return l;
}

void travel_links_free(travel_links *l)
{
    if (l) ms_arena_free(l->a);
}

ms_rc travel_links_add(travel_links *l, const char *file, const ms_edi_item *message,
                       ms_manifest *m)
{
    if (l->n == MESSAGES_MOST) return MS_ELIMIT;
    kept *k = ms_arena_alloc(l->a, sizeof *k);
    ms_rc rc = k ? ms_edi_keep(message, l->a, &k->item) : MS_ENOMEM;
    if (!rc) rc = ms_manifest_read(&k->item, l->a, &k->m);
    if (rc) return rc;
    unsigned side = ms_str_eq(k->m.content, MS_STR("bookings")) ? BOOKINGS : LISTS;
    *m = k->m;
    k->file = file;
    if (l->last[side]) l->last[side]->next = k;
    else l->first[side] = k;
    l->last[side] = k;
    l->n++;
    return MS_OK;
}

static const ms_col columns[] = {
    {"list", "list", MS_COL_TEXT, true},
    {"list_interchange", NULL, MS_COL_NUMBER, false},
    {"list_message", "message", MS_COL_NUMBER, false},
    {"list_traveller", "traveller", MS_COL_NUMBER, false},
    {"bookings", "bookings", MS_COL_TEXT, true},
    {"bookings_interchange", NULL, MS_COL_NUMBER, false},
    {"bookings_message", "message", MS_COL_NUMBER, false},
    {"bookings_traveller", "traveller", MS_COL_NUMBER, false},
    {"surname", "surname", MS_COL_TEXT, false},
    {"given", "given", MS_COL_TEXT, false},
    {"why", "why", MS_COL_TEXT, true},
};

/* The cells of one side: file, interchange, message, traveller. */
static bool side_cells(ms_arena *a, const kept *k, uint32_t traveller, ms_str *cell)
{
    cell[0] = ms_str_z(k->file);
    cell[1] = ms_arena_strf(a, "%u", k->item.interchange->number);
    cell[2] = ms_arena_strf(a, "%u", k->item.number);
    cell[3] = ms_arena_strf(a, "%u", traveller + 1);
    return cell[1].p && cell[2].p && cell[3].p;
}

static ms_rc show_pair(ms_rows *rows, const kept *list, const kept *bookings, ms_arena *a)
{
    ms_link *link;
    size_t n;
    ms_arena_reset(a);
    ms_rc rc = ms_travel_link(&list->m, &bookings->m, a, &link, &n);
    for (size_t i = 0; i < n && !rc; i++) {
        ms_str cell[sizeof columns / sizeof *columns];
        const ms_traveller *t = &list->m.travellers[link[i].a];
        cell[8] = t->surname;
        cell[9] = t->given;
        cell[10] = ms_link_text(link[i].why, a);
        bool made = side_cells(a, list, link[i].a, cell) &&
                    side_cells(a, bookings, link[i].b, cell + 4) && cell[10].p;
        rc = made ? ms_rows_add(rows, cell) : MS_ENOMEM;
    }
    return rc;
}

ms_rc travel_links_show(ms_cli *c, const travel_links *l)
{
    ms_arena *a = ms_arena_new(0);
    ms_rows *rows = ms_rows_begin(c, (ms_rows_format)ms_cli_number(c, "format"), columns,
                                  sizeof columns / sizeof *columns);
    ms_rc rc = a && rows ? MS_OK : MS_ENOMEM;
    for (const kept *x = l->first[LISTS]; x && !rc; x = x->next)
        for (const kept *y = l->first[BOOKINGS]; y && !rc; y = y->next)
            rc = show_pair(rows, x, y, a);
    ms_rc end = ms_rows_end(rows);
    ms_arena_free(a);
    return rc ? rc : end;
}
