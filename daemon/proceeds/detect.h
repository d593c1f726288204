#pragma once
/* The table of the 39 patterns: which function looks for each, at which facts, and what it lacks.
 */

#include "proceeds/dossier.h"

struct sight; /* private: the dossier with the fact or deadline at hand */

/* Looks at one fact after it was posted, and opens, raises or closes findings. */
typedef void detect_at_fact(struct sight *s);

struct detector {
        uint32_t pattern;
        uint64_t facts;          /* a bit for each fact_type that concerns it; 0: deadlines only */
        detect_at_fact *at_fact; /* NULL: none */
        bool input; /* a history can hold its input; if not, at_fact goes by the days of recording,
                     * which a daemon knows */
        bool cured; /* later facts put right what it finds about an event itself, which a stored
                     * dossier therefore keeps */
};

/* PATTERNS rows, P01 first. */
const struct detector *detectors(void);

struct unassessed {
        uint32_t pattern;
        struct str missing; /* "bond.approval_limit" */
};
/* What could not be looked for, and for want of what; lives as long as a. */
uint32_t detect_unassessed(struct arena *a, const struct dossier *d, const struct unassessed **out);
