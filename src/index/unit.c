#include "index/unit.h"

#include <xxhash.h>

#include "base/mem.h"

void ms_unit_tokens(const ms_token *units, const uint32_t *refs, uint32_t n, ms_token *out)
{
    uint32_t word = 0;
    for (uint32_t i = 0; i < n; i++) {
        out[i] = units[ms_unit_of(refs[i])];
        out[i].word = (uint16_t)(word += refs[i] & MS_NAME_STEP);
    }
}

int ms_unit_cmp(const ms_token *x, const ms_token *y)
{
    unsigned a = ms_unit_class(x), b = ms_unit_class(y);
    if (a != b) return a < b ? -1 : 1;
    int c = memcmp(x->s, y->s, sizeof x->s);
    return c ? c : memcmp(x, y, sizeof *x);
}

uint64_t ms_unit_key(const ms_token *t)
{
    enum { LETTERS = 9, BITS = 6, DIGIT = 1, LETTER = 11 };
    uint64_t key = ms_unit_class(t);
    for (int i = 0; i < LETTERS; i++) {
        unsigned c = (unsigned char)t->s[i];
        key = key << BITS | (c == 0 ? 0 : c <= '9' ? c - '0' + DIGIT : c - 'a' + LETTER);
    }
    return key;
}

/* ---- gathering --------------------------------------------------------- */

uint32_t ms_units_count(const ms_units *u)
{
    return (uint32_t)(u->unit.n / sizeof(ms_token));
}

const ms_token *ms_units_all(const ms_units *u)
{
    return (const ms_token *)(const void *)u->unit.p;
}

/* The slot that holds `t`, or the free one where it belongs; there must be slots. */
static uint32_t slot_of(const ms_units *u, const ms_token *t)
{
    uint32_t i = (uint32_t)XXH3_64bits(t, sizeof *t) & (u->slots - 1);
    for (; u->slot[i]; i = (i + 1) & (u->slots - 1))
        if (!memcmp(ms_units_all(u) + u->slot[i] - 1, t, sizeof *t)) break;
    return i;
}

/* Keeps at least a third of the slots free. */
static bool grow(ms_units *u)
{
    uint32_t n = ms_units_count(u);
    uint64_t slots = u->slots ? u->slots : 1024;
    while (((uint64_t)n + 1) * 3 > slots * 2) slots *= 2;
    if (slots == u->slots) return true;
    if (slots > UINT32_MAX) return false;
    uint32_t *slot = ms_calloc(slots, sizeof *slot);
    if (!slot) return false;
    ms_free(u->slot);
    u->slot = slot;
    u->slots = (uint32_t)slots;
    for (uint32_t no = 0; no < n; no++) slot[slot_of(u, ms_units_all(u) + no)] = no + 1;
    return true;
}

bool ms_units_add(ms_units *u, const ms_token *t, uint32_t *no)
{
    if (!grow(u)) return false;
    uint32_t i = slot_of(u, t);
    *no = u->slot[i] - 1;
    if (u->slot[i]) return true;
    if (!ms_buf_put(&u->unit, t, sizeof *t)) return false;
    *no = ms_units_count(u) - 1;
    u->slot[i] = *no + 1;
    return true;
}

void ms_units_close(ms_units *u)
{
    ms_free(u->slot);
    u->slot = NULL;
    u->slots = 0;
}

void ms_units_free(ms_units *u)
{
    ms_buf_free(&u->unit);
    ms_units_close(u);
}
