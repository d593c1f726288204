#include "proceeds/private.h"

struct dec
times(struct dec a, struct dec b)
{
        struct dec out, x, y;

        if (dec_mul(a, b, &out))
                return out;
        /* Too many digits to be exact: eight decimals of each are. */
        if (dec_round(a, 4, ROUND_HALF_EVEN, &x) && dec_round(b, 4, ROUND_HALF_EVEN, &y) &&
            dec_mul(x, y, &out))
                return out;
        return dec_int(0);
}

struct dec
over(struct dec a, struct dec b)
{
        struct dec out;

        return dec_div(a, b, &out) ? out : dec_int(0);
}

bool
more_than(int64_t part, struct dec share, int64_t whole)
{
        return dec_cmp(dec_int(part), times(share, dec_int(whole))) > 0;
}

bool
at_least(int64_t part, struct dec share, int64_t whole)
{
        return dec_cmp(dec_int(part), times(share, dec_int(whole))) >= 0;
}

struct dec
major_of(int64_t minor, int32_t decimals)
{
        return (struct dec){ .units = minor, .scale = decimals };
}

struct dec
ratio_of(int64_t part, int64_t whole)
{
        struct dec out;

        return dec_share(dec_int(part), dec_int(whole), 6, ROUND_HALF_EVEN, &out) ? out
                                                                                  : dec_int(0);
}

struct dec
limit(const struct sight *s, enum limit_id t)
{
        static const struct bond nobody = { 0 };
        struct limit_value v = bounds_limit(s->d->bounds, t, s->bond ? &s->bond->bond : &nobody);

        return v.told == TOLD_VALUE ? v.dec : s->d->bounds->at[t][0].dec;
}

int32_t
limit_whole(const struct sight *s, enum limit_id t)
{
        int64_t whole = 0;

        if (!dec_to_int(limit(s, t), &whole) || whole > 100000 || whole < 0)
                return 0;
        return (int32_t)whole;
}

struct dec
plus(struct dec a, struct dec b)
{
        struct dec out;

        return dec_add(a, b, &out) ? out : a;
}
