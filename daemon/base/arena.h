#pragma once
/* Memory that is given back all at once. Nothing taken from an arena is ever freed alone. */

#include "base/base.h"

struct arena;

/* An arena that holds at most limit bytes. The caller owns it. Never NULL: dies out of memory. */
struct arena *arena_new(size_t limit);

/* Zeroed, aligned for any type, never NULL: the process ends past the limit. */
void *arena_take(struct arena *a, size_t size) MUST_USE;

/* Bytes taken since it was new or cleared, so that a caller can refuse work before the limit. */
size_t arena_used(const struct arena *a);

/* Bytes that may still be taken. */
size_t arena_left(const struct arena *a);

/* All that was taken from it is dead. Keeps its blocks for the next turn. */
void arena_clear(struct arena *a);

/* arena_free(NULL) does nothing. */
void arena_free(struct arena *a);

#define TAKE(arena, type, count) ((type *)arena_take((arena), sizeof(type) * (size_t)(count)))
