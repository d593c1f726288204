#pragma once
/* Judges a whole history: ledger and detectors from its first fact to its last day. */

#include "model/text.h"
#include "proceeds/detect.h"

struct checked_bond {
        struct str id, currency;
        int32_t decimals;
        struct balances balances;
};

/* A fact that is let in as told, and is a slip: a reversal of nothing, more back than was paid. */
struct doubt {
        const char *code; /* of a sentence */
        struct fill with;
        struct str event;
        uint32_t line, column;
};

struct checked {
        struct day as_of;
        const struct finding *findings; /* by date, then as they opened; none that was withdrawn */
        uint32_t finding_count;
        const struct unassessed *unassessed;
        uint32_t unassessed_count;
        const struct checked_bond *bonds;
        uint32_t bond_count;
        const struct note *notes;
        uint32_t note_count;
        const struct doubt *doubts; /* by date */
        uint32_t doubt_count;
        enum severity worst;
};

/* Judges as of history.as_of, else as of its last fact. What an account could not have paid becomes
 * a mistake in m and is judged as said. Lives as long as a. */
struct checked proceeds_check(struct arena *a, const struct bounds *b, const struct activities *as,
                              const struct history *h, struct mistakes *m);
