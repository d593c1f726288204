#include "rule/conformance.h"
#include "base/limits.h"
#include "support/unit.h"

#include <stdio.h>
#include <string.h>

/* By section and name: what the language answers otherwise, for the reasons in rules/README.md. */
static const char *const exceptions[] = {
        /* No NaN: division by zero is an error. */
        "eq_literal/not_eq_double_nan",
        "eq_literal/not_eq_int_double_nan",
        "ne_literal/not_ne_double_nan",
        "ne_literal/not_ne_int_double_nan",
        "ne_literal/ne_double_nan",
        /* No rounding to 53 bits: a decimal keeps its digits. */
        "lt_literal/not_lt_dyn_int_big_lossy_double",
        "lt_literal/not_lt_dyn_small_double_int",
        "gt_literal/not_gt_dyn_int_small_lossy_double",
        "gt_literal/not_gt_dyn_big_double_int",
        "lte_literal/lte_dyn_int_small_lossy_double",
        "lte_literal/lte_dyn_big_double_int",
        "gte_literal/gte_dyn_int_big_lossy_double",
        "gte_literal/gte_dyn_small_double_int",
        "double/int_range",
        "int/double_big_precision",
        "int/double_int_max_range",
        "int/double_int_min_range",
        "fp_math/fp_underflow",
        /* No zones with summer time: they change by law, not by rule. */
        "timestamp_selectors_tz/getDate",
        "timestamp_selectors_tz/getDayOfMonth_name_pos",
        "timestamp_selectors_tz/getDayOfMonth_name_neg",
        "timestamp_selectors_tz/getDayOfYear",
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
        conformance_answer(a, line, NULL, &j);
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
is_exception(const struct doc *said)
{
        struct str name = str_format(a, "%.*s/%.*s", STR_ARG(doc_text(said, "section")),
                                     STR_ARG(doc_text(said, "name")));

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
        exception = is_exception(said);
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
        ck_assert_uint_eq(count, 848);
        ck_assert_uint_eq(passed, count - COUNT(exceptions));
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
        { "{\"expr\":\"[double('.5'), double('-.5'), double('+1.5')]\"}",
          "{\"value\":{\"list\":[{\"double\":\"0.5\"},{\"double\":\"-0.5\"},{\"double\":\"1.5\"}]}"
          "}" },
        { "{\"expr\":\"double('.')\"}", "{\"error\":\"range\"}" },
        { "{\"expr\":\"'A b'.matches('(?i)a b') && 'ab'.matches('(?i-s:A)b')\"}",
          "{\"value\":{\"bool\":true}}" },
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
