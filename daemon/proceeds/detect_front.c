#include "proceeds/private.h"

static void
front_tell(struct sight *s, const struct front *p, enum severity severity)
{
        struct finding *f = finding_raise(s, 8, "front_loading", severity, p->project);

        if (f == NULL)
                return;
        f->event = p->event;
        f->project = p->project;
        f->payee = p->payee;
        f->from = p->date;
        finding_amount(s, f, p->amount - p->onward);
        ground_text(f, "party", p->payee);
        ground_money(s, f, "paid", p->amount);
        ground_money(s, f, "onward", p->onward);
        ground_share(s, f, "share", ratio_of(p->onward, p->amount));
        ground_day(s, f, "from", p->date);
}

static void
front_open(struct sight *s)
{
        const struct fact *f = s->fact;
        struct front *p = ADD(s->d->arena, &s->bond->fronts);

        *p = (struct front){ .event = f->id,
                             .project = told(f->project),
                             .payee = s->to->party.id,
                             .date = s->day,
                             .amount = f->amount.minor };
        front_tell(s, p, SEVERITY_INFO);
        due_add(s, DUE_FRONT,
                day_plus(day_add_months(s->day, limit_whole(s, P08_MEDIUM_MONTHS)), 1), 0, f->id);
        due_add(s, DUE_FRONT, day_plus(day_add_months(s->day, limit_whole(s, P08_HIGH_MONTHS)), 1),
                1, f->id);
}

/* Paid on to suppliers, or sent back: the oldest first. */
static void
front_settle(struct sight *s, struct bond_row *b, struct str payee, int64_t minor, bool back)
{
        uint32_t kept = 0;

        for (uint32_t i = 0; i < b->fronts.count; i++) {
                struct front *p = &b->fronts.at[i];
                int64_t left = p->amount - p->onward;
                int64_t part = left < minor ? left : minor;

                if (str_eq(p->payee, payee)) {
                        minor -= part;
                        if (back)
                                p->amount -= part;
                        else
                                p->onward += part;
                        b->changed = true;
                }
                if (p->onward < p->amount)
                        b->fronts.at[kept++] = *p;
                else if (s->bond == b)
                        finding_cure(s, 8, "front_loading", p->project);
        }
        b->fronts.count = kept;
}

void
detect_p08(struct sight *s)
{
        const struct fact *f = s->fact;
        struct str from = s->from ? s->from->party.id : told(f->from);

        if (f->type == FACT_DISBURSE) {
                if (s->bond && s->to && s->sides.to == STANDING_PROJECT_COMPANY)
                        front_open(s);
                return;
        }
        for (uint32_t i = 0; i < s->d->bonds.count; i++) {
                struct bond_row *b = s->bond ? s->bond : s->d->bonds.at[i];

                if (f->type == FACT_DOWNSTREAM)
                        front_settle(s, b, from, f->amount.minor, false);
                else if (s->bond)
                        front_settle(s, b,
                                     from.len > 0 ? from
                                     : s->to      ? s->to->party.id
                                                  : told(f->payee),
                                     f->amount.minor, true);
                if (s->bond)
                        return;
        }
}

static bool
high_waits(struct sight *s, const struct due *due, const struct front *p)
{
        int32_t after = day_add_months(p->date, limit_whole(s, P08_HIGH_MONTHS)).number -
                        day_add_months(p->date, limit_whole(s, P08_MEDIUM_MONTHS)).number;
        const struct finding *standing =
                finding_standing(s, 8, "front_loading", s->bond->bond.id, p->project);

        /* What was closed was about another payment to that project. */
        if (standing && standing->settled && !str_eq(standing->event, p->event))
                return false;
        return step_waits(s, due, standing, after);
}

void
due_front(struct sight *s, const struct due *due)
{
        struct dec bound = limit(s, due->number == 0 ? P08_MEDIUM_RATIO : P08_HIGH_RATIO);

        for (uint32_t i = 0; i < s->bond->fronts.count; i++) {
                const struct front *p = &s->bond->fronts.at[i];

                if (!str_eq(p->event, due->ref) || at_least(p->onward, bound, p->amount) ||
                    (due->number > 0 && high_waits(s, due, p)))
                        continue;
                front_tell(s, p, due->number == 0 ? SEVERITY_MEDIUM : SEVERITY_HIGH);
        }
}
