#include "proceeds/private.h"

/* In CNY minor units at the payment's own rate; false: the rate is not known. */
static bool
in_cny(const struct bond *b, const struct fact *f, int64_t minor, struct dec *out)
{
        *out = dec_int(minor);
        if (str_is(b->currency, "CNY"))
                return true;
        if (f->fx_cny.told != TOLD_VALUE)
                return false;
        *out = times(times(major_of(minor, b->decimals), f->fx_cny.dec), dec_int(100));
        return true;
}

static struct dec
sum_of(struct dec a, struct dec b)
{
        struct dec out;

        return dec_add(a, b, &out) ? out : a;
}

/* minor below zero: it came back. */
static void
stake_pay(struct sight *s, int64_t minor, const struct fact *rate)
{
        struct share_of *share = s->project ? share_of(s->d->arena, s->project, s->bond) : NULL;
        struct dec cny;

        if (s->stake == NULL)
                return;
        s->stake->paid += minor;
        if (in_cny(&s->bond->bond, rate, minor, &cny))
                s->stake->paid_cny = sum_of(s->stake->paid_cny, cny);
        else if (minor > 0)
                s->stake->rates = false;
        else if (s->stake->paid - minor > 0)
                s->stake->paid_cny =
                        times(s->stake->paid_cny, ratio_of(s->stake->paid, s->stake->paid - minor));
        if (share) {
                share->paid_cny = s->stake->paid_cny;
                share->rates = s->stake->rates;
        }
}

static void
stake_allocate(struct sight *s, struct str project, int64_t minor)
{
        struct project_row *p = project_row(s->d, project);

        if (p == NULL)
                return;
        stake_of(s->d->arena, s->bond, p->project.id)->allocated += minor;
        share_of(s->d->arena, p, s->bond)->allocated += minor;
        s->bond->allocated += minor;
        p->changed = true;
}

static void
note_issue(struct sight *s)
{
        struct bond_row *b = s->bond;
        int64_t net = b->balances.at[ACCOUNT_SPECIAL] - s->before.at[ACCOUNT_SPECIAL];
        struct day starts = s->day;

        if (!b->issued && b->bond.issue_date.told == TOLD_VALUE)
                starts = b->bond.issue_date.day;
        if (!b->issued) {
                b->issued = true;
                b->issued_on = starts;
        }
        b->net += net;
        *ADD(s->d->arena, &b->raisings) = (struct raising){ s->day, b->net };
        lots_add(s, net, starts, false);
}

/* What is true of the project whichever bond pays for it, and whether the fact names a bond or not.
 */
static void
note_project(struct sight *s)
{
        const struct fact *f = s->fact;

        if (s->project == NULL || (f->type != FACT_BUDGET_REVISION && f->type != FACT_COMPLETE))
                return;
        s->project->changed = true;
        if (f->type == FACT_BUDGET_REVISION)
                budget_add(s->d, s->project,
                           (struct budget){ .since = s->day,
                                            .by_fact = true,
                                            .minor = f->budget_cny.told == TOLD_VALUE
                                                             ? f->budget_cny.minor
                                                             : f->amount.minor,
                                            .cny = f->budget_cny.told == TOLD_VALUE });
        if (f->type == FACT_COMPLETE) {
                s->project->completed = true;
                s->project->completed_on = s->day;
        }
}

/* What the fact changes beside the accounts. */
static void
note_stakes(struct sight *s)
{
        const struct fact *f = s->fact;
        int64_t back = came_back(s);

        if (f->type == FACT_ISSUE)
                note_issue(s);
        if (f->type == FACT_ALLOCATE)
                stake_allocate(s, told(f->project), f->amount.minor);
        if (f->type == FACT_REALLOCATE) {
                stake_allocate(s, told(f->project), -f->amount.minor);
                stake_allocate(s, told(f->to_project).len > 0 ? told(f->to_project) : told(f->to),
                               f->amount.minor);
        }
        if (f->type == FACT_DISBURSE || f->type == FACT_REIMBURSE) {
                (void)payment_keep(s->d, s->bond, f, s->day);
                stake_pay(s, f->amount.minor, f);
        }
        if (f->type == FACT_RETURN || f->type == FACT_REVERSAL) {
                stake_pay(s, -back, f);
                if (!s->sides.to_special)
                        s->bond->strayed += back;
        }
        if (f->type == FACT_TRANSFER && s->sides.moves)
                s->bond->bond.special_account_too =
                        told(f->to_account).len > 0 ? told(f->to_account) : told(f->to);
}

/* Money used, or come back unused, by what suppliers hold now. */
static void
note_use(struct sight *s)
{
        struct bond_row *b = s->bond;
        int64_t used = b->balances.at[ACCOUNT_SUPPLIERS] - s->before.at[ACCOUNT_SUPPLIERS];
        struct moment *last = b->moments.count > 0 ? &b->moments.at[b->moments.count - 1] : NULL;

        if (used > 0)
                lots_use(s, used);
        if (used < 0)
                lots_give_back(s, -used);
        if (last == NULL || last->date.number != s->day.number) {
                last = ADD(s->d->arena, &b->moments);
                b->moment_days++;
        }
        *last = (struct moment){ .date = s->day, .balances = b->balances, .net = b->net };
}

void
fact_note(struct sight *s)
{
        note_project(s);
        if (s->bond == NULL)
                return;
        note_stakes(s);
        note_use(s);
}
