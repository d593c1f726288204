#include "base/utf8.h"
#include "doc/private.h"

#include <string.h>

struct reader {
        struct arena *arena;
        const char *start, *at, *end;
        const char *line_start;
        uint32_t line;
        uint32_t hidden; /* bytes since line_start that begin no code point */
        uint32_t depth;
        struct tree tree;
        const char *code; /* why it failed; at is where */
};

#define HIGH_BITS UINT64_C(0x8080808080808080)

/* What the quick run through a string passes over, and what ends it. */
enum { PLAIN, WIDE, QUOTE, BACKSLASH, CONTROL };

#define SAME_4(kind) kind, kind, kind, kind
#define SAME_16(kind) SAME_4(kind), SAME_4(kind), SAME_4(kind), SAME_4(kind)
#define SAME_64(kind) SAME_16(kind), SAME_16(kind), SAME_16(kind), SAME_16(kind)

/* The rows of sixteen that hold '"' and the backslash. */
#define ROW_2 PLAIN, PLAIN, QUOTE, PLAIN, SAME_4(PLAIN), SAME_4(PLAIN), SAME_4(PLAIN)
#define ROW_5 SAME_4(PLAIN), SAME_4(PLAIN), SAME_4(PLAIN), BACKSLASH, PLAIN, PLAIN, PLAIN

static const unsigned char kinds[256] = {
        SAME_16(CONTROL), /* 00 */
        SAME_16(CONTROL), /* 10 */
        ROW_2,            /* 20 */
        SAME_16(PLAIN),   /* 30 */
        SAME_16(PLAIN),   /* 40 */
        ROW_5,            /* 50 */
        SAME_16(PLAIN),   /* 60 */
        SAME_16(PLAIN),   /* 70 */
        SAME_64(WIDE),    /* 80 */
        SAME_64(WIDE),    /* C0 */
};

static bool
refuse(struct reader *r, const char *at, const char *code)
{
        r->at = at;
        r->code = code;
        return false;
}

static char
peek(const struct reader *r)
{
        return r->at < r->end ? *r->at : 0;
}

static void
skip_blanks(struct reader *r)
{
        for (; r->at < r->end; r->at++) {
                char byte = *r->at;

                if (byte == '\n') {
                        r->line++;
                        r->line_start = r->at + 1;
                        r->hidden = 0;
                } else if (byte != ' ' && byte != '\t' && byte != '\r') {
                        return;
                }
        }
}

/* Between most tokens of a message there is none. */
static inline void
skip_space(struct reader *r)
{
        if (r->at < r->end && (unsigned char)*r->at <= ' ')
                skip_blanks(r);
}

/* Four hexadecimal digits, or -1. */
static int32_t
hex_unit(const char *at, const char *end)
{
        int32_t unit = 0;

        if (end - at < 4)
                return -1;
        for (int i = 0; i < 4; i++) {
                char digit = at[i];
                int32_t value;

                if (digit >= '0' && digit <= '9')
                        value = digit - '0';
                else if (digit >= 'a' && digit <= 'f')
                        value = digit - 'a' + 10;
                else if (digit >= 'A' && digit <= 'F')
                        value = digit - 'A' + 10;
                else
                        return -1;
                unit = unit * 16 + value;
        }
        return unit;
}

/* at stands behind "\u"; moves past the code point, which two escapes may make up (§7). */
static int32_t
code_point(const char **at, const char *end)
{
        int32_t high = hex_unit(*at, end);
        int32_t low;

        if (high < 0)
                return -1;
        *at += 4;
        if (high < 0xd800 || high > 0xdbff || end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u')
                return high;
        low = hex_unit(*at + 2, end);
        if (low < 0xdc00 || low > 0xdfff)
                return high;
        *at += 6;
        return 0x10000 + (high - 0xd800) * 0x400 + (low - 0xdc00);
}

/* at stands behind a backslash; 0: no escape of RFC 8259. */
static size_t
unescape(const char **at, const char *end, char out[4])
{
        static const char from[] = "\"\\/bfnrt";
        static const char to[] = "\"\\/\b\f\n\r\t";
        int32_t code;

        if (*at == end)
                return 0;
        if (**at == 'u') {
                ++*at;
                code = code_point(at, end);
                return code < 0 ? 0 : utf8_put((uint32_t)code, out);
        }
        for (size_t i = 0; i < sizeof from - 1; i++) {
                if (**at != from[i])
                        continue;
                out[0] = to[i];
                ++*at;
                return 1;
        }
        return 0;
}

/* From a string's first byte to its closing quote, all of it scanned already. */
static bool
unescape_all(struct reader *r, const char *at, const char *end, struct str *out)
{
        size_t len = 0;
        char *text;

        if (arena_left(r->arena) <= (size_t)(end - at) + 16)
                return refuse(r, at, "json_nodes");
        text = arena_take(r->arena, (size_t)(end - at));
        while (at < end) {
                const char *escape = at;
                char bytes[4];
                size_t count;

                if (*at != '\\') {
                        text[len++] = *at++;
                        continue;
                }
                at++;
                count = unescape(&at, end, bytes);
                if (count == 0)
                        return refuse(r, escape, "json_escape");
                memcpy(text + len, bytes, count);
                len += count;
        }
        *out = (struct str){ text, len };
        return true;
}

/* A one in each of the eight bytes that equals the one that pattern repeats. */
static inline uint64_t
ones_where(uint64_t eight, uint64_t pattern)
{
        const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
        uint64_t x = eight ^ pattern;

        return ~(((x & low) + low) | x | low) >> 7;
}

/* Past what needs no second look, eight bytes at a time: neither '"', backslash nor control. */
static inline const char *
skip_plain(const char *at, const char *end, uint64_t *all)
{
        const uint64_t quotes = UINT64_C(0x2222222222222222);
        const uint64_t backslashes = UINT64_C(0x5c5c5c5c5c5c5c5c);
        const uint64_t top = UINT64_C(0xe0e0e0e0e0e0e0e0);
        uint64_t eight;

        for (; end - at >= 8; at += 8) {
                memcpy(&eight, at, 8);
                if (ones_where(eight, quotes) | ones_where(eight, backslashes) |
                    ones_where(eight & top, 0))
                        break;
                *all |= eight;
        }
        return at;
}

/* r->at stands on the opening quote, and afterwards behind the closing one. */
static bool
read_string(struct reader *r, struct str *out)
{
        const char *start = r->at + 1;
        const char *at = start;
        bool escaped = false;
        uint64_t all = 0;
        unsigned kind = CONTROL;

        for (;; at++) {
                at = skip_plain(at, r->end, &all);
                for (; at < r->end && (kind = kinds[(unsigned char)*at]) <= WIDE; at++)
                        all |= (unsigned char)*at;
                if (at == r->end || kind == CONTROL)
                        return refuse(r, at, "json_string");
                if (kind == QUOTE)
                        break;
                escaped = true;
                at += at + 1 < r->end;
        }
        *out = (struct str){ start, (size_t)(at - start) };
        if (all & HIGH_BITS)
                r->hidden += (uint32_t)(out->len - utf8_count(*out));
        if (escaped && !unescape_all(r, start, at, out))
                return false;
        r->at = at + 1;
        return true;
}

static bool
read_word(struct reader *r, struct str word)
{
        if (!str_starts((struct str){ r->at, (size_t)(r->end - r->at) }, word))
                return refuse(r, r->at, "json_syntax");
        r->at += word.len;
        return true;
}

static bool
read_number(struct reader *r, struct str *out)
{
        size_t len = number_len(r->at, r->end);

        if (len == 0)
                return refuse(r, r->at, "json_number");
        *out = (struct str){ r->at, len };
        r->at += len;
        return true;
}

static bool read_value(struct reader *r, struct str key);

/* "key" : and the space around them. */
static bool
read_key(struct reader *r, struct str *key)
{
        if (peek(r) != '"')
                return refuse(r, r->at, "json_syntax");
        if (!read_string(r, key))
                return false;
        skip_space(r);
        if (peek(r) != ':')
                return refuse(r, r->at, "json_syntax");
        r->at++;
        skip_space(r);
        return true;
}

/* What stands between brackets; r->at stands on the opening one. */
static bool
read_children(struct reader *r, char closing)
{
        struct str key = { 0 };

        if (r->depth == DOC_DEPTH_MAX)
                return refuse(r, r->at, "json_depth");
        r->depth++;
        r->at++;
        skip_space(r);
        if (peek(r) == closing) {
                r->at++;
                r->depth--;
                return true;
        }
        for (;;) {
                if (closing == '}' && !read_key(r, &key))
                        return false;
                if (!read_value(r, key))
                        return false;
                skip_space(r);
                if (peek(r) != ',')
                        break;
                r->at++;
                skip_space(r);
        }
        if (peek(r) != closing)
                return refuse(r, r->at, "json_syntax");
        r->at++;
        r->depth--;
        return true;
}

/* A key that stands in the text unescaped says where it stands; else its value does. */
static bool
check_keys(struct reader *r, const struct doc *map, const char *opening)
{
        const struct doc *twice;

        if (map->count > DOC_KEYS_MAX)
                return refuse(r, opening, "json_too_many_keys");
        twice = map_duplicate(map);
        if (twice == NULL)
                return true;
        if (twice->key.at > r->start && twice->key.at < r->end)
                return refuse(r, twice->key.at - 1, "json_duplicate_key");
        return refuse(r, opening, "json_duplicate_key");
}

static bool
read_family(struct reader *r, uint32_t number, bool is_map)
{
        const char *opening = r->at;

        r->tree.nodes[number].kind = is_map ? DOC_MAP : DOC_LIST;
        if (!read_children(r, is_map ? '}' : ']'))
                return false;
        tree_close(&r->tree, number);
        return !is_map || check_keys(r, &r->tree.nodes[number], opening);
}

static bool
read_value(struct reader *r, struct str key)
{
        struct doc *d = tree_add(&r->tree);
        uint32_t number = r->tree.open - 1;

        if (d == NULL)
                return refuse(r, r->at, "json_nodes");
        d->line = r->line;
        d->column = (uint32_t)(r->at - r->line_start) - r->hidden + 1;
        d->key = key;
        if (r->at == r->end)
                return refuse(r, r->at, "json_syntax");
        switch (*r->at) {
        case '{':
        case '[':
                return read_family(r, number, *r->at == '{');
        case '"':
                d->kind = DOC_TEXT;
                return read_string(r, &d->text);
        case 't':
                d->kind = DOC_BOOL;
                d->truth = true;
                return read_word(r, STR("true"));
        case 'f':
                d->kind = DOC_BOOL;
                return read_word(r, STR("false"));
        case 'n':
                return read_word(r, STR("null"));
        default:
                if (*r->at != '-' && (*r->at < '0' || *r->at > '9'))
                        return refuse(r, r->at, "json_syntax");
                d->kind = DOC_NUMBER;
                return read_number(r, &d->text);
        }
}

struct survey {
        size_t count;
        uint64_t all; /* every byte, one over the other */
};

static inline void
survey_eight(struct survey *s, uint64_t eight)
{
        const uint64_t commas = UINT64_C(0x2c2c2c2c2c2c2c2c);
        const uint64_t brackets = UINT64_C(0x7b7b7b7b7b7b7b7b); /* '{', and '[' with 0x20 set */
        const uint64_t bit = UINT64_C(0x2020202020202020);
        uint64_t ones = ones_where(eight, commas) + ones_where(eight | bit, brackets);

        s->all |= eight;
        s->count += ones * UINT64_C(0x0101010101010101) >> 56;
}

/* Every node but the root follows a comma or an opening bracket. high: some byte is not ASCII. */
static size_t
count_nodes(struct str bytes, bool *high)
{
        struct survey s = { .count = 1 };
        uint64_t eight;
        size_t i = 0;

        for (; i + 8 <= bytes.len; i += 8) {
                memcpy(&eight, bytes.at + i, 8);
                survey_eight(&s, eight);
        }
        eight = 0;
        memcpy(&eight, bytes.at + i, bytes.len - i);
        survey_eight(&s, eight);
        *high = (s.all & HIGH_BITS) != 0;
        return s.count;
}

static bool
read_all(struct reader *r)
{
        skip_space(r);
        if (r->at == r->end)
                return refuse(r, r->at, "json_empty");
        if (!read_value(r, (struct str){ 0 }))
                return false;
        skip_space(r);
        return r->at == r->end || refuse(r, r->at, "json_trailing");
}

static const struct doc *
json_read(struct arena *a, struct str bytes, size_t most, struct doc_error *e)
{
        struct reader r = { .arena = a, .line = 1 };
        size_t count;
        bool high;

        if (bytes.len == 0)
                return error_at(e, bytes, 0, "json_empty");
        r.start = r.at = r.line_start = bytes.at;
        r.end = bytes.at + bytes.len;
        count = count_nodes(bytes, &high);
        if (high && !utf8_ok(bytes))
                return error_at(e, bytes, utf8_valid_len(bytes), "json_utf8");
        if (!tree_init(&r.tree, a, count, most))
                return error_at(e, bytes, 0, "json_nodes");
        if (!read_all(&r))
                return error_at(e, bytes, (size_t)(r.at - r.start), r.code);
        return r.tree.nodes;
}

const struct doc *
doc_json(struct arena *a, struct str bytes, struct doc_error *e)
{
        return json_read(a, bytes, DOC_NODES_MAX, e);
}

const struct doc *
doc_json_stored(struct arena *a, struct str bytes, struct doc_error *e)
{
        return json_read(a, bytes, DOC_STORED_NODES_MAX, e);
}
