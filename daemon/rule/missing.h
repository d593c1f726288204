#pragma once
/* The gaps of one criterion, each once. */

#include "base/limits.h"
#include "rule/expression.h"

struct missing {
        const struct gap *at[MISSING_MAX];
        uint32_t count;
};

/* A gap that is there already is not added again; the graver of the two stays. */
void missing_add(struct missing *to, const struct gap *gap);
/* A field that is not stated, by its path; a path the dictionary does not have is taken as papers.
 */
void missing_add_field(struct arena *a, struct missing *to, const struct dictionary *d,
                       const char *path);
/* A copy that lives as long as a; NULL when there is none. */
const struct gap *const *missing_done(struct arena *a, const struct missing *from, uint32_t *count);
/* The graver of all. LACKING_NOTHING: there is none. */
enum lacking missing_gravest(const struct missing *all);
