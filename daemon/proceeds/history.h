#pragma once
/* A proceeds history: bonds, projects, parties and the facts about their money, read leniently.
 *
 * Facts already happened, so nothing in them is refused for being improper. A key nobody knows is
 * a note; a wrong type, date or amount is a mistake. The text `none` is a statement that there is
 * none, `unknown` says as little as an absent key. */

#include "base/day.h"
#include "base/dec.h"
#include "model/mistake.h"
#include "model/words.h"

/* How a value was said: zeroed memory says nothing. */
enum told { TOLD_NOTHING, TOLD_NONE, TOLD_VALUE };

struct told_money { /* minor units of the currency of its key: the bond's, or CNY */
        enum told told;
        int64_t minor;
};
struct told_day {
        enum told told;
        struct day day;
        struct str text; /* as said, when it is no date */
};
struct told_number {
        enum told told;
        struct dec dec;
};
struct told_text {
        enum told told;
        struct str text;
};
enum told_truth { TRUTH_UNSAID, TRUTH_NO, TRUTH_YES };

/* The types of facts, a closed set. A fact of another type is kept out and is a note. */
enum fact_type {
        FACT_NONE,
        FACT_ISSUE,
        FACT_ALLOCATE,
        FACT_DISBURSE,
        FACT_REIMBURSE,
        FACT_DOWNSTREAM,
        FACT_FLOW, /* third_party_flow */
        FACT_PLACE,
        FACT_PLACE_RETURN,
        FACT_TRANSFER,
        FACT_RETURN,
        FACT_REVERSAL,
        FACT_REALLOCATE,
        FACT_CONTRACT_CHANGE,
        FACT_BUDGET_REVISION,
        FACT_PROJECT_STATUS,
        FACT_COMPLETE,
        FACT_ASSET_SALE,
        FACT_ALLOCATION_REPORT,
        FACT_IMPACT_REPORT,
        FACT_IMPACT_STATEMENT,
        FACT_ENV_PENALTY,
        FACT_DEFAULT_SIGNAL,
        FACT_CARBON_GRADE,
        FACT_DISCLOSURE,
        FACT_TYPES
};

struct invoice {
        bool stated;
        struct told_text number; /* also when the invoice is a mere text */
        struct told_text description, certificate, currency;
        struct told_day date;
        struct told_money amount; /* gross */
};

/* One event. A member that its type does not have stays untold. Money is in minor units of the
 * bond's currency but for those marked CNY. */
struct fact {
        enum fact_type type;
        struct str id; /* as stated, else its position from 1: "7" */
        struct day date;
        struct str bond; /* its id; empty: of no bond, or of the issuer */
        uint32_t line, column;
        struct told_text project, to_project, payee, from, to, from_account, to_account, account;
        struct told_text memo, approval, product, permitted_class, source, document, reason;
        struct told_text of, status, kind, subject, matter, what, reference, channel, basis;
        struct told_text grade, previous, stated_placement, stated_changes, proceeds_to;
        struct told_text signal_from, signal_to;
        struct told_money amount, interest, unspent, reduction, net_received;
        struct told_money stated_used, stated_idle, financed_part;
        struct told_money fine;       /* of the bond's currency */
        struct told_money budget_cny; /* CNY */
        struct told_number fx_cny;          /* CNY for one unit of the bond's currency */
        struct told_number level;           /* a default_signal's amount: a share, a price, money */
        struct told_number year, mwh, tco2_project, financing_share, tco2_attributed, factor_used;
        struct told_number tce_project, stop_days;
        struct told_day original_payment, disclosed_on, period_end, on;
        enum told_truth corrected, stop_order;
        struct invoice invoice;
};

struct report_schedule; /* proceeds/bounds.h */

struct bond {
        struct str id;
        struct str issuer, currency, special_account;
        struct str special_account_too; /* where it moved to, as a fact says */
        struct str issuer_code;         /* empty: not known, as in a history */
        int32_t decimals;               /* of its currency */
        struct told_money amount, approval_limit, issue_costs, net;
        struct told_day issue_date, certified_on;
        const struct str *standards; /* ids or families, as stated */
        uint32_t standard_count;
        struct told_number look_back_months, substitution_days;
        const struct str *report_due; /* dates, or days of every year: all can be read */
        uint32_t report_due_count;
        const struct str *projects; /* ids that the certificates name; none: what a history lists */
        uint32_t project_count;
        const struct report_schedule *schedule; /* NULL: half-years and years, as in a history */
        uint32_t line, column;
};

struct budget_revision {
        struct told_day on;
        struct told_money budget, budget_cny;
        enum told_truth approved; /* unsaid counts as approved */
};

struct project {
        struct str id, name, category;
        struct told_text code; /* of the national register: one project, whoever says it */
        struct told_money budget; /* in the currency of the first bond */
        struct told_money budget_cny;
        const struct budget_revision *revisions;
        uint32_t revision_count;
        struct told_number capacity_mw;
        struct told_text grid;
        struct told_day start_operation;
};

struct party {
        struct str id, name;
        struct told_text code; /* unified social credit code */
        struct told_text role, related, business, account;
        enum told_truth in_contract_list, disclosed_in_prospectus, tendered;
        struct told_day registered_on;
};

/* A key nobody knows, or a fact of an unknown type. */
struct note {
        struct str at, name; /* pointer into the document; the key or type */
        uint32_t line, column;
};

struct history {
        struct told_day as_of;
        const struct bond *bonds;
        uint32_t bond_count;
        const struct project *projects;
        uint32_t project_count;
        const struct party *parties;
        uint32_t party_count;
        const struct fact *facts; /* by date; same-day facts in the order of the file */
        uint32_t fact_count;
        const struct note *notes;
        uint32_t note_count;
};

/* Reads all of d and says all that is wrong with it in m; what is wrong is left out. Never NULL.
 * Lives as long as a and points into d. */
const struct history *history_read(struct arena *a, const struct doc *d, struct mistakes *m);
/* Reads one event for bonds that are known already (what `proceeds record` carries); position
 * stands for a missing id. False: it was no map, or its type or date is missing or wrong. Unknown
 * keys are passed over. */
bool fact_read(struct arena *a, const struct doc *d, const struct bond *bonds, uint32_t bond_count,
               uint32_t position, struct fact *out, struct mistakes *m) MUST_USE;
/* The keys that events have, as the columns of a table are called: those of the invoice begin with
 * "invoice_". Each once; lives as long as a. */
struct fact_key {
        struct str name;
        bool number; /* money, or another number */
};
uint32_t fact_key_list(struct arena *a, const struct fact_key **out);
/* "disburse"; the empty str for FACT_NONE. */
struct str fact_type_code(enum fact_type t);
enum fact_type fact_type_of(struct str code);
/* The text when one was told, else the empty str. */
struct str told(struct told_text t);
/* Is the text a plain no, in English or Chinese? */
bool is_no(struct str said);
