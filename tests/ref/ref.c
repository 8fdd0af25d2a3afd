#include "ref.h"

/* ---- tokens ------------------------------------------------------------ */

static bool has(const ms_token *t, unsigned flag)
{
    return (t->flags & flag) != 0;
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static unsigned min(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static unsigned length(const ref_costs *k, const ms_token *x)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < x->len; i++)
        sum += i > 0 && x->s[i] == x->s[i - 1] ? k->repeat : k->weight[(unsigned char)x->s[i]];
    return sum;
}

/* Leaving letter `i` of `x` out, against `y`. */
static unsigned skip(const ref_costs *k, const ms_token *x, unsigned i, const ms_token *y)
{
    unsigned char c = (unsigned char)x->s[i];
    unsigned cost = k->skip[c];
    if (i > 0 && x->s[i - 1] == x->s[i]) cost = min(cost, k->repeat);
    if (is_vowel(x->s[i]) && has(y, MS_TOKEN_ABJAD) && !has(x, MS_TOKEN_ABJAD))
        cost = min(cost, k->unwritten);
    if (i + 1 < x->len) cost = min(cost, k->before[c][(unsigned char)x->s[i + 1]]);
    return cost;
}

/* The cheapest way from `x` to `y`, or any number from `limit` on when there is none
 * below it: a way passes at least one of each two neighbouring rows of the table, and
 * costs only add up. */
static unsigned distance(const ms_token *x, const ms_token *y, unsigned limit)
{
    const ref_costs *k = ref_costs_get();
    unsigned d[MS_TOKEN_LEN + 1][MS_TOKEN_LEN + 1], skip_y[MS_TOKEN_LEN], least = 0;
    for (unsigned j = 0; j < y->len; j++) skip_y[j] = skip(k, y, j, x);
    d[0][0] = 0;
    for (unsigned j = 1; j <= y->len; j++) d[0][j] = d[0][j - 1] + skip_y[j - 1];
    for (unsigned i = 1; i <= x->len; i++) {
        unsigned skip_x = skip(k, x, i - 1, y), before = least;
        char p = x->s[i - 1];
        least = d[i][0] = d[i - 1][0] + skip_x;
        for (unsigned j = 1; j <= y->len; j++) {
            char q = y->s[j - 1];
            unsigned sub = p == q ? 0 : k->sub[(unsigned char)p][(unsigned char)q];
            d[i][j] = min(d[i - 1][j] + skip_x, d[i][j - 1] + skip_y[j - 1]);
            d[i][j] = min(d[i][j], d[i - 1][j - 1] + sub);
            if (i > 1 && j > 1 && p == y->s[j - 2] && x->s[i - 2] == q && p != q)
                d[i][j] = min(d[i][j], d[i - 2][j - 2] + k->swap);
            least = min(least, d[i][j]);
        }
        if (least >= limit && before >= limit) return limit;
    }
    return d[x->len][y->len];
}

uint32_t ref_token_similarity(const ms_token *x, const ms_token *y)
{
    bool x1 = has(x, MS_TOKEN_INITIAL), y1 = has(y, MS_TOKEN_INITIAL);
    if (x->len == y->len && !memcmp(x->s, y->s, x->len)) return 1000;
    if (has(x, MS_TOKEN_NUMBER) || has(y, MS_TOKEN_NUMBER)) return 0;
    if (has(x, MS_TOKEN_MINOR) != has(y, MS_TOKEN_MINOR)) return 0;
    if (x1 || y1) return x1 != y1 && x->s[0] == y->s[0] ? 800 : 0;
    unsigned l = min(length(ref_costs_get(), x), length(ref_costs_get(), y));
    unsigned d = distance(x, y, (301 * l + 999) / 1000); /* from there on s < 700 */
    if (d >= l) return 0;
    unsigned s = 1000 - 1000 * d / l;
    return s < 700 ? 0 : s;
}

/* ---- names ------------------------------------------------------------- */

static bool all_minor(const ms_token *t, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (!has(&t[i], MS_TOKEN_MINOR)) return false;
    return true;
}

/* Joins `n` tokens into `out`; false when they may not stand as one. */
static bool join(const ms_token *t, unsigned n, ms_token *out)
{
    memset(out, 0, sizeof *out);
    if (all_minor(t, n)) return false;
    for (unsigned i = 0; i < n; i++) {
        if (out->len + t[i].len > MS_TOKEN_LEN) return false;
        memcpy(out->s + out->len, t[i].s, t[i].len);
        out->len = (uint8_t)(out->len + t[i].len);
        out->weight = (uint16_t)(out->weight + t[i].weight);
        out->flags |= t[i].flags & (MS_TOKEN_ABJAD | MS_TOKEN_NUMBER);
    }
    out->flags |= REF_RUN;
    return true;
}

void ref_units_of(const ms_name *name, ref_units *out)
{
    memset(out, 0, sizeof *out);
    out->n = out->n_tokens = name->n;
    out->weak = name->weak;
    for (uint32_t i = 0; i < name->n; i++) {
        out->unit[i] = name->tok[i];
        out->at[i] = (uint8_t)i;
        out->len[i] = 1;
        out->weight += name->tok[i].weight;
    }
    for (uint32_t len = 2; len <= 3; len++)
        for (uint32_t at = 0; at + len <= name->n; at++) {
            if (!join(name->tok + at, len, &out->unit[out->n])) continue;
            out->at[out->n] = (uint8_t)at;
            out->len[out->n++] = (uint8_t)len;
        }
}

uint32_t ref_unit_similarity(const ms_token *x, const ms_token *y)
{
    if (has(x, REF_RUN) && has(y, REF_RUN | MS_TOKEN_INITIAL)) return 0;
    if (has(y, REF_RUN) && has(x, MS_TOKEN_INITIAL)) return 0;
    return ref_token_similarity(x, y);
}

/* The units that stand for the name: all its tokens, or with `run` in place of its
 * own (`run` 0, the first token, stands for itself). */
static uint32_t units_with(const ref_units *u, uint32_t run, uint32_t out[])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < u->n_tokens; i++) {
        if (i == u->at[run]) out[n++] = run;
        else if (i < u->at[run] || i >= (uint32_t)u->at[run] + u->len[run]) out[n++] = i;
    }
    return n;
}

/* M for one choice of runs.  Units that resemble nothing are left out: they add 0. */
static uint64_t pairing(const ref_units *a, const ref_units *b, uint32_t run_a, uint32_t run_b,
                        const ref_matrix *m)
{
    uint32_t ua[MS_NAME_TOKENS], ub[MS_NAME_TOKENS], rows = 0, cols = 0;
    uint32_t na = units_with(a, run_a, ua), nb = units_with(b, run_b, ub);
    bool used[MS_NAME_TOKENS] = {false};
    ref_weights w;
    for (uint32_t i = 0; i < na; i++)
        for (uint32_t j = 0; j < nb; j++)
            if (m->s[ua[i]][ub[j]]) used[j] = true;
    for (uint32_t j = 0; j < nb; j++)
        if (used[j]) ub[cols++] = ub[j];
    for (uint32_t i = 0; i < na; i++) {
        bool any = false;
        for (uint32_t j = 0; j < cols; j++) {
            uint32_t pair = m->s[ua[i]][ub[j]];
            w.w[rows][j] = pair * 2 * min(a->unit[ua[i]].weight, b->unit[ub[j]].weight);
            if (pair) any = true;
        }
        if (any) rows++;
    }
    return rows ? ref_assign(&w, rows, cols) : 0;
}

static uint64_t best_pairing(const ref_units *a, const ref_units *b, const ref_matrix *m)
{
    uint64_t best = pairing(a, b, 0, 0, m), with;
    for (uint32_t run = a->n_tokens; run < a->n; run++)
        for (uint32_t j = 0; j < b->n_tokens; j++) {
            if (!m->s[run][j]) continue;
            if ((with = pairing(a, b, run, 0, m)) > best) best = with;
            break;
        }
    for (uint32_t run = b->n_tokens; run < b->n; run++)
        for (uint32_t i = 0; i < a->n_tokens; i++) {
            if (!m->s[i][run]) continue;
            if ((with = pairing(a, b, 0, run, m)) > best) best = with;
            break;
        }
    return best;
}

uint32_t ref_name_from(const ref_units *a, const ref_units *b, const ref_matrix *m)
{
    if (!a->n_tokens || !b->n_tokens) return 0;
    uint64_t w = min(a->weight, b->weight), v = a->weight + b->weight - w;
    uint64_t s0 = 1000 * best_pairing(a, b, m) / (2 * w + (v - w + 1) / 2);
    if (s0 > 1000000) s0 = 1000000;
    unsigned information = min((unsigned)w, 300);
    uint64_t s1 = s0 * (850 + 140 * information / 300) / 1000;
    return (uint32_t)(a->weak || b->weak ? s1 * 900 / 1000 : s1);
}

uint32_t ref_name_score(const ms_name *a, const ms_name *b)
{
    ref_units ua, ub;
    ref_matrix m = {{{0}}};
    ref_units_of(a, &ua);
    ref_units_of(b, &ub);
    for (uint32_t i = 0; i < ua.n; i++)
        for (uint32_t j = 0; j < ub.n; j++)
            m.s[i][j] = (uint16_t)ref_unit_similarity(&ua.unit[i], &ub.unit[j]);
    return ref_name_from(&ua, &ub, &m);
}

uint32_t ref_score(const ms_identity *q, const ms_identity *l)
{
    uint32_t best = 0;
    for (uint32_t i = 0; i < q->n_names; i++)
        for (uint32_t j = 0; j < l->n_names; j++) {
            uint32_t s = ref_name_score(&q->names[i], &l->names[j]);
            if (s > best) best = s;
        }
    return ref_with_facts(best, q, l);
}
