#include <marsad/index.h>

#include "ask/joined.h"
#include "cli/data.h"
#include "cli/rows.h"
#include "cli/term.h"

enum { LABEL_WIDTH = 22, STEP = 2 };

/* What a showing needs; `o` is written out after each entity. */
typedef struct showing {
    ms_cli *c;
    const ms_snap *s;
    ms_out o;
    uint32_t subject; /* the entity whose satellites are shown */
} showing;

/* ---- adjacent entities ------------------------------------------------- */

/* Numbers of the entities adjacent to `e`, in the run's arena; NULL: no memory. */
static const uint32_t *adjacent(showing *w, uint32_t e, uint32_t *n)
{
    *n = ms_snap_adjacent(w->s, e, NULL, 0);
    uint32_t *out = ms_arena_array(w->c->arena, *n, sizeof *out);
    if (out) ms_snap_adjacent(w->s, e, out, *n);
    return out;
}

/* The other members of the group of `e`; NULL: no memory. */
static const uint32_t *others(showing *w, uint32_t e, uint32_t *n)
{
    uint32_t all = ms_snap_group(w->s, e, NULL, 0);
    uint32_t *out = ms_arena_array(w->c->arena, all, sizeof *out);
    *n = 0;
    if (out) ms_snap_group(w->s, e, out, all);
    for (uint32_t i = 0; out && i < all; i++)
        if (out[i] != e) out[(*n)++] = out[i];
    return out;
}

/* ---- JSON -------------------------------------------------------------- */

/* The stored JSON without its closing brace, so that members can follow. */
static ms_str open_json(ms_snap_entity e)
{
    return (ms_str){e.json.p, e.json.n ? e.json.n - 1 : 0};
}

/* The entity as it is stored; its members beside the model's too. */
static ms_rc read_stored(showing *w, ms_snap_entity stored, ms_entity *out)
{
    ms_diag d = {0};
    return ms_entity_read(stored.json, w->c->arena, NULL, NULL, out, &d);
}

static bool has_extra(const ms_entity *e, ms_str name)
{
    for (uint32_t i = 0; i < e->n_extra; i++)
        if (ms_str_eq(e->extra[i].name, name)) return true;
    return false;
}

static ms_rc group_json(showing *w, uint32_t no)
{
    uint32_t n;
    const uint32_t *v = others(w, no, &n);
    if (!v) return MS_ENOMEM;
    ms_out_lit(&w->o, ",\"group\":[");
    for (uint32_t i = 0; i < n; i++) {
        ms_snap_entity e = ms_snap_get(w->s, v[i]);
        ms_out_raw(&w->o, i ? MS_STR(",{\"id\":") : MS_STR("{\"id\":"));
        ms_out_json(&w->o, e.id);
        ms_out_member(&w->o, "list", ms_snap_list_name(w->s, e.list));
        ms_out_member(&w->o, "caption", e.caption);
        ms_out_member(&w->o, "joined_by", ms_joined_by(w->s, no, v[i], w->c->arena));
        ms_out_char(&w->o, '}');
    }
    ms_out_char(&w->o, ']');
    return MS_OK;
}

static ms_rc show_json(showing *w, uint32_t no)
{
    uint32_t n;
    ms_entity read;
    ms_snap_entity e = ms_snap_get(w->s, no);
    const uint32_t *near = adjacent(w, no, &n);
    ms_rc rc = near ? read_stored(w, e, &read) : MS_ENOMEM;
    if (rc) return rc;
    ms_out_raw(&w->o, open_json(e));
    if (!has_extra(&read, MS_STR("datasets"))) {
        ms_out_lit(&w->o, ",\"datasets\":[");
        ms_out_json(&w->o, ms_snap_list_name(w->s, e.list));
        ms_out_char(&w->o, ']');
    }
    ms_out_lit(&w->o, ",\"adjacent\":[");
    for (uint32_t i = 0; i < n; i++) {
        if (i) ms_out_char(&w->o, ',');
        ms_out_raw(&w->o, ms_snap_get(w->s, near[i]).json);
    }
    ms_out_char(&w->o, ']');
    rc = group_json(w, no);
    ms_out_lit(&w->o, "}\n");
    return rc ? rc : ms_cli_write(w->c, &w->o);
}

/* ---- text -------------------------------------------------------------- */

static void pad(ms_out *o, unsigned n)
{
    while (n-- > 0) ms_out_char(o, ' ');
}

/* A value's lines, each in the column of values. */
static void put_value(showing *w, unsigned column, ms_str v)
{
    for (bool first = true; first || v.n; first = false) {
        const char *end = v.n ? memchr(v.p, '\n', v.n) : NULL;
        size_t n = end ? (size_t)(end - v.p) : v.n;
        if (!first) pad(&w->o, column);
        ms_out_shown(&w->o, ms_str_trim((ms_str){v.p, n}), 0);
        ms_out_char(&w->o, '\n');
        v = (ms_str){v.p + n + (end != NULL), v.n - n - (end != NULL)};
    }
}

static void put_label(showing *w, unsigned indent, ms_str label)
{
    pad(&w->o, indent);
    ms_out_style(&w->o, w->c->out_color, MS_STYLE_DIM);
    unsigned used = ms_out_shown(&w->o, label, 0);
    ms_out_style(&w->o, w->c->out_color, MS_STYLE_PLAIN);
    pad(&w->o, used < LABEL_WIDTH ? LABEL_WIDTH - used : 1);
}

/* The id of another entity, with its caption. */
static void put_reference(showing *w, unsigned column, ms_str id, uint32_t list)
{
    uint32_t no;
    ms_str text = id;
    if (ms_snap_find_in(w->s, list, id, &no))
        text = ms_arena_strf(w->c->arena, "%.*s (%.*s)", MS_FMT(ms_snap_get(w->s, no).caption),
                             MS_FMT(id));
    put_value(w, column, text.p ? text : id);
}

static bool names_subject(const showing *w, uint32_t no, ms_str value)
{
    return no != w->subject && ms_str_eq(value, ms_snap_get(w->s, w->subject).id);
}

static void put_prop(showing *w, uint32_t no, const ms_prop_values *values, unsigned indent)
{
    const ms_prop *p = values->prop;
    bool reference = p && ms_prop_type(p) == MS_TYPE_ENTITY, labelled = false;
    unsigned column = indent + LABEL_WIDTH;
    for (uint32_t i = 0; i < values->n; i++) {
        ms_str text = values->v[i];
        if (reference && names_subject(w, no, text)) continue;
        if (!labelled) put_label(w, indent, p ? ms_prop_label(p) : values->name);
        else pad(&w->o, column);
        labelled = true;
        if (reference) put_reference(w, column, text, ms_snap_get(w->s, no).list);
        else put_value(w, column, text);
    }
}

/* Members that are no lists of texts, as the JSON that they are. */
static void put_extras(showing *w, const ms_extra *items, uint32_t n, unsigned indent)
{
    for (uint32_t i = 0; i < n; i++) {
        put_label(w, indent, items[i].name);
        put_value(w, indent + LABEL_WIDTH, items[i].json);
    }
}

/* What a reader looks for first; everything else follows in the order of its
 * names. */
static const char *const first_props[] = {
    "name",           "alias",    "weakAlias", "previousName", "title",       "firstName",
    "lastName",       "gender",   "birthDate", "birthPlace",   "nationality", "citizenship",
    "passportNumber", "idNumber", "number",    "type",         "country",     "address",
};

enum { N_FIRST = sizeof first_props / sizeof *first_props };

static bool is_first(ms_str name)
{
    for (int i = 0; i < N_FIRST; i++)
        if (ms_str_eq(ms_str_z(first_props[i]), name)) return true;
    return false;
}

static void put_props(showing *w, uint32_t no, const ms_entity *e, unsigned indent)
{
    for (int i = 0; i < N_FIRST; i++) {
        const ms_prop_values *values = ms_entity_get(e, ms_str_z(first_props[i]));
        if (values) put_prop(w, no, values, indent);
    }
    for (uint32_t i = 0; i < e->n_props; i++)
        if (!is_first(e->props[i].name)) put_prop(w, no, &e->props[i], indent);
    put_extras(w, e->extra_props, e->n_extra_props, indent);
    put_extras(w, e->extra, e->n_extra, indent);
}

static void put_heading(showing *w, ms_snap_entity e, unsigned indent)
{
    ms_str label = e.schema ? ms_schema_label(e.schema) : e.schema_name;
    pad(&w->o, indent);
    ms_out_style(&w->o, w->c->out_color, MS_STYLE_BOLD);
    if (indent == 0) ms_out_shown(&w->o, e.caption, 0);
    else ms_out_shown(&w->o, label, 0);
    ms_out_style(&w->o, w->c->out_color, MS_STYLE_PLAIN);
    if (indent == 0) {
        ms_out_lit(&w->o, "  ");
        ms_out_shown(&w->o, label, 0);
    }
    ms_out_lit(&w->o, "  ");
    ms_out_shown(&w->o, e.id, 0);
    if (indent == 0) {
        ms_out_lit(&w->o, "  list ");
        ms_out_shown(&w->o, ms_snap_list_name(w->s, e.list), 0);
    }
    ms_out_char(&w->o, '\n');
}

static ms_rc put_entity(showing *w, uint32_t no, unsigned indent)
{
    ms_snap_entity e = ms_snap_get(w->s, no);
    ms_entity read;
    ms_rc rc = read_stored(w, e, &read);
    if (rc) return rc;
    put_heading(w, e, indent);
    put_props(w, no, &read, indent + STEP);
    return w->o.failed ? MS_ENOMEM : MS_OK;
}

/* The same subject elsewhere: what else is said of it there, its own id shows. */
static ms_rc put_group(showing *w, uint32_t no)
{
    uint32_t n;
    const uint32_t *v = others(w, no, &n);
    if (!v) return MS_ENOMEM;
    for (uint32_t i = 0; i < n; i++) {
        ms_str by = ms_joined_by(w->s, no, v[i], w->c->arena);
        if (i == 0) ms_out_char(&w->o, '\n');
        pad(&w->o, STEP);
        ms_out_style(&w->o, w->c->out_color, MS_STYLE_BOLD);
        ms_out_lit(&w->o, "The same subject");
        ms_out_style(&w->o, w->c->out_color, MS_STYLE_PLAIN);
        ms_snap_entity e = ms_snap_get(w->s, v[i]);
        const ms_str cells[] = {e.caption, e.id, MS_STR("list"),
                                ms_snap_list_name(w->s, e.list)};
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
            ms_out_raw(&w->o, k == 3 ? MS_STR(" ") : MS_STR("  "));
            ms_out_shown(&w->o, cells[k], 0);
        }
        ms_out_lit(&w->o, "  by ");
        ms_out_shown(&w->o, by.n ? by : MS_STR("other lists"), 0);
        ms_out_char(&w->o, '\n');
    }
    return MS_OK;
}

static ms_rc show_text(showing *w, uint32_t no)
{
    uint32_t n;
    const uint32_t *near = adjacent(w, no, &n);
    if (!near) return MS_ENOMEM;
    w->subject = no;
    ms_rc rc = put_entity(w, no, 0);
    for (uint32_t i = 0; i < n && !rc; i++) {
        ms_out_char(&w->o, '\n');
        rc = put_entity(w, near[i], STEP);
    }
    if (!rc) rc = put_group(w, no);
    return rc ? rc : ms_cli_write(w->c, &w->o);
}

/* ---- the command ------------------------------------------------------- */

static int show_id(showing *w, const char *id, bool first)
{
    bool json = ms_cli_number(w->c, "format") == MS_ROWS_JSON;
    uint32_t n = ms_snap_find(w->s, ms_str_z(id), NULL, 0);
    uint32_t *found = ms_arena_array(w->c->arena, n, sizeof *found);
    ms_rc rc = found ? MS_OK : MS_ENOMEM;
    if (n == 0) {
        ms_cli_say(w->c, "no entity has the id '%s'", id);
        return MS_EXIT_INPUT;
    }
    if (found) ms_snap_find(w->s, ms_str_z(id), found, n);
    for (uint32_t i = 0; i < n && !rc; i++) {
        if (!json && !(first && i == 0)) ms_out_char(&w->o, '\n');
        rc = json ? show_json(w, found[i]) : show_text(w, found[i]);
    }
    return rc == MS_ENOMEM ? ms_cli_nomem(w->c) : ms_cli_exit(rc);
}

static int run(ms_cli *c)
{
    ms_snap *s = NULL;
    int e = ms_data_open(c, true, &s);
    showing w = {.c = c, .s = s};
    for (unsigned i = 0; i < c->n_operands && e != MS_EXIT_SYSTEM && s; i++)
        e = ms_exit_worse(e, show_id(&w, c->operands[i], i == 0));
    ms_out_free(&w.o);
    ms_snap_close(s);
    return e;
}

static const ms_opt opts[] = {
    {.name = "format",
     .value = "F",
     .type = MS_OPT_CHOICE,
     .choices = "table|json",
     .preset = "table",
     .help = "How to write the entity"},
    {0},
};

const ms_command ms_cmd_show = {
    .name = "show",
    .summary = "Show an entity with everything that the lists say about it",
    .operands = "ID…",
    .min_operands = 1,
    .max_operands = ~0u,
    .opts = opts,
    .about =
        "Shows every fact of the entity and, below it, the entities that belong to it: its "
        "passports, addresses, sanctions, relations.  An id that several lists have is "
        "shown for each of them.\n\n"
        "Last comes where else the same subject is listed, and what says so: a reference or a "
        "number that both have.\n\n"
        "JSON is one FollowTheMoney object a line, with the entities that belong to it in "
        "the member \"adjacent\" and the same subject on other lists in \"group\".",
    .examples = "marsad show un-6908555\tAll that the list says about one entity.\n",
    .exits = MS_EXITS_INPUT,
    .run = run,
};
