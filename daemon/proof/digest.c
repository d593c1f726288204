#include "proof/digest.h"

#include <openssl/evp.h>

#include "base/base64.h"

/* Fetched once: EVP_sha256() would look the algorithm up again for each leaf of the log. */
static const EVP_MD *
sha256(void)
{
        static EVP_MD *fetched;
        if (fetched == NULL)
                fetched = EVP_MD_fetch(NULL, "SHA2-256", NULL);
        assert(fetched != NULL);
        return fetched;
}

struct digest
digest_of(struct str bytes)
{
        struct digest d;
        unsigned int len = 0;
        int done = EVP_Digest(bytes.at, bytes.len, d.at, &len, sha256(), NULL);
        assert(done == 1 && len == DIGEST_BYTES);
        return d;
}

static void
length_put(uint64_t len, unsigned char out[8])
{
        for (int i = 7; i >= 0; i--) {
                out[i] = (unsigned char)(len & 0xff);
                len >>= 8;
        }
}

struct digest
digest_parts(const struct str *parts, uint32_t count)
{
        struct digest d;
        unsigned int len = 0;
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        bool done = context != NULL && EVP_DigestInit_ex2(context, sha256(), NULL) == 1;
        for (uint32_t i = 0; i < count && done; i++) {
                unsigned char length[8];
                length_put(parts[i].len, length);
                done = EVP_DigestUpdate(context, length, sizeof(length)) == 1 &&
                       EVP_DigestUpdate(context, parts[i].at, parts[i].len) == 1;
        }
        done = done && EVP_DigestFinal_ex(context, d.at, &len) == 1;
        assert(done && len == DIGEST_BYTES);
        EVP_MD_CTX_free(context);
        return d;
}

struct str
digest_text(struct arena *a, struct digest d)
{
        return hex_write(a, (struct str){ (const char *)d.at, DIGEST_BYTES });
}
