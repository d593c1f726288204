/* Thousands of seeded histories through ledger and detectors. After each fact the accounts sum to
 * zero, every finding has its sentence and its day, and a dossier that was stored and loaded in
 * between goes on exactly as one that was kept. */

#include "support/proceeds.h"

enum { HISTORIES = 2000, FACTS = 30, BONDS = 2 };

static struct judging on;

START_TEST(opens)
{
        on = judging_open();
}
END_TEST

/* xorshift64: the seed is the history's number. */
static uint32_t
next(uint64_t *state, uint32_t below)
{
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        return (uint32_t)((*state >> 20) % below);
}

static const struct bond bonds[BONDS] = {
        { .id = STR_ROW("B"),
          .issuer = STR_ROW("Issuer"),
          .currency = STR_ROW("CNY"),
          .special_account = STR_ROW("A1"),
          .decimals = 2,
          .amount = { TOLD_VALUE, 10000000 },
          .approval_limit = { TOLD_VALUE, 500000 },
          .issue_date = { TOLD_VALUE, { 19800 }, { 0 } },
          .certified_on = { TOLD_VALUE, { 19790 }, { 0 } } },
        { .id = STR_ROW("D"),
          .issuer = STR_ROW("Issuer"),
          .currency = STR_ROW("USD"),
          .special_account = STR_ROW("A2"),
          .decimals = 2,
          .amount = { TOLD_VALUE, 3000000 },
          .issue_date = { TOLD_VALUE, { 19900 }, { 0 } } },
};
static const struct project projects[] = {
        { .id = STR_ROW("W"),
          .name = STR_ROW("wind"),
          .category = STR_ROW("wind power"),
          .budget_cny = { TOLD_VALUE, 9000000 } },
        { .id = STR_ROW("O"), .name = STR_ROW("tower"), .category = STR_ROW("office building") },
};
static const struct party parties[] = {
        { .id = STR_ROW("C"), .role = { TOLD_VALUE, STR_ROW("contractor") } },
        { .id = STR_ROW("S"), .role = { TOLD_VALUE, STR_ROW("project company") } },
        { .id = STR_ROW("H"), .related = { TOLD_VALUE, STR_ROW("parent cash pool") } },
        { .id = STR_ROW("Y"), .registered_on = { TOLD_VALUE, { 19850 }, { 0 } } },
};

static struct told_text
text_at(struct str s)
{
        return (struct told_text){ TOLD_VALUE, s };
}

static struct told_text
party_at(uint64_t *seed)
{
        return text_at(parties[next(seed, COUNT(parties))].id);
}

static struct told_money
money_at(uint64_t *seed)
{
        static const int64_t amounts[] = { 1, 450000, 480000, 999999, 1000000, 3000000 };

        return (struct told_money){ TOLD_VALUE, amounts[next(seed, COUNT(amounts))] };
}

static void
fact_fill(struct arena *a, uint64_t *seed, struct fact *f, const struct bond *b, uint32_t number)
{
        f->project = text_at(projects[next(seed, 2)].id);
        f->payee = party_at(seed);
        f->amount = money_at(seed);
        if (next(seed, 2))
                f->fx_cny = (struct told_number){ TOLD_VALUE, { 71, 1 } };
        if (f->type == FACT_TRANSFER && next(seed, 2)) {
                f->from_account = text_at(b->special_account);
                f->to = party_at(seed);
        } else if (f->type == FACT_TRANSFER) {
                f->from = party_at(seed);
                f->to_account = text_at(b->special_account);
        } else if (f->type == FACT_FLOW || f->type == FACT_DOWNSTREAM || f->type == FACT_RETURN) {
                f->from = party_at(seed);
                f->to = party_at(seed);
        }
        if (f->type == FACT_DOWNSTREAM)
                f->to.told = TOLD_NOTHING;
        if (next(seed, 2)) {
                f->invoice.stated = true;
                f->invoice.number = text_at(str_format(a, "N-%u", next(seed, 8)));
                f->invoice.amount = (struct told_money){ TOLD_VALUE, 1000000 };
                f->invoice.date = (struct told_day){ TOLD_VALUE, f->date, { 0 } };
        }
        if (f->type == FACT_REVERSAL)
                f->of = text_at(
                        str_format(a, "%u", number - next(seed, number < 5 ? number + 1 : 6)));
        if (f->type == FACT_ALLOCATION_REPORT) {
                f->period_end = (struct told_day){ TOLD_VALUE, { f->date.number - 50 }, { 0 } };
                f->stated_used = money_at(seed);
                f->stated_idle = money_at(seed);
        }
        if (f->type == FACT_REALLOCATE)
                f->to_project = text_at(projects[next(seed, 2)].id);
        if (f->type == FACT_PROJECT_STATUS)
                f->status = text_at(next(seed, 2) ? STR("cancelled") : STR("stalled"));
}

static struct fact *
history_make(struct arena *a, uint64_t seed)
{
        static const enum fact_type types[] = {
                FACT_ALLOCATE,          FACT_DISBURSE,       FACT_DISBURSE,   FACT_DISBURSE,
                FACT_REIMBURSE,         FACT_DOWNSTREAM,     FACT_FLOW,       FACT_PLACE,
                FACT_PLACE_RETURN,      FACT_TRANSFER,       FACT_RETURN,     FACT_REVERSAL,
                FACT_REALLOCATE,        FACT_PROJECT_STATUS, FACT_ASSET_SALE, FACT_DISCLOSURE,
                FACT_ALLOCATION_REPORT,
        };
        struct fact *all = TAKE(a, struct fact, FACTS);
        int32_t day = 19800;

        for (uint32_t i = 0; i < FACTS; i++) {
                const struct bond *b = &bonds[i < BONDS ? i : next(&seed, BONDS)];
                struct fact *f = &all[i];

                f->id = str_format(a, "%u", i);
                f->bond = b->id;
                f->type = i < BONDS ? FACT_ISSUE : types[next(&seed, COUNT(types))];
                day += (int32_t)next(&seed, next(&seed, 8) == 0 ? 60 : 6);
                f->date = (struct day){ i < BONDS ? 19800 : day };
                fact_fill(a, &seed, f, b, i);
                if (i < BONDS)
                        f->amount = b->amount;
        }
        return all;
}

static struct dossier *
dossier_make(struct arena *a)
{
        struct dossier *d = dossier_new(a, on.bounds, &on.book->activities);

        for (uint32_t i = 0; i < BONDS; i++)
                dossier_bond(d, &bonds[i]);
        for (uint32_t i = 0; i < COUNT(projects); i++)
                dossier_project(d, &projects[i]);
        for (uint32_t i = 0; i < COUNT(parties); i++)
                dossier_party(d, &parties[i]);
        return d;
}

static void
change_check(struct arena *a, const struct dossier *d, const struct change *c, struct day today)
{
        for (uint32_t i = 0; i < BONDS; i++) {
                const struct balances *b = dossier_balances(d, bonds[i].id);

                ck_assert_int_eq(balances_sum(b), 0);
                ck_assert_int_ge(b->at[ACCOUNT_SPECIAL], 0);
                ck_assert_int_ge(b->at[ACCOUNT_PLACED], 0);
        }
        for (uint32_t i = 0; i < c->finding_count; i++) {
                const struct finding *f = &c->findings[i];

                ck_assert(f->pattern >= 1 && f->pattern <= PATTERNS);
                ck_assert(f->severity > SEVERITY_NONE && f->severity < SEVERITIES);
                ck_assert_int_le(f->date.number, today.number);
                ck_assert_int_le(f->from.number, f->until.number);
                ck_assert(finding_because(a, on.bounds, f, ENGLISH).len > 0);
                ck_assert(str_find(finding_because(a, on.bounds, f, CHINESE), STR("{")) < 0);
        }
}

static struct str
summary(struct arena *a, const struct change *c)
{
        struct str out = STR("");

        for (uint32_t i = 0; i < c->finding_count; i++) {
                const struct finding *f = &c->findings[i];

                out = str_format(a, "%.*s%u/%.*s/%.*s/%.*s/%d/%d/%.*s\n", STR_ARG(out), f->pattern,
                                 STR_ARG(f->rule), STR_ARG(severity_code(f->severity)),
                                 STR_ARG(f->subject), f->date.number, (int)f->state,
                                 STR_ARG(f->bond));
        }
        return out;
}

/* Every row goes out to JSON and in again, into a dossier that knows nothing. */
static struct dossier *
reborn(struct arena *a, struct dossier *d, struct stored_row *kept, uint32_t *kept_count)
{
        const struct stored_row *rows;
        uint32_t count = dossier_changed(a, d, &rows);
        struct dossier *out = dossier_make(a);

        for (uint32_t i = 0; i < count; i++) {
                uint32_t k = 0;

                while (k < *kept_count && !(kept[k].key.kind == rows[i].key.kind &&
                                            str_eq(kept[k].key.key, rows[i].key.key)))
                        k++;
                kept[k] = rows[i];
                *kept_count += k == *kept_count;
        }
        for (uint32_t k = 0; k < *kept_count; k++) {
                struct doc_error e = { 0 };
                const struct doc *stored = doc_json(a, kept[k].json, &e);

                ck_assert_ptr_nonnull(stored);
                ck_assert(dossier_load(out, kept[k].key, stored));
        }
        return out;
}

START_TEST(invariants)
{
        uint32_t found = 0;

        for (uint64_t seed = 1; seed <= HISTORIES; seed++) {
                struct arena *a = arena_new(1 << 28);
                struct fact *facts = history_make(a, seed * UINT64_C(0x9E3779B97F4A7C15));
                struct dossier *d = dossier_make(a), *again = dossier_make(a);

                for (uint32_t i = 0; i < FACTS; i++) {
                        struct change c = dossier_fact(d, &facts[i], false);
                        struct change other = dossier_fact(again, &facts[i], false);
                        struct change twice = dossier_fact(again, &facts[i], false);

                        ck_assert(twice.duplicate && twice.finding_count == 0);
                        change_check(a, d, &c, facts[i].date);
                        ck_assert_msg(str_eq(summary(a, &c), summary(a, &other)), "seed %u",
                                      (uint32_t)seed);
                        found += c.finding_count;
                }
                arena_free(a);
        }
        ck_assert_uint_gt(found, HISTORIES);
}
END_TEST

START_TEST(stored_and_loaded)
{
        for (uint64_t seed = 1; seed <= HISTORIES / 15; seed++) {
                struct arena *a = arena_new(1 << 30);
                struct fact *facts = history_make(a, seed * UINT64_C(0xD1B54A32D192ED03));
                struct dossier *d = dossier_make(a), *other = dossier_make(a);
                struct stored_row *kept = TAKE(a, struct stored_row, 4 * FACTS);
                uint32_t count = 0;

                for (uint32_t i = 0; i < FACTS; i++) {
                        struct change c = dossier_fact(d, &facts[i], false);
                        struct change o = dossier_fact(other, &facts[i], false);
                        struct str one = summary(a, &c), two = summary(a, &o);

                        ck_assert_msg(str_eq(one, two), "seed %u fact %u:\n%.*s--\n%.*s",
                                      (uint32_t)seed, i, STR_ARG(one), STR_ARG(two));
                        for (uint32_t k = 0; k < BONDS; k++)
                                ck_assert_mem_eq(dossier_balances(d, bonds[k].id),
                                                 dossier_balances(other, bonds[k].id),
                                                 sizeof(struct balances));
                        other = reborn(a, other, kept, &count);
                }
                arena_free(a);
        }
}
END_TEST

START_TEST(closes)
{
        arena_free(on.arena);
}
END_TEST

UNIT_MAIN("random", opens, invariants, stored_and_loaded, closes)
