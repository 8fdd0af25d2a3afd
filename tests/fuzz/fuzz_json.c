/* Entities as JSON: the reader takes what jansson takes and nothing else; what it
 * writes reads back to the same bytes. */
#include <assert.h>

#include <jansson.h>

#include <marsad/entity.h>
#include <marsad/name.h>

#include "base/json_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_grammar(ms_str text)
{
    ms_json j = {.text = text};
    json_error_t err;
    /* jansson takes a byte 0 between tokens for the end of the text. */
    if (text.n && memchr(text.p, 0, text.n)) return;
    ms_json_value(&j, MS_ENTITY_DEPTH_MAX);
    ms_json_end(&j);
    if (j.rc == MS_ELIMIT) return;
    json_t *root = json_loadb(text.p, text.n, JSON_DECODE_ANY, &err);
    bool huge = !root && json_error_code(&err) == json_error_numeric_overflow;
    assert(huge || (j.rc == MS_OK) == (root != NULL));
    json_decref(root);
}

static ms_str write(ms_arena *a, ms_str json, ms_rc *rc)
{
    ms_entity e;
    ms_diag d = {0};
    ms_str out = {NULL, 0};
    *rc = ms_entity_read(json, a, NULL, NULL, &e, &d);
    if (*rc) assert(d.rc == *rc && d.at <= json.n && d.what[0]);
    else assert(ms_entity_caption(&e) == MS_OK && ms_entity_write(&e, &out) == MS_OK);
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_arena *a = ms_arena_new(0);
    ms_str text = {(const char *)data, size};
    ms_rc rc;
    if (ms_utf8_valid(text) == size) check_grammar(text);
    ms_str first = write(a, text, &rc);
    if (rc == MS_OK) {
        ms_str second = write(a, first, &rc);
        assert(rc == MS_OK && ms_str_eq(first, second));
        check_grammar(first);
    }
    ms_arena_free(a);
    return 0;
}
