/* links: doc base */
/* Any bytes: jansson accepts and refuses the same, but where the two are known to differ. */
#include "../support/jansson.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
        struct arena *a = arena_new(64 << 20);

        if (!jansson_agrees(a, (struct str){ (const char *)bytes, len }))
                abort();
        arena_free(a);
        return 0;
}
