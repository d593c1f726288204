#pragma once
/* CURVE key pairs and the files that hold them. */

#include "base/fault.h"
#include "bus/bus.h"

struct key_pair {
        char public_key[KEY_TEXT_LENGTH + 1]; /* Z85 */
        char secret_key[KEY_TEXT_LENGTH + 1]; /* empty: only the public half is known */
};

/* A fresh pair from the system's randomness. */
bool key_pair_new(struct key_pair *out, struct fault *f) MUST_USE;
/* Reads "public: ..." and "secret: ..." lines (each a quoted Z85 text) as key_pair_write makes
 * them; blank lines and # remarks are passed over. A file with a secret that others may read is
 * refused, as is one whose halves are no pair. */
bool key_pair_read(struct arena *a, const char *path, struct key_pair *out,
                   struct fault *f) MUST_USE;
/* Never overwrites: NAME.key with mode 0600 holds both, NAME.pub the public half. False: neither
 * file is there that was not there before. */
bool key_pair_write(struct arena *a, const char *path_key, const char *path_pub,
                    const struct key_pair *pair, struct fault *f) MUST_USE;
/* Overwrites the secret half in memory. */
void key_pair_forget(struct key_pair *pair);
/* Is it a well-formed Z85 key? */
bool key_text_ok(struct str text) MUST_USE;
