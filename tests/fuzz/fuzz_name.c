/* Decoder and tokeniser: every byte string gives tokens within their ceilings, the
 * same twice, and words that lie in the text. */
#include <assert.h>

#include <marsad/name.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_token(const ms_token *t)
{
    assert(t->len >= 1 && t->len <= MS_TOKEN_LEN && t->weight >= 1 && t->weight <= 255);
    for (unsigned i = 0; i < MS_TOKEN_LEN; i++) {
        char c = t->s[i];
        assert(i < t->len ? (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') : c == 0);
    }
}

static void check_name(const ms_name *n, ms_str text)
{
    assert(n->n <= MS_NAME_TOKENS);
    for (uint32_t i = 0; i < n->n; i++) {
        check_token(&n->tok[i]);
        ms_str w = ms_name_words(n, i, 1);
        assert(w.n > 0 && w.p >= text.p && w.p + w.n <= text.p + text.n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_arena *a = ms_arena_new(0);
    ms_str text = {(const char *)data, size};
    for (int kind = MS_NAME_ANY; kind <= MS_NAME_THING; kind++) {
        ms_name ways[MS_READINGS];
        uint32_t n;
        if (ms_name_readings(text, (ms_name_kind)kind, a, ways, &n) != MS_OK) break;
        assert(n >= 1 && n <= MS_READINGS);
        for (uint32_t i = 0; i < n; i++) check_name(&ways[i], text);
    }
    assert(ms_utf8_valid(text) <= size);
    ms_str key = ms_text_key(text, a);
    assert(!key.p || ms_utf8_valid(key) == key.n);
    ms_arena_free(a);
    return 0;
}
