#include <unistd.h>

#include "unit/store/fixture.h"

/* A server that goes away, hangs, or comes back. */

static struct fixture x;

static const char others[] = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                             " WHERE application_name = 'gbcertd'";

static void
reopen(void)
{
        struct fault f = { 0 };

        for (int tries = 0; tries < 600; tries++) {
                store_close(x.store);
                f = (struct fault){ 0 };
                x.store = store_open(x.daemon, &f);
                if (x.store)
                        return;
                (void)usleep(100000);
        }
        ck_abort_msg("%s", f.text);
}

START_TEST(terminated_is_lost)
{
        struct fault f;

        ck_assert(fixture_open(&x, "t_outage"));
        fixture_saved(&x, made_case(&x, 1, STR("GD-2026-000001")));
        ck_str(fixture_sql(x.arena, x.owner, others), "1");
        ck_assert(!fixture_save(&x, made_case(&x, 2, STR("GD-2026-000002")), &f));
        ck_assert_msg(f.kind == FAULT_LOST, "%d %s", (int)f.kind, f.text);
        ck_assert(!fixture_save(&x, made_case(&x, 2, STR("GD-2026-000002")), &f));
        ck_assert_int_eq(f.kind, FAULT_LOST);
        f = (struct fault){ 0 };
        ck_assert(!store_alive(x.store, &f));
        reopen();
        ck_assert(!fixture_find(&x, KNOWN_CASE, "GD-2026-000002"));
        fixture_saved(&x, made_case(&x, 2, STR("GD-2026-000002")));
}
END_TEST

START_TEST(lost_while_idle_is_seen)
{
        struct fault f = { 0 };
        bool alive = true;

        ck_str(fixture_sql(x.arena, x.owner, others), "1");
        for (int tries = 0; alive && tries < 100; tries++) {
                (void)usleep(20000);
                alive = store_alive(x.store, &f);
        }
        ck_assert(!alive);
        ck_assert_int_eq(f.kind, FAULT_LOST);
        reopen();
}
END_TEST

START_TEST(one_writer)
{
        struct fault f = { 0 };
        struct store *second = store_open(x.daemon, &f);

        ck_assert_msg(second, "%s", f.text);
        ck_assert(store_lock(x.store, &f));
        ck_assert(!store_lock(second, &f));
        ck_assert_int_eq(f.kind, FAULT_NONE);
        store_close(x.store);
        x.store = second;
        for (int tries = 0; tries < 100 && !store_lock(second, &f); tries++)
                (void)usleep(20000);
        ck_assert(store_lock(second, &f));
}
END_TEST

/* Killing a backend makes the server throw all out and recover from its log. */
START_TEST(survives_a_crash_of_the_server)
{
        struct fault f = { 0 };

        fixture_saved(&x, made_case(&x, 3, STR("GD-2026-000003")));
        (void)fixture_sql(x.arena, x.owner, "COPY (SELECT 1) TO PROGRAM 'kill -9 $PPID'");
        /* The server takes a moment to notice; until then it would still save. */
        for (int tries = 0; tries < 250 && store_alive(x.store, &f); tries++)
                (void)usleep(20000);
        f = (struct fault){ 0 };
        ck_assert(!fixture_save(&x, made_case(&x, 4, STR("GD-2026-000004")), &f));
        ck_assert_msg(f.kind == FAULT_LOST, "%d %s", (int)f.kind, f.text);
        reopen();
        ck_assert(fixture_find(&x, KNOWN_CASE, "GD-2026-000003"));
        /* Lost means unknown: it may have been committed before the server went down. */
        if (!fixture_find(&x, KNOWN_CASE, "GD-2026-000004"))
                fixture_saved(&x, made_case(&x, 4, STR("GD-2026-000004")));
}
END_TEST

/* Another session holds the table: no answer in time is late, and the connection is of no more use.
 */
START_TEST(late_is_late)
{
        struct fault f;
        PGconn *holder = fixture_connect(x.owner);

        PQclear(PQexec(holder, "BEGIN; LOCK TABLE gbcert.case_file IN ACCESS EXCLUSIVE MODE"));
        ck_assert(!fixture_save(&x, made_case(&x, 5, STR("GD-2026-000005")), &f));
        ck_assert_msg(f.kind == FAULT_LATE, "%d %s", (int)f.kind, f.text);
        PQfinish(holder);
        reopen();
        ck_assert(fixture_find(&x, KNOWN_CASE, "GD-2026-000004"));
        fixture_close(&x);
}
END_TEST

STORE_MAIN("outage", terminated_is_lost, lost_while_idle_is_seen, one_writer,
           survives_a_crash_of_the_server, late_is_late)
