#pragma once
/* What a centre has looked up itself: recalled criteria that it holds to be as in the source. Read
 * from rules/overlay.yaml. */

#include "rule/rulebook.h"

struct confirmed_all {
        const struct source_confirmed *at;
        uint32_t count;
        const struct doc *list; /* for the place of a mistake */
};

void confirmed_read(struct arena *a, const struct doc *d, struct confirmed_all *out,
                    struct mistakes *m);
/* NULL: the centre has not looked. */
const struct source_confirmed *confirmed_find(const struct confirmed_all *all, struct str standard,
                                              struct str criterion);
/* Each row names a criterion there is. */
void confirmed_check(const struct confirmed_all *all, const struct standard *standards,
                     uint32_t count, struct mistakes *m);
/* No row is of a day after today: nobody has read a clause to-morrow. The book was read from m's
 * files. */
void confirmed_by(const struct rulebook *r, struct day today, struct mistakes *m);
