#include "base/base64.h"

static const char digits64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char digits16[] = "0123456789abcdef";

enum { NO_DIGIT = 64 };

static unsigned
value_of(char digit)
{
        if (digit >= 'A' && digit <= 'Z')
                return (unsigned)(digit - 'A');
        if (digit >= 'a' && digit <= 'z')
                return (unsigned)(digit - 'a') + 26;
        if (digit >= '0' && digit <= '9')
                return (unsigned)(digit - '0') + 52;
        if (digit == '+')
                return 62;
        return digit == '/' ? 63 : NO_DIGIT;
}

static size_t
padding_len(struct str text)
{
        size_t len = 0;

        while (len < 2 && len < text.len && text.at[text.len - 1 - len] == '=')
                len++;
        return len;
}

/* count digits to count * 3 / 4 bytes. False: no digit, or bits left over that are not zero. */
static bool
group_read(const char *at, size_t count, char *out)
{
        uint32_t bits = 0;
        uint32_t over = count == 2 ? 0xffff : count == 3 ? 0xff : 0;

        for (size_t i = 0; i < 4; i++) {
                unsigned value = i < count ? value_of(at[i]) : 0;

                if (value == NO_DIGIT)
                        return false;
                bits = bits << 6 | value;
        }
        for (size_t i = 0; i + 1 < count; i++)
                out[i] = (char)(bits >> (16 - 8 * i) & 0xff);
        return (bits & over) == 0;
}

bool
base64_read(struct arena *a, struct str text, struct str *bytes)
{
        size_t padding = padding_len(text);
        size_t len = text.len / 4 * 3 - padding;
        char *out;

        if (text.len % 4 != 0)
                return false;
        if (text.len == 0) {
                *bytes = (struct str){ 0 };
                return true;
        }
        out = arena_take(a, len);
        for (size_t i = 0; i < text.len; i += 4) {
                size_t count = i + 4 == text.len ? 4 - padding : 4;

                if (!group_read(text.at + i, count, out + i / 4 * 3))
                        return false;
        }
        *bytes = (struct str){ out, len };
        return true;
}

struct str
base64_write(struct arena *a, struct str bytes)
{
        size_t len = (bytes.len + 2) / 3 * 4;
        char *out = arena_take(a, len);

        for (size_t i = 0; i < bytes.len; i += 3) {
                size_t count = bytes.len - i < 3 ? bytes.len - i : 3;
                uint32_t bits = 0;

                for (size_t k = 0; k < 3; k++)
                        bits = bits << 8 | (k < count ? (unsigned char)bytes.at[i + k] : 0u);
                for (size_t k = 0; k < 4; k++)
                        out[i / 3 * 4 + k] =
                                k > count ? '=' : digits64[bits >> (18 - 6 * k) & 0x3f];
        }
        return (struct str){ out, len };
}

static int
nibble_of(char digit)
{
        if (digit >= '0' && digit <= '9')
                return digit - '0';
        if (digit >= 'a' && digit <= 'f')
                return digit - 'a' + 10;
        return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

bool
hex_read(struct arena *a, struct str text, struct str *bytes)
{
        char *out;

        if (text.len % 2 != 0)
                return false;
        out = arena_take(a, text.len / 2);
        for (size_t i = 0; i < text.len; i += 2) {
                int high = nibble_of(text.at[i]);
                int low = nibble_of(text.at[i + 1]);

                if (high < 0 || low < 0)
                        return false;
                out[i / 2] = (char)(high << 4 | low);
        }
        *bytes = (struct str){ out, text.len / 2 };
        return true;
}

struct str
hex_write(struct arena *a, struct str bytes)
{
        char *out = arena_take(a, bytes.len * 2);

        for (size_t i = 0; i < bytes.len; i++) {
                out[2 * i] = digits16[(unsigned char)bytes.at[i] >> 4];
                out[2 * i + 1] = digits16[(unsigned char)bytes.at[i] & 0xf];
        }
        return (struct str){ out, bytes.len * 2 };
}
