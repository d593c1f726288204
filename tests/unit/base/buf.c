#include "base/buf.h"
#include "support/unit.h"

START_TEST(grows)
{
        struct arena *a = arena_new(1 << 20);
        struct buf b;
        struct str out;

        buf_init(&b, a, 100000);
        for (int i = 0; i < 10000; i++) {
                buf_byte(&b, 'x');
                buf_add(&b, STR("yz"));
                buf_addf(&b, "%d", i % 10);
        }
        ck_assert_uint_eq(buf_text(&b).len, 40000);
        ck_assert(buf_done(&b, &out));
        ck_assert(str_starts(out, STR("xyz0xyz1xyz2")));
        ck_assert(str_ends(out, STR("xyz8xyz9")));
        arena_free(a);
}
END_TEST

START_TEST(says_nothing_of_nothing)
{
        struct arena *a = arena_new(1000);
        struct buf b;
        struct str out;

        buf_init(&b, a, 0);
        buf_add(&b, STR(""));
        buf_addf(&b, "%s", "");
        ck_assert(buf_done(&b, &out));
        ck_assert_uint_eq(out.len, 0);
        buf_byte(&b, 'x');
        ck_assert(!buf_done(&b, &out));
        arena_free(a);
}
END_TEST

START_TEST(failure_sticks)
{
        struct arena *a = arena_new(100000);
        struct buf b;
        struct str out;

        buf_init(&b, a, 5);
        buf_add(&b, STR("12345"));
        ck_assert(buf_done(&b, &out));
        ck_str(out, "12345");
        buf_addf(&b, "%d", 6);
        ck_assert(!buf_done(&b, &out));
        buf_add(&b, STR(""));
        buf_byte(&b, 'x');
        ck_assert(!buf_done(&b, &out));
        ck_str(buf_text(&b), "12345");
        arena_free(a);
}
END_TEST

/* The arena's limit is the buf's as well: text is refused before the process would end. */
START_TEST(stops_before_the_arena_does)
{
        struct arena *a = arena_new(1000);
        struct buf b;
        struct str out;

        buf_init(&b, a, 1 << 20);
        for (int i = 0; i < 2000; i++)
                buf_byte(&b, 'x');
        ck_assert(!buf_done(&b, &out));
        ck_assert_uint_ge(buf_text(&b).len, 300);
        arena_free(a);
}
END_TEST

UNIT_MAIN("buf", grows, says_nothing_of_nothing, failure_sticks, stops_before_the_arena_does)
