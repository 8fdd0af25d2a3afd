#include "lists/uk_facts.h"

#include "lists/uk_numbers.h"

typedef enum how {
    VALUE,    /* of the subject's property, else a note of it */
    NOTE,     /* under a label */
    SANCTION, /* of the sanction's property */
    SOURCE,   /* whose designation it is */
    MEASURES, /* several between "|" */
    CONTACTS, /* several in one text */
    PHONES,   /* the same, with blanks in each */
    BIRTH,
    NATIONALITY,
    REGISTRATION
} how;

static const struct fact {
    const char *column, *element;
    how how;
    const char *what;
} facts[] = {
#define X(column, element, how, what) {column, element, how, what},
    MS_UK_FACTS(X)
#undef X
};

unsigned ms_uk_fact_count(void)
{
    return sizeof facts / sizeof *facts;
}

const char *ms_uk_fact_element(unsigned fact)
{
    return facts[fact].element;
}

ms_uk ms_uk_designation(ms_reader *r, ms_str unique_id, ms_str group_id, ms_str type,
                        ms_place at, ms_diag *d)
{
    ms_str id = unique_id.n ? unique_id : group_id;
    ms_uk u = ms_uk_begin(r, id, type, "Foreign, Commonwealth and Development Office", at, d);
    ms_entry_add_to(&u.x, u.sanction, "authorityId", unique_id);
    ms_entry_add_to(&u.x, u.sanction, "recordId", group_id);
    return u;
}

static void add_measures(ms_uk *u, const char *prop, ms_str text)
{
    ms_str piece;
    while (ms_next_piece(&text, "|", &piece)) ms_entry_add_to(&u->x, u->sanction, prop, piece);
}

/* Several between ";", "," or "and"; `blanks`: also between blanks. */
static void add_contacts(ms_uk *u, const char *prop, ms_str text, bool blanks)
{
    for (size_t from = 0, i = 0; i <= text.n; i++) {
        if (i < text.n && !strchr(blanks ? ",; " : ",;", text.p[i])) continue;
        ms_str rest = {text.p + from, i - from}, piece;
        while (ms_next_piece(&rest, " and ", &piece))
            if (!ms_str_eq(piece, MS_STR("and")))
                ms_entry_add_or_note(&u->x, prop, "Contact", piece);
        from = i + 1;
    }
}

void ms_uk_fact(ms_uk *u, unsigned fact, ms_str text)
{
    ms_entry *x = &u->x;
    const struct fact *f = &facts[fact];
    if (x->rc || !text.n) return;
    text = ms_entry_clean(x, text);
    switch (f->how) {
    case VALUE: ms_entry_add_or_note(x, f->what, f->column, text); break;
    case NOTE: ms_entry_note(x, f->what, MS_STR(""), text); break;
    case SANCTION: ms_entry_add_to(x, u->sanction, f->what, text); break;
    case SOURCE:
        ms_entry_add_to(x, u->sanction, f->what,
                        ms_entry_f(x, "%s: %.*s", f->column, MS_FMT(text)));
        break;
    case MEASURES: add_measures(u, f->what, text); break;
    case CONTACTS: add_contacts(u, f->what, text, true); break;
    case PHONES: add_contacts(u, f->what, text, false); break;
    case BIRTH: ms_uk_birth(u, text); break;
    case NATIONALITY: ms_uk_nationality(u, text); break;
    case REGISTRATION: ms_uk_registration(u, text); break;
    }
}

void ms_uk_numbered(ms_uk *u, bool passport, ms_str text, ms_str detail)
{
    ms_entry *x = &u->x;
    ms_uk_numbers it = ms_uk_numbers_of(ms_entry_clean(x, text));
    ms_str label, number;
    if (!it.rest.n) ms_uk_document(u, passport, it.rest, detail);
    if (!it.whole) detail = ms_entry_join(x, text, "; ", detail);
    while (ms_uk_numbers_next(&it, &label, &number))
        ms_uk_document(u, passport, number, detail);
}
