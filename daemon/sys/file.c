#include "sys/file.h"

#include "base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_READ_BYTES = 16 << 10, FIRST_NAMES = 32 };

/* Why the system call before this one failed. */
static bool
fault_errno(struct fault *f, const char *path, const char *what)
{
        int why = errno;
        bool missing = why == ENOENT || why == ENOTDIR;

        return fault(f, missing ? FAULT_MISSING : FAULT_REFUSED, "%s: %s: %s", path, what,
                     strerror(why));
}

/* To the end of fd; guess is how many bytes are expected. */
static bool
read_all(struct arena *a, int fd, const char *path, size_t guess, size_t limit, struct str *bytes,
         struct fault *f)
{
        size_t room = 0;
        size_t len = 0;
        char *at = NULL;

        for (;;) {
                ssize_t count;

                /* One byte more than expected: an end is seen only by reading past it. */
                if (len == room) {
                        size_t want = room == 0 ? guess + 1 : room * 2;
                        char *more;

                        want = want < limit + 1 ? want : limit + 1;
                        if (len > limit || want + 16 > arena_left(a))
                                return fault(f, FAULT_REFUSED, "%s: larger than %zu bytes", path,
                                             limit);
                        more = arena_take(a, want);
                        if (len > 0)
                                memcpy(more, at, len);
                        at = more;
                        room = want;
                }
                count = read(fd, at + len, room - len);
                if (count < 0 && errno == EINTR)
                        continue;
                if (count < 0)
                        return fault_errno(f, path, "cannot read");
                if (count == 0)
                        break;
                len += (size_t)count;
        }
        *bytes = (struct str){ at, len };
        return len <= limit || fault(f, FAULT_REFUSED, "%s: larger than %zu bytes", path, limit);
}

bool
file_read_fd(struct arena *a, int fd, size_t limit, struct str *bytes, struct fault *f)
{
        char path[32];

        (void)snprintf(path, sizeof path, "descriptor %d", fd);
        return read_all(a, fd, fd == STDIN_FILENO ? "standard input" : path, FIRST_READ_BYTES,
                        limit, bytes, f);
}

/* refused: mode bits that the file must not have. */
static bool
read_checked(struct arena *a, int fd, const char *path, mode_t refused, size_t limit,
             struct str *bytes, struct fault *f)
{
        struct stat s;

        if (fstat(fd, &s) != 0)
                return fault_errno(f, path, "cannot look at it");
        if (!S_ISREG(s.st_mode))
                return fault(f, FAULT_REFUSED, "%s: not a regular file", path);
        if (s.st_mode & refused)
                return fault(f, FAULT_REFUSED,
                             "%s: a secret that its group or others may read (mode %03o)", path,
                             (unsigned)s.st_mode & 0777u);
        if ((uint64_t)s.st_size > limit)
                return fault(f, FAULT_REFUSED, "%s: larger than %zu bytes", path, limit);
        return read_all(a, fd, path, (size_t)s.st_size, limit, bytes, f);
}

static bool
open_and_read(struct arena *a, const char *path, mode_t refused, size_t limit, struct str *bytes,
              struct fault *f)
{
        /* Without O_NONBLOCK a pipe in place of a file would hold us for ever. */
        int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
        bool ok;

        if (fd < 0)
                return fault_errno(f, path, "cannot open");
        ok = read_checked(a, fd, path, refused, limit, bytes, f);
        (void)close(fd);
        return ok;
}

bool
file_read(struct arena *a, const char *path, size_t limit, struct str *bytes, struct fault *f)
{
        return open_and_read(a, path, 0, limit, bytes, f);
}

bool
file_read_secret(struct arena *a, const char *path, size_t limit, struct str *bytes,
                 struct fault *f)
{
        return open_and_read(a, path, S_IRWXG | S_IRWXO, limit, bytes, f);
}

static bool
write_all(int fd, struct str bytes)
{
        while (bytes.len > 0) {
                ssize_t count = write(fd, bytes.at, bytes.len);

                if (count < 0 && errno == EINTR)
                        continue;
                if (count <= 0)
                        return false;
                bytes.at += count;
                bytes.len -= (size_t)count;
        }
        return true;
}

static bool
fill(int fd, struct str bytes, unsigned mode)
{
        return fchmod(fd, (mode_t)mode) == 0 && write_all(fd, bytes) && fsync(fd) == 0;
}

/* The name is durable only when its folder is. Some file systems cannot; that is no failure. */
static void
sync_folder(const char *path)
{
        char folder[PATH_MAX];
        const char *slash = strrchr(path, '/');
        size_t len = slash ? (size_t)(slash - path) + 1 : 0;
        int fd;

        assert(len < sizeof folder);
        memcpy(folder, path, len);
        folder[len] = 0;
        fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0)
                return;
        (void)fsync(fd);
        (void)close(fd);
}

/* Gives the finished file its name; takes the temporary one away. */
static bool
name_it(const char *temporary, const char *path, bool is_new, struct fault *f)
{
        if (!is_new) {
                if (rename(temporary, path) == 0)
                        return true;
                (void)fault_errno(f, path, "cannot write");
        } else if (link(temporary, path) != 0) {
                (void)fault_errno(f, path, "cannot write");
        } else {
                return unlink(temporary) == 0 || fault_errno(f, temporary, "cannot remove");
        }
        (void)unlink(temporary);
        return false;
}

static bool
write_file(const char *path, struct str bytes, unsigned mode, bool is_new, struct fault *f)
{
        char temporary[PATH_MAX];
        int len = snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
        struct stat s;
        int fd;

        if (len < 0 || (size_t)len >= sizeof temporary)
                return fault(f, FAULT_REFUSED, "a path of more than %d bytes", PATH_MAX);
        /* A rename would put a plain file in the place of /dev/null. */
        if (stat(path, &s) == 0 && !S_ISREG(s.st_mode))
                return fault(f, FAULT_REFUSED, "%s: not a regular file", path);
        fd = mkostemp(temporary, O_CLOEXEC);
        if (fd < 0)
                return fault_errno(f, path, "cannot write");
        if (!fill(fd, bytes, mode)) {
                (void)fault_errno(f, path, "cannot write");
                (void)close(fd);
                (void)unlink(temporary);
                return false;
        }
        if (close(fd) != 0) {
                (void)fault_errno(f, path, "cannot write");
                (void)unlink(temporary);
                return false;
        }
        if (!name_it(temporary, path, is_new, f))
                return false;
        sync_folder(path);
        return true;
}

bool
file_write(const char *path, struct str bytes, unsigned mode, struct fault *f)
{
        return write_file(path, bytes, mode, false, f);
}

bool
file_write_new(const char *path, struct str bytes, unsigned mode, struct fault *f)
{
        struct stat s;

        if (lstat(path, &s) == 0)
                return fault(f, FAULT_REFUSED, "%s: is there already", path);
        return write_file(path, bytes, mode, true, f);
}

static bool
is_wanted(DIR *d, const char *name, const char *ending)
{
        struct stat s;

        if (name[0] == '.' || !str_ends(str_of(name), str_of(ending)))
                return false;
        /* A link that leads nowhere is listed, so that whoever reads it says so. */
        return fstatat(dirfd(d), name, &s, 0) != 0 || S_ISREG(s.st_mode);
}

static int
compare_names(const void *a, const void *b)
{
        const struct str *x = a;
        const struct str *y = b;

        return str_cmp(*x, *y);
}

static bool
list_all(struct arena *a, DIR *d, const char *folder, const char *ending, struct str **names,
         uint32_t *count, struct fault *f)
{
        const struct dirent *entry;
        uint32_t room = FIRST_NAMES;

        *count = 0;
        *names = TAKE(a, struct str, room);
        while ((errno = 0, entry = readdir(d)) != NULL) {
                if (!is_wanted(d, entry->d_name, ending))
                        continue;
                if (*count == FOLDER_NAMES_MAX)
                        return fault(f, FAULT_REFUSED, "%s: more than %d files", folder,
                                     FOLDER_NAMES_MAX);
                if (*count == room) {
                        struct str *more = TAKE(a, struct str, room * 2);

                        memcpy(more, *names, room * sizeof *more);
                        *names = more;
                        room *= 2;
                }
                (*names)[(*count)++] = str_of(str_c(a, str_of(entry->d_name)));
        }
        if (errno != 0)
                return fault_errno(f, folder, "cannot list");
        qsort(*names, *count, sizeof **names, compare_names);
        return true;
}

bool
file_list(struct arena *a, const char *folder, const char *ending, struct str **names,
          uint32_t *count, struct fault *f)
{
        DIR *d = opendir(folder);
        bool ok;

        if (d == NULL)
                return fault_errno(f, folder, "cannot open");
        ok = list_all(a, d, folder, ending, names, count, f);
        (void)closedir(d);
        return ok;
}

bool
file_is_folder(const char *path)
{
        struct stat s;

        return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

bool
file_is_there(const char *path)
{
        struct stat s;

        return lstat(path, &s) == 0;
}

const char *
file_program_folder(struct arena *a)
{
        char path[PATH_MAX];
        ssize_t len = readlink("/proc/self/exe", path, sizeof path);

        if (len <= 0 || (size_t)len == sizeof path)
                return NULL;
        while (len > 1 && path[len - 1] != '/')
                len--;
        if (len > 1)
                len--;
        return str_c(a, (struct str){ path, (size_t)len });
}

void
standard_streams_hold(void)
{
        for (int fd = 0; fd < 3; fd++)
                if (fcntl(fd, F_GETFD) < 0)
                        (void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}
