#include "model/number.h"
#include "support/unit.h"

/* The second is the worked example of the Global Release Identifier, which uses the same scheme. */
static const struct {
        const char *text;
        char check;
} checks[] = {
        { "", '1' },
        { "A12425GABC1234002", 'M' },
        { "A-12425G-ABC1234002", 'M' },
};

START_TEST(computes_check_characters)
{
        for (size_t i = 0; i < COUNT(checks); i++)
                ck_assert_int_eq(check_character(str_of(checks[i].text)), checks[i].check);
}
END_TEST

START_TEST(writes_and_reads_numbers)
{
        struct arena *a = arena_new(1 << 20);

        ck_str(case_number(a, 2026, 123), "GD-2026-000123");
        ck_str(case_number(a, 2026, 1234567), "GD-2026-1234567");
        for (int64_t serial = 1; serial < 100000000; serial = serial * 7 + 1) {
                struct str number = certificate_number(a, 2026, serial);

                ck_assert(case_number_ok(case_number(a, 2026, serial)));
                ck_assert(certificate_number_ok(number));
        }
        arena_free(a);
}
END_TEST

START_TEST(catches_slips)
{
        struct arena *a = arena_new(1 << 20);
        struct str number = certificate_number(a, 2026, 123);
        char slip[32];

        for (size_t i = 4; i < number.len; i++) {
                for (char digit = '0'; digit <= '9'; digit++) {
                        if (number.at[i] == '-' || number.at[i] == digit)
                                continue;
                        for (size_t k = 0; k < number.len; k++)
                                slip[k] = number.at[k];
                        slip[i] = digit;
                        ck_assert(!certificate_number_ok((struct str){ slip, number.len }));
                }
        }
        arena_free(a);
}
END_TEST

static const char *const refused[] = {
        "",
        "GD-",
        "GD-2026",
        "GD-2026-12345",
        "GD-2026-0001234",
        "gd-2026-000123",
        "GD-2026-00012x",
        "GDC-2026-000123",
        "GD 2026 000123",
        "GD-2026-000123 ",
};

START_TEST(refuses_other_forms)
{
        for (size_t i = 0; i < COUNT(refused); i++) {
                ck_assert_msg(!case_number_ok(str_of(refused[i])), "%s", refused[i]);
                ck_assert_msg(!certificate_number_ok(str_of(refused[i])), "%s", refused[i]);
        }
}
END_TEST

UNIT_MAIN("number", computes_check_characters, writes_and_reads_numbers, catches_slips,
          refuses_other_forms)
