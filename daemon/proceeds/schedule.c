#include "proceeds/private_bounds.h"
#include "rule/form.h"

#define AT(member) offsetof(struct report_schedule, member)
static const struct form_key schedule_keys[] = {
        { "schedule", FORM_CODE, .at = AT(id) },
        { "issuer", FORM_CODE, .optional = true, .at = AT(issuer) },
        { "family", FORM_FAMILY, .at = AT(family) },
        { "alone", FORM_BOOL, .optional = true, .at = AT(alone) },
        { "months", FORM_COUNT, .optional = true, .most = 120, .at = AT(months) },
        { "days", FORM_COUNT, .optional = true, .most = 3660, .at = AT(days) },
        { "periods", FORM_LIST, .optional = true },
        { "kind", FORM_CODE, .at = AT(kind) },
        { "source", FORM_TEXT, .at = AT(source) },
        { "basis", FORM_TEXT, .at = AT(basis) },
};
#undef AT
static const struct form_key period_keys[] = {
        { "ends", FORM_COUNT, .most = 1231, .at = offsetof(struct report_period, ends) },
        { "due", FORM_COUNT, .most = 1231, .at = offsetof(struct report_period, due) },
};

static void
periods_read(struct arena *a, const struct doc *list, struct report_schedule *s, struct mistakes *m)
{
        struct report_period *periods = TAKE(a, struct report_period, list->count);

        for (uint32_t i = 0; i < list->count; i++)
                (void)!form_read(&list->child[i], period_keys, COUNT(period_keys), &periods[i], m);
        s->periods = periods;
        s->period_count = list->count;
}

void
schedules_read(struct arena *a, const struct doc *list, struct bounds *b, struct mistakes *m)
{
        struct report_schedule *all = TAKE(a, struct report_schedule, list->count);

        for (uint32_t i = 0; i < list->count; i++) {
                const struct doc *one = &list->child[i], *periods;

                if (!form_read(one, schedule_keys, COUNT(schedule_keys), &all[i], m))
                        continue;
                periods = doc_get(one, STR("periods"));
                if (periods)
                        periods_read(a, periods, &all[i], m);
                else if (all[i].months == 0)
                        mistake_add(m, "missing_key", one)->name = STR("periods");
        }
        b->schedules = all;
        b->schedule_count = list->count;
}

bool
family_has(struct str family, struct str standard)
{
        return str_starts(standard, family) ||
               (str_is(family, "EuGBS") && str_starts(standard, STR("EUGBS")));
}

static bool
fits(const struct report_schedule *s, struct str issuer_kind, const struct str *standards,
     uint32_t count)
{
        uint32_t of_family = 0;

        if (s->issuer.len > 0 && !str_eq(s->issuer, issuer_kind))
                return false;
        for (uint32_t i = 0; i < count; i++)
                of_family += str_is(s->family, "*") || family_has(s->family, standards[i]);
        return s->alone ? of_family == count && count > 0 : of_family > 0;
}

const struct report_schedule *
bounds_schedule(const struct bounds *b, struct str issuer_kind, const struct str *standards,
                uint32_t count)
{
        for (uint32_t i = 0; i < b->schedule_count; i++)
                if (fits(&b->schedules[i], issuer_kind, standards, count))
                        return &b->schedules[i];
        return NULL;
}

static struct day
months_end(const struct report_schedule *s, struct day issued, struct day after)
{
        struct day end;
        int32_t months = 0;

        do {
                months += (int32_t)s->months;
                end = (struct day){ day_add_months(issued, months).number - 1 };
        } while (end.number <= after.number);
        return end;
}

struct day
schedule_end(const struct report_schedule *s, struct day issued, struct day after)
{
        struct day found = { 0 };
        bool any = false;
        int32_t y, m, d;

        if (s->months > 0)
                return months_end(s, issued, after);
        day_split(after, &y, &m, &d);
        for (uint32_t i = 0; i < 2 * s->period_count; i++) {
                int32_t year = y + (i >= s->period_count);
                struct day end = yearly_day(year, s->periods[i % s->period_count].ends);

                if (end.number <= after.number || (any && end.number >= found.number))
                        continue;
                found = end;
                any = true;
        }
        return any ? found : yearly_day(y + 1, 1231);
}

struct day
schedule_due(const struct report_schedule *s, struct day period_end)
{
        int32_t y, m, d;

        if (s->months > 0)
                return (struct day){ period_end.number + (int32_t)s->days };
        day_split(period_end, &y, &m, &d);
        for (uint32_t i = 0; i < s->period_count; i++) {
                const struct report_period *p = &s->periods[i];

                if (yearly_day(y, p->ends).number == period_end.number)
                        return yearly_day(p->due < p->ends ? y + 1 : y, p->due);
        }
        return period_end;
}
