#pragma once
/* Catalogues of green projects, each an edition of its own: a code counts only with its edition. */

#include "base/day.h"
#include "model/mistake.h"
#include "model/words.h"

enum ghg_mark { GHG_NONE, GHG_DIRECT, GHG_ENABLING }; /* the 2025 catalogue's reduction mark */

struct entry {
        struct str code, up; /* "3.2.2.4" and the code above it */
        struct str title[LANGUAGES];
        uint32_t level;
        enum basis basis;
        enum ghg_mark ghg;
        struct str note;
};

struct taxonomy {
        struct str id; /* GBEPC2021, GFEPC2025, CGT2022, EU, ICMA, HK */
        struct str title[LANGUAGES];
        struct str source;
        uint32_t leaf_level;    /* codes of this level name projects; 0: any level does */
        struct day from, until; /* open ended when has_until is false */
        bool has_from, has_until;
        const struct entry *at; /* sorted by code's bytes */
        uint32_t count;
};

struct taxonomies {
        const struct taxonomy *at;
        uint32_t count;
};

/* Reads one file of rules/taxonomies/ into *out. */
void taxonomy_read(struct arena *a, const struct doc *d, struct taxonomy *out, struct mistakes *m);
/* NULL: none with that id. */
const struct taxonomy *taxonomies_find(const struct taxonomies *t, struct str id);
/* A mistake about a scalar that names no taxonomy, or no entry of one, with the nearest. */
void taxonomy_refuse(const struct doc *said, const struct taxonomies *t, struct mistakes *m);
void entry_refuse(const struct doc *said, const struct taxonomy *t, struct mistakes *m);
/* NULL: the edition has no such code. */
const struct entry *taxonomy_entry(const struct taxonomy *t, struct str code);
