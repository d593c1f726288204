#pragma once
/* The facts a certificate states. Writing them as XML and sealing them is cert/'s work. */

#include "base/day.h"
#include "base/money.h"
#include "model/words.h"

struct certificate_component {
        enum component component;
        enum verdict verdict; /* MET, or NOT_MET for an observation on a should */
        uint32_t met, applicable;
};

/* A person's judgement that settled a criterion. */
struct certificate_confirmation {
        struct str criterion, by, reason;
        enum verdict verdict;
        struct instant at;
        struct str evidence; /* SHA-256s, lower-case hexadecimal, space-separated */
};

struct certificate_criterion {
        struct str id, clause, title[LANGUAGES];
        enum basis basis;
        enum verdict verdict;
};

/* A component that counts under another standard as well, and what that one would still ask. */
struct certificate_recognition {
        struct str standard;
        enum component component;
        struct str gaps; /* space-separated codes; empty: none */
};

struct certificate {
        struct str number;      /* GDC-2026-000123-K */
        struct str case_number; /* GD-2026-000123 */
        struct str kind;        /* as_at | continuing */
        struct instant issued;
        struct day from, until; /* validity */
        struct str centre_code, centre_name[LANGUAGES];
        struct str issuer_code, issuer_scheme; /* uscc or lei, or own */
        struct str issuer_name[LANGUAGES];
        struct str bond_name, isin, product;
        struct money principal, scope_amount; /* scope_amount: what is certified */
        struct str scope_tranches;            /* space-separated ids; empty: the whole bond */
        struct day issue_date, maturity_date;
        bool has_issue_date, has_maturity_date;
        struct str standard, family, standard_title[LANGUAGES];
        struct str catalogue,
                catalogue_because[LANGUAGES]; /* edition, and the table's row in words */
        enum outcome outcome;
        const struct certificate_component *components;
        uint32_t component_count;
        const struct certificate_confirmation *confirmations;
        uint32_t confirmation_count;
        const struct certificate_criterion *observations; /* shoulds not met or undetermined */
        uint32_t observation_count;
        const struct certificate_criterion *recalled; /* criteria it rests on, basis not read */
        uint32_t recalled_count;
        const struct certificate_recognition *recognitions;
        uint32_t recognition_count;
        const struct str *conditions;
        uint32_t condition_count;
        struct str rules_digest;       /* SHA-256 of the rule set, hexadecimal */
        struct str application_digest; /* SHA-256 of the application judged, hexadecimal */
        bool has_log_index;
        int64_t log_index;
        struct str recommended_by, decided_by;
};
