/* links: cert model proof base */
/* Any bytes as a certificate. Nobody has the signing key, so only the sample may be valid. */
#include "cert/cert.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static struct str
file_text(struct arena *a, const char *name)
{
        FILE *f = fopen(name, "rb");
        char *at = arena_take(a, 1 << 16);
        size_t read = f == NULL ? 0 : fread(at, 1, 1 << 16, f);
        if (read == 0 || fclose(f) != 0)
                abort();
        return (struct str){ at, read };
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
        static struct arena *kept, *turn;
        static struct str anchor, schema;
        static const struct instant now = { 1796083200000 }; /* 2026-12-01 */
        struct fault f = { 0 };
        if (kept == NULL) {
                kept = arena_new(1 << 20);
                turn = arena_new((size_t)1 << 28);
                anchor = file_text(kept, SOURCE_DIR "/tests/fuzz/certificate.pem");
                schema = file_text(kept, SOURCE_DIR "/templates/certificate.xsd");
                if (!cert_start(&f))
                        abort();
        }
        struct str xml = { (const char *)bytes, len };
        struct check c = cert_check(turn, xml, anchor, schema, now);
        if (c.code == NULL)
                abort();
        if (c.validity == VALIDITY_VALID && !str_is(c.number, "GDC-2026-000123-K"))
                abort();
        arena_clear(turn);
        return 0;
}
