#include "proceeds/private.h"

/* Before the certificate, or before the issue. */
static bool
is_early(const struct bond *b, struct day paid, struct day *since)
{
        bool uncertified =
                b->certified_on.told == TOLD_VALUE && paid.number < b->certified_on.day.number;
        bool unissued = b->issue_date.told == TOLD_VALUE && paid.number < b->issue_date.day.number;

        *since = uncertified ? b->certified_on.day : b->issue_date.day;
        return uncertified || unissued;
}

/* Also a part of a payment that is put back was not paid early. */
static void
early_back(struct sight *s)
{
        int64_t back = came_back(s);
        struct day since;

        if (s->undone >= 0 &&
            is_early(&s->bond->bond, s->bond->payments.at[s->undone].date, &since))
                s->bond->early -= back < s->bond->early ? back : s->bond->early;
}

void
detect_p16(struct sight *s)
{
        const struct bond *b = s->bond ? &s->bond->bond : NULL;
        struct finding *f;
        struct day since;

        if (b == NULL)
                return;
        early_back(s);
        if (payment_undone(s, 16) || !is_early(b, s->day, &since))
                return;
        s->bond->early += s->fact->amount.minor;
        f = finding_raise(s, 16, "early_payment",
                          more_than(s->bond->early, limit(s, P16_HIGH_SHARE), net_of(s->bond))
                                  ? SEVERITY_HIGH
                                  : SEVERITY_MEDIUM,
                          s->fact->id);
        if (f == NULL)
                return;
        finding_amount(s, f, s->fact->amount.minor);
        ground_day(s, f, "paid", s->day);
        ground_day(s, f, "since", since);
        ground_share(s, f, "share", ratio_of(s->bond->early, net_of(s->bond)));
}

/* Own framework first; standards that let old assets in set none. */
static bool
look_back(const struct sight *s, int32_t *months)
{
        const struct bond *b = &s->bond->bond;
        int64_t own = 0;

        if (b->look_back_months.told == TOLD_VALUE && dec_to_int(b->look_back_months.dec, &own) &&
            own >= 0 && own <= 1200) {
                *months = (int32_t)own;
                return true;
        }
        *months = limit_whole(s, P17_MONTHS);
        return b->look_back_months.told != TOLD_NONE &&
               bounds_limit(s->d->bounds, P17_MONTHS, b).told == TOLD_VALUE;
}

void
detect_p17(struct sight *s)
{
        const struct fact *f = s->fact;
        struct day paid, issued;
        struct finding *found;
        int32_t months;

        if (payment_undone(s, 17) || s->bond == NULL || f->original_payment.told != TOLD_VALUE ||
            !look_back(s, &months))
                return;
        if (s->bond->bond.issue_date.told != TOLD_VALUE && !s->bond->issued)
                return;
        paid = f->original_payment.day;
        issued = s->bond->bond.issue_date.told == TOLD_VALUE ? s->bond->bond.issue_date.day
                                                             : s->bond->issued_on;
        /* Counted forwards and backwards, since the ends of months differ: 28 February stays in
         * when the issue was on a 29th. */
        if (day_add_months(paid, months).number >= issued.number ||
            paid.number >= day_add_months(issued, -months).number)
                return;
        found = finding_raise(s, 17, "look_back", SEVERITY_HIGH, f->id);
        if (found == NULL)
                return;
        finding_amount(s, found, f->amount.minor);
        ground_day(s, found, "paid", paid);
        ground_day(s, found, "issued", issued);
        ground_text(found, "months", str_format(s->d->arena, "%d", months));
        ground_day(s, found, "earliest", day_add_months(issued, -months));
}

static int64_t
overdue(const struct sight *s, int32_t months, bool beyond)
{
        int64_t sum = 0;

        for (uint32_t i = 0; i < s->bond->lots.count; i++) {
                const struct lot *lot = &s->bond->lots.at[i];
                struct day ends = beyond ? day_add_months(lot->starts, months) : lot->ends;

                if (ends.number < s->day.number)
                        sum += lot->left;
        }
        return sum;
}

static int64_t
idle_now(const struct bond_row *b)
{
        return b->net - b->balances.at[ACCOUNT_SUPPLIERS];
}

/* Used again below the limit: what stood is put right. */
void
detect_p18(struct sight *s)
{
        const struct finding *standing;
        int64_t net;

        if (s->bond == NULL || !s->bond->issued)
                return;
        net = net_of(s->bond);
        standing = finding_standing(s, 18, "idle", s->bond->bond.id, s->bond->bond.id);
        if (standing == NULL || more_than(overdue(s, 0, false), limit(s, P18_SHARE), net))
                return;
        /* What is told before anything is overdue stands while as much lies idle. */
        if (standing->severity > SEVERITY_INFO ||
            !more_than(idle_now(s->bond), limit(s, P18_INFO_SHARE), net))
                finding_cure(s, 18, "idle", s->bond->bond.id);
}

static void
idle_tell(struct sight *s, enum severity severity, int64_t sum, int32_t months)
{
        struct finding *f = finding_raise(s, 18, "idle", severity, s->bond->bond.id);

        if (f == NULL)
                return;
        finding_amount(s, f, sum);
        f->from = s->bond->issued_on;
        ground_text(f, "months", str_format(s->d->arena, "%d", months));
        ground_share(s, f, "share", ratio_of(sum, net_of(s->bond)));
        ground_day(s, f, "issued", s->bond->issued_on);
        ground_money(s, f, "used", s->bond->balances.at[ACCOUNT_SUPPLIERS]);
        ground_money(s, f, "net", s->bond->net);
}

/* Between two deadlines that are counted in months from the issue. */
static int32_t
days_apart(const struct sight *s, enum limit_id first, enum limit_id then)
{
        return day_add_months(s->bond->issued_on, limit_whole(s, then)).number -
               day_add_months(s->bond->issued_on, limit_whole(s, first)).number;
}

void
due_idle(struct sight *s, const struct due *due)
{
        struct limit_value months = bounds_limit(s->d->bounds, P18_MONTHS, &s->bond->bond);
        int64_t net = net_of(s->bond), sum;

        if (due->number == 0) {
                sum = idle_now(s->bond);
                if (more_than(sum, limit(s, P18_INFO_SHARE), net))
                        idle_tell(s, SEVERITY_INFO, sum, limit_whole(s, P18_INFO_MONTHS));
                return;
        }
        sum = due->number == 1 ? overdue(s, 0, false)
                               : overdue(s, limit_whole(s, P18_CRITICAL_MONTHS), true);
        if (!more_than(sum, limit(s, P18_SHARE), net))
                return;
        /* Where the limit itself is as long as that, its end is the gravest at once. */
        if (due->number == 1)
                idle_tell(s,
                          months.told != TOLD_VALUE ? SEVERITY_INFO
                          : limit_whole(s, P18_MONTHS) >= limit_whole(s, P18_CRITICAL_MONTHS)
                                  ? SEVERITY_CRITICAL
                                  : SEVERITY_HIGH,
                          sum, limit_whole(s, P18_MONTHS));
        else if (months.told == TOLD_VALUE &&
                 !step_waits(s, due,
                             finding_standing(s, 18, "idle", s->bond->bond.id, s->bond->bond.id),
                             days_apart(s, P18_MONTHS, P18_CRITICAL_MONTHS)))
                idle_tell(s, SEVERITY_CRITICAL, sum, limit_whole(s, P18_CRITICAL_MONTHS));
}

/* The day on which all should be allocated, under the standards that set one. */
void
detect_p20(struct sight *s)
{
        if (s->bond == NULL)
                return;
        if (s->fact->type != FACT_ISSUE) {
                if (!more_than(s->bond->net - s->bond->allocated, limit(s, P20_SHARE),
                               net_of(s->bond)))
                        finding_cure(s, 20, "not_allocated", s->bond->bond.id);
                return;
        }
        if (bounds_limit(s->d->bounds, P20_MONTHS, &s->bond->bond).told != TOLD_VALUE)
                return;
        due_add(s, DUE_ALLOCATION,
                day_plus(day_add_months(s->bond->issued_on, limit_whole(s, P20_MONTHS)), 1), 0,
                STR(""));
        due_add(s, DUE_ALLOCATION,
                day_plus(day_add_months(s->bond->issued_on, limit_whole(s, P20_HIGH_MONTHS)), 1), 1,
                STR(""));
}

void
due_allocation(struct sight *s, const struct due *due)
{
        int64_t left = s->bond->net - s->bond->allocated;
        struct finding *f;

        if (!more_than(left, limit(s, P20_SHARE), net_of(s->bond)))
                return;
        if (due->number > 0 &&
            step_waits(s, due,
                       finding_standing(s, 20, "not_allocated", s->bond->bond.id, s->bond->bond.id),
                       days_apart(s, P20_MONTHS, P20_HIGH_MONTHS)))
                return;
        f = finding_raise(s, 20, "not_allocated",
                          due->number == 0 ? SEVERITY_MEDIUM : SEVERITY_HIGH, s->bond->bond.id);
        if (f == NULL)
                return;
        finding_amount(s, f, left);
        ground_day(s, f, "issued", s->bond->issued_on);
        ground_dec(s, f, "months", limit(s, due->number == 0 ? P20_MONTHS : P20_HIGH_MONTHS), 0);
}
