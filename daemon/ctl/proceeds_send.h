#pragma once
/* Events on their way to the daemon, message by message. Bad lines are found by halving. */

#include "base/limits.h"
#include "ctl/call.h"

/* An event as JSON, and where it stood. */
struct item {
        struct str json, bond, id; /* id: empty where it is not known */
        uint32_t line;
};

/* A message under way, with all that it takes to send it again in parts. */
struct flight {
        struct arena *arena;
        struct item *items;
        uint32_t count;
};

struct sending {
        struct call *c;
        struct call inner;   /* with memory that each message gives back */
        struct arena *alone; /* of a message that is waited for at once */
        struct flight flights[CLIENT_ASKINGS_MAX]; /* a ring, the oldest first */
        uint32_t first, flying;
        uint64_t begun, ended;                        /* messages of flights so far */
        const char *file;                             /* for what is reported */
        const struct doc *terms, *projects, *parties; /* said with the first message; or NULL */
        uint64_t recorded, repeated, found;
        uint64_t bad;
        uint32_t *bad_lines; /* those of them that no mark has passed yet */
        uint32_t bad_count, bad_room;
        uint64_t bad_passed;
        bool whole; /* a refused message is not halved, and ends it */
        int worst;
};

enum { MESSAGE_EVENTS = 500 };

void sending_open(struct sending *s, struct call *c, const char *file);
/* Items of one bond, in order, as many messages as it takes; the last ones may still be under way
 * afterwards, unless s->whole. False: the daemon is not there, or a message was refused whole. */
bool sending_items(struct sending *s, const struct item *items, uint32_t count) MUST_USE;
/* Waits for all that is under way. */
bool sending_land(struct sending *s) MUST_USE;
/* A line that cannot even be sent. */
void sending_bad(struct sending *s, uint32_t line, const char *code, struct str value);
/* How many lines up to this one were bad; asked for later and later lines, when all of them were
 * answered. */
uint64_t sending_bad_until(struct sending *s, uint32_t line);
/* Bad lines that a run before has told, of a file that this one goes on with. */
void sending_bad_before(struct sending *s, uint64_t count);
/* A column that is nearly one of an event's. */
void sending_near(struct sending *s, uint32_t line, struct str value, struct str wanted);
/* What came of it all, on standard output. Returns the exit code. */
int sending_close(struct sending *s);
