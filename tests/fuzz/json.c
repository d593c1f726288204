/* links: doc base */
/* Any bytes: refused with a place, or read into a tree that says the same when written again. */
#include "doc/json.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
        struct arena *a = arena_new(64 << 20);
        struct doc_error e = { 0 };
        const struct doc *d = doc_json(a, (struct str){ (const char *)bytes, len }, &e);
        struct json j;
        struct buf b[2];

        if (d == NULL && (e.line == 0 || e.column == 0 || e.code == NULL))
                abort();
        for (int turn = 0; d != NULL && turn < 2; turn++) {
                buf_init(&b[turn], a, 16 << 20);
                json_init(&j, &b[turn]);
                json_doc(&j, (struct str){ 0 }, d);
                d = doc_json(a, buf_text(&b[turn]), &e);
                if (d == NULL || (turn == 1 && !str_eq(buf_text(&b[0]), buf_text(&b[1]))))
                        abort();
        }
        arena_free(a);
        return 0;
}
