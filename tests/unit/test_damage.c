/* Damaged lists: whatever byte is changed, a record that was not touched is read as
 * before; whatever is cut off, nothing is invented. */
#include "list_fixture.h"

#include <string.h>

enum { EDITS = 1000, FILES = 4, BLOBS = 400, STEP = 97 };

typedef struct sample {
    ms_format format;
    const char *files[FILES]; /* below samples/lists */
    const char *begin;        /* records begin at this text, which is in the first file */
    unsigned touched;         /* records that one edit can touch */
    bool tail;                /* a file that is cut off is told by its end */
} sample;

/* Where a row says whose it is, an edit can give it to another; where a name is linked to,
 * the link goes with it. */
static const sample samples[] = {
    {MS_FORMAT_UN_XML, {"border.xml"}, "<INDIVIDUALS", 1, true},
    {MS_FORMAT_FTM_JSONL, {"partners.ftm.jsonl"}, "{", 2, false},
    {MS_FORMAT_FTM_JSONL, {"ftm-nested.json"}, "{", 8, false}, /* eight entities in a line */
    {MS_FORMAT_FTM_SIMPLE, {"ftm-simple-csv.csv"}, "\n", 2, false},
    {MS_FORMAT_CA_XML, {"ca-xml.xml"}, "<record", 1, true},
    {MS_FORMAT_OFAC_XML, {"ofac-xml.xml"}, "<publsh", 2, true},
    {MS_FORMAT_OFAC_ADVANCED_XML, {"ofac-advanced-xml.xml"}, "<Locations", 3, true},
    {MS_FORMAT_EU_XML, {"eu-xml.xml"}, "<sanctionEntity", 1, true},
    {MS_FORMAT_EU_CSV, {"eu-csv.csv"}, "\n", 2, false},
    {MS_FORMAT_CH_XML, {"ch-xml.xml"}, "<target", 3, true},
    {MS_FORMAT_CSL_CSV, {"csl-csv.csv"}, "\n", 2, false},
    {MS_FORMAT_PK_JSON, {"pk-json.json"}, "{", 2, true},
    {MS_FORMAT_OFSI_CSV, {"ofsi-csv.csv"}, "Group ID\n", 2, false},
    {MS_FORMAT_UK_CSV, {"uk-csv.csv"}, "(HIN)\n", 2, false},
    {MS_FORMAT_UK_XML, {"uk-xml.xml"}, "<Designation>", 1, true},
    {MS_FORMAT_AU_CSV, {"au-csv.csv"}, "\n", 2, false},
    {MS_FORMAT_OFAC_CSV,
     {"ofac-csv/sdn.csv", "ofac-csv/alt.csv", "ofac-csv/add.csv", "ofac-csv/sdn_comments.csv"},
     "\n",
     2,
     false},
};

/* ---- what a load gave, entry by entry --------------------------------- */

typedef struct blobs {
    ms_rc rc;
    char *v[BLOBS];
    unsigned n;
    ms_diag d;
} blobs;

/* The id of the main entity that `id` belongs to. */
static size_t root(ms_str id)
{
    static const char *const marks[] = {"-sanction", "-doc-", "-addr-", "-wallet-"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *p = memmem(id.p, id.n, marks[i], strlen(marks[i]));
        if (p) return (size_t)(p - id.p);
    }
    return id.n;
}

/* Appends `json` with `id` in it written "@". */
static char *append(char *blob, const char *json, ms_str id)
{
    size_t n = blob ? strlen(blob) : 0;
    char *p = realloc(blob, n + strlen(json) + 1), *w = p + n;
    assert_non_null(p);
    while (*json) {
        if (id.n && !strncmp(json, id.p, id.n) && !strchr("0123456789", json[id.n])) {
            *w++ = '@';
            json += id.n;
        } else *w++ = *json++;
    }
    *w = 0;
    return p;
}

static void collect(blobs *out, const list *l)
{
    for (uint32_t i = 0; i < l->n; i++) {
        ms_str id = l->id[i];
        if (root(id) != id.n) continue;
        assert_true(out->n < BLOBS);
        char *blob = NULL;
        for (uint32_t k = 0; k < l->n; k++)
            if (root(l->id[k]) == id.n && !memcmp(l->id[k].p, id.p, id.n))
                blob = append(blob, l->json[k].p, id);
        out->v[out->n++] = blob;
    }
}

static blobs load(const sample *s, const ms_str *bytes)
{
    static list l;
    blobs out = {0};
    ms_source *src[FILES];
    unsigned n = 0;
    memset(&l, 0, sizeof l);
    l.a = ms_arena_new(0);
    l.report = ms_load_report_make(l.a);
    l.report.format = s->format;
    for (; n < FILES && s->files[n]; n++)
        assert_int_equal(ms_source_mem(bytes[n], s->files[n], &src[n]), MS_OK);
    ms_list_opts o = {.list = MS_STR("t"), .take = list_take, .ctx = &l};
    out.rc = ms_list_read(&o, src, n, &l.report, &l.d);
    out.d = l.d;
    if (!out.rc) collect(&out, &l);
    while (n > 0) ms_source_free(src[--n]);
    ms_arena_free(l.a);
    return out;
}

static void blobs_free(blobs *b)
{
    for (unsigned i = 0; i < b->n; i++) free(b->v[i]);
}

/* How many of `a` are not in `b`. */
static unsigned missing(const blobs *a, const blobs *b)
{
    bool used[BLOBS] = {false};
    unsigned lost = 0;
    for (unsigned i = 0; i < a->n; i++) {
        unsigned k = 0;
        while (k < b->n && (used[k] || strcmp(a->v[i], b->v[k]) != 0)) k++;
        if (k == b->n) lost++;
        else used[k] = true;
    }
    return lost;
}

/* ---- files ------------------------------------------------------------ */

static ms_str slurp(const char *name)
{
    const char *source = getenv("MARSAD_SOURCE");
    char path[512];
    snprintf(path, sizeof path, "%s/samples/lists/%s", source ? source : ".", name);
    FILE *f = fopen(path, "rb");
    if (!f) fail_msg("no %s", path);
    char *p = malloc(1 << 20);
    size_t n = fread(p, 1, 1 << 20, f);
    fclose(f);
    return (ms_str){p, n};
}

static uint64_t seed;

static uint32_t draw(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % n);
}

/* A copy of `s` with one byte replaced, taken out or put in at `*at`. */
static ms_str edited(ms_str s, size_t *at)
{
    static const char likely[] = "<>/&;\"',={}[]\n\\ -0";
    char *p = malloc(s.n + 1);
    unsigned kind = draw(3);
    char c = draw(2) ? likely[draw(sizeof likely - 1)] : (char)draw(256);
    size_t i = *at = draw((uint32_t)s.n);
    memcpy(p, s.p, i);
    size_t n = i;
    if (kind != 2) p[n++] = c;
    size_t skip = kind != 1;
    memcpy(p + n, s.p + i + skip, s.n - i - skip);
    return (ms_str){p, n + s.n - i - skip};
}

/* Whether an edit at `at` of file `f` may cost the whole load: before the first record,
 * by which the format is known, or in the mark of the end. */
static bool outside(const sample *s, unsigned f, ms_str file, size_t at)
{
    const char *begin = memmem(file.p, file.n, s->begin, strlen(s->begin));
    size_t first = begin ? (size_t)(begin - file.p) + strlen(s->begin) : 0;
    if (s->format == MS_FORMAT_OFAC_CSV && f) first = 40;
    return at <= first + 1 || (s->tail && at + 30 >= file.n);
}

static void edits_of(const sample *s)
{
    ms_str files[FILES] = {{0}}, mine[FILES];
    unsigned n = 0, refused = 0;
    for (; n < FILES && s->files[n]; n++) files[n] = slurp(s->files[n]);
    blobs whole = load(s, files);
    if (whole.rc) fail_msg("%s: %s", s->files[0], whole.d.what);
    for (unsigned i = 0; i < EDITS; i++) {
        size_t at;
        unsigned f = draw(n);
        memcpy(mine, files, sizeof mine);
        mine[f] = edited(files[f], &at);
        blobs b = load(s, mine);
        bool edge = outside(s, f, files[f], at);
        if (b.rc && !edge)
            fail_msg("%s edit %u at %zu: refused: %s", s->files[f], i, at, b.d.what);
        unsigned lost = b.rc ? 0 : missing(&whole, &b);
        if (lost > s->touched && !edge)
            fail_msg("%s edit %u at %zu: %u records lost", s->files[f], i, at, lost);
        refused += b.rc != MS_OK;
        blobs_free(&b);
        free((char *)(uintptr_t)mine[f].p);
    }
    print_message("%-24s %4u of %d edits refused as a whole\n", s->files[0], refused, EDITS);
    blobs_free(&whole);
    for (unsigned f = 0; f < n; f++) free((char *)(uintptr_t)files[f].p);
}

static void edits(void **state)
{
    (void)state;
    seed = 20240205;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) edits_of(&samples[i]);
}

/* Whether the first `n` bytes end as the last end tag of the file begins: "</SanctionsM"
 * is not the end of "<Sanctions>". */
static bool begins_the_end(ms_str file, size_t n)
{
    const char *tag = memrchr(file.p, '<', file.n);
    size_t max = tag ? (size_t)(file.p + file.n - tag) : 0;
    for (size_t k = 3; k < max && k <= n; k++)
        if (!memcmp(file.p + n - k, tag, k)) return true;
    return false;
}

/* What is cut off is told where the format has an end; otherwise all but the record
 * at the cut is as it was. */
static void cuts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const sample *s = &samples[i];
        ms_str files[FILES] = {{0}};
        for (unsigned f = 0; f < FILES && s->files[f]; f++) files[f] = slurp(s->files[f]);
        blobs whole = load(s, files);
        for (size_t n = STEP; n + 16 < files[0].n; n++) {
            if (n % STEP && !begins_the_end(files[0], n)) continue;
            ms_str cut[FILES];
            memcpy(cut, files, sizeof cut);
            cut[0].n = n;
            blobs b = load(s, cut);
            if (s->tail && !b.rc) fail_msg("%s: cut at %zu is not noticed", s->files[0], n);
            unsigned invented = missing(&b, &whole);
            if (invented > (s->touched > 1 ? 4 : 1))
                fail_msg("%s: cut at %zu: %u records that are not in the file", s->files[0], n,
                         invented);
            blobs_free(&b);
        }
        blobs_free(&whole);
        for (unsigned f = 0; f < FILES; f++) free((char *)(uintptr_t)files[f].p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits),
        cmocka_unit_test(cuts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
