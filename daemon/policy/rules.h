#pragma once
/* A rule set as it stands on disk: read whole, digested, checked, replaced whole. */

#include "base/fault.h"
#include "judge/decide.h"

struct rule_set {
        struct arena *arena;     /* holds all of it */
        struct rule_file *files; /* by path below the folder, sorted */
        uint32_t count;
        size_t bytes; /* of all files */
        struct str digest; /* SHA-256 over paths and bytes, hexadecimal */
        const struct rulebook *rules;
        struct calendar calendar;
        const struct bounds *bounds; /* findings.yaml, with the calendar's days */
        struct mistakes mistakes; /* not to be used when there is one */
};

/* Never NULL; the caller owns it. Nothing in it may be of a day after today. f is set when a file
 * cannot be read. */
struct rule_set *rule_set_open(const char *folder, struct day today, struct fault *f);
/* Each mistake as a line "file:line:column: what" in one language; t NULL: by its code. */
void mistakes_print(struct buf *to, const struct texts *t, const struct mistakes *m,
                    enum language in);
void rule_set_close(struct rule_set *s);
