#pragma once
/* Files of rules/standards/ and the criterion of rules/scope.yaml, read into standards. */

#include "rule/confirmed.h"

/* What a standard is read in. */
struct standard_setting {
        const struct names *names;
        const struct criterion *scope; /* put first; NULL when it could not be read */
        const struct standard *base;   /* whose criteria come next; NULL: it stands alone */
        const struct doc *overrides;   /* what the centre sets of its parameters; NULL: nothing */
        const struct confirmed_all *confirmed;
};

void standard_read(struct arena *a, const struct doc *d, const struct standard_setting *with,
                   struct standard *out, struct mistakes *m);
/* NULL: something was wrong with it. */
const struct criterion *scope_criterion_read(struct arena *a, const struct doc *d,
                                             const struct names *names, struct mistakes *m);
/* The condition a map holds at key, compiled; NULL: none, or mistakes. optional: a list of paths
 * that has() may ask about, or NULL. */
const struct expression *expression_at(struct arena *a, const struct names *names,
                                       const struct doc *map, const char *key,
                                       const struct doc *optional, struct mistakes *m);
