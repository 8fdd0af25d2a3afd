/* Groups of a snapshot, and what their members have in common. */
#include "index/snap.h"
#include "match/keys.h"

uint32_t ms_snap_group(const ms_snap *s, uint32_t e, uint32_t *out, uint32_t max)
{
    uint32_t n = 0, first = e;
    while (s->next[first] > first) first = s->next[first];
    first = s->next[first];
    uint32_t i = first;
    do {
        if (n < max) out[n] = i;
        n++;
        i = s->next[i];
    } while (i != first);
    return n;
}

static ms_str ref_at(const ms_snap *s, uint32_t e, uint32_t i)
{
    return ms_snap_text(s, s->refs[s->entities[e].ref_at + i]);
}

/* A reference that both have: the authority stands before the mark. */
static bool same_reference(const ms_snap *s, uint32_t a, uint32_t b, ms_str *ref)
{
    for (uint32_t i = 0; i < s->entities[a].n_refs; i++) {
        *ref = ref_at(s, a, i);
        for (uint32_t k = 0; k < s->entities[b].n_refs; k++)
            if (ms_str_eq(*ref, ref_at(s, b, k))) return true;
    }
    return false;
}

/* Whether `a` has the id of `b` among its references. */
static bool names_id(const ms_snap *s, uint32_t a, uint32_t b, ms_str *id)
{
    *id = ms_snap_text(s, s->entities[b].id);
    for (uint32_t i = 0; i < s->entities[a].n_refs; i++) {
        ms_str ref = ref_at(s, a, i);
        if (ref.n && ref.p[0] == MS_REF_MARK && ms_str_eq((ms_str){ref.p + 1, ref.n - 1}, *id))
            return true;
    }
    return false;
}

static bool same_number(const ms_snap *s, uint32_t a, uint32_t b, ms_str *number)
{
    const ms_disk_entity *x = &s->entities[a], *y = &s->entities[b];
    for (uint32_t i = 0; i < x->n_documents; i++)
        for (uint32_t k = 0; k < y->n_documents; k++) {
            const ms_document *d = &s->documents[x->document_at + i];
            if (!ms_key_joins(d)) continue;
            if (memcmp(d->s, s->documents[y->document_at + k].s, sizeof d->s) != 0) continue;
            *number = (ms_str){d->s, d->len <= MS_KEY_KEPT ? d->len : MS_KEY_HEAD};
            return true;
        }
    return false;
}

ms_common ms_snap_common(const ms_snap *s, uint32_t a, uint32_t b, ms_str *authority,
                         ms_str *number)
{
    *authority = *number = (ms_str){"", 0};
    if (same_reference(s, a, b, number)) {
        const char *mark = number->n ? memchr(number->p, MS_REF_MARK, number->n) : NULL;
        size_t n = mark ? (size_t)(mark - number->p) : 0, skip = n + (mark != NULL);
        *authority = (ms_str){number->p, n};
        *number = (ms_str){number->p + skip, number->n - skip};
        return n ? MS_COMMON_REFERENCE : MS_COMMON_ID;
    }
    if (names_id(s, a, b, number) || names_id(s, b, a, number)) return MS_COMMON_ID;
    if (same_number(s, a, b, number)) return MS_COMMON_NUMBER;
    *number = (ms_str){"", 0};
    return MS_COMMON_OTHERS;
}
