#include "policy/rule_tests.h"

void
test_results_open(struct arena *a, const struct rulebook *book, struct test_results *out)
{
        *out = (struct test_results){ .at = TAKE(a, struct coverage, book->standard_count + 1),
                                      .count = book->standard_count };
        for (uint32_t i = 0; i < book->standard_count; i++) {
                const struct standard *s = &book->standards[i];

                out->at[i].standard = s;
                out->at[i].seen =
                        (bool(*)[VERDICTS])arena_take(a, sizeof(bool[VERDICTS]) * s->count);
        }
        out->last = &out->failures;
}

static void
fail(struct arena *a, struct test_results *out, const struct rule_test_file *file,
     const struct rule_test *test, struct str what, struct str wanted, struct str got)
{
        struct test_failure *f = TAKE(a, struct test_failure, 1);

        *f = (struct test_failure){ .path = file->path,
                                    .test = test->name,
                                    .line = test->line,
                                    .what = what,
                                    .wanted = wanted,
                                    .got = got };
        *out->last = f;
        out->last = &f->next;
}

struct running {
        struct arena *arena;
        const struct rule_test_file *file;
        const struct rule_test *test;
        struct test_results *out;
        bool failed;
};

static void
hold(struct running *r, struct str what, struct str wanted, struct str got)
{
        if (wanted.len == 0 || str_eq(wanted, got))
                return;
        fail(r->arena, r->out, r->file, r->test, what, wanted, got);
        r->failed = true;
}

static const struct assessment *
assessment_of(const struct assessment *at, uint32_t count, struct str id)
{
        for (uint32_t i = 0; i < count; i++) {
                if (str_eq(at[i].standard->id, id))
                        return &at[i];
        }
        return NULL;
}

static void
verdicts_hold(struct running *r, const struct assessment *s, struct coverage *c)
{
        const struct doc *wanted = doc_get(r->test->expect, STR("verdicts"));

        for (uint32_t i = 0; i < s->count; i++) {
                struct str id = s->at[i].criterion->id;

                hold(r, id, doc_text(wanted, str_c(r->arena, id)), verdict_code(s->at[i].verdict));
                c->seen[i][s->at[i].verdict] = true;
        }
}

/* Tests hold whatever a centre has set: the parameters are those of the standard's file and the
 * test. */
static const struct rulebook *
book_of_test(const struct running *r, const struct rulebook *book)
{
        struct rulebook *own = TAKE(r->arena, struct rulebook, 1);
        struct standard *all = TAKE(r->arena, struct standard, book->standard_count + 1);

        for (uint32_t i = 0; i < book->standard_count; i++) {
                all[i] = book->standards[i];
                if (str_eq(all[i].id, r->file->standard) && r->test->parameters != NULL)
                        all[i].parameters = r->test->parameters;
        }
        *own = *book;
        own->standards = all;
        return own;
}

static void
test_run(struct running *r, const struct rulebook *book, struct coverage *c)
{
        const struct rule_test *t = r->test;
        struct assessments all = assess(r->arena, book_of_test(r, book), t->record, t->on,
                                        &r->file->standard, 1, NULL, 0,
                                        REASONS_OF_OPEN);
        const struct assessment *s = assessment_of(all.at, all.count, r->file->standard);
        const struct assessment *labelled =
                assessment_of(all.labelled, all.labelled_count, r->file->standard);

        c->tests++;
        if (s == NULL)
                return;
        verdicts_hold(r, s, c);
        hold(r, STR("outcome"), doc_text(t->expect, "outcome"), outcome_code(s->outcome));
        hold(r, STR("lacking"), doc_text(t->expect, "lacking"), lacking_code(s->lacking));
        hold(r, STR("labelled"), doc_text(t->expect, "labelled"),
             labelled ? outcome_code(labelled->outcome) : STR("none"));
}

void
rule_tests_run(struct arena *a, const struct rule_test_file *file, const struct rulebook *book,
               struct test_results *out)
{
        struct coverage *c = NULL;

        for (uint32_t i = 0; i < out->count; i++) {
                if (str_eq(out->at[i].standard->id, file->standard))
                        c = &out->at[i];
        }
        for (uint32_t i = 0; c && i < file->count; i++) {
                struct running r = { a, file, &file->at[i], out, file->at[i].record == NULL };

                if (!r.failed)
                        test_run(&r, book, c);
                out->passed += !r.failed;
                out->failed += r.failed;
        }
}

static bool
scope_seen(const struct test_results *r, enum verdict verdict)
{
        for (uint32_t i = 0; i < r->count; i++) {
                if (r->at[i].standard->count > 0 && r->at[i].seen[0][verdict])
                        return true;
        }
        return false;
}

bool
is_hole(const struct test_results *r, uint32_t standard, uint32_t criterion, enum verdict verdict)
{
        const struct coverage *c = &r->at[standard];
        const struct criterion *k = &c->standard->at[criterion];

        if (verdict != MET && verdict != NOT_MET && verdict != UNDETERMINED)
                return false;
        if (c->seen[criterion][verdict] || k->never[verdict])
                return false;
        if (criterion == 0 && str_is(k->id, "SCOPE"))
                return !scope_seen(r, verdict);
        return criterion >= c->standard->own;
}
