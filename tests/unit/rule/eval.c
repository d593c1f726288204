#include "support/expression.h"

#include <string.h>

static struct stage_set s;

static void
begin(void)
{
        set_begin(&s);
        set_application(
                &s,
                "{\"bond\":{\"kind\":\"bond\",\"amount\":100.50,\"years\":5,\"rate\":3.5,"
                "\"issue_date\":\"2026-03-01\"},"
                "\"projects\":[{\"id\":\"P1\",\"amount\":60},{\"id\":\"P2\",\"amount\":40.5}]}");
}

static void
check(const char *text, const char *told)
{
        for (int explain = 0; explain < 2; explain++) {
                struct str got = set_ask(&s, text, explain == 1 ? WHY_ALL : WHY_VALUE);
                const char *space = memchr(got.at, ' ', got.len);
                bool bare = !str_starts(got, STR("error")) && space != NULL && space[1] != '?' &&
                            (space[1] == '+' || space[1] == '-') && explain == 1;

                if (bare)
                        got.len = (size_t)(space - got.at);
                ck_assert_msg(str_starts(got, str_of(told)), "%s: got \"%.*s\", want \"%s\"", text,
                              STR_ARG(got), told);
        }
}

/* T, F, unknown, error, as expressions that the compiler cannot see through. */
static const char *const terms[] = { "bond.years == 5", "bond.years == 6", "bond.name == 'x'",
                                     "1 / (bond.years - 5) == 1" };
static const char *const values[] = { "true", "false", "unknown", "error" };
enum { T, F, U, E };

/* What decides, then unknown, then error. */
static int
both(int a, int b)
{
        if (a == F || b == F)
                return F;
        if (a == U || b == U)
                return U;
        return a == E || b == E ? E : T;
}

static int
other(int a)
{
        return a == T ? F : a == F ? T : a;
}

START_TEST(truth_tables)
{
        begin();
        for (int a = T; a <= E; a++) {
                check(str_c(s.arena, str_format(s.arena, "!(%s)", terms[a])), values[other(a)]);
                for (int b = T; b <= E; b++) {
                        int and = both(a, b), or = other(both(other(a), other(b)));

                        check(str_c(s.arena, str_format(s.arena, "%s && %s", terms[a], terms[b])),
                              values[and]);
                        check(str_c(s.arena, str_format(s.arena, "%s || %s", terms[a], terms[b])),
                              values[or]);
                        check(str_c(s.arena, str_format(s.arena, "[0, 1].all(i, i == 0 ? %s : %s)",
                                                        terms[a], terms[b])),
                              values[and]);
                        check(str_c(s.arena,
                                    str_format(s.arena, "[0, 1].exists(i, i == 0 ? %s : %s)",
                                               terms[a], terms[b])),
                              values[or]);
                        check(str_c(s.arena,
                                    str_format(s.arena, "%s ? %s : true", terms[a], terms[b])),
                              a == T   ? values[b]
                              : a == F ? "true"
                                       : values[a]);
                }
        }
        arena_free(s.arena);
}
END_TEST

static const struct {
        const char *text, *told;
} rows[] = {
        /* Unknown goes through everything but what decides without it. */
        { "bond.note.text + 'x'", "unknown ?bond.note.text[absent]" },
        { "bond.name == bond.note.text", "unknown ?bond.name[absent] ?bond.note.text[absent]" },
        { "size(bond.name)", "unknown ?bond.name[absent]" },
        { "[bond.name][0]", "unknown ?bond.name[absent]" },
        { "{'a': bond.name}", "unknown ?bond.name[absent]" },
        { "bond.name in ['x']", "unknown ?bond.name[absent]" },
        { "'x' in bond.venues", "unknown ?bond.venues[absent]" },
        { "bond.venues.all(v, v == 'x')", "unknown ?bond.venues[absent]" },
        { "bond.venues.map(v, v)", "unknown ?bond.venues[absent]" },
        { "bond.venues[0]", "unknown ?bond.venues[0][absent]" },
        { "projects.map(p, p.name)",
          "unknown ?projects[0].name[absent] ?projects[1].name[absent]" },
        { "projects.filter(p, p.name == 'x')",
          "unknown ?projects[0].name[absent] ?projects[1].name[absent]" },
        { "projects.exists_one(p, p.name == 'x')",
          "unknown ?projects[0].name[absent] ?projects[1].name[absent]" },
        { "count(projects, p, p.name == 'x') + sum(reviews, r, 1)",
          "unknown ?projects[0].name[absent] ?projects[1].name[absent] ?reviews[absent]" },
        { "1 / 0 + size(bond.name)", "unknown ?bond.name[absent]" },
        { "sum([0, 1, 2], i, i == 1 ? 1 / 0 : size(bond.name))", "unknown ?bond.name[absent]" },
        { "sum([1, 2], i, i == 1 ? 1 / 0 : size(bond.name))", "unknown ?bond.name[absent]" },
        { "sum([0, 1, 2], i, i < 2 ? 9223372036854775807 : size(bond.name))",
          "unknown ?bond.name[absent]" },
        { "has(bond.name)", "false" },
        { "anything == 1", "unknown ?anything[absent]" },
        /* Whole numbers have 64 bits and no more. */
        { "9223372036854775807 + 1", "error" },
        { "-9223372036854775807 - 2", "error" },
        { "-9223372036854775808 * -1", "error" },
        { "-(-9223372036854775808)", "error" },
        { "-9223372036854775808 / -1", "error" },
        { "-9223372036854775808 % -1", "error" },
        { "9223372036854775807 % -1", "0" },
        { "5 / 0", "error" },
        { "5 % 0", "error" },
        { "-7 / 2", "-3" },
        { "-7 % 2", "-1" },
        { "abs(-9223372036854775808)", "error" },
        /* Decimals are exact. */
        { "0.1 + 0.2 == 0.3", "true" },
        { "0.1 * 3.0", "0.3" },
        { "1.0 / 3.0", "0.3333333333333333333333333333333333" },
        { "1.0 / 0.0", "error" },
        { "9999999999999999999999999999999999.0 + 0.1", "error" },
        { "1e6000 * 1e6000", "error" },
        { "1 == 1.0", "true" },
        { "2 > 1.5", "true" },
        { "bond.amount == sum(projects, p, p.amount)", "true" },
        { "bond.amount * 2 == 201", "true" },
        { "1 - bond.rate", "-2.5" },
        { "9007199254740993 == 9007199254740993.0", "true" },
        { "9007199254740993 == 9007199254740992.0", "false" },
        { "sum([1, 2], x, x)", "3" },
        { "sum([9223372036854775807, 1], x, x)", "error" },
        /* The total of nothing is of the type of what there is none of. */
        { "share(sum(projects.filter(p, p.id == 'P3'), p, p.amount), bond.amount)", "0" },
        { "sum(projects.filter(p, p.id == 'P3'), p, p.amount) * 0.5 < 1", "true" },
        { "max(sum(projects.filter(p, p.id == 'P3'), p, p.amount), 0.5)", "0.5" },
        { "type(sum([1].filter(x, x > 1), x, x)) == int", "true" },
        { "(bond.years > 9 ? 1.5 : 2) * bond.amount", "201" },
        { "sum(projects, p, p.id == 'P1' ? p.amount : 0) * 2", "120" },
        { "[bond.amount, 5].all(x, x + 1 > 5)", "true" },
        /* Equality of all with all, order of like with like. */
        { "[1, 2.0] == [1.0, 2]", "true" },
        { "{'a': 1, 'b': [2]} == {'b': [2.0], 'a': 1}", "true" },
        { "{'a': 1} == {'b': 1}", "false" },
        { "[] == []", "true" },
        { "dyn(1) == 'a'", "false" },
        { "dyn(null) == null", "true" },
        { "type(1) == int && type('') == string && type(1.0) == double", "true" },
        { "type(on) == type(date('2026-01-31')) && type(type(1)) == type", "true" },
        { "'abc' < 'abd' && 'Z' < 'a' && 'a' < 'ab' && false < true", "true" },
        { "on < bond.issue_date && duration('1s') < duration('1m')", "true" },
        { "dyn(1) < 'a'", "error" },
        { "dyn([1]) < dyn([2])", "error" },
        /* Lists and maps. */
        { "[1, 2][2]", "error" },
        { "[1, 2][-1]", "error" },
        { "{'a': 1}['b']", "error" },
        { "{'a': 1}.b", "error" },
        { "{'a': 1, 'a': 2}", "error" },
        { "{1.5: 1}", "error" },
        { "{1: 'x'}[1.0]", "x" },
        { "1.0 in {1: 2} && !('b' in {'a': 1})", "true" },
        { "[1] + [2, 3]", "[1, 2, 3]" },
        { "(projects + projects).all(p, p.amount > 40)", "true" },
        { "(bond.venues + []).all(v, v == 'x')", "unknown ?bond.venues[absent]" },
        { "(projects + []).exists(p, p.amount > 60) || ([] + projects)[0].amount == 60", "true" },
        /* Who asks where a value stands leaves the variables as they are. */
        { "[[1, 2], [3, 4]][count([1, 2], q, q == 1)].all(w, w > 0 && w > 2)", "true" },
        { "[[1], [3, 4]][sum([1].map(q, q), q, q)].exists(w, w < 0 || w < 4)", "true" },
        { "{'a': 1}.map(k, k)", "[a]" },
        { "{'a': 1, 'b': 2}.exists(k, v, k == 'b' && v == 2)", "true" },
        { "[3, 4].transformList(i, v, i > 0, v * i)", "[4]" },
        { "{'a': 2}.transformMap(k, v, v > 1, v * 2)['a']", "4" },
        { "[1, 2, 3].map(x, x > 1, x * x)", "[4, 9]" },
        { "[true, true].exists_one(x, x)", "false" },
        { "[1].exists_one(x, 1 / 0 == x)", "error" },
        { "[1, 0].all(x, 1 / x == 2)", "false" },
        { "[1, 0].exists(x, 1 / x == 1)", "true" },
        { "[0].exists(x, 1 / x == 1)", "error" },
        { "[1].all(x, dyn(x))", "error" },
        { "dyn(1).all(x, true)", "error" },
        { "dyn(1) && true", "error" },
        { "dyn(1) && false", "false" },
};

START_TEST(evaluates)
{
        begin();
        for (size_t i = 0; i < COUNT(rows); i++)
                check(rows[i].text, rows[i].told);
        arena_free(s.arena);
}
END_TEST

/* As many projects as one application may name, of each the same. */
static void
begin_with_projects(const char *project)
{
        struct str text;
        struct buf b;

        set_begin(&s);
        buf_init(&b, s.arena, 1 << 20);
        buf_addf(&b, "{\"projects\":[%s", project);
        for (int i = 1; i < LIST_MAX; i++)
                buf_addf(&b, ",%s", project);
        buf_addf(&b, "]}");
        ck_assert(buf_done(&b, &text));
        set_application(&s, str_c(s.arena, text));
}

/* Each holds what stood before it twice: small in memory, and without end for who walks it. */
#define DOUBLED(list) list ".map(a, [a, a]).map(a, [a, a]).map(a, [a, a]).map(a, [a, a])"
#define DOUBLED_OFTEN(list) DOUBLED(DOUBLED(DOUBLED(DOUBLED(DOUBLED(DOUBLED(DOUBLED(list)))))))

/* Work without end, memory without end and patterns without end become errors, soon. */
static const char *const greedy[] = {
        DOUBLED_OFTEN("[1]") " == []",
        "dyn([0]) in [" DOUBLED_OFTEN("[1]") "]",
        "{'a': " DOUBLED_OFTEN("[1]") "} == {'b': 1}",
        "projects.all(a, !a.name.matches('(?:x{1,250}?x{1,250})[yz]'))",
        "projects.all(a, !a.name.matches('(x{1,250}){2}' + '[yz]'))",
        "projects.all(a, projects.all(b, a.amount >= b.amount))",
        "projects.map(a, projects.map(b, 'x')) == []",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('^(a+)+$')",
};

START_TEST(ends_in_time)
{
        char project[512];

        (void)snprintf(project, sizeof project, "{\"amount\":5,\"name\":\"%0400d\"}", 0);
        for (char *at = strstr(project, "000"); *at == '0'; at++)
                *at = 'x';
        begin_with_projects(project);
        for (size_t i = 0; i < COUNT(greedy); i++)
                check(greedy[i], "error");
        /* What decides before the work without end decides, whoever asks why. */
        check("(projects[0].amount == 5 || projects.all(a, projects.all(b, a.amount >= b.amount))) && "
              "projects.exists(a, a.amount == 6)",
              "false");
        ck_assert_uint_lt(arena_used(s.arena), 1u << 28);
        arena_free(s.arena);
}
END_TEST

static const char *const often_unknown[] = {
        "projects.all(p, projects.all(q, q.amount > p.amount))",
        "projects.all(p, sum(projects, q, q.amount) > p.amount)",
        "projects.map(p, projects.map(q, q.catalogue.code)).size() > 2",
};

START_TEST(unknowns_are_bounded)
{
        const struct expression *x;
        struct evaluation e;
        struct mistakes m;

        begin_with_projects("{}");
        x = set_read(&s, "sum(projects, p, p.amount) > 1", &m);
        e = expression_eval(s.arena, x, &s.world, WHY_VALUE);
        ck_assert_int_eq(e.value.kind, VALUE_UNKNOWN);
        ck_assert_uint_eq(e.missing_count, MISSING_MAX);
        /* What was not stated is met two thousand times two thousand times. */
        for (size_t i = 0; i < COUNT(often_unknown); i++) {
                size_t before = arena_used(s.arena);

                x = set_read(&s, often_unknown[i], &m);
                e = expression_eval(s.arena, x, &s.world, WHY_VALUE);
                ck_assert_int_ne(e.value.kind, VALUE_BOOL);
                ck_assert_uint_lt(arena_used(s.arena) - before, 1u << 26);
        }
        arena_free(s.arena);
}
END_TEST

UNIT_MAIN("eval", truth_tables, evaluates, ends_in_time, unknowns_are_bounded)
