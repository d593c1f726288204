#include "support/desk_rules.h"

/* Asked again under the same id: the same answer, and nothing done; for another thing: refused. */

static const struct {
        const char *who, *verb, *body, *other;
} rows[] = {
        { "officer", "case.submit", "{'application':@deficient}", "{'application':@conforming}" },
        { "officer", "case.attach", "{'case':'$case','files':[{'name':'a','base64':'YQ=='}]}",
          "{'case':'$case','files':[{'name':'a','base64':'Yg=='}]}" },
        { "officer", "case.amend", "{'case':'$case','application':@conforming}",
          "{'case':'$case','application':@deficient}" },
        { "approver", "case.decline", "{'case':'$case','reason':'r'}",
          "{'case':'$case','reason':'s'}" },
        { "reviewer", "case.take", "{'case':'$case'}", "{'case':'$case','reason':'r'}" },
        { "reviewer", "case.take", "{'case':'nowhere'}", "{'case':'$case'}" },
        { "auditor", "case.take", "{'case':'$case'}", "{'case':'other'}" },
        { "reviewer", "case.recommend", "{'case':'$case','to':'certify','reason':'r'}",
          "{'case':'$case','to':'decline','reason':'r'}" },
        { "approver", "case.certify", "{'case':'$case','reason':'r'}",
          "{'case':'$case','reason':'s'}" },
        { "issuer", "notice.acknowledge", "{'notice':'$notice'}", "{'notice':'1'}" },
        { "operator", "key.add",
          "{'name':'n','key':'newkey0000000000000000000000000000000000','roles':['auditor']}",
          "{'name':'n','key':'newkey0000000000000000000000000000000001','roles':['auditor']}" },
        { "operator", "key.revoke",
          "{'key':'newkey0000000000000000000000000000000000','reason':'r'}",
          "{'key':'newkey0000000000000000000000000000000000','reason':'s'}" },
};

static const char *
id_of(struct desk *d, size_t i)
{
        return str_c(d->store->arena, str_format(d->store->arena, "id-%zu", i));
}

START_TEST(same_id_same_answer)
{
        struct desk d = desk_open();

        for (size_t i = 0; i < COUNT(rows); i++) {
                struct str body = body_of(&d, rows[i].body);
                struct str other = body_of(&d, rows[i].other);
                struct decision first, again;

                first = ask_under(&d, rows[i].who, rows[i].verb, id_of(&d, i),
                                  str_c(d.store->arena, body));
                ck_assert_msg(first.reply_kind == REPLY_OK || first.reply_kind == REPLY_NO,
                              "row %zu: %.*s", i, STR_ARG(first.reply));
                again = ask_under(&d, rows[i].who, rows[i].verb, id_of(&d, i),
                                  str_c(d.store->arena, body));
                ck_assert(again.repeated && again.count == 0);
                ck_assert_int_eq(again.reply_kind, first.reply_kind);
                ck_assert(str_eq(again.reply, first.reply));
                ask_under(&d, rows[i].who, rows[i].verb, id_of(&d, i),
                          str_c(d.store->arena, other));
                ck_str(code_of(&d), "id_reused");
                /* Of another verb, too, and as a mistake; of another person it is another's. */
                ask_under(&d, rows[i].who, "notice.acknowledge", id_of(&d, i), "{'notice':'0'}");
                ck_str(code_of(&d), "id_reused");
                ask_under(&d, rows[i].who, rows[i].verb, id_of(&d, i), "{'case':3}");
                ck_str(code_of(&d), "id_reused");
        }
        ask_under(&d, "clerk", "notice.acknowledge", id_of(&d, 0), "{'notice':'0'}");
        ck_str(code_of(&d), "no_such_notice");
        desk_close(&d);
}
END_TEST

/* In one batch the first answers for all: also where the answer is no. */
START_TEST(same_id_in_one_batch)
{
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct desk d = desk_open();
                struct ticket t[3];

                desk_bring(&d, CASE_JUDGED);
                for (size_t k = 0; k < 3; k++)
                        t[k] = ticket_of(&d, rows[i].who, rows[i].verb, STR("same"),
                                         body_of(&d, k < 2 ? rows[i].body : rows[i].other));
                batch_ask(&d, t, 3);
                ck_assert(!t[0].decided.repeated && t[1].decided.repeated);
                ck_assert(str_eq(t[0].decided.reply, t[1].decided.reply));
                ck_assert_int_eq(t[0].decided.reply_kind, t[1].decided.reply_kind);
                ck_assert_int_eq(t[2].decided.reply_kind, REPLY_BAD);
                desk_close(&d);
        }
}
END_TEST

/* A mistake is not kept: mended, it may come under the same id. Reads keep nothing. */
START_TEST(mistakes_are_not_kept)
{
        struct desk d = desk_open();

        ask_under(&d, "officer", "case.submit", "a", "{'application':{}}");
        ck_str(code_of(&d), "required_field");
        ask_under(&d, "officer", "case.submit", "a", "{'application':@conforming}");
        ck_assert_int_eq(d.made.reply_kind, REPLY_OK);
        ask_under(&d, "officer", "case.show", "b", "{'case':'$case'}");
        ask_under(&d, "officer", "case.list", "b", "{}");
        ck_assert_int_eq(d.made.reply_kind, REPLY_OK);
        ask_under(&d, "officer", "case.show", "a", "{'case':'$case'}");
        ck_assert_int_eq(d.made.reply_kind, REPLY_OK);
        desk_close(&d);
}
END_TEST

/* What was answered stays answered, when the rules have changed and it would read no more. */
START_TEST(outlives_the_rules)
{
        static const char submit[] =
                "{'application':{'application':{'asked':['CN-GBP']},"
                "'issuer':{'code':'OWN-1','name':'I'},'bond':{'name':'B','currency':'CNY'}}}";
        struct desk d = desk_open();
        struct decision first;
        struct ticket t;

        desk_rule(&d, CN(RULE_A), NULL);
        first = ask_under(&d, "officer", "case.submit", "a", submit);
        ck_assert_int_eq(first.reply_kind, REPLY_OK);
        t = ticket_of(&d, "officer", "case.submit", STR("a"), body_of(&d, submit));
        mistake_add(&t.prepared.mistakes, "required_field", NULL);
        batch_ask(&d, &t, 1);
        ck_assert(d.made.repeated && str_eq(d.made.reply, first.reply));
        desk_close(&d);
}
END_TEST

/* Requests of one batch see each other, as they would one batch after another. */
START_TEST(one_batch_as_several)
{
        static const struct {
                const char *who, *verb, *body;
        } life[] = {
                { "officer", "case.submit", "{'application':@deficient}" },
                { "reviewer", "case.take", "{'case':'GD-2026-000001'}" },
                { "reviewer2", "case.take", "{'case':'GD-2026-000001'}" },
                { "officer", "case.attach",
                  "{'case':'GD-2026-000001','files':[{'name':'a','base64':'YQ=='}]}" },
                { "officer", "case.amend", "{'case':'GD-2026-000001','application':@conforming}" },
                { "officer", "case.submit", "{'application':@conforming}" },
                { "reviewer", "case.take", "{'case':'GD-2026-000001'}" },
                { "reviewer", "case.recommend",
                  "{'case':'GD-2026-000001','to':'certify','reason':'r'}" },
                { "reviewer", "case.certify", "{'case':'GD-2026-000001','reason':'r'}" },
                { "approver", "case.certify", "{'case':'GD-2026-000001','reason':'r'}" },
                { "approver2", "case.decline", "{'case':'GD-2026-000001','reason':'r'}" },
                { "auditor", "case.show", "{'case':'GD-2026-000001'}" },
                { "auditor", "case.show", "{'case':'GD-2026-000002'}" },
        };
        struct desk together = desk_open(), apart = desk_open();
        struct ticket t[COUNT(life)], one;

        for (uint32_t i = 0; i < COUNT(life); i++)
                t[i] = ticket_of(&together, life[i].who, life[i].verb,
                                 str_format(together.store->arena, "r%u", i),
                                 body_of(&together, life[i].body));
        batch_ask(&together, t, COUNT(life));
        for (uint32_t i = 0; i < COUNT(life); i++) {
                struct arena *a = apart.store->arena;

                one = ticket_of(&apart, life[i].who, life[i].verb, str_format(a, "r%u", i),
                                body_of(&apart, life[i].body));
                batch_ask(&apart, &one, 1);
                ck_assert_msg(str_eq(one.decided.reply, t[i].decided.reply),
                              "row %u: %.*s, together %.*s", i, STR_ARG(one.decided.reply),
                              STR_ARG(t[i].decided.reply));
                ck_assert(str_eq(effects_print(a, &one.decided), effects_print(a, &t[i].decided)));
        }
        ck_assert_int_eq(desk_case(apart.store, STR("GD-2026-000001"))->state, CASE_CERTIFIED);
        desk_close(&together);
        desk_close(&apart);
}
END_TEST

UNIT_MAIN("idempotency", same_id_same_answer, same_id_in_one_batch, mistakes_are_not_kept,
          outlives_the_rules, one_batch_as_several)
