#pragma once
/* Events on their way to the daemon, message by message. Bad lines are found by halving. */

#include "ctl/call.h"

/* An event as JSON, and where it stood. */
struct item {
        struct str json, bond;
        uint32_t line;
};

struct sending {
        struct call *c;
        struct call inner;                            /* with memory that each message gives back */
        const char *file;                             /* for what is reported */
        const struct doc *terms, *projects, *parties; /* said with the first message; or NULL */
        uint64_t recorded, repeated, found;
        uint64_t bad;
        bool whole; /* a refused message is not halved, and ends it */
        int worst;
};

enum { MESSAGE_EVENTS = 500 };

void sending_open(struct sending *s, struct call *c, const char *file);
/* Items of one bond, in order, as many messages as it takes. False: the daemon is not there, or a
 * message was refused whole. */
bool sending_items(struct sending *s, const struct item *items, uint32_t count) MUST_USE;
/* A line that cannot even be sent. */
void sending_bad(struct sending *s, uint32_t line, const char *code, struct str value);
/* What came of it all, on standard output. Returns the exit code. */
int sending_close(struct sending *s);
