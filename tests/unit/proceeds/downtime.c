/* Deadlines that pass while nobody looks: a graver step waits until the one before was heard of for
 * as long as it would have been. Each step of a row is a message of its own. */

#include "support/proceeds.h"

enum { STEPS_MAX = 10 };

struct step {
        const char *recorded;    /* the day of the message */
        enum fact_type type;     /* FACT_NONE: the days up to it pass */
        const char *date;        /* of the fact */
        const char *project, *payee, *status;
        enum severity worst;     /* of what stands of the pattern afterwards */
        bool closed;             /* then a person closes it */
};
static const struct row {
        const char *name;
        uint32_t pattern;
        const char *standard;
        struct step steps[STEPS_MAX];
} rows[] = {
        { "idle: watched day by day",
          18,
          "CN-GBP",
          { { "2023-01-10", FACT_ISSUE, "2023-01-10", .worst = SEVERITY_NONE },
            { "2024-01-10", .worst = SEVERITY_INFO },
            { "2024-01-11", .worst = SEVERITY_HIGH },
            { "2025-01-10", .worst = SEVERITY_HIGH },
            { "2025-01-11", .worst = SEVERITY_CRITICAL } } },
        { "idle: down over the first day",
          18,
          "CN-GBP",
          { { "2023-01-10", FACT_ISSUE, "2023-01-10", .worst = SEVERITY_NONE },
            { "2024-03-11", .worst = SEVERITY_HIGH },
            { "2025-01-11", .worst = SEVERITY_HIGH },
            { "2025-03-10", .worst = SEVERITY_HIGH },
            { "2025-03-12", .worst = SEVERITY_CRITICAL } } },
        { "idle: down over both days, and twice started",
          18,
          "CN-GBP",
          { { "2023-01-10", FACT_ISSUE, "2023-01-10", .worst = SEVERITY_NONE },
            { "2025-06-01", .worst = SEVERITY_HIGH },
            { "2025-06-01", .worst = SEVERITY_HIGH },
            { "2026-05-31", .worst = SEVERITY_HIGH },
            { "2026-06-02", .worst = SEVERITY_CRITICAL } } },
        { "idle: an old bond told of in two messages of a day",
          18,
          "CN-GBP",
          { { "2025-06-01", FACT_ISSUE, "2023-01-10", .worst = SEVERITY_NONE },
            { "2025-06-01", FACT_COMPLETE, "2024-02-01", "W", .worst = SEVERITY_HIGH },
            { "2025-06-01", FACT_COMPLETE, "2025-02-01", "W", .worst = SEVERITY_HIGH },
            { "2025-06-02", .worst = SEVERITY_HIGH },
            { "2026-06-02", .worst = SEVERITY_CRITICAL } } },
        { "not allocated: watched",
          20,
          "CBS",
          { { "2022-01-10", FACT_ISSUE, "2022-01-10", .worst = SEVERITY_NONE },
            { "2024-01-11", .worst = SEVERITY_MEDIUM },
            { "2024-07-10", .worst = SEVERITY_MEDIUM },
            { "2024-07-11", .worst = SEVERITY_HIGH } } },
        { "not allocated: down over both days",
          20,
          "CBS",
          { { "2022-01-10", FACT_ISSUE, "2022-01-10", .worst = SEVERITY_NONE },
            { "2024-10-01", .worst = SEVERITY_MEDIUM },
            { "2025-03-31", .worst = SEVERITY_MEDIUM },
            { "2025-04-02", .worst = SEVERITY_HIGH } } },
        { "front-loading: watched",
          8,
          "CN-GBP",
          { { "2023-01-10", FACT_ISSUE, "2023-01-10", .worst = SEVERITY_NONE },
            { "2023-01-10", FACT_DISBURSE, "2023-01-10", "W", "S", .worst = SEVERITY_INFO },
            { "2023-07-11", .worst = SEVERITY_MEDIUM },
            { "2024-01-11", .worst = SEVERITY_HIGH } } },
        { "front-loading: down over both days",
          8,
          "CN-GBP",
          { { "2023-01-10", FACT_ISSUE, "2023-01-10", .worst = SEVERITY_NONE },
            { "2023-01-10", FACT_DISBURSE, "2023-01-10", "W", "S", .worst = SEVERITY_INFO },
            { "2024-03-01", .worst = SEVERITY_MEDIUM },
            { "2024-08-31", .worst = SEVERITY_MEDIUM },
            { "2024-09-02", .worst = SEVERITY_HIGH } } },
        { "an ended project: watched",
          21,
          "CN-GBP",
          { { "2023-01-10", FACT_ISSUE, "2023-01-10", .worst = SEVERITY_NONE },
            { "2023-01-10", FACT_ALLOCATE, "2023-01-10", "W", .worst = SEVERITY_NONE },
            { "2023-02-01", FACT_PROJECT_STATUS, "2023-02-01", "W", NULL, "cancelled",
              .worst = SEVERITY_INFO },
            { "2023-05-03", .worst = SEVERITY_MEDIUM },
            { "2023-07-31", .worst = SEVERITY_MEDIUM },
            { "2023-08-01", .worst = SEVERITY_HIGH } } },
        { "an ended project: down over both days",
          21,
          "CN-GBP",
          { { "2023-01-10", FACT_ISSUE, "2023-01-10", .worst = SEVERITY_NONE },
            { "2023-01-10", FACT_ALLOCATE, "2023-01-10", "W", .worst = SEVERITY_NONE },
            { "2023-02-01", FACT_PROJECT_STATUS, "2023-02-01", "W", NULL, "cancelled",
              .worst = SEVERITY_INFO },
            { "2024-02-01", .worst = SEVERITY_MEDIUM },
            { "2024-04-30", .worst = SEVERITY_MEDIUM },
            { "2024-05-02", .worst = SEVERITY_HIGH } } },
        { "a late report: watched",
          25,
          "CN-GBP",
          { { "2023-01-10", FACT_ISSUE, "2023-01-10", .worst = SEVERITY_NONE },
            { "2023-09-01", .worst = SEVERITY_MEDIUM },
            { "2023-09-30", .worst = SEVERITY_HIGH },
            { "2023-11-28", .worst = SEVERITY_HIGH },
            { "2023-11-29", .worst = SEVERITY_CRITICAL } } },
        { "a late report: closed when it was asked about",
          25,
          "CN-GBP",
          { { "2023-01-10", FACT_ISSUE, "2023-01-10", .worst = SEVERITY_NONE },
            { "2023-09-01", .worst = SEVERITY_MEDIUM, .closed = true },
            { "2023-09-30", .worst = SEVERITY_MEDIUM },
            { "2024-03-29", .worst = SEVERITY_MEDIUM } } },
        { "a late report: closed when it held",
          25,
          "CN-GBP",
          { { "2023-01-10", FACT_ISSUE, "2023-01-10", .worst = SEVERITY_NONE },
            { "2023-09-01", .worst = SEVERITY_MEDIUM },
            { "2023-09-30", .worst = SEVERITY_HIGH, .closed = true },
            { "2024-03-29", .worst = SEVERITY_HIGH } } },
        { "idle: closed",
          18,
          "CN-GBP",
          { { "2023-01-10", FACT_ISSUE, "2023-01-10", .worst = SEVERITY_NONE },
            { "2024-01-11", .worst = SEVERITY_HIGH, .closed = true },
            { "2025-06-01", .worst = SEVERITY_HIGH } } },
        { "idle: closed as information only",
          18,
          "CN-GBP",
          { { "2023-01-10", FACT_ISSUE, "2023-01-10", .worst = SEVERITY_NONE },
            { "2024-01-10", .worst = SEVERITY_INFO, .closed = true },
            { "2024-01-11", .worst = SEVERITY_HIGH } } },
        { "not allocated: closed",
          20,
          "CBS",
          { { "2022-01-10", FACT_ISSUE, "2022-01-10", .worst = SEVERITY_NONE },
            { "2024-01-11", .worst = SEVERITY_MEDIUM, .closed = true },
            { "2024-07-11", .worst = SEVERITY_MEDIUM } } },
        { "an ended project: closed",
          21,
          "CN-GBP",
          { { "2023-01-10", FACT_ISSUE, "2023-01-10", .worst = SEVERITY_NONE },
            { "2023-01-10", FACT_ALLOCATE, "2023-01-10", "W", .worst = SEVERITY_NONE },
            { "2023-02-01", FACT_PROJECT_STATUS, "2023-02-01", "W", NULL, "cancelled",
              .worst = SEVERITY_INFO },
            { "2023-05-03", .worst = SEVERITY_MEDIUM, .closed = true },
            { "2023-08-01", .worst = SEVERITY_MEDIUM } } },
        { "front-loading: closed, and another payment",
          8,
          "CN-GBP",
          { { "2023-01-10", FACT_ISSUE, "2023-01-10", .worst = SEVERITY_NONE },
            { "2023-01-10", FACT_DISBURSE, "2023-01-10", "W", "S", .worst = SEVERITY_INFO },
            { "2023-07-11", .worst = SEVERITY_MEDIUM, .closed = true },
            { "2023-07-12", FACT_DISBURSE, "2023-07-12", "W", "S", .worst = SEVERITY_MEDIUM },
            { "2024-01-11", .worst = SEVERITY_MEDIUM },
            { "2024-07-13", .worst = SEVERITY_HIGH } } },
        { "an ended project: told of late, in one message",
          21,
          "CN-GBP",
          { { "2023-01-10", FACT_ISSUE, "2023-01-10", .worst = SEVERITY_NONE },
            { "2023-01-10", FACT_ALLOCATE, "2023-01-10", "W", .worst = SEVERITY_NONE },
            { "2024-02-01", FACT_PROJECT_STATUS, "2023-02-01", "W", NULL, "cancelled",
              .worst = SEVERITY_INFO },
            { "2024-02-01", .worst = SEVERITY_MEDIUM },
            { "2024-05-02", .worst = SEVERITY_HIGH } } },
};

static struct judging on;
static const struct project project = { .id = STR_ROW("W"),
                                        .name = STR_ROW("wind"),
                                        .category = STR_ROW("wind power") };
static const struct party party = { .id = STR_ROW("S"),
                                    .role = { TOLD_VALUE, STR_ROW("project company") } };

static struct told_text
text_at(const char *text)
{
        return (struct told_text){ text ? TOLD_VALUE : TOLD_NOTHING, str_of(text ? text : "") };
}

static struct dossier *
dossier_opened(struct arena *a, const struct row *row, const struct kept_rows *kept)
{
        struct dossier *d = dossier_new(a, on.bounds, &on.book->activities);
        struct str *standard = TAKE(a, struct str, 1);
        struct bond bond = { .id = STR("B"),
                             .issuer = STR("Issuer"),
                             .currency = STR("CNY"),
                             .special_account = STR("A1"),
                             .decimals = 2,
                             .amount = { TOLD_VALUE, 10000000 },
                             .standards = standard,
                             .standard_count = 1 };

        *standard = str_of(row->standard);
        dossier_bond(d, &bond);
        dossier_project(d, &project);
        dossier_party(d, &party);
        rows_load(a, kept, d);
        return d;
}

static enum severity
worst_of(const struct dossier *d, uint32_t pattern)
{
        uint32_t count;
        const struct finding *all = dossier_findings(d, &count);
        enum severity worst = SEVERITY_NONE;

        for (uint32_t i = 0; i < count; i++)
                if (all[i].pattern == pattern && all[i].state == FINDING_OPEN &&
                    all[i].severity > worst)
                        worst = all[i].severity;
        return worst;
}

static void
close_all(struct dossier *d, uint32_t pattern)
{
        uint32_t count;
        const struct finding *all = dossier_findings(d, &count);

        for (uint32_t i = 0; i < count; i++)
                if (all[i].pattern == pattern && all[i].state == FINDING_OPEN)
                        dossier_settle(d, all[i].bond, pattern, all[i].rule, all[i].subject);
}

static enum severity
stepped(struct arena *a, const struct row *row, const struct step *s, struct kept_rows *kept)
{
        struct dossier *d = dossier_opened(a, row, kept);
        struct fact f = { .type = s->type,
                          .id = str_format(a, "%u", (unsigned)(s - row->steps)),
                          .bond = STR("B"),
                          .date = day_at(s->date ? s->date : s->recorded),
                          .project = text_at(s->project),
                          .payee = text_at(s->payee),
                          .status = text_at(s->status),
                          .amount = { TOLD_VALUE, s->type == FACT_ISSUE ? 10000000 : 5000000 } };

        dossier_heard(d, day_at(s->recorded));
        if (s->type == FACT_NONE)
                (void)dossier_pass(d, f.date);
        else
                (void)dossier_fact(d, &f, true);
        if (s->closed)
                close_all(d, row->pattern);
        rows_store(a, kept, d);
        return worst_of(d, row->pattern);
}

START_TEST(opens)
{
        on = judging_open();
}
END_TEST

START_TEST(steps_wait_to_be_heard)
{
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct arena *a = arena_new(64 << 20);
                struct kept_rows kept = { .count = 0 };

                for (uint32_t k = 0; k < STEPS_MAX && rows[i].steps[k].recorded; k++) {
                        const struct step *s = &rows[i].steps[k];
                        enum severity worst = stepped(a, &rows[i], s, &kept);

                        ck_assert_msg(worst == s->worst, "%s, %s: %.*s", rows[i].name, s->recorded,
                                      STR_ARG(severity_code(worst)));
                }
                arena_free(a);
        }
}
END_TEST

/* The days up to a payment bring a finding, and the payment puts it right: both are told, in order. */
START_TEST(opened_and_cured_in_one_step)
{
        static const struct row row = { "", 18, "CN-GBP", { { NULL } } };
        struct arena *a = arena_new(64 << 20);
        struct kept_rows kept = { .count = 0 };
        struct fact f = { .type = FACT_ISSUE,
                          .id = STR("1"),
                          .bond = STR("B"),
                          .date = day_at("2023-07-06"),
                          .amount = { TOLD_VALUE, 10000000 } };
        struct dossier *d = dossier_opened(a, &row, &kept);
        struct change c = dossier_fact(d, &f, true);

        ck_assert_uint_eq(c.finding_count, 0);
        f = (struct fact){ .type = FACT_DISBURSE,
                           .id = STR("2"),
                           .bond = STR("B"),
                           .date = day_at("2024-04-10"),
                           .project = text_at("W"),
                           .payee = text_at("C"),
                           .amount = { TOLD_VALUE, 10000000 } };
        c = dossier_fact(d, &f, true);
        ck_assert_uint_eq(c.finding_count, 2);
        ck_assert_uint_eq(c.findings[0].pattern, 18);
        ck_assert_int_eq(c.findings[0].state, FINDING_OPEN);
        ck_assert_int_eq(c.findings[1].state, FINDING_CURED);
        arena_free(a);
}
END_TEST

START_TEST(closes)
{
        arena_free(on.arena);
}
END_TEST

UNIT_MAIN("downtime", opens, steps_wait_to_be_heard, opened_and_cured_in_one_step, closes)
