#pragma once
/* `standard eval`: one expression with typed bindings from a JSON line, answered as a JSON line. */

#include "doc/json.h"

/* line: an object with `expr` and optional `bindings` ({name: {type: value}}, {"unknown": true});
 * other keys are ignored. Writes one object: {"value": {...}} | {"error": "..."} | {"unknown":
 * [...]}. A line that is no such object gives an error as well. Total. */
void conformance_answer(struct arena *a, struct str line, struct json *to);
