#include "support/desk.h"

/* Every state and every verb that moves or needs a case: the table of moves, or a refusal. */

static const struct {
        const char *who, *verb, *body;
        enum event event;
} moves[] = {
        { "officer", "case.amend", "{'case':'$case','application':@conforming}", EVENT_AMEND },
        { "reviewer2", "case.take", "{'case':'$case'}", EVENT_TAKE },
        { "reviewer2", "case.recommend", "{'case':'$case','to':'decline','reason':'r'}",
          EVENT_RECOMMEND },
        { "approver", "case.certify", "{'case':'$case','reason':'r'}", EVENT_CERTIFY },
        { "approver", "case.decline", "{'case':'$case','reason':'r'}", EVENT_DECLINE },
        { "issuer", "case.withdraw", "{'case':'$case','reason':'r'}", EVENT_WITHDRAW },
        { "issuer", "case.appeal", "{'case':'$case','reason':'r'}", EVENT_APPEAL },
};

/* A case rests in received only between two moves of one decision: put there by hand. */
static void
bring(struct desk *d, enum case_state state)
{
        struct known_case *c;

        if (state != CASE_RECEIVED) {
                desk_bring(d, state);
                return;
        }
        desk_bring(d, CASE_JUDGED);
        c = desk_case(d->store, d->number);
        c->move_count--;
        c->state = CASE_RECEIVED;
}

START_TEST(moves_or_refuses)
{
        for (int s = CASE_RECEIVED; s < CASE_STATES; s++) {
                for (size_t i = 0; i < COUNT(moves); i++) {
                        enum case_state to = case_move((enum case_state)s, moves[i].event);
                        struct desk d = desk_open();

                        bring(&d, (enum case_state)s);
                        ask(&d, moves[i].who, moves[i].verb, moves[i].body);
                        if (to == CASE_NONE) {
                                ck_str(code_of(&d), "move_not_allowed");
                                ck_assert_int_eq(state_of(&d), s);
                        } else {
                                ck_assert_msg(d.made.reply_kind == REPLY_OK, "%d %s: %.*s", s,
                                              moves[i].verb, STR_ARG(d.made.reply));
                                ck_assert_int_eq(state_of(&d),
                                                 to == CASE_RECEIVED ? CASE_JUDGED : to);
                        }
                        desk_close(&d);
                }
        }
}
END_TEST

/* What moves nothing has its own states. */
START_TEST(attaches_confirms_shows)
{
        static const struct {
                const char *who, *verb, *body;
                const char *states; /* r d j i m c n w: in which it is done */
        } rows[] = {
                { "officer", "case.attach",
                  "{'case':'$case','files':[{'name':'a','base64':'YQ=='}]}", "rdjimn" },
                { "reviewer", "case.confirm",
                  "{'case':'$case','criterion':'CN-1','verdict':'met','reason':'r',"
                  "'evidence':[{'name':'a','base64':'YQ=='}]}",
                  "" },
                { "auditor", "case.show", "{'case':'$case'}", "rdjimcnw" },
        };
        static const char letters[] = "-rdjimcnw";

        for (int s = CASE_RECEIVED; s < CASE_STATES; s++) {
                for (size_t i = 0; i < COUNT(rows); i++) {
                        bool done = strchr(rows[i].states, letters[s]) != NULL;
                        struct desk d = desk_open();

                        bring(&d, (enum case_state)s);
                        ask(&d, rows[i].who, rows[i].verb, rows[i].body);
                        ck_assert_msg((d.made.reply_kind == REPLY_OK) == done, "%d %s: %.*s", s,
                                      rows[i].verb, STR_ARG(d.made.reply));
                        if (!done)
                                ck_str(code_of(&d), s == CASE_IN_REVIEW ? "not_undetermined"
                                                                        : "move_not_allowed");
                        ck_assert_int_eq(state_of(&d), s);
                        desk_close(&d);
                }
        }
}
END_TEST

START_TEST(table_is_sound)
{
        for (uint32_t i = 0; i < case_move_count; i++) {
                const struct move_row *m = &case_moves[i];

                ck_assert_int_eq(case_move(m->from, m->event), m->to);
                ck_assert_int_ne(m->to, CASE_NONE);
                for (uint32_t k = 0; k < i; k++)
                        ck_assert(case_moves[k].from != m->from || case_moves[k].event != m->event);
        }
        for (int e = EVENT_NONE + 1; e < EVENTS; e++) {
                ck_assert_int_eq(event_of(event_code((enum event)e)), e);
                ck_assert_int_eq(case_move(CASE_CERTIFIED, (enum event)e), CASE_NONE);
                ck_assert_int_eq(case_move(CASE_WITHDRAWN, (enum event)e), CASE_NONE);
        }
        ck_assert_int_eq(event_of(STR("")), EVENT_NONE);
        ck_assert_int_eq(event_of(STR("leap")), EVENT_NONE);
        for (int k = NOTICE_LETTER; k <= NOTICE_CASE; k++)
                ck_assert_uint_gt(strlen(notice_kind_code((enum notice_kind)k)), 0);
}
END_TEST

UNIT_MAIN("lifecycle", table_is_sound, moves_or_refuses, attaches_confirms_shows)
