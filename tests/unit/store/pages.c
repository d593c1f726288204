#include "model/number.h"
#include "unit/store/fixture.h"

/* Lists: narrowed, in pages, in the order of numbers. */

static struct fixture x;

enum { CASES = PAGE_MAX + 7 };

static const struct known_page *
page(struct filter by)
{
        struct known *k = known_new(x.arena);
        struct reach r = { .kind = KNOWN_CASES, .key = STR("page"), .filter = by };
        struct fault f = { 0 };

        known_want(k, &r);
        ck_assert_msg(store_load(x.store, x.arena, k, &f), "%s", f.text);
        return known_get(k, KNOWN_CASES, STR("page"));
}

START_TEST(opens)
{
        const struct ticket **tickets = TAKE(arena_new(1 << 20), const struct ticket *, CASES);
        struct fault f = { 0 };

        ck_assert(fixture_open(&x, "t_pages"));
        for (uint32_t i = 0; i < CASES; i++) {
                struct made *m = made_case(&x, i + 1, case_number(x.arena, 2026, i + 1));

                if (i % 100 == 99) {
                        m->effects[0].as.new_case.issuer = STR("other");
                        m->effects[0].as.new_case.submitted_by = STR("zhao");
                        made_move(m, m->effects[0].as.new_case.number, 3, CASE_JUDGED, EVENT_TAKE,
                                  CASE_IN_REVIEW, "chen");
                }
                tickets[i] = &m->ticket;
        }
        ck_assert_msg(store_save(x.store, x.arena, tickets, CASES, x.rules_digest, x.now, &f), "%s",
                      f.text);
        ck_assert_int_eq(
                ((struct known_counter *)fixture_find(&x, KNOWN_COUNTER, "case/2026"))->last,
                CASES);
}
END_TEST

START_TEST(in_pages)
{
        const struct known_page *first = page((struct filter){ 0 });
        const struct known_page *rest;

        ck_assert_int_eq(first->count, PAGE_MAX);
        ck_assert(first->more);
        ck_str(first->at[0].number, "GD-2026-000001");
        ck_str(first->at[0].issuer, fixture_issuer);
        ck_str(first->at[0].issuer_name, "广州地铁集团");
        ck_str(first->at[0].bond_name, "2026年第一期绿色债券");
        ck_str(first->at[0].submitted_by, "lin");
        ck_str(first->at[0].outcome, "undetermined");
        ck_str(first->at[0].lacking, "papers");
        ck_assert_int_eq(first->at[0].state, CASE_JUDGED);
        ck_assert_int_eq(first->at[0].at.ms, x.now.ms);
        rest = page((struct filter){ .after = first->at[PAGE_MAX - 1].number });
        ck_assert_int_eq(rest->count, CASES - PAGE_MAX);
        ck_assert(!rest->more);
}
END_TEST

START_TEST(narrowed)
{
        ck_assert_int_eq(page((struct filter){ .state = STR("in_review") })->count, CASES / 100);
        ck_assert_int_eq(page((struct filter){ .issuer = STR("other") })->count, CASES / 100);
        ck_assert_int_eq(page((struct filter){ .submitter = STR("zhao") })->count, CASES / 100);
        ck_assert_int_eq(page((struct filter){ .submitter = STR("zhao"),
                                               .issuer = STR("other"),
                                               .state = STR("judged") })
                                 ->count,
                         0);
        ck_assert_int_eq(page((struct filter){ .state = STR("certified") })->count, 0);
        /* The fixture's cases came in on 2026-06-21; the server's clock says whether that is late.
         */
        ck_assert_int_eq(page((struct filter){ .submitter = STR("zhao"), .overdue = true })->count >
                                 0,
                         str_is(fixture_sql(x.arena, x.owner, "SELECT now() > '2026-07-05'"), "t"));
}
END_TEST

START_TEST(certificates_too)
{
        struct known *k = known_new(x.arena);
        struct reach r = { .kind = KNOWN_CERTIFICATES, .key = STR("all") };
        struct reach s = { .kind = KNOWN_CERTIFICATES,
                           .key = STR("one"),
                           .filter = { .issuer = STR("other"), .state = STR("valid") } };
        struct fault f = { 0 };

        known_want(k, &r);
        known_want(k, &s);
        ck_assert_msg(store_load(x.store, x.arena, k, &f), "%s", f.text);
        ck_assert_int_eq(
                ((struct known_certificates *)known_get(k, KNOWN_CERTIFICATES, STR("all")))->count,
                0);
        ck_assert(known_get(k, KNOWN_CERTIFICATES, STR("one")));
}
END_TEST

/* Many keys of all kinds at once: one exchange. */
START_TEST(a_whole_batch)
{
        struct known *k = known_new(x.arena);
        struct fault f = { 0 };

        for (uint32_t i = 0; i < BATCH_MAX; i++) {
                struct reach c = { .kind = KNOWN_CASE,
                                   .key = case_number(x.arena, 2026, CASES - i) };
                struct reach q = { .kind = KNOWN_REQUEST,
                                   .key = str_format(x.arena, "lin/submit-%u", i + 1) };

                known_want(k, &c);
                known_want(k, &q);
        }
        ck_assert_msg(store_load(x.store, x.arena, k, &f), "%s", f.text);
        for (uint32_t i = 0; i < BATCH_MAX; i++) {
                struct str number = case_number(x.arena, 2026, CASES - i);
                const struct known_case *c = known_get(k, KNOWN_CASE, number);

                ck_assert(c && str_eq(c->number, number));
                ck_assert_int_eq(c->assessment_count, 2);
                ck_assert_int_ge(c->move_count, 2);
                ck_assert(known_get(k, KNOWN_REQUEST, str_format(x.arena, "lin/submit-%u", i + 1)));
        }
        fixture_close(&x);
}
END_TEST

STORE_MAIN("pages", opens, in_pages, narrowed, certificates_too, a_whole_batch)
