#pragma once
/* The tests that stand beside the rules: standards/X.test.yaml, applications with the verdicts they
 * must come to, and what of each criterion they never show. */

#include "base/fault.h"
#include "rule/assess.h"

/* A criterion's test text with something changed that no application can show, and why. */
struct equivalent {
        struct str criterion, text, because;
};

struct rule_test {
        struct str name;
        uint32_t line;
        struct day on;
        const struct doc *application;
        const struct record *record; /* NULL: it has mistakes */
        const struct parameter *parameters; /* of the standard, in this test */
        const struct doc *expect;
};

struct rule_test_file {
        struct str path; /* as a person would open it */
        struct str standard;
        const struct rule_test *at;
        uint32_t count;
        const struct equivalent *equivalents;
        uint32_t equivalent_count;
};

struct rule_tests {
        struct rule_test_file *at;
        uint32_t count;
};

/* A test that did not come out; what: a criterion's id, "outcome", "lacking", "labelled". */
struct test_failure {
        struct str path, test, what, wanted, got;
        uint32_t line;
        const struct test_failure *next;
};

/* What all tests of one standard showed of its criteria. */
struct coverage {
        const struct standard *standard;
        bool (*seen)[VERDICTS]; /* one row for each criterion */
        uint32_t tests;
};

struct test_results {
        struct coverage *at; /* one for each standard of the book */
        uint32_t count;
        uint32_t passed, failed; /* tests */
        const struct test_failure *failures, **last;
};

/* Reads every test file of a folder of rules with the applications it names. Mistakes in them go to
 * m; false: a file could not be read. Lives as long as a. */
bool rule_tests_open(struct arena *a, const char *folder, const struct rulebook *book,
                     struct rule_tests *out, struct mistakes *m, struct fault *f) MUST_USE;
/* Runs the tests of one file. The book's standard of the file's name is the one that is judged. */
void rule_tests_run(struct arena *a, const struct rule_test_file *file, const struct rulebook *book,
                    struct test_results *out);
void test_results_open(struct arena *a, const struct rulebook *book, struct test_results *out);
/* Is that verdict of that criterion one that a test should have shown and none did? What a base
 * standard's tests show is not asked of those that extend it; of SCOPE it is enough to be seen
 * anywhere. */
bool is_hole(const struct test_results *r, uint32_t standard, uint32_t criterion,
             enum verdict verdict);

/* The document with one change: path as "projects[0].activity"; a null value removes. NULL: the
 * path leads nowhere. */
const struct doc *doc_changed(struct arena *a, const struct doc *d, struct str path,
                              const struct doc *value);
