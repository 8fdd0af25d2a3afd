#include "cli/answer.h"
#include "cli/explain_out.h"
#include "cli/term.h"

/* The cells of a result's line, behind its rank and score. */
enum { CAPTION, SCHEMA, BORN, COUNTRY, LIST, ID, CELLS };

/* "  1  0.934  " stands before the cells. */
enum { LEAD = 13, GAP = 2, CAPTION_MIN = 24 };

static void pad(ms_out *o, unsigned n)
{
    while (n-- > 0) ms_out_char(o, ' ');
}

/* `n` with a comma between thousands. */
static void count_shown(ms_out *o, uint32_t n)
{
    if (n >= 1000) {
        count_shown(o, n / 1000);
        ms_out_fmt(o, ",%03u", n % 1000);
    } else {
        ms_out_fmt(o, "%u", n);
    }
}

/* The first two values of `property` of the stored entity. */
static ms_rc values_shown(const ms_entity *e, const char *property, ms_arena *a, ms_str *out)
{
    const ms_prop_values *p = ms_entity_get(e, ms_str_z(property));
    if (!p || !p->n) return MS_OK;
    *out = p->n == 1 ? ms_arena_strf(a, "%.*s", MS_FMT(p->v[0]))
                     : ms_arena_strf(a, "%.*s, %.*s%s", MS_FMT(p->v[0]), MS_FMT(p->v[1]),
                                     p->n > 2 ? ", …" : "");
    return out->p ? MS_OK : MS_ENOMEM;
}

static ms_rc cells_of(const answer *a, ms_result r, ms_str *cells)
{
    static const char *const countries[] = {"nationality", "citizenship", "jurisdiction",
                                            "country"};
    ms_arena *arena = a->q->arena;
    const ms_snap *from = ms_snaps_of(a->snaps, &r.entity);
    ms_snap_entity s = ms_snap_get(from, r.entity);
    ms_entity e;
    ms_rc rc = ms_entity_read(s.json, arena, NULL, NULL, &e, NULL);
    if (rc == MS_ENOMEM) return rc;
    cells[CAPTION] = s.caption;
    cells[SCHEMA] = s.schema_name;
    cells[LIST] = ms_snap_list_name(from, s.list);
    cells[ID] = s.id;
    if (rc) return MS_OK;
    rc = values_shown(&e, "birthDate", arena, &cells[BORN]);
    for (size_t k = 0; k < 4 && !rc && !cells[COUNTRY].n; k++)
        rc = values_shown(&e, countries[k], arena, &cells[COUNTRY]);
    return rc;
}

static void widths_of(const ms_str *cells, uint32_t n, unsigned terminal, unsigned *width)
{
    unsigned sum = LEAD;
    for (unsigned k = 0; k < CELLS; k++) {
        for (uint32_t i = 0; i < n; i++) {
            unsigned w = ms_shown_width(cells[i * CELLS + k]);
            if (w > width[k]) width[k] = w;
        }
        sum += width[k] ? width[k] + GAP : 0;
    }
    if (!terminal || sum <= terminal) return;
    unsigned over = sum - terminal;
    if (width[CAPTION] > CAPTION_MIN)
        width[CAPTION] =
            over < width[CAPTION] - CAPTION_MIN ? width[CAPTION] - over : CAPTION_MIN;
}

/* `rank` 0: a further member of the group above. */
static void result_line(uint32_t rank, ms_result r, const ms_str *cells, const unsigned *width,
                        answer_look look, ms_out *o)
{
    if (rank) ms_out_fmt(o, "%3u  ", rank);
    else ms_out_lit(o, "  =  ");
    score_shown(o, look.color, r.score);
    for (unsigned k = 0; k < CELLS; k++) {
        if (!width[k]) continue;
        pad(o, GAP);
        ms_style style = k == CAPTION ? MS_STYLE_BOLD : k == ID ? MS_STYLE_DIM : MS_STYLE_PLAIN;
        if (style) ms_out_style(o, look.color, style);
        unsigned used = ms_out_shown(o, cells[k], k == CAPTION ? width[k] : 0);
        if (style) ms_out_style(o, look.color, MS_STYLE_PLAIN);
        if (k + 1 < CELLS && used < width[k]) pad(o, width[k] - used);
    }
    ms_out_char(o, '\n');
}

/* Below an explained result, what joins a member of its group to it. */
static void joined_line(const answer *a, uint32_t i, uint32_t entity, answer_look look,
                        ms_out *o)
{
    ms_str by = answer_joined(a, i, entity);
    pad(o, LEAD);
    ms_out_style(o, look.color, MS_STYLE_DIM);
    ms_out_lit(o, "the same subject: ");
    if (by.n) ms_out_shown(o, by, 0);
    else ms_out_lit(o, "by other lists");
    ms_out_style(o, look.color, MS_STYLE_PLAIN);
    ms_out_char(o, '\n');
}

static ms_rc result_lines(const answer *a, answer_look look, ms_out *o)
{
    unsigned width[CELLS] = {0};
    uint32_t lines = a->found.n, n = 0;
    for (uint32_t i = 0; a->groups && i < a->found.n; i++) lines += a->groups[i].n;
    ms_str *cells = ms_arena_array(a->q->arena, (size_t)lines * CELLS, sizeof *cells),
           *at = cells;
    ms_rc rc = cells ? MS_OK : MS_ENOMEM;
    for (uint32_t i = 0; i < a->found.n && !rc; i++) {
        rc = cells_of(a, a->results[i], cells + n++ * CELLS);
        for (uint32_t k = 0; a->groups && k < a->groups[i].n && !rc; k++)
            rc = cells_of(a, a->groups[i].v[k], cells + n++ * CELLS);
    }
    if (rc) return rc;
    widths_of(cells, lines, look.width, width);
    const explain_look explained = {look.lang, look.color, LEAD};
    for (uint32_t i = 0; i < a->found.n; i++, at += CELLS) {
        result_line(i + 1, a->results[i], at, width, look, o);
        if (a->explanations) explain_lines(&a->explanations[i], explained, o);
        for (uint32_t k = 0; a->groups && k < a->groups[i].n; k++) {
            result_line(0, a->groups[i].v[k], at += CELLS, width, look, o);
            if (a->explanations) joined_line(a, i, a->groups[i].v[k].entity, look, o);
        }
    }
    return MS_OK;
}

static void remark_begin(ms_out *o, const char *lead, bool color, ms_style style)
{
    ms_out_raw(o, ms_str_z(lead));
    ms_out_style(o, color, style);
}

static void remark_end(ms_out *o, bool color)
{
    ms_out_style(o, color, MS_STYLE_PLAIN);
    ms_out_char(o, '\n');
}

void answer_remarks(const query *q, const char *lead, bool color, ms_out *o)
{
    if (q->error.rc) {
        remark_begin(o, lead, color, MS_STYLE_RED);
        ms_out_lit(o, "not read: ");
        ms_out_shown(o, ms_str_z(q->error.what), 0);
        remark_end(o, color);
    }
    for (uint32_t i = 0; i < q->n_dropped; i++) {
        const query_drop *d = &q->dropped[i];
        remark_begin(o, lead, color, MS_STYLE_YELLOW);
        ms_out_lit(o, "not used: ");
        ms_out_shown(o, d->property, 0);
        if (d->value.n) {
            ms_out_lit(o, " '");
            ms_out_shown(o, d->value, 0);
            ms_out_char(o, '\'');
        }
        ms_out_fmt(o, ": %s", d->reason);
        remark_end(o, color);
    }
}

/* Everything that the query says beside its first name. */
static void query_facts(const query *q, ms_str title, ms_out *o)
{
    if (q->schema) {
        ms_out_lit(o, "  ");
        ms_out_raw(o, ms_schema_label(q->schema));
    }
    for (uint32_t i = 0; i < q->entity.n_props; i++) {
        const ms_prop_values *p = &q->entity.props[i];
        for (uint32_t k = 0; k < p->n; k++) {
            if (p->v[k].p == title.p) continue;
            ms_out_lit(o, "  ");
            ms_out_shown(o, p->name, 0);
            ms_out_char(o, ' ');
            ms_out_shown(o, p->v[k], QUERY_SHOWN_MAX);
        }
    }
}

void answer_query_line(const query *q, bool color, ms_out *o)
{
    ms_str title = answer_title(q);
    ms_out_style(o, color, MS_STYLE_BOLD);
    ms_out_shown(o, title, QUERY_SHOWN_MAX);
    ms_out_style(o, color, MS_STYLE_PLAIN);
    ms_out_style(o, color, MS_STYLE_DIM);
    query_facts(q, title, o);
    if (q->id.p && q->id.p != title.p) {
        ms_out_lit(o, "  id ");
        ms_out_shown(o, q->id, QUERY_SHOWN_MAX);
    }
    ms_out_style(o, color, MS_STYLE_PLAIN);
    ms_out_char(o, '\n');
}

static void total_line(const answer *a, answer_look look, ms_out *o)
{
    uint32_t total = a->found.total;
    ms_out_lit(o, "  ");
    ms_out_style(o, look.color, total ? MS_STYLE_DIM : MS_STYLE_GREEN);
    if (total) count_shown(o, total);
    else ms_out_lit(o, "no");
    ms_out_raw(o, total > 1 ? MS_STR(" matches") : MS_STR(" match"));
    ms_out_lit(o, " at or above ");
    score_short(o, a->threshold);
    if (a->found.groups < total) {
        ms_out_lit(o, " on lists for ");
        count_shown(o, a->found.groups);
        ms_out_raw(o, a->found.groups > 1 ? MS_STR(" subjects") : MS_STR(" subject"));
    }
    if (a->found.n < a->found.groups) ms_out_fmt(o, ", the best %u shown", a->found.n);
    ms_out_style(o, look.color, MS_STYLE_PLAIN);
    ms_out_style(o, look.color, MS_STYLE_DIM);
    ms_out_lit(o, " (");
    count_shown(o, a->found.scored);
    ms_out_lit(o, " entities scored, ");
    count_shown(o, a->found.ruled_out);
    ms_out_lit(o, " ruled out)");
    if (!a->complete) ms_out_lit(o, ", not complete: a shard is missing");
    ms_out_style(o, look.color, MS_STYLE_PLAIN);
    ms_out_char(o, '\n');
}

ms_rc answer_block(const answer *a, answer_look look, ms_out *o)
{
    if (look.numbered) ms_out_fmt(o, "row %llu  ", (unsigned long long)a->q->row);
    answer_query_line(a->q, look.color, o);
    answer_remarks(a->q, "  ", look.color, o);
    ms_rc rc = a->found.n ? result_lines(a, look, o) : MS_OK;
    if (a->searched) total_line(a, look, o);
    ms_out_char(o, '\n');
    return rc;
}
