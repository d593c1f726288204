#pragma once
/* What the commands about catalogues share. */

#include "ctl/call.h"

/* "EU:CCM 4.1" is the taxonomy, which is returned, and the code, which stays. Empty: no taxonomy is
 * named. */
struct str taxonomy_cut(struct str *code);
/* Says that no catalogue, or not the one named, has that code, with the nearest that there is. */
void taxonomy_complain(const struct call *c, const struct rulebook *rules, struct str only,
                       struct str code);
