#pragma once
/* What the maps of a history may hold, key by key, each read leniently. */

#include "proceeds/history.h"

enum told_kind {
        TOLD_IGNORED,   /* known, and nothing is made of it */
        TOLD_STR,       /* struct str */
        TOLD_TEXT,      /* struct told_text: a number or true as written; false is none */
        TOLD_MONEY,     /* struct told_money, not below zero */
        TOLD_MONEY_CNY, /* as TOLD_MONEY, whatever the currency at hand */
        TOLD_DAY,       /* struct told_day; text that is no date is a mistake */
        TOLD_DAY_TEXT,  /* struct told_day; other text is kept */
        TOLD_NUMBER,    /* struct told_number; text that is no number says nothing */
        TOLD_TRUTH,     /* enum told_truth; any other text means yes */
        TOLD_STRS,      /* const struct str *, and a uint32_t count at more */
};

struct told_key {
        const char *name;
        enum told_kind kind;
        size_t at, more;
        uint64_t types; /* of a fact: bits of the types that have it; 0: all */
};

struct told_reader {
        struct arena *arena;
        struct mistakes *mistakes;
        struct note *notes; /* NULL: notes are dropped */
        uint32_t note_count, note_room;
        int32_t decimals; /* of the currency at hand */
};

/* Reads the map d into out; a key that is in no row is a note. */
void told_map(struct told_reader *r, const struct doc *d, const struct told_key *keys,
              uint32_t count, uint64_t type, void *out);
/* One value; false: it was wrong, and is a mistake. */
bool told_value(struct told_reader *r, const struct doc *v, const struct told_key *key, void *out);
void told_note(struct told_reader *r, const struct doc *at, struct str name);
