#pragma once
/* The row of a bond, and the lists and indexes that rows are made of. */

#include "proceeds/dossier.h"

/* Finds the numbers of rows by their keys. */
struct key_index {
        uint32_t *slots; /* number + 1; 0 is free */
        struct str *keys;
        uint32_t count, room, mask;
};
/* The key's number; a new one, and *fresh, when there was none. */
uint32_t key_put(struct arena *a, struct key_index *x, struct str key, bool *fresh);
/* -1: none. */
int64_t key_find(const struct key_index *x, struct str key);
/* at, with room for one more of size bytes after count; *room is kept by the caller. */
void *grown(struct arena *a, void *at, uint32_t count, uint32_t *room, size_t size);
/* A new element at the end of list, of struct { type *at; uint32_t count, room; }. */
#define ADD(a, list)                                                                               \
        ((list)->at = grown((a), (list)->at, (list)->count, &(list)->room, sizeof *(list)->at),    \
         &(list)->at[(list)->count++])

/* Money not yet used, with the last day on which it may lie idle. */
struct lot {
        int64_t left;
        struct day ends;
        int32_t months; /* of its clock, to tell 24 months from 12 */
        struct day starts;
        bool restarted; /* came back; its clock starts anew once only */
};
struct lots {
        struct lot *at;
        uint32_t count, room;
};

struct placement {
        struct str event;
        struct day date;
        int64_t left;
        bool told; /* a finding stands already */
};
struct placements {
        struct placement *at;
        uint32_t count, room;
};

/* Paid to a project company or finance bureau, and how much of it went on to suppliers. */
struct front {
        struct str event, project, payee;
        struct day date;
        int64_t amount, onward;
};
struct fronts {
        struct front *at;
        uint32_t count, room;
};

/* Out of the special account to the group. */
struct outflow {
        struct str event, party;
        struct day date, grace; /* a project invoice until then clears it */
        int64_t amount, matched;
};
struct outflows {
        struct outflow *at;
        uint32_t count, room;
};

/* Into the special account shortly before the end of a period. */
struct inflow {
        struct str event, party;
        struct day date, period_end;
        int64_t amount, gone;
        bool reported;
};
struct inflows {
        struct inflow *at;
        uint32_t count, room;
};

/* What one payment was, for reversals, windows and cumulative tests. The ledger holds it; what
 * later facts made of it (reversed, here) is a row of its own once they did. */
struct payment {
        struct str event, payee, project, invoice, certificate;
        struct day date, invoice_date;
        bool dated, reimbursed, changed;
        int64_t amount, reversed;
        int64_t here;         /* of it still with the payee, as far as is known */
        struct str gross_key; /* of its row by seller and amount */
        uint32_t before;      /* number + 1 of the one before it to the same payee; 0: none */
};
struct payments {
        struct payment *at;
        uint32_t count, room;
};

/* How much of a payment came round to the group, so far. */
struct circle {
        struct str event;
        struct day date; /* of the payment */
        int64_t minor;
};
struct circles {
        struct circle *at;
        uint32_t count, room;
};

/* Proceeds received until the end of a day, with that day's. */
struct raising {
        struct day date;
        int64_t net;
};
struct raisings {
        struct raising *at;
        uint32_t count, room;
};

/* Balances at the end of a day on which something moved. */
struct moment {
        struct day date;
        struct balances balances;
        int64_t net; /* proceeds received until then */
};
struct moments {
        struct moment *at;
        uint32_t count, room;
};

struct filed {
        struct day period_end, date;
        bool has_period;
        struct str event;
};
struct fileds {
        struct filed *at;
        uint32_t count, room;
};

struct reallocation {
        struct str event, from;
        struct day date;
        int64_t amount;
        bool disclosed, awaited; /* awaited: no word on disclosure yet */
        struct day window_ends;
};
struct reallocations {
        struct reallocation *at;
        uint32_t count, room;
};

struct signal {
        struct day date;
        int32_t points;
        bool missed; /* a bond payment */
};
struct signals {
        struct signal *at;
        uint32_t count, room;
};

enum due_kind {
        DUE_NONE,
        DUE_IDLE,
        DUE_REPORT,
        DUE_REPORT_RISE,
        DUE_FRONT,
        DUE_TENOR,
        DUE_SUBSTITUTION,
        DUE_ALLOCATION,
        DUE_EXCHANGE,
        DUE_KINDS
};
struct due {
        struct day on;
        enum due_kind kind;
        int32_t number; /* of its kind: a period's end, a level, an element */
        struct str ref;
};
struct dues {
        struct due *at;
        uint32_t count, room;
};

/* A bond's part in one project. */
struct stake {
        struct str project;
        int64_t allocated, paid; /* net, minor units */
        struct dec paid_cny;     /* at the rates of the payments; CNY minor units */
        bool rates;              /* every payment had one */
        int64_t named;           /* money that P01, P02 or P23 names */
};
struct stakes {
        struct stake *at;
        uint32_t count, room;
};

/* A project's end and what became of its money. */
struct ending {
        struct str project;
        struct day since, deadline;
        int64_t owed, moved, undisclosed;
        bool sold, over, planned, stalled, by_sale; /* by_sale: of an asset, not by a status */
};
struct endings {
        struct ending *at;
        uint32_t count, room;
};

struct numbers {
        uint32_t *at;
        uint32_t count, room;
};

struct bond_row {
        struct bond bond;
        struct balances balances;
        int64_t net, allocated;
        int64_t turnover; /* of all facts: every other sum is below it */
        int64_t fresh_used, strayed, to_group, early;
        bool issued;
        struct day issued_on;
        struct lots lots;
        struct placements placements;
        struct fronts fronts;
        struct outflows outflows;
        struct inflows inflows;
        struct payments payments; /* those at hand, in the order of the ledger */
        struct key_index payment_index, payee_index;
        struct numbers last_paid; /* by payee_index: number + 1 of the last payment to it */
        struct key_index billed_index;
        struct numbers last_billed; /* likewise, by the number of the invoice */
        struct circles circles;
        struct raisings raisings;
        struct moments moments; /* those at hand */
        uint32_t moment_days;   /* days that had one, ever */
        struct fileds filed;
        struct reallocations reallocations;
        struct signals signals;
        struct dues dues;
        struct stakes stakes;
        struct endings endings;
        uint32_t round_count, amount_count;
        /* Of what moves money: the day on which it was recorded last, the latest day that was told
         * of until then, and that told of before that day of recording. */
        struct day recorded_on, told_of, told_before;
        bool changed;
};
