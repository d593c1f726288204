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

static void
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
        else
                d->name_to.at[n] = number;
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
payment_keep(struct sight *s)
{
        const struct fact *f = s->fact;
        struct bond_row *b = s->bond;
        struct payment *p;
        bool fresh;
        uint32_t n = key_put(s->d->arena, &b->payment_index, f->id, &fresh);

        if (!fresh)
                return;
        p = ADD(s->d->arena, &b->payments);
        assert(n + 1 == b->payments.count);
        *p = (struct payment){ .event = f->id,
                               .payee = told(f->payee),
                               .project = told(f->project),
                               .invoice = told(f->invoice.number),
                               .certificate = told(f->invoice.certificate),
                               .date = s->day,
                               .invoice_date = f->invoice.date.day,
                               .dated = f->invoice.date.told == TOLD_VALUE,
                               .amount = f->amount.minor };
}

/* In CNY minor units at the payment's own rate; false: the rate is not known. */
static bool
in_cny(const struct bond *b, const struct fact *f, int64_t minor, struct dec *out)
{
        *out = dec_int(minor);
        if (str_is(b->currency, "CNY"))
                return true;
        if (f->fx_cny.told != TOLD_VALUE)
                return false;
        *out = times(times(major_of(minor, b->decimals), f->fx_cny.dec), dec_int(100));
        return true;
}

static struct dec
sum_of(struct dec a, struct dec b)
{
        struct dec out;

        return dec_add(a, b, &out) ? out : a;
}

/* minor below zero: it came back. */
static void
stake_pay(struct sight *s, int64_t minor, const struct fact *rate)
{
        struct share_of *share = s->project ? share_of(s->d->arena, s->project, s->bond) : NULL;
        struct dec cny;

        if (s->stake == NULL)
                return;
        s->stake->paid += minor;
        if (in_cny(&s->bond->bond, rate, minor, &cny))
                s->stake->paid_cny = sum_of(s->stake->paid_cny, cny);
        else if (minor > 0)
                s->stake->rates = false;
        else if (s->stake->paid - minor > 0)
                s->stake->paid_cny =
                        times(s->stake->paid_cny, ratio_of(s->stake->paid, s->stake->paid - minor));
        if (share) {
                share->paid_cny = s->stake->paid_cny;
                share->rates = s->stake->rates;
        }
}

static void
stake_allocate(struct sight *s, struct str project, int64_t minor)
{
        struct project_row *p = project_row(s->d, project);

        if (p == NULL)
                return;
        stake_of(s->d->arena, s->bond, p->project.id)->allocated += minor;
        share_of(s->d->arena, p, s->bond)->allocated += minor;
        s->bond->allocated += minor;
        p->changed = true;
}

static void
note_issue(struct sight *s)
{
        struct bond_row *b = s->bond;
        int64_t net = b->balances.at[ACCOUNT_SPECIAL] - s->before.at[ACCOUNT_SPECIAL];
        struct day starts = s->day;

        if (!b->issued && b->bond.issue_date.told == TOLD_VALUE)
                starts = b->bond.issue_date.day;
        if (!b->issued) {
                b->issued = true;
                b->issued_on = starts;
        }
        b->net += net;
        lots_add(s, net, starts, false);
}

/* What the fact changes beside the accounts. */
static void
note_stakes(struct sight *s)
{
        const struct fact *f = s->fact;
        int64_t back = f->amount.told == TOLD_VALUE ? f->amount.minor : s->sides.of_minor;

        if (f->type == FACT_ISSUE)
                note_issue(s);
        if (f->type == FACT_ALLOCATE)
                stake_allocate(s, told(f->project), f->amount.minor);
        if (f->type == FACT_REALLOCATE) {
                stake_allocate(s, told(f->project), -f->amount.minor);
                stake_allocate(s, told(f->to_project).len > 0 ? told(f->to_project) : told(f->to),
                               f->amount.minor);
        }
        if (f->type == FACT_DISBURSE || f->type == FACT_REIMBURSE) {
                payment_keep(s);
                stake_pay(s, f->amount.minor, f);
        }
        if (f->type == FACT_RETURN || f->type == FACT_REVERSAL) {
                stake_pay(s, -back, f);
                if (!s->sides.to_special)
                        s->bond->strayed += back;
        }
        if (f->type == FACT_BUDGET_REVISION && s->project)
                budget_add(s->d, s->project,
                           (struct budget){ .since = s->day,
                                            .by_fact = true,
                                            .minor = f->budget_cny.told == TOLD_VALUE
                                                             ? f->budget_cny.minor
                                                             : f->amount.minor,
                                            .cny = f->budget_cny.told == TOLD_VALUE });
        if (f->type == FACT_TRANSFER && s->sides.moves)
                s->bond->bond.special_account_too =
                        told(f->to_account).len > 0 ? told(f->to_account) : told(f->to);
        if (f->type == FACT_COMPLETE && s->project) {
                s->project->completed = true;
                s->project->completed_on = s->day;
        }
}

/* Money used, or come back unused, by what suppliers hold now. */
static void
note_use(struct sight *s)
{
        struct bond_row *b = s->bond;
        int64_t used = b->balances.at[ACCOUNT_SUPPLIERS] - s->before.at[ACCOUNT_SUPPLIERS];
        struct moment *last = b->moments.count > 0 ? &b->moments.at[b->moments.count - 1] : NULL;

        if (used > 0)
                lots_use(s, used);
        if (used < 0)
                lots_give_back(s, -used);
        if (last == NULL || last->date.number != s->day.number)
                last = ADD(s->d->arena, &b->moments);
        *last = (struct moment){ .date = s->day, .balances = b->balances, .net = b->net };
}

static void
sight_open(struct sight *s, struct dossier *d, const struct fact *f, struct bond_row *b)
{
        *s = (struct sight){ .d = d, .fact = f, .day = d->today, .bond = b };
        if (f == NULL)
                return;
        s->project = project_row(d, told(f->project));
        if (told(f->payee).len > 0)
                s->to = party_row(d, party_find(d, told(f->payee))
                                             ? party_find(d, told(f->payee))->party.id
                                             : told(f->payee));
        s->from = party_find(d, told(f->from));
        if (b == NULL)
                return;
        s->sides = sides_of(d, b, f);
        s->before = b->balances;
        if (s->project)
                s->stake = stake_of(d->arena, b, s->project->project.id);
        if (s->project == NULL && (f->type == FACT_REVERSAL || f->type == FACT_RETURN)) {
                int64_t n = payment_of(d, b, f);

                if (n >= 0 && b->payments.at[n].project.len > 0)
                        s->project = project_row(d, b->payments.at[n].project);
                if (s->project)
                        s->stake = stake_of(d->arena, b, s->project->project.id);
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

/* Only now, so that a detector can ask whether a payee was ever paid before. */
static void
dealing_keep(struct sight *s)
{
        struct dealings *all = &s->to->dealings;
        struct dealing now = { s->bond->bond.id, s->fact->id, s->day, s->fact->amount.minor };

        s->to->changed = true;
        for (uint32_t i = 0; i < all->count; i++) {
                if (str_eq(all->at[i].bond, now.bond)) {
                        all->at[i] = now;
                        return;
                }
        }
        *ADD(s->d->arena, all) = now;
}

static void
detect_all(struct sight *s)
{
        const struct detector *all = detectors();

        for (uint32_t i = 0; i < PATTERNS; i++) {
                if (all[i].at_fact && (all[i].facts >> s->fact->type & 1))
                        all[i].at_fact(s);
        }
        if (s->fact->type == FACT_DISBURSE && s->bond && s->to)
                dealing_keep(s);
}

/* The findings that the last step opened or closed, in order, copied. */
static void
change_close(struct dossier *d, struct change *c)
{
        struct finding *out = TAKE(d->arena, struct finding, d->touched.count);

        for (uint32_t i = 0; i < d->touched.count; i++)
                out[i] = d->findings.at[d->touched.at[i]];
        c->findings = out;
        c->finding_count = d->touched.count;
        d->touched.count = 0;
}

static void
refuse(struct sight *s, const struct posted *p, struct change *c)
{
        struct arena *a = s->d->arena;
        int32_t decimals = s->bond->bond.decimals;

        c->refused = p->refused;
        c->refused_with = (struct fill){
                .name = account_code(p->short_of),
                .value = dec_text(a, major_of(p->has, decimals)),
                .wanted = dec_text(a, major_of(p->wanted, decimals)),
        };
        s->refused = true;
}

/* False: the account could not have paid it, and it is left out. */
static bool
post(struct sight *s, bool keep, struct change *c)
{
        struct posted *p;

        if (s->bond == NULL)
                return true;
        p = TAKE(s->d->arena, struct posted, 1);
        *p = ledger_post(&s->bond->bond, &s->bond->balances, s->fact, &s->sides);
        c->posted = p;
        if (p->refused)
                refuse(s, p, c);
        if (p->refused && !keep)
                return false;
        if (!balances_add(&s->bond->balances, p)) {
                c->refused = "ledger_overflow";
                return false;
        }
        note_stakes(s);
        note_use(s);
        return true;
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
