#include "store/private.h"

struct store *
store_open(const char *conninfo, struct fault *f)
{
        struct arena *a = arena_new(1 << 16);
        struct store *s = TAKE(a, struct store, 1);

        s->arena = a;
        s->connection = connect_with(conninfo, "gbcertd", f);
        if (s->connection && session_begin(s, f))
                return s;
        store_close(s);
        return NULL;
}

void
store_close(struct store *s)
{
        if (!s)
                return;
        PQfinish(s->connection);
        arena_free(s->arena);
}

bool
store_lock(struct store *s, struct fault *f)
{
        struct arena *a = arena_new(1 << 16);
        struct exchange x;
        struct rows r;
        struct reading in;
        bool have = false;

        rows_open(&r, a, SQL_LOCK);
        rows_write(&r);
        one_int(&r, LOCK_SPACE);
        one_int(&r, LOCK_WRITER);
        exchange_open(&x, s, a, 1, f);
        exchange_add(&x, SQL_LOCK, &r);
        if (exchange_run(&x)) {
                reading_open(&in, a, &x, 0);
                have = reading_next(&in) && read_bool(&in) && reading_done(&in, f);
        }
        exchange_close(&x);
        arena_free(a);
        return have;
}

int32_t
store_schema_version(const struct store *s)
{
        return s->schema_version;
}

int
store_descriptor(const struct store *s)
{
        return PQsocket(s->connection);
}

bool
store_alive(struct store *s, struct fault *f)
{
        if (s->lost)
                return fault(f, FAULT_LOST, "the connection to PostgreSQL is gone");
        if (PQconsumeInput(s->connection)) {
                /* Takes in what has come; a save under way keeps it busy, which is no fault. */
                (void)PQisBusy(s->connection);
                if (PQstatus(s->connection) == CONNECTION_OK)
                        return true;
        }
        s->lost = true;
        return connection_fault(f, s->connection, "the connection to PostgreSQL is gone");
}
