#pragma once
/* A bus on loopback and raw libzmq sockets against it, for the tests of bus/. */

#include "bus/bus.h"
#include "bus/keys.h"
#include "support/unit.h"
#include "sys/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

enum { MAIL_ROOM = 64, PATIENCE_MS = 5000 };

struct loop {
        struct arena *arena;
        struct key_pair server, known, stranger;
        char folder[32];
        char ipc[64]; /* an endpoint in folder */
        struct bus *bus;
        struct mail mail[MAIL_ROOM];
        void *context; /* of the raw sockets */
        void *raw;
};

static inline struct bus *
loop_bus(struct loop *l, const char *endpoint)
{
        struct str keys[] = { str_of(l->known.public_key) };
        struct fault f = { 0 };
        struct bus *b = bus_open(endpoint, l->server.secret_key, &f);

        ck_assert_msg(b != NULL, "%s", f.text);
        bus_admit(b, keys, COUNT(keys));
        return b;
}

/* Key pairs and a folder; no bus yet. */
static inline void
loop_prepare(struct loop *l)
{
        struct fault f = { 0 };

        *l = (struct loop){ .folder = "/tmp/gbcertd-bus-XXXXXX" };
        l->arena = arena_new(256 << 20);
        ck_assert(key_pair_new(&l->server, &f) && key_pair_new(&l->known, &f) &&
                  key_pair_new(&l->stranger, &f));
        ck_assert(mkdtemp(l->folder) != NULL);
        snprintf(l->ipc, sizeof l->ipc, "ipc://%s/bus", l->folder);
        l->context = zmq_ctx_new();
        zmq_ctx_set(l->context, ZMQ_BLOCKY, 0);
}

/* endpoint NULL: ipc in the folder. */
static inline void
loop_open(struct loop *l, const char *endpoint)
{
        loop_prepare(l);
        l->bus = loop_bus(l, endpoint ? endpoint : l->ipc);
}

static inline void
loop_close(struct loop *l)
{
        if (l->raw)
                zmq_close(l->raw);
        bus_close(l->bus, 0);
        zmq_ctx_term(l->context);
        unlink(l->ipc + strlen("ipc://"));
        ck_assert_int_eq(rmdir(l->folder), 0);
        arena_free(l->arena);
}

/* A stock libzmq socket with CURVE; who NULL: without. */
static inline void *
raw_socket(struct loop *l, int type, const struct key_pair *who)
{
        void *s = zmq_socket(l->context, type);

        ck_assert(s != NULL);
        zmq_setsockopt(s, ZMQ_LINGER, &(int){ 0 }, sizeof(int));
        zmq_setsockopt(s, ZMQ_IPV6, &(int){ 1 }, sizeof(int));
        if (!who)
                return s;
        zmq_setsockopt(s, ZMQ_CURVE_SERVERKEY, l->server.public_key, KEY_TEXT_LENGTH + 1);
        zmq_setsockopt(s, ZMQ_CURVE_PUBLICKEY, who->public_key, KEY_TEXT_LENGTH + 1);
        zmq_setsockopt(s, ZMQ_CURVE_SECRETKEY, who->secret_key, KEY_TEXT_LENGTH + 1);
        return s;
}

static inline void *
raw_connect(struct loop *l, const struct key_pair *who)
{
        void *s = raw_socket(l, ZMQ_DEALER, who);

        ck_assert_int_eq(zmq_connect(s, bus_endpoint(l->bus)), 0);
        return s;
}

/* Sends the frames of "GBC1|id|verb|body", then as many more frames "x". */
static inline void
raw_send_more(void *socket, const char *frames, uint32_t more)
{
        const char *at = frames, *end;

        while ((end = strchr(at, '|'))) {
                ck_assert(zmq_send(socket, at, (size_t)(end - at), ZMQ_SNDMORE) >= 0);
                at = end + 1;
        }
        ck_assert(zmq_send(socket, at, strlen(at), more ? ZMQ_SNDMORE : 0) >= 0);
        for (uint32_t i = 0; i < more; i++)
                ck_assert(zmq_send(socket, "x", 1, i + 1 < more ? ZMQ_SNDMORE : 0) == 1);
}

static inline void
raw_send(void *socket, const char *frames)
{
        raw_send_more(socket, frames, 0);
}

/* Lets the bus work until mail comes, at most so long; keeps it in l->mail. */
static inline uint32_t
loop_take(struct loop *l, int timeout_ms)
{
        uint64_t end = clock_ticks_ms() + (uint64_t)timeout_ms;
        uint32_t count = 0;

        do {
                bus_wait(l->bus, 10, NULL, 0);
                count = bus_take(l->bus, l->arena, l->mail, MAIL_ROOM, BATCH_BYTES_MAX);
        } while (count == 0 && clock_ticks_ms() < end);
        return count;
}

/* Takes exactly one message and holds it against "id|verb|body". */
static inline const struct mail *
loop_expect(struct loop *l, const char *want)
{
        uint32_t count = loop_take(l, PATIENCE_MS);
        const struct mail *m = &l->mail[0];

        ck_assert_msg(count == 1, "%u messages, one was wanted: %s", count, want);
        ck_str(str_format(l->arena, "%.*s|%.*s|%.*s", STR_ARG(m->id), STR_ARG(m->verb),
                          STR_ARG(m->body)),
               want);
        return m;
}

/* The next message as its frames with | between; the bus works meanwhile. "" when none came. */
static inline struct str
raw_next(struct loop *l, void *socket, int timeout_ms)
{
        uint64_t end = clock_ticks_ms() + (uint64_t)timeout_ms;
        char text[512];
        size_t len = 0;
        int more = 1, got;

        do {
                bus_wait(l->bus, 1, NULL, 0);
                got = zmq_recv(socket, text, sizeof text - 1, ZMQ_DONTWAIT);
        } while (got < 0 && clock_ticks_ms() < end);
        while (got >= 0) {
                ck_assert(len + (size_t)got < sizeof text - 1);
                len += (size_t)got;
                zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &(size_t){ sizeof more });
                if (!more)
                        break;
                text[len++] = '|';
                got = zmq_recv(socket, text + len, sizeof text - 1 - len, 0);
        }
        return str_keep(l->arena, (struct str){ text, len });
}

/* A known key that comes new still gets an answer. */
static inline void
loop_still_up(struct loop *l)
{
        void *socket = raw_connect(l, &l->known);

        raw_send(socket, "GBC1|up|v|{}");
        ck_assert(bus_answer(l->bus, &loop_expect(l, "up|v|{}")->answer_to, STR("up"), ANSWER_OK,
                             STR("{}")));
        ck_str(raw_next(l, socket, PATIENCE_MS), "GBC1|up|ok|{}");
        zmq_close(socket);
}
