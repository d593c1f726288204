/* tests/histories/words.yaml: what free words mean, each in a small history of its own. */

#include "support/proceeds.h"

static struct judging on;
static const struct doc *table;

START_TEST(opens)
{
        struct doc_error e = { 0 };

        on = judging_open();
        table = doc_yaml(on.arena, file_whole(on.arena, SOURCE_DIR "/tests/histories/words.yaml"),
                         &e);
        ck_assert_msg(table != NULL, "words.yaml:%u: %s", e.line, e.code);
}
END_TEST

/* The first pattern found from medium up; "none". */
static struct str
found_in(struct arena *a, struct str party, struct str event)
{
        struct str text = str_format(
                a,
                "as_of: 2024-06-30\n"
                "bond: {id: B, issuer: Issuer, currency: CNY, amount: 100000000, issue_date: "
                "2024-01-15, certified_on: 2024-01-10, standards: [CN-GBP-2022], special_account: "
                "A1}\n"
                "projects: [{id: PX, name: first project, category: onshore wind power, budget: "
                "200000000}]\n"
                "parties: [{id: Y, name: Payee%.*s}]\n"
                "events:\n"
                "  - {date: 2024-01-15, type: issue, amount: 100000000}\n"
                "  - {date: 2024-01-16, type: allocate, project: PX, amount: 60000000}\n"
                "  - {date: 2024-02-01, amount: 600000, %.*s}\n",
                STR_ARG(party), STR_ARG(event));
        struct doc_error e = { 0 };
        const struct doc *d = doc_yaml(a, text, &e);
        struct mistakes m;
        struct checked c;

        ck_assert_msg(d != NULL, "%.*s", STR_ARG(event));
        mistakes_init(&m, a, STR(""));
        c = proceeds_check(a, on.bounds, &on.book->activities, history_read(a, d, &m), &m);
        ck_assert_uint_eq(m.count, 0);
        for (uint32_t i = 0; i < c.finding_count; i++)
                if (c.findings[i].severity >= SEVERITY_MEDIUM)
                        return pattern_code(a, c.findings[i].pattern);
        return STR("none");
}

static struct str
of_purpose(struct arena *a, struct str text)
{
        return found_in(a, STR(""),
                        str_format(a, "type: disburse, project: PX, payee: Y, memo: \"%.*s\"",
                                   STR_ARG(text)));
}

static struct str
of_placement(struct arena *a, struct str text)
{
        return found_in(a, STR(""), str_format(a, "type: place, product: \"%.*s\"", STR_ARG(text)));
}

static struct str
of_payee(struct arena *a, struct str text)
{
        return found_in(
                a, str_format(a, ", in_contract_list: false, business: \"%.*s\"", STR_ARG(text)),
                STR("type: disburse, project: PX, payee: Y, invoice: {number: N-1, amount: "
                    "600000}"));
}

static void
words_judge(const char *key, struct str (*classify)(struct arena *a, struct str text))
{
        const struct doc *lists = doc_get(table, str_of(key));
        uint32_t wrong = 0;

        ck_assert(lists != NULL && lists->count > 1);
        for (uint32_t i = 0; i < lists->count; i++) {
                for (uint32_t k = 0; k < lists->child[i].count; k++) {
                        struct arena *a = arena_new(1 << 22);
                        struct str text = lists->child[i].child[k].text, found = classify(a, text);

                        if (!str_eq(found, lists->child[i].key)) {
                                printf("\"%.*s\" is %.*s, not %.*s\n", STR_ARG(text),
                                       STR_ARG(found), STR_ARG(lists->child[i].key));
                                wrong++;
                        }
                        arena_free(a);
                }
        }
        ck_assert_uint_eq(wrong, 0);
}

START_TEST(purposes)
{
        words_judge("purposes", of_purpose);
}
END_TEST

START_TEST(placements)
{
        words_judge("placements", of_placement);
}
END_TEST

START_TEST(payees)
{
        words_judge("payees", of_payee);
}
END_TEST

START_TEST(closes)
{
        arena_free(on.arena);
}
END_TEST

UNIT_MAIN("words", opens, purposes, placements, payees, closes)
