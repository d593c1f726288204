#pragma once
/* What a JSON or YAML text says: one read-only tree whose nodes remember where they stood. */

#include "base/str.h"

enum doc_kind { DOC_NULL, DOC_BOOL, DOC_NUMBER, DOC_TEXT, DOC_LIST, DOC_MAP };

struct doc {
        enum doc_kind kind;
        bool truth;              /* of a DOC_BOOL */
        uint32_t line, column;   /* from 1, of its first character; columns count code points */
        uint32_t count;          /* children */
        struct str key;          /* inside a map; empty elsewhere */
        struct str text;         /* of a DOC_TEXT, unescaped; of a DOC_NUMBER, digits as written */
        const struct doc *child; /* count nodes side by side */
        const struct doc *up;    /* the map or list it stands in; NULL at the root */
};

/* Why a text is no document. code is the name of a sentence in rules/text.yaml. */
struct doc_error {
        uint32_t line, column;
        const char *code;
};

/* Strict RFC 8259. Depth, nodes and keys bounded, duplicate keys refused, numbers kept as digits,
 * U+0000 and lone surrogates let through as text (\u0000 as the byte 0; a lone surrogate as three
 * bytes that utf8_ok refuses) for the dictionary to refuse with a place. NULL: e says why. The tree
 * lives as long as a; it may point into bytes, which must live as long. */
const struct doc *doc_json(struct arena *a, struct str bytes, struct doc_error *e) MUST_USE;

/* The same for what this program wrote and stored: a hundred times as many nodes. */
const struct doc *doc_json_stored(struct arena *a, struct str bytes, struct doc_error *e) MUST_USE;

/* One YAML document, read from libyaml's events: plain scalars resolve as in YAML 1.2's core schema
 * (null ~ true false, and numbers in JSON's form; all else is text, dates and 007 too), quoted ones
 * are text. Anchors, aliases, tags, merges, several documents and duplicate keys are refused; depth
 * and nodes bounded. NULL: e says why. The tree lives as long as a. */
const struct doc *doc_yaml(struct arena *a, struct str bytes, struct doc_error *e) MUST_USE;

/* A JSON text by its first byte that is no white space ({ or [), else YAML: what a person's FILE
 * may be. */
const struct doc *doc_read(struct arena *a, struct str bytes, struct doc_error *e) MUST_USE;

/* NULL: map is NULL, not a map, or has no such key. */
const struct doc *doc_get(const struct doc *map, struct str key);
/* The text at key, or the empty str when it is absent or no text. */
struct str doc_text(const struct doc *map, const char *key);

/* RFC 6901 pointer from the root: "/projects/0/amount_planned"; the root is "". */
struct str doc_pointer(struct arena *a, const struct doc *node);
