#include "support/rules.h"

START_TEST(finds_codes_of_its_own_edition)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, NULL, 0);
        const struct taxonomy *first = taxonomies_find(&book->taxonomies, STR("GBEPC2021"));
        const struct taxonomy *second = taxonomies_find(&book->taxonomies, STR("GFEPC2025"));

        ck_assert_ptr_nonnull(first);
        ck_assert_ptr_nonnull(second);
        ck_assert_ptr_null(taxonomies_find(&book->taxonomies, STR("GBEPC")));
        ck_assert_ptr_nonnull(taxonomy_entry(first, STR("1.2")));
        ck_assert_ptr_null(taxonomy_entry(second, STR("1.2")));
        ck_assert_ptr_null(taxonomy_entry(first, STR("1.")));
        ck_assert_ptr_null(taxonomy_entry(first, STR("")));
        arena_free(a);
}
END_TEST

START_TEST(places_codes_in_the_tree)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, NULL, 0);
        const struct taxonomy *first = taxonomies_find(&book->taxonomies, STR("GBEPC2021"));
        const struct entry *leaf = taxonomy_entry(first, STR("1.1"));

        ck_assert_uint_eq(leaf->level, 2);
        ck_str(leaf->up, "1");
        ck_str(leaf->title[CHINESE], "光");
        ck_assert_uint_eq(taxonomy_entry(first, STR("1"))->level, 1);
        ck_assert_uint_eq(taxonomy_entry(first, STR("1"))->up.len, 0);
        ck_assert_int_eq(
                taxonomy_entry(taxonomies_find(&book->taxonomies, STR("GFEPC2025")), STR("1.1"))
                        ->ghg,
                GHG_DIRECT);
        arena_free(a);
}
END_TEST

/* A list without classes has one level, whatever dots its codes have; days in force are kept. */
START_TEST(reads_a_flat_list)
{
        static const struct set own[] = {
                { "taxonomies/c.yaml", "taxonomy: FLAT\n"
                                       "title: { zh: 平, en: Flat }\n"
                                       "source: test\n"
                                       "in_force: { until: 2026-01-31 }\n"
                                       "leaf_level: 1\n"
                                       "entries:\n"
                                       "  - { code: A.1, zh: 一, en: One, basis: recalled }\n" },
        };
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, own, COUNT(own));
        const struct taxonomy *flat = taxonomies_find(&book->taxonomies, STR("FLAT"));

        ck_assert_uint_eq(taxonomy_entry(flat, STR("A.1"))->level, 1);
        ck_assert_int_eq(taxonomy_entry(flat, STR("A.1"))->basis, RECALLED);
        ck_assert(!flat->has_from);
        ck_assert(flat->has_until);
        ck_assert_int_eq(flat->until.number, day_at("2026-01-31").number);
        arena_free(a);
}
END_TEST

UNIT_MAIN("taxonomy", finds_codes_of_its_own_edition, places_codes_in_the_tree, reads_a_flat_list)
