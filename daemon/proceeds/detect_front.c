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

/* Paid on to suppliers, or sent back. Returns what is left of it. */
static int64_t
front_take(struct bond_row *b, struct front *p, int64_t minor, bool back)
{
        int64_t left = p->amount - p->onward;
        int64_t part = left < minor ? left : minor;

        if (back)
                p->amount -= part;
        else
                p->onward += part;
        b->changed = true;
        return minor - part;
}

/* By its share and the time it has had, at one of the two steps. */
static bool
is_late(const struct sight *s, const struct front *p, enum limit_id months, enum limit_id ratio)
{
        return s->day.number > day_add_months(p->date, limit_whole(s, months)).number &&
               !at_least(p->onward, limit(s, ratio), p->amount);
}

static bool
project_waits(const struct sight *s, struct str project)
{
        for (uint32_t i = 0; i < s->bond->fronts.count; i++) {
                const struct front *p = &s->bond->fronts.at[i];

                if (str_eq(p->project, project) && p->onward < p->amount &&
                    (is_late(s, p, P08_MEDIUM_MONTHS, P08_MEDIUM_RATIO) ||
                     is_late(s, p, P08_HIGH_MONTHS, P08_HIGH_RATIO)))
                        return true;
        }
        return false;
}

static void
fronts_close(struct sight *s)
{
        struct bond_row *b = s->bond;
        uint32_t kept = 0;

        for (uint32_t i = 0; i < b->fronts.count; i++) {
                const struct front *p = &b->fronts.at[i];

                if (p->onward >= p->amount && !project_waits(s, p->project))
                        finding_cure(s, 8, "front_loading", p->project);
        }
        for (uint32_t i = 0; i < b->fronts.count; i++) {
                if (b->fronts.at[i].onward < b->fronts.at[i].amount)
                        b->fronts.at[kept++] = b->fronts.at[i];
        }
        b->fronts.count = kept;
}

/* The oldest first, but what comes back of a payment that is named is of that. */
static void
front_settle(struct sight *s, struct str payee, int64_t minor, const struct payment *back)
{
        struct fronts *all = &s->bond->fronts;

        for (uint32_t i = 0; i < all->count && back; i++) {
                if (str_eq(all->at[i].event, back->event))
                        minor = front_take(s->bond, &all->at[i], minor, true);
        }
        for (uint32_t i = 0; i < all->count; i++) {
                if (str_eq(all->at[i].payee, payee))
                        minor = front_take(s->bond, &all->at[i], minor,
                                           s->fact->type != FACT_DOWNSTREAM);
        }
        fronts_close(s);
}

static struct str
company(const struct sight *s, struct str said)
{
        const struct party_row *p = party_find(s->d, said);

        return p ? p->party.id : said;
}

void
detect_p08(struct sight *s)
{
        const struct fact *f = s->fact;
        struct str from = sender_of(f);
        const struct payment *back = NULL;
        int64_t minor = came_back(s);

        if (s->bond == NULL)
                return;
        if (f->type == FACT_DISBURSE) {
                if (s->to && s->sides.to == STANDING_PROJECT_COMPANY)
                        front_open(s);
                return;
        }
        if (f->type != FACT_DOWNSTREAM && s->undone >= 0)
                back = &s->bond->payments.at[s->undone];
        if (f->type == FACT_DOWNSTREAM)
                from = told(f->from);
        else if (from.len == 0 && back)
                from = back->payee;
        front_settle(s, company(s, from), minor, back);
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
