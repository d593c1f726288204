/* rules/README.md's table of functions: each example gives what the table says, of the application
 * that the table names. */
#include "rule/hearing.h"
#include "support/rules.h"

#include <string.h>

static struct arena *a;

/* The text between the first backquotes from *at on, which moves past them. Empty: there is none.
 */
static struct str
quoted(const char **at)
{
        const char *open = strchr(*at, '`'), *close = open ? strchr(open + 1, '`') : NULL;

        if (close == NULL)
                return (struct str){ 0 };
        *at = close + 1;
        return (struct str){ open + 1, (size_t)(close - open - 1) };
}

static struct str
answer(const struct hearing *h, struct str text)
{
        const struct expression_options free = { .free_has = true };
        const struct expression *x;
        struct evaluation e;
        struct mistakes m;

        mistakes_init(&m, a, (struct str){ 0 });
        x = expression_read(a, h->rules->names, text, (struct place){ 0 }, &free, &m);
        ck_assert_msg(x != NULL, "%.*s is no expression", STR_ARG(text));
        e = expression_eval(a, x, &h->world, WHY_VALUE);
        if (e.value.kind == VALUE_UNKNOWN)
                return STR("unknown");
        return e.value.kind == VALUE_ERROR ? STR("error") : value_text(a, &e.value);
}

/* | `name(...)`: words | `example` | `value` | */
static bool
check_line(const struct hearing *h, const char *line)
{
        const char *columns[3] = { line };
        struct str example, value, got;

        for (int i = 1; i < 3; i++) {
                columns[i] = strchr(columns[i - 1] + 1, '|');
                if (columns[i] == NULL)
                        return false;
        }
        example = quoted(&columns[1]);
        value = quoted(&columns[2]);
        if (example.len == 0 || value.len == 0)
                return false;
        got = answer(h, example);
        ck_assert_msg(str_eq(got, value), "%.*s gives %.*s, not %.*s", STR_ARG(example),
                      STR_ARG(got), STR_ARG(value));
        return true;
}

static bool
is_told(struct str table, const char *function)
{
        struct str opening = str_format(a, "`%s(", function);

        return str_find(table, opening) >= 0;
}

/* The part of the guide under that heading. */
static struct str
section(struct str guide, struct str heading)
{
        ptrdiff_t at = str_find(guide, heading), end;

        ck_assert_int_ge(at, 0);
        guide = (struct str){ guide.at + at + heading.len, guide.len - (size_t)at - heading.len };
        end = str_find(guide, STR("\n## "));
        return (struct str){ guide.at, end < 0 ? guide.len : (size_t)end };
}

START_TEST(examples_give_what_they_say)
{
        static const char *const functions[] = {
                "sum",
                "count",
                "some",
                "min",
                "max",
                "abs",
                "round",
                "share",
                "date",
                "months_between",
                "years_between",
                "days_between",
                "add_months",
                "add_days",
                "taxonomy.has",
                "taxonomy.lists",
                "taxonomy.marked",
                "taxonomy.maps",
                "screened",
                "excluded",
                "activity.conditions",
        };
        const struct rulebook *book;
        struct str table;
        struct hearing h;
        uint32_t count = 0;

        a = arena_new(RULES_TEST_BYTES);
        book = real_book(a);
        hearing_open(
                a, book,
                application_of(a, book, file_whole(a, SOURCE_DIR "/tests/bonds/conforming.yaml")),
                day_at("2026-11-22"), false, &h);
        h.world.family = STR("CN-GBP");
        table = section(file_whole(a, SOURCE_DIR "/rules/README.md"),
                        STR("\n## Functions of the trade\n"));
        for (char *line = strtok(str_c(a, table), "\n"); line; line = strtok(NULL, "\n"))
                count += line[0] == '|' && check_line(&h, line);
        ck_assert_uint_ge(count, COUNT(functions) - 1); /* min and max share a row */
        for (size_t i = 0; i < COUNT(functions); i++)
                ck_assert_msg(is_told(table, functions[i]), "no %s", functions[i]);
        arena_free(a);
}
END_TEST

UNIT_MAIN("readme", examples_give_what_they_say)
