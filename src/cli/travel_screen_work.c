/* What a thread of `marsad travel screen` does: each traveller of a message against the lists,
 * and the message's answer. */
#include <stdio.h>
#include <xxhash.h>

#include "ask/traveller.h"
#include "base/mem.h"
#include "cli/travel_screen.h"

enum { RESULTS = 10, KEY_MAX = 1024 };

/* Answers that a thread keeps, in sets of a few places each. */
enum { SETS = 1 << 14, WAYS = 4 };

/* What was found for an identity. */
typedef struct finding {
    ms_found found;
    bool searched;
    ms_result results[RESULTS];
} finding;

/* A finding that is kept: the same person is on many messages.  Behind the results stands the
 * key, traveller_key of the identity. */
typedef struct kept {
    ms_found found;
    bool searched;
    uint32_t key_n;
    ms_result results[];
} kept;

/* The memory of one thread. */
typedef struct screener {
    const screening *s;
    ms_scorer **scorers;     /* one for each snapshot */
    ms_arena *message, *one; /* of a message, of a traveller */
    ms_edi_writer *writer;
    ms_out travellers, key;
    kept *sets[SETS][WAYS];
    uint8_t next[SETS]; /* the place that is taken next */
} screener;

void screen_end(void *worker)
{
    screener *w = worker;
    for (uint32_t i = 0; w->scorers && i < w->s->snaps.n; i++) ms_scorer_free(w->scorers[i]);
    ms_free(w->scorers);
    ms_arena_free(w->message);
    ms_arena_free(w->one);
    ms_edi_writer_free(w->writer);
    ms_out_free(&w->travellers);
    ms_out_free(&w->key);
    for (unsigned i = 0; i < SETS; i++)
        for (unsigned k = 0; k < WAYS; k++) ms_free(w->sets[i][k]);
    ms_free(w);
}

void *screen_begin(void *ctx)
{
    const screening *s = ctx;
    screener *w = ms_calloc(1, sizeof *w);
    if (!w) return NULL;
    w->s = s;
    w->scorers = ms_calloc(s->snaps.n, sizeof(ms_scorer *));
    w->message = ms_arena_new(0);
    w->one = ms_arena_new(0);
    w->writer = ms_edi_writer_new();
    bool good = w->scorers && w->message && w->one && w->writer;
    for (uint32_t i = 0; i < s->snaps.n && good; i++)
        good = (w->scorers[i] = ms_scorer_new()) != NULL;
    if (good) return w;
    screen_end(w);
    return NULL;
}

/* ---- one traveller ------------------------------------------------------------ */

static uint32_t set_of(ms_str key)
{
    return (uint32_t)(XXH3_64bits(key.p, key.n) % SETS);
}

static bool recall(const screener *w, ms_str key, finding *out)
{
    kept *const *v = w->sets[set_of(key)];
    for (unsigned i = 0; i < WAYS; i++) {
        const kept *k = v[i];
        if (!k || k->key_n != key.n || memcmp(k->results + k->found.n, key.p, key.n)) continue;
        out->found = k->found;
        out->searched = k->searched;
        memcpy(out->results, k->results, k->found.n * sizeof *k->results);
        return true;
    }
    return false;
}

static void keep(screener *w, ms_str key, const finding *f)
{
    uint32_t set = set_of(key);
    kept **to = &w->sets[set][w->next[set]++ % WAYS];
    size_t results = f->found.n * sizeof *f->results;
    kept *k = key.n <= KEY_MAX ? ms_malloc(sizeof *k + results + key.n) : NULL;
    if (!k) return; /* it is asked again, then */
    ms_free(*to);
    *to = k;
    k->found = f->found;
    k->searched = f->searched;
    k->key_n = (uint32_t)key.n;
    memcpy(k->results, f->results, results);
    memcpy(k->results + k->found.n, key.p, key.n);
}

/* `i` from 0. */
static ms_rc make_query(screener *w, const ms_manifest *m, uint32_t i, query *q)
{
    ms_arena_reset(w->one);
    *q = query_make(w->one, i + 1);
    return traveller_query(m, &m->travellers[i], q);
}

/* Asks the lists, unless they were asked for the same.  `q->arena` stays NULL where no query
 * was made. */
static ms_rc ask(screener *w, const ms_manifest *m, uint32_t i, query *q, finding *out)
{
    ms_out_reset(&w->key);
    traveller_key(m, &m->travellers[i], &w->key);
    if (w->key.failed) return MS_ENOMEM;
    ms_str key = ms_out_str(&w->key);
    if (recall(w, key, out)) return MS_OK;
    *out = (finding){0};
    ms_rc rc = make_query(w, m, i, q);
    if (!rc && q->searchable && !q->error.rc) {
        out->searched = true;
        rc = ms_snaps_search(w->s->snaps, w->scorers, &q->identity, &w->s->search, false,
                             out->results, &out->found);
    }
    if (!rc) keep(w, key, out);
    return rc;
}

/* The worst that the list of lost documents says of any of his. */
static ms_lost_finding lost_document(const screening *s, const ms_traveller *t, screened *to)
{
    ms_lost_finding worst = MS_LOST_NONE;
    for (uint32_t i = 0; s->lost && i < t->n_documents; i++) {
        ms_lost_row row;
        ms_lost_finding f = ms_lost_find(s->lost, &t->documents[i], &row);
        if (f <= worst) continue;
        worst = f;
        to->lost = row;
        to->document = i;
    }
    return worst;
}

static ms_rc explain(screener *w, const query *q, answer *a)
{
    ms_explanation *e = ms_arena_array(q->arena, a->found.n, sizeof *e);
    ms_rc rc = e ? MS_OK : MS_ENOMEM;
    for (uint32_t i = 0; i < a->found.n && !rc; i++) {
        ms_identity l;
        uint32_t no = a->results[i].entity;
        const ms_snap *from = ms_snaps_of(w->s->snaps, &no);
        rc = ms_snap_identity(from, no, q->arena, &l);
        if (!rc) rc = ms_explain(w->scorers[0], &q->identity, &l, q->arena, &e[i]);
    }
    a->explanations = e;
    return rc;
}

/* Writes a traveller with all that people need to see of the matches. */
static ms_rc show(screener *w, const screen_row *row, const ms_manifest *m, const screened *t,
                  query *q, const finding *k)
{
    const screening *s = w->s;
    ms_rc rc = MS_OK;
    answer a = {.q = q,
                .snaps = s->snaps,
                .threshold = s->search.threshold,
                .complete = s->complete,
                .searched = true,
                .found = k->found,
                .results = k->results};
    bool shown = s->format != MS_ROWS_CSV && k->searched;
    if (shown) {
        if (!q->arena) rc = make_query(w, m, t->number - 1, q);
        if (!rc && s->search.grouped) rc = answer_group_results(&a, &s->search, w->scorers[0]);
        if (!rc) rc = explain(w, q, &a);
    }
    bool first = w->travellers.n == 0;
    return rc ? rc : screen_one(s, row, m, t, shown ? &a : NULL, first, &w->travellers);
}

static ms_rc screen_traveller(screener *w, screen_row *row, const ms_manifest *m, uint32_t i,
                              ms_answer_traveller *to)
{
    const ms_traveller *t = &m->travellers[i];
    screened x = {.number = i + 1, .traveller = t, .answer = to};
    query q = {0};
    finding k;
    ms_rc rc = ask(w, m, i, &q, &k);
    if (rc) return rc;
    ms_lost_finding lost = lost_document(w->s, t, &x);
    bool asked = k.searched && traveller_asked(m, t);
    x.matches = k.found.total;
    x.best = k.found.n ? &k.results[0] : NULL;
    x.reasons = (k.found.total ? 1u << SCREEN_MATCH : 0) |
                (lost == MS_LOST_EXACT ? 1u << SCREEN_LOST : 0) |
                (lost == MS_LOST_LIKE ? 1u << SCREEN_LIKE : 0) |
                (asked ? 0 : 1u << SCREEN_UNSCREENED);
    ms_answer_judge(to, x.reasons ? MS_VERDICT_REFER : MS_VERDICT_BOARD);
    to->code = w->s->code[to->verdict];
    row->travellers++;
    row->referred += x.reasons != 0;
    if (!x.reasons && w->s->format != MS_ROWS_CSV) return MS_OK;
    return show(w, row, m, &x, &q, &k);
}

/* ---- one message ---------------------------------------------------------------- */

/* Types that answer or report; nobody answers an answer. */
static bool is_other(ms_str type)
{
    static const char *const types[] = {"CUSRES", "CONTRL", "APERAK", "ACKRES"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (ms_str_eq(type, ms_str_z(types[i]))) return true;
    return false;
}

static ms_rc read_message(screener *w, screen_row *row, ms_manifest *m)
{
    const ms_edi_item *item = row->item;
    ms_rc rc = ms_manifest_read(item, w->message, m);
    row->kind = SCREEN_LIST;
    if (!rc) row->part = ms_travel_part_of(item, m);
    if (rc != MS_ENOTFOUND) return rc;
    row->kind = is_other(item->header->type) ? SCREEN_OTHER : SCREEN_UNREAD;
    *m = (ms_manifest){.type = item->header->type,
                       .reference = item->header->reference,
                       .sender = item->interchange->sender.id,
                       .recipient = item->interchange->recipient.id,
                       .oddities = *item->oddities};
    return MS_OK;
}

static ms_rc read_zone(screener *w, screen_row *row, ms_manifest *m)
{
    ms_mrz zone;
    ms_rc rc = ms_mrz_read(row->zone, w->s->today, w->message, &zone);
    row->kind = rc ? SCREEN_UNREAD : SCREEN_LIST;
    *m = (ms_manifest){.type = MS_STR("MRZ")};
    if (rc == MS_ENOMEM) return rc;
    return rc ? MS_OK : ms_manifest_of_mrz(&zone, w->message, m);
}

void screen_count(uint64_t n, char to[SCREEN_COUNT])
{
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    to[SCREEN_COUNT - 1] = 0;
    for (int i = SCREEN_COUNT - 2; i >= 0; i--, n /= 36) to[i] = digits[n % 36];
}

/* The number of the nth answer: the time it was made, and a count. */
static ms_rc reference(screener *w, const screen_row *row, ms_str *out)
{
    char count[SCREEN_COUNT];
    screen_count(row->ordinal, count);
    *out = ms_arena_strf(w->message, "%s%s", w->s->stamp, count);
    return out->p ? MS_OK : MS_ENOMEM;
}

static ms_rc begin_answer(screener *w, const screen_row *row, const ms_manifest *m,
                          ms_answer *x)
{
    static const ms_edi_interchange nobody = {0};
    static const ms_edi_item document = {.interchange = &nobody};
    ms_str ref;
    ms_rc rc = reference(w, row, &ref);
    if (!rc)
        rc = ms_answer_make(row->item ? row->item : &document, m, ms_str_z(w->s->now), ref,
                            w->message, x);
    if (rc || row->kind != SCREEN_UNREAD || x->n_errors) return rc;
    x->errors = ms_arena_alloc(w->message, sizeof *x->errors);
    if (!x->errors) return MS_ENOMEM;
    *x->errors = (ms_answer_error){.code = MS_STR("14"),
                                   .tag = MS_STR("UNH"),
                                   .segment = 1,
                                   .text = MS_STR("NO LIST OF TRAVELLERS")};
    x->n_errors = 1;
    return MS_OK;
}

/* Whether an answer would reach whoever sent the message: by name, or in a dialogue, which
 * need not name him (ISO 9735-3:2002 annex C, UIB). */
static bool has_sender(const ms_edi_item *item)
{
    const ms_edi_interchange *i = item->interchange;
    return i->sender.id.n || (i->interactive && i->reference.n);
}

static ms_rc end_answer(screener *w, screen_row *row, const ms_answer *x, ms_pool_chunk *chunk)
{
    ms_diag d = {0};
    ms_str bytes;
    if (!w->s->answers || !row->item || row->kind == SCREEN_OTHER) return MS_OK;
    ms_rc rc = MS_OK;
    if (!has_sender(row->item)) rc = ms_fail(&d, MS_EMISSING, 0, 0, "it names no sender");
    if (!rc) rc = ms_cusres_write(x, w->writer, &d);
    if (!rc) rc = ms_edi_write_take(w->writer, &bytes, &d);
    if (rc == MS_ENOMEM) return rc;
    if (!rc) {
        row->answer = ms_arena_str(chunk->arena, bytes);
        row->answered = true;
        return row->answer.p ? MS_OK : MS_ENOMEM;
    }
    ms_out_fmt(&chunk->err, "marsad: %s: message %llu has no answer: %s\n", row->file,
               (unsigned long long)row->ordinal, d.what);
    row->refused = true;
    ms_edi_writer_free(w->writer);
    w->writer = ms_edi_writer_new();
    return w->writer ? MS_OK : MS_ENOMEM;
}

static ms_rc screen_row_work(screener *w, screen_row *row, ms_pool_chunk *chunk)
{
    ms_manifest m;
    ms_answer x;
    ms_arena_reset(w->message);
    ms_out_reset(&w->travellers);
    ms_rc rc = row->item ? read_message(w, row, &m) : read_zone(w, row, &m);
    if (!rc) rc = begin_answer(w, row, &m, &x);
    for (uint32_t i = 0; !rc && i < m.n_travellers; i++)
        rc = screen_traveller(w, row, &m, i, &x.travellers[i]);
    if (!rc) rc = end_answer(w, row, &x, chunk);
    if (rc) return rc;
    if (w->travellers.failed) return MS_ENOMEM;
    screen_message(w->s, row, &m, ms_out_str(&w->travellers), &chunk->out);
    return MS_OK;
}

ms_rc screen_work(void *worker, ms_pool_chunk *chunk)
{
    screen_row *rows = chunk->rows;
    ms_rc rc = MS_OK;
    for (uint32_t i = 0; i < chunk->n && !rc; i++)
        rc = screen_row_work(worker, &rows[i], chunk);
    return rc ? rc : chunk->out.failed || chunk->err.failed ? MS_ENOMEM : MS_OK;
}
