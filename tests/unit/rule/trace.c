#include "support/expression.h"
#include "support/model.h"

#include <string.h>

static const char application[] =
        "{\"bond\":{\"kind\":\"bond\",\"amount\":100,\"years\":5,\"rate\":3.5,\"labelled\":true,"
        "\"issue_date\":\"2026-03-01\",\"venues\":[\"SSE\",\"CIBM\"]},"
        "\"projects\":[{\"id\":\"P1\",\"name\":\"One\",\"amount\":60,\"activity\":\"solar\","
        "\"catalogue\":{\"code\":\"1.1\"},\"benefit\":[{\"value\":10},{\"value\":0}]},"
        "{\"id\":\"P2\",\"amount\":30,\"activity\":\"coal\",\"catalogue\":{\"code\":\"9.9\"},"
        "\"benefit\":[]},"
        "{\"id\":\"P3\",\"activity\":\"hydro\"},"
        "{\"id\":\"P4\",\"activity\":\"oil\",\"catalogue\":{\"code\":\"1\"},\"in_plan\":false}],"
        "\"reviews\":[{\"kind\":\"pre\",\"opinion\":\"negative\"}]}";

/* "full" or "bare", the stage, the expression, what comes of it. */
static void
check_row(char *row)
{
        char *field[4] = { row };
        struct stage_set s;
        struct str got, plain;

        for (int i = 1; i < 4; i++) {
                field[i] = strchr(field[i - 1], '\t');
                ck_assert_msg(field[i] != NULL, "%s", row);
                *field[i]++ = '\0';
        }
        set_begin(&s);
        set_application(&s, strcmp(field[0], "full") == 0 ? application : "{\"reviews\":[]}");
        s.world.stage = strcmp(field[1], "life") == 0 ? STAGE_LIFE : STAGE_PRE;
        got = set_ask(&s, field[2], WHY_ALL);
        ck_assert_msg(str_is(got, field[3]), "%s\n got %.*s\nwant %s", field[2], STR_ARG(got),
                      field[3]);
        /* Asking why changes no answer. */
        plain = set_ask(&s, field[2], WHY_VALUE);
        for (size_t i = 0; i < plain.len && plain.at[i] != ' '; i++)
                ck_assert_msg(i < got.len && got.at[i] == plain.at[i], "%s: %.*s", field[2],
                              STR_ARG(plain));
        arena_free(s.arena);
}

START_TEST(tells_what_decided)
{
        static char line[1 << 14];
        FILE *f = fopen(SOURCE_DIR "/tests/tables/reasons.tsv", "r");
        uint32_t count = 0;

        ck_assert_ptr_nonnull(f);
        while (fgets(line, sizeof line, f) != NULL) {
                line[strcspn(line, "\n")] = '\0';
                if (line[0] == '#' || line[0] == '\0')
                        continue;
                check_row(line);
                count++;
        }
        fclose(f);
        ck_assert_uint_gt(count, 80);
}
END_TEST

/* However long the list, a reader gets a screenful. */
START_TEST(reasons_and_gaps_are_bounded)
{
        const struct expression *x;
        struct evaluation e;
        struct stage_set s;
        struct mistakes m;
        struct str text;
        struct buf b;

        set_begin(&s);
        buf_init(&b, s.arena, 1 << 20);
        buf_addf(&b, "{\"bond\":{},\"projects\":[");
        for (int i = 0; i < 500; i++)
                buf_addf(&b, "%s{\"id\":\"P%d\",\"amount\":%d}", i > 0 ? "," : "", i, i % 2);
        buf_addf(&b, "]}");
        ck_assert(buf_done(&b, &text));
        set_application(&s, str_c(s.arena, text));
        x = set_read(&s, "projects.all(p, p.amount > 0 && p.name == 'x')", &m);
        e = expression_eval(s.arena, x, &s.world, WHY_ALL);
        ck_assert_int_eq(e.value.kind, VALUE_BOOL);
        ck_assert(!e.value.as.truth);
        ck_assert_uint_eq(e.because_count, REASONS_MAX);
        ck_assert_uint_eq(e.missing_count, MISSING_MAX);
        ck_str(e.because[0].path, "projects[0].amount");
        ck_str(e.because[1].path, "projects[2].amount");
        e = expression_eval(s.arena, x, &s.world, WHY_VALUE);
        ck_assert(e.value.kind == VALUE_BOOL && !e.value.as.truth);
        arena_free(s.arena);
}
END_TEST

START_TEST(exclusions_say_why)
{
        const struct expression *x;
        struct evaluation e;
        struct stage_set s;
        struct mistakes m;

        set_begin(&s);
        set_application(&s, application);
        x = set_read(&s, "!excluded(projects[1].activity)", &m);
        e = expression_eval(s.arena, x, &s.world, WHY_ALL);
        ck_assert_uint_eq(e.because_count, 1);
        ck_str(e.because[0].told[ENGLISH], "coal");
        ck_assert_ptr_nonnull(e.because[0].field);
        x = set_read(&s, "!excluded(projects[3].activity)", &m);
        e = expression_eval(s.arena, x, &s.world, WHY_ALL);
        ck_assert_uint_eq(e.missing_count, 1);
        ck_str(e.missing[0]->told[ENGLISH], "oil");
        arena_free(s.arena);
}
END_TEST

/* Every code that an expression, a reason or a gap may carry has its sentences. */
static void
check_code(const struct texts *t, struct str code)
{
        if (code.at[code.len - 1] != '.' && code.at[code.len - 1] != '_')
                ck_assert_msg(texts_have(t, code), "no sentence for %.*s", STR_ARG(code));
}

static const char *const sources[] = {
        "clue",  "compile",   "compile_call", "compile_name", "compile_operator",
        "eval",  "eval_list", "macro",        "expression",   "function_domain",
        "lex",   "lex_text",  "parse",        "some",         "syntax",
        "trace",
};

static bool
is_code(struct str quoted)
{
        return str_starts(quoted, STR("reason.")) || str_starts(quoted, STR("gap.")) ||
               str_starts(quoted, STR("expr_"));
}

/* What stands in double quotes in a source file. */
static void
check_source(struct arena *a, const struct texts *t, const char *name)
{
        struct str path = str_format(a, "../daemon/rule/%s.c", name);
        struct str rest = rules_bytes(a, str_c(a, path)), part;
        bool inside = false;

        while (str_cut(&rest, '"', &part)) {
                if (inside && is_code(part))
                        check_code(t, part);
                inside = !inside;
        }
}

START_TEST(codes_have_sentences)
{
        static const char *const subjects[] = { "", "sum_", "count_", "computed_" };
        static const char *const orders[] = { "equal",      "not_equal", "less",
                                              "less_equal", "greater",   "greater_equal" };
        struct arena *a = arena_new(1 << 28);
        const struct texts *t = texts_of_rules(a);

        for (size_t i = 0; i < COUNT(sources); i++)
                check_source(a, t, sources[i]);
        for (size_t i = 0; i < COUNT(subjects); i++)
                for (size_t k = 0; k < COUNT(orders); k++) {
                        check_code(t, str_format(a, "reason.%s%s", subjects[i], orders[k]));
                        check_code(t, str_format(a, "reason.%s%s_met", subjects[i], orders[k]));
                }
        arena_free(a);
}
END_TEST

UNIT_MAIN("trace", tells_what_decided, reasons_and_gaps_are_bounded, exclusions_say_why,
          codes_have_sentences)
