#pragma once
/* One turn of the daemon: take, prepare, load, decide, seal, save, answer. */

#include "bus/bus.h"
#include "cert/cert.h"
#include "judge/decide.h"
#include "run/outbox.h"
#include "run/people.h"
#include "store/store.h"

/* A batch on its way. */
struct batch {
        struct arena *arena;
        struct ticket *tickets;
        struct mail *mail; /* one for each ticket: where its answer goes */
        struct known *known;
        struct save *saving;   /* its transaction, sent */
        struct instant now;    /* the turn's one reading of the clock */
        uint32_t count, asked; /* asked: those that came by mail; after them the clock's own */
};

struct work {
        struct bus *bus;
        struct store *store;
        struct signer *signer;
        struct str schema; /* of certificates: certificate.xsd */
        struct people *people;
        struct outbox *outbox;
        struct policy policy;
        uint32_t batch_max;
        struct batch batch[2];   /* one is taken and prepared while the other commits */
        struct batch *under_way; /* the one that commits; NULL: none */
        struct instant dues_at,
                dues_since;     /* deadlines: when looked for, and until when all done */
        uint64_t undelivered;   /* answers that nobody was there for */
        struct instant gone_at; /* when that was last logged */
        bool lost;              /* the connection to PostgreSQL has gone: stand by again */
        bool people_changed;    /* a key was added or revoked: refresh before the next handshake */
        bool told;              /* notices were written: the outbox has something to send */
        bool reload_asked;      /* rules.reload was granted: nothing is taken until it is done */
        struct route reload_to; /* where its answer goes, once it is done */
        char reload_id[REQUEST_ID_MAX + 1];
};

/* Both arenas; the other members are the caller's to fill. */
void work_open(struct work *w);
/* One turn at an instant. Returns how many requests are under way: 0 means that there is time to
 * wait. */
uint32_t work_turn(struct work *w, struct instant now);
/* Everything that is under way is finished and answered; nothing is taken. */
void work_settle(struct work *w);
void work_close(struct work *w);
