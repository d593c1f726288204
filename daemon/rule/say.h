#pragma once
/* A judgement's parts in words: what a field is called, which element it is of, a value with its
 * unit, and the sentences made of them. */

#include "rule/assess.h"

/* Who is speaking, of what, in which language. application may be NULL: elements then go by number.
 */
struct speaker {
        struct arena *arena;
        const struct rulebook *rules;
        const struct record *application;
        enum language in;
};

/* NULL: no field of the application or the scope has that path; "projects[1].id" and "projects.id"
 * are the same. */
const struct field *say_field(const struct rulebook *r, struct arena *a, struct str path);
/* "Amount planned (Solar park)"; element is said when the path names none. field is what say_field
 * gives for the path, here and below, so that it is looked for once. */
struct str say_place(const struct speaker *s, struct str path, const struct field *field,
                     struct str element);
struct str say_reason(const struct speaker *s, const struct reason *r, const struct field *field);
struct str say_gap(const struct speaker *s, const struct gap *g, const struct field *field);
/* The unit of a field: its own, or the bond's currency for money; empty: none. */
struct str say_unit(const struct speaker *s, const struct field *field);
