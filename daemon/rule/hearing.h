#pragma once
/* One scope of one application under judgement: what is bound, and under which editions. */

#include "rule/assess.h"
#include "rule/edition.h"
#include "rule/scope.h"

struct hearing {
        struct arena *arena;
        const struct rulebook *rules;
        struct scope scope;
        struct editions editions;
        const struct value *bound[EDITIONS_MAX]; /* with the catalogue of each open edition */
        struct world world;                      /* with the catalogue when only one is open */
        const struct confirmation *confirmations;
        uint32_t confirmation_count;
        const struct reason *other_stage; /* why a criterion of the other stage is not applicable */
        enum reasons reasons;
        /* Of the standard that is being judged. */
        const struct standard *standard;
        bool asked, sold_under;
};

/* labelled: of the labelled tranches alone. Lives as long as a. */
void hearing_open(struct arena *a, const struct rulebook *r, const struct record *application,
                  struct day on, bool labelled, struct hearing *out);
/* h->standard is set. */
struct judged criterion_judge(const struct hearing *h, const struct criterion *c);
/* Judges every criterion of the standard; asked: by the application, or its default. */
struct assessment standard_judge(const struct hearing *of, const struct standard *s, bool asked);
/* A reason for a thing not to apply, told as what was seen: nothing would have passed. */
struct reason reason_aside(const struct reason *r);
/* True, false, or neither: what an expression without a catalogue says in this hearing. NULL e
 * gives neither. */
struct evaluation hearing_ask(const struct hearing *h, const struct expression *e, enum why why);
