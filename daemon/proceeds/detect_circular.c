#include "proceeds/private.h"

/* Money of payments is followed by taint: what a payee received and passes on within the window
 * stays the payment's, hop by hop, until it reaches the issuer's group. */

static void
taint_pay(struct sight *s)
{
        struct taint *t;

        if (s->to == NULL || s->sides.to == STANDING_GROUP)
                return;
        t = ADD(s->d->arena, &s->to->taints);
        *t = (struct taint){ .bond = s->bond->bond.id,
                             .event = s->fact->id,
                             .date = s->day,
                             .paid = s->fact->amount.minor,
                             .here = s->fact->amount.minor };
        s->to->changed = true;
}

/* Drops what is older than the window; the sum of the rest. */
static int64_t
taints_sweep(struct sight *s, struct taints *all)
{
        int32_t days = limit_whole(s, P04_DAYS);
        uint32_t kept = 0;
        int64_t sum = 0;

        for (uint32_t i = 0; i < all->count; i++) {
                if (all->at[i].here <= 0 || s->day.number - all->at[i].date.number > days)
                        continue;
                sum += all->at[i].here;
                all->at[kept++] = all->at[i];
        }
        all->count = kept;
        return sum;
}

/* The one payment that the flow fits best; NULL: none by itself. */
static struct taint *
taint_fitting(struct sight *s, struct taints *all, int64_t minor)
{
        struct taint *best = NULL;

        for (uint32_t i = 0; i < all->count; i++) {
                struct taint *t = &all->at[i];

                if (minor > t->here || !at_least(minor, limit(s, P04_RATIO), t->here))
                        continue;
                if (best == NULL || t->here <= best->here)
                        best = t;
        }
        return best;
}

static bool
is_excused(const struct sight *s)
{
        const struct fact *f = s->fact;
        const struct str texts[] = { told(f->memo), told(f->reason), told(f->document) };

        return has_words(s->d, "circular_excused", joined(s->d->arena, texts, COUNT(texts)));
}

static void
circled(struct sight *s, const struct taint *t, int64_t minor, struct str to)
{
        struct sight of = *s;
        struct payment *p;
        struct finding *f;
        enum severity severity;
        int64_t n;

        of.bond = bond_find(s->d, t->bond);
        if (of.bond == NULL || (n = key_find(&of.bond->payment_index, t->event)) < 0)
                return;
        p = &of.bond->payments.at[n];
        p->circled += minor;
        of.bond->changed = true;
        if (!at_least(p->circled, limit(&of, P04_INFO_RATIO), p->amount))
                return;
        severity = at_least(p->circled, limit(&of, P04_RATIO), p->amount) ? SEVERITY_CRITICAL
                                                                          : SEVERITY_INFO;
        if (is_excused(s))
                severity = SEVERITY_INFO;
        f = finding_raise(&of, 4, "circular", severity, p->event);
        if (f == NULL)
                return;
        f->from = p->date;
        f->event = p->event;
        f->payee = p->payee;
        f->project = p->project;
        f->invoice = p->invoice;
        finding_amount(&of, f, p->circled);
        ground_money(&of, f, "paid", p->amount);
        ground_share(&of, f, "share", ratio_of(p->circled, p->amount));
        ground_text(f, "party", to);
        ground_day(&of, f, "from", p->date);
}

/* A part of one payment's money goes on to the next. */
static void
taint_move(struct sight *s, struct taint *t, int64_t minor, struct str to, bool home)
{
        struct taint on = *t;
        struct party_row *next;
        int64_t part = minor < t->here ? minor : t->here;

        t->here -= part;
        on.here = part;
        on.hops++;
        if (on.hops > (uint32_t)limit_whole(s, P04_HOPS))
                return;
        if (home) {
                circled(s, &on, part, to);
                return;
        }
        next = party_find(s->d, to);
        if (next == NULL)
                next = party_row(s->d, to);
        if (next == NULL)
                return;
        next->changed = true;
        *ADD(s->d->arena, &next->taints) = on;
}

static void
taint_flow(struct sight *s, struct str from, struct str to, int64_t minor, bool home)
{
        struct party_row *p = party_find(s->d, from);
        struct taint *fitting;
        int64_t sum;

        if (p == NULL || to.len == 0)
                return;
        sum = taints_sweep(s, &p->taints);
        p->changed = true;
        fitting = taint_fitting(s, &p->taints, minor);
        if (fitting) {
                taint_move(s, fitting, minor, to, home);
                return;
        }
        for (uint32_t i = 0; i < p->taints.count && minor > 0 && sum > 0; i++) {
                int64_t here = p->taints.at[i].here;

                taint_move(s, &p->taints.at[i], minor, to, home);
                minor -= here < minor ? here : minor;
        }
}

/* Back in the special account: a refund, which is told and no more. */
static void
refunded(struct sight *s, struct str from)
{
        struct party_row *p = party_find(s->d, from);
        struct finding *f;
        int64_t sum;

        if (p == NULL)
                return;
        sum = taints_sweep(s, &p->taints);
        if (sum == 0 || !at_least(s->fact->amount.minor, limit(s, P04_INFO_RATIO), sum))
                return;
        f = finding_raise(s, 4, "refund", SEVERITY_INFO, s->fact->id);
        if (f) {
                f->payee = p->party.id;
                finding_amount(s, f, s->fact->amount.minor);
                ground_text(f, "party", p->party.id);
        }
}

/* Undone by the bank: nothing of it is on its way. */
static void
taint_undo(struct sight *s)
{
        int64_t n = payment_of(s->d, s->bond, s->fact);
        struct party_row *p;

        if (n < 0)
                return;
        p = party_find(s->d, s->bond->payments.at[n].payee);
        for (uint32_t i = 0; p && i < p->taints.count; i++) {
                if (str_eq(p->taints.at[i].event, s->bond->payments.at[n].event))
                        p->taints.at[i].here = 0;
        }
}

static bool
is_any_special(const struct sight *s, struct str said)
{
        for (uint32_t i = 0; i < s->d->bonds.count; i++) {
                if (is_special(&s->d->bonds.at[i]->bond, said))
                        return true;
        }
        return false;
}

void
detect_p04(struct sight *s)
{
        const struct fact *f = s->fact;
        const struct bond *b = s->bond ? &s->bond->bond : NULL;
        struct str from = told(f->from).len > 0 ? told(f->from) : told(f->payee);
        struct str to = told(f->to).len > 0 ? told(f->to) : told(f->payee);

        if (f->type == FACT_DISBURSE && s->bond)
                taint_pay(s);
        if (f->type == FACT_REVERSAL && s->bond)
                taint_undo(s);
        if (f->type == FACT_FLOW || f->type == FACT_DOWNSTREAM) {
                if (is_any_special(s, to))
                        refunded(s, from);
                else if (!is_group(s->d, b, from))
                        taint_flow(s, from, to, f->amount.minor, is_group(s->d, b, to));
                else if (s->from && s->from->standing == STANDING_PROJECT_COMPANY)
                        taint_flow(s, from, to, f->amount.minor,
                                   is_group(s->d, b, to) && f->type == FACT_FLOW);
        }
        if (f->type == FACT_RETURN && s->bond) {
                if (s->sides.to_special)
                        refunded(s, from);
                else if (f->document.told != TOLD_VALUE)
                        taint_flow(s, from, STR("issuer"), f->amount.minor, true);
        }
}
