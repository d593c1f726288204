#include <errno.h>
#include <poll.h>
#include <string.h>

#include "store/private.h"
#include "sys/clock.h"

/* SQLSTATEs after which this connection, or this server as the writer, is of no more use:
 * connection exceptions, shutdowns and crashes, and a server that became read-only. */
static bool
is_lost_state(const char *state)
{
        return strncmp(state, "08", 2) == 0 || strncmp(state, "57P", 3) == 0 ||
               strcmp(state, "25006") == 0;
}

bool
result_fault(struct fault *f, const PGresult *r, const char *what)
{
        const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
        const char *text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
        enum fault_kind kind = FAULT_REFUSED;

        if (!state)
                return fault(f, FAULT_LOST, "%s: %s", what, PQresultErrorMessage(r));
        if (is_lost_state(state))
                kind = FAULT_LOST;
        else if (strncmp(state, "XX", 2) == 0)
                kind = FAULT_CORRUPT;
        return fault(f, kind, "%s: %s: %s", what, state, text ? text : "");
}

bool
connection_fault(struct fault *f, const PGconn *c, const char *what)
{
        const char *text = PQerrorMessage(c);
        size_t len = strcspn(text, "\n");

        return fault(f, FAULT_LOST, "%s: %.*s", what, (int)len, text);
}

void
exchange_open(struct exchange *x, struct store *s, struct arena *a, uint32_t room, struct fault *f)
{
        *x = (struct exchange){ .store = s,
                                .fault = f,
                                .room = room,
                                .results = TAKE(a, PGresult *, room),
                                .asked = TAKE(a, enum statement, room) };
        s->warned = false;
        if (s->lost)
                x->failed = !fault(f, FAULT_LOST, "the connection to PostgreSQL is gone");
}

void
exchange_close(struct exchange *x)
{
        for (uint32_t i = 0; i < x->count; i++)
                PQclear(x->results[i]);
        x->count = 0;
}

/* What was under way is unknown; the caller opens another store. */
static void
exchange_lose(struct exchange *x, const char *what)
{
        x->store->lost = true;
        x->failed = !connection_fault(x->fault, x->store->connection, what);
}

static void
exchange_queued(struct exchange *x, enum statement statement, int sent)
{
        assert(x->count < x->room);
        if (!sent) {
                exchange_lose(x, statements[statement].name);
                return;
        }
        x->asked[x->count++] = statement;
}

void
exchange_add(struct exchange *x, enum statement statement, const struct rows *r)
{
        const struct statement_row *row = &statements[statement];
        int count = row->of ? 1 : (int)strlen(row->takes);
        const char *values[PARAMETERS_MAX];
        int lengths[PARAMETERS_MAX], formats[PARAMETERS_MAX];

        if (x->failed)
                return;
        assert((r || count == 0) && (!r || r->statement == statement));
        for (int i = 0; i < count; i++) {
                assert(r->at[i] && r->len[i] < INT32_MAX);
                values[i] = r->at[i];
                lengths[i] = (int)r->len[i];
                formats[i] = 1;
        }
        exchange_queued(x, statement,
                        PQsendQueryPrepared(x->store->connection, statements[statement].name, count,
                                            values, lengths, formats, 1));
}

void
exchange_prepare(struct exchange *x, enum statement statement)
{
        const struct statement_row *row = &statements[statement];
        int count = row->of ? 0 : (int)strlen(row->takes);
        Oid types[PARAMETERS_MAX];

        if (x->failed)
                return;
        for (int i = 0; i < count; i++)
                types[i] = parameter_type(row->takes[i]);
        exchange_queued(x, statement,
                        PQsendPrepare(x->store->connection, row->name, row->sql, count, types));
}

/* Moves bytes both ways until an answer is there. */
static bool
exchange_wait(struct exchange *x, uint64_t deadline)
{
        PGconn *c = x->store->connection;

        while (PQisBusy(c)) {
                struct pollfd p = { .fd = PQsocket(c), .events = POLLIN };
                uint64_t now = clock_ticks_ms();
                int unsent = PQflush(c);
                int ready;

                if (unsent < 0 || p.fd < 0) {
                        exchange_lose(x, "sending");
                        return false;
                }
                if (now >= deadline) {
                        x->store->lost = true;
                        x->failed =
                                !fault(x->fault, FAULT_LATE, "PostgreSQL gave no answer in %d ms",
                                       EXCHANGE_TIMEOUT_MS);
                        return false;
                }
                if (unsent > 0)
                        p.events |= POLLOUT;
                ready = poll(&p, 1, (int)(deadline - now));
                if (ready < 0 && errno != EINTR) {
                        exchange_lose(x, "poll");
                        return false;
                }
                if (ready > 0 && (p.revents & ~POLLOUT) && !PQconsumeInput(c)) {
                        exchange_lose(x, "receiving");
                        return false;
                }
        }
        return true;
}

/* One answer; the first bad one is the fault, those it aborted say nothing new. */
static void
exchange_judge(struct exchange *x, uint32_t which, PGresult *r)
{
        ExecStatusType status = PQresultStatus(r);

        x->results[which] = r;
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || x->failed)
                return;
        x->failed = !result_fault(x->fault, r, statements[x->asked[which]].name);
        if (x->fault->kind == FAULT_LOST)
                x->store->lost = true;
}

/* All answers up to the one that says the server is in step. */
static bool
exchange_read(struct exchange *x)
{
        PGconn *c = x->store->connection;
        uint64_t deadline = clock_ticks_ms() + EXCHANGE_TIMEOUT_MS;
        uint32_t which = 0;

        for (;;) {
                PGresult *r;

                if (!exchange_wait(x, deadline))
                        return false;
                r = PQgetResult(c);
                if (r && PQresultStatus(r) == PGRES_PIPELINE_SYNC) {
                        PQclear(r);
                        break;
                }
                if (r && which < x->count && !x->results[which]) {
                        exchange_judge(x, which, r);
                        if (x->store->lost)
                                return false;
                        continue;
                }
                PQclear(r);
                if (x->store->lost || PQstatus(c) == CONNECTION_BAD || which >= x->count) {
                        exchange_lose(x, "receiving");
                        return false;
                }
                which++;
        }
        assert(x->failed || which == x->count);
        return true;
}

/* After an error the session stays in its failed transaction until it is told to leave. */
static void
exchange_roll_back(struct exchange *x)
{
        PGconn *c = x->store->connection;
        enum statement asked[1] = { SQL_ROLLBACK };
        PGresult *results[1] = { 0 };
        struct fault unsaid = { 0 };
        struct exchange y = {
                .store = x->store, .fault = &unsaid, .results = results, .asked = asked, .room = 1
        };

        if (PQtransactionStatus(c) != PQTRANS_INERROR && PQtransactionStatus(c) != PQTRANS_INTRANS)
                return;
        exchange_add(&y, SQL_ROLLBACK, NULL);
        if (y.failed || !PQpipelineSync(c) || !exchange_read(&y) || y.failed)
                x->store->lost = true;
        exchange_close(&y);
}

void
exchange_send(struct exchange *x)
{
        if (x->failed)
                return;
        if (!PQpipelineSync(x->store->connection) || PQflush(x->store->connection) < 0)
                exchange_lose(x, "sync");
}

bool
exchange_wait_all(struct exchange *x)
{
        /* What failed before it was sent has no answers to wait for. */
        if (x->failed || !exchange_read(x))
                return false;
        if (x->failed)
                exchange_roll_back(x);
        return !x->failed;
}

bool
exchange_run(struct exchange *x)
{
        exchange_send(x);
        return exchange_wait_all(x);
}
