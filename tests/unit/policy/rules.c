#include "policy/rules.h"
#include "support/model.h"

#include <stdlib.h>
#include <unistd.h>

/* A rule set from disk: the one that ships, and copies of it with one thing changed. */

#define TODAY day_of_date(2026, 11, 27)

static char folder[] = "/tmp/policy-rules-XXXXXX";

static int
shell(const char *command)
{
        struct arena *a = arena_new(1 << 16);
        int code = system(str_format(a, "cd %s && { %s; }%c", folder, command, 0).at);

        arena_free(a);
        return code;
}

static struct rule_set *
opened(struct fault *f)
{
        *f = (struct fault){ 0 };
        return rule_set_open(folder, TODAY, f);
}

START_TEST(ships_without_a_mistake)
{
        struct fault f = { 0 };
        struct rule_set *s = rule_set_open(SOURCE_DIR "/rules", TODAY, &f);
        struct str printed;
        struct buf b;

        ck_assert_int_eq(f.kind, FAULT_NONE);
        buf_init(&b, s->arena, TEXT_BYTES_MAX);
        mistakes_print(&b, s->rules->texts, &s->mistakes, ENGLISH);
        ck_assert(buf_done(&b, &printed));
        ck_str(printed, "");
        ck_assert_uint_eq(s->digest.len, 64);
        ck_assert_uint_gt(s->rules->standard_count, 0);
        ck_assert_uint_gt(s->calendar.holiday_count, 20);
        ck_assert_uint_gt(s->calendar.workday_count, 5);
        rule_set_close(s);
        rule_set_close(NULL);
}
END_TEST

static const struct {
        const char *change;
        const char *mistake; /* how one printed line begins; NULL: none */
} rows[] = {
        { "true", NULL },
        { "printf '# a\\n' >>calendar.yaml", NULL },
        { "printf 'standard: [\\n' >standards/zz.yaml", "standards/zz.yaml:2:1: " },
        { "printf 'nonsense: 1\\n' >standards/zz.yaml", "standards/zz.yaml:1:" },
        { "printf '\\377\\n' >standards/zz.yaml", "standards/zz.yaml:1:1: " },
        { "rm calendar.yaml", "calendar.yaml" },
        { "printf 'nonsense: 1\\n' >standards/zz.yaml; rm findings.yaml", "findings.yaml: " },
        { "printf 'x: 1\\n' >calendar.yaml", "calendar.yaml:1:1: " },
        { "printf 'calendar: [a]\\n' >calendar.yaml", "calendar.yaml:1:11: " },
        { "printf 'calendar: {holidays: [2026-02-30], workdays: []}\\n' >calendar.yaml",
          "calendar.yaml:1:23: " },
        { "printf 'calendar:\\n  holidays: 2026-01-01\\n  workdays: []\\n' >calendar.yaml",
          "calendar.yaml:2:13: " },
        { "printf 'calendar:\\n  holiday: []\\n  workdays: []\\n' >calendar.yaml",
          "calendar.yaml:2:3: " },
        { "printf 'calendar: [\\n' >calendar.yaml", "calendar.yaml:2:1: " },
        { "rm dictionary.yaml", "dictionary.yaml" },
        { "printf 'x' >dictionary.yaml", "dictionary.yaml:1:1: " },
        { "printf 'confirmed: []\n' >overlays.yaml", "overlays.yaml: " },
        { "printf 'confirmed:\n- { standard: CN-GBP-2022, criterion: CN-16, by: A, on: 2026-11-28, "
          "document: x }\n' >overlay.yaml",
          "overlay.yaml:2:57: " },
        { "printf 'confirmed:\n- { standard: CN-GBP-2022, criterion: CN-16, by: A, on: 2026-11-27, "
          "document: x }\n' >overlay.yaml",
          NULL },
        { "printf 'not read' >standards/x.txt", NULL },
        { "printf 'not read' >standards/.x.yaml", NULL },
};

START_TEST(tells_mistakes)
{
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct rule_set *s;
                struct fault f;
                struct str printed;
                struct buf b;

                ck_assert_int_eq(shell("rm -rf r && cp -r " SOURCE_DIR "/rules/. ."), 0);
                ck_assert_int_eq(shell(rows[i].change), 0);
                s = opened(&f);
                ck_assert_int_eq(f.kind, FAULT_NONE);
                buf_init(&b, s->arena, RULE_FILE_BYTES_MAX);
                mistakes_print(&b, s->rules->texts, &s->mistakes, CHINESE);
                ck_assert(buf_done(&b, &printed));
                ck_assert_msg(rows[i].mistake ? str_find(printed, str_of(rows[i].mistake)) >= 0
                                              : printed.len == 0,
                              "row %zu: %.*s", i, STR_ARG(printed));
                rule_set_close(s);
                ck_assert_int_eq(shell("find . -mindepth 1 -delete"), 0);
        }
}
END_TEST

static struct str
digest_now(struct arena *a)
{
        struct fault f;
        struct rule_set *s = opened(&f);
        struct str digest = str_keep(a, s->digest);

        ck_assert_int_eq(f.kind, FAULT_NONE);
        rule_set_close(s);
        return digest;
}

/* Whatever byte of whatever file, whatever name: another digest; the same bytes: the same. */
START_TEST(digest_follows_every_byte)
{
        static const char *const changes[] = {
                "printf ' ' >>text.yaml",
                "printf '\\n' >>standards/b.yaml",
                "printf 'x' | dd of=standards/b.yaml bs=1 seek=1 conv=notrunc status=none",
                "mv standards/b.yaml standards/c.yaml",
                "rm standards/c.yaml",
                "mv standards/a.yaml .",
                "mkdir -p recognition && : >recognition/x.yaml",
                ": >taxonomies.yaml",
        };
        struct arena *a = arena_new(1 << 20);
        struct str seen[COUNT(changes) + 1];

        ck_assert_int_eq(shell("mkdir standards && printf 'a: 1\\n' >text.yaml && "
                               "printf '# a\\n' >standards/a.yaml && "
                               "printf '# b\\n' >standards/b.yaml"),
                         0);
        seen[0] = digest_now(a);
        ck_assert(str_eq(seen[0], digest_now(a)));
        ck_assert_int_eq(shell("printf x >standards/b.txt; touch text.yaml"), 0);
        ck_assert(str_eq(seen[0], digest_now(a)));
        for (size_t i = 0; i < COUNT(changes); i++) {
                ck_assert_int_eq(shell(changes[i]), 0);
                seen[i + 1] = digest_now(a);
                for (size_t k = 0; k <= i; k++)
                        ck_assert_msg(!str_eq(seen[i + 1], seen[k]), "change %zu", i);
        }
        ck_assert_int_eq(shell("find . -mindepth 1 -delete"), 0);
        arena_free(a);
}
END_TEST

/* Links that lead nowhere; a file, all files, and a number of files that are too much. */
static const struct {
        const char *made;
        enum fault_kind kind;
} refused[] = {
        { "mkdir standards && ln -s /nonexistent standards/x.yaml", FAULT_MISSING },
        { "ln -s /nonexistent overlay.yaml", FAULT_MISSING },
        { "ln -s /nonexistent recognition", FAULT_REFUSED },
        { "ln -s text.yaml text.yaml", FAULT_REFUSED },
        { "mkdir standards && dd if=/dev/zero of=standards/x.yaml bs=1M count=5 status=none",
          FAULT_REFUSED },
        { "for i in 1 2; do dd if=/dev/zero of=$i.yaml bs=1M count=3 status=none; done",
          FAULT_REFUSED },
        { "i=0; while [ $i -le 256 ]; do : >f$i.yaml; i=$((i+1)); done", FAULT_REFUSED },
};

/* What cannot be read is the world's refusal, not a mistake in a rule. */
START_TEST(world_refuses)
{
        struct fault f = { 0 };
        struct rule_set *s = rule_set_open("/tmp/policy-rules-none", TODAY, &f);

        ck_assert_int_eq(f.kind, FAULT_MISSING);
        rule_set_close(s);
        for (size_t i = 0; i < COUNT(refused); i++) {
                ck_assert_int_eq(shell(refused[i].made), 0);
                s = opened(&f);
                ck_assert_msg(f.kind == refused[i].kind, "%s: %d", refused[i].made, f.kind);
                rule_set_close(s);
                ck_assert_int_eq(shell("find . -mindepth 1 -delete"), 0);
        }
}
END_TEST

START_TEST(makes_folder)
{
        ck_assert(mkdtemp(folder) != NULL);
}
END_TEST

START_TEST(removes_folder)
{
        ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

UNIT_MAIN("rules", makes_folder, ships_without_a_mistake, tells_mistakes, digest_follows_every_byte,
          world_refuses, removes_folder)
