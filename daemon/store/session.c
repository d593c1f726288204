#include <stdio.h>
#include <string.h>

#include "store/private.h"

/* Below what conninfo says: libpq takes the last of a keyword, and dbname is opened out in place.
 */
static const char *const default_names[] = { "connect_timeout",     "keepalives_idle",
                                             "keepalives_interval", "keepalives_count",
                                             "tcp_user_timeout",    "application_name" };

static PGconn *
connect_to(const char *conninfo, const char *name, const char *which, struct fault *f)
{
        const char *const defaults[] = { "10", "10", "5", "3", "10000", name };
        const char *keywords[COUNT(default_names) + 3] = { "target_session_attrs" };
        const char *values[COUNT(default_names) + 3] = { which };
        size_t count = 1;
        PGconn *c;

        for (size_t i = 0; i < COUNT(default_names); i++, count++) {
                keywords[count] = default_names[i];
                values[count] = defaults[i];
        }
        keywords[count] = "dbname";
        values[count] = conninfo;
        c = PQconnectdbParams(keywords, values, 1);
        if (PQstatus(c) == CONNECTION_OK && PQsetClientEncoding(c, "UTF8") == 0)
                return c;
        (void)connection_fault(f, c, "connecting to PostgreSQL");
        PQfinish(c);
        return NULL;
}

PGconn *
connect_with(const char *conninfo, const char *name, struct fault *f)
{
        return connect_to(conninfo, name, "read-write", f);
}

PGconn *
connect_reading(const char *conninfo, const char *name, struct fault *f)
{
        return connect_to(conninfo, name, "any", f);
}

bool
run_sql(PGconn *c, const char *sql, int count, const char *const *values, PGresult **result,
        struct fault *f)
{
        PGresult *r = count == 0 && !result
                              ? PQexec(c, sql)
                              : PQexecParams(c, sql, count, NULL, values, NULL, NULL, 0);
        ExecStatusType status = PQresultStatus(r);
        bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;

        if (!ok)
                (void)result_fault(f, r, "PostgreSQL");
        if (ok && result)
                *result = r;
        else
                PQclear(r);
        return ok;
}

/* The daemon asks for a few rows by key, whatever the statistics of a young table say; plans are
 * made once. Settings of the session also outlive a reload of the server's configuration. */
static const char settings[] =
        "SELECT set_config('search_path', 'pg_catalog, pg_temp', false),"
        " set_config('enable_seqscan', 'off', false),"
        " set_config('enable_hashjoin', 'off', false),"
        " set_config('enable_mergejoin', 'off', false),"
        " set_config('enable_bitmapscan', 'off', false),"
        " set_config('enable_material', 'off', false),"
        " set_config('enable_memoize', 'off', false),"
        " set_config('jit', 'off', false),"
        " set_config('plan_cache_mode', 'force_generic_plan', false),"
        " set_config('idle_in_transaction_session_timeout', '60s', false),"
        " set_config('synchronous_commit', current_setting('synchronous_commit'), false)";

/* What must be so, or an acknowledged case could be lost. */
static const struct {
        const char *name, *wanted;
        bool unlike; /* anything but wanted */
} demands[] = {
        { "fsync", "on", false },
        { "full_page_writes", "on", false },
        { "synchronous_commit", "off", true },
        { "server_encoding", "UTF8", false },
};

static bool
demands_met(struct store *s, struct fault *f)
{
        for (size_t i = 0; i < COUNT(demands); i++) {
                PGresult *r;
                bool met;

                if (!run_sql(s->connection, "SELECT current_setting($1)", 1, &demands[i].name, &r,
                             f))
                        return false;
                met = (strcmp(PQgetvalue(r, 0, 0), demands[i].wanted) == 0) != demands[i].unlike;
                if (!met)
                        (void)fault(f, FAULT_REFUSED,
                                    "PostgreSQL has %s = %s, which loses or spoils "
                                    "what was acknowledged",
                                    demands[i].name, PQgetvalue(r, 0, 0));
                PQclear(r);
                if (!met)
                        return false;
        }
        return true;
}

static bool
schema_fits(struct store *s, struct fault *f)
{
        PGresult *r;
        uint64_t version = 0;

        if (!run_sql(s->connection, "SELECT to_regclass('gbcert.schema_migration')", 0, NULL, &r,
                     f))
                return false;
        if (PQgetisnull(r, 0, 0)) {
                PQclear(r);
                return fault(f, FAULT_MISSING,
                             "this database has no schema yet: run gbcert migrate");
        }
        PQclear(r);
        if (!run_sql(s->connection, "SELECT max(version) FROM gbcert.schema_migration", 0, NULL, &r,
                     f))
                return false;
        if (!str_uint(str_of(PQgetvalue(r, 0, 0)), INT32_MAX, &version))
                version = 0;
        PQclear(r);
        s->schema_version = (int32_t)version;
        if (version < SCHEMA_VERSION)
                return fault(f, FAULT_REFUSED,
                             "schema %d is older than this program's %d: run gbcert "
                             "migrate",
                             s->schema_version, SCHEMA_VERSION);
        if (version > SCHEMA_VERSION)
                return fault(f, FAULT_REFUSED, "schema %d is newer than this program's %d",
                             s->schema_version, SCHEMA_VERSION);
        return true;
}

/* The numbers of the tables' row types, which differ from one database to another. */
static bool
row_types_read(struct store *s, struct fault *f)
{
        for (uint32_t i = 0; i < STATEMENTS; i++) {
                PGresult *r;
                uint64_t type = 0;

                if (!statements[i].of)
                        continue;
                if (!run_sql(s->connection, "SELECT to_regtype($1)::oid", 1, &statements[i].of, &r,
                             f))
                        return false;
                if (!str_uint(str_of(PQgetvalue(r, 0, 0)), UINT32_MAX, &type))
                        type = 0;
                PQclear(r);
                if (type == 0)
                        return fault(f, FAULT_MISSING, "there is no table %s", statements[i].of);
                s->row_types[i] = (uint32_t)type;
        }
        return true;
}

static bool
prepare_all(struct store *s, struct fault *f)
{
        struct arena *a = arena_new(1 << 20);
        struct exchange x;
        bool ok;

        exchange_open(&x, s, a, STATEMENTS, f);
        for (uint32_t i = 0; i < STATEMENTS; i++)
                exchange_prepare(&x, (enum statement)i);
        ok = exchange_run(&x);
        exchange_close(&x);
        arena_free(a);
        return ok;
}

/* A warning during COMMIT can say that it was not replicated as asked, and yet succeeded. */
static void
session_warned(void *of, const PGresult *r)
{
        struct store *s = of;
        const char *severity = PQresultErrorField(r, PG_DIAG_SEVERITY_NONLOCALIZED);
        const char *text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);

        if (!severity || strcmp(severity, "WARNING") != 0 || s->warned)
                return;
        s->warned = true;
        (void)snprintf(s->warning, sizeof s->warning, "%s", text ? text : "");
}

bool
session_begin(struct store *s, struct fault *f)
{
        PQsetNoticeReceiver(s->connection, session_warned, s);
        if (PQserverVersion(s->connection) < 150000)
                return fault(f, FAULT_REFUSED, "PostgreSQL is older than 15");
        if (!demands_met(s, f) || !run_sql(s->connection, settings, 0, NULL, NULL, f) ||
            !schema_fits(s, f) || !row_types_read(s, f))
                return false;
        if (PQsetnonblocking(s->connection, 1) != 0 || PQenterPipelineMode(s->connection) != 1)
                return connection_fault(f, s->connection, "pipeline mode");
        return prepare_all(s, f);
}
