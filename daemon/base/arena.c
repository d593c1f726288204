#include "base/arena.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#define POISON(at, size) ASAN_POISON_MEMORY_REGION((at), (size))
#define UNPOISON(at, size) ASAN_UNPOISON_MEMORY_REGION((at), (size))
/* Between two takes, so that running past one is found. */
enum { GAP_BYTES = 16 };
#else
#define POISON(at, size) ((void)(at), (void)(size))
#define UNPOISON(at, size) ((void)(at), (void)(size))
enum { GAP_BYTES = 0 };
#endif

enum { ALIGN_BYTES = 16, BLOCK_BYTES_MIN = 16 << 10, BLOCK_BYTES_MAX = 4 << 20 };

struct block {
        struct block *next;
        size_t size; /* bytes after this head */
        size_t at;   /* bytes taken since the last clear */
        size_t used; /* bytes ever taken: past them it is still zero, as calloc gave it */
};

struct arena {
        size_t limit, used;
        struct block *first;
        struct block *now;
};

_Static_assert(sizeof(struct block) % ALIGN_BYTES == 0, "what follows a head is aligned");

static void
die(const char *why)
{
        ssize_t written = write(STDERR_FILENO, why, strlen(why));

        (void)written;
        abort();
}

static size_t
round_up(size_t size)
{
        return (size + (ALIGN_BYTES - 1)) & ~(size_t)(ALIGN_BYTES - 1);
}

static char *
block_bytes(struct block *b)
{
        return (char *)(b + 1);
}

static struct block *
block_new(size_t size)
{
        struct block *b = calloc(1, sizeof *b + size);

        if (b == NULL)
                die("out of memory\n");
        b->size = size;
        POISON(block_bytes(b), size);
        return b;
}

static void
block_free(struct block *b)
{
        UNPOISON(block_bytes(b), b->size);
        free(b);
}

struct arena *
arena_new(size_t limit)
{
        struct arena *a = malloc(sizeof *a);

        if (a == NULL)
                die("out of memory\n");
        assert(limit < SIZE_MAX / 2);
        *a = (struct arena){ .limit = round_up(limit) };
        return a;
}

static bool
block_fits(const struct block *b, size_t size)
{
        return b != NULL && b->size - b->at >= size;
}

/* Blocks kept from an earlier turn that are too small go, so that what is held follows the use. */
static void
advance(struct arena *a, size_t size)
{
        struct block **next = a->now ? &a->now->next : &a->first;
        size_t want = a->used;

        while (*next && (*next)->size < size) {
                struct block *small = *next;

                *next = small->next;
                block_free(small);
        }
        if (*next == NULL) {
                want = want < BLOCK_BYTES_MIN ? BLOCK_BYTES_MIN : want;
                want = want > BLOCK_BYTES_MAX ? BLOCK_BYTES_MAX : want;
                *next = block_new(size > want ? size : want);
        }
        a->now = *next;
}

/* Zeroes what was handed out before; the rest of the block is zero already. */
static char *
block_take(struct block *b, size_t size, size_t taken)
{
        char *at = block_bytes(b) + b->at;
        size_t before = b->used > b->at ? b->used - b->at : 0;

        UNPOISON(at, size);
        memset(at, 0, before < size ? before : size);
        b->at += taken;
        if (b->used < b->at)
                b->used = b->at;
        return at;
}

void *
arena_take(struct arena *a, size_t size)
{
        size_t taken = size > a->limit ? size : round_up(size);
        char *at;

        if (taken > a->limit - a->used)
                die("an arena is past its limit\n");
        if (!block_fits(a->now, taken + GAP_BYTES))
                advance(a, taken + GAP_BYTES);
        at = block_take(a->now, size, taken + GAP_BYTES);
        a->used += taken;
        return at;
}

size_t
arena_used(const struct arena *a)
{
        return a->used;
}

size_t
arena_left(const struct arena *a)
{
        return a->limit - a->used;
}

void
arena_clear(struct arena *a)
{
        for (struct block *b = a->first; b; b = b->next) {
                b->at = 0;
                POISON(block_bytes(b), b->size);
        }
        a->now = a->first;
        a->used = 0;
}

void
arena_free(struct arena *a)
{
        if (a == NULL)
                return;
        while (a->first) {
                struct block *next = a->first->next;

                block_free(a->first);
                a->first = next;
        }
        free(a);
}
