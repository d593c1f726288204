#pragma once
/* What a code of one catalogue is called in another. Read from rules/maps.yaml. A map never decides
 * alone: only a row that names the same thing, and was read in a source, says so for sure. */

#include "rule/taxonomy.h"

/* How near two entries are. */
enum match {
        MATCH_NOTHING, /* no row at all */
        MATCH_EXACT,   /* the same entry */
        MATCH_SAME_NAME,
        MATCH_SIMILAR,
        MATCH_SPLIT, /* several entries share what was one */
        MATCH_AMBIGUOUS,
        MATCH_PRIMARY, /* of a class that several entries fall into: the main one */
        MATCH_SECONDARY,
        MATCH_NONE, /* a statement: it has no counterpart */
        MATCHES
};

struct map {
        struct str from, to; /* taxonomies */
        struct str code;     /* of from */
        struct str target;   /* of to; empty: MATCH_NONE */
        enum match match;
        enum basis basis;
        struct str note;
};

struct maps {
        const struct map *at; /* sorted by code; rows of one code in the order of the file */
        uint32_t count;
};

/* Reads rules/maps.yaml and holds each row against the taxonomies. */
void maps_read(struct arena *a, const struct doc *d, const struct taxonomies *t, struct maps *out,
               struct mistakes *m);
/* The next row of that code between the two from row *start on, or NULL; *start is then behind it.
 * Starts at 0. from empty: from any. */
const struct map *maps_next(const struct maps *all, struct str code, struct str from, struct str to,
                            uint32_t *start);
struct str match_code(enum match m);
/* Does the row alone say for sure what the other catalogue calls it? */
bool map_certain(const struct map *m);
