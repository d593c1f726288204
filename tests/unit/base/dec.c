#include "base/dec.h"
#include "support/unit.h"

static struct arena *a;

static struct dec
dec(const char *text)
{
        struct dec d;
        bool ok = dec_parse(str_of(text), &d);

        ck_assert_msg(ok, "%s", text);
        return d;
}

/* in: what is read; out: what is written again, NULL when it must be refused. */
static const struct {
        const char *in, *out;
} parsed[] = {
        { "0", "0" },
        { "-0", "0" },
        { "-0.000", "0" },
        { "007", "7" },
        { "1.500", "1.5" },
        { "-0.5", "-0.5" },
        { "15.15", "15.15" },
        { "5e8", "500000000" },
        { "5E+8", "500000000" },
        { "1.25e-3", "0.00125" },
        { "100", "100" },
        { "0e99999999999999999999", "0" },
        { "9999999999999999999999999999999999", "9999999999999999999999999999999999" },
        { "-9999999999999999999999999999999999", "-9999999999999999999999999999999999" },
        { "99999999999999999999999999999999990", "99999999999999999999999999999999990" },
        { "0.10000000000000000000000000000000000000000000", "0.1" },
        { "000000000000000000000000000000000000000000000012", "12" },
        { "0.000000000000000000000000000000000000000000000012",
          "0.000000000000000000000000000000000000000000000012" },
        { "10000000000000000000000000000000000000000000000000",
          "10000000000000000000000000000000000000000000000000" },
        { "99999999999999999999999999999999999", NULL },
        { "1.0000000000000000000000000000000001", NULL },
        { "1e6300", NULL },
        { "1e-6177", NULL },
        { "1e99999999999999999999", NULL },
        { "1e-99999999999999999999", NULL },
        { "", NULL },
        { "-", NULL },
        { "+1", NULL },
        { ".5", NULL },
        { "5.", NULL },
        { "1e", NULL },
        { "1e+", NULL },
        { "1e5x", NULL },
        { "1 ", NULL },
        { " 1", NULL },
        { "0x10", NULL },
        { "1.2.3", NULL },
        { "1,5", NULL },
        { "--1", NULL },
        { "NaN", NULL },
};

START_TEST(parses_and_writes)
{
        for (size_t i = 0; i < COUNT(parsed); i++) {
                struct dec d;
                bool ok = dec_parse(str_of(parsed[i].in), &d);

                ck_assert_msg(ok == (parsed[i].out != NULL), "%s", parsed[i].in);
                if (ok)
                        ck_str(dec_text(a, d), parsed[i].out);
        }
}
END_TEST

START_TEST(holds_far_exponents)
{
        ck_assert(dec("1e300").scale == -300);
        ck_assert(dec("1e6209").scale == -DEC_SCALE_MAX);
        ck_assert(dec("1e-6176").scale == DEC_SCALE_MAX);
        ck_assert_uint_eq(dec_text(a, dec("1e6209")).len, 6210);
        ck_assert_uint_eq(dec_text(a, dec("-1e-6176")).len, 6179);
        ck_str(dec_text_fixed(a, dec("-1e-6176"), 2), "0.00");
        ck_str(dec_text_fixed(a, (struct dec){ .scale = -300 }, 2), "0.00");
}
END_TEST

#define MOST "9999999999999999999999999999999999"
#define MINUS_MOST "-9999999999999999999999999999999999"

/* NULL: must be refused. */
static const struct {
        const char *a, *b, *sum, *difference, *product, *quotient;
} sums[] = {
        { "1", "2", "3", "-1", "2", "0.5" },
        { "1", "3", "4", "-2", "3", "0.3333333333333333333333333333333333" },
        { "2", "3", "5", "-1", "6", "0.6666666666666666666666666666666667" },
        { "-2", "3", "1", "-5", "-6", "-0.6666666666666666666666666666666667" },
        { "0.1", "0.2", "0.3", "-0.1", "0.02", "0.5" },
        { "500000000.00", "0.01", "500000000.01", "499999999.99", "5000000", "50000000000" },
        { "0", "5", "5", "-5", "0", "0" },
        { "5", "0", "5", "5", "0", NULL },
        { "0", "1e300", NULL, NULL, "0", "0" },
        { MOST, "1", "10000000000000000000000000000000000", "9999999999999999999999999999999998",
          MOST, MOST },
        { MOST, "2", NULL, "9999999999999999999999999999999997", NULL,
          "5000000000000000000000000000000000" },
        { MOST, MOST, NULL, "0", NULL, "1" },
        { MOST, "0.1", NULL, NULL, "999999999999999999999999999999999.9", NULL },
        { "1e33", "1", "1000000000000000000000000000000001", "999999999999999999999999999999999",
          NULL, NULL },
        { "1e34", "1", NULL, MOST, NULL, NULL },
        { "1e35", "1", NULL, NULL, NULL, NULL },
        { "1e34", "10", "10000000000000000000000000000000010", "9999999999999999999999999999999990",
          NULL, NULL },
        { "1e300", "1e-300", NULL, NULL, "1", NULL },
        /* 2^48 and 5^48: forty-nine digits before the zeros go */
        { "281474976710656", "3552713678800500929355621337890625",
          "3552713678800500929637096314601281", "-3552713678800500929074146361179969",
          "1000000000000000000000000000000000000000000000000", NULL },
        { "1", "8", "9", "-7", "8", "0.125" },
        { "6", "3", "9", "3", "18", "2" },
        { "1e6176", "1e6176", NULL, "0", NULL, "1" },
        { "1e-6176", "1e-6176", NULL, "0", NULL, "1" },
};

static void
check_result(bool ok, struct dec got, const char *want, const char *what, size_t row)
{
        if (want == NULL)
                return;
        ck_assert_msg(ok, "%s of row %zu", what, row);
        ck_str(dec_text(a, got), want);
}

START_TEST(adds_and_multiplies)
{
        for (size_t i = 0; i < COUNT(sums); i++) {
                struct dec x = dec(sums[i].a), y = dec(sums[i].b), got = { 0 };

                check_result(dec_add(x, y, &got), got, sums[i].sum, "sum", i);
                check_result(dec_add(y, x, &got), got, sums[i].sum, "sum", i);
                check_result(dec_sub(x, y, &got), got, sums[i].difference, "difference", i);
                check_result(dec_mul(x, y, &got), got, sums[i].product, "product", i);
                check_result(dec_mul(y, x, &got), got, sums[i].product, "product", i);
                check_result(dec_div(x, y, &got), got, sums[i].quotient, "quotient", i);
        }
}
END_TEST

/* operation, and two numbers for which it must say false */
static const struct {
        bool (*does)(struct dec x, struct dec y, struct dec *out);
        const char *a, *b;
} refused[] = {
        { dec_add, MOST, "2" },
        { dec_add, MOST, "0.1" },
        { dec_add, "1e35", "1" },
        { dec_add, "1e300", "1" },
        { dec_add, "1e6176", "1e-6176" },
        { dec_sub, "-" MOST, "2" },
        { dec_sub, "1e35", "1" },
        { dec_mul, MOST, MOST },
        { dec_mul, MOST, "3" },
        { dec_mul, "1e6176", "1e6176" },
        { dec_mul, "1e-6176", "1e-6176" },
        { dec_mul, "3552713678800500929355621337890625", "3552713678800500929355621337890625" },
        { dec_div, "1", "0" },
        { dec_div, "0", "0" },
        { dec_div, "1e6176", "1e-6176" },
        { dec_div, "1e-6176", "1e6176" },
};

START_TEST(refuses_what_does_not_fit)
{
        for (size_t i = 0; i < COUNT(refused); i++) {
                struct dec got;

                ck_assert_msg(!refused[i].does(dec(refused[i].a), dec(refused[i].b), &got),
                              "row %zu", i);
        }
}
END_TEST

/* From small to large; those with "=" before them equal the one above. */
static const char *const ordered[] = {
        "-1e6176", "-1e300",   MINUS_MOST,
        "-2",      "=-2.0",    "-1.99999999999999999999999999999999",
        "-1",      "-1e-6176", "0",
        "=-0.00",  "=0e5",     "1e-6176",
        "1e-300",  "0.09",     "0.1",
        "=0.10",   "0.11",     "9",
        "10",      "=1e1",     "=10.000",
        "11",      "100",      "101",
        MOST,      "1e34",     "=10000000000000000000000000000000000",
        "1e300",   "1e6176",
};

START_TEST(orders_all)
{
        for (size_t i = 0; i < COUNT(ordered); i++) {
                const char *x = ordered[i] + (ordered[i][0] == '=');
                bool equal = true;

                ck_assert_int_eq(dec_cmp(dec(x), dec(x)), 0);
                for (size_t k = i + 1; k < COUNT(ordered); k++) {
                        const char *y = ordered[k] + (ordered[k][0] == '=');
                        int order = dec_cmp(dec(x), dec(y));

                        equal = equal && ordered[k][0] == '=';
                        ck_assert_msg(equal ? order == 0 : order < 0, "%s and %s", x, y);
                        order = dec_cmp(dec(y), dec(x));
                        ck_assert_msg(equal ? order == 0 : order > 0, "%s and %s", y, x);
                }
        }
}
END_TEST

static const struct {
        const char *in;
        int32_t scale;
        const char *down, *up, *even;
} rounded[] = {
        { "1.5", 0, "1", "2", "2" },
        { "2.5", 0, "2", "3", "2" },
        { "-2.5", 0, "-2", "-3", "-2" },
        { "2.51", 0, "2", "3", "3" },
        { "-0.004", 2, "0", "-0.01", "0" },
        { "0.005", 2, "0", "0.01", "0" },
        { "0.015", 2, "0.01", "0.02", "0.02" },
        { "1.25", 5, "1.25", "1.25", "1.25" },
        { "1250", -2, "1200", "1300", "1200" },
        { "1e-300", 2, "0", "0.01", "0" },
        { "0", -5, "0", "0", "0" },
        { "9.999", 2, "9.99", "10", "10" },
        { "0." MOST, 33, "0.999999999999999999999999999999999", "1", "1" },
};

START_TEST(rounds)
{
        for (size_t i = 0; i < COUNT(rounded); i++) {
                const char *const want[] = { rounded[i].down, rounded[i].up, rounded[i].even };

                for (int r = ROUND_DOWN; r <= ROUND_HALF_EVEN; r++) {
                        struct dec got;

                        ck_assert(dec_round(dec(rounded[i].in), rounded[i].scale, (enum rounding)r,
                                            &got));
                        ck_str(dec_text(a, got), want[r]);
                }
        }
}
END_TEST

static const struct {
        const char *part, *whole;
        int32_t scale;
        const char *down, *up, *even;
} shares[] = {
        { "1", "3", 4, "0.3333", "0.3334", "0.3333" },
        { "2", "3", 4, "0.6666", "0.6667", "0.6667" },
        { "-2", "3", 0, "0", "-1", "-1" },
        { "1", "8", 2, "0.12", "0.13", "0.12" },
        { "3", "8", 2, "0.37", "0.38", "0.38" },
        { "1", "4", 10, "0.25", "0.25", "0.25" },
        { "85", "100", 2, "0.85", "0.85", "0.85" },
        { "1e300", "1e300", 6, "1", "1", "1" },
        { "1e300", "1e-300", 6, "1e600", "1e600", "1e600" },
        { "1e-300", "1e300", 6, "0", "0.000001", "0" },
        { "0", "7", 3, "0", "0", "0" },
        { "1450", "1", -2, "1400", "1500", "1400" },
        { "1.5", "1e2", 1, "0", "0.1", "0" },
};

START_TEST(shares_round_once)
{
        struct dec got;

        for (size_t i = 0; i < COUNT(shares); i++) {
                const char *const want[] = { shares[i].down, shares[i].up, shares[i].even };

                for (int r = ROUND_DOWN; r <= ROUND_HALF_EVEN; r++) {
                        ck_assert(dec_share(dec(shares[i].part), dec(shares[i].whole),
                                            shares[i].scale, (enum rounding)r, &got));
                        ck_assert_msg(dec_cmp(got, dec(want[r])) == 0, "row %zu: %.*s", i,
                                      STR_ARG(dec_text(a, got)));
                }
        }
        ck_assert(!dec_share(dec("1"), dec("0"), 2, ROUND_DOWN, &got));
        ck_assert(!dec_share(dec("1"), dec("3"), 40, ROUND_DOWN, &got));
}
END_TEST

static const struct {
        const char *in;
        bool ok;
        int64_t out;
} whole[] = {
        { "0", true, 0 },
        { "-5.00", true, -5 },
        { "1e18", true, 1000000000000000000 },
        { "9223372036854775807", true, INT64_MAX },
        { "-9223372036854775808", true, INT64_MIN },
        { "9223372036854775808", false, 0 },
        { "-9223372036854775809", false, 0 },
        { "1e19", false, 0 },
        { "1e300", false, 0 },
        { "0.5", false, 0 },
        { "1e-300", false, 0 },
};

START_TEST(to_int)
{
        for (size_t i = 0; i < COUNT(whole); i++) {
                int64_t got = 0;

                ck_assert_msg(dec_to_int(dec(whole[i].in), &got) == whole[i].ok, "%s", whole[i].in);
                ck_assert_int_eq(got, whole[i].out);
        }
        ck_str(dec_text(a, dec_int(INT64_MIN)), "-9223372036854775808");
}
END_TEST

START_TEST(small_questions)
{
        ck_assert_int_eq(dec_decimals(dec("1.50")), 1);
        ck_assert_int_eq(dec_decimals(dec("100")), 0);
        ck_assert_int_eq(dec_decimals(dec("0.000")), 0);
        ck_assert(dec_is_zero(dec("-0.0")));
        ck_assert(!dec_is_zero(dec("1e-6176")));
        ck_str(dec_text(a, dec_neg(dec("1.5"))), "-1.5");
        ck_str(dec_text_fixed(a, dec("300000000"), 2), "300000000.00");
        ck_str(dec_text_fixed(a, dec("-0.125"), 2), "-0.12");
        ck_str(dec_text_fixed(a, dec("3e8"), 0), "300000000");
        ck_str(dec_text_fixed(a, dec("0.5"), 3), "0.500");
        ck_str(dec_text_fixed(a, (struct dec){ 0 }, 0), "0");
}
END_TEST

static uint64_t
next_random(uint64_t *state)
{
        *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        return *state >> 33;
}

/* What was added can be taken away, what was multiplied divided, and text reads back the same. */
START_TEST(laws_hold_on_random_numbers)
{
        uint64_t state = 20251001;

        for (int i = 0; i < 20000; i++) {
                struct dec x = { .units = (int64_t)next_random(&state) - (1 << 30),
                                 .scale = (int32_t)(next_random(&state) % 12) };
                struct dec y = { .units = (int64_t)next_random(&state) - (1 << 30),
                                 .scale = (int32_t)(next_random(&state) % 12) - 4 };
                struct dec s, back;

                ck_assert(dec_add(x, y, &s) && dec_sub(s, y, &back));
                ck_assert_int_eq(dec_cmp(back, x), 0);
                ck_assert_int_eq(dec_cmp(s, x), dec_cmp(y, (struct dec){ 0 }));
                ck_assert(dec_mul(x, y, &s));
                if (!dec_is_zero(y)) {
                        ck_assert(dec_div(s, y, &back));
                        ck_assert_int_eq(dec_cmp(back, x), 0);
                }
                ck_assert(dec_parse(dec_text(a, s), &back));
                ck_assert_int_eq(dec_cmp(back, s), 0);
                arena_clear(a);
        }
}
END_TEST

START_TEST(opens)
{
        a = arena_new(1 << 22);
}
END_TEST

UNIT_MAIN("dec", opens, parses_and_writes, holds_far_exponents, adds_and_multiplies,
          refuses_what_does_not_fit, orders_all, rounds, shares_round_once, to_int, small_questions,
          laws_hold_on_random_numbers)
