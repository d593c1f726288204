#include "support/desk_rules.h"

/* A person settles what is undetermined, and only that, with evidence. */

#define FILE_A "{'name':'a','base64':'YQ=='}"
#define CONFIRM(criterion, verdict, evidence)                                                      \
        "{'case':'$case','criterion':'" criterion "','verdict':'" verdict                          \
        "','reason':'r','evidence':[" evidence "]}"

static const struct row settles[] = {
        { "reviewer", "case.recommend", "{'case':'$case','to':'certify','reason':'r'}",
          NO("open_criteria"), CASE_IN_REVIEW },
        { "reviewer", "case.confirm", CONFIRM("Z", "met", FILE_A), BAD("no_such_criterion") },
        { "reviewer", "case.confirm", CONFIRM("A", "recognised", FILE_A), BAD("verdict_word") },
        { "reviewer", "case.confirm", CONFIRM("A", "undetermined", FILE_A), BAD("verdict_word") },
        { "reviewer", "case.confirm", CONFIRM("A", "met", ""), BAD("evidence_missing") },
        { "reviewer", "case.confirm", CONFIRM("A", "met", "'abc'"), BAD("evidence_missing") },
        { "reviewer", "case.confirm", CONFIRM("A", "met", FILE_A ",'abc'"),
          BAD("evidence_missing") },
        { "reviewer", "case.confirm", CONFIRM("B", "met", FILE_A), NO("not_undetermined") },
        { "reviewer", "case.confirm", CONFIRM("B", "not_met", FILE_A), NO("not_undetermined") },
        { "reviewer", "case.confirm", CONFIRM("A", "met", FILE_A),
          OK("attachment confirmation assessment"), CASE_IN_REVIEW },
        { "reviewer", "case.confirm", CONFIRM("A", "not_met", FILE_A), NO("not_undetermined") },
        { "reviewer2", "case.confirm", CONFIRM("C", "not_met", FILE_A),
          OK("confirmation assessment"), CASE_IN_REVIEW },
        { "reviewer", "case.recommend", "{'case':'$case','to':'certify','reason':'r'}", OK("move"),
          CASE_RECOMMENDED },
        { "reviewer", "case.confirm", CONFIRM("A", "met", FILE_A), NO("move_not_allowed") },
        { "approver", "case.certify", "{'case':'$case','reason':'r'}",
          OK("move certificate notice"), CASE_CERTIFIED },
};

START_TEST(settles_only_what_is_open)
{
        struct desk d = desk_review(CN(RULE_A RULE_B RULE_C), NULL, SUBMIT(",'principal':7"));
        const struct certificate *f;

        ck_str(letters_of(&d, "CN-GBP-2022"), "mumu");
        play(&d, settles, COUNT(settles));
        ck_str(letters_of(&d, "CN-GBP-2022"), "mmmn");
        f = d.made.at[1].as.certificate.facts;
        ck_assert_uint_eq(f->confirmation_count, 2);
        ck_str(f->confirmations[0].criterion, "A");
        ck_str(f->confirmations[0].by, "reviewer");
        ck_assert_int_eq(f->confirmations[0].verdict, MET);
        ck_assert_uint_eq(f->confirmations[0].evidence.len, 64);
        ck_assert_int_eq(f->confirmations[1].verdict, NOT_MET);
        ck_assert_uint_eq(f->observation_count, 1);
        ck_assert_uint_eq(f->recalled_count, 1);
        ck_assert_int_eq(f->outcome, CONFORMS_WITH_OBSERVATIONS);
        desk_close(&d);
}
END_TEST

START_TEST(refuses_what_is_settled_against_it)
{
        static const struct row rows[] = {
                { "reviewer", "case.confirm", CONFIRM("A", "not_met", FILE_A),
                  OK("attachment confirmation assessment"), CASE_IN_REVIEW },
                { "reviewer", "case.recommend", "{'case':'$case','to':'certify','reason':'r'}",
                  NO("open_criteria"), CASE_IN_REVIEW },
                { "reviewer", "case.recommend", "{'case':'$case','to':'decline','reason':'r'}",
                  OK("move"), CASE_RECOMMENDED },
        };
        struct desk d = desk_review(CN(RULE_A RULE_B), NULL, SUBMIT(",'principal':7"));

        play(&d, rows, COUNT(rows));
        ck_str(letters_of(&d, "CN-GBP-2022"), "mnm");
        desk_close(&d);
}
END_TEST

/* A file that is there already is named by its digest; one digest may serve two criteria. */
START_TEST(names_files_that_are_there)
{
        struct desk d = desk_review(CN(RULE_A RULE_B RULE_C), NULL, SUBMIT(",'principal':7"));
        struct arena *a = d.store->arena;
        struct str sha256 = digest_text_of(a, STR("a"));
        struct str body = str_format(a, CONFIRM("A", "met", "'%.*s'"), STR_ARG(sha256));

        ask(&d, "reviewer", "case.confirm", str_c(a, body));
        ck_str(code_of(&d), "evidence_missing");
        ask(&d, "officer", "case.attach", "{'case':'$case','files':[" FILE_A "]}");
        ask(&d, "reviewer", "case.confirm", str_c(a, body));
        ck_str(effects_said(a, &d.made), "confirmation assessment");
        body = str_format(a, CONFIRM("C", "met", "'%.*s'," FILE_A ",{'name':'b','base64':'Yg=='}"),
                          STR_ARG(sha256));
        ask(&d, "reviewer", "case.confirm", str_c(a, body));
        ck_str(effects_said(a, &d.made), "attachment confirmation assessment");
        ck_str(letters_of(&d, "CN-GBP-2022"), "mmmm");
        desk_close(&d);
}
END_TEST

/* A later application is judged afresh: what was confirmed of the one before is gone. */
START_TEST(is_of_one_revision)
{
        struct desk d = desk_review(CN(RULE_A RULE_B), NULL, SUBMIT(",'principal':7"));
        const struct known_case *c;

        ask(&d, "reviewer", "case.confirm", CONFIRM("A", "met", FILE_A));
        ck_str(letters_of(&d, "CN-GBP-2022"), "mmm");
        ask(&d, "officer", "case.amend", AMEND(",'principal':8"));
        ck_str(letters_of(&d, "CN-GBP-2022"), "mum");
        ask(&d, "reviewer", "case.take", "{'case':'$case'}");
        ask(&d, "reviewer", "case.confirm", CONFIRM("A", "met", FILE_A));
        ck_assert_uint_eq(d.made.at[0].as.confirmation.place, 2);
        ck_assert_uint_eq(d.made.at[0].as.confirmation.revision, 2);
        c = desk_case(d.store, d.number);
        ck_assert_uint_eq(c->confirmation_count, 1);
        ck_assert_uint_eq(c->confirmations_ever, 2);
        ck_assert_uint_eq(c->round, 1);
        desk_close(&d);
}
END_TEST

/* One id in two asked standards: met in the first, open in the second. */
START_TEST(finds_the_open_one)
{
        static const char submit[] =
                "{'application':{'application':{'asked':['CN-GBP','ICMA-GBP']},"
                "'issuer':{'code':'OWN-1','name':'I'},'bond':{'name':'B','currency':'CNY',"
                "'principal':7}}}";
        static const char second[] =
                ICMA(RULE("B", "reporting", "shall", "read", "bond.net_proceeds > 0"));
        static const struct {
                const char *standard, *code, *first, *second;
        } rows[] = {
                { "", "", "mm", "mm" },
                { ",'standard':'ICMA-GBP'", "", "mm", "mm" },
                { ",'standard':'ICMA-GBP-2025'", "", "mm", "mm" },
                { ",'standard':'CN-GBP'", "not_undetermined", "mm", "mu" },
                { ",'standard':'CBS'", "no_such_criterion", "mm", "mu" },
        };

        for (size_t i = 0; i < COUNT(rows); i++) {
                struct desk d = desk_review(CN(RULE_B), second, submit);
                struct str body = str_format(d.store->arena,
                                             "{'case':'$case','criterion':'B','verdict':'met',"
                                             "'reason':'r','evidence':[" FILE_A "]%s}",
                                             rows[i].standard);

                ask(&d, "reviewer", "case.confirm", str_c(d.store->arena, body));
                ck_str(code_of(&d), rows[i].code);
                ck_str(letters_of(&d, "CN-GBP-2022"), rows[i].first);
                ck_str(letters_of(&d, "ICMA-GBP-2025"), rows[i].second);
                desk_close(&d);
        }
}
END_TEST

UNIT_MAIN("confirm", settles_only_what_is_open, refuses_what_is_settled_against_it,
          names_files_that_are_there, is_of_one_revision, finds_the_open_one)
