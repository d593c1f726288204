#include "support/rules.h"

START_TEST(finds_activities_and_links)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, NULL, 0);
        const struct activity *solar = activities_find(&book->activities, STR("solar_pv"));

        ck_assert_ptr_nonnull(solar);
        ck_assert_ptr_null(activities_find(&book->activities, STR("solar")));
        ck_assert_uint_eq(solar->word_count, 2);
        ck_str(solar->words[1], "solar");
        ck_assert_ptr_nonnull(activity_link(solar, STR("GBEPC2021")));
        ck_str(activity_link(solar, STR("GBEPC2021"))->code, "1.1");
        ck_assert_ptr_null(activity_link(solar, STR("GFEPC2025")));
        ck_assert_ptr_null(activity_excluded(solar, STR("TEST")));
        arena_free(a);
}
END_TEST

START_TEST(own_family_outweighs_all)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, NULL, 0);
        const struct activity *coal = activities_find(&book->activities, STR("coal_power"));

        ck_assert_int_eq(activity_excluded(coal, STR("ANY"))->verdict, NOT_MET);
        ck_assert_int_eq(activity_excluded(coal, STR("TEST"))->verdict, UNDETERMINED);
        arena_free(a);
}
END_TEST

START_TEST(gravest_of_two_alike)
{
        static const struct exclusion rows[] = {
                { .family = { "TEST", 4 }, .verdict = MET },
                { .family = { "TEST", 4 }, .verdict = NOT_MET },
                { .family = { "TEST", 4 }, .verdict = UNDETERMINED },
        };
        const struct activity activity = { .exclusions = rows, .exclusion_count = COUNT(rows) };

        ck_assert_ptr_eq(activity_excluded(&activity, STR("TEST")), &rows[1]);
        ck_assert_ptr_null(activity_excluded(&activity, STR("OTHER")));
}
END_TEST

UNIT_MAIN("activity", finds_activities_and_links, own_family_outweighs_all, gravest_of_two_alike)
