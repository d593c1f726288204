#pragma once
/* An expression's way from text to what cannot fail: parse, check types, compile, evaluate.
 *
 * Syntax and semantics are those of the Common Expression Language, with exact decimals in place of
 * doubles, a third truth value for what is not known, and the functions in rules/README.md. */

#include "model/dictionary.h"
#include "model/record.h"
#include "model/value.h"

struct rulebook;
struct taxonomies;
struct activities;
struct maps;
struct new_uses;
struct thresholds;
struct names;
struct expression;

/* What is not known, and would have to be brought. */
struct gap {
        struct str path;           /* "projects[0].catalogue.code"; of an open list "reviews" */
        const struct field *field; /* NULL for a name outside the dictionary */
        enum lacking closes;       /* LACKING_PAPERS or LACKING_EVIDENCE */
        struct str code;           /* its sentence: "gap.absent", "gap.open_list", "gap.recalled" */
        struct str value;          /* fills the sentence's {value}: a kind, a code, a register */
        const struct str *told;    /* why, by language; fills {wanted}; NULL: nothing */
        const struct gap *next;    /* further gaps of the same value */
};

/* A sub-expression that decided, with what it saw and what it would have taken. */
struct reason {
        struct str code; /* its sentence: "reason.equal", "reason.equal_met" when it passed */
        struct str path; /* what it looked at: "projects[1].use_kind"; empty: it was computed */
        struct str name; /* the element's id or name, for people; empty outside lists; of a
                            computed value, whose path is empty, the text that computes it */
        const struct field *field; /* what it looked at; NULL: nothing in the dictionary */
        struct value saw;          /* a scalar or a list of scalars */
        struct value wanted; /* the value that would have passed; VALUE_ABSENT: none can be named */
        struct str unit;     /* of both; empty: none */
        const struct str *told; /* why, by language, where a rule's data says it (an exclusion, a
                                   condition); fills {wanted} in place of the value; NULL: none */
        bool passed;            /* it speaks for the result true */
};

/* The names an expression may use, each with its type and a slot. Filled once, then constant. */
struct names *names_new(struct arena *a);
/* Other names that begin as these do: the slots of these stay. */
struct names *names_copy(struct arena *a, const struct names *n);
/* A name with a dictionary field's type: a group is a record, a list field a list. */
void names_add_field(struct names *n, struct str name, const struct field *field);
/* A name with a scalar type; VALUE_ABSENT: any type (checked only when evaluated). */
void names_add(struct names *n, struct str name, enum value_kind kind);
/* Texts that stand for a catalogue, a scheme or an activity must be codes of the rules read so far;
 * a kind of which there is none takes any text. */
void names_know(struct names *n, const struct rulebook *b);
/* -1: no such name. */
int32_t names_slot(const struct names *n, struct str name);
uint32_t names_count(const struct names *n);

/* Where an expression's text stands, so that a mistake in it is shown at its line and column. */
struct place {
        const struct doc *node; /* the scalar that holds it; NULL for a command line */
};

struct expression_options {
        enum value_kind wanted;     /* the type it must have; VALUE_ABSENT: any */
        const struct str *optional; /* paths that has() may ask about */
        uint32_t optional_count;
        bool free_has; /* has() may ask about anything: for eval, never for criteria */
};

/* NULL: it does not parse or its types do not fit; the mistakes say where and why, with a hint.
 * Bounded by EXPRESSION_*_MAX. Lives as long as a. */
const struct expression *expression_read(struct arena *a, const struct names *n, struct str text,
                                         struct place where,
                                         const struct expression_options *options,
                                         struct mistakes *m);
/* Does it speak of this name? For "which criteria depend on the catalogue". */
bool expression_uses(const struct expression *e, const struct names *n, struct str name);
/* Does it read this field of the dictionary, or one below it? What functions look up by themselves
 * (a bar, a threshold, the catalogue's dates) is not seen. */
bool expression_reads(const struct expression *e, const struct field *field);

/* Steps that it takes over lists as long as people send: at most one above EVALUATION_STEPS_MAX.
 * 0 of NULL. */
uint64_t expression_steps(const struct expression *e);

/* What an expression is evaluated in. */
struct world {
        const struct value *bound; /* one for each name, by slot; VALUE_ABSENT is unknown */
        const struct taxonomies *taxonomies;
        const struct activities *activities;
        const struct maps *maps;             /* NULL: none */
        const struct thresholds *thresholds; /* NULL: none */
        const struct new_uses *new_uses;     /* NULL: none */
        struct str family;      /* of the standard that asks: exclusions are per family */
        struct str base_family; /* of the standard that one extends; empty: none */
        struct day on;          /* the day of judgement */
        enum stage stage;       /* what can still be brought is never false at STAGE_PRE */
};

/* What came of an evaluation. value is VALUE_UNKNOWN or VALUE_ERROR where it could not be known. */
struct evaluation {
        struct value value;
        struct reason *because; /* deciding sub-expressions, at most REASONS_MAX, in source order */
        uint32_t because_count;
        const struct gap **missing; /* all gaps met that bear on the result, each path once */
        uint32_t missing_count;
};

/* How much is made beside the value, which is the same each time. */
enum why {
        WHY_VALUE,   /* the gaps of an unknown value */
        WHY_MISSING, /* all gaps met that bear on the result */
        WHY_ALL,     /* and the sub-expressions that decided */
};

/* Total: cannot fail, run on (EVALUATION_STEPS_MAX gives VALUE_ERROR), or look at a clock. Lives as
 * long as a. */
struct evaluation expression_eval(struct arena *a, const struct expression *e,
                                  const struct world *w, enum why why);
