/* What servers and disks say of a fetched file: header values, addresses, records. */
#include <assert.h>

#include "node/address.h"
#include "node/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void values(ms_str text)
{
    uint64_t length, first, last, total;
    if (ms_length_read(text, &length)) assert(text.n && text.n <= 18);
    if (ms_range_read(text, &first, &last, &total))
        assert(first <= last && (!total || last < total));
    if (ms_etag_strong(text)) assert(text.p[0] == '"');
}

/* What is shown has no query, and a name for a file stays in its folder. */
static void addresses(ms_str text, ms_arena *a)
{
    ms_diag d;
    ms_out shown = {0}, file = {0};
    ms_str secret = ms_address_secret(text), address = ms_arena_str(a, text);
    ms_address_shown(&shown, text);
    const char *query = shown.n ? memchr(shown.p, '?', shown.n) : NULL;
    if (query)
        assert(shown.p + shown.n - query == 1 || shown.p + shown.n - query == sizeof "?…" - 1);
    assert(secret.n <= text.n && (!secret.n || secret.p + secret.n == text.p + text.n));
    ms_address_file(&file, text);
    assert(file.n && file.n <= 100 && file.p[0] != '.' && !memchr(file.p, '/', file.n));
    if (ms_address_check(address.p, NULL, &d) == MS_OK)
        assert(strncasecmp(address.p, "http", 4) == 0);
    ms_out_free(&shown);
    ms_out_free(&file);
}

/* A record that can be read is written so that it is read again as it is. */
static void records(ms_str text, ms_arena *a)
{
    ms_record r, again;
    ms_out one = {0}, two = {0};
    if (!ms_record_parse(text, a, &r)) return;
    ms_record_text(&one, &r);
    assert(ms_record_parse(ms_out_str(&one), a, &again));
    ms_record_text(&two, &again);
    assert(ms_str_eq(ms_out_str(&one), ms_out_str(&two)));
    ms_out_free(&one);
    ms_out_free(&two);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_arena *a = ms_arena_new(0);
    ms_str text = {(const char *)data, size};
    values(text);
    addresses(text, a);
    records(text, a);
    ms_arena_free(a);
    return 0;
}
