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

void
detect_p39(struct sight *s)
{
        const struct fact *f = s->fact;
        struct str text = purpose_text(s);
        struct finding *found;
        int32_t ahead;

        if (s->bond == NULL || f->invoice.date.told != TOLD_VALUE)
                return;
        ahead = f->invoice.date.day.number - s->day.number;
        if (ahead <= limit_whole(s, P39_DAYS) || has_words(s->d, "advance", text))
                return;
        /* A part of up to 30 % before the invoice is an advance as contracts have it. */
        if (f->invoice.amount.told == TOLD_VALUE &&
            !more_than(f->amount.minor, (struct dec){ 3, 1 }, f->invoice.amount.minor))
                return;
        found = finding_raise(s, 39, "before_invoice", SEVERITY_MEDIUM, f->id);
        if (found == NULL)
                return;
        finding_amount(s, found, f->amount.minor);
        ground_day(s, found, "paid", s->day);
        ground_day(s, found, "invoiced", f->invoice.date.day);
        ground_text(found, "days", str_format(s->d->arena, "%d", ahead));
}
