/* Whole histories with what is expected of them, and what would be a false alarm. */

#include "support/proceeds.h"

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

/* An expected finding: pattern, and date and rule where they are stated. */
static bool
is_wanted(const struct doc *want, const struct finding *f, struct arena *a)
{
        struct str at = doc_text(want, "at"), rule = doc_text(want, "rule");
        const struct doc *amount = doc_get(want, STR("amount"));
        struct str minor = str_format(a, "%lld", (long long)f->minor / 100);

        return str_eq(doc_text(want, "pattern"), pattern_code(a, f->pattern)) &&
               (at.len == 0 || is_near(f->date, at)) && (rule.len == 0 || str_eq(rule, f->rule)) &&
               (!amount || str_eq(amount->text, minor)) &&
               str_eq(doc_text(want, "severity"), severity_code(f->severity));
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
        const struct doc *never = doc_get(expected, STR("not_expected"));
        struct checked c;
        struct mistakes m;
        uint32_t found = 0;

        mistakes_init(&m, a, STR(""));
        c = proceeds_check(a, on.bounds, &on.book->activities, history_read(a, d, &m), &m);
        ck_assert_uint_eq(m.count, 0);
        ck_assert_uint_eq(c.note_count, 0);
        for (uint32_t i = 0; i < c.finding_count; i++) {
                bool wanted = false;

                for (uint32_t k = 0; never && k < never->count; k++)
                        ck_assert_msg(!str_eq(never->child[k].text,
                                              pattern_code(a, c.findings[i].pattern)),
                                      "%s: false alarm P%02u", name, c.findings[i].pattern);
                if (c.findings[i].severity < SEVERITY_MEDIUM)
                        continue;
                for (uint32_t k = 0; k < alerts->count; k++)
                        wanted = wanted || is_wanted(&alerts->child[k], &c.findings[i], a);
                ck_assert_msg(wanted, "%s: P%02u %.*s is not expected", name, c.findings[i].pattern,
                              STR_ARG(c.findings[i].rule));
                found++;
        }
        ck_assert_uint_eq(found, alerts->count);
        arena_free(a);
}

START_TEST(clean)
{
        history_judge("ledger-01.yaml");
}
END_TEST

START_TEST(idle_and_pool)
{
        history_judge("ledger-05.yaml");
}
END_TEST

START_TEST(impossible_wind)
{
        history_judge("ledger-09.yaml");
}
END_TEST

START_TEST(closes)
{
        arena_free(on.arena);
}
END_TEST

UNIT_MAIN("histories", opens, clean, idle_and_pool, impossible_wind, closes)
