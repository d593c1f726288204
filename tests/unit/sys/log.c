#include "sys/log.h"
#include "base/day.h"
#include "base/limits.h"
#include "support/unit.h"
#include "sys/clock.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct arena *a;
static int ends[2];
static int error_output;

static void
catch_lines(void)
{
        error_output = dup(STDERR_FILENO);
        ck_assert_int_eq(pipe(ends), 0);
        ck_assert_int_ge(dup2(ends[1], STDERR_FILENO), 0);
        ck_assert_int_eq(close(ends[1]), 0);
}

/* What was logged since catch_lines, less than a pipe holds. */
static struct str
caught(void)
{
        char *at = arena_take(a, 65536);
        ssize_t len;

        ck_assert_int_ge(dup2(error_output, STDERR_FILENO), 0);
        ck_assert_int_eq(close(error_output), 0);
        len = read(ends[0], at, 65536);
        ck_assert_int_ge(len, 0);
        ck_assert_int_eq(close(ends[0]), 0);
        return (struct str){ at, (size_t)len };
}

START_TEST(lines_have_a_time)
{
        struct instant before = clock_now(), at;
        struct str line, time;

        a = arena_new(1 << 20);
        ck_assert_int_eq(unsetenv("JOURNAL_STREAM"), 0);
        log_open(LEVEL_INFO);
        catch_lines();
        log_warn("batch_failed", "tickets=%u why=%s", 3u, "two\nlines\x1b[0m");
        line = caught();
        ck_assert(str_cut(&line, ' ', &time));
        ck_assert(instant_parse(time, &at));
        ck_assert_int_ge(at.ms, before.ms);
        ck_str(line, "warn batch_failed tickets=3 why=two lines [0m\n");
}
END_TEST

START_TEST(the_journal_has_levels)
{
        ck_assert_int_eq(setenv("JOURNAL_STREAM", "8:1", 1), 0);
        log_open(LEVEL_DEBUG);
        catch_lines();
        log_error("a", "n=%d", 1);
        log_warn("b", "n=%d", 2);
        log_info("c", "n=%d", 3);
        log_debug("d", "n=%d", 4);
        ck_str(caught(), "<3>a n=1\n<4>b n=2\n<6>c n=3\n<7>d n=4\n");
}
END_TEST

START_TEST(keeps_quiet_below_its_level)
{
        log_open(LEVEL_WARN);
        catch_lines();
        log_error("a", "n=%d", 1);
        log_warn("b", "n=%d", 2);
        log_info("c", "n=%d", 3);
        log_debug("d", "n=%d", 4);
        ck_str(caught(), "<3>a n=1\n<4>b n=2\n");
}
END_TEST

START_TEST(long_lines_are_cut)
{
        struct str line;

        catch_lines();
        log_error("long", "%*s", 3 * LOG_LINE_BYTES_MAX, "x");
        line = caught();
        ck_assert_uint_eq(line.len, LOG_LINE_BYTES_MAX);
        ck_assert_int_eq(line.at[line.len - 1], '\n');
}
END_TEST

UNIT_MAIN("log", lines_have_a_time, the_journal_has_levels, keeps_quiet_below_its_level,
          long_lines_are_cut)
