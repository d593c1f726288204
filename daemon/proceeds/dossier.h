#pragma once
/* What detectors look at: balances and windows, brought up to date fact by fact.
 *
 * A dossier holds rows of four kinds (bond, project, party, invoice), found by key. A row keeps
 * what is open and what lies within a window, never a whole history, so the cost of a fact does not
 * grow with what went before. A caller with a database loads the rows a fact reaches, lets the fact
 * in, and stores the rows that changed; a caller with a whole history starts from nothing. */

#include "model/text.h"
#include "proceeds/bounds.h"
#include "proceeds/ledger.h"
#include "rule/activity.h"

struct dossier;

enum row_kind { ROW_BOND, ROW_PROJECT, ROW_PARTY, ROW_INVOICE, ROW_KINDS };

struct row_key {
        enum row_kind kind;
        struct str key; /* id of bond, project, party; normalised number of an invoice */
};

/* What one fact, or the passing of days, brought about. */
struct change {
        const struct posted *posted;    /* NULL: nothing moved */
        const struct finding *findings; /* opened, risen, cured or withdrawn, in order */
        uint32_t finding_count;
        const char *refused; /* code of a mistake: the account could not have paid it; or NULL */
        struct fill refused_with;
        bool duplicate; /* this event id was let in before: nothing happened */
};

/* An empty one. bounds and activities outlive it; it lives as long as a. */
struct dossier *dossier_new(struct arena *a, const struct bounds *b, const struct activities *as);
/* What is known of bonds, projects and parties; said again, it replaces what was said before. */
void dossier_bond(struct dossier *d, const struct bond *b);
void dossier_project(struct dossier *d, const struct project *p);
void dossier_party(struct dossier *d, const struct party *p);

/* Lets the days up to and including day pass: deadlines that end before it come due. */
struct change dossier_pass(struct dossier *d, struct day day);
/* Lets one fact in: dossier_pass to its day, the ledger, then the detectors. Facts come by date;
 * one of an earlier day than the last counts as of the last. What the account could not have paid
 * is posted all the same when keep is set, else left out. */
struct change dossier_fact(struct dossier *d, const struct fact *f, bool keep);

/* The keys of the rows that a fact touches, without repeats; bond is the one it names. Parties go
 * by the text that names them. A reversal or return reaches its invoice and payee only by naming
 * them. */
uint32_t dossier_reach(struct arena *a, const struct fact *f, const struct bond *bond,
                       const struct row_key **out);
/* A row as stored by dossier_row; false: not readable, and nothing was taken from it. */
bool dossier_load(struct dossier *d, struct row_key key, const struct doc *stored) MUST_USE;
/* Rows that changed since the last call, as JSON to store. Lives as long as a. */
struct stored_row {
        struct row_key key;
        struct str json;
};
uint32_t dossier_changed(struct arena *a, struct dossier *d, const struct stored_row **out);

/* NULL: no such bond. */
const struct balances *dossier_balances(const struct dossier *d, struct str bond);
/* The first day on which a deadline of this bond comes due; false: none is open. */
bool dossier_due(const struct dossier *d, struct str bond, struct day *out) MUST_USE;
/* All findings so far, withdrawn ones too, in the order they opened. */
const struct finding *dossier_findings(const struct dossier *d, uint32_t *count);
