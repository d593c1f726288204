#pragma once
/* Numbers of cases and certificates: GD-2026-000123 and GDC-2026-000123-K. */

#include "base/str.h"

/* ISO 7064 MOD 37,36 over the digits and letters of text (others are passed over): one character
 * of 0-9A-Z. */
char check_character(struct str text);
/* Lives as long as a. */
struct str case_number(struct arena *a, int32_t year, int64_t serial);
struct str certificate_number(struct arena *a, int32_t year, int64_t serial);
/* False: not of the form, or the check character is wrong. */
bool case_number_ok(struct str number) MUST_USE;
bool certificate_number_ok(struct str number) MUST_USE;
