#include "base/fault.h"
#include "support/unit.h"

#include <string.h>

START_TEST(first_one_wins)
{
        struct fault f = { 0 };

        ck_assert(!fault(&f, FAULT_LOST, "%s went away after %d tries", "it", 3));
        ck_assert_int_eq(f.kind, FAULT_LOST);
        ck_assert_str_eq(f.text, "it went away after 3 tries");
        ck_assert(!fault(&f, FAULT_REFUSED, "later"));
        ck_assert_int_eq(f.kind, FAULT_LOST);
        ck_assert_str_eq(f.text, "it went away after 3 tries");
}
END_TEST

START_TEST(long_ones_are_cut)
{
        struct fault f = { 0 };

        ck_assert(!fault(&f, FAULT_CORRUPT, "%*s", 2 * FAULT_TEXT_MAX, "x"));
        ck_assert_uint_eq(strlen(f.text), FAULT_TEXT_MAX - 1);
}
END_TEST

UNIT_MAIN("fault", first_one_wins, long_ones_are_cut)
