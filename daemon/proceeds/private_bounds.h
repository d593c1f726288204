#pragma once
/* The reading of rules/findings.yaml, in its parts. */

#include "proceeds/bounds.h"

/* The tables of physics, each row with its basis and the first year of claims it is for. */
void physics_read(struct arena *a, const struct doc *d, struct bounds *b, struct mistakes *m);
/* Calendars of reports, each with its source and basis. */
void schedules_read(struct arena *a, const struct doc *list, struct bounds *b, struct mistakes *m);
/* "CN-GBP-2022" and "EUGBS-2023" are of the families CN-GBP and EuGBS. */
bool family_has(struct str family, struct str standard);
