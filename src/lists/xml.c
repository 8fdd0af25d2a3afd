#include "lists/xml.h"

#include <expat.h>
#include <stdarg.h>
#include <stdio.h>

#include <marsad/name.h>

#include "base/json_out.h"
#include "base/mem.h"

enum { STEP = 64 * 1024 };

typedef struct xml {
    ms_reader *r;
    XML_Parser p;
    ms_xml_fn root, record;
    void *ctx;
    unsigned depth;          /* open elements */
    unsigned record_depth;   /* of a record: 1 or 2 */
    ms_xml_node *top, *open; /* of the record being built */
    ms_str container;
    uint32_t nodes;
    uint64_t begun;                    /* byte where the record begins */
    ms_diag broken;                    /* the record is over a ceiling: set aside at its end */
    ms_out text;                       /* of the open elements, those of the parents first */
    size_t from[MS_XML_DEPTH_MAX + 1]; /* where the text of each depth begins */
    ms_arena *names;                   /* of the root and the container */
    uint64_t fed;                      /* bytes given to expat */
    ms_diag d;                         /* why the reading was stopped */
} xml;

static ms_place here(const xml *x)
{
    XML_Index at = XML_GetCurrentByteIndex(x->p);
    return (ms_place){XML_GetCurrentLineNumber(x->p), at < 0 ? 0 : (uint64_t)at};
}

/* Ends the reading with a diagnosis at the current place. */
static void stop(xml *x, ms_rc rc, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static void stop(xml *x, ms_rc rc, const char *fmt, ...)
{
    if (x->d.rc) return;
    char what[sizeof x->d.what];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    ms_place at = here(x);
    ms_fail(&x->d, rc, at.line, at.at, "%s", what);
    XML_StopParser(x->p, XML_FALSE);
}

/* The record is over a ceiling: what was built is forgotten, the rest passed over. */
static void drop_record(xml *x, const char *what, uint64_t limit)
{
    ms_place at = here(x);
    ms_fail(&x->broken, MS_ELIMIT, at.line, at.at, "%s of more than %llu", what,
            (unsigned long long)limit);
    ms_arena_reset(x->r->arena);
    x->top = x->open = NULL;
}

static ms_xml_node *add_node(xml *x, ms_arena *a, ms_str name, const char *prefix)
{
    ms_xml_node *n = ms_arena_alloc(a, sizeof *n);
    if (n) n->name = ms_arena_strf(a, "%s%.*s", prefix, MS_FMT(name));
    if (!n || !n->name.p) return stop(x, MS_ENOMEM, "no memory for a record"), NULL;
    n->at = here(x);
    n->parent = x->open;
    if (!x->open) x->top = n;
    else if (x->open->last) x->open->last->next = n;
    else x->open->child = n;
    if (x->open) x->open->last = n;
    x->nodes++;
    return n;
}

static void open_node(xml *x, ms_arena *a, ms_str name, const char **attr)
{
    ms_xml_node *n = add_node(x, a, name, "");
    if (!n) return;
    x->open = n;
    for (; attr[0]; attr += 2) {
        ms_xml_node *v = add_node(x, a, ms_str_z(attr[0]), "@");
        if (!v) return;
        v->text = ms_arena_str(a, ms_str_trim(ms_str_z(attr[1])));
        if (!v->text.p) {
            stop(x, MS_ENOMEM, "no memory for a record");
            return;
        }
    }
}

/* Ends the reading when a callback failed. */
static void check(xml *x, ms_rc rc)
{
    if (!rc) return;
    if (!x->d.rc) ms_fail(&x->d, rc, 0, 0, "%s", ms_rc_text(rc));
    XML_StopParser(x->p, XML_FALSE);
}

static void begin_root(xml *x, ms_str name, const char **attr)
{
    open_node(x, x->names, name, attr);
    if (!x->d.rc) check(x, x->root(x->ctx, x->top, &x->d));
    x->top = x->open = NULL;
}

static void XMLCALL on_start(void *ctx, const char *name, const char **attr)
{
    xml *x = ctx;
    if (x->depth == MS_XML_DEPTH_MAX) {
        stop(x, MS_ELIMIT, "elements nested more than %d deep", MS_XML_DEPTH_MAX);
        return;
    }
    x->from[++x->depth] = x->text.n;
    unsigned depth = x->depth - 1;
    if (depth == 0) begin_root(x, ms_str_z(name), attr);
    else if (depth < x->record_depth) x->container = ms_arena_str(x->names, ms_str_z(name));
    if (depth < x->record_depth) return;
    if (depth == x->record_depth) {
        ms_reader_record(x->r);
        x->broken = (ms_diag){0};
        x->nodes = 0;
        x->begun = here(x).at;
    }
    if (x->broken.rc) return;
    if (x->nodes >= MS_XML_NODES_MAX) drop_record(x, "a record of elements", MS_XML_NODES_MAX);
    else if (here(x).at - x->begun > MS_RECORD_MAX)
        drop_record(x, "a record of bytes", MS_RECORD_MAX);
    else open_node(x, x->r->arena, ms_str_z(name), attr);
}

static void XMLCALL on_text(void *ctx, const char *s, int n)
{
    xml *x = ctx;
    if (x->broken.rc || x->d.rc) return;
    if (!x->open) {
        ms_str stray = ms_str_trim((ms_str){s, (size_t)n});
        if (stray.n) check(x, ms_reader_unmapped(x->r, x->container, stray));
        return;
    }
    if (x->text.n - x->from[x->depth] + (size_t)n > MS_FIELD_MAX) {
        drop_record(x, "a text of bytes", MS_FIELD_MAX);
        return;
    }
    ms_out_raw(&x->text, (ms_str){s, (size_t)n});
    if (x->text.failed) stop(x, MS_ENOMEM, "no memory for a text");
}

/* A record is complete: gives it on or sets it aside. */
static void end_record(xml *x)
{
    if (x->broken.rc) check(x, ms_reader_aside(x->r, &x->broken, MS_STR(""), true));
    else if (x->top) check(x, x->record(x->ctx, x->top, &x->d));
    x->top = x->open = NULL;
}

static void XMLCALL on_end(void *ctx, const char *name)
{
    (void)name;
    xml *x = ctx;
    if (x->d.rc || !x->depth) return;
    if (x->open) {
        size_t from = x->from[x->depth];
        ms_str text =
            ms_str_trim((ms_str){x->text.p ? x->text.p + from : "", x->text.n - from});
        x->open->text = ms_arena_str(x->r->arena, text);
        if (!x->open->text.p) {
            stop(x, MS_ENOMEM, "no memory for a text");
            return;
        }
        x->open = x->open->parent;
    }
    x->text.n = x->from[x->depth--];
    if (x->depth == x->record_depth) end_record(x);
}

static void XMLCALL on_entity_decl(void *ctx, const char *name, int is_param, const char *value,
                                   int n, const char *base, const char *system_id,
                                   const char *public_id, const char *notation)
{
    (void)is_param, (void)value, (void)n, (void)base, (void)system_id, (void)public_id;
    (void)notation;
    stop(ctx, MS_ESYNTAX, "entity declarations are not accepted: '%.80s'", name);
}

static void XMLCALL on_skipped(void *ctx, const char *name, int is_param)
{
    (void)is_param;
    stop(ctx, MS_ESYNTAX, "the entity '%.80s' is not declared", name);
}

static XML_Parser make_parser(xml *x)
{
    static const XML_Memory_Handling_Suite mem = {ms_malloc, ms_realloc, ms_free};
    XML_Parser p = XML_ParserCreate_MM(NULL, &mem, NULL);
    if (!p) return NULL;
    XML_SetUserData(p, x);
    XML_SetElementHandler(p, on_start, on_end);
    XML_SetCharacterDataHandler(p, on_text);
    XML_SetEntityDeclHandler(p, on_entity_decl);
    XML_SetSkippedEntityHandler(p, on_skipped);
    return p;
}

static ms_rc rc_of(enum XML_Error e)
{
    switch (e) {
    case XML_ERROR_NO_MEMORY: return MS_ENOMEM;
    case XML_ERROR_NO_ELEMENTS:
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_UNCLOSED_CDATA_SECTION:
    case XML_ERROR_PARTIAL_CHAR: return MS_ETRUNCATED;
    case XML_ERROR_UNKNOWN_ENCODING:
    case XML_ERROR_INCORRECT_ENCODING: return MS_EENCODING;
    default: return MS_ESYNTAX;
    }
}

/* Expat calls bytes that are not UTF-8 an invalid token. */
static bool bad_utf8(const xml *x)
{
    int at = 0, n = 0;
    const char *p = XML_GetInputContext(x->p, &at, &n);
    if (!p || at < 0 || at >= n) return false;
    ms_str rest = {p + at, (size_t)(n - at)};
    size_t bad = ms_utf8_valid(rest);
    return bad < rest.n && bad < 64;
}

static ms_rc failed(xml *x, ms_diag *d)
{
    if (!x->d.rc) {
        enum XML_Error e = XML_GetErrorCode(x->p);
        bool encoding = e == XML_ERROR_INVALID_TOKEN && bad_utf8(x);
        ms_rc rc = encoding ? MS_EENCODING : rc_of(e);
        ms_place at = here(x);
        ms_fail(&x->d, rc, at.line, at.at, "%s: %s",
                rc == MS_ETRUNCATED  ? "the XML is cut off"
                : rc == MS_EENCODING ? "UTF-8 or ISO-8859-1 expected"
                                     : "the XML is not well-formed",
                encoding ? "bytes of another encoding" : XML_ErrorString(e));
    }
    if (d) *d = x->d;
    return x->d.rc;
}

static ms_rc feed(xml *x, ms_diag *d)
{
    for (size_t n = 1; n;) {
        /* Expat keeps a tag whole: one that never ends would take all memory. */
        if (x->fed - here(x).at > MS_RECORD_MAX) {
            stop(x, MS_ELIMIT, "a tag or comment of more than %d bytes", MS_RECORD_MAX);
            return failed(x, d);
        }
        void *buf = XML_GetBuffer(x->p, STEP);
        if (!buf) return failed(x, d);
        ms_rc rc = ms_source_read(x->r->src, buf, STEP, &n, d);
        if (rc) return rc;
        x->fed += n;
        x->r->report->bytes += n;
        if (XML_ParseBuffer(x->p, (int)n, n == 0) != XML_STATUS_OK) return failed(x, d);
    }
    return MS_OK;
}

ms_rc ms_xml_read(ms_reader *r, unsigned depth, ms_xml_fn root, ms_xml_fn record, void *ctx,
                  ms_diag *d)
{
    xml *x = ms_calloc(1, sizeof *x);
    if (x)
        *x = (xml){.r = r, .record_depth = depth, .root = root, .record = record, .ctx = ctx};
    ms_rc rc = MS_ENOMEM;
    if (x && (x->names = ms_arena_new(MS_RECORD_MAX)) && (x->p = make_parser(x)))
        rc = feed(x, d);
    else ms_fail(d, rc, 0, 0, "no memory to read XML");
    if (x) {
        if (x->p) XML_ParserFree(x->p);
        ms_out_free(&x->text);
        ms_arena_free(x->names);
    }
    ms_free(x);
    return rc;
}

ms_xml_node *ms_xml_child(const ms_xml_node *node, const char *name, const ms_xml_node *after)
{
    ms_xml_node *n = after ? after->next : node->child;
    while (n && !ms_str_eq(n->name, ms_str_z(name))) n = n->next;
    return n;
}

ms_str ms_xml_take(ms_xml_node *node, const char *name)
{
    ms_xml_node *n = ms_xml_child(node, name, NULL);
    if (!n) return (ms_str){"", 0};
    n->used = true;
    return n->text;
}

/* The element behind `n` in document order, within `top`; keeps `*path` right. */
static const ms_xml_node *walk(const ms_xml_node *top, const ms_xml_node *n)
{
    if (n->child) return n->child;
    while (n != top && !n->next) n = n->parent;
    return n == top ? NULL : n->next;
}

ms_rc ms_xml_unmapped(ms_reader *r, const ms_xml_node *node, ms_str prefix)
{
    for (const ms_xml_node *n = node; n; n = walk(node, n)) {
        if (n->used || !n->text.n) continue;
        ms_str path = n->name;
        for (const ms_xml_node *p = n->parent; n != node && p && p != node->parent;
             p = p->parent) {
            path = ms_arena_strf(r->arena, "%.*s/%.*s", MS_FMT(p->name), MS_FMT(path));
            if (!path.p) return MS_ENOMEM;
        }
        if (prefix.n) path = ms_arena_strf(r->arena, "%.*s/%.*s", MS_FMT(prefix), MS_FMT(path));
        ms_rc rc = path.p ? ms_reader_unmapped(r, path, n->text) : MS_ENOMEM;
        if (rc) return rc;
    }
    return MS_OK;
}
