#include "base/money.h"
#include "support/unit.h"

static const struct {
        const char *major, *currency, *text; /* text NULL: refused */
} sums[] = {
        { "500000000", "CNY", "500000000.00" },
        { "0.01", "CNY", "0.01" },
        { "-0.5", "HKD", "-0.50" },
        { "1.10000", "EUR", "1.10" },
        { "5e8", "CNY", "500000000.00" },
        { "100", "JPY", "100" },
        { "1.234", "KWD", "1.234" },
        { "1.2345", "CLF", "1.2345" },
        { "92233720368547758.07", "CNY", "92233720368547758.07" },
        { "-92233720368547758.08", "CNY", "-92233720368547758.08" },
        { "92233720368547758.08", "CNY", NULL },
        { "1e300", "CNY", NULL },
        { "9999999999999999999999999999999999", "CNY", NULL },
        { "0.001", "CNY", NULL },
        { "0.1", "JPY", NULL },
        { "1e-300", "CNY", NULL },
        { "1", "cny", NULL },
        { "1", "RMB", NULL },
        { "1", "XXX", NULL },
        { "1", "CN", NULL },
        { "1", "CNYH", NULL },
        { "1", "", NULL },
        { "1", "NYH", NULL },
};

START_TEST(of_documents)
{
        struct arena *a = arena_new(1 << 20);

        for (size_t i = 0; i < COUNT(sums); i++) {
                struct money m;
                struct dec major;
                bool ok;

                ck_assert(dec_parse(str_of(sums[i].major), &major));
                ok = money_of(major, str_of(sums[i].currency), &m);
                ck_assert_msg(ok == (sums[i].text != NULL), "row %zu", i);
                if (!ok)
                        continue;
                ck_str(money_text(a, m), sums[i].text);
                ck_assert_int_eq(dec_cmp(money_dec(m), major), 0);
                ck_assert_str_eq(m.currency, sums[i].currency);
        }
        arena_free(a);
}
END_TEST

START_TEST(adds)
{
        struct money a = { 100, "CNY" }, b = { 23, "CNY" }, most = { INT64_MAX, "CNY" }, sum;

        ck_assert(money_add(a, b, &sum));
        ck_assert_int_eq(sum.minor, 123);
        ck_assert_str_eq(sum.currency, "CNY");
        ck_assert(!money_add(most, b, &sum));
        ck_assert(money_add(most, (struct money){ -1, "CNY" }, &sum));
}
END_TEST

START_TEST(zeroed_is_nothing)
{
        struct arena *a = arena_new(1000);

        ck_str(money_text(a, (struct money){ 0 }), "0");
        ck_assert(dec_is_zero(money_dec((struct money){ 0 })));
        arena_free(a);
}
END_TEST

START_TEST(decimals)
{
        static const struct {
                const char *code;
                int32_t decimals;
        } known[] = {
                { "CNY", 2 }, { "HKD", 2 }, { "MOP", 2 }, { "USD", 2 }, { "EUR", 2 }, { "JPY", 0 },
                { "KRW", 0 }, { "KWD", 3 }, { "BHD", 3 }, { "CLF", 4 }, { "ZWG", 2 }, { "XPF", 0 },
        };

        for (size_t i = 0; i < COUNT(known); i++) {
                int32_t got = -1;

                ck_assert(currency_decimals(str_of(known[i].code), &got));
                ck_assert_int_eq(got, known[i].decimals);
        }
}
END_TEST

UNIT_MAIN("money", of_documents, adds, zeroed_is_nothing, decimals)
