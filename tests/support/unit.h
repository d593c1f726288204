#pragma once
/* A unit program in one line at its end: UNIT_MAIN("dec", parses, adds, compares). Each named
 * function was opened with START_TEST(name). They run in this order in one process, so that an
 * earlier one may set up what later ones use. */

#include "base/str.h"

#include <check.h>

/* Fails with both texts when the str got is not the NUL-terminated want. */
#define ck_str(got, want)                                                                          \
        do {                                                                                       \
                struct str ck_got = (got);                                                         \
                struct str ck_want = str_of(want);                                                 \
                                                                                                   \
                ck_assert_msg(str_eq(ck_got, ck_want), "got \"%.*s\", want \"%.*s\"",              \
                              STR_ARG(ck_got), STR_ARG(ck_want));                                  \
        } while (0)

/* How many of the tests failed: the exit status of a unit program. */
static inline int
unit_run(const char *name, const TTest *const *tests, size_t count)
{
        Suite *suite = suite_create(name);
        TCase *together = tcase_create(name);
        SRunner *runner;
        int failed;

        for (size_t i = 0; i < count; i++)
                tcase_add_test(together, tests[i]);
        tcase_set_timeout(together, 60);
        suite_add_tcase(suite, together);
        runner = srunner_create(suite);
        srunner_set_fork_status(runner, CK_NOFORK);
        srunner_run_all(runner, CK_NORMAL);
        failed = srunner_ntests_failed(runner);
        srunner_free(runner);
        return failed;
}

#define UNIT_MAIN(name, ...)                                                                       \
        int main(void)                                                                             \
        {                                                                                          \
                const TTest *const tests[] = { __VA_ARGS__ };                                      \
                                                                                                   \
                return unit_run((name), tests, sizeof tests / sizeof tests[0]);                    \
        }
