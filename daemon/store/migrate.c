#include <stdio.h>
#include <string.h>

#include "proof/digest.h"
#include "store/migrate.h"
#include "store/private.h"
#include "sys/file.h"

struct migration {
        struct str name, bytes, sha256;
};

struct migrating {
        PGconn *connection;
        struct arena *arena;
        const char *folder;
        struct migration *at;
        uint32_t count;
        struct fault *fault;
};

/* "0001-tables.sql": numbered from 1, without holes. */
static bool
is_numbered(struct str name, uint32_t number)
{
        uint64_t said;

        return name.len > 9 && name.at[4] == '-' &&
               str_uint((struct str){ name.at, 4 }, 9999, &said) && said == number;
}

static bool
files_read(struct migrating *m)
{
        struct str *names;

        if (!file_list(m->arena, m->folder, ".sql", &names, &m->count, m->fault))
                return false;
        m->at = TAKE(m->arena, struct migration, m->count);
        for (uint32_t i = 0; i < m->count; i++) {
                struct migration *file = &m->at[i];
                struct str path = str_format(m->arena, "%s/%.*s", m->folder, STR_ARG(names[i]));

                file->name = names[i];
                if (!is_numbered(file->name, i + 1))
                        return fault(m->fault, FAULT_REFUSED,
                                     "%.*s: the next file should begin with %04u-", STR_ARG(path),
                                     i + 1);
                if (!file_read(m->arena, str_c(m->arena, path), MIGRATION_BYTES_MAX, &file->bytes,
                               m->fault))
                        return false;
                if (file->bytes.len == 0 || memchr(file->bytes.at, 0, file->bytes.len))
                        return fault(m->fault, FAULT_CORRUPT, "%.*s: is no SQL", STR_ARG(path));
                file->sha256 = digest_text(m->arena, digest_of(file->bytes));
        }
        return m->count > 0 || fault(m->fault, FAULT_MISSING, "%s: no migrations there", m->folder);
}

static bool
server_fits(struct migrating *m)
{
        const char *encoding = PQparameterStatus(m->connection, "server_encoding");

        if (PQserverVersion(m->connection) < 150000)
                return fault(m->fault, FAULT_REFUSED, "PostgreSQL is older than 15");
        if (!encoding || strcmp(encoding, "UTF8") != 0)
                return fault(m->fault, FAULT_REFUSED,
                             "the database is encoded in %s: create it with "
                             "ENCODING 'UTF8'",
                             encoding ? encoding : "something unknown");
        return true;
}

/* One runner at a time: a second one waits, then finds all done. */
static bool
lock(struct migrating *m)
{
        char sql[80];

        (void)snprintf(sql, sizeof sql, "SELECT pg_advisory_lock(%d, %d)", LOCK_SPACE,
                       LOCK_MIGRATION);
        return run_sql(m->connection, "SET search_path = pg_catalog, pg_temp", 0, NULL, NULL,
                       m->fault) &&
               run_sql(m->connection, "SET client_min_messages = warning", 0, NULL, NULL,
                       m->fault) &&
               run_sql(m->connection, sql, 0, NULL, NULL, m->fault);
}

static bool
row_fits(struct migrating *m, const PGresult *r, uint32_t row)
{
        const char *name = PQgetvalue(r, (int)row, 1);

        if (row >= m->count)
                return fault(m->fault, FAULT_REFUSED,
                             "the database is ahead: it ran %s, which is not in %s", name,
                             m->folder);
        if (!str_is(m->at[row].name, name))
                return fault(m->fault, FAULT_REFUSED, "%s ran but is gone: %s has %.*s instead",
                             name, m->folder, STR_ARG(m->at[row].name));
        if (!str_is(m->at[row].sha256, PQgetvalue(r, (int)row, 2)))
                return fault(m->fault, FAULT_REFUSED, "%s/%s has changed since it ran", m->folder,
                             name);
        return true;
}

/* How many of the files ran; all of them as they are now. */
static bool
history_fits(struct migrating *m, uint32_t *ran)
{
        PGresult *r;
        bool fits = true;

        *ran = 0;
        if (!run_sql(m->connection, "SELECT to_regclass('gbcert.schema_migration')", 0, NULL, &r,
                     m->fault))
                return false;
        fits = !PQgetisnull(r, 0, 0);
        PQclear(r);
        if (!fits)
                return true;
        if (!run_sql(m->connection,
                     "SELECT version, name, sha256 FROM gbcert.schema_migration ORDER BY version",
                     0, NULL, &r, m->fault))
                return false;
        for (uint32_t i = 0; fits && i < (uint32_t)PQntuples(r); i++)
                fits = row_fits(m, r, i);
        *ran = (uint32_t)PQntuples(r);
        PQclear(r);
        return fits;
}

static bool
file_run(struct migrating *m, uint32_t which)
{
        const struct migration *file = &m->at[which];
        struct fault why = { 0 };
        const char *const values[] = { str_c(m->arena, str_format(m->arena, "%u", which + 1)),
                                       str_c(m->arena, file->name), str_c(m->arena, file->sha256) };
        bool ok = run_sql(m->connection, "BEGIN", 0, NULL, NULL, &why) &&
                  run_sql(m->connection, str_c(m->arena, file->bytes), 0, NULL, NULL, &why);

        if (ok && PQtransactionStatus(m->connection) != PQTRANS_INTRANS)
                ok = fault(&why, FAULT_REFUSED, "it ends its own transaction");
        ok = ok &&
             run_sql(m->connection,
                     "INSERT INTO gbcert.schema_migration (version, name, sha256)"
                     " VALUES ($1, $2, $3)",
                     3, values, NULL, &why) &&
             run_sql(m->connection, "COMMIT", 0, NULL, NULL, &why);
        return ok || fault(m->fault, why.kind, "%.*s: %s", STR_ARG(file->name), why.text);
}

static bool
migrate_with(struct migrating *m, struct migration_report *report)
{
        uint32_t ran;

        if (!server_fits(m) || !lock(m) || !history_fits(m, &ran))
                return false;
        report->before = report->after = (int32_t)ran;
        for (uint32_t i = ran; i < m->count; i++) {
                if (!file_run(m, i))
                        return false;
                report->ran++;
                report->after = (int32_t)i + 1;
        }
        return true;
}

bool
migrate(const char *conninfo, const char *folder, struct migration_report *report, struct fault *f)
{
        struct migrating m = { .arena = arena_new(MIGRATIONS_BYTES_MAX),
                               .folder = folder,
                               .fault = f };
        bool ok = false;

        *report = (struct migration_report){ 0 };
        if (files_read(&m))
                m.connection = connect_with(conninfo, "gbcert migrate", f);
        if (m.connection)
                ok = migrate_with(&m, report);
        PQfinish(m.connection);
        arena_free(m.arena);
        return ok;
}
