#include "base/json_in.h"
#include "lists/reader.h"

enum { LOOK = MS_HEAD_MAX, SHOWN = 60 };

/* Skips `s` up to and behind `end`; the whole of it when there is no `end`. */
static ms_str behind(ms_str s, ms_str end)
{
    const char *p = s.n ? memmem(s.p, s.n, end.p, end.n) : NULL;
    size_t n = p ? (size_t)(p - s.p) + end.n : s.n;
    return (ms_str){s.p + n, s.n - n};
}

static bool starts(ms_str s, ms_str with)
{
    return s.n >= with.n && memcmp(s.p, with.p, with.n) == 0;
}

/* The name of the root element of XML that begins at `s`, without its prefix. */
static ms_str root_name(ms_str s)
{
    /* Declarations inside a DOCTYPE are passed over one by one, then its "]>". */
    for (;; s = ms_str_trim(s)) {
        if (starts(s, MS_STR("<?"))) s = behind(s, MS_STR("?>"));
        else if (starts(s, MS_STR("<!--"))) s = behind(s, MS_STR("-->"));
        else if (starts(s, MS_STR("<!")) || starts(s, MS_STR("]"))) s = behind(s, MS_STR(">"));
        else if (starts(s, MS_STR("%"))) s = behind(s, MS_STR(";"));
        else break;
    }
    if (!starts(s, MS_STR("<"))) return (ms_str){"", 0};
    size_t i = 1, from = 1;
    for (; i < s.n && !strchr(" \t\r\n/>", s.p[i]); i++)
        if (s.p[i] == ':') from = i + 1;
    return (ms_str){s.p + from, i - from};
}

static ms_rc detect_xml(ms_str head, ms_format *out, ms_diag *d)
{
    static const struct {
        const char *root;
        ms_format format;
    } roots[] = {
        {"CONSOLIDATED_LIST", MS_FORMAT_UN_XML},
        {"data-set", MS_FORMAT_CA_XML},
        {"sdnList", MS_FORMAT_OFAC_XML},
        {"Sanctions", MS_FORMAT_OFAC_ADVANCED_XML},
        {"export", MS_FORMAT_EU_XML},
        {"Designations", MS_FORMAT_UK_XML},
        {"swiss-sanctions-list", MS_FORMAT_CH_XML},
    };
    ms_str root = root_name(head);
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (ms_str_eq(root, ms_str_z(roots[i].root))) return *out = roots[i].format, MS_OK;
    if (root.n > SHOWN) root.n = SHOWN;
    if (!root.n)
        return ms_fail(d, MS_EFORMAT, 1, 0,
                       "the file is XML without a root element at its start");
    return ms_fail(
        d, MS_EFORMAT, 1, 0,
        "the file is XML of a kind that is not read here: its root element is <%.*s>",
        MS_FMT(root));
}

/* Whether `name` is id, schema or a property of any schema. */
static bool known_column(ms_str name)
{
    if (ms_str_eq(name, MS_STR("id")) || ms_str_eq(name, MS_STR("schema"))) return true;
    for (unsigned i = 0; i < ms_schema_count(); i++)
        if (ms_schema_prop(ms_schema_at(i), name)) return true;
    return false;
}

/* Whether a cell of the line `s`, cut at `delimiter`, is a known column. */
static bool known_header(ms_str s, char delimiter)
{
    for (size_t from = 0, i = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != delimiter) continue;
        ms_str cell = ms_str_trim((ms_str){s.p + from, i - from});
        if (cell.n >= 2 && cell.p[0] == '"' && cell.p[cell.n - 1] == '"')
            cell = (ms_str){cell.p + 1, cell.n - 2};
        if (cell.n <= 64 && known_column(cell)) return true;
        from = i + 1;
    }
    return false;
}

/* A published list that its first columns show, or those of the EU, which a spreadsheet
 * may have changed, any of its columns. */
static bool published(ms_str line, ms_format *out)
{
    static const struct {
        const char *text;
        bool begins;
        ms_format format;
    } headers[] = {
        {"_id,source,entity_number,type,", true, MS_FORMAT_CSL_CSV},
        {"\"id\",\"schema\",\"name\",\"aliases\",", true, MS_FORMAT_FTM_SIMPLE},
        {"id,schema,name,aliases,", true, MS_FORMAT_FTM_SIMPLE},
        {"Report Date", true, MS_FORMAT_UK_CSV},
        {"\"Report Date", true, MS_FORMAT_UK_CSV},
        {"Last Updated,Unique ID,", true, MS_FORMAT_UK_CSV},
        {"Last Updated,", true, MS_FORMAT_OFSI_CSV},
        {"Reference,Name of Individual or Entity,", true, MS_FORMAT_AU_CSV},
        {"Entity_LogicalId", false, MS_FORMAT_EU_CSV},
        {";Entity_logical_id;", false, MS_FORMAT_EU_CSV},
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        ms_str text = ms_str_z(headers[i].text);
        if (headers[i].begins ? starts(line, text)
                              : behind(line, text).p < line.p + line.n && line.n)
            return *out = headers[i].format, true;
    }
    return false;
}

static ms_rc detect_csv(ms_str head, ms_format *out, ms_diag *d)
{
    *out = MS_FORMAT_CSV;
    size_t n = 0;
    while (n < head.n && head.p[n] != '\n' && head.p[n] != '\r') n++;
    ms_str line = {head.p, n}, shown = {head.p, n < SHOWN ? n : SHOWN};
    if (memchr(line.p, '\0', n))
        return ms_fail(d, MS_EFORMAT, 1, 0, "the file is binary: a NUL byte in its first line");
    if (published(line, out)) return MS_OK;
    if (ms_ofac_csv_cells(head)) return *out = MS_FORMAT_OFAC_CSV, MS_OK;
    if (known_header(line, ',') || known_header(line, '\t')) return MS_OK;
    if (known_header(line, ';'))
        return ms_fail(d, MS_EFORMAT, 1, 0,
                       "the columns are separated by ';', which stands between the values of a "
                       "cell: use ',' or tabs");
    return ms_fail(d, MS_EFORMAT, 1, 0,
                   "no XML, no JSON, and no FollowTheMoney property in the first line: '%.*s'",
                   MS_FMT(shown));
}

/* Whether the object that begins at `s` has one of a change's members first. */
static bool is_change(ms_str s)
{
    ms_json j = {.text = {s.p + 1, s.n - 1}};
    ms_json_peek(&j);
    ms_str rest = {j.text.p + j.at, j.text.n - j.at};
    return starts(rest, MS_STR("\"op\"")) || starts(rest, MS_STR("\"entity\""));
}

ms_rc ms_detect(ms_source *src, ms_format *out, ms_diag *d)
{
    *out = MS_FORMAT_AUTO;
    ms_str head;
    ms_rc rc = ms_source_peek(src, LOOK, &head, d);
    if (rc) return rc;
    if (starts(head, MS_STR("\xff\xfe")) || starts(head, MS_STR("\xfe\xff")))
        return ms_fail(d, MS_EENCODING, 1, 0,
                       "UTF-16 text; convert it first: iconv -f UTF-16 -t UTF-8");
    if (starts(head, MS_STR("\xef\xbb\xbf"))) head = (ms_str){head.p + 3, head.n - 3};
    ms_str text = ms_str_trim(head);
    if (!text.n && head.n < LOOK - 3) return ms_fail(d, MS_EMISSING, 0, 0, "the file is empty");
    if (starts(text, MS_STR("<"))) return detect_xml(text, out, d);
    if (starts(text, MS_STR("[")) && memmem(text.p, text.n, "\"CNIC\"", 6))
        return *out = MS_FORMAT_PK_JSON, MS_OK;
    if (starts(text, MS_STR("[")))
        return ms_fail(d, MS_EFORMAT, 1, 0,
                       "the file is a JSON array; one object a line is read: jq -c '.[]'");
    if (!starts(text, MS_STR("{"))) return detect_csv(text, out, d);
    *out = is_change(text) ? MS_FORMAT_FTM_DELTA : MS_FORMAT_FTM_JSONL;
    return MS_OK;
}
