#pragma once
/* SHA-256 (FIPS 180-4) of bytes, by OpenSSL. */

#include "base/str.h"

enum { DIGEST_BYTES = 32, DIGEST_TEXT = 64 };

struct digest {
        uint8_t at[DIGEST_BYTES];
};

struct digest digest_of(struct str bytes);
/* Of several parts, each led by its length in eight bytes, so that no two lists of parts meet. */
struct digest digest_parts(const struct str *parts, uint32_t count);
/* Lower-case hexadecimal; lives as long as a. */
struct str digest_text(struct arena *a, struct digest d);
