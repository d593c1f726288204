#pragma once
/* What a decision wants done, as data. store/ writes it in one transaction; nothing else may act.
 */

#include "judge/effect_proceeds.h"
#include "judge/lifecycle.h"

/* A new case; its first application and moves follow as effects of their own. */
struct new_case {
        struct str number;
        int64_t serial;
        int32_t year;
        struct str issuer, issuer_scheme; /* the issuer's code, and what kind of code it is */
        struct str submitted_by;
};

/* What an applicant stated: the application's bytes as one revision of a case. */
struct new_application {
        struct str number; /* the case's */
        uint32_t revision; /* from 1 */
        struct str bytes;  /* JSON */
        struct str sha256; /* of bytes, hexadecimal */
        struct str by;
        /* Columns that statistics ask for; empty or 0 where not stated. */
        struct str product, currency, issuer_name, bond_name;
        int64_t principal_minor;
};

/* What the rules concluded on one revision under one standard. */
struct new_assessment {
        struct str number;
        uint32_t revision,
                round; /* round: from 0, judged anew at certify or after a confirmation */
        struct str standard, scope; /* scope: "asked", "told" or "labelled" */
        struct str catalogue, catalogue_row;
        enum outcome outcome;
        enum lacking lacking;
        struct str letters; /* one verdict letter a criterion */
        struct str reasons; /* JSON list of criterion objects: not met or undetermined ones */
};

struct new_move {
        struct str number;
        uint32_t step; /* from 1; one more than the last of the case */
        enum case_state from, to;
        enum event event;
        struct str actor, reason_class, reason;
        struct str detail; /* "certify" or "decline" of a recommendation; else empty */
};

struct new_attachment {
        struct str number;
        uint32_t place; /* from 1, in the case */
        struct str name, about, bytes, by;
        struct str sha256; /* hexadecimal; computed from the bytes by whoever prepared them */
};

struct new_confirmation {
        struct str number;
        uint32_t place;    /* from 1, in the case */
        uint32_t revision; /* of the application it was given on; a later one is judged afresh */
        struct str standard, criterion;
        enum verdict verdict;
        struct str by, reason, evidence; /* evidence: SHA-256s, space-separated */
};

struct new_letter {
        struct str number;
        uint32_t place;  /* from 1, in the case */
        struct str body; /* JSON */
};

struct new_certificate {
        int64_t serial;
        int32_t year;
        const struct certificate *facts;
        struct str xml; /* filled by sealing; nothing else is filled after deciding */
};

enum notice_kind {
        NOTICE_LETTER = 1,
        NOTICE_CERTIFICATE,
        NOTICE_DECISION,
        NOTICE_CASE,
        NOTICE_FINDING,  /* a question, or a deadline of one that passed */
        NOTICE_STANDING, /* a certificate's state changed */
};

/* Something an addressee must fetch: exactly one of to_issuer and to_person is set. */
struct new_notice {
        enum notice_kind kind;
        struct str to_issuer, to_person;
        struct str about; /* the case's or certificate's number */
};

struct new_acknowledgement {
        struct str notice, by;
};

struct new_key {
        struct str name, key, issuer, by;
        uint32_t roles;
};

struct key_revocation {
        struct str key, by, reason;
};

enum effect_kind {
        EFFECT_NONE,
        EFFECT_CASE,
        EFFECT_APPLICATION,
        EFFECT_ASSESSMENT,
        EFFECT_MOVE,
        EFFECT_ATTACHMENT,
        EFFECT_CONFIRMATION,
        EFFECT_LETTER,
        EFFECT_CERTIFICATE,
        EFFECT_NOTICE,
        EFFECT_ACKNOWLEDGEMENT,
        EFFECT_KEY,
        EFFECT_KEY_REVOCATION,
        EFFECT_BOND,
        EFFECT_BOND_PROJECT,
        EFFECT_BOND_STATE,
        EFFECT_DOSSIER_ROW,
        EFFECT_LEDGER_EVENT,
        EFFECT_FINDING,
        EFFECT_FINDING_MOVE,
        EFFECT_FINDING_FILE,
        EFFECT_CERTIFICATE_MOVE,
        EFFECT_DUE,
        EFFECTS
};

struct effect {
        enum effect_kind kind;
        union {
                struct new_case new_case;
                struct new_application application;
                struct new_assessment assessment;
                struct new_move move;
                struct new_attachment attachment;
                struct new_confirmation confirmation;
                struct new_letter letter;
                struct new_certificate certificate;
                struct new_notice notice;
                struct new_acknowledgement acknowledgement;
                struct new_key key;
                struct key_revocation key_revocation;
                struct new_bond bond;
                struct new_bond_project bond_project;
                struct new_bond_state bond_state;
                struct new_dossier_row dossier_row;
                const struct new_ledger_event *ledger_event; /* the largest: by pointer */
                struct new_finding finding;
                struct new_finding_move finding_move;
                struct new_finding_file finding_file;
                struct new_certificate_move certificate_move;
                struct new_due due;
        } as;
};

const char *notice_kind_code(enum notice_kind k); /* "letter" "certificate" ... */
