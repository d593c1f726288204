#pragma once
/* How rows of a dossier are stored: shapes, each a list of members, and the way in and out. */

#include "doc/json.h"
#include "proceeds/private.h"

enum member_kind {
        MEMBER_STR,
        MEMBER_I64,
        MEMBER_I32,
        MEMBER_U32,
        MEMBER_ENUM,
        MEMBER_BOOL,
        MEMBER_DAY,
        MEMBER_DEC,
        MEMBER_BALANCES,
        MEMBER_LIST,
        MEMBER_GONE, /* of an earlier layout: read past */
        MEMBER_KINDS
};
struct shape;
struct member {
        enum member_kind kind;
        size_t at;
        const struct shape *of; /* of a list */
};
struct shape {
        const struct member *members;
        uint32_t count;
        size_t size;
};

extern const struct shape *const shape_of_row[ROW_KINDS];
extern const struct shape *const shape_finding;

/* A list of values, one a member. */
void shape_write(struct arena *a, struct json *j, const struct shape *s, const void *from);
/* False: not of that shape; out may be half filled. Texts live as long as a. */
bool shape_read(struct arena *a, const struct doc *d, const struct shape *s, void *out) MUST_USE;
