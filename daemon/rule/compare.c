#include "rule/private_eval.h"

static bool
numbers_order(const struct value *a, const struct value *b, int *order)
{
        bool whole = a->kind == VALUE_INT && b->kind == VALUE_INT;
        struct dec x, y;

        if ((a->kind != VALUE_INT && a->kind != VALUE_DECIMAL) ||
            (b->kind != VALUE_INT && b->kind != VALUE_DECIMAL))
                return false;
        if (whole) {
                *order = (a->as.whole > b->as.whole) - (a->as.whole < b->as.whole);
                return true;
        }
        x = a->kind == VALUE_INT ? dec_int(a->as.whole) : a->as.dec;
        y = b->kind == VALUE_INT ? dec_int(b->as.whole) : b->as.dec;
        *order = dec_cmp(x, y);
        return true;
}

bool
value_order(const struct value *a, const struct value *b, int *order)
{
        if (numbers_order(a, b, order))
                return true;
        if (a->kind != b->kind)
                return false;
        switch (a->kind) {
        case VALUE_BOOL:
                *order = a->as.truth - b->as.truth;
                return true;
        case VALUE_TEXT:
                *order = str_cmp(a->as.text, b->as.text);
                return true;
        case VALUE_DATE:
                *order = (a->as.day.number > b->as.day.number) -
                         (a->as.day.number < b->as.day.number);
                return true;
        case VALUE_TIMESTAMP:
        case VALUE_DURATION:
                *order = nanos_cmp(a->as.nanos, b->as.nanos);
                return true;
        case VALUE_ABSENT:
        case VALUE_NULL:
        case VALUE_INT:
        case VALUE_DECIMAL:
        case VALUE_LIST:
        case VALUE_MAP:
        case VALUE_RECORD:
        case VALUE_TYPE:
        case VALUE_UNKNOWN:
        case VALUE_ERROR:
                break;
        }
        return false;
}

static bool
lists_equal(const struct values *a, const struct values *b)
{
        if (a->count != b->count)
                return false;
        for (uint32_t i = 0; i < a->count; i++)
                if (!value_equal(&a->at[i], &b->at[i]))
                        return false;
        return true;
}

static bool
maps_equal(const struct value *a, const struct value *b)
{
        if (a->as.values.count != b->as.values.count)
                return false;
        for (uint32_t i = 0; i < a->as.values.count; i += 2) {
                const struct value *other = map_find(b, &a->as.values.at[i]);

                if (other == NULL || !value_equal(&a->as.values.at[i + 1], other))
                        return false;
        }
        return true;
}

bool
value_equal(const struct value *a, const struct value *b)
{
        int order;

        if (a->kind == VALUE_TEXT && b->kind == VALUE_TEXT)
                return str_eq(a->as.text, b->as.text);
        if (value_order(a, b, &order))
                return order == 0;
        if (a->kind != b->kind)
                return false;
        if (a->kind == VALUE_LIST)
                return lists_equal(&a->as.values, &b->as.values);
        if (a->kind == VALUE_MAP)
                return maps_equal(a, b);
        if (a->kind == VALUE_RECORD)
                return a->as.record == b->as.record;
        if (a->kind == VALUE_TYPE)
                return str_eq(a->as.text, b->as.text);
        return a->kind == VALUE_NULL;
}

/* Reckoned no further than to one above most. */
static uint64_t
weight(const struct value *v, uint64_t most)
{
        uint64_t sum = 0;

        if (v->kind == VALUE_TEXT)
                return v->as.text.len / 64;
        if (v->kind != VALUE_LIST && v->kind != VALUE_MAP)
                return 0;
        for (uint32_t i = 0; i < v->as.values.count && sum <= most; i++)
                sum += 1 + weight(&v->as.values.at[i], most - sum);
        if (v->kind == VALUE_MAP)
                sum *= 1 + v->as.values.count / 2;
        return sum <= most ? sum : most + 1;
}

uint64_t
value_weight(const struct eval *e, const struct value *v)
{
        return weight(v, e->steps);
}

bool
charge_elements(struct eval *e, const struct value *at, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++)
                if (!charge(e, value_weight(e, &at[i])))
                        return false;
        return true;
}

static bool
holds(enum sign sign, int order)
{
        switch ((int)sign) {
        case SIGN_LESS:
                return order < 0;
        case SIGN_LESS_EQUAL:
                return order <= 0;
        case SIGN_GREATER:
                return order > 0;
        default:
                return order >= 0;
        }
}

void
eval_compare(struct eval *e, const struct node *n, struct value *out)
{
        bool watched = e->watch == n;
        struct value at[2];
        int order;

        evaluate_operand(e, n->child, &at[0]);
        evaluate_operand(e, n->child->next, &at[1]);
        if (watched) {
                e->draft.saw = at[0];
                e->draft.wanted = at[1];
        }
        if (value_stops(e, at, 2, out))
                return;
        if (!charge(e, value_weight(e, &at[0])))
                value_fail(out, "too many steps");
        else if (n->sign == SIGN_EQUAL || n->sign == SIGN_NOT_EQUAL)
                value_truth(out, value_equal(&at[0], &at[1]) == (n->sign == SIGN_EQUAL));
        else if (value_order(&at[0], &at[1], &order))
                value_truth(out, holds(n->sign, order));
        else
                value_fail(out, "no such overload");
}
