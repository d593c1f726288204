#include <unistd.h>

#include "unit/store/fixture.h"
#include "sys/file.h"

static struct fixture x;

static bool
run(const char *folder, struct migration_report *report, struct fault *f)
{
        *f = (struct fault){ 0 };
        return migrate(x.owner, folder, report, f);
}

static const char *
folder_new(void)
{
        char *path = str_c(x.arena, STR("/tmp/gbcert-migrations-XXXXXX"));

        ck_assert(mkdtemp(path));
        return path;
}

static void
file_put(const char *folder, const char *name, const char *sql)
{
        struct fault f = { 0 };
        struct str path = str_format(x.arena, "%s/%s", folder, name);

        ck_assert_msg(file_write(str_c(x.arena, path), str_of(sql), 0644, &f), "%s", f.text);
}

static void
folder_drop(const char *folder)
{
        struct str *names;
        uint32_t count;
        struct fault f = { 0 };

        ck_assert(file_list(x.arena, folder, ".sql", &names, &count, &f));
        for (uint32_t i = 0; i < count; i++) {
                struct str path = str_format(x.arena, "%s/%.*s", folder, STR_ARG(names[i]));

                ck_assert_int_eq(unlink(str_c(x.arena, path)), 0);
        }
        ck_assert_int_eq(rmdir(folder), 0);
}

#define FIRST                                                                                      \
        "CREATE SCHEMA gbcert; CREATE TABLE gbcert.schema_migration (version int PRIMARY KEY,"     \
        " name text, sha256 text, ran_at timestamptz DEFAULT now());"

START_TEST(runs_ours_once)
{
        struct migration_report report;
        struct fault f;

        ck_assert(fixture_empty(&x, "t_migrate"));
        ck_assert_msg(run(SOURCE_DIR "/migrations", &report, &f), "%s", f.text);
        ck_assert_int_eq(report.before, 0);
        ck_assert_int_eq(report.after, (int)report.ran);
        ck_assert_msg(run(SOURCE_DIR "/migrations", &report, &f), "%s", f.text);
        ck_assert_int_eq(report.ran, 0);
        ck_assert_int_eq(report.before, report.after);
}
END_TEST

START_TEST(refuses_changed_holes_and_ahead)
{
        const char *folder = folder_new();
        struct migration_report report;
        struct fault f;

        ck_assert(fixture_empty(&x, "t_migrate_own"));
        ck_assert(!run(folder, &report, &f));
        file_put(folder, "0001-first.sql", FIRST);
        file_put(folder, "0003-third.sql", "SELECT 1");
        ck_assert(!run(folder, &report, &f));
        ck_assert_msg(strstr(f.text, "0002-"), "%s", f.text);
        file_put(folder, "0002-second.sql", "CREATE TABLE gbcert.two (n int)");
        ck_assert_msg(run(folder, &report, &f), "%s", f.text);
        ck_assert_int_eq(report.after, 3);
        file_put(folder, "0002-second.sql", "CREATE TABLE gbcert.two (n bigint)");
        ck_assert(!run(folder, &report, &f));
        ck_assert_msg(strstr(f.text, "has changed"), "%s", f.text);
        folder_drop(folder);
        folder = folder_new();
        file_put(folder, "0001-first.sql", FIRST);
        ck_assert(!run(folder, &report, &f));
        ck_assert_msg(strstr(f.text, "ahead"), "%s", f.text);
        folder_drop(folder);
}
END_TEST

START_TEST(a_failed_file_leaves_those_before)
{
        const char *folder = folder_new();
        struct migration_report report;
        struct fault f;

        ck_assert(fixture_empty(&x, "t_migrate_failed"));
        file_put(folder, "0001-first.sql", FIRST);
        file_put(folder, "0002-second.sql", "CREATE TABLE gbcert.two (n int); SELECT 1/0");
        ck_assert(!run(folder, &report, &f));
        ck_assert_msg(strstr(f.text, "0002-second.sql: ") && strstr(f.text, "zero"), "%s", f.text);
        ck_assert_int_eq(report.after, 1);
        ck_str(fixture_sql(x.arena, x.owner, "SELECT to_regclass('gbcert.two') IS NULL"), "t");
        file_put(folder, "0002-second.sql", "CREATE TABLE gbcert.two (n int); COMMIT; SELECT 1");
        ck_assert(!run(folder, &report, &f));
        ck_assert_msg(strstr(f.text, "ends its own"), "%s", f.text);
        folder_drop(folder);
}
END_TEST

START_TEST(store_wants_this_schema)
{
        struct fault f = { 0 };

        ck_assert(fixture_open(&x, "t_migrate_open"));
        ck_str(fixture_sql(x.arena, x.owner, "SELECT max(version) FROM gbcert.schema_migration"),
               str_c(x.arena, str_format(x.arena, "%d", store_schema_version(x.store))));
        ck_str(fixture_sql(x.arena, x.owner,
                           "INSERT INTO gbcert.schema_migration (version, name, sha256)"
                           " VALUES (99, 'later', '') RETURNING version"),
               "99");
        ck_assert(!store_open(x.daemon, &f));
        ck_assert_msg(strstr(f.text, "newer"), "%s", f.text);
        store_close(x.store);
        x.store = NULL;
        ck_assert(fixture_empty(&x, "t_migrate_empty"));
        f = (struct fault){ 0 };
        ck_assert(!store_open(x.owner, &f));
        ck_assert_msg(strstr(f.text, "gbcert migrate"), "%s", f.text);
}
END_TEST

START_TEST(refuses_what_could_lose)
{
        struct fault f = { 0 };

        ck_assert(fixture_open(&x, "t_migrate_unsafe"));
        store_close(x.store);
        x.store = NULL;
        ck_str(fixture_sql(x.arena, x.owner,
                           "ALTER DATABASE t_migrate_unsafe SET synchronous_commit = off"),
               "");
        ck_assert(!store_open(x.daemon, &f));
        ck_assert_msg(strstr(f.text, "synchronous_commit"), "%s", f.text);
}
END_TEST

STORE_MAIN("migrate", runs_ours_once, refuses_changed_holes_and_ahead,
           a_failed_file_leaves_those_before, store_wants_this_schema, refuses_what_could_lose)
