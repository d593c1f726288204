#pragma once
/* Which edition of the catalogue a new use of proceeds is judged by, from the day of its change. */

#include "base/day.h"
#include "model/mistake.h"
#include "model/words.h"
#include "rule/taxonomy.h"

/* A row of rules/catalogues.yaml, under new_uses. */
struct new_use {
        struct str id;
        struct day from;    /* the first day of change that it speaks of */
        struct str edition; /* a taxonomy id */
        enum basis basis;
        struct str because[LANGUAGES];
        struct str source;
};

struct new_uses {
        const struct new_use *at; /* from later and later days */
        uint32_t count;
};

/* Reads the list new_uses of rules/catalogues.yaml; NULL: there is none. */
void new_uses_read(struct arena *a, const struct doc *list, const struct taxonomies *t,
                   struct new_uses *out, struct mistakes *m);
/* The row for a change of that day: the last that begins by then. NULL: none, the edition of the
 * bond goes on. */
const struct new_use *new_use_on(const struct new_uses *all, struct day change);
