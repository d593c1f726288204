#include "base/day.h"

enum { DAY_MS = 86400000, MINUTE_MS = 60000, SECOND_MS = 1000 };
enum { ERA_DAYS = 146097, ERA_YEARS = 400, EPOCH_DAYS = 719468 }; /* 0000-03-01 to 1970-01-01 */

/* 0001-01-01. */
enum { FIRST_DAY = -719162 };

static int64_t
floor_div(int64_t a, int64_t b)
{
        return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static int32_t
month_days(int32_t year, int32_t month)
{
        static const int32_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
        bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

        return days[month - 1] + (month == 2 && leap);
}

static bool
is_date(int32_t year, int32_t month, int32_t day_of_month)
{
        return month >= 1 && month <= 12 && day_of_month >= 1 &&
               day_of_month <= month_days(year, month);
}

/* Years are taken to begin in March, so that a leap day comes last in one. */
struct day
day_of_date(int32_t year, int32_t month, int32_t day_of_month)
{
        int64_t from_march = (month + 9) % 12;
        int64_t years = (int64_t)year - (month < 3);
        int64_t days = years * 365 + floor_div(years, 4) - floor_div(years, 100) +
                       floor_div(years, ERA_YEARS);

        assert(is_date(year, month, day_of_month));
        days += (153 * from_march + 2) / 5 + day_of_month - 1 - EPOCH_DAYS;
        assert(days >= INT32_MIN && days <= INT32_MAX);
        return (struct day){ (int32_t)days };
}

void
day_split(struct day d, int32_t *year, int32_t *month, int32_t *day_of_month)
{
        int64_t since = (int64_t)d.number + EPOCH_DAYS;
        int64_t era = floor_div(since, ERA_DAYS);
        int64_t in_era = since - era * ERA_DAYS;
        int64_t years = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
        int64_t in_year = in_era - (365 * years + years / 4 - years / 100);
        int64_t from_march = (5 * in_year + 2) / 153;

        *day_of_month = (int32_t)(in_year - (153 * from_march + 2) / 5 + 1);
        *month = (int32_t)(from_march < 10 ? from_march + 3 : from_march - 9);
        *year = (int32_t)(years + era * ERA_YEARS + (*month < 3));
}

/* count digits of s from at. False: another byte, or s ends first. */
static bool
digits_at(struct str s, size_t at, size_t count, int32_t *out)
{
        uint64_t value;

        if (at + count > s.len || !str_uint((struct str){ s.at + at, count }, INT32_MAX, &value))
                return false;
        *out = (int32_t)value;
        return true;
}

bool
day_parse(struct str iso, struct day *out)
{
        int32_t year, month, day_of_month;

        if (iso.len != 10 || iso.at[4] != '-' || iso.at[7] != '-')
                return false;
        if (!digits_at(iso, 0, 4, &year) || !digits_at(iso, 5, 2, &month) ||
            !digits_at(iso, 8, 2, &day_of_month))
                return false;
        if (year < 1 || !is_date(year, month, day_of_month))
                return false;
        *out = day_of_date(year, month, day_of_month);
        return true;
}

struct day
day_add_months(struct day d, int32_t months)
{
        int32_t year, month, day_of_month, last;
        int64_t count;

        day_split(d, &year, &month, &day_of_month);
        count = (int64_t)year * 12 + (month - 1) + months;
        year = (int32_t)floor_div(count, 12);
        month = (int32_t)(count - (int64_t)year * 12) + 1;
        last = month_days(year, month);
        return day_of_date(year, month, day_of_month < last ? day_of_month : last);
}

struct day
day_back(struct day d, int32_t days)
{
        int64_t number = (int64_t)d.number - days;

        return (struct day){ number < FIRST_DAY ? FIRST_DAY : (int32_t)number };
}

int32_t
day_months_between(struct day a, struct day b)
{
        int32_t from_year, from_month, to_year, to_month, day_of_month, months;

        if (b.number < a.number)
                return -day_months_between(b, a);
        day_split(a, &from_year, &from_month, &day_of_month);
        day_split(b, &to_year, &to_month, &day_of_month);
        months = (to_year - from_year) * 12 + to_month - from_month;
        return months - (day_add_months(a, months).number > b.number);
}

int32_t
day_weekday(struct day d)
{
        int64_t since_monday = (int64_t)d.number + 3; /* 1970-01-01 was a Thursday */

        return (int32_t)(since_monday - floor_div(since_monday, 7) * 7) + 1;
}

struct day
day_of(struct instant t, int32_t offset_minutes)
{
        int64_t days = floor_div(t.ms + (int64_t)offset_minutes * MINUTE_MS, DAY_MS);

        assert(days >= INT32_MIN && days <= INT32_MAX);
        return (struct day){ (int32_t)days };
}

struct instant
instant_of(struct day d, int32_t offset_minutes)
{
        return (struct instant){ (int64_t)d.number * DAY_MS - (int64_t)offset_minutes * MINUTE_MS };
}

struct str
day_text(struct arena *a, struct day d)
{
        int32_t year, month, day_of_month;
        char *to;

        day_split(d, &year, &month, &day_of_month);
        if (year < 0 || year > 9999)
                return str_format(a, "%04d-%02d-%02d", year, month, day_of_month);
        /* Keys hold days by the thousand: printf is slow at it. */
        to = arena_take(a, 10);
        for (int at = 3; at >= 0; at--, year /= 10)
                to[at] = (char)('0' + year % 10);
        to[4] = to[7] = '-';
        to[5] = (char)('0' + month / 10);
        to[6] = (char)('0' + month % 10);
        to[8] = (char)('0' + day_of_month / 10);
        to[9] = (char)('0' + day_of_month % 10);
        return (struct str){ to, 10 };
}

/* "Z" or "+08:00", in minutes. */
static bool
offset_parse(struct str s, int32_t *minutes)
{
        int32_t hour, minute;

        *minutes = 0;
        if (str_is(s, "Z") || str_is(s, "z"))
                return true;
        if (s.len != 6 || (s.at[0] != '+' && s.at[0] != '-') || s.at[3] != ':')
                return false;
        if (!digits_at(s, 1, 2, &hour) || !digits_at(s, 4, 2, &minute) || hour > 23 || minute > 59)
                return false;
        *minutes = (hour * 60 + minute) * (s.at[0] == '-' ? -1 : 1);
        return true;
}

/* ".123456" cut to milliseconds and taken off s. No fraction is none. */
static bool
fraction_parse(struct str *s, int32_t *ms)
{
        int32_t worth = 100;
        size_t len = 1;

        *ms = 0;
        if (s->len == 0 || s->at[0] != '.')
                return true;
        for (; len < s->len && s->at[len] >= '0' && s->at[len] <= '9'; len++) {
                *ms += (s->at[len] - '0') * worth;
                worth /= 10;
        }
        *s = (struct str){ s->at + len, s->len - len };
        return len > 1;
}

bool
instant_parse(struct str rfc3339, struct instant *out)
{
        struct str rest;
        struct day day;
        int32_t hour, minute, second, ms, offset;

        if (rfc3339.len < 20 || !day_parse((struct str){ rfc3339.at, 10 }, &day))
                return false;
        if ((rfc3339.at[10] != 'T' && rfc3339.at[10] != 't') || rfc3339.at[13] != ':' ||
            rfc3339.at[16] != ':')
                return false;
        if (!digits_at(rfc3339, 11, 2, &hour) || !digits_at(rfc3339, 14, 2, &minute) ||
            !digits_at(rfc3339, 17, 2, &second) || hour > 23 || minute > 59 || second > 60)
                return false;
        rest = (struct str){ rfc3339.at + 19, rfc3339.len - 19 };
        if (!fraction_parse(&rest, &ms) || !offset_parse(rest, &offset))
                return false;
        out->ms = instant_of(day, offset).ms + (hour * 60 + minute) * (int64_t)MINUTE_MS +
                  second * (int64_t)SECOND_MS + ms;
        /* A leap second ends a day of UTC (RFC 3339 §5.7); it counts as the next day's first. */
        return second < 60 || (out->ms - ms) % DAY_MS == 0;
}

struct str
instant_text(struct arena *a, struct instant t)
{
        struct day day = day_of(t, 0);
        int32_t year, month, day_of_month;
        int32_t ms = (int32_t)(t.ms - instant_of(day, 0).ms);

        day_split(day, &year, &month, &day_of_month);
        return str_format(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", year, month, day_of_month,
                          ms / 3600000, ms / MINUTE_MS % 60, ms / SECOND_MS % 60, ms % SECOND_MS);
}
