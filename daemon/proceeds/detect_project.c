#include "proceeds/private.h"

static struct ending *
ending_of(struct bond_row *b, struct str project)
{
        for (uint32_t i = 0; i < b->endings.count; i++) {
                if (str_eq(b->endings.at[i].project, project) && !b->endings.at[i].over)
                        return &b->endings.at[i];
        }
        return NULL;
}

static void
ending_tell(struct sight *s, const struct ending *e, enum severity severity)
{
        struct finding *f =
                finding_raise(s, 21, e->sold ? "sold" : "stalled", severity, e->project);

        if (f == NULL)
                return;
        f->project = e->project;
        f->from = e->since;
        finding_amount(s, f, e->owed - e->moved);
        ground_text(f, "project", e->project);
        ground_day(s, f, "since", e->since);
        ground_day(s, f, "deadline", e->deadline);
        ground_money(s, f, "moved", e->moved);
}

static int32_t
substitution_days(const struct sight *s)
{
        int64_t own = 0;

        if (s->bond->bond.substitution_days.told == TOLD_VALUE &&
            dec_to_int(s->bond->bond.substitution_days.dec, &own) && own > 0 && own < 10000)
                return (int32_t)own;
        return limit_whole(s, P21_HIGH_DAYS);
}

/* The day on which the issuer is asked, half-way at the latest. */
static struct day
question_on(const struct sight *s, const struct ending *e)
{
        int32_t days = e->deadline.number - e->since.number;
        int32_t medium = limit_whole(s, P21_MEDIUM_DAYS);

        return day_plus(e->since, (medium < days ? medium : days / 2) + 1);
}

/* The clock of substitution starts on the day of the status. A project that stands still may go on
 * again: until it has stood for the days that make it an ending, nobody is asked. */
static void
ending_start(struct sight *s, struct ending *e)
{
        int32_t days = substitution_days(s), stalled = limit_whole(s, P21_STALLED_DAYS);

        if (e->stalled && days < stalled)
                days = stalled;
        e->deadline = day_plus(s->day, days);
        if (e->owed <= 0)
                return;
        if (!e->stalled)
                due_add(s, DUE_SUBSTITUTION, question_on(s, e), 0, e->project);
        due_add(s, DUE_SUBSTITUTION, day_plus(e->deadline, 1), 1, e->project);
}

static struct ending *
ending_new(struct sight *s)
{
        struct endings *all = &s->bond->endings;
        uint32_t kept = 0;

        for (uint32_t i = 0; i < all->count; i++) {
                if (!all->at[i].over)
                        all->at[kept++] = all->at[i];
        }
        all->count = kept;
        return ADD(s->d->arena, all);
}

/* In the place of one of another kind; a further sale stands beside it, with a clock of its own. */
static void
ending_put(struct sight *s, struct ending *in_place_of, struct ending new)
{
        struct ending *e = in_place_of ? in_place_of : ending_new(s);

        *e = new;
        ending_start(s, e);
        ending_tell(s, e, SEVERITY_INFO);
}

/* An end that is only told again starts no clock again. */
static void
ending_open(struct sight *s, bool sold, bool stalled, int64_t owed)
{
        struct ending *e = ending_of(s->bond, s->project->project.id);

        if (e && (stalled || e->sold || (!sold && !e->stalled)))
                return;
        ending_put(s, e,
                   (struct ending){ .project = s->project->project.id,
                                    .since = s->day,
                                    .owed = owed,
                                    .sold = sold,
                                    .stalled = stalled });
}

static void
sale(struct sight *s)
{
        const struct fact *f = s->fact;
        struct ending *e = ending_of(s->bond, s->project->project.id);
        int64_t owed =
                f->financed_part.told == TOLD_VALUE ? f->financed_part.minor : f->amount.minor;

        ending_put(s, e && !e->by_sale ? e : NULL,
                   (struct ending){ .project = s->project->project.id,
                                    .since = s->day,
                                    .owed = owed,
                                    .sold = true,
                                    .by_sale = true });
}

/* How grave it is by now, when it is told of anew. */
static enum severity
severity_by(const struct sight *s, const struct ending *e)
{
        if (e->owed <= 0 || s->day.number < question_on(s, e).number)
                return SEVERITY_INFO;
        if (s->day.number > e->deadline.number)
                return SEVERITY_HIGH;
        return e->stalled || e->planned ? SEVERITY_INFO : SEVERITY_MEDIUM;
}

/* One of the project's ends is over; another that is left is told of anew. */
static void
ending_cure(struct sight *s, struct str project)
{
        const struct ending *left = ending_of(s->bond, project);

        finding_cure(s, 21, "stalled", project);
        finding_cure(s, 21, "sold", project);
        if (left)
                ending_tell(s, left, severity_by(s, left));
}

static void
ending_close(struct sight *s, struct ending *e)
{
        e->over = true;
        ending_cure(s, e->project);
}

static int64_t
unspent_of(const struct sight *s)
{
        if (s->fact->unspent.told == TOLD_VALUE)
                return s->fact->unspent.minor;
        if (s->fact->unspent.told == TOLD_NONE || s->stake == NULL)
                return 0;
        return s->stake->allocated > s->stake->paid ? s->stake->allocated - s->stake->paid : 0;
}

static void
status(struct sight *s)
{
        struct str said = told(s->fact->status);
        struct ending *e = ending_of(s->bond, s->project->project.id);

        if (e && !e->sold && says_words(s->d, "status_restarted", said))
                ending_close(s, e);
        else if (says_words(s->d, "status_cancelled", said) &&
                 !has_words(s->d, "contract_ended", said))
                ending_open(s, false, false, unspent_of(s));
        else if (says_words(s->d, "status_sold", said))
                ending_open(s, true, false, unspent_of(s));
        else if (says_words(s->d, "status_stalled", said))
                ending_open(s, false, true, unspent_of(s));
        else if (e && !e->sold && has_words(s->d, "status_resumed", said))
                ending_close(s, e);
}

/* Money that leaves an ended project for another, for the oldest end first; undisclosed it is P24's
 * as well. */
static void
substituted(struct sight *s)
{
        struct str project = told(s->fact->project);
        int64_t left = s->fact->amount.minor;
        bool any = false;

        for (uint32_t i = 0; i < s->bond->endings.count; i++) {
                struct ending *e = &s->bond->endings.at[i];
                int64_t lacking = e->owed > e->moved ? e->owed - e->moved : 0;
                int64_t part = left < lacking ? left : lacking;

                if (e->over || !str_eq(e->project, project))
                        continue;
                e->moved += part;
                left -= part;
                if (s->fact->disclosed_on.told == TOLD_NONE)
                        e->undisclosed += part;
                e->over = e->moved >= e->owed && e->undisclosed == 0;
                any = any || e->over;
        }
        if (any)
                ending_cure(s, project);
}

/* A plan that was told holds the question back, not the end of the time. */
static void
planned(struct sight *s)
{
        const struct str texts[] = { told(s->fact->what), told(s->fact->reference) };
        struct str text = joined(s->d->arena, texts, COUNT(texts));

        for (uint32_t i = 0; i < s->bond->endings.count; i++) {
                struct ending *e = &s->bond->endings.at[i];

                if (e->over || !has_words(s->d, "substitution", text))
                        continue;
                e->planned = true;
                if (e->moved >= e->owed && e->owed > 0)
                        ending_close(s, e);
        }
}

static void
look_at(struct sight *s)
{
        const struct fact *f = s->fact;

        if (f->type == FACT_PROJECT_STATUS && s->project)
                status(s);
        if (f->type == FACT_ASSET_SALE && s->project)
                sale(s);
        if (f->type == FACT_REALLOCATE)
                substituted(s);
        if (f->type == FACT_DISCLOSURE)
                planned(s);
}

/* A project's fate concerns every bond with money in it. */
void
detect_p21(struct sight *s)
{
        if (s->bond) {
                look_at(s);
                return;
        }
        for (uint32_t i = 0; s->project && i < s->project->shares.count; i++) {
                struct sight of = *s;

                of.bond = bond_find(s->d, s->project->shares.at[i].bond);
                if (of.bond == NULL || s->project->shares.at[i].allocated <= 0)
                        continue;
                of.stake = stake_of(s->d->arena, of.bond, s->project->project.id);
                of.bond->changed = true;
                look_at(&of);
        }
}

/* Set for this ending, or made to wait, and not for an earlier status, which is over. */
static bool
is_of(const struct sight *s, const struct ending *e, const struct due *due,
      const struct finding *asked, int32_t after)
{
        if (due->number == 0)
                return question_on(s, e).number == due->on.number;
        return e->deadline.number + 1 == due->on.number ||
               (asked && asked->heard.number + after == due->on.number);
}

static void
ending_due(struct sight *s, const struct due *due, const struct ending *e)
{
        enum severity severity = due->number == 0 ? SEVERITY_MEDIUM : SEVERITY_HIGH;
        int32_t after = e->deadline.number + 1 - question_on(s, e).number;
        const struct finding *asked =
                finding_standing(s, 21, e->sold ? "sold" : "stalled", s->bond->bond.id, e->project);

        if (!is_of(s, e, due, asked, after))
                return;
        if (e->moved >= e->owed || (due->number == 0 && e->planned))
                severity = SEVERITY_INFO;
        else if (due->number > 0 && step_waits(s, due, asked, after))
                return;
        ending_tell(s, e, severity);
}

void
due_substitution(struct sight *s, const struct due *due)
{
        for (uint32_t i = 0; i < s->bond->endings.count; i++) {
                const struct ending *e = &s->bond->endings.at[i];

                if (!e->over && e->owed > 0 && str_eq(e->project, due->ref))
                        ending_due(s, due, e);
        }
}

static void
undisclosed(struct sight *s, const struct reallocation *r, enum severity severity)
{
        struct finding *f;

        if (severity == SEVERITY_HIGH &&
            more_than(r->amount, limit(s, P24_CRITICAL), net_of(s->bond)))
                severity = SEVERITY_CRITICAL;
        f = finding_raise(s, 24, "undisclosed", severity, r->event);
        if (f == NULL)
                return;
        f->date = f->from = f->until = r->date;
        f->event = r->event;
        f->project = r->from;
        finding_amount(s, f, r->amount);
        ground_day(s, f, "moved", r->date);
        ground_day(s, f, "deadline", r->window_ends);
        ground_share(s, f, "share", ratio_of(r->amount, net_of(s->bond)));
}

/* A date may stand in the text: "annual report of 2024-04-26". */
static bool
day_in(struct str text, struct day *out)
{
        for (size_t at = 0; at + 10 <= text.len; at++) {
                if (day_parse((struct str){ text.at + at, 10 }, out))
                        return true;
        }
        return false;
}

static void
moved(struct sight *s)
{
        const struct fact *f = s->fact;
        struct reallocation *r = ADD(s->d->arena, &s->bond->reallocations);
        struct day on = f->disclosed_on.day;
        bool dated = f->disclosed_on.told == TOLD_VALUE || day_in(f->disclosed_on.text, &on);

        *r = (struct reallocation){
                .event = f->id,
                .from = told(f->project),
                .date = s->day,
                .amount = f->amount.minor,
                .window_ends =
                        day_plus_working(s->d->bounds, s->day, limit_whole(s, P24_AFTER_DAYS)),
        };
        if ((dated && on.number <= r->window_ends.number) ||
            (!dated && says_words(s->d, "disclosed", f->disclosed_on.text))) {
                r->disclosed = true;
        } else if (dated || f->disclosed_on.told == TOLD_NONE ||
                   has_words(s->d, "undisclosed", f->disclosed_on.text)) {
                undisclosed(s, r, SEVERITY_HIGH);
        } else {
                r->awaited = true;
                undisclosed(s, r, SEVERITY_INFO);
        }
}

static void
disclosed(struct sight *s)
{
        const struct fact *f = s->fact;
        const struct str texts[] = { told(f->what), told(f->reference) };
        struct str text = joined(s->d->arena, texts, COUNT(texts));

        for (uint32_t i = 0; i < s->bond->reallocations.count; i++) {
                struct reallocation *r = &s->bond->reallocations.at[i];

                if (r->disclosed || !(str_eq(told(f->reference), r->event) ||
                                      has_words(s->d, "substitution", text)))
                        continue;
                r->disclosed = true;
                if (s->day.number <= r->window_ends.number && r->awaited) {
                        finding_withdraw(s, 24, "undisclosed", r->event);
                        continue;
                }
                if (r->awaited)
                        undisclosed(s, r, SEVERITY_HIGH);
                finding_cure(s, 24, "undisclosed", r->event);
        }
}

void
detect_p24(struct sight *s)
{
        if (s->bond == NULL)
                return;
        if (s->fact->type == FACT_REALLOCATE)
                moved(s);
        else
                disclosed(s);
}
