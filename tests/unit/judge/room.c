#include "support/desk_rules.h"

/* A nearly full arena answers busy, or as ever; it does not end the process, nor do half. */

#define FILE_A "{'name':'a','base64':'YQ=='}"

static const struct {
        const char *who, *verb, *body;
        enum case_state state;
        bool judges; /* needs much */
} rows[] = {
        { "officer", "case.submit", "{'application':@deficient}", CASE_IN_REVIEW, true },
        { "officer", "case.amend", AMEND(",'principal':8"), CASE_IN_REVIEW, true },
        { "officer", "case.attach", "{'case':'$case','files':[" FILE_A "]}", CASE_IN_REVIEW,
          false },
        { "reviewer", "case.confirm",
          "{'case':'$case','criterion':'A','verdict':'met','reason':'r','evidence':[" FILE_A "]}",
          CASE_IN_REVIEW, true },
        { "reviewer", "case.recommend", "{'case':'$case','to':'decline','reason':'r'}",
          CASE_IN_REVIEW, true },
        { "approver", "case.certify", "{'case':'$case','reason':'r'}", CASE_RECOMMENDED, true },
        { "approver", "case.decline", "{'case':'$case','reason':'r'}", CASE_RECOMMENDED, false },
        { "auditor", "case.show", "{'case':'$case'}", CASE_IN_REVIEW, false },
        { "auditor", "case.list", "{}", CASE_IN_REVIEW, false },
        { "operator", "key.list", "{}", CASE_IN_REVIEW, false },
        { "auditor", "status", "{}", CASE_IN_REVIEW, false },
};

/* Decides in an arena that has left so many bytes; what is known must not have changed unless it
 * was done. */
static enum reply_kind
decide_in(struct desk *d, const struct ticket *t, size_t left)
{
        struct arena *a = arena_new(TURN_BYTES_MAX);
        struct known *k = known_new(d->store->arena);
        enum reply_kind kind;
        struct decision made;
        struct str before;

        (void)!arena_take(a, TURN_BYTES_MAX - left);
        reach(d->store->arena, &d->policy, t, d->now, k);
        desk_load(d->store, k);
        before = known_print(d->store->arena, k);
        made = decide(a, &d->policy, k, t, d->now);
        ck_assert_msg(made.reply_kind == REPLY_OK || made.reply_kind == REPLY_BUSY, "%.*s",
                      STR_ARG(made.reply));
        kind = made.reply_kind;
        if (kind == REPLY_BUSY) {
                ck_assert_uint_eq(made.count, 0);
                ck_str(made.reply, "{}");
                ck_assert(str_eq(before, known_print(d->store->arena, k)));
        }
        arena_free(a);
        return kind;
}

START_TEST(busy_and_nothing_done)
{
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct desk d = desk_review(CN(RULE_A RULE_B), NULL, SUBMIT(",'principal':7"));
                struct ticket t;

                if (rows[i].state == CASE_RECOMMENDED) {
                        ask(&d, "reviewer", "case.confirm", rows[3].body);
                        ask(&d, "reviewer", "case.recommend",
                            "{'case':'$case','to':'certify','reason':'r'}");
                        ck_assert_int_eq(state_of(&d), CASE_RECOMMENDED);
                }
                t = ticket_of(&d, rows[i].who, rows[i].verb, STR("r"), body_of(&d, rows[i].body));
                ck_assert_uint_eq(t.prepared.mistakes.count, 0);
                ck_assert_int_eq(decide_in(&d, &t, TURN_BYTES_MAX), REPLY_OK);
                for (size_t left = 4096; left < TURN_BYTES_MAX / 2; left *= 8) {
                        enum reply_kind kind = decide_in(&d, &t, left);

                        ck_assert_msg(kind == REPLY_OK || kind == REPLY_BUSY, "row %zu: %d", i,
                                      (int)kind);
                        if (rows[i].judges && left <= TURN_BYTES_MAX / 4)
                                ck_assert_int_eq(kind, REPLY_BUSY);
                }
                desk_close(&d);
        }
}
END_TEST

/* An application of nearly a megabyte, judged again where there is little left. */
START_TEST(large_application)
{
        struct desk d = desk_open();
        struct arena *a = d.store->arena;
        struct ticket t;
        struct buf b;
        struct str body;
        uint32_t done = 0, busy = 0;

        desk_rule(&d,
                  CN(RULE("A", "reporting", "shall", "read",
                          "projects.all(p, p.amount_planned > 0)")),
                  NULL);
        buf_init(&b, a, MESSAGE_BYTES_MAX);
        buf_addf(&b, "{'application':{'issuer':{'code':'OWN-1','name':'I'},'bond':{'name':'B',"
                     "'currency':'CNY','principal':7},'projects':[");
        for (int i = 0; b.len < MESSAGE_BYTES_MAX - 4000; i++)
                buf_addf(&b, "%s{'id':'P%d','amount_planned':1,'description':'%0*d'}", i ? "," : "",
                         i, 1000, 0);
        buf_addf(&b, "]}}");
        ck_assert(buf_done(&b, &body));
        ask(&d, "officer", "case.submit", str_c(a, body));
        ck_assert_msg(d.made.reply_kind == REPLY_OK, "%.*s", STR_ARG(d.made.reply));
        ask(&d, "reviewer", "case.take", "{'case':'$case'}");
        t = ticket_of(&d, "reviewer", "case.recommend", STR("r"),
                      body_of(&d, "{'case':'$case','to':'certify','reason':'r'}"));
        for (size_t left = 1 << 16; left <= TURN_BYTES_MAX; left *= 2) {
                enum reply_kind kind = decide_in(&d, &t, left);

                ck_assert(kind == REPLY_OK || kind == REPLY_BUSY);
                done += kind == REPLY_OK;
                busy += kind == REPLY_BUSY;
        }
        ck_assert(done > 0 && busy > 0);
        desk_close(&d);
}
END_TEST

START_TEST(busy_is_not_kept)
{
        struct desk d = desk_review(CN(RULE_A RULE_B), NULL, SUBMIT(",'principal':7"));
        struct ticket t = ticket_of(&d, "officer", "case.submit", STR("same"),
                                    body_of(&d, "{'application':@conforming}"));
        struct ticket full = t;

        full.prepared.no_room = true;
        batch_ask(&d, &full, 1);
        ck_assert_int_eq(d.made.reply_kind, REPLY_BUSY);
        batch_ask(&d, &t, 1);
        ck_assert_int_eq(d.made.reply_kind, REPLY_OK);
        ck_assert(!d.made.repeated);
        desk_close(&d);
}
END_TEST

UNIT_MAIN("room", busy_and_nothing_done, large_application, busy_is_not_kept)
