#include <stdio.h>

#include "ctl/commands.h"
#include "policy/rule_tests.h"

static const enum verdict asked_for[] = { MET, NOT_MET, UNDETERMINED };

static uint32_t
holes_of(const struct test_results *r, uint32_t standard)
{
        uint32_t holes = 0;

        for (uint32_t i = 0; i < r->at[standard].standard->count; i++)
                for (uint32_t v = 0; v < COUNT(asked_for); v++)
                        holes += is_hole(r, standard, i, asked_for[v]);
        return holes;
}

static void
failures_json(struct json *j, const struct test_results *r)
{
        json_list(j, STR("failures"));
        for (const struct test_failure *f = r->failures; f; f = f->next) {
                json_map(j, STR(""));
                json_text(j, STR("file"), f->path);
                json_uint(j, STR("line"), f->line);
                json_text(j, STR("test"), f->test);
                json_text(j, STR("what"), f->what);
                json_text(j, STR("wanted"), f->wanted);
                json_text(j, STR("got"), f->got);
                json_end(j);
        }
        json_end(j);
}

static void
holes_json(struct json *j, const struct test_results *r, uint32_t standard)
{
        const struct coverage *c = &r->at[standard];

        json_map(j, c->standard->id);
        json_uint(j, STR("tests"), c->tests);
        json_list(j, STR("holes"));
        for (uint32_t i = 0; i < c->standard->count; i++)
                for (uint32_t v = 0; v < COUNT(asked_for); v++) {
                        if (!is_hole(r, standard, i, asked_for[v]))
                                continue;
                        json_map(j, STR(""));
                        json_text(j, STR("criterion"), c->standard->at[i].id);
                        json_text(j, STR("verdict"), verdict_code(asked_for[v]));
                        json_end(j);
                }
        json_end(j);
        json_end(j);
}

static void
results_json(struct call *c, const struct test_results *r)
{
        struct buf b;
        struct json j;

        buf_init(&b, c->arena, REPLY_BYTES_MAX);
        json_init(&j, &b);
        json_map(&j, STR(""));
        json_uint(&j, STR("passed"), r->passed);
        json_uint(&j, STR("failed"), r->failed);
        failures_json(&j, r);
        json_map(&j, STR("standards"));
        for (uint32_t i = 0; i < r->count; i++)
                holes_json(&j, r, i);
        json_end(&j);
        json_end(&j);
        printf("%.*s\n", STR_ARG(buf_text(&b)));
}

static void
holes_print(const struct call *c, const struct test_results *r, uint32_t standard)
{
        const struct standard *s = r->at[standard].standard;

        for (uint32_t i = 0; i < s->count; i++) {
                bool first = true;

                for (uint32_t v = 0; v < COUNT(asked_for); v++) {
                        if (!is_hole(r, standard, i, asked_for[v]))
                                continue;
                        if (first)
                                printf("%.*s %.*s: %.*s", STR_ARG(s->id), STR_ARG(s->at[i].id),
                                       STR_ARG(said(c, "test.never_seen")));
                        printf(" %.*s", STR_ARG(verdict_code(asked_for[v])));
                        first = false;
                }
                if (!first)
                        putchar('\n');
        }
}

static void
results_print(struct call *c, const struct test_results *r, uint32_t holes)
{
        for (const struct test_failure *f = r->failures; f; f = f->next)
                printf("%.*s:%u: %.*s: %.*s %.*s ≠ %.*s\n", STR_ARG(f->path), f->line,
                       STR_ARG(f->test), STR_ARG(f->what), STR_ARG(f->got), STR_ARG(f->wanted));
        for (uint32_t i = 0; i < r->count; i++)
                holes_print(c, r, i);
        say(c, "test.passed", str_format(c->arena, "%u", r->failed),
            str_format(c->arena, "%u", r->passed));
        say(c, "test.holes", STR(""), str_format(c->arena, "%u", holes));
}

int
run_standard_test(struct call *c)
{
        const struct rulebook *rules;
        struct rule_tests tests;
        struct test_results results;
        struct mistakes m;
        struct fault f = { 0 };
        uint32_t holes = 0;

        if (c->count > 0)
                c->config.rules = c->arguments[0];
        rules = call_rules(c);
        if (!rules)
                return EXIT_USAGE;
        mistakes_init(&m, c->arena, STR(""));
        if (!rule_tests_open(c->arena, c->config.rules, rules, &tests, &m, &f))
                return complain_fault(c, &f);
        if (m.count > 0) {
                struct buf b;

                buf_init(&b, c->arena, REPLY_BYTES_MAX);
                mistakes_print(&b, rules->texts, &m, c->in);
                fprintf(stderr, "%.*s", STR_ARG(buf_text(&b)));
                return EXIT_USAGE;
        }
        test_results_open(c->arena, rules, &results);
        for (uint32_t i = 0; i < tests.count; i++)
                rule_tests_run(c->arena, &tests.at[i], rules, &results);
        for (uint32_t i = 0; i < results.count; i++)
                holes += holes_of(&results, i);
        if (c->json)
                results_json(c, &results);
        else
                results_print(c, &results, holes);
        return results.failed == 0 && holes == 0 ? EXIT_DONE : EXIT_NO;
}
