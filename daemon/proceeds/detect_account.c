#include "proceeds/private.h"

static struct str
party_id(const struct sight *s, struct str a, struct str b)
{
        struct str said = a.len > 0 ? a : b;
        const struct party_row *p = party_find(s->d, said);

        return p ? p->party.id : said;
}

static enum severity
breach_severity(const struct sight *s, int64_t minor)
{
        return more_than(minor, limit(s, P07_CRITICAL), net_of(s->bond)) ? SEVERITY_CRITICAL
                                                                         : SEVERITY_HIGH;
}

static bool
is_charge(const struct sight *s)
{
        return has_words(s->d, "charges", told(s->fact->memo)) &&
               !more_than(s->fact->amount.minor, limit(s, P13_TOLERANCE), net_of(s->bond));
}

/* What is paid says that it is for something else than a project. */
static bool
is_elsewhere(const struct sight *s)
{
        static const char *const lists[] = { "lending", "debt", "risky_product", "other_purpose" };
        struct str text = purpose_text(s);

        for (uint32_t i = 0; i < COUNT(lists); i++) {
                if (has_words(s->d, lists[i], text) && !has_words(s->d, "capitalised", text))
                        return true;
        }
        return false;
}

static void
out_tell(struct sight *s, const struct outflow *o, enum severity severity)
{
        struct finding *f = finding_raise(s, 7, "to_group", severity, o->event);

        if (f == NULL)
                return;
        f->date = f->from = f->until = o->date;
        f->event = o->event;
        f->payee = o->party;
        finding_amount(s, f, o->amount);
        ground_text(f, "party", o->party);
        ground_day(s, f, "grace", o->grace);
        ground_share(s, f, "share", ratio_of(s->bond->to_group, net_of(s->bond)));
}

static void
to_group(struct sight *s, struct str party)
{
        const struct fact *f = s->fact;
        bool exchange = has_words(s->d, "exchange", told(f->memo));
        int32_t days = limit_whole(s, exchange ? P07_EXCHANGE_DAYS : P07_WORKING_DAYS);
        struct outflow *o;

        if (is_charge(s))
                return;
        s->bond->to_group += f->amount.minor;
        o = ADD(s->d->arena, &s->bond->outflows);
        *o = (struct outflow){ .event = f->id,
                               .party = party,
                               .date = s->day,
                               .grace = day_plus_working(s->d->bounds, s->day, days),
                               .amount = f->amount.minor };
        if (exchange)
                due_add(s, DUE_EXCHANGE, day_plus(o->grace, 1), 0, f->id);
        out_tell(s, o, exchange ? SEVERITY_INFO : breach_severity(s, s->bond->to_group));
}

/* Money under exchange has its days to arrive; then it is a transfer like any other. */
void
due_exchange(struct sight *s, const struct due *due)
{
        for (uint32_t i = 0; i < s->bond->outflows.count; i++) {
                const struct outflow *o = &s->bond->outflows.at[i];

                if (str_eq(o->event, due->ref))
                        out_tell(s, o, breach_severity(s, s->bond->to_group));
        }
}

/* Within its days an invoice of the project clears a transfer; afterwards money that comes back
 * cures it, to whomever it went where nobody is named. Returns how much found its transfer. */
static int64_t
to_group_settle(struct sight *s, struct str party, int64_t minor, bool invoice)
{
        struct outflows *all = &s->bond->outflows;
        struct dec nearly = { .units = 995, .scale = 3 };
        uint32_t kept = 0;
        int64_t left = minor;

        for (uint32_t i = 0; i < all->count; i++) {
                struct outflow *o = &all->at[i];

                if (left > 0 && (party.len == 0 || str_eq(o->party, party))) {
                        int64_t part = o->amount - o->matched;

                        part = part < left ? part : left;
                        o->matched += part;
                        left -= part;
                        if (at_least(o->matched, nearly, o->amount)) {
                                if (invoice && s->day.number <= o->grace.number)
                                        finding_withdraw(s, 7, "to_group", o->event);
                                else
                                        finding_cure(s, 7, "to_group", o->event);
                                continue;
                        }
                }
                all->at[kept++] = *o;
        }
        all->count = kept;
        s->bond->changed = true;
        return minor - left;
}

/* The group pays on, for each bond what it has had of it. It need not be with an invoice, but what
 * it says must not be something else than the project. */
static void
group_pays(struct sight *s)
{
        const struct fact *f = s->fact;
        struct str party = party_id(s, told(f->from), STR(""));
        struct str to = told(f->to).len > 0 ? told(f->to) : told(f->payee);
        int64_t left = f->amount.minor;

        if (party.len == 0 || is_group(s->d, s->bond ? &s->bond->bond : NULL, to) ||
            is_elsewhere(s))
                return;
        for (uint32_t i = 0; i < s->d->bonds.count && left > 0; i++) {
                struct sight of = *s;
                int64_t part;

                of.bond = s->bond ? s->bond : s->d->bonds.at[i];
                part = to_group_settle(&of, party, left, f->type == FACT_FLOW || f->invoice.stated);
                of.bond->to_group -= part < of.bond->to_group ? part : of.bond->to_group;
                left -= part;
                if (s->bond)
                        break;
        }
}

/* Works without tracing: what came back should lie in the special account. */
static void
shortfall(struct sight *s)
{
        struct bond_row *b = s->bond;
        struct finding *f;

        if (b->strayed <= 0 || !more_than(b->strayed, limit(s, P07_SHORTFALL), net_of(b)))
                return;
        f = finding_raise(s, 7, "shortfall", breach_severity(s, b->strayed), s->fact->id);
        if (f == NULL)
                return;
        finding_amount(s, f, b->strayed);
        ground_money(s, f, "special", b->balances.at[ACCOUNT_SPECIAL]);
        ground_money(s, f, "placed", b->balances.at[ACCOUNT_PLACED]);
        ground_share(s, f, "share", ratio_of(b->strayed, net_of(b)));
}

static void
from_group(struct sight *s, struct str party)
{
        struct bond_row *b = s->bond;
        int64_t minor = came_back(s);
        int64_t part = minor < b->to_group ? minor : b->to_group;

        (void)to_group_settle(s, party, minor, false);
        b->to_group -= part;
        b->strayed -= minor - part < b->strayed ? minor - part : b->strayed;
        if (!more_than(b->strayed, limit(s, P07_SHORTFALL), net_of(b)))
                finding_cure_rule(s, 7, "shortfall");
}

/* Who gives back: as it says, else whom the payment went to. */
static struct str
giver(const struct sight *s)
{
        struct str party = party_id(s, told(s->fact->from), told(s->fact->payee));

        if (party.len == 0 && s->undone >= 0)
                return party_id(s, s->bond->payments.at[s->undone].payee, STR(""));
        return party;
}

void
detect_p07(struct sight *s)
{
        const struct fact *f = s->fact;

        if (f->type == FACT_DOWNSTREAM || f->type == FACT_FLOW) {
                group_pays(s);
                return;
        }
        if (s->bond == NULL)
                return;
        if (f->type == FACT_TRANSFER && s->sides.from_special && s->sides.to == STANDING_GROUP)
                to_group(s, party_id(s, told(f->to), told(f->to_account)));
        if (f->type == FACT_TRANSFER && s->sides.to_special && s->sides.from == STANDING_GROUP)
                from_group(s, party_id(s, told(f->from), told(f->from_account)));
        if (f->type == FACT_DISBURSE && s->sides.to == STANDING_GROUP)
                to_group(s, party_id(s, told(f->payee), STR("")));
        if (f->type == FACT_RETURN || f->type == FACT_REVERSAL) {
                if (!s->sides.to_special)
                        shortfall(s);
                else if (s->sides.from == STANDING_GROUP)
                        from_group(s, giver(s));
        }
}

/* The half-year's end that day stands shortly before. */
static bool
period_end_after(struct day day, int32_t days, struct day *end)
{
        int32_t y, m, d;

        day_split(day, &y, &m, &d);
        *end = m <= 6 ? day_of_date(y, 6, 30) : day_of_date(y, 12, 31);
        return end->number - day.number <= days;
}

/* What came in for an end that lies too far back to be undone is of no more interest. */
static void
inflows_sweep(struct sight *s)
{
        struct inflows *all = &s->bond->inflows;
        int32_t days = limit_whole(s, P22_AFTER_DAYS);
        uint32_t kept = 0;

        for (uint32_t i = 0; i < all->count; i++)
                if (s->day.number - all->at[i].period_end.number <= days)
                        all->at[kept++] = all->at[i];
        all->count = kept;
}

static void
dress(struct sight *s, struct str party)
{
        struct day end;
        struct inflow *in;

        inflows_sweep(s);
        if (!period_end_after(s->day, limit_whole(s, P22_BEFORE_DAYS), &end))
                return;
        for (uint32_t i = 0; i < s->bond->inflows.count; i++) {
                in = &s->bond->inflows.at[i];
                if (in->period_end.number == end.number && str_eq(in->party, party)) {
                        in->amount += s->fact->amount.minor;
                        return;
                }
        }
        in = ADD(s->d->arena, &s->bond->inflows);
        *in = (struct inflow){ .event = s->fact->id,
                               .party = party,
                               .date = s->day,
                               .period_end = end,
                               .amount = s->fact->amount.minor };
}

static void
undress(struct sight *s, struct str party)
{
        struct inflows *all = &s->bond->inflows;
        int32_t days = limit_whole(s, P22_AFTER_DAYS);

        for (uint32_t i = 0; i < all->count; i++) {
                struct inflow *in = &all->at[i];
                struct finding *f;

                if (in->reported || !str_eq(in->party, party) ||
                    s->day.number <= in->period_end.number ||
                    s->day.number - in->period_end.number > days)
                        continue;
                in->gone += s->fact->amount.minor;
                if (!at_least(in->amount, limit(s, P22_SHARE), net_of(s->bond)) ||
                    !at_least(in->gone, limit(s, P22_FALL), in->amount))
                        continue;
                in->reported = true;
                f = finding_raise(s, 22, "window_dressing", SEVERITY_HIGH, s->fact->id);
                if (f == NULL)
                        continue;
                f->from = in->date;
                f->payee = party;
                finding_amount(s, f, in->gone < in->amount ? in->gone : in->amount);
                ground_text(f, "party", party);
                ground_money(s, f, "rise", in->amount);
                ground_money(s, f, "fall", in->gone);
                ground_day(s, f, "period", in->period_end);
                ground_day(s, f, "from", in->date);
        }
}

void
detect_p22(struct sight *s)
{
        const struct fact *f = s->fact;

        if (s->bond == NULL)
                return;
        if (f->type == FACT_TRANSFER && s->sides.to_special)
                dress(s, party_id(s, told(f->from), told(f->from_account)));
        else if (f->type == FACT_RETURN && s->sides.to_special)
                dress(s, party_id(s, told(f->from), told(f->payee)));
        else if (f->type == FACT_TRANSFER && s->sides.from_special)
                undress(s, party_id(s, told(f->to), told(f->to_account)));
        else if (f->type == FACT_DISBURSE)
                undress(s, party_id(s, told(f->payee), STR("")));
}
