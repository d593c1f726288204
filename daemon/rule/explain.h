#pragma once
/* Assessments in words a person can act on, in both languages, as JSON with stable names. */

#include "doc/json.h"
#include "rule/assess.h"

/* Members "outcome", "labelled_scope" (null when every tranche in scope is labelled), "findings",
 * "recognition" of the object that is open in to, in the form of `gbcert case check --json`. */
void explain(struct arena *a, struct json *to, const struct rulebook *r,
             const struct assessments *all);
/* Member "recognition":{ID:[{"from","from_lacks","component","gaps":[{"code","zh","en","cost",
 * "fields"}],"should","closed":[codes],"legal_basis"}]}: what the bond lacks for each standard that
 * it does not meet, beyond the nearest that it meets, or where it meets none, beyond the nearest
 * that lacks papers only; the cheapest standard and component first, and within one the cheapest
 * gap. closed: what bonds of the nearest may lack and this one has. */
void explain_recognition(struct json *to, const struct rulebook *r, const struct assessments *all);
/* One criterion object: {"id","clause","component","level","basis","verdict","lacking","title",
 * "remedy" of an open one,"because":[{"code","path","value","wanted","zh","en"} and where there is
 * one "unit","element","catalogue"],"missing":[{"code","path","unit","closes","zh","en"}]} and,
 * where a person settled it, "confirmed"; where the centre has read the recalled clause,
 * "source_confirmed":{"by","on","document"}. Without the application, elements go by their number.
 */
void explain_judged(struct arena *a, struct json *to, const struct rulebook *r,
                    const struct judged *j);
/* Members of the object that is open: "mistakes":[{"code","at","line","column","zh","en",
 * "suggestion"}] (and "file" where a mistake has one). */
void explain_mistakes(struct arena *a, struct json *to, const struct texts *t,
                      const struct mistakes *m);
