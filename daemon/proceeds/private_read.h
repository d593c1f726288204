#pragma once
/* What the readers of a history share. */

#include "proceeds/told.h"

/* As fact_read, with notes; a fact of an unknown type is a note and false. */
bool fact_take(struct told_reader *r, const struct doc *d, const struct bond *bonds,
               uint32_t bond_count, uint32_t position, struct fact *out);
