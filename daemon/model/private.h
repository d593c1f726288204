#pragma once
/* What the files of model/ share and nobody else sees. */

#include "base/buf.h"
#include "base/limits.h"
#include "model/record.h"

/* A form that a text must have beyond its length. Row 0 is no form. */
struct text_form {
        const char *name;
        const char *code;  /* of the mistake when it does not */
        const char *regex; /* the same as far as a regular expression can say it */
        bool (*fits)(struct str);
};

enum { TEXT_FORMS = 11 };
extern const struct text_form text_forms[TEXT_FORMS];
/* 0: no such form. */
uint32_t text_form_of(struct str name);

/* FIELD_NONE: no such type. */
enum field_type field_type_of(struct str code);

/* An id that a field names; looked up when everything has been read. */
struct reference {
        const struct field *field;
        const struct doc *said;
        struct str id;
        struct reference *next;
};

/* One document on its way to a record. */
struct reading {
        struct arena *arena;
        struct mistakes *mistakes;
        bool knows_currency;
        struct str currency;
        int32_t decimals; /* of the currency */
        struct reference *references;
};

/* One element of a field, never a group. What is wrong is a mistake and stays absent. */
void scalar_read(struct reading *r, const struct field *f, const struct doc *d, struct value *out);
/* Adds a mistake about a node that was said for a field: named, with what was said. */
struct mistake *mistake_of_field(struct mistakes *m, const char *code, const struct field *f,
                                 const struct doc *d);

/* What of a text may be shown in a sentence: cut to a line, a question mark when it is not plain.
 */
struct str text_shown(struct str said);

/* A set of texts, for ids that may be said once only. */
struct id_set {
        const struct str **slots;
        uint32_t mask;
};
void id_set_init(struct id_set *n, struct arena *a, uint32_t count);
/* False: it is there already. name must outlive the set. */
bool id_set_add(struct id_set *n, const struct str *name) MUST_USE;
bool id_set_have(const struct id_set *n, struct str name);
