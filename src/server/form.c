#include "server/form.h"

#include "server/http.h"

ms_rc ms_form_field(ms_str form, ms_str name, ms_arena *a, ms_str *out)
{
    *out = (ms_str){0};
    for (unsigned n = 0; form.n; n++) {
        const char *end = memchr(form.p, '&', form.n);
        ms_str pair = {form.p, end ? (size_t)(end - form.p) : form.n};
        form.p += pair.n + (end != NULL);
        form.n -= pair.n + (end != NULL);
        if (n == MS_FORM_FIELDS) return MS_ELIMIT;
        const char *equals = pair.n ? memchr(pair.p, '=', pair.n) : NULL;
        size_t left = equals ? (size_t)(equals - pair.p) : pair.n;
        if (!ms_str_eq((ms_str){pair.p, left}, name)) continue;
        ms_str value = equals ? (ms_str){equals + 1, pair.n - left - 1} : MS_STR("");
        if (!ms_url_decode(value, true, a, out)) return MS_EENCODING;
    }
    return MS_OK;
}
