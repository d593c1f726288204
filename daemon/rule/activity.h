#pragma once
/* What money can be spent on, green or not: a closed list with links to catalogues, exclusions and
 * conditions, and what rules any of it out. Read from rules/activities.yaml. */

#include "rule/taxonomy.h"

/* What an activity is called in a catalogue. */
struct link {
        struct str taxonomy, code;
        enum basis basis;
        bool whole_class; /* a general entry: linked to a class, the project's own code is to be
                             brought */
};

/* Families under which an activity is out. */
struct exclusion {
        struct str family; /* "*": all */
        enum verdict
                verdict; /* NOT_MET; UNDETERMINED (evidence could show otherwise); MET: a warning */
        enum basis basis;
        struct str source;
        struct str because[LANGUAGES];
};

/* A field of the project that must be so before the activity counts under a catalogue or family. */
struct condition {
        struct str under; /* a taxonomy's id or a family; "*": all */
        struct str field; /* of a project: "in_national_plan" (bool: must be true) */
        enum basis basis;
        struct str source;
        struct str because[LANGUAGES];
};

/* What a project may state of itself that rules it out, whatever its activity. */
struct bar {
        struct str under; /* a taxonomy's id or a family; "*": all */
        struct str field; /* of a project: a bool, or a choice */
        struct str value; /* of the choice; empty: the bool is true */
        enum basis basis;
        struct str source;
        struct str because[LANGUAGES];
};

struct activity {
        struct str code;
        struct str title[LANGUAGES];
        const struct str *words; /* what free text says when it means this, zh and en */
        uint32_t word_count;
        const struct link *links;
        uint32_t link_count;
        const struct exclusion *exclusions;
        uint32_t exclusion_count;
        const struct condition *conditions;
        uint32_t condition_count;
};

struct activities {
        const struct activity *at; /* sorted by code's bytes */
        uint32_t count;
        const struct bar *bars;
        uint32_t bar_count;
};

/* Holds each link against the taxonomies. */
void activities_read(struct arena *a, const struct doc *d, const struct taxonomies *t,
                     struct activities *out, struct mistakes *m);
/* NULL: no such code. */
const struct activity *activities_find(const struct activities *as, struct str code);
/* What free text means by the activities' words: the one with the longest word that stands in it,
 * Latin letters in any case and as whole words (a plural s apart). NULL: none. */
const struct activity *activities_by_words(const struct activities *as, struct str text);
/* Does the word stand in text, as above? A space in it may be a hyphen or underscore there. */
bool text_has_word(struct str text, struct str word);
/* Where it stands first from *at on. */
bool text_find_word(struct str text, struct str word, size_t *at);
/* Which pairs of neighbouring characters a text has, roughly: most words that it does not hold are
 * known by that not to be there, when many are asked for. */
enum { TEXT_PAIRS = 1024 };
struct text_pairs {
        uint64_t bits[TEXT_PAIRS / 64];
};
struct text_pairs text_pairs_of(struct str text);
/* False: the word is surely not there. */
bool text_pairs_may(const struct text_pairs *pairs, struct str word);
/* NULL: nothing is said of it under that family. A row of the family's own outweighs one for all,
 * and of two alike the gravest counts. */
const struct exclusion *activity_excluded(const struct activity *a, struct str family);
/* Is there a link to that taxonomy? The first such link, or NULL. */
const struct link *activity_link(const struct activity *a, struct str taxonomy);
