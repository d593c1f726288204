#include "support/desk.h"

/* Notices: who gets which, with what in it, and until when. */

static const struct {
        enum case_state state;
        const char *kind, *holds;
} rows[] = {
        { CASE_DEFICIENT, "letter", "letter" },
        { CASE_CERTIFIED, "certificate", "xml" },
        { CASE_DECLINED, "decision", NULL },
};

START_TEST(tell_the_issuer)
{
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct desk d = desk_open();

                desk_bring(&d, rows[i].state);
                ask(&d, "issuer", "notice.fetch", "{'notice':'$notice'}");
                ck_assert_int_eq(d.made.reply_kind, REPLY_OK);
                ck_str(doc_text(d.reply, "kind"), rows[i].kind);
                if (rows[i].holds)
                        ck_assert(doc_get(d.reply, str_of(rows[i].holds)) != NULL);
                ck_assert(!doc_get(d.reply, STR("acknowledged"))->truth);
                ask(&d, "issuer2", "notice.acknowledge", "{'notice':'$notice'}");
                ck_assert_uint_eq(d.made.count, 1);
                ask(&d, "issuer", "notice.fetch", "{'notice':'$notice'}");
                ck_assert(doc_get(d.reply, STR("acknowledged"))->truth);
                ask(&d, "issuer", "notice.acknowledge", "{'notice':'$notice'}");
                ck_assert_int_eq(d.made.reply_kind, REPLY_OK);
                ck_assert_uint_eq(d.made.count, 0);
                ask(&d, "issuer", "notice.list", "{}");
                ck_assert_uint_eq(doc_get(d.reply, STR("notices"))->count, 0);
                desk_close(&d);
        }
}
END_TEST

/* Two colleagues acknowledge in one batch, and one looks after it. */
START_TEST(acknowledged_once_in_a_batch)
{
        struct desk d = desk_open();
        struct ticket t[3];

        desk_bring(&d, CASE_DEFICIENT);
        t[0] = ticket_of(&d, "issuer", "notice.acknowledge", STR("a"),
                         body_of(&d, "{'notice':'$notice'}"));
        t[1] = ticket_of(&d, "issuer2", "notice.acknowledge", STR("b"),
                         body_of(&d, "{'notice':'$notice'}"));
        t[2] = ticket_of(&d, "issuer", "notice.list", STR("c"), STR("{}"));
        batch_ask(&d, t, 3);
        ck_assert_uint_eq(t[0].decided.count, 1);
        ck_assert_int_eq(t[1].decided.reply_kind, REPLY_OK);
        ck_assert_uint_eq(t[1].decided.count, 0);
        ck_assert_uint_eq(doc_get(d.reply, STR("notices"))->count, 0);
        desk_close(&d);
}
END_TEST

/* Ids that are none, or not yet. */
START_TEST(no_such)
{
        static const struct row none[] = {
                { "issuer", "notice.fetch", "{'notice':'0'}", NO("no_such_notice") },
                { "issuer", "notice.fetch", "{'notice':'-1'}", NO("no_such_notice") },
                { "issuer", "notice.fetch", "{'notice':'99999999999999999999'}",
                  NO("no_such_notice") },
                { "issuer", "notice.acknowledge", "{'notice':'x'}", NO("no_such_notice") },
        };
        struct desk d = desk_open();

        desk_bring(&d, CASE_DEFICIENT);
        play(&d, none, COUNT(none));
        desk_close(&d);
}
END_TEST

UNIT_MAIN("notices", tell_the_issuer, acknowledged_once_in_a_batch, no_such)
