/* The reader: finds where things begin and end, opens and closes what holds them.
 *
 * A message is made visible as a whole before it is taken apart, so that its values can point
 * into the window.  Its end is found by looking at service tags alone, which costs a tenth of
 * taking it apart. */
#include <stdio.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "travel/edi.h"

enum {
    MESSAGE_MAX = 64 << 20,
    SEGMENT_MAX = 1 << 20,
    BEFORE = 1024 /* bytes of text before an interchange in which a header is looked for */
};

struct ms_edi_reader {
    ms_feed feed;
    ms_edi_limits limits;
    ms_edi_split split;
    ms_oddities odd;
    ms_arena *item_arena, *envelope, *group_arena, *header_arena;
    ms_edi_item item;
    ms_edi_interchange interchange;
    ms_edi_group group;
    ms_edi_header header;
    bool begun, open, in_group, in_message;
    bool una;           /* this interchange has one */
    uint64_t groups;    /* of the interchange */
    uint64_t messages;  /* of the interchange */
    uint64_t in_groups; /* messages of the group */
    uint64_t segments;  /* of the message, in its earlier parts */
    ms_edi_totals totals;
    uint64_t bare;  /* no terminator stands before that byte of the input */
    ms_diag failed; /* sticky; MS_END too */
};

/* ---- small things ------------------------------------------------------- */

ms_oddity ms_edi_place(ms_oddity_code code, const ms_edi_segment *s, unsigned element,
                       unsigned repetition, unsigned component)
{
    ms_oddity o = {.code = code,
                   .segment = s->number,
                   .at = s->at,
                   .element = (uint16_t)element,
                   .repetition = (uint8_t)repetition,
                   .component = (uint8_t)component};
    memcpy(o.tag, s->name, sizeof o.tag);
    uint32_t i = ms_edi_before(s, element, repetition, component);
    if (!element || i == s->n) return o;
    const ms_edi_value *v = &s->v[i];
    if (v->element == element && (!repetition || v->repetition == repetition) &&
        (!component || v->component == component))
        o.at += v->at;
    return o;
}

static void odd_at(ms_edi_reader *r, ms_oddity_code code, size_t i)
{
    ms_oddity_add(&r->odd, r->item_arena, (ms_oddity){.code = code, .at = r->feed.at + i});
}

/* Makes at least `n` bytes visible, or all that there are. */
static ms_rc see(ms_edi_reader *r, size_t n, ms_diag *d)
{
    ms_rc rc = MS_OK;
    while (!rc && r->feed.n < n && !r->feed.ended) rc = ms_feed_more(&r->feed, d);
    return rc;
}

static const char *window_end(const ms_edi_reader *r)
{
    return r->feed.p + r->feed.n;
}

/* The service tag at byte `i`, before an element separator; 0: none.  `*value` at what stands
 * behind that. */
static uint32_t service_at(const ms_edi_reader *r, size_t i, const char **value)
{
    const char *end = window_end(r), *next;
    uint32_t tag = ms_edi_tag_at(r->feed.p + i, end, &next);
    if (!ms_edi_service(tag)) return 0;
    if (tag == MS_EDI_TAG('U', 'N', 'A')) {
        ms_edi_start s;
        return ms_edi_start_at(r->feed.p + i, end, &s) ? tag : 0;
    }
    while (next < end && *next != r->split.marks.element) {
        const char *from = next;
        if (*next == ' ' || *next == '\r' || *next == '\n') next++;
        else next = ms_edi_over_block(next, end);
        if (next == from) return 0;
    }
    if (next == end) return 0;
    *value = next + 1;
    return tag;
}

/* Drops the first `n` bytes. */
static void drop(ms_edi_reader *r, size_t n)
{
    ms_feed_drop(&r->feed, n, 0);
}

/* Drops the first `n` bytes, which are of no interchange. */
static void skip(ms_edi_reader *r, size_t n)
{
    for (size_t i = 0; i < n; i++) r->totals.skipped += !ms_edi_blank(r->feed.p[i]);
    drop(r, n);
}

/* ---- the end of a message ----------------------------------------------- */

static bool is_trailer(uint32_t tag)
{
    return tag == MS_EDI_TAG('U', 'N', 'T') || tag == MS_EDI_TAG('U', 'I', 'T');
}

static bool is_header(uint32_t tag)
{
    return tag == MS_EDI_TAG('U', 'N', 'H') || tag == MS_EDI_TAG('U', 'I', 'H');
}

static bool is_open(uint32_t tag)
{
    return tag == MS_EDI_TAG('U', 'N', 'B') || tag == MS_EDI_TAG('U', 'I', 'B');
}

static bool is_close(uint32_t tag)
{
    return tag == MS_EDI_TAG('U', 'N', 'Z') || tag == MS_EDI_TAG('U', 'I', 'Z');
}

/* Before the header of the block that ends with the STX before `i`, or before that alone. */
static size_t before_block(const char *p, size_t i)
{
    size_t far = i > EDI_BLOCK_HEADER ? i - EDI_BLOCK_HEADER : 0;
    const char *soh = memrchr(p + far, EDI_SOH, i - far);
    return soh && ms_edi_over_block(soh, p + i) == p + i ? (size_t)(soh - p) : i - 1;
}

/* Whether the segment at `i` follows a terminator. */
static bool follows_end(const ms_edi_reader *r, size_t i)
{
    const char *p = r->feed.p;
    const ms_edi_marks *m = &r->split.marks;
    while (i && ms_edi_blank(p[i - 1]) && p[i - 1] != m->end)
        i = p[i - 1] == EDI_STX ? before_block(p, i) : i - 1;
    if (!i) return true;
    if (p[i - 1] != m->end)
        return i >= 3 && m->end == '\'' && !memcmp(p + i - 3, "\xe2\x80", 2);
    size_t released = 0;
    for (i--; i && m->release && p[i - 1] == m->release; i--) released++;
    return released % 2 == 0;
}

/* Whether a service tag behind a lost terminator is one by what stands behind it: a trailer
 * with the reference of this message, or a header of the form that headers have. */
static bool surely(const ms_edi_reader *r, uint32_t tag, size_t i, const char *value)
{
    const char *end = window_end(r);
    if (is_trailer(tag)) {
        ms_str ref = r->header.reference;
        while (value < end && ms_is_digit(*value)) value++;
        return ref.n && (size_t)(end - value) > ref.n + 1 && *value == r->split.marks.element &&
               !memcmp(value + 1, ref.p, ref.n) &&
               r->split.plain.of[(unsigned char)value[1 + ref.n]] & EDI_STOPS;
    }
    ms_edi_start s;
    if (!is_header(tag) && !is_open(tag)) return false;
    if (is_open(tag) &&
        (end - value < 3 || (memcmp(value, "UNO", 3) && memcmp(value, "IAT", 3))))
        return false;
    return tag != MS_EDI_TAG('U', 'I', 'H') && ms_edi_start_at(r->feed.p + i, end, &s) &&
           s.marks.component == r->split.marks.component;
}

/* Where a message ends. */
typedef struct ending {
    size_t at;    /* its bytes, without a trailer */
    bool trailer; /* which stands at `at` */
    bool cut;     /* the segment before has lost its terminator */
    bool part;    /* the message goes on behind the limit */
} ending;

/* Behind the last terminator of the first `n` visible bytes; `n` when there is none. */
static size_t last_end(const ms_edi_reader *r, size_t n)
{
    for (size_t k = n; k;) {
        const char *p = memrchr(r->feed.p, r->split.marks.end, k);
        if (!p) break;
        k = (size_t)(p - r->feed.p);
        if (follows_end(r, k + 1)) return k + 1;
    }
    return n;
}

/* Finds the end of the message that begins at byte 0 and whose header ends before `i`. */
static ms_rc find_end(ms_edi_reader *r, size_t i, ending *out, ms_diag *d)
{
    *out = (ending){0};
    for (;;) {
        const char *u = i < r->feed.n ? memchr(r->feed.p + i, 'U', r->feed.n - i) : NULL;
        i = u ? (size_t)(u - r->feed.p) : r->feed.n;
        if (i > r->limits.message) {
            out->at = last_end(r, r->limits.message);
            out->part = true;
            return MS_OK;
        }
        if (r->feed.n - i < MS_EDI_LOOK && !r->feed.ended) {
            ms_rc rc = ms_feed_more(&r->feed, d);
            if (rc) return rc;
            continue;
        }
        out->at = i;
        if (!u) return MS_OK;
        const char *value = NULL;
        uint32_t tag = service_at(r, i, &value);
        bool ends = is_trailer(tag) || is_header(tag) || is_open(tag) || is_close(tag) ||
                    tag == MS_EDI_TAG('U', 'N', 'A') || tag == MS_EDI_TAG('U', 'N', 'G') ||
                    tag == MS_EDI_TAG('U', 'N', 'E');
        if (ends && (follows_end(r, i) || (out->cut = surely(r, tag, i, value)))) {
            out->trailer = is_trailer(tag);
            return MS_OK;
        }
        i++;
    }
}

/* Behind the first terminator from byte `i` on; 0: none is visible.  What was looked at in vain
 * is not looked at again: a flood of headers without terminators stays linear. */
static size_t terminator(ms_edi_reader *r, size_t i)
{
    if (r->bare > r->feed.at + i) i = (size_t)(r->bare - r->feed.at);
    while (i < r->feed.n) {
        const char *e = memchr(r->feed.p + i, r->split.marks.end, r->feed.n - i);
        if (!e) break;
        i = (size_t)(e - r->feed.p) + 1;
        if (follows_end(r, i)) return i;
    }
    r->bare = r->feed.at + r->feed.n;
    return 0;
}

/* Makes the segment at byte `i` visible up to its terminator, or as far as segments go. */
static ms_rc see_segment(ms_edi_reader *r, size_t i, ms_diag *d)
{
    while (!terminator(r, i)) {
        if (r->feed.ended || r->feed.n - i > r->limits.segment) break;
        ms_rc rc = ms_feed_more(&r->feed, d);
        if (rc) return rc;
    }
    return MS_OK;
}

/* Whether segments of a message go on behind the segment at byte 0. */
static ms_rc goes_on(ms_edi_reader *r, bool *yes, ms_diag *d)
{
    *yes = false;
    ms_rc rc = see_segment(r, 0, d);
    size_t i = rc ? 0 : terminator(r, 0);
    if (!i) return rc;
    do {
        rc = see(r, i + MS_EDI_LOOK, d);
        while (i < r->feed.n && ms_edi_blank(r->feed.p[i])) i++;
    } while (!rc && r->feed.n - i < MS_EDI_LOOK && !r->feed.ended && i <= r->limits.segment);
    if (rc) return rc;
    const char *end = window_end(r), *behind;
    uint32_t tag = ms_edi_tag_at(r->feed.p + i, end, &behind);
    if (tag && !ms_edi_service(tag))
        *yes = behind < end && *behind == r->split.marks.element &&
               (ms_edi_known(false, tag) || ms_edi_known(true, tag));
    return MS_OK;
}

/* ---- items -------------------------------------------------------------- */

static ms_rc done(ms_edi_reader *r, ms_edi_kind kind, size_t bytes, const ms_edi_item **item,
                  ms_diag *d)
{
    if (r->split.failed) return ms_fail(d, MS_ENOMEM, 0, r->feed.at, "no memory for a message");
    ms_edi_split_end(&r->split);
    for (int s = 0; s < MS_SEVERITIES; s++) r->totals.severe[s] += r->odd.severe[s];
    r->totals.segments += r->split.n_seg;
    ms_edi_item *x = &r->item;
    x->kind = kind;
    x->v = r->split.seg;
    x->n = r->split.n_seg;
    x->at = x->n ? x->v[0].at : r->feed.at;
    x->bytes = r->feed.at + bytes - x->at;
    x->interchange = &r->interchange;
    x->group = r->in_group || kind == MS_EDI_GROUP_CLOSE ? &r->group : NULL;
    x->header = kind == MS_EDI_MESSAGE ? &r->header : NULL;
    if (kind != MS_EDI_MESSAGE) {
        x->number = x->part = 0;
        x->more = x->trailer = false;
    }
    x->oddities = &r->odd;
    *item = x;
    return MS_OK;
}

/* The one segment at byte 0, and how long it is; it is dropped with the next call. */
static ms_rc one(ms_edi_reader *r, size_t *bytes, ms_diag *d)
{
    ms_rc rc = see_segment(r, 0, d);
    if (!rc) *bytes = ms_edi_split_one(&r->split, 0, r->feed.n, false);
    if (!rc && !r->split.failed) ms_edi_split_end(&r->split);
    return rc;
}

/* Compares a trailer's count and reference with what was found. */
static void compare(ms_edi_reader *r, const ms_edi_segment *s, uint64_t found, ms_str reference,
                    const ms_oddity_code codes[2], const unsigned at[2])
{
    ms_str count = ms_edi_get(s, at[0], 1), ref = ms_edi_get(s, at[1], 1);
    int64_t said = ms_number(count, INT64_MAX);
    if (r->interchange.interactive && !count.n && !ref.n) return; /* both conditional there */
    if (said < 0)
        ms_oddity_addf(&r->odd, r->item_arena, ms_edi_place(codes[0], s, at[0], 0, 0),
                       "no count announced, counted %llu", (unsigned long long)found);
    else if ((uint64_t)said != found)
        ms_oddity_addf(&r->odd, r->item_arena, ms_edi_place(codes[0], s, at[0], 0, 0),
                       "announced %lld, counted %llu", (long long)said,
                       (unsigned long long)found);
    /* Optional there, too, where the header has one (ISO 9735-3:2002 annex C, UIT and UIZ). */
    if (!(r->interchange.interactive && !ref.n) && !ms_str_eq(ref, reference))
        ms_oddity_add(&r->odd, r->item_arena, ms_edi_place(codes[1], s, at[1], 0, 0));
}

/* ---- interchanges ------------------------------------------------------- */

/* Keeps the type-B header at the end of `text`. */
static void keep_typeb(ms_edi_reader *r, ms_str text)
{
    ms_edi_typeb *b = &r->interchange.typeb;
    if (!ms_edi_typeb_read(text, b)) return;
    r->split.failed |= ms_edi_copy_typeb(b, r->envelope) != MS_OK;
    odd_at(r, MS_ODDITY_TYPE_B, 0);
}

/* Begins the interchange `s`, before which `before` bytes stand. */
static void begin(ms_edi_reader *r, const ms_edi_start *s, size_t before)
{
    ms_arena_reset(r->envelope);
    r->interchange = (ms_edi_interchange){.number = (uint32_t)++r->totals.interchanges,
                                          .at = r->feed.at + before,
                                          .version = 3,
                                          .marks = s->marks};
    keep_typeb(r, (ms_str){r->feed.p, before});
    skip(r, before);
    r->open = true;
    r->una = s->una && !s->corrupt;
    r->groups = r->messages = 0;
    if (s->corrupt) odd_at(r, MS_ODDITY_UNA_CORRUPT, 0);
    if (s->marks.end != r->split.marks.end || s->marks.release != r->split.marks.release)
        r->bare = 0;
    ms_edi_split_marks(&r->split, &s->marks);
    ms_edi_charset_of(MS_STR("UNOA"), &r->split.set);
    r->split.set.capitals = false; /* not known yet */
    r->split.family_ia = false;
    drop(r, s->una);
}

/* What the header says about the rest: version, character set, repetition. */
static void apply(ms_edi_reader *r, const ms_edi_segment *g)
{
    ms_edi_interchange *x = &r->interchange;
    ms_rc rc = ms_edi_read_unb(g, r->envelope, x);
    r->split.failed |= rc == MS_ENOMEM;
    if (rc == MS_EMISSING)
        ms_oddity_add(&r->odd, r->item_arena,
                      ms_edi_place(MS_ODDITY_UNB_INCOMPLETE, g, 0, 0, 0));
    ms_str version = ms_edi_get(g, 1, 2);
    if (version.n != 1 || version.p[0] < '1' || version.p[0] > '4')
        ms_oddity_add(&r->odd, r->item_arena,
                      ms_edi_place(MS_ODDITY_SYNTAX_UNKNOWN, g, 1, 1, 2));
    ms_edi_charset_of(x->syntax, &r->split.set);
    if (!r->split.set.known)
        ms_oddity_add(&r->odd, r->item_arena,
                      ms_edi_place(MS_ODDITY_CHARSET_UNKNOWN, g, 1, 1, 1));
    ms_edi_marks *m = &x->marks;
    if (r->una && m->repeat && x->version < 4)
        ms_oddity_add(&r->odd, r->item_arena,
                      ms_edi_place(MS_ODDITY_UNA_REPETITION, g, 1, 1, 2));
    if (!r->una && !m->repeat && x->version >= 4) {
        m->repeat = '*';
        if (!ms_edi_marks_hold(m)) m->repeat = 0;
    }
    ms_edi_split_marks(&r->split, m);
    if (ms_str_eq(x->syntax, MS_STR("UNOX"))) ms_edi_split_shifts(&r->split);
}

static ms_rc open_item(ms_edi_reader *r, uint32_t tag, const ms_edi_item **item, ms_diag *d)
{
    size_t bytes = 0;
    ms_rc rc = MS_OK;
    if (is_open(tag)) {
        rc = one(r, &bytes, d);
        if (!rc && !r->split.failed) apply(r, &r->split.seg[0]);
    } else {
        r->interchange.implied = true;
        odd_at(r, MS_ODDITY_UNB_MISSING, 0);
    }
    return rc ? rc : done(r, MS_EDI_OPEN, bytes, item, d);
}

/* `tag`: UNZ or UIZ at byte 0, or 0 when there is none. */
static ms_rc close_item(ms_edi_reader *r, uint32_t tag, const ms_edi_item **item, ms_diag *d)
{
    static const ms_oddity_code codes[] = {MS_ODDITY_UNZ_COUNT, MS_ODDITY_UNZ_REFERENCE};
    static const unsigned unz[] = {1, 2}, uiz[] = {2, 1};
    size_t bytes = 0;
    ms_rc rc = tag ? one(r, &bytes, d) : MS_OK;
    if (rc) return rc;
    if (tag && !r->split.failed && !r->interchange.implied)
        compare(r, &r->split.seg[0], r->groups ? r->groups : r->messages,
                r->interchange.reference, codes, tag == MS_EDI_TAG('U', 'N', 'Z') ? unz : uiz);
    if (!tag && !r->interchange.implied) odd_at(r, MS_ODDITY_UNZ_MISSING, 0);
    if (!r->messages) odd_at(r, MS_ODDITY_UNB_EMPTY, 0);
    r->open = false;
    return done(r, MS_EDI_CLOSE, bytes, item, d);
}

/* ---- groups ------------------------------------------------------------- */

static ms_rc group_item(ms_edi_reader *r, const ms_edi_item **item, ms_diag *d)
{
    size_t bytes = 0;
    ms_rc rc = one(r, &bytes, d);
    if (rc) return rc;
    ms_arena_reset(r->group_arena);
    r->group = (ms_edi_group){.number = (uint32_t)++r->groups};
    r->split.failed |= !r->split.failed && ms_edi_read_ung(&r->split.seg[0], r->group_arena,
                                                           &r->group) == MS_ENOMEM;
    r->split.family_ia = ms_str_eq(r->group.agency, MS_STR("IA"));
    r->in_group = true;
    r->in_groups = 0;
    r->totals.groups++;
    return done(r, MS_EDI_GROUP_OPEN, bytes, item, d);
}

static ms_rc group_close_item(ms_edi_reader *r, bool there, const ms_edi_item **item,
                              ms_diag *d)
{
    static const ms_oddity_code codes[] = {MS_ODDITY_UNE_COUNT, MS_ODDITY_UNE_REFERENCE};
    static const unsigned une[] = {1, 2};
    size_t bytes = 0;
    ms_rc rc = there ? one(r, &bytes, d) : MS_OK;
    if (rc) return rc;
    if (there && !r->split.failed)
        compare(r, &r->split.seg[0], r->in_groups, r->group.reference, codes, une);
    else if (!there) odd_at(r, MS_ODDITY_UNE_MISSING, 0);
    r->in_group = false;
    return done(r, MS_EDI_GROUP_CLOSE, bytes, item, d);
}

/* ---- messages ----------------------------------------------------------- */

/* Counts a message that begins at byte 0 and reads its header: how long that is. */
static size_t begin_message(ms_edi_reader *r, uint32_t tag)
{
    ms_edi_split *s = &r->split;
    ms_arena_reset(r->header_arena);
    r->header = (ms_edi_header){0};
    r->segments = 0;
    r->item.part = 0;
    r->in_message = true;
    r->messages++;
    r->in_groups++;
    r->totals.messages++;
    if (!is_header(tag)) return odd_at(r, MS_ODDITY_UNH_MISSING, 0), 0;
    ms_oddities before = r->odd;
    bool said = s->lower_said;
    size_t n = ms_edi_split_one(s, 0, r->feed.n, false);
    if (s->failed) return n;
    ms_edi_split_end(s);
    ms_rc rc = ms_edi_read_unh(&s->seg[0], r->header_arena, &r->header);
    s->failed |= rc == MS_ENOMEM;
    if (!r->in_group) s->family_ia = false;
    if (r->header.agency.n) s->family_ia = ms_str_eq(r->header.agency, MS_STR("IA"));
    /* It is taken again with the others, once all of them are visible. */
    r->odd = before;
    s->lower_said = said;
    s->n_seg = s->n_val = 0;
    if (rc == MS_EMISSING) odd_at(r, MS_ODDITY_UNH_INCOMPLETE, 0);
    return n;
}

/* Takes apart the segments before e->at, and the trailer behind them: where they end. */
static size_t segments(ms_edi_reader *r, const ending *e)
{
    ms_edi_split *s = &r->split;
    size_t i = 0;
    while (!s->failed && (i = ms_edi_split_gap(s, i, e->at)) < e->at)
        i = ms_edi_split_one(s, i, e->at, e->cut);
    if (e->trailer && !s->failed) i = ms_edi_split_one(s, e->at, r->feed.n, false);
    return i;
}

static void end_message(ms_edi_reader *r, const ending *e)
{
    static const ms_oddity_code codes[] = {MS_ODDITY_UNT_COUNT, MS_ODDITY_UNT_REFERENCE};
    static const unsigned unt[] = {1, 2}, uit[] = {2, 1};
    r->item.more = e->part;
    r->in_message = e->part;
    ms_edi_split *s = &r->split;
    const ms_edi_segment *last = s->n_seg ? &s->seg[s->n_seg - 1] : NULL;
    r->segments += s->n_seg;
    r->item.trailer = last && is_trailer(last->tag);
    if (e->part) {
        odd_at(r, MS_ODDITY_MESSAGE_TOO_LONG, 0);
    } else if (!r->item.trailer) {
        odd_at(r, MS_ODDITY_UNT_MISSING, e->at);
    } else {
        compare(r, last, r->segments, r->header.reference, codes,
                last->tag == MS_EDI_TAG('U', 'N', 'T') ? unt : uit);
    }
}

static ms_rc message_item(ms_edi_reader *r, uint32_t tag, const ms_edi_item **item, ms_diag *d)
{
    size_t header = 0;
    if (!r->in_message) {
        ms_rc rc = see_segment(r, 0, d);
        if (rc) return rc;
        header = begin_message(r, tag);
    }
    ending e;
    ms_rc rc = find_end(r, header, &e, d);
    if (!rc && e.trailer) rc = see_segment(r, e.at, d);
    if (rc) return rc;
    r->split.number = (uint32_t)r->segments + 1;
    size_t bytes = segments(r, &e);
    if (!r->split.failed) {
        ms_edi_split_end(&r->split);
        end_message(r, &e);
    }
    r->item.part++;
    r->item.number = (uint32_t)r->messages;
    return done(r, MS_EDI_MESSAGE, bytes, item, d);
}

/* ---- what comes next ---------------------------------------------------- */

/* Skips text until an interchange or message starts, and begins it. */
static ms_rc find_start(ms_edi_reader *r, ms_edi_start *start, size_t *before, ms_diag *d)
{
    size_t i = *before;
    for (;;) {
        const char *p = r->feed.p;
        while (i < r->feed.n && p[i] != 'U' && p[i] != 'N' && p[i] != 'T') i++;
        if (r->feed.n - i < MS_EDI_LOOK && !r->feed.ended) {
            size_t far = i > BEFORE ? i - BEFORE : 0;
            skip(r, far);
            i -= far;
            ms_rc rc = ms_feed_more(&r->feed, d);
            if (rc) return rc;
            continue;
        }
        *before = i;
        if (i == r->feed.n) return MS_END;
        char left = i ? p[i - 1] : ' ';
        bool inside = ms_is_letter(left);
        if (!inside && ms_edi_start_at(p + i, window_end(r), start)) return MS_OK;
        i++;
    }
}

/* Outside of interchanges: begins the next one.  MS_END when there is none. */
static ms_rc start(ms_edi_reader *r, ms_diag *d)
{
    ms_edi_start s;
    size_t before = 0;
    uint64_t at = r->feed.at, skipped = r->totals.skipped;
    ms_rc rc = find_start(r, &s, &before, d);
    if (rc == MS_END) skip(r, r->feed.n);
    if (rc) return rc;
    begin(r, &s, before);
    skipped = r->totals.skipped - skipped;
    if (skipped && !r->interchange.typeb.origin.n)
        ms_oddity_addf(&r->odd, r->item_arena,
                       (ms_oddity){.code = MS_ODDITY_SKIPPED_TEXT, .at = at}, "%llu bytes",
                       (unsigned long long)skipped);
    return MS_OK;
}

/* Skips what stands between segments; more of it may lie behind the window. */
static ms_rc gap(ms_edi_reader *r, ms_diag *d)
{
    for (;;) {
        drop(r, ms_edi_split_gap(&r->split, 0, r->feed.n));
        if (r->feed.n || r->feed.ended) return see(r, MS_EDI_LOOK, d);
        ms_rc rc = ms_feed_more(&r->feed, d);
        if (rc) return rc;
    }
}

/* Takes a trailer that ends nothing, with a note. */
static ms_rc stray(ms_edi_reader *r, ms_oddity_code code, ms_diag *d)
{
    size_t bytes;
    odd_at(r, code, 0);
    ms_rc rc = one(r, &bytes, d);
    if (rc) return rc;
    drop(r, bytes);
    r->split.n_seg = r->split.n_val = 0;
    return MS_OK;
}

/* Within an interchange, at `tag` or at the end of the input. */
static ms_rc within(ms_edi_reader *r, uint32_t tag, const ms_edi_item **item, ms_diag *d)
{
    bool over = !r->feed.n || is_open(tag) || tag == MS_EDI_TAG('U', 'N', 'A');
    if (r->in_group && (over || is_close(tag) || tag == MS_EDI_TAG('U', 'N', 'G')))
        return group_close_item(r, false, item, d);
    if (over || is_close(tag)) return close_item(r, over ? 0 : tag, item, d);
    if (tag == MS_EDI_TAG('U', 'N', 'G')) return group_item(r, item, d);
    if (tag == MS_EDI_TAG('U', 'N', 'E')) return group_close_item(r, true, item, d);
    return message_item(r, tag, item, d);
}

static ms_rc next(ms_edi_reader *r, const ms_edi_item **item, ms_diag *d)
{
    if (r->in_message) return message_item(r, 0, item, d);
    bool started = !r->open;
    ms_rc rc = started ? start(r, d) : MS_OK;
    for (;;) {
        if (!rc) rc = gap(r, d);
        if (rc) return rc;
        const char *value;
        uint32_t tag = r->feed.n ? service_at(r, 0, &value) : 0;
        if (started) return open_item(r, tag, item, d);
        bool early = false;
        if (is_close(tag)) rc = goes_on(r, &early, d);
        if (rc) return rc;
        if (early) rc = stray(r, MS_ODDITY_UNZ_EARLY, d);
        else if (is_trailer(tag)) rc = stray(r, MS_ODDITY_UNT_STRAY, d);
        else if (tag == MS_EDI_TAG('U', 'N', 'E') && !r->in_group)
            rc = stray(r, MS_ODDITY_UNG_MISSING, d);
        else return within(r, tag, item, d);
    }
}

ms_rc ms_edi_next(ms_edi_reader *r, const ms_edi_item **item, ms_diag *d)
{
    ms_diag why = {0};
    *item = NULL;
    if (r->failed.rc) {
        if (d) *d = r->failed;
        return r->failed.rc;
    }
    uint64_t given = r->item.at + r->item.bytes;
    if (given > r->feed.at) drop(r, (size_t)(given - r->feed.at));
    ms_arena_reset(r->item_arena);
    r->odd = (ms_oddities){.max = r->limits.oddities};
    r->split.n_seg = r->split.n_val = r->split.number = 0;
    r->split.lower_said = false;
    ms_rc rc = MS_OK;
    if (!r->begun) {
        rc = ms_feed_bom(&r->feed, &why);
        if (!rc && r->feed.at) odd_at(r, MS_ODDITY_BYTE_ORDER_MARK, 0);
        r->begun = true;
    }
    if (!rc) rc = next(r, item, &why);
    if (!rc) return MS_OK;
    why.rc = rc;
    r->failed = why;
    if (d) *d = why;
    return rc;
}

/* ---- life --------------------------------------------------------------- */

ms_edi_reader *ms_edi_reader_new(ms_source *src, const ms_edi_limits *limits)
{
    ms_edi_reader *r = ms_calloc(1, sizeof *r);
    if (!r) return NULL;
    if (limits) r->limits = *limits;
    if (!r->limits.message) r->limits.message = MESSAGE_MAX;
    if (!r->limits.segment) r->limits.segment = SEGMENT_MAX;
    if (r->limits.message < MS_EDI_LOOK) r->limits.message = MS_EDI_LOOK;
    r->feed = (ms_feed){.src = src, .line = 1};
    ms_arena **const arenas[] = {&r->item_arena, &r->envelope, &r->group_arena,
                                 &r->header_arena};
    bool all = true;
    for (unsigned i = 0; i < 4; i++) all &= (*arenas[i] = ms_arena_new(0)) != NULL;
    if (!all) return ms_edi_reader_free(r), NULL;
    r->split.feed = &r->feed;
    r->split.arena = r->item_arena;
    r->split.odd = &r->odd;
    r->split.segment_max = r->limits.segment;
    return r;
}

ms_edi_totals ms_edi_reader_totals(const ms_edi_reader *r)
{
    ms_edi_totals t = r->totals;
    t.bytes = r->feed.at;
    return t;
}

void ms_edi_reader_free(ms_edi_reader *r)
{
    if (!r) return;
    ms_feed_free(&r->feed);
    ms_edi_split_free(&r->split);
    ms_arena_free(r->item_arena);
    ms_arena_free(r->envelope);
    ms_arena_free(r->group_arena);
    ms_arena_free(r->header_arena);
    ms_free(r);
}
