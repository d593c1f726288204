#include "rule/private_eval.h"

static void
eval_literal(struct eval *e, const struct node *n, struct value *out)
{
        (void)e;
        *out = n->literal;
}

/* The path of a name bound to a record that is absent, or of its field. */
static void
absent(struct eval *e, struct str path, const struct field *field, struct value *out)
{
        value_unknown(out, gap_new(e, path, field, "gap.absent"));
}

static void
eval_name(struct eval *e, const struct node *n, struct value *out)
{
        *out = e->world->bound[n->slot];
        if (out->kind == VALUE_ABSENT)
                absent(e, n->name, n->type.field, out);
}

static void
eval_local(struct eval *e, const struct node *n, struct value *out)
{
        *out = e->locals[n->slot].value;
        if (out->kind == VALUE_ABSENT) {
                struct found f = find_place(e, n);

                absent(e, found_path(e, &f), n->type.field, out);
        }
}

/* What is asked of a group that is not known is not known either, and can be named more precisely.
 */
static void
deepen(struct eval *e, const struct node *n, struct value *out)
{
        const struct gap *g = out->as.gap;

        if (g == NULL || g->next != NULL || !str_is(g->code, "gap.absent"))
                return;
        absent(e, str_format(e->arena, "%.*s.%.*s", STR_ARG(g->path), STR_ARG(n->field->name)),
               n->field, out);
}

static void
eval_field(struct eval *e, const struct node *n, struct value *out)
{
        const struct record *r;
        struct value of;

        evaluate(e, n->child, &of);
        if (of.kind != VALUE_RECORD) {
                *out = of;
                if (of.kind == VALUE_UNKNOWN)
                        deepen(e, n, out);
                else if (of.kind != VALUE_ERROR)
                        value_fail(out, "no such overload");
                return;
        }
        r = of.as.record;
        assert(n->slot < r->of->child_count);
        *out = r->at[n->slot];
        if (out->kind == VALUE_ABSENT)
                absent(e, record_path(e->arena, r, n->field), n->field, out);
}

void
evaluate(struct eval *e, const struct node *n, struct value *out)
{
        static void (*const evaluators[NODE_KINDS])(struct eval *, const struct node *,
                                                    struct value *) = {
                [NODE_LITERAL] = eval_literal,
                [NODE_ERROR] = eval_literal,
                [NODE_NAME] = eval_name,
                [NODE_LOCAL] = eval_local,
                [NODE_SELECT] = eval_select,
                [NODE_FIELD] = eval_field,
                [NODE_INDEX] = eval_index,
                [NODE_CALL] = eval_call,
                [NODE_LIST] = eval_list,
                [NODE_MAP] = eval_map,
                [NODE_NOT] = eval_not,
                [NODE_NEGATE] = eval_negate,
                [NODE_AND] = eval_and,
                [NODE_OR] = eval_or,
                [NODE_CHOICE] = eval_choice,
                [NODE_COMPARE] = eval_compare,
                [NODE_ARITHMETIC] = eval_arithmetic,
                [NODE_IN] = eval_in,
                [NODE_HAS] = eval_has,
                [NODE_LOOP] = eval_loop,
        };

        if (charge(e, 1))
                evaluators[n->kind](e, n, out);
        else
                value_fail(out, "too many steps");
}

void
evaluate_operand(struct eval *e, const struct node *n, struct value *out)
{
        bool quiet = e->quiet;

        e->quiet = true;
        evaluate(e, n, out);
        e->quiet = quiet;
}

/* Logic tells for itself what decided; anything else is a leaf, whose value is the reason. */
static bool
is_logic(const struct node *n)
{
        if (n->kind == NODE_LOOP)
                return n->loop == LOOP_ALL || n->loop == LOOP_EXISTS || n->loop == LOOP_SOME;
        return n->kind == NODE_NOT || n->kind == NODE_AND || n->kind == NODE_OR ||
               n->kind == NODE_CHOICE;
}

void
evaluate_logic(struct eval *e, const struct node *n, struct value *out)
{
        if (!telling(e) || is_logic(n)) {
                evaluate(e, n, out);
                return;
        }
        if (e->why == WHY_ALL) {
                e->draft = (struct clue){ 0 };
                e->watch = n;
        }
        evaluate_operand(e, n, out);
        e->watch = NULL;
        trace_leaf(e, n, out);
}

static bool
is_same_class(const struct value *a, const struct value *b)
{
        return a->kind == b->kind && (a->kind != VALUE_BOOL || a->as.truth == b->as.truth);
}

/* Who asks why looks at more than the value needs, and can come to the end of the steps where the
 * value would not: then the value is asked for alone, since asking changes no answer. */
static void
value_alone(struct arena *a, const struct expression *x, const struct world *w,
            struct evaluation *out)
{
        struct evaluation plain = expression_eval(a, x, w, WHY_VALUE);

        if (!is_same_class(&plain.value, &out->value))
                *out = plain;
}

struct evaluation
expression_eval(struct arena *a, const struct expression *x, const struct world *w, enum why why)
{
        struct local locals[LOCALS_MAX];
        struct clue clues[REASONS_MAX];
        const struct gap *gaps[MISSING_MAX];
        struct eval e = { .arena = a,
                          .world = w,
                          .text = x->text,
                          .steps = EVALUATION_STEPS_MAX,
                          .why = why,
                          .clues = clues,
                          .clue_room = REASONS_MAX,
                          .gaps = gaps,
                          .locals = locals };
        struct evaluation out = { 0 };

        evaluate_logic(&e, x->root, &out.value);
        trace_result(&e, &out.value, &out);
        if (why != WHY_VALUE && e.steps == 0)
                value_alone(a, x, w, &out);
        return out;
}
