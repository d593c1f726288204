#pragma once
/* An exact decimal: units × 10^-scale, at most 34 significant digits. There is no binary floating
 * point in this program. */

#include "base/str.h"

enum { DEC_DIGITS = 34, DEC_SCALE_MAX = 6176, DEC_TEXT_MAX = 64 };
/* Towards zero, away from zero, to the nearest and from halfway to the even digit. */
enum rounding { ROUND_DOWN, ROUND_UP, ROUND_HALF_EVEN };

struct dec {
        int128 units;
        int32_t scale;
};

/* JSON's number form, and leading zeros may stand: [-] digits [. digits] [e [+-] digits]. False:
 * not of that form, or not exact in 34 digits. Trailing zeros do not count: 1.500 has two. */
bool dec_parse(struct str digits, struct dec *out) MUST_USE;
struct dec dec_int(int64_t whole);
/* Exact, or false: the result does not fit. */
bool dec_add(struct dec a, struct dec b, struct dec *sum) MUST_USE;
bool dec_sub(struct dec a, struct dec b, struct dec *difference) MUST_USE;
bool dec_mul(struct dec a, struct dec b, struct dec *product) MUST_USE;
/* To 34 digits, half even. False: b is zero, or the result does not fit. */
bool dec_div(struct dec a, struct dec b, struct dec *quotient) MUST_USE;
struct dec dec_neg(struct dec a);
/* 1.0 equals 1.00: negative, 0, positive. Total. */
int dec_cmp(struct dec a, struct dec b);
bool dec_is_zero(struct dec a);
/* At most scale digits after the point. False: does not fit. */
bool dec_round(struct dec a, int32_t scale, enum rounding r, struct dec *out) MUST_USE;
/* part / whole to scale digits. False: whole is zero, or it does not fit. */
bool dec_share(struct dec part, struct dec whole, int32_t scale, enum rounding r,
               struct dec *out) MUST_USE;
/* False: has a fraction, or does not fit. */
bool dec_to_int(struct dec a, int64_t *out) MUST_USE;
/* Digits after the point that are not trailing zeros: 1.50 has one, 100 has none. */
int32_t dec_decimals(struct dec a);
/* Shortest plain digits, no exponent: "15.15", "-0.5", "500000000". Lives as long as a. */
struct str dec_text(struct arena *a, struct dec d);
/* With exactly this many decimals, rounding half even: "300000000.00". Lives as long as a. */
struct str dec_text_fixed(struct arena *a, struct dec d, int32_t decimals);
