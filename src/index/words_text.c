/* Words of texts, and texts of entities. */
#include <utf8proc.h>

#include <marsad/words.h>

#include "base/json_in.h"
#include "text/fold.h"

/* ---- folding ----------------------------------------------------------- */

/* Latin letters that do not decompose, and what people write in their place. */
static const struct {
    int32_t cp;
    char as[3];
} bare[] = {{0xE6, "ae"}, {0xF0, "d"},  {0xF8, "o"},  {0xFE, "th"}, {0x111, "d"},
            {0x127, "h"}, {0x131, "i"}, {0x142, "l"}, {0x153, "oe"}};

static int plain(int32_t cp, int32_t out[2])
{
    for (size_t i = 0; cp < 0x200 && i < sizeof bare / sizeof *bare; i++) {
        if (bare[i].cp != cp) continue;
        out[0] = bare[i].as[0], out[1] = bare[i].as[1];
        return out[1] ? 2 : 1;
    }
    out[0] = cp;
    return 1;
}

/* Letters that stand for a word or a syllable, and are written without blanks. */
static bool stands_alone(int32_t cp)
{
    return (cp >= 0x3041 && cp <= 0x309F) || (cp >= 0x3400 && cp <= 0x4DBF) ||
           (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0x20000 && cp <= 0x3FFFF);
}

/* The next folded code point; false at the end. */
static bool next_char(ms_text_reader *r, int32_t *cp)
{
    while (r->next == r->n) {
        uint32_t c;
        if (r->at >= r->text.n) return false;
        r->at += ms_utf8_decode(r->text.p + r->at, r->text.n - r->at, &c);
        r->n = ms_fold_char(c, r->folded);
        r->next = 0;
    }
    *cp = r->folded[r->next];
    return true;
}

/* Appends `cp` to the word of `n` bytes; where it has no room, nothing more has. */
static void put(ms_text_reader *r, size_t *n, int32_t cp, bool *full)
{
    int32_t as[2];
    utf8proc_uint8_t buf[8];
    size_t k = 0;
    int letters = plain(cp, as);
    for (int i = 0; i < letters; i++) k += (size_t)utf8proc_encode_char(as[i], buf + k);
    *full = *full || *n + k > MS_WORD_MAX;
    if (*full) return;
    memcpy(r->word + *n, buf, k);
    *n += k;
}

enum { BREAK, MARK };

/* Of a letter or digit of ASCII the lower case; BREAK; MARK. */
static char ascii(unsigned char c)
{
    unsigned char lower = c | 0x20;
    if (lower >= 'a' && lower <= 'z') return (char)lower;
    if (c >= '0' && c <= '9') return (char)c;
    return c == '\'' || c == '`' ? MARK : BREAK;
}

/* Takes what is ASCII, as most is; true at the end of a word. */
static bool take_ascii(ms_text_reader *r, size_t *n, bool *full)
{
    while (r->next == r->n && r->at < r->text.n) {
        unsigned char c = (unsigned char)r->text.p[r->at];
        if (c >= 0x80) return false;
        char as = ascii(c);
        r->at++;
        if (as == BREAK && *n) return true;
        if (as == BREAK || as == MARK) continue;
        *full = *full || *n == MS_WORD_MAX;
        if (!*full) r->word[(*n)++] = as;
    }
    return false;
}

bool ms_text_word(ms_text_reader *r, ms_str *word)
{
    size_t n = 0;
    int32_t cp;
    for (bool full = false; !take_ascii(r, &n, &full) && next_char(r, &cp); r->next++) {
        ms_char_class c = ms_char_class_of((uint32_t)cp);
        if (c == MS_CHAR_MARK) continue;
        bool alone = c == MS_CHAR_LETTER && stands_alone(cp);
        if (n && (c == MS_CHAR_BREAK || alone)) break;
        if (c == MS_CHAR_LETTER) put(r, &n, cp, &full);
        if (alone && ++r->next) break;
    }
    *word = (ms_str){r->word, n};
    return n > 0;
}

/* ---- values ------------------------------------------------------------ */

static void each_value(ms_json *j, ms_arena *a, ms_str property, ms_value_fn fn, void *ctx)
{
    for (unsigned n = 0; ms_json_item(j, &n);) {
        if (ms_json_peek(j) != '"') {
            ms_json_value(j, MS_ENTITY_DEPTH_MAX);
            continue;
        }
        ms_str value = ms_json_string(j, a);
        if (!j->rc) fn(ctx, property, value);
    }
}

void ms_values_each(ms_str json, ms_arena *a, ms_value_fn fn, void *ctx)
{
    ms_json j = {.text = json};
    ms_str name;
    for (unsigned n = 0; ms_json_member(&j, &n, a, &name);) {
        if (!ms_str_eq(name, MS_STR("properties")) || ms_json_peek(&j) != '{') {
            ms_json_value(&j, MS_ENTITY_DEPTH_MAX);
            continue;
        }
        ms_str property;
        for (unsigned k = 0; ms_json_member(&j, &k, a, &property);)
            if (ms_json_peek(&j) == '[') each_value(&j, a, property, fn, ctx);
            else ms_json_value(&j, MS_ENTITY_DEPTH_MAX);
        return; /* nothing behind them is text */
    }
}

bool ms_prop_grouped(const ms_prop *p)
{
    switch (ms_prop_type(p)) {
    case MS_TYPE_TOPIC:
    case MS_TYPE_GENDER:
    case MS_TYPE_LANGUAGE:
    case MS_TYPE_MIMETYPE: return true;
    default: return ms_prop_matchable(p);
    }
}
