#pragma once
/* A finding and a judged history as JSON, with the reasons in zh and en. */

#include "doc/json.h"
#include "proceeds/check.h"

/* One object {"pattern", "rule", "severity", "class", "step", "date", "window", "bond", "project",
 * "payee", "invoice", "amount", "currency", "because": [{"zh", "en"}], ...}. */
void finding_tell(struct arena *a, struct json *j, const struct bounds *b, const struct finding *f);
/* Members "as_of", "findings", "not_assessed", "balances", "notes" into the open map. */
void checked_tell(struct arena *a, struct json *j, const struct bounds *b, const struct checked *c);
/* Of an early warning: the feed or register it came from; empty: not stated. */
struct str finding_source(const struct finding *f);
/* The rule's sentence with the finding's grounds. Lives as long as a. */
struct str finding_because(struct arena *a, const struct bounds *b, const struct finding *f,
                           enum language in);
