#include "gen_stats.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "text/script.h"
#include <marsad/name.h>

typedef struct token {
    ms_str text;
    uint64_t hash;
    uint32_t count;
} token;

typedef struct script_count {
    const char *name;
    uint64_t count;
} script_count;

enum { SCRIPTS = 48, TOP = 20 };

struct gen_stats {
    uint64_t entities[GEN_SCHEMATA], names, screened, tokens;
    script_count scripts[SCRIPTS];
    ms_arena *arena;
    token *slots;
    uint32_t cap, n; /* cap: a power of two */
};

gen_stats *gen_stats_new(void)
{
    gen_stats *s = gen_need(ms_calloc(1, sizeof *s));
    s->cap = 1u << 16;
    s->slots = gen_need(ms_calloc(s->cap, sizeof *s->slots));
    s->arena = gen_need(ms_arena_new(0));
    return s;
}

static token *slot(token *slots, uint32_t cap, ms_str text, uint64_t hash)
{
    uint32_t i = (uint32_t)hash & (cap - 1);
    while (slots[i].count && (slots[i].hash != hash || !ms_str_eq(slots[i].text, text)))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

static void grow(gen_stats *s)
{
    uint32_t cap = 2 * s->cap;
    token *more = gen_need(ms_calloc(cap, sizeof *more));
    for (uint32_t i = 0; i < s->cap; i++)
        if (s->slots[i].count)
            *slot(more, cap, s->slots[i].text, s->slots[i].hash) = s->slots[i];
    ms_free(s->slots);
    s->slots = more;
    s->cap = cap;
}

static void count_token(gen_stats *s, ms_str text, uint32_t by)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < text.n; i++)
        hash = (hash ^ (unsigned char)text.p[i]) * 1099511628211u;
    hash = ms_chance_mix(hash);
    token *t = slot(s->slots, s->cap, text, hash);
    s->tokens += by;
    if (t->count) {
        t->count += by;
        return;
    }
    ms_str copy = ms_arena_str(s->arena, text);
    if (!copy.p) gen_need(NULL);
    *t = (token){copy, hash, by};
    if (2 * ++s->n > s->cap) grow(s);
}

/* Words between blanks, hyphens and points, in small letters. */
static void count_tokens(gen_stats *s, ms_str name)
{
    gen_text word = {.n = 0};
    for (size_t at = 0; at <= name.n;) {
        uint32_t cp = ' ';
        at += at < name.n ? ms_utf8_decode(name.p + at, name.n - at, &cp) : 1;
        bool between =
            cp < 128 && !(cp >= '0' && cp <= '9') && (cp | 32) - 'a' > 25u && cp != '\'';
        if (!between && cp != 0x30FB) gen_put_cp(&word, gen_lower(cp));
        else if (word.n) {
            count_token(s, gen_text_str(&word), 1);
            word.n = 0;
        }
    }
}

static void count_script(gen_stats *s, const char *name, uint64_t by)
{
    int i = 0;
    while (i < SCRIPTS - 1 && s->scripts[i].count && strcmp(s->scripts[i].name, name) != 0) i++;
    s->scripts[i].name = name;
    s->scripts[i].count += by;
}

void gen_stats_add(gen_stats *s, gen_schema schema, const gen_names *names)
{
    s->entities[schema]++;
    s->screened += gen_screened(schema);
    s->names += names->n;
    for (uint32_t i = 0; i < names->n; i++) {
        count_tokens(s, names->v[i].text);
        count_script(s, ms_script_name(names->v[i].text), 1);
    }
}

static void release(gen_stats *s)
{
    ms_arena_free(s->arena);
    ms_free(s->slots);
    ms_free(s);
}

void gen_stats_join(gen_stats *s, gen_stats *from)
{
    for (int i = 0; i < GEN_SCHEMATA; i++) s->entities[i] += from->entities[i];
    s->names += from->names;
    s->screened += from->screened;
    for (uint32_t i = 0; i < from->cap; i++)
        if (from->slots[i].count) count_token(s, from->slots[i].text, from->slots[i].count);
    for (int i = 0; i < SCRIPTS; i++)
        if (from->scripts[i].count)
            count_script(s, from->scripts[i].name, from->scripts[i].count);
    release(from);
}

static int by_count(const void *a, const void *b)
{
    const token *x = a, *y = b;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return ms_str_cmp(x->text, y->text);
}

static double percent(uint64_t part, uint64_t whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

void gen_stats_end(gen_stats *s)
{
    uint64_t all = 0;
    for (int i = 0; i < GEN_SCHEMATA; i++) all += s->entities[i];
    fprintf(stderr, "entities %llu, screened %llu, names %llu (%.2f a screened entity)\n",
            (unsigned long long)all, (unsigned long long)s->screened,
            (unsigned long long)s->names,
            s->screened ? (double)s->names / (double)s->screened : 0);
    fprintf(stderr, "tokens %llu, distinct %u\nschemata", (unsigned long long)s->tokens, s->n);
    for (int i = 0; i < GEN_SCHEMATA; i++)
        fprintf(stderr, " %s %.1f %%", gen_schema_name((gen_schema)i),
                percent(s->entities[i], all));
    fprintf(stderr, "\nnames in");
    for (int i = 0; i < SCRIPTS && s->scripts[i].count; i++)
        fprintf(stderr, " %s %.2f %%", s->scripts[i].name,
                percent(s->scripts[i].count, s->names));
    qsort(s->slots, s->cap, sizeof *s->slots, by_count);
    fprintf(stderr, "\ntokens by frequency");
    for (uint32_t i = 0; i < TOP && i < s->n; i++)
        fprintf(stderr, " %.*s %.2f %%", MS_FMT(s->slots[i].text),
                percent(s->slots[i].count, s->tokens));
    fprintf(stderr, "\n");
    release(s);
}
