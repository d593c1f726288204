#include "proceeds/private.h"

/* Money of payments is followed by taint: what a payee received and passes on within the window
 * stays the payment's, hop by hop, until it reaches the issuer's group. What is still with the
 * payee stands with the payment, what went on with the party that has it. */

/* Money of one payment at one party: with the payee it stands with the payment, else it is a
 * numbered taint of the party. */
struct held {
        struct bond_row *bond;
        struct payment *payment;
        struct party_row *party;
        uint32_t number;
        struct day since;
};
struct holds {
        struct held *at;
        uint32_t count, room;
};

static int64_t
here_of(const struct held *h)
{
        return h->payment ? h->payment->here : h->party->taints.at[h->number].here;
}

static void
taint_pay(struct sight *s)
{
        int64_t n = key_find(&s->bond->payment_index, s->fact->id);

        if (n >= 0 && s->to && s->sides.to != STANDING_GROUP)
                s->bond->payments.at[n].here = s->fact->amount.minor;
}

/* Drops what is older than the window, or went on. */
static void
taints_sweep(struct sight *s, struct party_row *p)
{
        int32_t days = limit_whole(s, P04_DAYS);
        uint32_t kept = 0;

        for (uint32_t i = 0; i < p->taints.count; i++) {
                const struct taint *t = &p->taints.at[i];

                if (t->here > 0 && s->day.number - t->date.number <= days)
                        p->taints.at[kept++] = *t;
        }
        p->changed = p->changed || kept < p->taints.count;
        p->taints.count = kept;
}

/* In the order in which it came; of one day, payments first. */
static void
held_add(struct arena *a, struct holds *all, struct held h)
{
        uint32_t at = all->count;

        (void)ADD(a, all);
        for (; at > 0 && all->at[at - 1].since.number > h.since.number; at--)
                all->at[at] = all->at[at - 1];
        all->at[at] = h;
}

static void
payments_add(struct sight *s, struct bond_row *b, struct str party, struct holds *out)
{
        int32_t days = limit_whole(s, P04_DAYS);
        uint32_t *numbers = TAKE(s->d->arena, uint32_t, PAST_MAX);
        uint32_t looked = 0, count = 0;
        int64_t n = -1;

        while ((n = payment_next(b, party, n, &looked)) >= 0) {
                if (s->day.number - b->payments.at[n].date.number > days)
                        break;
                if (b->payments.at[n].here > 0)
                        numbers[count++] = (uint32_t)n;
        }
        while (count > 0) {
                struct payment *p = &b->payments.at[numbers[--count]];

                held_add(s->d->arena, out,
                         (struct held){ .bond = b, .payment = p, .since = p->date });
        }
}

/* All that a party has of payments within the window. */
static struct holds
holds_of(struct sight *s, struct party_row *p, int64_t *sum)
{
        struct holds out = { 0 };

        taints_sweep(s, p);
        for (uint32_t i = 0; i < s->d->bonds.count; i++)
                payments_add(s, s->d->bonds.at[i], p->party.id, &out);
        for (uint32_t i = 0; i < p->taints.count; i++) {
                struct held h = { .party = p, .number = i, .since = p->taints.at[i].since };

                held_add(s->d->arena, &out, h);
        }
        *sum = 0;
        for (uint32_t i = 0; i < out.count; i++)
                *sum += here_of(&out.at[i]);
        return out;
}

/* The one payment that the flow fits best; NULL: none by itself. */
static struct held *
held_fitting(struct sight *s, struct holds *all, int64_t minor)
{
        struct held *best = NULL;

        for (uint32_t i = 0; i < all->count; i++) {
                int64_t here = here_of(&all->at[i]);

                if (minor > here || !at_least(minor, limit(s, P04_RATIO), here))
                        continue;
                if (best == NULL || here <= here_of(best))
                        best = &all->at[i];
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

static struct circle *
circle_of(struct arena *a, struct bond_row *b, const struct taint *t)
{
        struct circle *c;

        for (uint32_t i = 0; i < b->circles.count; i++) {
                if (str_eq(b->circles.at[i].event, t->event))
                        return &b->circles.at[i];
        }
        c = ADD(a, &b->circles);
        *c = (struct circle){ .event = t->event, .date = t->date };
        return c;
}

static void
circled(struct sight *s, const struct taint *t, int64_t minor, struct str to)
{
        struct sight of = *s;
        bool excused = is_excused(s);
        struct circle *circle;
        struct finding *f;
        enum severity severity;
        int64_t round;

        of.bond = bond_find(s->d, t->bond);
        if (of.bond == NULL)
                return;
        of.bond->changed = true;
        circle = circle_of(s->d->arena, of.bond, t);
        round = circle->minor + minor;
        /* What comes back by right is told, and no part of what else comes round. */
        if (!excused)
                circle->minor = round;
        if (!at_least(round, limit(&of, P04_INFO_RATIO), t->paid))
                return;
        severity =
                at_least(round, limit(&of, P04_RATIO), t->paid) ? SEVERITY_CRITICAL : SEVERITY_INFO;
        if (excused)
                severity = SEVERITY_INFO;
        f = finding_raise(&of, 4, "circular", severity, t->event);
        if (f == NULL)
                return;
        f->from = t->date;
        f->event = t->event;
        f->payee = t->payee;
        f->project = t->project;
        f->invoice = t->invoice;
        finding_amount(&of, f, round);
        ground_money(&of, f, "paid", t->paid);
        ground_share(&of, f, "share", ratio_of(round, t->paid));
        ground_text(f, "party", to);
        ground_day(&of, f, "from", t->date);
}

/* Takes part of what is held; as it goes on. */
static struct taint
held_take(struct sight *s, struct held *h, int64_t part)
{
        struct taint on;

        if (h->payment) {
                on = (struct taint){ .bond = h->bond->bond.id,
                                     .event = h->payment->event,
                                     .date = h->payment->date,
                                     .paid = h->payment->amount,
                                     .payee = h->payment->payee,
                                     .project = h->payment->project,
                                     .invoice = h->payment->invoice };
                h->payment->here -= part;
                h->payment->changed = true;
                h->bond->changed = true;
        } else {
                on = h->party->taints.at[h->number];
                h->party->taints.at[h->number].here -= part;
        }
        on.here = part;
        on.since = s->day;
        on.hops++;
        return on;
}

/* A part of one payment's money goes on to the next. */
static void
held_move(struct sight *s, struct held *h, int64_t minor, struct str to, bool home)
{
        int64_t part = minor < here_of(h) ? minor : here_of(h);
        struct taint on = held_take(s, h, part);
        struct party_row *next;

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
        if (next != h->party)
                taints_sweep(s, next);
        *ADD(s->d->arena, &next->taints) = on;
}

/* What a party has goes on: of the payment that it fits, else in the order in which it came. To
 * nobody it is gone. */
static void
pass_on(struct sight *s, struct holds *all, int64_t minor, struct str to, bool home)
{
        struct held *fitting = held_fitting(s, all, minor);

        if (fitting) {
                held_move(s, fitting, minor, to, home);
                return;
        }
        for (uint32_t i = 0; i < all->count && minor > 0; i++) {
                int64_t here = here_of(&all->at[i]);

                held_move(s, &all->at[i], minor, to, home);
                minor -= here < minor ? here : minor;
        }
}

static void
taint_flow(struct sight *s, struct str from, struct str to, int64_t minor, bool home)
{
        struct party_row *p = party_find(s->d, from);
        struct holds all;
        int64_t sum;

        if (p == NULL || to.len == 0)
                return;
        all = holds_of(s, p, &sum);
        p->changed = p->changed || p->taints.count > 0;
        if (sum > 0)
                pass_on(s, &all, minor, to, home);
}

/* That much of the payment that is named is not on its way any more. */
static void
taint_undo(struct sight *s)
{
        struct payment *p = &s->bond->payments.at[s->undone];
        int64_t back = came_back(s);
        struct party_row *payee = party_find(s->d, p->payee);

        p->here -= back < p->here ? back : p->here;
        p->changed = true;
        for (uint32_t i = 0; payee && back >= s->sides.of_left && i < payee->taints.count; i++) {
                if (!str_eq(payee->taints.at[i].event, p->event))
                        continue;
                payee->taints.at[i].here = 0;
                payee->changed = true;
        }
}

static void
refund_tell(struct sight *s, const struct party_row *p)
{
        struct finding *f = finding_raise(s, 4, "refund", SEVERITY_INFO, s->fact->id);

        if (f == NULL)
                return;
        f->payee = p->party.id;
        finding_amount(s, f, s->fact->amount.minor);
        ground_text(f, "party", p->party.id);
}

/* Back by right: what goes into the special account is told and no more, and the party has it no
 * longer. */
static void
refunded(struct sight *s, struct str from, bool telling)
{
        struct party_row *p = party_find(s->d, from);
        struct holds all;
        int64_t sum;

        if (p == NULL)
                return;
        all = holds_of(s, p, &sum);
        if (sum > 0 && telling && at_least(s->fact->amount.minor, limit(s, P04_INFO_RATIO), sum))
                refund_tell(s, p);
        if (s->undone >= 0)
                taint_undo(s);
        else if (sum > 0)
                pass_on(s, &all, s->fact->amount.minor, STR(""), false);
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
        struct str from = sender_of(f);
        struct str to = told(f->to).len > 0 ? told(f->to) : told(f->payee);

        if (f->type == FACT_DISBURSE && s->bond)
                taint_pay(s);
        if (f->type == FACT_REVERSAL && s->undone >= 0)
                taint_undo(s);
        if (f->type == FACT_RETURN && from.len == 0 && s->undone >= 0)
                from = s->bond->payments.at[s->undone].payee;
        if (f->type == FACT_FLOW || f->type == FACT_DOWNSTREAM) {
                if (is_any_special(s, to))
                        refunded(s, from, true);
                else if (!is_group(s->d, b, from))
                        taint_flow(s, from, to, f->amount.minor, is_group(s->d, b, to));
                else if (s->from && s->from->standing == STANDING_PROJECT_COMPANY)
                        taint_flow(s, from, to, f->amount.minor,
                                   is_group(s->d, b, to) && f->type == FACT_FLOW);
        }
        if (f->type == FACT_RETURN && s->bond) {
                if (s->sides.to_special || f->document.told == TOLD_VALUE)
                        refunded(s, from, s->sides.to_special);
                else
                        taint_flow(s, from, STR("issuer"), f->amount.minor, true);
        }
}
