#include "base/str.h"
#include "base/limits.h"
#include "support/unit.h"

#include <string.h>

START_TEST(compares)
{
        static const char *const ordered[] = { "", "A", "AA", "B", "a", "ab", "b", "中" };

        for (size_t i = 0; i < COUNT(ordered); i++)
                for (size_t k = 0; k < COUNT(ordered); k++) {
                        int order = str_cmp(str_of(ordered[i]), str_of(ordered[k]));

                        ck_assert(i < k ? order < 0 : i > k ? order > 0 : order == 0);
                        ck_assert(str_eq(str_of(ordered[i]), str_of(ordered[k])) == (i == k));
                        ck_assert(str_is(str_of(ordered[i]), ordered[k]) == (i == k));
                }
        ck_assert(str_eq(str_of(NULL), STR("")));
        ck_assert(str_eq((struct str){ 0 }, str_of("")));
}
END_TEST

static const struct {
        const char *s, *part;
        bool starts, ends;
        ptrdiff_t at;
} parts[] = {
        { "abcabc", "abc", true, true, 0 },  { "abcabc", "bc", false, true, 1 },
        { "abcabc", "", true, true, 0 },     { "", "", true, true, 0 },
        { "", "a", false, false, -1 },       { "abc", "abcd", false, false, -1 },
        { "abcabd", "abd", false, true, 3 }, { "aab", "ab", false, true, 1 },
        { "a中b", "中", false, false, 1 },
};

START_TEST(finds_parts)
{
        for (size_t i = 0; i < COUNT(parts); i++) {
                struct str s = str_of(parts[i].s);
                struct str part = str_of(parts[i].part);

                ck_assert_msg(str_starts(s, part) == parts[i].starts, "row %zu", i);
                ck_assert_msg(str_ends(s, part) == parts[i].ends, "row %zu", i);
                ck_assert_int_eq(str_find(s, part), parts[i].at);
        }
}
END_TEST

START_TEST(cuts)
{
        struct str rest = STR("a//bc");
        struct str part;

        ck_assert(str_cut(&rest, '/', &part));
        ck_str(part, "a");
        ck_assert(str_cut(&rest, '/', &part));
        ck_str(part, "");
        ck_assert(str_cut(&rest, '/', &part));
        ck_str(part, "bc");
        ck_assert(!str_cut(&rest, '/', &part));
        rest = STR("a/");
        ck_assert(str_cut(&rest, '/', &part));
        ck_str(part, "a");
        ck_assert(!str_cut(&rest, '/', &part));
}
END_TEST

START_TEST(copies)
{
        struct arena *a = arena_new(1 << 20);
        struct str s = STR("中文 text");
        struct str kept = str_keep(a, s);

        ck_assert(str_eq(kept, s));
        ck_assert_ptr_ne(kept.at, s.at);
        ck_assert_str_eq(str_c(a, s), s.at);
        ck_assert_str_eq(str_c(a, (struct str){ 0 }), "");
        ck_assert_uint_eq(str_keep(a, STR("")).len, 0);
        ck_str(str_format(a, "%s-%06d", "GD", 123), "GD-000123");
        ck_str(str_format(a, "%.*s!", STR_ARG(s)), "中文 text!");
        arena_free(a);
}
END_TEST

START_TEST(joins)
{
        static const struct {
                const char *pieces[3];
                uint32_t count;
                const char *whole;
        } rows[] = {
                { { "" }, 0, "" },
                { { "a" }, 1, "a" },
                { { "", "" }, 2, "/" },
                { { "bond", "", "中文" }, 3, "bond//中文" },
        };
        struct arena *a = arena_new(1 << 20);

        for (size_t i = 0; i < COUNT(rows); i++) {
                struct str pieces[3];

                for (uint32_t k = 0; k < rows[i].count; k++)
                        pieces[k] = str_of(rows[i].pieces[k]);
                ck_assert(str_is(str_join(a, pieces, rows[i].count, '/'), rows[i].whole));
        }
        arena_free(a);
}
END_TEST

START_TEST(hashes)
{
        /* FNV-1a's published values with its own start. */
        ck_assert_uint_eq(str_hash(STR(""), 0), UINT64_C(0xcbf29ce484222325));
        ck_assert_uint_eq(str_hash(STR("a"), 0), UINT64_C(0xaf63dc4c8601ec8c));
        ck_assert_uint_eq(str_hash(STR("foobar"), 0), UINT64_C(0x85944171f73967e8));
        ck_assert_uint_ne(str_hash(STR("a"), 1), str_hash(STR("a"), 0));
}
END_TEST

static const struct {
        const char *s;
        uint64_t max;
        bool ok;
        uint64_t value;
} numbers[] = {
        { "0", 0, true, 0 },
        { "1", 0, false, 0 },
        { "007", 10, true, 7 },
        { "10", 10, true, 10 },
        { "11", 10, false, 0 },
        { "", 10, false, 0 },
        { "-1", 10, false, 0 },
        { "+1", 10, false, 0 },
        { "1a", 10, false, 0 },
        { " 1", 10, false, 0 },
        { "18446744073709551615", UINT64_MAX, true, UINT64_MAX },
        { "18446744073709551616", UINT64_MAX, false, 0 },
        { "99999999999999999999999", UINT64_MAX, false, 0 },
};

START_TEST(reads_numbers)
{
        for (size_t i = 0; i < COUNT(numbers); i++) {
                uint64_t value = 0;
                bool ok = str_uint(str_of(numbers[i].s), numbers[i].max, &value);

                ck_assert_msg(ok == numbers[i].ok && value == numbers[i].value, "row %zu", i);
        }
}
END_TEST

static const struct {
        const char *a, *b;
        uint32_t max, distance;
} distances[] = {
        { "", "", 3, 0 },
        { "abc", "abc", 0, 0 },
        { "abc", "abd", 3, 1 },
        { "abc", "acb", 3, 1 },
        { "abc", "ab", 3, 1 },
        { "", "abc", 3, 3 },
        { "", "abcd", 3, 4 },
        { "kitten", "sitting", 5, 3 },
        { "kitten", "sitting", 2, 3 },
        { "amount", "ammount", 2, 1 },
        { "projects", "porjects", 2, 1 },
        { "ca", "abc", 5, 3 },
        { "one", "completely", 3, 4 },
};

START_TEST(measures_distance)
{
        char text[DISTANCE_BYTES_MAX + 2];

        for (size_t i = 0; i < COUNT(distances); i++) {
                struct str x = str_of(distances[i].a);
                struct str y = str_of(distances[i].b);

                ck_assert_uint_eq(str_distance(x, y, distances[i].max), distances[i].distance);
                ck_assert_uint_eq(str_distance(y, x, distances[i].max), distances[i].distance);
        }
        memset(text, 'x', sizeof text);
        ck_assert_uint_eq(str_distance((struct str){ text, DISTANCE_BYTES_MAX },
                                       (struct str){ text, DISTANCE_BYTES_MAX - 1 }, 2),
                          1);
        ck_assert_uint_eq(str_distance((struct str){ text, DISTANCE_BYTES_MAX + 1 },
                                       (struct str){ text, DISTANCE_BYTES_MAX + 1 }, 2),
                          3);
}
END_TEST

UNIT_MAIN("str", compares, finds_parts, cuts, copies, joins, hashes, reads_numbers,
          measures_distance)
