#pragma once
/* All files of rules/standards/, with what a centre lays over them: parameters.yaml and
 * overlay.yaml. */

#include "rule/rule_files.h"

/* Fills the book's standards, sorted by id. The names are there. */
void standards_read(struct rule_files *r);
