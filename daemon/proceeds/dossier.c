#include "proceeds/private.h"

struct dossier *
dossier_new(struct arena *a, const struct bounds *b, const struct activities *as)
{
        struct dossier *d = TAKE(a, struct dossier, 1);

        d->arena = a;
        d->bounds = b;
        d->activities = as;
        return d;
}

void
dossier_heard(struct dossier *d, struct day day)
{
        d->heard = day;
}

static void
input_seen(struct dossier *d, enum input i, bool so)
{
        if (so)
                d->inputs |= UINT64_C(1) << i;
}

void
dossier_bond(struct dossier *d, const struct bond *b)
{
        struct bond_row *row = bond_row(d, b->id);
        struct str moved_to = row->bond.special_account_too;

        if (b->special_account_too.len > 0)
                moved_to = b->special_account_too;
        row->bond = *b;
        row->bond.special_account_too = moved_to;
        row->changed = true;
        input_seen(d, INPUT_LIMIT, b->approval_limit.told != TOLD_NOTHING);
        input_seen(d, INPUT_CERTIFIED, b->certified_on.told != TOLD_NOTHING);
        input_seen(d, INPUT_ISSUED, b->issue_date.told != TOLD_NOTHING);
}

void
budget_add(struct dossier *d, struct project_row *p, struct budget b)
{
        *ADD(d->arena, &p->budgets) = b;
}

static void
budgets_read(struct dossier *d, struct project_row *row, const struct project *p)
{
        uint32_t kept = 0;

        for (uint32_t i = 0; i < row->budgets.count; i++) {
                if (row->budgets.at[i].by_fact)
                        row->budgets.at[kept++] = row->budgets.at[i];
        }
        row->budgets.count = kept;
        if (p->budget.told == TOLD_VALUE)
                budget_add(d, row, (struct budget){ .always = true, .minor = p->budget.minor });
        if (p->budget_cny.told == TOLD_VALUE)
                budget_add(d, row,
                           (struct budget){
                                   .always = true, .minor = p->budget_cny.minor, .cny = true });
        for (uint32_t i = 0; i < p->revision_count; i++) {
                const struct budget_revision *r = &p->revisions[i];
                bool cny = r->budget_cny.told == TOLD_VALUE;

                if (r->approved == TRUTH_NO || r->on.told != TOLD_VALUE ||
                    (!cny && r->budget.told != TOLD_VALUE))
                        continue;
                budget_add(d, row,
                           (struct budget){ .since = r->on.day,
                                            .minor = cny ? r->budget_cny.minor : r->budget.minor,
                                            .cny = cny });
        }
}

/* "Wind power" is onshore unless the name says otherwise. */
static const struct activity *
activity_of(const struct dossier *d, const struct project *p)
{
        const struct activity *a = activities_by_words(d->activities, p->category);
        const struct activity *named = activities_by_words(d->activities, p->name);

        if (a == NULL && p->category.len == 0)
                return named;
        if (a && named && str_is(a->code, "onshore_wind") && str_is(named->code, "offshore_wind"))
                return named;
        return a;
}

void
dossier_project(struct dossier *d, const struct project *p)
{
        struct project_row *row = project_row(d, p->id);

        if (row == NULL)
                return;
        row->project = *p;
        row->known = true;
        row->changed = true;
        row->activity = activity_of(d, p);
        budgets_read(d, row, p);
        input_seen(d, INPUT_CATEGORY, row->activity != NULL);
        input_seen(d, INPUT_BUDGET, row->budgets.count > 0);
        input_seen(d, INPUT_START, p->start_operation.told == TOLD_VALUE);
}

/* Codes that differ: two parties, for all that they are called alike. */
static bool
are_two(const struct dossier *d, uint32_t a, uint32_t b)
{
        struct str one = told(d->parties.at[a]->party.code);
        struct str other = told(d->parties.at[b]->party.code);

        return one.len > 0 && other.len > 0 && !str_eq(one, other);
}

/* A name of two names neither of them. */
static void
name_add(struct dossier *d, struct str name, uint32_t number)
{
        bool fresh;
        uint32_t n;

        if (name.len == 0)
                return;
        n = key_put(d->arena, &d->name_index, name, &fresh);
        if (fresh)
                *ADD(d->arena, &d->name_to) = number;
        else if (d->name_to.at[n] != NAMES_NOBODY)
                d->name_to.at[n] = are_two(d, d->name_to.at[n], number) ? NAMES_NOBODY : number;
}

void
dossier_party(struct dossier *d, const struct party *p)
{
        struct party_row *row = party_row(d, p->id);
        uint32_t number;

        if (row == NULL)
                return;
        row->party = *p;
        row->known = true;
        row->changed = true;
        row->related = is_related(d->bounds, p);
        row->standing = standing_of(d->bounds, p);
        number = (uint32_t)key_find(&d->party_index, p->id);
        name_add(d, p->name, number);
        name_add(d, told(p->account), number);
        input_seen(d, INPUT_CONTRACTS, p->in_contract_list != TRUTH_UNSAID);
        input_seen(d, INPUT_BUSINESS, p->business.told != TOLD_NOTHING);
        input_seen(d, INPUT_REGISTERED, p->registered_on.told == TOLD_VALUE);
}

static void
inputs_of(struct dossier *d, const struct fact *f)
{
        bool energy = f->type == FACT_IMPACT_REPORT;

        input_seen(d, INPUT_FLOW, f->type == FACT_FLOW);
        input_seen(d, INPUT_DESCRIPTION,
                   told(f->invoice.description).len > 0 || told(f->memo).len > 0);
        input_seen(d, INPUT_INVOICE, told(f->invoice.number).len > 0);
        input_seen(d, INPUT_ENERGY, energy && f->mwh.told == TOLD_VALUE);
        input_seen(d, INPUT_SHARE,
                   energy && (f->financing_share.told == TOLD_VALUE ||
                              f->tco2_attributed.told == TOLD_VALUE));
        input_seen(d, INPUT_STATEMENT, f->type == FACT_IMPACT_STATEMENT);
        input_seen(d, INPUT_PENALTY, f->type == FACT_ENV_PENALTY);
        input_seen(d, INPUT_SIGNAL, f->type == FACT_DEFAULT_SIGNAL);
        input_seen(d, INPUT_GRADE, f->type == FACT_CARBON_GRADE);
        input_seen(d, INPUT_REPORT, f->type == FACT_ALLOCATION_REPORT);
}

static void
sight_open(struct sight *s, struct dossier *d, const struct fact *f, struct bond_row *b)
{
        *s = (struct sight){ .d = d, .fact = f, .day = d->today, .bond = b, .undone = -1 };
        if (f == NULL)
                return;
        s->project = project_row(d, told(f->project));
        if (told(f->payee).len > 0)
                s->to = party_row(d, party_find(d, told(f->payee))
                                             ? party_find(d, told(f->payee))->party.id
                                             : told(f->payee));
        s->from = party_find(d, told(f->from));
        if (s->project)
                s->project->changed = true;
        if (b == NULL)
                return;
        s->sides = sides_of(d, b, f);
        s->before = b->balances;
        if (s->project)
                s->stake = stake_of(d->arena, b, s->project->project.id);
        if (f->type == FACT_REVERSAL || f->type == FACT_RETURN)
                s->undone = payment_of(d, b, f);
        if (s->project == NULL && s->undone >= 0) {
                struct str project = b->payments.at[s->undone].project;

                s->project = project_row(d, project);
                if (s->project) {
                        s->stake = stake_of(d->arena, b, s->project->project.id);
                        s->project->changed = true;
                }
        }
        b->changed = true;
}

static bool
seen_before(struct dossier *d, const struct fact *f, const struct bond_row *b)
{
        bool fresh;

        (void)key_put(d->arena, &d->seen,
                      str_format(d->arena, "%.*s|%.*s", STR_ARG(b ? b->bond.id : STR("")),
                                 STR_ARG(f->id)),
                      &fresh);
        return !fresh;
}

static void
detect_all(struct sight *s)
{
        const struct detector *all = detectors();

        for (uint32_t i = 0; i < PATTERNS; i++) {
                if (all[i].at_fact && (all[i].facts >> s->fact->type & 1))
                        all[i].at_fact(s);
        }
}

static bool
touched_later(const struct dossier *d, uint32_t at)
{
        for (uint32_t i = at + 1; i < d->touched.count; i++)
                if (d->touched.at[i] == d->touched.at[at])
                        return true;
        return false;
}

/* The findings that the last step opened or closed, in order, copied; one that it opened and cured
 * is told of twice. */
static void
change_close(struct dossier *d, struct change *c)
{
        struct finding *out = TAKE(d->arena, struct finding, d->touched.count);

        for (uint32_t i = 0; i < d->touched.count; i++) {
                out[i] = d->findings.at[d->touched.at[i]];
                if (out[i].state == FINDING_CURED && touched_later(d, i))
                        out[i].state = FINDING_OPEN;
        }
        c->findings = out;
        c->finding_count = d->touched.count;
        d->touched.count = 0;
}

static struct fill
short_with(const struct sight *s, const struct posted *p)
{
        struct arena *a = s->d->arena;
        int32_t decimals = s->bond->bond.decimals;

        return (struct fill){
                .name = account_code(p->short_of),
                .value = dec_text(a, major_of(p->has, decimals)),
                .wanted = dec_text(a, major_of(p->wanted, decimals)),
        };
}

static void
refuse(struct sight *s, const struct posted *p, struct change *c)
{
        c->refused = p->refused;
        c->refused_with = short_with(s, p);
        s->refused = true;
}

/* More came back than was paid. In a history it is let in all the same. */
static void
beyond(const struct sight *s, struct posted *p, bool keep, struct change *c)
{
        if (keep && c->doubted == NULL) {
                c->doubted = "ledger_beyond";
                c->doubted_with = short_with(s, p);
        } else if (!keep) {
                p->refused = "ledger_beyond";
        }
}

/* False: with it the sums of this bond would come near what a number holds. */
static bool
turnover_add(struct bond_row *b, const struct fact *f)
{
        int64_t minor = f->amount.minor, most = INT64_MAX / 1024;

        if (f->interest.minor > minor)
                minor = f->interest.minor;
        if (f->financed_part.minor > minor)
                minor = f->financed_part.minor;
        if (minor > most || b->turnover > most - minor)
                return false;
        b->turnover += minor;
        return true;
}

/* A slip in what a reversal names would move nothing, or somebody else's money. */
static bool
reverses_nothing(const struct sight *s)
{
        const struct fact *f = s->fact;
        bool stated = f->amount.told == TOLD_VALUE;

        if (f->type != FACT_REVERSAL)
                return false;
        if (s->sides.of_known)
                return !stated && s->sides.of_left == 0;
        return !stated || (told(f->payee).len == 0 && told(f->from).len == 0);
}

static void
nothing_reversed(const struct sight *s, bool keep, struct change *c)
{
        struct fill with = { .name = s->fact->id, .value = told(s->fact->of) };

        if (keep) {
                c->doubted = "reversal_of_nothing";
                c->doubted_with = with;
        } else {
                c->refused = "reversal_of_nothing";
                c->refused_with = with;
        }
}

/* False: the account could not have paid it, and it is left out. */
static bool
post(struct sight *s, bool keep, struct change *c)
{
        struct posted *p;

        if (s->bond == NULL) {
                fact_note(s);
                return true;
        }
        if (reverses_nothing(s)) {
                nothing_reversed(s, keep, c);
                if (!keep)
                        return false;
        }
        p = TAKE(s->d->arena, struct posted, 1);
        *p = ledger_post(&s->bond->bond, &s->bond->balances, s->fact, &s->sides);
        c->posted = p;
        if (p->beyond)
                beyond(s, p, keep, c);
        if (p->refused)
                refuse(s, p, c);
        if (p->refused && !keep)
                return false;
        if (!turnover_add(s->bond, s->fact) || !balances_add(&s->bond->balances, p)) {
                c->refused = "ledger_overflow";
                return false;
        }
        fact_note(s);
        return true;
}

/* What was paid out of the account to whom, or came back from there. */
static void
paid_fill(const struct sight *s, struct change *c)
{
        const struct fact *f = s->fact;
        bool back = f->type == FACT_REVERSAL || f->type == FACT_RETURN;
        int64_t n = back && s->bond ? payment_of(s->d, s->bond, f) : -1;

        c->project = s->project ? s->project->project.id : told(f->project);
        c->payee = told(f->payee);
        if (back && c->payee.len == 0)
                c->payee = n >= 0 ? s->bond->payments.at[n].payee : told(f->from);
        if (f->type == FACT_DISBURSE || f->type == FACT_REIMBURSE)
                c->paid = f->amount.minor;
        else if (back && f->amount.told == TOLD_VALUE)
                c->paid = -f->amount.minor;
        else if (back)
                c->paid = -s->sides.of_left;
}

/* A project company's payment is of the bond whose money it has had the longest. */
static struct bond_row *
bond_of_front(struct dossier *d, const struct fact *f)
{
        const struct party_row *p = party_find(d, told(f->from));
        struct bond_row *found = NULL;
        struct day since = { 0 };

        if (f->type != FACT_DOWNSTREAM || p == NULL)
                return NULL;
        for (uint32_t i = 0; i < d->bonds.count; i++) {
                const struct fronts *all = &d->bonds.at[i]->fronts;

                for (uint32_t k = 0; k < all->count; k++) {
                        if (!str_eq(all->at[k].payee, p->party.id) ||
                            (found && all->at[k].date.number >= since.number))
                                continue;
                        found = d->bonds.at[i];
                        since = all->at[k].date;
                }
        }
        return found;
}

struct change
dossier_fact(struct dossier *d, const struct fact *f, bool keep)
{
        struct bond_row *b = NULL;
        struct change c = { 0 };
        struct sight s;

        b = f->bond.len > 0 ? bond_find(d, f->bond) : bond_of_front(d, f);
        if (seen_before(d, f, b)) {
                c.duplicate = true;
                return c;
        }
        if (!d->begun || f->date.number > d->today.number)
                dossier_move(d, f->date);
        inputs_of(d, f);
        sight_open(&s, d, f, b);
        paid_fill(&s, &c);
        if (post(&s, keep, &c))
                detect_all(&s);
        change_close(d, &c);
        return c;
}

struct change
dossier_pass(struct dossier *d, struct day day)
{
        struct change c = { 0 };

        dossier_move(d, day);
        change_close(d, &c);
        return c;
}

struct day
dossier_today(const struct dossier *d)
{
        return d->today;
}

const struct balances *
dossier_balances(const struct dossier *d, struct str bond)
{
        const struct bond_row *b = bond_find(d, bond);

        return b ? &b->balances : NULL;
}

const struct finding *
dossier_findings(const struct dossier *d, uint32_t *count)
{
        *count = d->findings.count;
        return d->findings.at;
}
