#pragma once
/* The part of a bond that is judged, and what the names of expressions stand for in it. */

#include "rule/rulebook.h"

struct scope {
        struct value *bound;            /* one for each name; the catalogue is absent */
        const struct gap *const *lacks; /* what the scope's amount lacks */
        uint32_t lack_count;
        uint32_t labelled, unlabelled; /* tranches in scope; of those without a statement neither */
};

/* The group behind the name "scope", with the labels and units of the bond's own fields. */
const struct field *scope_group(struct arena *a, const struct dictionary *d);
/* Binds every name but the catalogue. labelled: leave out the tranches that carry no label. */
void scope_find(struct arena *a, const struct rulebook *r, const struct record *application,
                struct day on, bool labelled, struct scope *out);
/* The stage the application asks for: pre when it does not say. */
enum stage stage_asked(const struct record *application);
