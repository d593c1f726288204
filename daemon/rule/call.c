#include "rule/private_eval.h"

static bool
takes(const struct function *f, const struct value *at, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++)
                if (f->argument[i] != VALUE_ABSENT && f->argument[i] != at[i].kind &&
                    !(f->sees_unknown && at[i].kind == VALUE_UNKNOWN))
                        return false;
        return true;
}

void
eval_call(struct eval *e, const struct node *n, struct value *out)
{
        const struct function *f = n->exact != NULL ? n->exact : n->function;
        bool watched = e->watch == n;
        struct value at[ARGUMENTS_MAX];
        struct call call = { e, n, at };
        uint32_t count = 0;

        assert(n->count <= ARGUMENTS_MAX);
        for (const struct node *c = n->child; c != NULL; c = c->next)
                evaluate_operand(e, c, &at[count++]);
        if (watched && count > 0) {
                e->draft.saw = at[0];
                e->draft.wanted = at[count - 1];
        }
        if (!f->sees_unknown && value_stops(e, at, count, out))
                return;
        while (f != NULL && !takes(f, at, count))
                f = function_next(f);
        if (f != NULL)
                f->call(&call, out);
        else if (!value_stops(e, at, count, out))
                value_fail(out, "no such overload");
}
