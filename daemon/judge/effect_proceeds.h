#pragma once
/* What a decision wants done about proceeds, as data: part of judge/effect.h. */

#include "model/certificate.h"
#include "proceeds/finding.h"
#include "proceeds/ledger.h"

/* Which bond a certificate is about: by it the ledger knows a bond. */
struct new_bond {
        const struct certificate *facts;
        struct str bond, account;       /* account: number of the special one */
        struct str issuer_kind;         /* of the dictionary; empty: not stated */
        int64_t net_minor, costs_minor; /* -1: not stated */
};

struct new_bond_project {
        struct str certificate, project, name, activity, catalogue, code, category, division;
        struct str registry_code;
        int64_t planned_minor, budget_minor; /* -1: not stated */
};

/* What is open for a bond, in short; replaces the version before. */
struct new_bond_state {
        struct str bond, body; /* body: JSON */
        uint32_t version;      /* from 1 */
};

/* A row of the dossier that changed. */
struct new_dossier_row {
        struct str kind, key, body; /* body: JSON */
        struct str known_key;       /* under which it is known */
        bool exact;                 /* as KNOWN_ROW, else as KNOWN_DOSSIER_ROW */
        uint32_t version;           /* from 1; 0: one more than there is, which nobody asked for */
};

/* One event with what it moved, by account, and what each account then holds. */
struct new_ledger_event {
        struct str bond, id, type, project, payee, invoice, currency;
        struct str to_project;        /* of a reallocation */
        int64_t place;                /* from 1, in the bond */
        struct day happened, counted; /* counted: as of that day, never before the last one's */
        const struct fact *fact;
        int64_t amount;
        int64_t allocated, paid; /* to project, to payee for it; paid below zero: it came back */
        int64_t returned;        /* added to the memo */
        int64_t given;           /* to all projects up to it */
        int64_t delta[ACCOUNTS];
        struct balances after;
        struct str body, by; /* body: the event as it was told, JSON */
};

struct new_finding {
        struct str id, bond, issuer, pattern, rule, subject, project, payee;
        struct str project_key, payee_key; /* over all bonds: by code, else by issuer and id */
        struct str class, source;
};

struct new_finding_move {
        struct str finding, event, to, severity, actor, reason, evidence;
        struct str body; /* of an opening: the finding as JSON */
        struct day happened;
};

struct new_finding_file {
        struct str finding, sha256, name, about, bytes, by;
};

struct new_certificate_move {
        struct str number, actor, reason_class, reason;
        uint32_t step;
        enum certificate_state from, to;
};

/* Something to be looked at then: kind is proceeds (of a bond), answer (of a finding) or review
 * (of a certificate). */
struct new_due {
        struct str kind, about;
        uint32_t version;
        struct instant at;
};
