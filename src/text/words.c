/* Which stretch of a name's text its tokens were made from. */
#include <marsad/name.h>

#include "text/fold.h"
#include "text/spell.h"

/* Finds where words `first` to `last` of `text` begin and end, as end_word counts. */
static ms_str find_words(ms_str text, uint32_t first, uint32_t last)
{
    size_t begin = SIZE_MAX, end = 0;
    uint32_t no = 0;
    bool in = false;
    for (size_t i = 0, len; i < text.n && no <= last; i += len) {
        uint32_t cp;
        int32_t folded[MS_FOLD_MAX];
        len = ms_utf8_decode(text.p + i, text.n - i, &cp);
        int count = ms_fold_char(cp, folded);
        for (int k = 0; k < count; k++) {
            ms_char_class c = ms_char_class_of((uint32_t)folded[k]);
            if (c == MS_CHAR_BREAK) no += in;
            in = c == MS_CHAR_BREAK ? false : in || c == MS_CHAR_LETTER;
            if (!in || no < first || no > last) continue;
            if (begin == SIZE_MAX) begin = i;
            end = i + len;
        }
    }
    return end ? (ms_str){text.p + begin, end - begin} : (ms_str){text.p, 0};
}

/* Bytes of `w` before letter `k`, from 0; 0 when the letter before stands in the same
 * character. */
static size_t bytes_before(ms_str w, uint32_t k)
{
    uint32_t letters = 0;
    for (size_t i = 0, len; i < w.n; i += len) {
        uint32_t cp, before = letters;
        int32_t folded[MS_FOLD_MAX];
        len = ms_utf8_decode(w.p + i, w.n - i, &cp);
        int count = ms_fold_char(cp, folded);
        for (int j = 0; j < count; j++)
            letters += ms_char_class_of((uint32_t)folded[j]) == MS_CHAR_LETTER;
        if (letters > k) return before == k ? i : 0;
    }
    return 0;
}

/* The letters of `w`, decomposed; returns how many. */
static size_t take_letters(ms_str w, uint32_t out[MS_WORD_LETTERS])
{
    size_t n = 0;
    for (size_t i = 0; i < w.n;) {
        uint32_t cp;
        int32_t folded[MS_FOLD_MAX];
        i += ms_utf8_decode(w.p + i, w.n - i, &cp);
        int count = ms_fold_char(cp, folded);
        for (int j = 0; j < count && n < MS_WORD_LETTERS; j++)
            if (ms_char_class_of((uint32_t)folded[j]) == MS_CHAR_LETTER)
                out[n++] = (uint32_t)folded[j];
    }
    return n;
}

/* How many letters of word `w` its first token `t` has, where the word is cut behind an
 * article, a family name or a legal form; 0 where it is not. */
static uint32_t head_letters(const ms_token *t, ms_str w)
{
    uint32_t cp[MS_WORD_LETTERS];
    if (t->flags & MS_TOKEN_ABJAD && t->len == 2) return 2;
    size_t n = take_letters(w, cp);
    for (unsigned k = 0; k < MS_READINGS && n > 0; k++) {
        ms_spelling s;
        size_t heads[] = {ms_spell_family(cp, n, k), ms_spell_legal(cp, n, k)};
        for (int i = 0; i < 2; i++) {
            if (heads[i]) ms_spell(cp, heads[i], k, &s);
            if (heads[i] && s.n == t->len && !memcmp(s.s, t->s, s.n)) return (uint32_t)heads[i];
        }
    }
    return 0;
}

/* Narrows the word of one token to the token, where the word is cut in two. */
static ms_str part_of_word(const ms_name *name, uint32_t at, ms_str w)
{
    const ms_token *t = &name->tok[at];
    const ms_token *before = at > 0 ? t - 1 : NULL, *after = at + 1 < name->n ? t + 1 : NULL;
    bool behind = before && before->word == t->word;
    bool head = after && after->word == t->word && !behind;
    size_t n = head     ? bytes_before(w, head_letters(t, w))
               : behind ? bytes_before(w, head_letters(before, w))
                        : 0;
    if (n == 0) return w;
    return head ? (ms_str){w.p, n} : (ms_str){w.p + n, w.n - n};
}

ms_str ms_name_words(const ms_name *name, uint32_t at, uint32_t n)
{
    if (n == 0 || at + n > name->n) return (ms_str){name->text.p, 0};
    uint32_t first = name->tok[at].word, last = name->tok[at + n - 1].word;
    uint32_t next = at + n < name->n ? name->tok[at + n].word : UINT32_MAX;
    /* A token that joins words ends where the next token begins. */
    bool joined = at + n < name->n && next > last + 1;
    if (at + n == name->n) last = UINT32_MAX - 1;
    else if (joined) last = next - 1;
    ms_str words = find_words(name->text, first, last);
    return n == 1 ? part_of_word(name, at, words) : words;
}
