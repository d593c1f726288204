#include "proceeds/private.h"

static struct str
technology_of(const struct sight *s)
{
        const struct bounds *b = s->d->bounds;

        for (uint32_t i = 0; s->project && s->project->activity && i < b->technology_count; i++) {
                if (str_eq(b->technologies[i].activity, s->project->activity->code))
                        return b->technologies[i].technology;
        }
        return STR("");
}

static bool
year_of(const struct fact *f, int32_t *year)
{
        int64_t whole = 0;

        if (f->year.told != TOLD_VALUE || !dec_to_int(f->year.dec, &whole) || whole < 1900 ||
            whole > 2200)
                return false;
        *year = (int32_t)whole;
        return true;
}

static bool
is_forecast(const struct sight *s)
{
        return has_words(s->d, "forecast", told(s->fact->basis));
}

/* Days of the year in which it ran, and of the year. A forecast speaks of a whole one. */
static int32_t
days_run(const struct sight *s, int32_t year, int32_t *all)
{
        struct day first = day_of_date(year, 1, 1), last = day_of_date(year, 12, 31);
        struct day start = first;
        const struct project_row *p = s->project;

        *all = last.number - first.number + 1;
        if (is_forecast(s))
                return *all;
        if (p->project.start_operation.told == TOLD_VALUE)
                start = p->project.start_operation.day;
        else if (p->completed)
                start = p->completed_on;
        if (start.number > last.number)
                return 0;
        return last.number - (start.number > first.number ? start.number : first.number) + 1;
}

/* What is found is of a project's year, by which a later report finds it again. */
static void
year_note(const struct sight *s, struct finding *f, int32_t year)
{
        f->project = s->project->project.id;
        f->from = day_of_date(year, 1, 1);
        f->until = day_of_date(year, 12, 31);
}

static void
physics_grounds(struct sight *s, struct finding *f, struct dec value, struct dec bound,
                int32_t digits, int32_t year)
{
        year_note(s, f, year);
        ground_dec(s, f, "value", value, digits);
        ground_dec(s, f, "bound", bound, digits);
        ground_text(f, "project", s->project->project.id);
        ground_text(f, "year", str_format(s->d->arena, "%d", year));
}

static const struct hours_bound *
hours_bound(const struct bounds *b, struct str technology, int32_t year)
{
        const struct hours_bound *found = NULL;

        for (uint32_t i = 0; i < b->hours_count; i++) {
                if (str_eq(b->hours[i].technology, technology) &&
                    b->hours[i].from_year <= (uint32_t)year &&
                    (!found || b->hours[i].from_year >= found->from_year))
                        found = &b->hours[i];
        }
        return found;
}

static void
hours(struct sight *s, int32_t year)
{
        const struct fact *f = s->fact;
        const struct hours_bound *b = hours_bound(s->d->bounds, technology_of(s), year);
        const struct told_number *mw = &s->project->project.capacity_mw;
        int32_t all, days;
        struct dec value, hard, usual, part;
        struct finding *found;
        bool beyond;

        if (b == NULL || f->mwh.told != TOLD_VALUE || mw->told != TOLD_VALUE ||
            dec_cmp(mw->dec, dec_int(0)) <= 0)
                return;
        days = days_run(s, year, &all);
        if (days == 0)
                days = all; /* before operation: P31's to say */
        value = over(f->mwh.dec, mw->dec);
        part = over(dec_int(days), dec_int(all));
        hard = times(b->hard, part);
        usual = times(b->typical, limit(s, P29_INFO_HOURS));
        beyond = dec_cmp(value, hard) > 0;
        if (!beyond && dec_cmp(value, times(usual, part)) <= 0)
                return;
        found = beyond ? finding_raise(s, 29, "hours", SEVERITY_CRITICAL, f->id)
                       : finding_raise(s, 29, "hours_unusual", SEVERITY_INFO, f->id);
        if (found == NULL)
                return;
        physics_grounds(s, found, value, beyond ? hard : times(usual, part), 0, year);
        ground_text(found, "days", str_format(s->d->arena, "%d", days));
        ground_dec(s, found, "full", beyond ? b->hard : usual, 0);
}

static const struct grid_bound *
grid_bound(const struct bounds *b, struct str grid, int32_t year)
{
        const struct grid_bound *found = NULL;

        for (uint32_t i = 0; i < b->grid_count; i++) {
                if (text_has_word(grid, b->grids[i].grid) &&
                    b->grids[i].from_year <= (uint32_t)year &&
                    (!found || b->grids[i].grid.len > found->grid.len ||
                     (b->grids[i].grid.len == found->grid.len &&
                      b->grids[i].from_year >= found->from_year)))
                        found = &b->grids[i];
        }
        return found;
}

/* Weights of the operating and the build margin. */
static struct dec
combined(const struct sight *s, const struct grid_bound *g)
{
        struct str t = technology_of(s);
        struct dec w = { 5, 1 }, other, sum;

        if (str_is(t, "solar") || str_is(t, "onshore_wind") || str_is(t, "offshore_wind"))
                w = s->d->bounds->wind_solar_operating;
        if (!dec_sub(dec_int(1), w, &other) ||
            !dec_add(times(w, g->operating), times(other, g->build), &sum))
                return g->operating;
        return sum;
}

static bool
factor_of(const struct fact *f, struct dec *out)
{
        bool computed = f->tco2_project.told == TOLD_VALUE && f->mwh.told == TOLD_VALUE &&
                        dec_cmp(f->mwh.dec, dec_int(0)) > 0;
        struct dec claimed = dec_int(0);

        if (computed)
                claimed = over(f->tco2_project.dec, f->mwh.dec);
        *out = claimed;
        if (f->factor_used.told == TOLD_VALUE && dec_cmp(f->factor_used.dec, claimed) > 0)
                *out = f->factor_used.dec;
        return computed || f->factor_used.told == TOLD_VALUE;
}

static void
factor(struct sight *s, int32_t year)
{
        const struct bounds *b = s->d->bounds;
        const struct grid_bound *g = grid_bound(b, told(s->project->project.grid), year);
        struct dec value, bound = b->factor_anywhere;
        enum severity severity = SEVERITY_NONE;
        struct finding *f;

        if (hours_bound(b, technology_of(s), year) == NULL || !factor_of(s->fact, &value))
                return;
        if (dec_cmp(value, b->factor_anywhere) > 0) {
                severity = SEVERITY_CRITICAL;
                bound = g ? g->operating : bound;
        } else if (g && dec_cmp(value, g->operating) > 0) {
                severity = SEVERITY_HIGH;
                bound = g->operating;
        } else if (g && dec_cmp(value, times(combined(s, g), limit(s, P29_INFO_FACTOR))) > 0) {
                severity = SEVERITY_INFO;
                bound = times(combined(s, g), limit(s, P29_INFO_FACTOR));
        }
        if (severity == SEVERITY_NONE)
                return;
        f = finding_raise(s, 29, severity == SEVERITY_INFO ? "factor_unusual" : "factor", severity,
                          s->fact->id);
        if (f == NULL)
                return;
        physics_grounds(s, f, value, bound, 4, year);
        ground_text(f, "grid", g ? g->grid : STR("-"));
        ground_dec(s, f, "anywhere", b->factor_anywhere, 2);
}

/* Tonnes that the bond claims, by its own share or its stated part of the whole. */
static bool
attributed(const struct fact *f, struct dec *out)
{
        *out = f->tco2_attributed.dec;
        if (f->tco2_attributed.told == TOLD_VALUE)
                return true;
        if (f->tco2_project.told != TOLD_VALUE || f->financing_share.told != TOLD_VALUE)
                return false;
        *out = times(f->tco2_project.dec, f->financing_share.dec);
        return true;
}

/* What the bond put into the project, in units of 10,000 CNY. */
static bool
money_in(struct sight *s, struct dec *out)
{
        const struct stake *k =
                s->bond ? stake_of(s->d->arena, s->bond, s->project->project.id) : NULL;

        if (k == NULL || k->allocated <= 0)
                return false;
        *out = over(dec_int(k->allocated), dec_int(1000000));
        if (str_is(s->bond->bond.currency, "CNY"))
                return true;
        if (!k->rates || k->paid <= 0)
                return false;
        /* Not all may be paid yet: the rest at the rate of what is. */
        *out = over(times(k->paid_cny, ratio_of(k->allocated, k->paid)), dec_int(1000000));
        return dec_cmp(*out, dec_int(0)) > 0;
}

static void
per_money(struct sight *s, int32_t year)
{
        const struct bounds *b = s->d->bounds;
        const struct money_bound *m = NULL;
        struct str technology = technology_of(s);
        struct dec tonnes, money, value;
        struct finding *f;
        bool beyond;

        for (uint32_t i = 0; i < b->money_count; i++) {
                if (str_eq(b->money[i].technology, technology) &&
                    b->money[i].from_year <= (uint32_t)year &&
                    (!m || b->money[i].from_year >= m->from_year))
                        m = &b->money[i];
        }
        if (m == NULL || !attributed(s->fact, &tonnes) || !money_in(s, &money))
                return;
        value = over(tonnes, money);
        beyond = dec_cmp(value, m->hard) > 0;
        if (!beyond && dec_cmp(value, m->typical) <= 0)
                return;
        f = beyond ? finding_raise(s, 29, "per_money", SEVERITY_HIGH, s->fact->id)
                   : finding_raise(s, 29, "per_money_unusual", SEVERITY_INFO, s->fact->id);
        if (f == NULL)
                return;
        physics_grounds(s, f, value, beyond ? m->hard : m->typical, 2, year);
        ground_dec(s, f, "tonnes", tonnes, 0);
        ground_dec(s, f, "money", money, 0);
}

static void
coal(struct sight *s, int32_t year)
{
        const struct fact *f = s->fact;
        const struct bounds *b = s->d->bounds;
        struct dec value;
        struct finding *found;

        if (f->tce_project.told != TOLD_VALUE || f->tco2_project.told != TOLD_VALUE ||
            dec_cmp(f->tce_project.dec, dec_int(0)) <= 0)
                return;
        value = over(f->tco2_project.dec, f->tce_project.dec);
        if (dec_cmp(value, b->coal_least) >= 0 && dec_cmp(value, b->coal_most) <= 0)
                return;
        found = finding_raise(s, 29, "co2_per_tce", SEVERITY_MEDIUM, f->id);
        if (found == NULL)
                return;
        physics_grounds(s, found, value,
                        dec_cmp(value, b->coal_most) > 0 ? b->coal_most : b->coal_least, 2, year);
        ground_dec(s, found, "least", b->coal_least, 2);
        ground_dec(s, found, "most", b->coal_most, 2);
}

/* A report filed anew answers for the bond's earlier ones of that project and year. */
static void
earlier_cure(struct sight *s, uint32_t pattern, int32_t year)
{
        struct dossier *d = s->d;
        struct day ends = day_of_date(year, 12, 31);

        for (uint32_t i = 0; s->bond && i < d->open.count; i++) {
                const struct finding *f = finding_at(d, i);

                if (f && f->pattern == pattern && f->until.number == ends.number &&
                    str_eq(f->bond, s->bond->bond.id) &&
                    str_eq(f->project, s->project->project.id) && !str_eq(f->subject, s->fact->id))
                        (void)finding_cure_about(s, pattern, f->subject);
        }
}

void
detect_p29(struct sight *s)
{
        int32_t year;

        if (s->project == NULL || !s->project->known || !year_of(s->fact, &year))
                return;
        earlier_cure(s, 29, year);
        hours(s, year);
        factor(s, year);
        coal(s, year);
        per_money(s, year);
}

static void
differ(struct sight *s, const struct claim *before, enum severity severity, int32_t year)
{
        const struct fact *f = s->fact;
        struct dec difference, share;
        struct finding *found;

        if (dec_is_zero(before->total) || !dec_sub(f->tco2_project.dec, before->total, &difference))
                return;
        share = over(difference, before->total);
        if (dec_cmp(share, dec_int(0)) < 0)
                share = dec_neg(share);
        if (dec_cmp(share, limit(s, P30_DIFFERENCE)) <= 0)
                return;
        found = finding_raise(s, 30, "statements", severity, f->id);
        if (found == NULL)
                return;
        if (s->bond == NULL)
                found->bond = before->bond;
        if (s->bond && !str_eq(before->bond, s->bond->bond.id))
                found->other_bond = before->bond;
        ground_dec(s, found, "stated", f->tco2_project.dec, 0);
        ground_dec(s, found, "before", before->total, 0);
        ground_share(s, found, "share", share);
        ground_text(found, "earlier", before->event);
        ground_text(found, "project", s->project->project.id);
        ground_text(found, "year", str_format(s->d->arena, "%d", year));
}

/* Against the latest word on that project and year; a report that a bond files anew is told as a
 * change of its own, not as a contradiction. */
void
detect_p30(struct sight *s)
{
        const struct fact *f = s->fact;
        bool statement = f->type == FACT_IMPACT_STATEMENT;
        struct str bond = s->bond ? s->bond->bond.id : STR("");
        int32_t year;

        if (s->project == NULL || f->tco2_project.told != TOLD_VALUE || !year_of(f, &year))
                return;
        for (uint32_t i = s->project->claims.count; i > 0; i--) {
                const struct claim *c = &s->project->claims.at[i - 1];
                bool same = !statement && !c->statement && str_eq(c->bond, bond);

                if (c->year != year || !c->has_total || str_eq(c->event, f->id))
                        continue;
                differ(s, c, same ? SEVERITY_INFO : SEVERITY_MEDIUM, year);
                break;
        }
        if (statement)
                *ADD(s->d->arena, &s->project->claims) =
                        (struct claim){ .bond = bond,
                                        .event = f->id,
                                        .year = year,
                                        .has_total = true,
                                        .statement = true,
                                        .total = f->tco2_project.dec };
}

/* A report of nought, as is right before operation. */
static bool
claims_nothing(const struct fact *f)
{
        bool energy = f->mwh.told == TOLD_VALUE, gas = f->tco2_project.told == TOLD_VALUE;

        return (energy || gas) && (!energy || dec_is_zero(f->mwh.dec)) &&
               (!gas || dec_is_zero(f->tco2_project.dec));
}

void
detect_p31(struct sight *s)
{
        const struct fact *f = s->fact;
        const struct told_day *start = s->project ? &s->project->project.start_operation : NULL;
        bool actual = has_words(s->d, "actual", told(f->basis));
        struct dec most = dec_int(0);
        struct finding *found;
        int32_t year, all, days;
        bool early, physical = false;

        if (start == NULL || !year_of(f, &year) || is_forecast(s))
                return;
        earlier_cure(s, 31, year);
        if (claims_nothing(f))
                return;
        early = start->told == TOLD_VALUE && start->day.number > day_of_date(year, 12, 31).number;
        days = days_run(s, year, &all);
        if (f->mwh.told == TOLD_VALUE && s->project->project.capacity_mw.told == TOLD_VALUE) {
                most = times(s->project->project.capacity_mw.dec, dec_int(24 * days));
                physical = dec_cmp(f->mwh.dec, most) > 0;
        }
        if (!early && !physical)
                return;
        found = finding_raise(s, 31, "before_operation",
                              early && !actual && !physical ? SEVERITY_INFO : SEVERITY_HIGH, f->id);
        if (found == NULL)
                return;
        year_note(s, found, year);
        ground_text(found, "project", s->project->project.id);
        ground_text(found, "year", str_format(s->d->arena, "%d", year));
        ground_text(found, "start",
                    start->told == TOLD_VALUE ? day_text(s->d->arena, start->day) : STR("-"));
        ground_dec(s, found, "value", f->mwh.dec, 0);
        ground_dec(s, found, "bound", most, 0);
        ground_text(found, "days", str_format(s->d->arena, "%d", days));
}
