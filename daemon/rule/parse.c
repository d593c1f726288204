#include "base/utf8.h"
#include "rule/private.h"

/* One token ahead; the first mistake ends it, since what follows cannot be told apart from noise.
 */
struct parser {
        struct reading *reading;
        struct lexer lexer;
        struct token now;
        uint32_t ended; /* where the token before it did */
        uint32_t depth;
        bool failed;
};

/* How tightly a sign binds two operands; 0: it does not. */
static const uint8_t binds[SIGNS] = {
        [SIGN_OR] = 1,     [SIGN_AND] = 2,        [SIGN_EQUAL] = 3,    [SIGN_NOT_EQUAL] = 3,
        [SIGN_LESS] = 3,   [SIGN_LESS_EQUAL] = 3, [SIGN_GREATER] = 3,  [SIGN_GREATER_EQUAL] = 3,
        [SIGN_IN] = 3,     [SIGN_ADD] = 4,        [SIGN_SUBTRACT] = 4, [SIGN_MULTIPLY] = 5,
        [SIGN_DIVIDE] = 5, [SIGN_MODULO] = 5,
};

/* Names that CEL keeps for the languages it is embedded in. */
static const char *const reserved[] = {
        "as",  "break", "const",   "continue",  "else",   "for", "function", "if",    "import",
        "let", "loop",  "package", "namespace", "return", "var", "void",     "while",
};

static struct node *parse_expression(struct parser *p);

static void
next(struct parser *p)
{
        p->ended = p->now.end;
        lex_next(&p->lexer, &p->now);
}

static void
fail(struct parser *p, const char *code)
{
        if (p->failed)
                return;
        p->failed = true;
        reading_wrong(p->reading, p->now.kind == TOKEN_BAD ? p->now.why : code, p->now.at,
                      p->now.end);
        p->lexer.at = (uint32_t)p->lexer.text.len;
        next(p);
}

static bool
at_sign(const struct parser *p, enum sign s)
{
        return p->now.kind == TOKEN_SIGN && p->now.sign == s;
}

static bool
accept(struct parser *p, enum sign s)
{
        if (!at_sign(p, s))
                return false;
        next(p);
        return true;
}

static void
expect(struct parser *p, enum sign s)
{
        if (!accept(p, s))
                fail(p, "expr_syntax");
}

/* Ends where the token before this one ended. */
static void
close_node(struct parser *p, struct node *n)
{
        n->end = p->failed ? n->at : p->ended;
}

static struct node *
open_node(struct parser *p, enum node_kind kind, uint32_t at)
{
        if (p->reading->nodes >= EXPRESSION_NODES_MAX)
                fail(p, "expr_too_long");
        return node_new(p->reading, kind, at);
}

static void
parse_items(struct parser *p, struct node *to, enum sign close, bool pairs)
{
        while (!p->failed && !at_sign(p, close)) {
                node_adopt(to, parse_expression(p));
                if (pairs) {
                        expect(p, SIGN_COLON);
                        node_adopt(to, parse_expression(p));
                }
                if (!accept(p, SIGN_COMMA))
                        break;
        }
        expect(p, close);
}

/* The arguments after an opening bracket; no comma may trail. */
static void
parse_arguments(struct parser *p, struct node *call)
{
        if (accept(p, SIGN_CLOSE))
                return;
        do
                node_adopt(call, parse_expression(p));
        while (accept(p, SIGN_COMMA));
        expect(p, SIGN_CLOSE);
}

static struct node *
parse_call(struct parser *p, struct node *receiver, struct str name, uint32_t at)
{
        struct node *call = open_node(p, NODE_CALL, at);

        call->name = name;
        if (receiver != NULL) {
                call->method = true;
                node_adopt(call, receiver);
        }
        parse_arguments(p, call);
        close_node(p, call);
        if (!p->failed && !macro_expand(p->reading, call))
                p->failed = true;
        return call;
}

static struct node *
parse_literal(struct parser *p)
{
        struct node *n = open_node(p, NODE_LITERAL, p->now.at);

        n->literal = p->now.literal;
        n->end = p->now.end;
        next(p);
        return n;
}

static struct node *
parse_whole(struct parser *p, bool negative, uint32_t at)
{
        struct node *n = open_node(p, NODE_LITERAL, at);
        uint64_t magnitude = p->now.magnitude;

        if (!negative && magnitude > INT64_MAX)
                fail(p, "expr_number");
        n->literal.kind = VALUE_INT;
        n->literal.as.whole = negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude;
        n->end = p->now.end;
        next(p);
        return n;
}

static struct node *
parse_name(struct parser *p)
{
        uint32_t at = p->now.at;
        bool rooted = accept(p, SIGN_DOT);
        struct str name = p->now.name;
        struct node *n;

        if (p->now.kind != TOKEN_NAME)
                fail(p, "expr_syntax");
        for (size_t i = 0; i < COUNT(reserved); i++)
                if (str_is(name, reserved[i]))
                        fail(p, "expr_reserved");
        next(p);
        if (accept(p, SIGN_OPEN))
                return parse_call(p, NULL, name, at);
        n = open_node(p, NODE_NAME, at);
        n->name = name;
        n->rooted = rooted;
        close_node(p, n);
        return n;
}

static struct node *
parse_primary(struct parser *p)
{
        uint32_t at = p->now.at;
        struct node *n;

        if (p->now.kind == TOKEN_LITERAL)
                return parse_literal(p);
        if (p->now.kind == TOKEN_WHOLE)
                return parse_whole(p, false, at);
        if (p->now.kind == TOKEN_NAME || at_sign(p, SIGN_DOT))
                return parse_name(p);
        if (accept(p, SIGN_OPEN)) {
                n = parse_expression(p);
                expect(p, SIGN_CLOSE);
                return n;
        }
        n = open_node(p, at_sign(p, SIGN_OPEN_MAP) ? NODE_MAP : NODE_LIST, at);
        if (accept(p, SIGN_OPEN_LIST))
                parse_items(p, n, SIGN_CLOSE_LIST, false);
        else if (accept(p, SIGN_OPEN_MAP))
                parse_items(p, n, SIGN_CLOSE_MAP, true);
        else
                fail(p, "expr_syntax");
        close_node(p, n);
        return n;
}

/* at, here and below, is where the text of the left side begins: a bracket around it is part of
 * the whole, and no part of itself. */
static struct node *
parse_select(struct parser *p, struct node *of, uint32_t at)
{
        struct token name = p->now;
        struct node *n;

        if (name.kind != TOKEN_NAME && name.kind != TOKEN_QUOTED)
                fail(p, "expr_syntax");
        next(p);
        if (name.kind == TOKEN_NAME && accept(p, SIGN_OPEN))
                return parse_call(p, of, name.name, at);
        n = open_node(p, NODE_SELECT, at);
        n->name = name.name;
        n->quoted = name.kind == TOKEN_QUOTED;
        node_adopt(n, of);
        close_node(p, n);
        return n;
}

static struct node *
parse_member(struct parser *p, struct node *n, uint32_t at)
{
        while (!p->failed) {
                if (accept(p, SIGN_DOT)) {
                        n = parse_select(p, n, at);
                } else if (accept(p, SIGN_OPEN_LIST)) {
                        struct node *index = open_node(p, NODE_INDEX, at);

                        node_adopt(index, n);
                        node_adopt(index, parse_expression(p));
                        expect(p, SIGN_CLOSE_LIST);
                        close_node(p, index);
                        n = index;
                } else {
                        break;
                }
        }
        return n;
}

/* A minus right before digits is part of the number: that is how -9223372036854775808 is said. */
static struct node *
parse_unary(struct parser *p)
{
        enum sign s = p->now.sign;
        uint32_t at = p->now.at;
        uint32_t count = 0;
        struct node *n;

        if (p->now.kind != TOKEN_SIGN || (s != SIGN_NOT && s != SIGN_SUBTRACT))
                return parse_member(p, parse_primary(p), at);
        while (accept(p, s))
                count++;
        if (count > 2) /* two undo each other: what is long need not be deep */
                count = 2 - count % 2;
        if (s == SIGN_SUBTRACT && p->now.kind == TOKEN_WHOLE) {
                n = parse_member(p, parse_whole(p, true, at), at);
                count--;
        } else {
                uint32_t start = p->now.at;

                n = parse_member(p, parse_primary(p), start);
        }
        for (; count > 0 && !p->failed; count--) {
                struct node *outer = open_node(p, s == SIGN_NOT ? NODE_NOT : NODE_NEGATE, at);

                close_node(p, outer);
                node_adopt(outer, n);
                n = outer;
        }
        return n;
}

static enum node_kind
kind_of_sign(enum sign s)
{
        if (s == SIGN_AND || s == SIGN_OR)
                return s == SIGN_AND ? NODE_AND : NODE_OR;
        if (s == SIGN_IN)
                return NODE_IN;
        return binds[s] == binds[SIGN_EQUAL] ? NODE_COMPARE : NODE_ARITHMETIC;
}

static struct node *
parse_binary(struct parser *p, uint8_t least)
{
        uint32_t at = p->now.at;
        struct node *left = parse_unary(p);
        bool chained = false; /* left is the && or || that this loop began */

        while (!p->failed && p->now.kind == TOKEN_SIGN && binds[p->now.sign] >= least &&
               binds[p->now.sign] > 0) {
                enum sign s = p->now.sign;
                enum node_kind kind = kind_of_sign(s);
                struct node *n = left;

                next(p);
                if (!chained || left->kind != kind) {
                        n = open_node(p, kind, at);
                        n->sign = s;
                        node_adopt(n, left);
                }
                node_adopt(n, parse_binary(p, (uint8_t)(binds[s] + 1)));
                close_node(p, n);
                chained = kind == NODE_AND || kind == NODE_OR;
                left = n;
        }
        return left;
}

static struct node *
parse_expression(struct parser *p)
{
        uint32_t at = p->now.at;
        struct node *n;

        if (++p->depth > EXPRESSION_DEPTH_MAX)
                fail(p, "expr_too_deep");
        n = p->failed ? open_node(p, NODE_LITERAL, p->now.at) : parse_binary(p, 1);
        if (!p->failed && accept(p, SIGN_QUESTION)) {
                struct node *choice = open_node(p, NODE_CHOICE, at);

                node_adopt(choice, n);
                node_adopt(choice, parse_binary(p, 1));
                expect(p, SIGN_COLON);
                node_adopt(choice, parse_expression(p));
                close_node(p, choice);
                n = choice;
        }
        p->depth--;
        return n;
}

struct node *
parse(struct reading *r)
{
        struct parser p = { .reading = r, .lexer = { r->arena, r->text, 0 } };
        struct node *n;

        next(&p);
        n = parse_expression(&p);
        if (!p.failed && p.now.kind != TOKEN_END)
                fail(&p, "expr_syntax");
        return p.failed ? NULL : n;
}
