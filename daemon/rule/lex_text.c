#include "base/utf8.h"
#include "rule/private.h"

/* A text literal under way: it cannot grow beyond what stands in the text. */
struct writing {
        char *at;
        size_t len;
};

static const struct {
        char letter, byte;
} escapes[] = {
        { 'a', '\a' }, { 'b', '\b' },  { 'f', '\f' }, { 'n', '\n' }, { 'r', '\r' },  { 't', '\t' },
        { 'v', '\v' }, { '\\', '\\' }, { '?', '?' },  { '"', '"' },  { '\'', '\'' }, { '`', '`' },
};

static int
digit_of(char c, uint32_t base)
{
        int value = -1;

        if (c >= '0' && c <= '9')
                value = c - '0';
        else if (c >= 'a' && c <= 'f')
                value = c - 'a' + 10;
        else if (c >= 'A' && c <= 'F')
                value = c - 'A' + 10;
        return value < (int)base ? value : -1;
}

/* Exactly count digits of a code point. False: fewer, or no code point. */
static bool
read_code(struct lexer *l, uint32_t count, uint32_t base, struct writing *to)
{
        uint32_t code = 0;

        for (uint32_t i = 0; i < count; i++, l->at++) {
                int digit = l->at < l->text.len ? digit_of(l->text.at[l->at], base) : -1;

                if (digit < 0 || code > UINT32_MAX / base - 1)
                        return false;
                code = code * base + (uint32_t)digit;
        }
        if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF) || (base == 8 && code > 0377))
                return false;
        to->len += utf8_put(code, to->at + to->len);
        return true;
}

/* After the backslash. */
static bool
read_escape(struct lexer *l, struct writing *to)
{
        char c = l->at < l->text.len ? l->text.at[l->at] : '\0';

        for (size_t i = 0; i < COUNT(escapes); i++)
                if (escapes[i].letter == c) {
                        to->at[to->len++] = escapes[i].byte;
                        l->at++;
                        return true;
                }
        if (c >= '0' && c <= '3')
                return read_code(l, 3, 8, to);
        l->at++;
        if (c == 'x' || c == 'X')
                return read_code(l, 2, 16, to);
        if (c == 'u')
                return read_code(l, 4, 16, to);
        return c == 'U' && read_code(l, 8, 16, to);
}

/* Does the closing quote stand here? */
static bool
closes(const struct lexer *l, char quote, uint32_t width)
{
        if (l->text.len - l->at < width)
                return false;
        for (uint32_t i = 0; i < width; i++)
                if (l->text.at[l->at + i] != quote)
                        return false;
        return true;
}

/* Moves to the closing quote. False: there is none. */
static bool
find_close(struct lexer *l, char quote, uint32_t width, bool raw, bool *escaped)
{
        for (; !closes(l, quote, width); l->at++) {
                char c = l->at < l->text.len ? l->text.at[l->at] : '\0';

                if (l->at >= l->text.len || (width == 1 && (c == '\n' || c == '\r')))
                        return false;
                if (c == '\\' && !raw && l->at + 1 < l->text.len) {
                        *escaped = true;
                        l->at++;
                }
        }
        return true;
}

static bool
unescape(struct lexer *l, struct str *text)
{
        struct lexer inside = { .text = *text };
        struct writing to = { .at = arena_take(l->arena, text->len) };

        while (inside.at < inside.text.len) {
                char c = inside.text.at[inside.at++];

                if (c != '\\')
                        to.at[to.len++] = c;
                else if (!read_escape(&inside, &to))
                        return false;
        }
        *text = (struct str){ to.at, to.len };
        return true;
}

void
lex_text(struct lexer *l, struct token *t, bool raw)
{
        bool escaped = false;
        struct str inside;
        uint32_t width;
        char quote;

        l->at += raw;
        quote = l->text.at[l->at];
        width = closes(l, quote, 3) ? 3 : 1;
        l->at += width;
        inside.at = l->text.at + l->at;
        if (!find_close(l, quote, width, raw, &escaped)) {
                lex_bad(l, t, "expr_text_open");
                return;
        }
        inside.len = (size_t)(l->text.at + l->at - inside.at);
        l->at += width;
        if (escaped && !unescape(l, &inside)) {
                lex_bad(l, t, "expr_escape");
                return;
        }
        t->kind = TOKEN_LITERAL;
        t->literal.kind = VALUE_TEXT;
        t->literal.as.text = inside;
}
