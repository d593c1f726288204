/* Thousands of seeded histories through ledger and detectors. After each fact the accounts sum to
 * zero, every finding has its sentence and its day, and a dossier that was stored and loaded in
 * between goes on exactly as one that was kept. */

#include <string.h>

#include "support/proceeds.h"

enum { HISTORIES = 2000, FACTS = 30, BONDS = 2, ROWS = 16 * FACTS };

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
          .capacity_mw = { TOLD_VALUE, { 10, 0 } },
          .start_operation = { TOLD_VALUE, { 19900 }, { 0 } },
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
                if (next(seed, 8) == 0)
                        f->invoice.description = text_at(STR("voided"));
        }
        if (f->type == FACT_IMPACT_REPORT) {
                f->year = (struct told_number){ TOLD_VALUE, { 2024 + next(seed, 2), 0 } };
                f->mwh = (struct told_number){ TOLD_VALUE, { 5000 << next(seed, 6), 0 } };
                f->basis = text_at(STR("actual"));
        }
        if (f->type == FACT_REVERSAL)
                f->of = text_at(
                        str_format(a, "%u", number - next(seed, number < 5 ? number + 1 : 6)));
        if (f->type == FACT_ALLOCATION_REPORT) {
                f->period_end =
                        (struct told_day){ TOLD_VALUE, { (f->date.number - 50) / 90 * 90 }, { 0 } };
                f->corrected = next(seed, 2) ? TRUTH_YES : TRUTH_NO;
                f->stated_used = money_at(seed);
                f->stated_idle = money_at(seed);
        }
        if (f->type == FACT_REALLOCATE)
                f->to_project = text_at(projects[next(seed, 2)].id);
        if (f->type == FACT_DEFAULT_SIGNAL)
                f->kind = text_at(STR("account frozen"));
        if (f->type == FACT_PROJECT_STATUS)
                f->status = text_at(next(seed, 2) ? STR("cancelled") : STR("stalled"));
}

static struct fact *
history_make(struct arena *a, uint64_t seed)
{
        static const enum fact_type types[] = {
                FACT_ALLOCATE,          FACT_DISBURSE,       FACT_DISBURSE,       FACT_DISBURSE,
                FACT_REIMBURSE,         FACT_DOWNSTREAM,     FACT_FLOW,           FACT_PLACE,
                FACT_PLACE_RETURN,      FACT_TRANSFER,       FACT_RETURN,         FACT_REVERSAL,
                FACT_REALLOCATE,        FACT_PROJECT_STATUS, FACT_ASSET_SALE,     FACT_DISCLOSURE,
                FACT_ALLOCATION_REPORT, FACT_IMPACT_REPORT,  FACT_DEFAULT_SIGNAL,
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

/* A database: rows by key, and the ledger with the day each fact counted as of. */
struct database {
        struct stored_row *rows;
        bool loaded[ROWS]; /* since the dossier was made */
        struct fact *facts[FACTS];
        struct day days[FACTS];
        struct balances after[FACTS];
        uint32_t row_count, count;
};

static struct stored_row *
row_find(struct database *b, struct row_key key)
{
        for (uint32_t i = 0; i < b->row_count; i++)
                if (b->rows[i].key.kind == key.kind && str_eq(b->rows[i].key.key, key.key) &&
                    str_eq(b->rows[i].key.of, key.of))
                        return &b->rows[i];
        return NULL;
}

static void
rows_keep(struct arena *a, struct database *b, struct dossier *d)
{
        const struct stored_row *rows;
        uint32_t count = dossier_changed(a, d, &rows);

        for (uint32_t i = 0; i < count; i++) {
                struct stored_row *old = row_find(b, rows[i].key);

                if (!old)
                        old = &b->rows[b->row_count++];
                *old = rows[i];
        }
}

static const struct bond *
bond_at(struct str id)
{
        return str_eq(id, bonds[0].id) ? &bonds[0] : &bonds[1];
}

static void
row_load(struct arena *a, struct database *b, struct dossier *d, struct row_key key)
{
        const struct stored_row *row = row_find(b, key);
        struct doc_error e = { 0 };

        if (!row || b->loaded[row - b->rows])
                return;
        b->loaded[row - b->rows] = true;
        ck_assert(dossier_load(d, key, doc_json(a, row->json, &e)));
}

static bool
wanted(const struct past_want *w, const struct fact *f, struct day day)
{
        if (f->type != FACT_DISBURSE && f->type != FACT_REIMBURSE)
                return false;
        if (w->kind == PAST_EVENT)
                return str_eq(f->id, w->what);
        if (w->kind == PAST_INVOICE)
                return str_eq(told(f->invoice.number), w->what);
        if (w->kind == PAST_AMOUNT)
                return f->amount.minor == w->minor &&
                       (w->what.len == 0 || str_eq(told(f->payee), w->what));
        return str_eq(told(f->payee), w->what) &&
               (w->kind == PAST_LAST || day.number >= w->since.number);
}

/* What the wants of some facts bring, in the order of the ledger. */
static void
past_load(struct arena *a, struct database *b, struct dossier *d, struct fact *facts,
          uint32_t count)
{
        bool *take = TAKE(a, bool, FACTS);

        for (uint32_t i = 0; i < count * BONDS; i++) {
                const struct fact *f = &facts[i / BONDS];
                const struct past_want *wants;
                uint32_t n = dossier_past_wants(a, on.bounds, &bonds[i % BONDS], f, &wants);

                for (uint32_t w = 0; w < n; w++) {
                        bool last = wants[w].kind == PAST_LAST || wants[w].kind == PAST_INVOICE;
                        bool paid = false; /* the last before the window, too */

                        for (uint32_t k = b->count; k > 0; k--) {
                                if (!str_eq(b->facts[k - 1]->bond, bonds[i % BONDS].id))
                                        continue;
                                if (wanted(&wants[w], b->facts[k - 1], b->days[k - 1]) ||
                                    (wants[w].kind == PAST_PAYEE && !paid &&
                                     str_eq(told(b->facts[k - 1]->payee), wants[w].what) &&
                                     b->facts[k - 1]->type == FACT_DISBURSE)) {
                                        take[k - 1] = true;
                                        paid = paid || b->facts[k - 1]->type == FACT_DISBURSE;
                                        if (last && b->facts[k - 1]->type == FACT_DISBURSE)
                                                break;
                                }
                        }
                }
        }
        for (uint32_t k = 0; k < b->count; k++)
                if (take[k])
                        dossier_past(d, b->facts[k]->bond, b->facts[k], b->days[k]);
        for (uint32_t k = 0; k < b->count; k++)
                row_load(a, b, d,
                         (struct row_key){ ROW_PAYMENT, b->facts[k]->id, b->facts[k]->bond });
}

/* The ends of the days about a report's period. */
static void
moments_load(struct database *b, struct dossier *d, const struct fact *f)
{
        for (int32_t days = -2; days <= 2 && f->period_end.told == TOLD_VALUE; days++) {
                for (uint32_t k = b->count; k > 0; k--) {
                        if (!str_eq(b->facts[k - 1]->bond, f->bond) ||
                            b->days[k - 1].number > f->period_end.day.number + days)
                                continue;
                        dossier_moment(d, f->bond, b->days[k - 1], &b->after[k - 1]);
                        break;
                }
        }
}

/* A dossier that knows who is told of and what the next facts reach, and nothing else. */
static struct dossier *
reborn(struct arena *a, struct database *b, struct fact *facts, uint32_t count)
{
        struct dossier *d = dossier_make(a);
        const struct row_key *keys;

        memset(b->loaded, 0, sizeof b->loaded);
        for (uint32_t i = 0; i < BONDS; i++)
                row_load(a, b, d, (struct row_key){ ROW_BOND, bonds[i].id, STR("") });
        for (uint32_t i = 0; i < COUNT(projects); i++)
                row_load(a, b, d, (struct row_key){ ROW_PROJECT, projects[i].id, STR("") });
        for (uint32_t i = 0; i < COUNT(parties); i++)
                row_load(a, b, d, (struct row_key){ ROW_PARTY, parties[i].id, STR("") });
        for (uint32_t pass = 0; pass < 2; pass++) {
                for (uint32_t i = 0; i < count; i++) {
                        uint32_t n = pass == 0 ? dossier_reach(a, &facts[i], bond_at(facts[i].bond),
                                                               STR(""), &keys)
                                               : dossier_undone(a, d, &facts[i], &keys);

                        for (uint32_t k = 0; k < n; k++)
                                if (keys[k].kind != ROW_BOND)
                                        row_load(a, b, d, keys[k]);
                }
                if (pass == 0)
                        past_load(a, b, d, facts, count);
        }
        for (uint32_t i = 0; i < count; i++)
                moments_load(b, d, &facts[i]);
        return d;
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

/* One dossier is kept, another is made anew for each message: one fact, or some. */
START_TEST(stored_and_loaded)
{
        uint32_t found = 0;

        for (uint64_t seed = 1; seed <= HISTORIES / 4; seed++) {
                struct arena *a = arena_new(1 << 30);
                uint64_t cuts = seed * UINT64_C(0xA24BAED4963EE407);
                struct fact *facts = history_make(a, seed * UINT64_C(0xD1B54A32D192ED03));
                struct dossier *d = dossier_make(a), *other = NULL;
                struct database *b = TAKE(a, struct database, 1);
                uint32_t left = 0;
                int32_t today = 0;

                b->rows = TAKE(a, struct stored_row, ROWS);
                for (uint32_t i = 0; i < FACTS; i++) {
                        struct change c = dossier_fact(d, &facts[i], false), o;
                        struct str one, two;

                        if (left == 0) {
                                left = 1 + next(&cuts, 3);
                                left = left < FACTS - i ? left : FACTS - i;
                                other = reborn(a, b, &facts[i], left);
                        }
                        o = dossier_fact(other, &facts[i], false);
                        one = summary(a, &c);
                        two = summary(a, &o);
                        ck_assert_msg(str_eq(one, two), "seed %u fact %u:\n%.*s--\n%.*s",
                                      (uint32_t)seed, i, STR_ARG(one), STR_ARG(two));
                        found += c.finding_count;
                        for (uint32_t k = 0; k < BONDS; k++)
                                ck_assert_mem_eq(dossier_balances(d, bonds[k].id),
                                                 dossier_balances(other, bonds[k].id),
                                                 sizeof(struct balances));
                        today = facts[i].date.number > today ? facts[i].date.number : today;
                        if (!c.refused) {
                                b->facts[b->count] = &facts[i];
                                b->days[b->count] = (struct day){ today };
                                b->after[b->count++] = *dossier_balances(d, facts[i].bond);
                        }
                        if (--left == 0)
                                rows_keep(a, b, other);
                }
                arena_free(a);
        }
        ck_assert_uint_gt(found, HISTORIES / 4);
}
END_TEST

START_TEST(closes)
{
        arena_free(on.arena);
}
END_TEST

UNIT_MAIN("random", opens, invariants, stored_and_loaded, closes)
