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

bool ms_units_add(ms_units *u, const ms_token *t, uint32_t *no)
{
    if (!ms_slots_room(&u->slots, (uint64_t)ms_units_count(u) + 1)) return false;
    uint32_t hash = (uint32_t)XXH3_64bits(t, sizeof *t);
    struct ms_slot *x = ms_slots_find(&u->slots, hash, hash);
    while (x->next && memcmp(ms_units_all(u) + x->next - 1, t, sizeof *t) != 0)
        x = ms_slots_find(&u->slots, hash, (uint32_t)(x - u->slots.v) + 1);
    *no = x->next - 1;
    if (x->next) return true;
    if (!ms_buf_put(&u->unit, t, sizeof *t)) return false;
    *no = ms_units_count(u) - 1;
    *x = (struct ms_slot){hash, *no + 1};
    return true;
}

void ms_units_close(ms_units *u)
{
    ms_free(u->slots.v);
    u->slots = (ms_slots){0};
}

void ms_units_free(ms_units *u)
{
    ms_buf_free(&u->unit);
    ms_units_close(u);
}
