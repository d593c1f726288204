/* links: doc base */
/* Any bytes: refused with a place, or read into a tree that JSON can say as well. */
#include "doc/json.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
        struct arena *a = arena_new(64 << 20);
        struct doc_error e = { 0 };
        const struct doc *d = doc_yaml(a, (struct str){ (const char *)bytes, len }, &e);
        struct buf b;
        struct json j;

        if (d == NULL && (e.line == 0 || e.column == 0 || e.code == NULL))
                abort();
        if (d != NULL) {
                buf_init(&b, a, 16 << 20);
                json_init(&j, &b);
                json_doc(&j, (struct str){ 0 }, d);
                if (doc_json(a, buf_text(&b), &e) == NULL)
                        abort();
        }
        arena_free(a);
        return 0;
}
