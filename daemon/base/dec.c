#include "base/private.h"

#include <stdlib.h>

uint128
dec_power_of_ten(int32_t exponent)
{
        static const uint64_t small[] = {
                UINT64_C(1),
                UINT64_C(10),
                UINT64_C(100),
                UINT64_C(1000),
                UINT64_C(10000),
                UINT64_C(100000),
                UINT64_C(1000000),
                UINT64_C(10000000),
                UINT64_C(100000000),
                UINT64_C(1000000000),
                UINT64_C(10000000000),
                UINT64_C(100000000000),
                UINT64_C(1000000000000),
                UINT64_C(10000000000000),
                UINT64_C(100000000000000),
                UINT64_C(1000000000000000),
                UINT64_C(10000000000000000),
                UINT64_C(100000000000000000),
                UINT64_C(1000000000000000000),
                UINT64_C(10000000000000000000),
        };

        assert(exponent >= 0 && exponent <= UINT128_DIGITS_SAFE);
        if (exponent < (int32_t)COUNT(small))
                return small[exponent];
        return (uint128)small[19] * small[exponent - 19];
}

static bool
is_within(uint128 units)
{
        return units < dec_power_of_ten(DEC_DIGITS);
}

int32_t
dec_digits_of(uint128 units)
{
        int32_t low = 0;
        int32_t high = UINT128_DIGITS_SAFE;

        while (low < high) {
                int32_t middle = (low + high) / 2;

                if (units < dec_power_of_ten(middle))
                        high = middle;
                else
                        low = middle + 1;
        }
        return low;
}

struct plain
dec_plain(struct dec d)
{
        struct plain p = { .scale = d.scale, .negative = d.units < 0 };

        p.units = p.negative ? -(uint128)d.units : (uint128)d.units;
        if (p.units == 0)
                p.scale = 0;
        assert(is_within(p.units));
        assert(d.scale >= -DEC_SCALE_MAX && d.scale <= DEC_SCALE_MAX);
        return p;
}

/* Drops trailing zeros, as many as there are, down to the scale least. */
static struct plain
strip(struct plain p, int32_t least)
{
        static const int32_t steps[] = { 16, 8, 4, 2, 1 };

        if (p.units == 0) {
                p.scale = 0;
                return p;
        }
        for (size_t i = 0; i < COUNT(steps); i++) {
                uint128 power = dec_power_of_ten(steps[i]);

                while (p.scale - steps[i] >= least && p.units % power == 0) {
                        p.units /= power;
                        p.scale -= steps[i];
                }
        }
        return p;
}

struct plain
dec_strip(struct plain p)
{
        return strip(p, -2 * DEC_SCALE_MAX - UINT128_DIGITS_SAFE);
}

bool
dec_fit(struct plain p, struct dec *out)
{
        if (!is_within(p.units) || p.scale > DEC_SCALE_MAX || p.scale < -DEC_SCALE_MAX) {
                p = dec_strip(p);
                if (p.scale < -DEC_SCALE_MAX) {
                        int32_t more = -DEC_SCALE_MAX - p.scale;

                        if (more > DEC_DIGITS - dec_digits_of(p.units))
                                return false;
                        p.units *= dec_power_of_ten(more);
                        p.scale = -DEC_SCALE_MAX;
                }
                if (!is_within(p.units) || p.scale > DEC_SCALE_MAX)
                        return false;
        }
        out->units = p.negative ? -(int128)p.units : (int128)p.units;
        out->scale = p.scale;
        return true;
}

struct dec
dec_int(int64_t whole)
{
        return (struct dec){ .units = whole };
}

struct dec
dec_neg(struct dec a)
{
        a.units = -a.units;
        return a;
}

bool
dec_is_zero(struct dec a)
{
        return a.units == 0;
}

/* The coefficient at a larger scale. False: past what any exact sum could bring back. */
static bool
rescale(struct plain *p, int32_t scale)
{
        int32_t more = scale - p->scale;

        if (p->units != 0 && more > UINT128_DIGITS_SAFE - 1 - dec_digits_of(p->units))
                return false;
        if (p->units != 0)
                p->units *= dec_power_of_ten(more);
        p->scale = scale;
        return true;
}

static struct plain
add_aligned(struct plain a, struct plain b)
{
        assert(a.scale == b.scale);
        if (a.negative == b.negative) {
                a.units += b.units;
                return a;
        }
        if (a.units >= b.units) {
                a.units -= b.units;
                return a;
        }
        b.units -= a.units;
        return b;
}

bool
dec_add(struct dec a, struct dec b, struct dec *sum)
{
        struct plain x = dec_plain(a);
        struct plain y = dec_plain(b);

        if (x.units == 0 || y.units == 0) {
                *sum = x.units == 0 ? b : a;
                return true;
        }
        if (x.scale != y.scale) {
                int32_t apart = x.scale > y.scale ? x.scale - y.scale : y.scale - x.scale;

                if (apart > UINT128_DIGITS_SAFE - 1 - DEC_DIGITS) {
                        x = dec_strip(x);
                        y = dec_strip(y);
                }
                if (x.scale < y.scale ? !rescale(&x, y.scale) : !rescale(&y, x.scale))
                        return false;
        }
        return dec_fit(add_aligned(x, y), sum);
}

bool
dec_sub(struct dec a, struct dec b, struct dec *difference)
{
        return dec_add(a, dec_neg(b), difference);
}

/* Takes pairs of a factor 5 of one and a factor 2 of the other out: each is a ten, and so a step
 * of scale. Afterwards the product has no trailing zero that the factors did not have. */
static void
cross_out(struct plain *fives, struct plain *twos)
{
        while (fives->units % 5 == 0 && twos->units % 2 == 0) {
                fives->units /= 5;
                twos->units /= 2;
                fives->scale--;
        }
}

bool
dec_mul(struct dec a, struct dec b, struct dec *product)
{
        struct plain x = dec_plain(a);
        struct plain y = dec_plain(b);

        x.negative = x.negative != y.negative;
        if (x.units == 0 || y.units == 0) {
                *product = (struct dec){ 0 };
                return true;
        }
        if (dec_digits_of(x.units) + dec_digits_of(y.units) > UINT128_DIGITS_SAFE) {
                x = dec_strip(x);
                y = dec_strip(y);
                cross_out(&x, &y);
                cross_out(&y, &x);
                if (dec_digits_of(x.units) + dec_digits_of(y.units) > DEC_DIGITS + 1)
                        return false;
        }
        x.units *= y.units;
        x.scale += y.scale;
        return dec_fit(x, product);
}

/* Whether rounding goes away from zero: q is what stands, r / whole what is cut. */
static bool
goes_up(uint128 q, uint128 r, uint128 whole, enum rounding rounding)
{
        uint128 rest = whole - r;

        switch (rounding) {
        case ROUND_DOWN:
                return false;
        case ROUND_UP:
                return r > 0;
        case ROUND_HALF_EVEN:
                return r > rest || (r == rest && q % 2 == 1);
        }
        abort();
}

bool
dec_div(struct dec a, struct dec b, struct dec *quotient)
{
        struct plain x = dec_plain(a);
        struct plain y = dec_plain(b);
        uint128 q, r;

        if (y.units == 0)
                return false;
        x.negative = x.negative != y.negative;
        x.scale -= y.scale;
        q = x.units / y.units;
        r = x.units % y.units;
        while (r != 0) {
                int32_t step = DEC_DIGITS - dec_digits_of(q);
                uint128 power;

                if (step == 0)
                        break;
                step = step > 4 ? 4 : step;
                power = dec_power_of_ten(step);
                q = q * power + r * power / y.units;
                r = r * power % y.units;
                x.scale += step;
        }
        x.units = q + goes_up(q, r, y.units, ROUND_HALF_EVEN);
        if (r == 0)
                x = strip(x, 0);
        return dec_fit(x, quotient);
}

/* The power of ten of the first digit, plus one: 0 for 0.5, 1 for 5. */
static int32_t
magnitude(struct plain p)
{
        return dec_digits_of(p.units) - p.scale;
}

static int
cmp_plain(struct plain a, struct plain b)
{
        if (a.units == 0 || b.units == 0)
                return (a.units != 0) - (b.units != 0);
        if (magnitude(a) != magnitude(b))
                return magnitude(a) < magnitude(b) ? -1 : 1;
        /* Of one magnitude the scales differ no more than the digits do. */
        if (a.scale < b.scale)
                a.units *= dec_power_of_ten(b.scale - a.scale);
        else
                b.units *= dec_power_of_ten(a.scale - b.scale);
        return a.units < b.units ? -1 : a.units > b.units;
}

int
dec_cmp(struct dec a, struct dec b)
{
        struct plain x = dec_plain(a);
        struct plain y = dec_plain(b);

        if (x.negative != y.negative)
                return x.negative ? -1 : 1;
        return x.negative ? cmp_plain(y, x) : cmp_plain(x, y);
}

bool
dec_round(struct dec a, int32_t scale, enum rounding r, struct dec *out)
{
        struct plain p = dec_plain(a);
        uint128 q, power;

        if (p.scale <= scale) {
                *out = a;
                return true;
        }
        if (scale < -DEC_SCALE_MAX)
                return false;
        if (p.scale - scale >= UINT128_DIGITS_SAFE) {
                /* Far below half a step. */
                p.units = goes_up(0, p.units > 0, 3, r);
        } else {
                power = dec_power_of_ten(p.scale - scale);
                q = p.units / power;
                p.units = q + goes_up(q, p.units % power, power, r);
        }
        p.scale = scale;
        return dec_fit(p, out);
}

/* part / whole as a whole number and a rest, with as many more digits as asked, or fewer when it
 * comes out even. */
static bool
divide_to(struct plain part, uint128 whole, int32_t digits, enum rounding r, struct plain *out)
{
        uint128 q = part.units / whole;
        uint128 rest = part.units % whole;

        for (; digits > 0 && rest != 0; digits--) {
                if (!is_within(q))
                        return false;
                rest *= 10;
                q = q * 10 + rest / whole;
                rest %= whole;
        }
        out->units = q + goes_up(q, rest, whole, r);
        out->scale -= digits;
        return true;
}

bool
dec_share(struct dec part, struct dec whole, int32_t scale, enum rounding r, struct dec *out)
{
        struct plain x = dec_plain(part);
        struct plain y = dec_plain(whole);
        struct plain share = { .scale = scale, .negative = x.negative != y.negative };
        int32_t more;

        if (y.units == 0 || scale < -DEC_SCALE_MAX || scale > DEC_SCALE_MAX)
                return false;
        more = scale - x.scale + y.scale;
        if (more >= 0) {
                if (!divide_to(x, y.units, more, r, &share))
                        return false;
        } else if (-more > UINT128_DIGITS_SAFE - dec_digits_of(y.units)) {
                /* The whole is more than a thousand times the part at this scale. */
                share.units = goes_up(0, x.units > 0, 3, r);
        } else if (!divide_to(x, y.units * dec_power_of_ten(-more), 0, r, &share)) {
                return false;
        }
        return dec_fit(share, out);
}

bool
dec_to_int(struct dec a, int64_t *out)
{
        struct plain p = dec_strip(dec_plain(a));
        uint128 most = (uint128)INT64_MAX + p.negative;

        if (p.scale > 0 || magnitude(p) > 19)
                return false;
        p.units *= dec_power_of_ten(-p.scale);
        if (p.units > most)
                return false;
        *out = (int64_t)(p.negative ? -(int128)p.units : (int128)p.units);
        return true;
}

int32_t
dec_decimals(struct dec a)
{
        struct plain p = dec_strip(dec_plain(a));

        return p.scale > 0 ? p.scale : 0;
}
