#pragma once
/* What the files of bus/ share: messages as libzmq has them, socket options, the list of keys. */

#include "base/fault.h"
#include "bus/bus.h"

#include <zmq.h>

/* A ZAP request seen from a ROUTER has nine frames; no other message needs as many. */
enum { PARTS_KEPT = 9 };

/* One message. Frames past those kept are received, counted and closed one at a time, so that a
 * message of a million frames costs no more than one of ten. */
struct parts {
        zmq_msg_t at[PARTS_KEPT];
        uint32_t count; /* all of them */
        uint32_t kept;
};

/* Never blocks. False: no message was there, and nothing is to be closed. */
bool parts_receive(struct parts *p, void *socket) MUST_USE;
/* A view of frame i, which was kept; or the empty str. */
struct str parts_str(struct parts *p, uint32_t i);
void parts_close(struct parts *p);
/* Sends one message of count frames, copied. Never blocks. False: it was not taken whole. */
bool parts_send(void *socket, const struct str *frames, uint32_t count);

struct socket_option {
        int name, value;
};
bool socket_set(void *socket, const struct socket_option *options, uint32_t count,
                struct fault *f) MUST_USE;
/* The longest message on the wire that carries a body of body_max. */
bool socket_bound(void *socket, size_t body_max, struct fault *f) MUST_USE;
bool socket_key(void *socket, int name, const char *key, const char *what,
                struct fault *f) MUST_USE;
/* zmq_ctx_term, however many signals come. NULL is nothing. */
void context_end(void *context);

/* The keys that may come in, sorted. */
struct keys {
        struct arena *arena;
        char (*at)[KEY_TEXT_LENGTH];
        uint32_t count;
};

void keys_set(struct keys *k, const struct str *texts, uint32_t count);
bool keys_hold(const struct keys *k, struct str text) MUST_USE;

/* The ZAP handler (ZeroMQ RFC 27): says which handshakes succeed. */
struct zap {
        void *socket;
        uint64_t admitted, refused;
        uint64_t told_ms; /* when a refusal was last logged */
};

bool zap_open(struct zap *z, void *context, struct fault *f) MUST_USE;
/* Answers what is waiting. Never blocks. */
void zap_settle(struct zap *z, const struct keys *k);
