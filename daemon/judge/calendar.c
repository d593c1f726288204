#include "judge/calendar.h"

enum { SATURDAY = 6 };

static bool
days_have(const struct day *days, uint32_t count, struct day d)
{
        for (uint32_t i = 0; i < count; i++)
                if (days[i].number == d.number)
                        return true;
        return false;
}

bool
is_working_day(const struct calendar *c, struct day d)
{
        if (days_have(c->holidays, c->holiday_count, d))
                return false;
        return day_weekday(d) < SATURDAY || days_have(c->workdays, c->workday_count, d);
}

struct day
working_days_after(const struct calendar *c, struct day d, int32_t count)
{
        assert(count >= 0);
        while (count > 0) {
                d.number++;
                if (is_working_day(c, d))
                        count--;
        }
        return d;
}
