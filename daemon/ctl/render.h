#pragma once
/* Replies and judgements as a person reads them in a terminal. */

#include "ctl/call.h"

/* The members "outcome", "labelled_scope", "findings" of a judgement. */
void render_judgement(const struct call *c, const struct doc *judgement);
/* One criterion object, indented. */
void render_criterion(const struct call *c, const struct doc *criterion);
/* The same without what is missing: a letter has listed that already. */
void render_verdict(const struct call *c, const struct doc *criterion);
/* Mistakes as "file:line:column: what". file: the local name; document: the local tree that
 * pointers below prefix are looked up in for their place, or NULL. */
void render_mistakes(const struct call *c, const char *file, const struct doc *document,
                     const char *prefix, const struct doc *mistakes);
void render_letter(const struct call *c, const struct doc *letter);
void render_case(const struct call *c, const struct doc *reply);
/* Rows of a list of maps under the given keys, columns aligned for wide characters too. */
void render_table(const struct call *c, const struct doc *rows, const char *const *keys,
                  uint32_t key_count);
/* An instant as the clock on the wall in China shows it, "2026-03-01 17:30:00"; any other text as
 * it is. */
struct str when(const struct call *c, struct str text);
/* doc_text in the call's language of a {zh, en} member. */
struct str in_language(const struct call *c, const struct doc *map);
/* The word for a code, "outcome.conforms". */
struct str word(const struct call *c, const char *kind, struct str code);
