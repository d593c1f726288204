#pragma once
/* `standard eval`: one expression with typed bindings from a JSON line, answered as a JSON line. */

#include "doc/json.h"
#include "model/mistake.h"

struct rulebook;

/* line: an object with `expr` and optional `bindings` ({name: {type: value}}, {"unknown": true});
 * other keys are ignored. Writes one object: {"value": {...}} | {"error": "..."} | {"unknown":
 * [...]}. A line that is no such object gives an error as well. Total. rules: whose catalogues and
 * activities the functions of the trade look at; NULL: they know none. */
void conformance_answer(struct arena *a, struct str line, const struct rulebook *rules,
                        struct json *to);
/* What is wrong with the text of an expression whatever its names stand for, for people. */
void conformance_check(struct arena *a, struct str text, struct mistakes *m);
