#pragma once
/* Tells people who are connected that something waits for them, until they acknowledge it. The
 * rows are the store's; the content is fetched by the addressee's own request. */

#include "bus/bus.h"
#include "run/people.h"
#include "store/store.h"

struct outbox;

/* The caller owns it. */
struct outbox *outbox_new(void);
/* The connection on which a key last spoke. */
void outbox_seen(struct outbox *o, const char *key, const struct route *route);
/* Sends what is new, and every NOTICE_RETRY_MS what is still not acknowledged, a page at a time.
 * written: notices were committed since the last call. ticks_ms: of the monotonic clock. */
bool outbox_send(struct outbox *o, struct bus *b, struct store *s, const struct people *p,
                 bool written, uint64_t ticks_ms, struct fault *f) MUST_USE;
void outbox_free(struct outbox *o);
