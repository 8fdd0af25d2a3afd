/* Files are replaced whole or not at all, and one writer keeps out another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

static char dir[256];

static const char *in_dir(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    return path;
}

static int setup(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "%s/marsad-test-file-XXXXXX",
             getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    return mkdtemp(dir) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    char cmd[300];
    snprintf(cmd, sizeof cmd, "rm -rf '%s'", dir);
    return system(cmd);
}

static unsigned files_in(const char *path)
{
    unsigned n = 0;
    DIR *all = opendir(path);
    assert_non_null(all);
    for (struct dirent *e; (e = readdir(all));) n += e->d_name[0] != '.';
    closedir(all);
    return n;
}

static void assert_content(const char *path, ms_str want)
{
    ms_diag d;
    ms_str got;
    assert_int_equal(ms_file_map(path, &got, &d), MS_OK);
    assert_true(ms_str_eq(got, want));
    ms_file_unmap(got);
}

static void replaces_whole(void **state)
{
    (void)state;
    ms_diag d;
    const char *path = in_dir("a");
    assert_int_equal(ms_file_replace(path, MS_STR("first"), &d), MS_OK);
    assert_content(path, MS_STR("first"));
    assert_int_equal(ms_file_replace(path, MS_STR(""), &d), MS_OK);
    assert_content(path, MS_STR(""));
    assert_int_equal(files_in(dir), 1);
}

static void writes_large_and_rewrites(void **state)
{
    (void)state;
    ms_diag d;
    ms_aside *f;
    const char *path = in_dir("b");
    static char big[300000], want[700000];
    for (size_t i = 0; i < sizeof big; i++) big[i] = (char)(i * 7 + i / 251);
    size_t n = 0;
    assert_int_equal(ms_aside_open(path, &f, &d), MS_OK);
    for (size_t step = 1; step < sizeof big; step *= 3) {
        assert_int_equal(ms_aside_write(f, big, step, &d), MS_OK);
        memcpy(want + n, big, step);
        n += step;
    }
    assert_int_equal(ms_aside_size(f), n);
    assert_int_equal(ms_aside_rewrite(f, 3, "head", 4, &d), MS_OK);
    memcpy(want + 3, "head", 4);
    assert_int_equal(access(path, F_OK), -1); /* not there before it is whole */
    assert_int_equal(ms_aside_publish(f, &d), MS_OK);
    assert_content(path, (ms_str){want, n});
    unlink(path);
}

/* A disk that is full, in a child so that the limit ends with it. */
static void full_disk_keeps_old(void **state)
{
    (void)state;
    ms_diag d;
    const char *path = in_dir("c");
    assert_int_equal(ms_file_replace(path, MS_STR("old"), &d), MS_OK);
    unsigned before = files_in(dir);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        static char big[400000];
        signal(SIGXFSZ, SIG_IGN);
        struct rlimit small = {100000, 100000};
        if (setrlimit(RLIMIT_FSIZE, &small)) _exit(9);
        ms_rc rc = ms_file_replace(path, (ms_str){big, sizeof big}, &d);
        _exit(rc == MS_EIO && strstr(d.what, "File too large") && strstr(d.what, path) ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_content(path, MS_STR("old"));
    assert_int_equal(files_in(dir), before);
    unlink(path);
}

/* A killed writer leaves its aside file; the next writer removes it. */
static void killed_writer_is_tidied(void **state)
{
    (void)state;
    ms_diag d;
    char path[512];
    snprintf(path, sizeof path, "%s", in_dir("d"));
    assert_int_equal(ms_file_replace(path, MS_STR("old"), &d), MS_OK);
    assert_int_equal(ms_file_replace(in_dir("d2.tmp.1"), MS_STR("not ours"), &d), MS_OK);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        ms_aside *f;
        if (ms_aside_open(path, &f, &d) || ms_aside_write(f, "new", 3, &d)) _exit(9);
        raise(SIGKILL);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    unsigned before = files_in(dir);
    assert_content(path, MS_STR("old"));
    assert_int_equal(ms_aside_tidy(path, &d), MS_OK);
    assert_int_equal(files_in(dir), before - 1);
    assert_content(path, MS_STR("old"));
    assert_content(in_dir("d2.tmp.1"), MS_STR("not ours"));
}

static void failures_say_path_and_reason(void **state)
{
    (void)state;
    ms_diag d;
    ms_str map;
    ms_aside *f;
    assert_int_equal(ms_file_map(in_dir("absent"), &map, &d), MS_ENOTFOUND);
    assert_non_null(strstr(d.what, "absent"));
    assert_int_equal(ms_file_map(dir, &map, &d), MS_EIO);
    assert_int_equal(ms_aside_open(in_dir("no/folder"), &f, &d), MS_EIO);
    assert_non_null(strstr(d.what, "no/folder"));
    assert_non_null(strstr(d.what, "No such file or directory"));
    assert_int_equal(ms_mkdirs("/proc/self/none/x", &d), MS_EIO);
    char fifo[512];
    snprintf(fifo, sizeof fifo, "%s", in_dir("fifo"));
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(ms_file_map(fifo, &map, &d), MS_EIO);
    assert_int_equal(ms_file_replace(fifo, MS_STR("x"), &d), MS_EIO);
    assert_non_null(strstr(d.what, "not a regular file"));
    struct stat st;
    assert_int_equal(stat(fifo, &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
    /* A folder stands where the file should go. */
    assert_int_equal(ms_mkdirs(in_dir("folder/deep"), &d), MS_OK);
    unsigned before = files_in(dir);
    assert_int_equal(ms_file_replace(in_dir("folder"), MS_STR("x"), &d), MS_EIO);
    assert_int_equal(files_in(dir), before);
}

static void tells_files_and_their_states_apart(void **state)
{
    (void)state;
    const char *path = in_dir("known");
    ms_file_id none, first, again, mapped;
    ms_str map;
    assert_false(ms_file_id_now(path, &none));
    assert_int_equal(ms_file_replace(path, MS_STR("one"), NULL), MS_OK);
    assert_true(ms_file_id_now(path, &first) && ms_file_id_now(path, &again));
    assert_true(ms_file_id_eq(&first, &again));
    assert_false(ms_file_id_eq(&first, &none));
    assert_int_equal(ms_file_map_id(path, &map, &mapped, NULL), MS_OK);
    ms_file_unmap(map);
    assert_true(ms_file_id_eq(&first, &mapped));
    /* As long as before, and with the time that it had. */
    assert_true(ms_file_settled(&first));
    struct timespec then = {.tv_sec = (time_t)(first.modified / 1000000000),
                            .tv_nsec = (long)(first.modified % 1000000000)};
    FILE *f = fopen(path, "r+");
    assert_non_null(f);
    assert_int_equal(fwrite("two", 1, 3, f), 3);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(utimensat(AT_FDCWD, path, (struct timespec[]){then, then}, 0), 0);
    assert_true(ms_file_id_now(path, &again));
    assert_int_equal(again.modified, first.modified);
    assert_false(ms_file_id_eq(&first, &again));
    assert_true(ms_file_id_now(dir, &again)); /* a folder is something too */
}

static void lock_keeps_out(void **state)
{
    (void)state;
    ms_diag d;
    int a = -1, b = -1;
    char path[512];
    snprintf(path, sizeof path, "%s", in_dir("lock"));
    assert_int_equal(ms_file_lock(path, false, &a, &d), MS_OK);
    assert_int_equal(ms_file_lock(path, false, &b, &d), MS_EBUSY);
    assert_non_null(strstr(d.what, path));
    ms_file_unlock(a);
    assert_int_equal(ms_file_lock(path, true, &b, &d), MS_OK);
    ms_file_unlock(b);
    ms_file_unlock(-1);
}

static void makes_folders(void **state)
{
    (void)state;
    ms_diag d;
    char path[512];
    snprintf(path, sizeof path, "%s", in_dir("x//y/z/"));
    assert_int_equal(ms_mkdirs(path, &d), MS_OK);
    struct stat st;
    assert_int_equal(stat(in_dir("x/y/z"), &st), 0);
    assert_true(S_ISDIR(st.st_mode));
    assert_int_equal(st.st_mode & 077, 0);
    assert_int_equal(ms_mkdirs(path, &d), MS_OK);
    assert_int_equal(ms_file_replace(in_dir("x/f"), MS_STR("x"), &d), MS_OK);
    assert_int_equal(ms_mkdirs(in_dir("x/f"), &d), MS_EIO);
    assert_int_equal(ms_mkdirs(in_dir("x/f/g"), &d), MS_EIO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replaces_whole),
        cmocka_unit_test(writes_large_and_rewrites),
        cmocka_unit_test(full_disk_keeps_old),
        cmocka_unit_test(killed_writer_is_tidied),
        cmocka_unit_test(failures_say_path_and_reason),
        cmocka_unit_test(tells_files_and_their_states_apart),
        cmocka_unit_test(lock_keeps_out),
        cmocka_unit_test(makes_folders),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
