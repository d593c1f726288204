#include "proceeds/private.h"

enum { YEARS_FROM = 1900 }; /* "2024年国债": a year's own name is no tenor */

static const struct {
        const char *word;
        int32_t number;
} numerals[] = { { "one", 1 },     { "two", 2 },       { "three", 3 },    { "four", 4 },
                 { "five", 5 },    { "半", 0 },        { "一", 1 },       { "两", 2 },
                 { "二", 2 },      { "三", 3 },        { "五", 5 },       { "eighteen", 18 },
                 { "twelve", 12 }, { "thirteen", 13 }, { "fifteen", 15 }, { "twenty-four", 24 } };

static const struct {
        const char *word;
        int32_t months, days;
} units[] = { { "month", 1, 0 }, { "year", 12, 0 }, { "week", 0, 7 }, { "day", 0, 1 },
              { "个月", 1, 0 },  { "月", 1, 0 },    { "年", 12, 0 },  { "天", 0, 1 },
              { "日", 0, 1 },    { "m", 1, 0 },     { "y", 12, 0 } };

/* A number in figures or words at the front of a text, which it leaves. */
static bool
number_cut(struct str *rest, int32_t *out)
{
        uint64_t number = 0;
        size_t digits = 0;

        while (digits < rest->len && rest->at[digits] >= '0' && rest->at[digits] <= '9')
                digits++;
        if (digits > 0 && str_uint((struct str){ rest->at, digits }, YEARS_FROM, &number)) {
                *out = (int32_t)number;
                *rest = (struct str){ rest->at + digits, rest->len - digits };
                return true;
        }
        for (uint32_t i = 0; digits == 0 && i < COUNT(numerals); i++) {
                struct str word = str_of(numerals[i].word);

                if (!str_starts(*rest, word))
                        continue;
                *out = numerals[i].number;
                *rest = (struct str){ rest->at + word.len, rest->len - word.len };
                return true;
        }
        return false;
}

static bool
is_name(char c)
{
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The unit that follows a number, "-month" or " years"; its number, or -1. */
static int32_t
unit_at(struct str rest)
{
        if (rest.len > 0 && (rest.at[0] == '-' || rest.at[0] == ' '))
                rest = (struct str){ rest.at + 1, rest.len - 1 };
        for (uint32_t i = 0; i < COUNT(units); i++) {
                struct str word = str_of(units[i].word);
                bool short_one = word.len == 1;

                if (rest.len < word.len ||
                    !text_has_word((struct str){ rest.at, word.len }, word) ||
                    (short_one && rest.len > 1 && is_name(rest.at[1])))
                        continue;
                return (int32_t)i;
        }
        return -1;
}

/* When a product ends by its own name: "18-month deposit", "three-year bond", "一年期". False: it
 * says nothing of it. */
static bool
stated_end(struct str product, struct day from, struct day *out)
{
        for (size_t at = 0; at < product.len; at++) {
                struct str rest = { product.at + at, product.len - at };
                int32_t number, unit;

                if (at > 0 && is_name(product.at[at]) && is_name(product.at[at - 1]))
                        continue;
                if (!number_cut(&rest, &number) || (unit = unit_at(rest)) < 0)
                        continue;
                *out = day_plus(day_add_months(from, number * units[unit].months),
                                number * units[unit].days);
                return true;
        }
        return false;
}

/* Kept by somebody of the issuer's own group. */
static bool
is_of_group(const struct sight *s)
{
        return says_words(s->d, "group_product", told(s->fact->product));
}

/* By its class when one is stated, else by what the product is called. */
static enum told_truth
is_permitted(const struct sight *s)
{
        const struct fact *f = s->fact;
        struct str stated = told(f->permitted_class), product = told(f->product);

        if (f->permitted_class.told == TOLD_NONE || is_of_group(s))
                return TRUTH_NO;
        if (says_words(s->d, "permitted_class", stated))
                return TRUTH_YES;
        if (has_words(s->d, "permitted_class", stated) ||
            has_words(s->d, "risky_product", stated) || has_words(s->d, "risky_product", product))
                return TRUTH_NO;
        if (says_words(s->d, "permitted_class", product))
                return TRUTH_YES;
        return stated.len > 0 ? TRUTH_NO : TRUTH_UNSAID;
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
        struct day ends;
        struct finding *found = NULL;

        *p = (struct placement){ .event = f->id, .date = s->day, .left = f->amount.minor };
        if (is_permitted(s) == TRUTH_NO)
                found = placement_tell(s, "class", p);
        else if (stated_end(told(f->product), s->day, &ends) &&
                 ends.number > day_add_months(s->day, months).number)
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
