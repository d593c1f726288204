#pragma once
/* What is wrong with what a user said. Mistakes are data: gathered, all at once, shown in zh and
 * en. */

#include "doc/doc.h"

struct mistake {
        struct str code;       /* the name of its sentence in rules/text.yaml: "unknown_key" */
        struct str file;       /* of a rule or input file; empty for a message */
        struct str at;         /* JSON pointer from the root of the document */
        uint32_t line, column; /* from 1; 0 when there is no place */
        /* What fills the sentence's {name}, {value} and {wanted}. */
        struct str name, value, wanted;
        struct str suggestion; /* "did you mean": the whole key or word; empty when none is near */
};

struct mistakes {
        struct arena *arena;
        struct str file; /* given to each mistake that is added */
        struct mistake *at;
        uint32_t count, room;
        bool cut_short;  /* there were more than MISTAKES_MAX */
        bool unreadable; /* a text was no document, or lacked what others name */
};

void mistakes_init(struct mistakes *m, struct arena *a, struct str file);
/* Adds one about a node of a document (NULL: about the whole). The other members start empty; the
 * caller may fill them in what is returned. Never NULL: past MISTAKES_MAX a spare that is dropped.
 */
struct mistake *mistake_add(struct mistakes *m, const char *code, const struct doc *node);
/* As mistake_add, for a text that is no document yet; m is unreadable from then on. */
struct mistake *mistake_add_error(struct mistakes *m, const struct doc_error *e);
/* The nearest of count words to what was said, or the empty str when none is near. */
struct str mistake_suggest(struct str said, const struct str *words, uint32_t count);
