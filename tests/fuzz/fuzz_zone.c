/* Files of time zones from any bytes: whatever they are, reading ends; a zone that is read puts
 * each local time at most 26 hours from UTC, and what it says of a time it says of the next one
 * too, but for a change of the clock between. */
#undef NDEBUG
#include <assert.h>

#include <marsad/zone.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Times of one zone in order; those behind the first 8 bytes of the input are its own. */
static void ask(const ms_zone *z, int64_t local)
{
    ms_zone_time t, next;
    if (ms_zone_utc(z, local, &t)) {
        assert(local < MS_ZONE_LOCAL_LEAST || local > MS_ZONE_LOCAL_MOST);
        return;
    }
    assert(t.offset >= MS_ZONE_OFFSET_LEAST && t.offset <= MS_ZONE_OFFSET_MOST);
    assert(t.utc + t.offset == local);
    assert(t.doubt <= MS_ZONE_SKIPPED);
    if (ms_zone_utc(z, local + 1, &next)) return;
    /* Two times of their own under one offset are a second apart. */
    assert(next.offset != t.offset || next.utc == t.utc + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t times[] = {
        MS_ZONE_LOCAL_LEAST, -5000000000, -1,         0,
        1000000000,          1774749600,  4102444800, MS_ZONE_LOCAL_MOST};
    ms_zone *z = NULL;
    ms_diag d = {0};
    uint64_t own = 0;
    ms_rc rc = ms_zone_read((ms_str){(const char *)data, size}, &z, &d);
    assert(!rc == (z != NULL) && (!rc || *d.what));
    if (rc) return 0;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) ask(z, times[i]);
    for (size_t i = 0; i + 8 <= size && i < 4096; i += 8) { /* also the file's own changes */
        for (size_t k = 0; k < 8; k++) own = own << 8 | data[i + k];
        ask(z, (int64_t)own);
        ask(z, (int64_t)(uint32_t)own);
    }
    ms_zone_free(z);
    return 0;
}
