#include "rule/explain.h"
#include "support/rules.h"

enum { REPLY_BYTES = 1 << 22 };

static const char standard[] = "standard: TEST-1\n"
                               "family: TEST\n"
                               "title: { zh: 试, en: Test }\n"
                               "publisher: { zh: 甲, en: A }\n"
                               "in_force: { from: 2020-01-01 }\n"
                               "applies: true\n"
                               "criteria:\n"
                               "  - id: T-1\n"
                               "    clause: '2.1'\n"
                               "    component: use_of_proceeds\n"
                               "    level: shall\n"
                               "    stages: [pre]\n"
                               "    title: { zh: 一, en: One }\n"
                               "    test: projects.all(p, p.use_kind == 'build')\n"
                               "    remedy: { zh: 补一, en: Add one }\n"
                               "    basis: read\n"
                               "  - id: T-2\n"
                               "    clause: '2.2'\n"
                               "    component: reporting\n"
                               "    level: shall\n"
                               "    stages: [pre]\n"
                               "    title: { zh: 二, en: Two }\n"
                               "    test: projects.all(p, p.amount_planned > 5)\n"
                               "    remedy: { zh: 补二, en: Add two }\n"
                               "    basis: recalled\n"
                               "  - id: T-3\n"
                               "    clause: '2.3'\n"
                               "    component: reporting\n"
                               "    level: should\n"
                               "    stages: [pre]\n"
                               "    title: { zh: 三, en: Three }\n"
                               "    test: catalogue == 'GBEPC2021'\n"
                               "    remedy: { zh: 补三, en: Add three }\n"
                               "    basis: read\n";

static const char application[] = "bond: { currency: CNY, kind: bond, issuance_costs: 2000 }\n"
                                  "projects:\n"
                                  "  - { id: P1, name: 阳江海上风电, use_kind: build }\n"
                                  "  - { id: P2, name: 总部大楼, use_kind: acquire, "
                                  "amount_planned: 7 }\n";

static struct str
explained(struct arena *a, const struct rulebook *book, const struct assessments *all)
{
        struct buf b;
        struct json j;
        struct str text;

        buf_init(&b, a, REPLY_BYTES);
        json_init(&j, &b);
        json_map(&j, (struct str){ 0 });
        explain(a, &j, book, all);
        json_end(&j);
        ck_assert(buf_done(&b, &text));
        return text;
}

static const struct doc *
read_back(struct arena *a, struct str text)
{
        struct doc_error e = { 0 };
        const struct doc *d = doc_json(a, text, &e);

        ck_assert_msg(d != NULL, "%u:%u: %s in %.*s", e.line, e.column, e.code, STR_ARG(text));
        return d;
}

static const struct doc *
at(const struct doc *d, const char *key)
{
        const struct doc *child = doc_get(d, str_of(key));

        ck_assert_msg(child != NULL, "no %s", key);
        return child;
}

static void
ck_holds(struct str text, const char *part)
{
        ck_assert_msg(str_find(text, str_of(part)) >= 0, "\"%.*s\" does not say \"%s\"",
                      STR_ARG(text), part);
}

START_TEST(tells_outcome_reasons_and_what_is_missing)
{
        static const struct set own[] = { { "standards/a.yaml", standard } };
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, own, 1);
        struct assessments all = judge(a, book, application, "2026-03-01", "TEST");
        const struct doc *d = read_back(a, explained(a, book, &all));
        const struct doc *test = at(at(d, "outcome"), "TEST-1");
        const struct doc *criteria = at(test, "criteria");
        const struct doc *one = &criteria->child[1], *two = &criteria->child[2];
        const struct doc *because, *missing;

        ck_str(doc_text(test, "family"), "TEST");
        ck_str(doc_text(test, "edition"), "1");
        ck_str(doc_text(test, "outcome"), "does_not_conform");
        ck_str(doc_text(test, "lacking"), "papers");
        ck_str(doc_text(at(test, "catalogue"), "edition"), "GFEPC2025 GBEPC2021");
        ck_str(doc_text(at(at(test, "catalogue"), "because"), "en"), "New; Old");
        ck_assert_uint_eq(criteria->count, 4);
        ck_str(doc_text(one, "id"), "T-1");
        ck_str(doc_text(one, "verdict"), "not_met");
        ck_str(doc_text(one, "component"), "use_of_proceeds");
        ck_str(doc_text(at(one, "remedy"), "zh"), "补一");
        because = &at(one, "because")->child[0];
        ck_str(doc_text(because, "path"), "projects[1].use_kind");
        ck_str(doc_text(because, "value"), "acquire");
        ck_str(doc_text(because, "wanted"), "build");
        ck_holds(doc_text(because, "zh"), "总部大楼");
        ck_holds(doc_text(because, "en"), "总部大楼");
        ck_str(doc_text(two, "verdict"), "undetermined");
        ck_str(doc_text(two, "basis"), "recalled");
        missing = &at(two, "missing")->child[0];
        ck_str(doc_text(missing, "path"), "projects[0].amount_planned");
        ck_str(doc_text(missing, "unit"), "CNY");
        ck_str(doc_text(missing, "closes"), "papers");
        ck_holds(doc_text(missing, "zh"), "阳江海上风电");
        ck_holds(doc_text(missing, "en"), "CNY");
        ck_assert_int_eq(at(d, "labelled_scope")->kind, DOC_NULL);
        ck_str(doc_text(&at(d, "findings")->child[0], "code"), "costly");
        ck_str(doc_text(&at(d, "findings")->child[0], "en"), "Costly");
        arena_free(a);
}
END_TEST

/* No sentence is a bare code, in either language, and none keeps an unfilled place. */
static void
sentences_check(const struct doc *d)
{
        for (uint32_t i = 0; i < d->count; i++) {
                const struct doc *one = &d->child[i];

                if (one->kind == DOC_TEXT && (str_is(one->key, "zh") || str_is(one->key, "en"))) {
                        ck_assert_uint_gt(one->text.len, 0);
                        ck_assert_msg(!str_starts(one->text, STR("gap.")) &&
                                              !str_starts(one->text, STR("reason.")) &&
                                              !str_starts(one->text, STR("place.")),
                                      "no sentence for %.*s", STR_ARG(one->text));
                        ck_assert_msg(str_find(one->text, STR("{")) < 0, "%.*s",
                                      STR_ARG(one->text));
                }
                sentences_check(one);
        }
}

START_TEST(every_sentence_is_said)
{
        static const char *const applications[] = {
                application,
                "bond: { currency: CNY }\n",
                "bond: { currency: CNY, kind: bond, principal: 5 }\n"
                "projects: [{ id: P1, activity: coal_power, amount_planned: 5 }]\n"
                "reviews: []\n"
                "documents: []\n",
                "application: { stage: annual }\nbond: { currency: CNY, kind: bond }\n"
                "projects: [{ id: P1, activity: oil_refining }]\n",
        };
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = real_book(a);

        for (uint32_t i = 0; i < COUNT(applications); i++) {
                struct assessments all = judge(a, book, applications[i], "2026-03-01", NULL);

                sentences_check(read_back(a, explained(a, book, &all)));
        }
        arena_free(a);
}
END_TEST

START_TEST(tells_the_labelled_scope)
{
        static const struct set own[] = { { "standards/a.yaml", standard } };
        static const char two[] = "bond: { currency: CNY, tranches: [{ id: a, label: none }, "
                                  "{ id: b, label: green }] }\n";
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, own, 1);
        struct assessments all = judge(a, book, two, "2026-03-01", "TEST");
        const struct doc *d = read_back(a, explained(a, book, &all));
        const struct doc *labelled = at(at(d, "labelled_scope"), "TEST-1");

        ck_str(doc_text(&at(at(at(d, "outcome"), "TEST-1"), "criteria")->child[0], "verdict"),
               "not_met");
        ck_str(doc_text(&at(labelled, "criteria")->child[0], "verdict"), "met");
        arena_free(a);
}
END_TEST

START_TEST(tells_mistakes)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, NULL, 0);
        struct doc_error e = { 0 };
        const struct doc *said = doc_yaml(a, STR("bond: { currency: CNY, nmae: x }\n"), &e);
        const struct doc *one;
        struct mistakes m;
        struct buf b;
        struct json j;

        mistakes_init(&m, a, STR("a.yaml"));
        (void)record_read(a, book->dictionary, said, &m);
        buf_init(&b, a, REPLY_BYTES);
        json_init(&j, &b);
        json_map(&j, (struct str){ 0 });
        explain_mistakes(a, &j, book->texts, &m);
        json_end(&j);
        one = &at(read_back(a, buf_text(&b)), "mistakes")->child[0];
        ck_str(doc_text(one, "code"), "unknown_key");
        ck_str(doc_text(one, "file"), "a.yaml");
        ck_str(doc_text(one, "at"), "/bond/nmae");
        ck_str(doc_text(one, "suggestion"), "name");
        ck_str(at(one, "line")->text, "1");
        sentences_check(one);
        arena_free(a);
}
END_TEST

UNIT_MAIN("explain", tells_outcome_reasons_and_what_is_missing, every_sentence_is_said,
          tells_the_labelled_scope, tells_mistakes)
