#include "support/rules.h"

#define HEAD(applies)                                                                              \
        "standard: TEST-1\n"                                                                       \
        "family: TEST\n"                                                                           \
        "title: { zh: 试, en: Test }\n"                                                           \
        "publisher: { zh: 甲, en: A }\n"                                                          \
        "in_force: { from: 2020-01-01, until: 2029-12-31 }\n"                                      \
        "applies: " applies "\n"

#define CRITERION(id, level, stages, more)                                                         \
        "  - id: " id "\n"                                                                         \
        "    clause: '1'\n"                                                                        \
        "    component: use_of_proceeds\n"                                                         \
        "    level: " level "\n"                                                                   \
        "    stages: " stages "\n"                                                                 \
        "    title: { zh: 一, en: One }\n"                                                        \
        "    remedy: { zh: 补, en: Add }\n"                                                       \
        "    basis: read\n" more

#define TEST_OF(test) CRITERION("T", "shall", "[pre, life]", "    test: \"" test "\"\n")

#define BOND "bond: { currency: CNY, kind: bond, principal: 500000000 }\n"

static const struct assessment *
judge_one(struct arena *a, const char *standard, const char *yaml, struct assessments *all)
{
        struct set own = { "standards/a.yaml", standard };

        *all = judge(a, good_book(a, &own, 1), yaml, "2026-03-01", "TEST");
        ck_assert_uint_eq(all->count, 1);
        ck_assert(all->at[0].asked);
        return &all->at[0];
}

/* One criterion, the application it is judged of, and the verdict. */
struct verdict_row {
        const char *criterion, *yaml;
        enum verdict verdict;
        enum lacking lacking;
        const char *missing; /* a path that must be named */
};

#define WHEN(when, test)                                                                           \
        CRITERION("T", "shall", "[pre, life]", "    when: \"" when "\"\n    test: \"" test "\"\n")
#define CLOSES(closes, test)                                                                       \
        CRITERION("T", "shall", "[pre, life]", "    closes: " closes "\n    test: \"" test "\"\n")

static const struct verdict_row rows[] = {
        { TEST_OF("bond.principal > 0"), BOND, MET, LACKING_NOTHING, NULL },
        { TEST_OF("bond.principal < 0"), BOND, NOT_MET, LACKING_NOTHING, NULL },
        { TEST_OF("bond.net_proceeds > 0"), BOND, UNDETERMINED, LACKING_PAPERS,
          "bond.net_proceeds" },
        /* When */
        { WHEN("bond.principal > 0", "bond.principal > 1"), BOND, MET, LACKING_NOTHING, NULL },
        { WHEN("bond.principal < 0", "bond.principal < 1"), BOND, NOT_APPLICABLE, LACKING_NOTHING,
          NULL },
        { WHEN("bond.net_proceeds > 0", "bond.principal > 0"), BOND, MET, LACKING_NOTHING, NULL },
        { WHEN("bond.net_proceeds > 0", "bond.principal < 0"), BOND, UNDETERMINED, LACKING_PAPERS,
          "bond.net_proceeds" },
        { WHEN("bond.net_proceeds > 0", "bond.issuance_costs < 1"), BOND, UNDETERMINED,
          LACKING_PAPERS, "bond.issuance_costs" },
        /* What closes it */
        { CLOSES("evidence", "bond.net_proceeds > 0"), BOND, UNDETERMINED, LACKING_EVIDENCE,
          "bond.net_proceeds" },
        { TEST_OF("projects.all(p, p.activity == 'solar_pv')"),
          BOND "projects: [{ id: P1, name: A }]\n", UNDETERMINED, LACKING_EVIDENCE,
          "projects[0].activity" },
        { CLOSES("papers", "projects.all(p, p.activity == 'solar_pv')"),
          BOND "projects: [{ id: P1, name: A }]\n", UNDETERMINED, LACKING_PAPERS,
          "projects[0].activity" },
        { TEST_OF("projects.all(p, p.activity == 'solar_pv')"), BOND, UNDETERMINED, LACKING_PAPERS,
          "projects" },
        { CLOSES("papers", "projects.all(p, !excluded(p.activity))"),
          BOND "projects: [{ id: P1, activity: unlisted }]\n", UNDETERMINED, LACKING_PAPERS,
          "projects[0].activity" },
        { CLOSES("papers", "projects.all(p, !excluded(p.activity))"),
          BOND "projects: [{ id: P1, activity: coal_power }]\n", UNDETERMINED, LACKING_EVIDENCE,
          "projects[0].activity" },
        /* Scope: the whole bond, its tranches, or some of them */
        { TEST_OF("scope.amount == 500000000"), BOND, MET, LACKING_NOTHING, NULL },
        { TEST_OF("scope.currency == 'CNY'"), BOND, MET, LACKING_NOTHING, NULL },
        { TEST_OF("scope.amount == 300000000"),
          "bond: { currency: CNY, kind: bond, principal: 9, tranches: [{ id: a, amount: 100000000, "
          "label: green }, { id: b, amount: 200000000, label: green }] }\n",
          MET, LACKING_NOTHING, NULL },
        { TEST_OF("scope.amount == 200000000 && scope.tranches.all(t, t.id == 'b')"),
          "scope: { tranches: [b] }\nbond: { currency: CNY, kind: bond, tranches: [{ id: a, "
          "amount: "
          "100000000, label: green }, { id: b, amount: 200000000, label: green }] }\n",
          MET, LACKING_NOTHING, NULL },
        { TEST_OF("scope.amount > 0"),
          "bond: { currency: CNY, kind: bond, principal: 9, tranches: [{ id: a, amount: 100000000, "
          "label: green }, { id: b, label: green }] }\n",
          UNDETERMINED, LACKING_PAPERS, "bond.tranches[1].amount" },
        { TEST_OF("scope.amount > 0"), "bond: { currency: CNY, kind: bond }\n", UNDETERMINED,
          LACKING_PAPERS, "bond.principal" },
        /* Projects of the scope */
        { TEST_OF("projects.all(p, p.id == 'P2')"),
          "scope: { tranches: [b] }\nbond: { currency: CNY, kind: bond, tranches: [{ id: a, "
          "amount: "
          "1, label: green }, { id: b, amount: 2, label: green }] }\n"
          "projects: [{ id: P1, tranche: a }, { id: P2, tranche: b }]\n",
          MET, LACKING_NOTHING, NULL },
        { TEST_OF("projects.all(p, p.id == 'P2')"),
          "scope: { tranches: [b] }\nbond: { currency: CNY, kind: bond, tranches: [{ id: a, "
          "amount: "
          "1, label: green }, { id: b, amount: 2, label: green }] }\n"
          "projects: [{ id: P1 }, { id: P2, tranche: b }]\n",
          NOT_MET, LACKING_NOTHING, NULL },
        { TEST_OF("projects.all(p, p.id == 'P2')"),
          "scope: { tranches: [b] }\nbond: { currency: CNY, kind: bond, tranches: [{ id: a, "
          "amount: "
          "1, label: green }, { id: b, amount: 2, label: green }] }\n"
          "projects: [{ id: P1, tranche: a }]\n",
          UNDETERMINED, LACKING_PAPERS, "projects" },
        /* The day and the stage */
        { TEST_OF("on == date('2026-03-01') && stage == 'pre'"), BOND, MET, LACKING_NOTHING, NULL },
        { TEST_OF("stage == 'life'"), "application: { stage: annual }\n" BOND, MET, LACKING_NOTHING,
          NULL },
};

START_TEST(verdicts)
{
        for (uint32_t i = 0; i < COUNT(rows); i++) {
                struct arena *a = arena_new(RULES_TEST_BYTES);
                struct str text = str_format(a, "%scriteria:\n%s", HEAD("true"), rows[i].criterion);
                struct assessments all;
                const struct assessment *s = judge_one(a, str_c(a, text), rows[i].yaml, &all);
                const struct judged *j = judged_of(s, "T");

                ck_assert_msg(j->verdict == rows[i].verdict, "row %u: %.*s", i,
                              STR_ARG(verdict_code(j->verdict)));
                ck_assert_msg(j->lacking == rows[i].lacking, "row %u: %.*s", i,
                              STR_ARG(lacking_code(j->lacking)));
                ck_assert_msg(rows[i].missing == NULL || is_missing(j, rows[i].missing),
                              "row %u: missing %u: %.*s", i, j->missing_count,
                              STR_ARG(j->missing_count ? j->missing[0]->path : STR("-")));
                ck_assert(j->verdict == UNDETERMINED || j->missing_count == 0);
                arena_free(a);
        }
}
END_TEST

START_TEST(stages)
{
        static const char standard[] = HEAD("true") "criteria:\n" CRITERION(
                "PRE", "shall", "[pre]", "    test: bond.principal > 0\n")
                CRITERION("LIFE", "shall", "[life]", "    test: bond.net_proceeds > 0\n");
        struct arena *a = arena_new(RULES_TEST_BYTES);
        struct assessments all;
        const struct assessment *s = judge_one(a, standard, BOND, &all);

        ck_str(verdict_letters(a, s), "mma");
        ck_assert_int_eq(s->outcome, CONFORMS);
        ck_assert_int_eq(s->lacking, LACKING_NOTHING);
        s = judge_one(a, standard, "application: { stage: post }\n" BOND, &all);
        ck_str(verdict_letters(a, s), "mau");
        ck_assert_int_eq(s->outcome, OUTCOME_UNDETERMINED);
        ck_assert_int_eq(s->lacking, LACKING_PAPERS);
        arena_free(a);
}
END_TEST

/* A should that lacks evidence does not make the standard lack it; a shall that fails does not hide
 * what others lack. */
START_TEST(lacking_counts_open_shall_criteria)
{
        static const char standard[] = HEAD("true") "criteria:\n" CRITERION(
                "A", "should", "[pre]",
                "    test: bond.net_proceeds > 0\n"
                "    closes: evidence\n")
                CRITERION("B", "shall", "[pre]", "    test: bond.principal > 5\n")
                        CRITERION("C", "shall", "[pre]", "    test: bond.issuance_costs > 5\n");
        struct arena *a = arena_new(RULES_TEST_BYTES);
        struct assessments all;
        const struct assessment *s = judge_one(a, standard, BOND, &all);

        ck_str(verdict_letters(a, s), "mumu");
        ck_assert_int_eq(s->lacking, LACKING_PAPERS);
        s = judge_one(a, standard, "bond: { currency: CNY, kind: bond, principal: 1 }\n", &all);
        ck_assert_int_eq(s->outcome, DOES_NOT_CONFORM);
        ck_assert_int_eq(s->lacking, LACKING_PAPERS);
        arena_free(a);
}
END_TEST

START_TEST(sold_under_it_lacks_papers)
{
        static const char standard[] =
                HEAD("true") "sold_under: bond.product == 'climate'\n"
                             "criteria:\n" CRITERION(
                                     "A", "shall", "[pre]",
                                     "    test: projects.all(p, p.activity == 'solar_pv')\n");
        static const char projects[] = "projects: [{ id: P1, name: A }]\n";
        struct arena *a = arena_new(RULES_TEST_BYTES);
        struct assessments all;
        struct str yaml = str_format(a, "bond: { currency: CNY, product: climate }\n%s", projects);
        const struct assessment *s = judge_one(a, standard, str_c(a, yaml), &all);

        ck_assert_int_eq(s->lacking, LACKING_PAPERS);
        yaml = str_format(a, "bond: { currency: CNY }\n%s", projects);
        s = judge_one(a, standard, str_c(a, yaml), &all);
        ck_assert_int_eq(s->lacking, LACKING_EVIDENCE);
        arena_free(a);
}
END_TEST

START_TEST(applies_or_not)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        struct assessments all;
        static const char abs_only[] = HEAD("bond.kind == 'abs'") "criteria:\n" TEST_OF("true");
        const struct assessment *s = judge_one(a, abs_only, BOND, &all);
        struct set own = { "standards/a.yaml", abs_only };

        ck_assert_int_eq(s->outcome, OUTCOME_NOT_APPLICABLE);
        ck_str(verdict_letters(a, s), "aa");
        ck_assert_uint_gt(s->because_count, 0);
        s = judge_one(a, abs_only, "bond: { currency: CNY }\n", &all);
        ck_assert_int_eq(s->outcome, CONFORMS);
        all = judge(a, good_book(a, &own, 1), BOND, "2026-03-01", NULL);
        ck_assert_uint_eq(all.count, 0);
        arena_free(a);
}
END_TEST

/* For information all standards in force; by its id also one that is not. */
START_TEST(asked_and_told)
{
        static const char standard[] = HEAD("true") "criteria:\n" TEST_OF("true");
        static const struct set own[] = {
                { "standards/a.yaml", standard },
                { "standards/b.yaml", "standard: CN-GBP-2022\n"
                                      "family: CN-GBP\n"
                                      "title: { zh: 试, en: Test }\n"
                                      "publisher: { zh: 甲, en: A }\n"
                                      "in_force: { from: 2022-07-29 }\n"
                                      "applies: true\n"
                                      "criteria:\n" TEST_OF("true") },
        };
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, own, COUNT(own));
        struct assessments all = judge(a, book, BOND, "2026-03-01", NULL);

        ck_assert_uint_eq(all.count, 2);
        ck_str(all.at[0].standard->id, "CN-GBP-2022");
        ck_assert(all.at[0].asked && !all.at[1].asked);
        all = judge(a, book, BOND, "2030-01-01", NULL);
        ck_assert_uint_eq(all.count, 1);
        all = judge(a, book, BOND, "2030-01-01", "TEST-1");
        ck_assert_uint_eq(all.count, 2);
        ck_assert(!all.at[0].asked && all.at[1].asked);
        all = judge(a, book, BOND, "2030-01-01", "TEST");
        ck_assert_uint_eq(all.count, 1);
        ck_assert(!all.at[0].asked);
        all = judge(a, book, "application: { asked: [CN-GBP-2022] }\n" BOND, "2021-01-01", NULL);
        ck_assert_uint_eq(all.count, 2);
        ck_assert(all.at[0].asked);
        arena_free(a);
}
END_TEST

START_TEST(a_person_settles_what_is_open)
{
        static const char standard[] = HEAD("true") "criteria:\n" CRITERION(
                "OPEN", "shall", "[pre]", "    test: bond.net_proceeds > 0\n")
                CRITERION("GOOD", "shall", "[pre]", "    test: bond.principal > 0\n")
                        CRITERION("BAD", "shall", "[pre]", "    test: bond.principal < 0\n");
        static const struct confirmation said[] = {
                { .standard = { "TEST-1", 6 }, .criterion = { "OPEN", 4 }, .verdict = NOT_MET },
                { .standard = { "TEST-1", 6 }, .criterion = { "OPEN", 4 }, .verdict = MET },
                { .standard = { "TEST-2", 6 }, .criterion = { "OPEN", 4 }, .verdict = NOT_MET },
                { .standard = { "TEST-1", 6 }, .criterion = { "GOOD", 4 }, .verdict = NOT_MET },
                { .standard = { "TEST-1", 6 }, .criterion = { "BAD", 3 }, .verdict = MET },
        };
        struct arena *a = arena_new(RULES_TEST_BYTES);
        struct set own = { "standards/a.yaml", standard };
        const struct rulebook *book = good_book(a, &own, 1);
        const struct record *application = application_of(a, book, STR(BOND));
        struct str asked = STR("TEST");
        struct assessments all = assess(a, book, application, day_at("2026-03-01"), &asked, 1, said,
                                        COUNT(said), REASONS_ALL);

        ck_str(verdict_letters(a, &all.at[0]), "mmmn");
        ck_assert_ptr_eq(judged_of(&all.at[0], "OPEN")->confirmed, &said[1]);
        ck_assert(is_missing(judged_of(&all.at[0], "OPEN"), "bond.net_proceeds"));
        ck_assert_ptr_null(judged_of(&all.at[0], "GOOD")->confirmed);
        ck_assert_ptr_null(judged_of(&all.at[0], "BAD")->confirmed);
        arena_free(a);
}
END_TEST

START_TEST(labelled_tranches_are_judged_apart)
{
        static const char standard[] = HEAD("true") "criteria:\n" TEST_OF("scope.amount == 200");
        static const char both[] =
                "bond: { currency: CNY, tranches: [{ id: a, amount: 100, label: none }, "
                "{ id: b, amount: 200, label: green }] }\n";
        static const char none[] =
                "bond: { currency: CNY, tranches: [{ id: a, amount: 200, label: none }] }\n";
        struct arena *a = arena_new(RULES_TEST_BYTES);
        struct assessments all;
        const struct assessment *s = judge_one(a, standard, both, &all);

        ck_str(verdict_letters(a, s), "nn");
        ck_assert_int_eq(s->outcome, DOES_NOT_CONFORM);
        ck_assert_uint_eq(all.labelled_count, 1);
        ck_str(verdict_letters(a, &all.labelled[0]), "mm");
        ck_assert_int_eq(all.labelled[0].outcome, CONFORMS);
        ck_assert(all.labelled[0].asked);
        s = judge_one(a, standard, none, &all);
        ck_str(verdict_letters(a, s), "nm");
        ck_assert_uint_eq(all.labelled_count, 0);
        (void)judge_one(a, standard, BOND, &all);
        ck_assert_uint_eq(all.labelled_count, 0);
        arena_free(a);
}
END_TEST

START_TEST(observes_what_is_so)
{
        static const char standard[] = HEAD("true") "criteria:\n" TEST_OF("true");
        struct arena *a = arena_new(RULES_TEST_BYTES);
        struct assessments all;

        (void)judge_one(a, standard, BOND, &all);
        ck_assert_uint_eq(all.observed_count, 0);
        (void)judge_one(a, standard, "bond: { currency: CNY, issuance_costs: 2000 }\n", &all);
        ck_assert_uint_eq(all.observed_count, 1);
        ck_str(all.observed[0].observation->code, "costly");
        ck_assert_uint_gt(all.observed[0].because_count, 0);
        arena_free(a);
}
END_TEST

/* Who asks for a standard that does not speak of the bond hears why, from the daemon too. */
START_TEST(tells_why_what_was_asked_does_not_apply)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = real_book(a);
        struct str asked = STR("CN-GBP");
        const struct record *r =
                application_of(a, book, STR("bond: { currency: CNY, kind: loan }"));

        for (int brief = 0; brief < 2; brief++) {
                struct assessments all = assess(a, book, r, day_at("2026-03-01"), &asked, 1, NULL,
                                                0, brief ? REASONS_OF_OPEN : REASONS_ALL);
                const struct assessment *s = assessment_of(all.at, all.count, "CN-GBP-2022");

                ck_assert_int_eq(s->outcome, OUTCOME_NOT_APPLICABLE);
                ck_assert_uint_eq(s->because_count, 1);
                ck_str(s->because[0].path, "bond.kind");
        }
        arena_free(a);
}
END_TEST

UNIT_MAIN("assess", tells_why_what_was_asked_does_not_apply, verdicts, stages,
          lacking_counts_open_shall_criteria, sold_under_it_lacks_papers, applies_or_not,
          asked_and_told, a_person_settles_what_is_open, labelled_tranches_are_judged_apart,
          observes_what_is_so)
