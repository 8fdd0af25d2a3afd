/* Canada's consolidated autonomous sanctions list (SEMA, JVCFOA), XML.  The list has no
 * ids, and names the regime of a listing "Country". */
#include <string.h>

#include "lists/entry.h"
#include "lists/names.h"
#include "lists/xml.h"

static const char *const records[] = {"record", NULL};

static ms_rc root(void *ctx, ms_xml_node *n, ms_diag *d)
{
    (void)d;
    ms_xml_take(n, "@xmlns:xsi");
    return ms_xml_unmapped(ctx, n, (ms_str){"", 0});
}

/* The first of several elements, since their names changed in 2023 and 2025. */
static ms_str either(ms_entry *x, ms_xml_node *n, const char *name, const char *older)
{
    ms_str s = ms_entry_take(x, n, name);
    return s.n ? s : ms_entry_take(x, n, older);
}

static void add_aliases(ms_entry *x, ms_str text)
{
    ms_str piece;
    while (ms_alias_next(&text, &piece)) ms_entry_alias(x, piece);
}

static void add_dates(ms_entry *x, ms_str text, bool vessel)
{
    ms_str piece, at[2] = {text, {NULL, 0}};
    for (const char *p = text.p; p + 4 <= text.p + text.n; p++)
        if (!strncasecmp(p, " or ", 4)) {
            at[0].n = (size_t)(p - text.p);
            at[1] = (ms_str){p + 4, text.n - at[0].n - 4};
            break;
        }
    for (unsigned i = 0; i < 2; i++) {
        piece = ms_str_trim(at[i]);
        if (piece.n && vessel) ms_entry_add(x, "buildDate", piece);
        else ms_entry_birth(x, piece);
    }
}

static void add_sanction(ms_entry *x, ms_xml_node *n)
{
    ms_entity *s = ms_entry_sanction(x, "Global Affairs Canada");
    ms_str schedule = ms_entry_take(x, n, "Schedule"), item = ms_entry_take(x, n, "Item");
    ms_entry_add_to(x, s, "country", MS_STR("ca"));
    ms_entry_add_to(x, s, "program", ms_entry_take(x, n, "Country"));
    ms_entry_add_to(x, s, "listingDate", ms_entry_take(x, n, "DateOfListing"));
    if (schedule.n) schedule = ms_entry_f(x, "Schedule %.*s", MS_FMT(schedule));
    if (item.n) item = ms_entry_f(x, "item %.*s", MS_FMT(item));
    ms_entry_add_to(x, s, "provisions", ms_entry_join(x, schedule, ", ", item));
}

static ms_rc record(void *ctx, ms_xml_node *n, ms_diag *d)
{
    ms_reader *r = ctx;
    if (!ms_str_eq(n->name, MS_STR("record"))) return ms_xml_unmapped(r, n, n->name);
    bool person = ms_xml_child(n, "LastName", NULL) || ms_xml_child(n, "GivenName", NULL);
    bool vessel = ms_xml_child(n, "ShipIMONumber", NULL) != NULL;
    ms_entry x = ms_entry_make(r, MS_STR(""),
                               vessel   ? "Vessel"
                               : person ? "Person"
                                        : "LegalEntity",
                               n->at, d);
    ms_str last = ms_entry_take(&x, n, "LastName"), given = ms_entry_take(&x, n, "GivenName");
    ms_entry_add(&x, "name", either(&x, n, "EntityOrShip", "Entity"));
    ms_entry_add(&x, "name", ms_entry_words(&x, given, last));
    ms_entry_add_or_note(&x, "lastName", "Last name", last);
    ms_entry_add_or_note(&x, "firstName", "Given name", given);
    ms_entry_add_or_note(&x, vessel ? "type" : "title", "Title",
                         either(&x, n, "TitleOrShip", "Title"));
    ms_entry_add(&x, "imoNumber", ms_entry_take(&x, n, "ShipIMONumber"));
    add_dates(&x, either(&x, n, "DateOfBirthOrShipBuildDate", "DateOfBirth"), vessel);
    add_aliases(&x, ms_xml_take(n, "Aliases"));
    ms_entry_add(&x, "topics", MS_STR("sanction"));
    add_sanction(&x, n);
    if (!x.rc) x.rc = ms_xml_unmapped(r, n, MS_STR("record"));
    ms_entry_end(&x);
    return ms_entry_rc(&x);
}

ms_rc ms_read_ca_xml(ms_reader *r, ms_diag *d)
{
    return ms_xml_read(r, records, root, record, r, d);
}
