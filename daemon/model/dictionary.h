#pragma once
/* The field dictionary: every field of an application, with its type, unit, range and labels.
 *
 * Read from rules/dictionary.yaml. It drives decoding, checking, the expression language's names
 * and types, JSON Schema, templates and letters. Later documents (ledger events, reports) are
 * further roots of the same file. */

#include "base/dec.h"
#include "model/mistake.h"
#include "model/words.h"

enum field_type {
        FIELD_NONE,
        FIELD_GROUP, /* a map of fields */
        FIELD_BOOL,
        FIELD_INTEGER,
        FIELD_DECIMAL,
        FIELD_MONEY, /* major units of its document's currency (bond.currency) */
        FIELD_DATE,
        FIELD_TEXT,
        FIELD_CHOICE, /* a closed list of codes */
        FIELD_TYPES
};

struct choice {
        struct str code;
        struct str label[LANGUAGES];
};

struct field {
        struct str name; /* its own segment: "amount_planned" */
        struct str path; /* "projects[].amount_planned" */
        enum field_type type;
        bool list;     /* a list of that type */
        bool required; /* absent is a mistake in what is filed */
        bool has_min, has_max;
        enum lacking closes; /* what closes it when it is absent: papers or evidence */
        uint32_t slot;       /* its place among its siblings, and in a record */
        uint32_t list_min; /* fewest elements of a list that is stated; 0 lets [] be a statement */
        uint32_t text_max; /* code points */
        struct dec min, max;
        struct str unit;    /* "%", "tCO2e", "CNY" ...; empty: none */
        struct str pattern; /* name of a form of text: lei, isin, uscc, sha256, country, currency */
        uint32_t form;      /* the pattern's place in model's table of forms; 0: none */
        struct str example; /* a value as it would be said, without quotes; empty: none */
        struct str refers;  /* the list whose elements' id it names: "bond.tranches" */
        const struct str *products; /* codes of bond.product it is asked of; none: of all */
        uint32_t product_count;
        struct str label[LANGUAGES];
        struct str help[LANGUAGES];
        const struct choice *choices;
        uint32_t choice_count;
        const struct field *child; /* of a FIELD_GROUP, side by side, slot by slot */
        uint32_t child_count;
        const struct field *up; /* the group it stands in; NULL at a root */
};

struct dictionary {
        const struct field *application; /* the root group */
        struct str digest_of;            /* reserved for the bytes it was read from */
};

/* Reads rules/dictionary.yaml; all that is wrong becomes mistakes. Never NULL; may be incomplete
 * when there are mistakes. Lives as long as a. */
const struct dictionary *dictionary_read(struct arena *a, const struct doc *d, struct mistakes *m);
/* NULL: the group has no such field. */
const struct field *field_child(const struct field *group, struct str name);
/* By path from a root: "projects[].catalogue.code" (also without brackets). NULL: none. */
const struct field *field_find(const struct field *root, struct str path);
struct str field_type_code(enum field_type t);
/* Whether it is asked of a product; every field is when product is empty. */
bool field_concerns(const struct field *f, struct str product);
