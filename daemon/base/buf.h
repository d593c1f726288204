#pragma once
/* Text under construction. The first failure sticks; later calls do nothing. Ask at the end. */

#include "base/str.h"

struct buf {
        struct arena *arena;
        char *at;
        size_t len, room, limit;
        bool failed;
};

/* Grows inside the arena up to limit bytes. */
void buf_init(struct buf *b, struct arena *a, size_t limit);
void buf_add(struct buf *b, struct str s);
void buf_addf(struct buf *b, const char *text, ...) PRINTF(2, 3);
void buf_byte(struct buf *b, char byte);
/* False: it would have passed its limit. The str lives as long as the arena. */
bool buf_done(struct buf *b, struct str *out) MUST_USE;
/* What has been written so far; valid until the next write. */
struct str buf_text(const struct buf *b);
