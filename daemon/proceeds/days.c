#include "proceeds/private.h"

struct day
day_plus(struct day d, int32_t days)
{
        return (struct day){ d.number + days };
}

/* Sorted, as the rules' reader leaves them. */
static bool
is_in(const struct day *list, uint32_t count, struct day d)
{
        uint32_t low = 0, high = count;

        while (low < high) {
                uint32_t middle = low + (high - low) / 2;

                if (list[middle].number < d.number)
                        low = middle + 1;
                else
                        high = middle;
        }
        return low < count && list[low].number == d.number;
}

static bool
is_working(const struct bounds *b, struct day d)
{
        if (is_in(b->workdays, b->workday_count, d))
                return true;
        return day_weekday(d) <= 5 && !is_in(b->holidays, b->holiday_count, d);
}

struct day
day_plus_working(const struct bounds *b, struct day d, int32_t working_days)
{
        /* A year without a working day is no calendar. */
        for (int32_t i = 0; i < 366 && working_days > 0; i++) {
                d = day_plus(d, 1);
                if (is_working(b, d))
                        working_days--;
        }
        return d;
}

struct moment
moment_at(const struct bond_row *b, struct day day)
{
        uint32_t low = 0, high = b->moments.count;

        while (low < high) {
                uint32_t middle = low + (high - low) / 2;

                if (b->moments.at[middle].date.number <= day.number)
                        low = middle + 1;
                else
                        high = middle;
        }
        return low > 0 ? b->moments.at[low - 1] : (struct moment){ .date = day };
}

bool
step_waits(struct sight *s, const struct due *due, const struct finding *standing, int32_t after)
{
        if (standing && standing->settled && standing->severity >= SEVERITY_MEDIUM)
                return true;
        if (standing == NULL || standing->severity < SEVERITY_MEDIUM ||
            standing->heard.number == 0 || s->day.number >= standing->heard.number + after)
                return false;
        due_add(s, due->kind, day_plus(standing->heard, after), due->number, due->ref);
        return true;
}

void
due_add(struct sight *s, enum due_kind kind, struct day on, int32_t number, struct str ref)
{
        *ADD(s->d->arena, &s->bond->dues) =
                (struct due){ .on = on, .kind = kind, .number = number, .ref = ref };
}
