#pragma once
/* Who may connect, remembered: public key → person. The database decides; this is its shadow, for
 * handshakes and for the name a request is asked under. */

#include "bus/bus.h"
#include "judge/known.h"
#include "store/store.h"

struct people;

/* The caller owns it. */
struct people *people_new(void);
/* Reads all keys anew and tells the bus. */
bool people_refresh(struct people *p, struct store *s, struct bus *b, struct fault *f) MUST_USE;
/* NULL: no such key. Valid until the next refresh. */
const struct person *people_find(const struct people *p, const char *key);
void people_free(struct people *p);
