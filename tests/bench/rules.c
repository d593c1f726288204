/* How long the rules take: to read and check all of them, and to judge one application.
 *
 * usage: bench_rules RULES_FOLDER DAY FILE...
 * prints: milliseconds to read and check the rules; for each application the microseconds to judge
 * it as the daemon does, by what it asks with the reasons of what is open; by every standard with
 * all reasons; and to write all that down as JSON beside it. Each is the middle of many rounds.
 * Ends by itself. */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "policy/rules.h"
#include "rule/assess.h"
#include "rule/explain.h"
#include "sys/file.h"

enum { READS = 9, ROUNDS = 999, BENCH_BYTES_MAX = 1 << 28, FILE_BYTES_MAX = 1 << 20 };

struct bench {
        struct arena *arena; /* cleared after each round */
        const char *folder;
        const struct rulebook *rules;
        const struct record *application;
        struct str asked[STANDARDS_MAX];
        struct day on;
};

/* What is measured, once. */
typedef void work(struct bench *b);

static uint64_t
now_ns(void)
{
        struct timespec t;

        clock_gettime(CLOCK_MONOTONIC, &t);
        return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int
by_size(const void *a, const void *b)
{
        uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

        return (x > y) - (x < y);
}

static double
middle_us(struct bench *b, work *once, uint32_t rounds)
{
        static uint64_t took[ROUNDS];

        for (uint32_t i = 0; i < rounds; i++) {
                uint64_t start = now_ns();

                once(b);
                took[i] = now_ns() - start;
                arena_clear(b->arena);
        }
        qsort(took, rounds, sizeof took[0], by_size);
        return (double)took[rounds / 2] / 1000.0;
}

static void
read_rules(struct bench *b)
{
        struct fault f = { 0 };

        rule_set_close(rule_set_open(b->folder, day_of_date(2026, 11, 27), &f));
}

static struct assessments
assess_by_all(struct bench *b)
{
        return assess(b->arena, b->rules, b->application, b->on, b->asked, b->rules->standard_count,
                      NULL, 0, REASONS_ALL);
}

static void
judge_as_asked(struct bench *b)
{
        (void)assess(b->arena, b->rules, b->application, b->on, NULL, 0, NULL, 0, REASONS_OF_OPEN);
}

static void
judge_by_all(struct bench *b)
{
        (void)assess_by_all(b);
}

static void
judge_and_tell(struct bench *b)
{
        struct assessments all = assess_by_all(b);
        struct buf text;
        struct json to;

        buf_init(&text, b->arena, BENCH_BYTES_MAX / 4);
        json_init(&to, &text);
        json_map(&to, STR(""));
        explain(b->arena, &to, b->rules, &all);
        json_end(&to);
}

static void
fail(const char *what)
{
        fprintf(stderr, "bench_rules: %s\n", what);
        exit(2);
}

static const struct record *
read_application(struct arena *a, const struct rulebook *rules, const char *file)
{
        struct doc_error e = { 0 };
        struct fault f = { 0 };
        struct mistakes m;
        struct str bytes;
        const struct doc *d;
        const struct record *r;

        if (!file_read(a, file, FILE_BYTES_MAX, &bytes, &f))
                fail(f.text);
        d = doc_yaml(a, bytes, &e);
        mistakes_init(&m, a, STR(""));
        r = d ? record_read(a, rules->dictionary, d, &m) : NULL;
        if (r == NULL || m.count > 0)
                fail(file);
        return r;
}

static uint32_t
criteria_count(const struct rulebook *rules)
{
        uint32_t count = 0;

        for (uint32_t i = 0; i < rules->standard_count; i++)
                count += rules->standards[i].count;
        return count;
}

int
main(int count, char **words)
{
        struct arena *kept = arena_new(BENCH_BYTES_MAX);
        struct bench b = { .arena = arena_new(BENCH_BYTES_MAX) };
        struct fault f = { 0 };
        struct rule_set *set;

        if (count < 4 || !day_parse(str_of(words[2]), &b.on))
                fail("usage: bench_rules RULES_FOLDER DAY FILE...");
        b.folder = words[1];
        set = rule_set_open(b.folder, day_of_date(2026, 11, 27), &f);
        if (f.kind != FAULT_NONE || set->mistakes.count > 0)
                fail("the rules have mistakes");
        b.rules = set->rules;
        for (uint32_t i = 0; i < b.rules->standard_count; i++)
                b.asked[i] = b.rules->standards[i].id;
        printf("%u standards, %u criteria; read and checked in %.1f ms\n", b.rules->standard_count,
               criteria_count(b.rules), middle_us(&b, read_rules, READS) / 1000.0);
        for (int i = 3; i < count; i++) {
                b.application = read_application(kept, b.rules, words[i]);
                printf("%6.0f us as asked, %6.0f us with all reasons, %6.0f us told: %s\n",
                       middle_us(&b, judge_as_asked, ROUNDS), middle_us(&b, judge_by_all, ROUNDS),
                       middle_us(&b, judge_and_tell, ROUNDS), words[i]);
        }
        rule_set_close(set);
        arena_free(b.arena);
        arena_free(kept);
        return 0;
}
