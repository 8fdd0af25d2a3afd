/* The header of a type-B message (IATA Systems and Communications Reference, teletype): lines
 * of a priority and addresses of seven characters, a line that begins with a full stop and the
 * originator, and perhaps a standard message identifier. */
#include "travel/edi.h"

enum { ADDRESS = 7, SMI_MAX = 8 };

static bool code_char(char c)
{
    return ms_is_upper(c) || ms_is_digit(c);
}

/* How many capitals and digits `s` begins with. */
static size_t code(ms_str s)
{
    size_t n = 0;
    while (n < s.n && code_char(s.p[n])) n++;
    return n;
}

/* Takes the last line off `text`, without blanks and control characters at its ends; false
 * when there is none. */
static bool last_line(ms_str *text, ms_str *line)
{
    while (text->n && ms_edi_blank(text->p[text->n - 1])) text->n--;
    if (!text->n) return false;
    size_t from = text->n;
    while (from && text->p[from - 1] != '\n' && text->p[from - 1] != '\r') from--;
    *line = (ms_str){text->p + from, text->n - from};
    while (line->n && ms_edi_blank(line->p[0])) line->p++, line->n--;
    text->n = from;
    return true;
}

static ms_str behind(ms_str s, size_t n)
{
    while (n < s.n && s.p[n] == ' ') n++;
    return (ms_str){s.p + n, s.n - n};
}

/* Whether a line is of addresses alone, with a priority before them or not. */
static bool addresses(ms_str line, ms_str *priority, ms_str *rest)
{
    *priority = (ms_str){line.p, 0};
    if (code(line) == 2 && line.p[0] == 'Q') {
        priority->n = 2;
        line = behind(line, 2);
    }
    *rest = line;
    if (!line.n) return false;
    while (line.n) {
        size_t n = code(line);
        if (n != ADDRESS) return false;
        line = behind(line, n);
    }
    return true;
}

bool ms_edi_typeb_read(ms_str text, ms_edi_typeb *out)
{
    ms_str line;
    *out = (ms_edi_typeb){0};
    if (!last_line(&text, &line)) return false;
    if (line.p[0] != '.') { /* the identifier stands behind the originator */
        if (code(line) != line.n || line.n > SMI_MAX) return false;
        out->smi = line;
        if (!last_line(&text, &line)) return false;
    }
    ms_str origin = {line.p + 1, line.n - 1};
    if (line.p[0] != '.' || code(origin) != ADDRESS) return false;
    out->origin = (ms_str){origin.p, ADDRESS};
    out->id = behind(origin, ADDRESS);
    const char *end = NULL;
    ms_str priority, rest;
    while (last_line(&text, &line) && addresses(line, &priority, &rest)) {
        if (!end) end = rest.p + rest.n;
        out->addresses = (ms_str){rest.p, (size_t)(end - rest.p)};
        out->priority = priority;
        if (priority.n) break;
    }
    return true;
}
