#include "proceeds/private.h"

int64_t
net_of(const struct bond_row *b)
{
        const struct bond *f = &b->bond;

        if (b->net > 0)
                return b->net;
        if (f->net.told == TOLD_VALUE)
                return f->net.minor;
        return f->amount.minor - f->issue_costs.minor;
}

struct str
purpose_text(const struct sight *s)
{
        const struct fact *f = s->fact;
        const struct str texts[] = { told(f->invoice.description), told(f->memo), told(f->reason),
                                     f->invoice.amount.told == TOLD_VALUE
                                             ? STR("")
                                             : told(f->invoice.number) };

        return joined(s->d->arena, texts, COUNT(texts));
}

/* Words of the project's own kind of work say that it is for the project. */
static bool
is_own(const struct sight *s, struct str text)
{
        const struct project_row *p = s->project;

        if (p == NULL)
                return false;
        if (text_has_word(text, p->project.id) || text_has_word(text, p->project.name))
                return true;
        for (uint32_t i = 0; p->activity && i < p->activity->word_count; i++) {
                if (text_has_word(text, p->activity->words[i]))
                        return true;
        }
        return false;
}

static bool
is_debt(const struct sight *s, struct str text)
{
        struct str role = s->to && s->to->known ? told(s->to->party.role) : STR("");

        if (has_words(s->d, "green_debt", text) || is_own(s, text))
                return false;
        if (has_words(s->d, "debt", text) && !has_words(s->d, "capitalised", text))
                return true;
        return has_words(s->d, "lender", role) && !has_words(s->d, "charges", text) &&
               !s->fact->invoice.amount.told;
}

/* Plant that burns coal or oil, or for more than a small part of the project anything that no
 * catalogue calls green. */
static bool
is_fossil_plant(const struct sight *s, struct str text)
{
        if (!has_words(s->d, "fossil_plant", text))
                return false;
        return has_words(s->d, "fossil", text) ||
               (s->stake &&
                more_than(s->fact->amount.minor, limit(s, P23_SHARE), s->stake->allocated));
}

/* An engine that leaves with the builders. */
static bool
is_site_power(const struct sight *s, struct str text)
{
        return has_words(s->d, "fossil_engine", text) && has_words(s->d, "site_power", text);
}

/* A machine that burns coal or oil is no part of a green plant, for all that the plant is named,
 * but where it is a small one, as any plant has. */
static bool
is_fossil_machine(const struct sight *s, struct str text)
{
        const struct project *p = &s->project->project;
        const struct str own[] = { p->name, p->category, s->project->activity->title[CHINESE],
                                   s->project->activity->title[ENGLISH] };

        return (has_words(s->d, "fossil_engine", text) || has_words(s->d, "fossil_boiler", text)) &&
               s->stake &&
               more_than(s->fact->amount.minor, limit(s, P23_SHARE), s->stake->allocated) &&
               !has_words(s->d, "engine_trade", joined(s->d->arena, own, COUNT(own)));
}

/* Another technology than the project's, and one that is green nowhere. */
static bool
is_drift(const struct sight *s, struct str text)
{
        const struct activity *said;
        const struct exclusion *e;

        if (s->project == NULL || s->project->activity == NULL ||
            has_words(s->d, "demolition", text) || has_words(s->d, "fossil_spared", text) ||
            is_site_power(s, text))
                return false;
        if (is_fossil_machine(s, text))
                return true;
        if (is_own(s, text))
                return false;
        said = activities_by_words(s->d->activities, text);
        if (said == s->project->activity)
                return false;
        e = said ? activity_excluded(said, STR("*")) : NULL;
        return (has_words(s->d, "fossil", text) && e && e->verdict == NOT_MET) ||
               is_fossil_plant(s, text);
}

/* Money that the project's own company has as a loan is on its way to the project (P08 follows it),
 * unless the prospectus is known not to say so. */
static bool
is_on_loan(const struct sight *s)
{
        return s->sides.to == STANDING_PROJECT_COMPANY && s->to && s->to->known &&
               s->to->party.disclosed_in_prospectus != TRUTH_NO;
}

static enum purpose
purpose_find(const struct sight *s)
{
        struct str text = purpose_text(s);

        if (text.len > 0 && has_words(s->d, "lending", text) &&
            !has_words(s->d, "repayment", text) && !is_on_loan(s))
                return PURPOSE_LENDING;
        if (is_debt(s, text))
                return PURPOSE_DEBT;
        if (is_drift(s, text))
                return PURPOSE_DRIFT;
        if (has_words(s->d, "other_purpose", text) && !is_own(s, text) &&
            !has_words(s->d, "ancillary", text))
                return PURPOSE_OTHER;
        return PURPOSE_UNSAID;
}

enum purpose
purpose_of(struct sight *s)
{
        if (!s->purpose_known)
                s->purpose = purpose_find(s);
        s->purpose_known = true;
        return s->purpose;
}

/* Is this money to anybody outside the group? Transfers within it are P07's alone. */
static bool
leaves(const struct sight *s)
{
        if (s->bond == NULL)
                return false;
        if (s->fact->type == FACT_TRANSFER)
                return s->sides.from_special && s->sides.to != STANDING_GROUP;
        return true;
}

static struct finding *
raise_misuse(struct sight *s, uint32_t pattern, const char *rule, enum severity severity,
             struct str text)
{
        struct finding *f = finding_raise(s, pattern, rule, severity, s->fact->id);

        if (f == NULL)
                return NULL;
        finding_amount(s, f, s->fact->amount.minor);
        ground_text(f, "text", text);
        ground_share(s, f, "share", ratio_of(s->fact->amount.minor, net_of(s->bond)));
        return f;
}

static int64_t
named_so_far(const struct sight *s)
{
        int64_t sum = 0;

        for (uint32_t i = 0; i < s->bond->stakes.count; i++)
                sum += s->bond->stakes.at[i].named;
        return sum;
}

static void
name_money(struct sight *s)
{
        if (s->stake)
                s->stake->named += s->fact->amount.minor;
}

static void
other_purpose(struct sight *s, const char *rule, struct str text)
{
        enum severity severity =
                at_least(s->fact->amount.minor, limit(s, P01_CRITICAL_SHARE), net_of(s->bond))
                        ? SEVERITY_CRITICAL
                        : SEVERITY_HIGH;

        name_money(s);
        if (!more_than(named_so_far(s), limit(s, P01_ALLOWED_SHARE), net_of(s->bond)) && s->stake)
                severity = SEVERITY_INFO;
        (void)raise_misuse(s, 1, rule, severity, text);
}

/* A project of the certificate, or in a history of the list; a name does for an id. Where none is
 * listed none is missed. */
static bool
is_listed(const struct sight *s)
{
        const struct bond *b = &s->bond->bond;
        struct str said = s->project->project.id;
        bool any = false;

        for (uint32_t i = 0; i < b->project_count; i++)
                if (str_eq(b->projects[i], said))
                        return true;
        if (b->project_count == 0 && s->project->known)
                return true;
        for (uint32_t i = 0; i < s->d->projects.count; i++) {
                const struct project *p = &s->d->projects.at[i]->project;

                if (!s->d->projects.at[i]->known)
                        continue;
                any = true;
                if (str_eq(p->name, said))
                        return true;
        }
        return !any;
}

void
detect_p01(struct sight *s)
{
        struct project_row *p = s->project;
        enum purpose purpose;

        if (payment_undone(s, 1) || !leaves(s))
                return;
        purpose = purpose_of(s);
        if (purpose == PURPOSE_DRIFT)
                (void)raise_misuse(s, 1, "purpose", SEVERITY_INFO, purpose_text(s));
        else if (purpose == PURPOSE_OTHER)
                other_purpose(s, "purpose", purpose_text(s));
        else if (purpose == PURPOSE_UNSAID && p &&
                 green_for(&s->bond->bond, p->activity) == TRUTH_NO)
                other_purpose(s, "category", p->project.category);
        else if (purpose == PURPOSE_UNSAID && p && !is_listed(s))
                other_purpose(s, "project", p->project.id);
        else if (purpose == PURPOSE_UNSAID && p == NULL && s->fact->type == FACT_DISBURSE)
                (void)raise_misuse(s, 1, "unassigned", SEVERITY_INFO, told(s->fact->payee));
}

void
detect_p02(struct sight *s)
{
        enum severity severity = SEVERITY_CRITICAL;

        if (payment_undone(s, 2) || !leaves(s) || purpose_of(s) != PURPOSE_DEBT)
                return;
        name_money(s);
        if (s->stake && !more_than(named_so_far(s), limit(s, P02_ALLOWED_SHARE), net_of(s->bond)))
                severity = SEVERITY_INFO;
        (void)raise_misuse(s, 2, "debt_or_wages", severity, purpose_text(s));
}

/* The payment that a loan which comes back was: one that was told to be a loan, else the last to
 * that party within the window. NULL: none of which anything is left. */
static struct payment *
lent_to(struct sight *s, struct str said)
{
        struct bond_row *b = s->bond;
        const struct party_row *party = party_find(s->d, said);
        struct day since = day_add_months(s->day, -limit_whole(s, P03_MONTHS));
        struct payment *last = NULL;
        uint32_t looked = 0;
        int64_t n = -1;

        while ((n = payment_next(b, party ? party->party.id : said, n, &looked)) >= 0) {
                struct payment *p = &b->payments.at[n];

                if (p->date.number < since.number)
                        break;
                if (p->reimbursed || p->reversed >= p->amount)
                        continue;
                if (finding_standing(s, 3, "loan", b->bond.id, p->event))
                        return p;
                last = last ? last : p;
        }
        return last;
}

/* P10 notes what comes back of a payment that is named. */
static bool
is_repaid(struct sight *s, struct payment *p)
{
        int64_t minor = s->fact->amount.minor;
        bool all = p->reversed + minor >= p->amount;

        if (s->undone >= 0)
                return all;
        p->reversed = all ? p->amount : p->reversed + minor;
        p->changed = s->bond->changed = true;
        return all;
}

/* A loan that comes back names itself: principal or interest from somebody who was paid. */
static void
loan_back(struct sight *s)
{
        const struct fact *f = s->fact;
        const struct str texts[] = { told(f->reason), told(f->memo), told(f->document) };
        struct str text = joined(s->d->arena, texts, COUNT(texts));
        struct str from = sender_of(f);
        struct payment *paid;
        struct finding *found;

        if (!has_words(s->d, "loan_back", text) || (paid = lent_to(s, from)) == NULL)
                return;
        if (finding_standing(s, 3, "loan", s->bond->bond.id, paid->event)) {
                if (is_repaid(s, paid))
                        finding_cure(s, 3, "loan", paid->event);
                return;
        }
        found = finding_raise(s, 3, "loan_back", SEVERITY_HIGH, paid->event);
        if (found == NULL)
                return;
        (void)is_repaid(s, paid);
        finding_amount(s, found, paid->amount);
        found->from = paid->date;
        found->payee = from;
        ground_text(found, "text", text);
        ground_day(s, found, "paid", paid->date);
}

void
detect_p03(struct sight *s)
{
        const struct fact *f = s->fact;

        if (s->bond == NULL)
                return;
        if (f->type == FACT_RETURN || (f->type == FACT_TRANSFER && s->sides.to_special)) {
                if (f->type == FACT_RETURN || s->sides.from != STANDING_GROUP)
                        loan_back(s);
                return;
        }
        if (leaves(s) && purpose_of(s) == PURPOSE_LENDING)
                (void)raise_misuse(s, 3, "loan", SEVERITY_CRITICAL, purpose_text(s));
}

void
detect_p23(struct sight *s)
{
        struct finding *f;

        if (payment_undone(s, 23) || !leaves(s) || purpose_of(s) != PURPOSE_DRIFT)
                return;
        name_money(s);
        f = raise_misuse(s, 23, "drift", SEVERITY_HIGH, purpose_text(s));
        if (f)
                ground_text(f, "category", s->project->project.category);
}

/* Allocated to what is green under none, less what a payment's own finding names already. */
static int64_t
not_green(const struct sight *s)
{
        int64_t sum = 0;

        for (uint32_t i = 0; i < s->bond->stakes.count; i++) {
                const struct stake *k = &s->bond->stakes.at[i];
                const struct project_row *p = project_row(s->d, k->project);
                const struct activity *a =
                        p->known ? p->activity : activities_by_words(s->d->activities, k->project);
                bool other = !p->known && (has_words(s->d, "other_purpose", k->project) ||
                                           has_words(s->d, "debt", k->project));

                if ((other || green_for(&s->bond->bond, a) == TRUTH_NO) && k->allocated > k->named)
                        sum += k->allocated - k->named;
        }
        return sum;
}

void
detect_p27(struct sight *s)
{
        struct dec wanted = limit(s, P27_GREEN_SHARE), allowed;
        int64_t other, net;
        struct finding *f;
        bool early;

        if (s->bond == NULL)
                return;
        other = not_green(s);
        net = net_of(s->bond);
        if (!dec_sub(dec_int(1), wanted, &allowed) || !more_than(other, allowed, net)) {
                finding_cure(s, 27, "green_share", s->bond->bond.id);
                return;
        }
        early = !s->bond->issued ||
                s->day.number - s->bond->issued_on.number <= limit_whole(s, P27_CRITICAL_DAYS);
        f = finding_raise(s, 27, "green_share", early ? SEVERITY_CRITICAL : SEVERITY_HIGH,
                          s->bond->bond.id);
        if (f == NULL)
                return;
        finding_amount(s, f, other);
        ground_share(s, f, "share", ratio_of(net - other, net));
        ground_share(s, f, "wanted", wanted);
}
