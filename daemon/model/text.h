#pragma once
/* Sentences for people: a code's text in both languages, read from rules/text.yaml.
 *
 * The file is one map of code → { zh: ..., en: ... }. A sentence may hold {name}, {value},
 * {wanted}, {suggestion}, filled when it is said. */

#include "base/buf.h"
#include "model/mistake.h"
#include "model/words.h"

struct texts;

struct fill {
        struct str name, value, wanted, suggestion;
};

/* A code without a text in either language is a mistake. Never NULL; lives as long as a. */
const struct texts *texts_read(struct arena *a, const struct doc *d, struct mistakes *m);
bool texts_have(const struct texts *t, struct str code);
/* The raw sentence; the code itself when there is none (which texts_read or a test has refused). */
struct str texts_find(const struct texts *t, struct str code, enum language in);
/* The sentence with its places filled. Lives as long as a. */
struct str texts_say(struct arena *a, const struct texts *t, struct str code, enum language in,
                     const struct fill *with);
/* A mistake's sentence. */
struct str mistake_say(struct arena *a, const struct texts *t, const struct mistake *m,
                       enum language in);
