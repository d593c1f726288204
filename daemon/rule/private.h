#pragma once
/* What the stages of reading an expression share: tokens, nodes, types. */

#include "base/limits.h"
#include "rule/expression.h"

struct eval;
struct function;
struct pattern;

/* What is known of a value before it is computed. */
struct type {
        enum value_kind kind;      /* VALUE_ABSENT: any */
        const struct field *field; /* what the dictionary says of it; NULL: nothing */
        const struct type *of;     /* of a list: its elements; NULL: as field says, or any */
};

struct name {
        struct str text;
        struct type type;
};

/* What texts in expressions are codes of: catalogues, schemes of projects[].taxonomy, activities,
 * and what conditions stand under. */
enum code_kind { CODE_TAXONOMY, CODE_SCHEME, CODE_ACTIVITY, CODE_UNDER, CODE_KINDS };

struct names {
        struct arena *arena;
        struct name *at;
        uint32_t count, room;
        bool open; /* unknown names and ill-typed operators wait until they are evaluated */
        const struct str *codes[CODE_KINDS]; /* none of a kind: any text will do */
        uint32_t code_count[CODE_KINDS];
};

enum token_kind {
        TOKEN_END,
        TOKEN_BAD,
        TOKEN_NAME,
        TOKEN_QUOTED, /* `a name between backquotes` */
        TOKEN_LITERAL,
        TOKEN_WHOLE, /* digits of an int, whose range depends on the sign before them */
        TOKEN_SIGN,  /* all else: brackets, operators, "in" */
};

enum sign {
        SIGN_NONE,
        SIGN_OPEN,
        SIGN_CLOSE,
        SIGN_OPEN_LIST,
        SIGN_CLOSE_LIST,
        SIGN_OPEN_MAP,
        SIGN_CLOSE_MAP,
        SIGN_COMMA,
        SIGN_DOT,
        SIGN_COLON,
        SIGN_QUESTION,
        SIGN_NOT,
        SIGN_OR,
        SIGN_AND,
        SIGN_EQUAL,
        SIGN_NOT_EQUAL,
        SIGN_LESS,
        SIGN_LESS_EQUAL,
        SIGN_GREATER,
        SIGN_GREATER_EQUAL,
        SIGN_IN,
        SIGN_ADD,
        SIGN_SUBTRACT,
        SIGN_MULTIPLY,
        SIGN_DIVIDE,
        SIGN_MODULO,
        SIGNS
};

struct token {
        enum token_kind kind;
        enum sign sign;
        uint32_t at, end;
        struct str name;      /* of a TOKEN_NAME or TOKEN_QUOTED */
        struct value literal; /* of a TOKEN_LITERAL */
        uint64_t magnitude;   /* of a TOKEN_WHOLE, at most 2^63 */
        const char *why;      /* of a TOKEN_BAD: the mistake's code */
};

struct lexer {
        struct arena *arena;
        struct str text;
        uint32_t at;
};

enum node_kind {
        NODE_LITERAL,
        NODE_ERROR, /* what an open set of names could not resolve; literal holds the error */
        NODE_NAME,
        NODE_LOCAL, /* a variable of a loop */
        NODE_SELECT,
        NODE_FIELD, /* a select that the dictionary resolved to a slot */
        NODE_INDEX,
        NODE_CALL,
        NODE_LIST,
        NODE_MAP,
        NODE_NOT,
        NODE_NEGATE,
        NODE_AND,
        NODE_OR,
        NODE_CHOICE, /* c ? a : b */
        NODE_COMPARE,
        NODE_ARITHMETIC,
        NODE_IN,
        NODE_HAS,
        NODE_LOOP,
        NODE_KINDS
};

enum loop {
        LOOP_NONE,
        LOOP_ALL,
        LOOP_EXISTS,
        LOOP_EXISTS_ONE,
        LOOP_MAP,
        LOOP_FILTER,
        LOOP_TRANSFORM_MAP,
        LOOP_SUM,
        LOOP_COUNT,
        LOOP_SOME,
        LOOPS
};

/* A tree in first-child, next-sibling form: a loop's children are its range, its filter if it has
 * one, and its body; a method's receiver is its first child. */
struct node {
        enum node_kind kind;
        enum sign sign; /* of a comparison or arithmetic */
        enum loop loop;
        bool method;        /* a call with a receiver */
        bool rooted;        /* a name after a leading point: never a loop's variable */
        bool quoted;        /* a name between backquotes: never part of a longer name */
        bool filtered;      /* a loop with a filter before its body */
        bool of_kind;       /* a part of some()'s test that names the kind asked for */
        uint32_t at, end;   /* where it stands in the text, in bytes */
        uint32_t count;     /* of its children */
        uint32_t slot;      /* of a name, a variable, a field, a loop's first variable */
        uint32_t variables; /* of a loop: 1 or 2 */
        struct node *child, *last, *next;
        struct str name;
        struct str variable[2];
        struct type type;
        struct value literal;            /* of a list too, when all its elements are literals */
        const struct field *field;       /* of a NODE_FIELD */
        const struct function *function; /* the first of that name, form and count */
        const struct function *exact;  /* the one that fits for sure; NULL: chosen by the values */
        const struct pattern *pattern; /* of matches() with a literal */
};

struct expression {
        const struct names *names;
        const struct node *root;
        struct str text;
        const bool *uses; /* of names: one for each that stood when it was read */
        uint32_t use_count;
        uint64_t steps; /* as budget_of */
};

/* Each loop nests its text, so the depth bounds the variables too. */
enum { LOCALS_MAX = 2 * EXPRESSION_DEPTH_MAX };

struct variable {
        struct str name;
        struct type type;
};

/* One expression on its way from text to tree. */
struct reading {
        struct arena *arena;
        const struct names *names;
        const struct expression_options *options;
        struct str text;
        struct place where;
        struct mistakes *mistakes;
        uint32_t wrong; /* mistakes made so far */
        uint32_t nodes;
        struct variable scope[LOCALS_MAX];
        uint32_t scope_count;
        bool *uses;
};

/* lex.c: the next token, TOKEN_END for ever after the last. */
void lex_next(struct lexer *l, struct token *t);
/* lex_text.c: from an opening quote, cuts the whole literal off the text. */
void lex_text(struct lexer *l, struct token *t, bool raw);
void lex_bad(struct lexer *l, struct token *t, const char *why);

/* parse.c. NULL: it does not parse, and the mistake says where. */
struct node *parse(struct reading *r);

/* syntax.c */
struct node *node_new(struct reading *r, enum node_kind kind, uint32_t at);
void node_adopt(struct node *parent, struct node *child);
/* The child of that number, from 0. */
struct node *node_child(const struct node *n, uint32_t index);
struct str node_text(struct str text, const struct node *n);
/* A mistake about a part of the text, with its place in the document. */
struct mistake *reading_wrong(struct reading *r, const char *code, uint32_t at, uint32_t end);
/* Turns a call into the macro of that name, or leaves it a call. False: a mistake was made. */
bool macro_expand(struct reading *r, struct node *call) MUST_USE;
/* How a macro of that name is written; NULL: there is none. */
const char *macro_example(struct str name, bool method);

/* type.c */
struct type type_of_field(const struct field *f);
struct type type_of_kind(enum value_kind kind);
struct type type_of_element(struct type list);
/* "int", "double", "string" ... */
struct str type_name(enum value_kind kind);
/* VALUE_ABSENT: no type has that name. */
enum value_kind type_named(struct str name);
bool type_numeric(struct type t);
/* Down to the elements of lists. */
bool type_same(struct type a, struct type b);
/* What two values have in common when either may stand there. */
struct type type_common(struct arena *a, struct type one, struct type other);

/* budget.c: the steps that an evaluation takes when each list has ELEMENTS_BUDGET elements and each
 * list within one ELEMENTS_WITHIN; at most one above EVALUATION_STEPS_MAX. */
uint64_t budget_of(const struct node *n);

/* compile.c: resolves names and checks types, in place. */
void compile(struct reading *r, struct node *n);
/* compile_name.c */
void compile_name(struct reading *r, struct node *n);
void compile_select(struct reading *r, struct node *n);
void compile_has(struct reading *r, struct node *n);
/* Is it that name: "a.b.c" as a chain that begins with a name and not with a variable? */
bool compile_spells(const struct reading *r, const struct node *n, struct str name);
/* Turns it into what fails when it is evaluated, or makes a mistake when names are closed. The
 * mistake is a spare one in the first case. */
struct mistake *compile_refuse(struct reading *r, struct node *n, const char *code,
                               const char *error);
/* compile_call.c */
void compile_call(struct reading *r, struct node *n);
/* A whole number in the text that meets decimals is one of them. */
bool compile_promote(struct reading *r, struct node *n);
/* Either of the two, where the other is a decimal. */
void compile_promote_to(struct reading *r, struct node *left, struct node *right);
/* The type of what is one or the other, or both joined: the empty list is of any. */
struct type compile_common(struct reading *r, const struct node *one, const struct node *other);
/* code.c: a literal that is no code of its kind is a mistake, by itself, as an argument of the
 * call, and where it is compared with the catalogue or an activity. */
void code_check(struct reading *r, enum code_kind kind, const struct node *said);
void code_check_call(struct reading *r, const struct node *call);
void code_check_compared(struct reading *r, const struct node *with, const struct node *said);
/* compile_operator.c */
void compile_compare(struct reading *r, struct node *n);
void compile_in(struct reading *r, struct node *n);
void compile_arithmetic(struct reading *r, struct node *n);
void compile_negate(struct reading *r, struct node *n);
void compile_logic(struct reading *r, struct node *n);
