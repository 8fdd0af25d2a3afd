#include "match/run.h"

#include "match/affix.h"

bool ms_run_make(const ms_token *tok, unsigned n, ms_token *out)
{
    unsigned len = 0;
    uint8_t any = 0, all = MS_TOKEN_MINOR | MS_TOKEN_KNOWN;
    *out = (ms_token){0};
    for (unsigned i = 0; i < n; i++) {
        if (len + tok[i].len > MS_TOKEN_LEN) return false;
        memcpy(out->s + len, tok[i].s, tok[i].len);
        len += tok[i].len;
        any |= tok[i].flags;
        all &= tok[i].flags;
    }
    bool small = n < MS_RUN_MAX || any & (MS_TOKEN_MINOR | MS_TOKEN_INITIAL);
    if (!small || all & MS_TOKEN_MINOR) return false;
    bool words = tok[0].word != tok[n - 1].word;
    bool other = any & MS_TOKEN_SPELLED && !(any & MS_TOKEN_ABJAD);
    if (words && other && !ms_is_written_apart((ms_str){tok[0].s, tok[0].len})) return false;
    out->len = (uint8_t)len;
    out->flags =
        (any & (MS_TOKEN_ABJAD | MS_TOKEN_SPELLED | MS_TOKEN_NUMBER)) | (all & MS_TOKEN_KNOWN);
    return true;
}
