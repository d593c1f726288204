#include "support/desk.h"

/* Issuers see their own: cases, letters, certificates, notices; and not who of the staff did what.
 */

static const struct row strangers[] = {
        { "stranger", "case.show", "{'case':'$case'}", NO("no_such_case") },
        { "stranger", "case.letter", "{'case':'$case'}", NO("no_such_case") },
        { "stranger", "case.attach", "{'case':'$case','files':[]}", NO("no_such_case") },
        { "stranger", "case.amend", "{'case':'$case','application':@conforming}",
          NO("no_such_case") },
        { "stranger", "case.withdraw", "{'case':'$case','reason':'r'}", NO("no_such_case") },
        { "stranger", "case.appeal", "{'case':'$case','reason':'r'}", NO("no_such_case") },
        { "stranger", "certificate.fetch", "{'certificate':'$certificate'}",
          NO("no_such_certificate") },
        { "stranger", "notice.fetch", "{'notice':'$notice'}", NO("no_such_notice") },
        { "stranger", "notice.acknowledge", "{'notice':'$notice'}", NO("no_such_notice") },
        { "stranger", "case.submit", "{'application':@conforming}", NO("not_your_issuer") },
        { "officer", "notice.fetch", "{'notice':'$notice'}", NO("no_such_notice") },
        { "issuer", "case.show", "{'case':'$case'}", OK("") },
        { "issuer2", "certificate.fetch", "{'certificate':'$certificate'}", OK("") },
        { "issuer2", "notice.fetch", "{'notice':'$notice'}", OK("") },
        { "issuer", "case.show", "{'case':'GD-2026-999999'}", NO("no_such_case") },
        { "auditor", "certificate.fetch", "{'certificate':'$case'}", NO("no_such_certificate") },
        { "auditor", "certificate.fetch", "{'certificate':'GDC-2026-000001-0'}",
          NO("no_such_certificate") },
};

static uint32_t
listed(struct desk *d, const char *who, const char *verb, const char *body, const char *list)
{
        ask(d, who, verb, body);
        ck_assert_int_eq(d->made.reply_kind, REPLY_OK);
        return doc_get(d->reply, str_of(list))->count;
}

START_TEST(strangers_see_nothing)
{
        struct desk d = desk_open();

        desk_bring(&d, CASE_CERTIFIED);
        play(&d, strangers, COUNT(strangers));
        desk_close(&d);
}
END_TEST

START_TEST(lists_hold_ones_own)
{
        static const struct {
                const char *who;
                uint32_t cases, certificates, notices;
        } rows[] = {
                { "issuer", 1, 1, 1 },   { "issuer2", 1, 1, 1 },   { "stranger", 0, 0, 0 },
                { "auditor", 1, 1, 0 },  { "officer", 1, 1, 0 },   { "reviewer", 1, 1, 0 },
                { "operator", 1, 1, 0 }, { "regulator", 1, 1, 0 },
        };
        struct desk d = desk_open();

        desk_bring(&d, CASE_CERTIFIED);
        for (size_t i = 0; i < COUNT(rows); i++) {
                const char *who = rows[i].who;

                ck_assert_uint_eq(listed(&d, who, "case.list", "{}", "cases"), rows[i].cases);
                ck_assert_uint_eq(listed(&d, who, "certificate.list", "{}", "certificates"),
                                  rows[i].certificates);
                ck_assert_uint_eq(listed(&d, who, "notice.list", "{}", "notices"), rows[i].notices);
        }
        desk_close(&d);
}
END_TEST

START_TEST(lists_are_narrowed)
{
        static const struct {
                const char *who, *body;
                uint32_t cases;
        } rows[] = {
                { "auditor", "{'state':'judged'}", 1 },
                { "auditor", "{'state':'deficient'}", 1 },
                { "auditor", "{'state':'certified'}", 0 },
                { "auditor", "{'state':'|'}", 0 },
                { "auditor", "{'mine':true}", 0 },
                { "officer", "{'mine':true}", 2 },
                { "officer", "{'mine':false}", 2 },
                { "officer2", "{'mine':true}", 0 },
                { "issuer", "{'state':'judged','after':'GD-2026-000001'}", 0 },
                { "issuer", "{'after':'GD-2026-000001'}", 1 },
                { "issuer", "{'after':'GD-2026-000002'}", 0 },
        };
        struct desk d = desk_open();

        desk_bring(&d, CASE_JUDGED);
        desk_bring(&d, CASE_DEFICIENT);
        for (size_t i = 0; i < COUNT(rows); i++)
                ck_assert_msg(listed(&d, rows[i].who, "case.list", rows[i].body, "cases") ==
                                      rows[i].cases,
                              "row %zu", i);
        desk_close(&d);
}
END_TEST

/* Two filters that spell alike when run together are two pages of one batch. */
START_TEST(pages_are_told_apart)
{
        struct desk d = desk_open();
        struct ticket t[3];

        desk_bring(&d, CASE_JUDGED);
        t[0] = ticket_of(&d, "auditor", "case.list", STR("a"),
                         body_of(&d, "{'state':'judged','after':'x||y'}"));
        t[1] = ticket_of(&d, "auditor", "case.list", STR("b"),
                         body_of(&d, "{'state':'judged|||x','after':'y'}"));
        t[2] = ticket_of(&d, "auditor", "case.list", STR("c"), body_of(&d, "{'state':'judged'}"));
        batch_ask(&d, t, 3);
        ck_assert_uint_eq(doc_get(d.reply, STR("cases"))->count, 1);
        t[1] = ticket_of(&d, "auditor", "case.list", STR("c"),
                         body_of(&d, "{'state':'judged|','after':''}"));
        ck_assert_uint_gt(t[1].prepared.mistakes.count, 0);
        desk_close(&d);
}
END_TEST

static bool
names(struct str reply, const char *who)
{
        struct buf b;
        struct arena *a = arena_new(1 << 16);
        bool found;

        buf_init(&b, a, 256);
        buf_addf(&b, "\"%s\"", who);
        found = str_find(reply, buf_text(&b)) >= 0;
        arena_free(a);
        return found;
}

START_TEST(staff_is_not_named)
{
        static const char *const staff[] = { "officer", "reviewer", "approver" };
        struct desk d = desk_open();

        desk_bring(&d, CASE_CERTIFIED);
        ask(&d, "auditor", "case.show", "{'case':'$case'}");
        for (size_t i = 0; i < COUNT(staff); i++)
                ck_assert(names(d.made.reply, staff[i]));
        ask(&d, "issuer", "case.show", "{'case':'$case'}");
        for (size_t i = 0; i < COUNT(staff); i++)
                ck_assert(!names(d.made.reply, staff[i]));
        ask(&d, "issuer", "case.list", "{}");
        for (size_t i = 0; i < COUNT(staff); i++)
                ck_assert(!names(d.made.reply, staff[i]));
        desk_close(&d);
}
END_TEST

UNIT_MAIN("seeing", strangers_see_nothing, lists_hold_ones_own, lists_are_narrowed,
          pages_are_told_apart, staff_is_not_named)
