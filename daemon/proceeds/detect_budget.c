#include "proceeds/private.h"

enum { OWN = 1, CNY = 2 }; /* which budgets count */

static bool
counts(const struct budget *b, uint32_t which)
{
        return (b->cny ? CNY : OWN) & which;
}

/* The latest that was approved by that day. */
static bool
budget_at(const struct project_row *p, struct day day, uint32_t which, int64_t *minor)
{
        const struct budget *found = NULL;

        for (uint32_t i = 0; i < p->budgets.count; i++) {
                const struct budget *b = &p->budgets.at[i];

                if (!counts(b, which) || (!b->always && b->since.number > day.number))
                        continue;
                if (found == NULL || found->always ||
                    (!b->always && b->since.number >= found->since.number))
                        found = b;
        }
        if (found)
                *minor = found->minor;
        return found != NULL;
}

static int64_t
first_budget(const struct project_row *p, uint32_t which, int64_t otherwise)
{
        for (uint32_t i = 0; i < p->budgets.count; i++) {
                if (p->budgets.at[i].always && counts(&p->budgets.at[i], which))
                        return p->budgets.at[i].minor;
        }
        return otherwise;
}

/* The budget in a currency that all of the project's bonds can be told in. */
struct measure {
        bool cny; /* payments at their own rates, where a bond is not in CNY */
        int64_t budget, original;
};

static bool
all_in(const struct project_row *p, struct str currency)
{
        for (uint32_t i = 0; i < p->shares.count; i++) {
                if (p->shares.at[i].allocated > 0 && !str_eq(p->shares.at[i].currency, currency))
                        return false;
        }
        return true;
}

static bool
measure_of(const struct sight *s, struct measure *out)
{
        const struct project_row *p = s->project;
        struct str currency = s->bond->bond.currency;
        bool one = all_in(p, currency);
        uint32_t which = one && str_is(currency, "CNY") ? OWN | CNY : CNY;

        if (!budget_at(p, s->day, which, &out->budget)) {
                which = OWN;
                if (!one || !budget_at(p, s->day, which, &out->budget))
                        return false;
        }
        out->cny = which != OWN;
        out->original = first_budget(p, which, out->budget);
        return true;
}

/* What one bond has put in, in the measure's currency. False: no rate is known. */
static bool
put_in(const struct share_of *x, bool cny, struct dec *out)
{
        *out = dec_int(x->allocated);
        if (!cny || str_is(x->currency, "CNY"))
                return true;
        *out = x->paid_cny;
        return x->rates;
}

/* What no number holds is more than any budget. */
static int64_t
minor_of(struct dec d)
{
        struct dec whole;
        int64_t out = 0;

        if (!dec_round(d, 0, ROUND_HALF_EVEN, &whole) || !dec_to_int(whole, &out))
                return dec_cmp(d, dec_int(0)) < 0 ? 0 : INT64_MAX;
        return out;
}

static void
budget_grounds(struct sight *s, struct finding *f, const struct measure *m, int64_t sum)
{
        if (m->cny)
                f->currency = STR("CNY");
        f->project = s->project->project.id;
        finding_amount(s, f, sum - m->budget);
        ground_text(f, "project", s->project->project.id);
        ground_money(s, f, "sum", sum);
        ground_money(s, f, "budget", m->budget);
        ground_share(s, f, "share", ratio_of(sum - m->budget, m->budget));
}

/* The project the fact puts money into. */
static bool
aim(struct sight *s)
{
        const struct fact *f = s->fact;

        if (s->bond == NULL)
                return false;
        if (f->type == FACT_REALLOCATE)
                s->project = told(f->to_project).len > 0 ? project_row(s->d, told(f->to_project))
                             : told(f->to).len > 0       ? project_row(s->d, told(f->to))
                                                         : NULL;
        return s->project != NULL && s->project->known;
}

/* A revision is of the project: each bond that has a part in it is held against it. */
static void
each_bond(struct sight *s, detect_at_fact *detect)
{
        struct sight of = *s;

        for (uint32_t i = 0; s->project && i < s->project->shares.count; i++) {
                of.bond = bond_find(s->d, s->project->shares.at[i].bond);
                if (of.bond)
                        detect(&of);
        }
}

static void
over_budget(struct sight *s)
{
        struct sight of = *s;
        struct measure m = { 0 };
        struct finding *f;
        struct dec in;
        int64_t sum;

        if (!aim(&of) || !measure_of(&of, &m) ||
            !put_in(share_of(s->d->arena, of.project, of.bond), m.cny, &in))
                return;
        sum = minor_of(in);
        if (sum <= m.budget)
                finding_cure(&of, 12, "over_budget", of.project->project.id);
        if (sum <= m.budget && (sum <= m.original || s->fact->type == FACT_BUDGET_REVISION ||
                                s->fact->type == FACT_DISBURSE))
                return;
        if (sum <= m.budget)
                f = finding_raise(&of, 12, "revised", SEVERITY_INFO, of.project->project.id);
        else
                f = finding_raise(&of, 12, "over_budget",
                                  more_than(sum - m.budget, limit(s, P12_MEDIUM_SHARE), m.budget)
                                          ? SEVERITY_HIGH
                                          : SEVERITY_MEDIUM,
                                  of.project->project.id);
        if (f)
                budget_grounds(&of, f, &m, sum);
}

/* The project that gives up money, or gets some back. */
static void
budget_cure(struct sight *s)
{
        struct measure m = { 0 };
        struct dec in;

        if (s->project && s->project->known && measure_of(s, &m) &&
            put_in(share_of(s->d->arena, s->project, s->bond), m.cny, &in) &&
            minor_of(in) <= m.budget)
                finding_cure(s, 12, "over_budget", s->project->project.id);
}

void
detect_p12(struct sight *s)
{
        enum fact_type type = s->fact->type;
        bool back = type == FACT_RETURN || type == FACT_REVERSAL;

        if (type == FACT_BUDGET_REVISION) {
                each_bond(s, over_budget);
                return;
        }
        if (s->bond == NULL)
                return;
        if (back || type == FACT_REALLOCATE)
                budget_cure(s);
        if (!back)
                over_budget(s);
}

/* What all bonds together put into a project. */
struct together {
        struct measure measure;
        struct dec sum;
        struct str other; /* a bond beside the one at hand */
        bool over;        /* there are several, and they put in more than the budget */
};

/* A payment puts in more, or less when it comes back, only where payments are what counts. False:
 * nothing changed, or it cannot be told. */
static bool
together_of(const struct sight *s, struct together *out)
{
        enum fact_type type = s->fact->type;
        bool paid = type == FACT_DISBURSE || type == FACT_RETURN || type == FACT_REVERSAL;
        uint32_t bonds = 0;
        struct dec one;

        *out = (struct together){ .sum = dec_int(0) };
        if (!measure_of(s, &out->measure) ||
            (paid && (!out->measure.cny || str_is(s->bond->bond.currency, "CNY"))))
                return false;
        for (uint32_t i = 0; i < s->project->shares.count; i++) {
                const struct share_of *x = &s->project->shares.at[i];

                if (x->allocated <= 0 || !put_in(x, out->measure.cny, &one) ||
                    dec_cmp(one, dec_int(0)) <= 0)
                        continue;
                bonds++;
                if (!str_eq(x->bond, s->bond->bond.id))
                        out->other = x->bond;
                if (!dec_add(out->sum, one, &out->sum))
                        return false;
        }
        out->over = bonds >= 2 && dec_cmp(out->sum, dec_int(out->measure.budget)) > 0;
        return true;
}

/* Whichever bond made room, and whichever was found: none is twice any longer. */
static void
twice_cure(struct sight *s)
{
        struct sight of = *s;
        struct together t;

        if (s->project == NULL || !s->project->known || !together_of(s, &t) || t.over)
                return;
        for (uint32_t i = 0; i < s->project->shares.count; i++) {
                of.bond = bond_find(s->d, s->project->shares.at[i].bond);
                if (of.bond)
                        finding_cure(&of, 11, "financed_twice", s->project->project.id);
        }
}

static void
twice_raise(struct sight *s)
{
        struct together t;
        struct finding *f;

        if (!together_of(s, &t) || !t.over)
                return;
        f = finding_raise(s, 11, "financed_twice", SEVERITY_HIGH, s->project->project.id);
        if (f == NULL)
                return;
        f->other_bond = t.other;
        budget_grounds(s, f, &t.measure, minor_of(t.sum));
        ground_text(f, "other", t.other);
}

static bool
twice_stands(struct sight *s)
{
        for (uint32_t i = 0; i < s->project->shares.count; i++) {
                if (finding_standing(s, 11, "financed_twice", s->project->shares.at[i].bond,
                                     s->project->project.id))
                        return true;
        }
        return false;
}

/* A budget can be lowered as well. Where the revision names no bond it is told in the one that
 * came last into the project. */
static void
twice_revised(struct sight *s)
{
        for (uint32_t i = 0; s->project && !s->bond && i < s->project->shares.count; i++) {
                const struct share_of *x = &s->project->shares.at[s->project->shares.count - 1 - i];

                if (x->allocated > 0)
                        s->bond = bond_find(s->d, x->bond);
        }
        if (s->bond == NULL || s->project == NULL || !s->project->known)
                return;
        twice_cure(s);
        if (!twice_stands(s))
                twice_raise(s);
}

void
detect_p11(struct sight *s)
{
        struct sight of = *s;
        enum fact_type type = s->fact->type;

        if (type == FACT_BUDGET_REVISION)
                twice_revised(&of);
        else if (s->bond && type != FACT_DISBURSE)
                twice_cure(s);
        if ((type == FACT_ALLOCATE || type == FACT_REALLOCATE || type == FACT_DISBURSE) && aim(&of))
                twice_raise(&of);
}

/* Allocations beyond the proceeds; what reports say is P13's other half. */
void
detect_p13(struct sight *s)
{
        const struct bond_row *b = s->bond;
        struct dec bound = limit(s, P13_TOLERANCE);
        struct finding *f;

        if (s->fact->type == FACT_ALLOCATION_REPORT) {
                detect_report(s);
                return;
        }
        if (b == NULL || b->allocated <= net_of(b) ||
            !more_than(b->allocated - net_of(b), bound, net_of(b)))
                return;
        f = finding_raise(s, 13, "over_allocated", SEVERITY_HIGH, s->fact->id);
        if (f == NULL)
                return;
        finding_amount(s, f, b->allocated - net_of(b));
        ground_money(s, f, "sum", b->allocated);
        ground_money(s, f, "net", net_of(b));
}

static struct claim *
claim_keep(struct sight *s, int32_t year)
{
        const struct fact *f = s->fact;
        struct claims *all = &s->project->claims;
        struct claim *c = NULL;

        for (uint32_t i = 0; i < all->count && c == NULL; i++) {
                if (all->at[i].year == year && !all->at[i].statement && s->bond &&
                    str_eq(all->at[i].bond, s->bond->bond.id))
                        c = &all->at[i];
        }
        if (c == NULL)
                c = ADD(s->d->arena, all);
        *c = (struct claim){ .bond = s->bond ? s->bond->bond.id : STR(""),
                             .event = f->id,
                             .year = year };
        c->has_total = f->tco2_project.told == TOLD_VALUE;
        c->total = f->tco2_project.dec;
        c->has_share = f->financing_share.told == TOLD_VALUE;
        c->share = f->financing_share.dec;
        if (!c->has_share && f->tco2_attributed.told == TOLD_VALUE && c->has_total &&
            !dec_is_zero(c->total)) {
                c->has_share = true;
                c->share = over(f->tco2_attributed.dec, c->total);
        }
        return c;
}

/* Another year's report says nothing of this one. */
static struct str
year_subject(struct sight *s, int32_t year)
{
        return str_format(s->d->arena, "%.*s/%d", STR_ARG(s->project->project.id), year);
}

/* A corrected report of any of the bonds puts it right in all of them. */
static void
shares_cure(struct sight *s, int32_t year)
{
        for (uint32_t i = 0; i < s->project->claims.count; i++) {
                struct sight of = *s;

                of.bond = bond_find(s->d, s->project->claims.at[i].bond);
                if (of.bond && s->project->claims.at[i].year == year)
                        finding_cure(&of, 15, "shares_over_one", year_subject(s, year));
        }
}

static void
shares_over_one(struct sight *s, int32_t year)
{
        struct dec sum = dec_int(0), bound = limit(s, P15_SUM);
        struct str other = STR("");
        struct finding *f;
        uint32_t count = 0;

        for (uint32_t i = 0; i < s->project->claims.count; i++) {
                const struct claim *c = &s->project->claims.at[i];

                if (c->year != year || !c->has_share || c->statement ||
                    !dec_add(sum, c->share, &sum))
                        continue;
                count++;
                if (!str_eq(c->bond, s->bond->bond.id))
                        other = c->bond;
        }
        if (count < 2 || dec_cmp(sum, bound) <= 0) {
                shares_cure(s, year);
                return;
        }
        f = finding_raise(s, 15, "shares_over_one", SEVERITY_HIGH, year_subject(s, year));
        if (f == NULL)
                return;
        f->other_bond = other;
        ground_share(s, f, "share", sum);
        ground_text(f, "other", other);
        ground_text(f, "year", str_format(s->d->arena, "%d", year));
        ground_text(f, "project", s->project->project.id);
}

/* Tonnes are reported whole and shares to a few digits: what rounding makes of it is no claim. */
static bool
is_within(struct dec claimed, struct dec bound)
{
        struct dec rounded;

        return dec_cmp(claimed, bound) <= 0 ||
               (dec_round(claimed, 3, ROUND_HALF_EVEN, &rounded) && dec_cmp(rounded, bound) <= 0);
}

/* The share that money bought: allocated by budget, or paid by budget at the payments' rates. */
static bool
money_share(struct sight *s, struct dec *out)
{
        struct measure m = { 0 };
        struct dec in;

        if (!measure_of(s, &m) || m.budget == 0 ||
            !put_in(share_of(s->d->arena, s->project, s->bond), m.cny, &in))
                return false;
        *out = over(in, dec_int(m.budget));
        if (dec_cmp(*out, dec_int(1)) > 0)
                *out = dec_int(1);
        return true;
}

void
detect_p15(struct sight *s)
{
        const struct fact *f = s->fact;
        struct dec share, bound, claimed;
        struct finding *found;
        int64_t year = 0;
        struct claim *c;

        if (s->project == NULL || !s->project->known || f->year.told != TOLD_VALUE ||
            !dec_to_int(f->year.dec, &year))
                return;
        c = claim_keep(s, (int32_t)year);
        if (s->bond == NULL || !c->has_share)
                return;
        claimed = c->share;
        if (f->tco2_attributed.told == TOLD_VALUE && c->has_total && !dec_is_zero(c->total))
                claimed = over(f->tco2_attributed.dec, c->total);
        shares_over_one(s, (int32_t)year);
        if (!money_share(s, &share))
                return;
        bound = times(share, plus(dec_int(1), limit(s, P15_TOLERANCE)));
        if (is_within(claimed, bound) && is_within(c->share, bound)) {
                finding_cure(s, 15, "attribution", year_subject(s, (int32_t)year));
                return;
        }
        if (dec_cmp(c->share, claimed) > 0)
                claimed = c->share;
        found = finding_raise(s, 15, "attribution", SEVERITY_MEDIUM,
                              year_subject(s, (int32_t)year));
        if (found == NULL)
                return;
        ground_share(s, found, "claimed", claimed);
        ground_share(s, found, "computed", share);
        ground_text(found, "project", s->project->project.id);
        ground_text(found, "year", str_format(s->d->arena, "%d", (int32_t)year));
}
