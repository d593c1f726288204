#include "bus/bus.h"

#include "unit/bus/loop.h"

#include <arpa/inet.h>
#include <sys/socket.h>

/* A plain TCP connection to the port of a bus at tcp://127.0.0.1. */
static int
tcp_connect(const struct loop *l)
{
        const char *port = strrchr(bus_endpoint(l->bus), ':') + 1;
        struct sockaddr_in to = { .sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)strtoul(port, NULL, 10)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

        ck_assert(fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0);
        return fd;
}

START_TEST(strangers_are_refused)
{
        struct loop l;

        loop_open(&l, NULL);
        l.raw = raw_connect(&l, &l.stranger);
        raw_send(l.raw, "GBC1|s|v|{}");
        for (int k = 0; k < 500 && bus_counts(l.bus).refused == 0; k++)
                ck_assert_uint_eq(loop_take(&l, 0), 0);
        ck_assert_uint_eq(bus_counts(l.bus).refused, 1);
        ck_assert_uint_eq(loop_take(&l, 50), 0);
        loop_still_up(&l);
        loop_close(&l);
}
END_TEST

START_TEST(nobody_admitted_nobody_comes)
{
        struct loop l;

        loop_open(&l, NULL);
        bus_admit(l.bus, NULL, 0);
        l.raw = raw_connect(&l, &l.known);
        raw_send(l.raw, "GBC1|s|v|{}");
        ck_assert_uint_eq(loop_take(&l, 200), 0);
        ck_assert_uint_eq(bus_counts(l.bus).admitted, 0);
        ck_assert_uint_eq(bus_counts(l.bus).refused, 1);
        loop_close(&l);
}
END_TEST

START_TEST(wrong_server_key)
{
        struct loop l;
        struct key_pair right;

        loop_open(&l, NULL);
        right = l.server;
        l.server = l.stranger;
        l.raw = raw_connect(&l, &l.known);
        l.server = right;
        raw_send(l.raw, "GBC1|s|v|{}");
        ck_assert_uint_eq(loop_take(&l, 200), 0);
        loop_still_up(&l);
        loop_close(&l);
}
END_TEST

/* The connection lives on, but what comes over it does not get in any more; and gets in again when
 * the key is admitted again. */
START_TEST(revoked_key_is_cut_off)
{
        struct loop l;
        struct str keys[2];
        struct route to;

        loop_open(&l, NULL);
        l.raw = raw_connect(&l, &l.known);
        raw_send(l.raw, "GBC1|1|v|{}");
        to = loop_expect(&l, "1|v|{}")->answer_to;
        keys[0] = str_of(l.stranger.public_key);
        keys[1] = str_of(l.known.public_key);
        bus_admit(l.bus, keys, 1);
        raw_send(l.raw, "GBC1|2|v|{}");
        raw_send(l.raw, "GBC1|3|v");
        for (int k = 0; k < 500 && bus_counts(l.bus).dropped < 2; k++)
                ck_assert_uint_eq(loop_take(&l, 0), 0);
        ck_assert_uint_eq(bus_counts(l.bus).dropped, 2);
        ck_assert(bus_answer(l.bus, &to, STR("1"), ANSWER_OK, STR("{}")));
        ck_str(raw_next(&l, l.raw, PATIENCE_MS), "GBC1|1|ok|{}");
        bus_admit(l.bus, keys, 2);
        raw_send(l.raw, "GBC1|4|v|{}");
        loop_expect(&l, "4|v|{}");
        loop_close(&l);
}
END_TEST

START_TEST(many_keys)
{
        struct loop l;
        struct str *keys;

        loop_open(&l, NULL);
        keys = TAKE(l.arena, struct str, KEYS_MAX);
        for (uint32_t i = 0; i < KEYS_MAX; i++)
                keys[i] = str_format(l.arena, "%05u:rM>}U?@Lns47E1%%kR.o@n%%FcmmsL/@{H8]yf",
                                     (i * 7919U) % 65536U);
        keys[5] = STR("not a key");
        keys[6] = (struct str){ 0 };
        keys[7] = keys[8];
        for (uint32_t at = 0; at < KEYS_MAX; at += KEYS_MAX - 1) {
                struct str other = keys[at];

                bus_admit(l.bus, keys, KEYS_MAX);
                keys[at] = str_of(l.known.public_key);
                bus_admit(l.bus, keys, KEYS_MAX);
                keys[at] = other;
                loop_still_up(&l);
        }
        loop_close(&l);
}
END_TEST

START_TEST(without_curve)
{
        static const char *const endpoints[] = { NULL, "tcp://127.0.0.1:*" };

        for (size_t i = 0; i < COUNT(endpoints); i++) {
                struct loop l;

                loop_open(&l, endpoints[i]);
                l.raw = raw_connect(&l, NULL);
                raw_send(l.raw, "GBC1|s|v|{}");
                ck_assert_uint_eq(loop_take(&l, 200), 0);
                ck_assert_uint_eq(bus_counts(l.bus).dropped, 0);
                loop_still_up(&l);
                loop_close(&l);
        }
}
END_TEST

/* Bytes that are no ZMTP, and beginnings of it that never go on. */
START_TEST(half_handshakes)
{
        static const struct {
                const char *bytes;
                size_t len;
        } rows[] = {
                { "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 27 },
                { "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16 },
                { "\1\0", 2 },
                { "\xff", 1 },
                { "\xff\0\0\0\0\0\0\0\1\x7f", 10 },
                { "\xff\0\0\0\0\0\0\0\1\x7f\3\0CURVE\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32 },
                { "\xff\0\0\0\0\0\0\0\1\x7f\3\0NULL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                  "\0"
                  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
                  64 },
                { "\xff\0\0\0\0\0\0\0\1\x7f\3\0CURVE\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                  "\0"
                  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\4\5HELLO",
                  72 },
                { "\xff\0\0\0\0\0\0\0\1\x7f\3\0CURVE\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                  "\0"
                  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\6\xff\xff\xff\xff\xff\xff"
                  "\xff\xff",
                  73 },
        };
        struct loop l;
        int open[COUNT(rows)];

        loop_open(&l, "tcp://127.0.0.1:*");
        for (size_t i = 0; i < COUNT(rows); i++) {
                open[i] = tcp_connect(&l);
                ck_assert(send(open[i], rows[i].bytes, rows[i].len, MSG_NOSIGNAL) ==
                          (ssize_t)rows[i].len);
                loop_still_up(&l);
        }
        for (size_t i = 0; i < COUNT(rows); i++)
                close(open[i]);
        loop_still_up(&l);
        loop_close(&l);
}
END_TEST

START_TEST(two_hundred_who_never_speak)
{
        struct loop l;
        int open[200];

        loop_open(&l, "tcp://127.0.0.1:*");
        for (size_t i = 0; i < COUNT(open); i++)
                open[i] = tcp_connect(&l);
        loop_still_up(&l);
        for (size_t i = 0; i < COUNT(open); i++)
                close(open[i]);
        loop_still_up(&l);
        loop_close(&l);
}
END_TEST

UNIT_MAIN("strangers", strangers_are_refused, nobody_admitted_nobody_comes, wrong_server_key,
          revoked_key_is_cut_off, many_keys, without_curve, half_handshakes,
          two_hundred_who_never_speak)
