#include "bus/client.h"

#include "unit/bus/loop.h"

#include <pthread.h>
#include <stdatomic.h>

/* How a daemon that a test needs behaves; asked counts its mail, from 0. */
enum say { SAY_OK, SAY_NO, SAY_NOTHING, SAY_BUSY_TWICE, SAY_AFTER_TWO, SAY_NOTICES, SAY_OTHERS };

struct daemon {
        struct loop *l;
        struct bus *bus;
        enum say say;
        atomic_bool stop;
        atomic_bool revoke;
        atomic_uint asked;
        pthread_t thread;
};

static void
answer(struct daemon *d, const struct mail *m, uint32_t asked)
{
        struct bus *b = d->bus;
        const struct route *to = &m->answer_to;
        enum answer kind = d->say == SAY_NO                        ? ANSWER_NO
                           : d->say == SAY_BUSY_TWICE && asked < 2 ? ANSWER_BUSY
                                                                   : ANSWER_OK;

        if (d->say == SAY_NOTHING || (d->say == SAY_AFTER_TWO && asked < 2))
                return;
        for (uint32_t i = 0; d->say == SAY_NOTICES && i < NOTICES_KEPT_MAX + 10; i++) {
                char id[16];
                int len = snprintf(id, sizeof id, "n-%u", i);

                bus_notify(b, to, (struct str){ id, (size_t)len }, STR("{\"kind\":\"letter\"}"));
        }
        if (d->say == SAY_OTHERS) {
                bus_answer(b, to, STR("other"), ANSWER_NO, STR("1"));
                bus_notify(b, to, m->id, STR("2"));
        }
        bus_answer(b, to, m->id, kind, m->body);
}

static void *
serve(void *argument)
{
        struct daemon *d = argument;
        struct arena *a = arena_new(64 << 20);
        struct mail mail[8];

        while (!atomic_load(&d->stop)) {
                uint32_t count;

                if (atomic_exchange(&d->revoke, false))
                        bus_admit(d->bus, NULL, 0);
                bus_wait(d->bus, 10, NULL, 0);
                count = bus_take(d->bus, a, mail, COUNT(mail), BATCH_BYTES_MAX);
                for (uint32_t i = 0; i < count; i++)
                        answer(d, &mail[i], atomic_fetch_add(&d->asked, 1));
                arena_clear(a);
        }
        bus_close(d->bus, 100);
        arena_free(a);
        return NULL;
}

static void
daemon_start(struct daemon *d, struct loop *l, enum say say)
{
        *d = (struct daemon){ .l = l, .bus = loop_bus(l, l->ipc), .say = say };
        ck_assert(pthread_create(&d->thread, NULL, serve, d) == 0);
}

static void
daemon_end(struct daemon *d)
{
        atomic_store(&d->stop, true);
        pthread_join(d->thread, NULL);
}

static struct client *
open_as(struct loop *l, const struct key_pair *who)
{
        struct str endpoints[] = { str_of(l->ipc) };
        struct fault f = { 0 };
        struct client *c = client_open(endpoints, 1, l->server.public_key, who->public_key,
                                       who->secret_key, &f);

        ck_assert_msg(c != NULL, "%s", f.text);
        return c;
}

static bool
ask(struct loop *l, struct client *c, const char *body, int timeout_ms, struct reply *out,
    struct fault *f)
{
        *f = (struct fault){ 0 };
        *out = (struct reply){ 0 };
        return client_ask(c, l->arena, STR("id-1"), STR("case.show"), str_of(body), timeout_ms, out,
                          f);
}

START_TEST(asks_and_hears)
{
        static const struct {
                enum say say;
                enum answer kind;
                uint32_t asked;
                uint32_t least_ms;
        } rows[] = {
                { SAY_OK, ANSWER_OK, 1, 0 },
                { SAY_NO, ANSWER_NO, 1, 0 },
                { SAY_OTHERS, ANSWER_OK, 1, 0 },
                { SAY_BUSY_TWICE, ANSWER_OK, 3, 3 * CLIENT_BUSY_MS },
                { SAY_AFTER_TWO, ANSWER_OK, 3, 3 * CLIENT_SILENCE_MS },
        };

        for (size_t i = 0; i < COUNT(rows); i++) {
                struct loop l;
                struct daemon d;
                struct client *c;
                struct reply said;
                struct fault f;
                uint64_t began = clock_ticks_ms();

                loop_prepare(&l);
                daemon_start(&d, &l, rows[i].say);
                c = open_as(&l, &l.known);
                ck_assert_msg(ask(&l, c, "{\"a\":1}", PATIENCE_MS, &said, &f), "%s", f.text);
                ck_assert_int_eq(said.kind, rows[i].kind);
                ck_str(said.body, "{\"a\":1}");
                ck_assert_uint_eq(atomic_load(&d.asked), rows[i].asked);
                ck_assert_uint_ge(clock_ticks_ms() - began, rows[i].least_ms);
                client_close(c);
                daemon_end(&d);
                loop_close(&l);
        }
}
END_TEST

START_TEST(many_on_one_connection)
{
        struct loop l;
        struct daemon d;
        struct client *c;
        struct reply said;
        struct fault f;

        loop_prepare(&l);
        daemon_start(&d, &l, SAY_OK);
        c = open_as(&l, &l.known);
        for (uint32_t i = 0; i < 300; i++) {
                const char *body = str_c(l.arena, str_format(l.arena, "%u", i));

                ck_assert_msg(ask(&l, c, body, PATIENCE_MS, &said, &f), "%s", f.text);
                ck_str(said.body, body);
        }
        ck_assert_uint_eq(atomic_load(&d.asked), 300);
        client_close(c);
        daemon_end(&d);
        loop_close(&l);
}
END_TEST

/* Each gets its own answer, in order, also where some are not answered or turned away at first. */
START_TEST(several_under_way)
{
        static const enum say rows[] = { SAY_OK, SAY_OTHERS, SAY_BUSY_TWICE, SAY_AFTER_TWO };
        static const char *const ids[] = { "id-1", "id-2", "id-3" };

        for (size_t i = 0; i < COUNT(rows); i++) {
                struct loop l;
                struct daemon d;
                struct client *c;
                struct fault f = { 0 };

                loop_prepare(&l);
                daemon_start(&d, &l, rows[i]);
                c = open_as(&l, &l.known);
                for (size_t k = 0; k < COUNT(ids); k++)
                        ck_assert_msg(client_begin(c, str_of(ids[k]), STR("case.show"),
                                                   str_of(ids[k]), &f),
                                      "%s", f.text);
                for (size_t k = 0; k < COUNT(ids); k++) {
                        struct reply said = { 0 };

                        ck_assert_msg(client_finish(c, l.arena, PATIENCE_MS, &said, &f), "%s",
                                      f.text);
                        ck_assert_int_eq(said.kind, ANSWER_OK);
                        ck_str(said.body, ids[k]);
                }
                client_close(c);
                daemon_end(&d);
                loop_close(&l);
        }
}
END_TEST

/* Nobody is there, or nobody answers: the wait ends in time, and the words say which. */
START_TEST(waits_are_bounded)
{
        static const struct {
                bool listens;
                int timeout_ms;
                const char *words;
        } rows[] = {
                { false, 0, "nobody listens" },
                { false, 1, "nobody listens" },
                { false, 300, "nobody listens" },
                { true, 300, "no answer" },
        };

        for (size_t i = 0; i < COUNT(rows); i++) {
                struct loop l;
                struct daemon d;
                struct client *c;
                struct reply said;
                struct fault f;
                uint64_t began, took = UINT64_MAX;

                loop_prepare(&l);
                if (rows[i].listens)
                        daemon_start(&d, &l, SAY_NOTHING);
                c = open_as(&l, &l.known);
                /* A loaded machine may be late itself; thrice in a row it is our doing. */
                for (int k = 0; k < 3 && took >= (uint64_t)rows[i].timeout_ms + 200; k++) {
                        began = clock_ticks_ms();
                        ck_assert(!ask(&l, c, "{}", rows[i].timeout_ms, &said, &f));
                        took = clock_ticks_ms() - began;
                        ck_assert_int_eq(f.kind, FAULT_LATE);
                        ck_assert_msg(strstr(f.text, rows[i].words) != NULL, "%s", f.text);
                        ck_assert_uint_ge(took, (uint64_t)rows[i].timeout_ms);
                }
                ck_assert_uint_lt(took, (uint64_t)rows[i].timeout_ms + 200);
                client_close(c);
                if (rows[i].listens)
                        daemon_end(&d);
                loop_close(&l);
        }
}
END_TEST

START_TEST(busy_to_the_end)
{
        struct loop l;
        struct daemon d;
        struct client *c;
        struct reply said;
        struct fault f;

        loop_prepare(&l);
        daemon_start(&d, &l, SAY_BUSY_TWICE);
        c = open_as(&l, &l.known);
        ck_assert(!ask(&l, c, "{}", CLIENT_BUSY_MS + CLIENT_BUSY_MS / 2, &said, &f));
        ck_assert_int_eq(f.kind, FAULT_LATE);
        ck_assert_msg(strstr(f.text, "busy") != NULL, "%s", f.text);
        client_close(c);
        daemon_end(&d);
        loop_close(&l);
}
END_TEST

START_TEST(unknown_key)
{
        struct loop l;
        struct daemon d;
        struct client *c;
        struct reply said;
        struct fault f;
        uint64_t began = clock_ticks_ms();

        loop_prepare(&l);
        daemon_start(&d, &l, SAY_OK);
        c = open_as(&l, &l.stranger);
        for (int i = 0; i < 3; i++) {
                ck_assert(!ask(&l, c, "{}", PATIENCE_MS, &said, &f));
                ck_assert_int_eq(f.kind, FAULT_REFUSED);
                ck_assert_msg(strstr(f.text, "revoked") != NULL, "%s", f.text);
        }
        ck_assert_uint_lt(clock_ticks_ms() - began, PATIENCE_MS);
        ck_assert_uint_eq(atomic_load(&d.asked), 0);
        client_close(c);
        daemon_end(&d);
        loop_close(&l);
}
END_TEST

/* On a living connection there is only silence; a new one tells why. */
START_TEST(revoked_meanwhile)
{
        struct loop l;
        struct daemon d;
        struct client *c;
        struct reply said;
        struct fault f;

        loop_prepare(&l);
        daemon_start(&d, &l, SAY_OK);
        c = open_as(&l, &l.known);
        ck_assert(ask(&l, c, "{}", PATIENCE_MS, &said, &f));
        atomic_store(&d.revoke, true);
        while (atomic_load(&d.revoke))
                usleep(1000);
        usleep(50000);
        ck_assert(!ask(&l, c, "{}", CLIENT_TIMEOUT_MS, &said, &f));
        ck_assert_int_eq(f.kind, FAULT_REFUSED);
        ck_assert_uint_eq(atomic_load(&d.asked), 1);
        client_close(c);
        daemon_end(&d);
        loop_close(&l);
}
END_TEST

START_TEST(wrong_server_key)
{
        struct loop l;
        struct daemon d;
        struct client *c;
        struct reply said;
        struct fault f;
        struct key_pair right;

        loop_prepare(&l);
        daemon_start(&d, &l, SAY_OK);
        right = l.server;
        l.server = l.stranger;
        c = open_as(&l, &l.known);
        l.server = right;
        ck_assert(!ask(&l, c, "{}", 500, &said, &f));
        ck_assert_int_eq(f.kind, FAULT_LATE);
        ck_assert_msg(strstr(f.text, "server's key") != NULL, "%s", f.text);
        client_close(c);
        daemon_end(&d);
        loop_close(&l);
}
END_TEST

/* The daemon ends after the first question came in; its successor hears the same id again. */
START_TEST(daemon_replaced)
{
        struct loop l;
        struct daemon first, second;
        struct client *c;
        struct reply said;
        struct fault f;

        loop_prepare(&l);
        daemon_start(&first, &l, SAY_NOTHING);
        c = open_as(&l, &l.known);
        ck_assert(!ask(&l, c, "{}", 300, &said, &f));
        ck_assert_uint_eq(atomic_load(&first.asked), 1);
        daemon_end(&first);
        ck_assert(!ask(&l, c, "{}", 100, &said, &f));
        daemon_start(&second, &l, SAY_OK);
        ck_assert_msg(ask(&l, c, "{}", PATIENCE_MS, &said, &f), "%s", f.text);
        client_close(c);
        daemon_end(&second);
        loop_close(&l);
}
END_TEST

START_TEST(standby_takes_over)
{
        struct loop l;
        struct daemon d;
        struct client *c;
        struct reply said;
        struct fault f = { 0 };
        struct str endpoints[3];

        loop_prepare(&l);
        endpoints[0] = str_format(l.arena, "ipc://%s/nobody", l.folder);
        endpoints[1] = STR("tcp://127.0.0.1:1");
        endpoints[2] = str_of(l.ipc);
        daemon_start(&d, &l, SAY_OK);
        c = client_open(endpoints, 3, l.server.public_key, l.known.public_key, l.known.secret_key,
                        &f);
        ck_assert_msg(c != NULL, "%s", f.text);
        for (int i = 0; i < 20; i++)
                ck_assert_msg(ask(&l, c, "{}", PATIENCE_MS, &said, &f), "%s", f.text);
        ck_assert_uint_eq(atomic_load(&d.asked), 20);
        client_close(c);
        daemon_end(&d);
        loop_close(&l);
}
END_TEST

START_TEST(notices_are_kept)
{
        struct loop l;
        struct daemon d;
        struct client *c;
        struct reply said;
        struct notice n;
        struct fault f;
        uint64_t began;

        loop_prepare(&l);
        daemon_start(&d, &l, SAY_NOTICES);
        c = open_as(&l, &l.known);
        ck_assert(!client_notice(c, l.arena, 20, &n));
        for (int turn = 0; turn < 2; turn++) {
                ck_assert_msg(ask(&l, c, "{}", PATIENCE_MS, &said, &f), "%s", f.text);
                for (uint32_t i = 0; i < NOTICES_KEPT_MAX; i++) {
                        ck_assert(client_notice(c, l.arena, 0, &n));
                        ck_str(n.id, str_c(l.arena, str_format(l.arena, "n-%u", i)));
                        ck_str(n.body, "{\"kind\":\"letter\"}");
                }
        }
        began = clock_ticks_ms();
        ck_assert(!client_notice(c, l.arena, 100, &n));
        ck_assert_uint_lt(clock_ticks_ms() - began, 300);
        ck_assert_msg(ask(&l, c, "{}", PATIENCE_MS, &said, &f), "%s", f.text);
        client_close(c);
        daemon_end(&d);
        loop_close(&l);
}
END_TEST

START_TEST(body_over_the_limit)
{
        struct loop l;
        struct client *c;
        struct reply said;
        struct fault f = { 0 };
        struct str body;

        loop_prepare(&l);
        body = (struct str){ TAKE(l.arena, char, MESSAGE_BYTES_MAX + 1), MESSAGE_BYTES_MAX + 1 };
        c = open_as(&l, &l.known);
        ck_assert(!client_ask(c, l.arena, STR("a"), STR("v"), body, 0, &said, &f));
        ck_assert_int_eq(f.kind, FAULT_REFUSED);
        client_close(c);
        loop_close(&l);
}
END_TEST

START_TEST(what_cannot_be_opened)
{
        static const struct {
                const char *endpoint, *key;
                uint32_t count;
                enum fault_kind kind;
        } rows[] = {
                { "nonsense", NULL, 1, FAULT_REFUSED },
                { "tcp://127.0.0.1", NULL, 1, FAULT_REFUSED },
                { "", NULL, 1, FAULT_REFUSED },
                { "tcp://127.0.0.1:1", "short", 1, FAULT_CORRUPT },
                { "tcp://127.0.0.1:1", "########################################", 1,
                  FAULT_CORRUPT },
                { "tcp://127.0.0.1:1", NULL, 0, FAULT_REFUSED },
                { "tcp://127.0.0.1:1", NULL, ENDPOINTS_MAX + 1, FAULT_REFUSED },
        };
        struct key_pair pair;

        ck_assert(key_pair_new(&pair, &(struct fault){ 0 }));
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct str endpoints[ENDPOINTS_MAX + 1];
                struct fault f = { 0 };

                for (size_t k = 0; k < COUNT(endpoints); k++)
                        endpoints[k] = str_of(rows[i].endpoint);
                ck_assert(client_open(endpoints, rows[i].count, pair.public_key, pair.public_key,
                                      rows[i].key ? rows[i].key : pair.secret_key, &f) == NULL);
                ck_assert_msg(f.kind == rows[i].kind, "row %zu: %s", i, f.text);
                ck_assert(strstr(f.text, pair.secret_key) == NULL);
        }
        client_close(NULL);
}
END_TEST

UNIT_MAIN("client", asks_and_hears, many_on_one_connection, several_under_way, waits_are_bounded,
          busy_to_the_end, unknown_key, revoked_meanwhile, wrong_server_key, daemon_replaced, standby_takes_over,
          notices_are_kept, body_over_the_limit, what_cannot_be_opened)
