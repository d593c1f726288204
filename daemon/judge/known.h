#pragma once
/* All that a batch needs to know, by (kind, key): loaded at once, kept up to date after each
 * decision, so that two requests on one case in one batch see each other. */

#include "judge/effect.h"
#include "judge/known_proceeds.h"
#include "rule/assess.h"

enum known_kind {
        KNOWN_NONE,
        KNOWN_REQUEST,      /* key: person '/' request id */
        KNOWN_PERSON,       /* key: a public key, Z85 */
        KNOWN_CASE,         /* key: a case number */
        KNOWN_CERTIFICATE,  /* key: a certificate number, or a case number: those of the case;
                             * found: always a struct known_certificates, xml only by number */
        KNOWN_COUNTER,      /* key: "case/2026", "certificate/2026" */
        KNOWN_CASES,        /* a page of the list of cases; key: filter's text form */
        KNOWN_CERTIFICATES, /* a page; key as above */
        KNOWN_INBOX,        /* key: a person's name: their notices that wait */
        KNOWN_NOTICE,       /* key: a notice id */
        KNOWN_KEYS,         /* a page of persons and keys; key: a name, or empty for all */
        KNOWN_BOND,         /* key: a bond's id or the number of a certificate of it */
        KNOWN_DOSSIER_ROW,  /* key: kind, bond as above, id: known_row_key */
        KNOWN_ROW,          /* key: kind and key as stored: known_event_key */
        KNOWN_PAST,         /* payments that a fact looks back on; key: known_past_key */
        KNOWN_DAY,          /* the balances at the end of a day; key: bond's id, day */
        KNOWN_HOLDS,        /* findings that hold money; key: project or payee, as stored */
        KNOWN_FRESH,        /* events that this batch recorded; key: bond's id; never asked for */
        KNOWN_FINDING_NEW,  /* key: a finding's id; never asked for */
        KNOWN_EVENT,        /* key: bond as above, event id: known_event_key */
        KNOWN_FINDING,      /* key: a finding's id */
        KNOWN_FINDINGS,     /* a page; key as of cases */
        KNOWN_TIMELINE,     /* key: a bond as above */
        KNOWN_BALANCES,     /* key: a bond as above and a day: known_event_key */
        KNOWN_KINDS
};

/* What narrows a page. Empty members do not. */
struct filter {
        struct str state, submitter, issuer, after; /* after: the last number of the page before */
        struct str bond;                            /* of findings */
        bool overdue;
};

struct reach {
        enum known_kind kind;
        struct str key;
        struct filter filter; /* of pages */
};

/* An earlier answer to the same request. */
struct known_request {
        uint8_t digest[SHA256_BYTES];
        struct str reply_kind; /* "ok" "no" "bad" */
        struct str reply;
};

struct known_person {
        struct person person;
        struct str key;
        bool revoked;
        struct instant added;
};

struct known_move {
        uint32_t step;
        enum case_state from, to;
        enum event event;
        struct str actor, reason_class, reason, detail;
        struct instant at;
};

struct known_attachment {
        struct str name, about, sha256, by;
        struct instant at;
};

/* One stored assessment, of the case's last revision and its last round. */
struct known_assessment {
        struct str standard, scope, catalogue, catalogue_row;
        enum outcome outcome;
        enum lacking lacking;
        struct str letters, reasons, rules_digest;
        struct instant at;
};

/* The dossier of one case. */
struct known_case {
        struct str number, issuer, issuer_scheme, submitted_by;
        enum case_state state;
        uint32_t revision, round;
        struct str application;        /* bytes of the last revision */
        struct str application_digest; /* SHA-256, hexadecimal */
        struct instant submitted_at;
        struct known_move *moves;
        uint32_t move_count;
        struct known_attachment *attachments; /* without their bytes */
        uint32_t attachment_count;
        struct confirmation *confirmations; /* of the last revision */
        uint32_t confirmation_count, confirmations_ever;
        struct known_assessment *assessments;
        uint32_t assessment_count;
        struct str letter; /* body of the last letter; empty: none */
        uint32_t letters;
        struct instant letter_at;
};

struct known_certificate {
        struct str number, case_number, standard, issuer, bond_name;
        enum certificate_state state;
        struct instant issued;
        struct day from, until;
        struct str xml; /* empty in pages */
};

struct known_certificates {
        struct known_certificate *at;
        uint32_t count;
};

struct known_row { /* of a page of cases */
        struct str number, issuer, issuer_name, bond_name, submitted_by, outcome, lacking;
        enum case_state state;
        struct instant at, moved_at;
};

struct known_page {
        struct known_row *at;
        uint32_t count;
        bool more;
};

struct known_notice {
        struct str id, kind, about, to_issuer, to_person, body;
        /* body: what it tells, as JSON text or XML; filled for KNOWN_NOTICE, empty in an inbox */
        struct instant at;
        bool acknowledged;
};

struct known_notices {
        struct known_notice *at;
        uint32_t count;
        bool more;
};

struct known_persons {
        struct known_person *at;
        uint32_t count;
};

struct known_counter {
        int64_t last;
};

struct known;

struct known *known_new(struct arena *a);
/* Says that something is wanted. Wanting it twice is wanting it once. */
void known_want(struct known *k, const struct reach *r);
/* What is wanted of one kind, in the order asked; count of them. Borrowed. */
const struct reach *const *known_wanted(const struct known *k, enum known_kind kind,
                                        uint32_t *count);
/* What was wanted so far is loaded: known_wanted gives what is wanted from now on. */
void known_loaded(struct known *k);
/* Puts what was found: a struct known_... of the kind, kept by pointer. */
void known_put(struct known *k, enum known_kind kind, struct str key, void *what);
/* NULL: it was not found, or never asked for. */
void *known_get(const struct known *k, enum known_kind kind, struct str key);
