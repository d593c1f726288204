#include "support/expression.h"

#include <string.h>

/* The value says how it was read. */
static const struct {
        const char *text, *told;
} binding[] = {
        { "1 + 2 * 3", "7" },
        { "(1 + 2) * 3", "9" },
        { "10 - 4 - 3", "3" },
        { "100 / 10 / 5", "2" },
        { "7 % 4 * 2", "6" },
        { "1 < 2 == true", "true" },
        { "1 + 1 == 2 && 2 * 2 == 4", "true" },
        { "true || false && false", "true" },
        { "(true || false) && false", "false" },
        { "!true || true", "true" },
        { "!(true || true)", "false" },
        { "false ? 1 : true ? 2 : 3", "2" },
        { "(true ? false : true) ? 1 : 2", "2" },
        { "-2 * -3", "6" },
        { "- 2 - -3", "1" },
        { "--5", "5" },
        { "---5", "-5" },
        { "-9223372036854775808", "-9223372036854775808" },
        { "-0x10", "-16" },
        { "-(2.5)", "-2.5" },
        { "!!true", "true" },
        { "!!!true", "false" },
        { "2 in [1, 2,]", "true" },
        { "[1, 2, 3,][-1 + 2]", "2" },
        { "{'a': {'b': 5}}.a.b", "5" },
        { "{'a': [1, 2]}['a'][1]", "2" },
        { "'abc'.size() + size('de')", "5" },
        { "[[1], [2, 3]].map(x, x.size())", "[1, 2]" },
        { "1 // a comment\n + 1", "2" },
        { "'a' + \"b\" + r'\\'", "ab\\" },
        { "[1, 2].all(x, [3].all(y, x < y))", "true" },
        { "[1].map(x, [2].map(x, x))", "[[2]]" },
        { "bond.kind == .bond.kind", "unknown ?bond.kind[absent]" },
        { "[{'kind': 'z'}].exists(bond, bond.kind == 'z')", "true" },
};

/* What is wrong and where. */
static const struct {
        const char *text, *told;
} wrong[] = {
        { "", "1:1 expr_syntax" },
        { "1 +", "1:4 expr_syntax" },
        { "1 2", "1:3 expr_syntax" },
        { "(1", "1:3 expr_syntax" },
        { "[1", "1:3 expr_syntax" },
        { "{1}", "1:3 expr_syntax" },
        { "{1: 2", "1:6 expr_syntax" },
        { "a.", "1:3 expr_syntax" },
        { "a.5", "1:2 expr_syntax" },
        { "a.in", "1:3 expr_syntax" },
        { "a ? b", "1:6 expr_syntax" },
        { "a ? b ? c : d : e", "1:7 expr_syntax" },
        { "size(1,)", "1:8 expr_syntax" },
        { "!-1", "1:2 expr_syntax" },
        { "for", "1:1 expr_reserved" },
        { "if(1)", "1:1 expr_reserved" },
        { "9223372036854775808", "1:1 expr_number" },
        { "'\xe4\xb8\xad' + $", "1:7 expr_syntax" },
        { "projects.all(1, true)", "1:14 expr_variable" },
        { "projects.all(p.x, true)", "1:14 expr_variable" },
        { "projects.all(p, p, true)", "1:1 expr_variable" },
        { "has(bond)", "1:1 expr_has_path" },
        { "has(1 + 1)", "1:1 expr_has_path" },
        { "projects.all(p)", "1:1 expr_arguments" },
        { "bonds.kind == 'bond'", "1:1 expr_unknown_name" },
        { "bond.knd == 'bond'", "1:5 expr_unknown_field" },
        { "bond.kind.x == 1", "1:1 expr_no_fields" },
        { "bond.kind == 'x'", "1:14 expr_choice" },
        { "'x' != bond.kind", "1:1 expr_choice" },
        { "bond.kind in ['bond', 'x']", "1:23 expr_choice" },
        { "bond.kind == 1", "1:1 expr_operands" },
        { "bond.years + bond.rate > 1", "1:1 expr_operands" },
        { "bond < bond", "1:1 expr_operands" },
        { "1 in bond.venues", "1:1 expr_operands" },
        { "1 in 2", "1:1 expr_operands" },
        { "-bond.kind", "1:1 expr_operands" },
        { "bond.years && true", "1:1 expr_type" },
        { "!bond.years", "1:2 expr_type" },
        { "bond.years ? 1 : 2", "1:1 expr_type" },
        { "bond.all(b, true)", "1:1 expr_type" },
        { "projects.all(p, p.name)", "1:17 expr_type" },
        { "sum(projects, p, p.name) == 1", "1:18 expr_type" },
        { "projects['a']", "1:10 expr_type" },
        { "bond[0]", "1:1 expr_type" },
        { "size(1)", "1:1 expr_arguments" },
        { "months_between(on)", "1:1 expr_arguments" },
        { "nosuch(1)", "1:1 expr_unknown_function" },
        { "bond.kind.nosuch()", "1:1 expr_unknown_function" },
        { "date('2026-02-30') == on", "1:1 expr_value" },
        { "timestamp('yesterday') < timestamp(0)", "1:1 expr_value" },
        { "bond.kind.matches('(')", "1:19 expr_pattern" },
        { "bond.kind.matches('(a)\\\\1')", "1:19 expr_pattern" },
        { "has(bond.rate)", "1:1 expr_has" },
        { "has(google.protobuf.Timestamp)", "1:1 expr_has_path" },
        { "has(parameter.least)", "1:1 expr_has_path" },
        /* What loads can be evaluated: both branches of one type, both lists of one element. */
        { "bond.years > 1 ? 'a' : true", "1:24 expr_type" },
        { "bond.years > 1 ? bond.years : 1.5", "1:31 expr_type" },
        { "(projects + reviews).all(p, p.id != '')", "1:29 expr_no_fields" },
        { "([1] + [2]).all(x, x == 'a')", "1:20 expr_operands" },
        { "bond.venues == [1]", "1:1 expr_operands" },
        { "projects == reviews", "1:1 expr_operands" },
        { "projects[0] in reviews", "1:1 expr_operands" },
};

static void
ask(const char *text, const char *told)
{
        struct stage_set s;
        struct str got;

        set_begin(&s);
        set_application(&s, "{}");
        got = set_ask(&s, text, WHY_VALUE);
        ck_assert_msg(str_is(got, told), "%s: got \"%.*s\", want \"%s\"", text, STR_ARG(got), told);
        arena_free(s.arena);
}

START_TEST(binds_as_it_should)
{
        for (size_t i = 0; i < COUNT(binding); i++)
                ask(binding[i].text, binding[i].told);
}
END_TEST

START_TEST(says_what_is_wrong)
{
        for (size_t i = 0; i < COUNT(wrong); i++)
                ask(wrong[i].text, wrong[i].told);
}
END_TEST

START_TEST(suggests)
{
        static const struct {
                const char *text, *suggestion;
        } rows[] = {
                { "bonds.kind == 'bond'", "bond" },
                { "projects.all(item, itme.name == '')", "item" },
                { "bond.amuont > 1", "amount" },
                { "bond.kind == 'bnd'", "bond" },
                { "sise('a')", "size" },
                { "taxonomi.has(catalogue, 'x')", "taxonomy.has" },
        };
        struct stage_set s;
        struct mistakes m;

        set_begin(&s);
        for (size_t i = 0; i < COUNT(rows); i++) {
                ck_assert_ptr_null(set_read(&s, rows[i].text, &m));
                ck_assert_uint_eq(m.count, 1);
                ck_str(m.at[0].suggestion, rows[i].suggestion);
        }
        arena_free(s.arena);
}
END_TEST

START_TEST(all_mistakes_at_once)
{
        struct stage_set s;
        struct mistakes m;

        set_begin(&s);
        ck_assert_ptr_null(set_read(&s, "bond.a == 1 && bonds.b && nosuch(1) && 5", &m));
        ck_assert_uint_eq(m.count, 4);
        arena_free(s.arena);
}
END_TEST

/* Deep and long texts are refused, and what is only long is read. */
static struct str
repeat(struct arena *a, const char *start, const char *part, uint32_t count, const char *end)
{
        struct str text = { 0 };
        struct buf b;

        buf_init(&b, a, 1 << 20);
        buf_add(&b, str_of(start));
        for (uint32_t i = 0; i < count; i++)
                buf_add(&b, str_of(part));
        buf_add(&b, str_of(end));
        ck_assert(buf_done(&b, &text));
        return text;
}

START_TEST(bounds)
{
        static const struct {
                const char *start, *part;
                uint32_t count;
                const char *end, *told;
        } rows[] = {
                { "", "(", 63, "1", "1:65 expr_syntax" },
                { "", "(", 64, "1", "1:65 expr_too_deep" },
                { "", "[", 8000, "", "1:65 expr_too_deep" },
                { "", "{1:", 2000, "", "1:191 expr_too_deep" },
                { "", "true ? 1 : ", 100, "1", "1:705 expr_too_deep" },
                { "", "-", 8001, "1", "-1" },
                { "", "!", 8000, "true", "true" },
                { "1", "+1", 2000, "", "2001" },
                { "1", "+1", 2100, "", "1:4097 expr_too_long" },
                { "true", "&&true", 1000, "", "true" },
                { "{'a': 1}", ".a", 2000, "", "error: no such overload" },
                { "'", "x", 8192, "'", "1:1 expr_too_long" },
                { "", "projects.all(p, ", 3, "true)))", "unknown" },
                { "", "projects.all(p, ", 4, "true))))", "1:1 expr_too_costly" },
                { "", "[1, 2, 3].all(p, ", 6, "true))))))", "true" },
                { "", "a.b(", 3000, "", NULL },
        };

        for (size_t i = 0; i < COUNT(rows); i++) {
                struct stage_set s;
                struct str got;

                set_begin(&s);
                set_application(&s, "{}");
                got = set_ask(&s,
                              str_c(s.arena, repeat(s.arena, rows[i].start, rows[i].part,
                                                    rows[i].count, rows[i].end)),
                              WHY_ALL);
                if (rows[i].told != NULL)
                        ck_assert_msg(str_starts(got, str_of(rows[i].told)), "%s: %.*s",
                                      rows[i].part, STR_ARG(got));
                arena_free(s.arena);
        }
}
END_TEST

START_TEST(places_in_a_document)
{
        static const char yaml[] = "a: 1\n"
                                   "test: bond.knd == 'bond'\n"
                                   "long: >-\n"
                                   "  bond.kind == 'bond' && bond.kind == 'bond' && bond.kind ==\n"
                                   "  'bond' && bond.kind == 'bond' && bond.kind == 'bond' &&\n"
                                   "  bond.knd == 'bond'\n";
        struct stage_set s;
        struct mistakes m;
        const struct doc *d;

        set_begin(&s);
        d = set_doc(s.arena, yaml);
        mistakes_init(&m, s.arena, STR("x.yaml"));
        for (uint32_t i = 1; i < 3; i++)
                ck_assert_ptr_null(expression_read(s.arena, s.names, d->child[i].text,
                                                   (struct place){ &d->child[i] }, NULL, &m));
        ck_assert_uint_eq(m.count, 2);
        ck_assert_uint_eq(m.at[0].line, 2);
        ck_assert_uint_eq(m.at[0].column, 11);
        ck_assert_uint_eq(m.at[1].line, 3);
        ck_assert_uint_eq(m.at[1].column, d->child[2].column);
        ck_str(m.at[0].file, "x.yaml");
        ck_str(m.at[1].name, "knd");
        arena_free(s.arena);
}
END_TEST

START_TEST(wanted_type_and_uses)
{
        const struct expression_options o = { .wanted = VALUE_BOOL };
        const struct expression *x;
        struct stage_set s;
        struct mistakes m;

        set_begin(&s);
        mistakes_init(&m, s.arena, (struct str){ 0 });
        ck_assert_ptr_null(
                expression_read(s.arena, s.names, STR("bond.years"), (struct place){ 0 }, &o, &m));
        ck_str(m.at[0].code, "expr_type");
        x = expression_read(s.arena, s.names, STR("projects.all(p, p.name == catalogue)"),
                            (struct place){ 0 }, &o, &m);
        ck_assert_ptr_nonnull(x);
        ck_assert(expression_uses(x, s.names, STR("catalogue")));
        ck_assert(expression_uses(x, s.names, STR("projects")));
        ck_assert(!expression_uses(x, s.names, STR("bond")));
        ck_assert(!expression_uses(x, s.names, STR("nosuch")));
        ck_assert(expression_reads(x, field_find(s.dictionary->application, STR("projects"))));
        ck_assert(expression_reads(x, field_find(s.dictionary->application, STR("projects.name"))));
        ck_assert(!expression_reads(x, field_find(s.dictionary->application, STR("bond"))));
        arena_free(s.arena);
}
END_TEST

UNIT_MAIN("parse", binds_as_it_should, says_what_is_wrong, suggests, all_mistakes_at_once, bounds,
          places_in_a_document, wanted_type_and_uses)
