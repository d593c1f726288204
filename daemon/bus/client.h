#pragma once
/* The other end of the bus: one person's connection to whichever daemon is the writer now. */

#include "bus/bus.h"

struct client;

struct reply {
        enum answer kind;
        struct str body; /* JSON */
};

struct notice {
        struct str id, body;
};

/* endpoints: one or several (at most ENDPOINTS_MAX), all connected, with ZMQ_IMMEDIATE, so that
 * only a daemon that is there gets the request. server_key, public_key, secret_key: Z85. The caller
 * owns it. NULL: f says why. */
struct client *client_open(const struct str *endpoints, uint32_t count, const char *server_key,
                           const char *public_key, const char *secret_key,
                           struct fault *f) MUST_USE;
/* Asks and waits at most timeout_ms. The same id is sent again, to whoever is there, while no reply
 * comes and while the answer is busy; the daemon makes that safe. Answers to other ids are passed
 * over; notices that come meanwhile are kept for client_notice, NOTICES_KEPT_MAX of them. id has
 * the right form (frames_id_ok). A body over MESSAGE_BYTES_MAX is refused here (FAULT_REFUSED).
 * False: f says why; FAULT_LATE: nobody was there or answered in time; FAULT_REFUSED: whoever
 * is there does not know this key (any more), said at once. */
bool client_ask(struct client *c, struct arena *a, struct str id, struct str verb, struct str body,
                int timeout_ms, struct reply *out, struct fault *f) MUST_USE;
/* The same with several under way, at most CLIENT_ASKINGS_MAX: sends and does not wait. id and body
 * stay the caller's, unchanged, until its client_finish. They arrive in order, but are sent again
 * each by itself: who relies on order says so in the body. */
bool client_begin(struct client *c, struct str id, struct str verb, struct str body,
                  struct fault *f) MUST_USE;
/* Waits for the answer to the oldest under way, at most timeout_ms. False: f says why, as above;
 * nothing is under way any more, and what became of it is unknown. */
bool client_finish(struct client *c, struct arena *a, int timeout_ms, struct reply *out,
                   struct fault *f) MUST_USE;
/* The next notice, waiting at most timeout_ms. False: none came. */
bool client_notice(struct client *c, struct arena *a, int timeout_ms, struct notice *out);
/* client_close(NULL) is nothing. */
void client_close(struct client *c);
