#pragma once
/* What the two halves of dec share: a decimal with its sign apart. */

#include "base/dec.h"

__extension__ typedef unsigned __int128 uint128;

enum { UINT128_DIGITS_SAFE = 38 };

/* Coefficients are worked on without a sign: unsigned products need no help of the compiler's
 * library, and the sign is one bit to carry along. */
struct plain {
        uint128 units;
        int32_t scale;
        bool negative;
};

/* Asserts that d is within its bounds. */
struct plain dec_plain(struct dec d);
/* exponent is 0 to UINT128_DIGITS_SAFE. */
uint128 dec_power_of_ten(int32_t exponent);
/* Digits without leading zeros: 0 has none. */
int32_t dec_digits_of(uint128 units);
/* Without trailing zeros; the scale may become negative. */
struct plain dec_strip(struct plain p);
/* Into the bounds of digits and scale, without changing the value. False: it does not fit. */
bool dec_fit(struct plain p, struct dec *out) MUST_USE;
