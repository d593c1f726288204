#pragma once
/* What detectors look at: balances and windows, brought up to date fact by fact.
 *
 * A dossier holds rows, found by key: of bonds, projects, parties and invoices what is open; of a
 * payment what later facts made of it; of a payee or invoice the findings that stand. No row holds
 * a window of payments: those are read from the ledger, as far back as a fact looks. So neither the
 * cost of a fact nor what is stored for it grows with what went before. A caller with a database
 * loads the rows and payments a fact reaches, lets the fact in, and stores the rows that changed; a
 * caller with a whole history starts from nothing. */

#include "model/text.h"
#include "proceeds/bounds.h"
#include "proceeds/ledger.h"
#include "rule/activity.h"

struct dossier;

enum row_kind {
        ROW_BOND,
        ROW_PROJECT,
        ROW_PARTY,
        ROW_INVOICE,
        ROW_PAYMENT, /* key: its event */
        ROW_FINDING, /* key: a subject, payee or invoice: those of it that stand */
        ROW_KINDS
};

struct row_key {
        enum row_kind kind;
        struct str key; /* id of bond, project, party; normalised number of an invoice */
        struct str of;  /* the bond, of payments and findings */
};

/* What one fact, or the passing of days, brought about. */
struct change {
        const struct posted *posted;    /* NULL: nothing moved */
        const struct finding *findings; /* opened, risen, cured or withdrawn, in order */
        uint32_t finding_count;
        const char *refused; /* code of a mistake: the account could not have paid it; or NULL */
        struct fill refused_with;
        const char *doubted; /* where facts are let in all the same: code of a slip; or NULL */
        struct fill doubted_with;
        struct str project, payee; /* whose money moved; of a reversal, as its payment said */
        int64_t paid;              /* to payee for project; below zero: it came back */
        bool duplicate; /* this event id was let in before: nothing happened */
};

/* An empty one. bounds and activities outlive it; it lives as long as a. */
struct dossier *dossier_new(struct arena *a, const struct bounds *b, const struct activities *as);
/* What is known of bonds, projects and parties; said again, it replaces what was said before. */
void dossier_bond(struct dossier *d, const struct bond *b);
void dossier_project(struct dossier *d, const struct project *p);
void dossier_party(struct dossier *d, const struct party *p);

/* What is found is heard of, and what is let in is recorded, on that day, later than it came about:
 * steps that follow on silence are counted from then, so that nobody is suspended unheard. Unset,
 * all is heard of at once, and nothing is known of when it was recorded. */
void dossier_heard(struct dossier *d, struct day day);
/* A person closed the finding that stands, if one does: it opens again when it was cured or becomes
 * graver by what happens, and no longer by silence. */
void dossier_settle(struct dossier *d, struct str bond, uint32_t pattern, struct str rule,
                    struct str subject);
/* Lets the days up to and including day pass: deadlines that end before it come due. */
struct change dossier_pass(struct dossier *d, struct day day);
/* Lets one fact in: dossier_pass to its day, the ledger, then the detectors. Facts come by date;
 * one of an earlier day than the last counts as of the last. What the account could not have paid
 * is posted all the same when keep is set, else left out. */
struct change dossier_fact(struct dossier *d, const struct fact *f, bool keep);

/* The keys of the rows that a fact touches, without repeats; bond is the one it names. Parties go
 * by the text that names them, the seller of an invoice by its code if there is one. */
uint32_t dossier_reach(struct arena *a, const struct fact *f, const struct bond *bond,
                       struct str seller, const struct row_key **out);

/* What a fact looks back on in the ledger: PAST_PAYEE the payments to what since that day and the
 * last before, at most PAST_MAX; PAST_LAST the last one; PAST_EVENT the one of that event;
 * PAST_INVOICE the last against that invoice; PAST_AMOUNT those of that amount among the last
 * PAST_MAX, of the payee if what names one; PAST_NEAR those to anybody since that day, at most
 * PAST_MAX, which only a payee of a group makes it look at. */
enum past_kind {
        PAST_PAYEE,
        PAST_LAST,
        PAST_EVENT,
        PAST_INVOICE,
        PAST_AMOUNT,
        PAST_NEAR,
        PAST_KINDS
};
struct past_want {
        enum past_kind kind;
        struct str what;
        int64_t minor;
        struct day since;
};
uint32_t dossier_past_wants(struct arena *a, const struct bounds *b, const struct bond *bond,
                            const struct fact *f, const struct past_want **out);
/* Lets in a payment of the past, which counted as of day; in the order of the ledger, rows of
 * parties before and those of payments after. */
void dossier_past(struct dossier *d, struct str bond, const struct fact *f, struct day day);
/* Balances at the end of a day of the past: a report looks at those around its period's end. */
void dossier_moment(struct dossier *d, struct str bond, struct day day,
                    const struct balances *balances);
/* The rows that a reversal or return reaches through the payment it is of, once that is in. */
uint32_t dossier_undone(struct arena *a, const struct dossier *d, const struct fact *f,
                        const struct row_key **out);
/* A row as stored by dossier_row; false: not readable, and nothing was taken from it. */
bool dossier_load(struct dossier *d, struct row_key key, const struct doc *stored) MUST_USE;
/* Adds to the row of a project or party what was stored of it under another key: what each bond put
 * in and claimed, money that is on its way. What is there already is not added again. False: not
 * readable, and nothing was taken from it. */
bool dossier_join(struct dossier *d, struct row_key key, const struct doc *stored) MUST_USE;
/* Rows that changed since the last call, as JSON to store; empty: it would be too long to be
 * stored. Lives as long as a. */
struct stored_row {
        struct row_key key;
        struct str json;
};
uint32_t dossier_changed(struct arena *a, struct dossier *d, const struct stored_row **out);

/* The day that facts count as of, at least. */
struct day dossier_today(const struct dossier *d);
/* NULL: no such bond. */
const struct balances *dossier_balances(const struct dossier *d, struct str bond);
/* The first day on which a deadline of this bond comes due; false: none is open. */
bool dossier_due(const struct dossier *d, struct str bond, struct day *out) MUST_USE;
/* What is to be done by when: the last day in time, soonest first, at most most of them. */
struct next_due {
        const char *kind; /* "report", "idle" ...: a sentence "due.report" says it */
        struct day by;
        struct str about; /* the end of a period, a project, an event; or empty */
};
uint32_t dossier_next(struct arena *a, const struct dossier *d, struct str bond, uint32_t most,
                      const struct next_due **out);
/* Until when the money that has lain idle the longest may do so. False: none does, or the bond's
 * standards set no limit. */
bool dossier_idle(const struct dossier *d, struct str bond, struct day *until) MUST_USE;
/* All findings so far, withdrawn ones too, in the order they opened. */
const struct finding *dossier_findings(const struct dossier *d, uint32_t *count);
