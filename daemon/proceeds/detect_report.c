#include "proceeds/private.h"

static struct day
half_year_after(struct day day)
{
        int32_t y, m, d;

        day_split(day, &y, &m, &d);
        return m <= 6 ? day_of_date(y, 6, 30) : day_of_date(y, 12, 31);
}

/* A threshold such as 831 is 31 August. */
static struct day
due_in(const struct sight *s, enum limit_id t, int32_t year)
{
        int32_t said = limit_whole(s, t);

        return yearly_day(year, said < 0 ? 0 : (uint32_t)said);
}

static bool
half_yearly(const struct sight *s)
{
        return bounds_limit(s->d->bounds, P25_HALF_YEAR_DUE, &s->bond->bond).told == TOLD_VALUE;
}

static const struct report_schedule *
schedule_of(const struct sight *s)
{
        return s->bond->bond.schedule;
}

/* Are reports due for as long as the bond lives, whether or not all is used? */
static bool
goes_on(const struct sight *s)
{
        return schedule_of(s) ? schedule_of(s)->months == 0 : half_yearly(s);
}

/* The end of the first period that ends after that day. */
static struct day
period_after(const struct sight *s, struct day after)
{
        if (schedule_of(s))
                return schedule_end(schedule_of(s), s->bond->issued_on, after);
        return half_year_after(day_plus(after, 1));
}

static bool
is_half_year(struct day period)
{
        int32_t y, m, d;

        day_split(period, &y, &m, &d);
        return m == 6;
}

/* A yearly report may follow a year of the issuer's own. */
static bool
may_shift(const struct sight *s, struct day period_end)
{
        return !goes_on(s) && (schedule_of(s) || !is_half_year(period_end));
}

static bool
is_near(struct day one, struct day other)
{
        int32_t apart = one.number - other.number;

        return apart < 183 && apart > -183;
}

static bool
is_filed(const struct sight *s, struct day period_end)
{
        for (uint32_t i = 0; i < s->bond->filed.count; i++) {
                const struct filed *f = &s->bond->filed.at[i];

                if (f->has_period && f->period_end.number == period_end.number)
                        return true;
                if (!f->has_period && f->date.number > period_end.number)
                        return true;
                if (f->has_period && may_shift(s, period_end) && is_near(period_end, f->period_end))
                        return true;
        }
        return false;
}

static bool
filed_between(const struct sight *s, struct day after, struct day until)
{
        for (uint32_t i = 0; i < s->bond->filed.count; i++) {
                const struct filed *f = &s->bond->filed.at[i];

                if (f->date.number > after.number && f->date.number <= until.number)
                        return true;
        }
        return false;
}

static void
period_set(struct sight *s, struct day period_end)
{
        int32_t y, m, d;
        struct day due;

        day_split(period_end, &y, &m, &d);
        if (schedule_of(s))
                due = schedule_due(schedule_of(s), period_end);
        else
                due = m == 6 ? due_in(s, P25_HALF_YEAR_DUE, y) : due_in(s, P25_YEAR_DUE, y + 1);
        due_add(s, DUE_REPORT, day_plus(due, 1), period_end.number, STR(""));
}

/* Due days of the bond's own: whole dates, or a day of every year. */
static bool
own_due_after(const struct bond *b, struct day after, struct day *out)
{
        bool found = false;
        int32_t y, m, d;

        day_split(after, &y, &m, &d);
        for (uint32_t i = 0; i < b->report_due_count; i++) {
                uint32_t month_and_day;
                struct day day;

                if (!day_parse(b->report_due[i], &day)) {
                        bool read = yearly_day_read(b->report_due[i], &month_and_day);

                        assert(read);
                        day = yearly_day(y, month_and_day);
                        if (day.number <= after.number)
                                day = yearly_day(y + 1, month_and_day);
                }
                if (day.number <= after.number || (found && day.number >= out->number))
                        continue;
                *out = day;
                found = true;
        }
        return found;
}

static void
own_set(struct sight *s, struct day after)
{
        struct day next;

        if (own_due_after(&s->bond->bond, after, &next))
                due_add(s, DUE_REPORT, day_plus(next, 1), after.number, STR("own"));
}

static void
first_period(struct sight *s)
{
        struct day first, any;

        if (own_due_after(&s->bond->bond, s->bond->issued_on, &any)) {
                own_set(s, s->bond->issued_on);
                return;
        }
        first = period_after(s, day_plus(s->bond->issued_on, -1));
        period_set(s, first);
}

static struct str
period_subject(struct sight *s, struct day period)
{
        return day_text(s->d->arena, period);
}

static void
late_tell(struct sight *s, struct day period, struct day due, enum severity severity)
{
        struct finding *f = finding_raise(s, 25, "late", severity, period_subject(s, period));

        if (f == NULL)
                return;
        f->from = day_plus(due, 1);
        ground_day(s, f, "period", period);
        ground_day(s, f, "due", due);
        ground_text(f, "days", str_format(s->d->arena, "%d", s->day.number - due.number));
}

static void
rise_set(struct sight *s, struct day since, int32_t days, int32_t number, struct str ref)
{
        /* Silence begins when the step before is heard of, which may be after downtime. */
        if (s->d->heard.number > since.number + 1)
                since = day_plus(s->d->heard, -1);
        due_add(s, DUE_REPORT_RISE, day_plus(since, days), number, ref);
}

/* All used and told, a standard without a calendar of its own wants no more. */
static bool
is_done(const struct sight *s)
{
        return !goes_on(s) && s->bond->filed.count > 0 &&
               s->bond->balances.at[ACCOUNT_SUPPLIERS] >= s->bond->net;
}

void
due_report(struct sight *s, const struct due *due)
{
        struct day period = { due->number }, on = day_plus(due->on, -1);
        bool own = due->ref.len > 0;
        bool filed = own ? filed_between(s, period, on) : is_filed(s, period);

        if (own) {
                own_set(s, on);
        } else {
                period_set(s, period_after(s, period));
        }
        /* A day that was set before the bond got this calendar is none of it. */
        if (filed || is_done(s) ||
            (!own && period_after(s, day_plus(period, -1)).number != period.number))
                return;
        /* A standard that asks for a report a year is told of the half-year, and no more. */
        if (!own && !schedule_of(s) && !half_yearly(s) && is_half_year(period)) {
                late_tell(s, period, on, SEVERITY_INFO);
                return;
        }
        late_tell(s, own ? on : period, on, SEVERITY_MEDIUM);
        rise_set(s, on, limit_whole(s, P25_HIGH_DAYS), (own ? on : period).number, due->ref);
}

void
due_report_rise(struct sight *s, const struct due *due)
{
        struct day period = { due->number }, on;
        struct finding *f =
                finding_standing(s, 25, "late", s->bond->bond.id, period_subject(s, period));

        if (f == NULL || f->settled)
                return;
        on = day_plus(f->from, -1);
        if (f->severity >= SEVERITY_HIGH) {
                late_tell(s, period, on, SEVERITY_CRITICAL);
                return;
        }
        late_tell(s, period, on, SEVERITY_HIGH);
        rise_set(s, due->on, limit_whole(s, P25_CRITICAL_DAYS) - limit_whole(s, P25_HIGH_DAYS),
                 due->number, due->ref);
}

/* A report for a year of the issuer's own answers the period it stands for. */
static bool
answers(const struct sight *s, const struct filed *filed, const struct finding *late)
{
        struct day period;

        return schedule_of(s) && day_parse(late->subject, &period) && may_shift(s, period) &&
               is_near(period, filed->period_end);
}

void
detect_p25(struct sight *s)
{
        const struct fact *f = s->fact;
        struct filed *filed;

        if (s->bond == NULL)
                return;
        if (f->type == FACT_ISSUE) {
                if (s->bond->raisings.count == 1) /* not at a tap */
                        first_period(s);
                return;
        }
        filed = ADD(s->d->arena, &s->bond->filed);
        *filed = (struct filed){ .date = s->day,
                                 .period_end = f->period_end.day,
                                 .has_period = f->period_end.told == TOLD_VALUE,
                                 .event = f->id };
        if (filed->has_period)
                finding_cure(s, 25, "late", period_subject(s, filed->period_end));
        /* A report of the bond's own calendar, or of no stated period, answers the oldest. */
        for (uint32_t i = 0; i < s->d->findings.count; i++) {
                const struct finding *late = &s->d->findings.at[i];

                if (late->pattern == 25 && late->state == FINDING_OPEN &&
                    str_eq(late->bond, s->bond->bond.id) &&
                    (!filed->has_period || s->bond->bond.report_due_count > 0 ||
                     answers(s, filed, late)))
                        finding_cure(s, 25, "late", late->subject);
        }
}

static int64_t
apart(int64_t a, int64_t b)
{
        return a > b ? a - b : b - a;
}

/* Interest may be told with what lies idle, or apart from it. */
static int64_t
apart_with_interest(int64_t stated, int64_t ledger, int64_t interest)
{
        int64_t plain = apart(stated, ledger), with = apart(stated, ledger + interest);

        return plain < with ? plain : with;
}

static bool
is_other(const struct sight *s, int64_t difference)
{
        int64_t least = 0, net = net_of(s->bond);
        struct dec amount = times(limit(s, P26_AMOUNT), dec_int(100));

        if (str_is(s->bond->bond.currency, "CNY") && !dec_to_int(amount, &least))
                least = 0;
        return more_than(difference, limit(s, P26_SHARE), net) && difference > least;
}

/* What lies in products, where a report tells it beside what is idle; 0: not told. */
static int64_t
placed_apart(const struct sight *s)
{
        struct dec figure, minor;
        bool percent;
        int64_t out = 0;

        if (!text_figure(told(s->fact->stated_placement), &figure, &percent) || percent ||
            !dec_round(over(figure, major_of(1, s->bond->bond.decimals)), 0, ROUND_HALF_EVEN,
                       &minor) ||
            !dec_to_int(minor, &out) || out > INT64_MAX / 4)
                return 0;
        return out;
}

/* Idle as stated, with or without what lies in products. */
static int64_t
idle_apart(const struct sight *s, int64_t stated, int64_t ledger, int64_t interest)
{
        int64_t plain = apart_with_interest(stated, ledger, interest);
        int64_t with = apart_with_interest(stated + placed_apart(s), ledger, interest);

        return plain < with ? plain : with;
}

/* A payment on one side of the cut-off day and its booking on the other. */
static bool
is_cut_off(const struct sight *s, struct day period, int64_t stated_used)
{
        for (int32_t days = -2; days <= 2; days++) {
                struct moment m = moment_at(s->bond, day_plus(period, days));

                if (!is_other(s, apart(stated_used, m.balances.at[ACCOUNT_SUPPLIERS])))
                        return true;
        }
        return false;
}

static void
differs(struct sight *s, const struct moment *m, bool used, int64_t stated, int64_t ledger)
{
        const struct fact *f = s->fact;
        int64_t out = m->net - m->balances.at[ACCOUNT_SPECIAL] - m->balances.at[ACCOUNT_PLACED] -
                      m->balances.at[ACCOUNT_INTEREST];
        bool late = used && is_cut_off(s, f->period_end.day, stated);
        struct finding *found = finding_raise(s, 26, used ? "used" : "idle",
                                              late ? SEVERITY_INFO : SEVERITY_HIGH, f->id);

        if (found == NULL)
                return;
        finding_amount(s, found, apart(stated, ledger));
        ground_money(s, found, "stated", stated);
        ground_money(s, found, "ledger", ledger);
        ground_money(s, found, "account", used ? out : m->net - out);
        ground_day(s, found, "period", f->period_end.day);
}

static void
compare(struct sight *s)
{
        const struct fact *f = s->fact;
        struct moment m = moment_at(s->bond, f->period_end.day);
        int64_t used = m.balances.at[ACCOUNT_SUPPLIERS], idle = m.net - used;
        int64_t interest = -m.balances.at[ACCOUNT_INTEREST];

        if (f->stated_used.told == TOLD_VALUE && is_other(s, apart(f->stated_used.minor, used)))
                differs(s, &m, true, f->stated_used.minor, used);
        else if (f->stated_idle.told == TOLD_VALUE &&
                 is_other(s, idle_apart(s, f->stated_idle.minor, idle, interest)))
                differs(s, &m, false, f->stated_idle.minor, idle);
}

/* The first day that a report speaks of: a year, but where a half or a quarter is reported. */
static struct day
changes_since(const struct sight *s, struct day period_end)
{
        int32_t y, m, d, months = 12;

        day_split(period_end, &y, &m, &d);
        if (goes_on(s) && (m == 6 || (schedule_of(s) && m != 12)))
                months = schedule_of(s) ? 3 : 6;
        return day_add_months(day_plus(period_end, 1), -months);
}

/* "No changes" when money was moved between projects in that period. */
static void
changes(struct sight *s)
{
        const struct fact *f = s->fact;
        struct day since = changes_since(s, f->period_end.day);

        if (f->stated_changes.told != TOLD_NONE)
                return;
        for (uint32_t i = 0; i < s->bond->reallocations.count; i++) {
                const struct reallocation *r = &s->bond->reallocations.at[i];
                struct finding *found;

                if (r->date.number > f->period_end.day.number || r->date.number < since.number)
                        continue;
                found = finding_raise(s, 26, "changes", SEVERITY_HIGH, f->id);
                if (found == NULL)
                        return;
                finding_amount(s, found, r->amount);
                ground_day(s, found, "moved", r->date);
                ground_day(s, found, "period", f->period_end.day);
        }
}

/* A corrected report answers what was wrong with earlier ones of its period. */
static void
period_cure(struct sight *s, uint32_t pattern)
{
        const struct fact *f = s->fact;

        for (uint32_t i = 0; i < s->bond->filed.count; i++) {
                const struct filed *one = &s->bond->filed.at[i];

                if (one->has_period && one->event.len > 0 && f->period_end.told == TOLD_VALUE &&
                    one->period_end.number == f->period_end.day.number)
                        (void)finding_cure_about(s, pattern, one->event);
        }
}

void
detect_p26(struct sight *s)
{
        const struct fact *f = s->fact;

        if (s->bond == NULL || f->period_end.told != TOLD_VALUE)
                return;
        if (f->corrected == TRUTH_YES)
                period_cure(s, 26);
        compare(s);
        changes(s);
}

/* P13's other half: what a report says does not add up to the proceeds. */
void
detect_report(struct sight *s)
{
        const struct fact *f = s->fact;
        struct moment m;
        int64_t net, sum, difference;
        struct finding *found;

        if (s->bond == NULL || f->stated_used.told != TOLD_VALUE ||
            f->stated_idle.told != TOLD_VALUE)
                return;
        if (f->corrected == TRUTH_YES)
                period_cure(s, 13);
        m = moment_at(s->bond, f->period_end.told == TOLD_VALUE ? f->period_end.day : s->day);
        net = m.net > 0 ? m.net : net_of(s->bond);
        sum = f->stated_used.minor + f->stated_idle.minor;
        difference = idle_apart(s, sum, net, -m.balances.at[ACCOUNT_INTEREST]);
        if (!more_than(difference, limit(s, P13_TOLERANCE), net))
                return;
        found = finding_raise(s, 13, "report_sum", SEVERITY_HIGH, f->id);
        if (found == NULL)
                return;
        finding_amount(s, found, apart(sum, net));
        ground_money(s, found, "used", f->stated_used.minor);
        ground_money(s, found, "idle", f->stated_idle.minor);
        ground_money(s, found, "sum", sum);
        ground_money(s, found, "net", net);
}
