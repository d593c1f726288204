#include "bus/bus.h"

#include "unit/bus/loop.h"

#include <netinet/in.h>
#include <sys/socket.h>

static bool
has_ipv6(void)
{
        struct sockaddr_in6 at = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
        int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
        bool there = fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0;

        if (fd >= 0)
                close(fd);
        return there;
}

START_TEST(known_key_gets_through)
{
        static const char *const endpoints[] = { NULL, "tcp://127.0.0.1:*", "tcp://[::1]:*" };

        for (size_t i = 0; i < COUNT(endpoints) - !has_ipv6(); i++) {
                struct loop l;

                loop_open(&l, endpoints[i]);
                ck_assert(strchr(bus_endpoint(l.bus), '*') == NULL);
                loop_still_up(&l);
                loop_still_up(&l);
                ck_assert_uint_eq(bus_counts(l.bus).admitted, 2);
                ck_assert_uint_eq(bus_counts(l.bus).taken, 2);
                loop_close(&l);
        }
}
END_TEST

START_TEST(request_socket_gets_through)
{
        struct loop l;
        const struct mail *m;

        loop_open(&l, NULL);
        l.raw = raw_socket(&l, ZMQ_REQ, &l.known);
        ck_assert_int_eq(zmq_connect(l.raw, bus_endpoint(l.bus)), 0);
        raw_send(l.raw, "GBC1|r|v|{}");
        m = loop_expect(&l, "r|v|{}");
        ck_assert(bus_answer(l.bus, &m->answer_to, m->id, ANSWER_OK, STR("{}")));
        ck_str(raw_next(&l, l.raw, PATIENCE_MS), "GBC1|r|ok|{}");
        loop_close(&l);
}
END_TEST

START_TEST(router_socket_gets_through)
{
        struct loop l;
        const struct mail *m;

        loop_open(&l, NULL);
        l.raw = raw_socket(&l, ZMQ_ROUTER, &l.known);
        zmq_setsockopt(l.raw, ZMQ_CONNECT_ROUTING_ID, "bus", 3);
        ck_assert_int_eq(zmq_connect(l.raw, bus_endpoint(l.bus)), 0);
        raw_send(l.raw, "bus|GBC1|r|v|{}");
        m = loop_expect(&l, "r|v|{}");
        ck_assert(bus_answer(l.bus, &m->answer_to, m->id, ANSWER_OK, STR("{}")));
        ck_str(raw_next(&l, l.raw, PATIENCE_MS), "bus|GBC1|r|ok|{}");
        loop_close(&l);
}
END_TEST

START_TEST(chosen_routing_id_is_dropped)
{
        static const struct {
                const char *id;
                size_t len;
        } rows[] = { { "m", 1 }, { "me", 2 }, { "\1\0\0\0\1", 5 }, { "\0abcdefgh", 9 } };

        for (size_t i = 0; i < COUNT(rows); i++) {
                struct loop l;

                loop_open(&l, NULL);
                l.raw = raw_socket(&l, ZMQ_DEALER, &l.known);
                ck_assert_int_eq(zmq_setsockopt(l.raw, ZMQ_ROUTING_ID, rows[i].id, rows[i].len), 0);
                ck_assert_int_eq(zmq_connect(l.raw, bus_endpoint(l.bus)), 0);
                raw_send(l.raw, "GBC1|r|v|{}");
                for (int k = 0; k < 500 && bus_counts(l.bus).dropped == 0; k++)
                        ck_assert_uint_eq(loop_take(&l, 0), 0);
                ck_assert_uint_eq(bus_counts(l.bus).dropped, 1);
                loop_still_up(&l);
                loop_close(&l);
        }
}
END_TEST

START_TEST(largest_body)
{
        struct loop l;
        char *body;

        loop_open(&l, "tcp://127.0.0.1:*");
        body = TAKE(l.arena, char, 2 * MESSAGE_BYTES_MAX);
        l.raw = raw_connect(&l, &l.known);
        raw_send(l.raw, "GBC1|1|v|{}");
        loop_expect(&l, "1|v|{}");
        zmq_send(l.raw, "GBC1", 4, ZMQ_SNDMORE);
        zmq_send(l.raw, "2", 1, ZMQ_SNDMORE);
        zmq_send(l.raw, "v", 1, ZMQ_SNDMORE);
        zmq_send(l.raw, body, MESSAGE_BYTES_MAX, 0);
        ck_assert_uint_eq(loop_take(&l, PATIENCE_MS), 1);
        ck_assert_uint_eq(l.mail[0].body.len, MESSAGE_BYTES_MAX);
        loop_close(&l);
}
END_TEST

/* libzmq hangs up; the peer's next messages come over a new connection. */
START_TEST(too_large_a_body)
{
        static const size_t sizes[] = { MESSAGE_BYTES_MAX + 1, 2 * MESSAGE_BYTES_MAX };

        for (size_t i = 0; i < COUNT(sizes); i++) {
                struct loop l;
                struct route to;
                bool gone = false;

                loop_open(&l, "tcp://127.0.0.1:*");
                l.raw = raw_connect(&l, &l.known);
                raw_send(l.raw, "GBC1|1|v|{}");
                to = loop_expect(&l, "1|v|{}")->answer_to;
                zmq_send(l.raw, "GBC1", 4, ZMQ_SNDMORE);
                zmq_send(l.raw, "2", 1, ZMQ_SNDMORE);
                zmq_send(l.raw, "v", 1, ZMQ_SNDMORE);
                zmq_send(l.raw, TAKE(l.arena, char, sizes[i]), sizes[i], 0);
                for (int k = 0; k < 500 && !gone; k++) {
                        ck_assert_uint_eq(loop_take(&l, 0), 0);
                        gone = !bus_answer(l.bus, &to, STR("1"), ANSWER_OK, STR("{}"));
                }
                ck_assert(gone);
                loop_still_up(&l);
                loop_close(&l);
        }
}
END_TEST

START_TEST(answers_keep_their_order)
{
        struct loop l;
        uint32_t taken = 0;

        loop_open(&l, NULL);
        l.raw = raw_connect(&l, &l.known);
        for (uint32_t i = 0; i < 200; i++)
                raw_send(l.raw, str_c(l.arena, str_format(l.arena, "GBC1|%u|v|{}", i)));
        while (taken < 200) {
                uint32_t count = loop_take(&l, PATIENCE_MS);

                ck_assert(count > 0);
                for (uint32_t i = 0; i < count; i++, taken++) {
                        ck_str(l.mail[i].id, str_c(l.arena, str_format(l.arena, "%u", taken)));
                        ck_assert(bus_answer(l.bus, &l.mail[i].answer_to, l.mail[i].id, ANSWER_OK,
                                             STR("1")));
                }
        }
        for (uint32_t i = 0; i < 200; i++)
                ck_str(raw_next(&l, l.raw, PATIENCE_MS),
                       str_c(l.arena, str_format(l.arena, "GBC1|%u|ok|1", i)));
        loop_close(&l);
}
END_TEST

START_TEST(gone_peer)
{
        struct loop l;
        struct route to, nobody = { 0 };
        bool gone = false;

        loop_open(&l, NULL);
        l.raw = raw_connect(&l, &l.known);
        raw_send(l.raw, "GBC1|1|v|{}");
        to = loop_expect(&l, "1|v|{}")->answer_to;
        zmq_close(l.raw);
        l.raw = NULL;
        for (int k = 0; k < 500 && !gone; k++) {
                bus_wait(l.bus, 10, NULL, 0);
                gone = !bus_notify(l.bus, &to, STR("n"), STR("{}"));
        }
        ck_assert(gone);
        ck_assert(!bus_answer(l.bus, &to, STR("1"), ANSWER_OK, STR("{}")));
        ck_assert(!bus_answer(l.bus, &nobody, STR("1"), ANSWER_OK, STR("{}")));
        ck_assert_uint_ge(bus_counts(l.bus).undelivered, 3);
        loop_still_up(&l);
        loop_close(&l);
}
END_TEST

/* Answers to one who does not read end at the mark; the others do not notice. */
START_TEST(peer_who_does_not_read)
{
        struct loop l;
        struct route to;
        char *body;
        uint32_t sent = 0;

        loop_open(&l, NULL);
        body = TAKE(l.arena, char, 64 << 10);
        l.raw = raw_connect(&l, &l.known);
        raw_send(l.raw, "GBC1|1|v|{}");
        to = loop_expect(&l, "1|v|{}")->answer_to;
        while (sent < 10000 &&
               bus_answer(l.bus, &to, STR("1"), ANSWER_OK, (struct str){ body, 64 << 10 }))
                sent++;
        ck_assert_uint_ge(sent, PEER_OUTBOX_MAX);
        ck_assert_uint_lt(sent, 10000);
        loop_still_up(&l);
        loop_close(&l);
}
END_TEST

/* Ten of 1,000 bytes; everything is there before the first is taken. */
START_TEST(taking_ends_at_its_bounds)
{
        static const struct {
                uint32_t room;
                size_t bytes_max;
                uint32_t taken;
        } rows[] = {
                { 0, 10000, 0 }, { 64, 0, 0 },    { 1, 10000, 1 },    { 64, 1, 1 },
                { 64, 1500, 2 }, { 64, 2000, 2 }, { 64, 1 << 20, 4 },
        };
        struct loop l;
        char text[1000 + 16] = "GBC1|1|v|";

        loop_open(&l, NULL);
        memset(text + 9, 'x', 1000);
        l.raw = raw_connect(&l, &l.known);
        for (uint32_t i = 0; i < 10; i++)
                raw_send(l.raw, text);
        raw_send(l.raw, "GBC1|last|v");
        ck_str(raw_next(&l, l.raw, 100), "");
        for (size_t i = 0; i < COUNT(rows); i++)
                ck_assert_uint_eq(bus_take(l.bus, l.arena, l.mail, rows[i].room, rows[i].bytes_max),
                                  rows[i].taken);
        ck_assert_uint_eq(bus_counts(l.bus).bad, 1);
        loop_close(&l);
}
END_TEST

START_TEST(descriptors_are_watched)
{
        struct loop l;
        int ends[2];

        loop_open(&l, NULL);
        ck_assert(pipe(ends) == 0);
        ck_assert(!bus_wait(l.bus, 20, ends, 1));
        ck_assert(write(ends[1], "x", 1) == 1);
        ck_assert(bus_wait(l.bus, PATIENCE_MS, ends, 1));
        ck_assert(bus_wait(l.bus, -1, ends, 1));
        close(ends[0]);
        close(ends[1]);
        loop_close(&l);
}
END_TEST

START_TEST(handshakes_do_not_end_the_wait)
{
        struct loop l;
        uint64_t began;

        loop_open(&l, NULL);
        l.raw = raw_connect(&l, &l.known);
        began = clock_ticks_ms();
        ck_assert(!bus_wait(l.bus, 200, NULL, 0));
        ck_assert_uint_ge(clock_ticks_ms() - began, 199);
        ck_assert_uint_eq(bus_counts(l.bus).admitted, 1);
        loop_close(&l);
}
END_TEST

START_TEST(what_cannot_be_opened)
{
        static const struct {
                const char *endpoint, *secret;
                enum fault_kind kind;
        } rows[] = {
                { "tcp://127.0.0.1:*", "too short", FAULT_CORRUPT },
                { "tcp://127.0.0.1:*", "########################################", FAULT_CORRUPT },
                { "tcp://127.0.0.1:port", NULL, FAULT_REFUSED },
                { "nonsense", NULL, FAULT_REFUSED },
                { "ipc:///nowhere/at/all/bus", NULL, FAULT_REFUSED },
                { "", NULL, FAULT_REFUSED },
        };
        struct key_pair pair;

        ck_assert(key_pair_new(&pair, &(struct fault){ 0 }));
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct fault f = { 0 };
                const char *secret = rows[i].secret ? rows[i].secret : pair.secret_key;

                ck_assert_msg(bus_open(rows[i].endpoint, secret, &f) == NULL, "%s",
                              rows[i].endpoint);
                ck_assert_msg(f.kind == rows[i].kind, "%s: %s", rows[i].endpoint, f.text);
                ck_assert(strstr(f.text, pair.secret_key) == NULL);
        }
        bus_close(NULL, 0);
}
END_TEST

START_TEST(last_answers_leave)
{
        struct loop l;
        struct route to;
        uint64_t began;

        loop_open(&l, NULL);
        l.raw = raw_connect(&l, &l.known);
        raw_send(l.raw, "GBC1|1|v|{}");
        to = loop_expect(&l, "1|v|{}")->answer_to;
        for (int i = 0; i < 100; i++)
                ck_assert(bus_answer(l.bus, &to, STR("1"), ANSWER_OK, STR("{}")));
        began = clock_ticks_ms();
        bus_close(l.bus, DRAIN_MS);
        ck_assert_uint_lt(clock_ticks_ms() - began, DRAIN_MS);
        l.bus = loop_bus(&l, l.ipc);
        for (int i = 0; i < 100; i++)
                ck_str(raw_next(&l, l.raw, PATIENCE_MS), "GBC1|1|ok|{}");
        loop_close(&l);
}
END_TEST

/* What was sent is taken, though nobody is there to hear the answer. */
START_TEST(sender_dies_after_sending)
{
        struct loop l;
        void *socket;
        struct route to;
        bool gone = false;

        loop_open(&l, NULL);
        socket = raw_connect(&l, &l.known);
        zmq_setsockopt(socket, ZMQ_LINGER, &(int){ PATIENCE_MS }, sizeof(int));
        raw_send(socket, "GBC1|1|v|{}");
        zmq_close(socket);
        to = loop_expect(&l, "1|v|{}")->answer_to;
        for (int k = 0; k < 500 && !gone; k++) {
                bus_wait(l.bus, 10, NULL, 0);
                gone = !bus_answer(l.bus, &to, STR("1"), ANSWER_OK, STR("{}"));
        }
        ck_assert(gone);
        loop_still_up(&l);
        loop_close(&l);
}
END_TEST

UNIT_MAIN("bus", known_key_gets_through, request_socket_gets_through, router_socket_gets_through,
          chosen_routing_id_is_dropped, largest_body, too_large_a_body, answers_keep_their_order,
          gone_peer, peer_who_does_not_read, taking_ends_at_its_bounds, descriptors_are_watched,
          handshakes_do_not_end_the_wait, what_cannot_be_opened, last_answers_leave,
          sender_dies_after_sending)
