#pragma once
/* ZeroMQ: authenticated messages in, answers and notices out. Knows keys, not what they mean. */

#include "base/fault.h"
#include "base/str.h"

struct bus;

enum { KEY_TEXT_LENGTH = 40 }; /* a CURVE key in Z85, ZeroMQ RFC 32 */
enum { ROUTE_BYTES_MAX = 6 };  /* libzmq gives five: a zero and a number */

/* Where an answer goes: the routing id that libzmq gave the connection, and whether that peer puts
 * an empty frame first (a REQ socket does, and waits for one). A plain value; zeroed: nobody. */
struct route {
        uint8_t len;
        bool enveloped;
        uint8_t at[ROUTE_BYTES_MAX];
};

/* One message whose frames are in order. All strs live as long as the arena it was taken into. */
struct mail {
        struct route answer_to;
        char key[KEY_TEXT_LENGTH + 1]; /* the sender's public key, as ZAP admitted it */
        struct str id, verb;           /* id has the right form; verb is UTF-8, VERB_BYTES_MAX */
        struct str body;               /* as sent, at most MESSAGE_BYTES_MAX */
};

enum answer { ANSWER_OK, ANSWER_NO, ANSWER_BAD, ANSWER_BUSY };

/* What the bus has seen since it was opened. */
struct bus_counts {
        uint64_t admitted, refused;     /* handshakes that ZAP settled */
        uint64_t taken, bad, dropped;   /* messages: given on, answered here, without an answer */
        uint64_t answered, undelivered; /* answers and notices: handed to libzmq, or not */
};

/* Binds a CURVE ROUTER and its ZAP handler, both served by the caller's loop. endpoint: tcp:// or
 * ipc://, a port of * is chosen by the system; secret: the server's Z85 secret key. Nobody is
 * admitted yet, and no handshake is settled before the first bus_wait. The caller owns it. NULL: f
 * says why. */
struct bus *bus_open(const char *endpoint, const char *secret, struct fault *f) MUST_USE;
/* The endpoint it is bound to, with the port that was chosen. Borrowed. */
const char *bus_endpoint(const struct bus *b);
/* From now on just these keys may connect (Z85 texts, count of them, at most KEYS_MAX; copied). A
 * key that is not among them any more gets no further message through, also on a connection it
 * already has. A text that is no key admits nobody. */
void bus_admit(struct bus *b, const struct str *keys, uint32_t count);
/* Waits for mail, a handshake, or one of count descriptors (at most DESCRIPTORS_MAX) to become
 * readable, at most timeout_ms (negative: without end); settles handshakes. True: there may be
 * mail, a readable descriptor, or a signal came. */
bool bus_wait(struct bus *b, int timeout_ms, const int *descriptors, uint32_t count);
/* Takes up to room messages, and stops once their bodies make bytes_max bytes: the last may pass
 * that by MESSAGE_BYTES_MAX. Settles handshakes on its way. What is not GBC1, has a wrong frame
 * count, a client-chosen routing id or an id of the wrong form is dropped, or answered `bad` with
 * the code when it has an id to answer to (see the table in daemon/README.md); neither is
 * counted. */
uint32_t bus_take(struct bus *b, struct arena *a, struct mail *out, uint32_t room,
                  size_t bytes_max);
/* False: the peer has gone, or its queue is full, or body is over REPLY_BYTES_MAX. Never blocks. */
bool bus_answer(struct bus *b, const struct route *to, struct str id, enum answer kind,
                struct str body);
bool bus_notify(struct bus *b, const struct route *to, struct str notice_id, struct str body);
struct bus_counts bus_counts(const struct bus *b);
/* Stops taking mail; lets what was answered leave, at most linger_ms. NULL is nothing. */
void bus_close(struct bus *b, int linger_ms);
struct str answer_code(enum answer kind); /* "ok" "no" "bad" "busy" */
