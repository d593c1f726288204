/* What an event costs the detectors, alone: no daemon, no database. A bond's events go through a
 * dossier message by message; between messages rows and payments are kept as a database would, and
 * each message loads what its events reach.
 *
 * usage: bench_dossier RULES_FOLDER EVENTS PAYEES
 * prints: microseconds of CPU an event, of the first and the last thousand and of all: for the
 * detectors, and with loading and storing; and last against first. Ends by itself. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "policy/rules.h"
#include "proceeds/dossier.h"

enum {
        MESSAGE_EVENTS_BENCH = 500,
        PART_EVENTS = 1000,
        EVENTS_A_DAY = 1000,
        MESSAGE_BENCH_BYTES = 1 << 29,
        FIRST_DAY = 19358, /* 2023-01-01 */
        SLOTS = 1 << 23,   /* of the rows by key: more than three of each event would be */
};

/* Rows by key, and the payments of each payee by number, newest last. */
struct kept_row {
        struct row_key key;
        struct str json;
};
struct ledger {
        struct kept_row *rows; /* open addressing; a free slot has no json */
        struct fact *facts;
        struct day *days;
        uint32_t *before; /* of a payment, that to the same payee before it, + 1 */
        uint32_t *last;   /* of a payee, its last payment + 1 */
        uint32_t count, payees;
};

struct bench {
        struct arena *ever, *message;
        const struct rule_set *rules;
        struct bond bond;
        struct project project;
        struct ledger ledger;
};

struct cost {
        double detect_us, whole_us;
        uint32_t events, findings;
};

static uint64_t
cpu_ns(void)
{
        struct timespec t;

        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
        return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static struct kept_row *
row_slot(struct ledger *l, struct row_key key)
{
        uint64_t at = str_hash(key.key, str_hash(key.of, key.kind)) % SLOTS;

        while (l->rows[at].json.len > 0 &&
               (l->rows[at].key.kind != key.kind || !str_eq(l->rows[at].key.key, key.key) ||
                !str_eq(l->rows[at].key.of, key.of)))
                at = (at + 1) % SLOTS;
        return &l->rows[at];
}

static void
row_load(struct bench *b, struct dossier *d, struct row_key key)
{
        const struct kept_row *row = row_slot(&b->ledger, key);
        struct doc_error e = { 0 };

        if (row->json.len > 0 && !dossier_load(d, key, doc_json_stored(b->message, row->json, &e)))
                abort();
}

/* A row is kept in the bytes it had when they are enough. */
static void
rows_store(struct bench *b, struct dossier *d)
{
        const struct stored_row *rows;
        uint32_t count = dossier_changed(b->message, d, &rows);

        for (uint32_t i = 0; i < count; i++) {
                struct kept_row *row = row_slot(&b->ledger, rows[i].key);

                if (row->json.len == 0) {
                        row->key = rows[i].key;
                        row->key.key = str_keep(b->ever, rows[i].key.key);
                        row->key.of = str_keep(b->ever, rows[i].key.of);
                }
                if (rows[i].json.len <= row->json.len) {
                        memcpy((char *)(uintptr_t)row->json.at, rows[i].json.at, rows[i].json.len);
                        row->json.len = rows[i].json.len;
                } else {
                        row->json = str_keep(b->ever, rows[i].json);
                }
        }
}

static uint32_t
payee_of(struct str id)
{
        return (uint32_t)strtoul(id.at + 1, NULL, 10);
}

/* The payments a fact looks back on, oldest first. */
static void
past_load(struct bench *b, struct dossier *d, const struct fact *f, bool *taken)
{
        const struct past_want *wants;
        uint32_t n = dossier_past_wants(b->message, b->rules->bounds, &b->bond, f, &wants);
        uint32_t *list = TAKE(b->message, uint32_t, PAST_MAX + 1);

        for (uint32_t w = 0; w < n; w++) {
                uint32_t count = 0, at;
                bool last = wants[w].kind == PAST_LAST;

                if (wants[w].kind == PAST_EVENT)
                        at = (uint32_t)strtoul(wants[w].what.at, NULL, 10) + 1;
                else if (wants[w].kind == PAST_PAYEE || last)
                        at = b->ledger.last[payee_of(wants[w].what)];
                else
                        continue;
                while (at > 0 && at <= b->ledger.count && count < PAST_MAX) {
                        list[count++] = at - 1;
                        if (last || wants[w].kind == PAST_EVENT ||
                            b->ledger.days[at - 1].number < wants[w].since.number)
                                break;
                        at = b->ledger.before[at - 1];
                }
                for (uint32_t i = count; i > 0; i--) {
                        uint32_t k = list[i - 1];

                        if (taken[k])
                                continue;
                        taken[k] = true;
                        dossier_past(d, b->bond.id, &b->ledger.facts[k], b->ledger.days[k]);
                        row_load(b, d,
                                 (struct row_key){ ROW_PAYMENT, b->ledger.facts[k].id, b->bond.id });
                }
        }
}

static void
keys_load(struct bench *b, struct dossier *d, const struct row_key *keys, uint32_t count)
{
        for (uint32_t k = 0; k < count; k++)
                if (keys[k].kind != ROW_BOND && keys[k].kind != ROW_PROJECT)
                        row_load(b, d, keys[k]);
}

static struct dossier *
dossier_opened(struct bench *b, const struct fact *facts, uint32_t count, bool *taken)
{
        struct dossier *d = dossier_new(b->message, b->rules->bounds, &b->rules->rules->activities);
        const struct row_key *keys;

        dossier_bond(d, &b->bond);
        dossier_project(d, &b->project);
        row_load(b, d, (struct row_key){ ROW_BOND, b->bond.id, STR("") });
        row_load(b, d, (struct row_key){ ROW_PROJECT, b->project.id, STR("") });
        for (uint32_t i = 0; i < count; i++)
                keys_load(b, d, keys,
                          dossier_reach(b->message, &facts[i], &b->bond, STR(""), &keys));
        for (uint32_t i = 0; i < count; i++)
                past_load(b, d, &facts[i], taken);
        for (uint32_t i = 0; i < count; i++)
                keys_load(b, d, keys, dossier_undone(b->message, d, &facts[i], &keys));
        return d;
}

/* One of a bond's daily events: payments on invoices, what others report, what is put back. */
static struct fact
fact_make(struct bench *b, uint32_t i)
{
        struct arena *a = b->ever;
        struct fact f = { .type = FACT_DISBURSE,
                          .id = str_format(a, "%u", i),
                          .bond = b->bond.id,
                          .date = { FIRST_DAY + (int32_t)(i / EVENTS_A_DAY) },
                          .project = { TOLD_VALUE, b->project.id },
                          .payee = { TOLD_VALUE, str_format(a, "C%u", i % b->ledger.payees) },
                          .amount = { TOLD_VALUE, 10000 + i % 997 } };

        if (i < 2) {
                f.type = i == 0 ? FACT_ISSUE : FACT_ALLOCATE;
                f.amount.minor = b->bond.amount.minor;
        } else if (i % 10 == 9) {
                f.type = FACT_FLOW;
                f.from = f.payee;
                f.to = (struct told_text){ TOLD_VALUE,
                                           str_format(a, "C%u", (i + 7) % b->ledger.payees) };
        } else if (i % 20 == 8) {
                f.type = FACT_REVERSAL;
                f.of = (struct told_text){ TOLD_VALUE, str_format(a, "%u", i - 3) };
        } else {
                f.invoice = (struct invoice){ .stated = true,
                                              .number = { TOLD_VALUE, str_format(a, "N-%u", i) },
                                              .date = { TOLD_VALUE, { f.date.number - 5 }, { 0 } },
                                              .amount = f.amount };
        }
        return f;
}

static void
ledger_add(struct ledger *l, const struct fact *f, struct day day)
{
        uint32_t payee = f->type == FACT_DISBURSE ? payee_of(told(f->payee)) : 0;

        l->days[l->count] = day;
        if (f->type == FACT_DISBURSE) {
                l->before[l->count] = l->last[payee];
                l->last[payee] = l->count + 1;
        }
        l->count++;
}

static struct cost
message_run(struct bench *b, uint32_t first, uint32_t count, bool *taken)
{
        struct fact *facts = &b->ledger.facts[first];
        struct cost c = { .events = count };
        uint64_t start, detected;
        struct dossier *d;

        for (uint32_t i = 0; i < count; i++)
                facts[i] = fact_make(b, first + i);
        start = cpu_ns();
        d = dossier_opened(b, facts, count, taken);
        detected = cpu_ns();
        for (uint32_t i = 0; i < count; i++) {
                struct change made = dossier_fact(d, &facts[i], true);

                if (made.refused)
                        abort();
                c.findings += made.finding_count;
                ledger_add(&b->ledger, &facts[i], dossier_today(d));
        }
        c.detect_us = (double)(cpu_ns() - detected) / 1000;
        rows_store(b, d);
        c.whole_us = (double)(cpu_ns() - start) / 1000;
        arena_clear(b->message);
        return c;
}

static void
cost_add(struct cost *to, struct cost c)
{
        to->detect_us += c.detect_us;
        to->whole_us += c.whole_us;
        to->events += c.events;
        to->findings += c.findings;
}

static void
cost_print(const char *name, struct cost c)
{
        printf("%-20s %9.2f us detectors %9.2f us with loading and storing, %u findings\n",
               name, c.detect_us / c.events, c.whole_us / c.events, c.findings);
}

static void
run(struct bench *b, uint32_t events)
{
        struct cost first = { 0 }, last = { 0 }, all = { 0 };
        bool *taken = TAKE(b->ever, bool, events + 1);

        for (uint32_t i = 0; i < events; i += MESSAGE_EVENTS_BENCH) {
                struct cost c = message_run(b, i, MESSAGE_EVENTS_BENCH, taken);

                memset(taken, 0, events);
                cost_add(&all, c);
                /* The first message pays for what is read once. */
                if (i >= MESSAGE_EVENTS_BENCH && i < MESSAGE_EVENTS_BENCH + PART_EVENTS)
                        cost_add(&first, c);
                if (i + PART_EVENTS >= events)
                        cost_add(&last, c);
        }
        cost_print("first thousand", first);
        cost_print("last thousand", last);
        cost_print("all", all);
        printf("%-20s %9.2f    detectors %9.2f    with loading and storing\n", "last to first",
               last.detect_us / first.detect_us, last.whole_us / first.whole_us);
}

int
main(int argc, char **argv)
{
        struct bench b = { .ever = arena_new((size_t)12 << 30),
                           .message = arena_new(MESSAGE_BENCH_BYTES) };
        uint32_t events = argc == 4 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
        struct fault f = { 0 };

        b.ledger.payees = argc == 4 ? (uint32_t)strtoul(argv[3], NULL, 10) : 0;
        if (events < 4 * PART_EVENTS || events % MESSAGE_EVENTS_BENCH != 0 || b.ledger.payees == 0) {
                fprintf(stderr, "usage: bench_dossier RULES_FOLDER EVENTS PAYEES\n");
                return 2;
        }
        b.rules = rule_set_open(argv[1], day_of_date(2026, 11, 27), &f);
        if (f.kind != FAULT_NONE || b.rules->mistakes.count > 0)
                return 1;
        b.bond = (struct bond){ .id = STR("B"),
                                .issuer = STR("Issuer"),
                                .currency = STR("CNY"),
                                .special_account = STR("A1"),
                                .decimals = 2,
                                .amount = { TOLD_VALUE, (int64_t)events * 20000 },
                                .issue_date = { TOLD_VALUE, { FIRST_DAY }, { 0 } } };
        b.project = (struct project){ .id = STR("W"),
                                      .name = STR("wind"),
                                      .category = STR("wind power") };
        b.ledger.rows = calloc(SLOTS, sizeof(*b.ledger.rows));
        b.ledger.facts = calloc(events, sizeof(*b.ledger.facts));
        b.ledger.days = calloc(events, sizeof(*b.ledger.days));
        b.ledger.before = calloc(events, sizeof(*b.ledger.before));
        b.ledger.last = calloc(b.ledger.payees, sizeof(*b.ledger.last));
        if (!b.ledger.rows || !b.ledger.facts || !b.ledger.days || !b.ledger.before ||
            !b.ledger.last)
                return 1;
        run(&b, events);
        return 0;
}
