#include "rule/private_eval.h"

static struct mistake *
wrong_type(struct reading *r, const struct node *n, struct str wanted)
{
        struct mistake *m = reading_wrong(r, "expr_type", n->at, n->end);

        m->value = type_name(n->type.kind);
        m->wanted = wanted;
        return m;
}

/* Is it of that kind, or may it be? */
static void
demand(struct reading *r, const struct node *n, enum value_kind kind)
{
        if (r->names->open || n->type.kind == VALUE_ABSENT || n->type.kind == kind)
                return;
        wrong_type(r, n, type_name(kind));
}

static void
compile_children(struct reading *r, struct node *n)
{
        for (struct node *c = n->child; c != NULL; c = c->next)
                compile(r, c);
}

void
compile_logic(struct reading *r, struct node *n)
{
        compile_children(r, n);
        for (struct node *c = n->child; c != NULL; c = c->next)
                demand(r, c, VALUE_BOOL);
        n->type = type_of_kind(VALUE_BOOL);
}

static bool
is_empty_list(const struct node *n)
{
        return n->kind == NODE_LIST && n->count == 0;
}

struct type
compile_common(struct reading *r, const struct node *one, const struct node *other)
{
        if (is_empty_list(one) && other->type.kind == VALUE_LIST)
                return other->type;
        if (is_empty_list(other) && one->type.kind == VALUE_LIST)
                return one->type;
        return type_common(r->arena, one->type, other->type);
}

static void
compile_choice(struct reading *r, struct node *n)
{
        struct node *one = n->child->next, *other = one->next;

        compile_children(r, n);
        demand(r, n->child, VALUE_BOOL);
        compile_promote_to(r, one, other);
        if (one->type.kind != VALUE_ABSENT)
                demand(r, other, one->type.kind);
        n->type = compile_common(r, one, other);
}

static void
compile_index(struct reading *r, struct node *n)
{
        struct node *of = n->child;
        struct node *index = of->next;

        compile_children(r, n);
        n->type = type_of_element(of->type);
        if (r->names->open || of->type.kind == VALUE_ABSENT || of->type.kind == VALUE_MAP)
                return;
        if (of->type.kind == VALUE_LIST)
                demand(r, index, VALUE_INT);
        else
                wrong_type(r, of, STR("list"));
}

/* A list of literals is made once, and not each time somebody looks whether a code is in it. */
static void
keep_list(struct reading *r, struct node *n)
{
        struct value *at = TAKE(r->arena, struct value, n->count + 1);
        uint32_t count = 0;

        for (const struct node *c = n->child; c != NULL; c = c->next) {
                if (c->kind != NODE_LITERAL)
                        return;
                at[count++] = c->literal;
        }
        n->literal = (struct value){ .kind = VALUE_LIST, .as.values = { at, count } };
}

/* Whole numbers beside a decimal are decimals, so that all elements are of one type. */
static void
promote_elements(struct reading *r, struct node *list)
{
        const struct node *decimal = list->child;

        while (decimal != NULL && decimal->type.kind != VALUE_DECIMAL)
                decimal = decimal->next;
        for (struct node *c = list->child; c != NULL && decimal != NULL; c = c->next)
                (void)compile_promote(r, c);
}

static void
compile_list(struct reading *r, struct node *n)
{
        struct type *of = TAKE(r->arena, struct type, 1);

        compile_children(r, n);
        promote_elements(r, n);
        for (struct node *c = n->child; c != NULL; c = c->next)
                *of = c == n->child ? c->type : type_common(r->arena, *of, c->type);
        n->type = (struct type){ .kind = VALUE_LIST, .of = of };
        keep_list(r, n);
}

static void
compile_map(struct reading *r, struct node *n)
{
        compile_children(r, n);
        n->type = type_of_kind(VALUE_MAP);
}

static void
compile_literal(struct reading *r, struct node *n)
{
        (void)r;
        n->type = type_of_kind(n->literal.kind);
}

static void
declare(struct reading *r, struct str name, struct type type)
{
        assert(r->scope_count < LOCALS_MAX);
        r->scope[r->scope_count++] = (struct variable){ name, type };
}

static void
declare_variables(struct reading *r, const struct node *n)
{
        struct type range = n->child->type;
        struct type element = type_of_element(range);
        struct type any = type_of_kind(VALUE_ABSENT);

        if (n->variables == 1) {
                declare(r, n->variable[0], element);
        } else {
                declare(r, n->variable[0],
                        range.kind == VALUE_LIST ? type_of_kind(VALUE_INT) : any);
                declare(r, n->variable[1], element);
        }
}

static struct type
type_of_loop(struct reading *r, const struct node *n)
{
        struct type body = n->last->type;
        struct type *of;

        switch (n->loop) {
        case LOOP_MAP:
                of = TAKE(r->arena, struct type, 1);
                *of = body;
                return (struct type){ .kind = VALUE_LIST, .of = of };
        case LOOP_FILTER:
                return n->child->type.kind == VALUE_LIST ? n->child->type
                                                         : type_of_kind(VALUE_LIST);
        case LOOP_TRANSFORM_MAP:
                return type_of_kind(VALUE_MAP);
        case LOOP_SUM:
                return (struct type){ .kind = body.kind, .field = body.field };
        case LOOP_COUNT:
                return type_of_kind(VALUE_INT);
        case LOOP_NONE:
        case LOOP_ALL:
        case LOOP_EXISTS:
        case LOOP_EXISTS_ONE:
        case LOOP_SOME:
        case LOOPS:
                break;
        }
        return type_of_kind(VALUE_BOOL);
}

static void
compile_loop(struct reading *r, struct node *n)
{
        struct node *range = n->child;
        bool numeric = n->loop == LOOP_SUM;
        bool free = numeric || n->loop == LOOP_MAP || n->loop == LOOP_TRANSFORM_MAP;

        compile(r, range);
        if (range->type.kind != VALUE_MAP)
                demand(r, range, VALUE_LIST);
        n->slot = r->scope_count;
        declare_variables(r, n);
        for (struct node *c = range->next; c != NULL; c = c->next) {
                compile(r, c);
                if (c != n->last || !free)
                        demand(r, c, VALUE_BOOL);
        }
        r->scope_count = n->slot;
        if (n->loop == LOOP_SOME)
                compile_some(n);
        if (numeric && !type_numeric(n->last->type))
                demand(r, n->last, VALUE_DECIMAL);
        n->type = type_of_loop(r, n);
}

void
compile(struct reading *r, struct node *n)
{
        static void (*const compilers[NODE_KINDS])(struct reading *, struct node *) = {
                [NODE_LITERAL] = compile_literal, [NODE_NAME] = compile_name,
                [NODE_SELECT] = compile_select,   [NODE_INDEX] = compile_index,
                [NODE_CALL] = compile_call,       [NODE_LIST] = compile_list,
                [NODE_MAP] = compile_map,         [NODE_NOT] = compile_logic,
                [NODE_NEGATE] = compile_negate,   [NODE_AND] = compile_logic,
                [NODE_OR] = compile_logic,        [NODE_CHOICE] = compile_choice,
                [NODE_COMPARE] = compile_compare, [NODE_ARITHMETIC] = compile_arithmetic,
                [NODE_IN] = compile_in,           [NODE_HAS] = compile_has,
                [NODE_LOOP] = compile_loop,
        };

        assert(compilers[n->kind] != NULL);
        compilers[n->kind](r, n);
}
