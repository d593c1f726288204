#pragma once
/* Expressions with one thing wrong, made from the text of one that is right. */

#include "base/str.h"

enum { MUTANTS_MAX = 1024 };

struct mutant {
        struct str text;
        struct str what; /* what was changed, with what stands around it; spaces folded */
};

struct mutants {
        struct mutant at[MUTANTS_MAX];
        uint32_t count;
};

/* Every comparison turned round and moved by its boundary, "&&" and "||" exchanged, each of their
 * operands left out, "!" left out, true and false exchanged; one change at a time. */
void mutants_make(struct arena *a, struct str text, struct mutants *out);
