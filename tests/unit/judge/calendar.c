#include "judge/calendar.h"
#include "support/unit.h"

/* 2026: 1 October is a Thursday, 1 to 7 are a holiday, Saturday the 10th is worked. */

static struct day
at(const char *iso)
{
        struct day d;

        ck_assert(day_parse(str_of(iso), &d));
        return d;
}

static struct calendar
october(struct arena *a)
{
        struct day *holidays = TAKE(a, struct day, 8), *workdays = TAKE(a, struct day, 2);

        for (int32_t i = 0; i < 7; i++)
                holidays[i].number = at("2026-10-01").number + i;
        /* A day that is named in both lists is a holiday. */
        holidays[7] = at("2026-10-17");
        workdays[0] = at("2026-10-10");
        workdays[1] = at("2026-10-17");
        return (struct calendar){ holidays, workdays, 8, 2 };
}

START_TEST(working_days)
{
        static const struct {
                const char *day;
                bool with, without; /* the lists */
        } rows[] = {
                { "2026-09-30", true, true },   { "2026-10-01", false, true },
                { "2026-10-03", false, false }, { "2026-10-07", false, true },
                { "2026-10-08", true, true },   { "2026-10-10", true, false },
                { "2026-10-11", false, false }, { "2026-10-12", true, true },
                { "2026-10-17", false, false },
        };
        static const struct calendar none = { 0 };
        struct arena *a = arena_new(1 << 16);
        struct calendar c = october(a);

        for (size_t i = 0; i < COUNT(rows); i++) {
                ck_assert_msg(is_working_day(&c, at(rows[i].day)) == rows[i].with, "%s",
                              rows[i].day);
                ck_assert_msg(is_working_day(&none, at(rows[i].day)) == rows[i].without, "%s",
                              rows[i].day);
        }
        arena_free(a);
}
END_TEST

START_TEST(counts_them)
{
        static const struct {
                const char *from;
                int32_t count;
                const char *to;
        } rows[] = {
                { "2026-09-29", 0, "2026-09-29" }, { "2026-10-03", 0, "2026-10-03" },
                { "2026-09-29", 1, "2026-09-30" }, { "2026-09-30", 1, "2026-10-08" },
                { "2026-10-03", 1, "2026-10-08" }, { "2026-09-30", 3, "2026-10-10" },
                { "2026-10-09", 1, "2026-10-10" }, { "2026-10-10", 1, "2026-10-12" },
                { "2026-10-16", 1, "2026-10-19" }, { "2026-10-19", 250, "2027-10-04" },
        };
        struct arena *a = arena_new(1 << 16);
        struct calendar c = october(a);

        for (size_t i = 0; i < COUNT(rows); i++) {
                struct day d = working_days_after(&c, at(rows[i].from), rows[i].count);

                ck_str(day_text(a, d), rows[i].to);
        }
        arena_free(a);
}
END_TEST

UNIT_MAIN("calendar", working_days, counts_them)
