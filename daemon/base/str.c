#include "base/str.h"

#include "base/limits.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct str
str_of(const char *text)
{
        return text ? (struct str){ text, strlen(text) } : (struct str){ 0 };
}

bool
str_eq(struct str a, struct str b)
{
        return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool
str_is(struct str a, const char *b)
{
        return str_eq(a, str_of(b));
}

int
str_cmp(struct str a, struct str b)
{
        size_t shorter = a.len < b.len ? a.len : b.len;
        int order = shorter ? memcmp(a.at, b.at, shorter) : 0;

        if (order != 0)
                return order;
        return a.len < b.len ? -1 : a.len > b.len;
}

bool
str_starts(struct str s, struct str start)
{
        return s.len >= start.len && str_eq((struct str){ s.at, start.len }, start);
}

bool
str_ends(struct str s, struct str end)
{
        if (s.len < end.len)
                return false;
        return end.len == 0 || memcmp(s.at + (s.len - end.len), end.at, end.len) == 0;
}

static size_t
byte_find(struct str s, char byte)
{
        const char *at = s.len > 0 ? memchr(s.at, byte, s.len) : NULL;

        return at ? (size_t)(at - s.at) : s.len;
}

bool
str_cut(struct str *rest, char separator, struct str *part)
{
        if (rest->len == 0)
                return false;
        *part = (struct str){ rest->at, byte_find(*rest, separator) };
        if (part->len == rest->len) {
                *rest = (struct str){ 0 };
                return true;
        }
        rest->at += part->len + 1;
        rest->len -= part->len + 1;
        return true;
}

ptrdiff_t
str_find(struct str s, struct str needle)
{
        if (needle.len > s.len)
                return -1;
        for (size_t i = 0; i + needle.len <= s.len; i++)
                if (needle.len == 0 || memcmp(s.at + i, needle.at, needle.len) == 0)
                        return (ptrdiff_t)i;
        return -1;
}

struct str
str_keep(struct arena *a, struct str s)
{
        char *copy;

        if (s.len == 0)
                return (struct str){ 0 };
        copy = arena_take(a, s.len);
        memcpy(copy, s.at, s.len);
        return (struct str){ copy, s.len };
}

struct str
str_join(struct arena *a, const struct str *parts, uint32_t count, char between)
{
        size_t len = count > 0 ? count - 1 : 0;
        char *to, *at;

        for (uint32_t i = 0; i < count; i++)
                len += parts[i].len;
        if (len == 0)
                return (struct str){ 0 };
        at = to = arena_take(a, len);
        for (uint32_t i = 0; i < count; i++) {
                if (i > 0)
                        *at++ = between;
                if (parts[i].len > 0)
                        memcpy(at, parts[i].at, parts[i].len);
                at += parts[i].len;
        }
        return (struct str){ to, len };
}

char *
str_c(struct arena *a, struct str s)
{
        char *copy = arena_take(a, s.len + 1);

        if (s.len == 0)
                return copy;
        assert(byte_find(s, 0) == s.len);
        memcpy(copy, s.at, s.len);
        return copy;
}

struct str
str_format(struct arena *a, const char *text, ...)
{
        va_list values;
        int len;
        char *at;

        va_start(values, text);
        len = vsnprintf(NULL, 0, text, values);
        va_end(values);
        assert(len >= 0);
        at = arena_take(a, (size_t)len + 1);
        va_start(values, text);
        len = vsnprintf(at, (size_t)len + 1, text, values);
        va_end(values);
        return (struct str){ at, (size_t)len };
}

uint64_t
str_hash(struct str s, uint64_t seed)
{
        uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ seed;

        for (size_t i = 0; i < s.len; i++)
                hash = (hash ^ (unsigned char)s.at[i]) * UINT64_C(0x100000001b3);
        return hash;
}

bool
str_uint(struct str s, uint64_t max, uint64_t *out)
{
        uint64_t value = 0;

        if (s.len == 0)
                return false;
        for (size_t i = 0; i < s.len; i++) {
                unsigned digit = (unsigned char)s.at[i] - (unsigned)'0';

                if (digit > 9 || value > max / 10 || digit > max - value * 10)
                        return false;
                value = value * 10 + digit;
        }
        *out = value;
        return true;
}

static uint32_t
least(uint32_t a, uint32_t b)
{
        return a < b ? a : b;
}

uint32_t
str_distance(struct str a, struct str b, uint32_t max)
{
        uint32_t rows[3][DISTANCE_BYTES_MAX + 1];
        uint32_t *before = rows[0], *above = rows[1], *row = rows[2];
        size_t apart = a.len > b.len ? a.len - b.len : b.len - a.len;

        if (apart > max || a.len > DISTANCE_BYTES_MAX || b.len > DISTANCE_BYTES_MAX)
                return max + 1;
        for (uint32_t k = 0; k <= b.len; k++)
                above[k] = k;
        for (uint32_t i = 1; i <= a.len; i++) {
                uint32_t *free_row = before;
                uint32_t best = i;

                row[0] = i;
                for (uint32_t k = 1; k <= b.len; k++) {
                        uint32_t change = a.at[i - 1] != b.at[k - 1];

                        row[k] = least(least(above[k], row[k - 1]) + 1, above[k - 1] + change);
                        if (i > 1 && k > 1 && a.at[i - 1] == b.at[k - 2] &&
                            a.at[i - 2] == b.at[k - 1])
                                row[k] = least(row[k], before[k - 2] + 1);
                        best = least(best, row[k]);
                }
                if (best > max + 1)
                        return max + 1;
                before = above;
                above = row;
                row = free_row;
        }
        return least(above[b.len], max + 1);
}
