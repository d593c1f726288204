#pragma once
/* The reading of rules/findings.yaml, in its parts. */

#include "proceeds/bounds.h"

/* The tables of physics, each row with its basis and the first year of claims it is for. */
void physics_read(struct arena *a, const struct doc *d, struct bounds *b, struct mistakes *m);
