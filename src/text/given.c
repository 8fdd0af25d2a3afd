#include "text/given.h"

#include <assert.h>
#include <pthread.h>
#include <xxhash.h>

#include "base/table.h"

extern const ms_table ms_table_given;

enum { SLOTS = 2 * (MS_GIVEN_TOKENS + 1) };

/* What one token is alike to. */
typedef struct link {
    uint16_t to, similarity;
} link;

/* The links of a token, in the order of `to`, then of `similarity`: `n` from `first` on. */
typedef struct node {
    uint64_t some; /* bit `to % 64` of each: most pairs of names end here */
    uint32_t first;
    uint32_t n;
} node;

/* Tokens are numbered from 1 in the order of the table. */
static struct {
    ms_str token[MS_GIVEN_TOKENS + 1];
    node node[MS_GIVEN_TOKENS + 1];
    uint16_t slot[SLOTS]; /* numbers, at a hash of their letters */
    link links[MS_GIVEN_LINKS];
    uint16_t tokens;
} given;

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Where `token` stands, or would. */
static uint16_t *slot_of(ms_str token)
{
    size_t at = XXH3_64bits(token.p, token.n) % SLOTS;
    while (given.slot[at] && !ms_str_eq(given.token[given.slot[at]], token))
        at = (at + 1) % SLOTS;
    return &given.slot[at];
}

static uint16_t number_of(ms_str token)
{
    uint16_t *slot = slot_of(token);
    if (!*slot) {
        assert(given.tokens < MS_GIVEN_TOKENS);
        *slot = ++given.tokens;
        given.token[*slot] = token;
    }
    return *slot;
}

/* The numbers of a cell's tokens. */
static size_t numbers_of(ms_str cell, uint16_t out[MS_GIVEN_ROW])
{
    size_t n = 0;
    for (size_t at = 0, end; at < cell.n; at = end + 1) {
        for (end = at; end < cell.n && cell.p[end] != ' ';) end++;
        assert(n < MS_GIVEN_ROW);
        out[n++] = number_of((ms_str){cell.p + at, end - at});
    }
    return n;
}

typedef void visit(uint16_t from, link l);

static void each_link(visit *f)
{
    const ms_table *t = &ms_table_given;
    uint16_t a[MS_GIVEN_ROW], b[MS_GIVEN_ROW];
    for (uint32_t r = 0; r < t->rows; r++) {
        size_t n = numbers_of(ms_table_cell(t, r, 0), a);
        size_t m = numbers_of(ms_table_cell(t, r, 1), b);
        uint16_t s = (uint16_t)ms_table_number(t, r, 3);
        const uint16_t *other = m ? b : a;
        for (size_t i = 0; i < n; i++) {
            for (size_t j = m ? 0 : i + 1; j < (m ? m : n); j++) {
                f(a[i], (link){other[j], s});
                f(other[j], (link){a[i], s});
            }
        }
    }
}

static uint64_t bit(uint16_t number)
{
    return 1ull << number % 64;
}

static void count_link(uint16_t from, link l)
{
    given.node[from].some |= bit(l.to);
    given.node[from].n++;
}

static void insert_link(uint16_t from, link l)
{
    node *of = &given.node[from];
    link *first = given.links + of->first, *p = first + of->n++;
    for (; p > first; p--) {
        if (p[-1].to < l.to || (p[-1].to == l.to && p[-1].similarity <= l.similarity)) break;
        *p = p[-1];
    }
    *p = l;
}

static void read_table(void)
{
    uint32_t sum = 0;
    each_link(count_link);
    for (unsigned t = 1; t <= given.tokens; t++) {
        given.node[t].first = sum;
        sum += given.node[t].n;
        given.node[t].n = 0;
    }
    assert(sum <= MS_GIVEN_LINKS);
    each_link(insert_link);
}

uint16_t ms_given_number(ms_str token)
{
    pthread_once(&once, read_table);
    return *slot_of(token);
}

uint32_t ms_given_alike(uint16_t a, uint16_t b)
{
    if (!a || !b) return 0;
    pthread_once(&once, read_table);
    if (a > given.tokens || !(given.node[a].some & bit(b))) return 0;
    const link *l = given.links + given.node[a].first, *end = l + given.node[a].n;
    while (l < end && l->to < b) l++;
    return l < end && l->to == b ? l->similarity : 0;
}

uint16_t ms_given_next(uint16_t a, uint16_t after)
{
    pthread_once(&once, read_table);
    if (!a || a > given.tokens) return 0;
    const link *l = given.links + given.node[a].first, *end = l + given.node[a].n;
    while (l < end && l->to <= after) l++;
    return l < end ? l->to : 0;
}
