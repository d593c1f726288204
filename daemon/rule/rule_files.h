#pragma once
/* The files of a rule set while it is being read, each mistake with its file. */

#include "rule/rulebook.h"

struct rule_files {
        struct arena *arena;
        const struct rule_file *at;
        uint32_t count;
        struct mistakes *mistakes;
        struct rulebook *book;
};

/* NULL: it is no document, or none of keys and values, and the mistake says so. What names
 * something in it is no mistake from then on, nor where it lacks what others name. */
const struct doc *rule_file_open(struct rule_files *r, const struct rule_file *file);
/* NULL: it is not there, which is a mistake, or is no document. */
const struct doc *rule_file_find(struct rule_files *r, const char *path);
/* NULL: it is not there, which is nobody's mistake, or is no document. */
const struct doc *rule_file_optional(struct rule_files *r, const char *path);
/* Is it a rule file of that folder? Tests beside the rules are none. */
bool rule_file_in(const struct rule_file *file, struct str folder);
uint32_t rule_files_in(const struct rule_files *r, struct str folder);
