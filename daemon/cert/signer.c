#include "cert/private.h"

#include <openssl/err.h>
#include <xmlsec/keys.h>
#include <xmlsec/keysdata.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmlsec.h>

static bool
signer_fits(struct signer *s, EVP_PKEY *key, struct instant now, struct fault *f)
{
        X509 *own = sk_X509_value(s->chain, 0);
        s->from = certificate_time(X509_get0_notBefore(own));
        s->until = certificate_time(X509_get0_notAfter(own));
        int matches = X509_check_private_key(own, key);
        ERR_clear_error();
        if (key_kind_of(key) == KEY_OTHER)
                return fault(f, FAULT_REFUSED,
                             "signing key: neither ECDSA P-256 nor RSA of %d to %d bits",
                             RSA_BITS_MIN, RSA_BITS_MAX);
        if (matches != 1)
                return fault(f, FAULT_REFUSED, "signing key: not that of the first certificate");
        if (!certificate_may_sign(own))
                return fault(f, FAULT_REFUSED,
                             "signing certificate: its key usage does not allow signatures");
        if (now.ms < s->from.ms || now.ms > s->until.ms)
                return fault(f, FAULT_REFUSED, "signing certificate: not valid now");
        return true;
}

static struct _xmlSecKey *
key_adopt(EVP_PKEY *key)
{
        xmlSecKeyDataPtr value = xmlSecOpenSSLEvpKeyAdopt(key);
        xmlSecKeyPtr whole = xmlSecKeyCreate();
        int set = value == NULL || whole == NULL ? -1 : xmlSecKeySetValue(whole, value);
        assert(set == 0);
        return whole;
}

struct signer *
signer_open(struct str key, struct str chain, struct instant now, struct fault *f)
{
        struct arena *a = arena_new(SIGNER_BYTES_MAX);
        struct signer *s = TAKE(a, struct signer, 1);
        EVP_PKEY *private = key_read(key);
        s->arena = a;
        s->chain = certificates_read(chain, CHAIN_MAX);
        bool good = true;
        if (private == NULL)
                good = fault(f, FAULT_CORRUPT, "signing key: not a PEM private key in the clear");
        if (good && s->chain == NULL)
                good = fault(f, FAULT_CORRUPT,
                             "signing certificate: not PEM certificates, at most %d", CHAIN_MAX);
        if (good && signer_fits(s, private, now, f)) {
                s->fingerprint = certificate_digest(a, sk_X509_value(s->chain, 0));
                s->blank = blank_signature(a, key_kind_of(private), s->chain);
                s->key = key_adopt(private);
                return s;
        }
        EVP_PKEY_free(private);
        signer_close(s);
        return NULL;
}

struct str
signer_fingerprint(const struct signer *s, struct arena *a)
{
        return digest_text(a, s->fingerprint);
}

void
signer_close(struct signer *s)
{
        if (s == NULL)
                return;
        if (s->key != NULL)
                xmlSecKeyDestroy(s->key);
        sk_X509_pop_free(s->chain, X509_free);
        xmlFreeDoc(s->blank);
        arena_free(s->arena);
}
