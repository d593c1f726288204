#pragma once
/* Text is checked once, at the door, and trusted from there on. */

#include "base/str.h"

/* Well-formed UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing past U+10FFFF. */
bool utf8_ok(struct str s) MUST_USE;
/* Nothing that hides or reorders what a person reads: no U+0000, no C0 or C1 controls but tab and
 * line feed, no bidi marks, overrides or isolates (U+200E-200F, U+202A-202E, U+2066-2069), nothing
 * without width by which two names that look the same differ (U+200B, U+2060-2065, U+FEFF, tags;
 * joiners, which scripts need, are let pass), no line separators, no noncharacters. */
bool utf8_plain(struct str s) MUST_USE;
/* Code points: "at most 200 characters" means the same in zh and en. */
size_t utf8_count(struct str s);
/* The next code point of well-formed text; cuts it off s. */
uint32_t utf8_next(struct str *s);
/* Writes a code point; returns its length in bytes (1-4). */
size_t utf8_put(uint32_t code, char out[4]);
/* Columns on a terminal: wide East Asian characters count two. */
size_t utf8_width(struct str s);
