#include "proceeds/private.h"

static bool
has_link(const struct activity *a, const char *const *taxonomies)
{
        for (uint32_t i = 0; i < a->link_count; i++) {
                for (uint32_t t = 0; taxonomies[t]; t++) {
                        if (str_is(a->links[i].taxonomy, taxonomies[t]))
                                return true;
                }
        }
        return false;
}

static const char *const china[] = { "GBEPC2021", "GFEPC2025", NULL };
static const char *const principles[] = { "GBEPC2021", "GFEPC2025", "ICMA", "HK", NULL };

/* Families whose own catalogue decides; all others take any. */
static bool
is_linked(struct str family, const struct activity *a)
{
        if (str_is(family, "CN-GBP") || str_is(family, "GD"))
                return has_link(a, china);
        if (str_is(family, "ICMA-GBP") || str_is(family, "HKQAA"))
                return has_link(a, principles);
        return a->link_count > 0;
}

static enum told_truth
green_under(struct str family, const struct activity *a)
{
        const struct exclusion *e = activity_excluded(a, family);

        if (e && e->verdict == NOT_MET)
                return TRUTH_NO;
        if (is_linked(family, a))
                return TRUTH_YES;
        /* In no catalogue, and said to be green by itself nowhere: an office tower, a road. */
        return e && e->verdict == UNDETERMINED && !has_link(a, principles) ? TRUTH_NO
                                                                           : TRUTH_UNSAID;
}

/* "CN-GBP-2022" is of the family CN-GBP. */
static struct str
family_of(struct str standard)
{
        static const struct str families[] = {
                STR_ROW("CN-GBP"), STR_ROW("ICMA-GBP"), STR_ROW("CBS"), STR_ROW("EuGBS"),
                STR_ROW("EUGBS"),  STR_ROW("HKQAA"),    STR_ROW("CGT"), STR_ROW("GD"),
        };

        for (uint32_t i = 0; i < COUNT(families); i++) {
                if (str_starts(standard, families[i]))
                        return str_is(families[i], "EUGBS") ? STR("EuGBS") : families[i];
        }
        return standard;
}

enum told_truth
green_for(const struct bond *b, const struct activity *a)
{
        enum told_truth all = TRUTH_UNSAID;

        if (a == NULL)
                return TRUTH_UNSAID;
        if (b->standard_count == 0)
                return green_under(STR("CN-GBP"), a);
        for (uint32_t i = 0; i < b->standard_count; i++) {
                enum told_truth one = green_under(family_of(b->standards[i]), a);

                if (one == TRUTH_NO)
                        return TRUTH_NO;
                if (one == TRUTH_YES)
                        all = TRUTH_YES;
        }
        return all;
}
