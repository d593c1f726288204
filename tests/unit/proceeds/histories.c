/* Whole histories with what is expected of them, and what would be a false alarm. */

#include "support/proceeds.h"

#include <dirent.h>

static struct judging on;

START_TEST(opens)
{
        on = judging_open();
}
END_TEST

static bool
is_near(struct day a, struct str b)
{
        struct day day;

        return day_parse(b, &day) && a.number - day.number <= 3 && day.number - a.number <= 3;
}

/* What the row leaves unsaid is as it may be. */
static bool
is_said(const struct doc *want, const char *key, struct str found)
{
        struct str said = doc_text(want, key);

        return said.len == 0 || str_eq(said, found);
}

/* An expected finding: pattern and severity, and whatever else is stated of it. */
static bool
is_wanted(const struct doc *want, const struct finding *f, struct arena *a)
{
        struct str at = doc_text(want, "at");
        struct str major = str_format(a, "%lld", (long long)f->minor / 100);

        return str_eq(doc_text(want, "pattern"), pattern_code(a, f->pattern)) &&
               str_eq(doc_text(want, "severity"), severity_code(f->severity)) &&
               (at.len == 0 || is_near(f->date, at)) && is_said(want, "rule", f->rule) &&
               is_said(want, "bond", f->bond) && is_said(want, "amount", major);
}

static bool
is_listed(const struct doc *list, const struct finding *f, struct arena *a)
{
        for (uint32_t i = 0; list && i < list->count; i++) {
                if (str_eq(list->child[i].text, pattern_code(a, f->pattern)))
                        return true;
        }
        return false;
}

static struct checked
history_check(struct arena *a, const struct doc *d, const char *name)
{
        struct mistakes m;
        struct checked c;

        mistakes_init(&m, a, str_of(name));
        c = proceeds_check(a, on.bounds, &on.book->activities, history_read(a, d, &m), &m);
        print_mistakes(on.book->texts, &m);
        ck_assert_uint_eq(m.count, 0);
        ck_assert_msg(c.note_count == 0, "%s: a key that nobody knows", name);
        return c;
}

/* Each finding against all that is said of the history. */
static void
finding_judge(struct arena *a, const struct doc *expected, const struct finding *f,
              const char *name)
{
        const struct doc *alerts = doc_get(expected, STR("alerts"));
        bool graver = f->severity >= SEVERITY_MEDIUM, wanted = false;

        ck_assert_msg(!is_listed(doc_get(expected, STR("not_expected")), f, a),
                      "%s: false alarm P%02u", name, f->pattern);
        for (uint32_t k = 0; k < alerts->count; k++)
                wanted = wanted || is_wanted(&alerts->child[k], f, a);
        ck_assert_msg(wanted || !graver, "%s: P%02u %.*s %s of %.*s is not expected", name,
                      f->pattern, STR_ARG(f->rule), str_c(a, severity_code(f->severity)),
                      STR_ARG(day_text(a, f->date)));
}

static void
history_judge(const char *name)
{
        struct arena *a = arena_new(1 << 26);
        struct str path = str_format(a, SOURCE_DIR "/tests/histories/%s", name);
        struct doc_error e = { 0 };
        const struct doc *d = doc_read(a, file_whole(a, str_c(a, path)), &e);
        const struct doc *expected = doc_get(d, STR("expected"));
        const struct doc *alerts = doc_get(expected, STR("alerts"));
        struct checked c;
        uint32_t graver = 0;

        ck_assert_msg(alerts != NULL, "%s:%u: expects nothing", name, e.line);
        c = history_check(a, d, name);
        for (uint32_t i = 0; i < c.finding_count; i++) {
                finding_judge(a, expected, &c.findings[i], name);
                graver += c.findings[i].severity >= SEVERITY_MEDIUM;
        }
        for (uint32_t k = 0; k < alerts->count; k++) {
                uint32_t found = 0;

                for (uint32_t i = 0; i < c.finding_count; i++)
                        found += is_wanted(&alerts->child[k], &c.findings[i], a);
                graver -= severity_of(doc_text(&alerts->child[k], "severity")) >= SEVERITY_MEDIUM;
                ck_assert_msg(found > 0, "%s: %s at %s is not found", name,
                              str_c(a, doc_text(&alerts->child[k], "pattern")),
                              str_c(a, doc_text(&alerts->child[k], "at")));
        }
        ck_assert_msg(graver == 0, "%s: one of its findings is raised twice", name);
        arena_free(a);
}

/* Every file beside the tables of patterns and of words. */
START_TEST(every_history)
{
        DIR *d = opendir(SOURCE_DIR "/tests/histories");
        struct dirent *e;
        uint32_t count = 0;

        ck_assert_ptr_nonnull(d);
        while ((e = readdir(d)) != NULL) {
                struct str name = str_of(e->d_name);

                if (!str_ends(name, STR(".yaml")) || str_is(name, "patterns.yaml") ||
                    str_is(name, "words.yaml"))
                        continue;
                history_judge(e->d_name);
                count++;
        }
        closedir(d);
        ck_assert_uint_gt(count, 3);
}
END_TEST

START_TEST(closes)
{
        arena_free(on.arena);
}
END_TEST

UNIT_MAIN("histories", opens, every_history, closes)
