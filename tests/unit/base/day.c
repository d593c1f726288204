#include "base/day.h"
#include "support/unit.h"

static struct arena *a;

static struct day
day(const char *iso)
{
        struct day d;

        ck_assert_msg(day_parse(str_of(iso), &d), "%s", iso);
        return d;
}

static const struct {
        const char *iso;
        bool ok;
        int32_t number, weekday;
} days[] = {
        { "1970-01-01", true, 0, 4 },
        { "1969-12-31", true, -1, 3 },
        { "2000-02-29", true, 11016, 2 },
        { "2000-03-01", true, 11017, 3 },
        { "2025-10-01", true, 20362, 3 },
        { "2024-02-29", true, 19782, 4 },
        { "2024-12-31", true, 20088, 2 },
        { "1600-02-29", true, -135081, 2 },
        { "0001-01-01", true, -719162, 1 },
        { "9999-12-31", true, 2932896, 5 },
        { "1900-02-29", false, 0, 0 },
        { "2100-02-29", false, 0, 0 },
        { "2023-02-29", false, 0, 0 },
        { "2025-04-31", false, 0, 0 },
        { "2025-13-01", false, 0, 0 },
        { "2025-00-01", false, 0, 0 },
        { "2025-01-00", false, 0, 0 },
        { "2025-01-32", false, 0, 0 },
        { "0000-01-01", false, 0, 0 },
        { "2025-1-01", false, 0, 0 },
        { "2025-01-1", false, 0, 0 },
        { "20250101", false, 0, 0 },
        { "2025/01/01", false, 0, 0 },
        { "2025-01-01 ", false, 0, 0 },
        { "+025-01-01", false, 0, 0 },
        { "-001-01-01", false, 0, 0 },
        { "", false, 0, 0 },
};

START_TEST(reads_days)
{
        a = arena_new(64 << 20);
        for (size_t i = 0; i < COUNT(days); i++) {
                struct day d = { 0 };

                ck_assert_msg(day_parse(str_of(days[i].iso), &d) == days[i].ok, "%s", days[i].iso);
                if (!days[i].ok)
                        continue;
                ck_assert_int_eq(d.number, days[i].number);
                ck_assert_int_eq(day_weekday(d), days[i].weekday);
                ck_str(day_text(a, d), days[i].iso);
        }
}
END_TEST

/* A calendar kept the plain way. */
struct calendar {
        int32_t year, month, day_of_month, weekday;
};

static void
next_day(struct calendar *c)
{
        static const int32_t last[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
        bool leap = (c->year % 4 == 0 && c->year % 100 != 0) || c->year % 400 == 0;

        c->weekday = c->weekday % 7 + 1;
        if (++c->day_of_month <= last[c->month - 1] + (c->month == 2 && leap))
                return;
        c->day_of_month = 1;
        c->year += c->month == 12;
        c->month = c->month % 12 + 1;
}

static bool
agrees(const struct calendar *c, struct day d)
{
        int32_t year, month, day_of_month;

        day_split(d, &year, &month, &day_of_month);
        return year == c->year && month == c->month && day_of_month == c->day_of_month &&
               day_of_date(year, month, day_of_month).number == d.number &&
               day_weekday(d) == c->weekday;
}

START_TEST(every_day_follows_the_one_before)
{
        struct calendar c = { 1, 1, 1, 1 };

        for (int32_t n = -719162; n <= 2932896; n++) {
                if (!agrees(&c, (struct day){ n }))
                        ck_abort_msg("day %d", n);
                next_day(&c);
        }
        ck_assert_int_eq(c.year, 10000);
}
END_TEST

static const struct {
        const char *from;
        int32_t months;
        const char *to;
} additions[] = {
        { "2025-01-31", 1, "2025-02-28" },   { "2024-01-31", 1, "2024-02-29" },
        { "2025-01-31", 2, "2025-03-31" },   { "2025-01-31", 3, "2025-04-30" },
        { "2024-02-29", 12, "2025-02-28" },  { "2024-02-29", 48, "2028-02-29" },
        { "2025-03-31", -1, "2025-02-28" },  { "2025-01-15", -1, "2024-12-15" },
        { "2025-12-31", 1, "2026-01-31" },   { "2025-10-01", 0, "2025-10-01" },
        { "2025-10-01", -12, "2024-10-01" }, { "2000-02-29", -1200, "1900-02-28" },
};

START_TEST(adds_months)
{
        for (size_t i = 0; i < COUNT(additions); i++)
                ck_str(day_text(a, day_add_months(day(additions[i].from), additions[i].months)),
                       additions[i].to);
}
END_TEST

static const struct {
        const char *from, *to;
        int32_t days;
} backs[] = {
        { "2025-03-01", "2025-02-28", 1 },   { "2025-03-01", "2025-03-01", 0 },
        { "2025-03-01", "2024-02-29", 366 }, { "0001-01-02", "0001-01-01", 1 },
        { "0001-01-02", "0001-01-01", 2 },   { "2025-03-01", "0001-01-01", INT32_MAX },
};

START_TEST(goes_back)
{
        for (size_t i = 0; i < COUNT(backs); i++)
                ck_str(day_text(a, day_back(day(backs[i].from), backs[i].days)), backs[i].to);
}
END_TEST

static const struct {
        const char *from, *to;
        int32_t months;
} between[] = {
        { "2025-01-31", "2025-01-31", 0 },   { "2025-01-31", "2025-02-27", 0 },
        { "2025-01-31", "2025-02-28", 1 },   { "2025-01-31", "2025-03-30", 1 },
        { "2025-01-31", "2025-03-31", 2 },   { "2024-02-29", "2025-02-27", 11 },
        { "2024-02-29", "2025-02-28", 12 },  { "2024-02-29", "2025-03-01", 12 },
        { "2025-01-15", "2026-01-14", 11 },  { "2025-01-15", "2026-01-15", 12 },
        { "2026-01-15", "2025-01-15", -12 }, { "2026-01-15", "2025-01-16", -11 },
        { "2025-12-31", "2026-01-01", 0 },
};

START_TEST(counts_months)
{
        for (size_t i = 0; i < COUNT(between); i++)
                ck_assert_msg(day_months_between(day(between[i].from), day(between[i].to)) ==
                                      between[i].months,
                              "row %zu", i);
        for (int32_t n = 0; n < 3000; n++) {
                struct day from = { 19700 };
                struct day to = { 19700 + n };
                int32_t months = day_months_between(from, to);

                ck_assert(day_add_months(from, months).number <= to.number);
                ck_assert(day_add_months(from, months + 1).number > to.number);
        }
}
END_TEST

static const struct {
        const char *in, *out; /* out NULL: refused */
} instants[] = {
        { "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z" },
        { "2025-10-01T08:00:00+08:00", "2025-10-01T00:00:00.000Z" },
        { "2025-10-01T00:00:00-05:30", "2025-10-01T05:30:00.000Z" },
        { "2025-10-01t00:00:00z", "2025-10-01T00:00:00.000Z" },
        { "2025-10-01T00:00:00.1Z", "2025-10-01T00:00:00.100Z" },
        { "2025-10-01T00:00:00.1239999Z", "2025-10-01T00:00:00.123Z" },
        { "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z" },
        { "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z" },
        { "2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z" },
        { "2017-01-01T07:59:60+08:00", "2017-01-01T00:00:00.000Z" },
        { "2016-12-31T12:59:60Z", NULL },
        { "2025-10-01", NULL },
        { "2025-10-01T00:00:00", NULL },
        { "2025-10-01 00:00:00Z", NULL },
        { "2025-10-01T24:00:00Z", NULL },
        { "2025-10-01T00:60:00Z", NULL },
        { "2025-10-01T00:00:61Z", NULL },
        { "2025-10-01T00:00:00.Z", NULL },
        { "2025-10-01T00:00:00+8:00", NULL },
        { "2025-10-01T00:00:00+0800", NULL },
        { "2025-10-01T00:00:00+24:00", NULL },
        { "2025-02-30T00:00:00Z", NULL },
        { "2025-10-01T00:00Z", NULL },
        { "2025-10-01T00:00:00Zx", NULL },
        { "2025-10-01T0a:00:00Z", NULL },
        { "", NULL },
};

START_TEST(reads_instants)
{
        for (size_t i = 0; i < COUNT(instants); i++) {
                struct instant t;
                bool ok = instant_parse(str_of(instants[i].in), &t);

                ck_assert_msg(ok == (instants[i].out != NULL), "%s", instants[i].in);
                if (ok)
                        ck_str(instant_text(a, t), instants[i].out);
        }
}
END_TEST

START_TEST(days_have_zones)
{
        struct instant t;

        ck_assert(instant_parse(STR("2025-09-30T16:00:00Z"), &t));
        ck_str(day_text(a, day_of(t, SHANGHAI_MINUTES)), "2025-10-01");
        ck_str(day_text(a, day_of(t, 0)), "2025-09-30");
        ck_assert_int_eq(instant_of(day("2025-10-01"), SHANGHAI_MINUTES).ms, t.ms);
        t.ms--;
        ck_str(day_text(a, day_of(t, SHANGHAI_MINUTES)), "2025-09-30");
        ck_assert_int_eq(day_of((struct instant){ -1 }, 0).number, -1);
        ck_assert_int_eq(day_of((struct instant){ 0 }, 0).number, 0);
}
END_TEST

UNIT_MAIN("day", reads_days, every_day_follows_the_one_before, adds_months, goes_back,
          counts_months, reads_instants, days_have_zones)
