#pragma once
/* An application as typed values: a record of a group's fields, some absent, some lists of records.
 */

#include "model/dictionary.h"
#include "model/value.h"

struct record {
        const struct field *of;  /* its group (for an element of a list, the list's field) */
        const struct record *up; /* the record it stands in; NULL at the root */
        uint32_t index;          /* among its list's elements */
        const struct doc *said;  /* what was read; NULL for a group that was not stated */
        const struct value *at;  /* one value for each child of the group, by slot */
};

/* Reads all of d and reports all that is wrong with it; what is wrong is absent. A group that is
 * not stated is a record of absent values; a list that is not stated is absent. Never NULL: d that
 * is no map gives a record of absent values and a mistake. Lives as long as a, points into d. */
const struct record *record_read(struct arena *a, const struct dictionary *dictionary,
                                 const struct doc *d, struct mistakes *m);
/* Reports the required fields that are not stated (null is not stated): what has to stand in an
 * application that is filed. To judge one it is unknown like all else that is absent. Nothing of
 * one that was no map. r is the root. */
void record_require(const struct record *r, struct mistakes *m);
/* The value of a field by its path from this record: "bond.currency". Absent when any part is. */
struct value record_get(const struct record *r, const char *path);
/* The text at a path, or the empty str. */
struct str record_text(const struct record *r, const char *path);
/* Where a field stands, for people and letters: "projects[0].catalogue.code"; elements count from
 * 0 and are followed by their id in letters only. field may be NULL for the record itself. */
struct str record_path(struct arena *a, const struct record *r, const struct field *field);
/* RFC 6901, "/projects/0/catalogue/code". */
struct str record_pointer(struct arena *a, const struct record *r, const struct field *field);
