#pragma once
/* Rows in the order of their codes, so that they are found by halving and repeats stand together.
 */

#include "base/str.h"

/* The rows' numbers in the order of their codes' bytes; equal codes in the order they came. Lives
 * as long as a. */
const uint32_t *order_rows(struct arena *a, const struct str *codes, uint32_t count) MUST_USE;
/* The row whose code it is, or -1. Rows are size bytes apart and sorted by the str at their start
 * plus offset. */
int64_t order_find(const void *rows, uint32_t count, size_t size, size_t offset, struct str code);
