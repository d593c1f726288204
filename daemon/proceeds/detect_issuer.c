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

/* The project that a penalty is of, by its id or name; NULL: none. */
static const struct project_row *
project_said(const struct sight *s, struct str subject)
{
        for (uint32_t i = 0; i < s->d->projects.count; i++) {
                const struct project_row *p = s->d->projects.at[i];

                if (p->known &&
                    (text_has_word(subject, p->project.id) ||
                     (p->project.name.len > 0 && text_has_word(subject, p->project.name))))
                        return p;
        }
        return NULL;
}

/* Overturned, or a matter of form. A permit that is withdrawn is neither. */
static bool
is_excused(const struct sight *s, struct str matter)
{
        return has_words(s->d, "penalty_formal", matter) ||
               says_words(s->d, "penalty_overturned", matter) ||
               (says_words(s->d, "penalty_withdrawn", matter) &&
                !has_words(s->d, "permit_lost", matter));
}

/* Signals come from outside: from where, is part of them. */
static void
source_note(struct finding *found, const struct fact *f)
{
        if (told(f->source).len > 0)
                ground_text(found, "source", told(f->source));
}

static bool
is_far(const struct sight *s, struct str subject, struct str matter)
{
        const struct party_row *p = party_find(s->d, subject);

        if (str_eq(subject, s->bond->bond.issuer) || str_eq(subject, s->bond->bond.id))
                return says_words(s->d, "far", matter);
        if (p && p->known && p->party.in_contract_list == TRUTH_YES)
                return false;
        return has_words(s->d, "subsidiary", subject) || has_words(s->d, "far", subject) ||
               has_words(s->d, "far", matter) ||
               (p && p->known &&
                (has_words(s->d, "subsidiary", told(p->party.role)) ||
                 has_words(s->d, "subsidiary", told(p->party.related))));
}

/* In CNY, to weigh it; it is told in its own currency. */
static struct dec
fine_weighed(const struct sight *s)
{
        const struct bounds *b = s->d->bounds;
        struct dec fine = major_of(s->fact->fine.minor, s->bond->bond.decimals);

        for (uint32_t i = 0; i < b->rate_count; i++) {
                if (str_eq(b->rates[i].currency, s->bond->bond.currency))
                        return times(fine, b->rates[i].cny);
        }
        return fine;
}

static enum severity
penalty_severity(const struct sight *s, struct str subject, const struct project_row *own)
{
        const struct fact *f = s->fact;
        struct str matter = told(f->matter);
        bool stopped =
                f->stop_order == TRUTH_YES ||
                (f->stop_days.told == TOLD_VALUE && dec_cmp(f->stop_days.dec, dec_int(0)) > 0) ||
                says_words(s->d, "penalty_grave", matter) ||
                says_words(s->d, "permit_lost", matter) || has_words(s->d, "order_defied", matter);
        struct dec fine = fine_weighed(s);

        if (is_excused(s, matter) || (own == NULL && is_far(s, subject, matter)))
                return SEVERITY_INFO;
        if (stopped || dec_cmp(fine, limit(s, P33_HIGH_FINE)) >= 0)
                return own && has_words(s->d, "pollution", matter) ? SEVERITY_CRITICAL
                                                                   : SEVERITY_HIGH;
        return dec_cmp(fine, limit(s, P33_MEDIUM_FINE)) >= 0 ? SEVERITY_MEDIUM : SEVERITY_INFO;
}

void
detect_p33(struct sight *said)
{
        struct sight s = issuer_sight(said);
        const struct fact *f = s.fact;
        struct str subject = told(f->subject).len > 0 ? told(f->subject) : told(f->project);
        const struct project_row *own = project_said(&s, subject);
        struct finding *found;

        if (s.bond == NULL)
                return;
        found = finding_raise(&s, 33, "penalty", penalty_severity(&s, subject, own), f->id);
        if (found == NULL)
                return;
        if (f->fine.told == TOLD_VALUE)
                finding_amount(&s, found, f->fine.minor);
        if (own)
                found->project = own->project.id;
        source_note(found, f);
        ground_text(found, "subject", subject);
        ground_text(found, "matter", told(f->matter));
        ground_money(&s, found, "fine", f->fine.minor);
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

/* The figure of a signal: stated beside it, else what it went to, else in its words. A sum of money
 * is none. */
static bool
figure_of(const struct fact *f, struct dec *out, bool *percent)
{
        *percent = false;
        if (f->level.told == TOLD_VALUE && dec_cmp(f->level.dec, dec_int(1000)) < 0) {
                *out = f->level.dec;
                return true;
        }
        return text_figure(told(f->signal_to), out, percent) ||
               text_figure(told(f->kind), out, percent);
}

/* A price of 74, or said to be below 80. Without a figure the signal itself says so. */
static bool
is_below(const struct sight *s, struct dec bound)
{
        struct dec figure;
        bool percent;
        int order;

        if (!figure_of(s->fact, &figure, &percent))
                return true;
        if (percent && dec_cmp(bound, dec_int(1)) < 0)
                figure = over(figure, dec_int(100));
        order = dec_cmp(figure, bound);
        return order < 0 || (order == 0 && has_words(s->d, "below", told(s->fact->kind)));
}

/* A share of 85, or 0.85, or said to be above 80. */
static bool
is_above(const struct sight *s, struct dec percent)
{
        struct dec figure;
        bool stated;
        int order;

        if (!figure_of(s->fact, &figure, &stated))
                return true;
        if (!stated && dec_cmp(figure, dec_int(1)) <= 0)
                figure = times(figure, dec_int(100));
        order = dec_cmp(figure, percent);
        return order > 0 || (order == 0 && has_words(s->d, "above", told(s->fact->kind)));
}

/* The notches of the first and last rating that stand in a text, "cut from AA to A+". */
static bool
notches_in(const struct sight *s, struct str text, int32_t *from, int32_t *to)
{
        struct str one;
        int32_t count = 0;

        while (str_cut(&text, ' ', &one)) {
                int32_t at = notch(s->d->bounds, one);

                if (at < 0 || (count == 0 && str_is(one, "A"))) /* "A rating was cut" */
                        continue;
                if (count++ == 0)
                        *from = at;
                *to = at;
        }
        return count > 1;
}

/* A cut of two notches counts, and a cut that is not told more of; one notch does not. */
static int32_t
rating_points(const struct sight *s)
{
        struct str kind = told(s->fact->kind);
        int32_t from = notch(s->d->bounds, told(s->fact->signal_from));
        int32_t to = notch(s->d->bounds, told(s->fact->signal_to));

        if ((from < 0 || to < 0) && !notches_in(s, kind, &from, &to))
                return has_words(s->d, "one_notch", kind) ? 0 : 1;
        return to - from >= limit_whole(s, P34_NOTCHES) ? 1 : 0;
}

/* "revised from negative to stable": what stands behind the last "to". */
static struct str
part_to(struct str text)
{
        ptrdiff_t at;

        while ((at = str_find(text, STR(" to "))) >= 0)
                text = (struct str){ text.at + at + 4, text.len - (size_t)at - 4 };
        return text;
}

static int32_t
outlook_points(const struct sight *s)
{
        const struct fact *f = s->fact;
        struct str to = told(f->signal_to).len > 0 ? told(f->signal_to) : part_to(told(f->kind));

        if (has_words(s->d, "outlook_best", told(f->signal_from)))
                return has_words(s->d, "outlook_best", to) ? 0 : 1;
        return has_words(s->d, "outlook_good", to) && !has_words(s->d, "outlook_bad", to) ? 0 : 1;
}

static bool
is_missed(const struct sight *s, struct str kind)
{
        return says_words(s->d, "signal_missed", kind) ||
               (has_words(s->d, "signal_unpaid", kind) && has_words(s->d, "signal_bond", kind) &&
                !has_words(s->d, "signal_bill", kind));
}

static int32_t
points_of(const struct sight *s, bool *missed)
{
        struct str kind = told(s->fact->kind);

        *missed = false;
        if (has_words(s->d, "signal_excused", kind) || says_words(s->d, "signal_over", kind))
                return 0;
        *missed = is_missed(s, kind);
        if (*missed)
                return limit_whole(s, P34_MISSED);
        if (says_words(s->d, "signal_frozen", kind) || has_words(s->d, "signal_unpaid", kind))
                return limit_whole(s, P34_FROZEN);
        if (has_words(s->d, "signal_outlook", kind))
                return outlook_points(s);
        if (has_words(s->d, "signal_rating", kind))
                return rating_points(s);
        if (has_words(s->d, "signal_pledge", kind))
                return is_above(s, limit(s, P34_PLEDGE)) ? 1 : 0;
        if (has_words(s->d, "signal_price", kind))
                return is_below(s, limit(s, P34_PRICE)) ? 1 : 0;
        if (has_words(s->d, "signal_cash", kind))
                return is_below(s, limit(s, P34_CASH)) ? 1 : 0;
        return 1;
}

/* The sum of the window. */
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

/* The first of the signals that follow each other within the window: what they open once for. */
static struct day
spell_begin(const struct sight *s)
{
        const struct signals *all = &s->bond->signals;
        uint32_t first = all->count - 1;

        while (first > 0 && all->at[first].date.number - all->at[first - 1].date.number <=
                                    limit_whole(s, P34_DAYS))
                first--;
        return all->at[first].date;
}

static void
signal_tell(struct sight *s)
{
        bool missed;
        int32_t sum = signal_sum(s, &missed);
        enum severity severity = SEVERITY_INFO;
        struct day begin = spell_begin(s);
        struct finding *f;

        if (sum >= limit_whole(s, P34_MEDIUM))
                severity = SEVERITY_MEDIUM;
        if (sum >= limit_whole(s, P34_HIGH))
                severity = SEVERITY_HIGH;
        if (sum >= limit_whole(s, P34_CRITICAL) && missed)
                severity = SEVERITY_CRITICAL;
        f = finding_raise(s, 34, "signals", severity, day_text(s->d->arena, begin));
        if (f == NULL)
                return;
        source_note(f, s->fact);
        f->from = begin;
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

        if (s.bond == NULL || payment_undone(&s, 34))
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

/* Where a grade stands on a scale, by the longest of its words that the grade says; below zero:
 * nowhere. Exact: it says nothing else. */
static int32_t
place_on(struct str scale, struct str grade, bool exact, int32_t *last)
{
        struct str one;
        size_t longest = 0;
        int32_t at = -1, found = -1;

        while (str_cut(&scale, '|', &one)) {
                at++;
                if (one.len <= longest || (exact && one.len != grade.len) ||
                    !text_has_word(grade, one))
                        continue;
                longest = one.len;
                found = at;
        }
        *last = at;
        return found;
}

/* By the first scale that knows it as it stands. */
static bool
is_lowest(const struct bounds *b, struct str grade)
{
        for (uint32_t i = 0; i < b->scale_count; i++) {
                int32_t last, at = place_on(b->scales[i], grade, true, &last);

                if (at >= 0)
                        return at == last;
        }
        return false;
}

/* By the first scale that knows both as they stand, else by the first that tells them apart. */
static bool
steps_down(const struct bounds *b, struct str from, struct str to, int32_t *steps, bool *lowest)
{
        for (uint32_t i = 0; i < 2 * b->scale_count; i++) {
                struct str scale = b->scales[i % b->scale_count];
                bool exact = i < b->scale_count;
                int32_t last;
                int32_t before = place_on(scale, from, exact, &last);
                int32_t after = place_on(scale, to, exact, &last);

                if (before < 0 || after < 0 || (before == after && !str_eq(from, to)))
                        continue;
                *steps = after - before;
                *lowest = after == last;
                return true;
        }
        return false;
}

/* A grade alone, without the one before: only that it is the lowest of its scale says something. */
static void
grade_alone(struct sight *s)
{
        const struct fact *f = s->fact;
        struct finding *found;

        if (!is_lowest(s->d->bounds, told(f->grade)))
                return;
        found = finding_raise(s, 35, "lowest", SEVERITY_HIGH, f->id);
        if (found == NULL)
                return;
        source_note(found, f);
        ground_text(found, "grade", told(f->grade));
}

/* Up again, but not for every fall: what has its grade of before the fall, or is no more the
 * lowest.
 */
static void
grade_regained(struct sight *s)
{
        struct str grade = told(s->fact->grade);

        for (uint32_t i = 0; i < s->d->open.count; i++) {
                const struct finding *f = finding_at(s->d, i);
                int32_t steps = 0;
                bool lowest = false, known;

                if (!f || f->pattern != 35 || !str_eq(f->bond, s->bond->bond.id))
                        continue;
                known = steps_down(s->d->bounds, ground_said(f, "previous"), grade, &steps,
                                   &lowest);
                if (str_is(f->rule, "lowest") ? !is_lowest(s->d->bounds, grade)
                                              : known && steps <= 0)
                        (void)finding_cure_about(s, 35, f->subject);
        }
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

        if (s.bond == NULL)
                return;
        if (told(f->previous).len == 0) {
                grade_alone(&s);
                return;
        }
        if (!steps_down(s.d->bounds, told(f->previous), told(f->grade), &steps, &lowest))
                return;
        if (steps < 0)
                grade_regained(&s);
        if (steps <= 0)
                return;
        severity = steps >= limit_whole(&s, P35_STEPS) || lowest ? SEVERITY_HIGH : SEVERITY_MEDIUM;
        if (has_words(s.d, "benchmark", told(f->memo)) ||
            has_words(s.d, "benchmark", told(f->reason)))
                severity = SEVERITY_INFO;
        found = finding_raise(&s, 35, "downgrade", severity, f->id);
        if (found == NULL)
                return;
        source_note(found, f);
        ground_text(found, "previous", told(f->previous));
        ground_text(found, "grade", told(f->grade));
        ground_text(found, "steps", str_format(s.d->arena, "%d", steps));
}
