/* Runs a fuzz target over its corpus where libFuzzer is not at hand: each argument is a folder. */
#include <dirent.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* In memory of just its size, so that a read past its end is found. */
static int
replay_file(int folder, const char *name)
{
        int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
        struct stat s = { 0 };
        uint8_t *bytes;
        ssize_t len;

        if (fd < 0 || fstat(fd, &s) != 0)
                return -1;
        if (!S_ISREG(s.st_mode)) {
                (void)close(fd);
                return 0;
        }
        bytes = malloc(s.st_size > 0 ? (size_t)s.st_size : 1);
        len = bytes == NULL ? -1 : read(fd, bytes, (size_t)s.st_size);
        (void)close(fd);
        if (len == s.st_size)
                (void)LLVMFuzzerTestOneInput(bytes, (size_t)len);
        free(bytes);
        return len == s.st_size ? 1 : -1;
}

/* How many files were run, or -1. */
static int
replay_folder(const char *path)
{
        DIR *folder = opendir(path);
        const struct dirent *entry;
        int count = 0;

        if (folder == NULL)
                return -1;
        while (count >= 0 && (entry = readdir(folder)) != NULL) {
                int ran = replay_file(dirfd(folder), entry->d_name);

                if (ran < 0)
                        (void)fprintf(stderr, "%s/%s: cannot read\n", path, entry->d_name);
                count = ran < 0 ? -1 : count + ran;
        }
        (void)closedir(folder);
        return count;
}

int
main(int argc, char **argv)
{
        int count = 0;

        for (int i = 1; i < argc; i++) {
                int ran = replay_folder(argv[i]);

                if (ran <= 0) {
                        (void)fprintf(stderr, "%s: no corpus\n", argv[i]);
                        return 1;
                }
                count += ran;
        }
        (void)printf("%d inputs\n", count);
        return count > 0 ? 0 : 1;
}
