#pragma once
/* Figures that a project must show before a catalogue counts it. Read from rules/thresholds.yaml.
 */

#include "base/dec.h"
#include "rule/taxonomy.h"

enum comparison { COMPARISON_NONE, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, COMPARISONS };
/* Whether a group asks for all of its figures or for one. */
enum combine { COMBINE_NONE, COMBINE_ALL, COMBINE_ANY, COMBINES };

struct threshold {
        struct str id;
        struct str under;    /* a taxonomy, or a scheme of projects[].taxonomy */
        struct str code;     /* of it; empty: told by the activity alone */
        struct str activity; /* of rules/activities.yaml; empty: by the code alone */
        struct str metric, unit;
        enum comparison comparison;
        struct dec value;
        struct str group; /* within the code; empty: the code's own */
        enum combine combine;
        bool by_technology; /* no figure to measure: whatever has the code qualifies */
        struct day from, until; /* both days count */
        bool has_from, has_until;
        enum basis basis;
        struct str source, note;
};

struct thresholds {
        const struct threshold *at; /* in the order of the file */
        uint32_t count;
};

struct activities;
/* Reads rules/thresholds.yaml. schemes: what under may name besides the taxonomies. */
void thresholds_read(struct arena *a, const struct doc *d, const struct taxonomies *t,
                     const struct activities *activities, const struct str *schemes,
                     uint32_t scheme_count, struct thresholds *out, struct mistakes *m);
bool threshold_in_force(const struct threshold *t, struct day on);
/* Does a measured value hold it? */
bool threshold_holds(const struct threshold *t, struct dec measured);
/* "lt", "le", "gt", "ge", "eq" */
struct str comparison_code(enum comparison c);
