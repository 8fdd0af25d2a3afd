/* The fields of headers: rows of element, component and where they go. */
#include "travel/edi.h"

typedef struct row {
    uint16_t element, component;
    size_t to; /* offset of an ms_str */
    bool needed;
} row;

#define AT(type, member) offsetof(type, member)

/* ISO 9735-1:2002 annex C, UNB. */
static const row unb[] = {
    {1, 1, AT(ms_edi_interchange, syntax), true},
    {2, 1, AT(ms_edi_interchange, sender.id), true},
    {2, 2, AT(ms_edi_interchange, sender.qualifier), false},
    {2, 3, AT(ms_edi_interchange, sender.internal), false},
    {3, 1, AT(ms_edi_interchange, recipient.id), true},
    {3, 2, AT(ms_edi_interchange, recipient.qualifier), false},
    {3, 3, AT(ms_edi_interchange, recipient.internal), false},
    {4, 1, AT(ms_edi_interchange, date), true},
    {4, 2, AT(ms_edi_interchange, time), true},
    {5, 1, AT(ms_edi_interchange, reference), true},
    {7, 1, AT(ms_edi_interchange, application), false},
    {8, 1, AT(ms_edi_interchange, priority), false},
    {10, 1, AT(ms_edi_interchange, agreement), false},
    {0},
};

/* ISO 9735-3:2002 annex C, UIB. */
static const row uib[] = {
    {1, 1, AT(ms_edi_interchange, syntax), true},
    {2, 1, AT(ms_edi_interchange, reference), false},
    {6, 1, AT(ms_edi_interchange, sender.id), false},
    {6, 2, AT(ms_edi_interchange, sender.qualifier), false},
    {6, 3, AT(ms_edi_interchange, sender.internal), false},
    {7, 1, AT(ms_edi_interchange, recipient.id), false},
    {7, 2, AT(ms_edi_interchange, recipient.qualifier), false},
    {7, 3, AT(ms_edi_interchange, recipient.internal), false},
    {8, 1, AT(ms_edi_interchange, date), false},
    {8, 2, AT(ms_edi_interchange, time), false},
    {0},
};

/* ISO 9735-1:2002 annex C, UNG. */
static const row ung[] = {
    {1, 1, AT(ms_edi_group, type), false},
    {2, 1, AT(ms_edi_group, sender.id), false},
    {2, 2, AT(ms_edi_group, sender.qualifier), false},
    {3, 1, AT(ms_edi_group, recipient.id), false},
    {3, 2, AT(ms_edi_group, recipient.qualifier), false},
    {4, 1, AT(ms_edi_group, date), false},
    {4, 2, AT(ms_edi_group, time), false},
    {5, 1, AT(ms_edi_group, reference), true},
    {6, 1, AT(ms_edi_group, agency), false},
    {7, 1, AT(ms_edi_group, version), false},
    {7, 2, AT(ms_edi_group, release), false},
    {7, 3, AT(ms_edi_group, association), false},
    {0},
};

/* ISO 9735-1:2002 annex C, UNH. */
static const row unh[] = {
    {1, 1, AT(ms_edi_header, reference), true}, {2, 1, AT(ms_edi_header, type), true},
    {2, 2, AT(ms_edi_header, version), true},   {2, 3, AT(ms_edi_header, release), true},
    {2, 4, AT(ms_edi_header, agency), true},    {2, 5, AT(ms_edi_header, association), false},
    {3, 1, AT(ms_edi_header, access), false},   {4, 1, AT(ms_edi_header, sequence), false},
    {4, 2, AT(ms_edi_header, position), false}, {0},
};

/* ISO 9735-3:2002 annex C, UIH: the association stands behind the subfunction. */
static const row uih[] = {
    {1, 1, AT(ms_edi_header, type), true},         {1, 2, AT(ms_edi_header, version), true},
    {1, 3, AT(ms_edi_header, release), true},      {1, 5, AT(ms_edi_header, agency), false},
    {1, 6, AT(ms_edi_header, association), false}, {2, 1, AT(ms_edi_header, reference), false},
    {3, 1, AT(ms_edi_header, access), false},      {4, 1, AT(ms_edi_header, sequence), false},
    {4, 2, AT(ms_edi_header, position), false},    {0},
};

/* The type-B header has no places: its parts in their order. */
static const row typeb[] = {
    {1, 1, AT(ms_edi_typeb, priority), true}, {2, 1, AT(ms_edi_typeb, addresses), false},
    {3, 1, AT(ms_edi_typeb, origin), true},   {4, 1, AT(ms_edi_typeb, id), false},
    {5, 1, AT(ms_edi_typeb, smi), false},     {0},
};

static const row *rows_of(uint32_t tag)
{
    switch (tag) {
    case MS_EDI_TAG('U', 'N', 'B'): return unb;
    case MS_EDI_TAG('U', 'I', 'B'): return uib;
    case MS_EDI_TAG('U', 'N', 'G'): return ung;
    case MS_EDI_TAG('U', 'N', 'H'): return unh;
    default: return uih;
    }
}

unsigned ms_edi_header_values(uint32_t tag, const void *header, ms_edi_value *out)
{
    unsigned n = 0;
    for (const row *r = rows_of(tag); r->element; r++) {
        ms_str text;
        memcpy(&text, (const char *)header + r->to, sizeof text);
        if (!text.n) continue;
        out[n++] = (ms_edi_value){.text = text,
                                  .element = r->element,
                                  .repetition = 1,
                                  .component = (uint8_t)r->component};
    }
    return n;
}

static ms_rc copy_rows(const row *r, void *header, ms_arena *a)
{
    for (; r->element; r++) {
        ms_str text;
        memcpy(&text, (char *)header + r->to, sizeof text);
        if (!text.n) continue;
        text = ms_arena_str(a, text);
        if (!text.p) return MS_ENOMEM;
        memcpy((char *)header + r->to, &text, sizeof text);
    }
    return MS_OK;
}

ms_rc ms_edi_copy_header(uint32_t tag, void *header, ms_arena *a)
{
    return copy_rows(rows_of(tag), header, a);
}

ms_rc ms_edi_copy_typeb(ms_edi_typeb *b, ms_arena *a)
{
    return copy_rows(typeb, b, a);
}

static ms_rc read_rows(const ms_edi_segment *s, ms_arena *a, void *out)
{
    const row *rows = rows_of(s->tag);
    bool all = true;
    for (const row *r = rows; r->element; r++) {
        ms_str text = ms_edi_get(s, r->element, r->component);
        all &= text.n || !r->needed;
        memcpy((char *)out + r->to, &text, sizeof text);
    }
    ms_rc rc = copy_rows(rows, out, a);
    return rc || all ? rc : MS_EMISSING;
}

ms_rc ms_edi_read_unb(const ms_edi_segment *s, ms_arena *a, ms_edi_interchange *out)
{
    out->interactive = s->tag == MS_EDI_TAG('U', 'I', 'B');
    ms_str version = ms_edi_get(s, 1, 2);
    bool known = version.n == 1 && version.p[0] >= '1' && version.p[0] <= '4';
    out->version = known ? (uint8_t)(version.p[0] - '0') : 3;
    out->test = ms_edi_is(s, out->interactive ? 10 : 11, 1, "1");
    out->acknowledge = !out->interactive && ms_edi_is(s, 9, 1, "1");
    return read_rows(s, a, out);
}

ms_rc ms_edi_read_ung(const ms_edi_segment *s, ms_arena *a, ms_edi_group *out)
{
    return read_rows(s, a, out);
}

ms_rc ms_edi_read_unh(const ms_edi_segment *s, ms_arena *a, ms_edi_header *out)
{
    return read_rows(s, a, out);
}
