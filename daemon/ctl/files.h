#pragma once
/* The FILE arguments of a command: files, folders, or - for standard input. */

#include "ctl/call.h"

struct files {
        const char **paths;
        uint32_t count;
};

/* Folders become the .yaml and .json files in them, sorted, and the .csv files for a command that
 * takes tables. */
bool files_list(struct call *c, const char *const *arguments, int count, struct files *out,
                struct fault *f) MUST_USE;
/* The bytes of one; "-" reads standard input. */
bool files_read(struct arena *a, const char *path, struct str *bytes, struct fault *f) MUST_USE;
/* Reads, and parses as JSON or YAML. NULL: m has the mistake, or f is set. */
const struct doc *files_document(struct arena *a, const char *path, struct mistakes *m,
                                 struct fault *f);
/* {"name", "sha256", "base64"} of a file, for attach and evidence. */
bool files_attach(struct call *c, struct json *j, const char *path, struct fault *f) MUST_USE;
/* One line on a terminal's standard error, redrawn: "[#####.....] 12/40 KB". Nothing otherwise.
 * unit: of both numbers; empty for files. */
void progress_show(const struct call *c, uint32_t done, uint32_t total, const char *unit);
void progress_end(const struct call *c);
