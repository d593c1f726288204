#include "proceeds/private.h"

/* Two leading digits and nothing but zeros behind them. */
static bool
is_round(int64_t minor, int32_t decimals)
{
        int64_t power = 1;

        for (int32_t i = 0; i < decimals; i++)
                power *= 10;
        if (minor % power != 0)
                return false;
        minor /= power;
        for (power = 1; minor / power >= 100; power *= 10)
                ;
        return minor % power == 0;
}

void
detect_p37(struct sight *s)
{
        struct bond_row *b = s->bond;
        struct finding *f;

        if (b == NULL)
                return;
        b->amount_count++;
        b->round_count += is_round(s->fact->amount.minor, b->bond.decimals);
        if (b->amount_count < (uint32_t)limit_whole(s, P37_COUNT) ||
            !more_than(b->round_count, limit(s, P37_SHARE), b->amount_count))
                return;
        f = finding_raise(s, 37, "round", SEVERITY_INFO, b->bond.id);
        if (f == NULL)
                return;
        ground_text(f, "count", str_format(s->d->arena, "%u", b->amount_count));
        ground_share(s, f, "share", ratio_of(b->round_count, b->amount_count));
}

/* Only what moves money through the account is looked at: whoever keeps its book has the statements
 * of the bank. Days before the first record are told of after it, and that is no wonder. */
void
detect_p38(struct sight *s)
{
        const struct fact *f = s->fact;
        struct bond_row *b = s->bond;
        struct day recorded = s->d->heard;
        int32_t most = limit_whole(s, P38_DAYS);
        struct finding *found = NULL;

        if (b == NULL || recorded.number == 0)
                return;
        if (recorded.number > b->recorded_on.number)
                b->told_before = b->told_of;
        b->recorded_on = recorded;
        if (b->told_before.number - f->date.number > most &&
            recorded.number - f->date.number > most)
                found = finding_raise(s, 38, "late", SEVERITY_MEDIUM,
                                      day_text(s->d->arena, recorded));
        if (f->date.number > b->told_of.number)
                b->told_of = f->date;
        if (found == NULL)
                return;
        finding_amount(s, found, f->amount.minor);
        ground_text(found, "event", f->id);
        ground_day(s, found, "happened", f->date);
        ground_day(s, found, "recorded", recorded);
        ground_day(s, found, "until", b->told_before);
}

static bool
says_void(const struct sight *s, struct str text)
{
        return says_words(s->d, "invoice_void", text) && !has_words(s->d, "invoice_again", text);
}

/* An invoice was voided after money went out on it. */
static void
voided(struct sight *s, struct str event, struct str payee, struct str number, struct day paid,
       int64_t minor)
{
        struct finding *f = finding_raise(s, 39, "voided", SEVERITY_HIGH, event);

        if (f == NULL)
                return;
        f->invoice = number;
        f->payee = payee;
        f->from = paid;
        finding_amount(s, f, minor);
        ground_text(f, "number", number);
        ground_day(s, f, "paid", paid);
}

/* A later word on an invoice: of every payment that it names. */
static void
void_told(struct sight *s)
{
        const struct fact *f = s->fact;
        const struct str texts[] = { told(f->what), told(f->reference), told(f->document),
                                     told(f->reason), told(f->memo) };
        struct str text = joined(s->d->arena, texts, COUNT(texts));

        for (uint32_t i = 0; says_void(s, text) && i < s->bond->payments.count; i++) {
                const struct payment *p = &s->bond->payments.at[i];

                if (p->reversed < p->amount && p->invoice.len > 0 &&
                    text_has_word(text, p->invoice))
                        voided(s, p->event, p->payee, p->invoice, p->date, p->amount - p->reversed);
        }
}

/* Does the money at hand come back for that finding: by its payment, else from the payee? */
static bool
is_settled(const struct sight *s, const struct finding *f)
{
        int64_t at = s->undone;
        const struct party_row *from = party_find(s->d, told(s->fact->from));

        if (at >= 0 && str_eq(s->bond->payments.at[at].event, f->subject))
                return s->fact->amount.minor >= f->minor || s->fact->amount.told != TOLD_VALUE;
        return from && str_eq(from->party.id, f->payee) && s->fact->amount.minor >= f->minor;
}

/* The money came back; within a few working days nothing was wrong. */
static void
void_settled(struct sight *s)
{
        struct dossier *d = s->d;
        int32_t grace = limit_whole(s, P39_WORKING_DAYS);

        for (uint32_t i = 0; i < d->open.count; i++) {
                const struct finding *f = finding_at(d, i);

                if (f == NULL || f->pattern != 39 || !str_is(f->rule, "voided") ||
                    !str_eq(f->bond, s->bond->bond.id) || !is_settled(s, f))
                        continue;
                if (s->day.number <= day_plus_working(d->bounds, f->date, grace).number)
                        finding_withdraw(s, 39, "voided", f->subject);
                else
                        finding_cure(s, 39, "voided", f->subject);
                return;
        }
}

static void
before_invoice(struct sight *s)
{
        const struct fact *f = s->fact;
        struct str text = purpose_text(s);
        struct finding *found;
        int32_t ahead;

        if (f->invoice.date.told != TOLD_VALUE)
                return;
        ahead = f->invoice.date.day.number - s->day.number;
        if (ahead <= limit_whole(s, P39_DAYS) || has_words(s->d, "advance", text))
                return;
        /* A smaller part before the invoice is an advance as contracts have it. */
        if (f->invoice.amount.told == TOLD_VALUE &&
            !more_than(f->amount.minor, limit(s, P39_ADVANCE), f->invoice.amount.minor))
                return;
        found = finding_raise(s, 39, "before_invoice", SEVERITY_MEDIUM, f->id);
        if (found == NULL)
                return;
        finding_amount(s, found, f->amount.minor);
        ground_day(s, found, "paid", s->day);
        ground_day(s, found, "invoiced", f->invoice.date.day);
        ground_text(found, "days", str_format(s->d->arena, "%d", ahead));
}

void
detect_p39(struct sight *s)
{
        const struct fact *f = s->fact;
        const struct str texts[] = { told(f->invoice.description), told(f->invoice.certificate),
                                     told(f->memo) };

        if (s->bond == NULL)
                return;
        if (f->type == FACT_DISCLOSURE || f->type == FACT_CONTRACT_CHANGE) {
                void_told(s);
        } else if (f->type == FACT_RETURN || f->type == FACT_REVERSAL) {
                void_settled(s);
        } else {
                if (says_void(s, joined(s->d->arena, texts, COUNT(texts))))
                        voided(s, f->id, s->to ? s->to->party.id : told(f->payee),
                               told(f->invoice.number), s->day, f->amount.minor);
                before_invoice(s);
        }
}
