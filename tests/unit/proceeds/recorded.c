/* What the days of recording show that the days of the facts do not: records made out of order. */

#include "support/proceeds.h"

enum { STEPS_MAX = 6 };

struct step {
        enum fact_type type;
        const char *date, *recorded; /* recorded NULL: not known */
};
static const struct row {
        const char *name;
        struct step steps[STEPS_MAX];
        uint32_t findings;
} rows[] = {
        { "in time",
          { { FACT_DISBURSE, "2023-03-01", "2023-03-02" },
            { FACT_DISBURSE, "2023-05-01", "2023-05-02" } },
          0 },
        { "the first record of an old bond",
          { { FACT_DISBURSE, "2021-03-01", "2023-03-02" },
            { FACT_DISBURSE, "2022-03-01", "2023-03-02" } },
          0 },
        { "account by account on one day",
          { { FACT_DISBURSE, "2022-12-01", "2023-03-02" },
            { FACT_DISBURSE, "2022-03-01", "2023-03-02" } },
          0 },
        { "statements by the quarter, in order",
          { { FACT_DISBURSE, "2023-01-05", "2023-04-10" },
            { FACT_DISBURSE, "2023-04-05", "2023-07-10" },
            { FACT_DISBURSE, "2023-07-05", "2023-10-10" } },
          0 },
        { "thirty days before what was told: the lag of a bank",
          { { FACT_DISBURSE, "2023-05-31", "2023-06-01" },
            { FACT_DISBURSE, "2023-05-01", "2023-06-10" } },
          0 },
        { "thirty-one days before it",
          { { FACT_DISBURSE, "2023-05-31", "2023-06-01" },
            { FACT_DISBURSE, "2023-04-30", "2023-06-10" } },
          1 },
        { "several of one day of recording are one finding",
          { { FACT_DISBURSE, "2023-05-31", "2023-06-01" },
            { FACT_DISBURSE, "2023-04-01", "2023-06-10" },
            { FACT_TRANSFER, "2023-04-02", "2023-06-10" } },
          1 },
        { "of two days of recording two",
          { { FACT_DISBURSE, "2023-05-31", "2023-06-01" },
            { FACT_DISBURSE, "2023-04-01", "2023-06-10" },
            { FACT_REVERSAL, "2023-04-02", "2023-06-11" } },
          2 },
        { "what others feed is late by nature, and makes nothing late",
          { { FACT_DISBURSE, "2023-02-28", "2023-03-01" },
            { FACT_DEFAULT_SIGNAL, "2023-06-01", "2023-06-01" },
            { FACT_DISBURSE, "2023-03-31", "2023-06-10" },
            { FACT_FLOW, "2023-01-05", "2023-06-11" } },
          0 },
        { "leap day: thirty-one days before 31 March",
          { { FACT_DISBURSE, "2024-03-31", "2024-04-01" },
            { FACT_DISBURSE, "2024-02-29", "2024-04-02" } },
          1 },
        { "the day of recording is not known",
          { { FACT_DISBURSE, "2023-05-31", NULL }, { FACT_DISBURSE, "2023-01-01", NULL } },
          0 },
};

static struct judging on;
static const struct bond bond = { .id = STR_ROW("B"),
                                  .issuer = STR_ROW("Issuer"),
                                  .currency = STR_ROW("CNY"),
                                  .special_account = STR_ROW("A1"),
                                  .decimals = 2,
                                  .amount = { TOLD_VALUE, 100000000 } };

static bool
is_assessed(struct arena *a, const struct dossier *d)
{
        const struct unassessed *lacking;
        uint32_t count = detect_unassessed(a, d, &lacking);

        for (uint32_t i = 0; i < count; i++)
                if (lacking[i].pattern == 38)
                        return false;
        return true;
}

static uint32_t
opened(struct arena *a, const struct row *row)
{
        struct kept_rows kept = { .count = 0 };
        uint32_t found = 0;

        for (uint32_t i = 0; i < STEPS_MAX && row->steps[i].date; i++) {
                const struct step *s = &row->steps[i];
                struct fact f = { .type = s->type,
                                  .id = str_format(a, "%u", i),
                                  .bond = bond.id,
                                  .date = day_at(s->date),
                                  .payee = { TOLD_VALUE, STR("C") },
                                  .amount = { TOLD_VALUE, 1000 } };
                struct dossier *d = dossier_new(a, on.bounds, &on.book->activities);
                struct change c;

                dossier_bond(d, &bond);
                rows_load(a, &kept, d);
                if (s->recorded)
                        dossier_heard(d, day_at(s->recorded));
                c = dossier_fact(d, &f, true);
                rows_store(a, &kept, d);
                ck_assert(is_assessed(a, d) == (s->recorded != NULL));
                for (uint32_t k = 0; k < c.finding_count; k++)
                        found += c.findings[k].pattern == 38;
        }
        return found;
}

START_TEST(opens)
{
        on = judging_open();
}
END_TEST

START_TEST(out_of_order)
{
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct arena *a = arena_new(16 << 20);
                uint32_t found = opened(a, &rows[i]);

                ck_assert_msg(found == rows[i].findings, "%s: %u", rows[i].name, found);
                arena_free(a);
        }
}
END_TEST

/* A number that is none, or an invoice paid in ever more parts: what is stored does not grow with
 * it, and the parts still add up. */
START_TEST(parts_without_end)
{
        enum { MESSAGES = 8, PARTS = 250, PART_MINOR = 1000, BYTES_MOST = 200000 };
        struct arena *a = arena_new(256 << 20);
        struct kept_rows kept = { .count = 0 };
        uint32_t found = 0;

        for (uint32_t m = 0; m < MESSAGES; m++) {
                struct dossier *d = dossier_new(a, on.bounds, &on.book->activities);

                dossier_bond(d, &bond);
                rows_load(a, &kept, d);
                for (uint32_t i = 0; i < PARTS; i++) {
                        struct fact f = { .type = FACT_DISBURSE,
                                          .id = str_format(a, "%u-%u", m, i),
                                          .bond = bond.id,
                                          .date = day_at("2023-03-01"),
                                          .payee = { TOLD_VALUE, STR("C") },
                                          .amount = { TOLD_VALUE, PART_MINOR } };
                        struct change c;

                        f.invoice.stated = true;
                        f.invoice.number = (struct told_text){ TOLD_VALUE, STR("1") };
                        f.invoice.amount = (struct told_money){ TOLD_VALUE, 1900000 };
                        c = dossier_fact(d, &f, true);
                        for (uint32_t k = 0; k < c.finding_count; k++)
                                found += c.findings[k].pattern == 10;
                }
                rows_store(a, &kept, d);
        }
        for (uint32_t i = 0; i < kept.count; i++)
                if (kept.at[i].key.kind == ROW_INVOICE)
                        ck_assert_uint_lt(kept.at[i].json.len, BYTES_MOST);
        ck_assert_uint_eq(found, 1);
        arena_free(a);
}
END_TEST

START_TEST(closes)
{
        arena_free(on.arena);
}
END_TEST

UNIT_MAIN("recorded", opens, out_of_order, parts_without_end, closes)
