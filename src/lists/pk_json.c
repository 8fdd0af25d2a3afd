/* Pakistan's proscribed persons (NACTA, Fourth Schedule of the Anti-Terrorism Act 1997):
 * a JSON array of flat objects. */
#include <string.h>
#include <strings.h>

#include <marsad/name.h>

#include "base/feed.h"
#include "base/json_in.h"
#include "lists/entry.h"

enum { OBJECT_MAX = 64 * 1024 }; /* bytes of a record */

/* What a record says. */
typedef struct record {
    ms_str name, father, cnic, province, district;
} record;

static ms_str text_of(ms_json *j, ms_arena *a)
{
    if (ms_json_peek(j) == '"') return ms_str_trim(ms_json_string(j, a));
    ms_str v = ms_json_value(j, 8);
    return ms_str_eq(v, MS_STR("null")) ? (ms_str){"", 0} : v;
}

/* Reads one object; false when it is not well-formed.  Other members are counted. */
static bool parse(ms_reader *r, ms_str text, record *out, bool count, ms_rc *rc)
{
    static const struct {
        const char *name;
        size_t at;
    } members[] = {{"Name", offsetof(record, name)},
                   {"FatherName", offsetof(record, father)},
                   {"CNIC", offsetof(record, cnic)},
                   {"Province", offsetof(record, province)},
                   {"District", offsetof(record, district)}};
    ms_json j = {.text = text};
    unsigned n = 0;
    *out = (record){{"", 0}, {"", 0}, {"", 0}, {"", 0}, {"", 0}};
    for (ms_str name; ms_json_member(&j, &n, r->arena, &name);) {
        ms_str value = text_of(&j, r->arena);
        size_t i = 0, known = sizeof members / sizeof *members;
        while (i < known && !ms_str_eq(name, ms_str_z(members[i].name))) i++;
        if (i < known) memcpy((char *)out + members[i].at, &value, sizeof value);
        else if (count && value.n && !j.rc) *rc = ms_reader_unmapped(r, name, value);
    }
    ms_json_end(&j);
    if (j.rc == MS_ENOMEM) *rc = j.rc;
    return !j.rc;
}

static ms_rc give(ms_reader *r, const record *p, ms_place at, ms_diag *d)
{
    ms_entry x =
        ms_entry_make(r, ms_entry_clean(&(ms_entry){.a = r->arena}, p->cnic), "Person", at, d);
    bool unknown = p->father.n == 4 && !strncasecmp(p->father.p, "nill", 4);
    ms_str place = ms_entry_join(&x, p->district, ", ", p->province);
    ms_entry_add(&x, "name", ms_entry_clean(&x, p->name));
    if (!unknown) ms_entry_add(&x, "fatherName", ms_entry_clean(&x, p->father));
    ms_entry_add(&x, "idNumber", p->cnic);
    ms_entry_add(&x, "topics", MS_STR("sanction"));
    if (place.n) {
        ms_entity *s = ms_entry_address(&x, place, MS_STR("pk"));
        ms_entry_add_to(&x, s, "city", p->district);
        ms_entry_add_to(&x, s, "state", p->province);
    }
    if (p->cnic.n) {
        ms_entity *s = ms_entry_satellite(&x, "doc", false, "Identification", "holder", NULL);
        ms_entry_add_to(&x, s, "number", p->cnic);
        ms_entry_add_to(&x, s, "type", MS_STR("CNIC"));
        ms_entry_add_to(&x, s, "country", MS_STR("pk"));
    }
    ms_entity *s = ms_entry_sanction(&x, "National Counter Terrorism Authority");
    ms_entry_add_to(&x, s, "country", MS_STR("pk"));
    ms_entry_add_to(
        &x, s, "program",
        MS_STR("Proscribed persons, Fourth Schedule of the Anti-Terrorism Act 1997"));
    ms_entry_end(&x);
    return ms_entry_rc(&x);
}

/* Where the object at the beginning of `s` ends: the first "}" that makes it well-formed.
 * 0 when none does before another object or the end of the array begins. */
static size_t object_end(ms_reader *r, ms_str s, record *out, ms_rc *rc)
{
    for (size_t i = 1; i < s.n && !*rc; i++) {
        if (s.p[i] != '}') continue;
        if (parse(r, (ms_str){s.p, i + 1}, out, false, rc)) return i + 1;
        size_t k = i + 1;
        while (k < s.n && strchr(" \t\r\n,", s.p[k]) && s.p[k]) k++;
        if (k < s.n && (s.p[k] == '{' || s.p[k] == ']')) return 0;
    }
    return 0;
}

/* Bytes before the next "{" are no record; when they are more than separators, one was
 * broken there. */
static ms_rc pass(ms_reader *r, ms_feed *f, size_t n)
{
    size_t i = 0, lines = 0;
    while (i < n && strchr("[], \t\r\n", f->p[i]) && f->p[i]) i++;
    ms_diag why = {0};
    if (i < n) {
        ms_reader_record(r);
        ms_fail(&why, MS_ESYNTAX, f->line, f->at + i, "'{' expected");
    }
    for (size_t k = 0; k < n; k++) lines += f->p[k] == '\n';
    ms_feed_drop(f, n, lines);
    return why.rc ? ms_reader_aside(r, &why, MS_STR(""), true) : MS_OK;
}

/* Makes a whole object, or all that is left, visible. */
static ms_rc fill(ms_feed *f, ms_diag *d)
{
    ms_rc rc = MS_OK;
    while (!rc && !f->ended && f->n < 2 * OBJECT_MAX) rc = ms_feed_more(f, d);
    return rc;
}

static ms_rc one(ms_reader *r, ms_feed *f, ms_diag *d)
{
    record p;
    ms_rc rc = MS_OK;
    ms_diag why = {0};
    ms_place at = {f->line, f->at};
    ms_reader_record(r);
    ms_str s = {f->p, f->n < OBJECT_MAX ? f->n : OBJECT_MAX};
    size_t n = object_end(r, s, &p, &rc);
    if (!rc && !n) ms_fail(&why, MS_ESYNTAX, at.line, at.at, "the record is no JSON object");
    else if (!rc && ms_utf8_valid((ms_str){s.p, n}) < n)
        ms_fail(&why, MS_EENCODING, at.line, at.at, "UTF-8 expected");
    if (!rc && why.rc) rc = ms_reader_aside(r, &why, MS_STR(""), true);
    else if (!rc && parse(r, (ms_str){s.p, n}, &p, true, &rc) && !rc) rc = give(r, &p, at, d);
    if (rc) return d && d->rc ? rc : ms_fail(d, rc, at.line, at.at, "%s", ms_rc_text(rc));
    if (!n) n = 1; /* go on with the next "{" */
    size_t lines = 0;
    for (size_t k = 0; k < n; k++) lines += f->p[k] == '\n';
    ms_feed_drop(f, n, lines);
    if (!why.rc || n > 1) return MS_OK;
    const char *next = f->n ? memchr(f->p, '{', f->n) : NULL;
    if (!next && f->ended && f->n) next = memrchr(f->p, ']', f->n);
    for (n = 0, lines = 0; n < (next ? (size_t)(next - f->p) : f->n); n++)
        lines += f->p[n] == '\n';
    ms_feed_drop(f, n, lines);
    return MS_OK;
}

ms_rc ms_read_pk_json(ms_reader *r, ms_diag *d)
{
    ms_feed f = {.src = r->src, .line = 1};
    ms_diag own = {0};
    ms_rc rc = ms_feed_bom(&f, &own);
    bool closed = false;
    while (!rc && !(rc = fill(&f, &own)) && f.n) {
        const char *p = memchr(f.p, '{', f.n);
        size_t n = p ? (size_t)(p - f.p) : f.n;
        closed = !p && f.ended && memchr(f.p, ']', f.n);
        rc = pass(r, &f, n);
        if (!rc && p) rc = one(r, &f, &own);
    }
    if (!rc && !closed)
        rc = ms_fail(&own, MS_ETRUNCATED, f.line, f.at, "the array is cut off: ']' expected");
    r->report->bytes += f.at;
    ms_feed_free(&f);
    if (rc && d) *d = own;
    return rc;
}
