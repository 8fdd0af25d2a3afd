#include <marsad/words.h>

#include "base/file.h"
#include "base/mem.h"
#include "index/words_layout.h"

struct ms_words {
    ms_str bytes;
    bool mapped; /* `bytes` is to be unmapped */
    char digest[33];
    uint32_t n, n_values, entities;
    const char *pool, *value_pool;
    const uint32_t *at, *said_at, *said, *value_at, *of_at, *of, *sizes;
    uint32_t facet[MS_FACET_COUNT + 1];
};

static const struct {
    const char *name;
    uint32_t item;
} sections[] = {
#define X(id, name, item) {name, item},
    MS_WORDS_SECTIONS(X)
#undef X
};

/* ---- checking ---------------------------------------------------------- */

static ms_rc damaged(const char *path, uint64_t at, const char *what, ms_diag *d)
{
    return ms_fail(d, MS_EDAMAGED, 0, at, "%s: %s", path, what);
}

static const ms_words_head *head_of(const ms_words *w)
{
    return (const ms_words_head *)(const void *)w->bytes.p;
}

static ms_rc check_head(const ms_words *w, const char *path, ms_diag *d)
{
    const ms_words_head *h = head_of(w);
    char tables[8];
    if (w->bytes.n < sizeof *h) return damaged(path, w->bytes.n, "ends too early", d);
    if (memcmp(h->magic, MS_WORDS_MAGIC, sizeof h->magic))
        return damaged(path, 0, "no file of words", d);
    if (h->layout != MS_WORDS_LAYOUT)
        return ms_fail(d, MS_EVERSION, 0, 8, "%s: another layout", path);
    if (h->sum != XXH3_64bits(h, offsetof(ms_words_head, sum)))
        return damaged(path, offsetof(ms_words_head, sum), "the checksum of the head is wrong",
                       d);
    if (h->size != w->bytes.n) return damaged(path, w->bytes.n, "another length", d);
    ms_head_tables(tables);
    if (memcmp(tables, h->tables, sizeof tables))
        return ms_fail(d, MS_EVERSION, 0, 16, "%s: made with other tables", path);
    return MS_OK;
}

static ms_rc check_sections(const ms_words *w, const char *path, ms_diag *d)
{
    const ms_words_head *h = head_of(w);
    uint64_t end = sizeof *h;
    for (int i = 0; i < MS_WORDS_SECTION_COUNT; i++) {
        uint64_t at = h->section[i].at, size = h->section[i].size;
        if (at != ms_section_align(end) || at > h->size || size > h->size - at ||
            size % sections[i].item)
            return damaged(path, at, sections[i].name, d);
        if (XXH3_64bits(w->bytes.p + at, (size_t)size) != h->section[i].sum)
            return damaged(path, at, sections[i].name, d);
        end = at + size;
    }
    return end == h->size ? MS_OK : damaged(path, end, "another length", d);
}

static const void *part(const ms_words *w, ms_words_section s)
{
    return w->bytes.p + head_of(w)->section[s].at;
}

static uint64_t items(const ms_words *w, ms_words_section s)
{
    return head_of(w)->section[s].size / sections[s].item;
}

/* Whether `n` + 1 offsets ascend from 0 to the number of items of section `of`. */
static bool ascend(const ms_words *w, const uint32_t *at, ms_words_section s, uint64_t n,
                   ms_words_section of)
{
    if (items(w, s) != n + 1 || at[0] != 0 || at[n] != items(w, of)) return false;
    for (uint64_t i = 0; i < n; i++)
        if (at[i] > at[i + 1]) return false;
    return true;
}

static bool below(const uint32_t *v, uint64_t n, uint64_t bound, unsigned shift)
{
    for (uint64_t i = 0; i < n; i++)
        if (v[i] >> shift >= bound) return false;
    return true;
}

static ms_rc check_references(ms_words *w, const char *path, ms_diag *d)
{
    const ms_words_head *h = head_of(w);
    uint64_t n = items(w, MS_WORDS_AT), values = items(w, MS_WORDS_VALUE_AT);
    if (!n || !values || n > UINT32_MAX || values > UINT32_MAX)
        return damaged(path, 0, "no offsets", d);
    w->n = (uint32_t)n - 1, w->n_values = (uint32_t)values - 1;
    bool ok = ascend(w, w->at, MS_WORDS_AT, w->n, MS_WORDS_POOL) &&
              ascend(w, w->said_at, MS_WORDS_SAID_AT, w->n, MS_WORDS_SAID) &&
              ascend(w, w->value_at, MS_WORDS_VALUE_AT, w->n_values, MS_WORDS_VALUE_POOL) &&
              ascend(w, w->of_at, MS_WORDS_OF_AT, w->entities, MS_WORDS_OF) &&
              items(w, MS_WORDS_SIZES) == w->entities &&
              below(w->said, items(w, MS_WORDS_SAID), w->entities, 3) &&
              below(w->of, items(w, MS_WORDS_OF), w->n_values, 0);
    memcpy(w->facet, h->facet, sizeof w->facet);
    for (int f = 0; f < MS_FACET_COUNT; f++) ok = ok && w->facet[f] <= w->facet[f + 1];
    ok = ok && w->facet[0] == 0 && w->facet[MS_FACET_COUNT] == w->n_values;
    return ok ? MS_OK : damaged(path, 0, "points outside", d);
}

static ms_rc check(ms_words *w, const char *path, const char *digest, uint32_t entities,
                   ms_diag *d)
{
    ms_rc rc = check_head(w, path, d);
    if (rc) return rc;
    memcpy(w->digest, head_of(w)->digest, 32);
    w->entities = head_of(w)->entities;
    if (strcmp(w->digest, digest) || w->entities != entities)
        return ms_fail(d, MS_EINVAL, 0, 0, "%s: of another snapshot", path);
    rc = check_sections(w, path, d);
    if (rc) return rc;
    w->pool = part(w, MS_WORDS_POOL), w->value_pool = part(w, MS_WORDS_VALUE_POOL);
    w->at = part(w, MS_WORDS_AT), w->said_at = part(w, MS_WORDS_SAID_AT);
    w->said = part(w, MS_WORDS_SAID), w->value_at = part(w, MS_WORDS_VALUE_AT);
    w->of_at = part(w, MS_WORDS_OF_AT), w->of = part(w, MS_WORDS_OF);
    w->sizes = part(w, MS_WORDS_SIZES);
    return check_references(w, path, d);
}

/* ---- opening ----------------------------------------------------------- */

ms_rc ms_words_open(const char *path, const char *digest, uint32_t entities, ms_words **out,
                    ms_diag *d)
{
    ms_words *w = ms_calloc(1, sizeof *w);
    *out = NULL;
    if (!w) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    ms_rc rc = ms_file_map(path, &w->bytes, d);
    w->mapped = !rc;
    if (!rc) rc = check(w, path, digest, entities, d);
    if (rc) ms_words_close(w);
    else *out = w;
    return rc;
}

ms_rc ms_words_mem(ms_str bytes, const char *digest, uint32_t entities, ms_words **out,
                   ms_diag *d)
{
    ms_words *w = ms_calloc(1, sizeof *w);
    *out = NULL;
    if (!w) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    w->bytes = bytes;
    ms_rc rc = check(w, "words", digest, entities, d);
    if (rc) ms_words_close(w);
    else *out = w;
    return rc;
}

void ms_words_close(ms_words *w)
{
    if (!w) return;
    if (w->mapped) ms_file_unmap(w->bytes);
    ms_free(w);
}

void ms_words_seal(char *bytes, size_t n)
{
    ms_words_head *h = (ms_words_head *)(void *)bytes;
    if (n < sizeof *h) return;
    memcpy(h->magic, MS_WORDS_MAGIC, sizeof h->magic);
    h->layout = MS_WORDS_LAYOUT;
    h->size = n;
    ms_head_tables(h->tables);
    for (int i = 0; i < MS_WORDS_SECTION_COUNT; i++) {
        uint64_t at = h->section[i].at, size = h->section[i].size;
        if (at <= n && size <= n - at)
            h->section[i].sum = XXH3_64bits(bytes + at, (size_t)size);
    }
    h->sum = XXH3_64bits(h, offsetof(ms_words_head, sum));
}

const char *ms_words_digest(const ms_words *w)
{
    return w->digest;
}

/* ---- words ------------------------------------------------------------- */

uint32_t ms_words_count(const ms_words *w)
{
    return w->n;
}

ms_str ms_words_text(const ms_words *w, uint32_t i)
{
    return (ms_str){w->pool + w->at[i], w->at[i + 1] - w->at[i]};
}

uint32_t ms_words_from(const ms_words *w, ms_str s)
{
    uint32_t lo = 0, hi = w->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (ms_str_cmp(ms_words_text(w, mid), s) < 0) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

uint32_t ms_words_behind(const ms_words *w, ms_str s)
{
    uint32_t lo = 0, hi = w->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        ms_str t = ms_words_text(w, mid);
        if (t.n > s.n) t.n = s.n;
        if (ms_str_cmp(t, s) <= 0) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

const uint32_t *ms_words_said(const ms_words *w, uint32_t i, uint32_t *n)
{
    *n = w->said_at[i + 1] - w->said_at[i];
    return w->said + w->said_at[i];
}

/* ---- facets ------------------------------------------------------------ */

void ms_words_facet(const ms_words *w, ms_facet f, uint32_t *first, uint32_t *n)
{
    *first = w->facet[f];
    *n = w->facet[f + 1] - w->facet[f];
}

ms_str ms_words_value(const ms_words *w, uint32_t value)
{
    return (ms_str){w->value_pool + w->value_at[value],
                    w->value_at[value + 1] - w->value_at[value]};
}

const uint32_t *ms_words_values(const ms_words *w, uint32_t e, uint32_t *n)
{
    *n = w->of_at[e + 1] - w->of_at[e];
    return w->of + w->of_at[e];
}

uint32_t ms_words_size(const ms_words *w, uint32_t e)
{
    return w->sizes[e];
}
