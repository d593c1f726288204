#pragma once
/* What a map of a rule file may hold, key by key; whatever else it holds is a mistake. */

#include "base/day.h"
#include "base/dec.h"
#include "model/mistake.h"
#include "model/words.h"

enum form_kind {
        FORM_TEXT,       /* struct str: not empty; a number is taken as written */
        FORM_CODE,       /* struct str of A-Z a-z 0-9 . _ - */
        FORM_FAMILY,     /* as a code, or "*" for all */
        FORM_ENTRY,      /* a code of a catalogue: spaces, "~" and "/" may stand inside */
        FORM_BOTH,       /* struct str[LANGUAGES], from { zh, en }, both there */
        FORM_BOOL,       /* bool */
        FORM_COUNT,      /* uint32_t, from least to most */
        FORM_DAY,        /* struct form_day */
        FORM_WORD,       /* an enum, one of words */
        FORM_MAP,        /* only that it is a map; whoever reads on gets it by doc_get */
        FORM_LIST,       /* only that it is a list with an element */
        FORM_NUMBER,     /* struct dec */
        FORM_EMPTY_LIST, /* only that it is a list */
        FORM_EXPRESSION, /* only that it is a text, or true or false */
        FORM_KINDS
};

/* The words of an enum: code(1) to code(count - 1). */
struct form_words {
        struct str (*code)(uint32_t word);
        uint32_t count;
};

extern const struct form_words component_words, level_words, basis_words, closes_words, stage_words;

struct form_day {
        struct day day;
        bool stated;
};

struct form_key {
        const char *name;
        enum form_kind kind;
        bool optional;
        uint32_t least, most;
        size_t at; /* where it goes in what is read */
        const struct form_words *words;
};

/* Reads the map d into out by its keys; what is absent or wrong stays as it was. False: something
 * was wrong, and is in m. */
bool form_read(const struct doc *d, const struct form_key *keys, uint32_t count, void *out,
               struct mistakes *m);
/* The text of a scalar that form_read let pass as a text or an expression. */
struct str form_text(const struct doc *scalar);
/* The word of a scalar; 0 and a mistake when it is none. */
uint32_t form_word(const struct doc *scalar, const struct form_words *words, struct mistakes *m);
/* The texts of a list; NULL list gives none. They live as long as a. */
const struct str *form_texts(struct arena *a, const struct doc *list, uint32_t *count,
                             struct mistakes *m);
/* A mistake about a scalar that should be one of count words, with all and the nearest. */
void form_choice(const struct doc *scalar, const struct str *words, uint32_t count,
                 struct mistakes *m);
/* A mistake about a scalar that names nothing in where: a taxonomy, a family, a code. None while a
 * file is unreadable, which may be where the name stands. */
void form_reference(const struct doc *scalar, struct str where, const struct str *words,
                    uint32_t count, struct mistakes *m);
/* A mistake about a map whose id was used before. */
void form_repeated(const struct doc *map, const char *key, struct str id, struct mistakes *m);
/* A mistake about a list with more than most elements. */
void form_too_long(const struct doc *list, uint32_t most, struct mistakes *m);
/* A mistake about a list with fewer than least elements. */
void form_too_short(const struct doc *list, uint32_t least, struct mistakes *m);
