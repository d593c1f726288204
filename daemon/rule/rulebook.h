#pragma once
/* All rules in force, read and checked as one thing, replaced as one thing. */

#include "model/text.h"
#include "rule/activity.h"
#include "rule/expression.h"
#include "rule/map.h"
#include "rule/new_use.h"
#include "rule/recognition.h"
#include "rule/threshold.h"

/* A file of rules/, by its path below that folder: "standards/cn-gbp-2022.yaml". */
struct rule_file {
        struct str path, bytes;
};

/* That a person of the centre has read the clause itself. */
struct source_confirmed {
        struct str standard, criterion;
        struct str by, document;
        struct day on;
        const struct doc *at; /* where the day stands in overlay.yaml */
};

struct criterion {
        struct str id, clause;
        enum component component;
        enum level level;
        bool at_pre, at_life;
        enum basis basis;
        enum lacking closes;           /* overrides its fields'; LACKING_NOTHING: does not */
        const struct expression *when; /* NULL: always */
        const struct expression *test;
        struct str when_text, test_text; /* as written */
        struct str title[LANGUAGES];
        struct str remedy[LANGUAGES];
        struct str note;          /* source and remarks for rule authors */
        bool never[VERDICTS];     /* verdicts it cannot come to, for the tests beside the rules */
        struct str never_because; /* why */
        const struct source_confirmed *source; /* NULL: known as its basis says */
        bool uses_catalogue;
};

/* What a centre sets: "parameter.NAME" in the standard's expressions. */
struct parameter {
        struct str name;
        struct value value;
        struct value shipped; /* by the standard's file, before what the centre set */
        struct value from, to; /* the least and the greatest it may be; absent: no bound */
        struct values among;   /* what it, or each of its list, is one of; none: any text */
};

struct standard {
        struct str id, family; /* CN-GBP-2022, CN-GBP */
        struct str base;       /* the standard it extends; empty: it stands alone */
        struct str base_family;
        struct str title[LANGUAGES];
        struct str publisher[LANGUAGES];
        struct str source;
        struct day from, until;
        bool has_until;
        bool certifies;          /* false: screening only */
        int32_t validity_months; /* of a certificate under it */
        const struct expression *applies;
        struct str applies_text;
        /* True: the bond was sold under this very standard, so that what its open criteria lack are
         * papers, exclusions aside. NULL: no such case. */
        const struct expression *sold_under;
        const struct names *names;          /* the book's, with its parameters behind them */
        const struct parameter *parameters; /* its base's first */
        uint32_t parameter_count;
        const struct criterion *at; /* the built-in SCOPE first, its base's, then as in the file */
        uint32_t count;
        uint32_t own; /* place of the first criterion of its own file */
};

/* A row of rules/catalogues.yaml, under rows: which catalogue editions a bond is judged by. The
 * first row that is true decides; rows before it that are unknown leave their editions open too. */
struct edition_row {
        struct str id;
        const struct expression *when;
        struct str editions[4]; /* taxonomy ids */
        uint32_t edition_count;
        bool issuer_chooses; /* bond.catalogue_choice picks one of them */
        enum basis basis;
        struct str because[LANGUAGES];
        struct str source;
};

/* A row of rules/observations.yaml: something about an application that a careful reader would say,
 * whatever the standards conclude. */
struct observation {
        struct str code;               /* "not_attributed" */
        struct str pattern;            /* "P29"; empty: none */
        struct str severity;           /* info, medium, high, critical */
        const struct expression *test; /* true: it is so */
        enum basis basis;
        struct str title[LANGUAGES];
        struct str source, note;
};

/* Where the names of expressions stand in what is bound to them. */
struct binding {
        const int32_t *field; /* of each child of the application, slot by slot */
        int32_t scope, projects, catalogue, on, stage;
        const struct field *scope_group; /* amount, currency, tranches */
};

struct rulebook {
        const struct dictionary *dictionary;
        const struct texts *texts;
        const struct names *names;
        struct binding binding;
        struct taxonomies taxonomies;
        struct activities activities;
        struct maps maps;
        struct thresholds thresholds;
        struct recognition recognition;
        const struct edition_row *editions;
        uint32_t edition_count;
        struct new_uses new_uses;
        const struct observation *observations;
        uint32_t observation_count;
        const struct standard *standards; /* sorted by id */
        uint32_t standard_count;
};

/* Reads every file; all that is wrong becomes mistakes with file, line, column and a hint. Never
 * NULL; not to be used when there are mistakes. Lives as long as a and points into the files. */
const struct rulebook *rulebook_read(struct arena *a, const struct rule_file *files, uint32_t count,
                                     struct mistakes *m);
/* By id, or by family: the edition in force on that day. NULL: none. */
const struct standard *rulebook_standard(const struct rulebook *r, struct str id_or_family,
                                         struct day on);
/* Both ends of its time in force are days in force. */
bool standard_in_force(const struct standard *s, struct day on);
/* NULL: no such criterion. */
const struct criterion *standard_criterion(const struct standard *s, struct str id);
