/* links: proceeds rule model doc base */
/* Any bytes as a history: mistakes and notes, or a judgement whose accounts sum to zero. */

#include "base/limits.h"
#include "proceeds/check.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct bounds *
real_bounds(void)
{
        static const struct bounds *kept;
        static struct arena *a;
        struct str bytes;
        struct mistakes m;
        struct doc_error e;
        char *text;
        FILE *f;

        if (kept)
                return kept;
        a = arena_new(1 << 26);
        f = fopen(SOURCE_DIR "/rules/findings.yaml", "rb");
        assert(f);
        text = TAKE(a, char, RULE_FILE_BYTES_MAX);
        bytes = (struct str){ text, fread(text, 1, RULE_FILE_BYTES_MAX, f) };
        fclose(f);
        mistakes_init(&m, a, (struct str){ 0 });
        kept = bounds_read(a, doc_yaml(a, bytes, &e), &m);
        assert(m.count == 0);
        return kept;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        static const struct activities none;
        const struct bounds *bounds = real_bounds();
        struct arena *a = arena_new(1 << 28);
        struct doc_error e;
        struct mistakes m;
        const struct doc *d = doc_read(a, (struct str){ (const char *)data, size }, &e);

        mistakes_init(&m, a, (struct str){ 0 });
        if (d) {
                struct checked c = proceeds_check(a, bounds, &none, history_read(a, d, &m), &m);

                for (uint32_t i = 0; i < c.bond_count; i++)
                        assert(balances_sum(&c.bonds[i].balances) == 0);
        }
        arena_free(a);
        return 0;
}
