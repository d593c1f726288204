#include "rule/conformance.h"
#include "base/limits.h"
#include "support/unit.h"

#include <stdio.h>
#include <string.h>

/* What exact decimals answer otherwise than binary doubles: no NaN, and int's bounds fit. */
static const char *const exceptions[] = {
        "not_eq_double_nan",
        "not_ne_double_nan",
        "double_int_max_range",
};

static struct arena *a;

static struct str
answer(struct str line)
{
        struct str text = { 0 };
        struct json j;
        struct buf b;

        buf_init(&b, a, 4 << 20);
        json_init(&j, &b);
        conformance_answer(a, line, &j);
        ck_assert(buf_done(&b, &text));
        return text;
}

/* A tree as text, spaces and all, so that two trees can be compared. */
static struct str
canonical(const struct doc *d)
{
        struct str text = { 0 };
        struct json j;
        struct buf b;

        if (d == NULL)
                return text;
        buf_init(&b, a, 4 << 20);
        json_init(&j, &b);
        json_list(&j, (struct str){ 0 });
        json_doc(&j, (struct str){ 0 }, d);
        json_end(&j);
        ck_assert(buf_done(&b, &text));
        return text;
}

static bool
is_exception(struct str name)
{
        for (size_t i = 0; i < COUNT(exceptions); i++)
                if (str_is(name, exceptions[i]))
                        return true;
        return false;
}

/* Any error will do where one is expected. */
static bool
agrees(const struct doc *want, const struct doc *got)
{
        if (doc_get(want, STR("error")) != NULL)
                return doc_get(got, STR("error")) != NULL;
        return str_eq(canonical(doc_get(want, STR("value"))),
                      canonical(doc_get(got, STR("value"))));
}

static bool
check_line(struct str line)
{
        struct doc_error e = { 0 };
        const struct doc *said = doc_json(a, line, &e);
        const struct doc *got = doc_json(a, answer(line), &e);
        bool ok, exception;

        ck_assert(said != NULL && got != NULL && got->count == 1);
        ok = agrees(doc_get(said, STR("expect")), got);
        exception = is_exception(doc_text(said, "name"));
        ck_assert_msg(ok != exception, "%.*s: %.*s", STR_ARG(doc_text(said, "expr")),
                      STR_ARG(canonical(got)));
        return ok;
}

START_TEST(published_suite)
{
        static char line[1 << 16];
        FILE *f = fopen(SOURCE_DIR "/tests/tables/cel_conformance.jsonl", "r");
        uint32_t count = 0, passed = 0;

        ck_assert_ptr_nonnull(f);
        a = arena_new(1 << 28);
        while (fgets(line, sizeof line, f) != NULL) {
                passed += check_line((struct str){ line, strcspn(line, "\n") });
                arena_clear(a);
                count++;
        }
        fclose(f);
        ck_assert_uint_eq(count, 337);
        ck_assert_uint_eq(passed, 337 - COUNT(exceptions));
        arena_free(a);
}
END_TEST

static const struct {
        const char *line, *answer;
} lines[] = {
        { "{\"expr\":\"1 + 1\"}", "{\"value\":{\"int\":2}}" },
        { "{\"expr\":\"0.1 + 0.2\"}", "{\"value\":{\"double\":\"0.3\"}}" },
        { "{\"expr\":\"1e3\"}", "{\"value\":{\"double\":\"1000\"}}" },
        { "{\"expr\":\"null\"}", "{\"value\":{\"null\":true}}" },
        { "{\"expr\":\"{'a': [1, true]}\"}",
          "{\"value\":{\"map\":[[{\"string\":\"a\"},{\"list\":[{\"int\":1},{\"bool\":true}]}]]}}" },
        { "{\"expr\":\"timestamp('2026-01-31T08:00:00+08:00')\"}",
          "{\"value\":{\"timestamp\":\"2026-01-31T00:00:00Z\"}}" },
        { "{\"expr\":\"duration('-1500ms')\"}", "{\"value\":{\"duration\":\"-1.5s\"}}" },
        { "{\"expr\":\"type(1.5)\"}", "{\"value\":{\"type\":\"double\"}}" },
        { "{\"expr\":\"date('2026-01-31')\"}", "{\"value\":{\"date\":\"2026-01-31\"}}" },
        { "{\"expr\":\"x\",\"bindings\":{\"x\":{\"double\":\"1.50\"}}}",
          "{\"value\":{\"double\":\"1.5\"}}" },
        { "{\"expr\":\"x + y\",\"bindings\":{\"x\":{\"unknown\":true},\"y\":{\"unknown\":true}}}",
          "{\"unknown\":[\"x\",\"y\"]}" },
        { "{\"expr\":\"x.a && false\",\"bindings\":{\"x\":{\"unknown\":true}}}",
          "{\"value\":{\"bool\":false}}" },
        { "{\"expr\":\"x || 1 / 0 == 1\",\"bindings\":{\"x\":{\"unknown\":true}}}",
          "{\"unknown\":[\"x\"]}" },
        { "{\"expr\":\"x\"}", "{\"error\":\"undeclared reference to 'x'\"}" },
        { "{\"expr\":\"1 +\"}", "{\"error\":\"1:4: expr_syntax\"}" },
        { "{\"expr\":\"x\",\"bindings\":{\"x\":5}}",
          "{\"error\":\"a binding is no typed value\"}" },
        { "{\"expr\":\"x\",\"bindings\":{\"x\":{\"int\":\"a\"}}}",
          "{\"error\":\"a binding is no typed value\"}" },
        { "{\"expr\":\"x\",\"bindings\":[]}", "{\"error\":\"bindings are no object\"}" },
        { "{\"expr\":5}", "{\"error\":\"no expression\"}" },
        { "[]", "{\"error\":\"no expression\"}" },
        { "", "{\"error\":\"no expression\"}" },
        { "{\"expr\":\"'\\ud800'\"}", "{\"error\":\"1:1: expr_syntax\"}" },
};

START_TEST(answers_lines)
{
        a = arena_new(1 << 28);
        for (size_t i = 0; i < COUNT(lines); i++)
                ck_str(answer(str_of(lines[i].line)), lines[i].answer);
        arena_free(a);
}
END_TEST

UNIT_MAIN("conformance", published_suite, answers_lines)
