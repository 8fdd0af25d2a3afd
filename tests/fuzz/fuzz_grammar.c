/* What people search for becomes a tree within the ceilings, or an error at one of its bytes;
 * and read as words it is never refused. */
#undef NDEBUG
#include <assert.h>

#include "server/field.c"
#include "server/grammar.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Terms below `n`, which is no deeper than each level of the grammar allows. */
static unsigned terms(const ms_node *n, unsigned depth)
{
    unsigned found = n->kind == MS_NODE_TERM;
    assert(depth <= 3 * MS_GRAMMAR_DEPTH + 3);
    if (n->kind == MS_NODE_TERM) {
        bool words = n->term.kind <= MS_TERM_FUZZY;
        assert(!n->first && n->term.n < MS_GRAMMAR_WORDS);
        assert(!words || n->term.n > 0);
        assert(n->term.kind != MS_TERM_FUZZY || (n->term.n == 1 && n->term.edits <= 2));
        for (uint32_t i = 0; i < n->term.n; i++)
            assert(n->term.words[i].n > 0 && n->term.words[i].n <= MS_WORD_MAX);
    }
    for (const ms_node *c = n->first; c; c = c->next) found += terms(c, depth + 1);
    return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_arena *a = ms_arena_new(64 << 20);
    ms_str q = {(const char *)data, size};
    ms_diag d = {0};
    ms_node *n;
    ms_rc rc = ms_grammar_read(q, a, &n, &d);
    assert((rc == MS_OK) == (n != NULL));
    if (n) assert(terms(n, 0) <= MS_GRAMMAR_TERMS);
    else assert(d.rc == rc && d.what[0] && d.at <= size && rc != MS_ENOMEM);
    n = ms_grammar_words(q, a);
    assert(n && terms(n, 0) <= MS_GRAMMAR_WORDS);
    ms_arena_free(a);
    return 0;
}
