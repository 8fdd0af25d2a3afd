#include "gen_list.h"

#define OF(s) (1u << (s))
#define PARTY (OF(GEN_PERSON) | OF(GEN_COMPANY) | OF(GEN_ORGANIZATION) | OF(GEN_LEGAL_ENTITY))

/* Of each hundred entities: how many have the schema, and what they refer to, all of
 * it further up, so that also a block that is cut off refers to what is there. */
static const struct {
    const char *name;
    unsigned count, links[2];
    bool screened;
} schemata[GEN_SCHEMATA] = {
    [GEN_PERSON] = {"Person", 54, {0, 0}, true},
    [GEN_COMPANY] = {"Company", 7, {0, 0}, true},
    [GEN_ORGANIZATION] = {"Organization", 6, {0, 0}, true},
    [GEN_LEGAL_ENTITY] = {"LegalEntity", 2, {0, 0}, true},
    [GEN_VESSEL_ENTITY] = {"Vessel", 2, {0, 0}, true},
    [GEN_WALLET] = {"CryptoWallet", 1, {OF(GEN_PERSON), 0}, true},
    [GEN_POST] = {"Position", 1, {0, 0}, true},
    [GEN_ADDRESS] = {"Address", 5, {0, 0}, false},
    [GEN_PASSPORT_ENTITY] = {"Passport", 4, {OF(GEN_PERSON), 0}, false},
    [GEN_IDENTIFICATION] = {"Identification", 2, {OF(GEN_PERSON), 0}, false},
    [GEN_SANCTION] = {"Sanction", 6, {PARTY | OF(GEN_VESSEL_ENTITY), 0}, false},
    [GEN_OWNERSHIP] = {"Ownership", 2, {PARTY, OF(GEN_COMPANY) | OF(GEN_VESSEL_ENTITY)}, false},
    [GEN_DIRECTORSHIP] = {"Directorship", 2, {OF(GEN_PERSON), OF(GEN_COMPANY)}, false},
    [GEN_FAMILY_EDGE] = {"Family", 3, {OF(GEN_PERSON), OF(GEN_PERSON)}, false},
    [GEN_OCCUPANCY] = {"Occupancy", 3, {OF(GEN_PERSON), OF(GEN_POST)}, false},
};

/* The place in its block where the entities of schema `s` begin. */
static unsigned begin_of(gen_schema s)
{
    unsigned at = 0;
    for (int k = 0; k < (int)s; k++) at += schemata[k].count;
    return at;
}

gen_schema gen_schema_of(uint32_t i)
{
    unsigned at = i % GEN_BLOCK;
    int s = 0;
    while (at >= schemata[s].count) at -= schemata[s++].count;
    return (gen_schema)s;
}

uint32_t gen_ordinal(uint32_t i)
{
    gen_schema s = gen_schema_of(i);
    return i / GEN_BLOCK * schemata[s].count + i % GEN_BLOCK - begin_of(s);
}

const char *gen_schema_name(gen_schema s)
{
    return schemata[s].name;
}

bool gen_screened(gen_schema s)
{
    return schemata[s].screened;
}

uint64_t gen_key(const gen_list *l, uint32_t i)
{
    return gen_at(l->seed, GEN_OF_ID, i).s;
}

static void put_hash(gen_text *t, ms_chance r, int letters)
{
    static const char set[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    for (int i = 0; i < letters; i++) gen_put(t, (ms_str){set + ms_chance_below(&r, 57), 1});
}

static void put_hex(gen_text *t, ms_chance r, int digits)
{
    static const char set[] = "0123456789abcdef";
    for (int i = 0; i < digits; i++) gen_put(t, (ms_str){set + ms_chance_below(&r, 16), 1});
}

void gen_put_id(gen_text *t, const gen_list *l, uint32_t i)
{
    ms_chance r = gen_at(gen_key(l, i), GEN_OF_ID, 0);
    gen_schema s = gen_schema_of(i);
    if (s == GEN_PERSON && ms_chance_in(&r, 450)) {
        gen_lit(t, "Q");
        gen_put_u(t, 130000000u + (uint64_t)i, 0);
    } else if (s == GEN_ADDRESS) {
        gen_lit(t, "addr-");
        put_hex(t, r, 40);
    } else if (gen_screened(s)) {
        gen_lit(t, "NK-");
        put_hash(t, r, 22);
    } else {
        gen_put(t, ms_str_z(s == GEN_SANCTION ? "gen-sanction-" : "gen-"));
        put_hex(t, r, 40);
    }
}

uint32_t gen_near(const gen_list *l, uint32_t i, gen_schema s, ms_chance *r)
{
    uint32_t blocks = (l->n + GEN_BLOCK - 1) / GEN_BLOCK;
    uint32_t own = i / GEN_BLOCK, slot = begin_of(s) + ms_chance_below(r, schemata[s].count);
    uint32_t far = ms_chance_below(r, blocks), end = i < l->n ? l->n : l->n + l->added;
    uint32_t there = (ms_chance_in(r, 500) ? far : own) * GEN_BLOCK + slot;
    if (there >= l->n || there == i) there = own * GEN_BLOCK + slot;
    if (there >= end || there == i) there = own * GEN_BLOCK + begin_of(s);
    return there < end && there != i ? there : GEN_NOBODY;
}

/* A schema of the mask, by how many there are of each. */
static gen_schema schema_in(unsigned mask, ms_chance *r)
{
    unsigned sum = 0, s = 0;
    for (unsigned k = 0; k < GEN_SCHEMATA; k++)
        if (mask & OF(k)) sum += schemata[k].count;
    for (sum = ms_chance_below(r, sum);; s++) {
        if (!(mask & OF(s))) continue;
        if (sum < schemata[s].count) return (gen_schema)s;
        sum -= schemata[s].count;
    }
}

uint32_t gen_link(const gen_list *l, uint32_t i, int which)
{
    unsigned mask = schemata[gen_schema_of(i)].links[which];
    ms_chance r = gen_at(gen_key(l, i), GEN_OF_LINK, (uint64_t)which);
    if (!mask) return GEN_NOBODY;
    gen_schema s = schema_in(mask, &r);
    uint32_t there = gen_near(l, i, s, &r);
    for (int tries = 0; which == 1 && there == gen_link(l, i, 0) && tries < 8; tries++)
        there = gen_near(l, i, s, &r);
    return there;
}

/* Chance alone. */
static gen_fate drawn_fate(const gen_list *l, uint32_t i)
{
    ms_chance r = gen_at(gen_key(l, i), GEN_OF_CHANGE, 0);
    uint32_t x = ms_chance_below(&r, 1000);
    if (i >= l->n) return GEN_ADDED;
    if (x < l->deleted && gen_schema_of(i) != GEN_ADDRESS) return GEN_DELETED;
    return x >= l->deleted && x < l->deleted + l->modified ? GEN_MODIFIED : GEN_SAME;
}

gen_fate gen_fate_of(const gen_list *l, uint32_t i)
{
    gen_fate own = drawn_fate(l, i);
    for (int k = 0; k < 2 && own != GEN_DELETED; k++) {
        uint32_t other = gen_link(l, i, k);
        if (other == GEN_NOBODY) continue;
        gen_fate fate = drawn_fate(l, other);
        if (fate == GEN_DELETED) own = GEN_DELETED;
    }
    return own;
}
