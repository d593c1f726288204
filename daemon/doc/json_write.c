#include "base/utf8.h"
#include "doc/json.h"
#include "doc/private.h"

enum { BRACKETS_MAX = 64 };

void
json_init(struct json *j, struct buf *b)
{
        *j = (struct json){ .to = b };
}

static bool
in_list(const struct json *j)
{
        return j->depth > 0 && (j->lists >> (j->depth - 1) & 1) != 0;
}

/* Beside the controls, what may not stand in a string as it is, or has to be looked at. */
static const bool is_special[256] = { ['"'] = true, ['\\'] = true, [0xed] = true };

/* Bytes at the start of s that stand in a string as they are. */
static size_t
plain_len(struct str s)
{
        size_t len = 0;

        while (len < s.len && (unsigned char)s.at[len] >= 0x20 &&
               !is_special[(unsigned char)s.at[len]])
                len++;
        return len;
}

static void
put_unit(struct buf *b, uint32_t unit)
{
        buf_addf(b, "\\u%04x", unit);
}

/* A byte that plain_len stopped at, and what belongs to it; cuts it off s. */
static void
put_escape(struct buf *b, struct str *s)
{
        static const char from[] = "\"\\\b\f\n\r\t";
        static const char to[] = "\"\\bfnrt";
        struct str rest = { s->at + 1, s->len - 1 };
        uint32_t code;

        /* Hangul stands here beside lone surrogates, which no UTF-8 may hold. */
        if ((unsigned char)s->at[0] == 0xed && s->len >= 3) {
                struct str three = { s->at, 3 };

                code = utf8_next(s);
                if (code >= 0xd800 && code <= 0xdfff)
                        put_unit(b, code);
                else
                        buf_add(b, three);
                return;
        }
        for (size_t i = 0; i < sizeof from - 1; i++) {
                if (s->at[0] != from[i])
                        continue;
                buf_byte(b, '\\');
                buf_byte(b, to[i]);
                *s = rest;
                return;
        }
        put_unit(b, (unsigned char)s->at[0]);
        *s = rest;
}

static void
put_string(struct buf *b, struct str s)
{
        buf_byte(b, '"');
        while (s.len > 0) {
                size_t len = plain_len(s);

                buf_add(b, (struct str){ s.at, len });
                s = (struct str){ s.at + len, s.len - len };
                if (s.len > 0)
                        put_escape(b, &s);
        }
        buf_byte(b, '"');
}

/* The comma before a value, and its key inside a map. */
static void
begin(struct json *j, struct str key)
{
        assert(j->depth > 0 || !j->comma);
        if (j->comma)
                buf_byte(j->to, ',');
        if (j->depth > 0 && !in_list(j)) {
                put_string(j->to, key);
                buf_byte(j->to, ':');
        } else {
                assert(key.len == 0);
        }
        j->comma = true;
}

static void
open_bracket(struct json *j, struct str key, bool is_list)
{
        uint64_t bit;

        assert(j->depth < BRACKETS_MAX);
        begin(j, key);
        buf_byte(j->to, is_list ? '[' : '{');
        bit = UINT64_C(1) << j->depth;
        j->lists = is_list ? j->lists | bit : j->lists & ~bit;
        j->depth++;
        j->comma = false;
}

void
json_map(struct json *j, struct str key)
{
        open_bracket(j, key, false);
}

void
json_list(struct json *j, struct str key)
{
        open_bracket(j, key, true);
}

void
json_end(struct json *j)
{
        assert(j->depth > 0);
        buf_byte(j->to, in_list(j) ? ']' : '}');
        j->depth--;
        j->comma = true;
}

void
json_text(struct json *j, struct str key, struct str value)
{
        begin(j, key);
        put_string(j->to, value);
}

void
json_number(struct json *j, struct str key, struct str digits)
{
        assert(digits.len > 0 && number_len(digits.at, digits.at + digits.len) == digits.len);
        begin(j, key);
        buf_add(j->to, digits);
}

void
json_uint(struct json *j, struct str key, uint64_t value)
{
        begin(j, key);
        buf_addf(j->to, "%llu", (unsigned long long)value);
}

void
json_bool(struct json *j, struct str key, bool value)
{
        begin(j, key);
        buf_add(j->to, value ? STR("true") : STR("false"));
}

void
json_null(struct json *j, struct str key)
{
        begin(j, key);
        buf_add(j->to, STR("null"));
}

void
json_raw(struct json *j, struct str key, struct str text)
{
        assert(text.len > 0);
        begin(j, key);
        buf_add(j->to, text);
}

static void
put_children(struct json *j, const struct doc *d)
{
        for (uint32_t i = 0; i < d->count; i++)
                json_doc(j, d->kind == DOC_MAP ? d->child[i].key : (struct str){ 0 }, &d->child[i]);
        json_end(j);
}

void
json_doc(struct json *j, struct str key, const struct doc *d)
{
        switch (d->kind) {
        case DOC_NULL:
                json_null(j, key);
                return;
        case DOC_BOOL:
                json_bool(j, key, d->truth);
                return;
        case DOC_NUMBER:
                json_number(j, key, d->text);
                return;
        case DOC_TEXT:
                json_text(j, key, d->text);
                return;
        case DOC_LIST:
                json_list(j, key);
                put_children(j, d);
                return;
        case DOC_MAP:
                json_map(j, key);
                put_children(j, d);
                return;
        }
}
