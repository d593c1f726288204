#pragma once
/* What a careful reader would say about an application, whatever the standards conclude. */

#include "rule/assess.h"

/* Reads rules/observations.yaml. */
void observations_read(struct arena *a, const struct doc *d, struct rulebook *r,
                       struct mistakes *m);
/* Those that are so, in the file's order. */
const struct observed *observe(struct arena *a, const struct rulebook *r, const struct world *w,
                               uint32_t *count);
