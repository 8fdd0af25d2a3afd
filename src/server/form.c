#include "server/form.h"

#include "base/cut.h"
#include "server/http.h"

ms_rc ms_form_field(ms_str form, ms_str name, ms_arena *a, ms_str *out)
{
    *out = (ms_str){0};
    for (unsigned n = 0; form.n; n++) {
        ms_str value = ms_str_cut(&form, '&');
        if (n == MS_FORM_FIELDS) return MS_ELIMIT;
        if (!ms_str_eq(ms_str_cut(&value, '='), name)) continue;
        if (!ms_url_decode(value, true, a, out)) return MS_EENCODING;
    }
    return MS_OK;
}
