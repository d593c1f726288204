#include "policy/rule_tests.h"
#include "doc/json.h"
#include "support/rules.h"

#include "mutate/mutants.c"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* The tests beside the rules: changes of a document, what fails, what is never seen; and the
 * mutants that are made of an expression. */

static const struct doc *
document(struct arena *a, const char *yaml)
{
        struct doc_error e = { 0 };
        const struct doc *d = doc_yaml(a, str_of(yaml), &e);

        ck_assert_msg(d != NULL, "%s:%u:%u: %s", yaml, e.line, e.column, e.code);
        return d;
}

static struct str
json_of(struct arena *a, const struct doc *d)
{
        struct buf b;
        struct json j;

        buf_init(&b, a, 1 << 16);
        json_init(&j, &b);
        json_doc(&j, STR(""), d);
        return buf_text(&b);
}

static const struct {
        const char *path, *value, *becomes; /* NULL: it leads nowhere */
} changes[] = {
        { "a", "2", "{\"a\":2,\"b\":[{\"c\":1},{\"c\":2}],\"d\":{\"e\":\"x\"}}" },
        { "a", "null", "{\"b\":[{\"c\":1},{\"c\":2}],\"d\":{\"e\":\"x\"}}" },
        { "b[1].c", "3", "{\"a\":1,\"b\":[{\"c\":1},{\"c\":3}],\"d\":{\"e\":\"x\"}}" },
        { "b[0]", "null", "{\"a\":1,\"b\":[{\"c\":2}],\"d\":{\"e\":\"x\"}}" },
        { "b[2].c", "3", "{\"a\":1,\"b\":[{\"c\":1},{\"c\":2},{\"c\":3}],\"d\":{\"e\":\"x\"}}" },
        { "b[0].f.g", "y",
          "{\"a\":1,\"b\":[{\"c\":1,\"f\":{\"g\":\"y\"}},{\"c\":2}],\"d\":{\"e\":\"x\"}}" },
        { "b[0].f[0].g", "y",
          "{\"a\":1,\"b\":[{\"c\":1,\"f\":[{\"g\":\"y\"}]},{\"c\":2}],\"d\":{\"e\":\"x\"}}" },
        { "d", "{ z: [] }", "{\"a\":1,\"b\":[{\"c\":1},{\"c\":2}],\"d\":{\"z\":[]}}" },
        { "n", "null", "{\"a\":1,\"b\":[{\"c\":1},{\"c\":2}],\"d\":{\"e\":\"x\"}}" },
        { "b[4].c", "3", NULL },
        { "a.b", "3", NULL },
        { "b.c", "3", NULL },
        { "[0]", "3", NULL },
        { "b[x]", "3", NULL },
        { "b[0", "3", NULL },
        { "", "3", NULL },
};

START_TEST(changes_one_place)
{
        struct arena *a = arena_new(1 << 24);
        const struct doc *d = document(a, "{ a: 1, b: [ { c: 1 }, { c: 2 } ], d: { e: x } }");
        struct str before = json_of(a, d);

        for (uint32_t i = 0; i < COUNT(changes); i++) {
                const struct doc *made =
                        doc_changed(a, d, str_of(changes[i].path), document(a, changes[i].value));

                ck_assert_msg((made != NULL) == (changes[i].becomes != NULL), "%s",
                              changes[i].path);
                if (made)
                        ck_str(json_of(a, made), changes[i].becomes);
        }
        /* What was there stays as it was, and the copy knows where its nodes stand. */
        ck_assert(str_eq(before, json_of(a, d)));
        d = doc_changed(a, d, STR("b[1].c"), document(a, "3"));
        ck_str(doc_pointer(a, doc_get(&doc_get(d, STR("b"))->child[1], STR("c"))), "/b/1/c");
        arena_free(a);
}
END_TEST

/* A folder of rules with the small set and one test file. */
static const char *
folder_make(struct arena *a, const char *test)
{
        char *folder = str_c(a, STR("/tmp/gbcert-rules-XXXXXX"));
        const char *file;
        FILE *f;

        ck_assert(mkdtemp(folder) != NULL);
        ck_assert(mkdir(str_c(a, str_format(a, "%s/standards", folder)), 0755) == 0);
        file = str_c(a, str_format(a, "%s/standards/a.test.yaml", folder));
        f = fopen(file, "w");
        ck_assert(f != NULL && fputs(test, f) >= 0 && fclose(f) == 0);
        return folder;
}

static void
folder_remove(struct arena *a, const char *folder)
{
        ck_assert(unlink(str_c(a, str_format(a, "%s/standards/a.test.yaml", folder))) == 0);
        ck_assert(rmdir(str_c(a, str_format(a, "%s/standards", folder))) == 0);
        ck_assert(rmdir(folder) == 0);
}

#define BOND "    application: { bond: { currency: CNY, kind: bond, principal: 5 } }\n"

static const char good[] =
        "standard: TEST-1\n"
        "on: 2026-03-01\n"
        "tests:\n"
        "  - name: enough\n" BOND "    expect: { outcome: conforms, verdicts: { T-1: met } }\n"
        "  - name: not said\n" BOND "    change: { bond.principal: null }\n"
        "    expect: { outcome: undetermined, lacking: papers }\n"
        "  - name: wrongly expected\n" BOND
        "    expect: { outcome: does_not_conform, verdicts: { T-1: not_met } }\n"
        "  - name: on another day\n" BOND "    on: 2019-12-31\n"
        "    expect: { labelled: none }\n";

START_TEST(runs_and_tells_what_is_never_seen)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, NULL, 0);
        const char *folder = folder_make(a, good);
        struct rule_tests tests;
        struct test_results results;
        struct mistakes m;
        struct fault f = { 0 };

        mistakes_init(&m, a, STR(""));
        ck_assert_msg(rule_tests_open(a, folder, book, &tests, &m, &f), "%s", f.text);
        print_mistakes(book->texts, &m);
        ck_assert_uint_eq(m.count, 0);
        ck_assert_uint_eq(tests.count, 1);
        test_results_open(a, book, &results);
        rule_tests_run(a, &tests.at[0], book, &results);
        ck_assert_uint_eq(results.passed, 3);
        ck_assert_uint_eq(results.failed, 1);
        ck_str(results.failures->what, "T-1");
        ck_str(results.failures->wanted, "not_met");
        ck_str(results.failures->got, "met");
        ck_assert_uint_eq(results.failures->line, 11);
        ck_str(results.failures->next->what, "outcome");
        ck_assert_ptr_null(results.failures->next->next);
        ck_assert(!is_hole(&results, 0, 1, MET));
        ck_assert(!is_hole(&results, 0, 1, UNDETERMINED));
        ck_assert(is_hole(&results, 0, 1, NOT_MET));
        ck_assert(is_hole(&results, 0, 0, NOT_MET));
        ck_assert(!is_hole(&results, 0, 1, RECOGNISED));
        folder_remove(a, folder);
        arena_free(a);
}
END_TEST

static const struct {
        const char *test, *code;
} wrongs[] = {
        { "standard: TEST-2\non: 2026-03-01\ntests:\n  - name: a\n" BOND "    expect: {}\n",
          "unknown_reference" },
        { "standard: TEST-1\ntests:\n  - name: a\n" BOND "    expect: {}\n", "missing_key" },
        { "standard: TEST-1\non: 2026-03-01\ntests:\n  - name: a\n    expect: {}\n",
          "missing_key" },
        { "standard: TEST-1\non: 2026-03-01\ntests:\n  - name: a\n" BOND
          "    change: { 'bond[0].x': 1 }\n    expect: {}\n",
          "test_path" },
        { "standard: TEST-1\non: 2026-03-01\ntests:\n  - name: a\n" BOND
          "    change: { bond.principle: 1 }\n    expect: {}\n",
          "unknown_key" },
        { "standard: TEST-1\non: 2026-03-01\ntests:\n  - name: a\n" BOND
          "    expect: { verdicts: { T-9: met } }\n",
          "unknown_key" },
        { "standard: TEST-1\non: 2026-03-01\ntests:\n  - name: a\n" BOND
          "    expect: { verdicts: { T-1: fine } }\n",
          "bad_choice" },
        { "standard: TEST-1\non: 2026-03-01\ntests:\n  - name: a\n" BOND
          "    expects: { outcome: conforms }\n",
          "unknown_key" },
        { "standard: TEST-1\non: 2026-03-01\nbase: ../none.yaml\ntests:\n  - name: a\n"
          "    expect: {}\n",
          "no_such_file" },
        { "standard: TEST-1\non: 2026-03-01\ntests:\n  - name: a\n    file: none.yaml\n"
          "    expect: {}\n",
          "no_such_file" },
};

START_TEST(names_the_verdicts_there_are)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, NULL, 0);
        const char *folder =
                folder_make(a, "standard: TEST-1\non: 2026-03-01\ntests:\n  - name: a\n" BOND
                               "    expect: { verdicts: { T-1: nott_met } }\n");
        struct rule_tests tests;
        struct mistakes m;
        struct fault f = { 0 };

        mistakes_init(&m, a, STR(""));
        ck_assert(rule_tests_open(a, folder, book, &tests, &m, &f));
        ck_assert_uint_eq(m.count, 1);
        ck_str(m.at[0].name, "T-1");
        ck_str(m.at[0].wanted, "met, not_met, undetermined, not_applicable, recognised");
        ck_str(m.at[0].suggestion, "not_met");
        folder_remove(a, folder);
        arena_free(a);
}
END_TEST

START_TEST(refuses_tests_that_say_nothing)
{
        for (uint32_t i = 0; i < COUNT(wrongs); i++) {
                struct arena *a = arena_new(RULES_TEST_BYTES);
                const struct rulebook *book = good_book(a, NULL, 0);
                const char *folder = folder_make(a, wrongs[i].test);
                struct rule_tests tests;
                struct mistakes m;
                struct fault f = { 0 };

                mistakes_init(&m, a, STR(""));
                ck_assert(rule_tests_open(a, folder, book, &tests, &m, &f));
                ck_assert_msg(m.count > 0, "let pass: %s", wrongs[i].test);
                ck_str(m.at[0].code, wrongs[i].code);
                ck_assert_uint_gt(m.at[0].line, 0);
                ck_assert(str_ends(m.at[0].file, STR("standards/a.test.yaml")));
                folder_remove(a, folder);
                arena_free(a);
        }
}
END_TEST

static const struct {
        const char *text;
        const char *mutants[12];
} made[] = {
        { "a == 1", { "a != 1" } },
        { "a < 1", { "a >= 1", "a <= 1" } },
        { "a >= '<'", { "a < '<'", "a > '<'" } },
        { "!a", { "a" } },
        { "a && b", { "a || b", "  b", "a " } },
        { "a && b && c", { "a || b && c", "  b && c", "a && c", "a && b || c", "a && b " } },
        { "f(a || b, c)", { "f(a && b, c)", "f(  b, c)", "f(a , c)" } },
        { "a && b || c", { "a || b || c", "  b || c", "a || c", "a && b && c", "  c", "a && b " } },
        { "a ? b : true", { "a ? b : false" } },
        { "trueish", { NULL } },
};

START_TEST(makes_each_mutant_once)
{
        struct arena *a = arena_new(1 << 24);
        struct mutants *all = TAKE(a, struct mutants, 1);

        for (uint32_t i = 0; i < COUNT(made); i++) {
                uint32_t count = 0;

                mutants_make(a, str_of(made[i].text), all);
                while (made[i].mutants[count] != NULL) {
                        ck_assert_msg(count < all->count, "%s: only %u", made[i].text, all->count);
                        ck_str(all->at[count].text, made[i].mutants[count]);
                        count++;
                }
                ck_assert_msg(all->count == count, "%s: %u", made[i].text, all->count);
        }
        arena_free(a);
}
END_TEST

UNIT_MAIN("rule_tests", changes_one_place, runs_and_tells_what_is_never_seen,
          refuses_tests_that_say_nothing, names_the_verdicts_there_are, makes_each_mutant_once)
