/* A history is read leniently: notes for what nobody knows, mistakes for what is wrong, and what is
 * right goes on. */

#include "support/proceeds.h"

static struct arena *a;
static struct mistakes m;

static const struct history *
read_text(const char *text)
{
        struct doc_error e = { 0 };
        const struct doc *d;

        a = arena_new(1 << 24);
        d = doc_yaml(a, str_of(text), &e);
        ck_assert_ptr_nonnull(d);
        mistakes_init(&m, a, STR(""));
        return history_read(a, d, &m);
}

START_TEST(unknown_keys_are_notes)
{
        const struct history *h = read_text("bond: { id: B, amount: 5, colour: green }\n"
                                            "weather: fine\n"
                                            "events:\n"
                                            "  - { date: 2024-01-01, type: issue, amount: 5 }\n"
                                            "  - { date: 2024-01-02, type: parade }\n");

        ck_assert_uint_eq(m.count, 0);
        ck_assert_uint_eq(h->note_count, 3);
        ck_assert_uint_eq(h->fact_count, 1);
        ck_str(h->facts[0].id, "1");
        ck_str(h->facts[0].bond, "B");
        arena_free(a);
}
END_TEST

START_TEST(wrong_values_are_mistakes)
{
        const struct history *h =
                read_text("bond: { id: B, amount: lots,\n"
                          "        report_due: [ each spring, 2025-02-29, 04-30, 30 April ] }\n"
                          "events:\n"
                          "  - { date: 2024-02-30, type: issue, amount: 5 }\n"
                          "  - { date: 2024-01-01, type: issue, amount: -5 }\n"
                          "  - { date: 2024-01-01, type: issue, amount: 5.001 }\n"
                          "  - { date: 2024-01-01, type: issue }\n"
                          "  - { date: 2024-01-01, type: issue, bond: C, amount: 5 }\n"
                          "  - none\n"
                          "  - { date: 2024-01-01, type: disburse, amount: 5, payee: [ C ] }\n");

        ck_assert_uint_eq(m.count, 10);
        ck_assert_uint_eq(h->fact_count, 1);
        ck_assert_uint_eq(h->bonds[0].report_due_count, 2);
        arena_free(a);
}
END_TEST

START_TEST(amounts_say_what_is_wrong)
{
        read_text("bond: { id: B, currency: CNY, amount: 1000000000000000000 }\n"
                  "events:\n"
                  "  - { date: 2024-01-01, type: issue, amount: 1000000000000000000000000000000 }\n"
                  "  - { date: 2024-01-01, type: issue, amount: 1.001 }\n"
                  "  - { date: 2024-01-01, type: issue, amount: -1000000000000000000 }\n");
        ck_assert_uint_eq(m.count, 4);
        ck_str(m.at[0].code, "money_too_large");
        ck_str(m.at[1].code, "money_too_large");
        ck_str(m.at[2].code, "history_amount");
        ck_str(m.at[3].code, "history_amount");
        arena_free(a);
}
END_TEST

/* An event counts once; another one with its id is nothing that may fall under the table. */
START_TEST(ids_are_used_once)
{
        const struct history *h =
                read_text("bonds: [ { id: B }, { id: C } ]\n"
                          "events:\n"
                          "  - { bond: B, date: 2024-01-01, type: issue, amount: 5 }\n"
                          "  - { bond: B, id: e, date: 2024-01-02, type: issue, amount: 5, "
                          "invoice: { number: 1 } }\n"
                          "  - { bond: B, id: e, date: 2024-01-02, type: issue, invoice: { number: "
                          "1 }, amount: 5 }\n"
                          "  - { bond: C, id: e, date: 2024-01-03, type: issue, amount: 7 }\n"
                          "  - { bond: B, id: e, date: 2024-01-02, type: issue, amount: 5, "
                          "invoice: { number: 2 } }\n"
                          "  - { bond: B, id: 1, date: 2024-01-02, type: issue, amount: 6 }\n");

        ck_assert_uint_eq(m.count, 2);
        for (uint32_t i = 0; i < m.count; i++)
                ck_str(m.at[i].code, "event_id_reused");
        ck_assert_uint_eq(m.at[0].line, 7);
        ck_str(m.at[0].value, "e");
        ck_assert_uint_eq(m.at[1].line, 8);
        ck_assert_uint_eq(h->fact_count, 3);
        arena_free(a);
}
END_TEST

START_TEST(none_and_unknown)
{
        const struct history *h =
                read_text("bond: { id: B, amount: 5, approval_limit: none, net: unknown }\n"
                          "parties:\n"
                          "  - { id: C, related: false, in_contract_list: none, tendered: true }\n"
                          "  - { id: D, related: parent cash pool, registered_on: unknown }\n");

        ck_assert_uint_eq(m.count, 0);
        ck_assert_int_eq(h->bonds[0].approval_limit.told, TOLD_NONE);
        ck_assert_int_eq(h->bonds[0].net.told, TOLD_NOTHING);
        ck_assert_int_eq(h->parties[0].related.told, TOLD_NONE);
        ck_assert_int_eq(h->parties[0].in_contract_list, TRUTH_NO);
        ck_assert_int_eq(h->parties[0].tendered, TRUTH_YES);
        ck_str(told(h->parties[1].related), "parent cash pool");
        ck_assert_int_eq(h->parties[1].registered_on.told, TOLD_NOTHING);
        arena_free(a);
}
END_TEST

START_TEST(days_are_sorted_and_ties_keep_their_order)
{
        const struct history *h = read_text("bond: { id: B, amount: 5 }\n"
                                            "events:\n"
                                            "  - { date: 2024-03-01, type: issue, amount: 1 }\n"
                                            "  - { date: 2024-01-01, type: issue, amount: 2 }\n"
                                            "  - { date: 2024-03-01, type: issue, amount: 3 }\n"
                                            "  - { date: 2024-01-01, type: issue, amount: 4 }\n");
        static const char *const order[] = { "2", "4", "1", "3" };

        ck_assert_uint_eq(h->fact_count, 4);
        for (uint32_t i = 0; i < 4; i++)
                ck_str(h->facts[i].id, order[i]);
        arena_free(a);
}
END_TEST

static int64_t
moved(const struct posted *p, enum account account)
{
        int64_t sum = 0;

        for (uint32_t i = 0; i < p->count; i++)
                sum += p->at[i].account == account ? p->at[i].minor : 0;
        return sum;
}

START_TEST(the_ledger_posts)
{
        struct bond b = { .amount = { TOLD_VALUE, 1000 }, .issue_costs = { TOLD_VALUE, 10 } };
        struct balances now = { 0 };
        struct sides sides = { .to = STANDING_PROJECT_COMPANY };
        struct fact f = { .type = FACT_ISSUE, .amount = { TOLD_VALUE, 1000 } };
        struct posted p = ledger_post(&b, &now, &f, &sides);

        ck_assert_int_eq(moved(&p, ACCOUNT_SPECIAL), 990);
        ck_assert_int_eq(moved(&p, ACCOUNT_ISSUE_COSTS), 10);
        ck_assert_int_eq(moved(&p, ACCOUNT_INVESTORS), -1000);
        ck_assert(balances_add(&now, &p));
        f = (struct fact){ .type = FACT_DISBURSE, .amount = { TOLD_VALUE, 991 } };
        p = ledger_post(&b, &now, &f, &sides);
        ck_assert_str_eq(p.refused, "ledger_overdrawn");
        f.amount.minor = 990;
        p = ledger_post(&b, &now, &f, &sides);
        ck_assert_ptr_null(p.refused);
        ck_assert(balances_add(&now, &p));
        ck_assert_int_eq(now.at[ACCOUNT_PROJECT_COMPANY], 990);
        f = (struct fact){ .type = FACT_RETURN, .amount = { TOLD_VALUE, 90 } };
        sides = (struct sides){ .from = STANDING_PROJECT_COMPANY, .to_special = true };
        p = ledger_post(&b, &now, &f, &sides);
        ck_assert(balances_add(&now, &p));
        ck_assert_int_eq(now.at[ACCOUNT_SPECIAL], 90);
        ck_assert_int_eq(now.returned, 90);
        ck_assert_int_eq(balances_sum(&now), 0);
}
END_TEST

START_TEST(words_of_activities)
{
        static const char *const there[] = { "light green", "Light-Green", "铁路", "metro", "m" };
        struct judging j = judging_open();
        const struct activities *as = &j.book->activities;
        struct text_pairs pairs;

        ck_str(activities_by_words(as, STR("Wind power, 100 MW"))->code, "onshore_wind");
        ck_str(activities_by_words(as, STR("offshore wind power"))->code, "offshore_wind");
        ck_str(activities_by_words(as, STR("屋顶分布式光伏"))->code, "solar_pv");
        ck_assert_ptr_null(activities_by_words(as, STR("a trail of tears")));
        ck_assert(text_has_word(STR("two metros"), STR("metro")));
        ck_assert(!text_has_word(STR("metropolis"), STR("metro")));
        pairs = text_pairs_of(STR("LIGHT_green 铁路 metros"));
        for (size_t k = 0; k < COUNT(there); k++)
                ck_assert_msg(text_pairs_may(&pairs, str_of(there[k])), "%s", there[k]);
        ck_assert(!text_pairs_may(&pairs, STR("xylophone")));
        ck_assert(!text_pairs_may(&pairs, STR("")));
        arena_free(j.arena);
}
END_TEST

UNIT_MAIN("reading", unknown_keys_are_notes, wrong_values_are_mistakes, amounts_say_what_is_wrong,
          ids_are_used_once, none_and_unknown, days_are_sorted_and_ties_keep_their_order,
          the_ledger_posts, words_of_activities)
