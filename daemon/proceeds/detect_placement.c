#include "proceeds/private.h"

enum {
        YEARS_FROM = 1900, /* "2024年国债": a year's own name is no tenor */
        WHOLE = 100,       /* numbers are counted in hundredths: "0.5-year" */
};

/* A word that another begins with stands behind it. */
static const struct {
        const char *word;
        int32_t number;
} numerals[] = {
        { "twenty-four", 24 }, { "thirty-six", 36 }, { "thirteen", 13 },  { "fourteen", 14 },
        { "fifteen", 15 },     { "sixteen", 16 },    { "seventeen", 17 }, { "eighteen", 18 },
        { "nineteen", 19 },    { "twenty", 20 },     { "thirty", 30 },    { "twelve", 12 },
        { "eleven", 11 },      { "ten", 10 },        { "one", 1 },        { "two", 2 },
        { "three", 3 },        { "four", 4 },        { "five", 5 },       { "six", 6 },
        { "seven", 7 },        { "eight", 8 },       { "nine", 9 },
};

static const struct str chinese[] = { STR_ROW("一"), STR_ROW("二"), STR_ROW("三"),
                                      STR_ROW("四"), STR_ROW("五"), STR_ROW("六"),
                                      STR_ROW("七"), STR_ROW("八"), STR_ROW("九") };

static const struct {
        const char *word;
        int32_t months, days;
} units[] = { { "month", 1, 0 }, { "year", 12, 0 }, { "week", 0, 7 }, { "day", 0, 1 },
              { "个月", 1, 0 },  { "月", 1, 0 },    { "年", 12, 0 },  { "天", 0, 1 },
              { "日", 0, 1 },    { "m", 1, 0 },     { "y", 12, 0 } };

static bool
cut(struct str *rest, struct str word)
{
        if (!str_starts(*rest, word))
                return false;
        *rest = (struct str){ rest->at + word.len, rest->len - word.len };
        return true;
}

static size_t
digits_of(struct str text)
{
        size_t count = 0;

        while (count < text.len && text.at[count] >= '0' && text.at[count] <= '9')
                count++;
        return count;
}

/* "18", "0.5", "1.25"; what is finer than a hundredth is cut off. */
static bool
figures_cut(struct str *rest, int32_t *out)
{
        size_t len = digits_of(*rest), places = 0;
        struct dec figure, hundredths;
        int64_t whole;

        if (len + 1 < rest->len && rest->at[len] == '.')
                places = digits_of((struct str){ rest->at + len + 1, rest->len - len - 1 });
        if (places > 0)
                len += 1 + places;
        if (!dec_parse((struct str){ rest->at, len }, &figure) ||
            dec_cmp(figure, dec_int(YEARS_FROM)) > 0 ||
            !dec_round(times(figure, dec_int(WHOLE)), 0, ROUND_DOWN, &hundredths) ||
            !dec_to_int(hundredths, &whole))
                return false;
        *out = (int32_t)whole;
        *rest = (struct str){ rest->at + len, rest->len - len };
        return true;
}

static int32_t
chinese_digit_cut(struct str *rest)
{
        for (uint32_t i = 0; i < COUNT(chinese); i++)
                if (cut(rest, chinese[i]))
                        return (int32_t)i + 1;
        return cut(rest, STR("两")) ? 2 : 0;
}

/* "半", "三", "十八", "二十四". */
static bool
chinese_cut(struct str *rest, int32_t *out)
{
        int32_t first = chinese_digit_cut(rest);

        *out = first * WHOLE;
        if (cut(rest, STR("十")))
                *out = ((first > 0 ? first : 1) * 10 + chinese_digit_cut(rest)) * WHOLE;
        else if (first == 0 && cut(rest, STR("半")))
                *out = WHOLE / 2;
        return *out > 0;
}

/* Does the text begin with that word of small letters, whatever its own are? */
static bool
word_cut(struct str *rest, struct str word)
{
        if (rest->len < word.len)
                return false;
        for (size_t i = 0; i < word.len; i++)
                if ((rest->at[i] >= 'A' && rest->at[i] <= 'Z' ? rest->at[i] | 0x20 : rest->at[i]) !=
                    word.at[i])
                        return false;
        *rest = (struct str){ rest->at + word.len, rest->len - word.len };
        return true;
}

/* A number in figures or words at the front of a text, which it leaves; in hundredths. */
static bool
number_cut(struct str *rest, int32_t *out)
{
        if (digits_of(*rest) > 0)
                return figures_cut(rest, out);
        for (uint32_t i = 0; i < COUNT(numerals); i++)
                if (word_cut(rest, str_of(numerals[i].word))) {
                        *out = numerals[i].number * WHOLE;
                        return true;
                }
        return chinese_cut(rest, out);
}

static bool
is_name(char c)
{
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The unit that follows a number, "-month" or " years"; its number, or -1. A half may follow it,
 * "一年半". */
static int32_t
unit_at(struct str rest, int32_t *number)
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
                rest = (struct str){ rest.at + word.len, rest.len - word.len };
                *number += cut(&rest, STR("半")) ? WHOLE / 2 : 0;
                return (int32_t)i;
        }
        return -1;
}

/* When a product ends by its own name: "18-month deposit", "three-year bond", "一年期", and by the
 * shortest time where it says what remains. False: it says nothing of it. */
static bool
stated_end(struct str product, bool remains, struct day from, struct day *out)
{
        bool any = false;

        for (size_t at = 0; at < product.len && (!any || remains); at++) {
                struct day ends;
                struct str rest = { product.at + at, product.len - at };
                int32_t number, unit;

                if (at > 0 && is_name(product.at[at]) && is_name(product.at[at - 1]))
                        continue;
                if (!number_cut(&rest, &number) || (unit = unit_at(rest, &number)) < 0)
                        continue;
                ends = day_plus(day_add_months(from, number * units[unit].months / WHOLE),
                                number * units[unit].days / WHOLE);
                if (!any || ends.number < out->number)
                        *out = ends;
                any = true;
        }
        return any;
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
        struct day ends = { 0 };
        struct finding *found = NULL;

        *p = (struct placement){ .event = f->id, .date = s->day, .left = f->amount.minor };
        if (is_permitted(s) == TRUTH_NO)
                found = placement_tell(s, "class", p);
        else if (stated_end(told(f->product), has_words(s->d, "remains", told(f->product)), s->day,
                            &ends) &&
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
