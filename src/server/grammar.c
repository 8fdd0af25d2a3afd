#include "server/grammar.h"

#include "base/ascii.h"

typedef struct reading {
    ms_str q;
    size_t at;
    unsigned depth, terms;
    ms_arena *a;
    ms_diag *d;
    ms_rc rc;
} reading;

/* ---- nodes ------------------------------------------------------------- */

ms_node *ms_node_new(ms_node_kind kind, ms_arena *a)
{
    ms_node *n = ms_arena_alloc(a, sizeof *n);
    if (n) n->kind = kind;
    return n;
}

void ms_node_add(ms_node *parent, ms_node *child)
{
    ms_node **at = &parent->first;
    while (*at) at = &(*at)->next;
    *at = child;
}

/* Folds `text` into the words of `t`; at most MS_GRAMMAR_WORDS.  False: no memory. */
static bool fold(ms_term *t, ms_str text, ms_arena *a)
{
    ms_text_reader r = {.text = text};
    ms_str word;
    t->text = ms_str_trim(text);
    t->words = ms_arena_array(a, MS_GRAMMAR_WORDS, sizeof *t->words);
    while (t->words && t->n < MS_GRAMMAR_WORDS && ms_text_word(&r, &word)) {
        t->words[t->n] = ms_arena_str(a, word);
        if (!t->words[t->n++].p) return false;
    }
    return t->words != NULL;
}

ms_node *ms_grammar_term(const ms_field *f, ms_str text, ms_arena *a)
{
    ms_node *n = ms_node_new(MS_NODE_TERM, a);
    if (!n) return NULL;
    n->term.field = *f;
    if (!fold(&n->term, text, a)) return NULL;
    if (!n->term.n) n->kind = MS_NODE_NONE;
    return n;
}

ms_node *ms_grammar_words(ms_str q, ms_arena *a)
{
    static const ms_field all = {0};
    ms_term t = {0};
    ms_node *and = ms_node_new(MS_NODE_AND, a);
    if (!and || !fold(&t, q, a)) return NULL;
    for (uint32_t i = 0; i < t.n; i++) {
        ms_node *n = ms_grammar_term(&all, t.words[i], a);
        if (!n) return NULL;
        ms_node_add(and, n);
    }
    if (!t.n) and->kind = MS_NODE_NONE;
    return and;
}

/* ---- characters -------------------------------------------------------- */

static ms_node *fail(reading *r, size_t at, const char *what)
{
    if (!r->rc) r->rc = ms_fail(r->d, MS_ESYNTAX, 0, at, "%s", what);
    return NULL;
}

static ms_node *limit(reading *r, size_t at, const char *what)
{
    if (!r->rc) r->rc = ms_fail(r->d, MS_ELIMIT, 0, at, "%s", what);
    return NULL;
}

static ms_node *no_memory(reading *r)
{
    if (!r->rc) r->rc = ms_fail(r->d, MS_ENOMEM, 0, r->at, "out of memory");
    return NULL;
}

/* 0 at the end. */
static char peek(const reading *r)
{
    return r->at < r->q.n ? r->q.p[r->at] : 0;
}

/* Bytes of the blank at `at`, an ideographic one (U+3000) too; 0: none is there. */
static size_t blank(const reading *r, size_t at)
{
    if (at >= r->q.n) return 0;
    if (strchr(" \t\r\n\v\f", r->q.p[at]) && r->q.p[at]) return 1;
    return at + 3 <= r->q.n && !memcmp(r->q.p + at, "\xE3\x80\x80", 3) ? 3 : 0;
}

static void skip(reading *r)
{
    for (size_t n; (n = blank(r, r->at));) r->at += n;
}

/* Whether a term may end here. */
static bool ends(const reading *r)
{
    return r->at >= r->q.n || blank(r, r->at) || peek(r) == ')' || peek(r) == '(' ||
           peek(r) == '"';
}

/* Whether keyword `w` stands here. */
static bool keyword(const reading *r, const char *w)
{
    size_t n = strlen(w), behind = r->at + n;
    if (r->q.n - r->at < n || memcmp(r->q.p + r->at, w, n)) return false;
    return behind == r->q.n || blank(r, behind) || strchr("()\"", r->q.p[behind]);
}

/* ---- terms ------------------------------------------------------------- */

/* Takes text up to the first byte of `stop`, or a blank where `word`; a byte behind a
 * backslash stands for itself.  `p` NULL: no memory. */
static ms_str take(reading *r, const char *stop, bool word, bool *escaped)
{
    char *to = ms_arena_alloc(r->a, r->q.n - r->at + 1);
    size_t n = 0;
    while (to && r->at < r->q.n) {
        char c = peek(r);
        if (c == '\\' && r->at + 1 < r->q.n) {
            *escaped = true;
            to[n++] = r->q.p[r->at + 1];
            r->at += 2;
            continue;
        }
        if ((c && strchr(stop, c)) || (word && blank(r, r->at))) break;
        to[n++] = c;
        r->at++;
    }
    if (!to) no_memory(r);
    return (ms_str){to, n};
}

/* Folds what was taken at `at`. */
static ms_node *folded(reading *r, ms_node *n, ms_str text, size_t at)
{
    if (!fold(&n->term, text, r->a)) return no_memory(r);
    if (!n->term.n) return fail(r, at, "letters or digits expected");
    if (n->term.n == MS_GRAMMAR_WORDS) return limit(r, at, "too many words in one term");
    return n;
}

static ms_node *phrase(reading *r, ms_node *n)
{
    size_t at = r->at++;
    bool escaped = false;
    ms_str text = take(r, "\"", false, &escaped);
    if (peek(r) != '"') return fail(r, at, "this quotation mark is not closed");
    r->at++;
    if (peek(r) == '~') return fail(r, r->at, "a phrase takes no ~");
    if (peek(r) == '*') return fail(r, r->at, "a phrase takes no *");
    return text.p ? folded(r, n, text, at) : NULL;
}

/* Edits that a word of so many letters takes where none are given. */
static unsigned edits_of(ms_str word)
{
    size_t letters = 0;
    for (size_t i = 0; i < word.n; i++) letters += (word.p[i] & 0xC0) != 0x80;
    return letters < 3 ? 0 : letters < 6 ? 1 : 2;
}

/* What may stand behind a word: `*`, `~`, `~1`, `~2`. */
static ms_node *suffix(reading *r, ms_node *n)
{
    ms_term *t = &n->term;
    size_t at = r->at;
    if (peek(r) == '*') {
        r->at++;
        t->kind = MS_TERM_PREFIX;
        return ends(r) ? n : fail(r, at, "a * stands at the end of a word");
    }
    if (peek(r) != '~') return n;
    r->at++;
    t->kind = MS_TERM_FUZZY;
    t->edits = edits_of(t->words[0]);
    if (peek(r) >= '0' && peek(r) <= '2') t->edits = (unsigned)(r->q.p[r->at++] - '0');
    if (!ends(r)) return fail(r, at, "~, ~1 or ~2 expected");
    return t->n == 1 ? n : fail(r, at, "a ~ stands behind one word");
}

/* YYYY, and so on to YYYY-MM-DDTHH:MM:SS. */
static bool is_date(ms_str s)
{
    static const char between[] = "--T::";
    if (!ms_digits_at(s, 0, 4)) return false;
    for (size_t at = 4, i = 0; at < s.n; at += 3, i++)
        if (i == sizeof between - 1 || s.p[at] != between[i] || !ms_digits_at(s, at + 1, 2))
            return false;
    return true;
}

/* A bound of a range; `*` is open. */
static bool bound(reading *r, const char *stop, ms_str *out)
{
    bool escaped = false;
    skip(r);
    size_t at = r->at;
    ms_str s = take(r, stop, true, &escaped);
    bool open = ms_str_eq(s, MS_STR("*"));
    *out = s;
    if (open) out->n = 0;
    if (!s.p) return false;
    if (open || is_date(s)) return true;
    fail(r, at, "a date expected: YYYY, YYYY-MM or YYYY-MM-DD");
    return false;
}

/* [from TO to], {from TO to} */
static ms_node *range(reading *r, ms_node *n)
{
    ms_term *t = &n->term;
    size_t at = r->at;
    if (!t->field.date) return fail(r, at, "ranges are of dates");
    t->kind = MS_TERM_RANGE;
    t->above = r->q.p[r->at++] == '{';
    if (!bound(r, "]}", &t->from)) return NULL;
    skip(r);
    if (!keyword(r, "TO")) return fail(r, r->at, "TO expected");
    r->at += 2;
    if (!bound(r, "]}", &t->to)) return NULL;
    skip(r);
    if (peek(r) != ']' && peek(r) != '}') return fail(r, at, "this range is not closed");
    t->below = r->q.p[r->at++] == '}';
    return n;
}

/* >=from, >from, <=to, <to */
static ms_node *relation(reading *r, ms_node *n)
{
    ms_term *t = &n->term;
    char c = peek(r);
    if (!t->field.date) return fail(r, r->at, "ranges are of dates");
    t->kind = MS_TERM_RANGE;
    r->at++;
    bool equal = peek(r) == '=';
    r->at += equal;
    if (c == '>') t->above = !equal;
    else t->below = !equal;
    return bound(r, "()\"", c == '>' ? &t->from : &t->to) ? n : NULL;
}

static ms_node *star(reading *r, ms_node *n)
{
    size_t at = r->at++;
    if (!ends(r)) return fail(r, at, "a * stands at the end of a word");
    n->term.kind = MS_TERM_ANY;
    if (n->term.field.kind == MS_FIELD_ALL) n->kind = MS_NODE_ALL;
    return n;
}

static const char stops[] = "()\":*~?^[]{}";

/* What a word may not be followed by, or begin with. */
static ms_node *stray(reading *r)
{
    switch (peek(r)) {
    case '?': return fail(r, r->at, "? is no wildcard here; * at the end of a word is");
    case '^': return fail(r, r->at, "terms have no weights");
    case ':': return fail(r, r->at, "a : stands behind the name of a field");
    case '(': return fail(r, r->at, "one value stands behind the name of a field");
    case '~': return fail(r, r->at, "a ~ stands behind one word");
    case '/': return fail(r, r->at, "regular expressions are not understood");
    case '!': return fail(r, r->at, "write NOT or -");
    case '+': return fail(r, r->at, "no + is needed: all words must be there");
    case '&': return fail(r, r->at, "write AND");
    case '|': return fail(r, r->at, "write OR");
    case ')': return fail(r, r->at, "nothing opens this parenthesis");
    case 0: return fail(r, r->at, "something to look for expected");
    default: return fail(r, r->at, "not understood here; put it in quotation marks");
    }
}

/* Doubled && and || within a word. */
static bool doubled(ms_str s)
{
    for (size_t i = 1; i < s.n; i++)
        if (s.p[i] == s.p[i - 1] && (s.p[i] == '&' || s.p[i] == '|')) return true;
    return false;
}

static ms_node *value(reading *r, ms_node *n);

/* `name:` was read; its value follows. */
static ms_node *named(reading *r, ms_node *n, ms_str name, size_t at)
{
    r->at++;
    if (n->term.field.kind != MS_FIELD_ALL) return fail(r, r->at - 1, "one : is enough");
    if (!ms_field_find(name, &n->term.field)) {
        if (!r->rc)
            r->rc = ms_fail(r->d, MS_ESYNTAX, 0, at, "there is no field called '%.*s'",
                            (int)(name.n > 64 ? 64 : name.n), name.p);
        return NULL;
    }
    if (blank(r, r->at)) return fail(r, r->at, "a value follows the : directly");
    return value(r, n);
}

static ms_node *word(reading *r, ms_node *n)
{
    size_t at = r->at;
    bool escaped = false;
    ms_str text = take(r, stops, true, &escaped);
    if (!text.p) return NULL;
    if (peek(r) == ':' && text.n) return named(r, n, text, at);
    if (r->at == at) return stray(r);
    if (!escaped && doubled(text)) return fail(r, at, "write AND, OR");
    if (!folded(r, n, text, at) || !suffix(r, n)) return NULL;
    return ends(r) ? n : stray(r);
}

/* What stands behind the name of a field, or without one. */
static ms_node *value(reading *r, ms_node *n)
{
    bool field = n->term.field.kind != MS_FIELD_ALL;
    char c = peek(r);
    if (c == '"') return phrase(r, n);
    if (c == '*') return star(r, n);
    if (c == '[' || c == '{') return field ? range(r, n) : stray(r);
    if (field && (c == '<' || c == '>')) return relation(r, n);
    if (!field && c && strchr("+!/&|", c)) return stray(r);
    return word(r, n);
}

/* ---- expressions ------------------------------------------------------- */

static ms_node *either(reading *r);

static ms_node *term(reading *r)
{
    ms_node *n = ms_node_new(MS_NODE_TERM, r->a);
    if (!n) return no_memory(r);
    if (++r->terms > MS_GRAMMAR_TERMS) return limit(r, r->at, "too many terms");
    return value(r, n);
}

static ms_node *inside(reading *r)
{
    size_t at = r->at++;
    ms_node *n = either(r);
    if (!n) return NULL;
    if (peek(r) != ')') return fail(r, at, "this parenthesis is not closed");
    r->at++;
    return n;
}

static ms_node *denied(reading *r);

static ms_node *deny(reading *r, size_t bytes)
{
    ms_node *n = ms_node_new(MS_NODE_NOT, r->a);
    if (!n) return no_memory(r);
    r->at += bytes;
    skip(r);
    n->first = denied(r);
    return n->first ? n : NULL;
}

/* Something, or what is not to be. */
static ms_node *denied(reading *r)
{
    ms_node *n;
    if (++r->depth > MS_GRAMMAR_DEPTH) return limit(r, r->at, "too deeply nested");
    if (keyword(r, "NOT")) n = deny(r, 3);
    else if (keyword(r, "AND") || keyword(r, "OR"))
        n = fail(r, r->at, "something to look for expected before AND, OR");
    else if (peek(r) == '-')
        n = blank(r, r->at + 1) || r->at + 1 == r->q.n
                ? fail(r, r->at, "a - stands before what is not to be found")
                : deny(r, 1);
    else n = peek(r) == '(' ? inside(r) : term(r);
    r->depth--;
    skip(r);
    return n;
}

static ms_node *all(reading *r)
{
    ms_node *n = ms_node_new(MS_NODE_AND, r->a);
    if (!n) return no_memory(r);
    skip(r);
    for (bool and = true; and || (r->at < r->q.n && peek(r) != ')' && !keyword(r, "OR"));) {
        ms_node *child = denied(r);
        if (!child) return NULL;
        ms_node_add(n, child);
        and = keyword(r, "AND");
        if (and) r->at += 3;
        skip(r);
    }
    return n->first->next ? n : n->first;
}

static ms_node *either(reading *r)
{
    ms_node *n = ms_node_new(MS_NODE_OR, r->a);
    if (!n) return no_memory(r);
    for (;;) {
        ms_node *child = all(r);
        if (!child) return NULL;
        ms_node_add(n, child);
        if (!keyword(r, "OR")) break;
        r->at += 2;
    }
    return n->first->next ? n : n->first;
}

ms_rc ms_grammar_read(ms_str q, ms_arena *a, ms_node **out, ms_diag *d)
{
    reading r = {.q = q, .a = a, .d = d};
    *out = NULL;
    if (q.n > MS_GRAMMAR_BYTES)
        return ms_fail(d, MS_ELIMIT, 0, MS_GRAMMAR_BYTES, "longer than %d bytes",
                       MS_GRAMMAR_BYTES);
    skip(&r);
    if (r.at == q.n) *out = ms_node_new(MS_NODE_ALL, a);
    else *out = either(&r);
    if (*out && r.at < q.n) *out = stray(&r);
    if (!*out && !r.rc) no_memory(&r);
    return r.rc;
}
