#pragma once
/* Minor units of one currency. Two currencies never meet in one sum. */

#include "base/dec.h"

struct money {
        int64_t minor;
        char currency[4]; /* ISO 4217, NUL-terminated */
};

/* Digits after the point of a currency in use (ISO 4217): CNY 2, JPY 0, KWD 3. False: not one. */
bool currency_decimals(struct str code, int32_t *decimals) MUST_USE;
/* False: no such currency, more decimals than it has, or too large. */
bool money_of(struct dec major, struct str currency, struct money *out) MUST_USE;
/* False: overflow. Asserts one currency. */
bool money_add(struct money a, struct money b, struct money *sum) MUST_USE;
struct dec money_dec(struct money m);
/* "500000000.00"; lives as long as a. */
struct str money_text(struct arena *a, struct money m);
