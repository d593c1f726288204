#include "model/words.h"
#include "support/model.h"

/* Every word's code leads back to it, and 0 has none. */
#define BACK_AND_FORTH(type, last, code_of_word, word_of_code, group)                              \
        for (int i = 1; i < (int)(last); i++) {                                                    \
                struct str code = code_of_word((enum type)i);                                      \
                                                                                                   \
                ck_assert_uint_gt(code.len, 0);                                                    \
                ck_assert_int_eq((int)word_of_code(code), i);                                      \
                ck_assert(texts_have(t, str_format(a, "%s.%.*s", (group), STR_ARG(code))));        \
        }                                                                                          \
        ck_assert_int_eq((int)word_of_code(STR("no such word")), 0);                               \
        ck_assert_int_eq((int)word_of_code(STR("")), 0)

START_TEST(codes_lead_back)
{
        struct arena *a = arena_new(1 << 26);
        const struct texts *t = texts_of_rules(a);

        BACK_AND_FORTH(verdict, VERDICTS, verdict_code, verdict_of, "verdict");
        BACK_AND_FORTH(outcome, OUTCOMES, outcome_code, outcome_of, "outcome");
        BACK_AND_FORTH(component, COMPONENTS, component_code, component_of, "component");
        BACK_AND_FORTH(level, LEVELS, level_code, level_of, "level");
        BACK_AND_FORTH(basis, BASES, basis_code, basis_of, "basis");
        BACK_AND_FORTH(lacking, LACKINGS, lacking_code, lacking_of, "lacking");
        BACK_AND_FORTH(stage, STAGES, stage_code, stage_of, "stage");
        BACK_AND_FORTH(case_state, CASE_STATES, case_state_code, case_state_of, "case_state");
        BACK_AND_FORTH(certificate_state, CERTIFICATE_STATES, certificate_state_code,
                       certificate_state_of, "certificate_state");
        ck_str(verdict_code(VERDICT_NONE), "");
        ck_str(lacking_code(LACKING_NOTHING), "nothing");
        ck_assert(texts_have(t, STR("lacking.nothing")));
        arena_free(a);
}
END_TEST

START_TEST(letters_lead_back)
{
        static const char letters[] = "mnuar";

        for (int i = 1; i < VERDICTS; i++) {
                ck_assert_int_eq(verdict_letter((enum verdict)i), letters[i - 1]);
                ck_assert_int_eq(verdict_of_letter(letters[i - 1]), i);
        }
        ck_assert_int_eq(verdict_of_letter('x'), VERDICT_NONE);
        ck_assert_int_eq(verdict_of_letter('\0'), VERDICT_NONE);
}
END_TEST

UNIT_MAIN("words", codes_lead_back, letters_lead_back)
