#include "rule/private_eval.h"

enum { SHARE_DECIMALS = 12 }; /* of a share: a thousandth of a fen in a trillion yuan */

static void
whole(struct value *out, int64_t v)
{
        *out = (struct value){ .kind = VALUE_INT, .as.whole = v };
}

static void
decimal(struct value *out, bool ok, struct dec d)
{
        if (ok)
                *out = (struct value){ .kind = VALUE_DECIMAL, .as.dec = d };
        else
                value_fail(out, "range");
}

static bool
read_whole(struct str text, int64_t *out)
{
        bool negative = str_starts(text, STR("-"));
        size_t sign = negative || str_starts(text, STR("+"));
        uint64_t magnitude;

        if (!str_uint((struct str){ text.at + sign, text.len - sign },
                      (uint64_t)INT64_MAX + negative, &magnitude))
                return false;
        *out = negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude;
        return true;
}

void
call_to_int(const struct call *c, struct value *out)
{
        const struct value *v = &c->at[0];
        struct dec cut;
        int64_t n = 0;
        bool ok;

        if (v->kind == VALUE_TIMESTAMP) {
                whole(out, v->as.nanos.seconds);
                return;
        }
        if (v->kind == VALUE_TEXT)
                ok = read_whole(v->as.text, &n);
        else
                ok = dec_round(v->as.dec, 0, ROUND_DOWN, &cut) && dec_to_int(cut, &n);
        whole(out, n);
        if (!ok)
                value_fail(out, v->kind == VALUE_TEXT ? "type conversion error" : "range");
}

/* ".5" and "+5" are numbers here, though no document writes them so. */
static struct str
plain_digits(struct arena *a, struct str said)
{
        bool negative = str_starts(said, STR("-"));
        size_t sign = negative || str_starts(said, STR("+"));
        struct str rest = { said.at + sign, said.len - sign };

        if (str_starts(rest, STR(".")))
                return str_format(a, "%s0%.*s", negative ? "-" : "", STR_ARG(rest));
        return negative || str_starts(rest, STR("-")) ? said : rest;
}

void
call_to_decimal(const struct call *c, struct value *out)
{
        struct dec d = { 0 };
        bool ok = true;

        if (c->at[0].kind == VALUE_INT)
                d = dec_int(c->at[0].as.whole);
        else
                ok = dec_parse(plain_digits(c->eval->arena, c->at[0].as.text), &d);
        decimal(out, ok, d);
}

static void
choose(const struct call *c, bool greater, struct value *out)
{
        int order = 0;
        bool ok = value_order(&c->at[0], &c->at[1], &order);

        assert(ok);
        *out = c->at[(order < 0) == greater];
}

void
call_min(const struct call *c, struct value *out)
{
        choose(c, false, out);
}

void
call_max(const struct call *c, struct value *out)
{
        choose(c, true, out);
}

void
call_abs(const struct call *c, struct value *out)
{
        const struct value *v = &c->at[0];

        *out = *v;
        if (v->kind == VALUE_DECIMAL && v->as.dec.units < 0)
                out->as.dec = dec_neg(v->as.dec);
        else if (v->kind == VALUE_INT && v->as.whole == INT64_MIN)
                value_fail(out, "return error for overflow");
        else if (v->kind == VALUE_INT && v->as.whole < 0)
                out->as.whole = -v->as.whole;
}

void
call_share(const struct call *c, struct value *out)
{
        struct dec at[2], d = { 0 };
        bool ok;

        for (uint32_t i = 0; i < 2; i++)
                at[i] = c->at[i].kind == VALUE_INT ? dec_int(c->at[i].as.whole) : c->at[i].as.dec;
        if (dec_is_zero(at[1])) {
                value_fail(out, "divide by zero");
                return;
        }
        ok = dec_share(at[0], at[1], SHARE_DECIMALS, ROUND_HALF_EVEN, &d);
        decimal(out, ok, d);
}

void
call_round(const struct call *c, struct value *out)
{
        int64_t digits = c->at[1].as.whole;
        struct dec d = { 0 };
        bool ok = digits >= 0 && digits <= DEC_DIGITS &&
                  dec_round(c->at[0].as.dec, (int32_t)digits, ROUND_HALF_EVEN, &d);

        decimal(out, ok, d);
}
