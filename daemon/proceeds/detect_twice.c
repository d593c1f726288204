#include "proceeds/private.h"

/* Capitals and digits as they are, letters in one case, nothing else: how a number is keyed. */
struct str
invoice_key(struct arena *a, struct str said)
{
        char *at = TAKE(a, char, said.len + 1);
        size_t len = 0;

        for (size_t i = 0; i < said.len; i++) {
                char c = said.at[i];

                if (c == ' ' || c == '\t')
                        continue;
                at[len++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        }
        return (struct str){ at, len };
}

static struct dec
own_or_cny(const struct bond *b, const struct fact *f, int64_t minor)
{
        if (str_is(b->currency, "CNY") || f->fx_cny.told != TOLD_VALUE)
                return dec_int(minor);
        return times(times(major_of(minor, b->decimals), f->fx_cny.dec), dec_int(100));
}

struct dec
invoice_gross(const struct bond *b, const struct fact *f)
{
        if (str_is(told(f->invoice.currency), "CNY"))
                return dec_int(f->invoice.amount.minor);
        return own_or_cny(b, f, f->invoice.amount.minor);
}

/* Invoices of one seller and amount, by the days they are of, so that near ones stand in the same
 * row or the next and no row holds a seller's whole past. */
struct str
seller_key(struct arena *a, struct str seller, struct dec gross, struct day invoiced, int32_t next)
{
        enum { BUCKET_DAYS = 8 }; /* more than the days between re-keyed dates */

        return str_format(a, "=%.*s|%.*s|%d", STR_ARG(seller), STR_ARG(dec_text(a, gross)),
                          invoiced.number / BUCKET_DAYS + next);
}

/* By code where there is one: an id is the issuer's own. */
static struct str
seller_of(const struct party_row *p)
{
        return told(p->party.code).len > 0 ? told(p->party.code) : p->party.id;
}

static struct dec
bill_gross(const struct bond *b, const struct fact *f)
{
        if (told(f->invoice.currency).len > 0 && str_is(f->invoice.currency.text, "CNY"))
                return dec_int(f->invoice.amount.minor);
        return own_or_cny(b, f, f->invoice.amount.minor);
}

struct str
gross_key(struct dossier *d, const struct bond *b, const struct fact *f)
{
        const struct party_row *to = party_find(d, told(f->payee));

        if (f->type != FACT_DISBURSE || told(f->payee).len == 0 ||
            told(f->invoice.number).len == 0 || f->invoice.amount.told != TOLD_VALUE ||
            f->invoice.date.told != TOLD_VALUE)
                return STR("");
        /* A payment of the past may be at hand before its payee is. */
        return seller_key(d->arena, to ? seller_of(to) : told(f->payee), bill_gross(b, f),
                          f->invoice.date.day, 0);
}

static struct bill
bill_of(struct sight *s)
{
        const struct fact *f = s->fact;
        const struct bond *b = &s->bond->bond;
        struct bill bill = {
                .bond = b->id,
                .event = f->id,
                .seller = f->type == FACT_DISBURSE && s->to ? seller_of(s->to) : STR(""),
                .number = told(f->invoice.number),
                .certificate = told(f->invoice.certificate),
                .currency = b->currency,
                .issuer = b->issuer_code.len > 0 ? b->issuer_code : b->issuer,
                .coded = s->to && told(s->to->party.code).len > 0,
                .date = s->day,
                .invoice_date = f->invoice.date.day,
                .dated = f->invoice.date.told == TOLD_VALUE,
                .has_gross = f->invoice.amount.told == TOLD_VALUE,
                .settled = day_plus_working(s->d->bounds, s->day, limit_whole(s, P10_WORKING_DAYS)),
        };

        bill.paid = own_or_cny(b, f, f->amount.minor);
        if (bill.has_gross) {
                bill.gross_own = dec_int(f->invoice.amount.minor);
                bill.gross = bill_gross(b, f);
        }
        return bill;
}

static bool
near_to(struct dec a, struct dec b)
{
        struct dec least = dec_cmp(a, b) < 0 ? a : b, most = dec_cmp(a, b) < 0 ? b : a;

        return dec_cmp(times(most, (struct dec){ 995, 3 }), least) <= 0;
}

/* Two bills of one invoice. A reimbursement names no seller, and one issuer's id is nobody to
 * another: amount or date must agree. */
static bool
same_invoice(const struct bill *a, const struct bill *b)
{
        bool told_alike = a->coded && b->coded;

        if (!a->coded && !b->coded)
                told_alike = str_eq(a->issuer, b->issuer);
        if (a->seller.len > 0 && b->seller.len > 0 && told_alike)
                return str_eq(a->seller, b->seller);
        if (a->has_gross && b->has_gross)
                return near_to(a->gross, b->gross) || near_to(a->gross_own, b->gross_own);
        return a->dated && b->dated && a->invoice_date.number == b->invoice_date.number;
}

/* In the currency of the bond at hand, for telling. */
static int64_t
minor_of(struct dec d)
{
        struct dec whole;
        int64_t out = 0;

        if (!dec_round(d, 0, ROUND_HALF_EVEN, &whole) || !dec_to_int(whole, &out))
                return 0;
        return out;
}

static void
twice_tell(struct sight *s, const struct bill *now, const struct bill *other, struct dec sum,
           struct dec gross)
{
        struct finding *f = finding_raise(s, 10, "exact", SEVERITY_CRITICAL,
                                          invoice_key(s->d->arena, now->number));
        struct dec excess;

        if (f == NULL)
                return;
        if (other)
                f->other_bond = str_eq(other->bond, now->bond) ? STR("") : other->bond;
        f->currency = STR("CNY");
        if (str_is(now->currency, "CNY") || s->fact->fx_cny.told != TOLD_VALUE)
                f->currency = now->currency;
        excess = dec_sub(sum, gross, &excess) ? excess : sum;
        finding_amount(s, f, minor_of(excess));
        ground_text(f, "number", now->number);
        ground_money(s, f, "sum", minor_of(sum));
        ground_money(s, f, "gross", minor_of(gross));
        ground_text(f, "other", other ? other->bond : now->bond);
        ground_text(f, "earlier", other ? other->event : now->event);
}

/* What was paid on the same invoice as now, as if at its rate: two halves at two rates are one
 * whole. */
static struct dec
paid_at(const struct bill *b, const struct bill *now)
{
        if (str_is(now->currency, "CNY") || !str_eq(b->currency, now->currency) || !b->has_gross ||
            !now->has_gross || dec_is_zero(b->gross) || !near_to(b->gross_own, now->gross_own))
                return b->paid;
        return over(times(b->paid, now->gross), b->gross);
}

/* All that is paid on one invoice, and what it is for. */
struct tally {
        struct dec sum, gross;
        bool has_gross, over;
        const struct bill *other; /* the last beside the one at hand; NULL: none */
};

static struct tally
tally_of(const struct sight *s, const struct invoice_row *row, const struct bill *now)
{
        struct tally t = { .sum = now->paid, .gross = now->gross, .has_gross = now->has_gross };

        for (uint32_t i = 0; row && i < row->bills.count; i++) {
                const struct bill *b = &row->bills.at[i];

                if (b == now || b->undone || !same_invoice(b, now))
                        continue;
                t.sum = plus(t.sum, paid_at(b, now));
                t.other = b;
                if (b->has_gross && (!t.has_gross || dec_cmp(b->gross, t.gross) > 0) &&
                    !(t.has_gross && near_to(b->gross_own, now->gross_own)))
                        t.gross = b->gross;
                t.has_gross = t.has_gross || b->has_gross;
        }
        t.over = t.has_gross &&
                 dec_cmp(t.sum, times(t.gross, plus(dec_int(1), limit(s, P10_TOLERANCE)))) > 0;
        return t;
}

static void
exact(struct sight *s, const struct bill *now)
{
        struct invoice_row *row = invoice_row(s->d, invoice_key(s->d->arena, now->number));
        struct tally t = tally_of(s, row, now);

        if (t.over)
                twice_tell(s, now, t.other, t.sum, t.gross);
        if (row)
                *ADD(s->d->arena, &row->bills) = *now;
}

/* Numbers that differ in their last digit alone are neighbours of a series, not re-keyed. */
static bool
is_series(struct str a, struct str b)
{
        return a.len == b.len && a.len > 0 &&
               str_eq((struct str){ a.at, a.len - 1 }, (struct str){ b.at, b.len - 1 });
}

static bool
is_rekeyed(struct sight *s, const struct bill *a, const struct bill *b)
{
        uint32_t edits = (uint32_t)limit_whole(s, P10_EDITS);
        int32_t apart = a->invoice_date.number - b->invoice_date.number;
        struct str x, y;

        if (b->undone || !b->dated || apart > limit_whole(s, P10_REKEYED_DAYS) ||
            -apart > limit_whole(s, P10_REKEYED_DAYS))
                return false;
        if (a->certificate.len > 0 && b->certificate.len > 0 &&
            !str_eq(a->certificate, b->certificate))
                return false;
        /* One issuer's id is nobody to another; the parties of a history are one list. */
        if (!a->coded && s->bond->bond.issuer_code.len > 0 && !str_eq(a->issuer, b->issuer))
                return false;
        x = invoice_key(s->d->arena, a->number);
        y = invoice_key(s->d->arena, b->number);
        if (str_eq(x, y) || (str_eq(a->bond, b->bond) && is_series(x, y)))
                return false;
        return str_distance(x, y, edits) <= edits;
}

static bool
rekeyed_tell(struct sight *s, const struct bill *now, const struct bill *b)
{
        struct finding *f = finding_raise(s, 10, "rekeyed", SEVERITY_MEDIUM,
                                          invoice_key(s->d->arena, now->number));

        if (f == NULL)
                return false;
        f->other_bond = str_eq(b->bond, now->bond) ? STR("") : b->bond;
        finding_amount(s, f, s->fact->amount.minor);
        ground_text(f, "number", now->number);
        ground_text(f, "earlier", b->number);
        ground_text(f, "other", b->bond);
        return true;
}

static void
rekeyed(struct sight *s, const struct bill *now, struct payment *p)
{
        struct arena *a = s->d->arena;
        bool told = false;
        struct str key;

        if (now->seller.len == 0 || !now->has_gross || !now->dated)
                return;
        for (int32_t next = -1; next <= 1; next++) {
                const struct invoice_row *row;

                key = seller_key(a, now->seller, now->gross, now->invoice_date, next);
                row = invoice_find(s->d, key);
                for (uint32_t i = 0; row && i < row->bills.count && !told; i++) {
                        if (is_rekeyed(s, now, &row->bills.at[i]))
                                told = rekeyed_tell(s, now, &row->bills.at[i]);
                }
        }
        key = seller_key(a, now->seller, now->gross, now->invoice_date, 0);
        *ADD(a, &invoice_row(s->d, key)->bills) = *now;
        if (p)
                p->gross_key = key;
}

/* What was given back within the days of a bank's error was never paid. */
static void
bill_close(struct sight *s, const struct bill *found, const char *rule, const struct bill *back)
{
        struct str number = invoice_key(s->d->arena, found->number);
        struct sight of = *s;

        of.bond = bond_find(s->d, found->bond);
        if (of.bond && s->day.number <= back->settled.number)
                finding_withdraw(&of, 10, rule, number);
        else if (of.bond)
                finding_cure(&of, 10, rule, number);
}

static bool
is_over(const struct sight *s, const struct invoice_row *row, const struct bill *back)
{
        for (uint32_t i = 0; i < row->bills.count; i++) {
                const struct bill *b = &row->bills.at[i];

                if (!b->undone && same_invoice(b, back))
                        return tally_of(s, row, b).over;
        }
        return false;
}

/* No more is paid on the invoice than it is for, whichever bond gave some back. */
static void
exact_close(struct sight *s, const struct invoice_row *row, const struct bill *back)
{
        if (is_over(s, row, back))
                return;
        for (uint32_t i = 0; i < row->bills.count; i++) {
                if (same_invoice(&row->bills.at[i], back))
                        bill_close(s, &row->bills.at[i], "exact", back);
        }
}

/* The bills that may be one, re-keyed: of the seller and amount, and of about the same day. */
static const struct invoice_row *
near_row(struct sight *s, const struct bill *b, int32_t next)
{
        return invoice_find(s->d,
                            seller_key(s->d->arena, b->seller, b->gross, b->invoice_date, next));
}

static bool
has_twin(struct sight *s, const struct bill *b)
{
        for (int32_t next = -1; next <= 1; next++) {
                const struct invoice_row *row = near_row(s, b, next);

                for (uint32_t i = 0; row && i < row->bills.count; i++) {
                        if (is_rekeyed(s, b, &row->bills.at[i]))
                                return true;
                }
        }
        return false;
}

static void
rekeyed_close(struct sight *s, const struct bill *back)
{
        if (!back->undone)
                return;
        bill_close(s, back, "rekeyed", back);
        for (int32_t next = -1; next <= 1; next++) {
                const struct invoice_row *row = near_row(s, back, next);

                for (uint32_t i = 0; row && i < row->bills.count; i++) {
                        const struct bill *b = &row->bills.at[i];

                        if (finding_standing(s, 10, "rekeyed", b->bond,
                                             invoice_key(s->d->arena, b->number)) &&
                            is_rekeyed(s, back, b) && !has_twin(s, b))
                                bill_close(s, b, "rekeyed", back);
                }
        }
}

/* Part: of what was still paid, in the currency of the bond. */
static void
bill_lower(struct bill *b, bool whole, int64_t minor, int64_t still)
{
        struct dec back = dec_int(minor);

        if (!str_is(b->currency, "CNY"))
                back = times(b->paid, ratio_of(minor, still));
        if (whole || !dec_sub(b->paid, back, &b->paid))
                b->paid = dec_int(0);
        b->undone = dec_cmp(b->paid, dec_int(0)) <= 0;
}

/* The payment's bill in its row; NULL: none. */
static struct bill *
bill_of_payment(struct sight *s, struct invoice_row *row, struct str event)
{
        for (uint32_t i = 0; row && i < row->bills.count; i++) {
                struct bill *b = &row->bills.at[i];

                if (str_eq(b->event, event) && str_eq(b->bond, s->bond->bond.id))
                        return b;
        }
        return NULL;
}

/* Minor of the payment come back, of which still was paid before. */
static void
undo_bills(struct sight *s, const struct payment *p, int64_t minor, int64_t still)
{
        struct invoice_row *by_number =
                p->invoice.len > 0 ? invoice_find(s->d, invoice_key(s->d->arena, p->invoice))
                                   : NULL;
        struct invoice_row *by_gross =
                p->gross_key.len > 0 ? invoice_find(s->d, p->gross_key) : NULL;
        struct bill *b = bill_of_payment(s, by_number, p->event);

        if (b) {
                by_number->changed = true;
                bill_lower(b, minor >= still, minor, still);
                exact_close(s, by_number, b);
                if (by_gross == NULL)
                        rekeyed_close(s, b);
        }
        b = bill_of_payment(s, by_gross, p->event);
        if (b) {
                by_gross->changed = true;
                bill_lower(b, minor >= still, minor, still);
                rekeyed_close(s, b);
        }
}

const struct payment *
payment_credited(const struct dossier *d, const struct bond_row *b, const struct fact *f)
{
        const struct str texts[] = { told(f->document), told(f->reason), told(f->memo) };
        struct str text = joined(d->arena, texts, COUNT(texts));
        struct str said = sender_of(f);
        const struct party_row *from = party_find(d, said);
        const struct payment *found = NULL;
        uint32_t looked = 0;
        int64_t n = -1;

        if (from == NULL || f->type != FACT_RETURN)
                return NULL;
        while ((n = payment_next(b, from->party.id, n, &looked)) >= 0) {
                const struct payment *p = &b->payments.at[n];

                if (p->invoice.len == 0)
                        continue;
                if (text_has_word(text, p->invoice))
                        return p;
                if (found == NULL && p->amount - p->reversed >= f->amount.minor)
                        found = p;
        }
        return found;
}

/* What was paid and sent back was not paid; less is paid of an invoice whose seller gave some of it
 * back. */
static void
undo(struct sight *s)
{
        int64_t n = s->undone, minor = s->fact->amount.minor, still;
        const struct payment *credited;
        struct payment *p;

        if (n < 0) {
                credited = payment_credited(s->d, s->bond, s->fact);
                if (credited)
                        undo_bills(s, credited, minor, credited->amount);
                return;
        }
        p = &s->bond->payments.at[n];
        still = p->amount - p->reversed;
        if (s->fact->amount.told != TOLD_VALUE)
                minor = still;
        p->reversed += minor;
        p->changed = true;
        undo_bills(s, p, minor, still);
}

void
detect_p10(struct sight *s)
{
        const struct fact *f = s->fact;
        struct bill now;
        int64_t n;

        if (s->bond == NULL)
                return;
        if (f->type == FACT_REVERSAL || f->type == FACT_RETURN) {
                undo(s);
                return;
        }
        if (told(f->invoice.number).len == 0)
                return;
        now = bill_of(s);
        exact(s, &now);
        n = key_find(&s->bond->payment_index, f->id);
        rekeyed(s, &now, n >= 0 ? &s->bond->payments.at[n] : NULL);
}
