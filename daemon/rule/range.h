#pragma once
/* What a parameter may be set to, so that a slip or a whim of a centre's does not empty a standard:
 * "ranges" of a standard's file. */

#include "rule/rulebook.h"

/* Reads d's ranges of its own parameters, count of them, and holds the file's own values against
 * them. */
void ranges_read(struct arena *a, const struct doc *d, struct parameter *own, uint32_t count,
                 struct mistakes *m);
/* Does the value keep to the parameter's range? If not, the mistake is at said, of which it is. */
bool range_holds(const struct parameter *p, const struct doc *said, const struct value *v,
                 struct mistakes *m);
