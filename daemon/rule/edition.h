#pragma once
/* Which editions of the catalogue a bond may be judged by, from the decision table on its dates. */

#include "base/limits.h"
#include "rule/rulebook.h"

struct editions {
        struct str at[EDITIONS_MAX]; /* taxonomy ids, each once; more than one: it is open */
        uint32_t count;
        struct str names, rows; /* ids separated by a space, for people */
        struct str because[LANGUAGES];
        const struct gap *const *lacks; /* what would settle it; none when count is 1 */
        uint32_t lack_count;
};

/* Reads rules/catalogues.yaml. */
void editions_read(struct arena *a, const struct doc *d, struct rulebook *r, struct mistakes *m);
/* w binds everything but the catalogue. */
void editions_find(struct arena *a, const struct rulebook *r, const struct record *application,
                   const struct world *w, struct editions *out);
