/* Snapshots whose note says that they were read whole: opened without reading them, refused as
 * soon as anybody has written to them, and damage without a trace is found by verifying. */
#include "snapshot_fixture.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "index/checked.h"

enum { FLIPS = 2000, HEAD_SIZE = sizeof(ms_disk_head) };

static const char *path;
static char *whole; /* its bytes as they were written */
static size_t size;

static const ms_disk_section *row_of(int kind)
{
    return &((const ms_disk_head *)(const void *)whole)->section[kind];
}

static int begin(void **state)
{
    static char kept[320];
    if (fixture_begin(state)) return -1;
    snprintf(kept, sizeof kept, "%s", fixture_path("snap"));
    path = kept;
    write_rows(path);
    whole = read_whole(path, &size);
    return 0;
}

static int end(void **state)
{
    free(whole);
    return fixture_end(state);
}

/* Makes the file whole again, by writing `n` bytes in place. */
static void restore(size_t n)
{
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, whole, n, 0), n);
    assert_int_equal(ftruncate(fd, (off_t)n), 0);
    close(fd);
}

static void put(size_t at, const void *p, size_t n)
{
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, p, n, (off_t)at), n);
    close(fd);
}

static bool noted(void)
{
    struct stat st;
    char note[400];
    snprintf(note, sizeof note, "%s.checked", path);
    return stat(note, &st) == 0;
}

static ms_rc open_rc(ms_diag *d)
{
    ms_snap *s = NULL;
    ms_rc rc = ms_snap_open(path, &s, d);
    ms_snap_close(s);
    return rc;
}

/* What the disk lost while nobody wrote: the note speaks of the file as it is now. */
static void pretend_checked(void)
{
    ms_snap *s;
    ms_diag d;
    assert_int_equal(ms_snap_map(path, &s, &d), MS_OK);
    s->most_names = s->most_tokens = MS_NAME_TOKENS;
    assert_int_equal(ms_checked_write(s, path, &d), MS_OK);
    ms_snap_close(s);
}

/* Parts as they are told. */
typedef struct parts {
    unsigned n, damaged;
    uint64_t end, fault_at;
    char fault[16];
} parts;

static void take_part(void *ctx, const ms_snap_part *p)
{
    parts *got = ctx;
    assert_true(p->at >= got->end);
    got->end = p->at + p->size;
    got->n++;
    if (!p->fault) return;
    got->damaged++;
    got->fault_at = p->fault->at;
    snprintf(got->fault, sizeof got->fault, "%s", p->name);
}

static ms_rc verify(parts *got)
{
    ms_diag d;
    *got = (parts){0};
    const ms_snap_watch w = {NULL, take_part, got};
    return ms_snap_verify(path, &w, &d);
}

static void whole_is_noted(void **state)
{
    (void)state;
    parts got;
    ms_diag d;
    restore(size);
    assert_false(noted());
    assert_int_equal(open_rc(&d), MS_OK);
    assert_false(noted()); /* opening writes nothing */
    assert_int_equal(verify(&got), MS_OK);
    assert_int_equal(got.n, 1 + MS_SECTION_COUNT);
    assert_int_equal(got.damaged, 0);
    assert_int_equal(got.end, size);
    assert_true(noted());
    assert_int_equal(open_rc(&d), MS_OK);
}

/* A snapshot that the note vouches for answers as the same one that was read whole. */
static void the_note_changes_no_answer(void **state)
{
    (void)state;
    parts got;
    ms_diag d;
    ms_snap *two[2];
    restore(size);
    assert_int_equal(verify(&got), MS_OK);
    assert_int_equal(ms_snap_open(path, &two[0], &d), MS_OK);
    assert_int_equal(ms_snap_mem((ms_str){whole, size}, &two[1], &d), MS_OK);
    assert_int_equal(two[0]->most_names, two[1]->most_names);
    assert_int_equal(two[0]->most_tokens, two[1]->most_tokens);
    assert_string_equal(ms_snap_digest(two[0]), ms_snap_digest(two[1]));
    ms_snap_close(two[0]);
    ms_snap_close(two[1]);
}

static void each_section_cut_is_refused(void **state)
{
    (void)state;
    parts got;
    ms_diag d;
    for (int i = 0; i < MS_SECTION_COUNT; i++) {
        uint64_t cut = row_of(i)->at + row_of(i)->size / 2;
        restore(size);
        assert_int_equal(verify(&got), MS_OK);
        restore(cut);
        assert_int_equal(open_rc(&d), MS_EDAMAGED);
        assert_int_equal(verify(&got), MS_EDAMAGED);
        assert_string_equal(got.fault, "header");
        assert_false(noted());
    }
}

static void each_wrong_checksum_is_refused(void **state)
{
    (void)state;
    ms_diag d;
    parts got;
    for (int i = 0; i < MS_SECTION_COUNT; i++) {
        ms_disk_head h;
        restore(size);
        assert_int_equal(verify(&got), MS_OK);
        memcpy(&h, whole, sizeof h);
        h.section[i].sum ^= 1;
        put(0, &h, sizeof h);
        assert_int_equal(open_rc(&d), MS_EDAMAGED); /* the header's own */
        h.sum = ms_head_sum(&h);
        put(0, &h, sizeof h);
        assert_int_equal(open_rc(&d), MS_EDAMAGED);
        assert_int_equal(verify(&got), MS_EDAMAGED);
        assert_string_equal(got.fault, ms_section_name((ms_section)i));
        assert_int_equal(got.damaged, 1);
        assert_int_equal(got.fault_at, row_of(i)->at);
    }
}

static uint32_t draw(uint32_t n)
{
    static uint64_t seed = 20260505;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % n);
}

static void what_was_written_to_is_refused(void **state)
{
    (void)state;
    parts got;
    ms_diag d;
    restore(size);
    assert_int_equal(verify(&got), MS_OK);
    for (int i = 0; i < FLIPS; i++) {
        uint32_t at = draw((uint32_t)size);
        char c = (char)(whole[at] ^ 1 << draw(8));
        put(at, &c, 1);
        ms_rc rc = open_rc(&d);
        if (rc != MS_EDAMAGED && rc != MS_EVERSION) fail_msg("byte %u: opened", at);
        put(at, &whole[at], 1);
    }
    assert_int_equal(open_rc(&d), MS_OK);
}

/* Opening trusts the note, verifying does not: it says where, and the note is gone. */
static void what_nobody_wrote_is_found(void **state)
{
    (void)state;
    parts got;
    ms_diag d;
    for (int i = 0; i < MS_SECTION_COUNT; i++) {
        const ms_disk_section *r = row_of(i);
        uint64_t at = r->at + draw((uint32_t)r->size);
        char c = (char)(whole[at] ^ 1 << draw(8));
        restore(size);
        put(at, &c, 1);
        pretend_checked();
        assert_int_equal(open_rc(&d), MS_OK);
        assert_int_equal(verify(&got), MS_EDAMAGED);
        if (!strcmp(got.fault, "reports")) assert_int_equal(got.damaged, 1);
        assert_false(noted());
        assert_int_equal(open_rc(&d), MS_EDAMAGED);
        assert_non_null(strstr(d.what, ms_section_name((ms_section)i)));
    }
}

/* The note is bytes on a disk too; and it is of one file. */
static void other_notes_do_not_count(void **state)
{
    (void)state;
    parts got;
    ms_diag d;
    ms_snap *s;
    char note[400], other[400], bytes[256];
    restore(size);
    assert_int_equal(verify(&got), MS_OK);
    snprintf(note, sizeof note, "%s.checked", path);
    FILE *f = fopen(note, "rb");
    assert_non_null(f);
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    assert_int_equal(ms_snap_map(path, &s, &d), MS_OK);
    assert_true(ms_checked_read(s, path));
    for (size_t i = 0; i <= n; i++) {
        f = fopen(note, "wb");
        assert_non_null(f);
        if (i < n) bytes[i] ^= 4;
        fwrite(bytes, 1, i < n ? n : n - 1, f);
        if (i < n) bytes[i] ^= 4;
        fclose(f);
        if (ms_checked_read(s, path)) fail_msg("byte %zu of the note", i);
    }
    ms_snap_close(s);
    write_rows(fixture_path("other"));
    snprintf(other, sizeof other, "%s.checked", fixture_path("other"));
    f = fopen(other, "wb");
    assert_non_null(f);
    fwrite(bytes, 1, n, f);
    fclose(f);
    assert_int_equal(ms_snap_map(fixture_path("other"), &s, &d), MS_OK);
    assert_false(ms_checked_read(s, fixture_path("other")));
    ms_snap_close(s);
}

static void failures_are_told(void **state)
{
    (void)state;
    ms_diag d;
    assert_int_equal(ms_snap_verify(fixture_path("absent"), NULL, &d), MS_ENOTFOUND);
    assert_int_equal(ms_snap_verify(fixture_dir, NULL, &d), MS_EIO);
    assert_int_equal(ms_file_read_through(fixture_path("absent"), NULL, NULL, &d),
                     MS_ENOTFOUND);
    assert_int_equal(ms_file_read_through(fixture_dir, NULL, NULL, &d), MS_EIO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_is_noted),
        cmocka_unit_test(the_note_changes_no_answer),
        cmocka_unit_test(each_section_cut_is_refused),
        cmocka_unit_test(each_wrong_checksum_is_refused),
        cmocka_unit_test(what_was_written_to_is_refused),
        cmocka_unit_test(what_nobody_wrote_is_found),
        cmocka_unit_test(other_notes_do_not_count),
        cmocka_unit_test(failures_are_told),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
