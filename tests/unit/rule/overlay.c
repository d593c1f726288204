#include "rule/confirmed.h"
#include "support/rules.h"

/* A standard that extends another, what a centre sets of its parameters, and what it confirms. */

#define CRITERION(id, test)                                                                        \
        "  - id: " id "\n"                                                                         \
        "    clause: '1'\n"                                                                        \
        "    component: use_of_proceeds\n"                                                         \
        "    level: shall\n"                                                                       \
        "    stages: [pre, life]\n"                                                                \
        "    title: { zh: 一, en: One }\n"                                                        \
        "    remedy: { zh: 补, en: Add }\n"                                                       \
        "    basis: recalled\n"                                                                    \
        "    test: \"" test "\"\n"

#define HEAD(id, family)                                                                           \
        "standard: " id "\n"                                                                       \
        "family: " family "\n"                                                                     \
        "title: { zh: 试, en: Test }\n"                                                           \
        "publisher: { zh: 甲, en: A }\n"                                                          \
        "in_force: { from: 2020-01-01 }\n"                                                         \
        "applies: true\n"

static const char base[] =
        HEAD("BASE-1",
             "BASE") "parameters: { least: 100.0, months: 3, held: [bond, note], by: 2026-06-30 }\n"
                     "ranges:\n"
                     "  least: { from: 50.5, to: 1000.0 }\n"
                     "  months: { from: 0, to: 12 }\n"
                     "  held: { among: [bond, note, abs] }\n"
                     "  by: { to: 2026-12-31 }\n"
                     "criteria:\n" CRITERION("B-1", "bond.principal >= parameter.least")
                             CRITERION("B-2", "projects.all(p, !excluded(p.activity))") CRITERION(
                                     "B-3", "add_months(bond.issue_date, parameter.months) >= on");

static const char over[] =
        HEAD("OVER-1", "OVER") "extends: BASE-1\n"
                               "parameters:\n"
                               "  least: 500\n"
                               "  area: '44'\n"
                               "  day: 2026-01-01\n"
                               "  open: true\n"
                               "  kinds: [bond, note]\n"
                               "criteria:\n" CRITERION("O-1",
                                                       "bond.kind in parameter.kinds && "
                                                       "parameter.open && on > parameter.day && "
                                                       "issuer.division.startsWith(parameter."
                                                       "area)");

static const char activities[] = "activities:\n"
                                 "  - code: solar_pv\n"
                                 "    title: { zh: 光伏, en: Solar }\n"
                                 "    words: [光伏, solar]\n"
                                 "    exclusions:\n"
                                 "      - family: BASE\n"
                                 "        verdict: not_met\n"
                                 "        basis: read\n"
                                 "        because: { zh: 否, en: No }\n";

static const char yaml[] =
        "bond: { currency: CNY, kind: bond, principal: 300, issue_date: 2026-02-01 }\n"
        "issuer: { division: '440101' }\n"
        "projects: [ { id: P1, name: A, activity: solar_pv } ]\n";

static const struct rulebook *
book_with(struct arena *a, const char *parameters, const char *overlay, struct mistakes *m)
{
        const struct set own[] = { { "standards/a.yaml", over },
                                   { "standards/b.yaml", base },
                                   { "activities.yaml", activities },
                                   { "parameters.yaml", parameters },
                                   { "overlay.yaml", overlay } };

        mistakes_init(m, a, (struct str){ 0 });
        return small_book(a, own, COUNT(own), m);
}

static void
verdict_check(const struct assessments *all, const char *standard, const char *criterion,
              enum verdict wanted)
{
        const struct assessment *s = assessment_of(all->at, all->count, standard);

        ck_assert_msg(judged_of(s, criterion)->verdict == wanted, "%s %s: %.*s", standard,
                      criterion, STR_ARG(verdict_code(judged_of(s, criterion)->verdict)));
}

START_TEST(an_extension_begins_with_its_base)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        struct mistakes m;
        const struct rulebook *book = book_with(a, NULL, NULL, &m);
        const struct standard *s = rulebook_standard(book, STR("OVER"), day_at("2026-03-01"));
        struct assessments all;

        print_mistakes(book->texts, &m);
        ck_assert_uint_eq(m.count, 0);
        ck_str(s->base, "BASE-1");
        ck_assert_uint_eq(s->count, 5);
        ck_assert_uint_eq(s->own, 4);
        ck_str(s->at[0].id, "SCOPE");
        ck_str(s->at[1].id, "B-1");
        ck_str(s->at[4].id, "O-1");
        all = judge(a, book, yaml, "2026-03-01", NULL);
        verdict_check(&all, "BASE-1", "B-1", MET);
        verdict_check(&all, "OVER-1", "B-1", NOT_MET);
        verdict_check(&all, "BASE-1", "B-2", NOT_MET);
        verdict_check(&all, "OVER-1", "B-2", NOT_MET);
        verdict_check(&all, "OVER-1", "B-3", MET);
        verdict_check(&all, "OVER-1", "O-1", MET);
        arena_free(a);
}
END_TEST

START_TEST(a_centre_sets_parameters_beside_the_standards)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        struct mistakes m;
        const struct rulebook *book = book_with(
                a, "parameters: { OVER-1: { least: 200, area: '33' }, BASE-1: { months: 0 } }\n",
                NULL, &m);
        struct assessments all;

        print_mistakes(book->texts, &m);
        ck_assert_uint_eq(m.count, 0);
        all = judge(a, book, yaml, "2026-03-01", NULL);
        verdict_check(&all, "OVER-1", "B-1", MET);
        verdict_check(&all, "OVER-1", "O-1", NOT_MET);
        verdict_check(&all, "BASE-1", "B-3", NOT_MET);
        arena_free(a);
}
END_TEST

START_TEST(a_centre_confirms_what_is_recalled)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        struct mistakes m;
        const struct rulebook *book = book_with(
                a, NULL,
                "confirmed: [ { standard: BASE-1, criterion: B-1, by: A, on: 2026-01-02, "
                "document: x }, { standard: OVER-1, criterion: B-2, by: B, on: 2026-01-03, "
                "document: y } ]\n",
                &m);
        const struct standard *one = rulebook_standard(book, STR("BASE"), day_at("2026-03-01"));
        const struct standard *two = rulebook_standard(book, STR("OVER"), day_at("2026-03-01"));

        print_mistakes(book->texts, &m);
        ck_assert_uint_eq(m.count, 0);
        ck_str(standard_criterion(one, STR("B-1"))->source->document, "x");
        ck_str(standard_criterion(two, STR("B-1"))->source->by, "A");
        ck_assert_ptr_null(standard_criterion(one, STR("B-2"))->source);
        ck_str(standard_criterion(two, STR("B-2"))->source->by, "B");
        ck_assert_ptr_null(standard_criterion(two, STR("O-1"))->source);
        arena_free(a);
}
END_TEST

struct wrong {
        const char *parameters, *overlay, *code, *file, *suggestion;
};

static const struct wrong wrongs[] = {
        { "parameters: { OVER-2: { least: 1 } }", NULL, "unknown_key", "parameters.yaml",
          "OVER-1" },
        { "parameters: { OVER-1: { leest: 1 } }", NULL, "unknown_key", "parameters.yaml", "least" },
        { "parameters: { OVER-1: { least: 'x' } }", NULL, "parameter_type", "parameters.yaml", "" },
        { "parameters: { BASE-1: { months: 1.5 } }", NULL, "parameter_type", "parameters.yaml",
          "" },
        { "parameters: { BASE-1: { months: -1 } }", NULL, "too_small", "parameters.yaml", "" },
        { "parameters: { BASE-1: { months: 13 } }", NULL, "too_large", "parameters.yaml", "" },
        { "parameters: { BASE-1: { least: 50.4 } }", NULL, "too_small", "parameters.yaml", "" },
        { "parameters: { OVER-1: { least: 1001 } }", NULL, "too_large", "parameters.yaml", "" },
        { "parameters: { BASE-1: { by: 2027-01-01 } }", NULL, "too_large", "parameters.yaml", "" },
        { "parameters: { BASE-1: { held: [bond, nota] } }", NULL, "bad_choice", "parameters.yaml",
          "note" },
        { "parameters: { BASE-1: { held: [] } }", NULL, "list_too_short", "parameters.yaml", "" },
        { NULL,
          "confirmed: [ { standard: BASE-1, criterion: B-1, by: A, on: 2026-01-02, document: x }, "
          "{ standard: BASE-1, criterion: B-1, by: B, on: 2026-01-03, document: y } ]",
          "confirmed_twice", "overlay.yaml", "" },
        { NULL,
          "confirmed: [ { standard: BASE-2, criterion: B-1, by: A, on: 2026-01-02, document: x } ]",
          "unknown_reference", "overlay.yaml", "BASE-1" },
        { NULL,
          "confirmed: [ { standard: BASE-1, criterion: B-9, by: A, on: 2026-01-02, document: x } ]",
          "unknown_reference", "overlay.yaml", "B-1" },
        { NULL, "confirmed: [ { standard: BASE-1, criterion: B-1, by: A, document: x } ]",
          "missing_key", "overlay.yaml", "" },
};

START_TEST(refuses_what_names_nothing)
{
        for (uint32_t i = 0; i < COUNT(wrongs); i++) {
                struct arena *a = arena_new(RULES_TEST_BYTES);
                struct mistakes m;

                (void)book_with(a, wrongs[i].parameters, wrongs[i].overlay, &m);
                ck_assert_uint_eq(m.count, 1);
                ck_str(m.at[0].code, wrongs[i].code);
                ck_str(m.at[0].file, wrongs[i].file);
                ck_str(m.at[0].suggestion, wrongs[i].suggestion);
                arena_free(a);
        }
}
END_TEST

static const struct {
        const char *text, *code;
} standards[] = {
        { HEAD("S-1", "S") "extends: NONE-1\n", "unknown_reference" },
        { HEAD("S-1", "S") "extends: OVER-1\n", "unknown_reference" },
        { HEAD("S-1", "S"), "missing_key" },
        { HEAD("S-1", "S") "criteria:\n" CRITERION("S-1", "parameter.least > 1"),
          "expr_unknown_name" },
        { HEAD("S-1", "S") "parameters: { a: 1 }\ncriteria:\n" CRITERION("S-1", "parameter.b > 1"),
          "expr_unknown_name" },
        { HEAD("S-1", "S") "parameters: { a: {} }\ncriteria:\n" CRITERION("S-1", "true"),
          "parameter_type" },
        { HEAD("S-1", "S") "parameters: { a: 1 }\nranges: { b: { from: 1 } }\n"
                           "criteria:\n" CRITERION("S-1", "true"),
          "unknown_key" },
        { HEAD("S-1", "S") "parameters: { a: 1 }\nranges: { a: { from: x } }\n"
                           "criteria:\n" CRITERION("S-1", "true"),
          "parameter_type" },
        { HEAD("S-1", "S") "parameters: { a: 1 }\nranges: { a: { least: 1 } }\n"
                           "criteria:\n" CRITERION("S-1", "true"),
          "unknown_key" },
        { HEAD("S-1", "S") "parameters: { a: true }\nranges: { a: { from: true } }\n"
                           "criteria:\n" CRITERION("S-1", "true"),
          "parameter_type" },
        { HEAD("S-1", "S") "parameters: { a: 1 }\nranges: { a: { among: [x] } }\n"
                           "criteria:\n" CRITERION("S-1", "true"),
          "parameter_type" },
        { HEAD("S-1", "S") "parameters: { a: 1 }\nranges: { a: 5 }\n"
                           "criteria:\n" CRITERION("S-1", "true"),
          "want_map" },
        { HEAD("S-1", "S") "parameters: { a: 1 }\nranges: { a: { from: 2 } }\n"
                           "criteria:\n" CRITERION("S-1", "true"),
          "too_small" },
        { HEAD("S-1", "S") "extends: BASE-1\nparameters: { months: 24 }\n", "too_large" },
        { HEAD("S-1", "S") "extends: BASE-1\nranges: { months: { to: 24 } }\n", "unknown_key" },
        { HEAD("S-1", "S") "extends: BASE-1\ncriteria:\n" CRITERION("B-1", "true"),
          "duplicate_id" },
        { HEAD("S-1", "S") "criteria:\n" CRITERION("S-1", "true") "    never: [not_met]\n",
          "missing_key" },
        { HEAD("S-1", "S") "criteria:\n" CRITERION("S-1", "true") "    never: [nowhere]\n"
                                                                  "    never_because: x\n",
          "bad_choice" },
};

START_TEST(nobody_has_confirmed_to_morrow)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        struct mistakes m;
        const struct rulebook *book = book_with(
                a, NULL,
                "confirmed:\n"
                "  - { standard: BASE-1, criterion: B-1, by: A, on: 2026-01-02, document: x }\n"
                "  - { standard: BASE-1, criterion: B-2, by: A, on: 2026-01-03, document: x }\n",
                &m);

        confirmed_by(book, day_at("2026-01-03"), &m);
        ck_assert_uint_eq(m.count, 0);
        confirmed_by(book, day_at("2026-01-02"), &m);
        ck_assert_uint_eq(m.count, 1);
        ck_str(m.at[0].code, "day_to_come");
        ck_str(m.at[0].file, "overlay.yaml");
        ck_assert_uint_eq(m.at[0].line, 3);
        arena_free(a);
}
END_TEST

START_TEST(refuses_standards_that_cannot_stand)
{
        for (uint32_t i = 0; i < COUNT(standards); i++) {
                struct arena *a = arena_new(RULES_TEST_BYTES);
                const struct set own[] = { { "standards/a.yaml", over },
                                           { "standards/b.yaml", base },
                                           { "standards/c.yaml", standards[i].text },
                                           { "activities.yaml", activities } };
                struct mistakes m;

                mistakes_init(&m, a, (struct str){ 0 });
                (void)small_book(a, own, COUNT(own), &m);
                ck_assert_msg(m.count > 0, "let pass: %s", standards[i].text);
                ck_str(m.at[0].code, standards[i].code);
                ck_str(m.at[0].file, "standards/c.yaml");
                arena_free(a);
        }
}
END_TEST

UNIT_MAIN("overlay", an_extension_begins_with_its_base,
          a_centre_sets_parameters_beside_the_standards, a_centre_confirms_what_is_recalled,
          refuses_what_names_nothing, nobody_has_confirmed_to_morrow,
          refuses_standards_that_cannot_stand)
