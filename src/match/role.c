#include "match/role.h"

#include "match/affix.h"
#include "match/ending.h"

static bool is_minor(const ms_token *t, const char *form)
{
    return t->flags & MS_TOKEN_MINOR && ms_str_eq((ms_str){t->s, t->len}, ms_str_z(form));
}

/* Words that say what the name beside them is: the one behind, or the one before. */
static const struct introduces {
    const char *form;
    ms_role role;
    bool behind;
} words[] = {
    {"abu", MS_ROLE_KUNYA, false},  {"umm", MS_ROLE_KUNYA, false},
    {"bin", MS_ROLE_NASAB, false},  {"bint", MS_ROLE_NASAB, false},
    {"ould", MS_ROLE_NASAB, false}, {"oglu", MS_ROLE_NASAB, true},
    {"qizi", MS_ROLE_NASAB, true},  {"uulu", MS_ROLE_NASAB, true},
};

static const struct introduces *introduced_by(const ms_token *t)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_minor(t, words[i].form)) return &words[i];
    return NULL;
}

/* The first of them: who is called Roman Arkadyevich Abramovich has one. */
static bool is_patronymic(const ms_name *n, uint32_t at)
{
    uint32_t others = 0;
    for (uint32_t i = 0; i < n->n; i++) {
        ms_letters x;
        ms_token_letters(&n->tok[i], &x);
        bool patronymic = i > 0 && ms_is_patronymic(&x);
        if (patronymic && i < at) return false;
        if (i == at && !patronymic) return false;
        others += i != at && !(n->tok[i].flags & MS_TOKEN_MINOR);
    }
    return others > 1;
}

/* Salahuddin; of several words, Salah al-Din. */
static bool is_laqab(const ms_name *n, uint32_t at)
{
    static const char *const ends[] = {"din", "deen", "dine", "dyn"};
    const ms_token *t = &n->tok[at];
    ms_letters x;
    ms_token_letters(t, &x);
    if (ms_ends_with_group(&x, MS_STR("din"))) return true;
    ms_str written = ms_name_words(n, at, 1);
    if (!memchr(written.p, ' ', written.n) && !memchr(written.p, '-', written.n)) return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t k = strlen(ends[i]);
        if (t->len > k && !memcmp(t->s + t->len - k, ends[i], k)) return true;
    }
    return false;
}

ms_role ms_role_of(const ms_name *n, uint32_t at)
{
    const ms_token *t = &n->tok[at];
    if (n->kind != MS_NAME_PERSON && n->kind != MS_NAME_ANY) return MS_ROLE_ORDINARY;
    const struct introduces *w = introduced_by(t);
    if (w) return w->role;
    if (t->flags & MS_TOKEN_MINOR) return MS_ROLE_ORDINARY;
    if (at + 1 < n->n && (w = introduced_by(t + 1)) && w->behind) return w->role;
    bool article = at > 0 && is_minor(t - 1, "al");
    uint32_t before = at - article;
    if (before > 0 && (w = introduced_by(&n->tok[before - 1])) && !w->behind) return w->role;
    if (is_laqab(n, at)) return MS_ROLE_LAQAB;
    char last = t->s[t->len - 1];
    if (article && t->len > 3 && (last == 'i' || last == 'y')) return MS_ROLE_NISBA;
    return is_patronymic(n, at) ? MS_ROLE_PATRONYMIC : MS_ROLE_ORDINARY;
}

const char *ms_role_name(ms_role r)
{
    static const char *const names[] = {
#define X(id, name) name,
        MS_ROLE_LIST(X)
#undef X
    };
    return (unsigned)r < MS_ROLES ? names[r] : "";
}
