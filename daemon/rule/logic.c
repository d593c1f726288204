#include "rule/private_eval.h"

/* What is no truth value has no place in logic. */
static void
check_logic(struct value *v)
{
        if (v->kind != VALUE_BOOL && v->kind != VALUE_UNKNOWN && v->kind != VALUE_ERROR)
                value_fail(v, "no such overload");
}

void
logic_join(struct eval *e, bool either, struct value *so_far, struct value *v)
{
        check_logic(v);
        if (is_truth(so_far, either))
                return;
        if (is_truth(v, either) || is_truth(so_far, !either))
                *so_far = *v;
        else if (so_far->kind == VALUE_UNKNOWN && v->kind == VALUE_UNKNOWN)
                so_far->as.gap = gap_union(e, so_far->as.gap, v->as.gap);
        else if (v->kind == VALUE_UNKNOWN)
                *so_far = *v;
}

static void
eval_join(struct eval *e, const struct node *n, bool either, struct value *out)
{
        struct mark start = trace_mark(e);

        value_truth(out, !either);
        for (const struct node *c = n->child; c != NULL; c = c->next) {
                struct mark middle = trace_mark(e);
                struct value before = *out, v;

                evaluate_logic(e, c, &v);
                logic_join(e, either, out, &v);
                if (telling(e))
                        trace_settle(e, start, middle, &before, &v, out);
                else if (is_truth(out, either))
                        return;
        }
}

void
eval_and(struct eval *e, const struct node *n, struct value *out)
{
        eval_join(e, n, false, out);
}

void
eval_or(struct eval *e, const struct node *n, struct value *out)
{
        eval_join(e, n, true, out);
}

void
eval_not(struct eval *e, const struct node *n, struct value *out)
{
        struct value v;

        e->negated = !e->negated;
        evaluate_logic(e, n->child, &v);
        e->negated = !e->negated;
        check_logic(&v);
        *out = v;
        if (out->kind == VALUE_BOOL)
                out->as.truth = !out->as.truth;
}

/* c ? true : x is decided by c where it is true: then c is the reason, and not the word "true". */
static void
tell_condition(struct eval *e, const struct node *condition, bool truth, const struct node *branch)
{
        bool negated = e->negated;
        struct value again;

        if (!telling(e) || branch->kind != NODE_LITERAL || branch->literal.kind != VALUE_BOOL)
                return;
        if (branch->literal.as.truth != truth)
                e->negated = !e->negated;
        evaluate_logic(e, condition, &again);
        e->negated = negated;
}

void
eval_choice(struct eval *e, const struct node *n, struct value *out)
{
        const struct node *branch = n->child->next;
        struct value condition;

        evaluate_operand(e, n->child, &condition);
        check_logic(&condition);
        if (condition.kind != VALUE_BOOL) {
                *out = condition;
                if (telling(e) && out->kind == VALUE_UNKNOWN)
                        trace_gaps(e, out->as.gap);
                return;
        }
        if (!condition.as.truth)
                branch = branch->next;
        tell_condition(e, n->child, condition.as.truth, branch);
        evaluate_logic(e, branch, out);
}
