#pragma once
/* What words and figures in free text say, by the lists of rules/findings.yaml. */

#include "proceeds/bounds.h"

struct dossier;

/* Does any of the words stand in the text? */
bool has_words(const struct dossier *d, const char *list, struct str text);
/* As has_words, but "no production stop" does not say "production stop". */
bool says_words(const struct dossier *d, const char *list, struct str text);
/* The last number in a text, and whether it is one of percent. False: there is none. */
bool text_figure(struct str text, struct dec *out, bool *percent);
/* Texts side by side, for words. */
struct str joined(struct arena *a, const struct str *texts, uint32_t count);
