#include "bus/bus.h"

#include "bus/frames.h"
#include "bus/private.h"
#include "sys/clock.h"
#include "sys/log.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

enum {
        OWN_BYTES = 64 << 10,
        KEYS_BYTES = (KEYS_MAX + 1) * KEY_TEXT_LENGTH + OWN_BYTES,
        KEEPALIVE_IDLE_S = 60, /* below the ten minutes after which firewalls forget */
        KEEPALIVE_INTERVAL_S = 10,
        KEEPALIVE_COUNT = 6,
};

struct bus {
        struct arena *arena; /* holds this struct */
        void *context, *socket;
        struct zap zap;
        struct keys keys;
        struct bus_counts counts;
        char endpoint[ENDPOINT_BYTES_MAX];
};

/* MANDATORY: else an answer to a peer that has gone would vanish without a word. */
static const struct socket_option options[] = {
        { ZMQ_CURVE_SERVER, 1 },
        { ZMQ_ROUTER_MANDATORY, 1 },
        { ZMQ_RCVHWM, PEER_INBOX_MAX },
        { ZMQ_SNDHWM, PEER_OUTBOX_MAX },
        { ZMQ_BACKLOG, BACKLOG_MAX },
        { ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS },
        { ZMQ_HEARTBEAT_IVL, HEARTBEAT_MS },
        { ZMQ_HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT_MS },
        { ZMQ_LINGER, 0 },
        { ZMQ_IPV6, 1 },
        { ZMQ_TCP_KEEPALIVE, 1 },
        { ZMQ_TCP_KEEPALIVE_IDLE, KEEPALIVE_IDLE_S },
        { ZMQ_TCP_KEEPALIVE_INTVL, KEEPALIVE_INTERVAL_S },
        { ZMQ_TCP_KEEPALIVE_CNT, KEEPALIVE_COUNT },
};

struct str
answer_code(enum answer kind)
{
        static const char *const codes[] = {
                [ANSWER_OK] = "ok",
                [ANSWER_NO] = "no",
                [ANSWER_BAD] = "bad",
                [ANSWER_BUSY] = "busy",
        };

        assert(kind < COUNT(codes));
        return str_of(codes[kind]);
}

static bool
bus_bind(struct bus *b, const char *endpoint, const char *secret, struct fault *f)
{
        size_t room = sizeof b->endpoint;

        b->socket = zmq_socket(b->context, ZMQ_ROUTER);
        if (!b->socket)
                return fault(f, FAULT_REFUSED, "libzmq gives no socket: %s", zmq_strerror(errno));
        /* Without a domain libzmq would not ask the ZAP handler. */
        if (!socket_set(b->socket, options, COUNT(options), f) ||
            !socket_bound(b->socket, MESSAGE_BYTES_MAX, f) ||
            !socket_key(b->socket, ZMQ_CURVE_SECRETKEY, secret, "the server's secret key", f))
                return false;
        if (zmq_setsockopt(b->socket, ZMQ_ZAP_DOMAIN, "gbcertd", sizeof "gbcertd" - 1) != 0)
                return fault(f, FAULT_REFUSED, "libzmq refuses ZMQ_ZAP_DOMAIN: %s",
                             zmq_strerror(errno));
        if (zmq_bind(b->socket, endpoint) != 0 ||
            zmq_getsockopt(b->socket, ZMQ_LAST_ENDPOINT, b->endpoint, &room) != 0)
                return fault(f, FAULT_REFUSED, "cannot listen at %s: %s", endpoint,
                             zmq_strerror(errno));
        return true;
}

struct bus *
bus_open(const char *endpoint, const char *secret, struct fault *f)
{
        struct arena *arena = arena_new(OWN_BYTES);
        struct bus *b = TAKE(arena, struct bus, 1);

        b->arena = arena;
        b->keys.arena = arena_new(KEYS_BYTES);
        b->context = zmq_ctx_new();
        if (!b->context) {
                fault(f, FAULT_REFUSED, "libzmq does not start: %s", zmq_strerror(errno));
                bus_close(b, 0);
                return NULL;
        }
        zmq_ctx_set(b->context, ZMQ_IO_THREADS, 1);
        zmq_ctx_set(b->context, ZMQ_BLOCKY, 0);
        /* The handler first: a handshake that finds none would be let in. */
        if (!zap_open(&b->zap, b->context, f) || !bus_bind(b, endpoint, secret, f)) {
                bus_close(b, 0);
                return NULL;
        }
        return b;
}

const char *
bus_endpoint(const struct bus *b)
{
        return b->endpoint;
}

void
bus_admit(struct bus *b, const struct str *keys, uint32_t count)
{
        keys_set(&b->keys, keys, count);
}

/* What is left of the time, for poll: -1 is without end. */
static long
left_ms(int timeout_ms, uint64_t began_ms)
{
        uint64_t gone = clock_ticks_ms() - began_ms;

        if (timeout_ms < 0)
                return -1;
        return gone >= (uint64_t)timeout_ms ? 0 : timeout_ms - (long)gone;
}

bool
bus_wait(struct bus *b, int timeout_ms, const int *descriptors, uint32_t count)
{
        zmq_pollitem_t items[2 + DESCRIPTORS_MAX] = {
                { .socket = b->zap.socket, .events = ZMQ_POLLIN },
                { .socket = b->socket, .events = ZMQ_POLLIN },
        };
        uint64_t began = clock_ticks_ms();
        long left;

        assert(count <= DESCRIPTORS_MAX);
        for (uint32_t i = 0; i < count; i++)
                items[2 + i] = (zmq_pollitem_t){ .fd = descriptors[i], .events = ZMQ_POLLIN };
        do {
                left = left_ms(timeout_ms, began);
                if (zmq_poll(items, (int)count + 2, left) < 0)
                        return true;
                if (items[0].revents)
                        zap_settle(&b->zap, &b->keys);
                for (uint32_t i = 1; i < count + 2; i++)
                        if (items[i].revents)
                                return true;
        } while (left != 0);
        return false;
}

/* libzmq's own routing ids begin with a zero byte. A name that a client chose could be another's.
 */
static bool
route_of(struct parts *p, struct route *out)
{
        struct str id = parts_str(p, 0);

        *out = (struct route){ 0 };
        if (id.len == 0 || id.len > ROUTE_BYTES_MAX || id.at[0] != 0)
                return false;
        out->len = (uint8_t)id.len;
        memcpy(out->at, id.at, id.len);
        return true;
}

static bool
send_to(struct bus *b, const struct route *to, const struct str said[3])
{
        struct str frames[2 + 1 + 3];
        uint32_t count = 0;
        bool sent;

        frames[count++] = (struct str){ (const char *)to->at, to->len };
        if (to->enveloped)
                frames[count++] = STR("");
        frames[count++] = STR("GBC1");
        memcpy(&frames[count], said, 3 * sizeof *said);
        sent = to->len > 0 && said[2].len <= REPLY_BYTES_MAX &&
               parts_send(b->socket, frames, count + 3);
        if (sent)
                b->counts.answered++;
        else
                b->counts.undelivered++;
        return sent;
}

bool
bus_answer(struct bus *b, const struct route *to, struct str id, enum answer kind, struct str body)
{
        return send_to(b, to, (const struct str[]){ id, answer_code(kind), body });
}

bool
bus_notify(struct bus *b, const struct route *to, struct str notice_id, struct str body)
{
        return send_to(b, to, (const struct str[]){ notice_id, STR("notice"), body });
}

static void
answer_bad(struct bus *b, const struct route *to, const struct frames *said)
{
        char text[80];
        int len = snprintf(text, sizeof text, "{\"mistakes\":[{\"code\":\"%.*s\"}]}",
                           STR_ARG(said->code));

        assert(len > 0 && (size_t)len < sizeof text);
        b->counts.bad++;
        bus_answer(b, to, said->id, ANSWER_BAD, (struct str){ text, (size_t)len });
}

static bool
mail_read(struct bus *b, struct arena *a, struct parts *p, struct mail *out)
{
        /* Not of the routing id: libzmq leaves it bare when a poll has looked ahead. */
        const char *key = zmq_msg_gets(&p->at[p->kept - 1], "User-Id");
        struct str kept[FRAMES_KEPT];
        struct route from;
        struct frames said;
        enum frames_verdict verdict;

        for (uint32_t i = 0; i < FRAMES_KEPT; i++)
                kept[i] = parts_str(p, i + 1);
        verdict = frames_read(kept, p->count - 1, MESSAGE_BYTES_MAX, &said);
        if (!key || !keys_hold(&b->keys, str_of(key)) || !route_of(p, &from) ||
            verdict == FRAMES_DROPPED) {
                b->counts.dropped++;
                return false;
        }
        from.enveloped = said.enveloped;
        if (verdict == FRAMES_BAD) {
                answer_bad(b, &from, &said);
                return false;
        }
        *out = (struct mail){
                .answer_to = from,
                .id = str_keep(a, said.id),
                .verb = str_keep(a, said.verb),
                .body = str_keep(a, said.body),
        };
        memcpy(out->key, key, KEY_TEXT_LENGTH);
        b->counts.taken++;
        return true;
}

uint32_t
bus_take(struct bus *b, struct arena *a, struct mail *out, uint32_t room, size_t bytes_max)
{
        struct parts p;
        uint32_t taken = 0, passed = 0;
        size_t bytes = 0;

        zap_settle(&b->zap, &b->keys);
        while (taken < room && bytes < bytes_max && passed < DROPPED_MAX &&
               parts_receive(&p, b->socket)) {
                if (mail_read(b, a, &p, &out[taken]))
                        bytes += out[taken++].body.len;
                else
                        passed++;
                parts_close(&p);
        }
        return taken;
}

struct bus_counts
bus_counts(const struct bus *b)
{
        struct bus_counts counts = b->counts;

        counts.admitted = b->zap.admitted;
        counts.refused = b->zap.refused;
        return counts;
}

void
bus_close(struct bus *b, int linger_ms)
{
        if (!b)
                return;
        if (b->socket) {
                zmq_setsockopt(b->socket, ZMQ_LINGER, &linger_ms, sizeof linger_ms);
                zmq_close(b->socket);
        }
        if (b->zap.socket)
                zmq_close(b->zap.socket);
        context_end(b->context);
        arena_free(b->keys.arena);
        arena_free(b->arena);
}
