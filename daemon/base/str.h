#pragma once
/* A run of UTF-8 bytes that somebody else owns. It does not end in a NUL. */

#include "base/arena.h"

struct str {
        const char *at;
        size_t len;
};

#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })
/* As STR, where an initialiser must be constant: in tables at file scope. */
#define STR_ROW(literal) { (literal), sizeof(literal) - 1 }
/* For printf: "%.*s" takes STR_ARG(s). */
#define STR_ARG(s) (int)(s).len, (s).at

/* A view of a NUL-terminated string; NULL gives the empty str. */
struct str str_of(const char *text);
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *b);
/* By bytes: an order, not a collation. Below, equal, above: negative, 0, positive. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str start);
bool str_ends(struct str s, struct str end);
/* Cuts the part before the next separator off rest. False: nothing was left. */
bool str_cut(struct str *rest, char separator, struct str *part);
/* Where needle first stands in s, or -1. */
ptrdiff_t str_find(struct str s, struct str needle);
/* A copy that lives as long as a. */
struct str str_keep(struct arena *a, struct str s);
/* A NUL-terminated copy for foreign libraries; asserts that s holds no NUL. */
char *str_c(struct arena *a, struct str s) MUST_USE;
/* A new str as printf would write it; lives as long as a. */
struct str str_format(struct arena *a, const char *text, ...) PRINTF(2, 3);
/* The parts with a character between each two; lives as long as a. */
struct str str_join(struct arena *a, const struct str *parts, uint32_t count, char between);
/* FNV-1a with a seed of the caller's; for hash tables that no stranger fills without bound. */
uint64_t str_hash(struct str s, uint64_t seed);
/* Digits only, at most max. False: empty, another byte, or larger. */
bool str_uint(struct str s, uint64_t max, uint64_t *out) MUST_USE;
/* Edits (insert, delete, change, swap neighbours) between two texts, by bytes, cut off at max + 1.
 * For "did you mean". */
uint32_t str_distance(struct str a, struct str b, uint32_t max);
