#pragma once
/* What the two readers share: a tree under construction, and how a number is written. */

#include "base/limits.h"
#include "doc/doc.h"

/* One array from both ends: nodes whose parent is still open grow from its start, finished children
 * stand at its end, each family side by side. So the tree costs its nodes and nothing else. */
struct tree {
        struct doc *nodes;
        uint32_t open; /* nodes at the start */
        uint32_t done; /* where the finished ones begin */
};

/* Room for count nodes, at most most of them. False: the arena has no room for them. */
bool tree_init(struct tree *t, struct arena *a, size_t count, size_t most) MUST_USE;
/* A zeroed node, valid until the next tree_close; its number is t->open - 1. NULL: no room. */
struct doc *tree_add(struct tree *t);
/* All nodes added after the one with this number become its children. */
void tree_close(struct tree *t, uint32_t number);
/* The first of a map's children whose key an earlier one has; NULL: none. */
const struct doc *map_duplicate(const struct doc *map);

/* Bytes of the JSON number (RFC 8259 §6) that at begins with; 0: none. */
size_t number_len(const char *at, const char *end);

/* Where the byte at stands in bytes: line and column. Always NULL, with the error said in e. */
const struct doc *error_at(struct doc_error *e, struct str bytes, size_t at, const char *code);
/* Bytes before the first that makes no well-formed UTF-8. */
size_t utf8_valid_len(struct str bytes);
