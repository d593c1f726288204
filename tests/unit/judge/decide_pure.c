#include "support/desk.h"

/* Deciding reads nothing but its arguments: the same from other memory, and of the time only the
 * day and the stamps. That the same is decided twice, every other test of a desk checks as well. */

static const struct row life[] = {
        { "issuer", "case.submit", "{'application':@deficient}", OK(NULL), CASE_DEFICIENT },
        { "issuer", "case.amend", "{'case':'$case','application':@conforming}", OK(NULL),
          CASE_JUDGED },
        { "reviewer", "case.take", "{'case':'$case'}", OK(NULL), CASE_IN_REVIEW },
        { "reviewer", "case.recommend", "{'case':'$case','to':'certify','reason':'r'}", OK(NULL),
          CASE_RECOMMENDED },
        { "approver", "case.certify", "{'case':'$case','reason':'r'}", OK(NULL), CASE_CERTIFIED },
        { "issuer", "case.letter", "{'case':'$case'}", OK(""), CASE_CERTIFIED },
};

/* What was said and done over a life that began so many milliseconds later. */
static struct str
lived(struct arena *to, int64_t later_ms)
{
        struct desk d = desk_open();
        struct str out;
        struct buf b;

        buf_init(&b, to, PRINT_BYTES_MAX);
        d.now.ms += later_ms;
        for (uint32_t i = 0; i < COUNT(life); i++) {
                play_row(&d, &life[i], i);
                buf_addf(&b, "%.*s\n", STR_ARG(d.made.reply));
                buf_add(&b, effects_print(d.store->arena, &d.made));
        }
        ck_assert(buf_done(&b, &out));
        desk_close(&d);
        return out;
}

START_TEST(same_from_other_memory)
{
        struct arena *a = arena_new(PRINT_BYTES_MAX);

        ck_assert(str_eq(lived(a, 0), lived(a, 0)));
        arena_free(a);
}
END_TEST

START_TEST(of_the_time_the_day)
{
        struct arena *a = arena_new(PRINT_BYTES_MAX);
        struct str now = lived(a, 0);

        /* 09:30 on a Sunday: the same at 23:59:59.999, another answer on Monday. */
        ck_assert(str_eq(now, lived(a, (14 * 60 + 29) * 60000 + 59999)));
        ck_assert(!str_eq(now, lived(a, (14 * 60 + 30) * 60000)));
        arena_free(a);
}
END_TEST

UNIT_MAIN("decide_pure", same_from_other_memory, of_the_time_the_day)
