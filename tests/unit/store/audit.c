#include "sys/file.h"
#include "unit/store/fixture.h"

/* What auditors see, and that they see nothing else. */

static struct fixture x;
static char auditor[500];

static struct str
audited(const char *sql)
{
        return fixture_sql(x.arena, auditor, sql);
}

/* Day one (2026-06-21 in Guangzhou): a case comes in. Day two: it is withdrawn, its key revoked. */
START_TEST(opens)
{
        struct fault f = { 0 };
        struct str number = STR("GD-2026-000001");
        struct made *m;

        ck_assert(fixture_open(&x, "t_audit"));
        (void)fixture_sql(x.arena, x.owner, "DROP ROLE IF EXISTS \"qi\"\"an\"");
        ck_assert_msg(store_add_auditor(x.owner, STR("qi\"an"), STR("it's 秘密"), &f), "%s",
                      f.text);
        (void)snprintf(auditor, sizeof auditor, "%s user='qi\"an'", x.owner);
        x.now.ms = 1782050400000; /* 2026-06-21T22:00 +08:00 */
        m = made_case(&x, 1, number);
        made_add(m, EFFECT_KEY)->as.key =
                (struct new_key){ .name = STR("he"),
                                  .key = STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
                                  .issuer = str_of(fixture_issuer),
                                  .by = STR("root"),
                                  .roles = ROLE_ISSUER };
        made_add(m, EFFECT_NOTICE)->as.notice = (struct new_notice){
                .kind = NOTICE_CASE, .to_issuer = str_of(fixture_issuer), .about = number
        };
        fixture_saved(&x, m);
        x.now.ms += 3600000 * 2 + 1; /* just past midnight */
        m = made_new(&x, CASE_WITHDRAW, "lin", "w1");
        made_move(m, number, 3, CASE_JUDGED, EVENT_WITHDRAW, CASE_WITHDRAWN, "lin");
        made_assessment(m, number, 1, 1, "mmr");
        made_add(m, EFFECT_KEY_REVOCATION)->as.key_revocation =
                (struct key_revocation){ STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
                                         STR("root"), STR("lost") };
        made_add(m, EFFECT_ACKNOWLEDGEMENT)->as.acknowledgement =
                (struct new_acknowledgement){ STR("1"), STR("he") };
        fixture_saved(&x, m);
}
END_TEST

START_TEST(verdicts_unfold)
{
        ck_str(audited("SELECT string_agg(criterion || ' ' || verdict || ' ' || level, ', '"
                       " ORDER BY place) FROM audit.verdicts WHERE standard = 'CN-GBP-2022'"
                       " AND round = 1"),
               "SCOPE met shall, CN-2 met shall, CN-9 recognised should");
        ck_str(audited("SELECT string_agg(verdict || ' ' || title_zh, ', ' ORDER BY place)"
                       " FROM audit.verdicts WHERE standard = 'CN-GBP-2022' AND round = 0"),
               "met 范围, undetermined 全部用于绿色项目, not_applicable 信息披露");
}
END_TEST

START_TEST(today)
{
        ck_str(audited("SELECT state || ' ' || principal || ' ' || outcome || ' ' || round"
                       " FROM audit.cases"),
               "withdrawn 500000000.00 undetermined 1");
        ck_str(audited("SELECT digest_holds FROM audit.applications"), "t");
        ck_str(audited("SELECT count(*) FROM audit.deeds"), "7");
        ck_str(audited("SELECT revoked_by FROM audit.persons"), "root");
        ck_str(audited("SELECT acknowledged_by FROM audit.notices"), "he");
        ck_str(audited("SELECT count(*) FROM audit.requests"), "2");
        ck_str(audited("SELECT files || ' ' || standards FROM audit.rule_sets"),
               "2 CN-GBP-2022 ICMA-GBP-2025");
        ck_str(audited("SELECT body FROM audit.rule_files WHERE path = 'text.yaml'"),
               "好: { zh: 好, en: good }\n");
}
END_TEST

START_TEST(as_of_a_past_day)
{
        static const struct {
                const char *sql, *first, *before;
        } rows[] = {
                { "SELECT coalesce(max(state), '-') FROM audit.cases", "judged", "-" },
                { "SELECT count(*) FROM audit.moves", "2", "0" },
                { "SELECT count(*) FROM audit.verdicts", "4", "0" },
                { "SELECT count(*) FROM audit.deeds", "4", "0" },
                { "SELECT count(*) FROM audit.requests", "1", "0" },
                { "SELECT count(revoked_by) || ' ' || count(*) FROM audit.persons", "0 1", "0 0" },
                { "SELECT count(acknowledged_by) || ' ' || count(*) FROM audit.notices", "0 1",
                  "0 0" },
        };

        for (size_t i = 0; i < COUNT(rows); i++) {
                struct str past =
                        str_format(x.arena, "SET gbcert.as_of = '2026-06-21'; %s", rows[i].sql);
                struct str before =
                        str_format(x.arena, "SET gbcert.as_of = '2026-06-20'; %s", rows[i].sql);

                ck_str(audited(str_c(x.arena, past)), rows[i].first);
                ck_str(audited(str_c(x.arena, before)), rows[i].before);
        }
        ck_str(audited("SET gbcert.as_of = ''; SELECT state FROM audit.cases"), "withdrawn");
        ck_str(audited("SET gbcert.as_of = '2026-06-21T22:00:00+08:00';"
                       " SELECT state FROM audit.cases"),
               "judged");
        ck_str(audited("SET TimeZone = 'America/New_York'; SET gbcert.as_of = '2026-06-21 21:59';"
                       " SELECT count(*) FROM audit.cases"),
               "0");
        ck_assert(str_starts(audited("SET gbcert.as_of = 'last week'; SELECT * FROM audit.cases"),
                             STR("error 22007")));
}
END_TEST

START_TEST(auditor_sees_audit_alone)
{
        static const char *const wishes[] = {
                "SELECT * FROM gbcert.application",
                "SELECT * FROM gbcert.request",
                "CREATE TEMP TABLE t (n int)",
                "CREATE TABLE public.t (n int)",
                "CREATE VIEW audit.v AS SELECT 1",
                "SET default_transaction_read_only = off; DELETE FROM audit.letters",
                "SET default_transaction_read_only = off; UPDATE audit.letters SET body = ''",
                "SET ROLE gbcert_daemon",
                "COPY audit.cases TO PROGRAM 'cat'",
        };

        for (size_t i = 0; i < COUNT(wishes); i++) {
                struct str said = audited(wishes[i]);

                ck_assert_msg(str_starts(said, STR("error ")), "%s: %.*s", wishes[i],
                              STR_ARG(said));
        }
        ck_str(audited("SHOW statement_timeout"), "1min");
        ck_str(audited("SHOW idle_in_transaction_session_timeout"), "1min");
        ck_str(audited("SHOW transaction_read_only"), "on");
        ck_str(fixture_sql(x.arena, x.owner,
                           "SELECT left(rolpassword, 13) FROM pg_authid WHERE rolname = 'qi\"an'"),
               "SCRAM-SHA-256");
        ck_str(fixture_sql(
                       x.arena, x.owner,
                       "SELECT count(*) FROM pg_class WHERE relnamespace = 'audit'::regnamespace"
                       " AND NOT has_table_privilege('gbcert_auditor', oid, 'SELECT')"),
               "0");
}
END_TEST

START_TEST(all_is_explained)
{
        ck_str(fixture_sql(
                       x.arena, x.owner,
                       "SELECT string_agg(c.relname, ' ') FROM pg_class c WHERE relnamespace IN"
                       " ('audit'::regnamespace, 'gbcert'::regnamespace) AND relkind IN ('r', 'v')"
                       " AND obj_description(oid, 'pg_class') IS NULL"),
               "");
        ck_str(fixture_sql(x.arena, x.owner,
                           "SELECT string_agg(c.relname || '.' || a.attname, ' ') FROM pg_class c"
                           " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
                           " WHERE relnamespace = 'audit'::regnamespace AND relkind = 'v'"
                           " AND col_description(c.oid, a.attnum) IS NULL"),
               "");
}
END_TEST

START_TEST(the_guide_names_every_view)
{
        struct fault f = { 0 };
        struct str guide, views, view;

        ck_assert(file_read(x.arena, SOURCE_DIR "/migrations/README.md", 1 << 20, &guide, &f));
        views = fixture_sql(x.arena, x.owner,
                            "SELECT string_agg(relname, ' ') FROM pg_class WHERE relkind = 'v' AND"
                            " relnamespace = 'audit'::regnamespace");
        while (str_cut(&views, ' ', &view))
                ck_assert_msg(str_find(guide, str_format(x.arena, "`audit.%.*s`", STR_ARG(view))) >
                                      0,
                              "%.*s", STR_ARG(view));
}
END_TEST

START_TEST(first_key)
{
        struct fault f = { 0 };
        struct new_key key = { .name = STR("root"),
                               .key = STR("rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr"),
                               .by = STR("owner"),
                               .roles = ROLE_OPERATOR | ROLE_OFFICER };
        struct known_persons all;

        ck_assert_msg(store_add_first_key(x.owner, &key, x.now, &f), "%s", f.text);
        ck_assert(store_keys(x.store, x.arena, &all, &f));
        ck_assert_int_eq(all.count, 1);
        ck_assert_int_eq(all.at[0].person.roles, ROLE_OPERATOR | ROLE_OFFICER);
        ck_assert_int_eq(all.at[0].added.ms, x.now.ms);
        ck_assert(!store_add_first_key(x.owner, &key, x.now, &f));
        ck_assert(!store_add_auditor(x.owner, STR(""), STR(""), &f));
        fixture_close(&x);
}
END_TEST

STORE_MAIN("audit", opens, verdicts_unfold, today, as_of_a_past_day, auditor_sees_audit_alone,
           all_is_explained, the_guide_names_every_view, first_key)
