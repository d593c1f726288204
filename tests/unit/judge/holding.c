#include "judge/private_proceeds.h"
#include "support/unit.h"

/* What holds is kept in a list that grows: thousands of findings of one message cost what thousands
 * of rows do, not their square. */

enum { FINDINGS = 5000, BYTES_EACH = 1000 };

START_TEST(thousands)
{
        struct arena *a = arena_new(1 << 30);
        struct deciding d = { .arena = a };
        struct bond_now b = { 0 };

        for (uint32_t i = 0; i < 2 * FINDINGS; i++) {
                struct finding f = { .pattern = 1,
                                     .rule = STR("not_listed"),
                                     .bond = STR("B"),
                                     .subject = str_format(a, "%u", i % FINDINGS),
                                     .severity = SEVERITY_HIGH };

                ladder_hold(&d, &b, &f);
        }
        ck_assert_uint_eq(b.holding_count, FINDINGS);
        ck_assert_uint_lt(arena_used(a), 2 * FINDINGS * BYTES_EACH);
        arena_free(a);
}
END_TEST

static const struct {
        enum finding_state state;
        enum severity severity;
        bool holds;
} rows[] = {
        { FINDING_OPEN, SEVERITY_MEDIUM, false },    { FINDING_OPEN, SEVERITY_HIGH, true },
        { FINDING_OPEN, SEVERITY_CRITICAL, true },   { FINDING_CURED, SEVERITY_CRITICAL, false },
        { FINDING_WITHDRAWN, SEVERITY_HIGH, false },
};

START_TEST(states)
{
        struct arena *a = arena_new(1 << 20);
        struct deciding d = { .arena = a };

        for (size_t i = 0; i < COUNT(rows); i++) {
                struct bond_now b = { 0 };
                struct finding f = { .pattern = 1,
                                     .rule = STR("not_listed"),
                                     .bond = STR("B"),
                                     .subject = STR("S"),
                                     .severity = SEVERITY_HIGH };

                ladder_hold(&d, &b, &f);
                f.state = FINDING_RISEN;
                ladder_hold(&d, &b, &f);
                ck_assert_uint_eq(b.holding_count, 1);
                f.state = rows[i].state;
                f.severity = rows[i].severity;
                ladder_hold(&d, &b, &f);
                ck_assert_uint_eq(b.holding_count, rows[i].holds);
        }
        arena_free(a);
}
END_TEST

UNIT_MAIN("holding", thousands, states)
