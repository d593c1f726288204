#include "rule/private_eval.h"

#include <string.h>

uint32_t
loop_length(const struct value *range)
{
        return range->kind == VALUE_MAP ? range->as.values.count / 2 : range->as.values.count;
}

void
loop_bind(struct eval *e, const struct node *n, const struct value *range, uint32_t index)
{
        const struct value *at = range->as.values.at;
        struct local *l = &e->locals[n->slot];

        l->range = range->kind == VALUE_LIST ? n->child : NULL;
        l->index = index;
        if (range->kind == VALUE_LIST && n->variables == 2) {
                l->range = NULL;
                l->value = (struct value){ .kind = VALUE_INT, .as.whole = index };
                l[1] = (struct local){ at[index], n->child, index };
        } else if (range->kind == VALUE_LIST) {
                l->value = at[index];
        } else {
                l->value = at[2 * index];
                if (n->variables == 2)
                        l[1] = (struct local){ at[2 * index + 1], NULL, index };
        }
}

static void
eval_quantifier(struct eval *e, const struct node *n, const struct value *range, struct value *out)
{
        bool either = n->loop == LOOP_EXISTS;
        struct mark start = trace_mark(e);
        uint32_t count = loop_length(range);

        value_truth(out, !either);
        for (uint32_t i = 0; i < count; i++) {
                struct mark middle = trace_mark(e);
                struct value before = *out, v;

                loop_bind(e, n, range, i);
                evaluate_logic(e, n->last, &v);
                logic_join(e, either, out, &v);
                if (telling(e))
                        trace_settle(e, start, middle, &before, &v, out);
                else if (is_truth(out, either))
                        return;
        }
        if (count == 0 && either && telling(e))
                trace_add(e, &(struct clue){ .code = e->negated ? "reason.none_met" : "reason.none",
                                             .where = find_place(e, n->child),
                                             .field = n->child->type.field,
                                             .passed = e->negated });
}

/* Counts, unlike exists, takes no error or unknown lightly: each element matters. */
static void
eval_tally(struct eval *e, const struct node *n, const struct value *range, struct value *out)
{
        struct value stops[2] = { { 0 }, { 0 } }; /* so far, this one */
        uint32_t count = loop_length(range);
        int64_t found = 0;

        for (uint32_t i = 0; i < count; i++) {
                loop_bind(e, n, range, i);
                evaluate(e, n->last, &stops[1]);
                if (stops[1].kind == VALUE_BOOL)
                        found += stops[1].as.truth;
                else if (stops[1].kind != VALUE_UNKNOWN && stops[1].kind != VALUE_ERROR)
                        value_fail(&stops[1], "no such overload");
                (void)value_stops(e, stops, 2, &stops[0]);
        }
        if (stops[0].kind != VALUE_ABSENT)
                *out = stops[0];
        else if (n->loop == LOOP_EXISTS_ONE)
                value_truth(out, found == 1);
        else
                *out = (struct value){ .kind = VALUE_INT, .as.whole = found };
        if (e->watch == n)
                e->draft.saw = (struct value){ .kind = VALUE_INT, .as.whole = found };
}

static void
add_to_sum(struct eval *e, struct value *sum, struct value *v)
{
        struct value result;

        if (v->kind != VALUE_INT && v->kind != VALUE_DECIMAL) {
                value_fail(sum, "no such overload");
                return;
        }
        if (sum->kind == VALUE_INT && v->kind == VALUE_DECIMAL)
                *sum = (struct value){ .kind = VALUE_DECIMAL, .as.dec = dec_int(sum->as.whole) };
        if (sum->kind == VALUE_DECIMAL && v->kind == VALUE_INT)
                *v = (struct value){ .kind = VALUE_DECIMAL, .as.dec = dec_int(v->as.whole) };
        arithmetic(e, SIGN_ADD, sum, v, &result);
        *sum = result;
}

static void
eval_sum(struct eval *e, const struct node *n, const struct value *range, struct value *out)
{
        struct value stops[2] = { { 0 }, { 0 } };
        uint32_t count = loop_length(range);
        struct value sum = { .kind = n->last->type.kind == VALUE_DECIMAL ? VALUE_DECIMAL
                                                                         : VALUE_INT };

        for (uint32_t i = 0; i < count; i++) {
                loop_bind(e, n, range, i);
                evaluate(e, n->last, &stops[1]);
                if (value_stops(e, stops, 2, &stops[0]))
                        continue;
                add_to_sum(e, &sum, &stops[1]);
                if (sum.kind == VALUE_ERROR)
                        stops[0] = sum;
        }
        *out = stops[0].kind == VALUE_ABSENT ? sum : stops[0];
}

/* The filter's answer for the element that is bound. */
static bool
passes(struct eval *e, const struct node *filter, struct value *stop)
{
        struct value pair[2] = { *stop, { 0 } };

        if (filter == NULL)
                return true;
        evaluate(e, filter, &pair[1]);
        if (pair[1].kind == VALUE_BOOL)
                return pair[1].as.truth;
        if (pair[1].kind != VALUE_UNKNOWN && pair[1].kind != VALUE_ERROR)
                value_fail(&pair[1], "no such overload");
        (void)value_stops(e, pair, 2, stop);
        return false;
}

/* map, filter, transformList, transformMap: what they make of each element that passes. */
static void
eval_transform(struct eval *e, const struct node *n, const struct value *range, struct value *out)
{
        bool keyed = n->loop == LOOP_TRANSFORM_MAP;
        const struct node *filter = n->filtered || n->loop == LOOP_FILTER ? n->child->next : NULL;
        uint32_t count = loop_length(range), made = 0;
        struct value *at = TAKE(e->arena, struct value, (keyed ? 2u : 1u) * count + 1);
        struct value pair[2] = { { 0 }, { 0 } }; /* what stops it, this one */

        if (!charge(e, count))
                value_fail(&pair[0], "too many steps");
        for (uint32_t i = 0; i < count && e->steps > 0; i++) {
                loop_bind(e, n, range, i);
                if (!passes(e, filter, &pair[0]))
                        continue;
                if (keyed)
                        at[made++] = e->locals[n->slot].value;
                if (n->loop == LOOP_FILTER)
                        pair[1] = e->locals[n->slot].value;
                else
                        evaluate(e, n->last, &pair[1]);
                at[made++] = pair[1];
                (void)value_stops(e, pair, 2, &pair[0]);
        }
        if (pair[0].kind == VALUE_ABSENT && !charge_elements(e, at, made))
                value_fail(&pair[0], "too many steps");
        *out = pair[0];
        if (pair[0].kind == VALUE_ABSENT)
                *out = (struct value){ .kind = keyed ? VALUE_MAP : VALUE_LIST,
                                       .as.values = { at, made } };
}

void
eval_loop(struct eval *e, const struct node *n, struct value *out)
{
        static void (*const loops[LOOPS])(struct eval *, const struct node *, const struct value *,
                                          struct value *) = {
                [LOOP_ALL] = eval_quantifier,   [LOOP_EXISTS] = eval_quantifier,
                [LOOP_EXISTS_ONE] = eval_tally, [LOOP_MAP] = eval_transform,
                [LOOP_FILTER] = eval_transform, [LOOP_TRANSFORM_MAP] = eval_transform,
                [LOOP_SUM] = eval_sum,          [LOOP_COUNT] = eval_tally,
                [LOOP_SOME] = eval_some,
        };
        const size_t kept_bytes = sizeof(struct local) * n->variables;
        struct local kept[COUNT(n->variable)];
        struct value range;

        evaluate_operand(e, n->child, &range);
        if (range.kind == VALUE_LIST || range.kind == VALUE_MAP) {
                /* A list's text is evaluated again, to tell where an element stands, while the loop
                 * over it goes on with the variables that loops in that text have too. */
                memcpy(kept, &e->locals[n->slot], kept_bytes);
                loops[n->loop](e, n, &range, out);
                memcpy(&e->locals[n->slot], kept, kept_bytes);
                return;
        }
        if (n->loop == LOOP_SOME && range.kind == VALUE_UNKNOWN) {
                eval_some(e, n, &range, out);
                return;
        }
        if (range.kind != VALUE_UNKNOWN && range.kind != VALUE_ERROR)
                value_fail(&range, "no such overload");
        *out = range;
        if (telling(e) && out->kind == VALUE_UNKNOWN)
                trace_gaps(e, out->as.gap);
}
