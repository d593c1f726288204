#include "support/rules.h"

/* Two shall criteria and two should: one letter each, and what comes of them. */
struct outcome_row {
        const char *letters;
        enum outcome outcome;
};

static const struct outcome_row rows[] = {
        { "mmmm", CONFORMS },
        { "mmaa", CONFORMS },
        { "aaaa", CONFORMS },
        { "rrmm", CONFORMS },
        { "rmrr", CONFORMS },
        { "mmnm", CONFORMS_WITH_OBSERVATIONS },
        { "mmmu", CONFORMS_WITH_OBSERVATIONS },
        { "mrnu", CONFORMS_WITH_OBSERVATIONS },
        { "umnm", OUTCOME_UNDETERMINED },
        { "ummm", OUTCOME_UNDETERMINED },
        { "auma", OUTCOME_UNDETERMINED },
        { "nmmm", DOES_NOT_CONFORM },
        { "unmm", DOES_NOT_CONFORM },
        { "nuuu", DOES_NOT_CONFORM },
        { "nnnn", DOES_NOT_CONFORM },
};

START_TEST(shall_first_then_should)
{
        static const struct criterion criteria[] = {
                { .level = SHALL }, { .level = SHALL }, { .level = SHOULD }, { .level = SHOULD }
        };
        const struct standard s = { .at = criteria, .count = COUNT(criteria) };

        for (uint32_t i = 0; i < COUNT(rows); i++) {
                enum verdict verdicts[COUNT(criteria)];

                for (uint32_t c = 0; c < COUNT(criteria); c++)
                        verdicts[c] = verdict_of_letter(rows[i].letters[c]);
                ck_assert_msg(outcome_of_verdicts(&s, verdicts) == rows[i].outcome, "%s",
                              rows[i].letters);
        }
}
END_TEST

/* A verdict nobody gave is open, never met. */
START_TEST(no_verdict_is_open)
{
        static const struct criterion criteria[] = { { .level = SHALL } };
        const struct standard s = { .at = criteria, .count = 1 };
        const enum verdict none = VERDICT_NONE;

        ck_assert_int_eq(outcome_of_verdicts(&s, &none), OUTCOME_UNDETERMINED);
}
END_TEST

START_TEST(writes_letters_in_order)
{
        struct arena *a = arena_new(1 << 20);
        const struct judged judged[] = { { .verdict = MET },
                                         { .verdict = NOT_MET },
                                         { .verdict = UNDETERMINED },
                                         { .verdict = NOT_APPLICABLE },
                                         { .verdict = RECOGNISED } };
        const struct assessment s = { .at = judged, .count = COUNT(judged) };

        ck_str(verdict_letters(a, &s), "mnuar");
        arena_free(a);
}
END_TEST

UNIT_MAIN("outcome", shall_first_then_should, no_verdict_is_open, writes_letters_in_order)
