#include "lists/ofac_links.h"

#include <stdlib.h>

#include "base/mem.h"
#include "lists/entry.h"

enum { SEEN_MAX = 4000000 }; /* names, and links; what is beyond stays a note */

typedef struct ms_ofac_name {
    ms_str name, id;
    bool alias;
} ms_ofac_name;

typedef struct ms_ofac_link {
    ms_str from, name;
    ms_place at;
} ms_ofac_link;

ms_ofac_links ms_ofac_links_make(void)
{
    ms_ofac_links l = {.a = ms_arena_new(0)};
    if (!l.a) l.rc = MS_ENOMEM;
    return l;
}

void ms_ofac_links_free(ms_ofac_links *l)
{
    ms_free(l->names);
    ms_free(l->links);
    ms_arena_free(l->a);
}

/* Letters and digits alone, in upper case: remarks and names differ in what is between. */
static ms_str folded(ms_ofac_links *l, ms_str s)
{
    char *p = ms_arena_alloc(l->a, s.n + 1);
    size_t n = 0;
    if (!p) l->rc = MS_ENOMEM;
    for (size_t i = 0; p && i < s.n; i++) {
        char c = s.p[i];
        if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
        bool letter = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80);
        if (letter) p[n++] = c;
    }
    return (ms_str){p, n};
}

/* Room for one more item; NULL: no memory, or enough of them. */
static void *more(ms_ofac_links *l, void *items, uint32_t n, uint32_t *cap, size_t size)
{
    if (l->rc || n == SEEN_MAX) return NULL;
    if (n < *cap) return items;
    uint32_t want = *cap ? *cap * 2 : 1024;
    void *p = ms_realloc(items, want * size);
    if (p) *cap = want;
    else l->rc = MS_ENOMEM;
    return p;
}

void ms_ofac_links_name(ms_ofac_links *l, ms_str id, ms_str name, bool alias)
{
    ms_ofac_name *v = more(l, l->names, l->n_names, &l->cap_names, sizeof *v);
    if (!v) return;
    l->names = v;
    ms_ofac_name x = {folded(l, name), ms_arena_str(l->a, id), alias};
    if (!x.id.p) l->rc = MS_ENOMEM;
    if (!l->rc && x.name.n) v[l->n_names++] = x;
}

static void add_link(ms_ofac_links *l, ms_str from, ms_str name, ms_place at)
{
    ms_ofac_link *v = more(l, l->links, l->n_links, &l->cap_links, sizeof *v);
    if (!v) return;
    l->links = v;
    ms_ofac_link x = {ms_arena_str(l->a, from), folded(l, name), at};
    if (!x.from.p) l->rc = MS_ENOMEM;
    if (!l->rc && x.name.n) v[l->n_links++] = x;
}

void ms_ofac_links_remarks(ms_ofac_links *l, ms_str id, ms_str remarks, ms_place at)
{
    static const ms_str mark = MS_STR_INIT("Linked To:");
    const char *p = remarks.n ? memmem(remarks.p, remarks.n, mark.p, mark.n) : NULL;
    while (p) {
        ms_str rest = {p + mark.n, remarks.n - (size_t)(p - remarks.p) - mark.n};
        p = memmem(rest.p, rest.n, mark.p, mark.n);
        ms_str name = {rest.p, p ? (size_t)(p - rest.p) : rest.n};
        const char *end = name.n ? memchr(name.p, ';', name.n) : NULL;
        if (end) name.n = (size_t)(end - name.p);
        add_link(l, id, name, at);
        remarks = rest;
    }
}

/* ---- whom they mean ----------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    const ms_ofac_name *x = a, *y = b;
    int c = ms_str_cmp(x->name, y->name);
    if (!c) c = x->alias - y->alias;
    return c ? c : ms_str_cmp(x->id, y->id);
}

static int by_ends(const void *a, const void *b)
{
    const ms_ofac_link *x = a, *y = b;
    int c = ms_str_cmp(x->from, y->from);
    return c ? c : ms_str_cmp(x->name, y->name);
}

/* The one entity of that name, else the one of that alias; "" when there are several. */
static ms_str meant(const ms_ofac_links *l, ms_str name)
{
    uint32_t from = 0, to = l->n_names;
    while (from < to) {
        uint32_t mid = from + (to - from) / 2;
        if (ms_str_cmp(l->names[mid].name, name) < 0) from = mid + 1;
        else to = mid;
    }
    if (from == l->n_names || !ms_str_eq(l->names[from].name, name)) return (ms_str){"", 0};
    const ms_ofac_name *first = &l->names[from];
    for (uint32_t i = from + 1; i < l->n_names && ms_str_eq(l->names[i].name, name); i++) {
        if (l->names[i].alias != first->alias) break;
        if (!ms_str_eq(l->names[i].id, first->id)) return (ms_str){"", 0};
    }
    return first->id;
}

/* An id without the name of the list. */
static ms_str own_id(const ms_reader *r, ms_str id)
{
    size_t n = r->o->list.n + 1;
    return id.n > n ? (ms_str){id.p + n, id.n - n} : id;
}

static ms_rc give(ms_reader *r, const ms_ofac_link *link, ms_str to, ms_diag *d)
{
    ms_arena_reset(r->arena);
    ms_str id = ms_arena_strf(r->arena, "link-%.*s-%.*s", MS_FMT(own_id(r, link->from)),
                              MS_FMT(own_id(r, to)));
    if (!id.p) return ms_fail(d, MS_ENOMEM, link->at.line, link->at.at, "no memory for a link");
    ms_entry x = ms_entry_make(r, id, "UnknownLink", link->at, d);
    ms_entry_add(&x, "subject", link->from);
    ms_entry_add(&x, "object", to);
    ms_entry_add(&x, "role", MS_STR("Linked To"));
    ms_entry_end(&x);
    return ms_entry_rc(&x);
}

ms_rc ms_ofac_links_give(ms_ofac_links *l, ms_reader *r, ms_diag *d)
{
    ms_rc rc = l->rc;
    if (rc) return ms_fail(d, rc, 0, 0, "no memory for linked names");
    if (!l->n_names || !l->n_links) return MS_OK;
    qsort(l->names, l->n_names, sizeof *l->names, by_name);
    qsort(l->links, l->n_links, sizeof *l->links, by_ends);
    for (uint32_t i = 0; i < l->n_links && !rc; i++) {
        if (i && !by_ends(&l->links[i], &l->links[i - 1])) continue;
        ms_str to = meant(l, l->links[i].name);
        if (to.n && !ms_str_eq(to, l->links[i].from)) rc = give(r, &l->links[i], to, d);
    }
    return rc;
}
