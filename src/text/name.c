#include <marsad/name.h>

#include "text/classes.h"
#include "text/given.h"
#include "text/reader.h"
#include "text/wade.h"

static ms_word_class class_of(const ms_token *t)
{
    return ms_word_class_of((ms_str){t->s, t->len});
}

/* Puts the letters of `next` behind those of `t`; false where they stay apart. */
static bool append(ms_token *t, const ms_token *next)
{
    if (t->len + next->len > MS_TOKEN_LEN || (t->flags | next->flags) & MS_TOKEN_NUMBER)
        return false;
    memcpy(t->s + t->len, next->s, next->len);
    t->len = (uint8_t)(t->len + next->len);
    t->flags = (uint8_t)((t->flags | next->flags) & ~(MS_TOKEN_INITIAL | MS_TOKEN_KNOWN));
    return true;
}

/* Joins `t` to the last of the `*n` tokens where it ends a name that is written apart
 * ("Hidayat Ullah", "Salah al-Din"); false where it does not. */
static bool join_back(ms_token *tok, uint32_t *n, const ms_token *t)
{
    ms_word_class c = class_of(t);
    uint32_t skip = c.tail && *n > 1 && class_of(&tok[*n - 1]).article ? 1 : 0;
    if (!c.ends && !skip) return false;
    if (*n <= skip || class_of(&tok[*n - 1 - skip]).minor) return false;
    if (!append(&tok[*n - 1 - skip], t)) return false;
    *n -= skip;
    return true;
}

/* Makes one token of a joining word, an article behind it, and the next; and of a
 * name and what ends it. */
static void join_tokens(ms_words *w)
{
    uint32_t out = 0;
    for (uint32_t i = 0; i < w->n;) {
        ms_token t = w->tok[i++];
        bool joins = class_of(&t).joins;
        for (int k = 0; joins && k < 2 && i < w->n; k++) {
            const ms_token *next = &w->tok[i];
            if (!append(&t, next)) break;
            i++;
            joins = class_of(next).article;
        }
        if (!join_back(w->tok, &out, &t)) w->tok[out++] = t;
    }
    w->n = out;
}

/* Replaces the letters of `t`. */
static void rewrite(ms_token *t, ms_str form)
{
    memset(t->s, 0, sizeof t->s);
    memcpy(t->s, form.p, form.n);
    t->len = (uint8_t)form.n;
}

/* Makes one minor token of each run of tokens that is a row of the tables. */
static void mark_minor(ms_words *w, ms_name_kind kind)
{
    ms_words in = *w;
    w->n = 0;
    for (uint32_t i = 0; i < in.n;) {
        ms_word_run run = ms_run_find(MS_RUN_MINOR, in.tok, in.n, i, kind);
        ms_token *t = &w->tok[w->n++];
        uint8_t abjad = 0;
        *t = in.tok[i];
        for (uint32_t k = 0; k < run.n; k++) abjad |= in.tok[i + k].flags & MS_TOKEN_ABJAD;
        i += run.n ? run.n : 1;
        if (!run.n) continue;
        rewrite(t, run.form);
        t->flags = MS_TOKEN_MINOR | abjad;
        t->weight = run.weight;
    }
}

/* Makes one token of the letters of an abbreviation ("L.X.C."). */
static void join_dotted(ms_words *w)
{
    uint32_t out = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        ms_token t = w->tok[i];
        bool letter = t.flags & MS_TOKEN_INITIAL;
        for (; letter && i + 1 < w->n; i++) {
            const ms_token *next = &w->tok[i + 1];
            if (!(next->flags & MS_TOKEN_INITIAL && next->flags & MS_READ_DOTTED)) break;
            if (!append(&t, next)) break;
        }
        w->tok[out++] = t;
    }
    w->n = out;
}

/* Makes one token of digits of each run that is a number in words or in Roman numerals. */
static void mark_numbers(ms_words *w, ms_name_kind kind)
{
    ms_words in = *w;
    w->n = 0;
    for (uint32_t i = 0; i < in.n;) {
        ms_word_run run = ms_run_find(MS_RUN_NUMBER, in.tok, in.n, i, kind);
        ms_token *t = &w->tok[w->n++];
        *t = in.tok[i];
        i += run.n ? run.n : 1;
        if (!run.n) continue;
        rewrite(t, run.form);
        t->flags = MS_TOKEN_NUMBER;
    }
}

/* Capitals behind a small letter stay apart where they are an organisation's type. */
static void settle_glued(ms_words *w)
{
    uint32_t out = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        ms_token *t = &w->tok[i];
        bool back = t->flags & MS_READ_GLUED && out > 0 &&
                    !ms_is_organization_type((ms_str){t->s, t->len});
        if (!back || !append(&w->tok[out - 1], t)) w->tok[out++] = *t;
    }
    w->n = out;
}

/* Digits that stand between letters of a person's name are letters that look like them. */
static void read_digits(ms_words *w)
{
    static const char looks_like[] = "oi2eas6tbg";
    for (uint32_t i = 0; i < w->n; i++) {
        ms_token *t = &w->tok[i];
        if (!(t->flags & MS_TOKEN_NUMBER)) continue;
        bool digits = t->s[0] <= '9' || t->s[t->len - 1] <= '9';
        for (int k = 1; k + 1 < t->len; k++) {
            if (t->s[k] > '9') continue;
            if (t->s[k - 1] > '9' && t->s[k + 1] > '9') t->s[k] = looks_like[t->s[k] - '0'];
            digits |= t->s[k] <= '9';
        }
        if (!digits) t->flags &= (uint8_t)~MS_TOKEN_NUMBER;
    }
}

/* Cuts titles off that passenger lists write in one word with a given name. */
static void cut_titles(ms_words *w)
{
    for (uint32_t i = 0; i < w->n && w->n < MS_NAME_TOKENS; i++) {
        ms_token *t = &w->tok[i];
        if (t->flags & (MS_TOKEN_NUMBER | MS_TOKEN_ABJAD)) continue;
        size_t n = ms_glued_title((ms_str){t->s, t->len});
        if (!n) continue;
        memmove(t + 2, t + 1, (w->n - i - 1) * sizeof *t);
        w->n++;
        t->len = (uint8_t)(t->len - n);
        t[1] = (ms_token){.word = t->word, .len = (uint8_t)n};
        memcpy(t[1].s, t->s + t->len, n);
        memset(t->s + t->len, 0, n);
    }
}

/* Somebody's name, or perhaps. */
static bool is_person(ms_name_kind kind)
{
    return kind == MS_NAME_PERSON || kind == MS_NAME_ANY;
}

static void weigh(ms_token *t, ms_name_kind kind)
{
    enum { SYLLABLES = 90 };
    bool known;
    t->flags &= (uint8_t) ~(MS_READ_DOTTED | MS_READ_GLUED);
    if (t->flags & MS_TOKEN_MINOR) return;
    ms_str s = {t->s, t->len};
    t->weight = ms_word_rarity(s, t->flags & MS_TOKEN_ABJAD, &known);
    bool syllables = t->flags & MS_TOKEN_KNOWN;
    if (syllables && t->weight > SYLLABLES) t->weight = SYLLABLES;
    if (known) t->flags |= MS_TOKEN_KNOWN;
    if (!is_person(kind)) return;
    uint16_t number = ms_given_number(s);
    t->given = number ? number : MS_GIVEN_NONE;
}

/* True for the name of a machine-readable zone that fills its field: it may have been cut
 * (ICAO Doc 9303-3, 4.6, and the fields of 9303-4 to 9303-6). */
static bool fills_zone(ms_str text)
{
    if (text.n != 30 && text.n != 31 && text.n != 39) return false;
    bool fillers = false;
    for (size_t i = 0; i < text.n; i++) {
        bool filler = text.p[i] == '<';
        if (!filler && (text.p[i] < 'A' || text.p[i] > 'Z')) return false;
        fillers |= filler && i + 1 < text.n && text.p[i + 1] == '<';
    }
    return fillers && text.p[text.n - 1] != '<';
}

static void mark_cut(ms_token *t)
{
    enum { LEAST = 3 }; /* letters that tell anything */
    if (!(t->flags & (MS_TOKEN_MINOR | MS_TOKEN_NUMBER)) && t->len >= LEAST)
        t->flags |= MS_TOKEN_CUT;
}

/* Ends the name before a token that stands too far behind the one before it; the text
 * between has words without Latin letters, which give no tokens. */
static void end_far(ms_words *w)
{
    uint32_t word = 0, n = 0;
    for (; n < w->n && w->tok[n].word - word <= MS_NAME_STEP; n++) word = w->tok[n].word;
    w->cut |= n < w->n;
    w->n = n;
}

/* Rules 7 to 12 of docs/scoring.md, "Tokens", and the last of rule 6. */
static void find_words(ms_words *w, ms_name_kind kind)
{
    settle_glued(w);
    if (kind == MS_NAME_PERSON) read_digits(w);
    if (kind == MS_NAME_PERSON) cut_titles(w);
    join_tokens(w);
    if (kind != MS_NAME_THING) mark_minor(w, kind);
    if (kind == MS_NAME_ORGANIZATION || kind == MS_NAME_THING) mark_numbers(w, kind);
    if (kind == MS_NAME_ORGANIZATION) join_dotted(w);
    end_far(w);
}

/* How many tokens are said to be the family name: all those before the one gap that tells,
 * where a name stands on either side of it. */
static uint8_t family_tokens(const ms_words *w)
{
    bool before = false, behind = false;
    uint8_t n = 0;
    if (w->said != 1) return 0;
    for (uint32_t i = 0; i < w->n; i++) {
        bool in = w->tok[i].word < w->family;
        n = (uint8_t)(n + in);
        *(in ? &before : &behind) |= !(w->tok[i].flags & MS_TOKEN_MINOR);
    }
    return before && behind ? n : 0;
}

/* Makes the name of the words of one reading. */
static ms_rc finish(ms_str text, ms_name_kind kind, ms_words *r, ms_arena *a, ms_name *out)
{
    find_words(r, kind);
    *out = (ms_name){.n = r->n, .kind = kind, .cut = r->cut, .text = text};
    for (uint32_t i = 0; i < r->n; i++) {
        weigh(&r->tok[i], kind);
        out->weight += r->tok[i].weight;
    }
    if (is_person(kind) && r->n && fills_zone(text)) mark_cut(&r->tok[r->n - 1]);
    if (is_person(kind)) out->family = family_tokens(r);
    ms_token *tok = ms_arena_array(a, r->n, sizeof *tok);
    if (!tok) return MS_ENOMEM;
    if (r->n) memcpy(tok, r->tok, r->n * sizeof *tok);
    out->tok = tok;
    return MS_OK;
}

ms_rc ms_name_prepare(ms_str text, ms_name_kind kind, ms_arena *a, ms_name *out)
{
    ms_words w;
    ms_read_words(text, kind, 0, &w);
    return finish(text, kind, &w, a, out);
}

static bool same_tokens(const ms_name *x, const ms_name *y)
{
    return x->n == y->n && (x->n == 0 || !memcmp(x->tok, y->tok, x->n * sizeof *x->tok));
}

/* Puts the reading of `w` behind the `*n` names, unless it is one of them. */
static ms_rc add_reading(ms_str text, ms_name_kind kind, ms_words *w, ms_arena *a,
                         ms_name out[MS_READINGS], uint32_t *n)
{
    ms_rc rc = finish(text, kind, w, a, &out[*n]);
    if (rc) return rc;
    for (uint32_t i = 0; i < *n; i++)
        if (same_tokens(&out[i], &out[*n])) return MS_OK;
    ++*n;
    return MS_OK;
}

ms_rc ms_name_readings(ms_str text, ms_name_kind kind, ms_arena *a, ms_name out[MS_READINGS],
                       uint32_t *n)
{
    ms_words w;
    ms_wade wade;
    ms_read_words(text, kind, 0, &w);
    unsigned readings = w.readings < MS_READINGS ? w.readings : MS_READINGS;
    bool chinese = readings == 1 && is_person(kind) && ms_wade_find(text, &w, &wade);
    *n = 0;
    ms_rc rc = add_reading(text, kind, &w, a, out, n);
    for (unsigned k = 1; k < readings && rc == MS_OK; k++) {
        ms_read_words(text, kind, k, &w);
        rc = add_reading(text, kind, &w, a, out, n);
    }
    for (unsigned k = 0; chinese && k + 1 < MS_READINGS && rc == MS_OK; k++) {
        if (!ms_wade_read(&wade, k, &w)) break;
        rc = add_reading(text, kind, &w, a, out, n);
    }
    return rc;
}
