#include "rule/private_eval.h"

enum { DAY_SECONDS = 86400, NANOS_MS = 1000000 };

static void
whole(struct value *out, int64_t v)
{
        *out = (struct value){ .kind = VALUE_INT, .as.whole = v };
}

void
call_to_time(const struct call *c, struct value *out)
{
        bool ok = true;

        *out = (struct value){ .kind = VALUE_TIMESTAMP };
        if (c->at[0].kind == VALUE_INT)
                out->as.nanos.seconds = c->at[0].as.whole;
        else
                ok = time_parse(c->at[0].as.text, &out->as.nanos);
        if (!ok || !time_ok(out->as.nanos))
                value_fail(out, "range");
}

void
call_to_duration(const struct call *c, struct value *out)
{
        *out = (struct value){ .kind = VALUE_DURATION };
        if (!duration_parse(c->at[0].as.text, &out->as.nanos))
                value_fail(out, "range");
}

void
call_date(const struct call *c, struct value *out)
{
        *out = (struct value){ .kind = VALUE_DATE };
        if (!day_parse(c->at[0].as.text, &out->as.day))
                value_fail(out, "no such day");
}

void
call_months_between(const struct call *c, struct value *out)
{
        whole(out, day_months_between(c->at[0].as.day, c->at[1].as.day));
}

void
call_years_between(const struct call *c, struct value *out)
{
        whole(out, day_months_between(c->at[0].as.day, c->at[1].as.day) / 12);
}

void
call_days_between(const struct call *c, struct value *out)
{
        whole(out, (int64_t)c->at[1].as.day.number - c->at[0].as.day.number);
}

/* Within the years that have four digits. */
static bool
day_ok(int64_t number)
{
        return number >= day_of_date(1, 1, 1).number && number <= day_of_date(9999, 12, 31).number;
}

void
call_add_months(const struct call *c, struct value *out)
{
        enum { MONTHS_MAX = 12 * 9999 };
        int64_t months = c->at[1].as.whole;
        int32_t year, month, day;
        int64_t since_zero;

        day_split(c->at[0].as.day, &year, &month, &day);
        since_zero = (int64_t)year * 12 + month - 1;
        if (months < -MONTHS_MAX || months > MONTHS_MAX || since_zero + months < 12 ||
            since_zero + months >= MONTHS_MAX + 12) {
                value_fail(out, "range");
                return;
        }
        *out = (struct value){ .kind = VALUE_DATE };
        out->as.day = day_add_months(c->at[0].as.day, (int32_t)months);
}

void
call_add_days(const struct call *c, struct value *out)
{
        int64_t number;

        if (__builtin_add_overflow(c->at[1].as.whole, c->at[0].as.day.number, &number) ||
            !day_ok(number)) {
                value_fail(out, "range");
                return;
        }
        *out = (struct value){ .kind = VALUE_DATE, .as.day = { (int32_t)number } };
}

/* A moment in its zone, broken up. */
struct parts {
        int32_t year, month, day;
        int32_t day_of_year, weekday; /* from 0; 0 is Sunday */
        int64_t second;               /* of the day */
        int32_t nanos;
};

static struct parts
split(struct nanos t, int32_t offset_minutes)
{
        int64_t seconds = t.seconds + (int64_t)offset_minutes * 60;
        int64_t number = seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0);
        struct day day = { (int32_t)number };
        struct parts p = { .nanos = t.nanos, .second = seconds - number * DAY_SECONDS };

        day_split(day, &p.year, &p.month, &p.day);
        p.day_of_year = day.number - day_of_date(p.year, 1, 1).number;
        p.weekday = day_weekday(day) % 7;
        return p;
}

static int64_t
part_named(struct str name, const struct parts *p)
{
        const struct {
                const char *name;
                int64_t value;
        } parts[] = {
                { "getFullYear", p->year },
                { "getMonth", p->month - 1 },
                { "getDate", p->day },
                { "getDayOfMonth", p->day - 1 },
                { "getDayOfWeek", p->weekday },
                { "getDayOfYear", p->day_of_year },
                { "getHours", p->second / 3600 },
                { "getMinutes", p->second / 60 % 60 },
                { "getSeconds", p->second % 60 },
                { "getMilliseconds", p->nanos / NANOS_MS },
        };

        for (size_t i = 0; i < COUNT(parts); i++)
                if (str_is(name, parts[i].name))
                        return parts[i].value;
        assert(false);
        return 0;
}

void
call_time_part(const struct call *c, struct value *out)
{
        int32_t offset_minutes = 0;
        struct parts p;

        if (c->node->count == 2 && !zone_parse(c->at[1].as.text, &offset_minutes)) {
                value_fail(out, "unknown zone");
                return;
        }
        p = split(c->at[0].as.nanos, offset_minutes);
        whole(out, part_named(c->node->name, &p));
}

void
call_duration_part(const struct call *c, struct value *out)
{
        struct nanos d = c->at[0].as.nanos;
        int64_t seconds = d.seconds + (d.seconds < 0 && d.nanos > 0); /* towards zero */
        int64_t nanos = d.nanos - (seconds - d.seconds) * 1000000000;

        if (str_is(c->node->name, "getHours"))
                whole(out, seconds / 3600);
        else if (str_is(c->node->name, "getMinutes"))
                whole(out, seconds / 60);
        else if (str_is(c->node->name, "getSeconds"))
                whole(out, seconds);
        else
                whole(out, nanos / NANOS_MS);
}
