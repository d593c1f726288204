#include "judge/lifecycle.h"
#include "unit/store/fixture.h"

/* What the database refuses, whoever asks; and that the next batch works. */

static struct fixture x;
static const char number[] = "GD-2026-000001";

static void
refused(const struct made *m, const char *why)
{
        struct fault f;

        ck_assert(!fixture_save(&x, m, &f));
        ck_assert_msg(f.kind == FAULT_REFUSED && strstr(f.text, why), "%d %s", (int)f.kind, f.text);
}

static struct made *
moved(const char *id, uint32_t step, enum case_state from, enum event event, enum case_state to,
      const char *actor)
{
        struct made *m = made_new(&x, CASE_TAKE, actor, id);

        made_move(m, str_of(number), step, from, event, to, actor);
        return m;
}

START_TEST(opens)
{
        ck_assert(fixture_open(&x, "t_refuse"));
        fixture_saved(&x, made_case(&x, 1, str_of(number)));
}
END_TEST

START_TEST(a_refused_batch_writes_nothing)
{
        struct made *good = made_case(&x, 2, STR("GD-2026-000002"));
        struct made *bad = made_case(&x, 1, str_of(number));
        const struct ticket *const tickets[] = { &good->ticket, &bad->ticket };
        struct fault f = { 0 };

        ck_assert(!store_save(x.store, x.arena, tickets, 2, x.rules_digest, x.now, &f));
        ck_assert_int_eq(f.kind, FAULT_REFUSED);
        ck_assert(!fixture_find(&x, KNOWN_CASE, "GD-2026-000002"));
        ck_assert(!fixture_find(&x, KNOWN_REQUEST, "lin/submit-2"));
        fixture_saved(&x, good);
        ck_assert(fixture_find(&x, KNOWN_CASE, "GD-2026-000002"));
}
END_TEST

START_TEST(moves_out_of_order)
{
        refused(moved("m1", 4, CASE_JUDGED, EVENT_TAKE, CASE_IN_REVIEW, "chen"), "step 4");
        refused(moved("m2", 2, CASE_JUDGED, EVENT_TAKE, CASE_IN_REVIEW, "chen"), "duplicate");
        refused(moved("m3", 3, CASE_DEFICIENT, EVENT_TAKE, CASE_IN_REVIEW, "chen"),
                "ended in judged");
        refused(moved("m4", 3, CASE_JUDGED, EVENT_CERTIFY, CASE_CERTIFIED, "chen"), "case_move_");
        refused(moved("m5", 1, CASE_JUDGED, EVENT_TAKE, CASE_IN_REVIEW, "chen"), "");
        fixture_saved(&x, moved("m6", 3, CASE_JUDGED, EVENT_TAKE, CASE_IN_REVIEW, "chen"));
}
END_TEST

START_TEST(four_eyes)
{
        struct made *m = made_new(&x, CASE_CONFIRM, "lin", "e1");

        made_add(m, EFFECT_CONFIRMATION)->as.confirmation =
                (struct new_confirmation){ .number = str_of(number),
                                           .place = 1,
                                           .revision = 1,
                                           .standard = STR("CN-GBP-2022"),
                                           .criterion = STR("CN-2"),
                                           .verdict = MET,
                                           .by = STR("lin"),
                                           .reason = STR("own"),
                                           .evidence = STR("") };
        refused(m, "four eyes");
        refused(moved("e2", 4, CASE_IN_REVIEW, EVENT_RECOMMEND, CASE_RECOMMENDED, "lin"),
                "four eyes");
        fixture_saved(&x,
                      moved("e3", 4, CASE_IN_REVIEW, EVENT_RECOMMEND, CASE_RECOMMENDED, "chen"));
        refused(moved("e4", 5, CASE_RECOMMENDED, EVENT_CERTIFY, CASE_CERTIFIED, "chen"),
                "four eyes");
        refused(moved("e5", 5, CASE_RECOMMENDED, EVENT_DECLINE, CASE_DECLINED, "chen"),
                "four eyes");
        refused(moved("e6", 5, CASE_RECOMMENDED, EVENT_DECLINE, CASE_DECLINED, "lin"), "four eyes");
}
END_TEST

START_TEST(who_amended_does_not_decide)
{
        struct made *m = made_new(&x, CASE_AMEND, "zhao", "a1");
        struct str other = STR("GD-2026-000002");

        made_move(m, other, 3, CASE_JUDGED, EVENT_AMEND, CASE_RECEIVED, "zhao");
        made_move(m, other, 4, CASE_RECEIVED, EVENT_JUDGE, CASE_JUDGED, "zhao");
        made_move(m, other, 5, CASE_JUDGED, EVENT_TAKE, CASE_IN_REVIEW, "chen");
        fixture_saved(&x, m);
        m = made_new(&x, CASE_RECOMMEND, "zhao", "a2");
        made_move(m, other, 6, CASE_IN_REVIEW, EVENT_RECOMMEND, CASE_RECOMMENDED, "zhao");
        refused(m, "four eyes");
}
END_TEST

START_TEST(applications_and_verdicts_that_fit_nothing)
{
        struct made *m = made_new(&x, CASE_AMEND, "lin", "v1");

        (void)made_application(&x, m, str_of(number), 3, STR("{}"));
        refused(m, "revision 3");
        m = made_new(&x, CASE_AMEND, "lin", "v2");
        (void)made_application(&x, m, STR("GD-2026-000009"), 1, STR("{}"));
        refused(m, "no case");
        m = made_new(&x, CASE_AMEND, "lin", "v3");
        made_assessment(m, str_of(number), 1, 1, "mmm");
        x.rules_digest = STR("unknown rules");
        refused(m, "fit no stored");
        x.rules_digest = digest_text(x.arena, digest_of(STR("rules")));
        m = made_new(&x, CASE_AMEND, "lin", "v4");
        made_assessment(m, str_of(number), 7, 0, "mmm");
        refused(m, "fit no stored");
        m = made_new(&x, CASE_AMEND, "lin", "v5");
        made_assessment(m, str_of(number), 1, 1, "mmx");
        refused(m, "words that are none");
        m = made_new(&x, CASE_ATTACH, "lin", "v6");
        made_add(m, EFFECT_LETTER)->as.letter = (struct new_letter){ str_of(number), 2, STR("{}") };
        refused(m, "does not follow");
}
END_TEST

START_TEST(certificate_needs_a_certified_case)
{
        struct made *m = made_new(&x, CASE_CERTIFY, "wu", "c1");
        struct certificate facts = { .number = STR("GDC-2026-000001-K"),
                                     .case_number = str_of(number),
                                     .kind = STR("as_at"),
                                     .from = { 20625 },
                                     .until = { 21720 },
                                     .outcome = CONFORMS,
                                     .decided_by = STR("wu"),
                                     .recommended_by = STR("chen"),
                                     .rules_digest = x.rules_digest };

        made_add(m, EFFECT_CERTIFICATE)->as.certificate = (struct new_certificate){
                .serial = 1, .year = 2026, .facts = &facts, .xml = STR("<x/>")
        };
        refused(m, "is not certified");
        made_move(m, str_of(number), 5, CASE_RECOMMENDED, EVENT_CERTIFY, CASE_CERTIFIED, "wu");
        fixture_saved(&x, m);
}
END_TEST

START_TEST(text_that_postgresql_cannot_hold)
{
        struct made *m = moved("t1", 3, CASE_JUDGED, EVENT_WITHDRAW, CASE_WITHDRAWN, "lin");

        m->effects[0].as.move.number = STR("GD-2026-000002");
        m->effects[0].as.move.reason = (struct str){ "a\0b", 3 };
        refused(m, "22021");
        m->effects[0].as.move.reason = (struct str){ "\xed\xa0\x80", 3 };
        refused(m, "22021");
}
END_TEST

START_TEST(move_tables_are_equal)
{
        char sql[300];

        (void)snprintf(sql, sizeof sql, "SELECT count(*) = %u FROM gbcert.case_move_rule",
                       (unsigned)case_move_count);
        ck_str(fixture_sql(x.arena, x.owner, sql), "t");
        for (uint32_t i = 0; i < case_move_count; i++) {
                const struct move_row *m = &case_moves[i];
                struct str from = m->from == CASE_NONE ? STR("none") : case_state_code(m->from);

                (void)snprintf(
                        sql, sizeof sql,
                        "SELECT count(*) FROM gbcert.case_move_rule WHERE from_state = '%.*s'"
                        " AND event = '%.*s' AND to_state = '%.*s'",
                        STR_ARG(from), STR_ARG(event_code(m->event)),
                        STR_ARG(case_state_code(m->to)));
                ck_str(fixture_sql(x.arena, x.owner, sql), "1");
        }
        for (int from = CERTIFICATE_NONE + 1; from < CERTIFICATE_STATES; from++) {
                (void)snprintf(sql, sizeof sql,
                               "SELECT count(*) > 0 FROM gbcert.certificate_move_rule"
                               " WHERE to_state = '%.*s'",
                               STR_ARG(certificate_state_code((enum certificate_state)from)));
                ck_str(fixture_sql(x.arena, x.owner, sql), "t");
        }
}
END_TEST

START_TEST(history_stays)
{
        static const char *const changes[] = {
                "UPDATE gbcert.case_move SET reason = 'other'",
                "DELETE FROM gbcert.case_move",
                "TRUNCATE gbcert.request",
                "UPDATE gbcert.case_move_rule SET to_state = 'certified'",
                "SET session_replication_role = replica; DELETE FROM gbcert.case_file",
                "DELETE FROM gbcert.schema_migration",
        };

        for (size_t i = 0; i < COUNT(changes); i++)
                ck_assert_msg(str_find(fixture_sql(x.arena, x.owner, changes[i]),
                                       STR("history is not changed")) > 0,
                              "%s", changes[i]);
        ck_str(fixture_sql(x.arena, x.owner,
                           "SELECT count(*) FROM pg_class c WHERE relnamespace ="
                           " 'gbcert'::regnamespace AND relkind = 'r' AND NOT EXISTS (SELECT FROM"
                           " pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'refuse_change'"
                           " AND t.tgenabled = 'A')"),
               "0");
}
END_TEST

START_TEST(daemon_may_only_add)
{
        static const char *const changes[] = {
                "UPDATE gbcert.case_move SET reason = 'other'",
                "DELETE FROM gbcert.case_move",
                "TRUNCATE gbcert.request",
                "INSERT INTO gbcert.case_move_rule VALUES ('received', 'leap', 'certified')",
                "INSERT INTO gbcert.schema_migration VALUES (99, 'x', 'y')",
                "CREATE TABLE gbcert.mine (n int)",
                "CREATE TEMP TABLE mine (n int)",
                "CREATE TABLE public.mine (n int)",
                "ALTER TABLE gbcert.case_move DISABLE TRIGGER ALL",
        };

        for (size_t i = 0; i < COUNT(changes); i++) {
                struct str said = fixture_sql(x.arena, x.daemon, changes[i]);

                ck_assert_msg(str_starts(said, STR("error 42")), "%s: %.*s", changes[i],
                              STR_ARG(said));
        }
}
END_TEST

START_TEST(closes)
{
        fixture_close(&x);
}
END_TEST

STORE_MAIN("refuse", opens, a_refused_batch_writes_nothing, moves_out_of_order, four_eyes,
           who_amended_does_not_decide, applications_and_verdicts_that_fit_nothing,
           certificate_needs_a_certified_case, text_that_postgresql_cannot_hold,
           move_tables_are_equal, history_stays, daemon_may_only_add, closes)
