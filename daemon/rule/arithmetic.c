#include "rule/private_eval.h"

#include <string.h>

typedef void operation(struct eval *e, const struct value *a, const struct value *b,
                       struct value *out);

static const char out_of_range[] = "range";

static void
whole_or_fail(struct value *out, bool overflow, int64_t whole)
{
        if (overflow)
                value_fail(out, "return error for overflow");
        else
                *out = (struct value){ .kind = VALUE_INT, .as.whole = whole };
}

static void
add_whole(struct eval *e, const struct value *a, const struct value *b, struct value *out)
{
        int64_t sum;
        bool overflow = __builtin_add_overflow(a->as.whole, b->as.whole, &sum);

        (void)e;
        whole_or_fail(out, overflow, sum);
}

static void
subtract_whole(struct eval *e, const struct value *a, const struct value *b, struct value *out)
{
        int64_t difference;
        bool overflow = __builtin_sub_overflow(a->as.whole, b->as.whole, &difference);

        (void)e;
        whole_or_fail(out, overflow, difference);
}

static void
multiply_whole(struct eval *e, const struct value *a, const struct value *b, struct value *out)
{
        int64_t product;
        bool overflow = __builtin_mul_overflow(a->as.whole, b->as.whole, &product);

        (void)e;
        whole_or_fail(out, overflow, product);
}

static void
divide_whole(struct eval *e, const struct value *a, const struct value *b, struct value *out)
{
        (void)e;
        if (b->as.whole == 0)
                value_fail(out, "divide by zero");
        else if (b->as.whole == -1 && a->as.whole == INT64_MIN)
                whole_or_fail(out, true, 0);
        else
                whole_or_fail(out, false, a->as.whole / b->as.whole);
}

static void
modulo_whole(struct eval *e, const struct value *a, const struct value *b, struct value *out)
{
        (void)e;
        if (b->as.whole == 0)
                value_fail(out, "modulus by zero");
        else if (b->as.whole == -1)
                whole_or_fail(out, a->as.whole == INT64_MIN, 0);
        else
                whole_or_fail(out, false, a->as.whole % b->as.whole);
}

static void
decimal_or_fail(struct value *out, bool ok, struct dec d)
{
        if (ok)
                *out = (struct value){ .kind = VALUE_DECIMAL, .as.dec = d };
        else
                value_fail(out, out_of_range);
}

static void
add_decimal(struct eval *e, const struct value *a, const struct value *b, struct value *out)
{
        struct dec d = { 0 };
        bool ok = dec_add(a->as.dec, b->as.dec, &d);

        (void)e;
        decimal_or_fail(out, ok, d);
}

static void
subtract_decimal(struct eval *e, const struct value *a, const struct value *b, struct value *out)
{
        struct dec d = { 0 };
        bool ok = dec_sub(a->as.dec, b->as.dec, &d);

        (void)e;
        decimal_or_fail(out, ok, d);
}

static void
multiply_decimal(struct eval *e, const struct value *a, const struct value *b, struct value *out)
{
        struct dec d = { 0 };
        bool ok = dec_mul(a->as.dec, b->as.dec, &d);

        (void)e;
        decimal_or_fail(out, ok, d);
}

static void
divide_decimal(struct eval *e, const struct value *a, const struct value *b, struct value *out)
{
        struct dec d = { 0 };
        bool ok;

        (void)e;
        if (dec_is_zero(b->as.dec)) {
                value_fail(out, "divide by zero");
                return;
        }
        ok = dec_div(a->as.dec, b->as.dec, &d);
        decimal_or_fail(out, ok, d);
}

static void
join_texts(struct eval *e, const struct value *a, const struct value *b, struct value *out)
{
        size_t len = a->as.text.len + b->as.text.len;
        char *at;

        if (!charge(e, len / 16)) {
                value_fail(out, "too many steps");
                return;
        }
        at = arena_take(e->arena, len + 1);
        if (a->as.text.len > 0)
                memcpy(at, a->as.text.at, a->as.text.len);
        if (b->as.text.len > 0)
                memcpy(at + a->as.text.len, b->as.text.at, b->as.text.len);
        *out = (struct value){ .kind = VALUE_TEXT, .as.text = { at, len } };
}

static void
join_lists(struct eval *e, const struct value *a, const struct value *b, struct value *out)
{
        uint32_t left = a->as.values.count, right = b->as.values.count;
        struct value *at;

        if (!charge(e, (uint64_t)left + right)) {
                value_fail(out, "too many steps");
                return;
        }
        at = TAKE(e->arena, struct value, left + right + 1);
        if (left > 0)
                memcpy(at, a->as.values.at, sizeof *at * left);
        if (right > 0)
                memcpy(at + left, b->as.values.at, sizeof *at * right);
        *out = (struct value){ .kind = VALUE_LIST, .as.values = { at, left + right } };
        if (!charge_elements(e, at, left + right))
                value_fail(out, "too many steps");
}

static void
nanos_or_fail(struct value *out, enum value_kind kind, struct nanos t)
{
        if (kind == VALUE_TIMESTAMP ? time_ok(t) : duration_ok(t))
                *out = (struct value){ .kind = kind, .as.nanos = t };
        else
                value_fail(out, out_of_range);
}

/* A time and a duration make a time, two durations a duration, in either order. */
static void
add_nanos(struct eval *e, const struct value *a, const struct value *b, struct value *out)
{
        bool time = a->kind == VALUE_TIMESTAMP || b->kind == VALUE_TIMESTAMP;

        (void)e;
        nanos_or_fail(out, time ? VALUE_TIMESTAMP : VALUE_DURATION,
                      nanos_add(a->as.nanos, b->as.nanos));
}

static void
subtract_nanos(struct eval *e, const struct value *a, const struct value *b, struct value *out)
{
        bool time = a->kind == VALUE_TIMESTAMP && b->kind == VALUE_DURATION;

        (void)e;
        nanos_or_fail(out, time ? VALUE_TIMESTAMP : VALUE_DURATION,
                      nanos_add(a->as.nanos, nanos_neg(b->as.nanos)));
}

static const struct {
        enum sign sign;
        enum value_kind a, b, result;
        operation *run;
} operations[] = {
        { SIGN_ADD, VALUE_INT, VALUE_INT, VALUE_INT, add_whole },
        { SIGN_ADD, VALUE_DECIMAL, VALUE_DECIMAL, VALUE_DECIMAL, add_decimal },
        { SIGN_SUBTRACT, VALUE_INT, VALUE_INT, VALUE_INT, subtract_whole },
        { SIGN_SUBTRACT, VALUE_DECIMAL, VALUE_DECIMAL, VALUE_DECIMAL, subtract_decimal },
        { SIGN_MULTIPLY, VALUE_INT, VALUE_INT, VALUE_INT, multiply_whole },
        { SIGN_MULTIPLY, VALUE_DECIMAL, VALUE_DECIMAL, VALUE_DECIMAL, multiply_decimal },
        { SIGN_DIVIDE, VALUE_INT, VALUE_INT, VALUE_INT, divide_whole },
        { SIGN_DIVIDE, VALUE_DECIMAL, VALUE_DECIMAL, VALUE_DECIMAL, divide_decimal },
        { SIGN_MODULO, VALUE_INT, VALUE_INT, VALUE_INT, modulo_whole },
        { SIGN_ADD, VALUE_TEXT, VALUE_TEXT, VALUE_TEXT, join_texts },
        { SIGN_ADD, VALUE_LIST, VALUE_LIST, VALUE_LIST, join_lists },
        { SIGN_ADD, VALUE_TIMESTAMP, VALUE_DURATION, VALUE_TIMESTAMP, add_nanos },
        { SIGN_ADD, VALUE_DURATION, VALUE_TIMESTAMP, VALUE_TIMESTAMP, add_nanos },
        { SIGN_ADD, VALUE_DURATION, VALUE_DURATION, VALUE_DURATION, add_nanos },
        { SIGN_SUBTRACT, VALUE_TIMESTAMP, VALUE_TIMESTAMP, VALUE_DURATION, subtract_nanos },
        { SIGN_SUBTRACT, VALUE_TIMESTAMP, VALUE_DURATION, VALUE_TIMESTAMP, subtract_nanos },
        { SIGN_SUBTRACT, VALUE_DURATION, VALUE_DURATION, VALUE_DURATION, subtract_nanos },
};

enum value_kind
arithmetic_kind(enum sign sign, enum value_kind a, enum value_kind b)
{
        for (size_t i = 0; i < COUNT(operations); i++)
                if (operations[i].sign == sign && operations[i].a == a && operations[i].b == b)
                        return operations[i].result;
        return VALUE_ABSENT;
}

void
arithmetic(struct eval *e, enum sign sign, const struct value *a, const struct value *b,
           struct value *out)
{
        for (size_t i = 0; i < COUNT(operations); i++)
                if (operations[i].sign == sign && operations[i].a == a->kind &&
                    operations[i].b == b->kind) {
                        operations[i].run(e, a, b, out);
                        return;
                }
        value_fail(out, "no such overload");
}

void
eval_arithmetic(struct eval *e, const struct node *n, struct value *out)
{
        struct value at[2];

        evaluate(e, n->child, &at[0]);
        evaluate(e, n->child->next, &at[1]);
        if (!value_stops(e, at, 2, out))
                arithmetic(e, n->sign, &at[0], &at[1], out);
}

void
eval_negate(struct eval *e, const struct node *n, struct value *out)
{
        struct value v;

        evaluate(e, n->child, &v);
        if (value_stops(e, &v, 1, out))
                return;
        if (v.kind == VALUE_DECIMAL)
                *out = (struct value){ .kind = VALUE_DECIMAL, .as.dec = dec_neg(v.as.dec) };
        else if (v.kind == VALUE_INT)
                subtract_whole(e, &(struct value){ .kind = VALUE_INT }, &v, out);
        else
                value_fail(out, "no such overload");
}
