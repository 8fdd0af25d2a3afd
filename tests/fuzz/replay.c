/* Runs a fuzz target over files and folders of inputs, where libFuzzer is not
 * linked in.  Prints how many inputs ran. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned long ran;

static int run_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) return perror(path), 1;
    struct stat st;
    if (fstat(fileno(f), &st) || !S_ISREG(st.st_mode)) return fclose(f), 0;
    size_t n = (size_t)st.st_size;
    uint8_t *buf = malloc(n ? n : 1); /* exact size, so that sanitizers see overreads */
    int bad = !buf || fread(buf, 1, n, f) != n;
    if (!bad) LLVMFuzzerTestOneInput(buf, n), ran++;
    else perror(path);
    free(buf);
    fclose(f);
    return bad;
}

static int run_dir(const char *path)
{
    DIR *dir = opendir(path);
    if (!dir) return run_file(path);
    int bad = 0;
    for (struct dirent *e; (e = readdir(dir));) {
        char name[4096];
        if (e->d_name[0] == '.') continue;
        snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        bad |= run_file(name);
    }
    closedir(dir);
    return bad;
}

int main(int argc, char **argv)
{
    int bad = 0;
    for (int i = 1; i < argc; i++)
        if (argv[i][0] != '-') bad |= run_dir(argv[i]);
    printf("%lu inputs replayed\n", ran);
    return bad || ran == 0;
}
