/* What is written behind arrives whole and in order, and a disk that is full is told of.
 * It starts threads: pthread_create. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/behind.h"
#include "mangle.h"

enum { MOST = 3 * MS_BEHIND_SLOT * MS_BEHIND_SLOTS };

static char bytes[MOST], got[MOST + 1];

/* An open file without a name. */
static int file(void)
{
    char path[300];
    snprintf(path, sizeof path, "%s/marsad-test-behind-XXXXXX",
             getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    unlink(path);
    return fd;
}

static void assert_there(int fd, size_t n)
{
    size_t k = 0;
    for (ssize_t r; (r = pread(fd, got + k, sizeof got - k, (off_t)k)) > 0;) k += (size_t)r;
    assert_int_equal(k, n);
    assert_memory_equal(got, bytes, n);
}

static void all_arrives_in_order(void **state)
{
    (void)state;
    uint64_t random = 5;
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)ref_below(&random, 256);
    for (unsigned round = 0; round < 30; round++) {
        size_t most = round % 3 ? round % 3 == 1 ? 3 * MS_BEHIND_SLOT : 1000 : MOST, n = 0;
        int fd = file();
        ms_behind *b = ms_behind_new(fd);
        assert_non_null(b);
        while (n < most) {
            size_t k = ref_below(&random, ref_below(&random, 2) ? 100 : 2 * MS_BEHIND_SLOT);
            if (k > most - n) k = most - n;
            char *own = malloc(k + 1); /* is gone before it is written */
            memcpy(own, bytes + n, k);
            assert_int_equal(ms_behind_put(b, own, k), 0);
            memset(own, 0, k);
            free(own);
            n += k;
            if (ref_below(&random, 20)) continue;
            assert_int_equal(ms_behind_wait(b), 0);
            assert_there(fd, n);
        }
        assert_int_equal(ms_behind_wait(b), 0);
        assert_int_equal(ms_behind_wait(b), 0);
        assert_there(fd, most);
        ms_behind_free(b);
        close(fd);
    }
    ms_behind_free(NULL);
}

/* Whoever gives up does not wait for the rest, nor does the rest for him. */
static void it_ends_at_any_time(void **state)
{
    (void)state;
    for (size_t n = 0; n < MOST; n += MS_BEHIND_SLOT / 2 + 1) {
        int fd = file();
        ms_behind *b = ms_behind_new(fd);
        assert_int_equal(ms_behind_put(b, bytes, n), 0);
        ms_behind_free(b);
        assert_true(lseek(fd, 0, SEEK_END) <= (off_t)n);
        close(fd);
    }
}

/* In a process of its own, whose files may have `room` bytes. */
static int child(size_t room, size_t n)
{
    struct rlimit limit = {room, room};
    int fd = file();
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit)) return 10;
    ms_behind *b = ms_behind_new(fd);
    int err = 0;
    for (size_t at = 0; at < n && !err; at += 5000)
        err = ms_behind_put(b, bytes + at, n - at < 5000 ? n - at : 5000);
    int waited = ms_behind_wait(b), again = ms_behind_wait(b);
    off_t written = lseek(fd, 0, SEEK_END);
    if (n > room + MS_BEHIND_SLOT * (MS_BEHIND_SLOTS + 2ul) && !err) return 11;
    ms_behind_free(b);
    close(fd);
    if (n <= room) return err || waited || again || written != (off_t)n ? 12 : 0;
    bool told = (!err || err == EFBIG) && waited == EFBIG && again == EFBIG;
    return told && written == (off_t)room ? 0 : 13;
}

static void what_does_not_fit_is_told(void **state)
{
    (void)state;
    static const size_t rooms[] = {0, 1000, MS_BEHIND_SLOT, 2 * MS_BEHIND_SLOT + 77, MOST / 2};
    static const size_t sizes[] = {1, 1000, 1001, MS_BEHIND_SLOT + 1, 3 * MS_BEHIND_SLOT, MOST};
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            pid_t pid = fork();
            if (!pid) _exit(child(rooms[i], sizes[k]));
            int status;
            assert_int_equal(waitpid(pid, &status, 0), pid);
            assert_true(WIFEXITED(status));
            assert_int_equal(WEXITSTATUS(status), 0);
        }
}

/* Room that comes too late is not used: what was written stays a beginning of the whole.  With
 * a thread, and without. */
static void nothing_is_written_behind_a_failure(void **state)
{
    (void)state;
    static const size_t sizes[] = {4 * MS_BEHIND_SLOT, MS_BEHIND_SLOT - 1000};
    for (size_t i = 0; i < 2; i++) {
        int end[2];
        size_t n = 0;
        assert_int_equal(pipe2(end, O_NONBLOCK), 0); /* holds less than a slot */
        ms_behind *b = ms_behind_new(end[1]);
        ms_behind_put(b, bytes, sizes[i]);
        assert_int_equal(ms_behind_wait(b), EAGAIN);
        for (ssize_t r; (r = read(end[0], got + n, sizeof got - n)) > 0;) n += (size_t)r;
        assert_in_range(n, 1, MS_BEHIND_SLOT - 1001);
        assert_memory_equal(got, bytes, n);
        ms_behind_put(b, bytes + sizes[i], 1000);
        assert_int_equal(ms_behind_wait(b), EAGAIN);
        assert_int_equal(read(end[0], got, 1), -1);
        ms_behind_free(b);
        close(end[0]);
        close(end[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_arrives_in_order),
        cmocka_unit_test(it_ends_at_any_time),
        cmocka_unit_test(what_does_not_fit_is_told),
        cmocka_unit_test(nothing_is_written_behind_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
