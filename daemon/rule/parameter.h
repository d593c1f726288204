#pragma once
/* Values that a centre sets without touching a standard's criteria: "parameter.NAME" in its
 * expressions. */

#include "rule/rulebook.h"

struct hearing;

/* Parameters of a standard's file d, with their ranges, after those of its base; overrides are the
 * rows of rules/parameters.yaml for this standard, or NULL. *names are base's names with the
 * parameters added. */
void parameters_read(struct arena *a, const struct doc *d, const struct standard *base,
                     const struct doc *overrides, const struct names **names, struct standard *out,
                     struct mistakes *m);
/* A value of that kind, a whole number also where decimals are wanted; a list has an element.
 * False: it is none, and is in m. */
bool parameter_value(struct arena *a, enum value_kind kind, const struct doc *d, struct value *out,
                     struct mistakes *m);
/* A mistake about a value that is of none of the kinds wanted. */
void parameter_refuse(const struct doc *d, struct str wanted, struct mistakes *m);
/* Reads rules/parameters.yaml: the map of standard → values. NULL: nothing usable. */
const struct doc *overrides_read(const struct doc *d, struct mistakes *m);
/* The standard's parameters as its file has them, with said in place of some; said: the map of a
 * test beside the rules, or NULL. */
const struct parameter *parameters_of_test(struct arena *a, const struct standard *s,
                                           const struct doc *said, struct mistakes *m);
/* Each standard that is named there is one of these. */
void overrides_check(const struct doc *overrides, const struct standard *all, uint32_t count,
                     struct mistakes *m);
/* What is bound, with the standard's parameters behind it. Lives as long as a. */
const struct value *parameters_bind(struct arena *a, const struct standard *s,
                                    const struct value *bound, uint32_t bound_count);
