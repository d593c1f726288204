#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
buf_init(struct buf *b, struct arena *a, size_t limit)
{
        *b = (struct buf){ .arena = a, .limit = limit };
}

/* One byte more than limit may be held: vsnprintf ends with a NUL that is not text. */
static bool
has_room(struct buf *b, size_t more)
{
        size_t want = b->room < 64 ? 128 : b->room * 2;
        char *at;

        if (b->failed || more > b->limit - b->len) {
                b->failed = true;
                return false;
        }
        if (b->len + more + 1 <= b->room)
                return true;
        if (want < b->len + more + 1 || want > arena_left(b->arena))
                want = b->len + more + 1;
        if (want > arena_left(b->arena)) {
                b->failed = true;
                return false;
        }
        at = arena_take(b->arena, want);
        if (b->len > 0)
                memcpy(at, b->at, b->len);
        b->at = at;
        b->room = want;
        return true;
}

void
buf_add(struct buf *b, struct str s)
{
        if (!has_room(b, s.len) || s.len == 0)
                return;
        memcpy(b->at + b->len, s.at, s.len);
        b->len += s.len;
}

void
buf_addf(struct buf *b, const char *text, ...)
{
        va_list values;
        int len;

        va_start(values, text);
        len = vsnprintf(NULL, 0, text, values);
        va_end(values);
        assert(len >= 0);
        if (!has_room(b, (size_t)len))
                return;
        va_start(values, text);
        len = vsnprintf(b->at + b->len, (size_t)len + 1, text, values);
        va_end(values);
        b->len += (size_t)len;
}

void
buf_byte(struct buf *b, char byte)
{
        if (b->len + 1 < b->room && b->len < b->limit && !b->failed)
                b->at[b->len++] = byte;
        else
                buf_add(b, (struct str){ &byte, 1 });
}

bool
buf_done(struct buf *b, struct str *out)
{
        if (b->failed)
                return false;
        *out = buf_text(b);
        return true;
}

struct str
buf_text(const struct buf *b)
{
        return (struct str){ b->at, b->len };
}
