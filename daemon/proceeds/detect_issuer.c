#include "proceeds/private.h"

/* Findings on the issuer are of the bond at hand, or of the first there is. */
static struct sight
issuer_sight(const struct sight *s)
{
        struct sight of = *s;

        if (of.bond == NULL && of.d->bonds.count > 0)
                of.bond = of.d->bonds.at[0];
        return of;
}

static bool
is_far(const struct sight *s, struct str subject, struct str matter)
{
        const struct party_row *p = party_find(s->d, subject);

        if (has_words(s->d, "penalty_excused", matter))
                return true;
        if (str_eq(subject, s->bond->bond.issuer) || str_eq(subject, s->bond->bond.id))
                return false;
        if (key_find(&s->d->project_index, subject) >= 0 && project_row(s->d, subject)->known)
                return false;
        if (p && p->known && p->party.in_contract_list == TRUTH_YES)
                return false;
        return has_words(s->d, "subsidiary", subject) ||
               (p && p->known &&
                (has_words(s->d, "subsidiary", told(p->party.role)) ||
                 has_words(s->d, "subsidiary", told(p->party.related))));
}

void
detect_p33(struct sight *said)
{
        struct sight s = issuer_sight(said);
        const struct fact *f = s.fact;
        struct str subject = told(f->subject).len > 0 ? told(f->subject) : told(f->project);
        struct dec fine = over(dec_int(f->fine.minor), dec_int(100));
        enum severity severity = SEVERITY_INFO;
        struct finding *found;
        bool stopped, own;

        if (s.bond == NULL)
                return;
        stopped = f->stop_order == TRUTH_YES ||
                  (f->stop_days.told == TOLD_VALUE && dec_cmp(f->stop_days.dec, dec_int(0)) > 0) ||
                  has_words(s.d, "penalty_grave", told(f->matter));
        own = key_find(&s.d->project_index, subject) >= 0;
        if (dec_cmp(fine, limit(&s, P33_MEDIUM_FINE)) >= 0)
                severity = SEVERITY_MEDIUM;
        if (stopped || dec_cmp(fine, limit(&s, P33_HIGH_FINE)) >= 0)
                severity = SEVERITY_HIGH;
        if (severity == SEVERITY_HIGH && own && has_words(s.d, "pollution", told(f->matter)))
                severity = SEVERITY_CRITICAL;
        if (is_far(&s, subject, told(f->matter)))
                severity = SEVERITY_INFO;
        found = finding_raise(&s, 33, "penalty", severity, f->id);
        if (found == NULL)
                return;
        if (f->fine.told == TOLD_VALUE) {
                found->currency = STR("CNY");
                found->has_amount = true;
                found->minor = f->fine.minor;
        }
        if (own)
                found->project = subject;
        ground_text(found, "subject", subject);
        ground_text(found, "matter", told(f->matter));
        ground_dec(&s, found, "fine", fine, 2);
}

/* Notches on the usual scale, best first; below zero: not on it. */
static int32_t
notch(const struct bounds *b, struct str grade)
{
        const struct word_list *scale = bounds_words(b, "ratings");

        for (uint32_t i = 0; i < scale->count; i++) {
                if (str_eq(scale->at[i], grade))
                        return (int32_t)i;
        }
        return -1;
}

static bool
is_below(const struct fact *f, struct dec bound)
{
        struct dec level = f->level.dec;

        if (f->level.told != TOLD_VALUE && !dec_parse(told(f->signal_to), &level))
                return true; /* no figure: the signal itself says so */
        return dec_cmp(level, bound) < 0;
}

/* A share of 85, or 0.85. */
static bool
is_above(const struct fact *f, int64_t percent)
{
        struct dec level = f->level.dec;

        if (f->level.told != TOLD_VALUE && !dec_parse(told(f->signal_to), &level))
                return true;
        if (dec_cmp(level, dec_int(1)) <= 0)
                level = times(level, dec_int(100));
        return dec_cmp(level, dec_int(percent)) > 0;
}

static int32_t
rating_points(const struct sight *s, const struct fact *f)
{
        int32_t from = notch(s->d->bounds, told(f->signal_from));
        int32_t to = notch(s->d->bounds, told(f->signal_to));

        if (from < 0 || to < 0)
                return 1;
        return to - from >= 2 ? 1 : 0;
}

static int32_t
points_of(const struct sight *s, bool *missed)
{
        const struct fact *f = s->fact;
        struct str kind = told(f->kind);

        *missed = false;
        if (has_words(s->d, "signal_excused", kind))
                return 0;
        if (has_words(s->d, "signal_missed", kind)) {
                *missed = true;
                return 5;
        }
        if (has_words(s->d, "signal_frozen", kind) || has_words(s->d, "signal_overdue", kind))
                return 2;
        if (has_words(s->d, "signal_rating", kind) && !has_words(s->d, "signal_outlook", kind))
                return rating_points(s, f);
        if (has_words(s->d, "signal_pledge", kind))
                return is_above(f, 80) ? 1 : 0;
        if (has_words(s->d, "signal_price", kind))
                return is_below(f, dec_int(80)) ? 1 : 0;
        if (has_words(s->d, "signal_cash", kind))
                return is_below(f, (struct dec){ 3, 1 }) ? 1 : 0;
        return 1;
}

/* The sum of the window, with what is older dropped once the drain test needs it no more. */
static int32_t
signal_sum(const struct sight *s, bool *missed)
{
        int32_t days = limit_whole(s, P34_DAYS), sum = 0;
        struct signals *all = &s->bond->signals;

        *missed = false;
        for (uint32_t i = all->count; i > 0; i--) {
                if (s->day.number - all->at[i - 1].date.number > days)
                        break;
                sum += all->at[i - 1].points;
                *missed = *missed || all->at[i - 1].missed;
        }
        return sum;
}

static void
signal_tell(struct sight *s)
{
        bool missed;
        int32_t sum = signal_sum(s, &missed);
        enum severity severity = SEVERITY_INFO;
        struct finding *f;

        if (sum >= limit_whole(s, P34_MEDIUM))
                severity = SEVERITY_MEDIUM;
        if (sum >= limit_whole(s, P34_HIGH))
                severity = SEVERITY_HIGH;
        if (sum >= limit_whole(s, P34_CRITICAL) && missed)
                severity = SEVERITY_CRITICAL;
        f = finding_raise(s, 34, "signals", severity, s->bond->bond.id);
        if (f == NULL)
                return;
        f->from = s->bond->signals.at[0].date;
        ground_text(f, "points", str_format(s->d->arena, "%d", sum));
        ground_text(f, "kind", told(s->fact->kind));
        ground_dec(s, f, "days", limit(s, P34_DAYS), 0);
}

/* Money drained to somebody new while signs of trouble stand. */
static void
drain(struct sight *s)
{
        const struct signals *all = &s->bond->signals;
        struct finding *f;

        if (all->count == 0 || s->to == NULL || paid_before(s) ||
            s->day.number - all->at[all->count - 1].date.number > limit_whole(s, P34_DRAIN_DAYS) ||
            !more_than(s->fact->amount.minor, limit(s, P34_DRAIN_SHARE), net_of(s->bond)))
                return;
        f = finding_raise(s, 34, "drain", SEVERITY_HIGH, s->fact->id);
        if (f == NULL)
                return;
        f->from = all->at[all->count - 1].date;
        finding_amount(s, f, s->fact->amount.minor);
        ground_text(f, "party", s->to->party.id);
        ground_day(s, f, "signal", f->from);
        ground_share(s, f, "share", ratio_of(s->fact->amount.minor, net_of(s->bond)));
}

void
detect_p34(struct sight *said)
{
        struct sight s = issuer_sight(said);
        bool missed;
        int32_t points;

        if (s.bond == NULL)
                return;
        if (s.fact->type == FACT_DISBURSE) {
                drain(&s);
                return;
        }
        points = points_of(&s, &missed);
        if (points == 0)
                return;
        for (uint32_t i = 0; i < s.d->bonds.count; i++) {
                struct bond_row *b = said->bond ? said->bond : s.d->bonds.at[i];

                *ADD(s.d->arena, &b->signals) =
                        (struct signal){ .date = s.day, .points = points, .missed = missed };
                b->changed = true;
                if (said->bond)
                        break;
        }
        signal_tell(&s);
}

/* Where a grade stands on the first scale that knows both. */
static bool
steps_down(const struct bounds *b, struct str from, struct str to, int32_t *steps, bool *lowest)
{
        for (uint32_t i = 0; i < b->scale_count; i++) {
                struct str rest = b->scales[i], one;
                int32_t at = 0, before = -1, after = -1;

                while (str_cut(&rest, '|', &one)) {
                        if (text_has_word(from, one) && from.len == one.len)
                                before = at;
                        if (text_has_word(to, one) && to.len == one.len)
                                after = at;
                        at++;
                }
                if (before < 0 || after < 0)
                        continue;
                *steps = after - before;
                *lowest = after == at - 1;
                return true;
        }
        return false;
}

void
detect_p35(struct sight *said)
{
        struct sight s = issuer_sight(said);
        const struct fact *f = s.fact;
        enum severity severity;
        int32_t steps;
        bool lowest;
        struct finding *found;

        if (s.bond == NULL ||
            !steps_down(s.d->bounds, told(f->previous), told(f->grade), &steps, &lowest))
                return;
        if (steps <= 0) {
                finding_cure(&s, 35, "downgrade", s.bond->bond.id);
                return;
        }
        severity = steps >= limit_whole(&s, P35_STEPS) || lowest ? SEVERITY_HIGH : SEVERITY_MEDIUM;
        if (has_words(s.d, "benchmark", told(f->memo)) ||
            has_words(s.d, "benchmark", told(f->reason)))
                severity = SEVERITY_INFO;
        found = finding_raise(&s, 35, "downgrade", severity, s.bond->bond.id);
        if (found == NULL)
                return;
        ground_text(found, "previous", told(f->previous));
        ground_text(found, "grade", told(f->grade));
        ground_text(found, "steps", str_format(s.d->arena, "%d", steps));
}
