#pragma once
/* Double entry of a bond's money in exact minor units: append-only, idempotent by event id, and
 * summing to zero always. */

#include "proceeds/history.h"

enum account {
        ACCOUNT_SPECIAL, /* special_account */
        ACCOUNT_PLACED,  /* idle money placed, at cost */
        ACCOUNT_ISSUER,  /* at the issuer's own, a parent's or the group's account */
        ACCOUNT_PROJECT_COMPANY,
        ACCOUNT_SUPPLIERS,
        ACCOUNT_INVESTORS, /* a source: below zero */
        ACCOUNT_ISSUE_COSTS,
        ACCOUNT_INTEREST, /* a source: below zero */
        ACCOUNTS
};

struct balances {
        int64_t at[ACCOUNTS];
        int64_t returned; /* a memo of all that was sent back, outside the sum */
};

/* What a payee or a counterparty is to the bond. */
enum standing {
        STANDING_SUPPLIER,
        STANDING_PROJECT_COMPANY, /* money there is paid on, not used; also finance bureaus */
        STANDING_GROUP,           /* issuer, parent, controlled, cash pool */
};

/* One side of an event: amount into the account, out of it when below zero. */
struct posting {
        enum account account;
        int64_t minor;
        struct str event, project, payee, invoice;
};

enum {
        POSTINGS_MAX = 6
}; /* of one event: a return of more than was paid, with interest */

struct posted {
        struct posting at[POSTINGS_MAX];
        uint32_t count;
        int64_t returned;
        const char *refused; /* code of a mistake: the account could not have paid it; or NULL */
        bool beyond; /* more comes back than was paid: the rest is taken for earnings */
        enum account short_of;
        int64_t has, wanted;
};

/* Who the counterparties of a fact are; the dossier knows. */
struct sides {
        enum standing from, to;
        bool from_special, to_special; /* the account it names is the special account */
        int64_t part_to_special;       /* of a sale: what reached the special account */
        int64_t of_left;               /* of a reversal: what of its payment has not come back */
        bool of_known;                 /* that payment is at hand */
        bool moves;                    /* the special account itself moves: nothing is paid */
        bool before_issue; /* paid before the bond's money was there: from the issuer's own */
};

/* The postings of one fact on what the accounts hold; none for a fact that moves nothing. They sum
 * to zero also when it is refused (then what would have been posted). */
struct posted ledger_post(const struct bond *b, const struct balances *now, const struct fact *f,
                          const struct sides *s);
/* False: a balance would overflow. */
bool balances_add(struct balances *b, const struct posted *p) MUST_USE;
/* The sum of all accounts: always zero. */
int64_t balances_sum(const struct balances *b);
struct str account_code(enum account a);
