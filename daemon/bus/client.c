#include "bus/private_client.h"

#include "sys/clock.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum {
        OWN_BYTES = 64 << 10,
        RECONNECT_MS = 100,
        RECONNECT_MS_MAX = 1000,
        CONNECT_MS = 5000, /* a host that swallows packets is tried again after this */
        WATCHED = ZMQ_EVENT_CONNECTED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED |
                  ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                  ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL,
};

static const struct socket_option options[] = {
        { ZMQ_IMMEDIATE, 1 },
        { ZMQ_LINGER, 0 },
        { ZMQ_IPV6, 1 },
        { ZMQ_RECONNECT_IVL, RECONNECT_MS },
        { ZMQ_RECONNECT_IVL_MAX, RECONNECT_MS_MAX },
        { ZMQ_CONNECT_TIMEOUT, CONNECT_MS },
        { ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS },
        { ZMQ_HEARTBEAT_IVL, HEARTBEAT_MS },
        { ZMQ_HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT_MS },
        { ZMQ_RCVHWM, PEER_INBOX_MAX },
        { ZMQ_SNDHWM, PEER_INBOX_MAX },
};

static void
hang_up(struct client *c)
{
        if (c->socket) {
                zmq_socket_monitor(c->socket, NULL, 0);
                zmq_close(c->socket);
        }
        if (c->monitor)
                zmq_close(c->monitor);
        c->socket = c->monitor = NULL;
        c->connected = c->ready = c->refused = c->unlike = c->lost = false;
}

static bool
watch(struct client *c, struct fault *f)
{
        static const struct socket_option quiet[] = { { ZMQ_LINGER, 0 } };
        char name[40];

        snprintf(name, sizeof name, "inproc://monitor-%u", c->dials++);
        c->monitor = zmq_socket(c->context, ZMQ_PAIR);
        if (c->monitor && socket_set(c->monitor, quiet, COUNT(quiet), f) &&
            zmq_socket_monitor(c->socket, name, WATCHED) == 0 && zmq_connect(c->monitor, name) == 0)
                return true;
        return fault(f, FAULT_REFUSED, "libzmq gives no monitor: %s", zmq_strerror(errno));
}

bool
client_dial(struct client *c, struct fault *f)
{
        hang_up(c);
        c->socket = zmq_socket(c->context, ZMQ_DEALER);
        if (!c->socket)
                return fault(f, FAULT_REFUSED, "libzmq gives no socket: %s", zmq_strerror(errno));
        if (!socket_set(c->socket, options, COUNT(options), f) ||
            !socket_bound(c->socket, REPLY_BYTES_MAX, f) ||
            !socket_key(c->socket, ZMQ_CURVE_SERVERKEY, c->server_key, "the server's key", f) ||
            !socket_key(c->socket, ZMQ_CURVE_PUBLICKEY, c->public_key, "the public key", f) ||
            !socket_key(c->socket, ZMQ_CURVE_SECRETKEY, c->secret_key, "the secret key", f) ||
            !watch(c, f))
                return false;
        for (uint32_t i = 0; i < c->endpoint_count; i++)
                if (zmq_connect(c->socket, c->endpoints[i]) != 0)
                        return fault(f, FAULT_REFUSED, "cannot connect to %s: %s", c->endpoints[i],
                                     zmq_strerror(errno));
        return true;
}

static bool
copy_key(char to[KEY_TEXT_LENGTH + 1], const char *from)
{
        size_t len = strnlen(from, KEY_TEXT_LENGTH + 1);

        if (len != KEY_TEXT_LENGTH)
                return false;
        memcpy(to, from, KEY_TEXT_LENGTH + 1);
        return true;
}

static bool
endpoints_keep(struct client *c, const struct str *endpoints, uint32_t count, struct fault *f)
{
        if (count == 0 || count > ENDPOINTS_MAX)
                return fault(f, FAULT_REFUSED, "%u endpoints; 1 to %d can be tried", count,
                             ENDPOINTS_MAX);
        for (uint32_t i = 0; i < count; i++) {
                if (endpoints[i].len >= ENDPOINT_BYTES_MAX ||
                    memchr(endpoints[i].at, 0, endpoints[i].len))
                        return fault(f, FAULT_REFUSED, "endpoint %u is too long or no text", i + 1);
                c->endpoints[c->endpoint_count++] = str_c(c->arena, endpoints[i]);
        }
        return true;
}

struct client *
client_open(const struct str *endpoints, uint32_t count, const char *server_key,
            const char *public_key, const char *secret_key, struct fault *f)
{
        struct arena *arena = arena_new(OWN_BYTES);
        struct client *c = TAKE(arena, struct client, 1);

        c->arena = arena;
        c->context = zmq_ctx_new();
        if (!c->context)
                fault(f, FAULT_REFUSED, "libzmq does not start: %s", zmq_strerror(errno));
        else if (!copy_key(c->server_key, server_key) || !copy_key(c->public_key, public_key) ||
                 !copy_key(c->secret_key, secret_key))
                fault(f, FAULT_CORRUPT, "a key is not %d characters of Z85", KEY_TEXT_LENGTH);
        else if (zmq_ctx_set(c->context, ZMQ_BLOCKY, 0) == 0 &&
                 endpoints_keep(c, endpoints, count, f) && client_dial(c, f))
                return c;
        client_close(c);
        return NULL;
}

/* One event of libzmq's monitor: what we know of the connections. */
static void
event_read(struct client *c, unsigned event)
{
        if (event == ZMQ_EVENT_CONNECTED)
                c->connected = true;
        else if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED)
                c->ready = true;
        else if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH)
                c->refused = true;
        else if (event == ZMQ_EVENT_DISCONNECTED) {
                c->lost = c->lost || c->ready;
                c->ready = false;
        } else
                c->unlike = true;
}

static void
events_read(struct client *c)
{
        struct parts p;

        while (parts_receive(&p, c->monitor)) {
                struct str first = parts_str(&p, 0);
                uint16_t event = 0;

                if (first.len >= sizeof event) {
                        memcpy(&event, first.at, sizeof event);
                        event_read(c, event);
                }
                parts_close(&p);
        }
}

static void
client_poll(struct client *c, bool to_send, uint64_t wait_ms)
{
        zmq_pollitem_t items[] = {
                { .socket = c->socket, .events = ZMQ_POLLIN },
                { .socket = c->monitor, .events = ZMQ_POLLIN },
        };

        if (to_send)
                items[0].events |= ZMQ_POLLOUT;
        if (zmq_poll(items, COUNT(items), (long)wait_ms) > 0 && items[1].revents)
                events_read(c);
}

static bool
receive(struct client *c, struct parts *p, struct frames *said)
{
        while (parts_receive(p, c->socket)) {
                struct str kept[FRAMES_KEPT];

                for (uint32_t i = 0; i < FRAMES_KEPT; i++)
                        kept[i] = parts_str(p, i);
                if (frames_read(kept, p->count, REPLY_BYTES_MAX, said) == FRAMES_GOOD)
                        return true;
                parts_close(p);
        }
        return false;
}

/* Takes the message over from p. Past the room it is dropped: the daemon tells it again. */
static void
notice_keep(struct client *c, struct parts *p, const struct frames *said)
{
        struct kept *k = &c->notices[(c->notice_first + c->notice_count) % COUNT(c->notices)];
        uint32_t id = said->enveloped ? 2 : 1;

        if (c->notice_count == COUNT(c->notices))
                return;
        zmq_msg_init(&k->id);
        zmq_msg_init(&k->body);
        zmq_msg_move(&k->id, &p->at[id]);
        zmq_msg_move(&k->body, &p->at[id + 2]);
        c->notice_count++;
}

static void
notice_drop_first(struct client *c)
{
        zmq_msg_close(&c->notices[c->notice_first].id);
        zmq_msg_close(&c->notices[c->notice_first].body);
        c->notice_first = (c->notice_first + 1) % COUNT(c->notices);
        c->notice_count--;
}

static void
hear(struct client *c)
{
        struct parts p;
        struct frames said;

        while (receive(c, &p, &said)) {
                if (str_is(said.verb, "notice"))
                        notice_keep(c, &p, &said);
                else
                        askings_hear(c, &p, &said);
                parts_close(&p);
        }
}

static bool
refused(const struct client *c, struct fault *f)
{
        return fault(f, FAULT_REFUSED,
                     "the daemon does not know the key %s, or it was revoked there", c->public_key);
}

static bool
late(struct client *c, int timeout_ms, struct fault *f)
{
        const struct asking *q = asking_at(c, 0);
        const char *where = c->endpoints[0];
        char others[32] = "";

        if (c->endpoint_count > 1)
                (void)snprintf(others, sizeof(others), " (or %u others)", c->endpoint_count - 1);

        if (q->busy)
                return fault(f, FAULT_LATE, "the daemon was busy for %d ms", timeout_ms);
        if (q->sent)
                return fault(f, FAULT_LATE, "connected to %s%s, no answer in %d ms", where, others,
                             timeout_ms);
        if (c->unlike)
                return fault(f, FAULT_LATE,
                             "at %s%s somebody listens but does not take the "
                             "handshake: is the server's key right?",
                             where, others);
        if (c->connected)
                return fault(f, FAULT_LATE,
                             "at %s%s somebody listens but did not finish the "
                             "handshake in %d ms",
                             where, others, timeout_ms);
        return fault(f, FAULT_LATE, "nobody listens at %s%s for %d ms", where, others, timeout_ms);
}

static struct str
part_keep(struct arena *a, const zmq_msg_t *part)
{
        zmq_msg_t *own = (zmq_msg_t *)part; /* zmq_msg_data changes nothing, yet takes no const */

        return str_keep(a, (struct str){ zmq_msg_data(own), zmq_msg_size(part) });
}

bool
client_begin(struct client *c, struct str id, struct str verb, struct str body, struct fault *f)
{
        uint64_t now = clock_ticks_ms();

        assert(frames_id_ok(id) && c->asking_count < COUNT(c->askings));
        if (body.len > MESSAGE_BYTES_MAX)
                return fault(f, FAULT_REFUSED,
                             "a message of %zu bytes; %d are the most that a "
                             "daemon takes",
                             body.len, MESSAGE_BYTES_MAX);
        events_read(c);
        if ((c->refused || !c->socket) && !client_dial(c, f))
                return false;
        *asking_at(c, c->asking_count++) = (struct asking){ .id = id,
                                                            .verb = verb,
                                                            .body = body,
                                                            .send_ms = now,
                                                            .silence_ms = CLIENT_SILENCE_MS,
                                                            .pause_ms = CLIENT_BUSY_MS };
        return askings_send(c, now, f);
}

/* The answer to the oldest is there when true. */
static bool
oldest_wait(struct client *c, int timeout_ms, struct fault *f)
{
        struct asking *q = asking_at(c, 0);
        uint64_t now = clock_ticks_ms(), end = now + (uint64_t)timeout_ms;

        hear(c);
        for (; !q->answered && now < end; now = clock_ticks_ms()) {
                if (!askings_send(c, now, f))
                        return false;
                client_poll(c, askings_due(c, now), askings_wait_ms(c, now, end));
                hear(c);
                if (q->answered)
                        break;
                if (c->refused && !c->ready)
                        return refused(c, f);
                if (c->lost) {
                        c->lost = false;
                        askings_anew(c, now + RECONNECT_MS, CLIENT_SILENCE_MS);
                }
        }
        return q->answered || late(c, timeout_ms, f);
}

bool
client_finish(struct client *c, struct arena *a, int timeout_ms, struct reply *out, struct fault *f)
{
        assert(c->asking_count > 0 && timeout_ms >= 0);
        if (!oldest_wait(c, timeout_ms, f)) {
                while (c->asking_count > 0)
                        askings_drop_first(c);
                return false;
        }
        out->kind = asking_at(c, 0)->kind;
        out->body = part_keep(a, &asking_at(c, 0)->reply);
        askings_drop_first(c);
        return true;
}

bool
client_ask(struct client *c, struct arena *a, struct str id, struct str verb, struct str body,
           int timeout_ms, struct reply *out, struct fault *f)
{
        assert(c->asking_count == 0);
        if (client_begin(c, id, verb, body, f))
                return client_finish(c, a, timeout_ms, out, f);
        while (c->asking_count > 0)
                askings_drop_first(c);
        return false;
}

bool
client_notice(struct client *c, struct arena *a, int timeout_ms, struct notice *out)
{
        uint64_t now = clock_ticks_ms(), end = now + (uint64_t)timeout_ms;
        const struct kept *first;

        assert(timeout_ms >= 0);
        if (!c->socket)
                return false;
        hear(c);
        for (; c->notice_count == 0 && now < end; now = clock_ticks_ms()) {
                client_poll(c, false, end - now);
                hear(c);
        }
        if (c->notice_count == 0)
                return false;
        first = &c->notices[c->notice_first];
        out->id = part_keep(a, &first->id);
        out->body = part_keep(a, &first->body);
        notice_drop_first(c);
        return true;
}

void
client_close(struct client *c)
{
        if (!c)
                return;
        while (c->notice_count > 0)
                notice_drop_first(c);
        while (c->asking_count > 0)
                askings_drop_first(c);
        hang_up(c);
        context_end(c->context);
        explicit_bzero(c->secret_key, sizeof c->secret_key);
        arena_free(c->arena);
}
