#include "policy/rule_tests.h"
#include "support/unknown.h"

/* Each criterion with each field it reads, in an application of the tests beside the rules that
 * states the field and for which the criterion is met or not met: the field is taken away and
 * spoilt there, as tests/support/unknown.h does. */

enum { FIELDS_MAX = 512 };

struct pair {
        const struct field *field;
        bool seen;    /* taken away where the criterion was met or not met */
        bool decided; /* and without it the verdict was another */
        uint32_t tries;
};

/* Of one standard. SCOPE, which each begins with, is one for all. */
struct pairs {
        const struct standard *standard;
        struct pair *at[CRITERIA_MAX]; /* one row for each criterion, FIELDS_MAX long */
        uint32_t count[CRITERIA_MAX];
};

/* By its own words, by the amount in scope, or by the dates that tell the catalogue. */
static bool
is_read(const struct rulebook *book, const struct criterion *c, const struct field *field)
{
        const struct field *amount = field_child(book->binding.scope_group, STR("amount"));
        const struct expression *all[] = { c->test, c->when };

        for (size_t i = 0; i < COUNT(all) && all[i]; i++) {
                if (expression_reads(all[i], field) ||
                    (str_is(field->path, "bond.principal") && expression_reads(all[i], amount)))
                        return true;
        }
        for (uint32_t i = 0; i < book->edition_count; i++) {
                if (c->uses_catalogue && expression_reads(book->editions[i].when, field))
                        return true;
        }
        return false;
}

static void
pairs_add(const struct rulebook *book, struct pairs *p, uint32_t first, const struct field *group)
{
        for (uint32_t f = 0; f < group->child_count; f++) {
                const struct field *field = &group->child[f];

                for (uint32_t c = first; c < p->standard->count; c++) {
                        const struct criterion *one = &p->standard->at[c];

                        if (!is_read(book, one, field))
                                continue;
                        ck_assert_uint_lt(p->count[c], FIELDS_MAX);
                        p->at[c][p->count[c]++] = (struct pair){ .field = field };
                }
                pairs_add(book, p, first, field);
        }
}

/* scope: whose pairs of SCOPE are shared; NULL: its own are the first. */
static struct pairs *
pairs_new(struct arena *a, const struct rulebook *book, const struct standard *s,
          const struct pairs *scope)
{
        struct pairs *p = TAKE(a, struct pairs, 1);

        p->standard = s;
        for (uint32_t c = 0; c < s->count; c++)
                p->at[c] = c == 0 && scope ? scope->at[0] : TAKE(a, struct pair, FIELDS_MAX);
        p->count[0] = scope ? scope->count[0] : 0;
        pairs_add(book, p, scope ? 1 : 0, book->dictionary->application);
        return p;
}

static struct pair *
pair_of(struct pairs *p, const struct trial *t, uint32_t criterion)
{
        for (uint32_t i = 0; i < p->count[criterion]; i++) {
                if (p->at[criterion][i].field == t->field)
                        return &p->at[criterion][i];
        }
        return NULL;
}

static bool
is_decided(char letter)
{
        return letter == verdict_letter(MET) || letter == verdict_letter(NOT_MET);
}

/* Until it was seen to decide, but not for ever: some fields never do alone. */
enum { TRIES_MAX = 6 };

static bool
is_new(struct trial *t)
{
        struct pairs *p = t->of;
        bool any = false;

        for (uint32_t c = 0; c < p->standard->count; c++) {
                struct pair *one = pair_of(p, t, c);

                if (one == NULL || !is_decided(t->before[c]) || one->decided)
                        continue;
                any = any || one->tries++ < TRIES_MAX;
        }
        return any;
}

static void
note_tried(struct trial *t)
{
        struct pairs *p = t->of;

        for (uint32_t c = 0; c < p->standard->count; c++) {
                struct pair *one = pair_of(p, t, c);

                if (one == NULL || !is_decided(t->before[c]))
                        continue;
                one->seen = true;
                one->decided = one->decided || t->without[c] != t->before[c];
        }
}

static void
try_test(struct trial *t, const struct rule_test *test, const struct rulebook *book,
         struct pairs *p)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        struct standard own = *p->standard;
        struct rulebook alone = *book;

        if (test->parameters)
                own.parameters = test->parameters;
        alone.standards = &own;
        alone.standard_count = 1;
        t->book = &alone;
        t->on = test->on;
        t->root = test->application;
        t->of = p;
        try_document(t, a);
        arena_free(a);
}

static const struct rule_test_file *
tests_of(const struct rule_tests *tests, struct str standard)
{
        for (uint32_t i = 0; i < tests->count; i++) {
                if (str_eq(tests->at[i].standard, standard))
                        return &tests->at[i];
        }
        return NULL;
}

/* Its own criteria: a base's are tried with the base. */
static uint32_t
count_unseen(const struct pairs *p)
{
        uint32_t unseen = 0;

        for (uint32_t c = p->standard->own; c < p->standard->count; c++) {
                for (uint32_t i = 0; i < p->count[c]; i++) {
                        if (p->at[c][i].seen)
                                continue;
                        unseen++;
                        fprintf(stderr, "%.*s %.*s: nothing tries it without %.*s\n",
                                STR_ARG(p->standard->id), STR_ARG(p->standard->at[c].id),
                                STR_ARG(p->at[c][i].field->path));
                }
        }
        return unseen;
}

START_TEST(each_criterion_without_each_field_it_reads)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        struct trial *t = TAKE(a, struct trial, 1);
        const struct rulebook *book = real_book(a);
        struct pairs *p = NULL;
        struct fault f = { 0 };
        struct rule_tests tests;
        struct mistakes m;
        uint32_t unseen = 0;

        mistakes_init(&m, a, (struct str){ 0 });
        ck_assert(rule_tests_open(a, SOURCE_DIR "/rules", book, &tests, &m, &f));
        t->once = arena_new(RULES_TEST_BYTES);
        t->brief_count = 1;
        t->wanted = is_new;
        t->tried = note_tried;
        for (uint32_t s = 0; s < book->standard_count; s++) {
                const struct standard *one = &book->standards[s];
                const struct rule_test_file *file = tests_of(&tests, one->id);

                p = pairs_new(a, book, one, p);
                for (uint32_t i = 0; file && i < file->count; i++) {
                        if (file->at[i].record)
                                try_test(t, &file->at[i], book, p);
                }
                unseen += count_unseen(p);
        }
        for (uint32_t i = 0; i < p->count[0]; i++)
                unseen += !p->at[0][i].seen;
        ck_assert_uint_eq(unseen, 0);
        for (size_t i = 0; i < COUNT(silent); i++)
                ck_assert_msg(t->silent[i], "%s is never silent without %s", silent[i].criterion,
                              silent[i].path);
        arena_free(t->once);
        arena_free(a);
}
END_TEST

UNIT_MAIN("unknowns", each_criterion_without_each_field_it_reads)
