#include "support/desk_rules.h"

/* Certifying judges again: what was recommended must still be so, by today's rules. */

static const struct row recommend = { "reviewer", "case.recommend",
                                      "{'case':'$case','to':'certify','reason':'r'}", OK(NULL),
                                      CASE_RECOMMENDED };
static const struct row certify = { "approver", "case.certify", "{'case':'$case','reason':'r'}",
                                    OK(NULL), CASE_NONE };

#define BOTH ",'principal':7,'net_proceeds':6"
#define TWO                                                                                        \
        "{'application':{'application':{'asked':['CN-GBP','ICMA-GBP']},"                           \
        "'issuer':{'code':'OWN-1','name':'I'},'bond':{'name':'B','currency':'CNY'" BOTH "}}}"

/* The rules at submission, those at certification, and what becomes of it. */
static const struct {
        const char *before, *before_too, *after, *after_too, *submit;
        const char *effects;
        enum case_state state;
} changes[] = {
        { CN(RULE_A RULE_B), NULL, CN(RULE_A RULE_B), NULL, SUBMIT(BOTH), "move certificate notice",
          CASE_CERTIFIED },
        /* The rules say otherwise now: not met, open, another standard, one criterion more. */
        { CN(RULE_A RULE_B), NULL, CN(RULE_A RULE("B", "reporting", "shall", "read", "false")),
          NULL, SUBMIT(BOTH), "assessment move notice", CASE_IN_REVIEW },
        { CN(RULE_A RULE_B), NULL,
          CN(RULE_A RULE("B", "reporting", "shall", "read", "bond.issuance_costs > 0")), NULL,
          SUBMIT(BOTH), "assessment move notice", CASE_IN_REVIEW },
        { CN(RULE_A RULE_B), NULL, CN(RULE_A RULE_B RULE_C), NULL, SUBMIT(BOTH),
          "assessment move notice", CASE_IN_REVIEW },
        { CN(RULE_A RULE_B), NULL, STANDARD("CN-GBP-2026", "CN-GBP", "") RULE_A RULE_B, NULL,
          SUBMIT(BOTH), "assessment move notice", CASE_IN_REVIEW },
        { CN(RULE_A), NULL, STANDARD("CN-GBP-2022", "CN-GBP", "certifies: false\n") RULE_A, NULL,
          SUBMIT(BOTH), "assessment move notice", CASE_IN_REVIEW },
        /* None that was asked for is left. */
        { CN(RULE_A), NULL, ICMA(RULE_A), NULL, SUBMIT(BOTH), "assessment move notice",
          CASE_IN_REVIEW },
        /* Two were asked for, then one of them is gone. */
        { CN(RULE_A), ICMA(RULE_B), CN(RULE_A), ICMA(RULE_B), TWO,
          "move certificate notice certificate notice", CASE_CERTIFIED },
        { CN(RULE_A), ICMA(RULE_B), CN(RULE_A), NULL, TWO, "assessment move notice",
          CASE_IN_REVIEW },
};

START_TEST(judges_again)
{
        for (size_t i = 0; i < COUNT(changes); i++) {
                struct desk d =
                        desk_review(changes[i].before, changes[i].before_too, changes[i].submit);
                struct str effects;

                play(&d, &recommend, 1);
                desk_rule(&d, changes[i].after, changes[i].after_too);
                play(&d, &certify, 1);
                effects = effects_said(d.store->arena, &d.made);
                ck_assert_msg(str_is(effects, changes[i].effects), "row %zu: %.*s", i,
                              STR_ARG(effects));
                ck_assert_int_eq(state_of(&d), changes[i].state);
                ck_assert(!doc_get(d.reply, STR("sent_back")) ==
                          (changes[i].state == CASE_CERTIFIED));
                ck_assert(!doc_get(d.reply, STR("certificates")) ==
                          (changes[i].state == CASE_IN_REVIEW));
                desk_close(&d);
        }
}
END_TEST

/* Back in review it can be recommended by the new rules; who recommended was told. */
START_TEST(goes_on_after_it)
{
        struct desk d = desk_review(CN(RULE_A RULE_B), NULL, SUBMIT(BOTH));

        play(&d, &recommend, 1);
        desk_rule(&d, CN(RULE_A RULE_B RULE_C), NULL);
        play(&d, &certify, 1);
        ck_assert_int_eq(d.made.at[d.made.count - 1].as.notice.kind, NOTICE_CASE);
        ck_str(d.made.at[d.made.count - 1].as.notice.to_person, "reviewer");
        ck_str(letters_of(&d, "CN-GBP-2022"), "mmmu");
        play(&d, &recommend, 1);
        ck_str(effects_said(d.store->arena, &d.made), "move");
        play(&d, &certify, 1);
        ck_assert_int_eq(state_of(&d), CASE_CERTIFIED);
        desk_close(&d);
}
END_TEST

/* Rules that changed between submission and recommendation are taken in by recommending. */
START_TEST(recommending_judges_again)
{
        struct desk d = desk_review(CN(RULE_A RULE_B), NULL, SUBMIT(BOTH));

        desk_rule(&d, CN(RULE_A RULE_B RULE_C), NULL);
        play(&d, &recommend, 1);
        ck_str(effects_said(d.store->arena, &d.made), "assessment move");
        ck_assert_uint_eq(desk_case(d.store, d.number)->round, 1);
        play(&d, &certify, 1);
        ck_assert_int_eq(state_of(&d), CASE_CERTIFIED);
        desk_close(&d);
}
END_TEST

/* What is stored reads no more under today's dictionary: mistakes, and nothing is moved. */
START_TEST(stored_application_reads_no_more)
{
        static const struct row rows[] = {
                { "reviewer", "case.recommend", "{'case':'$case','to':'certify','reason':'r'}",
                  BAD("too_small"), CASE_IN_REVIEW },
                { "reviewer", "case.confirm",
                  "{'case':'$case','criterion':'C','verdict':'met','reason':'r','evidence':[]}",
                  BAD("too_small"), CASE_IN_REVIEW },
                { "officer", "case.amend", AMEND(BOTH), OK(NULL), CASE_JUDGED },
        };
        struct desk d = desk_review(CN(RULE_A), NULL, SUBMIT(BOTH));
        struct known_case *c = desk_case(d.store, d.number);

        c->application =
                edited(d.store->arena, c->application, "\"principal\":7", "\"principal\":-7");
        play(&d, rows, COUNT(rows));
        desk_close(&d);
}
END_TEST

UNIT_MAIN("certify", judges_again, goes_on_after_it, recommending_judges_again,
          stored_application_reads_no_more)
