#pragma once
/* The life of a case: one table of moves. A move that is not in the table cannot be made here, nor
 * stored: migrations/ holds the same table behind a foreign key. */

#include "model/request.h"
#include "model/words.h"

/* What moves a case: a person's verb, or what judging found. */
enum event {
        EVENT_NONE,
        EVENT_SUBMIT,    /* nothing → received */
        EVENT_FIND_GAPS, /* received → deficient */
        EVENT_JUDGE,     /* received → judged */
        EVENT_AMEND,
        EVENT_TAKE,
        EVENT_RECOMMEND,
        EVENT_SEND_BACK, /* the verdict changed since the recommendation */
        EVENT_CERTIFY,
        EVENT_DECLINE,
        EVENT_WITHDRAW,
        EVENT_APPEAL,
        EVENTS
};

struct move_row {
        enum case_state from;
        enum event event;
        enum case_state to;
};

extern const struct move_row case_moves[];
extern const uint32_t case_move_count;

/* CASE_NONE: the table has no such move. */
enum case_state case_move(enum case_state from, enum event event);
/* "submit", "find_gaps" ... */
struct str event_code(enum event e);
/* EVENT_NONE: no such event. */
enum event event_of(struct str code);
