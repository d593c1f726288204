#pragma once
/* What is known of proceeds: part of judge/known.h. */

#include "judge/effect_proceeds.h"
#include "proceeds/dossier.h"

struct known_bond_certificate {
        struct str number, case_number, standard, recommended_by, decided_by;
        struct str reason_class; /* of its last move */
        enum certificate_state state;
        uint32_t step;
        struct day from;
};

struct known_bond_project {
        struct str id, name, activity, catalogue, code, category;
        struct str registry_code; /* of the national register of investment projects; or empty */
        int64_t planned, budget; /* minor units; -1: not stated */
};

/* A certified bond; found by its id and by the numbers of its certificates. */
struct known_bond {
        struct str id, issuer, issuer_name, currency, issue_date, account;
        struct str issuer_kind; /* as certified; empty: not known */
        int64_t principal, net, costs; /* minor units; -1: not stated */
        struct known_bond_certificate *certificates;
        uint32_t certificate_count;
        const struct known_bond_project *projects;
        uint32_t project_count;
        uint32_t version; /* of its state; 0: nothing was recorded yet */
        struct str state; /* JSON */
        const struct doc *read; /* state, once it was needed */
};

/* The last version of a row of the dossier. */
struct known_dossier_row {
        uint32_t version;
        struct str body; /* JSON {"said", "is"}: what was told about it, and what came of events */
        const struct doc *read; /* body, once it was needed */
};

/* A payment of the past as the ledger has it; what became of it is a row of its own. */
struct known_payment {
        int64_t place;
        struct day counted; /* the day as of which it counted */
        struct str id, body;
        const struct fact *fact; /* of this batch: read already */
};
struct known_past {
        struct known_payment *at;
        uint32_t count;
};

struct known_fresh {
        const struct new_ledger_event **at;
        uint32_t count, room;
};

/* Findings high or critical, open or answered, about one project or payee, whichever the bond. */
struct known_holds {
        struct str *findings;
        uint32_t count;
};

/* An event that was recorded before; found by known_event_key. */
struct known_ledger_event {
        struct str body;
};

struct known_finding_move {
        struct str event, to, severity, actor, reason, evidence, body;
        struct day happened;
        struct instant at;
};

struct known_finding {
        struct str id, bond, issuer, pattern, rule, subject, project, payee;
        struct str project_key, payee_key; /* as stored, over all bonds */
        struct known_finding_move *moves;
        uint32_t move_count;
};

struct known_findings { /* a page; each with its last move alone */
        struct known_finding *at;
        uint32_t count;
        bool more;
};

/* What one project or payee got up to a day. */
struct known_share {
        struct str name;
        int64_t allocated, paid;
};
/* How a certificate stood. */
struct known_state {
        struct str certificate;
        enum certificate_state state;
};
/* A bond's money at the end of a day, by the days on which things happened; its certificates as
 * they had been moved until then. */
struct known_balances {
        struct balances balances;
        int64_t events;
        struct known_share *projects, *payees; /* payees: those who got most */
        struct known_state *certificates; /* those that there were */
        uint32_t project_count, payee_count, certificate_count;
};

/* Where a bond's money was at the ends of some days. */
struct known_moment {
        struct day day;
        struct balances balances;
};
struct known_timeline {
        struct known_moment *at;
        uint32_t count;
};

/* Keys of several parts: what stands between is in no text that came from outside. */
enum { KEY_BETWEEN = 0x1f };
/* What is asked for by bond (id or certificate) is found under the bond's own key: a row of a
 * project or party under its issuer's, of an invoice under nobody's. */
struct str known_row_key(struct arena *a, struct str kind, struct str of, struct str id);
struct str known_event_key(struct arena *a, struct str bond, struct str id);
struct str known_past_key(struct arena *a, struct str bond, const struct past_want *w);
