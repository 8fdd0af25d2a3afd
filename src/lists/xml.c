#include "lists/xml.h"

#include <expat.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <marsad/name.h>

#include "base/json_out.h"
#include "base/mem.h"
#include "lists/resync.h"

enum { AGAIN_MAX = 256 * 1024 * 1024 }; /* bytes of broken records that are read again */

typedef struct xml {
    ms_reader *r;
    XML_Parser p;
    ms_xml_fn root, record;
    void *ctx;
    const char *const *names; /* of records */
    unsigned depth;           /* open elements */
    unsigned record_depth;    /* of a record: 1 or 2 */
    ms_xml_node *top, *open;  /* of the record being built */
    ms_str container;
    uint32_t nodes;
    uint64_t begun;      /* byte where the record begins */
    uint64_t former;     /* byte where the last former one in it begins, or begun */
    unsigned over;       /* depth of the element that is passed over; 0: none */
    uint32_t over_nodes; /* what it holds so far */
    bool opaque;         /* it has a comment or the like, which may hide others */
    ms_out text;         /* of the open elements, those of the parents first */
    size_t from[MS_XML_DEPTH_MAX + 1]; /* where the text of each depth begins */
    ms_arena *kept;                    /* the root, the container, the encoding */
    ms_str root_name;
    const char *encoding; /* as declared; NULL: not */
    bool closed;          /* the root has ended */
    ms_feed w;
    uint64_t fed;              /* bytes given to expat, of the whole file */
    int64_t base, synthetic;   /* byte of expat's byte 0; its bytes that no file has */
    uint64_t base_line, again; /* lines before expat's first; bytes read again so far */
    uint64_t resume;           /* where the next record begins, when that is known */
    bool fatal;                /* the reading cannot go on behind `d` */
    ms_diag d;                 /* why the reading was stopped */
} xml;

static ms_place here(const xml *x)
{
    XML_Index at = XML_GetCurrentByteIndex(x->p);
    if (at < x->synthetic) at = (XML_Index)x->synthetic;
    return (ms_place){x->base_line + XML_GetCurrentLineNumber(x->p), (uint64_t)(x->base + at)};
}

/* The first byte of the file that is not read yet. */
static uint64_t visible(const xml *x)
{
    return x->w.at + x->w.n;
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
    x->fatal = true;
    XML_StopParser(x->p, XML_FALSE);
}

static void begin_root(xml *x, ms_str name, const char **attr)
{
    x->root_name = ms_arena_str(x->kept, name);
    if (!x->root_name.p) {
        stop(x, MS_ENOMEM, "no memory for a record");
        return;
    }
    open_node(x, x->kept, name, attr);
    if (!x->d.rc) check(x, x->root(x->ctx, x->top, &x->d));
    x->top = x->open = NULL;
}

/* A record that begins anywhere else than where records do: something before it is
 * broken. */
static bool misplaced(xml *x, const char *name)
{
    unsigned i;
    char tag[MS_FEED_TAIL];
    int n = snprintf(tag, sizeof tag, "<%s>", name);
    if (!x->depth || x->depth == x->record_depth || n < 0 || (size_t)n >= sizeof tag ||
        ms_element_find((ms_str){tag, (size_t)n}, x->names, &i) == (size_t)n)
        return false;
    if (x->over) return x->former = here(x).at, false;
    x->resume = here(x).at;
    stop(x, MS_ESYNTAX, "'<%.80s>' begins within another element", name);
    return true;
}

static void begin_record(xml *x)
{
    ms_reader_record(x->r);
    x->opaque = false;
    x->nodes = 0;
    x->begun = x->former = here(x).at;
}

/* Whether former records stand in elements called `name`. */
static bool holds_former(const xml *x, const char *name)
{
    const char *const *n = x->names;
    while (*n && (**n != '!' || strcmp(*n + 1, name) != 0)) n++;
    return *n;
}

static void XMLCALL on_start(void *ctx, const char *name, const char **attr)
{
    xml *x = ctx;
    if (x->d.rc || misplaced(x, name)) return;
    if (x->depth == MS_XML_DEPTH_MAX) {
        stop(x, MS_ELIMIT, "elements nested more than %d deep", MS_XML_DEPTH_MAX);
        return;
    }
    x->from[++x->depth] = x->text.n;
    unsigned depth = x->depth - 1;
    if (depth == 0) begin_root(x, ms_str_z(name), attr);
    else if (depth < x->record_depth) x->container = ms_arena_str(x->kept, ms_str_z(name));
    if (depth < x->record_depth) return;
    if (depth == x->record_depth) begin_record(x);
    if (x->nodes >= MS_XML_NODES_MAX)
        stop(x, MS_ELIMIT, "a record of elements of more than %d", MS_XML_NODES_MAX);
    else if (here(x).at - x->begun > MS_RECORD_MAX)
        stop(x, MS_ELIMIT, "a record of bytes of more than %d", MS_RECORD_MAX);
    else if (x->over) x->over_nodes++;
    else {
        open_node(x, x->r->arena, ms_str_z(name), attr);
        if (holds_former(x, name)) x->over = x->depth, x->over_nodes = 0;
    }
}

static void XMLCALL on_text(void *ctx, const char *s, int n)
{
    xml *x = ctx;
    if (x->d.rc || x->over) return;
    if (!x->open) {
        ms_str stray = ms_str_trim((ms_str){s, (size_t)n});
        if (stray.n) check(x, ms_reader_unmapped(x->r, x->container, stray));
        return;
    }
    if (x->text.n - x->from[x->depth] + (size_t)n > MS_FIELD_MAX) {
        stop(x, MS_ELIMIT, "a text of bytes of more than %d", MS_FIELD_MAX);
        return;
    }
    ms_out_raw(&x->text, (ms_str){s, (size_t)n});
    if (x->text.failed) stop(x, MS_ENOMEM, "no memory for a text");
}

/* Whether a comment or the like in the record hides the beginning of another one:
 * then its end was broken. */
static bool swallowed(xml *x)
{
    if (!x->opaque) return false;
    uint64_t from = x->begun + 1, till = here(x).at;
    unsigned i;
    ms_str s = {x->w.p + (from - x->w.at), (size_t)(till - from)};
    if (ms_element_find(s, x->names, &i) == s.n) return false;
    stop(x, MS_ESYNTAX, "'<%s>' is hidden within another record", x->names[i]);
    return true;
}

static void end_record(xml *x)
{
    if (x->top) check(x, x->record(x->ctx, x->top, &x->d));
    x->top = x->open = NULL;
}

/* Gives the open element its text; false when memory is spent. */
static bool close_node(xml *x)
{
    size_t from = x->from[x->depth];
    ms_str text = ms_str_trim((ms_str){x->text.p ? x->text.p + from : "", x->text.n - from});
    if (x->over && x->over_nodes)
        x->open->text = ms_arena_strf(x->r->arena, "%u elements", x->over_nodes);
    else x->open->text = ms_arena_str(x->r->arena, text);
    if (!x->open->text.p) return stop(x, MS_ENOMEM, "no memory for a text"), false;
    x->open = x->open->parent;
    x->over = 0;
    return true;
}

static void XMLCALL on_end(void *ctx, const char *name)
{
    (void)name;
    xml *x = ctx;
    if (x->d.rc || !x->depth) return;
    if (x->depth == x->record_depth + 1 && swallowed(x)) return;
    if (x->open && (!x->over || x->over == x->depth) && !close_node(x)) return;
    x->text.n = x->from[x->depth--];
    if (x->depth == x->record_depth) end_record(x);
    x->closed = !x->depth;
}

static void XMLCALL on_declaration(void *ctx, const char *version, const char *encoding,
                                   int standalone)
{
    (void)version, (void)standalone;
    xml *x = ctx;
    if (!encoding) return;
    x->encoding = ms_arena_strf(x->kept, "%s", encoding).p;
    if (!x->encoding) stop(x, MS_ENOMEM, "no memory for a record");
}

static void XMLCALL on_comment(void *ctx, const char *text)
{
    (void)text;
    ((xml *)ctx)->opaque = true;
}

static void XMLCALL on_instruction(void *ctx, const char *target, const char *text)
{
    (void)target;
    on_comment(ctx, text);
}

static void XMLCALL on_cdata(void *ctx)
{
    on_comment(ctx, NULL);
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

static void set_handlers(xml *x)
{
    XML_SetUserData(x->p, x);
    XML_SetElementHandler(x->p, on_start, on_end);
    XML_SetCharacterDataHandler(x->p, on_text);
    XML_SetXmlDeclHandler(x->p, on_declaration);
    XML_SetCommentHandler(x->p, on_comment);
    XML_SetProcessingInstructionHandler(x->p, on_instruction);
    XML_SetStartCdataSectionHandler(x->p, on_cdata);
    XML_SetEntityDeclHandler(x->p, on_entity_decl);
    XML_SetSkippedEntityHandler(x->p, on_skipped);
}

static XML_Parser make_parser(xml *x)
{
    static const XML_Memory_Handling_Suite mem = {ms_malloc, ms_realloc, ms_free};
    x->p = XML_ParserCreate_MM(NULL, &mem, NULL);
    if (x->p) set_handlers(x);
    return x->p;
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

/* The diagnosis of what stopped the parser. */
static ms_rc failed(xml *x)
{
    if (x->d.rc) return x->d.rc;
    enum XML_Error e = XML_GetErrorCode(x->p);
    bool encoding = e == XML_ERROR_INVALID_TOKEN && bad_utf8(x);
    ms_rc rc = encoding ? MS_EENCODING : rc_of(e);
    ms_place at = here(x);
    return ms_fail(&x->d, rc, at.line, at.at, "%s: %s",
                   rc == MS_ETRUNCATED  ? "the XML is cut off"
                   : rc == MS_EENCODING ? "UTF-8 or ISO-8859-1 expected"
                                        : "the XML is not well-formed",
                   encoding ? "bytes of another encoding" : XML_ErrorString(e));
}

/* Gives expat an element's start tag that stands elsewhere in the file: whole, since newer
 * versions put off a tag that comes in pieces.  False when memory is spent. */
static bool reopen(xml *x, ms_str name)
{
    ms_str tag = ms_arena_strf(x->r->arena, "<%.*s>", MS_FMT(name));
    if (!tag.p) return false;
    XML_Parse(x->p, tag.p, (int)tag.n, XML_FALSE);
    x->synthetic += (int64_t)tag.n;
    return true;
}

/* Begins anew with the record of kind `which` at byte `at`. */
static ms_rc restart(xml *x, unsigned which, uint64_t at)
{
    const char *name = x->names[which], *slash = strchr(name, '/');
    if (slash) x->container = (ms_str){name, (size_t)(slash - name)};
    x->synthetic = 0;
    if (!XML_ParserReset(x->p, x->encoding) || !reopen(x, x->root_name) ||
        (slash && !reopen(x, x->container)))
        return ms_fail(&x->d, MS_ENOMEM, 0, 0, "no memory to read XML");
    set_handlers(x);
    x->base = (int64_t)at - x->synthetic;
    x->base_line = ms_feed_line(&x->w, at) - 1;
    x->fed = at;
    x->depth = x->record_depth;
    memset(x->from, 0, sizeof x->from);
    x->text.n = 0;
    x->top = x->open = NULL;
    x->resume = 0;
    x->over = 0;
    x->closed = false;
    x->d = (ms_diag){0};
    return MS_OK;
}

/* Where the next record is looked for, when something between two of them is to blame:
 * behind the bracket, unless the one before it is too many. */
static uint64_t behind(const xml *x)
{
    uint64_t at = here(x).at, first = (uint64_t)(x->base + x->synthetic);
    bool held = at > x->w.at && at - x->w.at <= x->w.n;
    return at + !(held && at != first && x->w.p[at - x->w.at - 1] == '<');
}

/* The parser stopped.  When a record is to blame, it is set aside, and the reading goes
 * on with the next one; `*done` says that there is none. */
static ms_rc recover(xml *x, bool *done)
{
    ms_rc rc = failed(x);
    if (x->fatal || rc == MS_ENOMEM || !x->root_name.p || (!x->depth && !x->closed)) return rc;
    /* Within a record, "</SanctionsM" is the beginning of another element's end. */
    bool deep = rc == MS_ETRUNCATED && x->depth > 1;
    if (rc == MS_ETRUNCATED && !ms_feed_closes(&x->w, x->root_name, x->names, deep)) return rc;
    bool inside = x->depth > x->record_depth;
    uint64_t from = x->resume ? x->resume : inside ? x->former + 1 : behind(x);
    if (!inside) ms_reader_record(x->r);
    bool closed = x->closed;
    ms_diag why = x->d;
    rc = ms_reader_aside(x->r, &why, MS_STR(""), true);
    unsigned which = 0;
    uint64_t at = 0;
    bool found = false;
    if (!rc) rc = ms_feed_element(&x->w, from, x->names, &which, &at, &found, &x->d);
    if (rc) return x->d.rc = rc;
    if (!found) {
        *done = true;
        x->d = (ms_diag){0};
        if (closed || ms_feed_closes(&x->w, x->root_name, x->names, deep)) return MS_OK;
        if (why.rc == MS_ELIMIT) return x->d = why, why.rc;
        return ms_fail(&x->d, MS_ETRUNCATED, ms_feed_line(&x->w, visible(x)), visible(x),
                       "the XML is cut off: '</%.*s>' expected", MS_FMT(x->root_name));
    }
    if (x->fed > at) x->again += x->fed - at;
    return x->again > AGAIN_MAX ? (x->d = why).rc : restart(x, which, at);
}

/* Gives expat what is held and not yet given, or more of the file. */
static ms_rc feed_some(xml *x, bool *done)
{
    if (x->fed == visible(x)) {
        ms_feed_keep(&x->w, x->depth > x->record_depth ? x->begun : here(x).at);
        ms_rc rc = ms_feed_more(&x->w, &x->d);
        if (rc) return x->fatal = true, rc;
    }
    size_t n = (size_t)(visible(x) - x->fed);
    const char *p = x->w.p + (x->fed - x->w.at);
    x->fed += n;
    *done = x->w.ended;
    if (XML_Parse(x->p, p, (int)n, *done) != XML_STATUS_OK) return MS_ESYNTAX;
    /* Expat keeps a tag whole: one that never ends would take all memory. */
    if (x->fed - here(x).at <= MS_RECORD_MAX) return MS_OK;
    stop(x, MS_ELIMIT, "a tag or comment of more than %d bytes", MS_RECORD_MAX);
    return MS_ELIMIT;
}

static ms_rc feed(xml *x, ms_diag *d)
{
    for (bool done = false; !done;) {
        ms_rc rc = feed_some(x, &done);
        if (!rc) continue;
        done = false;
        rc = recover(x, &done);
        if (!rc) continue;
        if (d) *d = x->d;
        return rc;
    }
    return MS_OK;
}

ms_rc ms_xml_read(ms_reader *r, const char *const *names, ms_xml_fn root, ms_xml_fn record,
                  void *ctx, ms_diag *d)
{
    xml *x = ms_calloc(1, sizeof *x);
    ms_rc rc = MS_ENOMEM;
    if (x) {
        *x = (xml){.r = r, .names = names, .root = root, .record = record, .ctx = ctx};
        x->record_depth = strchr(names[0], '/') ? 2 : 1;
        x->w = (ms_feed){.src = r->src, .line = 1};
        x->kept = ms_arena_new(MS_RECORD_MAX);
    }
    if (x && x->kept && make_parser(x)) rc = feed(x, d);
    else ms_fail(d, rc, 0, 0, "no memory to read XML");
    if (x) {
        if (x->p) XML_ParserFree(x->p);
        ms_out_free(&x->text);
        r->report->bytes += visible(x);
        ms_feed_free(&x->w);
        ms_arena_free(x->kept);
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

void ms_xml_use(ms_xml_node *node)
{
    node->used = true;
    for (ms_xml_node *n = node->child; n; n = n->next) ms_xml_use(n);
}

static ms_xml_node *copy(ms_arena *a, const ms_xml_node *n, ms_xml_node *parent)
{
    ms_xml_node *c = ms_arena_alloc(a, sizeof *c);
    if (!c) return NULL;
    c->name = ms_arena_str(a, n->name);
    c->text = n->text.n ? ms_arena_str(a, n->text) : MS_STR("");
    c->at = n->at;
    c->parent = parent;
    if (!c->name.p || !c->text.p) return NULL;
    for (const ms_xml_node *k = n->child; k; k = k->next) {
        if (k->used && !k->child) continue;
        ms_xml_node *kid = copy(a, k, c);
        if (!kid) return NULL;
        if (c->last) c->last->next = kid;
        else c->child = kid;
        c->last = kid;
    }
    return c;
}

ms_xml_node *ms_xml_copy(ms_arena *a, const ms_xml_node *node)
{
    return copy(a, node, NULL);
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
