#include "rule/private.h"

#include <string.h>

static const struct {
        const char *text;
        enum sign sign;
} signs[] = {
        { "&&", SIGN_AND },       { "||", SIGN_OR },         { "==", SIGN_EQUAL },
        { "!=", SIGN_NOT_EQUAL }, { "<=", SIGN_LESS_EQUAL }, { ">=", SIGN_GREATER_EQUAL },
        { "(", SIGN_OPEN },       { ")", SIGN_CLOSE },       { "[", SIGN_OPEN_LIST },
        { "]", SIGN_CLOSE_LIST }, { "{", SIGN_OPEN_MAP },    { "}", SIGN_CLOSE_MAP },
        { ",", SIGN_COMMA },      { ".", SIGN_DOT },         { ":", SIGN_COLON },
        { "?", SIGN_QUESTION },   { "!", SIGN_NOT },         { "<", SIGN_LESS },
        { ">", SIGN_GREATER },    { "+", SIGN_ADD },         { "-", SIGN_SUBTRACT },
        { "*", SIGN_MULTIPLY },   { "/", SIGN_DIVIDE },      { "%", SIGN_MODULO },
};

static bool
is_digit(char c)
{
        return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static int
hex_of(char c)
{
        if (is_digit(c))
                return c - '0';
        if (c >= 'a' && c <= 'f')
                return c - 'a' + 10;
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte that stands so far ahead, or 0 past the end. */
static char
peek(const struct lexer *l, uint32_t ahead)
{
        return l->at + ahead < l->text.len ? l->text.at[l->at + ahead] : '\0';
}

void
lex_bad(struct lexer *l, struct token *t, const char *why)
{
        t->kind = TOKEN_BAD;
        t->why = why;
        l->at = (uint32_t)l->text.len;
}

static void
skip_space(struct lexer *l)
{
        while (l->at < l->text.len) {
                char c = l->text.at[l->at];

                if (c == '/' && peek(l, 1) == '/')
                        while (l->at < l->text.len && l->text.at[l->at] != '\n')
                                l->at++;
                else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f')
                        l->at++;
                else
                        return;
        }
}

/* Adds a digit below 2^63, where a minus before it may still make it fit. */
static bool
add_digit(uint64_t *magnitude, uint64_t base, int digit)
{
        const uint64_t most = (uint64_t)1 << 63;

        if (*magnitude > (most - (uint64_t)digit) / base)
                return false;
        *magnitude = *magnitude * base + (uint64_t)digit;
        return true;
}

static void
lex_hex(struct lexer *l, struct token *t)
{
        t->kind = TOKEN_WHOLE;
        for (l->at += 2; hex_of(peek(l, 0)) >= 0; l->at++)
                if (!add_digit(&t->magnitude, 16, hex_of(peek(l, 0)))) {
                        lex_bad(l, t, "expr_number");
                        return;
                }
}

static void
skip_digits(struct lexer *l)
{
        while (is_digit(peek(l, 0)))
                l->at++;
}

/* False: no exponent stands here. */
static bool
skip_exponent(struct lexer *l)
{
        uint32_t sign = peek(l, 1) == '+' || peek(l, 1) == '-';

        if ((peek(l, 0) != 'e' && peek(l, 0) != 'E') || !is_digit(peek(l, 1 + sign)))
                return false;
        l->at += 1 + sign;
        skip_digits(l);
        return true;
}

static void
lex_decimal(struct lexer *l, struct token *t)
{
        struct str digits = { l->text.at + t->at, l->at - t->at };

        if (digits.at[0] == '.')
                digits = str_format(l->arena, "0%.*s", STR_ARG(digits));
        t->kind = TOKEN_LITERAL;
        t->literal.kind = VALUE_DECIMAL;
        if (!dec_parse(digits, &t->literal.as.dec))
                lex_bad(l, t, "expr_number");
}

static void
lex_whole(struct lexer *l, struct token *t)
{
        t->kind = TOKEN_WHOLE;
        for (uint32_t i = t->at; i < l->at; i++)
                if (!add_digit(&t->magnitude, 10, l->text.at[i] - '0')) {
                        lex_bad(l, t, "expr_number");
                        return;
                }
}

static void
lex_number(struct lexer *l, struct token *t)
{
        bool point;

        if (peek(l, 0) == '0' && (peek(l, 1) == 'x' || peek(l, 1) == 'X') &&
            hex_of(peek(l, 2)) >= 0) {
                lex_hex(l, t);
        } else {
                skip_digits(l);
                point = peek(l, 0) == '.' && is_digit(peek(l, 1));
                if (point) {
                        l->at++;
                        skip_digits(l);
                }
                if (skip_exponent(l) || point)
                        lex_decimal(l, t);
                else
                        lex_whole(l, t);
        }
        if (t->kind == TOKEN_WHOLE && (peek(l, 0) == 'u' || peek(l, 0) == 'U'))
                lex_bad(l, t, "expr_unsupported");
}

static void
lex_name(struct lexer *l, struct token *t)
{
        while (is_letter(peek(l, 0)) || is_digit(peek(l, 0)))
                l->at++;
        t->kind = TOKEN_NAME;
        t->name = (struct str){ l->text.at + t->at, l->at - t->at };
        if (str_is(t->name, "in")) {
                t->kind = TOKEN_SIGN;
                t->sign = SIGN_IN;
        } else if (str_is(t->name, "null")) {
                t->kind = TOKEN_LITERAL;
                t->literal.kind = VALUE_NULL;
        } else if (str_is(t->name, "true") || str_is(t->name, "false")) {
                t->kind = TOKEN_LITERAL;
                t->literal.kind = VALUE_BOOL;
                t->literal.as.truth = t->name.len == 4;
        }
}

static void
lex_quoted(struct lexer *l, struct token *t)
{
        const char *more = "_.-/ ";

        for (l->at++; is_letter(peek(l, 0)) || is_digit(peek(l, 0)) ||
                      (peek(l, 0) != '\0' && strchr(more, peek(l, 0)) != NULL);
             l->at++)
                ;
        if (peek(l, 0) != '`' || l->at == t->at + 1) {
                lex_bad(l, t, "expr_syntax");
                return;
        }
        t->kind = TOKEN_QUOTED;
        t->name = (struct str){ l->text.at + t->at + 1, l->at - t->at - 1 };
        l->at++;
}

static void
lex_sign(struct lexer *l, struct token *t)
{
        struct str rest = { l->text.at + l->at, l->text.len - l->at };

        for (size_t i = 0; i < COUNT(signs); i++)
                if (str_starts(rest, str_of(signs[i].text))) {
                        t->kind = TOKEN_SIGN;
                        t->sign = signs[i].sign;
                        l->at += (uint32_t)strlen(signs[i].text);
                        return;
                }
        lex_bad(l, t, "expr_syntax");
}

static bool
is_quote(char c)
{
        return c == '"' || c == '\'';
}

static bool
is_one_of(char c, char lower, char upper)
{
        return c == lower || c == upper;
}

/* b'..', br'..' and rb'..' are bytes, which this language does without. */
static bool
opens_bytes(const struct lexer *l)
{
        char first = peek(l, 0), second = peek(l, 1);

        if (is_one_of(first, 'b', 'B'))
                return is_quote(second) || (is_one_of(second, 'r', 'R') && is_quote(peek(l, 2)));
        return is_one_of(first, 'r', 'R') && is_one_of(second, 'b', 'B') && is_quote(peek(l, 2));
}

void
lex_next(struct lexer *l, struct token *t)
{
        char c;

        skip_space(l);
        *t = (struct token){ .at = l->at };
        c = peek(l, 0);
        if (l->at >= l->text.len)
                t->kind = TOKEN_END;
        else if (opens_bytes(l))
                lex_bad(l, t, "expr_unsupported");
        else if (is_quote(c))
                lex_text(l, t, false);
        else if (is_one_of(c, 'r', 'R') && is_quote(peek(l, 1)))
                lex_text(l, t, true);
        else if (is_letter(c))
                lex_name(l, t);
        else if (is_digit(c) || (c == '.' && is_digit(peek(l, 1))))
                lex_number(l, t);
        else if (c == '`')
                lex_quoted(l, t);
        else
                lex_sign(l, t);
        t->end = l->at;
}
