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

static bool from_other_letters(const ms_token *x, const ms_token *y)
{
    return has(x, MS_TOKEN_SPELLED) != has(y, MS_TOKEN_SPELLED);
}

/* Rule 4, first paragraph. */
static unsigned plain_alike(const ms_token *x, const ms_token *y)
{
    unsigned l = min(length(ref_costs_get(), x), length(ref_costs_get(), y));
    unsigned worst =
        from_other_letters(x, y) &&
                !(has(x, MS_TOKEN_SPELLED) ? has(x, MS_TOKEN_KNOWN) : has(y, MS_TOKEN_KNOWN))
            ? 400
            : 300;
    unsigned d = distance(x, y, ((worst + 1) * l + 999) / 1000); /* from there on it is 0 */
    unsigned loss = d >= l ? 1000 : 1000 * d / l;
    if (has(x, MS_TOKEN_KNOWN) && has(y, MS_TOKEN_KNOWN)) loss += loss / 2;
    return loss > worst ? 0 : 1000 - loss;
}

/* The second: at most what is alike without shared affixes. */
static unsigned whole_alike(const ms_token *x, const ms_token *y)
{
    unsigned s = plain_alike(x, y);
    ms_token p = *x, q = *y;
    if (!s || !ref_without_affixes(&p, &q)) return s;
    if (p.len == q.len && !memcmp(p.s, q.s, p.len)) return s;
    return min(s, plain_alike(&p, &q));
}

static unsigned spelled_alike(const ms_token *x, const ms_token *y)
{
    if (x->len == y->len || has(x, REF_RUN) || has(y, REF_RUN)) return whole_alike(x, y);
    const ms_token *shorter = x->len < y->len ? x : y;
    if (!has(shorter, MS_TOKEN_CUT)) return whole_alike(x, y);
    ms_token head = x->len < y->len ? *y : *x;
    head.len = shorter->len;
    if (!memcmp(head.s, shorter->s, head.len)) return 900;
    return min(whole_alike(&head, shorter), 900);
}

uint32_t ref_token_similarity(const ms_token *x, const ms_token *y)
{
    bool x1 = has(x, MS_TOKEN_INITIAL), y1 = has(y, MS_TOKEN_INITIAL);
    if (x->len == y->len && !memcmp(x->s, y->s, x->len)) return 1000;
    if (has(x, MS_TOKEN_NUMBER) || has(y, MS_TOKEN_NUMBER)) return 0;
    if (has(x, MS_TOKEN_MINOR) != has(y, MS_TOKEN_MINOR)) return 0;
    if (x1 || y1) return x1 != y1 && x->s[0] == y->s[0] ? 800 : 0;
    unsigned table = ref_given_alike(x, y), spelled = spelled_alike(x, y);
    int ending = ref_endings_alike(x, y);
    if (ending == 0) return 0;
    if (ending > 0) table = (unsigned)ending;
    return spelled > table ? spelled : table;
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
    bool spelled = false, abjad = false, small = n == 2;
    for (unsigned i = 0; i < n; i++) small |= has(&t[i], MS_TOKEN_MINOR | MS_TOKEN_INITIAL);
    if (!small) return false;
    for (unsigned i = 0; i < n; i++)
        spelled |= has(&t[i], MS_TOKEN_SPELLED), abjad |= has(&t[i], MS_TOKEN_ABJAD);
    if (spelled && !abjad && t[0].word != t[n - 1].word && !ref_is_written_apart(&t[0]))
        return false;
    out->flags = REF_RUN | MS_TOKEN_KNOWN;
    for (unsigned i = 0; i < n; i++) {
        if (out->len + t[i].len > MS_TOKEN_LEN) return false;
        memcpy(out->s + out->len, t[i].s, t[i].len);
        out->len = (uint8_t)(out->len + t[i].len);
        out->weight = (uint16_t)(out->weight + t[i].weight);
        out->flags |= t[i].flags & (MS_TOKEN_ABJAD | MS_TOKEN_NUMBER | MS_TOKEN_SPELLED);
        if (!has(&t[i], MS_TOKEN_KNOWN)) out->flags &= (uint8_t)~MS_TOKEN_KNOWN;
    }
    return true;
}

void ref_units_of(const ms_name *name, ref_units *out)
{
    memset(out, 0, sizeof *out);
    out->n = out->n_tokens = name->n;
    out->weak = name->weak;
    out->kind = name->kind;
    out->family = name->family;
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
    uint32_t s = ref_token_similarity(x, y);
    uint32_t least = from_other_letters(x, y) ? 750 : 850;
    return (has(x, REF_RUN) || has(y, REF_RUN)) && s < least ? 0 : s;
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

/* ---- log-odds ---------------------------------------------------------- */

/* A name as it stands with one choice of a run: its units. */
typedef struct side {
    const ref_units *u;
    uint32_t unit[MS_NAME_TOKENS], n, major;
    uint32_t family; /* units that begin in the family name */
} side;

static side stand(const ref_units *u, uint32_t run)
{
    side s = {.u = u};
    s.n = units_with(u, run, s.unit);
    for (uint32_t i = 0; i < s.n; i++) s.major += !has(&u->unit[s.unit[i]], MS_TOKEN_MINOR);
    for (uint32_t i = 0; i < s.n; i++) s.family += u->at[s.unit[i]] < u->family;
    return s;
}

/* The four sums of a pairing as digits of one number, the first the highest. */
enum { COUNT = 1 << 7, BOTH = 1 << 15, LIGHT = 1 << 14 };

static uint64_t pack(unsigned similarity, const ms_token *x, const ms_token *y)
{
    uint64_t l = min(x->weight, y->weight), t = x->weight + y->weight;
    bool minor = has(x, MS_TOKEN_MINOR) || has(y, MS_TOKEN_MINOR);
    if (!similarity) return 0;
    return (((1000 - (1000 - similarity) * 3 / 4) * l * LIGHT + l) * BOTH + t) * COUNT +
           (minor ? 0 : 1);
}

/* The best sum of pairs of which none cross. */
static uint64_t uncrossed(const ref_weights *w, uint32_t rows, uint32_t cols)
{
    uint64_t best[MS_NAME_TOKENS + 1][MS_NAME_TOKENS + 1] = {{0}};
    for (uint32_t i = rows; i-- > 0;)
        for (uint32_t j = cols; j-- > 0;) {
            uint64_t v = w->w[i][j] / COUNT / BOTH / LIGHT;
            best[i][j] = v + best[i + 1][j + 1];
            if (best[i + 1][j] > best[i][j]) best[i][j] = best[i + 1][j];
            if (best[i][j + 1] > best[i][j]) best[i][j] = best[i][j + 1];
        }
    return best[0][0];
}

/* Rule 2, V'. */
static uint64_t best_uncrossed(const ref_weights *w, const side *a, const side *b)
{
    static ref_weights turned;
    uint64_t plain = uncrossed(w, a->n, b->n);
    if ((a->family > 0) == (b->family > 0)) return plain;
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t j = 0; j < b->n; j++)
            turned.w[i][j] = w->w[(i + a->family) % a->n][(j + b->family) % b->n];
    uint64_t other = uncrossed(&turned, a->n, b->n);
    return other > plain ? other : plain;
}

static int portion(const char *finding, uint64_t p, uint64_t q)
{
    if (q == 0) return 0;
    return (int)((int64_t)ref_finding(finding) * (int64_t)(p < q ? p : q) / (int64_t)q);
}

/* Whether the numbers of both names can be paired off, each with its equal. */
static bool same_numbers(const ref_units *a, const ref_units *b)
{
    bool used[MS_NAME_TOKENS] = {false};
    uint32_t n = 0, m = 0;
    for (uint32_t j = 0; j < b->n_tokens; j++) m += has(&b->unit[j], MS_TOKEN_NUMBER);
    for (uint32_t i = 0; i < a->n_tokens; i++) {
        if (!has(&a->unit[i], MS_TOKEN_NUMBER)) continue;
        uint32_t j = 0;
        while (j < b->n_tokens && (used[j] || !has(&b->unit[j], MS_TOKEN_NUMBER) ||
                                   a->unit[i].len != b->unit[j].len ||
                                   memcmp(a->unit[i].s, b->unit[j].s, b->unit[j].len)))
            j++;
        if (j == b->n_tokens) return false;
        used[j] = true;
        n++;
    }
    return n == m;
}

static bool is_nasab(const ms_token *t)
{
    return has(t, MS_TOKEN_MINOR) && ((t->len == 3 && !memcmp(t->s, "bin", 3)) ||
                                      (t->len == 4 && !memcmp(t->s, "bint", 4)));
}

static bool nasab_crossed(const ref_units *a, const ref_units *b, const ref_matrix *m)
{
    for (uint32_t i = 0; i + 2 < a->n_tokens; i++)
        for (uint32_t j = 0; j + 2 < b->n_tokens; j++) {
            if (!is_nasab(&a->unit[i + 1]) || !is_nasab(&b->unit[j + 1])) continue;
            bool straight = m->s[i][j] && m->s[i + 2][j + 2];
            if (m->s[i][j + 2] && m->s[i + 2][j] && !straight) return true;
        }
    return false;
}

static int odds_of(const side *a, const side *b, const ref_matrix *m)
{
    ref_weights w;
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t j = 0; j < b->n; j++)
            w.w[i][j] = pack(m->s[a->unit[i]][b->unit[j]], &a->u->unit[a->unit[i]],
                             &b->u->unit[b->unit[j]]);
    uint64_t sums = ref_assign(&w, a->n, b->n);
    uint64_t k = sums % COUNT, t = sums / COUNT % BOTH, l = sums / COUNT / BOTH % LIGHT;
    uint64_t v = sums / COUNT / BOTH / LIGHT;
    if (v == 0) return ref_finding("name_none");
    uint64_t both = a->u->weight + b->u->weight, r = both - t;
    uint64_t ra = a->major - k, rb = b->major - k, least = ra < rb ? ra : rb;
    uint64_t c = least ? 1000 * r * least / (ra + rb) : 0;
    uint64_t x = c + 1000 * l - v, u = 1000 * r - 2 * c;
    uint64_t light = min(a->u->weight, b->u->weight);
    bool person = a->u->kind == MS_NAME_PERSON || b->u->kind == MS_NAME_PERSON;
    bool thing = a->u->kind == MS_NAME_THING || b->u->kind == MS_NAME_THING;
    int none = ref_finding("name_none"),
        odds = ref_finding("name_least") +
               portion("name_rise", v, 1000 * (uint64_t)ref_finding("full_name")) +
               portion("name_missing", x, 1000 * (uint64_t)ref_finding("full_missing")) +
               portion("name_missing_share", 2 * x, 1000 * both) +
               portion(person ? "name_surplus" : "name_surplus_other", u, 2000 * light) +
               (thing && !same_numbers(a->u, b->u) ? ref_finding("name_number") : 0) +
               (nasab_crossed(a->u, b->u, m) ? ref_finding("name_nasab") : 0) +
               portion("name_order", v - best_uncrossed(&w, a, b), v) +
               (a->u->weak || b->u->weak ? ref_finding("name_weak") : 0);
    return odds < none ? none : odds;
}

static bool alike_to_any(const ref_matrix *m, uint32_t run, bool of_a, uint32_t tokens)
{
    for (uint32_t i = 0; i < tokens; i++)
        if (of_a ? m->s[run][i] : m->s[i][run]) return true;
    return false;
}

int ref_name_odds(const ref_units *a, const ref_units *b, const ref_matrix *m)
{
    if (!a->n_tokens || !b->n_tokens) return ref_finding("name_none");
    side sa = stand(a, 0), sb = stand(b, 0);
    int best = odds_of(&sa, &sb, m);
    for (uint32_t run = a->n_tokens; run < a->n; run++) {
        if (!alike_to_any(m, run, true, b->n_tokens)) continue;
        side with = stand(a, run);
        int odds = odds_of(&with, &sb, m);
        if (odds > best) best = odds;
    }
    for (uint32_t run = b->n_tokens; run < b->n; run++) {
        if (!alike_to_any(m, run, false, a->n_tokens)) continue;
        side with = stand(b, run);
        int odds = odds_of(&sa, &with, m);
        if (odds > best) best = odds;
    }
    return best;
}

int ref_names_odds(const ms_name *a, const ms_name *b)
{
    ref_units ua, ub;
    ref_matrix m = {{{0}}};
    ref_units_of(a, &ua);
    ref_units_of(b, &ub);
    for (uint32_t i = 0; i < ua.n; i++)
        for (uint32_t j = 0; j < ub.n; j++)
            m.s[i][j] = (uint16_t)ref_unit_similarity(&ua.unit[i], &ub.unit[j]);
    return ref_name_odds(&ua, &ub, &m);
}

uint32_t ref_name_score(const ms_name *a, const ms_name *b)
{
    int odds = ref_names_odds(a, b);
    return odds <= ref_finding("name_none") ? 0 : ref_score_of(odds);
}

uint32_t ref_score(const ms_identity *q, const ms_identity *l)
{
    int best = ref_finding("name_none");
    for (uint32_t i = 0; i < q->n_names; i++)
        for (uint32_t j = 0; j < l->n_names; j++) {
            int odds = ref_names_odds(&q->names[i], &l->names[j]);
            if (odds > best) best = odds;
        }
    return ref_with_facts(best, q, l);
}
