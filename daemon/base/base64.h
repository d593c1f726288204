#pragma once
/* Bytes as text: RFC 4648 base64 with padding, and lower-case hexadecimal. */

#include "base/str.h"

/* False: not canonical base64. The bytes live as long as a. */
bool base64_read(struct arena *a, struct str text, struct str *bytes) MUST_USE;
struct str base64_write(struct arena *a, struct str bytes);
/* False: an odd count, or a byte that is no hexadecimal digit. */
bool hex_read(struct arena *a, struct str text, struct str *bytes) MUST_USE;
struct str hex_write(struct arena *a, struct str bytes);
