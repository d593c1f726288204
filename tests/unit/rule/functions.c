#include "rule/private_eval.h"
#include "support/expression.h"

static struct stage_set s;

static const struct {
        const char *text, *told;
} rows[] = {
        { "size('中文') + '中文'.size() + size([1]) + {'a': 1}.size()", "6" },
        { "'中文'.startsWith('中') && '中文'.endsWith('文') && '中文'.contains('')", "true" },
        { "'abc'.matches('b') && matches('abc', '^a.c$') && !'abc'.matches('^b')", "true" },
        { "'a\\n'.matches('a$')", "false" },
        { "'中'.matches('^.$') && 'é'.matches('\\\\x{e9}') && 'Ж'.matches('\\\\p{Cyrillic}')",
          "true" },
        { "'ab'.matches('(?i)AB') && 'ab'.matches('(?P<x>a)b') && 'a]'.matches('[]a]+')", "true" },
        { "'+++'.matches('[+]+') && 'a}'.matches('a\\\\}')", "true" },
        { "int('-12') + int('+3') + int(2.9) + int(-2.9)", "-9" },
        { "int('')", "error" },
        { "int('1.5')", "error" },
        { "int(9223372036854775808.0)", "error" },
        { "int('9223372036854775808')", "error" },
        { "int('-9223372036854775808')", "-9223372036854775808" },
        { "double('1.50') + double(2)", "3.5" },
        { "double('x')", "error" },
        { "string(1) + string(1.50) + string(true) + string('x')", "11.5truex" },
        { "string(date('2026-01-31'))", "2026-01-31" },
        { "string(timestamp(1)) + string(duration('-1.5s'))", "1970-01-01T00:00:01Z-1.5s" },
        { "bool('t') && !bool('0')", "true" },
        { "bool('yes')", "error" },
        { "int(timestamp('1969-12-31T23:59:59.5Z'))", "-1" },
        { "timestamp('2026-01-31T08:00:00+08:00') == timestamp('2026-01-31T00:00:00Z')", "true" },
        { "timestamp(253402300800)", "error" },
        { "timestamp(dyn('2026-01-31T24:00:00Z'))", "error" },
        { "timestamp(dyn('2026-02-29T00:00:00Z'))", "error" },
        { "timestamp(dyn('2026-01-31 00:00:00Z'))", "error" },
        { "timestamp(dyn('2026-01-31T00:00:00'))", "error" },
        { "timestamp('2024-12-31T16:00:00Z').getFullYear('Asia/Shanghai')", "2025" },
        { "timestamp('2024-12-31T16:00:00Z').getDayOfYear()", "365" },
        { "timestamp('0001-01-01T00:00:00Z').getDayOfWeek()", "1" },
        { "timestamp('2026-01-31T00:30:00Z').getHours('-01:00')", "23" },
        { "timestamp('2026-01-31T00:30:00Z').getHours('Mars')", "error" },
        { "timestamp('1969-12-31T23:59:59.25Z').getMilliseconds()", "250" },
        { "duration('1h1m1s1ms') == duration('3661.001s')", "true" },
        { "duration('-90m').getHours()", "-1" },
        { "duration('-1.5s').getSeconds()", "-1" },
        { "duration('-1.5s').getMilliseconds()", "-500" },
        { "duration(dyn('1'))", "error" },
        { "duration(dyn('1.s'))", "1s" },
        { "duration(dyn('.s'))", "error" },
        { "duration(dyn(''))", "error" },
        { "duration(dyn('9223372037s'))", "error" },
        { "duration(dyn('99999999999999999999999h'))", "error" },
        { "timestamp('9999-12-31T23:59:59Z') + duration('1s')", "error" },
        { "timestamp('2026-01-31T00:00:00Z') - duration('0.5s')", "2026-01-30T23:59:59.5" },
        { "months_between(date('2026-01-31'), date('2026-02-28'))", "1" },
        { "months_between(date('2026-02-28'), date('2026-01-31'))", "-1" },
        { "years_between(date('2024-02-29'), date('2025-02-28'))", "1" },
        { "days_between(date('2026-01-31'), date('2025-01-31'))", "-365" },
        { "add_months(date('2026-01-31'), 1) == date('2026-02-28')", "true" },
        { "add_months(date('2026-01-31'), 99999999)", "error" },
        { "add_months(date('2026-01-31'), -9223372036854775808)", "error" },
        { "add_months(date('9999-12-31'), 1)", "error" },
        { "add_months(date('0001-01-01'), -1)", "error" },
        { "add_days(date('2026-01-31'), 28) == date('2026-02-28')", "true" },
        { "add_days(date('2026-01-31'), 9223372036854775807)", "error" },
        { "min(2, 1) + max(2, 1)", "3" },
        { "min(2, 1.5) == 1.5 && max(date('2026-01-31'), on) == on", "true" },
        { "abs(-2.5) + abs(2.5)", "5" },
        { "abs(-2)", "2" },
        { "share(1, 3)", "0.333333333333" },
        { "share(85.0, 100) == 0.85", "true" },
        { "share(1, 0)", "error" },
        { "round(2.345, 2) == 2.34 && round(2.355, 2) == 2.36", "true" },
        { "round(1.5, -1)", "error" },
        { "taxonomy.has(catalogue, '1.1')", "true" },
        { "taxonomy.has(catalogue, '9')", "false" },
        { "taxonomy.lists(catalogue, '1.2', 'solar')", "true" },
        { "excluded('coal')", "true" },
        { "excluded('gas')", "false" },
        { "excluded('solar')", "false" },
        { "activity.conditions('CAT-A', projects[0])", "true" },
        { "activity.conditions('CAT-A', projects[1])", "false" },
        { "activity.conditions('OTHER', projects[1])", "true" },
        { "activity.conditions('CAT-A', projects[2])", "unknown ?projects[2].in_plan[recalled E]" },
        { "activity.conditions('CAT-A', projects[3])", "unknown ?projects[3].activity[absent E]" },
        { "activity.conditions('CAT-A', projects[4])",
          "unknown ?projects[4].activity[unknown_activity E what]" },
        { "activity.conditions('CAT-A', projects[5])",
          "unknown ?projects[5].in_plan[condition E]" },
        { "activity.conditions('BAR-A', projects[0])", "false" },
        { "activity.conditions('BAR-A', projects[1])", "true" },
        { "activity.conditions('BAR-A', projects[5])", "true" },
        { "activity.conditions('BAR-B', projects[0])", "true" },
        { "activity.conditions('BAR-B', projects[3])", "unknown ?projects[3].activity[absent E]" },
        { "activity.conditions('BAR-B', projects[4])", "false" },
};

static const char application[] =
        "{\"projects\":[{\"activity\":\"hydro\",\"in_plan\":true},"
        "{\"activity\":\"hydro\",\"in_plan\":false},{\"activity\":\"recalled\",\"in_plan\":true},"
        "{},{\"activity\":\"what\"},{\"activity\":\"hydro\"}]}";

START_TEST(functions_by_row)
{
        set_begin(&s);
        set_application(&s, application);
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct str got = set_ask(&s, rows[i].text, WHY_VALUE);

                ck_assert_msg(str_starts(got, str_of(rows[i].told)),
                              "%s: got \"%.*s\", want \"%s\"", rows[i].text, STR_ARG(got),
                              rows[i].told);
        }
        arena_free(s.arena);
}
END_TEST

/* A list that is none of records, where records are looked into. */
START_TEST(lists_of_something_else)
{
        static const struct new_use use = { .id = S("a"), .edition = S("CAT-B") };
        static const struct new_uses uses = { &use, 1 };
        static const char *const texts[] = { "edition(catalogue, ['P1'], projects[0])",
                                             "edition(catalogue, dyn([1]), projects[0])",
                                             "edition(catalogue, bond.venues, projects[0])" };

        set_begin(&s);
        set_application(&s, "{\"bond\":{\"venues\":[\"SSE\"]},\"projects\":[{\"id\":\"P1\"}]}");
        s.world.stage = STAGE_LIFE;
        s.world.new_uses = &uses;
        for (size_t i = 0; i < COUNT(texts); i++)
                ck_assert_msg(str_starts(set_ask(&s, texts[i], WHY_ALL), STR("error")), "%s",
                              texts[i]);
        arena_free(s.arena);
}
END_TEST

/* Each row's example is read, and gives what the row says it gives. */
START_TEST(examples_hold)
{
        const struct function *f;

        set_begin(&s);
        set_application(&s, "{\"projects\":[{\"activity\":\"solar\",\"catalogue\":"
                            "{\"code\":\"1.1\"}}]}");
        for (uint32_t i = 0; (f = function_at(i)) != NULL; i++) {
                struct str text = str_format(s.arena, "projects.map(p, %s)", f->example);
                struct mistakes m;
                const struct expression *x = set_read(&s, str_c(s.arena, text), &m);
                struct evaluation e;

                ck_assert_msg(x != NULL, "%s", f->example);
                e = expression_eval(s.arena, x, &s.world, WHY_VALUE);
                if (e.value.kind != VALUE_LIST && f->sees_unknown)
                        continue; /* it needs rules that this small set has not */
                ck_assert_msg(e.value.kind == VALUE_LIST, "%s", f->example);
                ck_assert_msg(f->result == VALUE_ABSENT ||
                                      e.value.as.values.at[0].kind == f->result,
                              "%s", f->example);
        }
        arena_free(s.arena);
}
END_TEST

/* What RE2 has not is refused, and so is what is no pattern. */
static const char *const refused[] = {
        "(",      "[",     "a**b(", "(?=a)",   "(?!a)",     "(?<=a)", "(?<!a)",  "(a)\\1",
        "\\k<x>", "(?>a)", "a++",   "(?R)",    "(?1)",      "(?|a)",  "(*FAIL)", "\\K",
        "\\G",    "(?#c)", "\\",    "(?(1)a)", "(?P=x)",    "(?P>x)", "\\X",     "\\R",
        "(?ix)a", "(?i",   "\\v",   "a{1001}", "a{0,1001}", "[\\v]",  "[\\b]",   "[a",
};

START_TEST(patterns_of_re2_only)
{
        struct arena *a = arena_new(1 << 24);

        for (size_t i = 0; i < COUNT(refused); i++)
                ck_assert_msg(pattern_read(a, str_of(refused[i])) == NULL, "%s", refused[i]);
        ck_assert_ptr_nonnull(pattern_read(a, STR("")));
        ck_assert_ptr_nonnull(pattern_read(a, STR("(?i-s:a){2,1000}[\\d\\]{1001]")));
        ck_assert_ptr_nonnull(pattern_read(a, STR("^[A-Z0-9]{18,20}\\z|\\Qa+b\\E?")));
        arena_free(a);
}
END_TEST

UNIT_MAIN("functions", functions_by_row, lists_of_something_else, examples_hold,
          patterns_of_re2_only)
