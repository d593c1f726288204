#include "base/utf8.h"

#include <string.h>

struct range {
        uint32_t first, last;
};

/* By the first byte: how many follow, and what the first of those may be. The narrower ranges keep
 * out overlong forms, surrogates and what lies past U+10FFFF (RFC 3629 §4). */
struct lead {
        unsigned char first, last, follow, low, high;
};

static const struct lead leads[] = {
        { 0x00, 0x7f, 0, 0x00, 0x00 }, { 0xc2, 0xdf, 1, 0x80, 0xbf }, { 0xe0, 0xe0, 2, 0xa0, 0xbf },
        { 0xe1, 0xec, 2, 0x80, 0xbf }, { 0xed, 0xed, 2, 0x80, 0x9f }, { 0xee, 0xef, 2, 0x80, 0xbf },
        { 0xf0, 0xf0, 3, 0x90, 0xbf }, { 0xf1, 0xf3, 3, 0x80, 0xbf }, { 0xf4, 0xf4, 3, 0x80, 0x8f },
};

static bool
in_ranges(const struct range *ranges, size_t count, uint32_t code)
{
        for (size_t i = 0; i < count; i++)
                if (code >= ranges[i].first && code <= ranges[i].last)
                        return true;
        return false;
}

/* Bytes of the well-formed sequence that at begins with; 0: none. */
static size_t
sequence_len(const unsigned char *at, size_t len)
{
        /* Nearly all of Chinese. */
        if (len >= 3 && at[0] >= 0xe1 && at[0] <= 0xec)
                return (at[1] & 0xc0) == 0x80 && (at[2] & 0xc0) == 0x80 ? 3 : 0;
        for (size_t i = 0; i < COUNT(leads); i++) {
                const struct lead *l = &leads[i];

                if (at[0] < l->first || at[0] > l->last)
                        continue;
                if (len < l->follow + 1u)
                        return 0;
                if (l->follow > 0 && (at[1] < l->low || at[1] > l->high))
                        return 0;
                for (size_t k = 2; k <= l->follow; k++)
                        if ((at[k] & 0xc0) != 0x80)
                                return 0;
                return l->follow + 1u;
        }
        return 0;
}

static size_t
ascii_len(const char *at, size_t len)
{
        size_t i = 0;
        uint64_t eight;

        while (i + 8 <= len) {
                memcpy(&eight, at + i, 8);
                if (eight & UINT64_C(0x8080808080808080))
                        break;
                i += 8;
        }
        while (i < len && (unsigned char)at[i] < 0x80)
                i++;
        return i;
}

bool
utf8_ok(struct str s)
{
        size_t at = 0;

        while (at < s.len) {
                size_t len;

                at += ascii_len(s.at + at, s.len - at);
                if (at == s.len)
                        break;
                do {
                        len = sequence_len((const unsigned char *)s.at + at, s.len - at);
                        at += len;
                } while (len > 1 && at < s.len);
                if (len == 0)
                        return false;
        }
        return true;
}

bool
utf8_plain(struct str s)
{
        static const struct range hidden[] = {
                { 0x00, 0x08 },     { 0x0b, 0x1f },       { 0x7f, 0x9f },     { 0x200b, 0x200b },
                { 0x200e, 0x200f }, { 0x2028, 0x202e },   { 0x2060, 0x2069 }, { 0xfdd0, 0xfdef },
                { 0xfeff, 0xfeff }, { 0xe0000, 0xe007f },
        };

        if (!utf8_ok(s))
                return false;
        while (s.len > 0) {
                uint32_t code = utf8_next(&s);

                if ((code & 0xfffe) == 0xfffe || in_ranges(hidden, COUNT(hidden), code))
                        return false;
        }
        return true;
}

size_t
utf8_count(struct str s)
{
        size_t count = 0;

        for (size_t i = 0; i < s.len; i++)
                count += ((unsigned char)s.at[i] & 0xc0) != 0x80;
        return count;
}

uint32_t
utf8_next(struct str *s)
{
        const unsigned char *at = (const unsigned char *)s->at;
        size_t len = 1;
        uint32_t code;

        assert(s->len > 0);
        code = at[0];
        if (code >= 0xf0) {
                len = 4;
                code &= 0x07;
        } else if (code >= 0xe0) {
                len = 3;
                code &= 0x0f;
        } else if (code >= 0xc0) {
                len = 2;
                code &= 0x1f;
        }
        assert(len <= s->len);
        for (size_t i = 1; i < len; i++)
                code = code << 6 | (at[i] & 0x3fu);
        s->at += len;
        s->len -= len;
        return code;
}

size_t
utf8_put(uint32_t code, char out[4])
{
        static const unsigned char marks[] = { 0x00, 0x00, 0xc0, 0xe0, 0xf0 };
        size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

        assert(code <= 0x10ffff);
        for (size_t i = len - 1; i > 0; i--) {
                out[i] = (char)(0x80 | (code & 0x3f));
                code >>= 6;
        }
        out[0] = (char)(marks[len] | code);
        return len;
}

size_t
utf8_width(struct str s)
{
        /* Unicode Standard Annex 11: East Asian Wide and Fullwidth. */
        static const struct range wide[] = {
                { 0x1100, 0x115f },   { 0x231a, 0x231b },   { 0x2e80, 0x303e },
                { 0x3041, 0x33ff },   { 0x3400, 0x4dbf },   { 0x4e00, 0xa4cf },
                { 0xa960, 0xa97f },   { 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },
                { 0xfe30, 0xfe6f },   { 0xff01, 0xff60 },   { 0xffe0, 0xffe6 },
                { 0x1f300, 0x1f64f }, { 0x1f680, 0x1f6ff }, { 0x1f900, 0x1f9ff },
                { 0x20000, 0x3fffd },
        };
        static const struct range none[] = {
                { 0x00, 0x1f },     { 0x7f, 0x9f },     { 0x0300, 0x036f },
                { 0x200b, 0x200f }, { 0x202a, 0x202e }, { 0x2060, 0x2069 },
                { 0x3099, 0x309a }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
        };
        size_t width = 0;

        while (s.len > 0) {
                uint32_t code = utf8_next(&s);

                if (in_ranges(none, COUNT(none), code))
                        continue;
                width += in_ranges(wide, COUNT(wide), code) ? 2 : 1;
        }
        return width;
}
