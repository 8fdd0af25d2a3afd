/* A file of words whose checksums are right, whatever its bytes: refused, or read to the end.
 */
#undef NDEBUG
#include <assert.h>
#include <stdlib.h>

#include "index/words_layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t sum(ms_str s)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += (unsigned char)s.p[i];
    return n;
}

static uint64_t read_all(const ms_words *w, uint32_t entities)
{
    uint64_t seen = 0;
    uint32_t n, first;
    for (uint32_t i = 0; i < ms_words_count(w); i++) {
        ms_str word = ms_words_text(w, i);
        const uint32_t *v = ms_words_said(w, i, &n);
        seen += sum(word);
        assert(ms_words_from(w, word) <= ms_words_count(w));
        assert(ms_words_behind(w, word) <= ms_words_count(w));
        for (uint32_t k = 0; k < n; k++) assert(ms_said_by(v[k]) < entities);
    }
    for (unsigned f = 0; f < MS_FACET_COUNT; f++) {
        ms_words_facet(w, (ms_facet)f, &first, &n);
        for (uint32_t k = 0; k < n; k++) seen += sum(ms_words_value(w, first + k));
    }
    for (uint32_t e = 0; e < entities; e++) {
        const uint32_t *v = ms_words_values(w, e, &n);
        for (uint32_t k = 0; k < n; k++) seen += sum(ms_words_value(w, v[k]));
        seen += ms_words_size(w, e);
    }
    return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_words *w;
    char digest[33] = "";
    char *bytes = aligned_alloc(64, (size + 64) / 64 * 64);
    if (size) memcpy(bytes, data, size);
    ms_words_seal(bytes, size);
    const ms_words_head *h = (const ms_words_head *)(void *)bytes;
    if (size >= sizeof *h) {
        memcpy(digest, h->digest, 32);
        if (!ms_words_mem((ms_str){bytes, size}, digest, h->entities, &w, NULL)) {
            if (read_all(w, h->entities) == UINT64_MAX) abort(); /* that all was read */
            ms_words_close(w);
        }
    }
    free(bytes);
    return 0;
}
