#include "judge/known.h"
#include "support/unit.h"

enum { MANY = 3000 };

static struct reach
wish(enum known_kind kind, struct str key)
{
        return (struct reach){ .kind = kind, .key = key };
}

START_TEST(wants_once_in_order)
{
        struct arena *a = arena_new(8 << 20);
        struct known *k = known_new(a);
        const struct reach *const *wanted;
        uint32_t count;

        for (int twice = 0; twice < 2; twice++)
                for (uint32_t i = 0; i < MANY; i++) {
                        struct reach r = wish(KNOWN_CASE, str_format(a, "%u", i * 7 % MANY));

                        known_want(k, &r);
                }
        wanted = known_wanted(k, KNOWN_CASE, &count);
        ck_assert_uint_eq(count, MANY);
        for (uint32_t i = 0; i < count; i++)
                ck_str(wanted[i]->key, str_format(a, "%u%c", i * 7 % MANY, 0).at);
        (void)known_wanted(k, KNOWN_PERSON, &count);
        ck_assert_uint_eq(count, 0);
        arena_free(a);
}
END_TEST

/* A key is found by its kind and bytes, whatever stands beside it; what is put need not have been
 * wanted, and is then loaded for nobody. */
START_TEST(keeps_kinds_apart)
{
        static int things[KNOWN_KINDS][3];
        static const struct str keys[] = { STR_ROW(""), STR_ROW("a"), STR_ROW("ab") };
        struct arena *a = arena_new(1 << 20);
        struct known *k = known_new(a);
        uint32_t count;

        for (int kind = KNOWN_NONE + 1; kind < KNOWN_KINDS; kind++)
                for (size_t i = 0; i < COUNT(keys); i++) {
                        ck_assert(known_get(k, (enum known_kind)kind, keys[i]) == NULL);
                        known_put(k, (enum known_kind)kind, keys[i], &things[kind][i]);
                }
        for (int kind = KNOWN_NONE + 1; kind < KNOWN_KINDS; kind++) {
                for (size_t i = 0; i < COUNT(keys); i++)
                        ck_assert(known_get(k, (enum known_kind)kind, keys[i]) == &things[kind][i]);
                (void)known_wanted(k, (enum known_kind)kind, &count);
                ck_assert_uint_eq(count, 0);
        }
        arena_free(a);
}
END_TEST

START_TEST(finds_what_was_wanted_and_put)
{
        struct arena *a = arena_new(1 << 20);
        struct known *k = known_new(a);
        char key[] = "changes";
        struct reach r = wish(KNOWN_CASES, str_of(key));
        const struct reach *const *wanted;
        uint32_t count;
        int thing;

        r.filter.state = STR("judged");
        known_want(k, &r);
        ck_assert(known_get(k, KNOWN_CASES, STR("changes")) == NULL);
        /* The key is its own. */
        key[0] = 'C';
        known_put(k, KNOWN_CASES, STR("changes"), &thing);
        ck_assert(known_get(k, KNOWN_CASES, STR("changes")) == &thing);
        ck_assert(known_get(k, KNOWN_CASES, STR("Changes")) == NULL);
        wanted = known_wanted(k, KNOWN_CASES, &count);
        ck_assert_uint_eq(count, 1);
        ck_str(wanted[0]->filter.state, "judged");
        arena_free(a);
}
END_TEST

UNIT_MAIN("known", wants_once_in_order, keeps_kinds_apart, finds_what_was_wanted_and_put)
