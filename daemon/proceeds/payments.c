#include "proceeds/private.h"

/* Payments by event, payee and invoice: whoever looks back finds them without a walk. */

struct str
sender_of(const struct fact *f)
{
        return told(f->from).len > 0 ? told(f->from) : told(f->payee);
}

int64_t
came_back(const struct sight *s)
{
        return s->fact->amount.told == TOLD_VALUE ? s->fact->amount.minor : s->sides.of_left;
}

int64_t
payment_next(const struct bond_row *b, struct str payee, int64_t n, uint32_t *looked)
{
        int64_t first;

        if (++*looked > PAST_MAX)
                return -1;
        if (n >= 0)
                return (int64_t)b->payments.at[n].before - 1;
        first = key_find(&b->payee_index, payee);
        return first < 0 ? -1 : (int64_t)b->last_paid.at[first] - 1;
}

/* The payments of one key are a chain that begins at the last. Returns the one before, + 1. */
static uint32_t
chain(struct arena *a, struct key_index *x, struct numbers *last, struct str key, uint32_t number)
{
        bool fresh;
        uint32_t k = key_put(a, x, key, &fresh), before;

        if (fresh)
                *ADD(a, last) = 0;
        before = last->at[k];
        last->at[k] = number + 1;
        return before;
}

/* A party by its id, so that those who are named by name or account are one. */
static struct str
payee_id(const struct dossier *d, struct str said)
{
        const struct party_row *p = party_find(d, said);

        return p ? p->party.id : said;
}

struct payment *
payment_keep(struct dossier *d, struct bond_row *b, const struct fact *f, struct day day)
{
        struct str payee = told(f->payee), invoice = told(f->invoice.number);
        struct payment *p;
        bool fresh;
        uint32_t n = key_put(d->arena, &b->payment_index, f->id, &fresh);

        if (!fresh)
                return NULL;
        p = ADD(d->arena, &b->payments);
        assert(n + 1 == b->payments.count);
        *p = (struct payment){ .event = f->id,
                               .payee = payee,
                               .project = told(f->project),
                               .invoice = invoice,
                               .certificate = told(f->invoice.certificate),
                               .date = day,
                               .invoice_date = f->invoice.date.day,
                               .dated = f->invoice.date.told == TOLD_VALUE,
                               .reimbursed = f->type == FACT_REIMBURSE,
                               .amount = f->amount.minor };
        if (payee.len > 0)
                p->before = chain(d->arena, &b->payee_index, &b->last_paid, payee_id(d, payee), n);
        if (invoice.len > 0)
                (void)chain(d->arena, &b->billed_index, &b->last_billed, invoice, n);
        return p;
}

const struct payment *
payment_before(const struct sight *s, struct str payee)
{
        const struct bond_row *b = s->bond;
        uint32_t looked = 0;
        int64_t n = -1;

        while ((n = payment_next(b, payee_id(s->d, payee), n, &looked)) >= 0) {
                const struct payment *p = &b->payments.at[n];

                if (!p->reimbursed && !str_eq(p->event, s->fact->id))
                        return p;
        }
        return NULL;
}

static int64_t
payment_of_amount(const struct dossier *d, const struct bond_row *b, const struct fact *f)
{
        const struct party_row *payee = party_find(d, told(f->payee));
        uint32_t looked = 0;
        int64_t n = -1;

        for (;;) {
                if (payee)
                        n = payment_next(b, payee->party.id, n, &looked);
                else
                        n = looked++ == 0 ? (int64_t)b->payments.count - 1 : n - 1;
                if (n < 0 || looked > PAST_MAX)
                        return -1;
                if (b->payments.at[n].amount == f->amount.minor && b->payments.at[n].reversed == 0)
                        return n;
        }
}

int64_t
payment_of(const struct dossier *d, const struct bond_row *b, const struct fact *f)
{
        struct str of = told(f->of);
        int64_t n = key_find(&b->payment_index, of);

        if (n >= 0 || (of.len == 0 && f->type != FACT_REVERSAL))
                return n;
        n = of.len > 0 ? key_find(&b->billed_index, of) : -1;
        if (n >= 0)
                return (int64_t)b->last_billed.at[n] - 1;
        return f->type == FACT_REVERSAL && f->amount.told == TOLD_VALUE ? payment_of_amount(d, b, f)
                                                                        : -1;
}

/* False: nothing stands of the pattern about that payment. */
static bool
undone_cure(struct sight *s, uint32_t pattern, const struct payment *p)
{
        struct stake *stake;

        /* P01 tells of drift as well, but P23 has named its money. */
        bool drift = pattern == 1 && finding_standing(s, 23, "drift", s->bond->bond.id, p->event);

        if (!finding_cure_about(s, pattern, p->event))
                return false;
        stake = p->project.len > 0 ? stake_of(s->d->arena, s->bond, p->project) : NULL;
        if (pattern == 16 && s->undone < 0)
                s->bond->early -= s->bond->early < p->amount ? s->bond->early : p->amount;
        if (pattern != 16 && pattern != 17 && pattern != 34 && stake && !drift)
                stake->named -= stake->named < p->amount ? stake->named : p->amount;
        return true;
}

bool
payment_undone(struct sight *s, uint32_t pattern)
{
        const struct fact *f = s->fact;
        struct str from = sender_of(f);
        uint32_t looked = 0;
        int64_t n = -1;

        if (f->type != FACT_RETURN && f->type != FACT_REVERSAL)
                return false;
        if (s->undone >= 0) {
                if (f->amount.told != TOLD_VALUE || f->amount.minor >= s->sides.of_left)
                        (void)undone_cure(s, pattern, &s->bond->payments.at[s->undone]);
                return true;
        }
        while (s->bond && from.len > 0 && told(f->of).len == 0 &&
               (n = payment_next(s->bond, payee_id(s->d, from), n, &looked)) >= 0) {
                const struct payment *p = &s->bond->payments.at[n];

                if (p->amount == f->amount.minor && undone_cure(s, pattern, p))
                        break;
        }
        return true;
}

void
dossier_past(struct dossier *d, struct str bond, const struct fact *f, struct day day)
{
        struct bond_row *b = bond_find(d, bond);
        struct payment *p;

        if (b == NULL || (f->type != FACT_DISBURSE && f->type != FACT_REIMBURSE) ||
            (p = payment_keep(d, b, f, day)) == NULL)
                return;
        if (f->type == FACT_DISBURSE && p->payee.len > 0 && sides_of(d, b, f).to != STANDING_GROUP)
                p->here = p->amount;
        p->gross_key = gross_key(d, &b->bond, f);
}

void
dossier_moment(struct dossier *d, struct str bond, struct day day, const struct balances *balances)
{
        struct bond_row *b = bond_find(d, bond);
        struct moment *m;
        uint32_t at;

        if (b == NULL)
                return;
        (void)ADD(d->arena, &b->moments);
        at = b->moments.count - 1;
        while (at > 0 && b->moments.at[at - 1].date.number > day.number) {
                b->moments.at[at] = b->moments.at[at - 1];
                at--;
        }
        m = &b->moments.at[at];
        if (at > 0 && b->moments.at[at - 1].date.number == day.number) {
                for (; at + 1 < b->moments.count; at++)
                        b->moments.at[at] = b->moments.at[at + 1];
                b->moments.count--;
                return;
        }
        *m = (struct moment){ .date = day, .balances = *balances, .net = b->net };
        for (uint32_t i = 0; i < b->raisings.count; i++) {
                if (b->raisings.at[i].date.number <= day.number)
                        m->net = b->raisings.at[i].net;
                else if (i == 0)
                        m->net = 0;
        }
}

static void
want(struct past_want *all, uint32_t *count, enum past_kind kind, struct str what, int64_t minor,
     struct day since)
{
        if (what.len > 0 || kind == PAST_AMOUNT || kind == PAST_NEAR)
                all[(*count)++] = (struct past_want){ kind, what, minor, since };
}

static int32_t
days_of(const struct bounds *bounds, enum limit_id t, const struct bond *b)
{
        struct limit_value v = bounds_limit(bounds, t, b);
        int64_t days = 0;

        return v.told == TOLD_VALUE && dec_to_int(v.dec, &days) ? (int32_t)days : 0;
}

/* Letters, digits and what joins them in the number of an invoice. */
static bool
is_of_number(char c)
{
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-' || c == '_' || c == '/' || c == '.';
}

/* A word on an invoice names it among others: whatever could be a number is looked up. */
enum { NUMBERS_OF_WORD = 8, WANTS_OF_FACT = 8 + NUMBERS_OF_WORD };

static void
want_numbers(struct past_want *all, uint32_t *count, struct str text, const struct fact *f)
{
        uint32_t most = *count + NUMBERS_OF_WORD;

        for (size_t at = 0; at < text.len && *count < most; at++) {
                size_t end = at;
                bool digit = false;

                for (; end < text.len && is_of_number(text.at[end]); end++)
                        digit = digit || (text.at[end] >= '0' && text.at[end] <= '9');
                if (digit)
                        want(all, count, PAST_INVOICE, (struct str){ text.at + at, end - at }, 0,
                             f->date);
                at = end;
        }
}

uint32_t
dossier_past_wants(struct arena *a, const struct bounds *bounds, const struct bond *b,
                   const struct fact *f, const struct past_want **out)
{
        struct past_want *all = TAKE(a, struct past_want, WANTS_OF_FACT);
        struct str from = sender_of(f);
        int32_t traced = days_of(bounds, P04_DAYS, b), split = days_of(bounds, P06_DAYS, b);
        bool back = f->type == FACT_RETURN || f->type == FACT_REVERSAL;
        uint32_t count = 0;

        *out = all;
        if (f->type == FACT_DISBURSE && b->approval_limit.told == TOLD_VALUE &&
            b->approval_limit.minor > 0) {
                want(all, &count, PAST_PAYEE, told(f->payee), 0, day_back(f->date, split));
                want(all, &count, PAST_NEAR, STR(""), 0, day_back(f->date, split));
        } else if (f->type == FACT_DISBURSE) {
                want(all, &count, PAST_LAST, told(f->payee), 0, f->date);
        }
        if (f->type == FACT_FLOW || f->type == FACT_DOWNSTREAM)
                want(all, &count, PAST_PAYEE, from, 0, day_back(f->date, traced));
        /* A credit note is of any invoice of the seller, a loan comes back from the last paid. */
        if (f->type == FACT_RETURN)
                want(all, &count, PAST_PAYEE, from, 0, (struct day){ 0 });
        if (f->type == FACT_TRANSFER && told(f->from).len > 0)
                want(all, &count, PAST_LAST, from, 0, f->date);
        if (back && told(f->of).len > 0) {
                want(all, &count, PAST_EVENT, told(f->of), 0, f->date);
                want(all, &count, PAST_INVOICE, told(f->of), 0, f->date);
        }
        if (f->type == FACT_DISCLOSURE || f->type == FACT_CONTRACT_CHANGE) {
                const struct str texts[] = { told(f->reference), told(f->document), told(f->what),
                                             told(f->reason), told(f->memo) };

                want_numbers(all, &count, joined(a, texts, COUNT(texts)), f);
        }
        if (f->type == FACT_REVERSAL && f->amount.told == TOLD_VALUE)
                want(all, &count, PAST_AMOUNT, told(f->payee), f->amount.minor, f->date);
        return count;
}
