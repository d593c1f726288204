#include "proceeds/private.h"

/* "18-month", "2 years", "两年" is not read: months that the product's name states, else 0. */
static int64_t
stated_months(struct str product)
{
        static const struct {
                const char *word;
                int64_t months, days;
        } units[] = { { "month", 1, 0 }, { "year", 12, 0 }, { "个月", 1, 0 },
                      { "年", 12, 0 },   { "day", 0, 1 },   { "天", 0, 1 } };
        uint64_t number = 0;

        for (size_t at = 0; at < product.len; at++) {
                struct str rest;
                size_t digits = 0;

                while (at + digits < product.len && product.at[at + digits] >= '0' &&
                       product.at[at + digits] <= '9')
                        digits++;
                if (digits == 0)
                        continue;
                rest = (struct str){ product.at + at + digits, product.len - at - digits };
                if (rest.len > 0 && (rest.at[0] == '-' || rest.at[0] == ' '))
                        rest = (struct str){ rest.at + 1, rest.len - 1 };
                for (uint32_t i = 0; i < COUNT(units); i++) {
                        if (str_starts(rest, str_of(units[i].word)) &&
                            str_uint((struct str){ product.at + at, digits }, 10000, &number))
                                return (int64_t)number * units[i].months +
                                       (int64_t)number * units[i].days / 31;
                }
                at += digits;
        }
        return 0;
}

/* By its class when one is stated, else by what the product is called. */
static enum told_truth
is_permitted(const struct sight *s)
{
        const struct fact *f = s->fact;
        struct str stated = told(f->permitted_class), product = told(f->product);

        if (f->permitted_class.told == TOLD_NONE)
                return TRUTH_NO;
        if (stated.len > 0)
                return has_words(s->d, "permitted_class", stated) ? TRUTH_YES : TRUTH_NO;
        if (has_words(s->d, "risky_product", product))
                return TRUTH_NO;
        return has_words(s->d, "permitted_class", product) ? TRUTH_YES : TRUTH_UNSAID;
}

/* Only some standards limit where idle money may lie. */
static enum severity
placement_severity(const struct sight *s)
{
        return bounds_limit(s->d->bounds, P19_MONTHS, &s->bond->bond).told == TOLD_VALUE
                       ? SEVERITY_HIGH
                       : SEVERITY_INFO;
}

static struct finding *
placement_tell(struct sight *s, const char *rule, const struct placement *p)
{
        struct finding *f = finding_raise(s, 19, rule, placement_severity(s), p->event);

        if (f == NULL)
                return NULL;
        finding_amount(s, f, p->left);
        f->event = p->event;
        f->from = p->date;
        ground_day(s, f, "placed", p->date);
        ground_dec(s, f, "months", limit(s, P19_MONTHS), 0);
        return f;
}

static void
place(struct sight *s)
{
        const struct fact *f = s->fact;
        int32_t months = limit_whole(s, P19_MONTHS);
        struct placement *p = ADD(s->d->arena, &s->bond->placements);
        struct finding *found = NULL;

        *p = (struct placement){ .event = f->id, .date = s->day, .left = f->amount.minor };
        if (is_permitted(s) == TRUTH_NO)
                found = placement_tell(s, "class", p);
        else if (stated_months(told(f->product)) > months)
                found = placement_tell(s, "tenor", p);
        p->told = found != NULL;
        if (found)
                ground_text(found, "product", told(f->product));
        if (!p->told)
                due_add(s, DUE_TENOR, day_plus(day_add_months(s->day, months), 1), 0, f->id);
}

static void
place_return(struct sight *s)
{
        struct placements *all = &s->bond->placements;
        int64_t left = s->fact->amount.minor;
        uint32_t kept = 0;

        for (uint32_t i = 0; i < all->count; i++) {
                struct placement *p = &all->at[i];
                int64_t part = p->left < left ? p->left : left;

                p->left -= part;
                left -= part;
                if (p->left > 0)
                        all->at[kept++] = *p;
                else {
                        finding_cure(s, 19, "class", p->event);
                        finding_cure(s, 19, "tenor", p->event);
                }
        }
        all->count = kept;
}

void
detect_p19(struct sight *s)
{
        if (s->bond == NULL)
                return;
        if (s->fact->type == FACT_PLACE)
                place(s);
        else
                place_return(s);
}

void
due_tenor(struct sight *s, const struct due *due)
{
        for (uint32_t i = 0; i < s->bond->placements.count; i++) {
                struct placement *p = &s->bond->placements.at[i];

                if (str_eq(p->event, due->ref) && !p->told)
                        p->told = placement_tell(s, "tenor", p) != NULL;
        }
}
