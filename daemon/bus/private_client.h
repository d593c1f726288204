#pragma once
/* One person's connection, and the questions under way on it. */

#include "bus/client.h"
#include "bus/frames.h"
#include "bus/private.h"

struct kept {
        zmq_msg_t id, body;
};

/* One question on its way. */
struct asking {
        struct str id, verb, body; /* the caller's */
        uint64_t send_ms;          /* when it shall be sent, again */
        uint64_t silence_ms;       /* how long an answer is waited for before that */
        uint64_t pause_ms;         /* how long after a busy */
        uint32_t unanswered;       /* sent on this connection without any answer */
        bool sent, busy, answered;
        enum answer kind; /* and its body, where answered */
        zmq_msg_t reply;
};

struct client {
        struct arena *arena; /* holds this struct and the endpoints */
        void *context, *socket, *monitor;
        const char *endpoints[ENDPOINTS_MAX];
        uint32_t endpoint_count;
        char server_key[KEY_TEXT_LENGTH + 1];
        char public_key[KEY_TEXT_LENGTH + 1];
        char secret_key[KEY_TEXT_LENGTH + 1];
        uint32_t dials; /* sockets made so far */
        bool connected; /* something listens there */
        bool ready;     /* a handshake succeeded, and that connection was not seen to end */
        bool refused;   /* a daemon said that it does not know our key */
        bool unlike;    /* a handshake failed otherwise */
        bool lost;      /* a connection ended since it was last asked */
        struct kept notices[NOTICES_KEPT_MAX];
        uint32_t notice_first, notice_count;
        struct asking askings[CLIENT_ASKINGS_MAX]; /* a ring, the oldest first */
        uint32_t asking_first, asking_count;
};

/* A new socket in place of the old one. False: f says why. */
bool client_dial(struct client *c, struct fault *f) MUST_USE;

/* The question at i of the ring, 0 the oldest. */
struct asking *asking_at(struct client *c, uint32_t i);
/* What is due, in order, as far as the socket takes it. After long silence dials anew; false: that
 * failed. */
bool askings_send(struct client *c, uint64_t now_ms, struct fault *f) MUST_USE;
/* The connection was lost or made anew: what was sent is sent again, at send_ms at the latest;
 * silence_ms: how long it is waited for then, 0: as before. */
void askings_anew(struct client *c, uint64_t send_ms, uint64_t silence_ms);
/* Takes the body over from p, where it is the answer to a question under way. */
void askings_hear(struct client *c, struct parts *p, const struct frames *said);
bool askings_due(struct client *c, uint64_t now_ms);
/* Until the next is due, at most until end_ms. */
uint64_t askings_wait_ms(struct client *c, uint64_t now_ms, uint64_t end_ms);
void askings_drop_first(struct client *c);
