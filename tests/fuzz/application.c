/* links: model doc base */
/* Any bytes: a JSON document or none, and never a crash in reading it as an application. */

#include "base/limits.h"
#include "model/record.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct dictionary *
real_dictionary(void)
{
        static const struct dictionary *kept;
        static struct arena *a;
        struct str bytes;
        struct mistakes m;
        struct doc_error e;
        char *text;
        FILE *f;

        if (kept)
                return kept;
        a = arena_new(1 << 26);
        f = fopen(SOURCE_DIR "/rules/dictionary.yaml", "rb");
        assert(f);
        text = TAKE(a, char, RULE_FILE_BYTES_MAX);
        bytes = (struct str){ text, fread(text, 1, RULE_FILE_BYTES_MAX, f) };
        fclose(f);
        mistakes_init(&m, a, (struct str){ 0 });
        kept = dictionary_read(a, doc_yaml(a, bytes, &e), &m);
        assert(m.count == 0);
        return kept;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        const struct dictionary *dictionary = real_dictionary();
        struct arena *a = arena_new(1 << 29);
        struct str bytes = { (const char *)data, size };
        struct doc_error e;
        struct mistakes m;
        const struct doc *d = size <= MESSAGE_BYTES_MAX ? doc_json(a, bytes, &e) : NULL;

        if (d) {
                const struct record *r;

                mistakes_init(&m, a, (struct str){ 0 });
                r = record_read(a, dictionary, d, &m);
                assert(r->of == dictionary->application);
                assert(m.count <= MISTAKES_MAX);
        }
        arena_free(a);
        return 0;
}
