#include "support/rules.h"

/* What the bond states of its dates, and the editions that follow. */
struct edition_case {
        const char *bond, *editions, *row;
};

#define STANDARD_HEAD                                                                              \
        "standard: TEST-1\n"                                                                       \
        "family: TEST\n"                                                                           \
        "title: { zh: 试, en: Test }\n"                                                           \
        "publisher: { zh: 甲, en: A }\n"                                                          \
        "in_force: { from: 2020-01-01 }\n"                                                         \
        "applies: true\n"                                                                          \
        "criteria:\n"

#define CRITERION(id, test)                                                                        \
        "  - id: " id "\n"                                                                         \
        "    clause: '1'\n"                                                                        \
        "    component: use_of_proceeds\n"                                                         \
        "    level: shall\n"                                                                       \
        "    stages: [pre, life]\n"                                                                \
        "    title: { zh: 一, en: One }\n"                                                        \
        "    test: " test "\n"                                                                     \
        "    remedy: { zh: 补, en: Add }\n"                                                       \
        "    basis: read\n"

static const struct set own[] = {
        { "standards/a.yaml",
          STANDARD_HEAD CRITERION("OLD", "catalogue == 'GBEPC2021'")
                  CRITERION("ANY", "catalogue in ['GBEPC2021', 'GFEPC2025']") CRITERION(
                          "NONE", "catalogue != 'GBEPC2021' && catalogue != 'GFEPC2025'")
                          CRITERION("GAP", "catalogue == 'GBEPC2021' || bond.principal > 0") },
        { "catalogues.yaml", "rows:\n"
                             "  - id: new\n"
                             "    when: bond.filing_date >= date('2025-10-01')\n"
                             "    editions: [GFEPC2025]\n"
                             "    basis: read\n"
                             "    because: { zh: 新, en: New }\n"
                             "  - id: between\n"
                             "    when: bond.filing_date >= date('2025-07-01')\n"
                             "    editions: [GBEPC2021, GFEPC2025]\n"
                             "    issuer_chooses: true\n"
                             "    basis: read\n"
                             "    because: { zh: 间, en: Between }\n"
                             "  - id: old\n"
                             "    when: true\n"
                             "    editions: [GBEPC2021]\n"
                             "    basis: read\n"
                             "    because: { zh: 旧, en: Old }\n" },
};

static const struct edition_case small_cases[] = {
        { "filing_date: 2025-10-01", "GFEPC2025", "new" },
        { "filing_date: 2025-06-30", "GBEPC2021", "old" },
        { "filing_date: 2025-07-01", "GBEPC2021 GFEPC2025", "between" },
        { "filing_date: 2025-07-01, catalogue_choice: GFEPC2025", "GFEPC2025", "between" },
        { "filing_date: 2025-07-01, catalogue_choice: GBEPC2021", "GBEPC2021", "between" },
        /* The choice counts only where there is one. */
        { "filing_date: 2025-06-30, catalogue_choice: GFEPC2025", "GBEPC2021", "old" },
        { "name: x", "GFEPC2025 GBEPC2021", "new between old" },
        { "catalogue_choice: GFEPC2025", "GFEPC2025 GBEPC2021", "new between old" },
};

static struct assessments
judge_bond(struct arena *a, const struct rulebook *book, const char *bond, const char *asked)
{
        struct str yaml = str_format(a, "bond: { currency: CNY, kind: bond, %s }\n", bond);

        return judge(a, book, str_c(a, yaml), "2026-03-01", asked);
}

START_TEST(the_first_true_row_decides)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, own, COUNT(own));

        for (uint32_t i = 0; i < COUNT(small_cases); i++) {
                struct assessments all = judge_bond(a, book, small_cases[i].bond, "TEST");

                ck_assert_uint_eq(all.count, 1);
                ck_str(all.at[0].catalogue, small_cases[i].editions);
                ck_str(all.at[0].catalogue_row, small_cases[i].row);
        }
        arena_free(a);
}
END_TEST

START_TEST(the_row_says_why)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, own, COUNT(own));
        struct assessments all = judge_bond(a, book, "name: x", "TEST");

        ck_str(all.at[0].catalogue_because[ENGLISH], "Old");
        ck_str(all.at[0].catalogue_because[CHINESE], "旧");
        arena_free(a);
}
END_TEST

/* Met only if met under all, not met only if not met under all, else undetermined: then what tells
 * the edition is missing, and what the open one lacks. */
START_TEST(judges_under_each_open_edition)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, own, COUNT(own));
        struct assessments all = judge_bond(a, book, "name: x", "TEST");
        const struct judged *old = judged_of(&all.at[0], "OLD");
        const struct judged *gap = judged_of(&all.at[0], "GAP");

        ck_assert_int_eq(judged_of(&all.at[0], "ANY")->verdict, MET);
        ck_assert_int_eq(judged_of(&all.at[0], "NONE")->verdict, NOT_MET);
        ck_assert_int_eq(old->verdict, UNDETERMINED);
        ck_assert(is_missing(old, "bond.filing_date"));
        ck_assert(is_missing(old, "bond.catalogue_choice"));
        ck_assert_int_eq(old->lacking, LACKING_PAPERS);
        ck_assert_ptr_nonnull(old->under);
        ck_assert_int_eq(gap->verdict, UNDETERMINED);
        ck_assert(is_missing(gap, "bond.principal"));
        ck_assert(is_missing(gap, "bond.filing_date"));
        all = judge_bond(a, book, "filing_date: 2025-06-30", "TEST");
        ck_assert_int_eq(judged_of(&all.at[0], "OLD")->verdict, MET);
        ck_assert_ptr_null(judged_of(&all.at[0], "OLD")->under);
        arena_free(a);
}
END_TEST

#define DATED                                                                                      \
        "rows:\n"                                                                                  \
        "  - id: new\n"                                                                            \
        "    when: bond.filing_date >= date('2025-10-01')\n"                                       \
        "    editions: [GFEPC2025]\n"                                                              \
        "    basis: read\n"                                                                        \
        "    because: { zh: 新, en: New }\n"                                                      \
        "  - id: old\n"                                                                            \
        "    when: true\n"                                                                         \
        "    editions: [GBEPC2021]\n"                                                              \
        "    basis: read\n"                                                                        \
        "    because: { zh: 旧, en: Old }\n"

#define NEW_USE(id, from, edition)                                                                 \
        "  - { id: " id ", from: " from ", edition: " edition ", basis: read, "                    \
        "because: { zh: 新, en: New } }\n"

/* What is judged under a later edition by a change of use, on 2026-03-01. */
static const struct {
        const char *stage, *filed, *changes, *edition;
} new_uses[] = {
        { "annual", "2024-01-05", "[]", "OLD" },
        { "annual", "2024-01-05", "[ { to: P, kind: use, date: 2025-10-01 } ]", "NEW" },
        { "annual", "2024-01-05", "[ { to: P, kind: use, date: 2025-09-30 } ]", "OLD" },
        { "annual", "2024-01-05", "[ { to: P, kind: correction, date: 2025-10-01 } ]", "OLD" },
        { "annual", "2024-01-05", "[ { to: Q, kind: use, date: 2025-10-01 } ]", "OLD" },
        { "annual", "2024-01-05",
          "[ { to: Q, date: 2025-10-01 }, { to: P, kind: use, date: 2026-01-01 } ]", "NEW" },
        { "annual", "2024-01-05", "[ { to: P, date: 2025-10-01 } ]", "changes[0].kind" },
        { "annual", "2024-01-05", "[ { to: P, kind: use } ]", "changes[0].date" },
        { "annual", "2024-01-05", "[ { kind: use, date: 2025-10-01 } ]", "changes[0].to" },
        { "annual", "2024-01-05", "[ { kind: use, date: 2025-09-30 } ]", "OLD" },
        { "annual", "2024-01-05", NULL, "changes" },
        /* Before issue there is no change, and none can lead away from the last edition. */
        { "pre", "2024-01-05", NULL, "OLD" },
        { "annual", "2025-11-01", NULL, "NEW" },
};

static void
edition_is(const struct assessment *a, const char *edition)
{
        bool known = strcmp(edition, "OLD") == 0 || strcmp(edition, "NEW") == 0;
        const struct judged *is = judged_of(a, "IS-2025");

        if (known)
                ck_assert_msg(is->verdict == (strcmp(edition, "NEW") == 0 ? MET : NOT_MET), "%s",
                              edition);
        else
                ck_assert_msg(is->verdict == UNDETERMINED && is_missing(is, edition), "%s",
                              edition);
}

START_TEST(a_new_use_goes_by_the_day_of_its_change)
{
        static const struct set one[] = {
                { "standards/a.yaml",
                  STANDARD_HEAD CRITERION("IS-2025", "projects.all(p, edition(catalogue, "
                                                     "changes, p) == 'GFEPC2025')") },
                { "catalogues.yaml", DATED "new_uses:\n" NEW_USE("a", "2025-10-01", "GFEPC2025") },
        };
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, one, COUNT(one));

        for (size_t i = 0; i < COUNT(new_uses); i++) {
                struct str yaml = str_format(
                        a,
                        "application: { stage: %s }\n"
                        "bond: { currency: CNY, kind: bond, filing_date: %s, approval_date: %s }\n"
                        "projects: [ { id: P } ]\n",
                        new_uses[i].stage, new_uses[i].filed, new_uses[i].filed);
                struct assessments all;

                if (new_uses[i].changes)
                        yaml = str_format(a, "%.*schanges: %s\n", STR_ARG(yaml),
                                          new_uses[i].changes);
                all = judge(a, book, str_c(a, yaml), "2026-03-01", "TEST");
                edition_is(&all.at[0], new_uses[i].edition);
        }
        arena_free(a);
}
END_TEST

static const struct {
        const char *rows, *code;
} wrong_uses[] = {
        { NEW_USE("a", "2025-10-01", "GFEPC2024"), "unknown_reference" },
        { NEW_USE("a", "2025-13-01", "GFEPC2025"), "bad_date" },
        { NEW_USE("a", "2025-10-01", "GFEPC2025") NEW_USE("b", "2025-10-01", "GBEPC2021"),
          "new_use_order" },
};

START_TEST(refuses_rows_of_new_uses)
{
        for (size_t i = 0; i < COUNT(wrong_uses); i++) {
                struct arena *a = arena_new(RULES_TEST_BYTES);
                struct str text = str_format(a, DATED "new_uses:\n%s", wrong_uses[i].rows);
                struct set one = { "catalogues.yaml", str_c(a, text) };
                struct mistakes m;

                mistakes_init(&m, a, (struct str){ 0 });
                (void)small_book(a, &one, 1, &m);
                ck_assert_msg(m.count > 0, "let pass: %s", wrong_uses[i].rows);
                ck_str(m.at[0].code, wrong_uses[i].code);
                ck_str(m.at[0].file, "catalogues.yaml");
                arena_free(a);
        }
}
END_TEST

#define CATALOGUE(id)                                                                              \
        "taxonomy: " id "\ntitle: { zh: 甲, en: A }\nsource: test\nleaf_level: 0\n"              \
        "entries: [ { code: '1', zh: 能源, en: Energy, basis: read } ]\n"
#define ROW(id, when, editions)                                                                    \
        "  - { id: " id ", when: " when ", editions: " editions                                    \
        ", basis: read, because: { zh: 甲, en: A } }\n"

/* One that was dropped would leave the bond judged under the others only. */
START_TEST(no_more_editions_than_can_be_open)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        struct set sets[] = {
                { "taxonomies/c.yaml", CATALOGUE("C") },
                { "taxonomies/d.yaml", CATALOGUE("D") },
                { "taxonomies/e.yaml", CATALOGUE("E") },
                { "catalogues.yaml", "rows:\n" ROW("a", "bond.principal > 0", "[C, D, E]")
                                             ROW("b", "true", "[D, GBEPC2021]") },
        };
        struct mistakes m;

        mistakes_init(&m, a, (struct str){ 0 });
        (void)small_book(a, sets, COUNT(sets), &m);
        ck_assert_uint_eq(m.count, 0);
        sets[3].text = "rows:\n" ROW("a", "bond.principal > 0", "[C, D, E]")
                ROW("b", "true", "[D, GBEPC2021, GFEPC2025]");
        (void)small_book(a, sets, COUNT(sets), &m);
        ck_assert_uint_eq(m.count, 1);
        ck_str(m.at[0].code, "editions_too_many");
        arena_free(a);
}
END_TEST

/* The shipped table, by the transition of the 2025 catalogue. */
static const struct edition_case real_cases[] = {
        { "filing_date: 2025-11-10", "GFEPC2025", "0" },
        { "filing_date: 2025-10-01", "GFEPC2025", "0" },
        { "filing_date: 2025-05-01, label_change_date: 2025-10-01", "GFEPC2025", "3" },
        { "approval_date: 2025-05-01, filing_date: 2025-03-01", "GBEPC2021", "1" },
        { "filing_date: 2025-05-01, approval_date: 2025-12-01, catalogue_choice: GBEPC2021",
          "GBEPC2021", "2" },
        { "filing_date: 2025-05-01, approval_date: 2025-12-01, catalogue_choice: GFEPC2025",
          "GFEPC2025", "2" },
        { "filing_date: 2025-05-01, approval_date: 2025-12-01", "GBEPC2021 GFEPC2025", "2" },
        { "filing_date: 2025-08-15, catalogue_choice: GFEPC2025", "GFEPC2025", "2a" },
};

START_TEST(the_shipped_table)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = real_book(a);

        for (uint32_t i = 0; i < COUNT(real_cases); i++) {
                struct assessments all = judge_bond(a, book, real_cases[i].bond, "CN-GBP");
                const struct assessment *cn = assessment_of(all.at, all.count, "CN-GBP-2022");

                ck_assert_ptr_nonnull(cn);
                ck_str(cn->catalogue, real_cases[i].editions);
                ck_str(cn->catalogue_row, real_cases[i].row);
        }
        arena_free(a);
}
END_TEST

UNIT_MAIN("edition", the_first_true_row_decides, the_row_says_why, judges_under_each_open_edition,
          a_new_use_goes_by_the_day_of_its_change, refuses_rows_of_new_uses,
          no_more_editions_than_can_be_open, the_shipped_table)
