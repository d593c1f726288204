#pragma once
/* Whole files in and out. A secret is refused when others may read it. */

#include "base/fault.h"
#include "base/str.h"

/* A regular file of at most limit bytes. False: f says why, with the path. */
bool file_read(struct arena *a, const char *path, size_t limit, struct str *bytes,
               struct fault *f) MUST_USE;
/* Standard input or any descriptor to its end, at most limit bytes. */
bool file_read_fd(struct arena *a, int fd, size_t limit, struct str *bytes,
                  struct fault *f) MUST_USE;
/* As file_read; refuses a file that its group or others may read. */
bool file_read_secret(struct arena *a, const char *path, size_t limit, struct str *bytes,
                      struct fault *f) MUST_USE;
/* Whole or not at all: a temporary file beside it, fsync, rename. mode as of chmod. */
bool file_write(const char *path, struct str bytes, unsigned mode, struct fault *f) MUST_USE;
/* As file_write, but refuses when path is there already. */
bool file_write_new(const char *path, struct str bytes, unsigned mode, struct fault *f) MUST_USE;
/* The regular files in a folder whose names end as given, sorted by bytes; each name is followed by
 * a NUL. Hidden ones are left out, and sub-folders are not entered; a link that leads nowhere is
 * among them, and cannot be read. */
bool file_list(struct arena *a, const char *folder, const char *ending, struct str **names,
               uint32_t *count, struct fault *f) MUST_USE;
/* Descriptors 0 to 2 that are closed become ones that only fail, so that no file or socket opened
 * later takes their place and gets what is printed. */
void standard_streams_hold(void);
bool file_is_folder(const char *path);
/* Is anything of that name there, be it a link that leads nowhere? */
bool file_is_there(const char *path);
/* The folder that holds this program's binary; lives as long as a. NULL: it cannot be known. */
const char *file_program_folder(struct arena *a);
