/* Whether the tests beside the rules would notice: each criterion with one thing wrong in it, one
 * at a time, must fail one of them.
 *
 *   mutate RULES [STANDARD]
 *
 * Says each mutant that none fails, and the share that one does; changes that no application can
 * show are listed under `equivalent` in the test file and do not count. Exit 1 below 95 in 100 for
 * any standard. */

#include <stdio.h>

#include "mutate/mutants.h"
#include "policy/rule_tests.h"
#include "policy/rules.h"

enum { WANTED_PERCENT = 95, WORK_BYTES = 1 << 28 };

struct run {
        struct arena *work; /* cleared for each mutant */
        struct rulebook book;
        struct standard standard;
        const struct rule_test_file *file;
        bool *equivalent; /* those that were met */
        uint32_t killed, survived, equal, stillborn;
};

static bool
is_killed(struct run *r)
{
        for (uint32_t i = 0; i < r->file->count; i++) {
                struct rule_test_file one = *r->file;
                struct test_results results;

                one.at = &r->file->at[i];
                one.count = 1;
                test_results_open(r->work, &r->book, &results);
                rule_tests_run(r->work, &one, &r->book, &results);
                if (results.failed > 0)
                        return true;
        }
        return false;
}

static bool
is_equivalent(struct run *r, struct str criterion, struct str what)
{
        for (uint32_t i = 0; i < r->file->equivalent_count; i++) {
                const struct equivalent *e = &r->file->equivalents[i];

                if (!str_eq(e->criterion, criterion) || !str_eq(e->text, what))
                        continue;
                r->equivalent[i] = true;
                return true;
        }
        return false;
}

static void
mutant_try(struct run *r, struct criterion *c, const struct expression **place,
           const struct mutant *mutant, const char *part)
{
        struct expression_options options = { .wanted = VALUE_BOOL, .free_has = true };
        const struct expression *right = *place, *wrong;
        struct mistakes m;

        arena_clear(r->work);
        mistakes_init(&m, r->work, STR(""));
        wrong = expression_read(r->work, r->standard.names, mutant->text, (struct place){ 0 },
                                &options, &m);
        if (wrong == NULL) {
                r->stillborn++;
                return;
        }
        *place = wrong;
        if (is_killed(r)) {
                r->killed++;
        } else if (is_equivalent(r, c->id, mutant->what)) {
                r->equal++;
        } else {
                r->survived++;
                printf("%.*s %.*s %s: %.*s\n", STR_ARG(r->standard.id), STR_ARG(c->id), part,
                       STR_ARG(mutant->what));
        }
        *place = right;
}

static void
text_mutate(struct run *r, struct arena *a, struct criterion *c, const struct expression **place,
            struct str text, const char *part)
{
        struct mutants *all = TAKE(a, struct mutants, 1);

        if (*place == NULL)
                return;
        mutants_make(a, text, all);
        for (uint32_t i = 0; i < all->count; i++)
                mutant_try(r, c, place, &all->at[i], part);
}

static const struct standard *
standard_of(const struct rulebook *book, struct str id)
{
        for (uint32_t i = 0; i < book->standard_count; i++)
                if (str_eq(book->standards[i].id, id))
                        return &book->standards[i];
        return NULL;
}

/* Below the share wanted, or an equivalent that is none: false. */
static bool
run_report(const struct run *r)
{
        uint32_t all = r->killed + r->survived;
        bool good = all == 0 || r->killed * 100 >= all * WANTED_PERCENT;

        for (uint32_t i = 0; i < r->file->equivalent_count; i++)
                if (!r->equivalent[i])
                        printf("%.*s: no such mutant survives: %.*s: %.*s\n",
                               STR_ARG(r->file->path), STR_ARG(r->file->equivalents[i].criterion),
                               STR_ARG(r->file->equivalents[i].text));
        printf("%.*s: %u of %u mutants killed (%u.%u %%), %u equivalent, %u did not compile\n",
               STR_ARG(r->standard.id), r->killed, all, all ? r->killed * 100 / all : 100,
               all ? r->killed * 1000 / all % 10 : 0, r->equal, r->stillborn);
        return good;
}

struct total {
        uint32_t killed, all;
};

static bool
file_mutate(struct arena *a, const struct rulebook *book, const struct rule_test_file *file,
            bool scope, struct total *total)
{
        const struct standard *s = standard_of(book, file->standard);
        struct run r = {
                .work = arena_new(WORK_BYTES), .book = *book, .standard = *s, .file = file
        };
        struct criterion *criteria = TAKE(a, struct criterion, s->count);
        bool good;

        for (uint32_t i = 0; i < s->count; i++)
                criteria[i] = s->at[i];
        r.standard.at = criteria;
        r.book.standards = &r.standard;
        r.book.standard_count = 1;
        r.equivalent = TAKE(a, bool, file->equivalent_count + 1);
        if (is_killed(&r)) {
                printf("%.*s: the tests fail on the rules as they are\n", STR_ARG(file->path));
                return false;
        }
        for (uint32_t i = scope ? 0 : s->own; i < s->count; i++) {
                struct criterion *c = &criteria[i];

                if (i > 0 && i < s->own)
                        continue;
                text_mutate(&r, a, c, &c->test, c->test_text, "test");
                text_mutate(&r, a, c, &c->when, c->when_text, "when");
        }
        good = run_report(&r);
        total->killed += r.killed;
        total->all += r.killed + r.survived;
        arena_free(r.work);
        return good;
}

int
main(int argc, char **argv)
{
        struct arena *a = arena_new(1u << 30);
        struct fault f = { 0 };
        struct rule_set *set;
        struct rule_tests tests = { 0 };
        struct mistakes m;
        struct total total = { 0 };
        bool good = true;

        if (argc < 2) {
                fprintf(stderr, "mutate RULES [STANDARD]\n");
                return 2;
        }
        set = rule_set_open(argv[1], day_of_date(2026, 11, 27), &f);
        mistakes_init(&m, a, STR(""));
        if (f.kind != FAULT_NONE || set->mistakes.count > 0 ||
            !rule_tests_open(a, argv[1], set->rules, &tests, &m, &f) || m.count > 0) {
                fprintf(stderr,
                        "%s: rules or tests that cannot be read; see gbcert standard test %s\n",
                        argv[1], f.text);
                return 2;
        }
        for (uint32_t i = 0; i < tests.count; i++)
                if (argc < 3 || str_is(tests.at[i].standard, argv[2]))
                        good = file_mutate(a, set->rules, &tests.at[i], i == 0, &total) && good;
        printf("%u of %u mutants killed in all (%u.%u %%)\n", total.killed, total.all,
               total.all ? total.killed * 100 / total.all : 100,
               total.all ? total.killed * 1000 / total.all % 10 : 0);
        rule_set_close(set);
        arena_free(a);
        return good ? 0 : 1;
}
